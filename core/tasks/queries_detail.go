package tasks

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Detail is one task with all that its page shows.
//
//glossary:none
type Detail struct {
	Task  Task
	Units map[kernel.ID]string
	Moves []Moved
	Why   []kernel.Line // how the due moment was counted, when it was
	Left  kernel.Left
	Can   map[Verb]bool
}

// Moved is a line that a reorganisation wrote into a task's history.
//
//glossary:none
type Moved struct {
	Unit  string
	On    kernel.Date
	Label string
	Void  bool
}

var everyVerb = []Verb{Take, Report, Note, Confirm, SendBack, Remind, Extend, HandOver, CallOff}

// Detail reads one task. Refuses with tasks.no_task.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	d := Detail{Can: map[Verb]bool{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		t, p, err := s.open(tx, a, id)
		if err != nil {
			return err
		}
		for _, v := range everyVerb {
			_, open := flow.Next(t.State, v)
			d.Can[v] = open && may(a, t, p, v) == nil
		}
		t.Events, err = eventsOf(tx, id)
		if err != nil {
			return err
		}
		t.Files, err = filesOf(tx, id)
		if err != nil {
			return err
		}
		d.Task = t
		return s.fillDetail(tx, &d)
	})
	if err != nil {
		return d, err
	}
	return d, s.explain(ctx, &d)
}

func (s *Service) fillDetail(tx *db.Tx, d *Detail) error {
	var err error
	d.Units, err = s.unitNames(tx, d.Task)
	if err != nil {
		return err
	}
	moves, err := movesOf(tx, d.Task.ID)
	if err != nil {
		return err
	}
	d.Moves = nil
	for _, m := range moves {
		o, _, err := s.Orgs.Get(tx, m.unit, m.on)
		if err != nil {
			return err
		}
		d.Moves = append(d.Moves, Moved{o.Name, m.on, m.label, m.void})
	}
	return nil
}

// explain says how much is left, and how a counted day came about; a day that the calendar of now would
// count otherwise stands as it was given.
func (s *Service) explain(ctx context.Context, d *Detail) error {
	t := d.Task
	if t.Due.IsZero() {
		return nil
	}
	cal, err := s.Orgs.CalendarOf(ctx, t.Tenant, t.Unit)
	if err != nil {
		return err
	}
	d.Left = cal.Left(s.Clock.Now(), t.Due)
	if t.Limit.IsZero() {
		return nil
	}
	due, err := cal.Due(t.Given, t.Limit)
	if err == nil && due.Due.Equal(t.Due) {
		d.Why = due.Explain
	}
	return err
}

// Of lists what was given for one thing of another room; who may see it is that room's policy.
func (s *Service) Of(tx *db.Tx, tenant kernel.ID, source string) ([]Task, error) {
	return tasksOf(tx, tenant, source)
}

// Load reads one task for another room or for the wiring, without asking who wants to know. Refuses
// with tasks.no_task.
func (s *Service) Load(tx *db.Tx, tenant, id kernel.ID) (Task, error) {
	t, ok, err := loadTask(tx, id)
	if err == nil && (!ok || t.Tenant != tenant) {
		err = kernel.Missing("tasks.no_task")
	}
	return t, err
}

// FilesOf lists the evidence of a task for the room that it came from.
func (s *Service) FilesOf(tx *db.Tx, task kernel.ID) ([]Evidence, error) { return filesOf(tx, task) }

// File opens one file of a task. Refuses with tasks.no_task, tasks.no_file.
func (s *Service) File(ctx context.Context, a kernel.Actor, task, file kernel.ID) (Evidence, error) {
	var out Evidence
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		_, _, err := s.open(tx, a, task)
		if err != nil {
			return err
		}
		list, err := filesOf(tx, task)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(f Evidence) bool { return f.ID == file })
		if i < 0 {
			return kernel.Missing("tasks.no_file")
		}
		out = list[i]
		return nil
	})
	return out, err
}
