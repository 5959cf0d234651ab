package complaints

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Orphan (đơn cần giao lại) is a record whose lead has left, as far as the one who gave it learns of it: number
// and kind, which she knew when she gave it, and nothing of what is written or was done since.
//
//glossary:none
type Orphan struct {
	Complaint Complaint // without matter and events
	Unit      string
	Lead      Reader
}

// lead is who leads a record; nobody before it was handed over.
func (c Complaint) lead() Reader {
	i := slices.IndexFunc(c.Readers, func(r Reader) bool { return r.Role == Lead })
	if i < 0 {
		return Reader{}
	}
	return c.Readers[i]
}

// heir is who may give a record anew: nobody as long as its lead serves; then the latest of those who gave it
// who serves still and is not complained of. 0 when there is nobody.
func (s *Service) heir(ctx context.Context, c Complaint, givers []kernel.ID) (kernel.ID, error) {
	lead := c.lead().Account
	if lead == 0 {
		return 0, nil
	}
	_, serves, err := s.Staff.Serving(ctx, c.Tenant, lead, c.Unit, HandlePermission)
	if err != nil || serves {
		return 0, err
	}
	for _, g := range givers {
		for _, permission := range []string{HandlePermission, ReceivePermission} {
			who, serves, err := s.Staff.Serving(ctx, c.Tenant, g, c.Unit, permission)
			if err != nil {
				return 0, err
			}
			if serves && g != lead && !conflict(Matter{Accused: pointed(c.Matter)}, who) {
				return g, nil
			}
		}
	}
	return 0, nil
}

// orphan is a record that the actor may give anew. To everyone else it does not exist. Refuses with complaints.no_complaint.
func (s *Service) orphan(ctx context.Context, a kernel.Actor, id kernel.ID) (Orphan, error) {
	var o Orphan
	var givers []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		c, ok, err := loadComplaint(tx, id)
		if err == nil && !ok {
			err = kernel.Missing("complaints.no_complaint")
		}
		if err == nil {
			givers, err = giversOf(tx, id)
		}
		if err == nil {
			err = openText(s.seals.matter, c.ID, "matter", c.matter, &c.Matter)
		}
		if err != nil {
			return err
		}
		names := map[kernel.ID]string{}
		err = s.name(tx, names, c.Unit)
		o = Orphan{Complaint: c, Unit: names[c.Unit], Lead: c.lead()}
		return err
	})
	if err != nil {
		return Orphan{}, err
	}
	heir := kernel.ID(0)
	if slices.Contains(givers, a.Account) { // nobody else makes the program look who serves
		heir, err = s.heir(ctx, o.Complaint, givers)
	}
	if err == nil {
		err = mayGiveAnew(a, o.Complaint, heir)
	}
	if err != nil {
		return Orphan{}, err
	}
	return o, nil
}

// Orphans are the records that the actor may give anew, because she gave them and their lead has left.
func (s *Service) Orphans(ctx context.Context, a kernel.Actor) ([]Orphan, error) {
	if a.Account == 0 {
		return nil, nil
	}
	var given []leadAt
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		given, err = leadsGiven(tx, a.Tenant, a.Account)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []Orphan
	for _, g := range given {
		_, serves, err := s.Staff.Serving(ctx, a.Tenant, g.account, g.unit, HandlePermission)
		if err != nil {
			return nil, err
		}
		if serves {
			continue
		}
		var ids []kernel.ID
		err = s.DB.Read(ctx, func(tx *db.Tx) error {
			ids, err = givenTo(tx, a.Tenant, a.Account, g)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			o, err := s.orphan(ctx, a, id)
			if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
				continue // somebody gave it on after her
			}
			if err != nil {
				return nil, err
			}
			o.Complaint.Matter = Matter{}
			out = append(out, o)
		}
	}
	return out, nil
}

// Heirs are those to whom an orphan may be given. Refuses with complaints.no_complaint.
func (s *Service) Heirs(ctx context.Context, a kernel.Actor, id kernel.ID) (Orphan, []Choice, error) {
	o, err := s.orphan(ctx, a, id)
	if err != nil {
		return o, nil, err
	}
	hands, err := s.Staff.Officers(ctx, a.Tenant, o.Complaint.Unit, HandlePermission)
	var out []Choice
	for _, h := range hands {
		if h.Account != o.Lead.Account && !conflict(o.Complaint.Matter, h) {
			out = append(out, h.choice())
		}
	}
	o.Complaint.Matter = Matter{}
	return o, out, err
}

// GiveAnew gives a record whose lead has left to another. Who left is named on it no more; who gives does not
// see it for that. The deed stands in the record's story and in its journal of access. Refuses with
// complaints.no_complaint, complaints.changed_meanwhile, complaints.no_person, complaints.conflict,
// complaints.resolved_first, complaints.invalid at the fields.
func (s *Service) GiveAnew(ctx context.Context, a kernel.Actor, id, account kernel.ID, in Said) (Complaint, error) {
	o, err := s.orphan(ctx, a, id)
	if err != nil {
		return Complaint{}, err
	}
	hands, err := s.Staff.Officers(ctx, a.Tenant, o.Complaint.Unit, HandlePermission)
	if err != nil {
		return Complaint{}, err
	}
	i := slices.IndexFunc(hands, func(h Hand) bool { return h.Account == account && account != o.Lead.Account })
	if i < 0 {
		return Complaint{}, fieldFault("nguoi", "complaints.no_person")
	}
	who := hands[i]
	var c Complaint
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		c, _, err = loadComplaint(tx, id)
		if err == nil && c.lead().Account != o.Lead.Account {
			err = &kernel.Fault{Kind: kernel.Conflict, Code: "complaints.changed_meanwhile"}
		}
		if err != nil {
			return err
		}
		return s.run(tx, a, &c, GiveAnew, in, func(tx *db.Tx, c *Complaint, said *Said) error {
			err := fit(c.Matter, who)
			if err != nil {
				return err
			}
			said.Who = o.Lead.Name + " → " + who.Name
			c.Readers = slices.DeleteFunc(c.Readers, func(r Reader) bool { return r.Role == Lead || r.Account == account })
			c.Readers = append(c.Readers, Reader{who, Lead, a.Name, s.Clock.Now()})
			err = replaceReaders(tx, *c)
			if err == nil {
				err = s.opened(tx, a, c, OpenAnew)
			}
			if err != nil || account == a.Account {
				return err
			}
			return s.Bell.Ring(tx, c.Tenant, account, c.ID)
		})
	})
	return c, err
}
