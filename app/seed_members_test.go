package app

import (
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
)

// The roll of Than Mẫu is Firm K of the worked examples: 120 members, and the wages of union.md §6.
func TestFirmKHasTheRollOfTheWorkedExamples(t *testing.T) {
	a, _ := castSite(t, db.SQLite, monday())
	for _, want := range []struct {
		on    kernel.Date
		count int64
		wages kernel.Money
	}{{kernel.Date{Year: 2026, Month: 9, Day: 30}, 120, 60*8_000_000 + 40*12_000_000 + 15*20_000_000 + 4*46_800_000 + 60_000_000},
		{kernel.Date{Year: 2025, Month: 6, Day: 30}, 120, 60*8_000_000 + 40*12_000_000 + 15*20_000_000 + 4*46_800_000 + 60_000_000}} {
		err := a.db.Read(t.Context(), func(tx *db.Tx) error {
			list, err := a.members.Tally(tx, seed.Tenant(), []kernel.ID{seed.UnitID("cdcs-than-mau")}, want.on)
			if err != nil {
				return err
			}
			if len(list) != 1 || list[0].Members != want.count || list[0].Wages != want.wages || list[0].Exempt != 0 {
				t.Errorf("on %s: %+v", want.on, list)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := a.Seed(t.Context(), SeedOptions{}) // a second time changes nothing
	if err != nil {
		t.Fatal(err)
	}
	flaws := func() (out []string) {
		err := a.db.Read(t.Context(), func(tx *db.Tx) error {
			var err error
			out, err = a.verifyMembers(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}()
	if len(flaws) > 0 {
		t.Error(flaws)
	}
}
