package tasks

import (
	"context"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// house is a federation with two ward unions and a grassroots union under the first.
type house struct {
	testkit.Env
	s                                   *Service
	orgs                                *orgs.Service
	top, fed, ward, other, base, office kernel.ID
	told                                []kernel.Fact
}

// crew are the people of the tests; 5 works in the ward, 6 in the grassroots union.
type crew struct{}

var people = map[kernel.ID]Hand{5: {5, "Mai Thị Hạnh", "Chuyên viên"}, 6: {6, "Nguyễn Văn Thành", "Chủ tịch"}, 7: {7, "Lê Thị Thanh", "Chủ tịch"}}

func (crew) Officer(_ context.Context, _, account kernel.ID) (Hand, error) {
	h, ok := people[account]
	if !ok {
		return h, kernel.Missing("people.no_account")
	}
	return h, nil
}

func (crew) Officers(context.Context, kernel.ID, kernel.ID, string) ([]Hand, error) {
	return []Hand{people[5], people[6]}, nil
}

func (crew) Logins(_ context.Context, _ kernel.ID, accounts []kernel.ID) (map[kernel.ID]string, error) {
	out := map[kernel.ID]string{}
	for _, id := range accounts {
		out[id] = map[kernel.ID]string{5: "hanh", 6: "than", 7: "thanh"}[id]
	}
	return out, nil
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code && (len(f.Fields) == 0 || f.Fields[0].Code != code) {
		t.Errorf("want %s, got %v", code, err)
	}
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		h := &house{Env: e}
		h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
		must(t, h.orgs.LoadReference(e.Ctx))
		basis := orgs.Basis{Number: "01/QĐ", Decided: day("2000-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2013-01-01")}
		site, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis})
		must(t, err)
		h.top = site.ID
		found := func(name, kind string, parent kernel.ID) kernel.ID {
			b := basis
			if kind == "commune_union" {
				b.Effective = day("2025-07-01")
			}
			id, err := h.orgs.Found(e.Ctx, program, orgs.Founding{Name: name, Kind: kind, Parent: parent, Basis: b})
			must(t, err)
			return id
		}
		h.fed = found("Liên đoàn Lao động tỉnh", "federation", h.top)
		h.office = found("Uỷ ban Kiểm tra", "union_office", h.fed)
		h.ward = found("Công đoàn phường Uông Bí", "commune_union", h.fed)
		h.other = found("Công đoàn phường Vàng Danh", "commune_union", h.fed)
		h.base = found("Công đoàn cơ sở Than Mẫu", "grassroots_union", h.fed)
		must(t, h.orgs.Move(e.Ctx, program, orgs.Change{Org: h.base, Basis: orgs.Basis{Number: "02/QĐ", Decided: day("2025-06-20"), Issuer: "Cơ quan mẫu", Effective: day("2025-07-01")}}, h.ward))
		store, err := files.OpenDisk(t.TempDir())
		must(t, err)
		h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Files: store, Staff: crew{}})
		e.Outbox.Hear("test", []string{AssignedFact, DueSoonFact, OverdueFact, EscalatedFact, RemindedFact, DoneFact, ReturnedFact, ClosedFact, CancelledFact},
			func(_ *db.Tx, f kernel.Fact) error { h.told = append(h.told, f); return nil })
		test(t, h)
	}, orgs.Migrations(), Migrations())
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (h *house) actor(account, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: account, Org: org, Name: people[account].Name, Post: people[account].Post,
		Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

// lead gives work over the ward and below, hanh handles work there, than in the grassroots union.
func (h *house) lead() kernel.Actor { return h.actor(7, h.ward, AssignPermission, ViewPermission) }
func (h *house) hanh() kernel.Actor { return h.actor(5, h.ward, HandlePermission) }
func (h *house) than() kernel.Actor { return h.actor(6, h.base, HandlePermission) }

// give lets the chairwoman give something to somebody.
func (h *house) give(t *testing.T, unit, assignee kernel.ID, due string) Task {
	t.Helper()
	in := Assignment{Key: h.IDs.New().String(), Title: "Báo cáo số đoàn viên quý IV", Unit: unit, Assignee: assignee, Before: 2, Rise: Rise{Days: 3}}
	if due != "" {
		in.DueDay = day(due)
	} else {
		in.Limit = kernel.Limit{Unit: kernel.WorkingDays, N: 5}
	}
	out, err := h.s.Give(h.Ctx, h.lead(), in)
	must(t, err)
	return out
}

// kinds are the facts told so far; the list begins anew.
func (h *house) kinds(t *testing.T) []string {
	t.Helper()
	must(t, h.Outbox.Drain(h.Ctx))
	var out []string
	for _, f := range h.told {
		out = append(out, f.Kind)
	}
	h.told = nil
	return out
}

func (h *house) task(t *testing.T, id kernel.ID) Task {
	t.Helper()
	d, err := h.s.Detail(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, id)
	must(t, err)
	return d.Task
}
