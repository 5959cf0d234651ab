package orgs

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// CalendarView is the calendar of one unit in one year, as a page shows it.
//
//glossary:none
type CalendarView struct {
	Org       Org
	Year      int
	Calendar  *kernel.Calendar
	Days      []kernel.Day  // special days in order
	Basis     string        // what confirms the year, "" while it is only proposed
	Decision  ConfirmedYear // the confirmation that counts here; zero when it is the program's own data
	Hours     OfficeHours   // in force on the last day of the year or today; zero: those of the country
	HoursFrom Org           // whose hours they are
	Coming    []OfficeHours // hours of the unit itself that take effect later
	Own       []DeclaredDay // days the unit itself declared in the year
	Units     []Org         // units to choose from
	MayEdit   bool
	Today     kernel.Date
}

// CalendarPage reads the calendar of a unit for its page. Refuses with orgs.no_org.
func (s *Service) CalendarPage(ctx context.Context, a kernel.Actor, org kernel.ID, year int) (CalendarView, error) {
	if org == 0 {
		org = a.Org
	}
	if org == 0 {
		org = a.Tenant
	}
	v := CalendarView{Year: year, Today: s.Today()}
	cal, err := s.CalendarOf(ctx, a.Tenant, org)
	if err != nil {
		return v, err
	}
	v.Calendar = cal
	v.Days, _ = cal.Holidays(year)
	v.Basis, _ = cal.Confirmed(year)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		l, ok, err := loadLife(tx, org)
		if err != nil {
			return err
		}
		if !ok || canReadCalendar(a, l.tenant) != nil {
			return kernel.Missing("orgs.no_org")
		}
		path, err := pathOf(tx, org, clamp(l.period, v.Today))
		if err != nil {
			return err
		}
		v.MayEdit = canEditCalendar(a, l.tenant, path) == nil
		v.Org, _, err = s.Get(tx, org, v.Today)
		if err != nil {
			return err
		}
		own, err := loadLayers(tx, l.tenant)
		if err != nil {
			return err
		}
		err = s.fillCalendar(tx, &v, own, path)
		if err != nil {
			return err
		}
		v.Units, err = s.calendarUnits(tx, a, org, own)
		return err
	})
	return v, err
}

func (s *Service) fillCalendar(tx *db.Tx, v *CalendarView, l layers, path []kernel.ID) error {
	on := v.Today
	if v.Year != on.Year {
		on = kernel.Date{Year: v.Year, Month: 12, Day: 31}
	}
	h, ok := l.hoursOn(path, on)
	if ok {
		from, _, err := s.Get(tx, h.Org, v.Today)
		if err != nil {
			return err
		}
		v.Hours, v.HoursFrom = h, from
	}
	v.Coming, v.Own = nil, nil
	for _, h := range l.hours[v.Org.ID] {
		if h.From.After(on) {
			v.Coming = append(v.Coming, h)
		}
	}
	for _, d := range l.days[v.Org.ID] {
		if d.Day.Date.Year == v.Year {
			v.Own = append(v.Own, d)
		}
	}
	y, _ := l.yearOf(path, v.Year)
	v.Decision = y
	return nil
}

// mostCalendarUnits bounds the choice of units on the page.
const mostCalendarUnits = 300

// calendarUnits are the units to choose from: the site, those with a calendar of their own, those the
// actor works in, and for a keeper everything below her.
func (s *Service) calendarUnits(tx *db.Tx, a kernel.Actor, shown kernel.ID, l layers) ([]Org, error) {
	ids := []kernel.ID{a.Tenant, shown}
	for _, m := range a.Mandates {
		ids = append(ids, m.Org)
	}
	for org := range l.hours {
		ids = append(ids, org)
	}
	for org := range l.days {
		ids = append(ids, org)
	}
	for org := range l.years {
		ids = append(ids, org)
	}
	for _, root := range a.Roots(CalendarPermission) {
		below, err := under(tx, root, s.Today())
		if err != nil {
			return nil, err
		}
		ids = append(ids, below[:min(len(below), mostCalendarUnits)]...)
	}
	slices.Sort(ids)
	var out []Org
	for _, id := range slices.Compact(ids) {
		o, ok, err := s.Get(tx, id, s.Today())
		if err != nil {
			return nil, err
		}
		if ok && len(out) < mostCalendarUnits {
			out = append(out, o)
		}
	}
	sortByName(out)
	return out, nil
}
