package members

import (
	"context"
	"slices"
	"time"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/kernel"
)

// Record (hồ sơ) is all that the roll knows of one member, as of a day, with what this actor may do.
//
//glossary:none
type Record struct {
	Member    Member
	On        kernel.Date
	Segments  []Segment
	Statuses  []StatusSpan
	Facts     []Fact
	Mergers   []Merger
	Transfers []Transfer
	Others    []Member // earlier or later memberships of the same person
	Units     map[kernel.ID]string
	Standing  kernel.ID // where she stands now, or stood last
	Keep      bool
	Decide    bool
	Own       bool
	Full      bool // numbers are shown whole
	Panels    []Panel
}

// Verbs of the journal of access.
const (
	openedVerb   = "members.opened"
	revealedVerb = "members.revealed"
	exportedVerb = "members.exported"
)

// openedAgain is how long a second look of the same account is the same look.
const openedAgain = 10 * time.Minute

// Look opens a record. Whoever is not the member herself is written into the journal of access; her
// numbers are masked unless a reason is given, which is written down too and which she can read.
// Refuses with members.no_member.
func (s *Service) Look(ctx context.Context, a kernel.Actor, id kernel.ID, on kernel.Date, reason string) (Record, error) {
	if on.IsZero() {
		on = s.today()
	}
	var r Record
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		l, err := s.looked(tx, a, id, canView)
		if err != nil {
			return err
		}
		r, err = s.record(tx, a, l, on)
		return err
	})
	if err != nil {
		return r, err
	}
	r.Full = r.Own || reason != ""
	if !r.Own && !a.System {
		err = s.noteAccess(ctx, a, r.Member, reason)
		if err != nil {
			return r, err
		}
	}
	r.Panels, err = s.panelsOf(ctx, a, PanelAsk{Tenant: r.Member.Tenant, Member: r.Member.ID, Person: r.Member.Person, Unit: r.Standing, On: on, Own: r.Own})
	return r, err
}

func (s *Service) record(tx *db.Tx, a kernel.Actor, l loaded, on kernel.Date) (Record, error) {
	r := Record{On: on, Standing: l.standing(), Own: a.Person != 0 && a.Person == l.Person}
	r.Keep, r.Decide = canKeep(a, l.Member, l.path) == nil, canDecide(a, l.Member, l.path) == nil
	var err error
	r.Member, _, err = s.Get(tx, l.Tenant, l.ID, on)
	if err == nil {
		r.Segments, err = segmentsOf(tx, l.ID)
	}
	if err == nil {
		r.Statuses, err = statusesOf(tx, l.ID)
	}
	if err == nil {
		r.Facts, err = factsOf(tx, l.ID)
	}
	if err == nil {
		r.Mergers, err = mergersOf(tx, l.Person)
	}
	if err == nil {
		r.Transfers, err = transfersOf(tx, l.ID)
	}
	if err == nil {
		r.Others, err = otherMemberships(tx, l.Person, l.ID, on)
	}
	if err == nil {
		r.Units, err = s.names(tx, r.units(), on)
	}
	return r, err
}

func (r Record) units() []kernel.ID {
	var out []kernel.ID
	for _, x := range r.Segments {
		out = append(out, x.Unit)
	}
	for _, x := range r.Transfers {
		out = append(out, x.From, x.To, x.Answerer)
	}
	return append(out, r.Standing)
}

// names are what units are called on a day; one that did not live then is called as it was last.
func (s *Service) names(tx *db.Tx, units []kernel.ID, on kernel.Date) (map[kernel.ID]string, error) {
	out := map[kernel.ID]string{}
	slices.Sort(units)
	for _, id := range slices.Compact(units) {
		if id == 0 {
			continue
		}
		o, ok, err := s.Orgs.Get(tx, id, on)
		if err == nil && (!ok || o.Label() == "") {
			o, _, err = s.Orgs.Get(tx, id, s.today())
		}
		if err != nil {
			return out, err
		}
		out[id] = o.Label()
	}
	return out, nil
}

// noteAccess writes who looked; a look soon after the first one is the same look.
func (s *Service) noteAccess(ctx context.Context, a kernel.Actor, m Member, reason string) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		subject := "member:" + m.ID.String()
		if reason != "" {
			return s.Audit.Note(tx, inTenant(a, m.Tenant), revealedVerb, subject, nil, map[string]string{"reason": reason})
		}
		again, err := s.Audit.List(tx, m.Tenant, audit.Filter{Subject: subject, Account: a.Account, Verb: openedVerb, From: s.Clock.Now().Add(-openedAgain), Limit: 1})
		if err != nil || len(again) > 0 {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), openedVerb, subject, nil, nil)
	})
}

// Access (lần xem hồ sơ) is one look of somebody else at a member's record.
//
//glossary:none
type Access struct {
	At     kernel.Instant
	Name   string
	Post   string
	Unit   string
	Full   bool
	Reason string
}

// AccessOf are the latest looks at the record of the member herself, for her own page.
func (s *Service) accessOf(tx *db.Tx, m Member) ([]Access, error) {
	var out []Access
	for _, verb := range []string{openedVerb, revealedVerb} {
		list, err := s.Audit.List(tx, m.Tenant, audit.Filter{Subject: "member:" + m.ID.String(), Verb: verb, Limit: 50})
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			x := Access{At: e.At, Name: e.Name, Post: e.Post, Full: verb == revealedVerb, Reason: reasonIn(e.After)}
			if e.Org != 0 {
				o, _, err := s.Orgs.Get(tx, e.Org, e.At.Date())
				if err != nil {
					return nil, err
				}
				x.Unit = o.Label()
			}
			out = append(out, x)
		}
	}
	kernel.SortFunc(out, func(x, y Access) int { return y.At.Compare(x.At) })
	return out, nil
}

// unitChoices are the units that a list can be narrowed to: the one chosen, those above it within the
// actor's reach, and those directly below.
type unitChoices struct {
	Above []orgs.Org // from the top
	Here  orgs.Org
	Below []orgs.Org
}

const mostBelow = 400

func (s *Service) choicesOf(tx *db.Tx, a kernel.Actor, unit kernel.ID, on kernel.Date) (unitChoices, error) {
	var c unitChoices
	roots := visibleTo(a)
	if unit == 0 && len(roots) == 1 {
		unit = roots[0]
	}
	if unit == 0 {
		for _, r := range roots {
			o, ok, err := s.Orgs.Get(tx, r, on)
			if err != nil {
				return c, err
			}
			if ok {
				c.Below = append(c.Below, o)
			}
		}
		return c, nil
	}
	path, err := s.Orgs.Path(tx, unit, on)
	if err != nil {
		return c, err
	}
	for i := len(path) - 1; i >= 1; i-- {
		if len(c.Above) == 0 && !slices.ContainsFunc(path[i:], func(id kernel.ID) bool { return slices.Contains(roots, id) }) {
			continue
		}
		o, _, err := s.Orgs.Get(tx, path[i], on)
		if err != nil {
			return c, err
		}
		c.Above = append(c.Above, o)
	}
	c.Here, _, err = s.Orgs.Get(tx, unit, on)
	if err != nil {
		return c, err
	}
	c.Below, err = s.Orgs.Children(tx, unit, on)
	if len(c.Below) > mostBelow {
		c.Below = c.Below[:mostBelow]
	}
	return c, err
}
