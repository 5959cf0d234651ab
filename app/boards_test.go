package app

import (
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
	"doanket/union/statistics"
)

// What the forms and the indices ask about committees and inspections comes from their rooms, as of the
// day; posts stand on the record of whoever holds them, with a way to the committee for those alone who
// may open it.
func TestCommitteesAndInspectionsAreCountedAndPostsStandOnTheRecord(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := t.Context()
			a, _ := castSite(t, engine, monday())
			unit, none := seed.UnitID("cdcs-than-mau"), seed.UnitID("cdcs-benh-vien-mau")
			ask := statistics.TallyAsk{Tenant: seed.Tenant(), Units: []kernel.ID{unit, none}, Since: date("2026-06-01"), On: date("2026-11-23"), Measures: statistics.Measures}
			got, err := roll{a}.Tally(ctx, ask)
			must(t, err)
			c := got[unit]
			if c[statistics.ExecutiveCommittees] != 1 || c[statistics.ExecutiveSeats] != 3 || c[statistics.InspectionCommittees] != 1 || c[statistics.WomenCommittees] != 0 {
				t.Errorf("committees of the coal union: %v", c)
			}
			if n, known := got[none][statistics.ExecutiveCommittees]; n != 0 || !known {
				t.Errorf("a union without committees: %v", got[none])
			}
			ask.On = date("2022-01-01")
			got, err = roll{a}.Tally(ctx, ask)
			must(t, err)
			if got[unit][statistics.ExecutiveCommittees] != 0 {
				t.Errorf("before it was elected: %v", got[unit])
			}
			person := seed.PersonID("than")
			for login, opens := range map[string]bool{"than": true, "minh": false} {
				panels, err := a.postsPanel(ctx, a.as(t, login), members.PanelAsk{Tenant: seed.Tenant(), Person: person, On: date("2026-11-23")})
				must(t, err)
				if len(panels) != 1 || len(panels[0].Rows) < 2 {
					t.Fatalf("%s sees %+v", login, panels)
				}
				links := 0
				for _, r := range panels[0].Rows {
					if r.Href != "" {
						links++
					}
				}
				if (links > 0) != opens {
					t.Errorf("%s is led to %d committees", login, links)
				}
			}
		})
	}
}
