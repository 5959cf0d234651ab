package complaints

import (
	"bytes"
	"context"

	"doanket/core/orgs"
	"doanket/core/tasks"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB      *db.DB
	IDs     *kernel.IDs
	Clock   kernel.Clock
	Audit   *audit.Journal
	Orgs    *orgs.Service
	Tasks   *tasks.Service
	Files   files.Store
	Press   *paper.Press
	Staff   Staff
	Bell    Bell
	SiteKey []byte
	Site    func() kernel.ID // the tenant, for those who are not signed in
	Base    string           // address of the site, for the codes on papers
}

// Bell tells somebody named on a record that there is something to see, and nothing of what it is.
//
//glossary:none
type Bell interface {
	Ring(tx *db.Tx, tenant, account, complaint kernel.ID) error
}

// Service is the room's door.
type Service struct {
	Deps
	seals *seals
}

// New opens the room. It refuses to start without the site's key.
func New(d Deps) (*Service, error) {
	s, err := newSeals(d.SiteKey)
	return &Service{d, s}, err
}

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

func handOf(a kernel.Actor) Hand {
	return Hand{Account: a.Account, Person: a.Person, Name: a.Name, Post: a.Post}
}

// Filed (đơn đã vào sổ) is what the sender is given once: the code by which the letter is followed, and its secret.
//
//glossary:none
type Filed struct {
	Complaint    Complaint
	Code, Secret string
}

// Register takes a letter in, gives it the next number of unit and year and names the one who did so as its
// receiver. The same Token a second time gives the one that is there. Refuses with complaints.no_unit_here,
// complaints.names_you, complaints.invalid at the fields.
func (s *Service) Register(ctx context.Context, a kernel.Actor, in Registration) (Filed, error) {
	if in.Unit != 0 {
		err := s.DB.Read(ctx, func(tx *db.Tx) error {
			path, err := s.Orgs.Path(tx, in.Unit, s.today())
			if err == nil {
				err = canReceive(a, path)
			}
			return err
		})
		if err != nil {
			return Filed{}, err
		}
	} else if !a.Anywhere(ReceivePermission) {
		return Filed{}, kernel.Missing("complaints.no_unit_here")
	}
	if in.Way == Online {
		in.Way = ""
	}
	c, sender, err := newComplaint(in, s.today())
	if err != nil {
		return Filed{}, err
	}
	me := handOf(a)
	if conflict(c.Matter, me) {
		return Filed{}, fieldFault("bi_neu", "complaints.names_you")
	}
	if in.First != nil {
		err = s.secondOnPaper(ctx, a, &c, *in.First)
		if err != nil {
			return Filed{}, err
		}
	}
	c.Tenant, c.Readers = a.Tenant, []Reader{{me, Receiver, a.Name, s.Clock.Now()}}
	return s.enter(ctx, a, c, sender, in)
}

// File takes a letter in from somebody who does not say who she is to the system: nothing of an account is
// kept. Those who receive for the unit are named as receivers, but nobody whom the letter may mean; when
// nobody is left, those above. Refuses with complaints.no_desk, complaints.invalid at the fields.
func (s *Service) File(ctx context.Context, in Registration) (Filed, error) {
	in.Way, in.Received = Online, s.today()
	c, sender, err := newComplaint(in, s.today())
	if err != nil {
		return Filed{}, err
	}
	c.Tenant = s.Site()
	desk, err := s.desk(ctx, c)
	if err != nil {
		return Filed{}, err
	}
	for _, h := range desk {
		c.Readers = append(c.Readers, Reader{h, Receiver, "", s.Clock.Now()})
	}
	return s.enter(ctx, kernel.Actor{Tenant: c.Tenant}, c, sender, in)
}

// desk are those who receive a letter for its unit.
func (s *Service) desk(ctx context.Context, c Complaint) ([]Hand, error) {
	var path []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		o, ok, err := s.Orgs.Get(tx, c.Unit, s.today())
		if err != nil {
			return err
		}
		if !ok || o.Tenant != c.Tenant || o.Status != orgs.Active {
			return fieldFault("don_vi", "complaints.no_unit")
		}
		path, err = s.Orgs.Path(tx, c.Unit, s.today())
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, unit := range path {
		hands, err := s.Staff.Officers(ctx, c.Tenant, unit, ReceivePermission)
		if err != nil {
			return nil, err
		}
		var out []Hand
		for _, h := range hands {
			if !conflict(c.Matter, h) {
				out = append(out, h)
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, fieldFault("don_vi", "complaints.no_desk")
}

func fieldFault(field, code string, args ...any) error {
	return &kernel.Fault{Kind: kernel.Invalid, Code: "complaints.invalid", Fields: []kernel.FieldFault{{Field: field, Code: code, Args: args}}}
}

// enter gives a new letter its number and keeps it.
func (s *Service) enter(ctx context.Context, a kernel.Actor, c Complaint, sender Sender, in Registration) (Filed, error) {
	out := Filed{Code: "DT-" + s.seals.codeOf(in.Token), Secret: s.seals.secretOf(in.Token)}
	c.request, c.follow, c.Matter.Code = s.seals.mark("form", in.Token), s.seals.followMark(out.Code, out.Secret), out.Code
	there, ok, err := s.byRequest(ctx, c)
	if err != nil || ok {
		out.Complaint = there
		return out, err
	}
	c.ID = s.IDs.New()
	cal, err := s.Orgs.CalendarOf(ctx, c.Tenant, c.Unit)
	if err != nil {
		return out, err
	}
	err = c.wind(cal, s.Clock.Now())
	if err != nil {
		return out, err
	}
	kept, err := s.keepFiles(ctx, c.ID, a.Name, in.Files)
	if err != nil {
		return out, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		fresh := c
		var err error
		fresh.No, err = nextNumber(tx, fresh)
		if err != nil {
			return err
		}
		fresh.sender, err = closeText(s.seals.sender, fresh.ID, "sender", sender)
		if err != nil {
			return err
		}
		err = s.first(tx, a, &fresh, kept)
		out.Complaint = fresh
		return err
	})
	if _, taken := db.Unique(err); taken { // the same form came by another way meanwhile
		out.Complaint, ok, err = s.byRequest(ctx, c)
		if err == nil && !ok && c.first != "" {
			err = kernel.Refuse("complaints.second_there") // or the first was followed by another
		}
	}
	return out, err
}

func (s *Service) byRequest(ctx context.Context, c Complaint) (Complaint, bool, error) {
	var there Complaint
	var ok bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		there, ok, err = complaintByRequest(tx, c.Tenant, c.request)
		return err
	})
	return there, ok, err
}

// first writes a new record with its first line; the row goes first, because the others point to it.
func (s *Service) first(tx *db.Tx, a kernel.Actor, c *Complaint, kept []Evidence) error {
	c.Version = 1
	e := Event{ID: s.IDs.New(), Verb: Register, At: s.Clock.Now(), By: handOf(a)}
	e.Seal = s.seals.eventSeal(c.ID, "", e)
	c.lastEvent = e.Seal
	var err error
	c.matter, err = closeText(s.seals.matter, c.ID, "matter", c.Matter)
	if err == nil {
		e.sealed, err = closeText(s.seals.matter, c.ID, "said "+e.ID.String(), e.Said)
	}
	if err != nil {
		return err
	}
	c.seal = s.seals.rowSeal(*c)
	err = insertComplaint(tx, *c)
	if err != nil {
		return err
	}
	for _, r := range c.Readers {
		err = insertReader(tx, *c, r)
		if err != nil {
			return err
		}
	}
	err = insertEvent(tx, *c, e)
	if err != nil {
		return err
	}
	for _, f := range kept {
		err = insertFile(tx, *c, f)
		if err != nil {
			return err
		}
	}
	err = s.remind(tx, *c)
	if err == nil {
		err = s.ring(tx, a, *c)
	}
	if err != nil {
		return err
	}
	return s.audit(tx, a, e)
}

// audit writes the seal of a deed into the site's journal: who did something sealed and when can be proven
// for ever, and nothing else can be read there.
func (s *Service) audit(tx *db.Tx, a kernel.Actor, e Event) error {
	return s.Audit.Note(tx, a, "complaints.sealed", "sealed", nil, map[string]string{"seal": e.Seal})
}

// keepFiles encrypts files and keeps them: in the store lies nothing that could be read.
func (s *Service) keepFiles(ctx context.Context, id kernel.ID, by string, list []Upload) ([]Evidence, error) {
	var out []Evidence
	for _, u := range list {
		e := Evidence{ID: s.IDs.New(), Meta: u.Meta, At: s.Clock.Now(), By: by}
		sealed := lock(s.seals.file, id, "file "+e.ID.String(), u.Bytes)
		kept, err := s.Files.Put(ctx, bytes.NewReader(sealed), int64(len(sealed)))
		if err != nil {
			return nil, err
		}
		e.sha = kept.SHA256
		e.sealed, err = closeText(s.seals.matter, id, "meta "+e.ID.String(), u.Meta)
		if err != nil {
			return nil, err
		}
		e.seal = s.seals.fileSeal(id, e)
		out = append(out, e)
	}
	return out, nil
}

// act is the frame of every verb on one complaint: load, policy, the flow, what must be said, the verb
// itself, remind, write down, save, seal in the journal.
func (s *Service) act(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb, in Said, do func(tx *db.Tx, c *Complaint, said *Said) error) (Complaint, error) {
	var c Complaint
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		c, ok, err = loadComplaint(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("complaints.no_complaint")
		}
		err = may(a, c, v)
		if err != nil {
			return err
		}
		return s.run(tx, a, &c, v, in, do)
	})
	return c, err
}

// run is the second half of act, which the sender's own deeds share.
func (s *Service) run(tx *db.Tx, a kernel.Actor, c *Complaint, v Verb, in Said, do func(tx *db.Tx, c *Complaint, said *Said) error) error {
	to, ok := flow.Next(c.State, v)
	if !ok {
		return kernel.Refuse("complaints.not_now")
	}
	err := openText(s.seals.matter, c.ID, "matter", c.matter, &c.Matter)
	if err != nil {
		return err
	}
	said, err := c.said(v, in, s.today())
	if err != nil {
		return err
	}
	c.was, c.State = c.State, to
	err = do(tx, c, &said)
	if err != nil {
		return err
	}
	if !c.State.Live() && c.Ended.IsZero() {
		c.Ended = s.Clock.Now()
	}
	if c.State != c.was || v == Prolong || v == MarkRemote || v == MarkUsual {
		cal, err := s.Orgs.CalendarOf(tx.Context(), c.Tenant, c.Unit)
		if err == nil {
			err = c.wind(cal, s.Clock.Now())
		}
		if err != nil {
			return err
		}
	}
	err = s.remind(tx, *c)
	if err != nil {
		return err
	}
	return s.write(tx, a, c, Event{ID: s.IDs.New(), Verb: v, At: s.Clock.Now(), By: handOf(a), Said: said})
}

// write hangs a deed on the record, saves the record and seals the deed in the journal.
func (s *Service) write(tx *db.Tx, a kernel.Actor, c *Complaint, e Event) error {
	var err error
	e.sealed, err = closeText(s.seals.matter, c.ID, "said "+e.ID.String(), e.Said)
	if err != nil {
		return err
	}
	e.Seal = s.seals.eventSeal(c.ID, c.lastEvent, e)
	c.lastEvent = e.Seal
	err = insertEvent(tx, *c, e)
	if err == nil {
		err = s.save(tx, c)
	}
	if err != nil {
		return err
	}
	return s.audit(tx, a, e)
}

// save keeps a record with its seal. Refuses with complaints.changed_meanwhile.
func (s *Service) save(tx *db.Tx, c *Complaint) error {
	c.seal = s.seals.rowSeal(*c)
	saved, err := saveComplaint(tx, *c)
	if err == nil && !saved {
		err = &kernel.Fault{Kind: kernel.Conflict, Code: "complaints.changed_meanwhile"}
	}
	c.Version++
	return err
}

// reseal writes the matter anew after something in it was put right.
func (s *Service) reseal(c *Complaint) error {
	var err error
	c.matter, err = closeText(s.seals.matter, c.ID, "matter", c.Matter)
	return err
}
