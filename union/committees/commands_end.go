package committees

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Leaving (việc thôi giữ chức danh) ends a post.
//
//glossary:none
type Leaving struct {
	Committee kernel.ID
	Place     kernel.ID
	On        kernel.Date // first day without it
	Basis     string
	Reason    string
}

// Unseat ends a post from a day on; the past stays. Refuses with committees.invalid at the fields,
// committees.no_place, committees.not_now, committees.may_not_keep.
func (s *Service) Unseat(ctx context.Context, a kernel.Actor, in Leaving) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		c, _, err := s.open(tx, a, in.Committee, Unseat)
		if err != nil {
			return err
		}
		all, err := placesOf(tx, c.ID)
		if err != nil {
			return err
		}
		for _, p := range all {
			if p.ID == in.Place && p.EndedOn.IsZero() {
				return s.unseat(tx, a, c, p, in)
			}
		}
		return kernel.Missing("committees.no_place")
	})
}

func (s *Service) unseat(tx *db.Tx, a kernel.Actor, c Committee, p Place, in Leaving) error {
	in.Basis, in.Reason = tidy(in.Basis), tidy(in.Reason)
	var faults kernel.Faults
	dayOfEnd(in.On, p.From, s.today(), &faults)
	endWords(in.Basis, in.Reason, &faults)
	err := faults.Err("committees.invalid")
	if err != nil {
		return err
	}
	p.EndedOn, p.EndBasis, p.EndReason = in.On, in.Basis, in.Reason
	err = endPlace(tx, p)
	if err != nil {
		return err
	}
	return s.note(tx, a, c, Event{Verb: Unseat, Person: p.Person, Note: joined(PostName(c.Kind, p.Post), in.Basis, in.Reason)}, UnseatedFact, Told{On: in.On, Person: p.Person, Post: p.Post})
}

func dayOfEnd(on, from, today kernel.Date, faults *kernel.Faults) {
	switch {
	case on.IsZero():
		faults.Add("tu_ngay", "committees.no_day")
	case on.After(today):
		faults.Add("tu_ngay", "committees.future")
	case on.Before(from):
		faults.Add("tu_ngay", "committees.before_begin_day", kernel.FormatDate(from))
	}
}

func endWords(basis, reason string, faults *kernel.Faults) {
	if len([]rune(basis)) > longestBasis {
		faults.Add("so_qd", "committees.long", longestBasis)
	}
	switch {
	case reason == "":
		faults.Add("ly_do", "committees.say_why")
	case len([]rune(reason)) > longestText:
		faults.Add("ly_do", "committees.long", longestText)
	}
}

// Recognise writes down that the level above has recognised an elected committee. Refuses with
// committees.invalid at the fields, committees.not_now, committees.may_not_recognise,
// committees.none_needed for a body that nobody above recognises.
func (s *Service) Recognise(ctx context.Context, a kernel.Actor, id kernel.ID, b Basis) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		c, _, err := s.open(tx, a, id, Recognise)
		if err != nil {
			return err
		}
		if !awaits(c.Kind) {
			return kernel.Refuse("committees.none_needed")
		}
		b.Number = tidy(b.Number)
		var faults kernel.Faults
		b.check(c.From, s.today(), &faults)
		if b.On.IsZero() {
			faults.Add("ngay_qd", "committees.no_day")
		} else if b.On.Before(c.From) {
			faults.Add("ngay_qd", "committees.before_begin_day", kernel.FormatDate(c.From))
		}
		err = faults.Err("committees.invalid")
		if err != nil {
			return err
		}
		c.State, c.Recognised = Recognised, b
		err = s.save(tx, c, 0)
		if err != nil {
			return err
		}
		return s.note(tx, a, c, Event{Verb: Recognise, Note: b.Label()}, RecognisedFact, Told{On: b.On})
	})
}

// Ending (việc kết thúc) ends a committee before another one follows it.
//
//glossary:none
type Ending struct {
	On     kernel.Date
	Basis  string
	Reason string
}

// End closes a committee and all posts in it from a day on. Refuses with committees.invalid at the
// fields, committees.not_now, committees.may_not_keep.
func (s *Service) End(ctx context.Context, a kernel.Actor, id kernel.ID, in Ending) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		c, _, err := s.open(tx, a, id, End)
		if err != nil {
			return err
		}
		in.Basis, in.Reason = tidy(in.Basis), tidy(in.Reason)
		var faults kernel.Faults
		dayOfEnd(in.On, c.From, s.today(), &faults)
		endWords(in.Basis, in.Reason, &faults)
		err = faults.Err("committees.invalid")
		if err != nil {
			return err
		}
		c.EndBasis, c.EndReason = in.Basis, in.Reason
		return s.end(tx, a, c, in.On, End, 0)
	})
}
