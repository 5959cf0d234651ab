package members

import (
	"encoding/json"
	"strings"

	"doanket/kernel"
)

// Application (đơn gia nhập công đoàn) asks for membership: by the person herself, by the union for her,
// or born of a dossier of admission. The committee decides on many at once by one decision.
type Application struct {
	ID      kernel.ID
	Tenant  kernel.ID
	Unit    kernel.ID // that admits: a grassroots union, or the union above where there is none
	Person  kernel.ID // 0 while it is not known to be somebody entered already
	Account kernel.ID // of who filed it herself
	Source  string    // "dossier:123", "" when typed here
	Name    string
	State   ApplicationState

	FiledName string
	FiledAt   kernel.Instant
	Batch     kernel.ID
	Member    kernel.ID

	AnsweredName string
	AnsweredAt   kernel.Instant
	Answer       string

	form     string
	decision string // of the dossier that it was born of
	why      string // what keeps it out of the roll
}

// ApplicationState (trạng thái đơn).
//
//glossary:none
type ApplicationState string

// The states of an application.
const (
	ApplicationFiled     ApplicationState = "filed"
	ApplicationAdmitted  ApplicationState = "admitted"
	ApplicationRefused   ApplicationState = "refused"
	ApplicationWithdrawn ApplicationState = "withdrawn"
)

// Batch (quyết định kết nạp) is a decision by which some are admitted on one day.
//
//glossary:none
type Batch struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Unit       kernel.ID
	Number     string // "12/QĐ-CĐCS"
	Decided    kernel.Date
	Signer     string
	SignerPost string
	Members    int64
	ByName     string
	At         kernel.Instant
}

// Kinds of facts about applications.
const (
	FactApplicationFiled    = "members.application_filed"
	FactApplicationAnswered = "members.application_answered"
)

func (p Application) sheet() (in sheetForm) {
	_ = json.Unmarshal([]byte(p.form), &in) // what cannot be read shows as empty
	return in
}

// row is the admission that an application leads to.
func (p Application) row(faults *kernel.Faults) Row {
	r := p.sheet().row(faults)
	r.Person, r.Unit = p.Person, p.Unit
	r.Source = "đơn gia nhập ngày " + kernel.FormatDate(p.FiledAt.Date())
	return r
}

// vietnamese tells that a nationality is that of the country, or not written.
func vietnamese(nationality string) bool {
	n := kernel.Fold(strings.TrimSpace(nationality))
	return n == "" || n == "viet nam"
}

// checkForeigner asks of a foreigner what the law asks on a day: a contract of so many months at least
// (Luật Công đoàn 50/2024/QH15 điều 5; the rule is dated data with its source). A contract without an
// end is long enough.
func checkForeigner(p Profile, on kernel.Date, faults *kernel.Faults) {
	if vietnamese(p.Papers.Nationality) {
		return
	}
	if p.Papers.Passport == "" {
		faults.Add("ho_chieu", "members.passport_needed")
	}
	rule, ok := RuleOn(ForeignerContractMonths, on)
	if !ok || p.Work.Contract == "indefinite" {
		return
	}
	if p.Work.Months < rule.Value {
		faults.Add("so_thang", "members.contract_short", rule.Value, rule.Source)
	}
}
