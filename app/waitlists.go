package app

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/core/messages"
	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
	"doanket/ui"
	"doanket/union/members"
	"doanket/union/waitlists"
)

// wireWaitlists opens the room of housing and loans; those who wait go with the members, so it joins
// reorganisations behind the roll.
func (a *App) wireWaitlists() {
	a.waitlists = waitlists.New(waitlists.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Roll: waitlistRoll{a}, Site: a.Site})
	a.orgs.Join(a.waitlists.Holder())
	a.outbox.Hear("messages.waitlists", []string{waitlists.OfferedFact}, a.tellOffered)
}

// waitlistRoll lets the lists ask the register of members.
type waitlistRoll struct{ a *App }

func (r waitlistRoll) Vocabulary() *rules.Vocabulary { return welfareWords }

func (r waitlistRoll) one(ctx context.Context, on kernel.Date, find func(tx *db.Tx) (members.Member, bool, error)) (waitlists.Member, bool, error) {
	var m members.Member
	var ok bool
	err := r.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		m, ok, err = find(tx)
		return err
	})
	if err != nil || !ok || !m.Open() {
		return waitlists.Member{}, false, err
	}
	return waitlists.Member{ID: m.ID, Person: m.Person, Unit: m.Unit, Number: m.Number, Name: m.Name, Record: recordOf(m, on)}, true, nil
}

func (r waitlistRoll) Member(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (waitlists.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.Get(tx, tenant, member, on) })
}

func (r waitlistRoll) OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (waitlists.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.OfPerson(tx, tenant, person, on) })
}

func (r waitlistRoll) ByNumber(ctx context.Context, tenant kernel.ID, number string, on kernel.Date) (waitlists.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.ByNumber(tx, tenant, number, on) })
}

var offerNotice = messages.Template{Key: "waitlists.offered", Version: 1, Subject: "Đến lượt bạn: {{ten}}", Text: "Bạn được mời nhận: {{ten}}. Trả lời đến hết ngày {{han}}, quá hạn thì lời mời chuyển cho người sau.",
	Vars: map[string]messages.VarKind{"ten": messages.Text, "han": messages.Text}}

// tellOffered tells the applicant that it is her turn; who has no account is told by the keepers of her unit.
func (a *App) tellOffered(tx *db.Tx, f kernel.Fact) error {
	var t waitlists.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	to := []kernel.ID{t.Account}
	if t.Account == 0 {
		to = nil
		list, err := a.people.StaffNear(tx.Context(), f.Tenant, t.Unit, waitlists.PermKeep)
		if err != nil {
			return err
		}
		for _, who := range list {
			to = append(to, who.Account)
		}
	}
	for _, account := range to {
		err = a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: t.Org, Account: account, Template: offerNotice, Vars: messages.Vars{"ten": t.Title, "han": kernel.FormatDate(t.Until)},
			Link: "/don-cho/" + t.Application.String(), Origin: f.Subject, Dedupe: "waitlists:" + f.ID.String() + ":" + account.String()})
		if err != nil {
			return err
		}
	}
	return nil
}

// unionWaitlists is the door of the room in the menu.
func unionWaitlists(actor kernel.Actor) []ui.Room {
	for _, p := range waitlists.Watching() {
		if actor.Anywhere(p) {
			return []ui.Room{{Label: "Danh sách chờ", Href: "/cho-luot"}}
		}
	}
	return nil
}
