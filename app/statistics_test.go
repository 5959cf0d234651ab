package app

import (
	"fmt"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
	"doanket/union/statistics"
)

// union.md A25 with the real roll: what the house works out of it for a cut-off is the same a year
// later, though 14 left in between; no more women than members; the ward's sum is that of its children
// as the tree stood on the cut-off, wherever they stand since.
func TestTheReportOfACutOffIsTheSameAYearLaterThoughMembersLeft(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			clock := testkit.NewClock()
			clock.Set(kernel.Date{Year: 2026, Month: 11, Day: 24}.Clock(9, 0))
			a, _ := castSite(t, engine, clock)
			(&cutOff{App: a, clock: clock, t: t}).play()
		})
	}
}

type cutOff struct {
	*App
	clock *testkit.Clock
	t     *testing.T
}

func (x *cutOff) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// enrol admits n members into a unit, every third one a woman.
func (x *cutOff) enrol(unit string, n int, on string) []kernel.ID {
	x.t.Helper()
	var out members.Admission
	x.must(x.db.Tx(x.t.Context(), func(tx *db.Tx) error {
		var rows []members.Row
		for i := range n {
			sex := []string{"nữ", "nam", "nam"}[i%3]
			rows = append(rows, members.Row{Name: fmt.Sprintf("Nguyễn Mẫu %s", string(rune(0x41+i%26))), Sex: sex, Unit: seed.UnitID(unit), Admitted: date(on), Basis: "12/QĐ-CĐCS",
				Profile: members.Profile{Wage: kernel.Money(8_000_000 + 100_000*i)}})
		}
		var err error
		out, err = x.members.AdmitMany(tx, x.program(), rows)
		return err
	}))
	return out.Members
}

func date(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// figures are the lines that the roll knows.
func (x *cutOff) figures(form, unit, at string) (doc statistics.Document, all, women, fresh int64) {
	x.t.Helper()
	doc, err := x.Report(x.t.Context(), form, seed.UnitID(unit).String(), at)
	x.must(err)
	value := map[string]int64{}
	for _, l := range doc.Lines {
		if l.Value != nil {
			value[l.Key] = *l.Value
		}
	}
	if value["doan_vien_nu"] > value["doan_vien"] {
		x.t.Errorf("%s: %d women of %d", unit, value["doan_vien_nu"], value["doan_vien"])
	}
	return doc, value["doan_vien"], value["doan_vien_nu"], value["ket_nap"]
}

// counted looks that units which have been renamed and moved are counted once: what an earlier decision
// had said of them is still on file, as void.
func (x *cutOff) counted(units int64) {
	x.t.Helper()
	v, err := x.statistics.Indices(x.t.Context(), x.as(x.t, "thanh"), seed.UnitID("cd-uong-bi"), date("2026-11-30"))
	x.must(err)
	if len(v.Values) == 0 || v.Values[0].Whole != units || v.Values[0].Part != units {
		x.t.Errorf("%d units are counted: %+v", units, v.Values)
	}
}

// period is the one of a cut-off that the sample story has opened.
func (x *cutOff) period(cut string) kernel.ID {
	x.t.Helper()
	list, err := x.statistics.Periods(x.t.Context(), x.as(x.t, "ldld"), kernel.Date{})
	x.must(err)
	for _, p := range list.Periods {
		if p.CutOff == date(cut) {
			return p.ID
		}
	}
	x.t.Fatalf("nobody opened the period of %s", cut)
	return 0
}

func (x *cutOff) play() {
	ctx := x.t.Context()
	const cut, next = "2026-11-30", "2027-05-31"
	base := map[string][3]int64{}
	for _, r := range sampleReports {
		_, n, w, fresh := x.figures("1-HDCD", r.unit, cut)
		base[r.unit] = [3]int64{n, w, fresh}
	}
	mine := x.enrol("cdcs-than-mau", 120, "2025-09-15")
	x.enrol("cdcs-than-mau", 9, "2026-08-03")
	x.enrol("cdcs-thcs-mau", 61, "2024-03-01")
	x.enrol("cdcs-benh-vien-mau", 30, "2024-03-01")
	more := map[string][3]int64{"cdcs-than-mau": {129, 43, 9}, "cdcs-thcs-mau": {61, 21, 0}, "cdcs-benh-vien-mau": {30, 10, 0}}
	x.clock.Set(kernel.Date{Year: 2026, Month: 12, Day: 3}.Clock(9, 0))
	p := x.period(cut)
	before := map[string]string{}
	var all, women int64
	for _, r := range sampleReports {
		in := r.filling()
		in.Entries["so_nguoi_tinh_luong"] = statistics.Entry{Text: fmt.Sprint(r.workers - 1)}
		ref := statistics.Ref{Period: p, Org: seed.UnitID(r.unit)}
		_, err := x.statistics.Submit(ctx, x.as(x.t, sender(r.unit)), ref, in)
		x.must(err)
		_, err = x.statistics.Accept(ctx, x.as(x.t, "thanh"), ref)
		x.must(err)
		doc, n, w, fresh := x.figures("1-HDCD", r.unit, cut)
		before[r.unit] = doc.SHA256
		all, women = all+n, women+w
		b, m := base[r.unit], more[r.unit]
		if want := [3]int64{b[0] + m[0], b[1] + m[1], b[2] + m[2]}; want != [3]int64{n, w, fresh} {
			x.t.Errorf("%s: %d members, %d women, %d admitted; want %v", r.unit, n, w, fresh, want)
		}
	}
	x.counted(3)
	_, err := x.statistics.SubmitSum(ctx, x.as(x.t, "hanh"), statistics.Ref{Period: p, Org: seed.UnitID("cd-uong-bi")}, "")
	x.must(err)
	doc, n, w, _ := x.figures("2-HDCD", "cd-uong-bi", cut)
	if n != all || w != women {
		x.t.Errorf("the ward has %d members and %d women, its unions %d and %d", n, w, all, women)
	}
	before["cd-uong-bi"] = doc.SHA256

	// In between 14 leave, 5 women among them, and one union moves to another ward.
	x.clock.Set(kernel.Date{Year: 2027, Month: 3, Day: 1}.Clock(9, 0))
	for _, m := range mine[:14] {
		x.must(x.members.End(ctx, x.as(x.t, "ldld"), m, members.Ending{As: members.Left, On: date("2027-02-15"), Basis: "31/QĐ-CĐCS", Reason: "Nghỉ việc"}))
	}
	x.must(x.orgs.Move(ctx, x.program(), orgs.Change{Org: seed.UnitID("cdcs-benh-vien-mau"),
		Basis: orgs.Basis{Number: "32/QĐ-MAU", Decided: date("2027-02-20"), Issuer: "LĐLĐ tỉnh", Effective: date("2027-03-01")}}, seed.UnitID("cd-vang-danh")))
	x.clock.Set(kernel.Date{Year: 2027, Month: 12, Day: 3}.Clock(9, 0))
	for unit, hash := range before {
		form := "1-HDCD"
		if unit == "cd-uong-bi" {
			form = "2-HDCD"
		}
		again, _, _, _ := x.figures(form, unit, cut)
		if again.SHA256 != hash || hash == "" {
			x.t.Errorf("%s: %q, a year later %q", unit, hash, again.SHA256)
		}
	}
	b := base["cdcs-than-mau"]
	if _, n, w, _ := x.figures("1-HDCD", "cdcs-than-mau", next); n != b[0]+115 || w != b[1]+38 {
		x.t.Errorf("on the next cut-off %d members and %d women", n, w)
	}
	report, err := x.Verify(ctx)
	x.must(err)
	if !report.OK() || report.Snapshots < 4 {
		x.t.Errorf("%+v", report)
	}
}
