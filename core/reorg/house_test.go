package reorg

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// house is the province of Quảng Ninh on the eve of 1 July 2025: the federation, the federation of the
// city of Uông Bí with 46 grassroots unions, and what they hold.
type house struct {
	testkit.Env
	s                     *Service
	orgs                  *orgs.Service
	purse                 *purse
	top, fed, city, other kernel.ID
	bases                 []kernel.ID
	mapped                bool
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t testing.TB, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code && !slices.ContainsFunc(f.Fields, func(x kernel.FieldFault) bool { return x.Code == code }) {
		t.Errorf("want %s, got %v", code, err)
	}
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, rooms()...)
}

// eachMapped runs a test where the map of the country is loaded.
func eachMapped(t *testing.T, test func(t *testing.T, h *house)) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.orgs.LoadAreas(h.Ctx))
		h.mapped = true
		test(t, h)
	})
}

func rooms() []fs.FS { return []fs.FS{orgs.Migrations(), Migrations(), purseTable} }

func open(t testing.TB, e testkit.Env) *house {
	t.Helper()
	h := &house{Env: e}
	h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, h.orgs.LoadReference(e.Ctx))
	site, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis("2010-01-01")})
	must(t, err)
	h.top = site.ID
	h.fed = h.found(t, "Liên đoàn Lao động tỉnh Quảng Ninh", "federation", h.top)
	h.city = h.found(t, "Liên đoàn Lao động thành phố Uông Bí", "immediate_upper_union", h.fed)
	h.other = h.found(t, "Liên đoàn Lao động thành phố Hạ Long", "immediate_upper_union", h.fed)
	store, err := files.OpenDisk(t.TempDir())
	must(t, err)
	h.purse = &purse{ids: e.IDs}
	h.orgs.Join(h.purse)
	h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Files: store})
	return h
}

func basis(on string) orgs.Basis {
	return orgs.Basis{Number: "01/QĐ", Decided: day("2010-01-01"), Issuer: "Cơ quan mẫu", Effective: day(on)}
}

func (h *house) found(t testing.TB, name, kind string, parent kernel.ID, areas ...string) kernel.ID {
	t.Helper()
	id, err := h.orgs.Found(h.Ctx, program, orgs.Founding{Name: name, Kind: kind, Parent: parent, Areas: areas, Basis: basis("2013-01-01")})
	must(t, err)
	return id
}

// fill founds the 46 grassroots unions of the city with 9,800 members, and a fund of 1.4 billion đồng.
func (h *house) fill(t testing.TB) {
	t.Helper()
	i := 0
	for _, w := range []struct{ unions, members int }{{20, 4150}, {14, 3020}, {12, 2630}} {
		for n := range w.unions {
			i++
			id := h.found(t, fmt.Sprintf("Công đoàn cơ sở Mẫu %02d", i), "grassroots_union", h.city)
			h.bases = append(h.bases, id)
			count := w.members / w.unions
			if n < w.members%w.unions {
				count++
			}
			h.give(t, id, "test.member", int64(count), 0)
		}
	}
	h.give(t, h.city, "test.fund", 0, 1_400_000_000)
	h.give(t, h.city, "test.chair", 1, 0)
}

func (h *house) give(t testing.TB, unit kernel.ID, kind string, n int64, amount kernel.Money) {
	t.Helper()
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
		return h.purse.put(tx, unit, kind, n, amount, kernel.Period{From: day("2013-01-01")}, 0)
	}))
}

func (h *house) actor(person kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: person, Person: person + 100, Org: h.fed, Name: fmt.Sprintf("Người %d", person), Mandates: []kernel.Mandate{{Org: h.fed, Permissions: permissions}}}
}

func (h *house) writer() kernel.Actor { return h.actor(1, PreparePermission, ApprovePermission) }
func (h *house) second() kernel.Actor { return h.actor(2, ApprovePermission) }
func (h *house) third() kernel.Actor  { return h.actor(3, ApprovePermission) }

func head(number, effective string) Head {
	return Head{Number: number, Decided: day("2025-06-20"), Effective: day(effective), Issuer: "Liên đoàn Lao động tỉnh Quảng Ninh", Signer: "Nguyễn Văn Mẫu", Summary: "Sắp xếp tổ chức công đoàn"}
}

// decide takes a decision all the way to being applied.
func (h *house) decide(t testing.TB, number, effective string, steps ...Step) Reorganisation {
	t.Helper()
	id, err := h.s.Begin(h.Ctx, h.writer(), h.fed, head(number, effective), steps)
	must(t, err)
	return h.carryOut(t, id)
}

func (h *house) carryOut(t testing.TB, id kernel.ID) Reorganisation {
	t.Helper()
	d, err := h.s.Submit(h.Ctx, h.writer(), id)
	if err != nil {
		t.Fatalf("%v: %s", err, said(d.Picture))
	}
	for _, a := range []kernel.Actor{h.second(), h.third()} {
		_, err = h.s.Approve(h.Ctx, a, id, "")
		must(t, err)
	}
	must(t, h.s.ApplyDue(h.Ctx))
	return h.load(t, id)
}

func (h *house) load(t testing.TB, id kernel.ID) Reorganisation {
	t.Helper()
	var d Reorganisation
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		var err error
		d, _, err = loadDecision(tx, id)
		return err
	}))
	return d
}

func said(p Picture) string {
	var out []string
	for _, f := range p.Faults {
		out = append(out, fmt.Sprintf("%d %s %s %s %v", f.Step, f.Field, f.Code, f.Unit, f.Args))
	}
	return strings.Join(out, "\n")
}

// sums is what a unit's branch holds on a day: units below it, members, money.
func (h *house) sums(t testing.TB, unit kernel.ID, on string) (units, members int64, money kernel.Money) {
	t.Helper()
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		rows, err := h.orgs.Branches(tx, []kernel.ID{unit}, day(on))
		if err != nil {
			return err
		}
		var ids []kernel.ID
		for _, r := range rows {
			ids = append(ids, r.Unit)
		}
		units = int64(max(0, len(ids)-1))
		held, err := h.purse.Holds(tx, h.top, ids, day(on))
		for _, x := range held {
			if x.Kind == "test.member" {
				members += x.Count
			}
			money += x.Amount
		}
		return err
	}))
	return units, members, money
}

// purse is a room that holds members, a fund that is divided, and a chair who lapses.
type purse struct {
	ids    *kernel.IDs
	during func() // while things are carried
}

var purseTable = fstest.MapFS{"migrations/209901010000_purse.sql": {Data: []byte(`-- +goose Up
create table purse (id bigint not null primary key, unit_id bigint not null, kind text not null, n bigint not null, amount bigint not null,
 valid_from date not null, valid_to date, step bigint not null, void_by bigint not null);
`)}}

type thing struct {
	id, unit, step kernel.ID
	kind           string
	n              int64
	amount         kernel.Money
	valid          kernel.Period
}

func (p *purse) put(tx *db.Tx, unit kernel.ID, kind string, n int64, amount kernel.Money, valid kernel.Period, step kernel.ID) error {
	_, err := tx.Exec(`insert into purse (id, unit_id, kind, n, amount, valid_from, valid_to, step, void_by) values ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
		p.ids.New(), unit, kind, n, amount, valid.From, valid.To, step)
	return err
}

func (p *purse) live(tx *db.Tx) ([]thing, error) {
	return db.All(tx, func(x *thing) []any {
		return []any{&x.id, &x.unit, &x.step, &x.kind, &x.n, &x.amount, &x.valid.From, &x.valid.To}
	},
		`select id, unit_id, step, kind, n, amount, valid_from, valid_to from purse where void_by = 0 order by id`)
}

func (p *purse) holding(tx *db.Tx, on kernel.Date, of func(kernel.ID) (kernel.ID, bool)) ([]orgs.Holding, error) {
	rows, err := p.live(tx)
	sums := map[kernel.ID]map[string]orgs.Holding{}
	for _, x := range rows {
		unit, ok := of(x.unit)
		if !ok || !x.valid.Holds(on) {
			continue
		}
		if sums[unit] == nil {
			sums[unit] = map[string]orgs.Holding{}
		}
		had := sums[unit][x.kind]
		sums[unit][x.kind] = orgs.Holding{Unit: unit, Kind: x.kind, Count: had.Count + x.n, Amount: had.Amount + x.amount, Binds: true, Lapses: x.kind == "test.chair"}
	}
	var out []orgs.Holding
	for _, kinds := range sums {
		for _, x := range kinds {
			out = append(out, x)
		}
	}
	return out, err
}

func (p *purse) Holds(tx *db.Tx, _ kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	return p.holding(tx, on, func(id kernel.ID) (kernel.ID, bool) { return id, slices.Contains(units, id) })
}

func (p *purse) Totals(tx *db.Tx, _ kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	return p.holding(tx, on, func(kernel.ID) (kernel.ID, bool) { return 0, true })
}

func (p *purse) Carry(tx *db.Tx, _ kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		_, err := tx.Exec(`update purse set void_by = $2 where step = $1 and void_by = 0`, c.Step, c.Decision)
		if err == nil {
			_, err = tx.Exec(`update purse set void_by = 0 where void_by = $1`, c.Step)
		}
		return err
	}
	rows, err := p.live(tx)
	if err != nil {
		return err
	}
	if p.during != nil {
		p.during()
	}
	for _, x := range rows {
		if !slices.Contains(c.From, x.unit) || !x.valid.Holds(c.On) || c.Rule.Staying(x.kind) {
			continue
		}
		parts := []orgs.Part{{Unit: c.Rule.Rest, Amount: x.amount}}
		if x.kind == "test.fund" {
			parts = c.Rule.Divide(x.amount)
		}
		if parts[0].Unit == 0 && !c.Rule.Ending(x.kind) {
			continue
		}
		_, err = tx.Exec(`update purse set void_by = $2 where id = $1`, x.id, c.Step)
		if err != nil {
			return err
		}
		if x.valid.From.Before(c.On) {
			err = p.put(tx, x.unit, x.kind, x.n, x.amount, kernel.Period{From: x.valid.From, To: c.On}, c.Step)
			if err != nil {
				return err
			}
		}
		if c.Rule.Ending(x.kind) {
			continue
		}
		for _, part := range parts {
			err = p.put(tx, part.Unit, x.kind, x.n, part.Amount, kernel.Period{From: c.On, To: x.valid.To}, c.Step)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *house) events(t testing.TB, id kernel.ID) []Event {
	t.Helper()
	var out []Event
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		var err error
		out, err = eventsOf(tx, id)
		return err
	}))
	return out
}
