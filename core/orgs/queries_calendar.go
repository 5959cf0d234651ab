package orgs

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// CalendarLag is how long another process may go on counting with a calendar that was changed here.
const CalendarLag = time.Second

// calendarCache keeps the calendars of the sites: every command on a dossier asks for one.
type calendarCache struct{ sites sync.Map } // tenant → *keptCalendars

// keptCalendars are the calendars of one site at one version, on one day (units move by date).
type keptCalendars struct {
	version calendarVersion
	day     kernel.Date
	checked atomic.Int64 // when the version was last compared, in milliseconds
	layers  layers
	byOrg   sync.Map // kernel.ID → *kernel.Calendar
	byPath  sync.Map // units with a calendar of their own → *kernel.Calendar: shared by all below
}

func (c *calendarCache) forget(tenant kernel.ID) { c.sites.Delete(tenant) }

// ForgetCalendars throws away what this process keeps of a site's calendars: for hearers of
// orgs.calendar_changed, which may have been told by another process.
func (s *Service) ForgetCalendars(tenant kernel.ID) { s.calendars.forget(tenant) }

// CalendarOf is the working calendar of a unit: its own hours, years and days, or those of the nearest
// unit above it that has some, over the country's. A change made in this process counts at once, one
// made in another process after CalendarLag.
func (s *Service) CalendarOf(ctx context.Context, tenant, org kernel.ID) (*kernel.Calendar, error) {
	if org == 0 {
		org = tenant
	}
	now := s.clock.Now()
	kept, err := s.keptCalendars(ctx, tenant, now)
	if err != nil {
		return nil, err
	}
	if c, ok := kept.byOrg.Load(org); ok {
		return c.(*kernel.Calendar), nil
	}
	var path []kernel.ID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		path, err = s.Path(tx, org, kept.day)
		return err
	})
	if err != nil {
		return nil, err
	}
	c, err := kept.of(path)
	if err != nil {
		return nil, fmt.Errorf("calendar of unit %s: %w", org, err)
	}
	kept.byOrg.Store(org, c)
	return c, nil
}

// of makes the calendar of a path, or finds the one that another unit with the same units above shares.
func (k *keptCalendars) of(path []kernel.ID) (*kernel.Calendar, error) {
	var own []kernel.ID
	var key strings.Builder
	for _, org := range path {
		if k.layers.holds(org) {
			own = append(own, org)
			key.WriteString(org.String() + "/")
		}
	}
	if c, ok := k.byPath.Load(key.String()); ok {
		return c.(*kernel.Calendar), nil
	}
	c := kernel.VietnamCalendar()
	if len(own) > 0 {
		var err error
		c, err = k.layers.calendar(own)
		if err != nil {
			return nil, err
		}
	}
	shared, _ := k.byPath.LoadOrStore(key.String(), c)
	return shared.(*kernel.Calendar), nil
}

func (s *Service) keptCalendars(ctx context.Context, tenant kernel.ID, now kernel.Instant) (*keptCalendars, error) {
	var old *keptCalendars
	if k, ok := s.calendars.sites.Load(tenant); ok {
		old = k.(*keptCalendars)
		age := now.Millis() - old.checked.Load()
		if age >= 0 && age < CalendarLag.Milliseconds() {
			return old, nil
		}
	}
	var kept *keptCalendars
	day := now.Date()
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := loadCalendarVersion(tx, tenant)
		if err != nil {
			return err
		}
		if old != nil && old.version == v && old.day == day {
			kept = old
			return nil
		}
		kept = &keptCalendars{version: v, day: day}
		kept.layers, err = loadLayers(tx, tenant)
		return err
	})
	if err != nil {
		return nil, err
	}
	kept.checked.Store(now.Millis())
	s.calendars.sites.Store(tenant, kept)
	return kept, nil
}
