package welfare

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Deps is what the room stands on. Shelf may be nil.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Orgs   *orgs.Service
	Press  *paper.Press
	Roll   Roll
	Shelf  Shelf
	Base   string // address of the site, for codes on paper
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

// newToken is what a QR holds: it opens nothing for whoever has no right already.
func newToken() string { return strings.ToLower(rand.Text()[:20]) }

// scopeOf is where the actor looks, with what stands above it today.
func (s *Service) scopeOf(tx *db.Tx, a kernel.Actor) (scope, error) {
	sc := scope{All: everything(a), Roots: sight(a)}
	if sc.All {
		return sc, nil
	}
	for _, root := range sc.Roots {
		path, err := s.Orgs.Path(tx, root, s.today())
		if err != nil {
			return sc, err
		}
		sc.Above = append(sc.Above, path...)
	}
	return sc, nil
}

// programme loads one with its path and asks whether the actor may see it, and hold the permission over
// its unit when one is named.
func (s *Service) programme(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Programme, error) {
	p, ok, err := loadProgramme(tx, a.Tenant, id)
	if err != nil {
		return p, err
	}
	if !ok {
		return p, kernel.Missing("welfare.no_programme")
	}
	path, err := s.Orgs.Path(tx, p.Org, s.today())
	if err != nil {
		return p, err
	}
	sc, err := s.scopeOf(tx, a)
	if err != nil {
		return p, err
	}
	if permission == "" {
		return p, canSee(a, p, path, sc)
	}
	return p, canOwn(a, p, path, sc, permission)
}

// occasion loads a list of a programme.
func (s *Service) occasion(tx *db.Tx, p Programme, id kernel.ID) (Occasion, error) {
	o, ok, err := loadOccasion(tx, p.ID, id)
	if err == nil && !ok {
		err = kernel.Missing("welfare.no_occasion_here")
	}
	return o, err
}

func changed() error { return &kernel.Fault{Kind: kernel.Conflict, Code: "welfare.changed_meanwhile"} }

func saved(ok bool, err error) error {
	if err == nil && !ok {
		return changed()
	}
	return err
}

// Create writes a new programme as a draft; of gifts with its first occasion. Refuses with
// welfare.invalid_programme at the fields, the faults of rules among them, and welfare.no_unit for a
// unit over which the actor may not prepare.
func (s *Service) Create(ctx context.Context, a kernel.Actor, in ProgrammeInput) (Programme, error) {
	p := Programme{ID: s.IDs.New(), Tenant: a.Tenant, State: Draft, PreparedBy: a.Account, Preparer: a.Name, Created: s.Clock.Now()}
	p.Root = p.ID
	first, err := s.write(&p, in)
	if err != nil {
		return p, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, p.Org, s.today())
		if err != nil {
			return err
		}
		if !a.Can(PermPrepare, path) {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_programme", Fields: []kernel.FieldFault{{Field: "don_vi", Code: "welfare.no_unit"}}}
		}
		err = insertProgramme(tx, p)
		if err != nil {
			return err
		}
		if p.Kind == Gifts {
			first.ID, first.Tenant, first.Programme = s.IDs.New(), p.Tenant, p.ID
			first.Root = first.ID
			err = insertOccasion(tx, first)
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, a, "welfare.created", subject(p), nil, brief(p))
	})
	return p, err
}

// write checks both parts of the form, so that all faults come back at once.
func (s *Service) write(p *Programme, in ProgrammeInput) (Occasion, error) {
	err := p.write(in, s.Roll.Vocabulary())
	first := Occasion{}
	if in.Kind == Gifts {
		var second error
		first, second = newOccasion(in.Occasion)
		err = bothFaults(err, second)
	}
	return first, err
}

func bothFaults(a, b error) error {
	x, y := kernel.AsFault(a), kernel.AsFault(b)
	if x == nil || y == nil {
		if a != nil {
			return a
		}
		return b
	}
	return &kernel.Fault{Kind: x.Kind, Code: x.Code, Args: x.Args, Fields: append(x.Fields, y.Fields...)}
}

// Rewrite changes a draft; of gifts its only occasion, too. Refuses as Create does, and with
// welfare.not_now once it is open.
func (s *Service) Rewrite(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, in ProgrammeInput) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, id, PermPrepare)
		if err != nil {
			return err
		}
		if p.State != Draft {
			return kernel.Refuse("welfare.not_now")
		}
		if p.Version != version {
			return changed()
		}
		before := brief(p)
		in.Org, in.Kind = p.Org, p.Kind
		first, err := s.write(&p, in)
		if err != nil {
			return err
		}
		p.PreparedBy, p.Preparer = a.Account, a.Name
		err = saved(saveProgramme(tx, p))
		if err != nil {
			return err
		}
		if p.Kind == Gifts {
			err = dropOccasions(tx, p.ID)
			if err != nil {
				return err
			}
			first.ID, first.Tenant, first.Programme = s.IDs.New(), p.Tenant, p.ID
			first.Root = first.ID
			err = insertOccasion(tx, first)
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, a, "welfare.rewritten", subject(p), before, brief(p))
	})
}

// moveProgramme takes one verb of the flow.
func (s *Service) moveProgramme(ctx context.Context, a kernel.Actor, id kernel.ID, permission string, v verb, check func(tx *db.Tx, p *Programme) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, id, permission)
		if err != nil {
			return err
		}
		before := p.State
		err = p.move(v)
		if err == nil && check != nil {
			err = check(tx, &p)
		}
		if err != nil {
			return err
		}
		err = saved(saveProgramme(tx, p))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare."+string(v), subject(p), map[string]State{"state": before}, map[string]State{"state": p.State})
	})
}

// Open begins a programme. Visits and allowances pay without a list, so opening them is the approval:
// it takes the right to approve and another person than the one who wrote it. Refuses with
// welfare.second_person, welfare.rule_outdated, welfare.not_now, welfare.no_right.
func (s *Service) Open(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	permission := PermPrepare
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, id, "")
		if err == nil && p.Kind != Gifts {
			permission = PermApprove
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.moveProgramme(ctx, a, id, permission, open, func(_ *db.Tx, p *Programme) error {
		if p.Kind != Gifts {
			err := canApprove(a, []kernel.ID{p.PreparedBy})
			if err != nil {
				return err
			}
		}
		p.OpenedBy = a.Account
		_, err := judgeOf(*p, s.Roll.Vocabulary())
		return err
	})
}

// Revise takes an open programme back to its draft while nothing came of it.
func (s *Service) Revise(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveProgramme(ctx, a, id, PermPrepare, revise, func(tx *db.Tx, p *Programme) error {
		list, err := occasionsOf(tx, p.ID)
		if err != nil {
			return err
		}
		for _, o := range list {
			if o.State != Waiting {
				return kernel.Refuse("welfare.has_list")
			}
		}
		any, err := anyOf(tx, p.ID)
		if err == nil && (any || len(list) > 1) {
			return kernel.Refuse("welfare.has_list")
		}
		return err
	})
}

// Drop gives up a draft.
func (s *Service) Drop(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveProgramme(ctx, a, id, PermPrepare, drop, nil)
}

// Close ends a programme in which everybody has received. Refuses with welfare.still_waiting.
func (s *Service) Close(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveProgramme(ctx, a, id, PermApprove, end, func(tx *db.Tx, p *Programme) error {
		waiting, err := openOf(tx, p.ID, "")
		if err == nil && waiting {
			return kernel.Refuse("welfare.still_waiting")
		}
		return err
	})
}

// Allow lets a programme go beyond its budget by an amount, with a reason (I15). Whoever wrote the
// programme does not allow it herself. Refuses with welfare.invalid_override at the fields.
func (s *Service) Allow(ctx context.Context, a kernel.Actor, id kernel.ID, amount kernel.Money, reason string) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, id, PermOverride)
		if err != nil {
			return err
		}
		if p.State != Open {
			return kernel.Refuse("welfare.not_now")
		}
		err = canApprove(a, []kernel.ID{p.PreparedBy})
		if err != nil {
			return err
		}
		var fs kernel.Faults
		if amount <= 0 || amount > maxBudget {
			fs.Add("so_tien", "welfare.bad_override")
		}
		if len([]rune(reason)) < 5 {
			fs.Add("ly_do", "welfare.no_reason")
		}
		err = fs.Err("welfare.invalid_override")
		if err != nil {
			return err
		}
		o := Override{ID: s.IDs.New(), Amount: amount, Reason: reason, By: a.Name, At: s.Clock.Now()}
		err = allow(tx, p, o, a.Account)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.allowed", subject(p), map[string]kernel.Money{"limit": p.Limit()}, map[string]any{"limit": p.Limit() + amount, "reason": reason})
	})
}

// AddOccasion opens one more occasion of a programme of gifts.
func (s *Service) AddOccasion(ctx context.Context, a kernel.Actor, id kernel.ID, in OccasionInput) (Occasion, error) {
	o, err := newOccasion(in)
	if err != nil {
		return o, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, id, PermPrepare)
		if err != nil {
			return err
		}
		if p.Kind != Gifts || p.State != Open {
			return kernel.Refuse("welfare.not_now")
		}
		o.ID, o.Tenant, o.Programme = s.IDs.New(), p.Tenant, p.ID
		o.Root = o.ID
		err = insertOccasion(tx, o)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.occasion", subject(p), nil, map[string]string{"title": o.Title, "as_of": o.AsOf.String()})
	})
	return o, err
}

func subject(p Programme) string { return "welfare:" + p.ID.String() }

// brief is what the journal keeps of a programme.
func brief(p Programme) map[string]any {
	return map[string]any{"org": p.Org, "title": p.Title, "rule": p.Rule, "amount": p.Amount, "amount_rule": p.AmountRule, "line": p.Line, "budget": p.Budget, "state": p.State}
}

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind, of string, t Told) error {
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", kind, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: a.Tenant, Kind: kind, Subject: of, Actor: a.Account, Data: data})
}

func (s *Service) change(a kernel.Actor, benefit kernel.ID, v verb, reason string) Change {
	return Change{ID: s.IDs.New(), Benefit: benefit, Verb: string(v), Reason: reason, Account: a.Account, By: a.Name, At: s.Clock.Now()}
}
