package waitlists

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
	Vocabulary() *rules.Vocabulary
	Member(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (Member, bool, error)
	OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (Member, bool, error)
	ByNumber(ctx context.Context, tenant kernel.ID, number string, on kernel.Date) (Member, bool, error)
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
	Record rules.Values
}
