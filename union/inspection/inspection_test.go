package inspection

import (
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func TestAPlanIsApprovedByAnotherPersonThanTheOneWhoDrewItUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		both := h.actor(5, h.fed, KeepPermission, ApprovePermission)
		p, err := h.s.MakePlan(h.Ctx, both, PlanInput{Unit: h.fed, Year: 2026, Aim: "Nhắc nhở sớm."})
		must(t, err)
		again, err := h.s.MakePlan(h.Ctx, both, PlanInput{Unit: h.fed, Year: 2026, Aim: "Khác."})
		must(t, err)
		if again.ID != p.ID {
			t.Error("a unit has two plans for one year")
		}
		_, err = h.s.Submit(h.Ctx, both, p.ID)
		refused(t, err, "inspection.plan_empty")
		_, err = h.s.AddItem(h.Ctx, both, p.ID, PlanItem{Kind: Finance, Subject: h.top, Quarter: 3, Topic: "Đoàn phí"})
		refused(t, err, "inspection.no_subject_here")
		_, err = h.s.AddItem(h.Ctx, both, p.ID, PlanItem{Kind: "x", Quarter: 5})
		refused(t, err, "inspection.no_kind")
		_, err = h.s.AddItem(h.Ctx, both, p.ID, PlanItem{Kind: Finance, Subject: h.base, Quarter: 3, Topic: "Đoàn phí"})
		must(t, err)
		_, err = h.s.Submit(h.Ctx, both, p.ID)
		must(t, err)
		_, err = h.s.ApprovePlan(h.Ctx, both, p.ID, Paperwork{"03/KH", day("2026-11-20")})
		refused(t, err, "inspection.own_plan")
		_, err = h.s.ApprovePlan(h.Ctx, h.ofWard(), p.ID, Paperwork{"03/KH", day("2026-11-20")})
		refused(t, err, "inspection.no_plan")
		_, err = h.s.ReturnPlan(h.Ctx, h.huong(), p.ID, "Thêm giám sát.")
		must(t, err)
		_, err = h.s.Submit(h.Ctx, both, p.ID)
		must(t, err)
		_, err = h.s.ApprovePlan(h.Ctx, h.huong(), p.ID, Paperwork{"03/KH", day("2026-11-24")})
		refused(t, err, "inspection.day_to_come")
		_, err = h.s.ApprovePlan(h.Ctx, h.huong(), p.ID, Paperwork{"03/KH", day("2026-11-20")})
		must(t, err)
		_, err = h.s.AddItem(h.Ctx, both, p.ID, PlanItem{Kind: Finance, Subject: h.base, Quarter: 3, Topic: "Đoàn phí"})
		refused(t, err, "inspection.plan_not_now")
		d, err := h.s.PlanDetail(h.Ctx, h.kiem(), p.ID)
		must(t, err)
		open := Opening{Key: "a", Item: d.Plan.Items[0].ID, Title: "Kiểm tra đoàn phí", Span: kernel.Period{From: day("2025-01-01"), To: day("2025-12-31")}}
		i, err := h.s.Open(h.Ctx, h.kiem(), open)
		must(t, err)
		if i.Subject != h.base || i.Kind != Finance || i.Plan != p.ID {
			t.Errorf("the inspection does not follow its item: %+v", i)
		}
		twice, err := h.s.Open(h.Ctx, h.kiem(), open)
		if err != nil || twice.ID != i.ID {
			t.Errorf("the same request twice: %v %v", twice.ID, err)
		}
		open.Key = "b"
		_, err = h.s.Open(h.Ctx, h.kiem(), open)
		refused(t, err, "inspection.item_taken")
	})
}

func TestFromTheDecisionToTheLastRecommendation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.running(t)
		_, err := h.s.Conclude(h.Ctx, h.huong(), i.ID, Conclusion{Paperwork{"05/KL-UBKT", day("2026-11-23")}, "Đúng."})
		refused(t, err, "inspection.lines_open")
		_, err = h.s.Answered(h.Ctx, h.kiem(), i.ID, Line{Key: "doan_phi", Result: Faulty})
		refused(t, err, "inspection.say_what_was_found")
		_, err = h.s.Answered(h.Ctx, h.huong(), i.ID, Line{Key: "doan_phi", Result: Good})
		refused(t, err, "inspection.not_on_team")
		d := h.concluded(t, "2026-11-27", "2026-12-10")
		id, recs := d.Inspection.ID, d.Inspection.Recommendations
		if len(d.Inspection.Findings()) != 1 || len(recs) != 2 || recs[0].Task == 0 || recs[1].No != 2 {
			t.Fatalf("concluded: %+v", d.Inspection)
		}
		task := d.Tasks[recs[0].ID]
		if task.Source.Label != "Kết luận số 05/KL-UBKT, kiến nghị 1" || task.Unit != h.base || !task.Kept || task.DueDay() != day("2026-11-27") {
			t.Errorf("task: %+v", task)
		}
		_, err = h.s.Settle(h.Ctx, h.kiem(), id, recs[0].ID, "")
		refused(t, err, "inspection.not_reported")
		for _, r := range recs {
			_, err = h.tasks.Report(h.Ctx, h.than(), r.Task, "Đã nộp.", nil)
			must(t, err)
		}
		h.drain(t)
		_, err = h.s.SendBack(h.Ctx, h.kiem(), id, recs[1].ID, "")
		refused(t, err, "inspection.say_why")
		_, err = h.s.SendBack(h.Ctx, h.kiem(), id, recs[1].ID, "Còn thiếu chứng từ.")
		must(t, err)
		i, err = h.s.Settle(h.Ctx, h.binh(), id, recs[0].ID, "")
		must(t, err)
		if i.State != Concluded {
			t.Errorf("with one recommendation open the state is %s", i.State)
		}
		_, err = h.s.Close(h.Ctx, h.huong(), id, "")
		refused(t, err, "inspection.not_now")
		_, err = h.s.Drop(h.Ctx, h.kiem(), id, recs[1].ID, "Đơn vị đã giải thể phần việc này.")
		must(t, err)
		h.drain(t)
		d = h.detail(t, h.kiem(), id)
		if d.Inspection.State != Followed || d.Tasks[recs[0].ID].State != tasks.Closed || d.Tasks[recs[1].ID].State != tasks.Cancelled {
			t.Errorf("after the last one: %s %+v", d.Inspection.State, d.Tasks)
		}
		_, err = h.s.Close(h.Ctx, h.kiem(), id, "")
		refused(t, err, "inspection.not_yours")
		_, err = h.s.Close(h.Ctx, h.huong(), id, "")
		must(t, err)
		h.drain(t)
		var kinds []string
		for _, f := range h.told {
			if f.Subject == subjectOf(d.Inspection) {
				kinds = append(kinds, f.Kind)
			}
		}
		if !slices.Equal(kinds, []string{AnnouncedFact, ConcludedFact, FollowedFact, ClosedFact}) {
			t.Errorf("told: %v", kinds)
		}
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			flaws, err := h.s.Verify(tx)
			if len(flaws) > 0 {
				t.Errorf("flaws: %+v", flaws)
			}
			return err
		}))
	})
}

func TestWithoutRecommendationsThereIsNothingToFollowAndTheShareCountsPaperApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.concluded(t)
		if d.Inspection.State != Followed {
			t.Errorf("state %s", d.Inspection.State)
		}
		i, err := h.s.Open(h.Ctx, h.kiem(), Opening{Key: "p", Unit: h.fed, Subject: h.ward, Kind: Charter, Title: "Làm trên giấy", Reason: "Đã làm.", Paper: true, Span: kernel.Period{From: day("2025-01-01"), To: day("2025-12-31")}})
		must(t, err)
		_, err = h.s.NameTeam(h.Ctx, h.kiem(), i.ID, 5, nil)
		must(t, err)
		_, err = h.s.Announce(h.Ctx, h.huong(), i.ID, Paperwork{"1", day("2026-03-01")}, day("2026-03-02"))
		must(t, err)
		_, err = h.s.Start(h.Ctx, h.kiem(), i.ID)
		must(t, err)
		_, err = h.s.Conclude(h.Ctx, h.huong(), i.ID, Conclusion{Paperwork{"2", day("2026-03-10")}, "Đúng."})
		must(t, err)
		for who, want := range map[string]Share{"kiem": {1, 2}, "ward": {0, 0}} {
			a := map[string]kernel.Actor{"kiem": h.kiem(), "ward": h.ofWard()}[who]
			got, err := h.s.ShareOfYear(h.Ctx, a, 2026)
			if err != nil || got != want {
				t.Errorf("%s: share %+v, want %+v, %v", who, got, want, err)
			}
		}
	})
}

func TestNobodyInspectsHerOwnUnitAndNoAccountantIsOnATeam(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.opened(t)
		_, err := h.s.NameTeam(h.Ctx, h.kiem(), i.ID, 6, []kernel.ID{8})
		f := kernel.AsFault(err)
		if f == nil || len(f.Fields) != 2 || f.Fields[0].Field != "truong_doan" || f.Fields[1].Field != "thanh_vien" || f.Fields[1].Args[0] != "Vũ Thị Sổ" {
			t.Fatalf("conflicts: %+v", err)
		}
		_, err = h.s.NameTeam(h.Ctx, h.kiem(), i.ID, 5, []kernel.ID{7, 7, 5})
		must(t, err)
		d := h.detail(t, h.kiem(), i.ID)
		if len(d.Inspection.Team) != 2 || !d.Inspection.Team[0].Head || d.Inspection.Team[0].Ties == "" {
			t.Errorf("team: %+v", d.Inspection.Team)
		}
	})
}

func TestConflictRulesAreDatedAndSayTheirSource(t *testing.T) {
	where := around{subject: []kernel.ID{1, 2}, own: []kernel.ID{9}}
	for _, c := range []struct {
		name string
		tie  Tie
		own  bool
		on   string
		want []string
	}{
		{"a post in the unit", Tie{Kind: ByPost, Unit: 1, Title: "Uỷ viên"}, false, "2026-11-23", []string{"post_in_subject"}},
		{"a mandate below the unit", Tie{Kind: ByMandate, Unit: 2, Title: "Người giữ sổ"}, false, "2026-11-23", []string{"post_in_subject"}},
		{"a member of the unit", Tie{Kind: ByMembership, Unit: 1}, false, "2026-11-23", []string{"member_of_subject"}},
		{"a post elsewhere", Tie{Kind: ByPost, Unit: 5, Title: "Kế toán trưởng"}, false, "2026-11-23", nil},
		{"the chief accountant of the inspecting unit", Tie{Kind: ByPost, Unit: 9, Title: "Kế Toán Trưởng"}, false, "2026-11-23", []string{"chief_accountant"}},
		{"an inspector at her own level", Tie{Kind: ByPost, Unit: 1, Title: "Uỷ viên uỷ ban kiểm tra"}, true, "2026-11-23", nil},
		{"the account holder at her own level", Tie{Kind: ByPost, Unit: 1, Title: "Chủ tịch, chủ tài khoản"}, true, "2026-11-23", []string{"account_holder"}},
		{"before the rule", Tie{Kind: ByPost, Unit: 9, Title: "Kế toán trưởng"}, false, "2013-12-31", nil},
	} {
		where.ownLevel = c.own
		var got []string
		for _, x := range conflictsOf([]Tie{c.tie}, where, day(c.on)) {
			got = append(got, x.Rule.Key)
			if x.Rule.Source == "" || x.Rule.Verified {
				t.Errorf("%s: nothing here was read in the text itself", x.Rule.Key)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestChecklistsAreDatedVersions(t *testing.T) {
	for on, want := range map[string]int{"2025-06-30": 1, "2025-07-01": 2} {
		if c, ok := ListFor(Finance, day(on)); !ok || c.Version != want {
			t.Errorf("on %s version %d", on, c.Version)
		}
	}
	for _, k := range Kinds {
		if _, ok := ListFor(k, day("2026-11-23")); !ok {
			t.Errorf("no checklist for %s today", k)
		}
	}
	for _, bad := range []string{"key: x", "key: x\nversion: 1\nkind: finance\ntitle: a\nsource: b\nvalid_from: \"2026-01-01\"\nmore: 1", "key: x\nversion: 1\nkind: finance\ntitle: a\nsource: b\nvalid_from: \"2026-01-01\"\ngroups: [{title: g, lines: [{key: a, text: b}, {key: a, text: c}]}]"} {
		if _, err := readChecklist([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestWhoSeesAnInspection(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.opened(t)
		who := map[string]kernel.Actor{"committee": h.kiem(), "approver": h.huong(), "subject": h.than(), "other ward": h.ofWard(), "visitor": {Tenant: h.top},
			"other site": {Tenant: 99, Account: 5, Mandates: []kernel.Mandate{{Org: h.fed, Permissions: []string{ViewPermission}}}}, "above": h.actor(20, h.top, ViewPermission)}
		check := func(stage string, want ...string) {
			t.Helper()
			for name, a := range who {
				_, err := h.s.Detail(h.Ctx, a, i.ID)
				sees := err == nil
				if sees != slices.Contains(want, name) {
					t.Errorf("%s: %s sees %v (%v)", stage, name, sees, err)
				}
				if !sees {
					refused(t, err, "inspection.no_inspection")
				}
				page, err := h.s.List(h.Ctx, a, Filter{})
				must(t, err)
				if slices.ContainsFunc(page.Inspections, func(x Inspection) bool { return x.ID == i.ID }) != sees {
					t.Errorf("%s: %s: list and detail disagree", stage, name)
				}
			}
		}
		check("planned", "committee", "approver", "above")
		i = h.running(t)
		check("running", "committee", "approver", "above", "subject")
		d := h.detail(t, h.than(), i.ID)
		if d.Work || len(d.Inspection.Lines)+len(d.Inspection.Evidence)+len(d.Inspection.Events) > 0 {
			t.Errorf("the inspected unit reads the work: %+v", d.Inspection)
		}
		_, err := h.s.Answered(h.Ctx, h.than(), i.ID, Line{Key: "doan_phi", Result: Good})
		refused(t, err, "inspection.not_on_team")
		off := h.opened(t)
		_, err = h.s.CallOff(h.Ctx, h.kiem(), off.ID, "Trùng cuộc khác.")
		must(t, err)
		i = off
		check("called off", "committee", "approver", "above")
	})
}

func TestWhatIsNotInTheFlowCannotHappen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.opened(t)
		_, err := h.s.Announce(h.Ctx, h.huong(), i.ID, Paperwork{"1", day("2026-11-20")}, day("2026-11-23"))
		refused(t, err, "inspection.no_team")
		all := []Verb{NameTeam, Announce, Start, Answer, Minute, Recommend, Conclude, Settle, SendBack, Drop, Follow, Close, CallOff}
		rows := 0
		for _, st := range States {
			for _, v := range all {
				if _, ok := flow.Next(st, v); ok {
					rows++
				}
			}
		}
		if rows != len(flow) {
			t.Errorf("%d of %d rows are reached", rows, len(flow))
		}
		boss := h.actor(5, h.fed, ViewPermission, KeepPermission, ApprovePermission)
		for _, v := range []Verb{Start, Answer, Minute, Conclude, Settle, Close} {
			_, err = h.s.act(h.Ctx, kernel.Actor{System: true, Tenant: h.top}, i.ID, v, func(*db.Tx, *Inspection, Paths) (string, error) { return "", nil })
			refused(t, err, "inspection.not_now")
		}
		_, err = h.s.Start(h.Ctx, boss, i.ID)
		refused(t, err, "inspection.not_on_team")
	})
}

func TestEvidenceIsSeenByWhoMaySeeTheRecordAndTellsWhenItChanged(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.running(t)
		_, err := h.s.Cite(h.Ctx, h.kiem(), i.ID, "doan_phi", RecordAsk{Kind: "secret", Ref: "1"})
		refused(t, err, "inspection.no_record")
		_, err = h.s.Cite(h.Ctx, h.kiem(), i.ID, "doan_phi", RecordAsk{Kind: "roll", On: day("2026-11-24")})
		refused(t, err, "inspection.day_to_come")
		_, err = h.s.Cite(h.Ctx, h.kiem(), i.ID, "doan_phi", RecordAsk{Kind: "roll", On: day("2026-10-31")})
		must(t, err)
		_, err = h.s.Cite(h.Ctx, h.binh(), i.ID, "doan_phi", RecordAsk{Kind: "secret", Ref: "1"})
		must(t, err)
		d := h.detail(t, h.kiem(), i.ID)
		roll, secret := d.Inspection.Evidence[0], d.Inspection.Evidence[1]
		if d.Locked[roll.ID] || !d.Locked[secret.ID] || h.detail(t, h.binh(), i.ID).Locked[secret.ID] {
			t.Errorf("locked: %v", d.Locked)
		}
		same, err := h.s.Compare(h.Ctx, h.kiem(), d, "doan_phi")
		if err != nil || same[roll.ID] != "same" || same[secret.ID] != "" {
			t.Errorf("compared: %v %v", same, err)
		}
		h.shelf.roll = "somebody was admitted retroactively"
		same, err = h.s.Compare(h.Ctx, h.kiem(), d, "doan_phi")
		if err != nil || same[roll.ID] != "changed" {
			t.Errorf("compared after the change: %v %v", same, err)
		}
	})
}

func TestAReorganisationCarriesWhatIsOpenAndUndoBringsItBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.concluded(t, "2026-12-10")
		over := h.concluded(t)
		_, err := h.s.Close(h.Ctx, h.huong(), over.Inspection.ID, "")
		must(t, err)
		units := []kernel.ID{h.base, h.fed, h.other}
		holds := func() map[kernel.ID]map[string]int64 {
			out := map[kernel.ID]map[string]int64{}
			must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
				list, err := h.s.Holds(tx, h.top, units, day("2026-11-23"))
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
		before := holds()
		if before[h.base][heldSubject] != 1 || before[h.base][heldAnswer] != 1 || before[h.fed][heldOwner] != 1 {
			t.Fatalf("held: %v", before)
		}
		step := orgs.Carriage{Step: 77, Tenant: h.top, Label: "21/QĐ-LĐLĐ", On: day("2026-11-23"), From: []kernel.ID{h.base}, Rule: orgs.Allotment{Rest: h.other}}
		run := func(c orgs.Carriage) {
			t.Helper()
			for range 2 { // twice is once
				must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Carry(tx, program, c) }))
			}
		}
		run(step)
		after := holds()
		if after[h.base] != nil || after[h.other][heldSubject] != 1 || after[h.other][heldAnswer] != 1 {
			t.Errorf("after the step: %v", after)
		}
		now := h.detail(t, h.kiem(), d.Inspection.ID)
		if now.Inspection.Subject != h.base || now.Inspection.SubjectNow != h.other || now.Inspection.Recommendations[0].Unit != h.other || len(now.Moves) == 0 || now.SubjectWas != "Công đoàn cơ sở Than Mẫu" {
			t.Errorf("the inspection: %+v", now.Inspection)
		}
		if closed := h.detail(t, h.kiem(), over.Inspection.ID); closed.Inspection.SubjectNow != h.base {
			t.Error("what is closed was moved")
		}
		_, err = h.s.Detail(h.Ctx, h.actor(30, h.other, AnswerPermission), d.Inspection.ID)
		must(t, err)
		end := step
		end.Rule.Ends = []string{heldAnswer}
		refused(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Carry(tx, program, end) }), "inspection.cannot_end")
		step.Undo = true
		run(step)
		if got := holds(); got[h.base][heldAnswer] != 1 || got[h.other] != nil {
			t.Errorf("after taking back: %v", got)
		}
		if back := h.detail(t, h.kiem(), d.Inspection.ID); back.Inspection.SubjectNow != h.base || back.Inspection.Recommendations[0].Unit != h.base {
			t.Errorf("after taking back: %+v", back.Inspection)
		}
	})
}

func TestFollowUpIsByDueDayAndCountsWhatIsLate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := h.concluded(t, "2026-12-10", "2026-11-25", "2026-11-24")
		h.later(3 * 24 * 3600e9)
		page, err := h.s.FollowUp(h.Ctx, h.kiem(), FollowFilter{Limit: 2})
		must(t, err)
		if len(page.Recommendations) != 2 || page.Recommendations[0].Due != day("2026-11-24") || page.Next == "" {
			t.Fatalf("first page: %+v", page)
		}
		rest, err := h.s.FollowUp(h.Ctx, h.kiem(), FollowFilter{Limit: 2, After: page.Next})
		if err != nil || len(rest.Recommendations) != 1 || rest.Recommendations[0].Due != day("2026-12-10") {
			t.Errorf("second page: %+v %v", rest, err)
		}
		c, err := h.s.FollowCounts(h.Ctx, h.kiem())
		if err != nil || c != (FollowCounts{Waiting: 3, Late: 2}) {
			t.Errorf("counts %+v %v", c, err)
		}
		own, err := h.s.FollowUp(h.Ctx, h.than(), FollowFilter{View: "late"})
		if err != nil || len(own.Recommendations) != 2 {
			t.Errorf("the unit reads %d late ones, %v", len(own.Recommendations), err)
		}
		none, err := h.s.FollowUp(h.Ctx, h.ofWard(), FollowFilter{})
		if err != nil || len(none.Recommendations) != 0 {
			t.Errorf("another ward reads %d, %v", len(none.Recommendations), err)
		}
		_ = d
	})
}

func TestHotListsReadAnIndex(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) {
			return db.ExplainOf(tx, narrow{limit: 51}.where(db.Build(selectInspection+` where i.tenant_id = ?`, h.top).In("and i.unit_id in", []kernel.ID{h.fed}, "")))
		})
		testkit.UsesIndex(t, h.DB, func(tx *db.Tx) (string, error) {
			return db.ExplainOf(tx, db.Build(selectInspection+` where i.tenant_id = ?`, h.top).In("and i.subject_now_id in", []kernel.ID{h.base}, "order by i.id desc limit 51"))
		})
	})
}
