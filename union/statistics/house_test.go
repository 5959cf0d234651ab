package statistics

import (
	"context"
	"strconv"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/testkit"
	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

// house is a federation with two ward unions and their grassroots unions, and a roll that is invented.
type house struct {
	testkit.Env
	s                           *Service
	orgs                        *orgs.Service
	roll                        *roll
	site, fed, ward, other, far kernel.ID
	a, b, c                     kernel.ID // a and b stand under ward, c under other
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

func refused(t testing.TB, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil {
		t.Errorf("want %s, got %v", code, err)
		return
	}
	for _, x := range f.Fields {
		if x.Code == code {
			return
		}
	}
	if f.Code != code {
		t.Errorf("want %s, got %s %v", code, f.Code, f.Fields)
	}
}

// roll is a member roll in memory: who was a member of which unit from when to when.
type roll struct {
	members []rollMember
	unknown map[Measure]bool
}

type rollMember struct {
	unit  kernel.ID
	valid kernel.Period
	woman bool
	wage  int64
	card  bool
}

func (r *roll) Tally(ctx context.Context, ask TallyAsk) (map[kernel.ID]Counts, error) {
	out := map[kernel.ID]Counts{}
	for _, unit := range ask.Units {
		c := Counts{}
		var wages, waged int64
		for _, m := range r.members {
			if m.unit != unit || !m.valid.Holds(ask.On) {
				continue
			}
			c[MembersAll]++
			if m.woman {
				c[MembersWomen]++
			}
			if m.card {
				c[CardsValid]++
			}
			if m.wage > 0 {
				waged++
				wages += m.wage
			}
			if m.valid.From.After(ask.Since) {
				c[MembersAdmitted]++
			}
		}
		c[MembersWaged], c[MembersWages] = waged, wages
		full := Counts{}
		for _, m := range ask.Measures {
			if !r.unknown[m] {
				full[m] = c[m]
			}
		}
		out[unit] = full
	}
	return out, nil
}

func (r *roll) Page(unit kernel.ID, on kernel.Date) string {
	return "/doan-vien?don-vi=" + unit.String() + "&ngay=" + on.String()
}

// admit puts n members into a unit from a day on, the first women of them women.
func (r *roll) admit(unit kernel.ID, from string, n, women int, wage int64) {
	for i := range n {
		r.members = append(r.members, rollMember{unit: unit, valid: kernel.Period{From: day(from)}, woman: i < women, wage: wage, card: i%2 == 0})
	}
}

// leave lets the first n present members of a unit go.
func (r *roll) leave(unit kernel.ID, on string, n int) {
	for i := range r.members {
		m := &r.members[i]
		if n > 0 && m.unit == unit && m.valid.Holds(day(on)) {
			m.valid.To = day(on)
			n--
		}
	}
}

type calendars struct{}

func (calendars) CalendarOf(context.Context, kernel.ID, kernel.ID) (*kernel.Calendar, error) {
	return kernel.VietnamCalendar(), nil
}

func open(t testing.TB, e testkit.Env) *house {
	t.Helper()
	h := &house{Env: e, roll: &roll{unknown: map[Measure]bool{}}}
	h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, h.orgs.LoadReference(e.Ctx))
	site, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis("2010-01-01")})
	must(t, err)
	h.site = site.ID
	h.fed = h.found(t, h.site, "Liên đoàn Lao động tỉnh", "federation", "2013-01-01")
	h.ward = h.found(t, h.fed, "Công đoàn phường Uông Bí", "commune_union", "2025-07-01")
	h.other = h.found(t, h.fed, "Công đoàn phường Vàng Danh", "commune_union", "2025-07-01")
	h.a = h.found(t, h.ward, "CĐCS Than Mẫu", "grassroots_union", "2025-07-01")
	h.b = h.found(t, h.ward, "CĐCS Trường Mẫu", "grassroots_union", "2025-07-01")
	h.c = h.found(t, h.other, "CĐCS Bệnh viện Mẫu", "grassroots_union", "2025-07-01")
	h.far = h.found(t, h.site, "Công đoàn ngành khác", "sector_union", "2013-01-01")
	h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Press: printer.Press(t), Roll: h.roll, Calendars: calendars{}, Base: "https://vidu.example"})
	must(t, h.s.LoadForms(e.Ctx))
	e.Clock.SetTo("2026-06-01T09:00")
	return h
}

func basis(on string) orgs.Basis {
	return orgs.Basis{Number: "01/QĐ-" + on, Decided: day(on), Issuer: "Cơ quan mẫu", Effective: day(on)}
}

func (h *house) found(t testing.TB, parent kernel.ID, name, kind, on string) kernel.ID {
	t.Helper()
	id, err := h.orgs.Found(h.Ctx, program, orgs.Founding{Name: name, Kind: kind, Parent: parent, Basis: basis(on)})
	must(t, err)
	return id
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, orgs.Migrations(), Migrations())
}

// who is an account that holds permissions over a unit.
func (h *house) who(account kernel.ID, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.site, Account: account, Org: org, Name: "Người " + account.String(), Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

func (h *house) filler(org kernel.ID) kernel.Actor {
	return h.who(11, org, FillPermission, ViewPermission)
}
func (h *house) reviewer(org kernel.ID) kernel.Actor {
	return h.who(12, org, FillPermission, ReviewPermission, ViewPermission)
}
func (h *house) opener() kernel.Actor { return h.who(13, h.fed, OpenPermission) }

func (h *house) period(t testing.TB, cutOff string) Period {
	t.Helper()
	p, err := h.s.Open(h.Ctx, h.opener(), OpenInput{Org: h.fed, CutOff: day(cutOff)})
	must(t, err)
	return p
}

// filling is a right form of so many workers, half of them women; what the roll knows is left empty.
func filling(workers int64, wage int64, sector string) Filling {
	n := func(x int64) Entry { return Entry{Text: strconv.FormatInt(x, 10)} }
	heads := workers
	if wage == 0 {
		heads = 0
	}
	return Filling{Sector: sector, Entries: map[string]Entry{
		"lao_dong": n(workers), "lao_dong_nu": n(workers / 2), "thieu_viec": n(workers / 10), "thieu_viec_nu": n(workers / 20), "luong_binh_quan": n(wage),
		"so_nguoi_tinh_luong": n(heads), "no_luong": n(0), "duoc_bo_tri_nha": n(0), "thue_nha": n(workers / 5), "hop_dong": n(workers), "bao_hiem": n(workers),
		"tranh_chap": n(0), "dinh_cong": n(0)}}
}

// send fills in, sends and accepts the form of a unit.
func (h *house) send(t testing.TB, p Period, org, above kernel.ID, in Filling) Report {
	t.Helper()
	_, err := h.s.Submit(h.Ctx, h.filler(org), Ref{Period: p.ID, Org: org}, in)
	must(t, err)
	r, err := h.s.Accept(h.Ctx, h.reviewer(above), Ref{Period: p.ID, Org: org})
	must(t, err)
	return r
}

func (h *house) sheet(t testing.TB, p Period, org kernel.ID) Sheet {
	t.Helper()
	v, err := h.s.Sheet(h.Ctx, h.reviewer(h.fed), Ref{Period: p.ID, Org: org})
	must(t, err)
	return v
}

func valueOf(d Document, key string) int64 {
	for _, l := range d.Lines {
		if l.Key == key && l.Value != nil {
			return *l.Value
		}
	}
	return -1
}
