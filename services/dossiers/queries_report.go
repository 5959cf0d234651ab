package dossiers

import (
	"cmp"
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// window is a period cut at the chosen instant: flows are counted in [start, end), stocks at end.
type window struct {
	start, end kernel.Instant
	soon       kernel.Instant
	past       bool // end is not after now: something may have happened since
}

// due is the question behind the two figures that depend on due dates.
func (w window) due(f Figure) dueAsk {
	if f == FigOverdue {
		return dueAsk{x: w.end, to: w.end, past: w.past}
	}
	return dueAsk{x: w.end, from: w.end, to: w.soon, past: w.past}
}

func (s *Service) window(ctx context.Context, tenant kernel.ID, from, to kernel.Date, asOf, now kernel.Instant) (window, error) {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return window{}, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_period",
			Fields: []kernel.FieldFault{{Field: "from", Code: "dossiers.bad_period"}}}
	}
	if asOf.IsZero() || asOf.After(now) {
		asOf = now
	}
	w := window{start: from.Start(), end: to.AddDays(1).Start()}
	cut := asOf.Add(1e6) // what happened in that millisecond has happened
	if cut.Before(w.end) {
		w.end = cut
	}
	if w.end.Before(w.start) {
		w.start = w.end.Date().Start()
	}
	w.past = !w.end.After(now)
	var err error
	w.soon, err = s.soon(ctx, tenant, w.end)
	return w, err
}

// reach resolves what the actor reports on. Figures belong to the deciding unit.
func (s *Service) reach(tx *db.Tx, a kernel.Actor, unit kernel.ID, exact bool, procedure, by string) (reach, error) {
	r := reach{tenant: a.Tenant, procedure: procedure, by: by}
	roots := a.Roots(PermReport)
	if !a.System && len(roots) == 0 {
		return r, kernel.Forbid("dossiers.no_right")
	}
	top := a.System || slices.Contains(roots, a.Tenant)
	if unit == 0 && top {
		r.all = true
		return r, nil
	}
	var err error
	if !top {
		r.orgs, err = s.under(tx, roots)
		if err != nil || unit == 0 {
			return r, err
		}
	}
	wanted := []kernel.ID{unit}
	if !exact {
		wanted, err = s.under(tx, wanted)
		if err != nil {
			return r, err
		}
	}
	if !top {
		wanted = slices.DeleteFunc(wanted, func(id kernel.ID) bool { return !slices.Contains(r.orgs, id) })
	}
	r.orgs = wanted
	return r, nil
}

// Report answers how the work stands, as of a chosen instant. Received, carried over and
// handed over from others together are what is running, paused, finished, withdrawn and handed over to others. Each number has its list: Report.Filter.
func (s *Service) Report(ctx context.Context, a kernel.Actor, ask ReportAsk) (Report, error) {
	now := s.Clock.Now()
	w, err := s.window(ctx, a.Tenant, ask.From, ask.To, ask.AsOf, now)
	if err != nil {
		return Report{}, err
	}
	out := Report{AsOf: w.end.Add(-1e6), From: ask.From, To: ask.To}
	if ask.AsOf.IsZero() || !ask.AsOf.Before(w.end) {
		out.AsOf = w.end.Add(-1e6)
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := s.reach(tx, a, ask.Unit, false, ask.Procedure, ask.By)
		if err != nil {
			return err
		}
		lines, err := figures(tx, r, w, now)
		if err != nil {
			return err
		}
		names, err := procedureNames(tx, a.Tenant)
		out.fill(lines, names, ask.By)
		return err
	})
	return out, err
}

// figures counts all figures of a window, by slot.
func figures(tx *db.Tx, r reach, w window, now kernel.Instant) (map[slot]map[Figure]int64, error) {
	flows, atEnd, atStart := map[slot]sums{}, map[slot]sums{}, map[slot]sums{}
	err := addBetween(tx, r, w.start, w.end, now, 1, flows)
	if err != nil {
		return nil, err
	}
	// a stock then is the stock now without what began since
	err = addCounters(tx, r, 0, everSince, everSince.AddDays(1), 1, atEnd)
	if err != nil {
		return nil, err
	}
	if w.past {
		err = addBetween(tx, r, w.end, forever(now), now, -1, atEnd)
		if err != nil {
			return nil, err
		}
	}
	for k, n := range atEnd {
		atStart[k] = n
	}
	for k, n := range flows {
		atStart[k] = atStart[k].plus(n, -1)
	}
	late, soon := map[slot]int64{}, map[slot]int64{}
	err = addDue(tx, r, w.due(FigOverdue), late)
	if err != nil {
		return nil, err
	}
	err = addDue(tx, r, w.due(FigDueSoon), soon)
	if err != nil {
		return nil, err
	}
	out := map[slot]map[Figure]int64{}
	for k, n := range atEnd {
		f, s := flows[k], atStart[k]
		out[k] = map[Figure]int64{FigReceived: f.received, FigEarly: f.early, FigOnTime: f.onTime, FigLate: f.late, FigWithdrawn: f.withdrawn,
			FigRefused: f.refused, FigRunning: n.running, FigPaused: n.paused, FigCarried: s.running + s.paused, FigOverdue: late[k], FigDueSoon: soon[k], FigHandedIn: f.handedIn, FigHandedOut: f.handedOut}
	}
	return out, nil
}

// forever is the first midnight after now: nothing has happened later.
func forever(now kernel.Instant) kernel.Instant { return now.Date().AddDays(1).Start() }

// addBetween sums what began in [from, to): whole days from the counters, the rest from the spans.
func addBetween(tx *db.Tx, r reach, from, to, now kernel.Instant, k int64, into map[slot]sums) error {
	if to.After(now) {
		to = forever(now)
	}
	first, last := from.Date(), to.Date() // whole days [first, last)
	if !from.Equal(first.Start()) {
		first = first.AddDays(1)
		edge := first.Start()
		if to.Before(edge) {
			edge = to
		}
		err := addSpans(tx, r, from, edge, k, into)
		if err != nil {
			return err
		}
	}
	if !first.After(last) && last.Start().Before(to) {
		err := addSpans(tx, r, last.Start(), to, k, into)
		if err != nil {
			return err
		}
	}
	return addDays(tx, r, first, last, k, into)
}

// addDays sums whole days, by months where whole months lie between.
func addDays(tx *db.Tx, r reach, first, last kernel.Date, k int64, into map[slot]sums) error {
	monthFrom := monthOf(first)
	if monthFrom.Before(first) {
		monthFrom = nextMonth(monthFrom)
	}
	monthTo := monthOf(last)
	if !monthFrom.Before(monthTo) {
		return addCounters(tx, r, 2, first, last, k, into)
	}
	err := addCounters(tx, r, 2, first, monthFrom, k, into)
	if err != nil {
		return err
	}
	err = addCounters(tx, r, 1, monthFrom, monthTo, k, into)
	if err != nil {
		return err
	}
	return addCounters(tx, r, 2, monthTo, last, k, into)
}

func monthOf(d kernel.Date) kernel.Date { return kernel.Date{Year: d.Year, Month: d.Month, Day: 1} }

func nextMonth(d kernel.Date) kernel.Date { return monthOf(d.AddDays(31)) }

// fill writes the lines and their total.
func (r *Report) fill(lines map[slot]map[Figure]int64, names map[string]string, by string) {
	r.Total.N = map[Figure]int64{}
	for k, n := range lines {
		empty := true
		for f, v := range n {
			r.Total.N[f] += v
			empty = empty && v == 0
		}
		if by != "" && !empty {
			r.Rows = append(r.Rows, ReportRow{Unit: k.unit, Procedure: k.procedure, ProcedureName: names[k.procedure], N: n})
		}
	}
	kernel.SortFunc(r.Rows, func(a, b ReportRow) int {
		return cmp.Or(cmp.Compare(b.N[FigReceived]+b.N[FigCarried], a.N[FigReceived]+a.N[FigCarried]), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Procedure, b.Procedure))
	})
}

// listFigure lists the dossiers behind one number, by the predicates that counted it.
func (s *Service) listFigure(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	now := s.Clock.Now()
	w, err := s.window(ctx, a.Tenant, f.From, f.To, f.AsOf, now)
	if err != nil {
		return Page{}, err
	}
	if !slices.Contains(Figures, f.Figure) {
		return Page{}, &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_figure", Args: []any{string(f.Figure)}}
	}
	n := narrow{limit: limitOf(f.Limit) + 1}
	if c, ok := readCursor(f.After); ok {
		n.after = &c
	}
	soon, err := s.soon(ctx, a.Tenant, now)
	if err != nil {
		return Page{}, err
	}
	var out Page
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := s.reach(tx, a, f.Unit, f.ExactUnit, f.Procedure, "")
		if err != nil {
			return err
		}
		found, err := figureKeys(tx, r, f.Figure, w, n)
		if err != nil {
			return err
		}
		out, err = readPage(tx, a.Tenant, found, n.limit)
		return err
	})
	return s.explained(out, now, soon), err
}
