package committees

import (
	"context"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Found enters a committee that was elected, or appoints a provisional one. The committee of the same
// kind that sat until then ends on that day. Refuses with committees.invalid at the fields (what the
// rules forbid among them), committees.later_one, committees.unit_ended, committees.may_not_keep,
// committees.may_not_recognise.
func (s *Service) Found(ctx context.Context, a kernel.Actor, in Founding) (kernel.ID, error) {
	var id kernel.ID
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		id, err = s.found(tx, a, in)
		return err
	})
	return id, err
}

func (s *Service) found(tx *db.Tx, a kernel.Actor, in Founding) (kernel.ID, error) {
	in.tidy()
	p, o, err := s.placeOf(tx, in.Unit, s.today())
	if err != nil {
		return 0, err
	}
	err = canKeep(a, p)
	if err == nil && in.How == Appointed {
		err = canRecognise(a, p)
	}
	if err != nil {
		return 0, err
	}
	var faults kernel.Faults
	in.check(s.today(), &faults)
	err = faults.Err("committees.invalid")
	if err != nil {
		return 0, err
	}
	if !o.Life.Holds(in.From) {
		return 0, kernel.Refuse("committees.unit_ended", o.Label())
	}
	c := Committee{ID: s.IDs.New(), Tenant: o.Tenant, Unit: in.Unit, Kind: in.Kind, Term: in.Term, Size: in.Size, How: in.How, State: Elected, From: in.From, Basis: in.Basis, Version: 1}
	if !in.To.IsZero() {
		c.To = in.To.AddDays(1)
	}
	if in.How == Appointed {
		c.State = Provisional
	}
	b, err := s.bodyOf(tx, c, o.Kind, nil, in.From)
	if err != nil {
		return 0, err
	}
	list := b.check()
	err = refuse(list, "loai", MembersLeast, WomenLeast)
	if err == nil {
		err = refuse(list, "so_luong", SizeMost)
	}
	if err == nil {
		err = s.replace(tx, a, c)
	}
	if err == nil {
		err = insertCommittee(tx, c, 0)
	}
	if err != nil {
		return 0, err
	}
	return c.ID, s.note(tx, a, c, Event{Verb: Found, Note: c.Basis.Label()}, FoundedFact, Told{On: c.From})
}

// replace ends the committee that sat until then.
func (s *Service) replace(tx *db.Tx, a kernel.Actor, c Committee) error {
	later, err := laterThan(tx, c.Tenant, c.Unit, c.Kind, c.From)
	if err != nil {
		return err
	}
	if later {
		return kernel.Refuse("committees.later_one", KindName(c.Kind))
	}
	old, ok, err := openOf(tx, c.Tenant, c.Unit, c.Kind)
	if err != nil || !ok {
		return err
	}
	old.EndBasis = c.Basis.Label()
	return s.end(tx, a, old, c.From, Replace, 0)
}

// end closes a committee and every post in it from a day on.
func (s *Service) end(tx *db.Tx, a kernel.Actor, c Committee, on kernel.Date, v Verb, step kernel.ID) error {
	c.State, c.EndedOn = Ended, on
	err := s.save(tx, c, step)
	if err == nil {
		err = endPlaces(tx, c.ID, on, c.EndBasis, step)
	}
	if err != nil {
		return err
	}
	return s.note(tx, a, c, Event{Verb: v, Note: joined(c.EndBasis, c.EndReason)}, EndedFact, Told{On: on, Step: step})
}

func joined(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if out != "" {
			out += ". "
		}
		out += p
	}
	return out
}

func (s *Service) save(tx *db.Tx, c Committee, step kernel.ID) error {
	ok, err := saveCommittee(tx, c, step)
	if err == nil && !ok {
		err = &kernel.Fault{Kind: kernel.Conflict, Code: "committees.changed_meanwhile"}
	}
	return err
}

// Seating (việc ghi người vào ban) puts a person into a post.
//
//glossary:none
type Seating struct {
	Committee kernel.ID
	Person    kernel.ID
	Key       string // member number or identity number, when the person was not chosen from the list
	Post      string
	Team      string // name of the group, for heads of groups
	From      kernel.Date
	Basis     string
}

// Seat puts a person into a post. Who sits in the committee already in another post changes over to
// the new one. Refuses with committees.invalid at the fields: what the rules on composition forbid says
// by which rule, and from where; further committees.not_now, committees.may_not_keep.
func (s *Service) Seat(ctx context.Context, a kernel.Actor, in Seating) (kernel.ID, error) {
	var id kernel.ID
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		id, err = s.seat(tx, a, in)
		return err
	})
	return id, err
}

func (s *Service) seat(tx *db.Tx, a kernel.Actor, in Seating) (kernel.ID, error) {
	c, o, err := s.open(tx, a, in.Committee, Seat)
	if err != nil {
		return 0, err
	}
	in.Team, in.Basis, in.Key = tidy(in.Team), tidy(in.Basis), tidy(in.Key)
	var faults kernel.Faults
	if in.Person == 0 && in.Key != "" {
		found, ok, err := s.Registry.Find(tx, c.Tenant, in.Key)
		if err != nil {
			return 0, err
		}
		if !ok {
			faults.Add("ma", "committees.no_person")
		}
		in.Person = found
	} else if in.Person == 0 {
		faults.Add("nguoi", "committees.choose_person")
	}
	in.check(c, s.today(), &faults)
	err = faults.Err("committees.invalid")
	if err != nil {
		return 0, err
	}
	known, err := s.Registry.Names(tx, c.Tenant, []kernel.ID{in.Person})
	if err != nil {
		return 0, err
	}
	if _, ok := known[in.Person]; !ok {
		faults.Add("nguoi", "committees.no_person")
		return 0, faults.Err("committees.invalid")
	}
	err = s.fits(tx, c, o.Kind, in)
	if err != nil {
		return 0, err
	}
	place := Place{ID: s.IDs.New(), Committee: c.ID, Person: in.Person, Post: in.Post, Team: in.Team, From: in.From, Basis: in.Basis}
	err = insertPlace(tx, c.Tenant, place)
	if err != nil {
		return 0, err
	}
	return place.ID, s.note(tx, a, c, Event{Verb: Seat, Person: in.Person, Note: joined(PostName(c.Kind, in.Post), in.Team, in.Basis)}, SeatedFact, Told{On: in.From, Person: in.Person, Post: in.Post})
}

func (in Seating) check(c Committee, today kernel.Date, faults *kernel.Faults) {
	if p, ok := postOf(c.Kind, in.Post); !ok || !p.Valid.Holds(today) {
		faults.Add("chuc_danh", "committees.no_post")
	}
	switch {
	case in.From.IsZero():
		faults.Add("tu_ngay", "committees.no_day")
	case in.From.After(today):
		faults.Add("tu_ngay", "committees.future")
	case in.From.Before(c.From):
		faults.Add("tu_ngay", "committees.before_committee", kernel.FormatDate(c.From))
	}
	if c.Kind == groupsKind && in.Team == "" {
		faults.Add("to", "committees.no_team")
	}
	if len([]rune(in.Team)) > longestTerm {
		faults.Add("to", "committees.long", longestTerm)
	}
	if len([]rune(in.Basis)) > longestBasis {
		faults.Add("so_qd", "committees.long", longestBasis)
	}
}

// fits looks at who sits already and at what the rules say of the body with the new one in it; who
// changes post gives up the old one.
func (s *Service) fits(tx *db.Tx, c Committee, unitKind string, in Seating) error {
	all, err := placesOf(tx, c.ID)
	if err != nil {
		return err
	}
	var faults kernel.Faults
	most, _ := postOf(c.Kind, in.Post)
	people, holders := []kernel.ID{}, 0
	for _, p := range all {
		if !p.EndedOn.IsZero() && !p.EndedOn.After(in.From) {
			continue
		}
		switch {
		case p.Person == in.Person && (p.Post == in.Post && p.Team == in.Team || !p.From.Before(in.From)):
			faults.Add("nguoi", "committees.seated_already")
			return faults.Err("committees.invalid")
		case p.Person == in.Person:
			p.EndedOn, p.EndBasis = in.From, in.Basis
			err = endPlace(tx, p)
			if err != nil {
				return err
			}
			continue
		case p.Post == in.Post:
			holders++
		}
		people = append(people, p.Person)
	}
	if most.Most > 0 && holders >= most.Most {
		faults.Add("chuc_danh", "committees.post_taken", most.Name)
		return faults.Err("committees.invalid")
	}
	people = append(people, in.Person)
	if c.Size > 0 && len(people) > c.Size {
		faults.Add("nguoi", "committees.full", c.Size)
		return faults.Err("committees.invalid")
	}
	b, err := s.bodyOf(tx, c, unitKind, people, in.From)
	if err != nil {
		return err
	}
	return refuse(b.about(in.Person), "nguoi", SizeMost, ExecutiveShare, Barred, FromExecutive)
}

// about are the findings that concern one person, or nobody in particular: who is brought in does not
// answer for what was wrong before her.
func (b body) about(person kernel.ID) []Finding {
	var out []Finding
	for _, f := range b.check() {
		if len(f.People) == 0 {
			out = append(out, f)
			continue
		}
		for i, p := range f.People {
			if p != person {
				continue
			}
			if f.Rule.Key == Barred {
				f.Posts = f.Posts[i:]
			}
			out = append(out, f)
			break
		}
	}
	return out
}

// open loads a committee to which the actor may do a verb, and its unit as of today.
func (s *Service) open(tx *db.Tx, a kernel.Actor, id kernel.ID, v Verb) (Committee, orgs.Org, error) {
	c, ok, err := loadCommittee(tx, id)
	if err != nil {
		return c, orgs.Org{}, err
	}
	if !ok {
		return c, orgs.Org{}, kernel.Missing("committees.no_committee")
	}
	p, o, err := s.placeOf(tx, c.Unit, s.today())
	if err != nil {
		return c, o, err
	}
	err = may(a, p, c, v)
	if err != nil {
		return c, o, err
	}
	if _, ok := flow.Next(c.State, v); !ok {
		return c, o, kernel.Refuse("committees.not_now")
	}
	return c, o, nil
}
