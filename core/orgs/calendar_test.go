package orgs_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var keeperOf = func(x *site, org kernel.ID) kernel.Actor {
	return kernel.Actor{Tenant: x.top, Account: 55, Name: "Người giữ lịch", Mandates: []kernel.Mandate{{Org: org, Permissions: []string{orgs.CalendarPermission}}}}
}

func (x *site) calendar(t *testing.T, org kernel.ID) *kernel.Calendar {
	t.Helper()
	c, err := x.s.CalendarOf(x.Ctx, x.top, org)
	must(t, err)
	return c
}

func withSite(t *testing.T, test func(t *testing.T, x *site)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(t, open(t, e)) }, orgs.Migrations())
}

func TestAUnitWorksByTheCalendarOfTheNearestUnitThatHasOne(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		ward := x.found(t, x.top, "Phường", "2020-01-01")
		centre := x.found(t, ward, "Trung tâm", "2020-01-01")
		far := x.found(t, x.top, "Phường xa", "2020-01-01")
		if x.calendar(t, far) != kernel.VietnamCalendar() || x.calendar(t, centre).Working(day("2026-12-05")) {
			t.Fatal("without anything of their own all units work by the country's calendar")
		}
		hours := orgs.HoursInput{Org: ward, From: day("2026-12-01"), Source: "Quyết định 12/QĐ-UBND"}
		for i := range 5 {
			hours.Days[i] = "07:30-11:30, 13:30-17:00"
		}
		hours.Days[5] = "08:00-11:30"
		must(t, x.s.SetHours(x.Ctx, keeperOf(x, ward), hours))
		must(t, x.s.DeclareDay(x.Ctx, keeperOf(x, x.top), orgs.DayInput{Org: x.top, Date: day("2026-12-10"), Kind: kernel.Off, Name: "Nghỉ tránh bão số 9", Source: "Công điện 05"}))
		must(t, x.s.DeclareDay(x.Ctx, keeperOf(x, centre), orgs.DayInput{Org: centre, Date: day("2026-12-10"), Kind: kernel.Half, Name: "Trực bão", Hours: "08:00-10:00", Source: "Công điện 05"}))
		c := x.calendar(t, centre)
		if !c.Working(day("2026-12-05")) || c.Working(day("2026-11-28")) {
			t.Error("Saturday is worked from 01/12/2026 on")
		}
		if d := c.Day(day("2026-12-10")); d.Kind != kernel.Half || d.Name != "Trực bão" {
			t.Errorf("the nearest declaration counts: %+v", d)
		}
		if x.calendar(t, ward).Working(day("2026-12-10")) || x.calendar(t, far).Working(day("2026-12-10")) || x.calendar(t, far).Working(day("2026-12-05")) {
			t.Error("the site's storm is for all, the ward's Saturday is for the ward")
		}
		if x.calendar(t, far) != x.calendar(t, x.top) {
			t.Error("units without a calendar of their own share one")
		}
		must(t, x.s.SetHours(x.Ctx, keeperOf(x, ward), orgs.HoursInput{Org: ward, From: day("2027-01-01"), Follow: true, Source: "Quyết định 99"}))
		c = x.calendar(t, centre)
		if !c.Working(day("2026-12-26")) || c.Working(day("2027-01-16")) {
			t.Error("from 2027 on the ward follows the site again")
		}
		must(t, x.s.WithdrawDay(x.Ctx, keeperOf(x, centre), centre, day("2026-12-10")))
		if x.calendar(t, centre).Working(day("2026-12-10")) {
			t.Error("what was withdrawn no longer covers the site's day")
		}
	})
}

// Tết 2027 is 06/02; the proposal frees 05–09/02 and gives two days back. A decision may free 08–12/02.
func confirmed2027(org kernel.ID, list string) (orgs.ConfirmedYear, error) {
	days, err := orgs.ReadDays(list, 2027)
	return orgs.ConfirmedYear{Org: org, Year: 2027, Number: "12/TB-BNV", Decided: day("2026-12-05"), Issuer: "Bộ Nội vụ", Days: days}, err
}

func TestAConfirmedYearIsThatOfItsDecision(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		ward := x.found(t, x.top, "Phường", "2020-01-01")
		if _, ok := x.calendar(t, ward).Confirmed(2027); ok {
			t.Fatal("2027 waits for its decision")
		}
		y, err := confirmed2027(x.top, "01/01/2027; nghỉ; Tết Dương lịch\n\n04/02/2027; nghỉ; Tết Nguyên đán\n30/01/2027; làm bù; Tết Nguyên đán; 04/02/2027")
		must(t, err)
		must(t, x.s.ConfirmYear(x.Ctx, keeperOf(x, x.top), y))
		c := x.calendar(t, ward)
		basis, ok := c.Confirmed(2027)
		if !ok || basis != "12/TB-BNV ngày 05/12/2026, Bộ Nội vụ" {
			t.Errorf("confirmed by %q", basis)
		}
		if c.Working(day("2027-02-04")) || !c.Working(day("2027-02-05")) || !c.Working(day("2027-01-30")) {
			t.Error("the days are those of the decision and no others")
		}
		if d := c.Day(day("2027-02-04")); d.Source != basis {
			t.Errorf("each day names the decision, not %q", d.Source)
		}
		y.Number, y.Days = "20/TB-BNV", []kernel.Day{{Date: day("2027-02-05"), Kind: kernel.Off, Name: "Tết Nguyên đán"}}
		must(t, x.s.ConfirmYear(x.Ctx, keeperOf(x, x.top), y))
		c = x.calendar(t, ward)
		if !c.Working(day("2027-02-04")) || c.Working(day("2027-02-05")) {
			t.Error("a second decision takes the place of the first")
		}
	})
}

func TestOnlyTheKeeperOfAUnitChangesItsCalendar(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		ward, far := x.found(t, x.top, "Phường", "2020-01-01"), x.found(t, x.top, "Phường xa", "2020-01-01")
		storm := orgs.DayInput{Org: ward, Date: day("2026-12-10"), Kind: kernel.Off, Name: "Bão", Source: "Công điện 05"}
		err := x.s.DeclareDay(x.Ctx, keeperOf(x, far), storm)
		if f := kernel.AsFault(err); f == nil || f.Code != "orgs.may_not_edit_calendar" {
			t.Errorf("a keeper elsewhere: %v", err)
		}
		stranger := keeperOf(x, ward)
		stranger.Tenant = 4711
		err = x.s.DeclareDay(x.Ctx, stranger, storm)
		if f := kernel.AsFault(err); f == nil || f.Code != "orgs.no_org" {
			t.Errorf("a keeper of another site: %v", err)
		}
		err = x.s.SetHours(x.Ctx, keeperOf(x, ward), orgs.HoursInput{Org: ward, Days: [7]string{"8h-12h"}})
		f := kernel.AsFault(err)
		if f == nil || len(f.Fields) != 3 {
			t.Errorf("day, source and hours are refused together: %+v", f)
		}
		if !x.calendar(t, ward).Working(day("2026-12-10")) {
			t.Error("a refused change changed something")
		}
	})
}

func TestEveryChangeOfACalendarIsToldWithItsReason(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		var told []kernel.Fact
		box := outbox.New(x.DB, x.IDs, x.Clock)
		box.Hear("test", []string{orgs.FactCalendarChanged}, func(_ *db.Tx, f kernel.Fact) error {
			told = append(told, f)
			return nil
		})
		y, err := confirmed2027(x.top, "01/01/2027; nghỉ; Tết Dương lịch")
		must(t, err)
		must(t, x.s.ConfirmYear(x.Ctx, keeperOf(x, x.top), y))
		must(t, box.Drain(x.Ctx))
		if len(told) != 1 || !strings.Contains(string(told[0].Data), `"year":2027`) || !strings.Contains(string(told[0].Data), "12/TB-BNV ngày 05/12/2026") {
			t.Errorf("told %d: %+v", len(told), told)
		}
	})
}

func TestAChangeInAnotherProcessCountsAfterTheLag(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		other := orgs.New(orgs.Deps{DB: x.DB, IDs: x.IDs, Clock: x.Clock, Audit: x.Audit, Outbox: x.Outbox})
		x.calendar(t, x.top)
		must(t, other.DeclareDay(x.Ctx, keeperOf(x, x.top), orgs.DayInput{Org: x.top, Date: day("2026-12-10"), Kind: kernel.Off, Name: "Bão", Source: "Công điện 05"}))
		x.Clock.Advance(orgs.CalendarLag)
		if x.calendar(t, x.top).Working(day("2026-12-10")) {
			t.Error("the other process's day is not known")
		}
	})
}

func TestAUnitThatMovesTakesTheCalendarOfItsNewPlace(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		a, b := x.found(t, x.top, "A", "2020-01-01"), x.found(t, x.top, "B", "2020-01-01")
		unit := x.found(t, a, "Tổ", "2020-01-01")
		must(t, x.s.DeclareDay(x.Ctx, keeperOf(x, b), orgs.DayInput{Org: b, Date: day("2026-12-10"), Kind: kernel.Off, Name: "Bão", Source: "Công điện 05"}))
		if !x.calendar(t, unit).Working(day("2026-12-10")) {
			t.Fatal("under A the day is worked")
		}
		must(t, x.move(unit, b, "2026-11-01"))
		x.Clock.Advance(orgs.CalendarLag)
		if x.calendar(t, unit).Working(day("2026-12-10")) {
			t.Error("under B the day is off")
		}
	})
}

func TestTheListOfAYearNamesEveryWrongLine(t *testing.T) {
	_, err := orgs.ReadDays("01/01/2027; nghỉ; Tết Dương lịch\nhôm qua; nghỉ; Tết\n01/01/2028; nghỉ; Tết\n01/01/2027; nghỉ; Tết\n24/12/2027; nửa ngày; Tổng kết\n05/02/2027; chơi; Tết", 2027)
	f := kernel.AsFault(err)
	var codes []string
	for _, x := range f.Fields {
		codes = append(codes, x.Code)
	}
	if got, want := strings.Join(codes, " "), "orgs.day_line orgs.day_line_year orgs.day_line_twice orgs.day_line_hours orgs.day_line"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	_, err = orgs.ReadDays(" \n", 2027)
	if f := kernel.AsFault(err); f == nil || f.Fields[0].Code != "orgs.no_days" {
		t.Errorf("an empty list: %v", err)
	}
}

func TestAListIsReadBackAsItWasWritten(t *testing.T) {
	for year := 2026; year <= 2040; year++ {
		days, _ := kernel.VietnamCalendar().Holidays(year)
		text := orgs.WriteDays(days)
		back, err := orgs.ReadDays(text, year)
		must(t, err)
		if again := orgs.WriteDays(back); again != text || len(back) != len(days) {
			t.Errorf("%d:\n%s\nbecame\n%s", year, text, again)
		}
	}
}

func TestTheCalendarInTheBrowser(t *testing.T) {
	withOffice(t, func(t *testing.T, o *office) {
		o.roles[keeper][0].Permissions = append(o.roles[keeper][0].Permissions, orgs.CalendarPermission)
		all, clerkC := o.as(t, keeper), o.as(t, clerk)
		unit := "don-vi=" + o.a.String()
		page := testkit.Page(t, o.get(t, clerkC, "/lich?nam=2026&"+unit, 200))
		page.Has(".state.done", "Đã có quyết định")
		page.Has(".month .makeup", "10")
		page.Has("td", "Ngày Văn hóa Việt Nam")
		page.HasNot("a", "Thêm ngày")
		if n := page.Count("table.month"); n != 12 {
			t.Errorf("%d months", n)
		}
		testkit.Page(t, o.get(t, clerkC, "/lich?nam=2027&"+unit, 200)).Has(".state.soon", "Tạm tính")
		o.get(t, clerkC, "/lich?don-vi=999", 404)
		o.get(t, clerkC, "/lich/nam?nam=2027&"+unit, 404)
		form := testkit.Page(t, o.get(t, all, "/lich/nam?nam=2027&"+unit, 200))
		list := form.Texts("textarea")[0]
		if !strings.Contains(list, "06/02/2027; nghỉ; Tết Nguyên đán") {
			t.Fatalf("the proposal is not in the form: %s", list)
		}
		proposed, _ := kernel.VietnamCalendar().Holidays(2027)
		list = orgs.WriteDays(proposed) // the page is read without its line breaks
		typed := url.Values{"danh_sach": {"06/02; nghỉ; Tết"}, "ngay_qd": {"05/12/2026"}, "so_qd": {"12/TB-BNV"}, "co_quan": {"Bộ Nội vụ"}}
		back := testkit.Page(t, o.post(t, all, "/lich/nam?nam=2027&"+unit, typed, 422))
		back.Has(".why", "Dòng 1")
		back.Has("textarea", "06/02; nghỉ; Tết")
		typed.Set("danh_sach", strings.ReplaceAll(list, "05/02/2027", "04/02/2027"))
		done := testkit.Page(t, o.post(t, all, "/lich/nam?nam=2027&"+unit, typed, 200))
		done.Has(".state.done", "Đã có quyết định")
		done.Has("td", "12/TB-BNV ngày 05/12/2026, Bộ Nội vụ")
		storm := url.Values{"ngay": {"10/12/2026"}, "loai": {"off"}, "ten": {"Nghỉ tránh bão số 9"}, "can_cu": {"Công điện 05"}}
		testkit.Page(t, o.post(t, all, "/lich/ngay?"+unit, storm, 200)).Has("td", "Nghỉ tránh bão số 9")
		testkit.Page(t, o.post(t, all, "/lich/ngay/bo?nam=2026&"+unit, url.Values{"ngay": {"10/12/2026"}}, 200)).HasNot("td", "Nghỉ tránh bão số 9")
		hours := url.Values{"thu_2": {"08:00-12:00"}, "tu_ngay": {"01/12/2026"}, "can_cu": {"Quyết định 12"}}
		testkit.Page(t, o.post(t, all, "/lich/gio?nam=2027&"+unit, hours, 200)).Has("dd", "08:00-12:00")
		o.post(t, clerkC, "/lich/gio?"+unit, hours, 404)
	})
}

// TestCalendarsAreAtHand because every command on a dossier asks for one.
func TestCalendarsAreAtHand(t *testing.T) {
	withSite(t, func(t *testing.T, x *site) {
		must(t, x.s.DeclareDay(x.Ctx, keeperOf(x, x.top), orgs.DayInput{Org: x.top, Date: day("2026-12-10"), Kind: kernel.Off, Name: "Bão", Source: "Công điện 05"}))
		x.calendar(t, x.top)
		each := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				_, _ = x.s.CalendarOf(x.Ctx, x.top, x.top)
			}
		}).NsPerOp()
		t.Logf("%v a look-up", time.Duration(each))
		if each > int64(50*time.Microsecond) {
			t.Errorf("%v a look-up", time.Duration(each))
		}
	})
}
