package members

import (
	"strings"
	"testing"

	"doanket/internal/db"
)

// What every page of the roll asks is read by its indexes, however long the roll is.
func TestTheRollIsReadByItsIndexes(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		ids := x.admit(t, Row{Name: "An Một", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"})
		if x.DB.Engine() != db.SQLite { // of so few rows PostgreSQL reads all
			return
		}
		today := x.s.today()
		x.read(t, func(tx *db.Tx) error {
			for name, plan := range map[string]func() (string, error){
				"a page of a unit":             func() (string, error) { return db.Explain(tx, pageOfUnitSQL, x.a, today, []byte{}, 0, 51) },
				"a member by her number":       func() (string, error) { return db.Explain(tx, memberByNumberSQL, x.top, today, "M1") },
				"the segments of a member":     func() (string, error) { return db.Explain(tx, segmentsSQL, ids[0]) },
				"the application of a dossier": func() (string, error) { return db.Explain(tx, applicationBySourceSQL, x.top, "dossier:1") },
				"the application of a member":  func() (string, error) { return db.Explain(tx, applicationOfMemberSQL, ids[0]) },
				"members by their ids":         func() (string, error) { return db.ExplainOf(tx, byIDs(ids, today)) },
				"where some members stand":     func() (string, error) { return db.ExplainOf(tx, standingQuery(ids)) },
			} {
				text, err := plan()
				if err != nil {
					return err
				}
				if strings.Contains(text, "SCAN ") { // the few rows of one member may be sorted
					t.Errorf("%s is read by walking:\n%s", name, text)
				}
			}
			return nil
		})
	})
}

// A way of looking is kept under a name of its account's own: the same name again takes its place,
// another account does not see it, and words that are no filter are left out.
func TestAWayOfLookingIsKeptForItsAccountAlone(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		one, two := x.holding(x.a, deskRights...), x.holding(x.a, deskRights...)
		two.Account = 78
		must(t, x.s.keepFilter(x.Ctx, one, "  Nữ  có hợp đồng ", "gioi=nu&hop-dong=fixed&lạ=1&sau=x"))
		must(t, x.s.keepFilter(x.Ctx, one, "Nữ có hợp đồng", "gioi=nu"))
		refused(t, x.s.keepFilter(x.Ctx, one, " ", "gioi=nu"), "members.view_name_needed")
		list, err := x.s.savedOf(x.Ctx, one)
		must(t, err)
		if len(list) != 1 || list[0].name != "Nữ có hợp đồng" || list[0].query != "gioi=nu" {
			t.Errorf("kept: %+v", list)
		}
		list, err = x.s.savedOf(x.Ctx, two)
		must(t, err)
		if len(list) != 0 {
			t.Errorf("another account sees %+v", list)
		}
		must(t, x.s.dropFilter(x.Ctx, two, "Nữ có hợp đồng"))
		list, _ = x.s.savedOf(x.Ctx, one)
		if len(list) != 1 {
			t.Error("another account took it away")
		}
		must(t, x.s.dropFilter(x.Ctx, one, "Nữ có hợp đồng"))
		list, _ = x.s.savedOf(x.Ctx, one)
		if len(list) != 0 {
			t.Error("it is still there")
		}
	})
}
