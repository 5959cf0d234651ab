package statistics

import (
	"context"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// key is where a page of a list by name goes on: "tên gấp:id".
func key(fold string, id kernel.ID) string { return id.String() + ":" + fold }

func readKey(text string) (fold string, id kernel.ID) {
	head, rest, ok := strings.Cut(text, ":")
	id, err := kernel.ParseID(head)
	if !ok || err != nil {
		return "", 0
	}
	return rest, id
}

// Progress (tiến độ) is how far the units below one are, child by child.
//
//glossary:none
type Progress struct {
	Rows  []Child
	Total Child // over all units below, not only the rows of this page
	Next  string
}

// Progress lists the units directly below one. Refuses with statistics.no_period, no_unit.
func (s *Service) Progress(ctx context.Context, a kernel.Actor, ref Ref, after string) (Progress, error) {
	var out Progress
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, err := s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		fold, id := readKey(after)
		out.Rows, err = listChildren(tx, d.period, d.org.ID, d.fill.Kinds, Child{Fold: fold, Unit: id}, pageSize+1)
		if err != nil {
			return err
		}
		if len(out.Rows) > pageSize {
			out.Rows = out.Rows[:pageSize]
			last := out.Rows[pageSize-1]
			out.Next = key(last.Fold, last.Unit)
		}
		out.Total, err = countStates(tx, d.period, d.org.ID, d.fill.Kinds)
		return err
	})
	return out, err
}

// CellRows (số liệu từ đâu) are the children that add up to one cell of a sum.
//
//glossary:none
type CellRows struct {
	Period Period
	Org    orgs.Org
	Line   Line
	Sector string // label
	Rows   []CellRow
	Next   string
}

// CellRow is what one child adds.
//
//glossary:none
type CellRow struct {
	Unit  kernel.ID
	Name  string
	Sums  bool // the child adds up itself, so its own cell can be opened
	State State
	Cell
}

// Cell opens one cell: line is of the summing form, sector narrows it further. Refuses with
// statistics.no_line, statistics.is_filled.
func (s *Service) Cell(ctx context.Context, a kernel.Actor, ref Ref, line, sector, after string) (CellRows, error) {
	var out CellRows
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, err := s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		if !d.sums() {
			return kernel.Refuse("statistics.is_filled")
		}
		l, ok := d.form.Line(line)
		if !ok || l.Kind == Share {
			return kernel.Missing("statistics.no_line")
		}
		if l.Sector != "" {
			sector = l.Sector
		}
		if sector != "" && d.fill.SectorLabel(sector) == "" {
			return kernel.Missing("statistics.no_line")
		}
		out = CellRows{Period: d.period, Org: d.org, Line: l, Sector: d.fill.SectorLabel(sector)}
		fold, id := readKey(after)
		rows, err := listCell(tx, d.period, d.org.ID, l.Of, sector, Child{Fold: fold, Unit: id}, pageSize+1)
		if err != nil {
			return err
		}
		if len(rows) > pageSize {
			rows = rows[:pageSize]
			out.Next = key(rows[pageSize-1].Fold, rows[pageSize-1].Unit)
		}
		for _, r := range rows {
			out.Rows = append(out.Rows, CellRow{r.Unit, r.Name, !slices.Contains(d.fill.Kinds, r.Kind), r.State, r.Cell})
		}
		return nil
	})
	return out, err
}

// LateList (danh sách chậm) are the units whose report is missing or came late, by name.
//
//glossary:none
type LateList struct {
	Period Period
	Org    orgs.Org
	Rows   []Missing
	Next   string
}

// Late lists what is missing below a unit, or with sent what came after the due day.
func (s *Service) Late(ctx context.Context, a kernel.Actor, ref Ref, sent bool, after string) (LateList, error) {
	return s.late(ctx, a, ref, sent, after, pageSize)
}

func (s *Service) late(ctx context.Context, a kernel.Actor, ref Ref, sent bool, after string, most int) (LateList, error) {
	var out LateList
	var d duty
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d, err = s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		out = LateList{Period: d.period, Org: d.org}
		fold, id := readKey(after)
		out.Rows, err = listMissing(tx, d.period, d.org.ID, d.fill.Kinds, lateFilter{sent: sent, after: Missing{Fold: fold, Unit: id}, most: most + 1})
		return err
	})
	if err != nil {
		return out, err
	}
	if len(out.Rows) > most {
		out.Rows = out.Rows[:most]
		out.Next = key(out.Rows[most-1].Fold, out.Rows[most-1].Unit)
	}
	calendar, err := s.Calendars.CalendarOf(ctx, d.where.tenant, d.period.Org)
	if err != nil {
		return out, err
	}
	today := s.Clock.Now().Date()
	for i := range out.Rows {
		m := &out.Rows[i]
		m.Form = d.fill.Key
		m.Late = lateBy(calendar, d.period.Due, Report{State: m.State, Submitted: m.Submitted}, today)
	}
	return out, nil
}

// PeriodRow is one period with how far the actor's own unit is in it.
//
//glossary:none
type PeriodRow struct {
	Period
	Opener string
	Unit   orgs.Org // the actor's unit of this period
	State  State    // of its report
	Total  Child
	Sums   bool
}

// PeriodList is the first page of the room.
//
//glossary:none
type PeriodList struct {
	Periods []PeriodRow
	Next    kernel.Date
}

const periodsPage = 20

// Periods lists the periods that touch the units the actor sees, the latest cut-off first.
func (s *Service) Periods(ctx context.Context, a kernel.Actor, before kernel.Date) (PeriodList, error) {
	var out PeriodList
	today := s.Clock.Now().Date()
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = PeriodList{}
		list, err := listPeriods(tx, a, visibleTo(a), before, today, periodsPage+1)
		if err != nil {
			return err
		}
		if len(list) > periodsPage {
			list = list[:periodsPage]
			out.Next = list[periodsPage-1].CutOff
		}
		for _, p := range list {
			row, err := s.periodRow(tx, a, p)
			if err != nil {
				return err
			}
			out.Periods = append(out.Periods, row)
		}
		return nil
	})
	return out, err
}

// periodRow looks for the actor's own unit in a period: the one she works in, else the highest she sees.
func (s *Service) periodRow(tx *db.Tx, a kernel.Actor, p Period) (PeriodRow, error) {
	row := PeriodRow{Period: p}
	opener, _, err := s.Orgs.Get(tx, p.Org, p.CutOff)
	if err != nil {
		return row, err
	}
	row.Opener = opener.Name
	for _, org := range append([]kernel.ID{a.Org}, append(visibleTo(a), p.Org)...) {
		if org == 0 {
			continue
		}
		d, err := s.duty(tx, a, Ref{Period: p.ID, Org: org})
		if f := kernel.AsFault(err); f != nil {
			continue
		}
		if err != nil {
			return row, err
		}
		row.Unit, row.State, row.Sums = d.org, d.report.State, d.sums()
		row.Total, err = countStates(tx, p, org, d.fill.Kinds)
		return row, err
	}
	return row, nil
}
