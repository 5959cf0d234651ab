package dossiers

import (
	"encoding/json"
	"slices"

	"doanket/kernel"
)

// Channel (kênh nộp) is how a dossier came in.
//
//glossary:none
type Channel string

const (
	Online Channel = "online" // trực tuyến
	Desk   Channel = "desk"   // trực tiếp
	Post   Channel = "post"   // bưu chính
)

// Verdict (kết quả so với hạn) compares the day of the finish with the day it was due.
//
//glossary:none
type Verdict uint8

const (
	Early  Verdict = iota + 1 // trước hạn
	OnTime                    // đúng hạn
	Late                      // quá hạn
)

// Party (chủ hồ sơ, người nộp) is the applicant or the filer as she stood on the day of filing.
// Account and Person are zero for someone without a login.
//
//glossary:none
type Party struct {
	Kind     string      `json:"kind,omitempty"` // "person" or "organisation"
	Name     string      `json:"name,omitempty"`
	Identity string      `json:"identity,omitempty"` // citizen number or tax code
	Born     kernel.Date `json:"born,omitzero"`
	Phone    string      `json:"phone,omitempty"`
	Email    string      `json:"email,omitempty"`
	Address  string      `json:"address,omitempty"`
	Area     string      `json:"area,omitempty"` // commune code valid on the day of filing
	Account  kernel.ID   `json:"account,omitempty"`
	Person   kernel.ID   `json:"person,omitempty"`
}

// ProcedureRef pins what a dossier is decided under. It never changes after filing.
//
//glossary:none
type ProcedureRef struct {
	Version     kernel.ID `json:"version"`
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Kind        string    `json:"kind,omitempty"` // national, local, internal, union
	No          int       `json:"no,omitempty"`
	Variant     string    `json:"variant,omitempty"`
	VariantName string    `json:"variant_name,omitempty"`
	Form        string    `json:"form,omitempty"` // content hash of the form
}

// Hand (người làm) is who did something, as printed on papers.
//
//glossary:none
type Hand struct {
	Account  kernel.ID `json:"account,omitempty"`
	Person   kernel.ID `json:"person,omitempty"`
	Org      kernel.ID `json:"org,omitempty"`
	Name     string    `json:"name,omitempty"`
	Post     string    `json:"post,omitempty"`
	OnBehalf kernel.ID `json:"on_behalf,omitempty"` // who delegated the right
}

// File (tệp) is a stored attachment, found by its content.
//
//glossary:none
type File struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
}

// Paper (thành phần hồ sơ đã nộp) is one component as handed in: copies on paper, files, and the
// officer's verdict ("", "ok", "wrong").
//
//glossary:none
type Paper struct {
	Key       string `json:"key"`
	Name      string `json:"name"`
	Originals int    `json:"originals,omitempty"`
	Certified int    `json:"certified,omitempty"`
	Copies    int    `json:"copies,omitempty"`
	Files     []File `json:"files,omitempty"`
	Held      string `json:"held,omitempty"` // the data source that made the paper needless
	Verdict   string `json:"verdict,omitempty"`
	Note      string `json:"note,omitempty"`
}

// Given tells whether anything of the paper was handed in or is held by the State already.
func (p Paper) Given() bool {
	return p.Held != "" || p.Originals+p.Certified+p.Copies > 0 || len(p.Files) > 0
}

// FeeLine (phí, lệ phí) is one amount with its basis; the fee rule is pinned by value.
//
//glossary:none
type FeeLine struct {
	Key      string       `json:"key"`
	Name     string       `json:"name"`
	Kind     string       `json:"kind"` // "phi", "le_phi", "khac"
	Unit     kernel.Money `json:"unit"`
	Quantity int64        `json:"quantity"`
	Amount   kernel.Money `json:"amount"`
	Per      string       `json:"per,omitempty"`   // what one Unit is for, as printed: "bản", "lần"
	Basis    string       `json:"basis,omitempty"` // law or resolution, printed; also why it is zero
}

// Order (yêu cầu nộp phí) asks for money; Ref is its name in core/payments.
//
//glossary:none
type Order struct {
	ID       kernel.ID      `json:"id"`
	Lines    []FeeLine      `json:"lines"`
	Total    kernel.Money   `json:"total"`
	At       kernel.Instant `json:"at"`
	By       Hand           `json:"by"`
	Notice   string         `json:"notice,omitempty"` // number of the tax notice
	PaidAt   kernel.Instant `json:"paid_at,omitzero"`
	Receipt  string         `json:"receipt,omitempty"`
	Refunded bool           `json:"refunded,omitempty"`
}

// SupplementRequest (phiếu yêu cầu bổ sung, mẫu 02) lists what is missing; both appointments are kept.
type SupplementRequest struct {
	ID         kernel.ID      `json:"id"`
	At         kernel.Instant `json:"at"`
	By         Hand           `json:"by"`
	Step       string         `json:"step,omitempty"`
	Items      []MissingItem  `json:"items"`
	Reason     string         `json:"reason"`
	SupplyBy   kernel.Date    `json:"supply_by,omitzero"`
	Policy     Policy         `json:"policy,omitempty"`
	DueBefore  kernel.Instant `json:"due_before,omitzero"`
	DueAfter   kernel.Instant `json:"due_after,omitzero"`
	SuppliedAt kernel.Instant `json:"supplied_at,omitzero"`
}

// MissingItem is one line of form 02. Key is empty for something outside the list of components.
//
//glossary:none
type MissingItem struct {
	Key  string `json:"key,omitempty"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}

// Opinion (xin ý kiến phối hợp) is a question to another unit; it does not stop the clock.
//
//glossary:none
type Opinion struct {
	ID       kernel.ID      `json:"id"`
	At       kernel.Instant `json:"at"`
	By       Hand           `json:"by"`
	Unit     kernel.ID      `json:"unit"`
	UnitName string         `json:"unit_name,omitempty"`
	Question string         `json:"question"`
	Until    kernel.Date    `json:"until,omitzero"`
	GivenAt  kernel.Instant `json:"given_at,omitzero"`
	GivenBy  Hand           `json:"given_by,omitzero"`
	Answer   string         `json:"answer,omitempty"`
	Agrees   bool           `json:"agrees,omitempty"`
	Files    []File         `json:"files,omitempty"`
}

// HandOver (bàn giao) is one row of the control slip (mẫu 06).
//
//glossary:none
type HandOver struct {
	At       kernel.Instant `json:"at"`
	From     Hand           `json:"from"`
	FromUnit kernel.ID      `json:"from_unit"`
	FromStep string         `json:"from_step,omitempty"`
	To       Hand           `json:"to,omitzero"`
	ToUnit   kernel.ID      `json:"to_unit"`
	ToStep   string         `json:"to_step,omitempty"`
	StepName string         `json:"step_name,omitempty"`
	StepDue  kernel.Instant `json:"step_due,omitzero"` // of the step that is handed over
	Verdict  Verdict        `json:"verdict,omitempty"` // of that step
	Note     string         `json:"note,omitempty"`
	// ByDecision tells that the units changed, not the work: nobody passed anything on.
	ByDecision bool `json:"by_decision,omitempty"`
}

// Apology (văn bản xin lỗi và hẹn lại, mẫu 04) promises a new date once. The due date stays.
type Apology struct {
	At     kernel.Instant `json:"at"`
	By     Hand           `json:"by"` // the signer
	Reason string         `json:"reason"`
	Due    kernel.Instant `json:"due"`    // as it was
	NewDue kernel.Instant `json:"newdue"` // as promised now
}

// Result (kết quả giải quyết) is the draft and, once approved, the signed answer.
//
//glossary:none
type Result struct {
	Outcome    string         `json:"outcome"` // "granted" or "denied"
	Title      string         `json:"title,omitempty"`
	Body       string         `json:"body,omitempty"`
	Template   string         `json:"template,omitempty"`
	Files      []File         `json:"files,omitempty"`
	PreparedBy Hand           `json:"prepared_by"`
	PreparedAt kernel.Instant `json:"prepared_at"`
	SignedBy   Hand           `json:"signed_by,omitzero"`
	SignedAt   kernel.Instant `json:"signed_at,omitzero"`
	Number     string         `json:"number,omitempty"`
}

// Ending (kết thúc không có kết quả) is a refusal (mẫu 03), a withdrawal or a stop (mẫu 05).
//
//glossary:none
type Ending struct {
	At         kernel.Instant `json:"at"`
	By         Hand           `json:"by"`
	Reason     string         `json:"reason"`
	Settlement string         `json:"settlement,omitempty"` // money and papers
}

// Posting (chuyển bưu chính) is a result on its way by post.
//
//glossary:none
type Posting struct {
	At       kernel.Instant `json:"at"`
	By       Hand           `json:"by"`
	Courier  string         `json:"courier"`
	Tracking string         `json:"tracking"`
}

// Dossier (hồ sơ, NĐ 118/2025) is one request under one version of a procedure, from filing to
// result. It is what its events say: see Replay. Fields are read by pages; only apply writes them.
type Dossier struct {
	ID         kernel.ID
	Tenant     kernel.ID
	RowVersion int64  // number of its events; a form sends it back to notice that somebody was faster
	Intake     string // reference before there is a code
	SecretHash string // of the tracking secret on the receipt
	Code       string // "" until accepted

	Procedure ProcedureRef
	Helped    kernel.ID // where a helper sat with the citizen; zero when nobody did
	Received  kernel.ID // whose desk takes it in and returns it
	Deciding  kernel.ID // whose figures it belongs to

	Applicant     Party
	Filer         Party // zero when the applicant files herself
	Authorisation string
	Channel       Channel
	ReturnBy      Channel // how the result goes back
	ReturnTo      string  // address for the post
	Summary       string  // trích yếu
	Answers       json.RawMessage

	State    State
	Step     string
	StepName string
	StepDue  kernel.Instant
	Unit     kernel.ID // whose turn it is
	Assignee Hand

	Papers      []Paper
	Fees        []FeeLine
	Orders      []Order
	Draft       *Result
	Result      *Result
	Clock       Clock
	Suspensions []Suspension
	Supplements []SupplementRequest
	Opinions    []Opinion
	HandOvers   []HandOver
	Transfers   []Passed
	Apology     *Apology
	Refusal     *Ending
	Withdrawal  *Ending
	Stop        *Ending
	Posting     *Posting
	Verdict     Verdict // set when decided

	SubmittedAt kernel.Instant
	ReceivedAt  kernel.Instant // the moment of acceptance
	AcceptedBy  Hand
	FinishedAt  kernel.Instant // decided, refused or withdrawn
	ReturnedAt  kernel.Instant
	ReturnedTo  string // who took the result
	ClosedAt    kernel.Instant
	ChangedAt   kernel.Instant
	LastHash    []byte
}

// FiledBy is the filer, who is the applicant when nobody files for her.
func (d Dossier) FiledBy() Party {
	if d.Filer.Name == "" {
		return d.Applicant
	}
	return d.Filer
}

// OpenSupplement is the request that waits for an answer, or nil.
func (d *Dossier) OpenSupplement() *SupplementRequest {
	for i := range d.Supplements {
		if d.Supplements[i].SuppliedAt.IsZero() {
			return &d.Supplements[i]
		}
	}
	return nil
}

// OpenOrder is the order that is not yet paid, or nil.
func (d *Dossier) OpenOrder() *Order {
	for i := range d.Orders {
		if d.Orders[i].PaidAt.IsZero() {
			return &d.Orders[i]
		}
	}
	return nil
}

// Paid is what was paid so far.
func (d Dossier) Paid() kernel.Money {
	var sum kernel.Money
	for _, o := range d.Orders {
		if !o.PaidAt.IsZero() {
			sum += o.Total
		}
	}
	return sum
}

// Paper finds a component that was handed in.
func (d Dossier) Paper(key string) (Paper, bool) {
	i := slices.IndexFunc(d.Papers, func(p Paper) bool { return p.Key == key })
	if i < 0 {
		return Paper{}, false
	}
	return d.Papers[i], true
}

// Promised is the date the citizen was told last: the due date, or the later one of an apology.
func (d Dossier) Promised() kernel.Instant {
	if d.Clock.Reappointed.After(d.Clock.Due) {
		return d.Clock.Reappointed
	}
	return d.Clock.Due
}

// Overdue tells whether the clock runs beyond its due date at a moment. It is not a state.
func (d Dossier) Overdue(at kernel.Instant) bool {
	return d.State.Phase() == PhaseRunning && !d.Clock.Due.IsZero() && d.Clock.Due.Before(at)
}

// NextAt is when the dossier next wants somebody's attention; queues are sorted by it. Zero when
// nothing is left to do, the far future when only the citizen can move it.
func (d Dossier) NextAt() kernel.Instant {
	switch d.State {
	case Submitted:
		return d.SubmittedAt
	case Accepted, Processing:
		if d.Clock.Due.IsZero() {
			return farFuture
		}
		return d.Promised()
	case AwaitingSupplement:
		if s := d.OpenSupplement(); s != nil && !s.SupplyBy.IsZero() {
			return s.SupplyBy.AddDays(1).Start()
		}
		return farFuture
	case AwaitingPayment, Stopped:
		return farFuture
	case Decided:
		return d.FinishedAt
	}
	return kernel.Instant{}
}

var farFuture = kernel.FromMillis(253370764800000) // 9999-01-01: sorts after every real date
