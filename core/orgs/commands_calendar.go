package orgs

import (
	"context"
	"fmt"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// HoursInput sets the office hours of a unit from a day on.
//
//glossary:none
type HoursInput struct {
	Org    kernel.ID
	From   kernel.Date
	Days   [7]string // sessions from Monday on, "08:00-12:00, 13:30-17:30"; "" is a day of rest
	Follow bool      // no hours of its own any more: those of the unit above
	Source string
}

// SetHours writes the hours of a unit. Refuses with orgs.invalid at the fields.
func (s *Service) SetHours(ctx context.Context, a kernel.Actor, in HoursInput) error {
	fs := &kernel.Faults{}
	if in.From.IsZero() {
		fs.Add("tu_ngay", "orgs.need_from")
	}
	if tidy(in.Source) == "" {
		fs.Add("can_cu", "orgs.need_source")
	}
	worked := false
	for i, hours := range in.Days {
		in.Days[i] = strings.ReplaceAll(tidy(hours), " ", "")
		if in.Days[i] == "" || in.Follow {
			continue
		}
		_, err := kernel.ParseSessions(in.Days[i])
		if err != nil {
			fs.Add(hoursField(i), "orgs.bad_hours", tidy(hours))
		}
		worked = true
	}
	if !worked && !in.Follow {
		fs.Add(hoursField(0), "orgs.nobody_works")
	}
	err := fs.Err("orgs.invalid")
	if err != nil {
		return err
	}
	h := OfficeHours{Org: in.Org, From: in.From, Week: weekText(in.Days), Source: tidy(in.Source)}
	reason := "Đổi giờ làm việc từ ngày " + kernel.FormatDate(in.From) + ", " + h.Source
	if in.Follow {
		h.Week, reason = "", "Theo giờ làm việc của cấp trên từ ngày "+kernel.FormatDate(in.From)+", "+h.Source
	}
	return s.turn(ctx, a, in.Org, CalendarChanged{in.Org, in.From.Year, reason}, func(tx *db.Tx, tenant kernel.ID, was layers) (any, any, error) {
		h := h
		h.ID = s.ids.New()
		var before any
		for _, old := range was.hours[in.Org] {
			if old.From == h.From {
				before = old
			}
		}
		return before, h, putHours(tx, tenant, h, s.clock.Now(), a.Account)
	})
}

// hoursField names the field of a weekday, 0 for Monday: thu_2 … thu_7, chu_nhat.
func hoursField(i int) string {
	if i == 6 {
		return "chu_nhat"
	}
	return fmt.Sprintf("thu_%d", i+2)
}

// DayInput declares one day of a unit.
//
//glossary:none
type DayInput struct {
	Org    kernel.ID
	Date   kernel.Date
	Kind   kernel.DayKind
	Name   string
	For    kernel.Date // the day it makes up for, if any
	Hours  string      // of a half day
	Source string
}

// DeclareDay writes a day of a unit over whatever its calendar said. Refuses with orgs.invalid at the fields.
func (s *Service) DeclareDay(ctx context.Context, a kernel.Actor, in DayInput) error {
	fs := &kernel.Faults{}
	if in.Date.IsZero() {
		fs.Add("ngay", "orgs.need_day")
	}
	if wordOfKind(in.Kind) == "" {
		fs.Add("loai", "orgs.need_day_kind")
	}
	if tidy(in.Name) == "" {
		fs.Add("ten", "orgs.need_day_name")
	}
	if tidy(in.Source) == "" {
		fs.Add("can_cu", "orgs.need_source")
	}
	in.Hours = strings.ReplaceAll(tidy(in.Hours), " ", "")
	if in.Hours != "" || in.Kind == kernel.Half {
		_, err := kernel.ParseSessions(in.Hours)
		if err != nil {
			fs.Add("gio", "orgs.bad_hours", in.Hours)
		}
	}
	err := fs.Err("orgs.invalid")
	if err != nil {
		return err
	}
	if in.Kind != kernel.Half && in.Kind != kernel.MakeUp {
		in.Hours = ""
	}
	d := DeclaredDay{Org: in.Org, Day: kernel.Day{Date: in.Date, Kind: in.Kind, Name: tidy(in.Name), For: in.For, Hours: in.Hours, Source: tidy(in.Source), Verified: true}}
	reason := capital(wordOfKind(in.Kind)) + " ngày " + kernel.FormatDate(in.Date) + ", " + d.Day.Name + " (" + d.Day.Source + ")"
	return s.turn(ctx, a, in.Org, CalendarChanged{in.Org, in.Date.Year, reason}, func(tx *db.Tx, tenant kernel.ID, _ layers) (any, any, error) {
		d := d
		d.ID = s.ids.New()
		old, ok, err := findDay(tx, tenant, in.Org, in.Date)
		if err != nil {
			return nil, nil, err
		}
		var before any
		if ok {
			before = old
		}
		return before, d, putDay(tx, tenant, d, s.clock.Now(), a.Account)
	})
}

// WithdrawDay takes back a day that a unit declared itself. Refuses with orgs.no_day.
func (s *Service) WithdrawDay(ctx context.Context, a kernel.Actor, org kernel.ID, on kernel.Date) error {
	reason := "Bỏ ngày đã khai " + kernel.FormatDate(on)
	return s.turn(ctx, a, org, CalendarChanged{org, on.Year, reason}, func(tx *db.Tx, tenant kernel.ID, _ layers) (any, any, error) {
		old, ok, err := findDay(tx, tenant, org, on)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			return nil, nil, kernel.Missing("orgs.no_day")
		}
		return old, nil, deleteDay(tx, old.ID)
	})
}

// ConfirmYear fixes the days of a year by a decision; a second one takes the place of the first.
// Refuses with orgs.invalid at the fields.
func (s *Service) ConfirmYear(ctx context.Context, a kernel.Actor, in ConfirmedYear) error {
	fs := &kernel.Faults{}
	in.Number, in.Issuer, in.Document = tidy(in.Number), tidy(in.Issuer), tidy(in.Document)
	if in.Number == "" {
		fs.Add("so_qd", "orgs.need_number")
	}
	if in.Decided.IsZero() {
		fs.Add("ngay_qd", "orgs.need_decided")
	}
	if in.Issuer == "" {
		fs.Add("co_quan", "orgs.need_issuer")
	}
	if in.Year < 2000 || in.Year > 2199 {
		fs.Add("nam", "orgs.bad_year", in.Year)
	}
	if len(in.Days) == 0 {
		fs.Add("danh_sach", "orgs.no_days")
	}
	err := fs.Err("orgs.invalid")
	if err != nil {
		return err
	}
	for i := range in.Days {
		in.Days[i].Source, in.Days[i].Verified, in.Days[i].Sessions = in.Basis(), true, nil
	}
	_, err = kernel.VietnamCalendar().WithYear(in.Year, in.Basis(), in.Days)
	if err != nil {
		return err
	}
	reason := fmt.Sprintf("Lịch năm %d đã có quyết định: %s", in.Year, in.Basis())
	return s.turn(ctx, a, in.Org, CalendarChanged{in.Org, in.Year, reason}, func(tx *db.Tx, tenant kernel.ID, was layers) (any, any, error) {
		in := in
		in.ID = s.ids.New()
		var before any
		for _, old := range was.years[in.Org] {
			if old.Year == in.Year {
				before = old
			}
		}
		return before, in, putYear(tx, tenant, in, s.clock.Now(), a.Account)
	})
}

// turn runs one change of a calendar: the policy, the change, the fact, the journal; then what this
// process kept of the site's calendars is thrown away.
func (s *Service) turn(ctx context.Context, a kernel.Actor, org kernel.ID, f CalendarChanged, change func(*db.Tx, kernel.ID, layers) (before, after any, err error)) error {
	var tenant kernel.ID
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		l, ok, err := loadLife(tx, org)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("orgs.no_org")
		}
		path, err := pathOf(tx, org, clamp(l.period, s.Today()))
		if err != nil {
			return err
		}
		tenant = l.tenant
		err = canEditCalendar(a, tenant, path)
		if err != nil {
			return err
		}
		err = turnCalendar(tx, tenant)
		if err != nil {
			return err
		}
		was, err := loadLayers(tx, tenant)
		if err != nil {
			return err
		}
		before, after, err := change(tx, tenant, was)
		if err != nil {
			return err
		}
		return s.tell(tx, a, f, tenant, org, before, after)
	})
	if err == nil {
		s.calendars.forget(tenant)
	}
	return err
}
