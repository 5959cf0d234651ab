package messages

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// HeldQueued is the kind under which letters that have not left yet stand in a reorganisation, by the unit
// that speaks in them.
const HeldQueued = "messages.queued" // thư chưa gửi

// Held is this room as a reorganisation sees it. Every notice is addressed to a person, on the site or by
// her own address; none lies on a unit's desk. So nothing is handed over and nothing binds a unit: a
// letter that waits while its unit ends still says what that unit had to say, in its name, and leaves. It
// is counted, so that a decision shows it.
//
//glossary:none
type Held struct{}

// Holds counts letters that had been written by the end of a day and wait to leave.
func (Held) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	if len(units) == 0 {
		return nil, nil
	}
	return db.AllOf(tx, func(x *orgs.Holding) []any {
		x.Kind = HeldQueued
		return []any{&x.Unit, &x.Count}
	}, db.Build(`select org_id, count(*) from message where tenant_id = ? and channel = 'mail' and state = 'queued' and created_at < ?`, tenant, on.AddDays(1).Start()).
		In(`and org_id in`, units, `group by org_id order by org_id`))
}

// Totals counts the same over the whole site.
func (Held) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from message where tenant_id = $1 and channel = 'mail' and state = 'queued' and created_at < $2`, tenant, on.AddDays(1).Start())
	return []orgs.Holding{{Kind: HeldQueued, Count: n}}, err
}

// Carry changes nothing: a notice belongs to its reader.
func (Held) Carry(*db.Tx, kernel.Actor, orgs.Carriage) error { return nil }
