package complaints

import (
	"context"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Again is a second complaint as its sender writes it, who shows code and secret of the first.
//
//glossary:none
type Again struct {
	Token        string
	Code, Secret string
	Text         string
	Got          kernel.Date // when the first decision came; none: with the answer
	Remote       bool
}

// FileAgain (khiếu nại lần hai) takes a second complaint in from whoever follows the first, for the unit above.
// Nothing is written on the first, and nobody who resolved it is named on the second, so that they do not hear
// of it here. The sender's name goes from seal to seal and is shown to nobody. Files
// follow as supplements. Refuses with complaints.wrong_code, complaints.no_second, complaints.first_undecided, complaints.first_runs,
// complaints.second_there, complaints.no_unit_above, complaints.no_desk, complaints.invalid at the fields.
func (s *Service) FileAgain(ctx context.Context, in Again) (Filed, error) {
	first, f, err := s.claim(ctx, s.Site(), Claim{Code: in.Code, Secret: in.Secret, From: in.Got})
	if err != nil {
		return Filed{}, err
	}
	above, err := s.above(ctx, first.Unit)
	if err != nil {
		return Filed{}, err
	}
	r := Registration{Token: in.Token, Unit: above.ID, Kind: Grievance, Way: Online, Received: s.today(), Summary: first.Matter.Summary, Text: in.Text, Remote: in.Remote, First: &Claim{}}
	var names []string
	for _, p := range first.Matter.Accused {
		names = append(names, p.Name)
	}
	r.Accused = strings.Join(names, "\n")
	err = openText(s.seals.sender, first.ID, "sender", first.sender, &r.Sender)
	if err != nil {
		return Filed{}, err
	}
	c, sender, err := newComplaint(r, s.today())
	if err != nil {
		return Filed{}, err
	}
	c.Tenant, c.Matter.Accused = first.Tenant, first.Matter.Accused // with whom the lead pointed out
	s.follows(&c, f)
	desk, err := s.desk(ctx, c)
	if err != nil {
		return Filed{}, err
	}
	for _, h := range desk {
		c.Readers = append(c.Readers, Reader{h, Receiver, "", s.Clock.Now()})
	}
	return s.enter(ctx, kernel.Actor{Tenant: c.Tenant}, c, sender, r)
}

// follows makes a complaint the second after another.
func (s *Service) follows(c *Complaint, f First) {
	c.Round, c.Matter.First = 2, &f
	if f.Record != 0 {
		c.first = s.seals.mark("first", f.Record)
	}
}

// claim is the first complaint of a second one, by code and secret, with what the second says of it.
func (s *Service) claim(ctx context.Context, tenant kernel.ID, in Claim) (Complaint, First, error) {
	var c Complaint
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		c, ok, err = complaintByFollow(tx, tenant, s.seals.followMark(in.Code, in.Secret))
		if err == nil && !ok {
			err = kernel.Missing("complaints.wrong_code")
		}
		if err != nil {
			return err
		}
		return s.whole(tx, &c)
	})
	if err != nil {
		return c, First{}, err
	}
	cal, err := s.Orgs.CalendarOf(ctx, c.Tenant, c.Unit)
	if err != nil {
		return c, First{}, err
	}
	f, err := c.asFirst(cal, in.From, s.today())
	return c, f, err
}

// whole opens matter and events of a loaded record for the program's own counting.
func (s *Service) whole(tx *db.Tx, c *Complaint) error {
	err := openText(s.seals.matter, c.ID, "matter", c.matter, &c.Matter)
	if err != nil {
		return err
	}
	d := Detail{Complaint: *c}
	err = s.unseal(tx, &d)
	*c = d.Complaint
	return err
}

// above is the unit to which a second complaint goes: the next one up that works. The site itself is no level
// of the union. Refuses with complaints.no_unit_above.
func (s *Service) above(ctx context.Context, unit kernel.ID) (orgs.Org, error) {
	var out orgs.Org
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, unit, s.today())
		if err != nil {
			return err
		}
		for _, id := range path[min(1, len(path)):] {
			o, ok, err := s.Orgs.Get(tx, id, s.today())
			if err != nil {
				return err
			}
			if ok && o.Status == orgs.Active && o.ID != o.Tenant {
				out = o
				return nil
			}
		}
		return kernel.Refuse("complaints.no_unit_above")
	})
	return out, err
}

// secondOnPaper puts the first into a second complaint that came on paper. Whoever takes it in learns of the
// first only what the sender tells her with code and secret. Refuses at the fields.
func (s *Service) secondOnPaper(ctx context.Context, a kernel.Actor, c *Complaint, in Claim) error {
	if plainCode(in.Code) == "" && plainCode(in.Secret) == "" {
		f, err := claimed(in, s.today())
		if err == nil {
			s.follows(c, f)
		}
		return err
	}
	first, f, err := s.claim(ctx, a.Tenant, in)
	if err == nil {
		var above orgs.Org
		above, err = s.above(ctx, first.Unit)
		if err == nil && above.ID != c.Unit {
			return fieldFault("don_vi", "complaints.not_above", above.Name)
		}
	}
	if fault := kernel.AsFault(err); fault != nil && len(fault.Fields) == 0 {
		return fieldFault("ma_lan_dau", fault.Code, fault.Args...)
	}
	if err == nil {
		s.follows(c, f)
	}
	return err
}

// Offer is what the follower of a first complaint is told of the second.
//
//glossary:none
type Offer struct {
	First  First
	Unit   string // above
	Window Window
	Done   bool // it was made
}

// offer is nil when there is no second complaint to speak of.
func (s *Service) offer(ctx context.Context, code, secret string) (*Offer, error) {
	c, f, err := s.claim(ctx, s.Site(), Claim{Code: code, Secret: secret})
	if kernel.AsFault(err) != nil {
		return nil, nil //nolint:nilerr,nilnil // not open is no failure
	}
	if err != nil {
		return nil, err
	}
	o := &Offer{First: f}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		_, o.Done, err = complaintByFirst(tx, c.Tenant, s.seals.mark("first", c.ID))
		return err
	})
	if err != nil {
		return nil, err
	}
	above, err := s.above(ctx, c.Unit)
	if kernel.AsFault(err) == nil && err != nil {
		return nil, err
	}
	o.Unit = above.Name
	cal, err := s.Orgs.CalendarOf(ctx, c.Tenant, c.Unit)
	if err != nil {
		return nil, err
	}
	o.Window, err = c.window(cal, f)
	return o, err
}
