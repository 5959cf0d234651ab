package inspection

import (
	"strings"

	"doanket/kernel"
)

// Kind (loại cuộc kiểm tra).
//
//glossary:none
type Kind string

// The kinds of what a committee does (union.md §1.5).
const (
	Charter     Kind = "charter"     // chấp hành Điều lệ Công đoàn
	Finance     Kind = "finance"     // tài chính, tài sản công đoàn
	Violation   Kind = "violation"   // khi có dấu hiệu vi phạm
	Supervision Kind = "supervision" // giám sát
)

// Kinds are all kinds in the order in which they are offered.
var Kinds = []Kind{Charter, Finance, Violation, Supervision}

// State (trạng thái cuộc kiểm tra).
//
//glossary:none
type State string

// The states of an inspection; see flow.go.
const (
	Planned   State = "planned"     // đang chuẩn bị
	Announced State = "announced"   // đã công bố quyết định
	Running   State = "running"     // đang kiểm tra
	Concluded State = "concluded"   // đã kết luận, đang theo dõi kiến nghị
	Followed  State = "followed_up" // mọi kiến nghị đã xong
	Closed    State = "closed"      // đã kết thúc, lưu hồ sơ
	Cancelled State = "cancelled"   // đã huỷ
)

// States are all states in the order of an inspection's life.
var States = []State{Planned, Announced, Running, Concluded, Followed, Closed, Cancelled}

// Live tells whether there is still something to do.
func (s State) Live() bool { return s != Closed && s != Cancelled }

// Issued tells whether the conclusion is out.
func (s State) Issued() bool { return s == Concluded || s == Followed || s == Closed }

// Hand is a person as this room names her: account, name and post of the day.
//
//glossary:none
type Hand struct {
	Account kernel.ID
	Name    string
	Post    string
}

// Paperwork is the number and day of a signed paper, "05/KL-UBKT" of 12/11/2026.
//
//glossary:none
type Paperwork struct {
	Number string
	On     kernel.Date
}

// Inspection (cuộc kiểm tra, giám sát) is one examination of one unit.
type Inspection struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Key        string    // of the request that opened it
	Unit       kernel.ID // whose committee inspects
	Subject    kernel.ID // the unit that is inspected
	SubjectNow kernel.ID // who answers for it today, after reorganisations
	Plan, Item kernel.ID // 0: not planned
	Reason     string    // why, when it was not planned
	Kind       Kind
	Title      string
	Paper      bool          // was done on paper and is only written down here
	Span       kernel.Period // thời kỳ được kiểm tra, To is its last day
	List       ListRef
	State      State
	Decision   Paperwork
	Starts     kernel.Date // tiến hành từ ngày
	Programme  string
	Minutes    string // biên bản: what was seen and what the unit said
	MinutesOn  kernel.Date
	Conclusion Paperwork
	Summary    string // kết luận
	Drawn      Hand
	DrawnAt    kernel.Instant
	Ended      kernel.Instant
	Version    int64
	Team       []Member
	// with the detail only
	Lines           []Line
	Evidence        []Evidence
	Recommendations []Recommendation
	Events          []Event
}

// Member (thành viên đoàn kiểm tra) is one of the team; Ties says what the rules on conflicts found on
// the day she was named.
//
//glossary:none
type Member struct {
	Hand
	Head bool
	Ties string
}

// On tells whether an account is one of the team.
func (i Inspection) On(account kernel.ID) bool {
	for _, m := range i.Team {
		if account != 0 && m.Account == account {
			return true
		}
	}
	return false
}

// Result (kết quả một mục) is what a line of the checklist came to.
//
//glossary:none
type Result string

const (
	Unanswered   Result = ""      // chưa kiểm tra
	Good         Result = "good"  // đạt
	Faulty       Result = "fault" // có thiếu sót, vi phạm
	Inapplicable Result = "none"  // không có nội dung này
)

// Line is one line of the checklist with what was found.
//
//glossary:none
type Line struct {
	Key     string
	Result  Result
	Finding string
	By      string
	At      kernel.Instant
}

// Finding (phát hiện) is a line with a fault, as minutes and conclusion print it.
type Finding struct {
	No       int
	Question string
	Text     string
}

// Evidence (bằng chứng) shows what a finding rests on: a file, or a record of the system as of a day.
type Evidence struct {
	ID     kernel.ID
	Line   string
	Kind   string // of the record; "" for a file
	Ref    string
	Label  string
	AsOf   kernel.Date
	Digest string // of the record as it was read on that day
	SHA    string
	Name   string
	Type   string
	Size   int64
	By     string
	At     kernel.Instant
}

// RecommendationState (trạng thái kiến nghị).
//
//glossary:none
type RecommendationState string

const (
	Drafted  RecommendationState = "draft"     // chưa ban hành
	Waiting  RecommendationState = "open"      // đang khắc phục
	Reported RecommendationState = "reported"  // đơn vị đã báo cáo, chờ xác nhận
	Done     RecommendationState = "done"      // đã khắc phục
	Dropped  RecommendationState = "cancelled" // thôi theo dõi
)

// Recommendation (kiến nghị kiểm tra) is what the conclusion asks a unit to do by a day; issued it is a
// task of core/tasks.
type Recommendation struct {
	ID         kernel.ID
	Inspection kernel.ID
	No         int
	Text       string
	Line       string // of the checklist, or ""
	Unit       kernel.ID
	Due        kernel.Date
	Evidence   bool
	Task       kernel.ID
	State      RecommendationState
	ReportedAt kernel.Instant
	DoneAt     kernel.Instant

	Title      string // for lists: of the inspection
	Conclusion Paperwork
	Owner      kernel.ID
}

// Late tells whether it should have been reported by now.
func (r Recommendation) Late(today kernel.Date) bool {
	switch r.State {
	case Waiting:
		return today.After(r.Due)
	case Reported:
		return r.ReportedAt.Date().After(r.Due)
	case Done:
		at := r.ReportedAt
		if at.IsZero() {
			at = r.DoneAt
		}
		return at.Date().After(r.Due)
	}
	return false
}

// Live tells whether it is issued and not over.
func (r Recommendation) Live() bool { return r.State == Waiting || r.State == Reported }

// Event (diễn biến cuộc kiểm tra).
//
//glossary:none
type Event struct {
	ID   kernel.ID
	Verb Verb
	At   kernel.Instant
	By   Hand
	Note string
}

const (
	maxTitle = 300
	maxText  = 8000
	maxTeam  = 15
)

// Opening is what is asked to open an inspection.
//
//glossary:none
type Opening struct {
	Key       string
	Unit      kernel.ID
	Subject   kernel.ID
	Item      kernel.ID
	Kind      Kind
	Title     string
	Reason    string
	Paper     bool
	Span      kernel.Period
	Programme string
}

func known(k Kind) bool {
	for _, x := range Kinds {
		if x == k {
			return true
		}
	}
	return false
}

// drawInspection checks what was asked.
func drawInspection(in Opening, today kernel.Date) (Inspection, error) {
	var fs kernel.Faults
	i := Inspection{Key: in.Key, Unit: in.Unit, Subject: in.Subject, SubjectNow: in.Subject, Item: in.Item, Kind: in.Kind, Title: strings.TrimSpace(in.Title),
		Reason: strings.TrimSpace(in.Reason), Paper: in.Paper, Span: in.Span, Programme: strings.TrimSpace(in.Programme), State: Planned}
	if i.Unit == 0 {
		fs.Add("don_vi", "inspection.no_unit")
	}
	if i.Subject == 0 {
		fs.Add("doi_tuong", "inspection.no_subject")
	}
	if !known(i.Kind) {
		fs.Add("loai", "inspection.no_kind")
	}
	checkText(&fs, "ten", i.Title, maxTitle, "inspection.no_title")
	if i.Item == 0 {
		checkText(&fs, "ly_do", i.Reason, maxText, "inspection.no_reason")
	}
	switch {
	case i.Span.From.IsZero():
		fs.Add("tu_ngay", "inspection.no_span")
	case i.Span.To.IsZero():
		fs.Add("den_ngay", "inspection.no_span")
	case i.Span.To.Before(i.Span.From):
		fs.Add("den_ngay", "inspection.span_backwards")
	}
	list, ok := ListFor(i.Kind, today)
	if ok {
		i.List = list.ListRef
	} else if known(i.Kind) {
		fs.Add("loai", "inspection.no_list")
	}
	return i, fs.Err("inspection.invalid")
}

// checkText wants a text between one and most characters; an empty code allows none.
func checkText(fs *kernel.Faults, field, text string, most int, empty string) {
	switch {
	case strings.TrimSpace(text) == "" && empty != "":
		fs.Add(field, empty)
	case len([]rune(text)) > most:
		fs.Add(field, "inspection.long_text", most)
	}
}

// checkPaperwork wants a number and a day that has come.
func checkPaperwork(fs *kernel.Faults, p Paperwork, today kernel.Date) {
	checkText(fs, "so", p.Number, 60, "inspection.no_number")
	switch {
	case p.On.IsZero():
		fs.Add("ngay", "inspection.no_day")
	case p.On.After(today):
		fs.Add("ngay", "inspection.day_to_come")
	}
}

// Findings are the lines with a fault, in the order of the checklist.
func (i Inspection) Findings() []Finding {
	list, _ := ListVersion(i.List)
	var out []Finding
	for _, q := range list.Questions() {
		for _, l := range i.Lines {
			if l.Key == q.Key && l.Result == Faulty {
				out = append(out, Finding{No: len(out) + 1, Question: q.Text, Text: l.Finding})
			}
		}
	}
	return out
}

// answered counts the lines of the checklist that have a result, and all of them.
func (i Inspection) answered() (done, all int) {
	list, _ := ListVersion(i.List)
	for _, q := range list.Questions() {
		all++
		for _, l := range i.Lines {
			if l.Key == q.Key && l.Result != Unanswered {
				done++
			}
		}
	}
	return done, all
}
