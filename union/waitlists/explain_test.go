package waitlists

import (
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// What every list of the room asks is read by its indexes, however long the lines are.
func TestListsAreReadByTheirIndexes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		on := h.s.today()
		ward := scope{Roots: []kernel.ID{h.ward}, Above: []kernel.ID{h.ward, h.top}}
		for name, plan := range map[string]func(tx *db.Tx) (string, error){
			"lists of the site": func(tx *db.Tx) (string, error) {
				return db.ExplainOf(tx, listsQuery(h.top, scope{All: true}, on, 0, 51))
			},
			"lists of a ward":          func(tx *db.Tx) (string, error) { return db.ExplainOf(tx, listsQuery(h.top, ward, on, 9, 51)) },
			"applications of a list":   func(tx *db.Tx) (string, error) { return db.Explain(tx, applicationsSQL, 1) },
			"applications of a member": func(tx *db.Tx) (string, error) { return db.Explain(tx, ownSQL, 1, h.top) },
			"the next in line":         func(tx *db.Tx) (string, error) { return db.Explain(tx, nextSQL, 1) },
			"offers of a list":         func(tx *db.Tx) (string, error) { return db.Explain(tx, offersSQL, 1) },
			"offers that are over":     func(tx *db.Tx) (string, error) { return db.Explain(tx, offersDueSQL, on, 50) },
		} {
			t.Run(name, func(t *testing.T) { testkit.UsesIndex(t, h.DB, plan) })
		}
		// the few rows of one line may be sorted
		for name, plan := range map[string]func(tx *db.Tx) (string, error){
			"lists that reach a member": func(tx *db.Tx) (string, error) {
				return db.ExplainOf(tx, reachingQuery(h.top, []kernel.ID{h.coal, h.ward}, on))
			},
		} {
			must(t, h.DB.Read(t.Context(), func(tx *db.Tx) error {
				text, err := plan(tx)
				if strings.Contains(text, "SCAN ") || strings.Contains(text, "Seq Scan") {
					t.Errorf("%s: reads a whole table on %s:\n%s", name, h.DB.Engine(), text)
				}
				return err
			}))
		}
	})
}
