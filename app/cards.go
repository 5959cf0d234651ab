package app

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
	"doanket/union/cards"
	"doanket/union/members"
)

// wireCards opens the room of membership cards; reorganisations carry them behind the members, so it
// joins after the roll.
func (a *App) wireCards(key []byte) {
	a.cards = cards.New(cards.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Press: a.press, Files: a.files,
		Roll: bearers{a}, Seats: bearers{a}, Key: key, Base: a.cfg.URL, Site: a.Site})
	a.orgs.Join(a.cards)
	a.members.Show(a.cardsPanel)
	a.outbox.Hear("cards.follow", []string{members.FactTransferred}, a.followMember)
	a.outbox.Hear("messages.cards", []string{cards.PrintedFact, cards.HandedFact, cards.LostFact, cards.RevokedFact}, a.tellHolder)
	a.outbox.Hear("cards.end", []string{members.FactLeft, members.FactExpelled, members.FactDied, members.FactMerged}, a.endCards)
}

// bearers lets cards ask the roll of the union who somebody is.
type bearers struct{ a *App }

func cardMember(m members.Member) cards.Member {
	return cards.Member{ID: m.ID, Person: m.Person, Number: m.Number, Name: m.Name, Born: m.Born.Year, Unit: m.Unit, Photo: m.Profile.Photo}
}

// Each reads a unit at a time, so that no snapshot stays open while a province is walked.
func (r bearers) Each(ctx context.Context, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(cards.Member) error) error {
	for _, unit := range units {
		var list []cards.Member
		err := r.a.db.Read(ctx, func(tx *db.Tx) error {
			list = nil
			return r.a.members.Each(tx, tenant, []kernel.ID{unit}, on, func(m members.Member) error {
				list = append(list, cardMember(m))
				return nil
			})
		})
		if err != nil {
			return err
		}
		for _, m := range list {
			err = fn(m)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (r bearers) read(ctx context.Context, get func(tx *db.Tx) (members.Member, bool, error)) (cards.Member, bool, error) {
	var m members.Member
	var ok bool
	err := r.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		m, ok, err = get(tx)
		return err
	})
	return cardMember(m), ok && m.Open(), err
}

func (r bearers) One(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (cards.Member, bool, error) {
	return r.read(ctx, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.Get(tx, tenant, member, on) })
}

func (r bearers) OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (cards.Member, bool, error) {
	return r.read(ctx, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.OfPerson(tx, tenant, person, on) })
}

func (r bearers) UnitsOf(tx *db.Tx, tenant kernel.ID, list []kernel.ID, on kernel.Date) (map[kernel.ID]kernel.ID, error) {
	return r.a.members.UnitsOf(tx, tenant, list, on)
}

func readMemberTold(f kernel.Fact) (members.Told, error) {
	var t members.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return t, fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	return t, nil
}

// followMember lets cards go with a member who was transferred, to where the roll has her by now. What
// a reorganisation moved has gone with it already.
func (a *App) followMember(tx *db.Tx, f kernel.Fact) error {
	t, err := readMemberTold(f)
	if err != nil || t.Member == 0 {
		return err
	}
	m, ok, err := a.members.Get(tx, f.Tenant, t.Member, a.clock.Now().Date())
	if err != nil || !ok {
		return err
	}
	return a.cards.Follow(tx, f.Tenant, t.Member, m.Unit, t.On)
}

var goneWords = map[string]cards.Gone{members.FactLeft: cards.HasLeft, members.FactExpelled: cards.WasExpelled, members.FactDied: cards.HasDied, members.FactMerged: cards.WasTwice}

// endCards revokes the cards of a membership that has ended. Of two entries of one person the one that
// was closed loses its card; taking a merge back gives none again.
func (a *App) endCards(tx *db.Tx, f kernel.Fact) error {
	t, err := readMemberTold(f)
	if err != nil || t.Undone != 0 {
		return err
	}
	gone := t.Member
	if f.Kind == members.FactMerged {
		gone = t.From
	}
	if gone == 0 {
		return nil
	}
	return a.cards.EndOf(tx, f.Tenant, gone, goneWords[f.Kind])
}

// cardsPanel is what stands of cards on a member's record.
func (a *App) cardsPanel(ctx context.Context, actor kernel.Actor, ask members.PanelAsk) ([]members.Panel, error) {
	list, looks, err := a.cards.OfMember(ctx, actor, ask.Member, ask.Own)
	if err != nil || !looks {
		return nil, err
	}
	p := members.Panel{Title: ui.T(ctx, "Thẻ đoàn viên"), Empty: ui.T(ctx, "Chưa có thẻ.")}
	if ask.Own {
		p.Link = ui.Link{Label: ui.T(ctx, "Thẻ của tôi"), Href: "/the-cua-toi"}
	}
	for _, c := range list {
		tone, word := cards.StateOf(ctx, c)
		row := members.PanelRow{Label: c.Serial, Value: kernel.FormatDate(c.Made.At.Date()), Tone: tone, Word: word}
		if !ask.Own {
			row.Href = "/the/so/" + c.ID.String()
		}
		p.Rows = append(p.Rows, row)
	}
	return []members.Panel{p}, nil
}

// isMember tells whether the reader stands in the roll today; it is asked for every page's menu.
func (a *App) isMember(actor kernel.Actor) bool {
	if actor.Person == 0 {
		return false
	}
	today := a.clock.Now().Date()
	is, err := recall(a, memoKey{unit: actor.Person, on: today, key: "member"}, func() (bool, error) {
		_, ok, err := bearers{a}.OfPerson(context.Background(), actor.Tenant, actor.Person, today)
		return ok, err
	})
	if err != nil {
		a.log.Warn("looking for the reader in the roll", "error", err)
	}
	return is
}

// unionCards are the doors of the room in the menu.
func unionCards(actor kernel.Actor) []ui.Room {
	may := actor.Anywhere
	var out []ui.Room
	if may(cards.ViewPermission) || may(cards.IssuePermission) {
		out = append(out, ui.Room{Label: "Thẻ đoàn viên", Href: "/the"})
	}
	if may(cards.CheckPermission) {
		out = append(out, ui.Room{Label: "Kiểm tra thẻ", Href: "/doi-tac/kiem-tra", Thumb: true})
	}
	return out
}
