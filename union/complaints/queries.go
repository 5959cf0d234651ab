package complaints

import (
	"bytes"
	"context"
	"io"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Filter is which complaints a list shows.
//
//glossary:none
type Filter struct {
	States []State
	Kind   Kind
	Year   int
	Before kernel.ID
	From   kernel.Date // received
	To     kernel.Date
	Limit  int
}

// Page is one page of the complaints on which the reader is named, the latest first.
//
//glossary:none
type Page struct {
	Complaints []Complaint
	Units      map[kernel.ID]string
	Next       kernel.ID
}

const pageSize = 50

// List reads those on which the actor is named; nothing tells of any other.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	p := Page{Units: map[kernel.ID]string{}}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = pageSize
	}
	if a.Account == 0 {
		return p, nil
	}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p.Next = 0
		var err error
		p.Complaints, err = complaintsOf(tx, a.Tenant, a.Account, f)
		if err != nil {
			return err
		}
		if len(p.Complaints) > f.Limit {
			p.Complaints = p.Complaints[:f.Limit]
			p.Next = p.Complaints[f.Limit-1].ID
		}
		for n := range p.Complaints {
			c := &p.Complaints[n]
			err = openText(s.seals.matter, c.ID, "matter", c.matter, &c.Matter)
			if err == nil {
				err = s.name(tx, p.Units, c.Unit)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

func (s *Service) name(tx *db.Tx, into map[kernel.ID]string, id kernel.ID) error {
	o, ok, err := s.Orgs.Get(tx, id, s.today())
	if ok {
		into[id] = o.Name
	}
	return err
}

// Detail is one complaint with all that its page shows, but the sender.
//
//glossary:none
type Detail struct {
	Complaint Complaint
	Unit      string
	Files     []Evidence
	Openings  []Opening // for the lead only
	Rule      Deadline  // by which the day was counted
	Why       []kernel.Line
	Usual     kernel.Limit // when the place made the limit longer
	Window    Window       // of a second complaint
	FirstUnit string
	Left      kernel.Left
	Can       map[Verb]bool
	Head      letterhead
}

var everyVerb = []Verb{HandOver, Accept, Refuse, Forward, Examine, Verify, Prolong, Conclude, Answer, Close, Withdraw, Pass, Name, Strike, Point, MarkRemote, MarkUsual, Reveal, Note, Attach}

// possible tells whether a verb is open now for the actor, by flow, policy and the kind of letter.
func possible(a kernel.Actor, c Complaint, v Verb) bool {
	_, open := flow.Next(c.State, v)
	if !open || may(a, c, v) != nil {
		return false
	}
	switch v {
	case Accept, Answer, Reveal:
		return !c.Matter.Anonymous
	case Examine:
		return c.Matter.Anonymous
	case Prolong:
		return c.prolongable()
	case MarkRemote, MarkUsual:
		return c.placeable(v)
	case Close:
		return c.State == Answered || c.Matter.Anonymous
	case Point:
		return len(c.Matter.Accused) > 0
	}
	return true
}

// Look reads what the page of a verb needs: number, kind and state, not what is written. It is no opening.
// Refuses with complaints.no_complaint.
func (s *Service) Look(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	d := Detail{Can: map[Verb]bool{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err := s.seen(tx, a, id)
		if err != nil {
			return err
		}
		for _, v := range everyVerb {
			d.Can[v] = possible(a, c, v)
		}
		c.Matter = Matter{Anonymous: c.Matter.Anonymous}
		d.Complaint = c
		return nil
	})
	return d, err
}

// seen loads a record on which the actor is named, with its matter.
func (s *Service) seen(tx *db.Tx, a kernel.Actor, id kernel.ID) (Complaint, error) {
	c, ok, err := loadComplaint(tx, id)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, kernel.Missing("complaints.no_complaint")
	}
	err = canSee(a, c)
	if err != nil {
		return Complaint{}, err
	}
	return c, openText(s.seals.matter, c.ID, "matter", c.matter, &c.Matter)
}

// opened writes an opening down on a loaded record; the caller saves the record.
func (s *Service) opened(tx *db.Tx, a kernel.Actor, c *Complaint, what What) error {
	c.Opened++
	o := Opening{No: c.Opened, What: what, At: s.Clock.Now(), By: handOf(a)}
	o.Seal = s.seals.openingSeal(c.ID, c.lastOpening, o)
	c.lastOpening = o.Seal
	return insertOpening(tx, *c, s.IDs.New(), o)
}

// open is every reading of what is sealed: it is written down before anything is shown. Who opens at the
// very moment at which somebody else does tries again.
func (s *Service) open(ctx context.Context, a kernel.Actor, id kernel.ID, what What, read func(tx *db.Tx, c Complaint) error) error {
	return s.often(ctx, func(tx *db.Tx) error {
		c, err := s.openIn(tx, a, id, what)
		if err != nil {
			return err
		}
		return read(tx, c)
	})
}

// openIn opens one record in a transaction of its caller.
func (s *Service) openIn(tx *db.Tx, a kernel.Actor, id kernel.ID, what What) (Complaint, error) {
	c, err := s.seen(tx, a, id)
	if err != nil {
		return c, err
	}
	err = s.opened(tx, a, &c, what)
	if err == nil {
		err = s.save(tx, &c)
	}
	return c, err
}

func (s *Service) often(ctx context.Context, do func(tx *db.Tx) error) error {
	for try := 1; ; try++ {
		err := s.DB.Tx(ctx, do)
		_, taken := db.Unique(err)
		f := kernel.AsFault(err)
		if try < 5 && (taken || f != nil && f.Code == "complaints.changed_meanwhile") {
			continue
		}
		return err
	}
}

const shownOpenings = 100

// Detail opens one complaint. Refuses with complaints.no_complaint.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID, what What) (Detail, error) {
	var d Detail
	err := s.open(ctx, a, id, what, func(tx *db.Tx, c Complaint) error {
		d = Detail{Complaint: c, Can: map[Verb]bool{}}
		for _, v := range everyVerb {
			d.Can[v] = possible(a, c, v)
		}
		names := map[kernel.ID]string{}
		err := s.name(tx, names, c.Unit)
		if err != nil {
			return err
		}
		d.Unit = names[c.Unit]
		if f := c.Matter.First; f != nil && f.Unit != 0 {
			err = s.name(tx, names, f.Unit)
			if err != nil {
				return err
			}
			d.FirstUnit = names[f.Unit]
		}
		err = s.unseal(tx, &d)
		if err == nil && c.roleOf(a.Account) == Lead {
			d.Openings, err = openingsOf(tx, id, shownOpenings)
		}
		if err == nil {
			d.Head, err = s.letterhead(tx, c.Unit, d.Unit)
		}
		return err
	})
	if err != nil {
		return d, err
	}
	return d, s.explain(ctx, &d)
}

// unseal reads events and files of a record.
func (s *Service) unseal(tx *db.Tx, d *Detail) error {
	c := &d.Complaint
	var err error
	c.Events, err = eventsOf(tx, c.ID)
	if err != nil {
		return err
	}
	for n := range c.Events {
		e := &c.Events[n]
		err = openText(s.seals.matter, c.ID, "said "+e.ID.String(), e.sealed, &e.Said)
		if err != nil {
			return err
		}
	}
	d.Files, err = filesOf(tx, c.ID)
	for n := range d.Files {
		if err == nil {
			err = openText(s.seals.matter, c.ID, "meta "+d.Files[n].ID.String(), d.Files[n].sealed, &d.Files[n].Meta)
		}
	}
	return err
}

func (s *Service) explain(ctx context.Context, d *Detail) error {
	c := d.Complaint
	cal, err := s.Orgs.CalendarOf(ctx, c.Tenant, c.Unit)
	if err != nil {
		return err
	}
	if f := c.Matter.First; f != nil {
		d.Window, err = c.window(cal, *f)
		if err != nil {
			return err
		}
	}
	step := c.step()
	if step == "" || c.Due.IsZero() {
		return nil
	}
	d.Rule, _ = c.deadline(step, c.From.Date())
	d.Usual, _ = d.Rule.instead(c, c.From.Date())
	d.Left = cal.Left(s.Clock.Now(), c.Due)
	due, err := cal.Due(c.From, c.Limit)
	if err == nil && endOf(due.Due.Date()).Equal(c.Due) {
		d.Why = due.Explain
	}
	return err
}

// letterhead is what stands above a paper of the unit.
func (s *Service) letterhead(tx *db.Tx, unit kernel.ID, name string) (letterhead, error) {
	h := letterhead{issuer: name}
	path, err := s.Orgs.Path(tx, unit, s.today())
	if err != nil {
		return h, err
	}
	if len(path) > 1 {
		o, ok, err := s.Orgs.Get(tx, path[1], s.today())
		if err != nil {
			return h, err
		}
		if ok && o.ID != o.Tenant { // the site itself issues nothing
			h.superior = o.Name
		}
	}
	h.town, err = s.Orgs.TownOf(tx, unit, s.today())
	return h, err
}

// OpenFile opens one file of a record, and writes that down. Refuses with complaints.no_complaint, complaints.no_file.
func (s *Service) OpenFile(ctx context.Context, a kernel.Actor, id, file kernel.ID) (Meta, []byte, error) {
	var found Evidence
	err := s.open(ctx, a, id, OpenFile, func(tx *db.Tx, c Complaint) error {
		list, err := filesOf(tx, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(f Evidence) bool { return f.ID == file })
		if i < 0 {
			return kernel.Missing("complaints.no_file")
		}
		found = list[i]
		return openText(s.seals.matter, id, "meta "+file.String(), found.sealed, &found.Meta)
	})
	if err != nil {
		return Meta{}, nil, err
	}
	plain, err := s.readFile(ctx, id, found)
	return found.Meta, plain, err
}

func (s *Service) readFile(ctx context.Context, id kernel.ID, f Evidence) ([]byte, error) {
	r, err := s.Files.Open(ctx, f.sha)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var sealed bytes.Buffer
	_, err = io.Copy(&sealed, r)
	if err != nil {
		return nil, err
	}
	return unlock(s.seals.file, id, "file "+f.ID.String(), sealed.Bytes())
}
