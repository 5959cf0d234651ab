package complaints

import (
	"fmt"
	"slices"
	"strings"

	"doanket/kernel"
)

// Kind (loại đơn).
//
//glossary:none
type Kind string

const (
	Grievance    Kind = "grievance"    // khiếu nại
	Denunciation Kind = "denunciation" // tố cáo
	Petition     Kind = "petition"     // kiến nghị, phản ánh
)

// Kinds are all kinds in the order of the forms.
var Kinds = []Kind{Grievance, Denunciation, Petition}

// Way (cách nhận đơn).
//
//glossary:none
type Way string

const (
	InPerson Way = "in_person" // nộp trực tiếp
	ByPost   Way = "post"      // gửi bưu điện
	Online   Way = "online"    // gửi trên hệ thống
)

// State (trạng thái giải quyết đơn).
//
//glossary:none
type State string

// The states of a complaint; see flow.go.
const (
	Received  State = "received"  // mới nhận
	Assigned  State = "assigned"  // đã giao, chờ thụ lý
	Accepted  State = "accepted"  // đã thụ lý
	Verifying State = "verifying" // đang xác minh
	Concluded State = "concluded" // đã kết luận
	Answered  State = "answered"  // đã thông báo kết quả
	Closed    State = "closed"    // đã kết thúc
	Refused   State = "refused"   // không thụ lý
	Forwarded State = "forwarded" // đã chuyển nơi khác
	Withdrawn State = "withdrawn" // đã rút đơn
)

// States are all states in the order of a complaint's life.
var States = []State{Received, Assigned, Accepted, Verifying, Concluded, Answered, Closed, Refused, Forwarded, Withdrawn}

// Live tells whether there is still something to do.
func (s State) Live() bool {
	return s != Closed && s != Refused && s != Forwarded && s != Withdrawn
}

// Complaint (đơn khiếu nại, tố cáo) is one sealed record.
type Complaint struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Unit     kernel.ID
	Year     int
	No       int // gapless in unit and year
	Kind     Kind
	Round    int  // lần: 2 for a second complaint
	Remote   bool // vùng sâu, vùng xa đi lại khó khăn: longer limits
	Way      Way
	State    State
	Received kernel.Date
	Matter   Matter
	Accepted kernel.Instant
	Longer   int            // how often the limit was prolonged
	From     kernel.Instant // from which the limit runs
	Due      kernel.Instant // the last moment of the last day
	Limit    kernel.Limit
	Ended    kernel.Instant
	Files    int
	Opened   int // how often it was opened
	Version  int64
	Readers  []Reader
	Events   []Event

	was             State  // before the verb that runs
	request, follow string // digests of the form it came by, and of code and secret
	first           string // digest of the record that a second complaint follows
	matter, sender  string // as they are kept
	lastEvent       string // seals of the last lines
	lastOpening     string
	seal            string // over the row and those named on it
}

// Matter (nội dung đơn) is what is written, as it is sealed.
//
//glossary:none
type Matter struct {
	Summary   string  `json:"summary"`
	Text      string  `json:"text"`
	Accused   []Party `json:"accused,omitempty"`
	Anonymous bool    `json:"anonymous,omitempty"` // nặc danh
	First     *First  `json:"first,omitempty"`     // of a second complaint
	Code      string  `json:"code"`                // by which the sender follows, with a secret that is kept nowhere
}

// Party (người bị khiếu nại, tố cáo) is somebody whom the letter names. Person is she when the lead has pointed
// her out; Not are namesakes who are not meant.
type Party struct {
	Name   string      `json:"name"`
	Person kernel.ID   `json:"person,omitempty"`
	Label  string      `json:"label,omitempty"`
	Not    []kernel.ID `json:"not,omitempty"`
}

// Sender (người gửi đơn) is kept apart and opened with a reason.
type Sender struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Contact string `json:"contact"`
}

// Hand is a person as this room names her.
//
//glossary:none
type Hand struct {
	Account kernel.ID
	Person  kernel.ID
	Name    string
	Post    string
}

// Role (vai trên đơn) is what somebody named on a record does there.
//
//glossary:none
type Role string

const (
	Receiver Role = "receiver" // người tiếp nhận, đến khi giao
	Lead     Role = "lead"     // người thụ lý chính
	Along    Role = "along"    // người cùng xem
)

// Reader (người được xem đơn) is somebody named on the record.
type Reader struct {
	Hand
	Role Role
	By   string
	At   kernel.Instant
}

// Event (diễn biến) is one deed; what was said with it is sealed, and its seal stands in the journal.
//
//glossary:none
type Event struct {
	ID   kernel.ID
	Verb Verb
	At   kernel.Instant
	By   Hand // nobody: the sender
	Said Said
	Seal string

	sealed string
}

// Said is what was written with a deed.
//
//glossary:none
type Said struct {
	Note   string      `json:"note,omitempty"`
	Number string      `json:"number,omitempty"` // of the decision or notice
	On     kernel.Date `json:"on,omitzero"`
	Ground string      `json:"ground,omitempty"` // key of a ground of refusal
	To     string      `json:"to,omitempty"`     // body it was sent to
	Who    string      `json:"who,omitempty"`    // person named
}

// Opening (lượt mở đơn) is one line of the record's own journal of access.
type Opening struct {
	No   int
	What What
	At   kernel.Instant
	By   Hand
	Seal string
}

// What is which part of a record was opened.
//
//glossary:none
type What string

const (
	OpenRecord What = "record" // trang đơn
	OpenFile   What = "file"   // tệp kèm
	OpenPaper  What = "paper"  // giấy in
	OpenAPI    What = "api"    // qua giao diện lập trình
	OpenSender What = "sender" // danh tính người gửi
	OpenAnew   What = "anew"   // giao lại, không đọc
	OpenBook   What = "book"   // in vào sổ theo dõi
)

// Evidence (tệp kèm đơn) is a file that belongs to a record.
//
//glossary:none
type Evidence struct {
	ID   kernel.ID
	Meta Meta
	At   kernel.Instant
	By   string

	sha, sealed, seal string
}

// Meta is what is known of a file, as it is sealed.
//
//glossary:none
type Meta struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Upload is a file on its way in.
//
//glossary:none
type Upload struct {
	Meta  Meta
	Bytes []byte
}

// Number is how the record is called: "07/2026".
func (c Complaint) Number() string { return fmt.Sprintf("%02d/%d", c.No, c.Year) }

// roleOf is what an account does on the record; "" when it is not named.
func (c Complaint) roleOf(account kernel.ID) Role {
	i := slices.IndexFunc(c.Readers, func(r Reader) bool { return r.Account == account })
	if i < 0 {
		return ""
	}
	return c.Readers[i].Role
}

// last is the latest event of a verb.
func (c Complaint) last(v Verb) (Event, bool) {
	for i := len(c.Events) - 1; i >= 0; i-- {
		if c.Events[i].Verb == v {
			return c.Events[i], true
		}
	}
	return Event{}, false
}

// Registration (tiếp nhận đơn) is what is typed when a letter comes in.
//
//glossary:none
type Registration struct {
	Token     string // of the form: the same one twice is one letter with one code
	Unit      kernel.ID
	Kind      Kind
	Way       Way
	Received  kernel.Date
	Summary   string
	Text      string
	Accused   string // one a line
	Anonymous bool
	Remote    bool // grievances only
	Sender    Sender
	Files     []Upload
	First     *Claim // of a second complaint
}

const (
	maxText  = 8000
	maxFiles = 5
	maxParty = 20
)

// newComplaint checks what was typed. A letter without a name is taken in all the same.
func newComplaint(in Registration, today kernel.Date) (Complaint, Sender, error) {
	var fs kernel.Faults
	m := Matter{Summary: strings.TrimSpace(in.Summary), Text: strings.TrimSpace(in.Text), Anonymous: in.Anonymous}
	for _, line := range strings.Split(in.Accused, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			m.Accused = append(m.Accused, Party{Name: line})
		}
	}
	if len(in.Token) < 20 {
		return Complaint{}, Sender{}, kernel.Refuse("complaints.old_form")
	}
	if in.Unit == 0 {
		fs.Add("don_vi", "complaints.no_unit")
	}
	if !slices.Contains(Kinds, in.Kind) {
		fs.Add("loai", "complaints.no_kind")
	}
	if in.Way != InPerson && in.Way != ByPost && in.Way != Online {
		fs.Add("cach", "complaints.no_way")
	}
	switch {
	case in.Received.IsZero():
		fs.Add("ngay", "complaints.no_day")
	case in.Received.After(today):
		fs.Add("ngay", "complaints.day_to_come")
	}
	checkText(&fs, "tom_tat", m.Summary, 300, "complaints.no_summary")
	if len(m.Accused) > maxParty || len([]rune(in.Accused)) > 2000 {
		fs.Add("bi_neu", "complaints.many_accused", maxParty)
	}
	checkText(&fs, "noi_dung", m.Text, maxText, "complaints.no_text")
	sender := Sender{strings.TrimSpace(in.Sender.Name), strings.TrimSpace(in.Sender.Address), strings.TrimSpace(in.Sender.Contact)}
	if in.Anonymous {
		sender = Sender{}
	} else if sender.Name == "" {
		fs.Add("nguoi_gui", "complaints.no_sender")
	}
	if len(in.Files) > maxFiles {
		fs.Add("tep", "complaints.many_files", maxFiles)
	}
	if in.First != nil && in.Kind != Grievance {
		fs.Add("loai", "complaints.second_grievance")
	}
	c := Complaint{Unit: in.Unit, Year: today.Year, Kind: in.Kind, Round: 1, Remote: in.Remote && in.Kind == Grievance, Way: in.Way, State: Received, Received: in.Received, Matter: m, Files: len(in.Files)}
	return c, sender, fs.Err("complaints.invalid")
}

func checkText(fs *kernel.Faults, field, text string, most int, empty string) {
	switch {
	case strings.TrimSpace(text) == "" && empty != "":
		fs.Add(field, empty)
	case len([]rune(text)) > most:
		fs.Add(field, "complaints.long_text", most)
	}
}

// said checks what must be written with a verb on a day.
func (c Complaint) said(v Verb, in Said, today kernel.Date) (Said, error) {
	var fs kernel.Faults
	in.Note, in.Number, in.To = strings.TrimSpace(in.Note), strings.TrimSpace(in.Number), strings.TrimSpace(in.To)
	if v == Accept || v == Prolong || v == Conclude || v == Answer {
		checkText(&fs, "so", in.Number, 60, "complaints.no_number")
		switch {
		case in.On.IsZero():
			fs.Add("ngay", "complaints.no_paper_day")
		case in.On.After(today):
			fs.Add("ngay", "complaints.day_to_come")
		case in.On.Before(c.Received):
			fs.Add("ngay", "complaints.before_receipt", kernel.FormatDate(c.Received))
		}
	}
	if v == Refuse {
		_, ok := refusalOf(in.Ground, c.Kind, today)
		if !ok {
			fs.Add("can_cu", "complaints.no_ground")
		}
	}
	if v == Forward {
		checkText(&fs, "noi_nhan", in.To, 300, "complaints.no_body")
	}
	empty := "complaints.say_more"
	if v == Accept || v == Attach || v == HandOver || v == Strike || v == Close {
		empty = ""
	}
	checkText(&fs, "ghi_chu", in.Note, maxText, empty)
	return in, fs.Err("complaints.invalid")
}
