package dossiers

import (
	"context"
	"encoding/json"
	"slices"

	"doanket/kernel"
)

// ProcedureBook is what this room asks of the catalogue of procedures. It may be slow, so it is
// asked before a transaction opens. Both methods refuse with NotFound what is not published.
//
//glossary:none
type ProcedureBook interface {
	// Current finds the version in which a new dossier is filed now.
	Current(ctx context.Context, tenant kernel.ID, code string, at kernel.Instant) (kernel.ID, error)
	// Terms tells what one pinned version asks for and allows, given the answers so far.
	Terms(ctx context.Context, ask TermsAsk) (Terms, error)
}

// TermsAsk is one case put to the book.
//
//glossary:none
type TermsAsk struct {
	Tenant   kernel.ID
	Version  kernel.ID
	Variant  string // "" lets the book choose by the answers
	Channel  Channel
	Received kernel.ID // unit at whose desk it is filed; its agency decides local fee rules
	Deciding kernel.ID // zero: the book proposes one
	Answers  json.RawMessage
	Held     []string // data sources that know the applicant already ("dan_cu")
	On       kernel.Instant
	// Coder is the unit that gives the code now, when a decision has handed the dossier over since On.
	Coder   kernel.ID
	CodedOn kernel.Instant
}

// Terms are the rules of one procedure version for one case, in this room's words.
//
//glossary:none
type Terms struct {
	Procedure      ProcedureRef
	FollowOnly     bool // handled in a ministry's system: cannot be filed here
	NonTerritorial bool // may be received by another unit than the deciding one
	Deciding       kernel.ID
	CodeAgency     string // identifier that the code begins with: "H49.31.06"
	Channels       []Channel
	Limit          string // "7wd", "same-day@15:00"; "" when there is none
	LimitReason    string // why there is none
	LimitWords     string // "07 ngày làm việc", as printed
	Supplement     Policy // "" when the version allows no supplement
	SupplyDays     int    // calendar days the applicant has to supply; 0 = not limited
	Papers         []PaperTerm
	AnswerFaults   []kernel.FieldFault // what the form says about the answers
	Fees           []FeeLine           // payable for this channel, zero lines with their basis included
	Steps          []StepTerm          // empty: only the flow table binds
	Actions        []ActionTerm
	Results        []ResultTerm
	Notices        map[string]Notice // by key: "accepted", "supplement", …
	Basis          []string          // legal texts, as printed
	Letterhead     string            // "mot_cua" (forms 01–07) or "cong_doan"
}

// PaperTerm is one component asked for in this case.
//
//glossary:none
type PaperTerm struct {
	Key       string
	Name      string
	Originals int
	Certified int
	Copies    int
	Required  bool
	OneOf     string // any one paper of the group is enough
	FromForm  bool   // the electronic form itself
	Held      string // data source that has it already: must not be asked for
	Kept      bool   // the paper itself stays with the office
}

// StepTerm is a place where a dossier rests.
//
//glossary:none
type StepTerm struct {
	Key   string
	Name  string
	State State
	Role  string // "handler"; "citizen" when the applicant must act
	Unit  string // "receiving", "deciding" (also when empty), "coordinating"
	Limit string
}

// ActionTerm is one thing that may be done at a step.
//
//glossary:none
type ActionTerm struct {
	Key      string
	Name     string
	From     []string
	To       string
	Roles    []string // the step's role when empty
	Effects  []string // words of the closed list of effects: accept, forward, approve …
	Needs    []string // "papers", "payment", "draft", "signature", "number"
	FourEyes bool
	Reason   bool
}

// ResultTerm is what the applicant gets.
//
//glossary:none
type ResultTerm struct {
	Key      string
	Name     string
	Refusal  bool
	Template string
}

// Notice is a text to the applicant.
//
//glossary:none
type Notice struct{ Title, Body string }

// Step finds a step by its key.
func (t Terms) Step(key string) (StepTerm, bool) {
	i := slices.IndexFunc(t.Steps, func(s StepTerm) bool { return s.Key == key })
	if i < 0 {
		return StepTerm{}, false
	}
	return t.Steps[i], true
}

// actions are those open at a step that have one of the effects.
func (t Terms) actions(step string, effects ...string) []ActionTerm {
	var out []ActionTerm
	for _, a := range t.Actions {
		if slices.Contains(a.From, step) && slices.ContainsFunc(effects, func(e string) bool { return slices.Contains(a.Effects, e) }) {
			out = append(out, a)
		}
	}
	return out
}

// paysAtFiling tells that the fees are asked for when the dossier is filed: the workflow has no step of
// its own for it. The clock does not stop for it; the result is not handed over before it is paid.
func (t Terms) paysAtFiling() bool {
	own := slices.ContainsFunc(t.Actions, func(a ActionTerm) bool { return slices.Contains(a.Effects, "ask_payment") })
	return len(t.Steps) > 0 && !own && total(t.Fees) > 0
}

// start is the step at which a filed dossier waits, "" without a workflow.
func (t Terms) start() StepTerm { return t.stepIn(Submitted) }

func (t Terms) stepIn(s State) StepTerm {
	i := slices.IndexFunc(t.Steps, func(x StepTerm) bool { return x.State == s })
	if i < 0 {
		return StepTerm{}
	}
	return t.Steps[i]
}

// Calendars gives the working calendar of a unit.
//
//glossary:none
type Calendars interface {
	CalendarOf(ctx context.Context, tenant, org kernel.ID) (*kernel.Calendar, error)
}

// Staff resolves officers, so that no name is taken from a form. Refuses with NotFound.
//
//glossary:none
type Staff interface {
	Officer(ctx context.Context, tenant, account kernel.ID) (Hand, error)
	// Officers are those who hold a permission over a unit now, for choosing an assignee.
	Officers(ctx context.Context, tenant, org kernel.ID, permission string) ([]Hand, error)
}
