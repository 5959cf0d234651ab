package cards

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// mostFlaws bounds what one verification tells.
const mostFlaws = 100

// Flaw (chỗ sai) is a card whose row contradicts itself, for verify.
//
//glossary:none
type Flaw struct {
	Serial string // of the card, "" when it is a counter
	Unit   kernel.ID
	What   string // state, dates, gone, counter
}

// FlawWords say what is wrong.
var FlawWords = map[string]string{
	"state": "trạng thái không khớp với việc đã ghi", "dates": "ngày có hiệu lực không khớp với việc giao, báo mất, thu hồi",
	"gone": "thẻ còn hiệu lực của người không còn là đoàn viên", "counter": "số đếm thẻ của đơn vị không khớp",
}

// flaw names what contradicts itself in a card, "" when nothing does.
func (c Card) flaw() string {
	done := func(d Deed) bool { return !d.At.IsZero() }
	switch {
	case c.State == Made && (done(c.Printed) || done(c.Handed) || done(c.Ended)),
		c.State == Printed && (!done(c.Printed) || done(c.Handed) || done(c.Ended)),
		c.State == Valid && (!done(c.Handed) || done(c.Lost) || done(c.Ended)),
		c.State == Lost && (!done(c.Lost) || done(c.Ended)),
		c.State.Ended() && !done(c.Ended):
		return "state"
	case done(c.Handed) != !c.From.IsZero(),
		c.State == Valid && !c.To.IsZero(),
		!c.To.IsZero() && c.To.Before(c.From):
		return "dates"
	}
	return ""
}

// VerifyAll (kiểm tra sổ thẻ) walks all cards of a tenant and names those whose row contradicts itself,
// cards that are good though their member stands nowhere any more (stand gives where members stand on
// a day), and counters that are not what the rows add up to.
func (s *Service) VerifyAll(tx *db.Tx, tenant kernel.ID, stand func(members []kernel.ID) (map[kernel.ID]kernel.ID, error)) (n int, out []Flaw, err error) {
	after := kernel.ID(0)
	for len(out) < mostFlaws {
		list, err := cardsAfter(tx, tenant, after, verifiedAtOnce)
		if err != nil || len(list) == 0 {
			if err != nil {
				return n, out, err
			}
			break
		}
		n += len(list)
		after = list[len(list)-1].ID
		var holders []kernel.ID
		for _, c := range list {
			if what := c.flaw(); what != "" {
				out = append(out, Flaw{c.Serial, c.Unit, what})
			}
			if c.State == Valid {
				holders = append(holders, c.Member)
			}
		}
		units, err := stand(holders)
		if err != nil {
			return n, out, err
		}
		for _, c := range list {
			if c.State == Valid && units[c.Member] == 0 {
				out = append(out, Flaw{c.Serial, c.Unit, "gone"})
			}
		}
		if len(list) < verifiedAtOnce {
			break
		}
	}
	wrong, err := wrongCounts(tx, tenant, mostFlaws)
	for _, unit := range wrong {
		out = append(out, Flaw{Unit: unit, What: "counter"})
	}
	return n, out, err
}

// verifiedAtOnce is how many cards are read at once.
const verifiedAtOnce = 400

// EachPrinted gives the cards of a batch that wait to be handed over, some at a time.
func (s *Service) EachPrinted(tx *db.Tx, batch kernel.ID, fn func([]Card) error) error {
	for after := -1; ; {
		list, err := toHand(tx, batch, 0, after, verifiedAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		err = fn(list)
		if err != nil || len(list) < verifiedAtOnce {
			return err
		}
		after = list[len(list)-1].Position
	}
}
