package members

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

// loaded is a membership with what a deed looks at before it changes it.
type loaded struct {
	Member
	line line
	path []kernel.ID
}

type rule func(a kernel.Actor, m Member, path []kernel.ID) error

// guarded loads a membership as of today and asks a rule of the policy about the unit where she
// stands now or stood last. The row is held until the end of the transaction.
func (s *Service) guarded(tx *db.Tx, a kernel.Actor, id kernel.ID, ask rule) (loaded, error) {
	err := holdMember(tx, id)
	if err != nil {
		return loaded{}, err
	}
	return s.looked(tx, a, id, ask)
}

func (s *Service) looked(tx *db.Tx, a kernel.Actor, id kernel.ID, ask rule) (loaded, error) {
	m, ok, err := loadMember(tx, id, s.today())
	if err != nil {
		return loaded{}, err
	}
	if !ok {
		return loaded{}, kernel.Missing("members.no_member")
	}
	segments, err := segmentsOf(tx, id)
	if err != nil {
		return loaded{}, err
	}
	out := loaded{Member: m, line: lineOf(segments)}
	if last, ok := out.line.last(); ok {
		out.path, err = s.path(tx, last.Unit)
		if err != nil {
			return loaded{}, err
		}
	}
	return out, ask(a, m, out.path)
}

// standing is the unit where she stands now or stood last.
func (l loaded) standing() kernel.ID {
	last, _ := l.line.last()
	return last.Unit
}

func (l loaded) subject() string { return "member:" + l.ID.String() }

// Move (chuyển) is a change of unit or group by a decision.
//
//glossary:none
type Move struct {
	Unit  kernel.ID
	Group string
	On    kernel.Date // the first day there
	Basis string
}

// MoveTo puts a member into another unit from a day on, in the caller's transaction: the giving unit's
// segment ends the day before (union.md A14). Number and card stay. Refuses with members.not_open,
// members.there_already, members.before_stay, members.unit_ended.
func (s *Service) MoveTo(tx *db.Tx, a kernel.Actor, member kernel.ID, in Move) error {
	m, err := s.guarded(tx, a, member, canView)
	if err != nil {
		return err
	}
	_, err = s.openUnit(tx, a, in.Unit)
	if err != nil {
		return err
	}
	if in.On.After(s.today()) {
		return kernel.Refuse("members.admitted_future")
	}
	cause, from := ByTransfer, m.standing()
	if from == in.Unit {
		cause = ByGroup
	}
	c, err := m.line.move(in.On, in.Unit, in.Group, cause, in.Basis)
	if err != nil {
		return err
	}
	err = s.keep(tx, m, c)
	if err != nil {
		return err
	}
	if cause == ByTransfer {
		err = s.tell(tx, a, m.Tenant, FactTransferred, Told{Member: m.ID, Person: m.Person, Unit: in.Unit, From: from, On: in.On})
		if err != nil {
			return err
		}
	}
	return s.Audit.Note(tx, inTenant(a, m.Tenant), FactTransferred, m.subject(), map[string]any{"unit": from, "group": m.Group}, in)
}

// Regroup puts a member into another group (tổ) of her unit from a day on.
func (s *Service) Regroup(ctx context.Context, a kernel.Actor, member kernel.ID, group string, on kernel.Date) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, err := s.looked(tx, a, member, canKeep)
		if err != nil {
			return err
		}
		return s.MoveTo(tx, a, member, Move{Unit: m.standing(), Group: strings.Join(strings.Fields(group), " "), On: on})
	})
}

// keep writes what a deed did to a line, and the counters of the units.
func (s *Service) keep(tx *db.Tx, m loaded, c change) error {
	deed := s.IDs.New()
	for _, v := range c.voided {
		err := voidSegment(tx, v, deed)
		if err != nil {
			return err
		}
	}
	for _, e := range c.ended {
		err := endSegment(tx, e)
		if err != nil {
			return err
		}
	}
	for _, n := range c.made {
		err := insertSegment(tx, n)
		if err != nil {
			return err
		}
	}
	return s.count(tx, m, c)
}

// count moves the counters of the units by what a deed did.
func (s *Service) count(tx *db.Tx, m loaded, c change) error {
	counts := map[kernel.ID]*unitCount{}
	add := func(list []Segment, n int64) {
		for _, x := range list {
			if counts[x.Unit] == nil {
				counts[x.Unit] = &unitCount{unit: x.Unit}
			}
			counts[x.Unit].members += n
			if m.Sex == "nữ" {
				counts[x.Unit].women += n
			}
		}
	}
	add(c.voided, -1)
	add(c.ended, -1)
	add(c.made, 1)
	return addCounts(tx, m.Tenant, sortedCounts(counts))
}

// Ending (kết thúc) is how a membership ends: left, expelled or died, on a day, by a decision.
//
//glossary:none
type Ending struct {
	As     Status
	On     kernel.Date // the first day on which she is no longer a member
	Reason string
	Basis  string
}

var endFacts = map[Status]string{Left: FactLeft, Expelled: FactExpelled, Died: FactDied}

// End closes a membership by a decision of the committee: leaving at her own wish, expulsion, death.
// The record stays for ever. Refuses with members.not_open, members.before_stay, members.bad_ending,
// members.basis_needed, members.may_not.
func (s *Service) End(ctx context.Context, a kernel.Actor, member kernel.ID, in Ending) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, err := s.guarded(tx, a, member, canDecide)
		if err != nil {
			return err
		}
		err = in.check(s.today())
		if err != nil {
			return err
		}
		c, err := m.line.end(in.On)
		if err != nil {
			return err
		}
		err = s.keep(tx, m, c)
		if err != nil {
			return err
		}
		err = endMember(tx, m.ID, in.On, in.As)
		if err != nil {
			return err
		}
		err = insertStatus(tx, m.ID, StatusSpan{Status: in.As, Valid: kernel.Period{From: in.On}, Reason: in.Reason, Basis: in.Basis})
		if err != nil {
			return err
		}
		err = s.tell(tx, a, m.Tenant, endFacts[in.As], Told{Member: m.ID, Person: m.Person, Unit: m.standing(), On: in.On, Status: in.As})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), endFacts[in.As], m.subject(), nil, in)
	})
}

func (in Ending) check(today kernel.Date) error {
	var faults kernel.Faults
	if endFacts[in.As] == "" {
		faults.Add("hinh_thuc", "members.bad_ending")
	}
	if in.On.IsZero() || in.On.After(today.AddDays(1)) {
		faults.Add("tu_ngay", "members.day_needed")
	}
	if in.As != Died && strings.TrimSpace(in.Basis) == "" {
		faults.Add("quyet_dinh", "members.basis_needed")
	}
	return faults.Err("members.invalid")
}

// SetStatus (ghi tình trạng) opens a stretch in which a member is exempt, suspended or under a
// discipline. The rules of each are dated data: an exemption runs at least as long as the rule says
// (union.md §1.2), a discipline without an end lapses after the time that the rule says. Refuses with
// members.too_short, members.overlapping, members.not_open.
func (s *Service) SetStatus(ctx context.Context, a kernel.Actor, member kernel.ID, in StatusSpan) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		ask := rule(canKeep)
		if in.Status == Disciplined {
			ask = canDecide
		}
		m, err := s.guarded(tx, a, member, ask)
		if err != nil {
			return err
		}
		had, err := statusesOf(tx, m.ID)
		if err != nil {
			return err
		}
		in, err = in.ruled(m.Member, had, s.today())
		if err != nil {
			return err
		}
		err = insertStatus(tx, m.ID, in)
		if err != nil {
			return err
		}
		err = s.tell(tx, a, m.Tenant, FactStatusChanged, Told{Member: m.ID, Person: m.Person, Unit: m.standing(), On: in.Valid.From, Status: in.Status})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), FactStatusChanged, m.subject(), nil, in)
	})
}

// CloseStatus ends an open or longer stretch on a day: she pays again, the suspension is over.
func (s *Service) CloseStatus(ctx context.Context, a kernel.Actor, member kernel.ID, status Status, on kernel.Date) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, err := s.guarded(tx, a, member, canKeep)
		if err != nil {
			return err
		}
		had, err := statusesOf(tx, m.ID)
		if err != nil {
			return err
		}
		for _, h := range had {
			if h.VoidBy != 0 || h.Status != status || status.Ends() || !h.Valid.Holds(on) || !on.After(h.Valid.From) {
				continue
			}
			err = closeStatus(tx, m.ID, h, on)
			if err != nil {
				return err
			}
			err = s.tell(tx, a, m.Tenant, FactStatusChanged, Told{Member: m.ID, Person: m.Person, Unit: m.standing(), On: on, Status: Active})
			if err != nil {
				return err
			}
			return s.Audit.Note(tx, inTenant(a, m.Tenant), FactStatusChanged, m.subject(), h, map[string]any{"closed": on})
		}
		return kernel.Refuse("members.no_status")
	})
}

// Correction (sửa hồ sơ) is what somebody found out about a member: parts of the sheet from a day on,
// and who she is.
//
//glossary:none
type Correction struct {
	Keys    []FactKey // parts of Profile that are meant; others stay
	Profile Profile
	From    kernel.Date // from when on it is so
	Source  string      // "hợp đồng lao động số 12", "đơn của đoàn viên"

	Person   bool // the four below are meant
	Name     string
	Born     kernel.Date
	Sex      string
	Identity string
	Phone    string
	Email    string
}

// Correct writes a correction: each part becomes a dated fact, what was said for those days before is
// kept as void. Refuses with members.invalid at the fields, people.bad_person, people.identity_taken.
func (s *Service) Correct(ctx context.Context, a kernel.Actor, member kernel.ID, in Correction) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return s.CorrectIn(tx, a, member, in) })
}

// CorrectIn is Correct in the caller's transaction.
func (s *Service) CorrectIn(tx *db.Tx, a kernel.Actor, member kernel.ID, in Correction) error {
	m, err := s.guarded(tx, a, member, canKeep)
	if err != nil {
		return err
	}
	var faults kernel.Faults
	in.Profile.check(s.today(), &faults)
	if in.From.IsZero() || in.From.After(s.today()) {
		faults.Add("tu_ngay", "members.day_needed")
	}
	err = faults.Err("members.invalid")
	if err != nil {
		return err
	}
	deed := s.IDs.New()
	for _, key := range in.Keys {
		f, _, err := in.Profile.fact(key)
		if err != nil {
			return err
		}
		f.Valid.From, f.Source = in.From, in.Source
		err = layFact(tx, m.ID, f, deed)
		if err != nil {
			return err
		}
	}
	if in.Person {
		err = s.correctPerson(tx, m, in)
		if err != nil {
			return err
		}
	}
	err = s.tell(tx, a, m.Tenant, FactCorrected, Told{Member: m.ID, Person: m.Person, Unit: m.standing(), On: in.From, Keys: in.Keys})
	if err != nil {
		return err
	}
	return s.Audit.Note(tx, inTenant(a, m.Tenant), FactCorrected, m.subject(), nil, map[string]any{"keys": in.Keys, "person": in.Person, "from": in.From, "source": in.Source})
}

func (s *Service) correctPerson(tx *db.Tx, m loaded, in Correction) error {
	p, ok, err := s.People.Person(tx, m.Tenant, m.Person)
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("members.no_person")
	}
	was := p.Sex
	p.Name, p.Born, p.Sex, p.Identity, p.Phone, p.Email = in.Name, in.Born, in.Sex, identityOf(in.Identity), in.Phone, in.Email
	err = s.People.Correct(tx, p)
	if err != nil {
		return err
	}
	err = renameSegments(tx, m.ID, sortKey(p.Name))
	if err != nil {
		return err
	}
	if was != p.Sex && m.Ended.IsZero() {
		c := unitCount{unit: m.standing()}
		if was == "nữ" {
			c.women--
		}
		if p.Sex == "nữ" {
			c.women++
		}
		err = addCounts(tx, m.Tenant, []unitCount{c})
		if err != nil {
			return err
		}
	}
	return s.roll.Change(tx, search.Entry{ID: m.ID, Tokens: tokensOf(m.Tenant, p.Name, p.Born, m.Number, string(p.Identity), p.Phone)})
}
