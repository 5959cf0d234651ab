package waitlists

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/rules"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Orgs   *orgs.Service
	Roll   Roll
	Site   func() kernel.ID
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

// words are what a criterion may ask.
func (s *Service) words() *rules.Vocabulary { return s.Roll.Vocabulary().With(asked...) }

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

// list loads one that the actor sees, and holds the permission over when one is named.
func (s *Service) list(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (List, error) {
	l, ok, err := loadList(tx, a.Tenant, id)
	if err == nil && !ok {
		err = kernel.Missing("waitlists.no_list")
	}
	if err != nil {
		return l, err
	}
	path, err := s.Orgs.Path(tx, l.Org, s.today())
	if err != nil {
		return l, err
	}
	sc, err := s.scopeOf(tx, a)
	if err != nil {
		return l, err
	}
	if permission == "" {
		return l, canSee(a, l, path, sc)
	}
	return l, canOwn(a, l, path, sc, permission)
}

func saved(ok bool, err error) error {
	if err == nil && !ok {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "waitlists.changed_meanwhile"}
	}
	return err
}

func invalid(field, code string, args ...any) error {
	return &kernel.Fault{Kind: kernel.Invalid, Code: "waitlists.invalid", Fields: []kernel.FieldFault{{Field: field, Code: code, Args: args}}}
}

func needReason(reason string) error {
	if len([]rune(strings.TrimSpace(reason))) < 5 {
		return invalid("ly_do", "waitlists.no_reason")
	}
	return nil
}

func subject(l List) string { return "waitlist:" + l.ID.String() }

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind string, l List, t Told) error {
	t.List, t.Org, t.Title = l.ID, l.Org, l.Title
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("fact of %s: %w", subject(l), err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: l.Tenant, Kind: kind, Version: 1, Subject: subject(l), Actor: a.Account, Data: data})
}

// Create writes a list as a draft. Refuses with waitlists.invalid at the fields.
func (s *Service) Create(ctx context.Context, a kernel.Actor, in ListInput) (List, error) {
	l, err := newList(in, s.today())
	if err != nil {
		return l, err
	}
	l.ID, l.Tenant, l.PreparedBy, l.Preparer = s.IDs.New(), a.Tenant, a.Account, a.Name
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, l.Org, s.today())
		if err != nil {
			return err
		}
		if !a.Can(PermKeep, path) {
			return invalid("don_vi", "waitlists.no_unit")
		}
		err = insertList(tx, l)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "waitlists.created", subject(l), nil, map[string]any{"title": l.Title, "org": l.Org, "until": l.Until})
	})
	return l, err
}

// draft changes the rule of a draft; whoever changed it last may not open it.
func (s *Service) draft(ctx context.Context, a kernel.Actor, id kernel.ID, what string, do func(tx *db.Tx, l *List) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := s.list(tx, a, id, PermKeep)
		if err != nil {
			return err
		}
		if l.State != Draft {
			return kernel.Refuse("waitlists.not_now")
		}
		err = do(tx, &l)
		if err != nil {
			return err
		}
		l.PreparedBy, l.Preparer = a.Account, a.Name
		err = saved(saveList(tx, l))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "waitlists."+what, subject(l), nil, nil)
	})
}

// AddCriterion adds a line to the rule of a draft. Refuses with waitlists.invalid at the fields, the
// faults of the formula among them.
func (s *Service) AddCriterion(ctx context.Context, a kernel.Actor, id kernel.ID, c Criterion) error {
	c, err := newCriterion(c, s.words())
	if err != nil {
		return err
	}
	return s.draft(ctx, a, id, "criterion_added", func(tx *db.Tx, l *List) error {
		if len(l.Criteria) >= maxCriteria {
			return kernel.Refuse("waitlists.too_many", maxCriteria)
		}
		c.ID = s.IDs.New()
		return insertCriterion(tx, l.ID, c)
	})
}

// RemoveCriterion takes a line out of the rule of a draft.
func (s *Service) RemoveCriterion(ctx context.Context, a kernel.Actor, id, criterion kernel.ID) error {
	return s.draft(ctx, a, id, "criterion_removed", func(tx *db.Tx, l *List) error { return deleteCriterion(tx, l.ID, criterion) })
}

func (s *Service) moveList(ctx context.Context, a kernel.Actor, id kernel.ID, permission string, v Verb, check func(tx *db.Tx, l *List) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := s.list(tx, a, id, permission)
		if err != nil {
			return err
		}
		was := l.State
		err = l.move(v)
		if err == nil && check != nil {
			err = check(tx, &l)
		}
		if err != nil {
			return err
		}
		err = saved(saveList(tx, l))
		if err != nil {
			return err
		}
		if v == Freeze {
			err = s.tell(tx, a, FrozenFact, l, Told{})
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, a, "waitlists."+string(v), subject(l), map[string]State{"state": was}, map[string]State{"state": l.State})
	})
}

// Open lets members apply: another person than the one who wrote the rule. Refuses with
// waitlists.second_person, waitlists.no_criteria, waitlists.day_is_past, waitlists.not_now.
func (s *Service) Open(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveList(ctx, a, id, PermDecide, Open, func(_ *db.Tx, l *List) error {
		if len(l.Holding(l.Until)) == 0 {
			return kernel.Refuse("waitlists.no_criteria", kernel.FormatDate(l.Until))
		}
		if l.Until.Before(s.today()) {
			return kernel.Refuse("waitlists.day_is_past")
		}
		l.OpenedBy = a.Name
		return canOpen(a, l.PreparedBy)
	})
}

// Drop throws a draft away.
func (s *Service) Drop(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveList(ctx, a, id, PermKeep, Drop, nil)
}

// Close ends a list in which nobody has an offer to answer. Refuses with waitlists.offers_stand.
func (s *Service) Close(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveList(ctx, a, id, PermDecide, Close, func(tx *db.Tx, l *List) error {
		list, err := applicationsOf(tx, l.ID)
		if err == nil && slices.ContainsFunc(list, func(x Application) bool { return x.Stage == Offered }) {
			err = kernel.Refuse("waitlists.offers_stand")
		}
		return err
	})
}

// scored works out what everybody who waits has on a day, in order. Whoever is no member on that day is
// scored by what her application says alone.
func (s *Service) scored(ctx context.Context, l List, list []Application, on kernel.Date) ([]Application, error) {
	words, criteria := s.words(), l.Holding(on)
	var out []Application
	for _, x := range list {
		if x.Stage != Waiting {
			continue
		}
		m, _, err := s.Roll.Member(ctx, l.Tenant, x.Member, on)
		if err != nil {
			return nil, err
		}
		x.Points, x.Lines, err = score(criteria, words, x.Answers.record(l.Kind, m.Record))
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return ranked(out), nil
}

// Freeze works out the scores by the record of the last day of applications and fixes them with every
// line. Refuses with waitlists.still_open before that day is over, waitlists.changed_meanwhile when
// somebody withdrew meanwhile.
func (s *Service) Freeze(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	var l List
	var list []Application
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		l, err = s.list(tx, a, id, PermDecide)
		if err == nil {
			list, err = applicationsOf(tx, id)
		}
		return err
	})
	if err != nil {
		return err
	}
	if l.State == Running && !s.today().After(l.Until) {
		return kernel.Refuse("waitlists.still_open", kernel.FormatDate(l.Until))
	}
	list, err = s.scored(ctx, l, list, l.Until)
	if err != nil {
		return err
	}
	return s.moveList(ctx, a, id, PermDecide, Freeze, func(tx *db.Tx, now *List) error {
		now.FrozenAt, now.FrozenBy = s.Clock.Now(), a.Name
		for _, x := range list {
			err := saved(saveApplication(tx, x))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Publish shows a frozen list to everybody, with masked names. A second time changes nothing.
func (s *Service) Publish(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := s.list(tx, a, id, PermDecide)
		if err != nil || !l.Published.IsZero() {
			return err
		}
		if l.State != Frozen && l.State != Closed {
			return kernel.Refuse("waitlists.not_now")
		}
		l.Published = s.Clock.Now()
		err = saved(saveList(tx, l))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "waitlists.published", subject(l), nil, nil)
	})
}

// Schedule registers what happens by the clock.
func (s *Service) Schedule() { s.Outbox.Every("waitlists.lapse", time.Hour, s.LapseOffers) }
