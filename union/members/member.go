package members

import (
	"strings"

	"doanket/core/people"
	"doanket/kernel"
)

// Member (đoàn viên) is a worker admitted to the union, with what was true on the day asked. The
// record is personal data: lists show numbers only masked, and each full view is noted in the journal.
type Member struct {
	ID     kernel.ID // of the membership
	Tenant kernel.ID
	Person kernel.ID
	// Number (mã số đoàn viên) is opaque, at most 20 characters, never used again.
	Number   string
	Name     string
	Born     kernel.Date
	Sex      string // "nam", "nữ" or ""
	Identity people.Identity
	Phone    string
	Email    string

	Unit     kernel.ID // 0 on a day on which she stood nowhere
	Group    string    // tổ công đoàn, as the unit calls it
	Since    kernel.Date
	Admitted kernel.Date
	Basis    string // the decision of admission, "12/QĐ-CĐCS"
	Place    string // where she was admitted, when elsewhere
	Ended    kernel.Date
	EndedAs  Status
	Status   Status
	Profile  Profile

	sort []byte
}

// Open tells whether she was a member of a unit on the day asked.
func (m Member) Open() bool { return m.Unit != 0 }

// Status (tình trạng đoàn viên) is active where no dated row says otherwise.
//
//glossary:none
type Status string

// The statuses. Left, Expelled and Died end a membership; the others are stretches within it.
const (
	Active      Status = "active"      // đang sinh hoạt
	Exempt      Status = "exempt"      // miễn đóng đoàn phí: nghỉ không lương, hưởng trợ cấp BHXH từ một tháng…
	Suspended   Status = "suspended"   // tạm dừng sinh hoạt
	Disciplined Status = "disciplined" // đang trong thời hạn kỷ luật
	Left        Status = "left"        // ra khỏi tổ chức
	Expelled    Status = "expelled"    // bị khai trừ
	Died        Status = "died"        // từ trần
)

// weight orders statuses that hold on the same day: the heaviest is shown.
var weight = map[Status]int{Active: 0, Disciplined: 1, Exempt: 2, Suspended: 3, Merged: 4, Left: 4, Expelled: 5, Died: 6}

// Ends tells whether the status closes a membership.
func (s Status) Ends() bool { return weight[s] >= weight[Left] }

// Segment (quãng sinh hoạt) is a stretch in one unit.
type Segment struct {
	Member kernel.ID
	Unit   kernel.ID
	Group  string
	Valid  kernel.Period
	Cause  Cause
	Basis  string
	Step   kernel.ID // of a reorganisation
	VoidBy kernel.ID // the deed that took it back, 0 when it holds
	sort   []byte
}

// Cause (lý do) tells how a segment began.
//
//glossary:none
type Cause string

// The ways into a unit.
const (
	ByAdmission      Cause = "admitted"
	ByTransfer       Cause = "transferred"
	ByReorganisation Cause = "reorganised"
	ByGroup          Cause = "regrouped" // to another group of the same unit
	ByMerge          Cause = "merged"    // of two entries of one person
)

// StatusSpan (quãng tình trạng) is a stretch in a status other than active.
//
//glossary:none
type StatusSpan struct {
	Status Status
	Valid  kernel.Period
	Reason string
	Basis  string
	VoidBy kernel.ID
}

// statusOn is the heaviest status that holds on a day.
func statusOn(spans []StatusSpan, on kernel.Date) Status {
	out := Active
	for _, s := range spans {
		if s.VoidBy == 0 && s.Valid.Holds(on) && weight[s.Status] > weight[out] {
			out = s.Status
		}
	}
	return out
}

// longestNumber is what a member number may be.
const longestNumber = 20

// NormalNumber is the form in which member numbers are stored and compared.
func NormalNumber(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// validNumber lets pass what can stand in a register and be typed again: it is opaque otherwise.
func validNumber(s string) bool {
	if s == "" || len(s) > longestNumber {
		return false
	}
	for _, r := range s {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return true
}

// forever stands in the store for "still open".
var forever = kernel.Date{Year: 9999, Month: 12, Day: 31}

func stored(to kernel.Date) kernel.Date {
	if to.IsZero() {
		return forever
	}
	return to
}

func shown(to kernel.Date) kernel.Date {
	if to == forever {
		return kernel.Date{}
	}
	return to
}
