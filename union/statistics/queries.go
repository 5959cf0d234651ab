package statistics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

const pageSize = 50

// sum adds up what was accepted below a unit.
func (s *Service) sum(tx *db.Tx, d duty) (Sum, error) {
	var out Sum
	var err error
	out.Expected, err = expectedOf(tx, d.period, d.org.ID, d.fill.Kinds)
	if err != nil {
		return out, err
	}
	parts, err := partsOf(tx, d.period, d.org.ID)
	if err != nil {
		return out, err
	}
	out.Counted = len(parts)
	var list strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&list, "%s:%s\n", p.org, p.sha256)
	}
	if len(parts) > 0 {
		out.Parts = hashOf([]byte(list.String()))
	}
	out.Cells, err = sumOf(tx, d.period, d.org.ID)
	return out, err
}

// Sheet (trang báo cáo) is the report of one unit with everything its page shows.
//
//glossary:none
type Sheet struct {
	Period   Period
	Org      orgs.Org
	Above    orgs.Org
	Form     *Form
	Fill     *Form // of a sum: the form that is added up
	Report   Report
	Document Document
	Computed Counts
	Last     map[string]int64 // values of the period before
	LastOn   kernel.Date
	Sum      Sum
	Frozen   bool // the lines are those of the snapshot, not worked out now
	Drifted  bool // what would be worked out now differs from the snapshot
	Events   []Event
	Late     int
	Filler   bool // may fill in and send
	Reviewer bool // may accept and return
	Top      bool // nobody of this site is above
	Today    kernel.Date
}

// Sums tells whether the unit adds up instead of filling in.
func (v Sheet) Sums() bool { return v.Form.Sums != "" }

// Can tells whether a move is open to this actor now.
func (v Sheet) Can(do verb) bool {
	_, ok := flow.Next(v.Report.State, do)
	switch do {
	case accept:
		return ok && v.Reviewer
	case giveBack:
		return ok && (v.Reviewer || v.Top && v.Filler)
	}
	return ok && v.Filler
}

// Sheet reads the report of a unit in a period. Refuses with statistics.no_period, statistics.no_unit.
func (s *Service) Sheet(ctx context.Context, a kernel.Actor, ref Ref) (Sheet, error) {
	var v Sheet
	var d duty
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d, err = s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		v = Sheet{Period: d.period, Org: d.org, Above: d.above, Form: d.form, Fill: d.fill, Report: d.report, Top: d.top, Today: s.Clock.Now().Date(),
			Filler: canFill(a, d.where) == nil, Reviewer: canReview(a, d.where) == nil && !d.top}
		return s.fillSheet(tx, d, &v)
	})
	if err != nil {
		return v, err
	}
	if !v.Sums() {
		v.Computed, err = s.computed(ctx, d.where.tenant, d.form, ref.Org, d.period.CutOff)
		if err != nil {
			return v, err
		}
	}
	calendar, err := s.Calendars.CalendarOf(ctx, d.where.tenant, ref.Org)
	if err != nil {
		return v, err
	}
	v.Late = lateBy(calendar, d.period.DueOf(d.form.Key), v.Report, v.Today)
	s.lay(d, &v)
	return v, nil
}

func (s *Service) fillSheet(tx *db.Tx, d duty, v *Sheet) error {
	var err error
	if d.sums() {
		v.Sum, err = s.sum(tx, d)
		if err != nil {
			return err
		}
	} else {
		err = s.lastValues(tx, d, v)
		if err != nil {
			return err
		}
	}
	if d.has {
		v.Events, err = eventsOf(tx, d.report.ID)
		if err != nil {
			return err
		}
	}
	if d.report.settled() {
		snap, ok, err := loadSnapshot(tx, d.report.ID, d.report.Snapshot)
		if err != nil || !ok {
			return err
		}
		v.Document, err = readSnapshot(snap.Content)
		v.Frozen = err == nil
		return err
	}
	return nil
}

func (s *Service) lastValues(tx *db.Tx, d duty, v *Sheet) error {
	last, ok, err := lastReport(tx, d.where.tenant, d.org.ID, d.period.CutOff)
	if err != nil || !ok {
		return err
	}
	v.Last = map[string]int64{}
	for _, x := range last.Values {
		v.Last[x.Line] = x.Value
	}
	p, _, err := loadPeriod(tx, last.Period)
	v.LastOn = p.CutOff
	if v.Report.Edition == 0 {
		v.Report.Sector = last.Sector
	}
	return err
}

// lay works out the document of a report that is not frozen, and compares one that is.
func (s *Service) lay(d duty, v *Sheet) {
	now := d.head()
	now.Note, now.Sector = d.report.Note, v.Report.Sector
	if v.Sums() {
		now.Lines = d.form.documentOfSum(v.Sum)
		now.Units = &DocumentUnits{v.Sum.Expected, v.Sum.Counted, v.Sum.Parts}
	} else {
		now.Lines = d.form.document(withComputed(d.form, d.report.Values, v.Computed))
	}
	if v.Frozen {
		v.Drifted = v.Sums() && v.Document.Units != nil && v.Document.Units.Parts != v.Sum.Parts
	} else {
		v.Document = now
		v.Document.State = d.report.State
		if d.report.State == None {
			v.Document.State = computedState
		}
		return
	}
	v.Document.State, v.Document.SHA256 = d.report.State, d.report.SHA256
}

// withComputed puts the roll's numbers where nothing was typed yet.
func withComputed(f *Form, values []Value, computed Counts) []Value {
	out := slices.Clone(values)
	for _, l := range f.Lines() {
		n, ok := computed[Measure(l.From)]
		i := slices.IndexFunc(out, func(v Value) bool { return v.Line == l.Key })
		switch {
		case !ok:
		case i < 0:
			out = append(out, Value{Line: l.Key, Value: n, Computed: n, Known: true})
		default:
			out[i].Computed, out[i].Known = n, true
		}
	}
	return out
}

// SnapshotOf is the latest snapshot of a report, byte for byte. Refuses with statistics.no_snapshot.
func (s *Service) SnapshotOf(ctx context.Context, a kernel.Actor, ref Ref) (Snapshot, error) {
	var snap Snapshot
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, err := s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		var ok bool
		snap, ok, err = loadSnapshot(tx, d.report.ID, d.report.Snapshot)
		if err == nil && (!ok || !d.report.settled()) {
			return kernel.Missing("statistics.no_snapshot")
		}
		return err
	})
	return snap, err
}

// ReportOf is the document of a unit as of a day: that of its report when a period has that cut-off,
// else what the roll and the accepted reports say now. form "" takes the unit's own.
func (s *Service) ReportOf(ctx context.Context, a kernel.Actor, form string, org kernel.ID, on kernel.Date) (Document, error) {
	var d duty
	var open bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		where, err := s.place(tx, a, org, on)
		if err != nil {
			return err
		}
		err = canView(a, where)
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, org, on)
		if err != nil {
			return err
		}
		d.period, open, err = periodCovering(tx, where.tenant, path, on)
		if err != nil {
			return err
		}
		if !open {
			d.period, err = s.noPeriod(tx, where.tenant, path, on)
			if err != nil {
				return err
			}
		}
		d.where = where
		return s.standing(tx, &d, org)
	})
	if err != nil {
		return Document{}, err
	}
	if form != "" && form != d.form.Key {
		return Document{}, kernel.Refuse("statistics.wrong_form", d.form.Key)
	}
	if open {
		v, err := s.Sheet(ctx, a, Ref{Period: d.period.ID, Org: org})
		return v.Document, err
	}
	doc := d.head()
	doc.State = computedState
	if d.sums() {
		doc.Lines, doc.Units = d.form.documentOfSum(Sum{}), &DocumentUnits{}
		return doc, nil
	}
	computed, err := s.computed(ctx, d.where.tenant, d.form, org, on)
	doc.Lines = d.form.document(withComputed(d.form, nil, computed))
	return doc, err
}

// noPeriod stands in for a period where none is open: the forms in force on the day.
func (s *Service) noPeriod(tx *db.Tx, tenant kernel.ID, path []kernel.ID, on kernel.Date) (Period, error) {
	fill, err := s.formOn(tx, FillForm, on)
	if err != nil {
		return Period{}, err
	}
	sum, err := s.formOn(tx, SumForm, on)
	if err != nil {
		return Period{}, err
	}
	return Period{Tenant: tenant, Org: path[len(path)-1], CutOff: on, Form: fill.Key, FormNo: fill.No, SumForm: sum.Key, SumNo: sum.No}, nil
}
