package payments

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// HeldWaiting is the kind under which orders that wait to be paid stand in a reorganisation, with what
// they ask for. Receipts, and what was paid, cancelled or free, stay with the unit of their day.
const HeldWaiting = "payments.waiting" // khoản thu chờ nộp

// Held is this room as a reorganisation sees it: who collects is another unit from the day on. An order
// keeps its reference, so that money which comes by an old code still finds it; its account for the
// transfer becomes that of the new collector where there is one.
//
//glossary:none
type Held struct{ s *Service }

// Held hands the room to core/orgs.
func (s *Service) Held() Held { return Held{s} }

// Holds counts what waits to be paid at each unit on a day.
func (h Held) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	if len(units) == 0 {
		return nil, nil
	}
	sum := map[kernel.ID]waiting{}
	for _, q := range waitingQueries(tenant, units, on) {
		found, err := db.AllOf(tx, intoWaiting, q)
		if err != nil {
			return nil, err
		}
		for _, w := range found {
			was := sum[w.org]
			sum[w.org] = waiting{w.org, was.n + w.n, was.amount + w.amount}
		}
	}
	var out []orgs.Holding
	for _, unit := range units {
		if w := sum[unit]; w.n != 0 {
			out = append(out, orgs.Holding{Unit: unit, Kind: HeldWaiting, Count: w.n, Amount: w.amount, Binds: true})
		}
	}
	return out, nil
}

// Totals counts the same over the whole site.
func (h Held) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	w, err := waitingInAll(tx, tenant, on)
	return []orgs.Holding{{Kind: HeldWaiting, Count: w.n, Amount: w.amount, Binds: true}}, err
}

// Carry gives waiting orders to the unit that collects from the day on: by their reference, or all to the
// rest. Refuses with payments.cannot_end when a decision says that they end.
func (h Held) Carry(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	if c.Undo {
		n, err := orderMovesBack(tx, c)
		if err != nil || n == 0 {
			return err
		}
		return h.s.Audit.Note(tx, a, "payments.transfer_back", "reorg:"+c.Decision.String(), nil, map[string]any{"step": c.Step, "label": c.Label, "orders": n})
	}
	if c.Rule.Ending(HeldWaiting) {
		return kernel.Refuse("payments.cannot_end")
	}
	done, err := orderStepDone(tx, c.Step)
	if err != nil || done {
		return err
	}
	moved := int64(0)
	named := map[kernel.ID][]string{}
	for key, to := range c.Rule.List {
		named[to] = append(named[to], key)
	}
	for to, keys := range named {
		slices.Sort(keys)
		for some := range slices.Chunk(keys, 500) {
			n, err := h.give(tx, c, to, some)
			if err != nil {
				return err
			}
			moved += n
		}
	}
	if c.Rule.Rest != 0 {
		n, err := h.give(tx, c, c.Rule.Rest, nil)
		if err != nil {
			return err
		}
		moved += n
	}
	err = markOrderStep(tx, c, moved)
	if err != nil || moved == 0 {
		return err
	}
	return h.s.Audit.Note(tx, a, "payments.transfer", "reorg:"+c.Decision.String(), nil, map[string]any{"step": c.Step, "label": c.Label, "orders": moved})
}

// give hands waiting orders to one unit, all of them or those of some references.
func (h Held) give(tx *db.Tx, c orgs.Carriage, to kernel.ID, references []string) (int64, error) {
	payee, there, err := h.payee(tx, c, to)
	if err != nil {
		return 0, err
	}
	from := slices.DeleteFunc(slices.Clone(c.From), func(id kernel.ID) bool { return id == to })
	if len(from) == 0 {
		return 0, nil
	}
	return moveOrders(tx, c, from, to, references, payee, there)
}

// payee is the account to which the new collector has transfers made on the day, or that of a unit above it.
func (h Held) payee(tx *db.Tx, c orgs.Carriage, to kernel.ID) (Payee, bool, error) {
	on := c.On
	if today := h.s.Clock.Now().Date(); today.After(on) {
		on = today
	}
	path, err := h.s.Orgs.Path(tx, to, on)
	if err != nil {
		return Payee{}, false, err
	}
	for _, org := range path {
		p, ok, err := payeeOf(tx, c.Tenant, org, on)
		if err != nil || ok {
			return p, ok, err
		}
	}
	return Payee{}, false, nil
}
