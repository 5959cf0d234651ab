package members

import (
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
)

// Get reads a member as of a day; who may see her is the policy of the room that asks. A day on which
// she stood nowhere gives Unit 0; false means that there is no such membership.
func (s *Service) Get(tx *db.Tx, tenant, member kernel.ID, on kernel.Date) (Member, bool, error) {
	m, ok, err := loadMember(tx, member, on)
	return s.whole(tx, tenant, m, ok, err, on)
}

// OfPerson reads the membership that a person had on a day; when she had none then, her latest.
func (s *Service) OfPerson(tx *db.Tx, tenant, person kernel.ID, on kernel.Date) (Member, bool, error) {
	m, ok, err := memberOfPerson(tx, person, on)
	return s.whole(tx, tenant, m, ok, err, on)
}

// ByNumber reads the membership with a number, as of a day.
func (s *Service) ByNumber(tx *db.Tx, tenant kernel.ID, number string, on kernel.Date) (Member, bool, error) {
	m, ok, err := memberByNumber(tx, tenant, NormalNumber(number), on)
	return s.whole(tx, tenant, m, ok, err, on)
}

func (s *Service) whole(tx *db.Tx, tenant kernel.ID, m Member, ok bool, err error, on kernel.Date) (Member, bool, error) {
	if err != nil || !ok || m.Tenant != tenant {
		return Member{}, false, err
	}
	one := []Member{m}
	err = fill(tx, one, on)
	return one[0], err == nil, err
}

// fill reads sheets and statuses into members, as of a day.
func fill(tx *db.Tx, list []Member, on kernel.Date) error {
	if len(list) == 0 {
		return nil
	}
	ids, at := make([]kernel.ID, len(list)), make(map[kernel.ID]int, len(list))
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, i
		list[i].Status = Active
		if !list[i].Ended.IsZero() && !on.Before(list[i].Ended) {
			list[i].Status = list[i].EndedAs
		}
	}
	facts, err := factsOn(tx, ids, on)
	if err != nil {
		return err
	}
	for _, lower := range []bool{true, false} { // what was dated later lies over the first sheet
		for _, f := range facts {
			if (f.Key == FactBase) != lower {
				continue
			}
			err = list[at[f.member]].Profile.set(f.Fact)
			if err != nil {
				return err
			}
		}
	}
	statuses, err := statusesOn(tx, ids, on)
	if err != nil {
		return err
	}
	for _, st := range statuses {
		m := &list[at[st.member]]
		if weight[st.Status] > weight[m.Status] {
			m.Status = st.Status
		}
	}
	return nil
}

// streamed is how many members are read at once while a roll is walked.
const streamed = 300

// Each hands over the members of units on a day, one after the other: by unit in the order given,
// within a unit by name. The units are taken as they are, without what stands below them. fn may use
// the transaction for reading.
func (s *Service) Each(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(Member) error) error {
	for _, unit := range units {
		after := place{sort: []byte{}}
		for {
			list, err := pageOfUnit(tx, unit, on, after, streamed)
			if err != nil {
				return err
			}
			err = fill(tx, list, on)
			if err != nil {
				return err
			}
			for _, m := range list {
				if m.Tenant != tenant {
					continue
				}
				err = fn(m)
				if err != nil {
					return err
				}
			}
			if len(list) < streamed {
				break
			}
			last := list[len(list)-1]
			after = place{last.sort, last.ID}
		}
	}
	return nil
}

// Tally (số đếm) counts the members of one unit on a day. Exempt, suspended and disciplined members
// are members. Wage sums and counts those whose wage is known.
//
//glossary:none
type Tally struct {
	Unit      kernel.ID
	Members   int64
	Women     int64
	Party     int64
	Exempt    int64
	Contracts map[string]int64 // by kind of contract; "" where it is not known
	Waged     int64
	Wages     kernel.Money
}

// Average is the mean wage of those whose wage is known, to the đồng.
func (t Tally) Average() kernel.Money {
	if t.Waged == 0 {
		return 0
	}
	return (2*t.Wages + kernel.Money(t.Waged)) / (2 * kernel.Money(t.Waged))
}

// Tally counts the members of units on a day, one row a unit that has any, in the order of their ids.
func (s *Service) Tally(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]Tally, error) {
	return tally(tx, tenant, units, on)
}

// Segments are the stretches of a membership, oldest first, those that were taken back among them.
func (s *Service) Segments(tx *db.Tx, member kernel.ID) ([]Segment, error) {
	return segmentsOf(tx, member)
}

// Chunk hands over the members that a fact speaks of: the one it names, or those of a chunk, as of a day.
func (s *Service) Chunk(tx *db.Tx, tenant kernel.ID, t Told, on kernel.Date, fn func(Member) error) error {
	if t.Member != 0 {
		m, ok, err := s.Get(tx, tenant, t.Member, on)
		if err != nil || !ok {
			return err
		}
		return fn(m)
	}
	after := t.First - 1
	for after < t.Last {
		list, err := membersBetween(tx, tenant, after, t.Last, on, streamed)
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[len(list)-1].ID
		err = fill(tx, list, on)
		if err != nil {
			return err
		}
		for _, m := range list {
			err = fn(m)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Units are the units below some roots, on a day, that have or had members, from a unit on, in the
// order of their ids: what Each and Tally take, a few at a time.
func (s *Service) Units(tx *db.Tx, roots []kernel.ID, from kernel.ID, on kernel.Date, limit int) ([]kernel.ID, error) {
	return unitsAfter(tx, roots, from, on, limit)
}

// Match (người có thể trùng) looks up very many keys at once, by member number, identity number,
// folded name with birth date, telephone.
func (s *Service) Match(tx *db.Tx, tenant kernel.ID, keys []Key) ([]Found, error) {
	asked := make([]people.Key, len(keys))
	for i, k := range keys {
		asked[i] = people.Key{Identity: people.Identity(k.Identity), Name: k.Name, Born: k.Born, Phone: k.Phone}
	}
	candidates, err := s.People.Match(tx, tenant, asked)
	if err != nil {
		return nil, err
	}
	return matched(tx, tenant, keys, candidates)
}

// Key is what is known of somebody before it is clear whether the roll has her.
//
//glossary:none
type Key struct {
	Number   string
	Identity string
	Name     string
	Born     kernel.Date
	Phone    string
}

// Found is a person that a Key may mean, by "number", "identity", "name" or "phone", with her open
// membership when she has one.
//
//glossary:none
type Found struct {
	Key    int
	By     string
	Person kernel.ID
	Member kernel.ID // of the open membership, 0 when there is none
	Unit   kernel.ID // where she stands now
	Number string
}
