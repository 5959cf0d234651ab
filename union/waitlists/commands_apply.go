package waitlists

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// ApplyInput is an application as it is written. Number is empty when the member applies herself.
//
//glossary:none
type ApplyInput struct {
	Number  string
	Answers Answers
	Note    string
}

// Apply puts a member into an open list: herself, or by number whoever keeps lists for her unit. Refuses
// with waitlists.invalid at the fields, waitlists.no_member, waitlists.not_for_you, waitlists.twice,
// waitlists.not_now, waitlists.no_list.
func (s *Service) Apply(ctx context.Context, a kernel.Actor, list kernel.ID, in ApplyInput) (Application, error) {
	x := Application{ID: s.IDs.New(), Tenant: a.Tenant, List: list, Answers: in.Answers, Note: strings.TrimSpace(in.Note), At: s.Clock.Now(), By: a.Name, Stage: Waiting}
	m, own, err := s.applicant(ctx, a, in.Number)
	if err != nil {
		return x, err
	}
	if own {
		x.Account = a.Account
	}
	x.Member, x.Person, x.Unit, x.Number, x.Name = m.ID, m.Person, m.Unit, m.Number, m.Name
	if len([]rune(x.Note)) > maxText {
		return x, invalid("ghi_chu", "waitlists.too_long", maxText)
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		l, ok, err := loadList(tx, a.Tenant, list)
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, m.Unit, s.today())
		if err != nil {
			return err
		}
		if !ok || l.State == Draft || l.State == Dropped || !slices.Contains(path, l.Org) {
			return kernel.Missing("waitlists.no_list")
		}
		if !own && !a.Can(PermKeep, path) {
			return invalid("so_the", "waitlists.no_member", in.Number)
		}
		if l.State != Running || s.today().After(l.Until) {
			return kernel.Refuse("waitlists.not_now")
		}
		err = x.Answers.checked(l.Kind)
		if err != nil {
			return err
		}
		twice, err := hasLive(tx, list, m.Person)
		if err != nil {
			return err
		}
		if twice {
			return kernel.Refuse("waitlists.twice")
		}
		err = insertApplication(tx, x)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "waitlists.applied", subject(l), nil, map[string]any{"application": x.ID, "member": x.Member})
	})
	return x, err
}

func (s *Service) applicant(ctx context.Context, a kernel.Actor, number string) (m Member, own bool, err error) {
	var ok bool
	if number == "" {
		if a.Person != 0 {
			m, ok, err = s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
		}
		if err == nil && !ok {
			err = kernel.Refuse("waitlists.not_for_you")
		}
		return m, true, err
	}
	m, ok, err = s.Roll.ByNumber(ctx, a.Tenant, number, s.today())
	if err == nil && !ok {
		err = invalid("so_the", "waitlists.no_member", number)
	}
	return m, a.Person != 0 && m.Person == a.Person, err
}

// application loads one with its list and the path of its unit.
func (s *Service) application(tx *db.Tx, a kernel.Actor, id kernel.ID) (Application, List, []kernel.ID, error) {
	x, ok, err := loadApplication(tx, a.Tenant, id)
	if err == nil && !ok {
		err = kernel.Missing("waitlists.no_application")
	}
	if err != nil {
		return x, List{}, nil, err
	}
	l, _, err := loadList(tx, a.Tenant, x.List)
	if err != nil {
		return x, l, nil, err
	}
	path, err := s.Orgs.Path(tx, x.Unit, s.today())
	return x, l, path, err
}

// Withdraw takes an application back before anything was offered. Refuses with
// waitlists.no_application, waitlists.not_now.
func (s *Service) Withdraw(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		x, l, path, err := s.application(tx, a, id)
		if err == nil {
			err = canAnswer(a, x, path)
		}
		if err != nil {
			return err
		}
		return s.end(tx, a, l, x, Withdraw, "")
	})
}

// end takes an application out of the queue and writes it down.
func (s *Service) end(tx *db.Tx, a kernel.Actor, l List, x Application, v Verb, reason string) error {
	err := x.move(v)
	if err != nil {
		return err
	}
	x.Ended, x.Reason = s.Clock.Now(), reason
	err = saved(saveApplication(tx, x))
	if err != nil {
		return err
	}
	return s.Audit.Note(tx, a, "waitlists."+string(v), subject(l), nil, map[string]any{"application": x.ID, "reason": reason})
}

// Remove takes somebody out of a list, with the reason; what was offered to her goes to the next in line.
// Refuses with waitlists.invalid at the reason, waitlists.not_now, waitlists.no_application.
func (s *Service) Remove(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) error {
	err := needReason(reason)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		x, l, _, err := s.application(tx, a, id)
		if err != nil {
			return err
		}
		_, err = s.list(tx, a, l.ID, PermDecide)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
			err = kernel.Missing("waitlists.no_application")
		}
		if err != nil {
			return err
		}
		o, stood, err := openOffer(tx, id)
		if err != nil {
			return err
		}
		err = s.end(tx, a, l, x, Remove, strings.TrimSpace(reason))
		if err != nil || !stood {
			return err
		}
		err = saved(answerOffer(tx, o.ID, Remove, s.Clock.Now(), a.Name))
		if err != nil {
			return err
		}
		return s.passOn(tx, a, l, o.What)
	})
}

// MakeOffer offers something to the first who waits: nobody chooses. Refuses with waitlists.invalid at the
// thing, waitlists.nobody_waits, waitlists.not_now.
func (s *Service) MakeOffer(ctx context.Context, a kernel.Actor, list kernel.ID, what string) (Application, error) {
	var x Application
	what = strings.TrimSpace(what)
	if n := len([]rune(what)); n < 3 || n > 300 {
		return x, invalid("gi", "waitlists.no_thing")
	}
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := s.list(tx, a, list, PermDecide)
		if err != nil {
			return err
		}
		if l.State != Frozen {
			return kernel.Refuse("waitlists.not_now")
		}
		var ok bool
		x, ok, err = s.offerNext(tx, a, l, what)
		if err == nil && !ok {
			err = kernel.Refuse("waitlists.nobody_waits")
		}
		return err
	})
	return x, err
}

// offerNext makes an offer to the next in line; ok is false when nobody waits.
func (s *Service) offerNext(tx *db.Tx, a kernel.Actor, l List, what string) (Application, bool, error) {
	x, ok, err := nextInLine(tx, l.ID)
	if err != nil || !ok {
		return x, false, err
	}
	err = x.move(Offer)
	if err != nil {
		return x, false, err
	}
	err = saved(saveApplication(tx, x))
	if err != nil {
		return x, false, err
	}
	o := OfferMade{ID: s.IDs.New(), Application: x.ID, List: l.ID, What: what, Until: s.today().AddDays(l.AnswerDays), At: s.Clock.Now(), By: a.Name}
	err = insertOffer(tx, o)
	if err != nil {
		return x, false, err
	}
	err = s.tell(tx, a, OfferedFact, l, Told{Application: x.ID, Unit: x.Unit, Account: x.Account, Until: o.Until})
	if err != nil {
		return x, false, err
	}
	return x, true, s.Audit.Note(tx, a, "waitlists.offered", subject(l), nil, map[string]any{"application": x.ID, "what": what, "until": o.Until})
}

// passOn offers what came back to the next in line; with nobody left it stays with the union.
func (s *Service) passOn(tx *db.Tx, a kernel.Actor, l List, what string) error {
	if l.State != Frozen {
		return nil
	}
	_, _, err := s.offerNext(tx, a, l, what)
	return err
}

// Answer takes or declines what was offered: the applicant, or for her whoever keeps lists for her unit.
// Declined, it is offered to the next in line at once. Refuses with waitlists.no_application,
// waitlists.not_now when the offer does not stand any more.
func (s *Service) Answer(ctx context.Context, a kernel.Actor, id kernel.ID, accept bool) error {
	v := Decline
	if accept {
		v = Accept
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		x, l, path, err := s.application(tx, a, id)
		if err == nil {
			err = canAnswer(a, x, path)
		}
		if err != nil {
			return err
		}
		o, ok, err := openOffer(tx, id)
		if err != nil {
			return err
		}
		if !ok || s.today().After(o.Until) {
			return kernel.Refuse("waitlists.not_now")
		}
		return s.answer(tx, a, l, x, o, v)
	})
}

func (s *Service) answer(tx *db.Tx, a kernel.Actor, l List, x Application, o OfferMade, v Verb) error {
	err := s.end(tx, a, l, x, v, "")
	if err == nil {
		err = saved(answerOffer(tx, o.ID, v, s.Clock.Now(), a.Name))
	}
	if err == nil {
		err = s.tell(tx, a, AnsweredFact, l, Told{Application: x.ID, Unit: x.Unit, Account: x.Account, Answer: v})
	}
	if err != nil || v == Accept {
		return err
	}
	return s.passOn(tx, a, l, o.What)
}

// LapseOffers ends offers whose last day is over and passes them on.
func (s *Service) LapseOffers(ctx context.Context) error {
	for {
		n := 0
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			due, err := offersDue(tx, s.today(), 100)
			if err != nil {
				return err
			}
			n = len(due)
			for _, o := range due {
				program := kernel.Actor{System: true, Name: "Hệ thống", Tenant: s.Site()}
				x, l, _, err := s.application(tx, program, o.Application)
				if err == nil {
					err = s.answer(tx, program, l, x, o, Lapse)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			return err
		}
	}
}
