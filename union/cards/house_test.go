package cards

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/ui"
)

// house is a site with two ward unions, three grassroots unions and a roll that the test writes.
type house struct {
	testkit.Env
	t    *testing.T
	s    *Service
	orgs *orgs.Service
	roll *roll

	top, fed, ward, far    kernel.ID
	coal, school, hospital kernel.ID
}

// roll is a roll of members in memory.
type roll struct{ members []Member }

func (r *roll) Each(_ context.Context, _ kernel.ID, units []kernel.ID, _ kernel.Date, fn func(Member) error) error {
	for _, u := range units {
		for _, m := range r.members {
			if m.Unit == u {
				err := fn(m)
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (r *roll) One(_ context.Context, _, member kernel.ID, _ kernel.Date) (Member, bool, error) {
	i := slices.IndexFunc(r.members, func(m Member) bool { return m.ID == member })
	if i < 0 {
		return Member{}, false, nil
	}
	return r.members[i], true, nil
}

func (r *roll) OfPerson(_ context.Context, _, person kernel.ID, _ kernel.Date) (Member, bool, error) {
	i := slices.IndexFunc(r.members, func(m Member) bool { return m.Person == person })
	if i < 0 {
		return Member{}, false, nil
	}
	return r.members[i], true, nil
}

func (r *roll) UnitsOf(_ *db.Tx, _ kernel.ID, members []kernel.ID, _ kernel.Date) (map[kernel.ID]kernel.ID, error) {
	out := map[kernel.ID]kernel.ID{}
	for _, m := range r.members {
		if slices.Contains(members, m.ID) {
			out[m.ID] = m.Unit
		}
	}
	return out, nil
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func testPress(t testing.TB) *paper.Press {
	t.Helper()
	var f paper.Fonts
	for style, to := range map[string]*[]byte{"": &f.Regular, "B": &f.Bold, "I": &f.Italic, "BI": &f.BoldItalic} {
		b, err := ui.Tinos(style)
		must(t, err)
		*to = b
	}
	p, err := paper.New(f)
	must(t, err)
	return p
}

var siteKey = bytes.Repeat([]byte{9}, 32)

const base = "https://congdoan.example.vn"

func basis(number, on string) orgs.Basis {
	return orgs.Basis{Number: number, Decided: day(on), Issuer: "Cơ quan mẫu", Effective: day(on)}
}

func newHouse(t testing.TB, e testkit.Env) *house {
	t.Helper()
	h := &house{Env: e, roll: &roll{}}
	h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, h.orgs.LoadReference(e.Ctx))
	site, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis("01/QĐ", "2000-01-01")})
	must(t, err)
	h.top = site.ID
	found := func(name, kind string, parent kernel.ID) kernel.ID {
		id, err := h.orgs.Found(e.Ctx, program, orgs.Founding{Name: name, Kind: kind, Parent: parent, Basis: basis("02/QĐ", "2025-07-01")})
		must(t, err)
		return id
	}
	h.fed = found("Liên đoàn Lao động tỉnh Quảng Ninh", "federation", h.top)
	h.ward = found("Công đoàn phường Uông Bí", "commune_union", h.fed)
	h.far = found("Công đoàn phường Vàng Danh", "commune_union", h.fed)
	h.coal = found("Công đoàn cơ sở Công ty TNHH Than Mẫu", "grassroots_union", h.ward)
	h.school = found("Công đoàn cơ sở Trường THCS Mẫu", "grassroots_union", h.ward)
	h.hospital = found("Công đoàn cơ sở Bệnh viện Mẫu", "grassroots_union", h.far)
	disk, err := files.OpenDisk(t.TempDir())
	must(t, err)
	t.Cleanup(func() { _ = disk.Close() })
	h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Press: testPress(t), Files: disk, Roll: h.roll, Seats: h.roll,
		Key: siteKey, Base: base, Site: func() kernel.ID { return h.top }})
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		h := newHouse(t, e)
		h.t = t
		test(t, h)
	}, orgs.Migrations(), Migrations())
}

// enrol puts so many members into a unit; numbers, persons and names follow one another.
func (h *house) enrol(unit kernel.ID, n int) []Member {
	var out []Member
	for range n {
		i := len(h.roll.members) + 1
		m := Member{ID: kernel.ID(1000 + i), Person: kernel.ID(5000 + i), Number: fmt.Sprintf("22%08d", i), Name: fmt.Sprintf("Nguyễn Thị Mẫu %d", i), Born: 1970 + i%40, Unit: unit}
		h.roll.members = append(h.roll.members, m)
		out = append(out, m)
	}
	return out
}

func holder(org kernel.ID, account kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Account: account, Org: org, Name: "Cán bộ cấp thẻ", Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

// keeper issues cards of the ward union.
func (h *house) keeper() kernel.Actor {
	a := holder(h.ward, 9, IssuePermission)
	a.Tenant = h.top
	return a
}

func (h *house) partner() kernel.Actor {
	a := holder(h.top, 20, CheckPermission)
	a.Tenant, a.Name = h.top, "Nhà sách Mẫu"
	return a
}

func (h *house) memberActor(m Member) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: m.Person + 100, Person: m.Person, Name: m.Name}
}

// batch makes a batch to its end.
func (h *house) batch(t testing.TB, in BatchInput) Batch {
	t.Helper()
	if in.Title == "" {
		in.Title = "Đợt cấp thẻ"
	}
	if in.Kind == "" {
		in.Kind = "thuong"
	}
	b, err := h.s.AskBatch(h.Ctx, h.keeper(), in)
	must(t, err)
	must(t, h.s.RunBatches(h.Ctx))
	d, err := h.s.BatchDetail(h.Ctx, h.keeper(), b.ID)
	must(t, err)
	return d.Batch
}

func (h *house) cardsIn(t testing.TB, b kernel.ID) []Card {
	t.Helper()
	var out []Card
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
		out, err = inBatch(tx, b, 0, 1<<30)
		return err
	}))
	return out
}

// given makes one valid card for each of these members of a unit.
func (h *house) given(t testing.TB, unit kernel.ID) []Card {
	t.Helper()
	b := h.batch(t, BatchInput{Unit: unit})
	_, err := h.s.MarkBatchPrinted(h.Ctx, h.keeper(), b.ID)
	must(t, err)
	_, _, err = h.s.HandUnit(h.Ctx, h.keeper(), b.ID, 0)
	must(t, err)
	return h.cardsIn(t, b.ID)
}

func (h *house) card(t testing.TB, id kernel.ID) Card {
	t.Helper()
	var c Card
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
		c, _, err = loadCard(tx, id)
		return err
	}))
	return c
}

func (h *house) allOf(t testing.TB, member kernel.ID) []Card {
	t.Helper()
	var out []Card
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) (err error) {
		out, err = cardsOf(tx, h.top, member)
		return err
	}))
	return out
}

func refused(t testing.TB, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code && !slices.ContainsFunc(f.Fields, func(x kernel.FieldFault) bool { return x.Code == code }) {
		t.Errorf("want %s, got %v", code, err)
	}
}

// countersAgree compares the counters with the cards.
func (h *house) countersAgree(t testing.TB) {
	t.Helper()
	type row struct {
		unit  kernel.ID
		state State
		n     int64
	}
	read := func(tx *db.Tx, counted bool) map[string]int64 {
		into := func(r *row) []any { return []any{&r.unit, &r.state, &r.n} }
		list, err := db.All(tx, into, `select org_id, state, count(*) from card group by org_id, state`)
		if counted {
			list, err = db.All(tx, into, `select org_id, state, cards from card_count where cards <> 0`)
		}
		must(t, err)
		out := map[string]int64{}
		for _, r := range list {
			out[r.unit.String()+" "+string(r.state)] = r.n
		}
		return out
	}
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		is, says := read(tx, false), read(tx, true)
		for k := range is {
			if is[k] != says[k] {
				t.Errorf("%s: %d cards, the counter says %d", k, is[k], says[k])
			}
		}
		for k := range says {
			if is[k] != says[k] {
				t.Errorf("%s: %d cards, the counter says %d", k, is[k], says[k])
			}
		}
		return nil
	}))
}

// portrait is an invented picture.
func portrait(n, wide, tall int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, wide, tall))
	r := rand.New(rand.NewPCG(uint64(n), 7))
	for y := 0; y < tall; y += 4 {
		for x := 0; x < wide; x += 4 {
			c := color.RGBA{uint8(140 + r.IntN(60)), uint8(100 + 80*y/tall), uint8(90 + 80*x/wide), 255}
			for i := range 16 {
				m.SetRGBA(x+i%4, y+i/4, c)
			}
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: 80})
	return b.Bytes()
}
