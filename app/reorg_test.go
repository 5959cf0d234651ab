package app

import (
	"io"
	"os"
	"testing"
	"time"

	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
)

// walkSite is the eve of 1 July 2025.
func walkSite(t *testing.T, engine db.Engine) *App {
	t.Helper()
	cfg := Config{DB: testkit.Empty(t, engine), Data: t.TempDir(), Addr: "localhost:0", Profile: "demo", Node: -1, MailFrom: "doanket@vidu.example"}
	a, err := Open(t.Context(), cfg, WithClock(monday()), quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	for _, step := range []func() error{func() error { return a.Migrate(t.Context()) }, func() error { return a.SeedUongBi(t.Context(), io.Discard) }} {
		err = step()
		if err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// branch counts units and members below a unit on a day.
func (a *App) branch(t *testing.T, unit kernel.ID, on kernel.Date) (units int, people int64) {
	t.Helper()
	err := a.db.Read(t.Context(), func(tx *db.Tx) error {
		rows, err := a.orgs.Branches(tx, []kernel.ID{unit}, on)
		if err != nil {
			return err
		}
		var ids []kernel.ID
		for _, r := range rows {
			ids = append(ids, r.Unit)
		}
		units = max(0, len(ids)-1)
		held, err := a.members.Held().Holds(tx, seed.Tenant(), ids, on)
		for _, h := range held {
			if h.Kind == members.HeldMember {
				people += h.Count
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return units, people
}

// TestTheWalkOfUongBi is docs/walk/2025-07-01.md, from the eve to the decision that takes it back, with
// every room that holds something.
func TestTheWalkOfUongBi(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			a := walkSite(t, engine)
			eve, day := kernel.Date{Year: 2025, Month: 6, Day: 30}, kernel.Date{Year: 2025, Month: 7, Day: 1}
			check := func(title string, unit kernel.ID, on kernel.Date, units int, people int64) {
				t.Helper()
				u, p := a.branch(t, unit, on)
				if u != units || p != people {
					t.Errorf("%s: %d units, %d members; want %d, %d", title, u, p, units, people)
				}
			}
			check("the eve", seed.WalkCity(), eve, 46, 9800)
			r, err := a.CheckReorg(t.Context(), "../docs/walk/uong-bi.yaml")
			if err != nil || !r.Clean {
				t.Fatalf("%v: %+v", err, r.Picture.Faults)
			}
			check("a check leaves nothing", seed.WalkCity(), day, 46, 9800)
			r, err = a.ApplyReorg(t.Context(), "../docs/walk/uong-bi.yaml", "ldld.tc", []string{"ldld.ct", "ldld.pct2"})
			if err != nil || r.State != reorg.Applied {
				t.Fatalf("%v: %s %+v", err, r.State, r.Picture.Faults)
			}
			check("the past", seed.WalkCity(), eve, 46, 9800)
			check("the old city", seed.WalkCity(), day, 0, 0)
			var wards []kernel.ID
			err = a.db.Read(t.Context(), func(tx *db.Tx) error {
				for _, code := range []string{"I02.22.01", "I02.22.02", "I02.22.03"} {
					o, ok, err := a.orgs.ByIdentifier(tx, seed.Tenant(), code, day)
					if err != nil || !ok {
						t.Errorf("%s: %v %v", code, ok, err)
					}
					wards = append(wards, o.ID)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, w := range seed.WalkWards {
				check(w.Name, wards[i], day, w.Unions, int64(w.Members))
			}
			report, err := a.Verify(t.Context())
			if err != nil || len(report.BadMembers) > 0 {
				t.Errorf("%v %v", err, report.BadMembers)
			}
			r, err = a.ApplyReorg(t.Context(), "../docs/walk/uong-bi-huy.yaml", "ldld.tc", []string{"ldld.ct", "ldld.pct2"})
			if err != nil || r.State != reorg.Applied {
				t.Fatalf("%v: %s %+v", err, r.State, r.Picture.Faults)
			}
			check("taken back", seed.WalkCity(), day, 46, 9800)
			check("taken back, the past", seed.WalkCity(), eve, 46, 9800)
		})
	}
}

// TestAKilledReorganisationResumes lets a process apply the decision, kills it at some moment, again and
// again: each time the tree and the roll are wholly the old or wholly the new ones, and the last process
// brings it to its end.
func TestAKilledReorganisationResumes(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			a := walkSite(t, engine)
			ctx, day := t.Context(), kernel.Date{Year: 2025, Month: 7, Day: 1}
			content, err := os.ReadFile("../docs/walk/uong-bi.yaml")
			if err != nil {
				t.Fatal(err)
			}
			id, _, err := a.reorg.BeginFile(ctx, a.as(t, "ldld.tc"), content)
			if err != nil {
				t.Fatal(err)
			}
			_, err = a.reorg.Submit(ctx, a.as(t, "ldld.tc"), id)
			for _, login := range []string{"ldld.ct", "ldld.pct2"} {
				if err == nil {
					_, err = a.reorg.Approve(ctx, a.as(t, login), id, "")
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			look := func() (city int, all int64) {
				city, people := a.branch(t, seed.WalkCity(), day)
				_, all = a.branch(t, seed.UnitID("ldld-tinh"), day)
				if all != 9800 || !(city == 46 && people == 9800 || city == 0 && people == 0) {
					t.Fatalf("half a reorganisation: %d units and %d members in the old city, %d in the province", city, people, all)
				}
				return city, all
			}
			for round := range 5 {
				p := startProcess(t, a.cfg, a.clock.(shifted))
				time.Sleep(time.Duration(round*round*40) * time.Millisecond)
				p.kill()
				look()
			}
			p := startProcess(t, a.cfg, a.clock.(shifted))
			for range 600 {
				city, _ := look()
				if city == 0 {
					break
				}
				time.Sleep(100 * time.Millisecond)
			}
			p.kill()
			if city, _ := look(); city != 0 {
				t.Error("nobody brought it to its end")
			}
			report, err := a.Verify(ctx)
			if err != nil || len(report.BadMembers) > 0 {
				t.Errorf("%v %v", err, report.BadMembers)
			}
		})
	}
}
