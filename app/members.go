package app

import "doanket/union/members"

// wireMembers opens the roll of the union.
func (a *App) wireMembers() {
	a.members = members.New(members.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, People: a.people})
}
