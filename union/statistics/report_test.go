package statistics

import (
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// union.md A25: the numbers of 31/5 are the same when they are printed a year later, though 14 members
// left in between.
func TestASnapshotReproducesBitForBitAYearLaterThoughMembersLeft(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.roll.admit(h.a, "2025-09-01", 100, 40, 9_000_000)
		h.roll.admit(h.a, "2026-03-01", 20, 10, 8_000_000)
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_500_000, "khac"))
		ref := Ref{Period: p.ID, Org: h.a}
		before, err := h.s.SnapshotOf(h.Ctx, h.reviewer(h.ward), ref)
		must(t, err)
		doc := h.sheet(t, p, h.a).Document
		if valueOf(doc, "doan_vien") != 120 || valueOf(doc, "doan_vien_nu") != 50 || valueOf(doc, "ket_nap") != 20 {
			t.Fatalf("%+v", doc.Lines)
		}

		h.roll.leave(h.a, "2026-08-15", 14)
		must(t, h.orgs.Rename(h.Ctx, program, orgs.Change{Org: h.a, Basis: basis("2026-09-01")}, "CĐCS Công ty Than Mẫu", ""))
		h.Clock.SetTo("2027-06-01T09:00")
		after, err := h.s.SnapshotOf(h.Ctx, h.reviewer(h.ward), ref)
		must(t, err)
		if before.Content != after.Content || before.SHA256 != after.SHA256 || hashOf([]byte(after.Content)) != after.SHA256 {
			t.Errorf("before %s\nafter  %s", before.Content, after.Content)
		}
		again := h.sheet(t, p, h.a)
		if !again.Frozen || valueOf(again.Document, "doan_vien") != 120 || again.Document.UnitName != "CĐCS Than Mẫu" {
			t.Errorf("%+v", again.Document)
		}
		// the roll as of the cut-off says the same, too; as of today it does not
		now, err := h.s.ReportOf(h.Ctx, program, "1-HDCD", h.a, day("2026-05-31"))
		must(t, err)
		if now.SHA256 != before.SHA256 || valueOf(now, "doan_vien") != 120 {
			t.Errorf("%+v", now)
		}
		next, err := h.s.ReportOf(h.Ctx, program, "", h.a, day("2026-11-30"))
		must(t, err)
		if next.State != computedState || valueOf(next, "doan_vien") != 106 || valueOf(next, "lao_dong") != -1 {
			t.Errorf("%+v", next)
		}
		verified(t, h, 1, 0)
	})
}

func verified(t *testing.T, h *house, n, bad int) {
	t.Helper()
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		got, wrong, err := h.s.Verify(tx)
		if got != n || len(wrong) != bad {
			t.Errorf("%d snapshots, wrong: %v; want %d and %d", got, wrong, n, bad)
		}
		return err
	}))
}

func TestAChangedNumberOrSnapshotIsFound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		h.send(t, p, h.a, h.ward, filling(150, 8_500_000, "khac"))
		h.send(t, p, h.b, h.ward, filling(50, 7_000_000, "su_nghiep"))
		verified(t, h, 2, 0)
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`update statistics_value set value = value + 1 where line = 'lao_dong' and report_id = (select id from statistics_report where org_id = $1)`, h.a)
			return err
		}))
		verified(t, h, 2, 1)
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`update statistics_snapshot set content = replace(content, '"no":1', '"no":2') where report_id = (select id from statistics_report where org_id = $1)`, h.b)
			return err
		}))
		verified(t, h, 2, 2)
	})
}

func TestWomenAreNeverMoreThanAll(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		in := filling(100, 8_000_000, "khac")
		in.Entries["lao_dong_nu"] = Entry{Text: "101"}
		_, err := h.s.Submit(h.Ctx, h.filler(h.a), Ref{Period: p.ID, Org: h.a}, in)
		f := kernel.AsFault(err)
		if f == nil || len(f.Fields) != 1 || f.Fields[0].Field != "so_lao_dong_nu" || f.Fields[0].Code != "statistics.rule" {
			t.Errorf("%v", err)
		}
		_, err = h.s.Save(h.Ctx, h.filler(h.a), Ref{Period: p.ID, Org: h.a}, in)
		must(t, err) // a draft may still be wrong
	})
}

func TestEveryLineNeedsAValueAndWhatDiffersFromTheRollAReason(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.roll.admit(h.a, "2025-09-01", 10, 4, 9_000_000)
		p := h.period(t, "2026-05-31")
		ref := Ref{Period: p.ID, Org: h.a}
		in := filling(12, 9_000_000, "khac")
		delete(in.Entries, "thue_nha")
		in.Entries["bao_hiem"] = Entry{Text: "mười hai"}
		in.Entries["doan_vien"] = Entry{Text: "11"}
		in.Sector = ""
		_, err := h.s.Submit(h.Ctx, h.filler(h.a), ref, in)
		for _, code := range []string{"statistics.value_missing", "statistics.bad_number", "statistics.reason_needed", "statistics.need_sector"} {
			refused(t, err, code)
		}
		in = filling(12, 9_000_000, "khac")
		in.Entries["doan_vien"] = Entry{Text: "11", Reason: "Một người mới kết nạp chưa vào sổ."}
		_, err = h.s.Submit(h.Ctx, h.filler(h.a), ref, in)
		must(t, err)
		v := h.sheet(t, p, h.a)
		for _, l := range v.Document.Lines {
			if l.Key == "doan_vien" && (*l.Value != 11 || *l.Computed != 10 || l.Reason == "") {
				t.Errorf("%+v", l)
			}
			if l.Key == "luong_binh_quan" && (l.Computed != nil || l.Reason != "") {
				t.Errorf("a proposal is no computed value: %+v", l)
			}
		}
	})
}

func TestWhatTheRollDoesNotKnowIsTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.roll.unknown[MembersAll], h.roll.unknown[MembersWomen], h.roll.unknown[MembersAdmitted] = true, true, true
		p := h.period(t, "2026-05-31")
		in := filling(12, 9_000_000, "khac")
		_, err := h.s.Submit(h.Ctx, h.filler(h.a), Ref{Period: p.ID, Org: h.a}, in)
		refused(t, err, "statistics.value_missing")
		for _, k := range []string{"doan_vien", "doan_vien_nu", "ket_nap"} {
			in.Entries[k] = Entry{Text: "3"}
		}
		_, err = h.s.Submit(h.Ctx, h.filler(h.a), Ref{Period: p.ID, Org: h.a}, in)
		must(t, err)
	})
}

func TestAUnitCountsWithWhatStandsInsideIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		group := h.found(t, h.a, "Tổ công đoàn 1", "union_group", "2025-07-01")
		h.roll.admit(h.a, "2025-09-01", 10, 4, 9_000_000)
		h.roll.admit(group, "2025-09-01", 5, 5, 6_000_000)
		p := h.period(t, "2026-05-31")
		v := h.sheet(t, p, h.a)
		if valueOf(v.Document, "doan_vien") != 15 || valueOf(v.Document, "doan_vien_nu") != 9 || v.Computed[MembersWage] != 8_000_000 {
			t.Errorf("%v %+v", v.Computed, v.Document.Lines)
		}
	})
}

func TestTheWayOfAReport(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		ref := Ref{Period: p.ID, Org: h.a}
		fill, rev := h.filler(h.a), h.reviewer(h.ward)
		in := filling(100, 8_000_000, "khac")
		_, err := h.s.Accept(h.Ctx, rev, ref)
		refused(t, err, "statistics.cannot")
		first, err := h.s.Submit(h.Ctx, fill, ref, in)
		must(t, err)
		_, err = h.s.Submit(h.Ctx, fill, ref, in)
		refused(t, err, "statistics.cannot")
		_, err = h.s.Return(h.Ctx, rev, ref, " ")
		refused(t, err, "statistics.comment_needed")
		_, err = h.s.Return(h.Ctx, rev, ref, "Xem lại số người thuê nhà.")
		must(t, err)
		in.Entries["thue_nha"] = Entry{Text: "25"}
		second, err := h.s.Submit(h.Ctx, fill, ref, in)
		must(t, err)
		if second.Snapshot != 2 || second.SHA256 == first.SHA256 {
			t.Errorf("%+v", second)
		}
		_, err = h.s.Withdraw(h.Ctx, fill, ref)
		must(t, err)
		_, err = h.s.Submit(h.Ctx, fill, ref, in)
		must(t, err)
		r, err := h.s.Accept(h.Ctx, rev, ref)
		must(t, err)
		if r.State != Accepted || r.Snapshot != 3 {
			t.Errorf("%+v", r)
		}
		_, err = h.s.Withdraw(h.Ctx, fill, ref)
		refused(t, err, "statistics.cannot")
		_, err = h.s.Return(h.Ctx, rev, ref, "Thiếu một tổ.")
		must(t, err)
		if v := h.sheet(t, p, h.a); len(v.Events) != 7 || v.Events[0].Comment != "Thiếu một tổ." || v.Report.State != Returned {
			t.Errorf("%+v", v.Events)
		}
	})
}

func TestTwoPeopleDoNotOverwriteEachOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		ref := Ref{Period: p.ID, Org: h.a}
		r, err := h.s.Save(h.Ctx, h.filler(h.a), ref, filling(100, 8_000_000, "khac"))
		must(t, err)
		ref.Edition = r.Edition
		_, err = h.s.Save(h.Ctx, h.filler(h.a), ref, filling(110, 8_000_000, "khac"))
		must(t, err)
		_, err = h.s.Save(h.Ctx, h.filler(h.ward), ref, filling(120, 8_000_000, "khac"))
		refused(t, err, "statistics.changed")
	})
}

func TestAPeriod(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-05-31")
		if p.Due.String() != "2026-06-05" || p.UpperDue.String() != "2026-06-12" {
			t.Errorf("five and ten working days after Sunday 31/5: %s %s", p.Due, p.UpperDue)
		}
		for _, org := range []kernel.ID{h.fed, h.ward} {
			_, err := h.s.Open(h.Ctx, h.who(13, org, OpenPermission), OpenInput{Org: org, CutOff: day("2026-05-31")})
			refused(t, err, "statistics.already_open")
		}
		_, err := h.s.Open(h.Ctx, h.who(13, h.ward, OpenPermission), OpenInput{Org: h.ward, CutOff: day("2026-11-30")})
		must(t, err)
		_, err = h.s.Open(h.Ctx, h.opener(), OpenInput{Org: h.fed, CutOff: day("2026-11-30")})
		refused(t, err, "statistics.already_open")
		for code, in := range map[string]OpenInput{
			"statistics.not_cut_off":    {Org: h.fed, CutOff: day("2026-06-30")},
			"statistics.cut_off_future": {Org: h.fed, CutOff: day("2027-11-30")},
			"statistics.due_before":     {Org: h.fed, CutOff: day("2027-05-31"), Due: day("2027-05-31")},
			"statistics.due_order":      {Org: h.fed, CutOff: day("2027-05-31"), Due: day("2027-06-10"), UpperDue: day("2027-06-09")},
			"statistics.need_unit":      {CutOff: day("2027-05-31")},
		} {
			_, err := h.s.Open(h.Ctx, h.opener(), in)
			refused(t, err, code)
		}
	})
}

func TestNothingIsSentBeforeTheCutOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.period(t, "2026-11-30")
		ref := Ref{Period: p.ID, Org: h.a}
		_, err := h.s.Save(h.Ctx, h.filler(h.a), ref, filling(100, 8_000_000, "khac"))
		must(t, err)
		_, err = h.s.Submit(h.Ctx, h.filler(h.a), ref, filling(100, 8_000_000, "khac"))
		refused(t, err, "statistics.too_early")
		h.Clock.SetTo("2026-11-30T08:00")
		_, err = h.s.Submit(h.Ctx, h.filler(h.a), ref, filling(100, 8_000_000, "khac"))
		must(t, err)
	})
}

func TestAVersionOfAFormNeverChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.s.LoadForms(h.Ctx)) // the same twice is once
		text := shippedText(t)
		_, err := h.s.LoadForm(h.Ctx, program, "x.yaml", []byte(text+"\n# khác\n"))
		refused(t, err, "statistics.form_changed")
		_, err = h.s.LoadForm(h.Ctx, h.opener(), "x.yaml", []byte(text))
		refused(t, err, "statistics.may_not_open")
		_, err = h.s.LoadForm(h.Ctx, program, "x.yaml", []byte("form: 1-HDCD\n"))
		refused(t, err, "statistics.form_flaws")
	})
}
