package app

import (
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// What a unit that has been wound up has done stays in the lists of its branch: whoever may open a
// dossier finds it.
func TestDossiersOfAUnitThatHasEndedStayInTheLists(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := t.Context()
			s := castStory(t, engine, "2026-11-23T09:00")
			d := s.accepted(ctx, t, 1, "2.000815")
			must(t, s.a.outbox.Drain(ctx))
			clerk, err := s.actor(ctx, "lan")
			must(t, err)
			tomorrow := s.clock.Now().Date().AddDays(1)
			program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Chương trình"}
			must(t, s.a.orgs.WindUp(ctx, program, orgs.Change{Org: d.Received, Basis: orgs.Basis{Number: "9/QĐ", Decided: tomorrow, Issuer: "Cơ quan mẫu", Effective: tomorrow}}))
			s.clock.set(tomorrow.Clock(9, 0))
			for _, f := range []dossiers.Filter{{}, {Text: d.Code}, {Text: d.Applicant.Name}} {
				page, err := s.a.dossiers.List(ctx, clerk, f)
				if err != nil || len(page.Items) != 1 || page.Items[0].ID != d.ID {
					t.Errorf("%+v lists %d dossiers, %v", f, len(page.Items), err)
				}
			}
			seen, err := s.a.dossiers.Detail(ctx, clerk, d.ID)
			if err != nil || seen.Dossier.ID != d.ID {
				t.Errorf("the dossier itself: %v", err)
			}
			counts, err := s.a.dossiers.Counts(ctx, clerk)
			if err != nil || counts.Unit+counts.Desk == 0 {
				t.Errorf("counts: %+v %v", counts, err)
			}
		})
	}
}
