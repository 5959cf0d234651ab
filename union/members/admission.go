package members

import (
	"slices"
	"strings"

	"doanket/core/people"
	"doanket/kernel"
)

// Row is one admission as it comes from a form, an import or a decision: who, where, since when, and
// what the sheet says of her from a day on.
//
//glossary:none
type Row struct {
	Person   kernel.ID // somebody entered already; 0 makes a new person of the details
	Name     string
	Born     kernel.Date
	Sex      string // "nam", "nữ" or ""
	Identity string
	Phone    string
	Email    string

	Number   string // as in the register so far; empty gives the next one
	Unit     kernel.ID
	Group    string
	Admitted kernel.Date
	Basis    string      // "12/QĐ-CĐCS"
	Place    string      // where she was admitted, when elsewhere
	Joined   kernel.Date // first day in Unit; Admitted when zero
	Profile  Profile
	Known    kernel.Date // from when on the sheet is known to be so; Joined when zero
	Source   string      // where the sheet comes from: "tệp đoàn viên Than Mẫu 11/2026"
}

func (r *Row) tidy() {
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	r.Number = NormalNumber(r.Number)
	r.Group = strings.Join(strings.Fields(r.Group), " ")
	if r.Joined.IsZero() || r.Joined.Before(r.Admitted) {
		r.Joined = r.Admitted
	}
	if r.Known.IsZero() {
		r.Known = r.Joined
	}
}

// The youngest at whom somebody can have been admitted. The age of work is dated law; this bound only
// catches what was mistyped.
const youngest = 13

// check refuses what cannot be; doubts are another matter (see Doubts).
func (r *Row) check(today kernel.Date, faults *kernel.Faults) {
	if r.Number != "" && !validNumber(r.Number) {
		faults.Add("ma_so", "members.bad_number")
	}
	if r.Unit == 0 {
		faults.Add("don_vi", "members.unit_needed")
	}
	switch {
	case r.Admitted.IsZero():
		faults.Add("ngay_ket_nap", "members.admitted_needed")
	case r.Admitted.After(today):
		faults.Add("ngay_ket_nap", "members.admitted_future")
	case !r.Born.IsZero() && r.Admitted.Year-r.Born.Year < youngest:
		faults.Add("ngay_ket_nap", "members.admitted_young", youngest)
	}
	if r.Joined.After(today) {
		faults.Add("ngay_vao_cdcs", "members.admitted_future")
	}
	if !r.Born.IsZero() && r.Born.After(today) {
		faults.Add("ngay_sinh", "members.born_future")
	}
	r.Profile.check(today, faults)
}

func (p Profile) check(today kernel.Date, faults *kernel.Faults) {
	if p.Wage < 0 || p.Wage > 10_000_000_000 {
		faults.Add("luong", "members.bad_wage")
	}
	if c := p.Work.Contract; c != "" && !slices.ContainsFunc(contracts, func(k ContractKind) bool { return k.Key == c }) {
		faults.Add("loai_hop_dong", "members.bad_contract")
	}
	if p.Insurance != "" && (len(p.Insurance) != 10 || strings.Trim(p.Insurance, "0123456789") != "") {
		faults.Add("ma_so_bhxh", "members.bad_insurance")
	}
	if p.Party.After(today) {
		faults.Add("dang_vien", "members.admitted_future")
	}
}

func (r *Row) person(tenant kernel.ID) people.Person {
	return people.Person{ID: r.Person, Tenant: tenant, Name: r.Name, Identity: people.Identity(r.Identity), Born: r.Born, Sex: r.Sex, Phone: r.Phone, Email: r.Email}
}

// Doubts (điều cần xem lại) are what an identity number says otherwise than the form: place, century,
// sex, year. They refuse nobody: the person at the desk looks at the card again (NĐ 137/2015, union.md A13).
func Doubts(identity string, born kernel.Date, sex string, today kernel.Date) []kernel.Finding {
	if identity == "" {
		return nil
	}
	number, doubts, err := kernel.ParseCCCD(identity, today)
	if err != nil {
		return []kernel.Finding{{Code: "kernel.cccd_form"}}
	}
	word := ""
	switch sex {
	case "nam":
		word = "Nam"
	case "nữ":
		word = "Nữ"
	}
	return append(doubts, number.Against(born, word)...)
}
