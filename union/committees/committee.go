package committees

import (
	"strings"

	"doanket/kernel"
)

// How (cách lập) a committee came into being.
//
//glossary:none
type How string

// The ways.
const (
	ByElection How = "elected"   // bầu
	Appointed  How = "appointed" // lâm thời, cấp trên chỉ định
)

// Basis (căn cứ) is the decision or minutes that something rests on.
//
//glossary:none
type Basis struct {
	Number string // "12/QĐ-CĐP"
	On     kernel.Date
	Issuer string
}

// Label is "12/QĐ-CĐP ngày 15/06/2025", as papers cite it.
func (b Basis) Label() string {
	if b.Number == "" || b.On.IsZero() {
		return b.Number
	}
	return b.Number + " ngày " + kernel.FormatDate(b.On)
}

// Committee (ban của công đoàn: BCH, BTV, UBKT, ban nữ công…) is one body of a unit for one term.
type Committee struct {
	ID     kernel.ID
	Tenant kernel.ID
	Unit   kernel.ID
	Kind   string // key of a Kind
	Term   string // nhiệm kỳ, "2023–2028"
	Size   int    // số uỷ viên ấn định, 0 when nobody fixed it
	How    How
	State  State

	From       kernel.Date
	To         kernel.Date // first day after the term, zero when it is not fixed
	EndedOn    kernel.Date // first day on which it is no more
	Basis      Basis
	Recognised Basis
	EndBasis   string
	EndReason  string

	Version int64
}

// Lives tells whether the committee is there on a day.
func (c Committee) Lives(on kernel.Date) bool {
	return (kernel.Period{From: c.From, To: c.EndedOn}).Holds(on)
}

// Expired tells whether it still sits on a day though its term is over.
func (c Committee) Expired(on kernel.Date) bool {
	return c.Lives(on) && !c.To.IsZero() && !on.Before(c.To)
}

// Place (chỗ trong ban, chức danh) is one person in one committee, in a post, from a day to a day.
type Place struct {
	ID        kernel.ID
	Committee kernel.ID
	Person    kernel.ID
	Post      string // key of a PostKind of the committee's kind
	Team      string // of a head of a group: the group's name
	From      kernel.Date
	EndedOn   kernel.Date
	Basis     string
	EndBasis  string
	EndReason string
}

// Holds tells whether the post is held on a day.
func (p Place) Holds(on kernel.Date) bool {
	return (kernel.Period{From: p.From, To: p.EndedOn}).Holds(on)
}

// Founding (việc lập ban) is how a committee is entered.
//
//glossary:none
type Founding struct {
	Unit  kernel.ID
	Kind  string
	How   How
	Term  string
	Size  int
	From  kernel.Date
	To    kernel.Date // last day of the term
	Basis Basis
}

const (
	longestTerm  = 40
	longestBasis = 60
	longestText  = 300
	mostSeats    = 99
)

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func (f *Founding) tidy() {
	f.Term, f.Basis.Number, f.Basis.Issuer = tidy(f.Term), tidy(f.Basis.Number), tidy(f.Basis.Issuer)
}

// check refuses what cannot be, at the fields.
func (f Founding) check(today kernel.Date, faults *kernel.Faults) {
	if _, ok := kindOf(f.Kind, f.From); !ok {
		faults.Add("loai", "committees.no_kind")
	}
	if f.How != ByElection && f.How != Appointed {
		faults.Add("cach", "committees.no_how")
	}
	switch {
	case f.Term == "":
		faults.Add("nhiem_ky", "committees.no_term")
	case len([]rune(f.Term)) > longestTerm:
		faults.Add("nhiem_ky", "committees.long", longestTerm)
	}
	switch {
	case f.From.IsZero():
		faults.Add("tu_ngay", "committees.no_day")
	case f.From.After(today):
		faults.Add("tu_ngay", "committees.future")
	}
	if !f.To.IsZero() && !f.To.After(f.From) {
		faults.Add("den_ngay", "committees.before_begin")
	}
	if f.To.IsZero() && f.How == ByElection {
		faults.Add("den_ngay", "committees.no_end")
	}
	if f.Size < 0 || f.Size > mostSeats {
		faults.Add("so_luong", "committees.bad_size", mostSeats)
	}
	f.Basis.check(f.From, today, faults)
}

func (b Basis) check(_, today kernel.Date, faults *kernel.Faults) {
	switch {
	case b.Number == "":
		faults.Add("so_qd", "committees.no_basis")
	case len([]rune(b.Number)) > longestBasis:
		faults.Add("so_qd", "committees.long", longestBasis)
	}
	if b.On.After(today) {
		faults.Add("ngay_qd", "committees.future")
	}
	if len([]rune(b.Issuer)) > longestText {
		faults.Add("co_quan", "committees.long", longestText)
	}
}
