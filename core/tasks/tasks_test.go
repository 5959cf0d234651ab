package tasks

import (
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func TestATaskGoesFromGivingToConfirming(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.ward, 5, "2026-11-27")
		_, err := h.s.Take(h.Ctx, h.hanh(), task.ID)
		must(t, err)
		_, err = h.s.NoteProgress(h.Ctx, h.hanh(), task.ID, "Còn Bệnh viện Mẫu.", nil)
		must(t, err)
		_, err = h.s.Report(h.Ctx, h.hanh(), task.ID, "", nil)
		refused(t, err, "tasks.say_what_was_done")
		got, err := h.s.Report(h.Ctx, h.hanh(), task.ID, "Đủ 3 công đoàn cơ sở.", nil)
		must(t, err)
		if got.State != Reported || !got.Bells.Next.IsZero() {
			t.Fatalf("after the report: %+v", got)
		}
		_, err = h.s.Confirm(h.Ctx, h.hanh(), task.ID, "")
		refused(t, err, "tasks.not_given_by_you")
		_, err = h.s.SendBack(h.Ctx, h.lead(), task.ID, "Thiếu Trường THCS Mẫu.")
		must(t, err)
		_, err = h.s.Report(h.Ctx, h.hanh(), task.ID, "Đã thêm.", nil)
		must(t, err)
		_, err = h.s.Confirm(h.Ctx, h.lead(), task.ID, "")
		must(t, err)
		want := []string{AssignedFact, DoneFact, ReturnedFact, DoneFact, ClosedFact}
		if kinds := h.kinds(t); !slices.Equal(kinds, want) {
			t.Errorf("told %v, want %v", kinds, want)
		}
		end := h.task(t, task.ID)
		if end.State != Closed || end.Ended.IsZero() || len(end.Events) != 7 {
			t.Errorf("%s with %d events", end.State, len(end.Events))
		}
	})
}

func TestEveryMoveThatIsNotInTheTableIsRefused(t *testing.T) {
	verbs := []Verb{Take, Report, SendBack, Confirm, Finish, CallOff, Extend, HandOver, Note, Remind}
	rows := 0
	for _, from := range States {
		for _, v := range verbs {
			task := Task{State: from}
			to, ok := flow.Next(from, v)
			err := task.move(v)
			if ok != (err == nil) || ok && task.State != to {
				t.Errorf("%s from %s: %v, state %s", v, from, err, task.State)
			}
			if ok {
				rows++
			}
			if !from.Live() && ok {
				t.Errorf("%s is over and may still %s", from, v)
			}
		}
	}
	if rows != len(flow) {
		t.Errorf("%d moves were walked, the table has %d", rows, len(flow))
	}
}

func TestTheSameKeyIsOneTask(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := Assignment{Tenant: h.top, Key: "inspection:7:rec:1", Title: "Nộp lại đoàn phí", Unit: h.base, GiverUnit: h.office, Kept: true,
			Source: Source{Ref: "inspection:7", Label: "Kết luận số 05/KL-UBKT", Link: "/kiem-tra/7"}, DueDay: day("2026-12-10")}
		var first, second Task
		for _, into := range []*Task{&first, &second} {
			must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) (err error) {
				*into, err = h.s.Assign(tx, kernel.Actor{System: true, Tenant: h.top}, in)
				return err
			}))
		}
		if first.ID != second.ID {
			t.Fatalf("two tasks: %s and %s", first.ID, second.ID)
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			list, err := h.s.Of(tx, h.top, "inspection:7")
			if len(list) != 1 || list[0].Source.Label != in.Source.Label {
				t.Errorf("%+v", list)
			}
			return err
		}))
		if kinds := h.kinds(t); !slices.Equal(kinds, []string{AssignedFact}) {
			t.Errorf("told %v", kinds)
		}
	})
}

func TestTheRoomOfTheSourceHasTheLastWord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		room := kernel.Actor{System: true, Tenant: h.top}
		var task Task
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) (err error) {
			task, err = h.s.Assign(tx, room, Assignment{Key: "k", Title: "Khắc phục", Unit: h.base, GiverUnit: h.ward, Kept: true, Source: Source{Ref: "inspection:1"}, Evidence: true})
			return err
		}))
		_, err := h.s.Report(h.Ctx, h.than(), task.ID, "Đã nộp.", nil)
		refused(t, err, "tasks.evidence_needed")
		f, err := files.Keep(h.Ctx, h.s.Files, strings.NewReader("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"), "uy-nhiem-chi.pdf", files.DefaultRule)
		must(t, err)
		_, err = h.s.Report(h.Ctx, h.than(), task.ID, "Đã nộp.", []files.File{f})
		must(t, err)
		_, err = h.s.Confirm(h.Ctx, h.lead(), task.ID, "")
		refused(t, err, "tasks.kept_by_source")
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Return(tx, room, task.ID, "Thiếu tháng 9.") }))
		if got := h.task(t, task.ID); got.State != Returned || len(got.Files) != 1 {
			t.Errorf("%s with %d files", got.State, len(got.Files))
		}
		for range 2 {
			must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Close(tx, room, task.ID, "Đã kiểm tra chứng từ.") }))
		}
		refused(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Cancel(tx, room, task.ID, "") }), "tasks.not_now")
		if kinds := h.kinds(t); !slices.Equal(kinds, []string{AssignedFact, DoneFact, ReturnedFact, ClosedFact}) {
			t.Errorf("told %v", kinds)
		}
	})
}

// Given on Monday 23/11/2026 at 08:20. Nobody works on the 24th (Ngày Văn hóa Việt Nam), so five working
// days end at 08:20 on Tuesday 01/12.
func TestALimitIsCountedInWorkingDaysAndExplained(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.ward, 5, "")
		if want := day("2026-12-01").Clock(8, 20); !task.Due.Equal(want) {
			t.Fatalf("due %s, want %s", task.Due, want)
		}
		d, err := h.s.Detail(h.Ctx, h.lead(), task.ID)
		must(t, err)
		if len(d.Why) == 0 || d.Left.Days != 5 {
			t.Errorf("%d lines, %+v left", len(d.Why), d.Left)
		}
		if want := day("2026-11-27").Clock(8, 0); !task.Bells.Soon.Equal(want) {
			t.Errorf("reminded at %s, want %s", task.Bells.Soon, want)
		}
	})
}

func TestTheClockRemindsThenTellsThenRises(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.ward, 5, "2026-11-27") // Friday
		h.kinds(t)
		for _, x := range []struct {
			at   string
			told []string
		}{
			{"2026-11-25T07:59", nil},
			{"2026-11-25T08:00", []string{DueSoonFact}}, // two working days before
			{"2026-11-25T17:00", nil},
			{"2026-11-28T10:00", nil},                   // Saturday: nobody works
			{"2026-11-30T08:00", []string{OverdueFact}}, // Monday
			{"2026-12-01T17:00", nil},
			{"2026-12-02T08:00", []string{EscalatedFact}}, // three working days after Friday
			{"2026-12-20T08:00", nil},
		} {
			h.Clock.SetTo(x.at)
			must(t, h.s.RingBells(h.Ctx))
			if kinds := h.kinds(t); !slices.Equal(kinds, x.told) {
				t.Errorf("at %s told %v, want %v", x.at, kinds, x.told)
			}
		}
		got := h.task(t, task.ID)
		if !got.Bells.Risen || !got.Late(h.Clock.Now()) {
			t.Errorf("%+v", got.Bells)
		}
		_, err := h.s.Extend(h.Ctx, h.lead(), task.ID, day("2026-12-25"), "Chờ số của bảo hiểm xã hội")
		must(t, err)
		if got = h.task(t, task.ID); got.Late(h.Clock.Now()) || got.Bells.Ring != RingSoon {
			t.Errorf("after another due day: %+v", got.Bells)
		}
	})
}

func TestWhatIsReportedRingsNoMoreUntilItComesBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.ward, 5, "2026-11-27")
		_, err := h.s.Report(h.Ctx, h.hanh(), task.ID, "Xong.", nil)
		must(t, err)
		h.kinds(t)
		h.Clock.SetTo("2026-12-20T08:00")
		must(t, h.s.RingBells(h.Ctx))
		if kinds := h.kinds(t); len(kinds) != 0 {
			t.Errorf("told %v", kinds)
		}
		if h.task(t, task.ID).Late(h.Clock.Now()) {
			t.Error("what was reported in time is late")
		}
		_, err = h.s.SendBack(h.Ctx, h.lead(), task.ID, "Thiếu.")
		must(t, err)
		must(t, h.s.RingBells(h.Ctx))
		if kinds := h.kinds(t); !slices.Equal(kinds, []string{ReturnedFact, OverdueFact, EscalatedFact}) {
			t.Errorf("told %v", kinds)
		}
	})
}

func TestUrgingIsOnceADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.ward, 5, "2026-11-27")
		_, err := h.s.Remind(h.Ctx, h.hanh(), task.ID, "")
		refused(t, err, "tasks.not_given_by_you")
		_, err = h.s.Remind(h.Ctx, h.lead(), task.ID, "Cần trước giao ban.")
		must(t, err)
		_, err = h.s.Remind(h.Ctx, h.lead(), task.ID, "")
		refused(t, err, "tasks.urged_today")
		h.Clock.SetTo("2026-11-24T09:00")
		_, err = h.s.Remind(h.Ctx, h.lead(), task.ID, "")
		must(t, err)
	})
}

func TestWorkThatSomebodyGaveHerselfNeedsNoSecondPairOfEyes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.ward, 7, "2026-11-27")
		got, err := h.s.Report(h.Ctx, h.lead(), task.ID, "Xong.", nil)
		must(t, err)
		if got.State != Closed {
			t.Errorf("state %s", got.State)
		}
		if kinds := h.kinds(t); !slices.Equal(kinds, []string{AssignedFact, DoneFact, ClosedFact}) {
			t.Errorf("told %v", kinds)
		}
	})
}

// Lists and details cannot disagree: whoever finds a task in a list may open it, and whoever may open it
// finds it in the list of units or in one of her own.
func TestListsAndDetailsAgreeForEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cast := map[string]kernel.Actor{
			"lead": h.lead(), "hanh": h.hanh(), "than": h.than(),
			"colleague": h.actor(8, h.ward, HandlePermission), "viewer": h.actor(9, h.ward, ViewPermission), "sister": h.actor(10, h.other, AssignPermission, ViewPermission, HandlePermission),
			"above": h.actor(11, h.fed, ViewPermission), "stranger": {Tenant: h.top, Account: 12}, "citizen": h.actor(13, h.top), "visitor": {}, "elsewhere": {Tenant: 99, Account: 7},
		}
		list := []Task{h.give(t, h.ward, 5, "2026-11-27"), h.give(t, h.base, 6, "2026-11-26"), h.give(t, h.base, 0, ""), h.give(t, h.ward, 0, "2026-12-01"), h.give(t, h.ward, 7, "2026-12-02")}
		sees := map[string]int{}
		for name, a := range cast {
			listed := map[kernel.ID]bool{}
			for _, v := range []View{Mine, OfUnit, Given} {
				page, err := h.s.List(h.Ctx, a, Filter{View: v})
				must(t, err)
				for _, x := range page.Tasks {
					listed[x.ID] = true
				}
				n, err := h.s.Count(h.Ctx, a, Filter{View: v})
				must(t, err)
				if n != len(page.Tasks) {
					t.Errorf("%s: %s counts %d and lists %d", name, v, n, len(page.Tasks))
				}
			}
			for _, x := range list {
				_, err := h.s.Detail(h.Ctx, a, x.ID)
				if (err == nil) != listed[x.ID] {
					t.Errorf("%s: listed %v, detail %v of a task of %s to %d", name, listed[x.ID], err, x.Unit, x.Assignee.Account)
				}
				if err != nil {
					refused(t, err, "tasks.no_task")
				} else {
					sees[name]++
				}
			}
		}
		want := map[string]int{"lead": 5, "viewer": 5, "above": 5, "hanh": 3, "than": 2, "colleague": 2}
		for name, n := range want {
			if sees[name] != n {
				t.Errorf("%s sees %d, want %d", name, sees[name], n)
			}
		}
		for _, name := range []string{"sister", "stranger", "citizen", "visitor", "elsewhere"} {
			if sees[name] != 0 {
				t.Errorf("%s sees %d", name, sees[name])
			}
		}
	})
}

func TestWorkOutOfReachIsNotGiven(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.s.Give(h.Ctx, h.lead(), Assignment{Key: "a", Title: "Việc", Unit: h.other, DueDay: day("2026-12-01")})
		refused(t, err, "tasks.no_unit_here")
		_, err = h.s.Give(h.Ctx, h.lead(), Assignment{Key: "b", Title: "Việc", Unit: h.ward, DueDay: day("2026-11-20")})
		refused(t, err, "tasks.due_is_past")
		_, err = h.s.Give(h.Ctx, h.lead(), Assignment{Key: "c", Title: "Việc", Unit: h.ward, DueDay: day("2026-12-01"), Limit: kernel.Limit{Unit: kernel.WorkingDays, N: 5}})
		refused(t, err, "tasks.one_due")
		_, err = h.s.Give(h.Ctx, h.lead(), Assignment{Key: "d", Title: " ", Unit: h.ward})
		refused(t, err, "tasks.no_due")
		task := h.give(t, h.ward, 5, "2026-12-01")
		_, err = h.s.HandOver(h.Ctx, h.lead(), task.ID, h.other, 0, "")
		refused(t, err, "tasks.no_unit_here")
		got, err := h.s.HandOver(h.Ctx, h.lead(), task.ID, h.base, 6, "Gần việc hơn.")
		must(t, err)
		if got.Unit != h.base || got.Assignee.Account != 6 || got.State != Open {
			t.Errorf("%+v", got)
		}
		_, err = h.s.Detail(h.Ctx, h.hanh(), task.ID)
		refused(t, err, "tasks.no_task")
	})
}

func TestAListGoesOnFromItsKeyWithoutGapsOrDoubles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 23 {
			h.give(t, []kernel.ID{h.ward, h.base}[i%2], []kernel.ID{0, 5, 6}[i%3], []string{"2026-11-27", "2026-12-01", ""}[i%3])
		}
		seen := map[kernel.ID]bool{}
		var last Task
		f := Filter{View: OfUnit, Limit: 4}
		for pages := 0; ; pages++ {
			p, err := h.s.List(h.Ctx, h.lead(), f)
			must(t, err)
			for _, x := range p.Tasks {
				if seen[x.ID] || last.ID != 0 && x.sortAt().Before(last.sortAt()) {
					t.Fatalf("%s stands twice or out of order", x.ID)
				}
				seen[x.ID], last = true, x
			}
			if p.Next == "" {
				if pages != 5 {
					t.Errorf("%d pages more", pages)
				}
				break
			}
			f.After = p.Next
		}
		if len(seen) != 23 {
			t.Errorf("%d of 23", len(seen))
		}
		found, err := h.s.List(h.Ctx, h.lead(), Filter{View: OfUnit, Text: "doan vien QUY"})
		must(t, err)
		none, err := h.s.List(h.Ctx, h.lead(), Filter{View: OfUnit, Text: "hội thao"})
		must(t, err)
		if len(found.Tasks) != 23 || len(none.Tasks) != 0 {
			t.Errorf("found %d and %d", len(found.Tasks), len(none.Tasks))
		}
	})
}

func TestListsUseTheirIndexes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, a := range []arm{{column: armAssignee, id: 5}, {column: armUnit, id: h.ward, permissions: []string{"a"}}, {column: armGiver, id: 7}, {column: armGiverUnit, id: h.ward, except: 7}, {column: armTenant}} {
			for _, live := range []bool{true, false} {
				testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) {
					q := db.Build(selectTask)
					armQuery(q, h.top, a, narrow{live: live})
					if live {
						q.And(`order by t.sort_at, t.id limit 50`)
					} else {
						q.And(`order by t.sort_at desc, t.id desc limit 50`)
					}
					return db.ExplainOf(tx, q)
				})
			}
		}
	})
}

func (h *house) holds(t *testing.T, on string, units ...kernel.ID) map[kernel.ID]map[string]int64 {
	t.Helper()
	out := map[kernel.ID]map[string]int64{}
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.s.Holds(tx, h.top, units, day(on))
		for _, x := range list {
			if out[x.Unit] == nil {
				out[x.Unit] = map[string]int64{}
			}
			out[x.Unit][x.Kind] = x.Count
		}
		return err
	}))
	return out
}

func (h *house) totals(t *testing.T, on string) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.s.Totals(tx, h.top, day(on))
		for _, x := range list {
			out[x.Kind] = x.Count
		}
		return err
	}))
	return out
}

func (h *house) carry(t *testing.T, c orgs.Carriage) {
	t.Helper()
	c.Tenant, c.Decision, c.Label = h.top, 1, "21/QĐ-LĐLĐ ngày 10/11/2026"
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Carry(tx, kernel.Actor{System: true, Tenant: h.top}, c) }))
}

func TestAReorganisationCarriesWhatIsNotDone(t *testing.T) {
	for name, on := range map[string]string{"today": "2026-11-23", "in the past": "2026-11-02", "in the future": "2026-12-07"} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.Clock.SetTo("2026-10-20T09:00")
				named, pool, done := h.give(t, h.base, 6, "2026-12-15"), h.give(t, h.base, 0, "2026-12-15"), h.give(t, h.base, 6, "2026-12-15")
				h.Clock.SetTo("2026-11-10T09:00")
				late := h.give(t, h.base, 0, "2026-12-15") // given after the day of a decision in the past
				_, err := h.s.Report(h.Ctx, h.than(), done.ID, "Xong.", nil)
				must(t, err)
				_, err = h.s.Confirm(h.Ctx, h.lead(), done.ID, "")
				must(t, err)
				h.Clock.SetTo("2026-11-23T09:00")
				before := h.totals(t, on)
				c := orgs.Carriage{Step: 77, On: day(on), From: []kernel.ID{h.base}, Rule: orgs.Allotment{Rest: h.other, List: map[string]kernel.ID{"than": h.ward}}}
				for range 2 {
					h.carry(t, c)
				}
				after := h.totals(t, on)
				if before[heldOpen] != after[heldOpen] || before[heldGiven] != after[heldGiven] || after[heldOpen] == 0 {
					t.Errorf("totals %v before, %v after", before, after)
				}
				end := h.holds(t, "2027-01-04", h.base, h.ward, h.other)
				if end[h.base][heldOpen] != 0 || end[h.ward][heldOpen] != 1 || end[h.other][heldOpen] != 2 {
					t.Errorf("after the day: %v", end)
				}
				if was := h.holds(t, "2026-11-01", h.base)[h.base]; was[heldOpen] != 2 {
					t.Errorf("the day before all: %v", was)
				}
				if name == "in the future" {
					if got := h.task(t, named.ID); got.Unit != h.base {
						t.Error("the list moved before its day")
					}
					h.Clock.SetTo("2026-12-07T00:30")
					must(t, h.s.Turn(h.Ctx))
				}
				for id, want := range map[kernel.ID]kernel.ID{named.ID: h.ward, pool.ID: h.other, late.ID: h.other, done.ID: h.base} {
					if got := h.task(t, id); got.Unit != want {
						t.Errorf("task %q is with %s, want %s", got.Title, got.Unit, want)
					}
				}
				d, err := h.s.Detail(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, pool.ID)
				must(t, err)
				if len(d.Moves) != 1 || d.Moves[0].Label == "" {
					t.Errorf("%+v", d.Moves)
				}
				c.Undo = true
				for range 2 {
					h.carry(t, c)
				}
				if back := h.holds(t, "2027-01-04", h.base, h.ward, h.other); back[h.base][heldOpen] != 3 || back[h.other][heldOpen] != 0 || back[h.ward][heldOpen] != 0 {
					t.Errorf("taken back: %v", back)
				}
				if got := h.task(t, pool.ID); got.Unit != h.base {
					t.Errorf("taken back, but with %s", got.Unit)
				}
				d, err = h.s.Detail(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, pool.ID)
				must(t, err)
				if len(d.Moves) != 1 || !d.Moves[0].Void {
					t.Errorf("the decision is no longer seen: %+v", d.Moves)
				}
			})
		})
	}
}

func TestTheGiverThatEndsIsFollowedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		task := h.give(t, h.base, 6, "2026-12-15")
		h.carry(t, orgs.Carriage{Step: 78, On: day("2026-11-23"), From: []kernel.ID{h.ward}, Rule: orgs.Allotment{Rest: h.other}})
		got := h.task(t, task.ID)
		if got.GiverUnit != h.other || got.Rise.Unit != h.other || got.Unit != h.base {
			t.Errorf("given by %s, rises to %s, with %s", got.GiverUnit, got.Rise.Unit, got.Unit)
		}
		refused(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			return h.s.Carry(tx, program, orgs.Carriage{Step: 79, Tenant: h.top, On: day("2026-11-23"), From: []kernel.ID{h.base}, Rule: orgs.Allotment{Rest: h.other, Ends: []string{heldOpen}}})
		}), "tasks.cannot_end")
	})
}

func TestAPrivateTaskIsSeenByTheOneItIsGivenTo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var task Task
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			var err error
			task, err = h.s.Assign(tx, kernel.Actor{System: true, Tenant: h.top}, Assignment{Key: "p", Title: "Việc riêng", Unit: h.ward, GiverUnit: h.ward, Assignee: 5, Private: true, Kept: true,
				Source: Source{Ref: "complaint:1"}, DueDay: h.Clock.Now().Date().AddDays(3)})
			return err
		}))
		if told := told(task, h.Clock.Now()); told.Source != "" || told.Unit != 0 || told.GiverUnit != 0 {
			t.Errorf("the fact tells %+v", told)
		}
		_, err := h.s.Detail(h.Ctx, h.hanh(), task.ID)
		must(t, err)
		for _, a := range []kernel.Actor{h.lead(), h.than()} {
			_, err = h.s.Detail(h.Ctx, a, task.ID)
			refused(t, err, "tasks.no_task")
		}
		for view, want := range map[View]int{Mine: 1, OfUnit: 0, Given: 0} {
			n, err := h.s.Count(h.Ctx, h.hanh(), Filter{View: view})
			must(t, err)
			lead, err := h.s.Count(h.Ctx, h.lead(), Filter{View: view})
			must(t, err)
			if n != want || lead != 0 {
				t.Errorf("%s: hers %d, want %d; the leader's %d", view, n, want, lead)
			}
		}
		if len(h.holds(t, "2026-11-23", h.ward)) > 0 {
			t.Error("no unit holds it")
		}
	})
}
