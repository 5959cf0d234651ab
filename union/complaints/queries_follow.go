package complaints

import (
	"context"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Progress (tình hình giải quyết) is what the sender of a letter sees of it: no names, no notes, only what she was or will be told.
//
//glossary:none
type Progress struct {
	Complaint Complaint // without matter; its events are the steps that are told
	Unit      string
	Again     *Offer // nil: no second complaint is open
}

// told are the deeds that the sender hears of.
var told = []Verb{Register, Accept, Examine, Refuse, Forward, Verify, Prolong, Answer, Close, Withdraw, Say, AskWithdraw}

// Follow reads how far a letter is, for whoever shows its code and secret. Refuses with complaints.wrong_code.
func (s *Service) Follow(ctx context.Context, code, secret string) (Progress, error) {
	var p Progress
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		c, ok, err := s.followed(tx, code, secret)
		if err == nil && !ok {
			err = kernel.Missing("complaints.wrong_code")
		}
		if err != nil {
			return err
		}
		d := Detail{Complaint: c}
		err = s.unseal(tx, &d)
		if err != nil {
			return err
		}
		c = d.Complaint
		c.Events = slices.DeleteFunc(c.Events, func(e Event) bool { return !slices.Contains(told, e.Verb) })
		for n := range c.Events {
			e := &c.Events[n]
			e.By, e.Said.Who = Hand{}, ""
			if e.Verb != Answer && e.Verb != Refuse && e.Verb != Say && e.Verb != AskWithdraw { // the rest was written for the record
				e.Said.Note = ""
			}
		}
		c.Readers = nil
		names := map[kernel.ID]string{}
		err = s.name(tx, names, c.Unit)
		p = Progress{Complaint: c, Unit: names[c.Unit]}
		return err
	})
	if err == nil {
		p.Again, err = s.offer(ctx, code, secret)
	}
	return p, err
}

// Choice is a unit or a person to choose in a form.
//
//glossary:none
type Choice struct {
	ID    kernel.ID
	Label string
}

func (h Hand) choice() Choice {
	return Choice{h.Account, strings.TrimSuffix(h.Name+" · "+h.Post, " · ")}
}

// Units are those for which the actor takes letters in herself.
func (s *Service) Units(ctx context.Context, a kernel.Actor) ([]Choice, error) {
	return s.choices(ctx, a.Roots(ReceivePermission))
}

// Desks are the units to which a letter may be sent: somebody receives there.
func (s *Service) Desks(ctx context.Context) ([]Choice, error) {
	list, err := s.Staff.Desks(ctx, s.Site(), ReceivePermission)
	if err != nil {
		return nil, err
	}
	return s.choices(ctx, list)
}

func (s *Service) choices(ctx context.Context, ids []kernel.ID) ([]Choice, error) {
	var out []Choice
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		for _, id := range ids {
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
	kernel.SortStableFunc(out, func(a, b Choice) int { return kernel.CompareText(a.Label, b.Label) })
	return out, err
}

// Candidates are those who may be named on a record, but nobody whom the letter may mean and nobody who is
// named already, except to whom it is first handed over.
func (s *Service) Candidates(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb) ([]Choice, error) {
	var c Complaint
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		c, err = s.seen(tx, a, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	hands, err := s.Staff.Officers(ctx, a.Tenant, c.Unit, HandlePermission)
	var out []Choice
	for _, h := range hands {
		role := c.roleOf(h.Account)
		if conflict(c.Matter, h) || v == Name && role != "" || v == Pass && role == Lead {
			continue
		}
		out = append(out, h.choice())
	}
	return out, err
}
