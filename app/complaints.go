package app

import (
	"context"

	"doanket/core/messages"
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/union/complaints"
)

// wireComplaints opens the room of sealed letters. It is told of nothing and tells nobody.
func (a *App) wireComplaints(key []byte) error {
	var err error
	a.complaints, err = complaints.New(complaints.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Orgs: a.orgs, Tasks: a.tasks, Files: a.files, Press: a.press,
		Staff: receivers{a}, Bell: quietBell{a}, SiteKey: key, Site: a.Site, Base: a.cfg.URL})
	return err
}

// receivers let the room ask core/people who somebody is.
type receivers struct{ a *App }

func sealedHand(s people.Staff) complaints.Hand {
	return complaints.Hand{Account: s.Account, Person: s.Person, Name: s.Name, Post: s.Post}
}

func (r receivers) ByLogin(ctx context.Context, tenant kernel.ID, login string) (complaints.Hand, error) {
	id, err := r.a.people.AccountByLogin(ctx, tenant, login)
	if err != nil {
		return complaints.Hand{}, err
	}
	who, err := r.a.people.StaffOf(ctx, tenant, id)
	return sealedHand(who), err
}

func (r receivers) Officers(ctx context.Context, tenant, unit kernel.ID, permission string) ([]complaints.Hand, error) {
	list, err := r.a.people.StaffNear(ctx, tenant, unit, permission)
	var out []complaints.Hand
	for _, who := range list {
		out = append(out, sealedHand(who))
	}
	return out, err
}

// Serving asks who an account is today: a closed one is nobody, and an ended mandate gives nothing.
func (r receivers) Serving(ctx context.Context, tenant, account, unit kernel.ID, permission string) (complaints.Hand, bool, error) {
	who, err := r.a.people.Actor(ctx, account)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return complaints.Hand{}, false, nil
	}
	if err != nil {
		return complaints.Hand{}, false, err
	}
	var path []kernel.ID
	err = r.a.db.Read(ctx, func(tx *db.Tx) error {
		path, err = r.a.orgs.Path(tx, unit, r.a.clock.Now().Date())
		return err
	})
	return complaints.Hand{Account: account, Person: who.Person, Name: who.Name, Post: who.Post}, who.Tenant == tenant && who.Can(permission, path), err
}

func (r receivers) Desks(ctx context.Context, tenant kernel.ID, permission string) ([]kernel.ID, error) {
	return r.a.people.UnitsHolding(ctx, tenant, permission)
}

// quietBell puts a line into the inbox of somebody named on a record that says nothing of it.
type quietBell struct{ a *App }

var sealedNotice = messages.Template{Key: "complaints.named", Version: 1, Subject: "Có việc mới ở một đơn ghi tên bạn", Text: "Mở để xem."}

func (b quietBell) Ring(tx *db.Tx, tenant, account, complaint kernel.ID) error {
	return b.a.messages.Send(tx, messages.Notice{Tenant: tenant, Org: tenant, Account: account, Template: sealedNotice, Link: "/don-thu/" + complaint.String(),
		Origin: "sealed", Dedupe: "complaint:" + b.a.ids.New().String()})
}
