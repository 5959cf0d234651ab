package waitlists

import (
	"cmp"
	"slices"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
)

// Kind (loại danh sách).
//
//glossary:none
type Kind string

// The kinds of lists.
const (
	Housing Kind = "nha_o"   // nhà ở của công đoàn, thiết chế công đoàn
	Loan    Kind = "vay_von" // quỹ trợ vốn, quỹ quốc gia
)

// Kinds are all of them.
var Kinds = []Kind{Housing, Loan}

// List (danh sách chờ) is a queue for something that a unit has too little of.
type List struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Org        kernel.ID
	Kind       Kind
	Title      string
	Basis      string      // the decision or plan it rests on
	Until      kernel.Date // the last day of applications, whose record is scored
	AnswerDays int         // how long an offer stands
	State      State
	PreparedBy kernel.ID
	Preparer   string
	OpenedBy   string
	FrozenAt   kernel.Instant
	FrozenBy   string
	Published  kernel.Instant
	Criteria   []Criterion
	Version    int64
}

// Criterion (tiêu chí chấm điểm) is one line of the rule: what it asks, how many points it gives, from
// when to when it holds, and where it comes from.
type Criterion struct {
	ID        kernel.ID
	Title     string
	Formula   string // "don.chua_co_nha ? 40 : 0"
	Valid     kernel.Period
	Source    string
	Confirmed bool // the source was read and still holds
}

// What an application itself answers, beside what the register knows of the member.
var asked = []rules.Name{
	{Key: "don.so_nguoi", Title: "Số người trong hộ", Unit: "người", Type: rules.Whole},
	{Key: "don.chua_co_nha", Title: "Chưa có nhà ở thuộc sở hữu", Type: rules.YesNo},
	{Key: "don.dien_tich", Title: "Diện tích ở bình quân mỗi người", Unit: "m²", Type: rules.Whole},
	{Key: "don.so_tien", Title: "Số tiền xin vay", Unit: "₫", Type: rules.Whole},
}

const (
	maxPoints   = 1000
	maxCriteria = 40
	maxDays     = 60
	maxText     = 1000
	maxWaiting  = 2000 // applications of one list
)

// ListInput is a list as it is written.
//
//glossary:none
type ListInput struct {
	Org        kernel.ID
	Kind       Kind
	Title      string
	Basis      string
	Until      kernel.Date
	AnswerDays int
}

func newList(in ListInput, today kernel.Date) (List, error) {
	var fs kernel.Faults
	l := List{Org: in.Org, Kind: in.Kind, Title: strings.TrimSpace(in.Title), Basis: strings.TrimSpace(in.Basis), Until: in.Until, AnswerDays: in.AnswerDays, State: Draft}
	if in.Org == 0 {
		fs.Add("don_vi", "waitlists.no_unit")
	}
	if !slices.Contains(Kinds, in.Kind) {
		fs.Add("loai", "waitlists.no_kind")
	}
	if n := len([]rune(l.Title)); n < 3 || n > 200 {
		fs.Add("ten", "waitlists.no_title")
	}
	if l.Basis == "" {
		fs.Add("can_cu", "waitlists.no_basis")
	}
	switch {
	case in.Until.IsZero():
		fs.Add("den_ngay", "waitlists.no_day")
	case in.Until.Before(today):
		fs.Add("den_ngay", "waitlists.day_is_past")
	}
	if in.AnswerDays < 1 || in.AnswerDays > maxDays {
		fs.Add("so_ngay", "waitlists.bad_days", maxDays)
	}
	return l, fs.Err("waitlists.invalid")
}

// newCriterion checks a line of the rule.
func newCriterion(c Criterion, words *rules.Vocabulary) (Criterion, error) {
	var fs kernel.Faults
	c.Title, c.Formula, c.Source = strings.TrimSpace(c.Title), strings.TrimSpace(c.Formula), strings.TrimSpace(c.Source)
	if n := len([]rune(c.Title)); n < 3 || n > 200 {
		fs.Add("ten", "waitlists.no_criterion")
	}
	if c.Source == "" {
		fs.Add("nguon", "waitlists.no_source")
	}
	if c.Valid.From.IsZero() {
		fs.Add("tu_ngay", "waitlists.no_day")
	}
	if !c.Valid.To.IsZero() && !c.Valid.From.Before(c.Valid.To) {
		fs.Add("den_ngay", "waitlists.ends_before")
	}
	_, err := words.Formula("diem", c.Formula)
	if f := kernel.AsFault(err); f != nil {
		for _, x := range f.Fields {
			fs.Add(x.Field, x.Code, x.Args...)
		}
	}
	return c, fs.Err("waitlists.invalid")
}

func (l *List) move(v Verb) error {
	to, ok := listFlow.Next(l.State, v)
	if !ok {
		return kernel.Refuse("waitlists.not_now")
	}
	l.State = to
	return nil
}

// Holding are the criteria that hold on a day.
func (l List) Holding(on kernel.Date) []Criterion {
	var out []Criterion
	for _, c := range l.Criteria {
		if c.Valid.Holds(on) {
			out = append(out, c)
		}
	}
	return out
}

// Application (đơn xin vào danh sách) is a member who waits.
type Application struct {
	ID      kernel.ID
	Tenant  kernel.ID
	List    kernel.ID
	Member  kernel.ID
	Person  kernel.ID
	Account kernel.ID // who hears of offers: hers when she applied herself, else 0
	Number  string
	Name    string
	Unit    kernel.ID
	Answers Answers
	Note    string
	At      kernel.Instant // the moment that decides between equal points
	By      string
	Stage   Stage
	Points  int
	Lines   []Points
	Rank    int // frozen with the points; 0 before
	Reason  string
	Ended   kernel.Instant
	Version int64
}

// Answers is what an application says.
//
//glossary:none
type Answers struct {
	People   int          `json:"people"`
	Homeless bool         `json:"homeless"`
	Room     int          `json:"room"` // m² each
	Sum      kernel.Money `json:"sum"`
}

func (x Answers) checked(k Kind) error {
	var fs kernel.Faults
	if x.People < 1 || x.People > 30 {
		fs.Add("so_nguoi", "waitlists.bad_people")
	}
	if x.Room < 0 || x.Room > 1000 {
		fs.Add("dien_tich", "waitlists.bad_room")
	}
	if k == Loan && (x.Sum <= 0 || x.Sum > 1_000_000_000) {
		fs.Add("so_tien", "waitlists.bad_sum", kernel.Money(1_000_000_000).String())
	}
	return fs.Err("waitlists.invalid")
}

// record is what the rule sees: the register's word and hers.
func (x Answers) record(k Kind, of rules.Values) rules.Values {
	out := make(rules.Values, len(of)+4)
	for key, v := range of {
		out[key] = v
	}
	out["don.so_nguoi"] = x.People
	if k == Housing {
		out["don.chua_co_nha"] = x.Homeless
		if x.Room > 0 { // nobody lives on nothing: left empty it is not known, and earns nothing
			out["don.dien_tich"] = x.Room
		}
	} else {
		out["don.so_tien"] = x.Sum
	}
	return out
}

// Points (dòng điểm) is one criterion of one application: how many points, and why.
//
//glossary:none
type Points struct {
	Title string       `json:"t"`
	N     int          `json:"n"`
	Known bool         `json:"k"`
	Why   []rules.Line `json:"w,omitempty"`
}

// score works the points of a record out, line by line. What cannot be known gives nothing and says so.
func score(criteria []Criterion, words *rules.Vocabulary, record rules.Values) (int, []Points, error) {
	sum := 0
	var out []Points
	for _, c := range criteria {
		f, err := words.Formula("diem", c.Formula)
		if err != nil {
			return 0, nil, err
		}
		a := f.Count(record)
		p := Points{Title: c.Title, Known: a.Known, Why: a.Lines}
		if a.Known {
			p.N = int(min(max(a.N, 0), maxPoints))
		}
		sum += p.N
		out = append(out, p)
	}
	return sum, out, nil
}

// before is the order of a list: more points, then the earlier application, then the smaller number.
func before(x, y Application) int {
	return cmp.Or(cmp.Compare(y.Points, x.Points), x.At.Compare(y.At), cmp.Compare(x.ID, y.ID))
}

// ranked puts applications in order and numbers those that count.
func ranked(list []Application) []Application {
	kernel.SortFunc(list, before)
	for i := range list {
		list[i].Rank = i + 1
	}
	return list
}

func (x *Application) move(v Verb) error {
	to, ok := applicationFlow.Next(x.Stage, v)
	if !ok {
		return kernel.Refuse("waitlists.not_now")
	}
	x.Stage = to
	return nil
}

// OfferMade (lời mời) is something that was offered to one of a list until a day.
//
//glossary:none
type OfferMade struct {
	ID          kernel.ID
	Application kernel.ID
	List        kernel.ID
	What        string
	Until       kernel.Date
	At          kernel.Instant
	By          string
	Answer      Verb // "" while it stands
	Answered    kernel.Instant
	AnsweredBy  string
}

// Masked is a name as a published list shows it: "Trần V. H."
func Masked(name string) string {
	parts := strings.Fields(name)
	for i, p := range parts {
		if i > 0 {
			parts[i] = string([]rune(p)[:1]) + "."
		}
	}
	return strings.Join(parts, " ")
}
