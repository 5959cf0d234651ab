package app

import (
	"slices"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/seed"
	"doanket/services/dossiers"
	"doanket/union/members"
)

// A dossier of admission that the committee approves is a member on the roll, with a way from the
// record to the dossier and back; a card follows by hand, a second telling changes nothing.
func TestAnApprovedDossierOfAdmissionIsAMember(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := t.Context()
			s := castStory(t, engine, "2026-11-23T09:00")
			i := slices.IndexFunc(seed.Plays, func(p seed.Play) bool { return p.Procedure == "CD-02" })
			p := &plan{n: 3, play: seed.Plays[i], applicant: seed.ApplicantNo(3)}
			must(t, s.file(ctx, p))
			for range 12 {
				d, err := s.load(ctx, p.id)
				must(t, err)
				if d.State == dossiers.Decided {
					break
				}
				must(t, s.act(ctx, p))
			}
			must(t, s.a.outbox.Drain(ctx))
			d, err := s.load(ctx, p.id)
			must(t, err)
			if d.State != dossiers.Decided || d.Result == nil {
				t.Fatalf("the dossier stands at %v", d.State)
			}
			chair, err := s.actor(ctx, "than")
			must(t, err)
			var f members.FromDossier
			var m members.Member
			must(t, s.a.db.Read(ctx, func(tx *db.Tx) error {
				var err error
				f, _, err = s.a.members.OfDossier(tx, chair, d.ID)
				if err == nil {
					m, _, err = s.a.members.Get(tx, seed.Tenant(), f.Application.Member, s.clock.Now().Date())
				}
				return err
			}))
			if m.Name == "" || m.Basis != d.Result.Number || m.Unit != d.Deciding || m.Admitted != d.Result.SignedAt.Date() {
				t.Fatalf("on the roll: %+v, the decision is %s", m, d.Result.Number)
			}
			notes, err := s.a.becameMember(ctx, chair, d)
			must(t, err)
			if len(notes) != 1 || notes[0].Href != "/doan-vien/"+m.ID.String() || !strings.Contains(notes[0].Text, m.Number) {
				t.Errorf("on the dossier: %+v", notes)
			}
			panels, err := s.a.admissionPanel(ctx, chair, members.PanelAsk{Tenant: seed.Tenant(), Member: m.ID, Person: m.Person})
			must(t, err)
			if len(panels) != 1 || panels[0].Rows[0].Href != "/ho-so/"+d.ID.String() || panels[0].Rows[0].Label != d.Reference() {
				t.Errorf("on the record: %+v", panels)
			}
			elsewhere, err := s.actor(ctx, "minh") // a clerk of a ward's administration
			must(t, err)
			panels, err = s.a.admissionPanel(ctx, elsewhere, members.PanelAsk{Tenant: seed.Tenant(), Member: m.ID, Person: m.Person})
			must(t, err)
			if len(panels) != 0 {
				t.Errorf("a stranger sees %+v", panels)
			}
		})
	}
}
