package app

import (
	"testing"

	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// TestWhoLeadsTheNewPlaceFindsByText moves a ward with its desk below another unit. Whoever leads there finds
// the ward's dossiers by their text at once, the finished one too; when it is taken back, no more.
func TestWhoLeadsTheNewPlaceFindsByText(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := t.Context()
			s := castStory(t, engine, "2026-11-23T09:00")
			open, closed := s.accepted(ctx, t, 1, "2.000815"), s.accepted(ctx, t, 2, "2.000815")
			clerk, err := s.actor(ctx, "lan")
			must(t, err)
			_, err = s.a.dossiers.Withdraw(ctx, clerk, dossiers.ReasonInput{ID: closed.ID, Reason: "Người nộp xin rút"})
			must(t, err)
			must(t, s.a.outbox.Drain(ctx))
			ward, above := seed.UnitID("ubnd-uong-bi"), seed.UnitID("so-noi-vu")
			leader := func(unit kernel.ID) kernel.Actor {
				return kernel.Actor{Tenant: seed.Tenant(), Account: 1, Person: 1, Mandates: []kernel.Mandate{{Org: unit, Permissions: []string{dossiers.PermView}}}}
			}
			finds := func(when string, unit kernel.ID, want int) {
				t.Helper()
				for _, d := range []dossiers.Dossier{open, closed} {
					page, err := s.a.dossiers.List(ctx, leader(unit), dossiers.Filter{Text: d.Applicant.Name, Limit: 10})
					must(t, err)
					n := 0
					for _, it := range page.Items {
						if it.ID == d.ID {
							n++
						}
					}
					if n != want {
						t.Errorf("%s: %d found by the name of %s, want %d", when, n, d.Code, want)
					}
				}
			}
			finds("before", above, 0)
			finds("before, its own", ward, 1)

			s.clock.set(s.clock.Now().Date().AddDays(1).Clock(0, 30))
			d := s.decided(ctx, t, "17/QĐ", s.clock.Now().Date(), reorg.Step{Kind: reorg.Move, Units: []kernel.ID{ward}, To: above})
			must(t, s.a.outbox.Drain(ctx))
			finds("moved", above, 1)
			finds("moved, its own", ward, 1)
			finds("moved, its own desk", seed.UnitID("ttphcc-uong-bi"), 1)

			_, faults := s.takenBack(ctx, t, "18/QĐ", d.ID)
			if faults != nil {
				t.Fatal(faults)
			}
			must(t, s.a.outbox.Drain(ctx))
			finds("taken back", above, 0)
			finds("taken back, its own", ward, 1)
		})
	}
}
