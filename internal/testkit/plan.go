package testkit

import (
	"testing"

	"doanket/internal/db"
)

// UsesIndex fails when a plan reads a whole table:
//
//	testkit.UsesIndex(t, e.DB, func(tx *db.Tx) (string, error) { return db.Explain(tx, listSQL, 1, 2) })
func UsesIndex(t testing.TB, d *db.DB, explain func(tx *db.Tx) (string, error)) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		plan, err := explain(tx)
		if err == nil && db.FullScan(plan) {
			t.Errorf("reads a whole table on %s:\n%s", d.Engine(), plan)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
