package inspection

import (
	"context"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

// house is a federation with its inspection committee, two ward unions and a grassroots union under the first.
type house struct {
	testkit.Env
	s                                   *Service
	tasks                               *tasks.Service
	orgs                                *orgs.Service
	top, fed, ward, other, base, office kernel.ID
	told                                []kernel.Fact
	shelf                               *shelf
}

var people = map[kernel.ID]Hand{5: {5, "Đinh Thị Kiểm", "Uỷ viên Uỷ ban Kiểm tra"}, 6: {6, "Nguyễn Văn Thành", "Chủ tịch Công đoàn cơ sở"}, 7: {7, "Lương Văn Bình", "Uỷ viên Uỷ ban Kiểm tra"},
	8: {8, "Vũ Thị Sổ", "Kế toán trưởng"}, 9: {9, "Phùng Thị Hường", "Chủ nhiệm Uỷ ban Kiểm tra"}}

// crew are the people of the tests, for this room and for tasks.
type crew struct{ h *house }

func (crew) Officer(_ context.Context, _, account kernel.ID) (Hand, error) {
	who, ok := people[account]
	if !ok {
		return who, kernel.Missing("people.no_account")
	}
	return who, nil
}

func (crew) Officers(context.Context, kernel.ID, kernel.ID, string) ([]Hand, error) {
	return []Hand{people[5], people[7], people[6], people[8]}, nil
}

func (c crew) Ties(_ context.Context, _, account kernel.ID, _ kernel.Date) ([]Tie, error) {
	switch account {
	case 6:
		return []Tie{{ByPost, c.h.base, "Chủ tịch Công đoàn cơ sở", day("2025-07-01")}}, nil
	case 8:
		return []Tie{{ByPost, c.h.fed, "Kế toán trưởng", day("2025-07-01")}}, nil
	}
	return []Tie{{ByPost, c.h.office, people[account].Post, day("2025-07-01")}, {ByMandate, c.h.fed, "Kiểm tra, giám sát", day("2025-07-01")}}, nil
}

type desk struct{}

func (desk) Officer(_ context.Context, _, account kernel.ID) (tasks.Hand, error) {
	return tasks.Hand(people[account]), nil
}
func (desk) Officers(context.Context, kernel.ID, kernel.ID, string) ([]tasks.Hand, error) {
	return nil, nil
}
func (desk) Logins(context.Context, kernel.ID, []kernel.ID) (map[kernel.ID]string, error) {
	return nil, nil
}

// shelf holds one roll that everybody of the committee reads, and one record that only Binh may see.
type shelf struct{ roll string }

func (s *shelf) Kinds() []RecordKind {
	return []RecordKind{{Key: "roll", Name: "Danh sách đoàn viên của đơn vị", WithoutCode: true}, {Key: "secret", Name: "Hồ sơ"}}
}

func (s *shelf) Find(_ context.Context, a kernel.Actor, ask RecordAsk) (Record, error) {
	switch {
	case ask.Kind == "roll":
		return Record{Ref: "roll:1", Label: "Danh sách đoàn viên, 182 người", Link: "/don-vi/1", Digest: s.roll}, nil
	case ask.Kind == "secret" && a.Account == 7:
		return Record{Ref: "secret:1", Label: "Hồ sơ kín", Link: "/ho-so/1", Digest: "x"}, nil
	}
	return Record{}, kernel.Missing("dossiers.no_dossier")
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

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		h := &house{Env: e, shelf: &shelf{roll: "as it was"}}
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
		h.tasks = tasks.New(tasks.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Files: store, Staff: desk{}})
		h.s = New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Tasks: h.tasks, Files: store, Press: printer.Press(t), Staff: crew{h}, Records: h.shelf,
			Base: "https://vidu.example"})
		e.Outbox.Hear("inspection.task", []string{tasks.AssignedFact, tasks.DoneFact, tasks.ReturnedFact, tasks.ClosedFact, tasks.CancelledFact}, func(tx *db.Tx, f kernel.Fact) error {
			id, err := kernel.ParseID(f.Subject[len("task:"):])
			must(t, err)
			return h.s.TaskMoved(tx, f.Tenant, id)
		})
		e.Outbox.Hear("test", []string{AnnouncedFact, ConcludedFact, FollowedFact, ClosedFact, CancelledFact}, func(_ *db.Tx, f kernel.Fact) error { h.told = append(h.told, f); return nil })
		test(t, h)
	}, orgs.Migrations(), tasks.Migrations(), Migrations())
}

func (h *house) actor(account, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: account, Org: org, Name: people[account].Name, Post: people[account].Post,
		Mandates: []kernel.Mandate{{Org: org, Permissions: permissions}}}
}

// kiem and binh inspect for the federation, huong approves there, than answers for the grassroots union.
func (h *house) kiem() kernel.Actor  { return h.actor(5, h.fed, ViewPermission, KeepPermission) }
func (h *house) binh() kernel.Actor  { return h.actor(7, h.fed, ViewPermission, KeepPermission) }
func (h *house) huong() kernel.Actor { return h.actor(9, h.fed, ViewPermission, ApprovePermission) }
func (h *house) than() kernel.Actor {
	return h.actor(6, h.base, AnswerPermission, tasks.HandlePermission)
}
func (h *house) ofWard() kernel.Actor { return h.actor(11, h.other, KeepPermission, ApprovePermission) }

// opened is an inspection of the grassroots union, outside the plan.
func (h *house) opened(t *testing.T) Inspection {
	t.Helper()
	i, err := h.s.Open(h.Ctx, h.kiem(), Opening{Key: h.IDs.New().String(), Unit: h.fed, Subject: h.base, Kind: Finance, Title: "Kiểm tra tài chính", Reason: "Có đơn phản ánh.",
		Span: kernel.Period{From: day("2025-01-01"), To: day("2025-12-31")}})
	must(t, err)
	return i
}

// running is one whose team has begun.
func (h *house) running(t *testing.T) Inspection {
	t.Helper()
	i := h.opened(t)
	_, err := h.s.NameTeam(h.Ctx, h.kiem(), i.ID, 5, []kernel.ID{7})
	must(t, err)
	_, err = h.s.Announce(h.Ctx, h.huong(), i.ID, Paperwork{"12/QĐ-UBKT", day("2026-11-20")}, day("2026-11-23"))
	must(t, err)
	i, err = h.s.Start(h.Ctx, h.kiem(), i.ID)
	must(t, err)
	return i
}

// ripe is one that may be concluded, with recommendations due on these days.
func (h *house) ripe(t *testing.T, dues ...string) Inspection {
	t.Helper()
	i := h.running(t)
	list, _ := ListVersion(i.List)
	for n, q := range list.Questions() {
		l := Line{Key: q.Key, Result: Good}
		if n == 0 {
			l.Result, l.Finding = Faulty, "Nộp thiếu 2.246.700 ₫."
		}
		_, err := h.s.Answered(h.Ctx, h.kiem(), i.ID, l)
		must(t, err)
	}
	_, err := h.s.WriteMinutes(h.Ctx, h.binh(), i.ID, day("2026-11-23"), "Đơn vị nhất trí.")
	must(t, err)
	for _, due := range dues {
		_, err = h.s.Recommend(h.Ctx, h.kiem(), i.ID, Recommendation{Text: "Nộp lại đoàn phí còn thiếu", Due: day(due)})
		must(t, err)
	}
	return i
}

func (h *house) concluded(t *testing.T, dues ...string) Detail {
	t.Helper()
	i := h.ripe(t, dues...)
	_, err := h.s.Conclude(h.Ctx, h.huong(), i.ID, Conclusion{Paperwork{"05/KL-UBKT", day("2026-11-23")}, "Đơn vị thu đúng, nộp thiếu."})
	must(t, err)
	return h.detail(t, h.kiem(), i.ID)
}

func (h *house) detail(t *testing.T, a kernel.Actor, id kernel.ID) Detail {
	t.Helper()
	d, err := h.s.Detail(h.Ctx, a, id)
	must(t, err)
	return d
}

func (h *house) drain(t *testing.T) { t.Helper(); must(t, h.Outbox.Drain(h.Ctx)) }

func (h *house) later(d time.Duration) { h.Clock.Advance(d) }
