package reorg

import (
	"context"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// endOfIDs is after every id.
const endOfIDs = kernel.ID(1<<63 - 1)

// Detail is a decision with all that its page shows.
//
//glossary:none
type Detail struct {
	Reorganisation
	Events   []Event
	Units    map[kernel.ID]string // what the units of the steps are called on the effective day
	SeatName string
	Other    map[kernel.ID]string // labels of the decisions that it takes back or that took it back
	Can      map[verb]bool
}

// Get (xem quyết định) reads a decision. Refuses with reorg.no_decision what may not be seen.
func (s *Service) Get(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	out := Detail{Units: map[kernel.ID]string{}, Other: map[kernel.ID]string{}, Can: map[verb]bool{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out.Reorganisation, err = s.open(tx, a, id, canSee)
		if err != nil {
			return err
		}
		out.Events, err = eventsOf(tx, id)
		if err != nil {
			return err
		}
		return s.fill(tx, a, &out)
	})
	return out, err
}

func (s *Service) fill(tx *db.Tx, a kernel.Actor, out *Detail) error {
	d := out.Reorganisation
	today := s.Clock.Now().Date()
	path, err := s.Orgs.Path(tx, d.Seat, today)
	if err != nil {
		return err
	}
	out.Can = verbsOf(a, d, path)
	on := d.Effective
	if on.IsZero() {
		on = today
	}
	ids := []kernel.ID{d.Seat}
	for _, step := range d.Steps {
		ids = append(ids, step.Named()...)
	}
	out.Units, err = s.Orgs.Names(tx, ids, on)
	if err != nil {
		return err
	}
	for _, step := range d.Steps { // what is not founded yet is called as the step says
		if step.Kind == Found && out.Units[step.New] == "" {
			out.Units[step.New] = step.Name
		}
	}
	out.SeatName = out.Units[d.Seat]
	for _, id := range []kernel.ID{d.Undoes, d.UndoneBy} {
		if id == 0 {
			continue
		}
		o, ok, err := loadDecision(tx, id)
		if err != nil {
			return err
		}
		if ok {
			out.Other[id] = o.Label()
		}
	}
	return nil
}

// Page is a part of the list of decisions.
//
//glossary:none
type Page struct {
	Rows  []Reorganisation // without steps and pictures
	Units map[kernel.ID]string
	Next  kernel.ID
}

// List (danh sách quyết định) reads the decisions that the actor may see, the latest first.
func (s *Service) List(ctx context.Context, a kernel.Actor, before kernel.ID, limit int) (Page, error) {
	out := Page{Units: map[kernel.ID]string{}}
	if before == 0 {
		before = endOfIDs
	}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		today := s.Clock.Now().Date()
		paths := map[kernel.ID][]kernel.ID{}
		for {
			rows, err := headsBefore(tx, a.Tenant, before, limit+1)
			if err != nil {
				return err
			}
			for _, d := range rows {
				path, known := paths[d.Seat]
				if !known {
					path, err = s.Orgs.Path(tx, d.Seat, today)
					if err != nil {
						return err
					}
					paths[d.Seat] = path
				}
				before = d.ID
				if canSee(a, d, path) != nil {
					continue
				}
				if len(out.Rows) == limit {
					out.Next = out.Rows[limit-1].ID
					return s.names(tx, &out, today)
				}
				out.Rows = append(out.Rows, d)
			}
			if len(rows) <= limit {
				return s.names(tx, &out, today)
			}
		}
	})
	return out, err
}

func (s *Service) names(tx *db.Tx, p *Page, on kernel.Date) error {
	var ids []kernel.ID
	for _, d := range p.Rows {
		ids = append(ids, d.Seat)
	}
	var err error
	p.Units, err = s.Orgs.Names(tx, ids, on)
	return err
}

// Seats are the units over which the actor may prepare: where her right is given, and right below.
func (s *Service) Seats(ctx context.Context, a kernel.Actor) ([]orgs.Org, error) {
	var out []orgs.Org
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		today := s.Clock.Now().Date()
		roots := a.Roots(PreparePermission)
		for _, id := range roots {
			o, ok, err := s.Orgs.Get(tx, id, today)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, o)
			}
			below, err := s.Orgs.Children(tx, id, today)
			if err != nil {
				return err
			}
			out = append(out, below...)
		}
		return nil
	})
	return out, err
}

// readTyped reads a step that was typed over the branch of a draft. Refuses at the fields.
func (s *Service) readTyped(ctx context.Context, d Reorganisation, l line) (Step, error) {
	var step Step
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		on := d.Effective
		if on.IsZero() {
			on = s.Clock.Now().Date()
		}
		dir, err := s.directory(tx, d.Seat, on)
		if err != nil {
			return err
		}
		for _, other := range d.Steps { // what the decision founds may be named before it is there
			if other.Kind == Found {
				dir.keys[kernel.Fold(other.Name)] = other.New
			}
		}
		sc := &script{steps: []line{l}}
		step = Step{Kind: l.kind}
		err = s.readStep(tx, kernel.Actor{Tenant: d.Tenant}, sc, dir, 0, &step)
		if err != nil {
			return err
		}
		var fs kernel.Faults
		for _, f := range sc.faults {
			fs.Add(f.Field, f.Code, f.Args...)
		}
		return fs.Err("reorg.invalid")
	})
	return step, err
}
