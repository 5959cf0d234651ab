package seed_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
)

type roster []seed.Enrolment

func (r *roster) Enrol(_ context.Context, e seed.Enrolment) error {
	*r = append(*r, e)
	return nil
}

func TestTheCastIsTheSameInEveryDatabaseAndTwiceIsOnce(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
		var people roster
		for range 2 {
			err := seed.Cast(e.Ctx, seed.Deps{Orgs: s, Accounts: &people})
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(people) != 2*len(seed.People) {
			t.Errorf("%d enrolments of %d people", len(people), len(seed.People))
		}
		err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			asOf(t, tx, s, "2025-06-30", "cdcs-than-mau", "ldld-uong-bi", "ldld-tinh", "tinh")
			asOf(t, tx, s, "2025-07-01", "cdcs-than-mau", "cd-uong-bi", "ldld-tinh", "tinh")
			asOf(t, tx, s, "2026-11-22", "phong-kinh-te", "ubnd-uong-bi", "ubnd-tinh", "tinh")
			all, err := s.Under(tx, []kernel.ID{seed.Tenant()}, kernel.Date{Year: 2026, Month: 11, Day: 22})
			if err != nil || len(all) != len(seed.Units)-1 {
				t.Errorf("%d units today: %v", len(all), err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}, orgs.Migrations())
}

func asOf(t *testing.T, tx *db.Tx, s *orgs.Service, on string, keys ...string) {
	t.Helper()
	day, err := kernel.ParseISODate(on)
	if err != nil {
		t.Fatal(err)
	}
	var want []kernel.ID
	for _, k := range keys {
		want = append(want, seed.UnitID(k))
	}
	got, err := s.Path(tx, want[0], day)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: path %v, want %v: %v", on, got, want, err)
	}
}

func TestNothingOfTheCastCanMeetARealPerson(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range seed.People {
		if !strings.HasPrefix(p.Phone, "0000") || !strings.HasSuffix(p.Mail, "@vidu.example") || p.Identity != "" && !strings.HasPrefix(p.Identity, "000") {
			t.Errorf("%s: %s %s %s", p.Login, p.Phone, p.Mail, p.Identity)
		}
		if seen[p.Login] {
			t.Errorf("login %s twice", p.Login)
		}
		seen[p.Login] = true
		for _, r := range p.Roles {
			seed.UnitID(r.Unit)
		}
	}
}
