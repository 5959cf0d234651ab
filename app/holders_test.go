package app

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// decided takes a decision over the whole site as far as it goes; what stands in its way fails the test.
func (s *story) decided(ctx context.Context, t *testing.T, number string, on kernel.Date, steps ...reorg.Step) reorg.Reorganisation {
	t.Helper()
	id, err := s.a.reorg.Begin(ctx, s.a.program(), seed.Tenant(), reorg.Head{Number: number, Decided: on, Effective: on, Issuer: "Cơ quan mẫu", Signer: "Nguyễn Văn Mẫu"}, steps)
	must(t, err)
	return s.carriedOut(ctx, t, id)
}

func (s *story) takenBack(ctx context.Context, t *testing.T, number string, of kernel.ID) (reorg.Reorganisation, []string) {
	t.Helper()
	id, err := s.a.reorg.TakeBack(ctx, s.a.program(), of, reorg.Head{Number: number, Decided: s.clock.Now().Date(), Issuer: "Cơ quan mẫu", Signer: "Nguyễn Văn Mẫu"})
	must(t, err)
	d, err := s.a.reorg.Try(ctx, s.a.program(), id)
	must(t, err)
	var codes []string
	for _, f := range d.Picture.Faults {
		codes = append(codes, f.Code)
	}
	if len(codes) > 0 {
		return d, codes
	}
	return s.carriedOut(ctx, t, id), nil
}

func (s *story) carriedOut(ctx context.Context, t *testing.T, id kernel.ID) reorg.Reorganisation {
	t.Helper()
	d, err := s.a.reorg.Submit(ctx, s.a.program(), id)
	if err != nil {
		t.Fatalf("%v: %+v", err, d.Picture.Faults)
	}
	for n := kernel.ID(1); n <= reorg.Approvers; n++ {
		who := kernel.Actor{Tenant: seed.Tenant(), Account: n, Person: n, Name: "Người duyệt", Mandates: []kernel.Mandate{{Org: seed.Tenant(), Permissions: []string{reorg.ApprovePermission}}}}
		_, err = s.a.reorg.Approve(ctx, who, id, "")
		must(t, err)
	}
	d, err = s.a.reorg.Apply(ctx, id)
	if err != nil || d.State != reorg.Applied {
		t.Fatalf("%v: %s %+v", err, d.State, d.Picture.Faults)
	}
	s.clock.set(s.clock.Now().Add(time.Minute))
	return d
}

// where is the unit of each mandate of an account.
func (s *story) where(ctx context.Context, t *testing.T, login string) []kernel.ID {
	t.Helper()
	a, err := s.a.people.Actor(ctx, seed.AccountID(login))
	must(t, err)
	var out []kernel.ID
	for _, m := range a.Mandates {
		if !slices.Contains(out, m.Org) {
			out = append(out, m.Org)
		}
	}
	return out
}

// TestAWardThatIsMergedHandsItsDossiersOver merges a ward with its desk into another one. The decision
// names two of its people: they gain what they had, there; who is not named loses it, and her old links
// answer like links that never led anywhere. Taking it back gives everything back, also after a second
// decision that stood upon it has been taken back itself.
func TestAWardThatIsMergedHandsItsDossiersOver(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := t.Context()
			s := castStory(t, engine, "2026-11-23T09:00")
			d := s.accepted(ctx, t, 1, "2.000815")
			must(t, s.a.outbox.Drain(ctx))
			people := map[string]caller{}
			for _, c := range callers(t, s.a) {
				people[c.login] = c
			}
			open := "/ho-so/" + d.ID.String()
			status := func(login, path string, want int) string {
				t.Helper()
				_, _, _ = people[login].call(t, "GET", "/vao-thu/"+seed.AccountID(login).String()) // days have passed
				got, _, body := people[login].call(t, "GET", path)
				if got != want {
					t.Errorf("%s, %s: %d, want %d", login, path, got, want)
				}
				return body
			}
			status("thuy", open, http.StatusOK)
			status("quang", open, http.StatusOK)
			status("vandanh", open, http.StatusNotFound)
			was := map[string][]kernel.ID{}
			for _, login := range []string{"quang", "thuy", "lan", "vandanh"} {
				was[login] = s.where(ctx, t, login)
			}

			s.clock.set(s.clock.Now().Date().AddDays(1).Clock(0, 30))
			day := s.clock.Now().Date()
			oldDesk, newDesk, old, fresh := seed.UnitID("ttphcc-uong-bi"), seed.UnitID("ttphcc-vang-danh"), seed.UnitID("ubnd-uong-bi"), seed.UnitID("ubnd-vang-danh")
			first := s.decided(ctx, t, "12/NQ", day,
				reorg.Step{Kind: reorg.Merge, Units: []kernel.ID{oldDesk}, To: newDesk},
				reorg.Step{Kind: reorg.Merge, Units: []kernel.ID{old}, To: fresh, Rule: reorg.Rule{List: []reorg.Listing{{Key: "quang", To: fresh}, {Key: "lan", To: fresh}}}})
			for _, l := range first.Picture.Totals {
				if !l.Kept() {
					t.Errorf("%s: %+v", l.Kind, l)
				}
			}
			gone := status("thuy", open, http.StatusNotFound)
			never := status("thuy", "/ho-so/"+strings.Repeat("7", len(d.ID.String())), http.StatusNotFound)
			if strip(gone, d.ID.String()) != strip(never, strings.Repeat("7", len(d.ID.String()))) {
				t.Errorf("an old link answers otherwise than one that never led anywhere:\n%s\n%s", gone, never)
			}
			status("quang", open, http.StatusOK)
			status("lan", open, http.StatusOK)
			status("vandanh", open, http.StatusOK)
			for login, want := range map[string][]kernel.ID{"quang": {fresh}, "lan": {fresh}, "thuy": nil, "vandanh": was["vandanh"]} {
				if got := s.where(ctx, t, login); !slices.Equal(got, want) {
					t.Errorf("%s holds something in %v, want %v", login, got, want)
				}
			}
			s.moved(ctx, t, d, newDesk, first.Label())
			// Which agency handles a procedure is found along the tree of a day: no binding is left behind.
			for _, x := range []struct {
				from kernel.ID
				on   kernel.Date
				want kernel.ID
			}{{oldDesk, day.AddDays(-1), old}, {newDesk, day.AddDays(-1), fresh}, {newDesk, day, fresh}} {
				got, err := s.a.decidingUnit(ctx, x.from, "ubnd_xa", x.on)
				if err != nil || got != x.want {
					t.Errorf("who decides, seen from %s on %s: %s, %v; want %s", x.from, x.on, got, err, x.want)
				}
			}
			s.countersAreLists(ctx, t, "quang", "vandanh")

			// A second decision stands upon the first; as long as it holds the first cannot be taken back.
			second := s.decided(ctx, t, "13/NQ", day, reorg.Step{Kind: reorg.Rename, Units: []kernel.ID{fresh}, Name: "Uỷ ban nhân dân phường Mẫu Mới"})
			_, faults := s.takenBack(ctx, t, "14/NQ", first.ID)
			if !slices.Contains(faults, "reorg.undo_later") {
				t.Errorf("taken back under a later decision: %v", faults)
			}
			_, faults = s.takenBack(ctx, t, "15/NQ", second.ID)
			if faults != nil {
				t.Fatal(faults)
			}
			back, faults := s.takenBack(ctx, t, "16/NQ", first.ID)
			if faults != nil {
				t.Fatal(faults)
			}
			for login, want := range was {
				if got := s.where(ctx, t, login); !slices.Equal(got, want) {
					t.Errorf("taken back, %s holds something in %v, want %v", login, got, want)
				}
			}
			status("thuy", open, http.StatusOK)
			status("vandanh", open, http.StatusNotFound)
			s.moved(ctx, t, d, d.Received, back.Label())
			s.countersAreLists(ctx, t, "quang", "vandanh")
			must(t, s.a.outbox.Drain(ctx))
			report, err := s.a.Verify(ctx)
			if err != nil || len(report.BadDossiers) > 0 {
				t.Errorf("%v %v", err, report.BadDossiers)
			}
		})
	}
}

func strip(body, id string) string { return strings.ReplaceAll(body, id, "") }

// moved asks for a dossier in another unit, with its code and its clock as they were.
func (s *story) moved(ctx context.Context, t *testing.T, was dossiers.Dossier, desk kernel.ID, label string) {
	t.Helper()
	seen, err := s.a.dossiers.Detail(ctx, s.a.as(t, "quang"), was.ID)
	must(t, err)
	d, last := seen.Dossier, seen.Events[len(seen.Events)-1]
	if d.Received != desk || d.Code != was.Code || !d.Clock.Due.Equal(was.Clock.Due) || d.State != was.State || last.Verb != dossiers.DoTransfer || last.Reason != label {
		t.Errorf("received by %s, code %s, due %s, last line %s %q", d.Received, d.Code, d.Clock.Due, last.Verb, last.Reason)
	}
}

// countersAreLists compares each counter above the queues, and each figure of the board, with its list.
func (s *story) countersAreLists(ctx context.Context, t *testing.T, logins ...string) {
	t.Helper()
	for _, login := range logins {
		a, err := s.a.people.Actor(ctx, seed.AccountID(login))
		must(t, err)
		n, err := s.a.dossiers.Counts(ctx, a)
		must(t, err)
		for kind, want := range map[dossiers.QueueKind]int64{dossiers.QueueUnit: n.Unit, dossiers.QueueDesk: n.Desk, dossiers.QueueMine: n.Mine} {
			page, err := s.a.dossiers.Queue(ctx, a, dossiers.QueueAsk{Kind: kind, Limit: 200})
			must(t, err)
			if int64(len(page.Items)) != want {
				t.Errorf("%s, %s: the counter says %d, the list %d", login, kind, want, len(page.Items))
			}
		}
		if !a.Anywhere(dossiers.PermReport) {
			continue
		}
		today := s.clock.Now().Date()
		ask := dossiers.ReportAsk{From: today.AddDays(-30), To: today}
		r, err := s.a.dossiers.Report(ctx, a, ask)
		must(t, err)
		for _, f := range dossiers.Figures {
			page, err := s.a.dossiers.List(ctx, a, r.Filter(r.Total, ask, f))
			must(t, err)
			if int64(len(page.Items)) != r.Total.N[f] {
				t.Errorf("%s, %s: the figure says %d, the list %d", login, f, r.Total.N[f], len(page.Items))
			}
		}
	}
}
