package cards

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/internal/paper"
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
	Press  *paper.Press
	Files  files.Store
	Roll   Roll
	Seats  Seats
	Key    []byte           // 32 bytes of the site: tokens are derived from it
	Base   string           // https://congdoan.example.vn: where the QR leads
	Site   func() kernel.ID // the tenant of this installation
}

// Service is the room's door.
type Service struct {
	Deps
	pressing chan struct{} // one file of cards at a time: each holds its pictures in memory
}

// New opens the room.
func New(d Deps) *Service { return &Service{Deps: d, pressing: make(chan struct{}, 1)} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

// System is the program as an actor of a tenant.
func System(tenant kernel.ID) kernel.Actor {
	return kernel.Actor{System: true, Tenant: tenant, Name: "Hệ thống"}
}

// desk is what cards of one unit have in common on a day.
type desk struct {
	design     Design
	base, over string
}

// deskOf finds the design of the nearest unit that has one, and the names that are printed.
func (s *Service) deskOf(tx *db.Tx, tenant, unit kernel.ID, on kernel.Date) (desk, error) {
	d := desk{design: standard(tenant)}
	path, err := s.Orgs.Path(tx, unit, on)
	if err != nil {
		return d, err
	}
	for _, org := range path {
		own, ok, err := designOn(tx, tenant, org, on)
		if err != nil {
			return d, err
		}
		if ok {
			d.design = own
			break
		}
	}
	d.base, d.over, err = s.names(tx, tenant, path, on)
	return d, err
}

// names are those of a unit and of the union above it; the site's root is no union.
func (s *Service) names(tx *db.Tx, tenant kernel.ID, path []kernel.ID, on kernel.Date) (base, over string, err error) {
	for i, into := range []*string{&base, &over} {
		if i >= len(path) || path[i] == tenant {
			break
		}
		o, _, err := s.Orgs.Get(tx, path[i], on)
		if err != nil {
			return "", "", err
		}
		*into = o.Name
	}
	return base, over, nil
}

// making is what cards that are made together have in common.
type making struct {
	tenant kernel.ID
	kind   string
	batch  kernel.ID
	first  int // position of the first card in the batch
	by     string
	desks  map[kernel.ID]desk

	replaces kernel.ID // of a single card: whose place it takes, and why
	why      string
}

// make writes cards for these members, in this order, with the next serials of their series. The
// numbers are taken in the caller's transaction: when it fails they are given again.
func (s *Service) make(tx *db.Tx, m making, list []Member) ([]Card, error) {
	now := s.Clock.Now()
	on := now.Date()
	need := map[Series]int{}
	for _, p := range list {
		d, ok := m.desks[p.Unit]
		if !ok {
			var err error
			d, err = s.deskOf(tx, m.tenant, p.Unit, on)
			if err != nil {
				return nil, err
			}
			m.desks[p.Unit] = d
		}
		need[d.design.series(on)]++
	}
	next, err := s.serials(tx, m.tenant, need)
	if err != nil {
		return nil, err
	}
	out := make([]Card, len(list))
	for i, p := range list {
		d := m.desks[p.Unit]
		series := d.design.series(on)
		c := Card{ID: s.IDs.New(), Tenant: m.tenant, Member: p.ID, Unit: p.Unit, Serial: series.serial(next[series]), Kind: m.kind, Number: p.Number, Name: p.Name, Born: p.Born,
			Base: d.base, Over: d.over, Photo: p.Photo, Design: d.design.ID, Batch: m.batch, Position: m.first + i, Replaces: m.replaces,
			State: Made, Made: Deed{At: now, By: m.by, Why: m.why}}
		c.hash = tokenOf(s.Key, c.ID).hash()
		next[series]++
		out[i] = c
	}
	err = insertCards(tx, out)
	if err != nil {
		return nil, err
	}
	perUnit := map[kernel.ID]int{}
	for _, c := range out {
		perUnit[c.Unit]++
	}
	return out, s.countAll(tx, m.tenant, perUnit, Made)
}

// serials takes as many numbers of each series as are needed, the series in one order for everybody.
func (s *Service) serials(tx *db.Tx, tenant kernel.ID, need map[Series]int) (map[Series]int64, error) {
	var all []Series
	for series := range need {
		all = append(all, series)
	}
	kernel.SortFunc(all, func(x, y Series) int { return kernel.CompareText(x.serial(0), y.serial(0)) })
	next := map[Series]int64{}
	for _, series := range all {
		mine, err := claimPrefix(tx, tenant, series.Unit, series.Prefix)
		if err != nil {
			return nil, err
		}
		if !mine {
			return nil, kernel.Refuse("cards.prefix_taken", series.Prefix)
		}
		next[series], err = take(tx, tenant, series, need[series])
		if err != nil {
			return nil, err
		}
	}
	return next, nil
}

// countAll adds to the counters of a state, the units in one order for everybody.
func (s *Service) countAll(tx *db.Tx, tenant kernel.ID, perUnit map[kernel.ID]int, state State) error {
	var units []kernel.ID
	for u := range perUnit {
		units = append(units, u)
	}
	slices.Sort(units)
	for _, u := range units {
		err := count(tx, tenant, u, state, perUnit[u])
		if err != nil {
			return err
		}
	}
	return nil
}

// move saves a card that a verb has moved, with its counters and its fact.
func (s *Service) move(tx *db.Tx, a kernel.Actor, c Card, was State, fact string, next kernel.ID) error {
	moved, err := saveCard(tx, c, was)
	if _, ok := db.Unique(err); ok {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "cards.changed_meanwhile"}
	}
	if err != nil {
		return err
	}
	if !moved {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "cards.changed_meanwhile"}
	}
	err = count(tx, c.Tenant, c.Unit, was, -1)
	if err == nil {
		err = count(tx, c.Tenant, c.Unit, c.State, 1)
	}
	if err == nil {
		err = s.tell(tx, a, c.Tenant, fact, subject(c), Told{Card: c.ID, Member: c.Member, Unit: c.Unit, Serial: c.Serial, Next: next, Reason: c.Ended.Why})
	}
	return err
}

func subject(c Card) string { return "card:" + c.ID.String() }

func (s *Service) tell(tx *db.Tx, a kernel.Actor, tenant kernel.ID, fact, about string, t Told) error {
	b, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("fact of %s: %w", about, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: tenant, Kind: fact, Subject: about, Actor: a.Account, Data: b})
}

// noted is what the journal keeps of a card: no name.
type noted struct {
	Serial string `json:"serial"`
	State  State  `json:"state"`
	Reason string `json:"reason,omitempty"`
	Next   string `json:"next,omitempty"`
}

func (s *Service) note(tx *db.Tx, a kernel.Actor, verb string, c Card, was State, why, next string) error {
	a.Tenant = c.Tenant
	return s.Audit.Note(tx, a, verb, subject(c), noted{Serial: c.Serial, State: was}, noted{Serial: c.Serial, State: c.State, Reason: why, Next: next})
}

// guarded loads a card and asks a rule of the policy about it.
func (s *Service) guarded(tx *db.Tx, a kernel.Actor, id kernel.ID, rule func(kernel.Actor, kernel.ID, []kernel.ID) error) (Card, error) {
	c, ok, err := loadCard(tx, id)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, kernel.Missing("cards.no_card")
	}
	path, err := s.Orgs.Path(tx, c.Unit, s.today())
	if err != nil {
		return c, err
	}
	return c, rule(a, c.Tenant, path)
}

// MarkPrinted notes that one card has come out of the printer. Refuses with cards.cannot_print,
// cards.may_not, cards.no_card.
func (s *Service) MarkPrinted(ctx context.Context, a kernel.Actor, id kernel.ID) (Card, error) {
	var c Card
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		c, err = s.guarded(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		was := c.State
		err = c.print(Deed{At: s.Clock.Now(), By: a.Name})
		if err == nil {
			err = s.move(tx, a, c, was, PrintedFact, 0)
		}
		if err != nil {
			return err
		}
		return s.note(tx, a, PrintedFact, c, was, "", "")
	})
	return c, err
}
