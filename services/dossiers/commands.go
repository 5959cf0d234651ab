package dossiers

import (
	"context"
	"errors"
	"strings"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/search"
	"doanket/kernel"
)

// UnitTree is what this room asks of core/orgs: where a unit stands in the tree on a day, and which
// units make up a branch, those that have ended included. Path of an ended unit is that of its last day.
//
//glossary:none
type UnitTree interface {
	Path(tx *db.Tx, id kernel.ID, on kernel.Date) ([]kernel.ID, error)
	Branch(tx *db.Tx, roots []kernel.ID, on kernel.Date) ([]kernel.ID, error)
}

// Deps are what the room is made of. Search may be nil: then nothing is found by text.
//
//glossary:none
type Deps struct {
	DB        *db.DB
	IDs       *kernel.IDs
	Clock     kernel.Clock
	Outbox    *outbox.Outbox
	Audit     *audit.Journal
	Search    *search.Index
	Units     UnitTree
	Book      ProcedureBook
	Calendars Calendars
	Staff     Staff
}

// Service is the room.
type Service struct{ Deps }

// New makes the room.
func New(deps Deps) *Service { return &Service{deps} }

// work is one command on one dossier inside its transaction.
type work struct {
	s      *Service
	tx     *db.Tx
	actor  kernel.Actor
	paths  Paths
	before Dossier
	d      Dossier
	turn   turn
	once   Once
	events []Event
}

func handOf(a kernel.Actor) Hand {
	h := Hand{Account: a.Account, Person: a.Person, Org: a.Org, Name: a.Name, Post: a.Post}
	if a.System && h.Name == "" {
		h.Name = "Hệ thống"
	}
	return h
}

// handFor is the hand of a verb: when the only mandate that gives the right was delegated, the
// event says on whose behalf.
func handFor(a kernel.Actor, permission string) Hand {
	h := handOf(a)
	for _, m := range a.Mandates {
		for _, p := range m.Permissions {
			if p == permission {
				h.OnBehalf = m.OnBehalfOf
				if m.OnBehalfOf == 0 {
					return h
				}
			}
		}
	}
	return h
}

// verbPermission is the right whose delegation is named in the event.
var verbPermission = map[Verb]string{DoAccept: PermAccept, DoRefuse: PermAccept, DoApprove: PermApprove, DoStop: PermApprove, DoResume: PermApprove,
	DoApologise: PermApprove, DoAssign: PermAssign, DoDraft: PermHandle, DoForward: PermHandle, DoReturn: PermReturn}

// maxStale is how often a command is done anew when others were faster, before it gives up.
const maxStale = 8

// act is the frame of every command: read what the terms depend on, ask for the terms outside of any
// transaction, then in one transaction load, ask the policy, do the verb, save, tell, journal.
func (s *Service) act(ctx context.Context, a kernel.Actor, id kernel.ID, once Once, verb Verb, do func(w *work) error) (Dossier, error) {
	for try := 1; ; try++ {
		d, err := s.actOnce(ctx, a, id, once, verb, do)
		stale := errors.Is(err, errStale) && once.RowVersion == 0
		if name, hit := db.Unique(err); hit && (name == "dossier_event_pk" || name == "dossier_event_request") {
			stale = true
		}
		if !stale {
			return d, err
		}
		if try == maxStale {
			return Dossier{}, errStale
		}
	}
}

func (s *Service) actOnce(ctx context.Context, a kernel.Actor, id kernel.ID, once Once, verb Verb, do func(w *work) error) (Dossier, error) {
	var seen Dossier
	var repeated bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		// Done is asked first: what is read after it holds the deed that it speaks of.
		repeated, err = s.done(tx, a, id, once)
		if err != nil {
			return err
		}
		seen, _, err = s.look(tx, a, id)
		return err
	})
	if err != nil || repeated {
		return seen, err
	}
	t, err := s.turnFor(ctx, a, seen, verb)
	if err != nil {
		return Dossier{}, err
	}
	var out Dossier
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		repeated, err := s.done(tx, a, id, once)
		if err != nil {
			return err
		}
		d, paths, err := s.look(tx, a, id)
		if err != nil || repeated {
			out = d
			return err
		}
		if d.RowVersion != seen.RowVersion || once.RowVersion != 0 && once.RowVersion != d.RowVersion {
			return errStale
		}
		err = may(a, d, paths, t.terms, verb)
		if err != nil {
			return err
		}
		w := &work{s: s, tx: tx, actor: a, paths: paths, before: d, d: d, turn: t, once: once}
		err = do(w)
		if err == nil {
			err = w.finish(string(verb))
		}
		out = w.d
		return err
	})
	if err != nil {
		return Dossier{}, err
	}
	return out, nil
}

// done tells whether the request has been done already. A request id belongs to its account and dossier.
func (s *Service) done(tx *db.Tx, a kernel.Actor, id kernel.ID, once Once) (bool, error) {
	other, ok, err := requested(tx, a.Tenant, requestKey(a, once.Request))
	if err != nil || !ok {
		return false, err
	}
	if other != id && id != 0 {
		return false, &kernel.Fault{Kind: kernel.Conflict, Code: "dossiers.request_reused"}
	}
	return true, nil
}

func requestKey(a kernel.Actor, request string) string {
	if request == "" {
		return ""
	}
	return a.Account.String() + ":" + request
}

// turnFor gathers the moment, the terms and the calendar for a verb on a dossier.
func (s *Service) turnFor(ctx context.Context, a kernel.Actor, d Dossier, verb Verb) (turn, error) {
	received, deciding := d.whereAt(d.SubmittedAt) // what was asked for at filing is asked for still
	ask := TermsAsk{Tenant: d.Tenant, Version: d.Procedure.Version, Variant: d.Procedure.Variant, Channel: d.Channel,
		Received: received, Deciding: deciding, Answers: d.Answers, Held: heldSources(d.Papers), On: d.SubmittedAt}
	if len(d.Transfers) > 0 {
		ask.Coder, ask.CodedOn = d.Deciding, s.Clock.Now()
	}
	terms, err := s.Book.Terms(ctx, ask)
	if err != nil {
		return turn{}, err
	}
	cal, err := s.Calendars.CalendarOf(ctx, d.Tenant, d.Deciding)
	if err != nil {
		return turn{}, err
	}
	return turn{at: s.Clock.Now(), by: handFor(a, verbPermission[verb]), terms: terms, cal: cal, newID: s.IDs.New}, nil
}

func heldSources(papers []Paper) []string {
	var out []string
	for _, p := range papers {
		if p.Held != "" {
			out = append(out, p.Held)
		}
	}
	return out
}

// look loads a dossier that the actor may see, with the paths of its units today.
func (s *Service) look(tx *db.Tx, a kernel.Actor, id kernel.ID) (Dossier, Paths, error) {
	d, ok, err := load(tx, a.Tenant, id)
	if err != nil {
		return Dossier{}, Paths{}, err
	}
	if !ok {
		return Dossier{}, Paths{}, kernel.Missing("dossiers.not_found")
	}
	p, err := s.pathsOf(tx, d)
	if err != nil {
		return Dossier{}, Paths{}, err
	}
	if !VisibleTo(a).Holds(d, p) {
		return Dossier{}, Paths{}, kernel.Missing("dossiers.not_found")
	}
	return d, p, nil
}

func (s *Service) pathsOf(tx *db.Tx, d Dossier) (Paths, error) {
	today := s.Clock.Now().Date()
	known := map[kernel.ID][]kernel.ID{}
	path := func(id kernel.ID) ([]kernel.ID, error) {
		if p, ok := known[id]; ok || id == 0 {
			return p, nil
		}
		p, err := s.Units.Path(tx, id, today)
		known[id] = p
		return p, err
	}
	var p Paths
	var err error
	p.Received, err = path(d.Received)
	if err != nil {
		return p, err
	}
	p.Deciding, err = path(d.Deciding)
	if err != nil {
		return p, err
	}
	p.Unit, err = path(d.Unit)
	if err != nil {
		return p, err
	}
	p.Asked = map[kernel.ID][]kernel.ID{}
	for _, o := range d.Opinions {
		p.Asked[o.Unit], err = path(o.Unit)
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// put adds an event to the dossier in hand.
func (w *work) put(e Event, err error) error {
	if err != nil {
		return err
	}
	e.ID, e.Tenant, e.Dossier = w.s.IDs.New(), w.d.Tenant, w.d.ID
	if len(w.events) == 0 {
		e.Request = requestKey(w.actor, w.once.Request)
	}
	err = e.seal(w.d.LastHash)
	if err != nil {
		return err
	}
	w.d.apply(e)
	w.events = append(w.events, e)
	return nil
}

// finish writes everything that follows from the events; the journal comes last because it holds
// the end of its chain until the commit.
func (w *work) finish(verb string) error {
	err := save(w.tx, w.before, w.d, w.events)
	if err != nil {
		return err
	}
	for _, e := range w.events {
		f, ok, err := factOf(w.d, e)
		if err != nil {
			return err
		}
		if ok {
			err = w.s.Outbox.Tell(w.tx, f)
			if err != nil {
				return err
			}
		}
	}
	if w.s.Search != nil && (w.before.RowVersion == 0 || w.before.Code != w.d.Code) {
		err = w.s.Search.Put(w.tx, findable(w.d, w.paths))
		if err != nil {
			return err
		}
	}
	return w.s.Audit.Note(w.tx, w.actor, "dossiers."+verb, "dossier:"+w.d.ID.String(), noted(w.before), noted(w.d))
}

// findable is what the text index knows of a dossier.
func findable(d Dossier, p Paths) search.Doc {
	doc := search.Doc{Tenant: d.Tenant, Kind: "dossier", ID: d.ID, Number: d.Intake, At: d.listAt(),
		Text: strings.Join([]string{d.Applicant.Name, d.Filer.Name, d.Procedure.Name, d.Summary}, " ")}
	if d.Code != "" {
		doc.Number, doc.Text = d.Code, doc.Text+" "+d.Intake
	}
	doc.OrgPath = bothPaths(p.Deciding, p.Received)
	return doc
}

// noted is what the journal keeps of a dossier: no personal data.
func noted(d Dossier) any {
	if d.RowVersion == 0 {
		return nil
	}
	return struct {
		State    State          `json:"state"`
		Code     string         `json:"code,omitempty"`
		Step     string         `json:"step,omitempty"`
		Assignee kernel.ID      `json:"assignee,omitempty"`
		Due      kernel.Instant `json:"due,omitzero"`
		Version  int64          `json:"version"`
	}{d.State, d.Code, d.Step, d.Assignee.Account, d.Clock.Due, d.RowVersion}
}
