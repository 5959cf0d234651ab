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
	err := s.checkFounding(tx, in)
	if err != nil {
		return 0, err
	}
	err = lockTree(tx, tenant)
	if err != nil {
		return 0, err
	}
	decision, err := s.decision(tx, a, tenant, in.Basis)
	if err != nil {
		return 0, err
	}
	l := life{id: in.ID, tenant: tenant, foundedBy: decision, period: kernel.Period{From: in.Basis.Effective}}
	if l.id == 0 {
		l.id = s.ids.New()
	}
	err = insertOrg(tx, l)
	if err != nil {
		return 0, err
	}
	err = s.firstFacts(tx, l, in)
	if err != nil {
		return 0, err
	}
	err = s.plant(tx, l, in.Parent)
	if err != nil {
		return 0, err
	}
	return l.id, s.tell(tx, a, founded{Org: l.id, Parent: in.Parent, Kind: in.Kind, On: l.period.From}, l.tenant, l.id, nil, in)
}

// firstFacts writes the name, kind and identifiers that a unit is born with.
func (s *Service) firstFacts(tx *db.Tx, l life, in Founding) error {
	err := insertName(tx, l.tenant, l.id, span[naming]{s.ids.New(), naming{tidy(in.Name), tidy(in.ShortName)}, l.period, l.foundedBy})
	if err != nil {
		return err
	}
	err = insertKindSpan(tx, l.tenant, l.id, span[string]{s.ids.New(), in.Kind, l.period, l.foundedBy})
	if err != nil {
		return err
	}
	for scheme, code := range map[string]string{SchemeCurrent: in.Identifier, SchemeFormer: in.Former} {
		if code == "" {
			continue
		}
		err = s.giveIdentifier(tx, l, scheme, code, l.period.From, l.foundedBy)
		if err != nil {
			return err
		}
	}
	for _, code := range in.Areas {
		err = s.serve(tx, l, code, l.period, l.foundedBy)
		if err != nil {
			return err
		}
	}
	return nil
}

// plant puts a new unit under its parent and into the closure.
func (s *Service) plant(tx *db.Tx, l life, parent kernel.ID) error {
	self := closureRow{l.id, l.id, 0, l.period}
	err := insertClosure(tx, l.tenant, self)
	if err != nil || parent == 0 {
		return err
	}
	return s.stand(tx, l, parent, l.period, l.foundedBy)
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
	return s.change(ctx, a, in, func(tx *db.Tx, l life, decision kernel.ID) error {
		next := naming{tidy(name), tidy(short)}
		if next.Name == "" {
			return invalid("ten", "orgs.need_name")
		}
		spans, err := loadNames(tx, l.id)
		if err != nil {
			return err
		}
		was, _ := at(spans, in.Basis.Effective)
		if was.Value == next {
			return kernel.Refuse("orgs.same_name", next.Name)
		}
		t, err := turnAt(spans, in.Basis.Effective)
		if err != nil {
			return err
		}
		err = cutName(tx, t.cut, t.valid.From)
		if err != nil {
			return err
		}
		err = insertName(tx, l.tenant, l.id, span[naming]{s.ids.New(), next, t.valid, decision})
		if err != nil {
			return err
		}
		return s.tell(tx, a, renamed{Org: l.id, Name: next.Name, On: t.valid.From}, l.tenant, l.id, was.Value, next)
	})
}

// ChangeKind makes a unit one of another kind from a day on. Refuses as Rename does, and with
// orgs.unknown_kind when the kind is not in force on that day.
func (s *Service) ChangeKind(ctx context.Context, a kernel.Actor, in Change, kind string) error {
	return s.change(ctx, a, in, func(tx *db.Tx, l life, decision kernel.ID) error {
		_, ok, err := kindOn(tx, kind, in.Basis.Effective)
		if err != nil {
			return err
		}
		if !ok {
			return invalid("loai", "orgs.unknown_kind")
		}
		spans, err := loadKindSpans(tx, l.id)
		if err != nil {
			return err
		}
		was, _ := at(spans, in.Basis.Effective)
		if was.Value == kind {
			return kernel.Refuse("orgs.same_kind")
		}
		t, err := turnAt(spans, in.Basis.Effective)
		if err != nil {
			return err
		}
		err = cutKindSpan(tx, t.cut, t.valid.From)
		if err != nil {
			return err
		}
		err = insertKindSpan(tx, l.tenant, l.id, span[string]{s.ids.New(), kind, t.valid, decision})
		if err != nil {
			return err
		}
		return s.tell(tx, a, kindChanged{Org: l.id, Kind: kind, On: t.valid.From}, l.tenant, l.id, was.Value, kind)
	})
}

// Identify gives a unit another identifier of a scheme from a day on.
func (s *Service) Identify(ctx context.Context, a kernel.Actor, in Change, scheme, code string) error {
	return s.change(ctx, a, in, func(tx *db.Tx, l life, decision kernel.ID) error {
		err := s.giveIdentifier(tx, l, scheme, code, in.Basis.Effective, decision)
		if err != nil {
			return err
		}
		return s.tell(tx, a, identified{Org: l.id, Scheme: scheme, Code: NormalIdentifier(code), On: in.Basis.Effective}, l.tenant, l.id, nil, code)
	})
}

func (s *Service) giveIdentifier(tx *db.Tx, l life, scheme, code string, on kernel.Date, decision kernel.ID) error {
	code = NormalIdentifier(code)
	field, bad := "ma_dinh_danh", "orgs.bad_identifier"
	if scheme == SchemeFormer {
		field, bad = "ma_cu", "orgs.bad_former"
	}
	if !validIdentifier(scheme, code, on) {
		return invalid(field, bad, code)
	}
	spans, err := loadIdentifiers(tx, l.id, scheme)
	if err != nil {
		return err
	}
	t, err := turnAt(spans, on)
	if err != nil {
		return err
	}
	holder, taken, err := identifierHolder(tx, l.tenant, code, t.valid)
	if err != nil {
		return err
	}
	if taken && holder != l.id {
		return invalid(field, "orgs.identifier_taken", code)
	}
	if t.cut != 0 {
		err = cutIdentifier(tx, t.cut, on)
		if err != nil {
			return err
		}
	}
	return insertIdentifier(tx, l.tenant, l.id, scheme, span[string]{s.ids.New(), code, t.valid, decision})
}

// serve notes that a unit serves an administrative area.
func (s *Service) serve(tx *db.Tx, l life, code string, valid kernel.Period, decision kernel.ID) error {
	area, ok, err := AreaByCode(tx, code, valid.From)
	if err != nil {
		return err
	}
	if !ok {
		return invalid("dia_ban", "orgs.no_area", code, kernel.FormatDate(valid.From))
	}
	return insertAreaSpan(tx, l.tenant, l.id, span[kernel.ID]{s.ids.New(), area.Area, valid, decision})
}

// change is the frame of every verb on a unit that exists: right, lock, life, decision.
func (s *Service) change(ctx context.Context, a kernel.Actor, in Change, do func(tx *db.Tx, l life, decision kernel.ID) error) error {
	return s.alter(ctx, func(tx *db.Tx) error {
		l, err := s.edit(tx, a, in.Org)
		if err != nil {
			return err
		}
		err = lockTree(tx, l.tenant)
		if err != nil {
			return err
		}
		err = checkBasis(in.Basis).Err("orgs.invalid")
		if err != nil {
			return err
		}
		l, _, err = loadLife(tx, in.Org)
		if err != nil {
			return err
		}
		if !l.period.Holds(in.Basis.Effective) {
			return kernel.Refuse("orgs.not_alive", kernel.FormatDate(in.Basis.Effective))
		}
		decision, err := s.decision(tx, a, l.tenant, in.Basis)
		if err != nil {
			return err
		}
		return do(tx, l, decision)
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
	path, err := pathOf(tx, id, clamp(l.period, s.Today()))
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

// IdentifyBoth gives the identifiers of a form that differ from those in force; equal ones stay.
func (s *Service) IdentifyBoth(ctx context.Context, a kernel.Actor, in Change, current, former string) error {
	return s.change(ctx, a, in, func(tx *db.Tx, l life, decision kernel.ID) error {
		given := 0
		for _, c := range []struct{ scheme, code string }{{SchemeCurrent, current}, {SchemeFormer, former}} {
			code := NormalIdentifier(c.code)
			spans, err := loadIdentifiers(tx, l.id, c.scheme)
			if err != nil {
				return err
			}
			was, _ := at(spans, in.Basis.Effective)
			if code == "" || was.Value == code {
				continue
			}
			err = s.giveIdentifier(tx, l, c.scheme, code, in.Basis.Effective, decision)
			if err != nil {
				return err
			}
			err = s.tell(tx, a, identified{Org: l.id, Scheme: c.scheme, Code: code, On: in.Basis.Effective}, l.tenant, l.id, was.Value, code)
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
