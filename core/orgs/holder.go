package orgs

import (
	"cmp"
	"math/big"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Holder (phòng giữ) is a room that holds things for units: members, mandates, dossiers, tasks. A
// reorganisation asks every holder the same three questions and never learns what the answers are
// made of, so a later room joins by being handed to Join. All three run inside the caller's
// transaction and must work set by set, never thing by thing: a federation holds a million members.
// A preview runs them too, in a transaction that is rolled back: nothing may be done but through tx.
//
//glossary:none
type Holder interface {
	// Holds (đang giữ gì) counts what the room holds for each of the units on a day, one row a unit
	// and kind; a unit that holds nothing of a kind is left out. It never counts what is only history.
	// At most HoldsMost units are asked for at once.
	Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]Holding, error)
	// Carry (chuyển) gives what the sources hold from the step's day on to its targets; what came to a
	// source after that day goes over from the day it came. What was before the day stays as it is
	// for ever. A second call with the same step changes nothing. A Fault that it returns is shown as a
	// fault of the step and the whole decision is taken back. With Undo it takes back what the step had
	// done: the rows it made are kept and marked as void, the rows it ended run on.
	Carry(tx *db.Tx, a kernel.Actor, c Carriage) error
	// Totals (tổng) counts the same kinds over the whole tenant on a day: what must be equal before
	// and after a reorganisation.
	Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]Holding, error)
}

// HoldsMost is how many units a holder is asked for at once.
const HoldsMost = 1000

// Holding (số đang giữ) is how much of a kind a unit holds.
//
//glossary:none
type Holding struct {
	Unit   kernel.ID    // 0 in totals
	Kind   string       // "members.member": stable; its Vietnamese name stands in the room's message table under the same key
	Count  int64        // things
	Amount kernel.Money // a balance in đồng, 0 where there is none
	// Binds tells that it may not stay behind in a unit that has ended: an open membership does,
	// a closed dossier does not.
	Binds bool
	// Lapses tells that it ends with its unit unless the decision names it or says that the kind goes
	// over: a mandate does, a membership does not.
	Lapses bool
}

// Carriage (việc chuyển) is one step of a reorganisation as the holders see it. When a step is taken
// back, everything is as it was when the step was done, but Undo, and Decision and Label, which are
// those of the decision that takes it back.
//
//glossary:none
type Carriage struct {
	Step     kernel.ID // the idempotency key; what a holder has done for a step it finds again by it
	Decision kernel.ID
	Tenant   kernel.ID
	Label    string      // "12/QĐ-LĐLĐ ngày 15/06/2025", for histories and papers
	On       kernel.Date // the first day on which the targets hold it, past or future
	From     []kernel.ID // units that give, themselves only, not what stands below them
	Rule     Allotment
	Undo     bool
}

// Allotment (cách chia) says which target takes which of the things. A room looks up the keys that
// it knows; whatever no row names goes to Rest, or stays where it is when Rest is 0.
//
//glossary:none
type Allotment struct {
	// List names things one by one: a member number, an account's login, a dossier's code, a unit's id.
	List map[string]kernel.ID
	// Groups names sub-groups of a unit (tổ công đoàn, công đoàn bộ phận) by their folded name.
	Groups map[string]kernel.ID
	// Areas names administrative areas of residence or site by their code on the day.
	Areas map[string]kernel.ID
	Rest  kernel.ID
	// Shares are the weights by which balances in đồng are distributed, largest remainder first, ties
	// by unit id; empty: everything to Rest. See Divide.
	Shares []Share
	// Ends names kinds that end with the sources instead of going over, such as "people.mandate"; a
	// thing that List names goes over all the same.
	Ends []string
	// Stays names kinds that stay with a source that lives on, Rest or not, but for what List names: who
	// hands over some of its members keeps its chair.
	Stays []string
}

// Share (phần) is the weight of one target.
//
//glossary:none
type Share struct {
	Unit   kernel.ID
	Weight int64
}

// Target is where a thing goes that carries these keys; the first key that a row names wins.
func (r Allotment) Target(number, group, area string) kernel.ID {
	for _, by := range []struct {
		rows map[string]kernel.ID
		key  string
	}{{r.List, number}, {r.Groups, group}, {r.Areas, area}} {
		if to, ok := by.rows[by.key]; ok && by.key != "" {
			return to
		}
	}
	return r.Rest
}

// Ending tells whether a kind ends with the sources.
func (r Allotment) Ending(kind string) bool { return slices.Contains(r.Ends, kind) }

// Staying tells whether a kind stays with the sources.
func (r Allotment) Staying(kind string) bool { return slices.Contains(r.Stays, kind) }

// Part is what one target takes of a balance.
//
//glossary:none
type Part struct {
	Unit   kernel.ID
	Amount kernel.Money
}

// Divide splits a balance by the shares: every target takes its whole đồng, what is left goes đồng by
// đồng to the largest remainders, ties to the smaller unit id. The parts always add up to the balance.
// Without shares Rest takes it all.
func (r Allotment) Divide(balance kernel.Money) []Part {
	sum := new(big.Int)
	for _, s := range r.Shares {
		sum.Add(sum, big.NewInt(s.Weight))
	}
	if sum.Sign() <= 0 {
		return []Part{{r.Rest, balance}}
	}
	type rest struct {
		at   int
		left *big.Int
	}
	parts, rests, given := make([]Part, len(r.Shares)), make([]rest, len(r.Shares)), kernel.Money(0)
	for i, s := range r.Shares {
		whole, left := new(big.Int).DivMod(new(big.Int).Mul(big.NewInt(int64(balance)), big.NewInt(s.Weight)), sum, new(big.Int))
		parts[i] = Part{s.Unit, kernel.Money(whole.Int64())}
		rests[i] = rest{i, left}
		given += parts[i].Amount
	}
	kernel.SortFunc(rests, func(a, b rest) int {
		return cmp.Or(b.left.Cmp(a.left), cmp.Compare(r.Shares[a.at].Unit, r.Shares[b.at].Unit))
	})
	for i := 0; given < balance; i++ {
		parts[rests[i].at].Amount++
		given++
	}
	return parts
}

// Join hands a room to the reorganisations of this site. Rooms join once, when the house is wired.
func (s *Service) Join(h Holder) { s.holders = append(s.holders, h) }

// Holders are the rooms that have joined, in the order in which they did.
func (s *Service) Holders() []Holder { return s.holders }
