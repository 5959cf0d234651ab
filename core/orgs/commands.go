package orgs

import (
	"context"
	"sync/atomic"

	"doanket/internal/db"
	"doanket/kernel"
)

// Teller takes facts in the transaction of the change: the outbox.
//
//glossary:none
type Teller interface {
	Tell(tx *db.Tx, f kernel.Fact) error
}

// Journal writes who changed what: the audit journal.
//
//glossary:none
type Journal interface {
	Note(tx *db.Tx, a kernel.Actor, verb, subject string, before, after any) error
}

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  Journal
	Outbox Teller
}

// Service is the room's door.
type Service struct {
	moves  atomic.Int64
	db     *db.DB
	ids    *kernel.IDs
	clock  kernel.Clock
	audit  Journal
	outbox Teller

	calendars calendarCache
	holders   []Holder
}

// New opens the room.
func New(d Deps) *Service {
	return &Service{db: d.DB, ids: d.IDs, clock: d.Clock, audit: d.Audit, outbox: d.Outbox}
}

// Basis (căn cứ) is the decision that a change rests on and the day it takes effect, which may lie
// in the past or in the future.
//
//glossary:none
type Basis struct {
	Number    string
	Decided   kernel.Date
	Issuer    string
	Summary   string
	Effective kernel.Date
}

// Founding (thành lập) is a new unit.
type Founding struct {
	ID         kernel.ID // 0 makes a new one; seeds give their own so that they are the same every time
	Name       string
	ShortName  string
	Kind       string
	Parent     kernel.ID
	Identifier string
	Former     string
	Areas      []string // codes of the administrative areas it serves, read at the effective date
	Basis      Basis
}

// FoundSite makes the top unit of a site: its id is the tenant of everything below.
func (s *Service) FoundSite(ctx context.Context, a kernel.Actor, in Founding) (Org, error) {
	var out Org
	if !a.System {
		return out, kernel.Forbid("orgs.may_not_edit")
	}
	err := s.alter(ctx, func(tx *db.Tx) error {
		in := in
		if in.ID == 0 {
			in.ID = s.ids.New()
		}
		a.Tenant = in.ID
		in.Parent = 0
		id, err := s.found(tx, a, in.ID, in)
		if err != nil {
			return err
		}
		out, _, err = s.Get(tx, id, in.Basis.Effective)
		return err
	})
	return out, err
}

// Found makes a unit below another one. Refuses with orgs.invalid at the fields, orgs.parent_life
// when the parent does not live as long, orgs.identifier_taken.
func (s *Service) Found(ctx context.Context, a kernel.Actor, in Founding) (kernel.ID, error) {
	var id kernel.ID
	err := s.alter(ctx, func(tx *db.Tx) error {
		l, err := s.edit(tx, a, in.Parent)
		if err != nil {
			return err
		}
		id, err = s.found(tx, a, l.tenant, in)
		return err
	})
	return id, err
}

func (s *Service) found(tx *db.Tx, a kernel.Actor, tenant kernel.ID, in Founding) (kernel.ID, error) {
	r, err := s.Open(tx, tenant)
	if err != nil {
		return 0, err
	}
	id, err := s.foundIn(tx, a, r, in)
	if err != nil {
		return 0, err
	}
	return id, s.write(tx, r)
}

// foundIn makes a unit in a register, tells of it and leaves the writing to the caller.
func (s *Service) foundIn(tx *db.Tx, a kernel.Actor, r *Register, in Founding) (kernel.ID, error) {
	err := s.checkFounding(tx, in)
	if err != nil {
		return 0, err
	}
	decision, err := s.decision(tx, a, r.tenant, in.Basis)
	if err != nil {
		return 0, err
	}
	if in.ID == 0 {
		in.ID = s.ids.New()
	}
	err = s.FoundIn(tx, r, in.ID, in, decision)
	if err != nil {
		return 0, err
	}
	return in.ID, s.tell(tx, a, founded{Org: in.ID, Parent: in.Parent, Kind: in.Kind, On: in.Basis.Effective}, r.tenant, in.ID, nil, in)
}

// Change is one verb on one unit.
//
//glossary:none
type Change struct {
	Org   kernel.ID
	Basis Basis
}

// Rename gives a unit another name from a day on. Refuses with orgs.same_day, orgs.not_alive, orgs.same_name.
func (s *Service) Rename(ctx context.Context, a kernel.Actor, in Change, name, short string) error {
	next := naming{tidy(name), tidy(short)}
	return s.change(ctx, a, in, func(tx *db.Tx, r *Register, decision kernel.ID) error {
		was, err := s.renameIn(r, in.Org, next, in.Basis.Effective, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, renamed{Org: in.Org, Name: next.Name, On: in.Basis.Effective}, r.tenant, in.Org, was, next)
	})
}

// ChangeKind makes a unit one of another kind from a day on. Refuses as Rename does, and with
// orgs.unknown_kind when the kind is not in force on that day.
func (s *Service) ChangeKind(ctx context.Context, a kernel.Actor, in Change, kind string) error {
	return s.change(ctx, a, in, func(tx *db.Tx, r *Register, decision kernel.ID) error {
		was, err := s.changeKindIn(tx, r, in.Org, kind, in.Basis.Effective, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, kindChanged{Org: in.Org, Kind: kind, On: in.Basis.Effective}, r.tenant, in.Org, was, kind)
	})
}

// Identify gives a unit another identifier of a scheme from a day on.
func (s *Service) Identify(ctx context.Context, a kernel.Actor, in Change, scheme, code string) error {
	return s.change(ctx, a, in, func(tx *db.Tx, r *Register, decision kernel.ID) error {
		return s.identify(tx, a, r, in, scheme, code, decision)
	})
}

func (s *Service) identify(tx *db.Tx, a kernel.Actor, r *Register, in Change, scheme, code string, decision kernel.ID) error {
	was, _ := r.units[in.Org].codes(scheme).at(in.Basis.Effective)
	err := r.identify(in.Org, scheme, code, in.Basis.Effective, decision)
	if err != nil {
		return err
	}
	return s.tell(tx, a, identified{Org: in.Org, Scheme: scheme, Code: NormalIdentifier(code), On: in.Basis.Effective}, r.tenant, in.Org, was.Value, NormalIdentifier(code))
}

// IdentifyBoth gives the identifiers of a form that differ from those in force; equal ones stay.
func (s *Service) IdentifyBoth(ctx context.Context, a kernel.Actor, in Change, current, former string) error {
	return s.change(ctx, a, in, func(tx *db.Tx, r *Register, decision kernel.ID) error {
		given := 0
		for _, c := range []struct{ scheme, code string }{{SchemeCurrent, current}, {SchemeFormer, former}} {
			was, _ := r.units[in.Org].codes(c.scheme).at(in.Basis.Effective)
			if code := NormalIdentifier(c.code); code == "" || was.Value == code {
				continue
			}
			err := s.identify(tx, a, r, in, c.scheme, c.code, decision)
			if err != nil {
				return err
			}
			given++
		}
		if given == 0 {
			return invalid("ma_dinh_danh", "orgs.need_code")
		}
		return nil
	})
}

// change is the frame of every verb on a unit that exists: right, lock, life, decision; the units that
// the verb needs besides are taken with it.
func (s *Service) change(ctx context.Context, a kernel.Actor, in Change, do func(tx *db.Tx, r *Register, decision kernel.ID) error, besides ...kernel.ID) error {
	return s.alter(ctx, func(tx *db.Tx) error {
		l, err := s.edit(tx, a, in.Org)
		if err != nil {
			return err
		}
		err = checkBasis(in.Basis).Err("orgs.invalid")
		if err != nil {
			return err
		}
		r, err := s.Open(tx, l.tenant, append(besides, in.Org)...)
		if err != nil {
			return err
		}
		_, err = r.alive(in.Org, in.Basis.Effective)
		if err != nil {
			return err
		}
		decision, err := s.decision(tx, a, l.tenant, in.Basis)
		if err != nil {
			return err
		}
		err = do(tx, r, decision)
		if err != nil {
			return err
		}
		return s.write(tx, r)
	})
}

// edit loads a unit that the actor may change.
func (s *Service) edit(tx *db.Tx, a kernel.Actor, id kernel.ID) (life, error) {
	l, ok, err := loadLife(tx, id)
	if err != nil {
		return life{}, err
	}
	if !ok {
		return life{}, kernel.Missing("orgs.no_org")
	}
	path, err := s.Path(tx, id, s.Today())
	if err != nil {
		return life{}, err
	}
	return l, canEdit(a, l.tenant, path)
}

// decision finds the decision by number and date, or records it: several changes may rest on one paper.
func (s *Service) decision(tx *db.Tx, a kernel.Actor, tenant kernel.ID, b Basis) (kernel.ID, error) {
	number := tidy(b.Number)
	d, ok, err := findDecision(tx, tenant, number, b.Decided)
	if err != nil {
		return 0, err
	}
	if ok {
		return d.ID, nil
	}
	d = Decision{ID: s.ids.New(), Number: number, On: b.Decided, Issuer: tidy(b.Issuer), Summary: tidy(b.Summary)}
	return d.ID, insertDecision(tx, tenant, d, s.clock.Now(), a.Account)
}
