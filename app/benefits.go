package app

import (
	"context"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
	"doanket/ui"
	"doanket/union/benefits"
	"doanket/union/cards"
	"doanket/union/members"
	"doanket/union/waitlists"
	"doanket/union/welfare"
)

// wireBenefits opens the room of what partners grant; its vouchers follow the members, so it joins
// reorganisations behind the roll.
func (a *App) wireBenefits(key []byte) {
	a.benefits = benefits.New(benefits.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Files: a.files,
		Roll: benefitRoll{a}, Cards: benefitRoll{a}, Partners: benefitRoll{a}, Key: key, Base: a.cfg.URL, Site: a.Site})
	a.orgs.Join(a.benefits.Holder())
	a.outbox.Hear("benefits.follow", []string{members.FactTransferred}, a.followVouchers)
	a.welfare.Shelf = shelf{a}
}

// benefitRoll lets benefits ask who somebody is, whose card a code is, and who stands at a till.
type benefitRoll struct{ a *App }

func benefitMember(m members.Member, on kernel.Date) benefits.Member {
	return benefits.Member{ID: m.ID, Person: m.Person, Unit: m.Unit, Number: m.Number, Name: m.Name, Area: m.Profile.Home.Area, Group: m.Group, Record: recordOf(m, on)}
}

func (r benefitRoll) Vocabulary() *rules.Vocabulary { return welfareWords }

func (r benefitRoll) one(ctx context.Context, on kernel.Date, find func(tx *db.Tx) (members.Member, bool, error)) (benefits.Member, bool, error) {
	var m members.Member
	var ok bool
	err := r.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		m, ok, err = find(tx)
		return err
	})
	if err != nil || !ok || !m.Open() {
		return benefits.Member{}, false, err
	}
	return benefitMember(m, on), true, nil
}

func (r benefitRoll) Member(ctx context.Context, tenant, member kernel.ID, on kernel.Date) (benefits.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.Get(tx, tenant, member, on) })
}

func (r benefitRoll) OfPerson(ctx context.Context, tenant, person kernel.ID, on kernel.Date) (benefits.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.OfPerson(tx, tenant, person, on) })
}

func (r benefitRoll) ByNumber(ctx context.Context, tenant kernel.ID, number string, on kernel.Date) (benefits.Member, bool, error) {
	return r.one(ctx, on, func(tx *db.Tx) (members.Member, bool, error) { return r.a.members.ByNumber(tx, tenant, number, on) })
}

func (r benefitRoll) Each(ctx context.Context, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(benefits.Member) error) error {
	return r.a.db.Read(ctx, func(tx *db.Tx) error {
		return r.a.members.Each(tx, tenant, units, on, func(m members.Member) error { return fn(benefitMember(m, on)) })
	})
}

func (r benefitRoll) Bearer(ctx context.Context, tenant kernel.ID, code string) (kernel.ID, bool, error) {
	return r.a.cards.BearerOf(ctx, tenant, cards.ReadToken(code))
}

func (r benefitRoll) Partners(ctx context.Context, tenant kernel.ID) ([]benefits.Partner, error) {
	list, err := r.a.people.StaffHolding(ctx, tenant, tenant, benefits.PermRedeem)
	out := make([]benefits.Partner, 0, len(list))
	for _, who := range list {
		out = append(out, benefits.Partner{Account: who.Account, Name: who.Name})
	}
	return out, err
}

// followVouchers lets unused vouchers go with a member who was transferred, to where the roll has her by now.
func (a *App) followVouchers(tx *db.Tx, f kernel.Fact) error {
	t, err := readMemberTold(f)
	if err != nil || t.Member == 0 {
		return err
	}
	m, ok, err := a.members.Get(tx, f.Tenant, t.Member, a.clock.Now().Date())
	if err != nil || !ok {
		return err
	}
	return a.benefits.Follow(tx, f.Tenant, t.Member, m.Unit)
}

// shelf is what stands of vouchers, offers and waiting lists on a member's page of welfare.
type shelf struct{ a *App }

// mostOffers stand on that page; the page of benefits has them all.
const mostOffers = 5

func (s shelf) Mine(ctx context.Context, actor kernel.Actor, _ string) (welfare.Shown, error) {
	var out welfare.Shown
	m, err := s.a.benefits.Mine(ctx, actor)
	if err != nil {
		return out, err
	}
	for _, v := range m.Vouchers {
		if v.Standing == benefits.IsGood {
			out.Vouchers = append(out.Vouchers, welfare.Thing{Title: v.Series.Title, Text: v.Agreement.PartnerName, Href: "/uu-dai-cua-toi/phieu/" + v.Voucher.ID.String()})
		}
	}
	for _, o := range m.Offers {
		if o.Finding.Verdict == rules.Yes && len(out.Offers) < mostOffers {
			out.Offers = append(out.Offers, welfare.Thing{Title: o.Agreement.Title, Text: o.Agreement.PartnerName, Href: "/uu-dai-cua-toi"})
		}
	}
	mine, err := s.a.waitlists.Mine(ctx, actor)
	for _, p := range mine.Places {
		tone, word := waitlists.StageOf(ctx, p.Application)
		out.Queues = append(out.Queues, welfare.Thing{Title: p.List.Title, Text: p.Said(ctx), Href: "/don-cho/" + p.Application.ID.String(), Tone: tone, Word: word})
	}
	return out, err
}

// unionBenefits are the doors of the room in the menu.
func unionBenefits(actor kernel.Actor) []ui.Room {
	var out []ui.Room
	for _, p := range benefits.Watching() {
		if actor.Anywhere(p) {
			out = append(out, ui.Room{Label: "Ưu đãi", Href: "/uu-dai"})
			break
		}
	}
	if actor.Anywhere(benefits.PermRedeem) {
		out = append(out, ui.Room{Label: "Ghi ưu đãi", Href: "/doi-tac/uu-dai", Thumb: true})
	}
	return out
}
