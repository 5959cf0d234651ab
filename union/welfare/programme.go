package welfare

import (
	"slices"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
)

// Kind (loại chương trình) tells how benefits come about: by a list, by visits, by decided cases.
//
//glossary:none
type Kind string

// The kinds of programmes.
const (
	Gifts  Kind = "qua"      // one list for an occasion
	Visits Kind = "tham_hoi" // birthdays, sickness, retirement, funerals
	Relief Kind = "tro_cap"  // hardship allowances out of decided dossiers
)

var kinds = []Kind{Gifts, Visits, Relief}

// State (trạng thái chương trình).
//
//glossary:none
type State string

// The states of a programme.
const (
	Draft   State = "draft"   // đang soạn
	Open    State = "open"    // đang mở
	Closed  State = "closed"  // đã đóng
	Dropped State = "dropped" // đã bỏ
)

// Programme (chương trình phúc lợi) is what a unit gives its members in a year: who it is for, how
// much, out of which budget line. Root joins the parts into which a reorganisation cut a programme, so
// that one person receives once through all of them.
type Programme struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Org        kernel.ID
	Root       kernel.ID
	Year       int
	Kind       Kind
	Title      string
	Basis      string       // the decision or plan it rests on
	Rule       string       // who it is for, over the record at a date
	Amount     kernel.Money // per person; the value of the goods when Goods is set
	AmountRule string       // instead of Amount, when it differs by person
	Goods      string       // "Túi quà Tết"; empty: money
	Line       string       // budget line, "31.03"
	Fund       string       // source of the money
	Budget     kernel.Money
	Allowed    kernel.Money // beyond the budget, by recorded overrides
	Committed  kernel.Money // of all who stand on lists, were granted or received
	Paid       kernel.Money
	Procedure  string      // of Relief: the code of the dossiers that are decided into it, "CD-01"
	Deadline   kernel.Date // by when everybody shall have received, zero when nobody said
	State      State
	PreparedBy kernel.ID
	Preparer   string
	OpenedBy   kernel.ID
	Created    kernel.Instant
	Version    int64
}

// Limit is what may be committed: the budget and what was allowed beyond it.
func (p Programme) Limit() kernel.Money { return p.Budget + p.Allowed }

// Late tells that the day by which everybody shall have received is past and money still waits.
func (p Programme) Late(today kernel.Date) bool {
	return p.State == Open && p.Committed > p.Paid && !p.Deadline.IsZero() && today.After(p.Deadline)
}

// Left is what may still be committed; negative when a list asks for more than there is.
func (p Programme) Left() kernel.Money { return p.Limit() - p.Committed }

// ProgrammeInput is a programme as it is written.
//
//glossary:none
type ProgrammeInput struct {
	Org        kernel.ID
	Year       int
	Kind       Kind
	Title      string
	Basis      string
	Rule       string
	Amount     kernel.Money
	AmountRule string
	Goods      string
	Line       string
	Fund       string
	Budget     kernel.Money
	Procedure  string
	Deadline   kernel.Date
	Occasion   OccasionInput // the first one, of Gifts
}

// OccasionInput is an occasion as it is written.
//
//glossary:none
type OccasionInput struct {
	Title string
	AsOf  kernel.Date // the day whose record the rule looks at
}

const (
	maxAmount = 1_000_000_000 // of one benefit
	maxBudget = 1_000_000_000_000_000
)

// eventName is what rules of visits and allowances ask beside the member: what happened.
var eventName = rules.Name{Key: "viec.loai", Title: "Việc", Type: rules.Text, Values: eventValues()}

func eventValues() []rules.Value {
	var out []rules.Value
	for _, e := range events {
		out = append(out, rules.Value{Key: string(e.Key), Title: e.Title})
	}
	return out
}

// vocabularyOf is what the rules of a kind of programme may ask.
func vocabularyOf(k Kind, roll *rules.Vocabulary) *rules.Vocabulary {
	if k == Gifts {
		return roll
	}
	return roll.With(eventName)
}

// write fills a draft with what was typed; every fault is told at its field.
func (p *Programme) write(in ProgrammeInput, roll *rules.Vocabulary) error {
	var fs kernel.Faults
	if in.Org == 0 {
		fs.Add("don_vi", "welfare.no_unit")
	}
	if in.Year < 2000 || in.Year > 2100 {
		fs.Add("nam", "welfare.bad_year")
	}
	if !slices.Contains(kinds, in.Kind) {
		fs.Add("loai", "welfare.bad_kind")
	}
	if len([]rune(in.Title)) < 3 {
		fs.Add("ten", "welfare.no_title")
	}
	if in.Basis == "" {
		fs.Add("can_cu", "welfare.no_basis")
	}
	if in.Line == "" {
		fs.Add("muc_chi", "welfare.no_line")
	}
	if in.Budget <= 0 || in.Budget > maxBudget {
		fs.Add("du_toan", "welfare.bad_budget")
	}
	if in.AmountRule == "" && (in.Amount <= 0 || in.Amount > maxAmount) {
		fs.Add("muc", "welfare.bad_amount", kernel.Money(maxAmount).String())
	}
	if in.Kind == Relief && in.Procedure == "" {
		fs.Add("thu_tuc", "welfare.no_procedure")
	}
	if in.Kind == Gifts && in.Rule == "" {
		fs.Add("dieu_kien", "rules.empty")
	}
	_, _, ruleFaults := compile(in.Kind, in.Rule, in.AmountRule, roll)
	for _, f := range ruleFaults {
		fs.Add(f.Field, f.Code, f.Args...)
	}
	err := fs.Err("welfare.invalid_programme")
	if err != nil {
		return err
	}
	p.Org, p.Year, p.Kind, p.Title, p.Basis, p.Rule = in.Org, in.Year, in.Kind, in.Title, in.Basis, strings.TrimSpace(in.Rule)
	p.Amount, p.AmountRule, p.Goods, p.Line, p.Fund, p.Budget, p.Procedure, p.Deadline = in.Amount, strings.TrimSpace(in.AmountRule), in.Goods, in.Line, in.Fund, in.Budget, in.Procedure, in.Deadline
	if p.AmountRule != "" {
		p.Amount = 0
	}
	if p.Kind != Relief {
		p.Procedure = ""
	}
	return nil
}

// compile reads both rules of a programme; all faults of both are given. No rule is open to every member.
func compile(k Kind, rule, amount string, roll *rules.Vocabulary) (*rules.Condition, *rules.Formula, []kernel.FieldFault) {
	v := vocabularyOf(k, roll)
	var faults []kernel.FieldFault
	note := func(err error) {
		if f := kernel.AsFault(err); f != nil {
			faults = append(faults, f.Fields...)
		}
	}
	var c *rules.Condition
	var f *rules.Formula
	if rule != "" {
		var err error
		c, err = v.Condition("dieu_kien", rule)
		note(err)
	}
	if amount != "" {
		var err error
		f, err = v.Formula("muc_theo", amount)
		note(err)
	}
	return c, f, faults
}

// judge is a programme's rule made ready.
type judge struct {
	of     Programme
	rule   *rules.Condition
	amount *rules.Formula
}

// judgeOf compiles a programme that was checked when it was written.
func judgeOf(p Programme, roll *rules.Vocabulary) (judge, error) {
	c, f, faults := compile(p.Kind, p.Rule, p.AmountRule, roll)
	if len(faults) > 0 {
		return judge{}, &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.rule_outdated", Fields: faults}
	}
	return judge{p, c, f}, nil
}

// share is what the rule gives one member: how much, with the lines that lead to it.
type share struct {
	Verdict rules.Verdict
	Amount  kernel.Money
	Lines   []rules.Line
}

// weigh judges a member's record; event is "" for lists. An amount that cannot be known, or that is not
// positive, leaves the verdict unknown: nobody is listed with nothing.
func (j judge) weigh(record rules.Values, event Event) share {
	if event != "" {
		with := make(rules.Values, len(record)+1)
		for k, v := range record {
			with[k] = v
		}
		with[eventName.Key] = string(event)
		record = with
	}
	s := share{Verdict: rules.Yes, Amount: j.of.Amount}
	if j.rule != nil {
		f := j.rule.Test(record)
		s.Verdict, s.Lines = f.Verdict, f.Lines
	}
	if j.amount != nil && s.Verdict != rules.No {
		a := j.amount.Count(record)
		s.Amount = kernel.Money(a.N)
		s.Lines = append(s.Lines, a.Lines...)
		if !a.Known || a.N <= 0 || a.N > maxAmount {
			s.Amount = 0
			s.Verdict = rules.Unknown
		}
	}
	return s
}

// move takes a verb of the flow; it refuses with welfare.not_now.
func (p *Programme) move(v verb) error {
	to, ok := programmeFlow.Next(p.State, v)
	if !ok {
		return kernel.Refuse("welfare.not_now")
	}
	p.State = to
	return nil
}

// Override (cho vượt dự toán) lets a programme commit more than its budget: how much, why, who (I15).
type Override struct {
	ID     kernel.ID
	Amount kernel.Money
	Reason string
	By     string
	At     kernel.Instant
}
