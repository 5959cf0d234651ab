package welfare

import (
	"context"

	"doanket/internal/rules"
	"doanket/kernel"
)

// Roll (sổ đoàn viên) is what this room asks of the register of members. It answers for the day
// asked, past or present; whoever is no member on that day is not there.
//
//glossary:none
type Roll interface {
	// Vocabulary is what a rule may ask about a member.
	Vocabulary() *rules.Vocabulary
	// Member finds a membership.
	Member(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (Member, bool, error)
	// OfPerson finds the membership of a person.
	OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (Member, bool, error)
	// ByNumber finds a member by the number on her card.
	ByNumber(ctx context.Context, tenant kernel.ID, number string, on kernel.Date) (Member, bool, error)
	// Each hands over the members of the units themselves, not of what stands below them.
	Each(ctx context.Context, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(Member) error) error
}

// Member is a member as this room needs her: who, where, and what a rule may see.
//
//glossary:none
type Member struct {
	ID     kernel.ID // of the membership
	Person kernel.ID
	Unit   kernel.ID
	Number string
	Name   string
	Sex    string // "nam", "nữ" or ""
	Born   kernel.Date
	Area   string // commune code of her address on the day
	Group  string // tổ công đoàn
	Record rules.Values
}

// Shelf (kệ ưu đãi) is what other rooms have for one person, for her own page: vouchers, offers of
// partners near her, places in waiting lists.
//
//glossary:none
type Shelf interface {
	Mine(ctx context.Context, a kernel.Actor, area string) (Shown, error)
}

// Shown is what the Shelf has.
//
//glossary:none
type Shown struct {
	Vouchers []Thing
	Offers   []Thing
	Queues   []Thing
}

// Thing is one line of it.
//
//glossary:none
type Thing struct {
	Title, Text, Href string
	Tone, Word        string // state, may be empty
}
