package dossiers

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// openIn counts dossiers that were filed by the end of a day and are not finished, by the unit that has
// them; without units, all of the site together.
func openIn(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	end := on.AddDays(1).Start()
	if units == nil {
		n, _, err := db.Value[int64](tx, `select count(*) from dossier where tenant_id = $1 and finished_at is null and submitted_at < $2`, tenant, end)
		return []orgs.Holding{{Kind: HeldOpen, Count: n, Binds: true}}, err
	}
	if len(units) == 0 {
		return nil, nil
	}
	return db.AllOf(tx, func(h *orgs.Holding) []any {
		h.Kind, h.Binds = HeldOpen, true
		return []any{&h.Unit, &h.Count}
	}, db.Build(`select org_id, count(*) from dossier where tenant_id = ?`, tenant).In(`and org_id in`, units, ``).
		And(`and finished_at is null and submitted_at < ? group by org_id order by org_id`, end))
}
