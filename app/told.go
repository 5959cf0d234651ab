package app

import (
	"encoding/json"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/union/cards"
	"doanket/union/members"
	"doanket/union/welfare"
)

// What members themselves are told of cards and benefits, in the application; who has no account
// learns it from her union.

var cardWords = map[string]string{
	cards.HandedFact: "Thẻ đoàn viên %s của bạn có hiệu lực", cards.LostFact: "Thẻ đoàn viên %s của bạn đã báo mất",
	cards.RevokedFact: "Thẻ đoàn viên %s của bạn đã thu hồi",
}

// tellHolder tells a member that her card is printed and waits for her, counts, is lost or revoked.
func (a *App) tellHolder(tx *db.Tx, f kernel.Fact) error {
	var t cards.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	if f.Kind == cards.PrintedFact && t.Batch != 0 {
		return a.cards.EachPrinted(tx, t.Batch, func(list []cards.Card) error {
			words := map[kernel.ID]string{}
			var ids []kernel.ID
			for _, c := range list {
				words[c.Member] = fmt.Sprintf("Thẻ đoàn viên %s của bạn đã in, công đoàn sẽ giao", c.Serial)
				ids = append(ids, c.Member)
			}
			return a.tellMembers(tx, f, ids, words, "/the-cua-toi")
		})
	}
	word, ok := cardWords[f.Kind]
	if f.Kind == cards.PrintedFact {
		word, ok = "Thẻ đoàn viên %s của bạn đã in, công đoàn sẽ giao", true
	}
	if !ok || t.Member == 0 {
		return nil
	}
	return a.tellMembers(tx, f, []kernel.ID{t.Member}, map[kernel.ID]string{t.Member: fmt.Sprintf(word, t.Serial)}, "/the-cua-toi")
}

// tellMembers writes to those of some members who can sign in.
func (a *App) tellMembers(tx *db.Tx, f kernel.Fact, ids []kernel.ID, words map[kernel.ID]string, link string) error {
	who, err := a.members.PersonsOf(tx, ids)
	if err != nil {
		return err
	}
	persons := make([]kernel.ID, 0, len(who))
	by := map[kernel.ID]members.Standing{}
	for _, m := range who {
		persons, by[m.Person] = append(persons, m.Person), m
	}
	accounts, err := a.people.AccountsOf(tx, f.Tenant, persons)
	if err != nil {
		return err
	}
	for _, p := range persons {
		err = a.tellMember(tx, f, by[p].Unit, accounts[p], words[by[p].Member], "", link)
		if err != nil {
			return err
		}
	}
	return nil
}

// tellBenefited tells those on a list that it was approved, and whoever got something that it is
// written down as received: an amount that she did not get she can object to.
func (a *App) tellBenefited(tx *db.Tx, f kernel.Fact) error {
	var t welfare.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	if t.Benefit != 0 {
		b, title, err := a.welfare.LoadBenefit(tx, f.Tenant, t.Benefit)
		if err != nil {
			return err
		}
		return a.tellAmounts(tx, f, title, "Đã ghi bạn nhận: %s, %s", []welfare.Recipient{{Benefit: b.ID, Person: b.Person, Desk: b.Desk, Amount: b.Amount}})
	}
	if f.Kind != welfare.ApprovedFact {
		return nil // a whole list that was handed out: each signed for it
	}
	return a.welfare.Recipients(tx, t.Programme, t.List, welfare.Granted, func(list []welfare.Recipient) error {
		return a.tellAmounts(tx, f, t.Title, "Bạn được duyệt: %s, %s", list)
	})
}

func (a *App) tellAmounts(tx *db.Tx, f kernel.Fact, title, word string, list []welfare.Recipient) error {
	var persons []kernel.ID
	for _, r := range list {
		persons = append(persons, r.Person)
	}
	accounts, err := a.people.AccountsOf(tx, f.Tenant, persons)
	if err != nil {
		return err
	}
	for _, r := range list {
		err = a.tellMember(tx, f, r.Desk, accounts[r.Person], fmt.Sprintf(word, title, r.Amount), "", "/phuc-loi-cua-toi/"+r.Benefit.String())
		if err != nil {
			return err
		}
	}
	return nil
}

// verifyCards walks the register of cards against itself and against the roll of the day before, so
// that what was told in this minute and is still on its way is no flaw.
func (a *App) verifyCards(tx *db.Tx) (int, []string, error) {
	root, err := a.orgs.Root(tx)
	if err != nil || root == 0 {
		return 0, nil, err
	}
	today := a.clock.Now().Date()
	n, flaws, err := a.cards.VerifyAll(tx, root, func(ids []kernel.ID) (map[kernel.ID]kernel.ID, error) {
		units, err := a.members.UnitsOf(tx, root, ids, today)
		if err != nil {
			return nil, err
		}
		before, err := a.members.UnitsOf(tx, root, ids, today.AddDays(-1))
		for id, unit := range before {
			if units[id] == 0 {
				units[id] = unit
			}
		}
		return units, err
	})
	var out []string
	for _, x := range flaws {
		where := x.Serial
		if where == "" {
			where = "đơn vị " + x.Unit.String()
		}
		out = append(out, where+": "+cards.FlawWords[x.What])
	}
	return n, out, err
}
