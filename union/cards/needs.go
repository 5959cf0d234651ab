package cards

import (
	"context"

	"doanket/kernel"
)

// Member (đoàn viên) is what a card says of her, as she stands in the roll on a day.
//
//glossary:none
type Member struct {
	ID     kernel.ID
	Person kernel.ID
	Number string // "" while she has none: then there is no card for her
	Name   string
	Born   int // year, 0 when not known
	Unit   kernel.ID
	Photo  string // SHA-256 of a stored picture, "" without one
}

// Roll is what this room asks of the roll of members. All three read what is committed; only open
// memberships count, others are false or left out.
//
//glossary:none
type Roll interface {
	// Each hands over the members of these units themselves, unit by unit in the given order, each unit by name.
	Each(ctx context.Context, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(Member) error) error
	// One reads one membership.
	One(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (Member, bool, error)
	// OfPerson finds the open membership of a person.
	OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (Member, bool, error)
}
