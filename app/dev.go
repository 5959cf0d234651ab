package app

import (
	"doanket/core/messages"
	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/core/people"
	"doanket/core/tasks"
	"doanket/services/dossiers"
	"doanket/services/procedures"
	"doanket/ui"
	"doanket/union/benefits"
	"doanket/union/cards"
	"doanket/union/committees"
	"doanket/union/complaints"
	"doanket/union/inspection"
	"doanket/union/members"
	"doanket/union/rollimport"
	"doanket/union/statistics"
	"doanket/union/waitlists"
	"doanket/union/welfare"
)

// Samples are all pages of all rooms in all their states.
func Samples() []ui.Sample {
	var out []ui.Sample
	for _, room := range [][]ui.Sample{ui.Samples(), appSamples(), orgs.Samples(), people.Samples(), messages.Samples(), payments.Samples(), tasks.Samples(), rollimport.Samples(), members.Samples(), cards.Samples(), procedures.Samples(), dossiers.Samples(), statistics.Samples(), committees.Samples(), inspection.Samples(), complaints.Samples(), welfare.Samples(), benefits.Samples(), waitlists.Samples()} {
		out = append(out, room...)
	}
	return append(out, reorgSamples()...)
}

// Gallery gives the catalogue its pages. A program that is built for use has none: they would be a
// fiftieth of it. Tests and the tag dev set it to Samples.
var Gallery func() []ui.Sample

// mountDev opens what only development may see: the page catalogue and caught mail.
func (a *App) mountDev() {
	if Gallery != nil {
		a.web.Handle("GET "+ui.CataloguePath, ui.Catalogue(Gallery(), ui.SampleFrame))
		a.web.Handle("GET "+ui.CataloguePath+"/", ui.Catalogue(Gallery(), ui.SampleFrame))
	}
	if a.sink != nil {
		a.web.Handle("GET /_mail", a.sink)
	}
}
