package members

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// mostBulk is how many members one deed for many takes: more than that is work for an import.
const mostBulk = 500

// BulkDeed (việc làm cho nhiều người một lần) is something that is done to many members of a list at
// once: looked over row by row first, then done to all that fit with one confirmation, or to nobody.
// This room has its own; other rooms offer theirs through Offer.
//
//glossary:none
type BulkDeed struct {
	Slug  string // in the address and the form
	Label func(ctx context.Context) string
	Hint  func(ctx context.Context) string
	// What is asked for it.
	Group, Unit, Day, Name, Reason bool
	MustReason                     bool                                // a reason is needed, not only welcome
	Choice                         *BulkChoice                         // one of several things of the other room, nil for none
	Usual                          func(ctx context.Context) BulkTyped // what its fields hold at first

	// May tells whether this actor is offered it at all.
	May func(a kernel.Actor) bool
	// Check looks the chosen over without writing: one refusal or nil for each, in their order. What is
	// wrong with the fields of the form is an error (members.invalid).
	Check func(ctx context.Context, a kernel.Actor, list []Member, in BulkTyped) ([]*kernel.Fault, error)
	// Do does it to all of the list, in one transaction or in none, and gives where to look next.
	Do func(ctx context.Context, a kernel.Actor, list []Member, in BulkTyped) (BulkDone, error)
}

// BulkChoice is what a deed lets this actor choose from. None is said where there is nothing to choose.
//
//glossary:none
type BulkChoice struct {
	Label, None func(ctx context.Context) string
	Options     func(ctx context.Context, a kernel.Actor) ([]ui.Option, error)
}

// BulkTyped is what was typed for a deed; a deed reads what it asks for.
//
//glossary:none
type BulkTyped struct {
	Group  string
	Unit   kernel.ID
	On     kernel.Date
	Name   string
	Reason string
	Choice string // value of the option that was chosen
}

// BulkDone is what a deed answers with: a sentence, and the page to go to ("" for the list).
//
//glossary:none
type BulkDone struct{ Said, Href string }

// Offer adds a deed of another room to the list; they stand in the order in which they were added.
func (s *Service) Offer(d BulkDeed) { s.offered = append(s.offered, d) }

// bulkRow is one chosen member with what stands against the deed.
type bulkRow struct {
	Member
	Unit string
	Why  *kernel.Fault
}

// bulkPlan is a deed as it would be done now.
type bulkPlan struct {
	Rows []bulkRow
	Fit  []Member
}

func planOf(list []Member, why []*kernel.Fault, units map[kernel.ID]string) bulkPlan {
	var p bulkPlan
	for i, m := range list {
		r := bulkRow{Member: m, Unit: units[m.Unit]}
		if i < len(why) {
			r.Why = why[i]
		}
		if r.Why == nil {
			p.Fit = append(p.Fit, m)
		}
		p.Rows = append(p.Rows, r)
	}
	return p
}

// refused is how many of a plan the deed cannot be done to.
func (p bulkPlan) refused() int { return len(p.Rows) - len(p.Fit) }
