package committees

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Roll is what this room asks of the member roll. Strength is asked inside the transaction of the deed,
// so that a committee is founded by the numbers that its rules were checked with.
//
//glossary:none
type Roll interface {
	// Strength counts as of a day; the same question about a day that is past gets the same answer.
	Strength(tx *db.Tx, tenant, unit kernel.ID, on kernel.Date) (Strength, error)
	// Near are people who may be chosen at a unit: its members on the day and its staff, by name, at
	// most 300. It is asked outside of any transaction.
	Near(ctx context.Context, tenant, unit kernel.ID, on kernel.Date) ([]Individual, error)
}

// Registry is what this room asks about persons.
//
//glossary:none
type Registry interface {
	// Names reads persons by their ids; who is not there is left out.
	Names(tx *db.Tx, tenant kernel.ID, ids []kernel.ID) (map[kernel.ID]Individual, error)
	// Find looks somebody up by member number or personal identity number.
	Find(tx *db.Tx, tenant kernel.ID, key string) (kernel.ID, bool, error)
}
