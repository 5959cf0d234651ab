package inspection

import (
	"strings"

	"doanket/kernel"
)

// PlanState (trạng thái kế hoạch).
//
//glossary:none
type PlanState string

const (
	PlanDraft     PlanState = "draft"     // đang soạn
	PlanSubmitted PlanState = "submitted" // chờ duyệt
	PlanApproved  PlanState = "approved"  // đã duyệt
)

// Plan (kế hoạch kiểm tra, giám sát năm) is what a committee means to inspect in a year. Another person
// approves it than the one who drew it up.
type Plan struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Unit       kernel.ID
	Year       int
	Aim        string // mục đích, yêu cầu
	State      PlanState
	Number     Paperwork // of the approved paper
	Drawn      Hand
	DrawnAt    kernel.Instant
	Submitted  Hand
	Approved   Hand
	ApprovedAt kernel.Instant
	Note       string // why it was returned
	Version    int64
	Items      []PlanItem // with the detail only
}

// PlanItem (mục kế hoạch kiểm tra) is one inspection that is meant for a quarter.
type PlanItem struct {
	ID         kernel.ID
	Plan       kernel.ID
	Kind       Kind
	Subject    kernel.ID
	Topic      string
	Quarter    int
	Inspection kernel.ID // that came of it, 0 while none
	State      State     // of that inspection
}

// PlanInput is what is typed for a new plan.
//
//glossary:none
type PlanInput struct {
	Key  string
	Unit kernel.ID
	Year int
	Aim  string
}

// drawPlan checks a new plan; a plan is made for the year that runs or the next.
func drawPlan(in PlanInput, today kernel.Date) (Plan, error) {
	var fs kernel.Faults
	p := Plan{Unit: in.Unit, Year: in.Year, Aim: strings.TrimSpace(in.Aim), State: PlanDraft}
	if p.Unit == 0 {
		fs.Add("don_vi", "inspection.no_unit")
	}
	if p.Year < today.Year-1 || p.Year > today.Year+1 {
		fs.Add("nam", "inspection.bad_year", today.Year-1, today.Year+1)
	}
	checkText(&fs, "muc_dich", p.Aim, maxText, "inspection.no_aim")
	return p, fs.Err("inspection.invalid")
}

// check looks an item over.
func (i *PlanItem) check() error {
	var fs kernel.Faults
	i.Topic = strings.TrimSpace(i.Topic)
	if !known(i.Kind) {
		fs.Add("loai", "inspection.no_kind")
	}
	if i.Subject == 0 {
		fs.Add("doi_tuong", "inspection.no_subject")
	}
	if i.Quarter < 1 || i.Quarter > 4 {
		fs.Add("quy", "inspection.no_quarter")
	}
	checkText(&fs, "noi_dung", i.Topic, maxTitle, "inspection.no_topic")
	return fs.Err("inspection.invalid")
}

// move follows the flow of plans. Refuses with inspection.plan_not_now.
func (p *Plan) move(v PlanVerb) error {
	to, ok := planFlow.Next(p.State, v)
	if !ok {
		return kernel.Refuse("inspection.plan_not_now")
	}
	p.State = to
	return nil
}

// Span is the year of the plan.
func (p Plan) Span() kernel.Period {
	return kernel.Period{From: kernel.Date{Year: p.Year, Month: 1, Day: 1}, To: kernel.Date{Year: p.Year, Month: 12, Day: 31}}
}
