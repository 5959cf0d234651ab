package committees

import (
	"encoding/json"
	"fmt"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB       *db.DB
	IDs      *kernel.IDs
	Clock    kernel.Clock
	Audit    *audit.Journal
	Outbox   *outbox.Outbox
	Orgs     *orgs.Service
	Roll     Roll
	Registry Registry
	Press    *paper.Press
	Base     string // address of the site, for codes on papers
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

func subject(c Committee) string { return "committee:" + c.ID.String() }

// note writes a deed down: history, journal, and the fact when there is one.
func (s *Service) note(tx *db.Tx, a kernel.Actor, c Committee, e Event, kind string, t Told) error {
	e.At, e.Name, e.Post = s.Clock.Now(), a.Name, a.Post
	err := insertEvent(tx, s.IDs.New(), c.Tenant, c.ID, e)
	if err != nil {
		return err
	}
	t.Committee, t.Unit, t.Kind = c.ID, c.Unit, c.Kind
	if kind != "" {
		data, err := json.Marshal(t)
		if err != nil {
			return fmt.Errorf("fact of committee %s: %w", c.ID, err)
		}
		err = s.Outbox.Tell(tx, kernel.Fact{Tenant: c.Tenant, Kind: kind, Version: 1, Subject: subject(c), Actor: a.Account, Data: data})
		if err != nil {
			return err
		}
	}
	if a.Tenant == 0 {
		a.Tenant = c.Tenant
	}
	return s.Audit.Note(tx, a, "committees."+string(e.Verb), subject(c), nil, t)
}

// placeOf is where a unit stands: as of a day, and above whom it stands today.
func (s *Service) placeOf(tx *db.Tx, unit kernel.ID, on kernel.Date) (place, orgs.Org, error) {
	o, ok, err := s.Orgs.Get(tx, unit, on)
	if err != nil {
		return place{}, o, err
	}
	if !ok {
		return place{}, o, kernel.Missing("committees.no_committee") // as for a unit that one may not see
	}
	path, err := s.Orgs.Path(tx, unit, s.today())
	return place{tenant: o.Tenant, path: path}, o, err
}
