package dossiers

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Detail reads a dossier with its history and the verbs that the actor may do now. What she may not
// see answers as if it did not exist.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	var out Detail
	var paths Paths
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out.Dossier, paths, err = s.look(tx, a, id)
		if err != nil {
			return err
		}
		out.Events, err = loadEvents(tx, a.Tenant, id)
		return err
	})
	if err != nil {
		return Detail{}, err
	}
	t, err := s.turnFor(ctx, a, out.Dossier, "")
	if err != nil {
		return Detail{}, err
	}
	out.Terms, out.At = t.terms, t.at
	out.Can = canDo(a, out.Dossier, paths, t.terms)
	return out, nil
}

// canDo lists the verbs that would not be refused outright: pages draw buttons from it.
func canDo(a kernel.Actor, d Dossier, p Paths, t Terms) []Verb {
	var out []Verb
	for _, v := range flow.Verbs(d.State) {
		if v == DoMoveDue || v == DoTransfer || !d.ClosedAt.IsZero() || !sensible(d, t, v) || may(a, d, p, t, v) != nil {
			continue
		}
		out = append(out, v)
	}
	return out
}

// sensible leaves out verbs for which there is nothing to do.
func sensible(d Dossier, t Terms, v Verb) bool {
	switch v {
	case DoSupplement:
		return d.OpenSupplement() != nil
	case DoRequestSupplement:
		return d.OpenSupplement() == nil && d.Result == nil && (d.State == Submitted || t.Supplement != "")
	case DoPaid:
		return d.OpenOrder() != nil
	case DoRequestPayment:
		return d.OpenOrder() == nil && (d.State == Processing || total(t.Fees) > d.Paid())
	case DoGiveOpinion:
		return slices.ContainsFunc(d.Opinions, func(o Opinion) bool { return o.GivenAt.IsZero() })
	case DoForward:
		return d.Result == nil && (len(t.Steps) == 0 || len(d.ways(t)) > 0)
	case DoDraft, DoWithdraw:
		return d.Result == nil
	case DoApprove:
		return d.Draft != nil && d.Result == nil
	case DoIssue:
		return d.Result != nil
	case DoApologise:
		return d.Apology == nil && !d.Clock.Due.IsZero()
	case DoPost:
		return d.ReturnBy == Post && d.Posting == nil
	case DoSendBack:
		return len(t.Steps) == 0 && d.Draft != nil || len(t.actions(d.Step, "return")) > 0
	}
	return true
}

// ways are the actions by which a dossier can be passed on now: a result that nobody has drafted is not
// put before anybody.
func (d Dossier) ways(t Terms) []ActionTerm {
	return slices.DeleteFunc(t.actions(d.Step, effects[DoForward]...), func(a ActionTerm) bool {
		return d.Draft == nil && slices.Contains(a.Needs, "draft")
	})
}

// ByCode finds a dossier by its code or its intake reference, when the actor may see it.
func (s *Service) ByCode(ctx context.Context, a kernel.Actor, number string) (kernel.ID, error) {
	var out kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, ok, err := loadByNumber(tx, a.Tenant, number)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("dossiers.not_found")
		}
		_, _, err = s.look(tx, a, d.ID)
		out = d.ID
		return err
	})
	return out, err
}

func loadByNumber(tx *db.Tx, tenant kernel.ID, number string) (Dossier, bool, error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	id, ok, err := db.Value[kernel.ID](tx, byCodeSQL, tenant, number)
	if err == nil && !ok {
		id, ok, err = db.Value[kernel.ID](tx, byIntakeSQL, tenant, number)
	}
	if err != nil || !ok {
		return Dossier{}, false, err
	}
	return load(tx, tenant, id)
}

// Track is the public look-up by code or reference and the secret of the receipt. A wrong secret
// answers like an unknown number. Nothing personal is told.
func (s *Service) Track(ctx context.Context, tenant kernel.ID, number, secret string) (Tracking, error) {
	var out Tracking
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, ok, err := loadByNumber(tx, tenant, number)
		if err != nil {
			return err
		}
		if !ok || !sameSecret(d, secret) {
			return kernel.Missing("dossiers.not_found")
		}
		events, err := loadEvents(tx, tenant, d.ID)
		out = tracking(d, events)
		return err
	})
	return out, err
}

// trackedVerbs are the lines of the history that the applicant sees.
var trackedVerbs = []Verb{DoFile, DoAccept, DoRefuse, DoRequestSupplement, DoSupplement, DoRequestPayment, DoPaid, DoForward, DoIssue, DoPost, DoReturn,
	DoWithdraw, DoStop, DoResume, DoApologise, DoMoveDue, DoTransfer}

func tracking(d Dossier, events []Event) Tracking {
	t := Tracking{Intake: d.Intake, Code: d.Code, ProcedureCode: d.Procedure.Code, ProcedureName: d.Procedure.Name, State: d.State, StepName: d.StepName,
		Received: d.Received, Deciding: d.Deciding, SubmittedAt: d.SubmittedAt, ReceivedAt: d.ReceivedAt, Due: d.Clock.Due, Reappointed: d.Clock.Reappointed,
		Provisional: d.Clock.Provisional, Explain: d.Clock.Explain, FinishedAt: d.FinishedAt, ReturnedAt: d.ReturnedAt, Verdict: d.Verdict}
	if open := d.OpenSupplement(); open != nil {
		t.Missing, t.MissingReason, t.SupplyBy = open.Items, open.Reason, open.SupplyBy
	}
	if o := d.OpenOrder(); o != nil {
		t.ToPay, t.OrderID = o.Total, o.ID
	}
	for _, e := range events {
		if slices.Contains(trackedVerbs, e.Verb) {
			t.Steps = append(t.Steps, TrackingStep{At: e.At, Do: e.Verb, To: e.To})
		}
	}
	return t
}

// Assignees are the officers to whom the present step may be given.
func (s *Service) Assignees(ctx context.Context, a kernel.Actor, id kernel.ID) ([]Hand, error) {
	var d Dossier
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d, _, err = s.look(tx, a, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	permission := PermHandle
	if d.Unit == d.Received && d.State == Accepted {
		permission = PermAccept
	}
	return s.Staff.Officers(ctx, a.Tenant, d.Unit, permission)
}

// rolePermissions are by whom the step of a role can be worked on.
var rolePermissions = map[string]string{"counter_clerk": PermAccept, "handler": PermHandle, "approver": PermApprove, "clerk": PermIssue, "returning_officer": PermReturn}

// NextAssignees are the officers to whom a dossier may be forwarded: those of the steps it can go to,
// each in its own unit. Without a workflow they are those of the present step.
func (s *Service) NextAssignees(ctx context.Context, a kernel.Actor, d Dossier, t Terms) ([]Hand, error) {
	var out []Hand
	acts := t.actions(d.Step, effects[DoForward]...)
	for _, act := range acts {
		step, _ := t.Step(act.To)
		permission, known := rolePermissions[step.Role]
		if !known {
			continue
		}
		state, _ := flow.Next(d.State, DoForward)
		hands, err := s.Staff.Officers(ctx, a.Tenant, d.unitOf(step, state), permission)
		if err != nil {
			return nil, err
		}
		for _, h := range hands {
			if !slices.ContainsFunc(out, func(x Hand) bool { return x.Account == h.Account }) {
				out = append(out, h)
			}
		}
	}
	if len(acts) == 0 {
		return s.Assignees(ctx, a, d.ID)
	}
	return out, nil
}

// FileOf finds an attachment of a dossier or of an own draft, when the actor may see it.
func (s *Service) FileOf(ctx context.Context, a kernel.Actor, id kernel.ID, sha string) (File, error) {
	var files []File
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		f, err := s.ownDraft(tx, a, id)
		if err == nil {
			for _, p := range f.Input.Papers {
				files = append(files, p.Files...)
			}
			return nil
		}
		if kernel.AsFault(err) == nil {
			return err
		}
		d, _, err := s.look(tx, a, id)
		if err == nil {
			files = d.files()
		}
		return err
	})
	if err != nil {
		return File{}, err
	}
	i := slices.IndexFunc(files, func(f File) bool { return f.SHA256 == sha })
	if i < 0 {
		return File{}, kernel.Missing("dossiers.no_file")
	}
	return files[i], nil
}

func (d Dossier) files() []File {
	var out []File
	for _, p := range d.Papers {
		out = append(out, p.Files...)
	}
	for _, o := range d.Opinions {
		out = append(out, o.Files...)
	}
	if d.Draft != nil {
		out = append(out, d.Draft.Files...)
	}
	if d.Result != nil {
		out = append(out, d.Result.Files...)
	}
	return out
}

// why tells the reason of a row's place in a queue.
func why(i Item, now, soon kernel.Instant) Why {
	switch i.State {
	case Submitted:
		return WhyNew
	case AwaitingSupplement:
		return WhySupplement
	case AwaitingPayment:
		return WhyPayment
	case Stopped:
		return WhyStopped
	case Decided:
		return WhyReturn
	case Accepted, Processing:
		switch {
		case i.Due.IsZero():
			return WhyNoLimit
		case i.Due.Before(now):
			return WhyOverdue
		case i.Due.Date() == now.Date():
			return WhyToday
		case i.Due.Before(soon):
			return WhySoon
		}
		return WhyRunning
	}
	return WhyClosed
}

// soonDays is how many working days ahead "due soon" reaches.
const soonDays = 2

// soon is the end of the stretch that counts as due soon, by the site's own calendar.
func (s *Service) soon(ctx context.Context, tenant kernel.ID, at kernel.Instant) (kernel.Instant, error) {
	cal, err := s.Calendars.CalendarOf(ctx, tenant, tenant)
	if err != nil {
		return at, err
	}
	return cal.AddWorkingDays(at.Date(), soonDays).AddDays(1).Start(), nil
}
