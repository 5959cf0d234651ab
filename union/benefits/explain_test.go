package benefits

import (
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// What every list of the room asks is read by its indexes, however many vouchers and uses there are.
func TestListsAreReadByTheirIndexes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		on := h.s.today()
		ward := scope{Roots: []kernel.ID{h.ward}, Above: []kernel.ID{h.ward, h.fed, h.top}}
		built := map[string]*db.Query{
			"agreements of the site":  agreementsQuery(h.top, scope{All: true}, "", 0, on, 51),
			"agreements of a ward":    agreementsQuery(h.top, ward, Running, 9, on, 51),
			"vouchers of a series":    vouchersQuery(1, ward, "", 9, on, 51),
			"vouchers in one state":   vouchersQuery(1, scope{All: true}, Issued, 0, on, 51),
			"how many vouchers":       statesQuery(1, ward, on),
			"uses of a till":          ofTillQuery(71, 9, 51),
			"uses of a period":        usesQuery(h.top, ward, UseFilter{From: on.AddDays(-30), To: on}, on, 51),
			"uses of an agreement":    usesQuery(h.top, scope{All: true}, UseFilter{Agreement: 1}, on, 51),
			"uses of a unit":          usesQuery(h.top, scope{All: true}, UseFilter{Only: h.coal}, on, 51),
			"who used anything":       usedQuery(h.top, []kernel.ID{1, 2}, on.AddDays(-30), on),
			"the report":              talliesQuery(h.top, ward, UseFilter{From: on.AddDays(-30), To: on}, on),
			"the report of a subtree": talliesQuery(h.top, ward, UseFilter{Unit: h.coal}, on),
		}
		for name, q := range built {
			t.Run(name, func(t *testing.T) {
				testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) { return db.ExplainOf(tx, q) })
			})
		}
		for name, plan := range map[string]func(tx *db.Tx) (string, error){
			"agreements of a partner": func(tx *db.Tx) (string, error) { return db.Explain(tx, ofPartnerSQL, 71, h.top) },
			"uses of a member":        func(tx *db.Tx) (string, error) { return db.Explain(tx, ownUsesSQL, 1, h.top, 51) },
			"vouchers of a member":    func(tx *db.Tx) (string, error) { return db.Explain(tx, ownVouchersSQL, 1, h.top, 51) },
		} {
			t.Run(name, func(t *testing.T) { testkit.UsesIndex(t, h.DB, plan) })
		}
		// the few rows of one line, and of those in use, may be sorted
		for name, plan := range map[string]func(tx *db.Tx) (string, error){
			"agreements that reach a member": func(tx *db.Tx) (string, error) {
				return db.ExplainOf(tx, reachingQuery(h.top, []kernel.ID{h.coal, h.ward, h.fed}, on))
			},
			"agreements to turn": func(tx *db.Tx) (string, error) { return db.Explain(tx, dueSQL, on, 50) },
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
