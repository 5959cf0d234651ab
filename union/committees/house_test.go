package committees

import (
	"context"
	"testing"

	"doanket/core/orgs"
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

// house is a federation with two ward unions and two grassroots unions, persons, and a roll of numbers.
type house struct {
	testkit.Env
	s                            *Service
	orgs                         *orgs.Service
	people                       *people.Service
	site, fed, ward, other, a, b kernel.ID
	strength                     map[kernel.ID]Strength
	person                       []kernel.ID
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

// refused looks for a code in a refusal or at one of its fields.
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

func (h *house) Strength(_ *db.Tx, _, unit kernel.ID, _ kernel.Date) (Strength, error) {
	return h.strength[unit], nil
}

func (h *house) Near(context.Context, kernel.ID, kernel.ID, kernel.Date) ([]Individual, error) {
	return []Individual{{ID: h.person[0], Name: "Nguyễn Văn Thành"}}, nil
}

func (h *house) Names(tx *db.Tx, tenant kernel.ID, ids []kernel.ID) (map[kernel.ID]Individual, error) {
	out := map[kernel.ID]Individual{}
	for _, id := range ids {
		p, ok, err := h.people.Person(tx, tenant, id)
		if err != nil {
			return nil, err
		}
		if ok {
			out[id] = Individual{ID: id, Name: p.Name, Sex: p.Sex, Born: p.Born}
		}
	}
	return out, nil
}

func (h *house) Find(tx *db.Tx, tenant kernel.ID, key string) (kernel.ID, bool, error) {
	found, err := h.people.Match(tx, tenant, []people.Key{{Identity: people.Identity(key)}})
	for _, c := range found {
		if c.By == "identity" {
			return c.Person, true, err
		}
	}
	return 0, false, err
}

func basis(number, on string) Basis {
	return Basis{Number: number, On: day(on), Issuer: "Cơ quan mẫu"}
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, orgs.Migrations(), people.Migrations(), Migrations())
}

func open(t testing.TB, e testkit.Env) *house {
	t.Helper()
	h := &house{Env: e, strength: map[kernel.ID]Strength{}}
	h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, h.orgs.LoadReference(e.Ctx))
	paper := func(on string) orgs.Basis {
		return orgs.Basis{Number: "01/QĐ-" + on, Decided: day(on), Issuer: "Cơ quan mẫu", Effective: day(on)}
	}
	top, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: paper("2010-01-01")})
	must(t, err)
	h.site = top.ID
	found := func(parent kernel.ID, name, kind, on string) kernel.ID {
		id, err := h.orgs.Found(e.Ctx, program, orgs.Founding{Name: name, Kind: kind, Parent: parent, Basis: paper(on)})
		must(t, err)
		return id
	}
	h.fed = found(h.site, "Liên đoàn Lao động tỉnh", "federation", "2013-01-01")
	h.ward = found(h.fed, "Công đoàn phường Uông Bí", "commune_union", "2025-07-01")
	h.other = found(h.fed, "Công đoàn phường Vàng Danh", "commune_union", "2025-07-01")
	h.a = found(h.ward, "CĐCS Than Mẫu", "grassroots_union", "2025-07-01")
	h.b = found(h.other, "CĐCS Bệnh viện Mẫu", "grassroots_union", "2025-07-01")
	h.people, err = people.New(people.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs,
		SiteKey: []byte("0123456789abcdef0123456789abcdef"), Base: "https://mau.example.vn"})
	must(t, err)
	h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Roll: h, Registry: h, Press: printer.Press(t), Base: "https://mau.example.vn"})
	must(t, e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
		h.person = nil
		for i, name := range []string{"Nguyễn Văn Thành", "Hoàng Thị Liên", "Phạm Văn Toàn", "Đỗ Thị Hương", "Vũ Đức Long", "Bùi Thị Nga", "Trần Quang Sơn", "Lê Thị Vân", "Ngô Minh Tâm"} {
			id, err := h.people.Enter(tx, people.Person{ID: e.IDs.New(), Tenant: h.site, Name: name, Sex: []string{"nam", "nữ"}[i%2], Identity: people.Identity([]string{"000180000001", "", "", "", "", "", "", "", ""}[i])})
			if err != nil {
				return err
			}
			h.person = append(h.person, id)
		}
		return nil
	}))
	h.strength[h.a] = Strength{Members: 120, Women: 45, Known: true}
	h.strength[h.b] = Strength{Members: 29, Women: 9, Known: true}
	e.Clock.SetTo("2026-11-23T09:00")
	return h
}

// who is an account with permissions over a unit.
func (h *house) who(org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.site, Account: 11, Org: org, Name: "Lê Thị Thanh", Post: "Chủ tịch", Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

func (h *house) keeper(org kernel.ID) kernel.Actor { return h.who(org, KeepPermission, ViewPermission) }

// found enters an elected committee of a term.
func (h *house) found(t testing.TB, unit kernel.ID, kind, from string, size int) kernel.ID {
	t.Helper()
	id, err := h.s.Found(h.Ctx, h.keeper(unit), Founding{Unit: unit, Kind: kind, How: ByElection, Term: "2025–2030", Size: size, From: day(from), To: day(from).AddDays(1826), Basis: basis("01/BB-ĐH", from)})
	must(t, err)
	return id
}

func (h *house) seat(committee kernel.ID, person int, post, from string) error {
	_, err := h.s.Seat(h.Ctx, h.keeper(h.fed), Seating{Committee: committee, Person: h.person[person], Post: post, From: day(from), Basis: "01/BB-ĐH", Team: "Tổ 1"})
	return err
}

func (h *house) look(t testing.TB, id kernel.ID, on string) Detail {
	t.Helper()
	var at kernel.Date
	if on != "" {
		at = day(on)
	}
	d, err := h.s.Look(h.Ctx, h.keeper(h.fed), id, at)
	must(t, err)
	return d
}

func resultOf(list []Finding, key RuleKey) Result {
	for _, f := range list {
		if f.Rule.Key == key {
			return f.Result
		}
	}
	return ""
}
