package outbox

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

const newestFacts = `
select id, tenant_id, kind, subject
from outbox_fact
where id > $1
order by id desc
limit 500`

// Newest are the facts made after an ID, newest first, 500 at most, without their data: for those
// who only need to know that something happened. Facts of several processes may appear out of
// order by a moment, so a caller looks back a little and remembers what it has seen.
func (o *Outbox) Newest(ctx context.Context, after kernel.ID) ([]kernel.Fact, error) {
	var facts []kernel.Fact
	err := o.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		facts, err = db.All(tx, func(f *kernel.Fact) []any { return []any{&f.ID, &f.Tenant, &f.Kind, &f.Subject} }, newestFacts, after)
		return err
	})
	return facts, err
}
