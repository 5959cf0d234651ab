package members

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"doanket/core/orgs"
	"doanket/core/reorg"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// reorganised is a site whose units are rearranged at random.
type reorganised struct {
	*site
	t       *testing.T
	r       *rand.Rand
	reorg   *reorg.Service
	units   []kernel.ID
	numbers int
	applied map[reorg.StepKind]int
}

// TestRandomReorganisationsLoseNobody founds, merges, splits, winds up, moves and takes back at random,
// dated into the past, today, and over each other: nobody is lost or stands twice, whoever has members is
// there on that day, no day before a decision changes, and what is taken back is as it was.
func TestRandomReorganisationsLoseNobody(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		for seed := range uint64(3) {
			x := &reorganised{site: open(t, e2(t, e, seed)), t: t, r: rand.New(rand.NewPCG(7, seed)), applied: map[reorg.StepKind]int{}}
			x.s.Orgs.Join(x.s.Held())
			x.reorg = reorg.New(reorg.Deps{DB: x.DB, IDs: x.IDs, Clock: x.Clock, Audit: x.Audit, Outbox: x.Outbox, Orgs: x.s.Orgs})
			x.units = []kernel.ID{x.ward, x.a, x.b, x.away}
			x.fillUnit(t, x.a, 30, "An")
			x.fillUnit(t, x.b, 20, "Binh")
			x.fillUnit(t, x.away, 10, "Chi")
			for range 25 {
				x.turn()
			}
			t.Logf("applied: %v", x.applied)
			if len(x.applied) < 5 {
				t.Errorf("too few kinds: %v", x.applied)
			}
		}
	}, append(rooms(), reorg.Migrations())...)
}

// e2 gives the environment for the first history and fresh ones for those after it.
func e2(t *testing.T, e testkit.Env, n uint64) testkit.Env {
	if n == 0 {
		return e
	}
	return testkit.New(t, e.DB.Engine(), append(rooms(), reorg.Migrations())...)
}

// stands is who holds how many on a day: unit and the unit above → members.
func (x *reorganised) stands(on kernel.Date) map[string]int64 {
	out := map[string]int64{}
	x.read(x.t, func(tx *db.Tx) error {
		clear(out)
		rows, err := x.s.Orgs.Branches(tx, []kernel.ID{x.top}, on)
		if err != nil {
			return err
		}
		var there []kernel.ID
		for _, r := range rows {
			there = append(there, r.Unit)
		}
		held, err := x.s.Held().Holds(tx, x.top, there, on)
		if err != nil {
			return err
		}
		sums := map[kernel.ID]int64{}
		for _, h := range held {
			sums[h.Unit] = h.Count
			out["all"] += h.Count
		}
		for _, id := range there {
			path, err := x.s.Orgs.Path(tx, id, on)
			if err != nil {
				return err
			}
			out[fmt.Sprint(path)] = sums[id]
		}
		return nil
	})
	return out
}

func (x *reorganised) turn() {
	x.Clock.Set(x.Clock.Now().Date().AddDays(1+x.r.IntN(10)).Clock(9, 0))
	today := x.Clock.Now().Date()
	on := today.AddDays(-x.r.IntN(120))
	if x.r.IntN(3) == 0 {
		on = today
	}
	days := []kernel.Date{on.AddDays(-1), on.AddDays(-30), on, today}
	var before []map[string]int64
	for _, d := range days {
		before = append(before, x.stands(d))
	}
	d := x.decide(on, x.steps())
	if d.State != reorg.Applied {
		for i, day := range days {
			if !maps.Equal(before[i], x.stands(day)) {
				x.t.Fatalf("a refused decision changed %s", day)
			}
		}
		return
	}
	for _, s := range d.Steps {
		x.applied[s.Kind]++
		if s.New != 0 {
			x.units = append(x.units, s.New)
		}
	}
	for i, day := range days {
		now := x.stands(day)
		if i < 2 && !maps.Equal(before[i], now) {
			x.t.Fatalf("a decision of %s changed %s:\n%v\n%v", on, day, before[i], now)
		}
		if now["all"] != before[i]["all"] || now["all"] != x.total(x.t, day.String()) {
			x.t.Fatalf("%s: %d before, %d after in units that are there, %d in all", day, before[i]["all"], now["all"], x.total(x.t, day.String()))
		}
	}
	x.sound(x.t)
	if x.r.IntN(3) > 0 {
		return
	}
	id, err := x.reorg.TakeBack(x.Ctx, theProgram, d.ID, x.head(on))
	must(x.t, err)
	if back := x.finish(id); back.State != reorg.Applied {
		x.t.Fatalf("the latest decision could not be taken back: %v", back.Picture.Faults)
	}
	x.applied[reorg.Undo]++
	for i, day := range days {
		if now := x.stands(day); !maps.Equal(before[i], now) {
			x.t.Fatalf("taken back, %s differs:\n%v\n%v", day, before[i], now)
		}
	}
	x.sound(x.t)
}

func (x *reorganised) head(on kernel.Date) reorg.Head {
	x.numbers++
	return reorg.Head{Number: fmt.Sprintf("%d/QĐ", x.numbers), Decided: on, Effective: on, Signer: "Nguyễn Văn Mẫu"}
}

func (x *reorganised) unit() kernel.ID { return x.units[x.r.IntN(len(x.units))] }

// steps are one or two random steps; what makes no sense is refused when it is tried.
func (x *reorganised) steps() []reorg.Step {
	fresh := x.IDs.New()
	x.numbers++
	found := reorg.Step{Kind: reorg.Found, New: fresh, Name: fmt.Sprintf("Công đoàn Mẫu %d", x.numbers), UnitKind: "union_group", To: x.unit()}
	switch x.r.IntN(7) {
	case 0:
		return []reorg.Step{found}
	case 1:
		return []reorg.Step{{Kind: reorg.Rename, Units: []kernel.ID{x.unit()}, Name: found.Name}}
	case 2:
		return []reorg.Step{{Kind: reorg.Move, Units: []kernel.ID{x.unit()}, To: x.unit()}}
	case 3:
		return []reorg.Step{{Kind: reorg.Merge, Units: []kernel.ID{x.unit(), x.unit()}, To: x.unit()}}
	case 4:
		found.To = x.fed
		return []reorg.Step{found, {Kind: reorg.WindUp, Units: []kernel.ID{x.unit()}, Rule: reorg.Rule{Rest: fresh}}}
	case 5:
		return []reorg.Step{{Kind: reorg.HandOver, Units: []kernel.ID{x.unit()}, Rule: reorg.Rule{Rest: x.unit()}}}
	}
	found.To = x.fed
	return []reorg.Step{found, {Kind: reorg.Merge, Units: []kernel.ID{x.unit(), x.unit()}, To: fresh}}
}

func (x *reorganised) decide(on kernel.Date, steps []reorg.Step) reorg.Reorganisation {
	id, err := x.reorg.Begin(x.Ctx, theProgram, x.top, x.head(on), steps)
	must(x.t, err)
	return x.finish(id)
}

func (x *reorganised) finish(id kernel.ID) reorg.Reorganisation {
	d, err := x.reorg.Submit(x.Ctx, theProgram, id)
	if f := kernel.AsFault(err); f != nil && f.Code == "reorg.faulty" {
		return d
	}
	must(x.t, err)
	for n := kernel.ID(1); n <= reorg.Approvers; n++ {
		who := kernel.Actor{Tenant: x.top, Account: n, Person: n, Mandates: []kernel.Mandate{{Org: x.top, Permissions: []string{reorg.ApprovePermission}}}}
		_, err = x.reorg.Approve(x.Ctx, who, id, "")
		must(x.t, err)
	}
	d, err = x.reorg.Apply(x.Ctx, id)
	must(x.t, err)
	return d
}

var _ orgs.Holder = Held{}
