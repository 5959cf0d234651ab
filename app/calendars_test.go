package app

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// castStory is a site with the sample units, people and procedures, at a moment.
func castStory(t *testing.T, engine db.Engine, at string) *story {
	t.Helper()
	clock := &storyClock{}
	clock.set(instant(t, at))
	a, err := Open(t.Context(), Config{DB: testkit.URL(t, engine), Data: t.TempDir(), Profile: "demo", Node: 7}, WithClock(clock), WithLog(slog.New(slog.DiscardHandler)))
	must(t, err)
	t.Cleanup(func() { _ = a.Close() })
	must(t, a.Migrate(t.Context()))
	must(t, seed.Cast(t.Context(), seed.Deps{Orgs: a.orgs, Accounts: enrol{a}}))
	must(t, a.installProcedures(t.Context()))
	return &story{a: a, clock: clock, r: rand.New(rand.NewPCG(1, 1)), calendar: kernel.VietnamCalendar(), end: clock.Now(), actors: map[string]kernel.Actor{}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func instant(t *testing.T, s string) kernel.Instant {
	t.Helper()
	i, err := kernel.ParseInstant(s)
	must(t, err)
	return i
}

// accepted files a dossier of the procedure at the desk, taken in at once.
func (s *story) accepted(ctx context.Context, t *testing.T, n int, procedure string) dossiers.Dossier {
	t.Helper()
	i := slices.IndexFunc(seed.Plays, func(p seed.Play) bool { return p.Procedure == procedure && p.Desk != "" })
	if i < 0 {
		t.Fatalf("no play of %s at a desk", procedure)
	}
	p := &plan{n: n, play: seed.Plays[i], applicant: seed.ApplicantNo(n)}
	must(t, s.file(ctx, p))
	d, err := s.load(ctx, p.id)
	must(t, err)
	return d
}

func TestAConfirmedYearMovesWhatWasOnlyReckoned(t *testing.T) {
	for _, engine := range []db.Engine{"sqlite", "postgres"} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := t.Context()
			s := castStory(t, engine, "2026-12-28T09:00")
			open := s.accepted(ctx, t, 1, "2.001955")
			closed := s.accepted(ctx, t, 2, "2.001955")
			clerk, err := s.actor(ctx, "lan")
			must(t, err)
			_, err = s.a.dossiers.Withdraw(ctx, clerk, dossiers.ReasonInput{ID: closed.ID, Reason: "Người nộp xin rút"})
			must(t, err)
			must(t, s.a.outbox.Drain(ctx))
			if open.Clock.Due.String() != "2027-01-07T09:00:00+07:00" || !open.Clock.Provisional {
				t.Fatalf("due %s, provisional %v", open.Clock.Due, open.Clock.Provisional)
			}

			// The decision gives Monday 04/01 free for Tết Dương lịch, made up on Saturday 09/01.
			proposed, _ := kernel.VietnamCalendar().Holidays(2027)
			list := orgs.WriteDays(proposed) + "\n04/01/2027; nghỉ bù; Tết Dương lịch; 09/01/2027\n09/01/2027; làm bù; Tết Dương lịch; 04/01/2027"
			days, err := orgs.ReadDays(list, 2027)
			must(t, err)
			keeper, err := s.actor(ctx, "lich")
			must(t, err)
			must(t, s.a.orgs.ConfirmYear(ctx, keeper, orgs.ConfirmedYear{Org: seed.Tenant(), Year: 2027, Number: "12/TB-BNV", Decided: kernel.Date{Year: 2026, Month: 12, Day: 28}, Issuer: "Bộ Nội vụ", Days: days}))
			must(t, s.a.outbox.Drain(ctx))

			now, err := s.load(ctx, open.ID)
			must(t, err)
			if now.Clock.Due.String() != "2027-01-08T09:00:00+07:00" || now.Clock.Provisional {
				t.Errorf("due %s, provisional %v", now.Clock.Due, now.Clock.Provisional)
			}
			seen, err := s.a.dossiers.Detail(ctx, clerk, open.ID)
			must(t, err)
			last := seen.Events[len(seen.Events)-1]
			if last.Verb != dossiers.DoMoveDue || !strings.Contains(last.Reason, "12/TB-BNV ngày 28/12/2026") {
				t.Errorf("the last event is %s: %s", last.Verb, last.Reason)
			}
			was, err := s.load(ctx, closed.ID)
			must(t, err)
			if !was.Clock.Due.Equal(closed.Clock.Due) || was.State.Open() {
				t.Errorf("the closed dossier's date moved from %s to %s", closed.Clock.Due, was.Clock.Due)
			}
		})
	}
}
