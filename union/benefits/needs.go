package benefits

import (
	"context"

	"doanket/internal/rules"
	"doanket/kernel"
)

// Roll (sổ đoàn viên) is what this room asks of the register of members. It answers for the day asked;
// whoever is no member on that day is not there.
//
//glossary:none
type Roll interface {
	// Vocabulary is what a condition may ask about a member.
	Vocabulary() *rules.Vocabulary
	// Member finds a membership.
	Member(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (Member, bool, error)
	// OfPerson finds the membership of a person.
	OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (Member, bool, error)
	// ByNumber finds a member by her number.
	ByNumber(ctx context.Context, tenant kernel.ID, number string, on kernel.Date) (Member, bool, error)
	// Each hands over the members of the units themselves, not of what stands below them.
	Each(ctx context.Context, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(Member) error) error
}

// Member is a member as this room needs her.
//
//glossary:none
type Member struct {
	ID     kernel.ID
	Person kernel.ID
	Unit   kernel.ID
	Number string
	Name   string
	Area   string // commune code of her home
	Group  string // tổ công đoàn
	Record rules.Values
}

// Cards (thẻ đoàn viên) answers whose card a code is.
//
//glossary:none
type Cards interface {
	// Bearer is the membership of a card that is valid; known tells a card that is not valid any more
	// from a code that no card has.
	Bearer(ctx context.Context, tenant kernel.ID, code string) (member kernel.ID, known bool, err error)
}

// Partners (đối tác) are the accounts that may stand at a till.
//
//glossary:none
type Partners interface {
	Partners(ctx context.Context, tenant kernel.ID) ([]Partner, error)
}

// Partner is one of them.
//
//glossary:none
type Partner struct {
	Account kernel.ID
	Name    string
}
