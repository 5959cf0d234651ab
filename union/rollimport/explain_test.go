package rollimport

import (
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
)

// What the worker asks at each tick and what the page of an import asks is read by indexes.
func TestImportsAreReadByTheirIndexes(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		if e.DB.Engine() != db.SQLite { // of no rows PostgreSQL reads all
			return
		}
		err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			for name, plan := range map[string]func() (string, error){
				"what waits":            func() (string, error) { return db.Explain(tx, waitingSQL, e.Clock.Now(), 10) },
				"the same file again":   func() (string, error) { return db.Explain(tx, runningSQL, 1, 2, "x") },
				"the findings":          func() (string, error) { return db.Explain(tx, findingsSQL, 1, 0, 100) },
				"the imports of a site": func() (string, error) { return db.Explain(tx, importsOfTenant, 1, 99, 50) },
			} {
				text, err := plan()
				if err != nil {
					return err
				}
				if db.FullScan(text) {
					t.Errorf("%s is read by walking:\n%s", name, text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}, Migrations())
}
