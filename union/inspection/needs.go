package inspection

import (
	"context"

	"doanket/kernel"
)

// Staff is what this room asks about people, so that no name is taken from a form.
//
//glossary:none
type Staff interface {
	// Officer names one account of the tenant. Refuses with NotFound.
	Officer(ctx context.Context, tenant, account kernel.ID) (Hand, error)
	// Officers are those who hold a permission over a unit now, taken from the nearest unit above it
	// where anybody does.
	Officers(ctx context.Context, tenant, unit kernel.ID, permission string) ([]Hand, error)
	// Ties are the posts, mandates and membership that an account has on a day.
	Ties(ctx context.Context, tenant, account kernel.ID, on kernel.Date) ([]Tie, error)
}

// Tie (mối gắn với một đơn vị) is what binds a person to a unit on a day.
//
//glossary:none
type Tie struct {
	Kind  TieKind
	Unit  kernel.ID
	Title string // "Chủ tịch Công đoàn cơ sở"
	From  kernel.Date
}

// Records are the records of the system that a finding may rest on. A room joins by the wiring.
//
//glossary:none
type Records interface {
	// Kinds are what may be cited, in the order in which they are offered.
	Kinds() []RecordKind
	// Find reads a record as the actor may see it, by what she typed or by its Ref. Refuses with
	// NotFound when there is none, or none that she may see.
	Find(ctx context.Context, a kernel.Actor, ask RecordAsk) (Record, error)
}

// RecordKind is one kind of record. WithoutCode: nothing needs to be typed, the record is that of the
// inspected unit on the day.
//
//glossary:none
type RecordKind struct {
	Key, Name   string
	WithoutCode bool
}

// RecordAsk says which record.
//
//glossary:none
type RecordAsk struct {
	Kind   string
	Ref    string
	Unit   kernel.ID // the inspected unit
	On     kernel.Date
	Digest bool // the digest is wanted too, which may take a while
}

// Record is a record as it is cited.
//
//glossary:none
type Record struct {
	Ref    string
	Label  string
	Link   string
	Digest string
}
