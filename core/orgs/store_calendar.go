package orgs

import (
	"encoding/json"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
)

// calendarVersion is what a kept calendar depends on: the calendars and the tree of the site.
type calendarVersion struct{ calendar, tree int64 }

func loadCalendarVersion(tx *db.Tx, tenant kernel.ID) (calendarVersion, error) {
	v, _, err := db.One(tx, func(v *calendarVersion) []any { return []any{&v.calendar, &v.tree} }, `
select coalesce((select version from org_calendar_version where tenant_id = $1), 0),
       coalesce((select version from org_tree where tenant_id = $2), 0)`, tenant, tenant)
	return v, err
}

// turnCalendar is taken first by every change, so that changes of one site happen one after the other.
func turnCalendar(tx *db.Tx, tenant kernel.ID) error {
	_, err := tx.Exec(`
insert into org_calendar_version (tenant_id, version) values ($1, 1)
on conflict (tenant_id) do update set version = org_calendar_version.version + 1`, tenant)
	return err
}

func loadLayers(tx *db.Tx, tenant kernel.ID) (layers, error) {
	l := layers{map[kernel.ID][]OfficeHours{}, map[kernel.ID][]ConfirmedYear{}, map[kernel.ID][]DeclaredDay{}}
	hours, err := db.All(tx, func(h *OfficeHours) []any { return []any{&h.ID, &h.Org, &h.From, &h.Week, &h.Source} },
		`select id, org_id, valid_from, week, source from org_office_hours where tenant_id = $1 order by org_id, valid_from`, tenant)
	if err != nil {
		return l, err
	}
	for _, h := range hours {
		l.hours[h.Org] = append(l.hours[h.Org], h)
	}
	days, err := db.All(tx, declaredInto,
		`select id, org_id, day, kind, name, for_day, hours, source from org_calendar_day where tenant_id = $1 order by org_id, day`, tenant)
	if err != nil {
		return l, err
	}
	for _, d := range days {
		d.Day.Verified = true
		l.days[d.Org] = append(l.days[d.Org], d)
	}
	rows, err := db.All(tx, yearInto,
		`select id, org_id, year, number, decided_on, issuer, document, days from org_calendar_year where tenant_id = $1 order by org_id, year`, tenant)
	if err != nil {
		return l, err
	}
	for _, r := range rows {
		err = json.Unmarshal([]byte(r.text), &r.year.Days)
		if err != nil {
			return l, fmt.Errorf("calendar year %s: %w", r.year.ID, err)
		}
		l.years[r.year.Org] = append(l.years[r.year.Org], r.year)
	}
	return l, nil
}

func declaredInto(d *DeclaredDay) []any {
	return []any{&d.ID, &d.Org, &d.Day.Date, &d.Day.Kind, &d.Day.Name, &d.Day.For, &d.Day.Hours, &d.Day.Source}
}

type yearRow struct {
	year ConfirmedYear
	text string
}

func yearInto(r *yearRow) []any {
	y := &r.year
	return []any{&y.ID, &y.Org, &y.Year, &y.Number, &y.Decided, &y.Issuer, &y.Document, &r.text}
}

func putHours(tx *db.Tx, tenant kernel.ID, h OfficeHours, at kernel.Instant, by kernel.ID) error {
	_, err := tx.Exec(`
insert into org_office_hours (id, tenant_id, org_id, valid_from, week, source, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (tenant_id, org_id, valid_from) do update set week = excluded.week, source = excluded.source, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`,
		h.ID, tenant, h.Org, h.From, h.Week, h.Source, at, by)
	return err
}

func putDay(tx *db.Tx, tenant kernel.ID, d DeclaredDay, at kernel.Instant, by kernel.ID) error {
	_, err := tx.Exec(`
insert into org_calendar_day (id, tenant_id, org_id, day, kind, name, for_day, hours, source, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (tenant_id, org_id, day) do update set kind = excluded.kind, name = excluded.name, for_day = excluded.for_day, hours = excluded.hours,
  source = excluded.source, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`,
		d.ID, tenant, d.Org, d.Day.Date, d.Day.Kind, d.Day.Name, d.Day.For, d.Day.Hours, d.Day.Source, at, by)
	return err
}

func findDay(tx *db.Tx, tenant, org kernel.ID, on kernel.Date) (DeclaredDay, bool, error) {
	return db.One(tx, declaredInto,
		`select id, org_id, day, kind, name, for_day, hours, source from org_calendar_day where tenant_id = $1 and org_id = $2 and day = $3`, tenant, org, on)
}

func deleteDay(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`delete from org_calendar_day where id = $1`, id)
	return err
}

func putYear(tx *db.Tx, tenant kernel.ID, y ConfirmedYear, at kernel.Instant, by kernel.ID) error {
	text, err := json.Marshal(y.Days)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
insert into org_calendar_year (id, tenant_id, org_id, year, number, decided_on, issuer, document, days, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (tenant_id, org_id, year) do update set number = excluded.number, decided_on = excluded.decided_on, issuer = excluded.issuer,
  document = excluded.document, days = excluded.days, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`,
		y.ID, tenant, y.Org, y.Year, y.Number, y.Decided, y.Issuer, y.Document, string(text), at, by)
	return err
}
