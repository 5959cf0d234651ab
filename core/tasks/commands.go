package tasks

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Orgs   *orgs.Service
	Files  files.Store
	Staff  Staff
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

// Assign gives work in the caller's transaction; whether the actor may is the caller's policy. The same
// Key a second time gives the task that is there and changes nothing. Refuses with tasks.invalid at
// the fields, tasks.no_key.
func (s *Service) Assign(tx *db.Tx, a kernel.Actor, in Assignment) (Task, error) {
	if in.Key == "" {
		return Task{}, fmt.Errorf("an assignment of %q has no key", in.Title)
	}
	if in.Tenant == 0 {
		in.Tenant = a.Tenant
	}
	there, ok, err := taskByKey(tx, in.Tenant, in.Key)
	if err != nil || ok {
		return there, err
	}
	t, err := s.draw(tx.Context(), a, in)
	if err != nil {
		return Task{}, err
	}
	fresh, err := insertTask(tx, t)
	if err != nil {
		return Task{}, err
	}
	if !fresh { // another process gave it meanwhile
		t, _, err = taskByKey(tx, in.Tenant, in.Key)
		return t, err
	}
	err = hold(tx, t)
	if err != nil {
		return Task{}, err
	}
	err = s.note(tx, t, handOf(a), Give, "", nil)
	if err != nil {
		return Task{}, err
	}
	return t, s.tell(tx, a, AssignedFact, t)
}

// draw makes the task of an assignment with its names and days.
func (s *Service) draw(ctx context.Context, a kernel.Actor, in Assignment) (Task, error) {
	var assignee Hand
	var err error
	if in.Assignee != 0 {
		assignee, err = s.Staff.Officer(ctx, in.Tenant, in.Assignee)
		if err != nil {
			return Task{}, err
		}
	}
	t, err := newTask(in, handOf(a), assignee)
	if err != nil {
		return Task{}, err
	}
	cal, err := s.Orgs.CalendarOf(ctx, t.Tenant, t.Unit)
	if err != nil {
		return Task{}, err
	}
	t.ID, t.Given, t.Version = s.IDs.New(), s.Clock.Now(), 1
	t.Due, t.WholeDay, err = dueOf(cal, in, t.Given)
	if err != nil {
		return Task{}, err
	}
	t.hang(cal, t.Given)
	return t, nil
}

// Close ends a task in the caller's transaction, from whatever live state it is in: the room of its
// source has seen that the work is done. What is closed already stays. Refuses with tasks.no_task,
// tasks.not_now for what was called off.
func (s *Service) Close(tx *db.Tx, a kernel.Actor, id kernel.ID, note string) error {
	return s.finish(tx, a, id, Finish, note)
}

// Cancel calls a task off in the caller's transaction; a second time changes nothing. Refuses with
// tasks.no_task, tasks.not_now for what is closed.
func (s *Service) Cancel(tx *db.Tx, a kernel.Actor, id kernel.ID, reason string) error {
	return s.finish(tx, a, id, CallOff, reason)
}

func (s *Service) finish(tx *db.Tx, a kernel.Actor, id kernel.ID, v Verb, note string) error {
	t, ok, err := loadTask(tx, id)
	if err != nil {
		return err
	}
	if !ok || t.Tenant != a.Tenant {
		return kernel.Missing("tasks.no_task")
	}
	if v == Finish && t.State == Closed || v == CallOff && t.State == Cancelled {
		return nil
	}
	err = t.end(v, s.Clock.Now())
	if err != nil {
		return err
	}
	return s.keep(tx, a, t, v, note, nil)
}

// Return sends a reported task back in the caller's transaction, for rooms that keep the last word.
// Refuses with tasks.no_task, tasks.not_now, tasks.invalid at the fields.
func (s *Service) Return(tx *db.Tx, a kernel.Actor, id kernel.ID, reason string) error {
	t, ok, err := loadTask(tx, id)
	if err != nil {
		return err
	}
	if !ok || t.Tenant != a.Tenant {
		return kernel.Missing("tasks.no_task")
	}
	err = t.sendBack(reason)
	if err != nil {
		return err
	}
	cal, err := s.Orgs.CalendarOf(tx.Context(), t.Tenant, t.Unit)
	if err != nil {
		return err
	}
	t.hang(cal, s.Clock.Now())
	return s.keep(tx, a, t, SendBack, reason, nil)
}

// factOf is what a verb tells the others; what is not here is only written down.
var factOf = map[Verb]string{HandOver: AssignedFact, Report: DoneFact, SendBack: ReturnedFact, Confirm: ClosedFact, Finish: ClosedFact,
	CallOff: CancelledFact, Remind: RemindedFact, RangSoon: DueSoonFact, RangLate: OverdueFact, RangRise: EscalatedFact}

// keep saves a task after a verb, writes the verb down and tells it.
func (s *Service) keep(tx *db.Tx, a kernel.Actor, t Task, v Verb, note string, kept []files.File) error {
	saved, err := saveTask(tx, t)
	if err != nil {
		return err
	}
	if !saved {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "tasks.changed_meanwhile"}
	}
	err = s.note(tx, t, handOf(a), v, note, kept)
	if err != nil {
		return err
	}
	if fact := factOf[v]; fact != "" {
		err = s.tell(tx, a, fact, t)
		if err == nil && v == Report && t.State == Closed {
			err = s.tell(tx, a, ClosedFact, t)
		}
		if err != nil {
			return err
		}
	}
	return s.Audit.Note(tx, a, "tasks."+string(v), subject(t), nil, told(t, s.Clock.Now()))
}

// note writes an event and the files that came with it.
func (s *Service) note(tx *db.Tx, t Task, by Hand, v Verb, text string, kept []files.File) error {
	e := Event{ID: s.IDs.New(), Verb: v, At: s.Clock.Now(), By: by, Note: text}
	err := insertEvent(tx, t.Tenant, t.ID, e)
	if err != nil {
		return err
	}
	for _, f := range kept {
		err = insertFile(tx, t.Tenant, t.ID, Evidence{ID: s.IDs.New(), Event: e.ID, SHA: f.SHA256, Name: f.Name, Type: string(f.Type), Size: f.Size, At: e.At, By: by.Name})
		if err != nil {
			return err
		}
	}
	return nil
}

func handOf(a kernel.Actor) Hand { return Hand{Account: a.Account, Name: a.Name, Post: a.Post} }

func subject(t Task) string { return "task:" + t.ID.String() }

// told says of a private task neither where it came from nor in which units.
func told(t Task, now kernel.Instant) Told {
	if t.Private {
		return Told{Task: t.ID, Assignee: t.Assignee.Account, State: t.State, Due: t.Due, Late: t.Late(now)}
	}
	return Told{Task: t.ID, Source: t.Source.Ref, Unit: t.Unit, GiverUnit: t.GiverUnit, Giver: t.Giver.Account, Assignee: t.Assignee.Account, State: t.State,
		Due: t.Due, Late: t.Late(now)}
}

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind string, t Task) error {
	data, err := json.Marshal(told(t, s.Clock.Now()))
	if err != nil {
		return fmt.Errorf("fact of task %s: %w", t.ID, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: t.Tenant, Kind: kind, Version: 1, Subject: subject(t), Actor: a.Account, Data: data})
}

// paths are the units of a task with all above them, today.
func (s *Service) paths(tx *db.Tx, t Task) (Paths, error) {
	var p Paths
	on := s.Clock.Now().Date()
	for _, x := range []struct {
		unit kernel.ID
		into *[]kernel.ID
	}{{t.Unit, &p.Unit}, {t.GiverUnit, &p.Giver}, {t.Rise.Unit, &p.Rise}} {
		if x.unit == 0 {
			continue
		}
		path, err := s.Orgs.Path(tx, x.unit, on)
		if err != nil {
			return p, err
		}
		*x.into = path
	}
	return p, nil
}

// open loads a task that the actor may see.
func (s *Service) open(tx *db.Tx, a kernel.Actor, id kernel.ID) (Task, Paths, error) {
	t, ok, err := loadTask(tx, id)
	if err != nil {
		return t, Paths{}, err
	}
	if !ok {
		return t, Paths{}, kernel.Missing("tasks.no_task")
	}
	p, err := s.paths(tx, t)
	if err != nil {
		return t, p, err
	}
	return t, p, canSee(a, t, p)
}
