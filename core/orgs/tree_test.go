package orgs_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// site is one small tree for a test: the room on a fresh database, with a top unit.
type site struct {
	testkit.Env
	s   *orgs.Service
	top kernel.ID
	n   int
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func open(t *testing.T, e testkit.Env) *site {
	t.Helper()
	s := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, s.LoadReference(e.Ctx))
	top, err := s.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis("2000-01-01")})
	must(t, err)
	return &site{Env: e, s: s, top: top.ID}
}

func basis(on string) orgs.Basis {
	return orgs.Basis{Number: "01/QĐ-" + on, Decided: day(on), Issuer: "Cơ quan mẫu", Effective: day(on)}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (x *site) found(t *testing.T, parent kernel.ID, name, on string) kernel.ID {
	t.Helper()
	id, err := x.s.Found(x.Ctx, program, orgs.Founding{Name: name, Kind: "union_group", Parent: parent, Basis: basis(on)})
	must(t, err)
	return id
}

func (x *site) move(id, parent kernel.ID, on string) error {
	return x.s.Move(x.Ctx, program, orgs.Change{Org: id, Basis: basis(on)}, parent)
}

func (x *site) read(t *testing.T, fn func(tx *db.Tx) error) {
	t.Helper()
	must(t, x.DB.Read(x.Ctx, fn))
}

func (x *site) path(t *testing.T, id kernel.ID, on string) []kernel.ID {
	t.Helper()
	var out []kernel.ID
	x.read(t, func(tx *db.Tx) (err error) {
		out, err = x.s.Path(tx, id, day(on))
		return err
	})
	return out
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || (f.Code != code && (len(f.Fields) == 0 || f.Fields[0].Code != code)) {
		t.Fatalf("want %s, got %v", code, err)
	}
}

func each(t *testing.T, test func(t *testing.T, x *site)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, orgs.Migrations())
}

func TestAPageAsOfADateShowsTheNameKindAndParentOfThatDate(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.found(t, x.top, "LĐLĐ thành phố Uông Bí", "2013-07-01")
		b := x.found(t, x.top, "LĐLĐ tỉnh Quảng Ninh", "2013-01-01")
		c := x.found(t, a, "CĐCS Than Mẫu", "2015-01-01")
		must(t, x.s.Rename(x.Ctx, program, orgs.Change{Org: c, Basis: basis("2020-05-01")}, "CĐCS Công ty TNHH Than Mẫu", ""))
		must(t, x.move(c, b, "2025-07-01"))
		must(t, x.s.ChangeKind(x.Ctx, program, orgs.Change{Org: c, Basis: basis("2026-01-01")}, "grassroots_union"))
		rows := []struct {
			on, name, kind string
			parent         kernel.ID
		}{
			{"2015-01-01", "CĐCS Than Mẫu", "union_group", a},
			{"2020-04-30", "CĐCS Than Mẫu", "union_group", a},
			{"2020-05-01", "CĐCS Công ty TNHH Than Mẫu", "union_group", a},
			{"2025-06-30", "CĐCS Công ty TNHH Than Mẫu", "union_group", a},
			{"2025-07-01", "CĐCS Công ty TNHH Than Mẫu", "union_group", b},
			{"2026-11-22", "CĐCS Công ty TNHH Than Mẫu", "grassroots_union", b},
		}
		for _, r := range rows {
			x.read(t, func(tx *db.Tx) error {
				o, ok, err := x.s.Get(tx, c, day(r.on))
				if err != nil || !ok || o.Name != r.name || o.Kind != r.kind || o.Parent != r.parent || o.Status != orgs.Active {
					t.Errorf("%s: %+v %v %v", r.on, o, ok, err)
				}
				return nil
			})
			if got := x.path(t, c, r.on); !slices.Equal(got, []kernel.ID{c, r.parent, x.top}) {
				t.Errorf("%s: path %v", r.on, got)
			}
		}
	})
}

func TestAFutureMoveLeavesTodayAloneAndALaterOneStands(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a, b, c := x.found(t, x.top, "A", "2020-01-01"), x.found(t, x.top, "B", "2020-01-01"), x.found(t, x.top, "C", "2020-01-01")
		u := x.found(t, a, "U", "2021-01-01")
		must(t, x.move(u, c, "2030-01-01"))
		must(t, x.move(u, b, "2028-01-01")) // found out later, takes effect earlier
		for on, want := range map[string]kernel.ID{"2026-11-22": a, "2027-12-31": a, "2028-01-01": b, "2029-12-31": b, "2030-01-01": c} {
			if got := x.path(t, u, on); !slices.Equal(got, []kernel.ID{u, want, x.top}) {
				t.Errorf("%s: %v, want parent %v", on, got, want)
			}
		}
		refused(t, x.move(u, a, "2028-01-01"), "orgs.same_day")
	})
}

func TestAUnitIsNeverMovedBelowItselfOnAnyDay(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.found(t, x.top, "A", "2020-01-01")
		b := x.found(t, a, "B", "2020-01-01")
		c := x.found(t, b, "C", "2020-01-01")
		refused(t, x.move(a, a, "2026-01-01"), "orgs.cycle")
		refused(t, x.move(a, c, "2026-01-01"), "orgs.cycle")
		// C leaves A's branch in 2028: from then on A may stand under C, but not a day before.
		must(t, x.move(c, x.top, "2028-01-01"))
		refused(t, x.move(a, c, "2027-12-31"), "orgs.cycle")
		must(t, x.move(a, c, "2028-01-01"))
		if got := x.path(t, b, "2028-01-01"); !slices.Equal(got, []kernel.ID{b, a, c, x.top}) {
			t.Errorf("path %v", got)
		}
	})
}

func TestAParentLivesAsLongAsItsChild(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.found(t, x.top, "A", "2020-01-01")
		_, err := x.s.Found(x.Ctx, program, orgs.Founding{Name: "U", Kind: "union_group", Parent: a, Basis: basis("2019-12-31")})
		refused(t, err, "orgs.parent_life")
		u := x.found(t, a, "U", "2021-01-01")
		refused(t, x.s.WindUp(x.Ctx, program, orgs.Change{Org: a, Basis: basis("2026-01-01")}), "orgs.has_children")
		must(t, x.move(u, x.top, "2025-07-01"))
		must(t, x.s.WindUp(x.Ctx, program, orgs.Change{Org: a, Basis: basis("2025-07-01")}))
		refused(t, x.move(u, a, "2025-08-01"), "orgs.parent_life")
		refused(t, x.s.Rename(x.Ctx, program, orgs.Change{Org: a, Basis: basis("2025-07-02")}, "Khác", ""), "orgs.not_alive")
		if got := x.path(t, u, "2025-06-30"); !slices.Equal(got, []kernel.ID{u, a, x.top}) {
			t.Errorf("before the wind-up: %v", got)
		}
		x.read(t, func(tx *db.Tx) error {
			under, err := x.s.Under(tx, []kernel.ID{x.top}, day("2025-07-01"))
			if err != nil || slices.Contains(under, a) || !slices.Contains(under, u) {
				t.Errorf("under the top: %v %v", under, err)
			}
			o, ok, err := x.s.Get(tx, a, day("2026-11-22"))
			if err != nil || !ok || o.Name != "A" || o.Status != orgs.WoundUp {
				t.Errorf("a unit that is gone keeps its name: %+v %v %v", o, ok, err)
			}
			return nil
		})
	})
}

func TestAnIdentifierBelongsToOneUnitAtATime(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.found(t, x.top, "A", "2020-10-01")
		b := x.found(t, x.top, "B", "2020-10-01")
		give := func(id kernel.ID, scheme, code, on string) error {
			return x.s.Identify(x.Ctx, program, orgs.Change{Org: id, Basis: basis(on)}, scheme, code)
		}
		must(t, give(a, "current", "h49.31.06", "2021-01-01"))
		must(t, give(a, "former", "000.31.06.H49", "2021-01-01"))
		refused(t, give(b, "current", "H49.31.06", "2022-01-01"), "orgs.identifier_taken")
		refused(t, give(b, "current", "H49-31", "2022-01-01"), "orgs.bad_identifier")
		refused(t, give(b, "former", "000.31.06.H4", "2022-01-01"), "orgs.bad_former")
		must(t, give(a, "current", "H49.31.07", "2025-07-01"))
		must(t, give(b, "current", "H49.31.06", "2025-07-01"))
		for on, want := range map[string]kernel.ID{"2025-06-30": a, "2025-07-01": b} {
			x.read(t, func(tx *db.Tx) error {
				o, ok, err := x.s.ByIdentifier(tx, x.top, " h49.31.06 ", day(on))
				if err != nil || !ok || o.ID != want {
					t.Errorf("%s: %+v %v %v", on, o.ID, ok, err)
				}
				return nil
			})
		}
	})
}

// The model of the property test: parents by date, walked by hand.
type model map[kernel.ID][]modelSpan

type modelSpan struct {
	from   kernel.Date
	parent kernel.ID // 0: none any more
}

func (m model) parent(id kernel.ID, on kernel.Date) kernel.ID {
	var p kernel.ID
	var best kernel.Date
	for _, s := range m[id] {
		if !s.from.After(on) && !s.from.Before(best) {
			p, best = s.parent, s.from
		}
	}
	return p
}

func (m model) path(id, top kernel.ID, on kernel.Date) []kernel.ID {
	out := []kernel.ID{id}
	for id != top {
		id = m.parent(id, on)
		if id == 0 {
			return nil
		}
		out = append(out, id)
		if len(out) > 1000 {
			panic("cycle")
		}
	}
	return out
}

func TestAfterAnyHistoryTheClosureIsTheTreeOfEveryDate(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
			each(t, func(t *testing.T, x *site) { randomHistory(t, x, seed) })
		})
	}
}

func randomHistory(t *testing.T, x *site, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 2026))
	m, ended := model{}, map[kernel.ID]kernel.Date{}
	ids := []kernel.ID{x.top}
	start := day("2020-01-01")
	some := func() kernel.ID { return ids[rnd.IntN(len(ids))] }
	moves := 0
	for range 90 {
		on := start.AddDays(rnd.IntN(3000))
		id, parent := some(), some()
		x.n++
		b := orgs.Basis{Number: fmt.Sprintf("%d/QĐ", x.n), Decided: on, Effective: on}
		switch k := rnd.IntN(10); {
		case k < 3 || len(ids) < 8:
			on = start.AddDays(rnd.IntN(400))
			b.Effective = on
			got, err := x.s.Found(x.Ctx, program, orgs.Founding{Name: fmt.Sprint("U", x.n), Kind: "union_group", Parent: parent, Basis: b})
			if err == nil {
				ids = append(ids, got)
				m[got] = append(m[got], modelSpan{on, parent})
			} else {
				mustBeFault(t, err)
			}
		case k < 9:
			err := x.s.Move(x.Ctx, program, orgs.Change{Org: id, Basis: b}, parent)
			if err == nil {
				moves++
				m[id] = append(m[id], modelSpan{on, parent})
			} else {
				mustBeFault(t, err)
			}
		default:
			err := x.s.WindUp(x.Ctx, program, orgs.Change{Org: id, Basis: b})
			if err == nil {
				m[id] = append(m[id], modelSpan{on, 0})
				ended[id] = on
			} else {
				mustBeFault(t, err)
			}
		}
	}
	if moves < 10 {
		t.Fatalf("only %d moves went through: the history says nothing", moves)
	}
	for d := 0; d <= 3100; d += 31 {
		on := start.AddDays(d)
		compareTree(t, x, m, ids, on)
	}
	for id := range m {
		for _, s := range m[id] {
			compareTree(t, x, m, ids, s.from)
			compareBranch(t, x, m, ids, ended, s.from)
			compareTree(t, x, m, ids, s.from.AddDays(-1))
		}
	}
}

func mustBeFault(t *testing.T, err error) {
	t.Helper()
	var f *kernel.Fault
	if !errors.As(err, &f) {
		t.Fatal(err)
	}
}

// compareBranch: a unit that has ended stays in the branch in which it spent its last day.
func compareBranch(t *testing.T, x *site, m model, ids []kernel.ID, ended map[kernel.ID]kernel.Date, on kernel.Date) {
	t.Helper()
	want := map[kernel.ID][]kernel.ID{}
	for _, id := range ids {
		day := on
		if end, gone := ended[id]; gone && !end.After(on) {
			day = end.AddDays(-1)
		}
		for _, up := range m.path(id, x.top, day) {
			want[up] = append(want[up], id)
		}
	}
	x.read(t, func(tx *db.Tx) error {
		for _, id := range ids {
			got, err := x.s.Branch(tx, []kernel.ID{id}, on)
			slices.Sort(got)
			slices.Sort(want[id])
			if err != nil || !slices.Equal(got, want[id]) {
				t.Fatalf("%s branch of %v: %v, tree %v, %v", on, id, got, want[id], err)
			}
		}
		return nil
	})
}

func compareTree(t *testing.T, x *site, m model, ids []kernel.ID, on kernel.Date) {
	t.Helper()
	want := map[kernel.ID][]kernel.ID{}
	for _, id := range ids {
		for _, up := range m.path(id, x.top, on) {
			want[up] = append(want[up], id)
		}
	}
	x.read(t, func(tx *db.Tx) error {
		for _, id := range ids {
			got, err := x.s.Under(tx, []kernel.ID{id}, on)
			if err != nil {
				return err
			}
			slices.Sort(got)
			slices.Sort(want[id])
			if !slices.Equal(got, want[id]) {
				t.Fatalf("%s under %v: closure %v, tree %v", on, id, got, want[id])
			}
			path := m.path(id, x.top, on)
			if path == nil {
				continue
			}
			up, err := x.s.Path(tx, id, on)
			if err != nil {
				return err
			}
			if !slices.Equal(up, path) {
				t.Fatalf("%s path of %v: closure %v, tree %v", on, id, up, path)
			}
		}
		return nil
	})
}

func TestTwoMovesAtOnceNeverMakeACircle(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		for round := range 12 {
			a, b := x.found(t, x.top, fmt.Sprint("A", round), "2020-01-01"), x.found(t, x.top, fmt.Sprint("B", round), "2020-01-01")
			faults := make(chan error, 2)
			go func() { faults <- x.move(a, b, "2026-12-01") }()
			go func() { faults <- x.move(b, a, "2026-12-01") }()
			first, second := <-faults, <-faults
			if (first == nil) == (second == nil) {
				t.Fatalf("one of the two moves goes through: %v, %v", first, second)
			}
			refused(t, cmp.Or(first, second), "orgs.cycle")
		}
	})
}

func TestARefusedChangeLeavesNothingBehind(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		a := x.found(t, x.top, "A", "2020-01-01")
		b := x.found(t, a, "B", "2020-01-01")
		refused(t, x.s.Move(x.Ctx, program, orgs.Change{Org: a, Basis: orgs.Basis{Number: "7/QĐ", Decided: day("2026-01-01"), Effective: day("2026-01-01")}}, b), "orgs.cycle")
		if got := x.path(t, a, "2026-06-01"); !slices.Equal(got, []kernel.ID{a, x.top}) {
			t.Errorf("path %v", got)
		}
		x.read(t, func(tx *db.Tx) error {
			n, _, err := db.Value[int](tx, `select count(*) from org_decision where number = '7/QĐ'`)
			if n != 0 {
				t.Error("the decision of a refused change was kept")
			}
			return err
		})
	})
}

func TestEveryChangeIsToldAndJournalled(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		var told []string
		x.Outbox.Hear("test", []string{orgs.FactFounded, orgs.FactRenamed, orgs.FactMoved, orgs.FactKindChanged, orgs.FactIdentified, orgs.FactWoundUp}, func(_ *db.Tx, f kernel.Fact) error {
			told = append(told, f.Kind)
			return nil
		})
		a, b := x.found(t, x.top, "A", "2020-01-01"), x.found(t, x.top, "B", "2020-01-01")
		change := func(on string) orgs.Change { return orgs.Change{Org: b, Basis: basis(on)} }
		must(t, x.s.Rename(x.Ctx, program, change("2021-01-01"), "B hai", ""))
		must(t, x.move(b, a, "2022-01-01"))
		must(t, x.s.ChangeKind(x.Ctx, program, change("2023-01-01"), "union_section"))
		must(t, x.s.Identify(x.Ctx, program, change("2024-01-01"), orgs.SchemeCurrent, "I02.22.05"))
		must(t, x.s.WindUp(x.Ctx, program, change("2026-01-01")))
		must(t, x.Outbox.Drain(x.Ctx))
		want := []string{orgs.FactFounded, orgs.FactFounded, orgs.FactFounded, orgs.FactRenamed, orgs.FactMoved, orgs.FactKindChanged, orgs.FactIdentified, orgs.FactWoundUp}
		slices.Sort(told)
		slices.Sort(want)
		if !slices.Equal(told, want) {
			t.Errorf("told %v, want %v", told, want)
		}
		x.read(t, func(tx *db.Tx) error {
			broken, n, err := x.Audit.Verify(tx, x.top)
			if broken != nil || n != len(want) {
				t.Errorf("journal: %d entries, broken %v", n, broken)
			}
			return err
		})
	})
}
