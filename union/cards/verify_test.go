package cards

import (
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
)

// verify names a card whose row contradicts itself, one that is good though its member stands nowhere,
// and a counter that is not what the rows add up to.
func TestVerifyFindsWhatIsWrongInTheRegister(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		m := h.enrol(h.coal, 3)
		h.given(t, h.coal)
		units := map[kernel.ID]kernel.ID{}
		for _, x := range m {
			units[x.ID] = h.coal
		}
		found := func() (n int, what map[string]int) {
			must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
				what = map[string]int{}
				var list []Flaw
				var err error
				n, list, err = h.s.VerifyAll(tx, h.top, func([]kernel.ID) (map[kernel.ID]kernel.ID, error) { return units, nil })
				for _, f := range list {
					what[f.What]++
				}
				return err
			}))
			return n, what
		}
		if n, what := found(); n != 3 || len(what) != 0 {
			t.Fatalf("%d cards, %v", n, what)
		}
		units[m[0].ID] = 0
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`update card set ended_at = handed_at where member_id = $1`, m[1].ID)
			if err == nil {
				_, err = tx.Exec(`update card_count set cards = cards + 1 where org_id = $1 and state = 'valid'`, h.coal)
			}
			return err
		}))
		if n, what := found(); n != 3 || what["gone"] != 1 || what["state"] != 1 || what["counter"] != 1 {
			t.Errorf("%d cards, %v", n, what)
		}
	})
}
