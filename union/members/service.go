package members

import (
	"encoding/json"
	"fmt"

	"doanket/core/orgs"
	"doanket/core/people"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/internal/search"
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
	People *people.Service
	Press  *paper.Press // sets decisions of admission
	Files  files.Store  // keeps the pictures of members
	Base   string       // address of the site, for the code on papers

	Dossiers Dossiers // nil where there are none
}

// Service is the room's door.
type Service struct {
	Deps
	roll    search.Roll
	panels  []PanelFunc
	offered []BulkDeed
	sums    sums
}

// New opens the room.
func New(d Deps) *Service { return &Service{Deps: d} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

func (s *Service) tell(tx *db.Tx, a kernel.Actor, tenant kernel.ID, kind string, t Told) error {
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", kind, err)
	}
	subject := "member:" + t.Member.String()
	if t.Member == 0 {
		subject = "members:" + t.Unit.String()
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: tenant, Kind: kind, Subject: subject, Actor: a.Account, Data: data})
}

// path is the unit and all above it today; empty when there is no such unit.
func (s *Service) path(tx *db.Tx, unit kernel.ID) ([]kernel.ID, error) {
	if unit == 0 {
		return nil, nil
	}
	return s.Orgs.Path(tx, unit, s.today())
}
