package inspection

import (
	"context"
	"slices"

	"doanket/core/orgs"
	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/kernel"
)

// Filter is which inspections a list shows.
//
//glossary:none
type Filter struct {
	States []State
	Kind   Kind
	Unit   kernel.ID
	Year   int    // concluded in this year
	In     string // "system" or "paper"
	Before kernel.ID
	Limit  int
}

// Page is one page of a list.
//
//glossary:none
type Page struct {
	Inspections []Inspection
	Units       map[kernel.ID]string
	Next        kernel.ID
}

const pageSize = 50

// reachOf is what the actor's lists are made of: canSee as index ranges.
func (s *Service) reachOf(tx *db.Tx, a kernel.Actor) (reach, error) {
	r := reach{account: a.Account}
	owners, err := ownerIDs(tx, a.Tenant)
	if err != nil {
		return r, err
	}
	r.owners, err = s.seen(tx, a, owners)
	if err != nil || a.System {
		return r, err
	}
	r.subjects, err = s.Orgs.Under(tx, a.Roots(AnswerPermission), s.today())
	return r, err
}

// seen keeps the units whose committee's work the actor sees.
func (s *Service) seen(tx *db.Tx, a kernel.Actor, units []kernel.ID) ([]kernel.ID, error) {
	if a.System {
		return units, nil
	}
	var out []kernel.ID
	for _, id := range units {
		path, err := s.Orgs.Path(tx, id, s.today())
		if err != nil {
			return nil, err
		}
		if ofCommittee(a, path) {
			out = append(out, id)
		}
	}
	return out, nil
}

// List reads one page, the latest first.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = pageSize
	}
	p := Page{Units: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p.Next = 0
		r, err := s.reachOf(tx, a)
		if err != nil {
			return err
		}
		n := narrow{kind: f.Kind, unit: f.Unit, year: f.Year, onlyIn: f.In, before: f.Before, limit: f.Limit + 1}
		for _, st := range f.States {
			n.states = append(n.states, string(st))
		}
		p.Inspections, err = heads(tx, a.Tenant, r, n)
		if err != nil {
			return err
		}
		if len(p.Inspections) > f.Limit {
			p.Inspections = p.Inspections[:f.Limit]
			p.Next = p.Inspections[f.Limit-1].ID
		}
		var ids []kernel.ID
		for _, i := range p.Inspections {
			ids = append(ids, i.Unit, i.Subject, i.SubjectNow)
		}
		return s.names(tx, p.Units, ids...)
	})
	return p, err
}

// names fills in the names of units as they are called today.
func (s *Service) names(tx *db.Tx, into map[kernel.ID]string, ids ...kernel.ID) error {
	for _, id := range ids {
		if id == 0 || into[id] != "" {
			continue
		}
		o, ok, err := s.Orgs.Get(tx, id, s.today())
		if err != nil {
			return err
		}
		if ok {
			into[id] = o.Name
		}
	}
	return nil
}

// Detail is one inspection with all that its page shows.
//
//glossary:none
type Detail struct {
	Inspection Inspection
	List       Checklist
	Units      map[kernel.ID]string
	Signer     string // who issued the conclusion
	Head       letterhead
	SubjectWas string // the name of the inspected unit on the day of the decision
	Work       bool   // the reader sees lines, evidence and drafts
	Tasks      map[kernel.ID]tasks.Task
	Moves      []Moved
	Can        map[Verb]bool
	Missing    error // what a conclusion still waits for
	Locked     map[kernel.ID]bool
	Links      map[kernel.ID]Record
}

// Moved is a line that a reorganisation wrote into an inspection's history.
//
//glossary:none
type Moved struct {
	Unit  string
	Owner bool
	On    kernel.Date
	Label string
	Void  bool
}

var everyVerb = []Verb{NameTeam, Announce, Start, Answer, Minute, Recommend, Conclude, Settle, SendBack, Drop, Close, CallOff}

// Detail reads one inspection as the actor may see it: the inspected unit reads no working lines, and
// nobody reads the name of a record that she may not see. Refuses with inspection.no_inspection.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	d := Detail{Can: map[Verb]bool{}, Units: map[kernel.ID]string{}, Tasks: map[kernel.ID]tasks.Task{}, Locked: map[kernel.ID]bool{}, Links: map[kernel.ID]Record{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		i, p, err := s.open(tx, a, id)
		if err != nil {
			return err
		}
		for _, v := range everyVerb {
			_, open := flow.Next(i.State, v)
			d.Can[v] = open && may(a, i, p, v) == nil
		}
		d.Work = canSeeWork(a, i, p)
		d.List, _ = ListVersion(i.List)
		d.Inspection = i
		d.Head.superior, d.Head.town, err = s.letterhead(tx, p.Unit)
		if err != nil {
			return err
		}
		return s.fill(tx, &d)
	})
	if err != nil {
		return d, err
	}
	for _, e := range d.Inspection.Evidence {
		if e.Kind == "" {
			continue
		}
		found, err := s.Records.Find(ctx, a, RecordAsk{Kind: e.Kind, Ref: e.Ref, Unit: d.Inspection.Subject, On: e.AsOf})
		if kernel.AsFault(err) != nil {
			d.Locked[e.ID] = true
			continue
		}
		if err != nil {
			return d, err
		}
		d.Links[e.ID] = found
	}
	return d, nil
}

func (s *Service) fill(tx *db.Tx, d *Detail) error {
	i := &d.Inspection
	var err error
	i.Events, err = eventsOf(tx, i.ID)
	if err != nil {
		return err
	}
	for _, e := range i.Events {
		if e.Verb == Conclude {
			d.Signer = e.By.Name
		}
	}
	if d.Work || i.State.Issued() {
		i.Lines, err = linesOf(tx, i.ID)
		if err != nil {
			return err
		}
		i.Recommendations, err = recommendationsOf(tx, i.ID)
		if err != nil {
			return err
		}
	}
	if d.Work {
		i.Evidence, err = evidenceOf(tx, i.ID)
		if err != nil {
			return err
		}
		d.Missing = s.ripe(*i)
	} else {
		i.Events = nil
	}
	ids := []kernel.ID{i.Unit, i.Subject, i.SubjectNow}
	for _, r := range i.Recommendations {
		ids = append(ids, r.Unit)
		if r.Task == 0 {
			continue
		}
		d.Tasks[r.ID], err = s.Tasks.Load(tx, i.Tenant, r.Task)
		if err != nil {
			return err
		}
	}
	err = s.names(tx, d.Units, ids...)
	if err != nil {
		return err
	}
	on := i.Decision.On
	if on.IsZero() {
		on = i.DrawnAt.Date()
	}
	was, _, err := s.Orgs.Get(tx, i.Subject, on)
	if err != nil {
		return err
	}
	d.SubjectWas, d.Head.issuer = was.Name, d.Units[i.Unit]
	return s.fillMoves(tx, d)
}

func (s *Service) fillMoves(tx *db.Tx, d *Detail) error {
	moves, err := movesOf(tx, d.Inspection.ID)
	if err != nil {
		return err
	}
	d.Moves = nil
	for _, m := range moves {
		o, _, err := s.Orgs.Get(tx, m.unit, m.on)
		if err != nil {
			return err
		}
		d.Moves = append(d.Moves, Moved{o.Name, m.role == roleOwner, m.on, m.label, m.void})
	}
	return nil
}

// Compare reads the cited records of one line again: "same", "changed", or "" where the actor may not
// see the record.
func (s *Service) Compare(ctx context.Context, a kernel.Actor, d Detail, line string) (map[kernel.ID]string, error) {
	out := map[kernel.ID]string{}
	for _, e := range d.Inspection.Evidence {
		if e.Line != line || e.Kind == "" || d.Locked[e.ID] {
			continue
		}
		now, err := s.Records.Find(ctx, a, RecordAsk{Kind: e.Kind, Ref: e.Ref, Unit: d.Inspection.Subject, On: e.AsOf, Digest: true})
		if kernel.AsFault(err) != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[e.ID] = "changed"
		if now.Digest == e.Digest {
			out[e.ID] = "same"
		}
	}
	return out, nil
}

// File opens one file of the evidence. Refuses with inspection.no_inspection, inspection.no_file.
func (s *Service) File(ctx context.Context, a kernel.Actor, id, file kernel.ID) (Evidence, error) {
	var out Evidence
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		i, p, err := s.open(tx, a, id)
		if err != nil {
			return err
		}
		list, err := evidenceOf(tx, i.ID)
		if err != nil {
			return err
		}
		n := slices.IndexFunc(list, func(e Evidence) bool { return e.ID == file && e.SHA != "" })
		if n < 0 || !canSeeWork(a, i, p) {
			return kernel.Missing("inspection.no_file")
		}
		out = list[n]
		return nil
	})
	return out, err
}

// Choice is a unit or a person to choose in a form.
//
//glossary:none
type Choice struct {
	ID    kernel.ID
	Label string
}

const maxUnits = 500

// OwnUnits are the units in whose name the actor may plan and inspect: those over which she holds the
// right herself.
func (s *Service) OwnUnits(ctx context.Context, a kernel.Actor) ([]Choice, error) {
	return s.choices(ctx, func(tx *db.Tx) ([]kernel.ID, error) { return a.Roots(KeepPermission), nil })
}

// Subjects are the units that may be inspected in the name of a unit: itself, and those below it.
func (s *Service) Subjects(ctx context.Context, unit kernel.ID) ([]Choice, error) {
	return s.choices(ctx, func(tx *db.Tx) ([]kernel.ID, error) { return s.Orgs.Under(tx, []kernel.ID{unit}, s.today()) })
}

func (s *Service) choices(ctx context.Context, which func(tx *db.Tx) ([]kernel.ID, error)) ([]Choice, error) {
	var out []Choice
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		ids, err := which(tx)
		if err != nil {
			return err
		}
		for _, id := range ids[:min(len(ids), maxUnits)] {
			o, ok, err := s.Orgs.Get(tx, id, s.today())
			if err != nil {
				return err
			}
			if ok && o.Status == orgs.Active {
				out = append(out, Choice{id, o.Name})
			}
		}
		return nil
	})
	kernel.SortStableFunc(out, func(x, y Choice) int { return kernel.CompareText(x.Label, y.Label) })
	return out, err
}

// Candidates are those who may be named to a team of the unit.
func (s *Service) Candidates(ctx context.Context, a kernel.Actor, unit kernel.ID) ([]Choice, error) {
	hands, err := s.Staff.Officers(ctx, a.Tenant, unit, KeepPermission)
	var out []Choice
	for _, h := range hands {
		label := h.Name
		if h.Post != "" {
			label += " · " + h.Post
		}
		out = append(out, Choice{h.Account, label})
	}
	return out, err
}
