package members

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

func (x *site) carry(t testing.TB, c orgs.Carriage) {
	t.Helper()
	c.Tenant = x.top
	if c.Label == "" {
		c.Label = "12/QĐ-LĐLĐ ngày 15/06/2025"
	}
	if c.Decision == 0 {
		c.Decision = x.IDs.New()
	}
	x.write(t, func(tx *db.Tx) error { return x.s.Held().Carry(tx, theProgram, c) })
}

func (x *site) holds(t testing.TB, on string, units ...kernel.ID) map[kernel.ID]int64 {
	t.Helper()
	out := map[kernel.ID]int64{}
	x.read(t, func(tx *db.Tx) error {
		list, err := x.s.Held().Holds(tx, x.top, units, day(on))
		for _, h := range list {
			if h.Kind != HeldMember || !h.Binds || h.Lapses {
				t.Errorf("%+v", h)
			}
			out[h.Unit] = h.Count
		}
		return err
	})
	return out
}

func (x *site) total(t testing.TB, on string) int64 {
	t.Helper()
	var n int64
	x.read(t, func(tx *db.Tx) error {
		list, err := x.s.Held().Totals(tx, x.top, day(on))
		for _, h := range list {
			n += h.Count
		}
		return err
	})
	return n
}

func TestAMergerMovesEverybodyFromItsDayAndIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.fillUnit(t, x.a, 30, "An")
		x.fillUnit(t, x.b, 20, "Binh")
		// One came after the day, one left after it, one moved on after it.
		x.Clock.SetTo("2025-07-20T08:00")
		late := x.admit(t, Row{Name: "Trần Thị Muộn", Sex: "nữ", Unit: x.a, Admitted: day("2025-07-10")})[0]
		must(t, x.s.End(x.Ctx, theProgram, a[0], Ending{As: Left, On: day("2025-07-15"), Basis: "1/QĐ"}))
		x.write(t, func(tx *db.Tx) error {
			return x.s.MoveTo(tx, theProgram, a[1], Move{Unit: x.away, On: day("2025-07-12")})
		})
		before := x.total(t, "2025-07-20")
		past := x.names(t, "2025-06-30", x.a)
		step := orgs.Carriage{Step: x.IDs.New(), On: day("2025-07-01"), From: []kernel.ID{x.a, x.b}, Rule: orgs.Allotment{Rest: x.ward}}
		x.carry(t, step)
		x.carry(t, step) // a second call changes nothing
		for on, want := range map[string][3]int64{"2025-06-30": {30, 20, 0}, "2025-07-01": {0, 0, 50}, "2025-07-11": {0, 0, 51}, "2025-07-20": {0, 0, 49}} {
			got := x.holds(t, on, x.a, x.b, x.ward)
			if got[x.a] != want[0] || got[x.b] != want[1] || got[x.ward] != want[2] {
				t.Errorf("as of %s: %v, want %v", on, got, want)
			}
		}
		if after := x.total(t, "2025-07-20"); after != before {
			t.Errorf("%d before, %d after", before, after)
		}
		if got := x.names(t, "2025-06-30", x.a); !slices.Equal(got, past) {
			t.Error("the past changed")
		}
		if m := x.get(t, late, "2025-07-20"); m.Unit != x.ward || m.Since != day("2025-07-10") {
			t.Errorf("who came after the day: %+v", m)
		}
		if m := x.get(t, a[1], "2025-07-20"); m.Unit != x.away {
			t.Errorf("who moved on since: %+v", m)
		}
		x.sound(t)

		// Meanwhile one more was admitted and another transferred; then the decision is taken back.
		fresh := x.admit(t, Row{Name: "Lê Thị Mới", Unit: x.ward, Admitted: day("2025-07-18")})[0]
		x.write(t, func(tx *db.Tx) error {
			return x.s.MoveTo(tx, theProgram, a[2], Move{Unit: x.away, On: day("2025-07-19")})
		})
		back := step
		back.Undo, back.Decision = true, x.IDs.New()
		x.carry(t, back)
		x.carry(t, back)
		for on, want := range map[string][3]int64{"2025-06-30": {30, 20, 0}, "2025-07-01": {30, 20, 0}, "2025-07-11": {31, 20, 0}, "2025-07-20": {28, 20, 1}} {
			got := x.holds(t, on, x.a, x.b, x.ward)
			if got[x.a] != want[0] || got[x.b] != want[1] || got[x.ward] != want[2] {
				t.Errorf("taken back, as of %s: %v, want %v", on, got, want)
			}
		}
		if m := x.get(t, a[2], "2025-07-20"); m.Unit != x.away {
			t.Errorf("what happened since was undone: %+v", m)
		}
		if m := x.get(t, fresh, "2025-07-20"); m.Unit != x.ward {
			t.Errorf("who came to the target by herself: %+v", m)
		}
		kept := 0
		x.read(t, func(tx *db.Tx) error {
			all, err := x.s.Segments(tx, a[5])
			for _, s := range all {
				if s.VoidBy == back.Decision && s.Unit == x.ward {
					kept++
				}
			}
			if m := x.get(t, a[5], "2025-07-20"); m.Since != day("2020-01-01") {
				t.Errorf("her stay did not run on: %+v", m)
			}
			return err
		})
		if kept != 1 {
			t.Errorf("what the step made is kept %d times as void", kept)
		}
		x.sound(t)
	})
}

func TestASplitGoesByNumberThenGroupThenAreaThenTheRest(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		row := func(number, group, area string) Row {
			return Row{Name: "Nguyễn Văn " + number, Number: number, Unit: x.a, Group: group, Admitted: day("2020-01-01"), Profile: Profile{Home: Home{Area: area}}}
		}
		x.admit(t, row("L1", "Tổ Lò", "06811"), row("L2", "Tổ Lò", "06820"), row("L3", "Tổ cơ điện", "06820"), row("L4", "", "06820"), row("L5", "", "06811"), row("L6", "Tổ Cơ Điện", ""), row("L7", "", "06832"))
		step := orgs.Carriage{Step: x.IDs.New(), On: day("2025-07-01"), From: []kernel.ID{x.a}, Rule: orgs.Allotment{
			List: map[string]kernel.ID{"l1": x.away, "L7": x.a}, Groups: map[string]kernel.ID{"to lo": x.b, "to co dien": x.ward}, Areas: map[string]kernel.ID{"06820": x.fed}, Rest: x.b}}
		x.carry(t, step)
		for number, want := range map[string]kernel.ID{"L1": x.away, "L2": x.b, "L3": x.ward, "L4": x.fed, "L5": x.b, "L6": x.ward, "L7": x.a} {
			x.read(t, func(tx *db.Tx) error {
				m, ok, err := x.s.ByNumber(tx, x.top, number, day("2025-07-01"))
				if !ok || m.Unit != want {
					t.Errorf("%s went to %s, not %s", number, m.Unit, want)
				}
				return err
			})
		}
		x.sound(t)
		back := step
		back.Undo, back.Decision = true, x.IDs.New()
		x.carry(t, back)
		if got := x.holds(t, "2025-07-01", x.a, x.b, x.ward, x.fed, x.away); got[x.a] != 7 || len(got) != 1 {
			t.Errorf("%v", got)
		}
		x.sound(t)
	})
}

func TestWhatNoRuleNamesStaysWhenThereIsNoRest(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		x.fillUnit(t, x.a, 10, "An")
		x.carry(t, orgs.Carriage{Step: x.IDs.New(), On: day("2025-07-01"), From: []kernel.ID{x.a}, Rule: orgs.Allotment{List: map[string]kernel.ID{"AN001": x.b}}})
		if got := x.holds(t, "2025-07-01", x.a, x.b); got[x.a] != 9 || got[x.b] != 1 {
			t.Errorf("%v", got)
		}
		x.sound(t)
	})
}

// TestRandomHistories plays admissions, transfers, leavings, mergers of entries, reorganisations and
// their undoing in any order, also dated back, and after each deed looks that every membership is
// sound, that nobody stands in two units, that nobody was lost, and that no list as of a day before the
// deed's own day has changed.
func TestRandomHistories(t *testing.T) {
	deeds := 40
	if testing.Short() {
		deeds = 25
	}
	each(t, func(t *testing.T, x *site) {
		for seed := range uint64(3) {
			h := &history{site: x, t: t, r: rand.New(rand.NewPCG(seed, 9)), today: day("2021-01-04").AddDays(int(seed) * 900), units: []kernel.ID{x.a, x.b, x.ward, x.away}}
			for range deeds {
				h.step()
			}
		}
	})
}

type history struct {
	*site
	t     *testing.T
	r     *rand.Rand
	today kernel.Date
	units []kernel.ID
	open  []kernel.ID
	steps []orgs.Carriage
	made  int
}

func (h *history) step() {
	h.today = h.today.AddDays(1 + h.r.IntN(20))
	h.Clock.Set(h.today.Clock(9, 0))
	on := h.today.AddDays(-h.r.IntN(40)) // the deed's own day, often back
	dice := h.r.IntN(10)
	if dice == 9 && len(h.steps) > 0 {
		on = h.steps[len(h.steps)-1].On
	}
	watched := []kernel.Date{on.AddDays(-1), on.AddDays(-1 - h.r.IntN(200)), on.AddDays(-400)}
	before := h.lists(watched)
	total := h.total(h.t, h.today.String())
	change := h.deed(dice, on)
	if after := h.lists(watched); !slices.Equal(after, before) {
		h.t.Fatalf("a deed dated %s changed what was before it", on)
	}
	if after := h.total(h.t, h.today.String()); after != total+int64(change) {
		h.t.Fatalf("%d members, then %d, expected a change of %d", total, after, change)
	}
	h.sound(h.t)
	seen := map[string]bool{}
	for _, row := range h.lists([]kernel.Date{h.today}) {
		if seen[row] {
			h.t.Fatalf("%s stands twice", row)
		}
		seen[row] = true
	}
}

// lists is who stood where on some days.
func (h *history) lists(days []kernel.Date) []string {
	var out []string
	h.read(h.t, func(tx *db.Tx) error {
		out = nil
		for _, d := range days {
			for _, u := range h.units {
				err := h.s.Each(tx, h.top, []kernel.ID{u}, d, func(m Member) error {
					out = append(out, fmt.Sprintf("%s %s %s", d, m.ID, m.Status))
					return nil
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out
}

func (h *history) pick() kernel.ID { return h.open[h.r.IntN(len(h.open))] }
func (h *history) unit() kernel.ID { return h.units[h.r.IntN(len(h.units))] }

// deed does one thing dated on a day and tells by how much the union grew. What the rules refuse is no deed.
func (h *history) deed(dice int, on kernel.Date) int {
	fits := func(err error) bool {
		f := kernel.AsFault(err)
		if err != nil && f == nil {
			h.t.Fatal(err)
		}
		return err == nil
	}
	switch {
	case dice < 3 || len(h.open) < 5:
		var rows []Row
		for range 1 + h.r.IntN(6) {
			h.made++
			rows = append(rows, Row{Name: invented(h.r, h.made, 1).Name, Sex: []string{"nam", "nữ"}[h.r.IntN(2)], Unit: h.unit(), Admitted: on, Group: fmt.Sprintf("Tổ %d", h.r.IntN(3))})
		}
		h.open = append(h.open, h.admit(h.t, rows...)...)
		return len(rows)
	case dice < 5:
		m, to := h.pick(), h.unit()
		fits(h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.MoveTo(tx, theProgram, m, Move{Unit: to, On: on}) }))
	case dice < 6:
		m := h.pick()
		if fits(h.s.End(h.Ctx, theProgram, m, Ending{As: []Status{Left, Expelled, Died}[h.r.IntN(3)], On: on, Basis: "1/QĐ"})) {
			h.open = slices.DeleteFunc(h.open, func(id kernel.ID) bool { return id == m })
			return -1
		}
	case dice < 7:
		keep, gone := h.pick(), h.pick()
		if keep == gone {
			return 0
		}
		id, err := h.s.Merge(h.Ctx, theProgram, MergeInput{Keep: keep, Gone: gone, Reason: "Nhập hai lần"})
		if fits(err) {
			if h.r.IntN(2) == 0 {
				must(h.t, h.s.Unmerge(h.Ctx, theProgram, id))
				return 0
			}
			h.open = slices.DeleteFunc(h.open, func(m kernel.ID) bool { return m == gone })
			return -1
		}
	case dice < 9:
		c := orgs.Carriage{Step: h.IDs.New(), On: on, From: []kernel.ID{h.unit()}, Rule: orgs.Allotment{Rest: h.unit()}}
		if other := h.unit(); other != c.From[0] && h.r.IntN(2) == 0 {
			c.From = append(c.From, other)
		}
		if h.r.IntN(2) == 0 {
			c.Rule.Groups = map[string]kernel.ID{"to 1": h.unit()}
		}
		if h.r.IntN(3) == 0 {
			c.Rule.Rest = 0
		}
		h.carry(h.t, c)
		h.steps = append(h.steps, c)
	case len(h.steps) > 0:
		c := h.steps[len(h.steps)-1]
		c.Undo, c.Decision = true, h.IDs.New()
		h.steps = h.steps[:len(h.steps)-1]
		h.carry(h.t, c)
	}
	return 0
}
