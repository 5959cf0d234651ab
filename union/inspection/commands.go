package inspection

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"doanket/core/orgs"
	"doanket/core/tasks"
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
	DB      *db.DB
	IDs     *kernel.IDs
	Clock   kernel.Clock
	Audit   *audit.Journal
	Outbox  *outbox.Outbox
	Orgs    *orgs.Service
	Tasks   *tasks.Service
	Files   files.Store
	Press   *paper.Press
	Staff   Staff
	Records Records
	Base    string // address of the site, for the codes on papers
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

func handOf(a kernel.Actor) Hand { return Hand{Account: a.Account, Name: a.Name, Post: a.Post} }

func subjectOf(i Inspection) string { return "inspection:" + i.ID.String() }

// paths are the units of an inspection with all above them, today.
func (s *Service) paths(tx *db.Tx, i Inspection) (Paths, error) {
	var p Paths
	var err error
	p.Unit, err = s.Orgs.Path(tx, i.Unit, s.today())
	if err != nil {
		return p, err
	}
	p.Subject, err = s.Orgs.Path(tx, i.SubjectNow, s.today())
	return p, err
}

// open loads an inspection that the actor may see.
func (s *Service) open(tx *db.Tx, a kernel.Actor, id kernel.ID) (Inspection, Paths, error) {
	i, ok, err := loadInspection(tx, id)
	if err != nil {
		return i, Paths{}, err
	}
	if !ok {
		return i, Paths{}, kernel.Missing("inspection.no_inspection")
	}
	p, err := s.paths(tx, i)
	if err != nil {
		return i, p, err
	}
	return i, p, canSee(a, i, p)
}

// act is the frame of every verb on one inspection: load, policy, the flow, the verb itself, save,
// tell, journal.
func (s *Service) act(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb, do func(tx *db.Tx, i *Inspection, p Paths) (note string, err error)) (Inspection, error) {
	var i Inspection
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var p Paths
		var err error
		i, p, err = s.open(tx, a, id)
		if err != nil {
			return err
		}
		err = may(a, i, p, v)
		if err != nil {
			return err
		}
		to, ok := flow.Next(i.State, v)
		if !ok {
			return kernel.Refuse("inspection.not_now")
		}
		note, err := do(tx, &i, p)
		if err != nil {
			return err
		}
		i.State = to
		err = s.keep(tx, a, &i, v, note)
		if err == nil && (v == Conclude || v == Settle || v == Drop) {
			err = s.follow(tx, &i)
		}
		return err
	})
	return i, err
}

var factOf = map[Verb]string{Announce: AnnouncedFact, Conclude: ConcludedFact, Follow: FollowedFact, Close: ClosedFact, CallOff: CancelledFact}

// keep saves an inspection after a verb, writes the verb down and tells it.
func (s *Service) keep(tx *db.Tx, a kernel.Actor, i *Inspection, v Verb, note string) error {
	saved, err := saveInspection(tx, *i)
	if err != nil {
		return err
	}
	if !saved {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "inspection.changed_meanwhile"}
	}
	i.Version++
	err = s.note(tx, a, *i, v, note)
	if err != nil {
		return err
	}
	if !i.State.Live() {
		err = letGo(tx, i.ID)
		if err != nil {
			return err
		}
	}
	if fact := factOf[v]; fact != "" {
		err = s.tell(tx, a, fact, *i)
		if err != nil {
			return err
		}
	}
	return s.Audit.Note(tx, a, "inspection."+string(v), subjectOf(*i), nil, told(*i))
}

func (s *Service) note(tx *db.Tx, a kernel.Actor, i Inspection, v Verb, text string) error {
	return insertEvent(tx, i, Event{ID: s.IDs.New(), Verb: v, At: s.Clock.Now(), By: handOf(a), Note: strings.TrimSpace(text)})
}

func told(i Inspection) Told {
	n := 0
	for _, r := range i.Recommendations {
		if r.State != Drafted {
			n++
		}
	}
	return Told{Inspection: i.ID, Unit: i.Unit, Subject: i.SubjectNow, Kind: i.Kind, State: i.State, Paper: i.Paper, Concluded: i.Conclusion.On, Asked: n}
}

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind string, i Inspection) error {
	data, err := json.Marshal(told(i))
	if err != nil {
		return fmt.Errorf("fact of inspection %s: %w", i.ID, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: i.Tenant, Kind: kind, Version: 1, Subject: subjectOf(i), Actor: a.Account, Data: data})
}

// Open opens an inspection, from an item of an approved plan or with a reason. The same Key a second
// time gives the one that is there. Refuses with inspection.invalid at the fields,
// inspection.no_unit_here, inspection.no_subject_here, inspection.no_item, inspection.item_taken.
func (s *Service) Open(ctx context.Context, a kernel.Actor, in Opening) (Inspection, error) {
	var i Inspection
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		i, err = s.openIn(tx, a, in)
		return err
	})
	return i, err
}

func (s *Service) openIn(tx *db.Tx, a kernel.Actor, in Opening) (Inspection, error) {
	there, ok, err := inspectionByKey(tx, a.Tenant, in.Key)
	if err != nil || ok {
		return there, err
	}
	var plan kernel.ID
	if in.Item != 0 {
		plan, err = s.fromItem(tx, a, &in)
		if err != nil {
			return Inspection{}, err
		}
	}
	i, err := drawInspection(in, s.today())
	if err != nil {
		return i, err
	}
	err = s.reaches(tx, a, i.Unit, i.Subject)
	if err != nil {
		return i, err
	}
	i.ID, i.Tenant, i.Plan, i.Drawn, i.DrawnAt, i.Version = s.IDs.New(), a.Tenant, plan, handOf(a), s.Clock.Now(), 1
	fresh, err := insertInspection(tx, i)
	if _, taken := db.Unique(err); taken {
		return i, kernel.Refuse("inspection.item_taken")
	}
	if err != nil {
		return i, err
	}
	if !fresh {
		i, _, err = inspectionByKey(tx, a.Tenant, in.Key)
		return i, err
	}
	for r, unit := range map[role]kernel.ID{roleOwner: i.Unit, roleSubject: i.Subject} {
		err = hold(tx, i.Tenant, i.ID, r, unit, s.today())
		if err != nil {
			return i, err
		}
	}
	err = s.note(tx, a, i, Draw, i.Reason)
	if err != nil {
		return i, err
	}
	return i, s.Audit.Note(tx, a, "inspection."+string(Draw), subjectOf(i), nil, told(i))
}

// fromItem takes unit, subject and kind from the plan's item.
func (s *Service) fromItem(tx *db.Tx, a kernel.Actor, in *Opening) (kernel.ID, error) {
	item, ok, err := loadItem(tx, in.Item)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, kernel.Missing("inspection.no_item")
	}
	plan, _, err := s.openPlan(tx, a, item.Plan)
	if err != nil {
		return 0, err
	}
	if plan.State != PlanApproved {
		return 0, kernel.Refuse("inspection.plan_not_approved")
	}
	if item.Inspection != 0 {
		return 0, kernel.Refuse("inspection.item_taken")
	}
	in.Unit, in.Subject, in.Kind = plan.Unit, item.Subject, item.Kind
	return plan.ID, nil
}

// reaches asks whether the actor may inspect a unit in the name of another.
func (s *Service) reaches(tx *db.Tx, a kernel.Actor, unit, subject kernel.ID) error {
	own, err := s.Orgs.Path(tx, unit, s.today())
	if err != nil {
		return err
	}
	err = canOpen(a, own)
	if err != nil {
		return err
	}
	path, err := s.Orgs.Path(tx, subject, s.today())
	if err != nil {
		return err
	}
	return canInspect(unit, path)
}
