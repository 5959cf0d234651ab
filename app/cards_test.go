package app

import (
	"testing"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/cards"
	"doanket/union/members"
)

// enrolled admits persons into a unit of the cast and gives each a valid card; "" is somebody without an account.
func (a *App) enrolled(t *testing.T, unit string, logins ...string) []kernel.ID {
	t.Helper()
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Kiểm thử"}
	on := a.clock.Now().Date()
	var out []kernel.ID
	for i, login := range logins {
		row := members.Row{Name: "Nguyễn Thị Thử " + string(rune('A'+i)), Born: kernel.Date{Year: 1990, Month: 2, Day: 1 + i}, Sex: "nữ",
			Unit: seed.UnitID(unit), Admitted: on.AddDays(-400), Basis: "07/QĐ-MAU"}
		if login != "" {
			row.Person = seed.PersonID(login)
		}
		id, err := a.members.Admit(t.Context(), program, row)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, id)
	}
	clerk := a.as(t, "hanh")
	b, err := a.cards.AskBatch(t.Context(), clerk, cards.BatchInput{Unit: seed.UnitID(unit), Title: "Thử", Kind: "thuong"})
	if err == nil {
		err = a.cards.RunBatches(t.Context())
	}
	if err == nil {
		_, err = a.cards.MarkBatchPrinted(t.Context(), clerk, b.ID)
	}
	if err == nil {
		_, _, err = a.cards.HandUnit(t.Context(), clerk, b.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cardsOf are the cards of a member as an officer of the ward sees them, the latest first.
func (a *App) cardsOf(t *testing.T, member kernel.ID) []cards.Card {
	t.Helper()
	p, err := a.cards.List(t.Context(), kernel.Actor{System: true, Tenant: seed.Tenant()}, cards.Filter{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	var out []cards.Card
	for _, c := range p.Cards {
		if c.Member == member {
			out = append(out, c)
		}
	}
	return out
}

// TestCardsHearTheRoll: a card goes with its member when she is transferred, ends when she leaves, is
// expelled or dies, and of two entries of one person the closed one loses its card.
func TestCardsHearTheRoll(t *testing.T) {
	for _, engine := range []db.Engine{"sqlite", "postgres"} {
		t.Run(string(engine), func(t *testing.T) {
			a, _ := castSite(t, engine, monday())
			ctx, program := t.Context(), kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Kiểm thử"}
			m := a.enrolled(t, "cdcs-benh-vien-mau", "", "", "", "", "", "")
			today := a.clock.Now().Date()
			err := a.db.Tx(ctx, func(tx *db.Tx) error {
				return a.members.MoveTo(tx, program, m[0], members.Move{Unit: seed.UnitID("cdcs-thcs-mau"), On: today, Basis: "08/QĐ-MAU"})
			})
			if err != nil {
				t.Fatal(err)
			}
			for i, as := range []members.Status{members.Left, members.Expelled, members.Died} {
				err = a.members.End(ctx, program, m[1+i], members.Ending{As: as, On: today, Reason: "thử", Basis: "09/QĐ-MAU"})
				if err != nil {
					t.Fatal(err)
				}
			}
			_, err = a.members.Merge(ctx, program, members.MergeInput{Keep: m[4], Gone: m[5], Reason: "nhập hai lần"})
			if err == nil {
				err = a.outbox.Drain(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
			moved := a.cardsOf(t, m[0])
			if len(moved) != 1 || moved[0].Unit != seed.UnitID("cdcs-thcs-mau") || moved[0].State != cards.Valid {
				t.Errorf("transferred: %+v", moved)
			}
			for i, why := range []cards.Gone{cards.HasLeft, cards.WasExpelled, cards.HasDied} {
				got := a.cardsOf(t, m[1+i])
				if len(got) != 1 || got[0].State != cards.Revoked || got[0].Ended.Why != string(why) {
					t.Errorf("%s: %+v", why, got)
				}
			}
			if kept := a.cardsOf(t, m[4]); len(kept) != 1 || kept[0].State != cards.Valid {
				t.Errorf("of two entries the one that stays: %+v", kept)
			}
			if gone := a.cardsOf(t, m[5]); len(gone) != 1 || gone[0].State != cards.Revoked || gone[0].Ended.Why != string(cards.WasTwice) {
				t.Errorf("of two entries the one that went: %+v", gone)
			}
		})
	}
}
