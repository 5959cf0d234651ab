package complaints

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Do moves a complaint on, with what is to be said about it. Refuses with complaints.no_complaint,
// complaints.not_lead, complaints.not_now, complaints.anonymous, complaints.has_name, complaints.no_longer,
// complaints.tell_first, complaints.invalid at the fields.
func (s *Service) Do(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb, in Said) (Complaint, error) {
	return s.act(ctx, a, id, v, in, func(_ *db.Tx, c *Complaint, said *Said) error {
		from := c.was
		switch v {
		case HandOver, Pass, GiveAnew, Name, Strike, Point, Reveal, Attach, Say, AskWithdraw:
			return kernel.Refuse("complaints.not_now") // they have doors of their own
		case Accept:
			if c.Matter.Anonymous { // without a name nobody can be answered
				return kernel.Refuse("complaints.anonymous")
			}
			cal, err := s.Orgs.CalendarOf(ctx, c.Tenant, c.Unit)
			if err != nil {
				return err
			}
			c.Accepted = cal.Opening(said.On.Start())
		case Examine:
			if !c.Matter.Anonymous {
				return kernel.Refuse("complaints.has_name")
			}
		case Prolong:
			if !c.prolongable() {
				return kernel.Refuse("complaints.no_longer")
			}
			c.Longer++
		case MarkRemote, MarkUsual:
			if !c.placeable(v) {
				return kernel.Refuse("complaints.not_now")
			}
			c.Remote = v == MarkRemote
		case Close:
			if from == Concluded && !c.Matter.Anonymous { // whoever gave her name is answered first
				return kernel.Refuse("complaints.tell_first")
			}
		}
		return nil
	})
}

// person is somebody of those who may be given letters of the unit. Refuses with complaints.no_person,
// complaints.conflict at the field.
func (s *Service) person(ctx context.Context, a kernel.Actor, id, account kernel.ID) (Hand, error) {
	var unit kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		c, ok, err := loadComplaint(tx, id)
		if err == nil && !ok {
			err = kernel.Missing("complaints.no_complaint")
		}
		if err == nil {
			err = canSee(a, c)
		}
		unit = c.Unit
		return err
	})
	if err != nil {
		return Hand{}, err
	}
	list, err := s.Staff.Officers(ctx, a.Tenant, unit, HandlePermission)
	if err != nil {
		return Hand{}, err
	}
	i := slices.IndexFunc(list, func(h Hand) bool { return h.Account == account })
	if i < 0 {
		return Hand{}, fieldFault("nguoi", "complaints.no_person")
	}
	return list[i], nil
}

// HandOver gives a letter to the one who will lead it; who received it sees it no more, unless it is she.
// Refuses as Do does, and with complaints.no_person, complaints.conflict at the field.
func (s *Service) HandOver(ctx context.Context, a kernel.Actor, id, account kernel.ID, in Said) (Complaint, error) {
	return s.give(ctx, a, id, HandOver, account, in)
}

// Pass gives the lead to another person; who led before reads along. Refuses as HandOver does.
func (s *Service) Pass(ctx context.Context, a kernel.Actor, id, account kernel.ID, in Said) (Complaint, error) {
	return s.give(ctx, a, id, Pass, account, in)
}

// Name lets another person see the record. Refuses as HandOver does, and with complaints.named_already.
func (s *Service) Name(ctx context.Context, a kernel.Actor, id, account kernel.ID, in Said) (Complaint, error) {
	return s.give(ctx, a, id, Name, account, in)
}

func (s *Service) give(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb, account kernel.ID, in Said) (Complaint, error) {
	who, err := s.person(ctx, a, id, account)
	if err != nil {
		return Complaint{}, err
	}
	return s.act(ctx, a, id, v, in, func(tx *db.Tx, c *Complaint, said *Said) error {
		err := fit(c.Matter, who)
		if err != nil {
			return err
		}
		said.Who = who.Name
		role := c.roleOf(account)
		now := s.Clock.Now()
		switch {
		case v == Name && role != "" || v == Pass && role == Lead:
			return fieldFault("nguoi", "complaints.named_already", who.Name)
		case v == HandOver:
			c.Readers = []Reader{{who, Lead, a.Name, now}}
		case v == Pass:
			c.Readers = slices.DeleteFunc(c.Readers, func(r Reader) bool { return r.Account == account })
			for i := range c.Readers {
				c.Readers[i].Role = Along
			}
			c.Readers = append(c.Readers, Reader{who, Lead, a.Name, now})
		default:
			c.Readers = append(c.Readers, Reader{who, Along, a.Name, now})
		}
		err = replaceReaders(tx, *c)
		if err != nil || account == a.Account {
			return err
		}
		return s.Bell.Ring(tx, c.Tenant, account, c.ID)
	})
}

// Strike takes the record out of somebody's sight; the lead stays. Refuses as Do does, and with
// complaints.no_person_here.
func (s *Service) Strike(ctx context.Context, a kernel.Actor, id, account kernel.ID) (Complaint, error) {
	return s.act(ctx, a, id, Strike, Said{}, func(tx *db.Tx, c *Complaint, said *Said) error {
		i := slices.IndexFunc(c.Readers, func(r Reader) bool { return r.Account == account && r.Role != Lead })
		if i < 0 {
			return kernel.Missing("complaints.no_person_here")
		}
		said.Who = c.Readers[i].Name
		c.Readers = slices.Delete(c.Readers, i, i+1)
		return replaceReaders(tx, *c)
	})
}

// PointOut (chỉ rõ người bị nêu) says that somebody the letter names is, or is not, the owner of an account. Whoever is
// meant loses sight of the record at once. Refuses as Do does, and with complaints.no_party,
// complaints.no_login, complaints.points_lead at the fields.
func (s *Service) PointOut(ctx context.Context, a kernel.Actor, id kernel.ID, party int, login string, meant bool, in Said) (Complaint, error) {
	who, err := s.Staff.ByLogin(ctx, a.Tenant, strings.TrimSpace(login))
	unknown := kernel.AsFault(err) != nil || err == nil && who.Person == 0
	if err != nil && !unknown {
		return Complaint{}, err
	}
	return s.act(ctx, a, id, Point, in, func(tx *db.Tx, c *Complaint, said *Said) error {
		if party < 0 || party >= len(c.Matter.Accused) {
			return fieldFault("bi_neu", "complaints.no_party")
		}
		if unknown {
			return fieldFault("dang_nhap", "complaints.no_login")
		}
		p := &c.Matter.Accused[party]
		said.Who = p.Name + " → " + who.Name
		if !meant {
			said.Who = p.Name + " ≠ " + who.Name
			if p.Person == who.Person {
				p.Person, p.Label = 0, ""
			}
			if !slices.Contains(p.Not, who.Person) {
				p.Not = append(p.Not, who.Person)
			}
			return s.reseal(c)
		}
		if c.roleOf(who.Account) == Lead {
			return fieldFault("dang_nhap", "complaints.points_lead")
		}
		p.Person, p.Label = who.Person, who.Name+", "+who.Post
		p.Not = slices.DeleteFunc(p.Not, func(id kernel.ID) bool { return id == who.Person })
		c.Readers = slices.DeleteFunc(c.Readers, func(r Reader) bool { return r.Person == who.Person && r.Role != Lead })
		err := replaceReaders(tx, *c)
		if err != nil {
			return err
		}
		return s.reseal(c)
	})
}

// Reveal opens the sender's name for the lead, once, with a reason that stays with the record and whose seal
// stands in the journal. Refuses as Do does, and with complaints.no_sender_kept.
func (s *Service) Reveal(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) (Sender, error) {
	var out Sender
	_, err := s.act(ctx, a, id, Reveal, Said{Note: reason}, func(tx *db.Tx, c *Complaint, _ *Said) error {
		if c.Matter.Anonymous {
			return kernel.Refuse("complaints.no_sender_kept")
		}
		err := s.opened(tx, a, c, OpenSender)
		if err != nil {
			return err
		}
		return openText(s.seals.sender, c.ID, "sender", c.sender, &out)
	})
	if err != nil {
		return Sender{}, err
	}
	return out, nil
}

// AddFiles hangs files on the record. Refuses as Do does, and with complaints.no_file_chosen,
// complaints.many_files at the field.
func (s *Service) AddFiles(ctx context.Context, a kernel.Actor, id kernel.ID, note string, list []Upload) (Complaint, error) {
	var names []string
	for _, u := range list {
		names = append(names, u.Meta.Name)
	}
	switch {
	case len(list) == 0:
		return Complaint{}, fieldFault("tep", "complaints.no_file_chosen")
	case len(list) > maxFiles:
		return Complaint{}, fieldFault("tep", "complaints.many_files", maxFiles)
	}
	kept, err := s.keepFiles(ctx, id, a.Name, list)
	if err != nil {
		return Complaint{}, err
	}
	return s.act(ctx, a, id, Attach, Said{Note: note}, func(tx *db.Tx, c *Complaint, said *Said) error {
		said.Note = strings.TrimSpace(strings.Join(names, ", ") + "\n" + said.Note)
		return addFiles(tx, c, kept)
	})
}

func addFiles(tx *db.Tx, c *Complaint, kept []Evidence) error {
	for _, f := range kept {
		err := insertFile(tx, *c, f)
		if err != nil {
			return err
		}
	}
	c.Files += len(kept)
	return nil
}
