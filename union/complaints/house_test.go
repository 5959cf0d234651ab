package complaints

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

// house is a federation with its inspection committee and a ward union below.
type house struct {
	testkit.Env
	s              *Service
	tasks          *tasks.Service
	store          *files.Disk
	top, fed, ward kernel.ID
	rung           []kernel.ID
	n              int
	gone           map[kernel.ID]bool // closed accounts, ended mandates
}

var people = map[kernel.ID]Hand{5: {5, 105, "Đinh Thị Kiểm", "Uỷ viên Uỷ ban Kiểm tra"}, 6: {6, 106, "Nguyễn Văn Thành", "Chủ tịch Công đoàn phường"}, 7: {7, 107, "Lương Văn Bình", "Uỷ viên Uỷ ban Kiểm tra"},
	8: {8, 108, "Nguyễn Thị Hoài", "Chuyên viên Liên đoàn Lao động tỉnh"}, 9: {9, 109, "Phùng Thị Hường", "Chủ nhiệm Uỷ ban Kiểm tra"}, 10: {10, 110, "Mai Thị Hạnh", "Chuyên viên Công đoàn phường"},
	11: {11, 111, "Quản Trị Mẫu", "Quản trị hệ thống"}}

type crew struct{ h *house }

func (crew) ByLogin(_ context.Context, _ kernel.ID, login string) (Hand, error) {
	for _, h := range people {
		if h.Name == login {
			return h, nil
		}
	}
	return Hand{}, kernel.Missing("people.no_account")
}

func (c crew) Officers(_ context.Context, _, unit kernel.ID, permission string) ([]Hand, error) {
	switch {
	case permission == HandlePermission:
		return slices.DeleteFunc([]Hand{people[5], people[7], people[9]}, func(w Hand) bool { return c.h.gone[w.Account] }), nil
	case unit == c.h.ward:
		return []Hand{people[10]}, nil
	}
	return []Hand{people[8], people[9]}, nil
}

// Serving knows the committee and the two desks.
func (c crew) Serving(_ context.Context, _, account, _ kernel.ID, permission string) (Hand, bool, error) {
	can := map[string][]kernel.ID{HandlePermission: {5, 7, 9}, ReceivePermission: {8, 9, 10}}
	return people[account], slices.Contains(can[permission], account) && !c.h.gone[account], nil
}

func (c crew) Desks(context.Context, kernel.ID, string) ([]kernel.ID, error) {
	return []kernel.ID{c.h.fed, c.h.ward}, nil
}

type bell struct{ h *house }

func (b bell) Ring(_ *db.Tx, _, account, _ kernel.ID) error {
	b.h.rung = append(b.h.rung, account)
	return nil
}

type desk struct{}

func (desk) Officer(_ context.Context, _, account kernel.ID) (tasks.Hand, error) {
	h := people[account]
	return tasks.Hand{Account: h.Account, Name: h.Name, Post: h.Post}, nil
}
func (desk) Officers(context.Context, kernel.ID, kernel.ID, string) ([]tasks.Hand, error) {
	return nil, nil
}
func (desk) Logins(context.Context, kernel.ID, []kernel.ID) (map[kernel.ID]string, error) {
	return nil, nil
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

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var key = bytes.Repeat([]byte{7}, 32)

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		h := &house{Env: e, gone: map[kernel.ID]bool{}}
		units := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
		must(t, units.LoadReference(e.Ctx))
		basis := orgs.Basis{Number: "01/QĐ", Decided: day("2000-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2013-01-01")}
		site, err := units.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis})
		must(t, err)
		h.top = site.ID
		h.fed, err = units.Found(e.Ctx, program, orgs.Founding{Name: "Liên đoàn Lao động tỉnh", Kind: "federation", Parent: h.top, Basis: basis})
		must(t, err)
		basis.Effective = day("2025-07-01")
		h.ward, err = units.Found(e.Ctx, program, orgs.Founding{Name: "Công đoàn phường Uông Bí", Kind: "commune_union", Parent: h.fed, Basis: basis})
		must(t, err)
		h.store, err = files.OpenDisk(t.TempDir())
		must(t, err)
		h.tasks = tasks.New(tasks.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: units, Files: h.store, Staff: desk{}})
		h.s, err = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Orgs: units, Tasks: h.tasks, Files: h.store, Press: printer.Press(t), Staff: crew{h}, Bell: bell{h}, SiteKey: key,
			Site: func() kernel.ID { return h.top }, Base: "https://vidu.example"})
		must(t, err)
		test(t, h)
	}, orgs.Migrations(), tasks.Migrations(), Migrations())
}

func (h *house) actor(account, org kernel.ID, permissions ...string) kernel.Actor {
	p := people[account]
	return kernel.Actor{Tenant: h.top, Account: account, Person: p.Person, Org: org, Name: p.Name, Post: p.Post, Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

// hoai takes letters in, huong leads, kiem is one of the committee, hanh receives at the ward.
func (h *house) hoai() kernel.Actor  { return h.actor(8, h.fed, ReceivePermission) }
func (h *house) huong() kernel.Actor { return h.actor(9, h.fed, ReceivePermission, HandlePermission) }
func (h *house) kiem() kernel.Actor  { return h.actor(5, h.fed, HandlePermission) }
func (h *house) hanh() kernel.Actor  { return h.actor(10, h.ward, ReceivePermission) }

// admin holds everything that the house has.
func (h *house) admin() kernel.Actor {
	return h.actor(11, h.top, ReceivePermission, HandlePermission, tasks.ViewPermission, tasks.AssignPermission, tasks.HandlePermission, "audit.view", "people.view", "outbox.manage")
}

// letter is a denunciation on paper that came on Friday, 20/11/2026.
func (h *house) letter() Registration {
	h.n++
	return Registration{Token: "a-letter-on-paper-000" + string(rune('a'+h.n)), Unit: h.fed, Kind: Denunciation, Way: ByPost, Received: day("2026-11-20"), Summary: "Chi sai quỹ XYZZY",
		Text: "Ba khoản chi XYZZY không có danh sách.", Accused: "Ông Nguyễn Văn Thành, Chủ tịch Công đoàn phường",
		Sender: Sender{Name: "Người Tố Cáo PLUGH", Address: "Tổ 1 PLUGH", Contact: "0000000001"}}
}

// received is one that lies with Hoai; assigned is led by Huong; accepted was accepted on 23/11.
func (h *house) received(t *testing.T) Filed {
	t.Helper()
	out, err := h.s.Register(h.Ctx, h.hoai(), h.letter())
	must(t, err)
	return out
}

func (h *house) assigned(t *testing.T) kernel.ID {
	t.Helper()
	id := h.received(t).Complaint.ID
	_, err := h.s.HandOver(h.Ctx, h.hoai(), id, 9, Said{})
	must(t, err)
	return id
}

func (h *house) accepted(t *testing.T) kernel.ID {
	t.Helper()
	id := h.assigned(t)
	_, err := h.s.Do(h.Ctx, h.huong(), id, Accept, Said{Number: "02/QĐ-UBKT", On: day("2026-11-23")})
	must(t, err)
	return id
}

func (h *house) open(t *testing.T, a kernel.Actor, id kernel.ID) Detail {
	t.Helper()
	d, err := h.s.Detail(h.Ctx, a, id, OpenRecord)
	must(t, err)
	return d
}

func (h *house) sound(t *testing.T) {
	t.Helper()
	out, err := h.s.Verify(h.Ctx)
	must(t, err)
	if len(out) > 0 {
		t.Errorf("verify: %v", out)
	}
}
