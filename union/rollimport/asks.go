package rollimport

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Roll (sổ đoàn viên) is what this room asks of the roll. All run in this room's transaction, because
// members and the place that an import has reached are written together; those that take many work set
// by set.
//
//glossary:none
type Roll interface {
	// Check looks an entry over and tidies it, without the database. It refuses with a Fault whose
	// fields are keys of Fields.
	Check(e *Entry) error
	// Doubts are what the parts of an entry say against each other; they refuse nobody.
	Doubts(e Entry) []Finding
	// Match finds who on the roll the keys may mean.
	Match(tx *db.Tx, tenant kernel.ID, keys []Key) ([]Found, error)
	// Read gives the entries of open memberships as of today, in the order of the ids; one that is not
	// there any more is nil.
	Read(tx *db.Tx, tenant kernel.ID, members []kernel.ID) ([]*Entry, error)
	// Admit enters a chunk. It refuses the whole chunk when one entry stands in the way of another.
	Admit(tx *db.Tx, a kernel.Actor, entries []Admission) error
	// Amend writes down what an entry says otherwise in the fields named, from a day on. Twice the same
	// changes nothing.
	Amend(tx *db.Tx, a kernel.Actor, member kernel.ID, e Entry, keys []string, from kernel.Date, source string) error
	// Each gives the members of units on a day as entries, unit by unit, for the export.
	Each(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(Entry) error) error
	// Contracts are the kinds of contract: key and name.
	Contracts() []Choice
}

// Key is by what an entry is known again.
//
//glossary:none
type Key struct {
	Number, Identity, Name string
	Born                   kernel.Date
}

// Found is whom a key may mean, by "number", "identity" or "name" (with the birth date).
//
//glossary:none
type Found struct {
	Key    int
	By     string
	Person kernel.ID
	Member kernel.ID // of the open membership, 0 when there is none
	Unit   kernel.ID
	Number string
}

// Admission is an entry with what the import adds to it.
//
//glossary:none
type Admission struct {
	Entry
	Person kernel.ID // somebody who is entered already, 0 for a new person
	Known  kernel.Date
	Source string
}

// Choice is a key with its name.
//
//glossary:none
type Choice struct{ Key, Name string }

// Units (các đơn vị) is what this room asks about units.
//
//glossary:none
type Units interface {
	// MayKeep tells whether the actor keeps the roll of a unit today; a unit that she may not even see
	// is missing. It gives the unit's tenant and name.
	MayKeep(ctx context.Context, a kernel.Actor, unit kernel.ID) (Unit, error)
	// Below are a unit and all below it today.
	Below(ctx context.Context, unit kernel.ID) ([]Unit, error)
	// Kept are the units whose roll the actor may keep, for a choice; at most some hundred.
	Kept(ctx context.Context, a kernel.Actor) ([]Unit, error)
}

// Unit is a unit by its names.
//
//glossary:none
type Unit struct {
	ID, Tenant              kernel.ID
	Name, Short, Identifier string
	Depth                   int
}

// Actors gives back who began an import, with the rights of now.
//
//glossary:none
type Actors interface {
	Actor(ctx context.Context, account kernel.ID) (kernel.Actor, error)
}
