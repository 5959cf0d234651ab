package procedures

// Workflow (quy trình nội bộ) is a graph of steps. The one start step has public state 1.
//
//glossary:none
type Workflow struct {
	Steps   []Step   `yaml:"buoc" json:"buoc"`
	Actions []Action `yaml:"viec" json:"viec"`
}

// Step is where a dossier rests and whose turn it is. States 1–10 are the public states of the
// National Portal; 3, 7 and 10 (and 8 without a way out) end the dossier.
//
//glossary:none
type Step struct {
	Key      string    `yaml:"khoa" json:"khoa"`
	Name     string    `yaml:"ten" json:"ten"`
	State    int       `yaml:"tt" json:"tt"`
	Role     string    `yaml:"vai" json:"vai,omitempty"` // counter_clerk handler approver clerk returning_officer cashier desk_leader citizen
	Unit     string    `yaml:"noi" json:"noi,omitempty"` // tiep_nhan | giai_quyet (when not said) | phoi_hop
	Limit    *Deadline `yaml:"han" json:"han,omitempty"`
	Warn     *Deadline `yaml:"nhac" json:"nhac,omitempty"`           // before its limit: when the officer is warned
	Parallel []string  `yaml:"dong_thoi" json:"dong_thoi,omitempty"` // split into these steps
	Join     string    `yaml:"cho" json:"cho,omitempty"`             // tat_ca | mot: waits for the parallel steps
}

// Action (việc) is one thing an officer or the applicant can do at a step.
//
//glossary:none
type Action struct {
	Key      string   `yaml:"khoa" json:"khoa"`
	Name     string   `yaml:"ten" json:"ten"` // a verb: "Tiếp nhận"
	From     Names    `yaml:"tu" json:"tu"`
	To       string   `yaml:"den" json:"den"`
	Roles    []string `yaml:"vai" json:"vai,omitempty"` // the step's role when not said
	When     Expr     `yaml:"khi" json:"khi,omitempty"`
	Effects  []Effect `yaml:"hieu_luc" json:"hieu_luc"`
	Needs    []string `yaml:"can" json:"can,omitempty"`         // thanh_phan | nop_phi | du_thao | ky | so
	FourEyes bool     `yaml:"bon_mat" json:"bon_mat,omitempty"` // not by the one who prepared
	Reason   bool     `yaml:"ly_do" json:"ly_do,omitempty"`
	Result   string   `yaml:"ket_qua" json:"ket_qua,omitempty"` // the result it drafts, signs or issues
	Notices  []string `yaml:"thong_bao" json:"thong_bao,omitempty"`
}

// Names is one key or a list of keys.
//
//glossary:none
type Names []string

// Effect is what an action does. The list is closed: no scripts, and nothing that no code runs.
//
//glossary:none
type Effect string

const (
	Accept        Effect = "accept"
	RefuseFiling  Effect = "refuse"
	AskSupplement Effect = "ask_supplement"
	Resume        Effect = "resume"
	AskPayment    Effect = "ask_payment"
	Assign        Effect = "assign"
	Forward       Effect = "forward"
	SendBack      Effect = "return"
	AskOpinion    Effect = "ask_opinion"
	Draft         Effect = "draft"
	Approve       Effect = "approve"
	Sign          Effect = "sign"
	NumberResult  Effect = "number"
	Issue         Effect = "issue"
	ExtendApology Effect = "extend_with_apology"
	Stop          Effect = "stop"
	Withdraw      Effect = "withdraw"
	ReturnResult  Effect = "return_result"
	CloseDossier  Effect = "close"
)
