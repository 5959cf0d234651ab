package tasks

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/kernel"
)

// Give is a person's own assignment, from the page. It rises by itself to the giver's unit. Refuses with
// tasks.invalid at the fields, tasks.no_unit_here, tasks.no_due.
func (s *Service) Give(ctx context.Context, a kernel.Actor, in Assignment) (Task, error) {
	in.Tenant, in.Kept, in.Source = a.Tenant, false, Source{}
	if in.GiverUnit == 0 {
		in.GiverUnit = a.Org
	}
	if in.DueDay.IsZero() && in.DueAt.IsZero() && in.Limit.IsZero() {
		return Task{}, &kernel.Fault{Kind: kernel.Invalid, Code: "tasks.invalid", Fields: []kernel.FieldFault{{Field: "han", Code: "tasks.no_due"}}}
	}
	if !in.DueDay.IsZero() && in.DueDay.Before(s.Clock.Now().Date()) {
		return Task{}, &kernel.Fault{Kind: kernel.Invalid, Code: "tasks.invalid", Fields: []kernel.FieldFault{{Field: "han", Code: "tasks.due_is_past"}}}
	}
	if in.Rise.Days > 0 && in.Rise.Unit == 0 {
		in.Rise.Unit, in.Rise.Permission = in.GiverUnit, AssignPermission
	}
	var t Task
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, in.Unit, s.Clock.Now().Date())
		if err != nil {
			return err
		}
		if in.Unit != 0 {
			err = canAssign(a, path)
			if err != nil {
				return err
			}
		}
		t, err = s.Assign(tx, a, in)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, AssignedFact, subject(t), nil, told(t, s.Clock.Now()))
	})
	return t, err
}

// act is the frame of every verb on one task: load, policy, the verb itself, save, tell, journal.
func (s *Service) act(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb, note string, kept []files.File, do func(tx *db.Tx, t *Task, cal *kernel.Calendar) error) (Task, error) {
	if len([]rune(note)) > maxText {
		return Task{}, &kernel.Fault{Kind: kernel.Invalid, Code: "tasks.invalid", Fields: []kernel.FieldFault{{Field: "ghi_chu", Code: "tasks.long_text", Args: []any{maxText}}}}
	}
	var t Task
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var p Paths
		var err error
		t, p, err = s.open(tx, a, id)
		if err != nil {
			return err
		}
		err = may(a, t, p, v)
		if err != nil {
			return err
		}
		cal, err := s.Orgs.CalendarOf(ctx, t.Tenant, t.Unit)
		if err != nil {
			return err
		}
		err = do(tx, &t, cal)
		if err != nil {
			return err
		}
		return s.keep(tx, a, t, v, strings.TrimSpace(note), kept)
	})
	return t, err
}

// Take is the word of the one who does it that she has begun. Refuses with tasks.no_task,
// tasks.not_yours, tasks.not_now.
func (s *Service) Take(ctx context.Context, a kernel.Actor, id kernel.ID) (Task, error) {
	return s.act(ctx, a, id, Take, "", nil, func(_ *db.Tx, t *Task, _ *kernel.Calendar) error { return t.take(handOf(a), s.Clock.Now()) })
}

// NoteProgress writes down how far the work is, with files if there are any. Refuses with tasks.no_task,
// tasks.not_yours, tasks.not_now, tasks.invalid at the fields.
func (s *Service) NoteProgress(ctx context.Context, a kernel.Actor, id kernel.ID, note string, kept []files.File) (Task, error) {
	return s.act(ctx, a, id, Note, note, kept, func(_ *db.Tx, t *Task, _ *kernel.Calendar) error {
		if len(kept) == 0 {
			err := needReason(note, "tasks.say_how_far")
			if err != nil {
				return err
			}
		}
		return t.move(Note)
	})
}

// Report says that the work is done. Refuses with tasks.no_task, tasks.not_yours, tasks.not_now,
// tasks.invalid at the fields (what was done; a file where one is asked for).
func (s *Service) Report(ctx context.Context, a kernel.Actor, id kernel.ID, note string, kept []files.File) (Task, error) {
	return s.act(ctx, a, id, Report, note, kept, func(tx *db.Tx, t *Task, _ *kernel.Calendar) error {
		have, err := countFiles(tx, t.ID)
		if err != nil {
			return err
		}
		err = t.report(handOf(a), note, have+len(kept), s.Clock.Now())
		t.quiet()
		return err
	})
}

// SendBack returns a report that does not do. Refuses with tasks.no_task, tasks.not_given_by_you,
// tasks.kept_by_source, tasks.not_now, tasks.invalid at the fields.
func (s *Service) SendBack(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) (Task, error) {
	return s.act(ctx, a, id, SendBack, reason, nil, func(_ *db.Tx, t *Task, cal *kernel.Calendar) error {
		err := t.sendBack(reason)
		t.hang(cal, s.Clock.Now())
		return err
	})
}

// Confirm closes what was reported. Refuses with tasks.no_task, tasks.not_given_by_you, tasks.own_report,
// tasks.kept_by_source, tasks.not_now.
func (s *Service) Confirm(ctx context.Context, a kernel.Actor, id kernel.ID, note string) (Task, error) {
	return s.act(ctx, a, id, Confirm, note, nil, func(_ *db.Tx, t *Task, _ *kernel.Calendar) error { return t.end(Confirm, s.Clock.Now()) })
}

// CallOff ends a task that is no longer wanted. Refuses as Confirm does, and with tasks.invalid at the
// fields when it says no reason.
func (s *Service) CallOff(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) (Task, error) {
	return s.act(ctx, a, id, CallOff, reason, nil, func(_ *db.Tx, t *Task, _ *kernel.Calendar) error {
		err := needReason(reason, "tasks.say_why")
		if err != nil {
			return err
		}
		return t.end(CallOff, s.Clock.Now())
	})
}

// Extend gives a task another due day, with the reason. Refuses as CallOff does.
func (s *Service) Extend(ctx context.Context, a kernel.Actor, id kernel.ID, day kernel.Date, reason string) (Task, error) {
	return s.act(ctx, a, id, Extend, s.extension(day, reason), nil, func(_ *db.Tx, t *Task, cal *kernel.Calendar) error {
		now := s.Clock.Now()
		var fs kernel.Faults
		if strings.TrimSpace(reason) == "" {
			fs.Add("ghi_chu", "tasks.say_why")
		}
		switch {
		case day.IsZero():
			fs.Add("han", "tasks.no_due")
		case day.Before(now.Date()):
			fs.Add("han", "tasks.due_is_past")
		}
		err := fs.Err("tasks.invalid")
		if err != nil {
			return err
		}
		err = t.move(Extend)
		t.Due, t.WholeDay, t.Limit, t.Bells.Risen = endOf(day), true, kernel.Limit{}, false
		t.hang(cal, now)
		return err
	})
}

func (s *Service) extension(day kernel.Date, reason string) string {
	if day.IsZero() {
		return reason
	}
	return kernel.FormatDate(day) + ": " + strings.TrimSpace(reason)
}

// HandOver gives the task to another person of the unit that answers, or to another unit within reach.
// Refuses with tasks.no_task, tasks.may_not_assign, tasks.no_unit_here, tasks.not_now, and NotFound for
// an unknown account.
func (s *Service) HandOver(ctx context.Context, a kernel.Actor, id, unit, assignee kernel.ID, note string) (Task, error) {
	var to Hand
	if assignee != 0 {
		var err error
		to, err = s.Staff.Officer(ctx, a.Tenant, assignee)
		if err != nil {
			return Task{}, err
		}
	}
	return s.act(ctx, a, id, HandOver, note, nil, func(tx *db.Tx, t *Task, cal *kernel.Calendar) error {
		now := s.Clock.Now()
		if unit == 0 {
			unit = t.Unit
		}
		if unit != t.Unit {
			path, err := s.Orgs.Path(tx, unit, now.Date())
			if err != nil {
				return err
			}
			err = canAssign(a, path)
			if err != nil {
				return err
			}
			err = rehold(tx, *t, roleUnit, unit, now.Date())
			if err != nil {
				return err
			}
		}
		err := t.handOver(unit, to)
		t.hang(cal, now)
		return err
	})
}

// Remind urges the one who does it, now. Refuses with tasks.no_task, tasks.not_given_by_you,
// tasks.not_now, tasks.urged_today.
func (s *Service) Remind(ctx context.Context, a kernel.Actor, id kernel.ID, note string) (Task, error) {
	return s.act(ctx, a, id, Remind, note, nil, func(tx *db.Tx, t *Task, _ *kernel.Calendar) error {
		events, err := eventsOf(tx, t.ID)
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.Verb == Remind && e.At.Date() == s.Clock.Now().Date() {
				return kernel.Refuse("tasks.urged_today", kernel.FormatClock(e.At))
			}
		}
		return t.move(Remind)
	})
}
