package statistics

import (
	"context"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Ref names the report of a unit in a period. Edition is what the page was made of; 0 asks for no comparison.
//
//glossary:none
type Ref struct {
	Period  kernel.ID
	Org     kernel.ID
	Edition int
}

// duty is what a unit has to do in a period, with everything that its report is made of.
type duty struct {
	period Period
	org    orgs.Org // as on the cut-off
	above  orgs.Org // as on the cut-off; zero when only the site stands above
	top    bool     // the period begins with it: nobody here accepts its report
	where  place
	form   *Form // its own: filled in or summed
	fill   *Form // the form that the sums are made of
	report Report
	has    bool
}

func (d duty) sums() bool { return d.form.Sums != "" }

// duty reads all of it. Refuses with statistics.no_period and statistics.no_unit.
func (s *Service) duty(tx *db.Tx, a kernel.Actor, ref Ref) (duty, error) {
	var d duty
	var ok bool
	var err error
	d.period, ok, err = loadPeriod(tx, ref.Period)
	if err != nil {
		return d, err
	}
	if !ok {
		return d, kernel.Missing("statistics.no_period")
	}
	d.where, err = s.place(tx, a, ref.Org, d.period.CutOff)
	if err != nil {
		return d, err
	}
	err = canView(a, d.where)
	if err != nil {
		return d, err
	}
	err = s.standing(tx, &d, ref.Org)
	if err != nil {
		return d, err
	}
	d.report, d.has, err = loadReport(tx, d.period.ID, ref.Org)
	if err == nil && !d.has {
		d.report = Report{ID: 0, Tenant: d.where.tenant, Period: d.period.ID, Org: ref.Org, Form: d.form.Key}
	}
	return d, err
}

// standing looks the unit up as it stood on the cut-off, and which form is its.
func (s *Service) standing(tx *db.Tx, d *duty, org kernel.ID) error {
	path, err := s.Orgs.Path(tx, org, d.period.CutOff)
	if err != nil {
		return err
	}
	d.org, _, err = s.Orgs.Get(tx, org, d.period.CutOff)
	if err != nil {
		return err
	}
	d.fill, err = s.formNo(tx, d.period.Form, d.period.FormNo)
	if err != nil {
		return err
	}
	sum, err := s.formNo(tx, d.period.SumForm, d.period.SumNo)
	if err != nil {
		return err
	}
	switch {
	case d.org.Status != orgs.Active || !slices.Contains(path, d.period.Org):
		return kernel.Missing("statistics.no_unit")
	case slices.Contains(d.fill.Kinds, d.org.Kind):
		d.form = d.fill
	case slices.Contains(sum.Kinds, d.org.Kind):
		d.form = sum
	default:
		return kernel.Missing("statistics.no_unit")
	}
	d.top = d.org.ID == d.period.Org
	if len(path) > 1 && path[1] != d.where.tenant {
		d.above, _, err = s.Orgs.Get(tx, path[1], d.period.CutOff)
	}
	return err
}

// Save (lưu nháp) keeps what was typed, complete or not. What cannot be read is refused at its field.
// Refuses with statistics.invalid, statistics.cannot, statistics.changed, statistics.may_not_fill.
func (s *Service) Save(ctx context.Context, a kernel.Actor, ref Ref, in Filling) (Report, error) {
	return s.fillIn(ctx, a, ref, in, save)
}

// Submit (gửi báo cáo) freezes what was typed and sends it to the level above. Every line must have a
// value, the rules of the form must hold, and what differs from the roll must have a reason. Refuses
// as Save does, and with statistics.too_early before the cut-off.
func (s *Service) Submit(ctx context.Context, a kernel.Actor, ref Ref, in Filling) (Report, error) {
	return s.fillIn(ctx, a, ref, in, submit)
}

func (s *Service) fillIn(ctx context.Context, a kernel.Actor, ref Ref, in Filling, do verb) (Report, error) {
	computed, err := s.computedFor(ctx, a, ref)
	if err != nil {
		return Report{}, err
	}
	var r Report
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		d, err := s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		err = canFill(a, d.where)
		if err != nil {
			return err
		}
		if d.sums() {
			return kernel.Refuse("statistics.is_sum")
		}
		err = s.mayChange(tx, d, ref)
		if err != nil {
			return err
		}
		d.report.Values, err = d.form.read(in, computed, do == submit)
		if err != nil {
			return err
		}
		d.report.Sector, d.report.Note = in.Sector, strings.TrimSpace(in.Note)
		r, err = s.step(tx, a, d, do, "", nil)
		if err != nil {
			return err
		}
		return replaceValues(tx, r)
	})
	return r, err
}

// computedFor asks the roll before any transaction: it may be slow, and SQLite has one writer.
func (s *Service) computedFor(ctx context.Context, a kernel.Actor, ref Ref) (Counts, error) {
	var d duty
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d, err = s.duty(tx, a, ref)
		return err
	})
	if err != nil || d.sums() {
		return nil, err
	}
	return s.computed(ctx, d.where.tenant, d.form, ref.Org, d.period.CutOff)
}

// computed asks the roll for what a form wants to know of a unit on a day.
func (s *Service) computed(ctx context.Context, tenant kernel.ID, f *Form, org kernel.ID, on kernel.Date) (Counts, error) {
	ask := TallyAsk{Tenant: tenant, Units: []kernel.ID{org}, Since: f.cutOffBefore(on), On: on}
	for _, m := range f.measures() {
		ask.Measures = append(ask.Measures, Measure(m))
	}
	all, err := s.tally(ctx, ask)
	return all[org], err
}

// SubmitSum (gửi báo cáo tổng hợp) freezes the sum of what was accepted below and sends it up. Units
// that are not in it ask for a note. Refuses with statistics.nothing_to_sum, note_needed at the field.
func (s *Service) SubmitSum(ctx context.Context, a kernel.Actor, ref Ref, note string) (Report, error) {
	var r Report
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		d, err := s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		err = canFill(a, d.where)
		if err != nil {
			return err
		}
		if !d.sums() {
			return kernel.Refuse("statistics.is_filled")
		}
		err = s.mayChange(tx, d, ref)
		if err != nil {
			return err
		}
		sum, err := s.sum(tx, d)
		if err != nil {
			return err
		}
		d.report.Note = strings.TrimSpace(note)
		var faults kernel.Faults
		switch {
		case sum.Counted == 0:
			return kernel.Refuse("statistics.nothing_to_sum")
		case sum.Counted < sum.Expected && d.report.Note == "":
			faults.Add(noteField, "statistics.note_needed", sum.Expected-sum.Counted)
		case len([]rune(d.report.Note)) > maxReason:
			faults.Add(noteField, "statistics.too_long", maxReason)
		}
		err = faults.Err("statistics.invalid")
		if err != nil {
			return err
		}
		r, err = s.step(tx, a, d, submit, "", &sum)
		return err
	})
	return r, err
}

// Withdraw (rút lại) takes a report back that was sent and not accepted yet.
func (s *Service) Withdraw(ctx context.Context, a kernel.Actor, ref Ref) (Report, error) {
	return s.judge(ctx, a, ref, withdraw, "")
}

// Accept (duyệt) lets a report into the sum of the level above.
func (s *Service) Accept(ctx context.Context, a kernel.Actor, ref Ref) (Report, error) {
	return s.judge(ctx, a, ref, accept, "")
}

// Return (trả lại) gives a report back with what has to be mended, also one that was accepted, as long
// as no level above has sent a sum that it is part of. Refuses with statistics.comment_needed at the field.
func (s *Service) Return(ctx context.Context, a kernel.Actor, ref Ref, comment string) (Report, error) {
	return s.judge(ctx, a, ref, giveBack, comment)
}

const commentField = "noi_dung"

func (s *Service) judge(ctx context.Context, a kernel.Actor, ref Ref, do verb, comment string) (Report, error) {
	comment = strings.TrimSpace(comment)
	var r Report
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		d, err := s.duty(tx, a, ref)
		if err != nil {
			return err
		}
		ask := canReview
		if do == withdraw || do == giveBack && d.top { // the topmost takes back its own
			ask = canFill
		}
		err = ask(a, d.where)
		if err != nil {
			return err
		}
		var faults kernel.Faults
		if do == giveBack && comment == "" {
			faults.Add(commentField, "statistics.comment_needed")
		}
		if len([]rune(comment)) > maxReason {
			faults.Add(commentField, "statistics.too_long", maxReason)
		}
		err = faults.Err("statistics.invalid")
		if err != nil {
			return err
		}
		err = s.mayChange(tx, d, ref)
		if err != nil {
			return err
		}
		r, err = s.step(tx, a, d, do, comment, nil)
		return err
	})
	return r, err
}

// mayChange refuses when the page was made of an older report, and when a level above has sent a sum.
func (s *Service) mayChange(tx *db.Tx, d duty, ref Ref) error {
	if ref.Edition != 0 && ref.Edition != d.report.Edition {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "statistics.changed"}
	}
	path, err := s.Orgs.Path(tx, d.org.ID, d.period.CutOff)
	if err != nil {
		return err
	}
	above, err := sentAbove(tx, d.period.ID, path[1:])
	if err != nil || above == 0 {
		return err
	}
	o, _, err := s.Orgs.Get(tx, above, d.period.CutOff)
	if err != nil {
		return err
	}
	return kernel.Refuse("statistics.above_sent", o.Name)
}

// step moves a report, freezes it when it is sent, keeps it, and tells.
func (s *Service) step(tx *db.Tx, a kernel.Actor, d duty, do verb, comment string, sum *Sum) (Report, error) {
	r := d.report
	now := s.Clock.Now()
	if do == submit && now.Date().Before(d.period.CutOff) {
		return r, kernel.Refuse("statistics.too_early", kernel.FormatDate(d.period.CutOff))
	}
	if do == submit && d.top {
		do = settle
	}
	err := r.move(do)
	if err != nil {
		return r, err
	}
	if r.ID == 0 {
		r.ID = s.IDs.New()
	}
	was := r.Edition
	r.Edition, r.Changed = was+1, now
	var snapshot *Snapshot
	if do == submit || do == settle {
		r.Submitted = now.Date()
		r.Snapshot++
		snapshot, err = s.freeze(&r, d, sum)
		if err != nil {
			return r, err
		}
	}
	err = s.keep(tx, r, was, snapshot)
	if err != nil {
		return r, err
	}
	err = insertEvent(tx, r.Tenant, Event{ID: s.IDs.New(), Report: r.ID, At: now, Account: a.Account, Name: a.Name, Verb: do, Comment: comment, Snapshot: r.Snapshot})
	if err != nil || do == save {
		return r, err
	}
	return r, s.told(tx, a, d, r, do, comment)
}

// freeze makes the snapshot of what is sent.
func (s *Service) freeze(r *Report, d duty, sum *Sum) (*Snapshot, error) {
	doc := d.head()
	doc.No, doc.Sector, doc.Note = r.Snapshot, r.Sector, r.Note
	if sum == nil {
		doc.Lines = d.form.document(r.Values)
	} else {
		doc.Lines = d.form.documentOfSum(*sum)
		doc.Units = &DocumentUnits{sum.Expected, sum.Counted, sum.Parts}
	}
	text, hash, err := canonical(doc)
	if err != nil {
		return nil, err
	}
	r.SHA256 = hash
	return &Snapshot{ID: s.IDs.New(), Report: r.ID, No: r.Snapshot, SHA256: hash, Content: string(text), Taken: r.Changed}, nil
}

// head is the document of a unit before its lines.
func (d duty) head() Document {
	return Document{Form: d.form.Key, Version: d.form.No, Name: d.form.Name, Unit: d.org.ID, UnitName: d.org.Name, Above: d.above.Name,
		CutOff: d.period.CutOff, Verified: d.form.Verified}
}

func (s *Service) keep(tx *db.Tx, r Report, was int, snapshot *Snapshot) error {
	if was == 0 {
		err := insertReport(tx, r)
		if name, _ := db.Unique(err); name == "statistics_report_once" {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "statistics.changed"}
		}
		if err != nil {
			return err
		}
	} else {
		saved, err := updateReport(tx, r, was)
		if err != nil {
			return err
		}
		if !saved {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "statistics.changed"}
		}
	}
	if snapshot == nil {
		return nil
	}
	return insertSnapshot(tx, r.Tenant, *snapshot)
}

var factOf = map[verb]string{submit: SubmittedFact, settle: AcceptedFact, accept: AcceptedFact, giveBack: ReturnedFact, withdraw: WithdrawnFact}

func (s *Service) told(tx *db.Tx, a kernel.Actor, d duty, r Report, do verb, comment string) error {
	subject := "statistics_report:" + r.ID.String()
	err := s.tell(tx, a, r.Tenant, factOf[do], subject, Told{Period: r.Period, Report: r.ID, Org: r.Org, Form: r.Form, CutOff: d.period.CutOff, SHA256: r.SHA256})
	if err != nil {
		return err
	}
	after := map[string]any{"state": r.State, "sha256": r.SHA256}
	if comment != "" {
		after["comment"] = comment
	}
	return s.Audit.Note(tx, inTenant(a, r.Tenant), factOf[do], subject, map[string]any{"state": d.report.State}, after)
}
