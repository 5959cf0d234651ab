package dossiers

import (
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// HeldOpen is the kind under which dossiers that are not finished stand in a reorganisation.
const HeldOpen = "dossiers.open"

// Held is this room as a reorganisation sees it: a unit with dossiers that are not finished does not end.
// They do not go over by themselves, because a dossier is its chain of events: who decides it now has to
// finish it or forward it first, each with its own line.
//
//glossary:none
type Held struct{}

// Holds counts what each unit has not finished.
func (Held) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	return openIn(tx, tenant, units, on)
}

// Totals counts the same over the whole site.
func (Held) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	return openIn(tx, tenant, nil, on)
}

// Carry moves nothing.
func (Held) Carry(*db.Tx, kernel.Actor, orgs.Carriage) error { return nil }
