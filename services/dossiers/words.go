package dossiers

import (
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// LastReason is the reason given with the latest deed that had one, for notices to the applicant.
func (d Dossier) LastReason() string {
	var at kernel.Instant
	reason := ""
	take := func(when kernel.Instant, why string) {
		if why != "" && !when.Before(at) {
			at, reason = when, why
		}
	}
	for _, s := range d.Supplements {
		take(s.At, s.Reason)
	}
	for _, e := range []*Ending{d.Refusal, d.Withdrawal, d.Stop} {
		if e != nil {
			take(e.At, e.Reason)
		}
	}
	if d.Apology != nil {
		take(d.Apology.At, d.Apology.Reason)
	}
	return reason
}

// MissingWords are the papers of the open supplement request, as a list in words.
func (d Dossier) MissingWords() string {
	open := d.OpenSupplement()
	if open == nil {
		return ""
	}
	var names []string
	for _, item := range open.Items {
		names = append(names, item.Name)
	}
	return strings.Join(names, ", ")
}

// OrderedAmount is what the open order asks for.
func (d Dossier) OrderedAmount() kernel.Money {
	open := d.OpenOrder()
	if open == nil {
		return 0
	}
	return open.Total
}

// Load reads a dossier for the wiring, inside the hearer's transaction and without asking who looks.
// Refuses with dossiers.unknown.
func (s *Service) Load(tx *db.Tx, tenant, id kernel.ID) (Dossier, error) {
	d, ok, err := load(tx, tenant, id)
	if err == nil && !ok {
		err = kernel.Missing("dossiers.unknown")
	}
	return d, err
}

// Reference is the code, or the intake reference before there is one.
func (it Item) Reference() string {
	if it.Code != "" {
		return it.Code
	}
	return it.Intake
}

// Any tells whether a tenant has any dossier.
func (s *Service) Any(tx *db.Tx, tenant kernel.ID) (bool, error) { return anyDossier(tx, tenant) }
