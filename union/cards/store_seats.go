package cards

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// seat is where a card stands.
type seat struct {
	card, member kernel.ID
	state        State
}

func seatsIn(tx *db.Tx, unit, after kernel.ID, most int) ([]seat, error) {
	return db.All(tx, func(s *seat) []any { return []any{&s.card, &s.member, &s.state} },
		`select id, member_id, state from card where org_id = $1 and id > $2 order by id limit $3`, unit, after, most)
}

func seatCards(tx *db.Tx, ids []kernel.ID, unit kernel.ID) error {
	_, err := db.ExecOf(tx, db.Build(`update card set org_id = ?`, unit).In(`where id in`, ids, ``))
	return err
}

func seatUnit(tx *db.Tx, tenant, from, to kernel.ID) error {
	_, err := tx.Exec(`update card set org_id = $3 where tenant_id = $1 and org_id = $2`, tenant, from, to)
	return err
}

// moveRows are the moves of cards of a unit: from the day asked, or from the day on which a card came
// to the unit when that was later. seq keeps their order within a day.
const moveRows = `insert into card_move (card_id, seq, tenant_id, on_date, step_id, from_org, to_org, undone)
 select c.id, (select coalesce(max(p.seq), 0) + 1 from card_move p where p.card_id = c.id), c.tenant_id,
 coalesce((select max(m.on_date) from card_move m where m.card_id = c.id and m.to_org = c.org_id and m.undone = false and m.on_date > ?), ?), ?, c.org_id, ?, false
 from card c where c.org_id = ? and c.tenant_id = ?`

func noteMove(tx *db.Tx, tenant kernel.ID, ids []kernel.ID, step, from, to kernel.ID, on kernel.Date) error {
	_, err := db.ExecOf(tx, db.Build(moveRows, on, on, step, to, from, tenant).In(`and c.id in`, ids, ``))
	return err
}

func noteMoveOfUnit(tx *db.Tx, tenant, step, from, to kernel.ID, on kernel.Date) error {
	_, err := db.ExecOf(tx, db.Build(moveRows, on, on, step, to, from, tenant))
	return err
}

// carried tells that a step has taken cards out of a unit already.
func carried(tx *db.Tx, step, from kernel.ID) (bool, error) {
	_, ok, err := db.Value[int64](tx, `select 1 from card_move where step_id = $1 and step_id <> 0 and from_org = $2 limit 1`, step, from)
	return ok, err
}

// pourCounts gives all counters of a unit to another.
func pourCounts(tx *db.Tx, tenant, from, to kernel.ID) error {
	_, err := tx.Exec(`insert into card_count (tenant_id, org_id, state, cards) select tenant_id, $3, state, cards from card_count where tenant_id = $1 and org_id = $2
 on conflict (tenant_id, org_id, state) do update set cards = card_count.cards + excluded.cards`, tenant, from, to)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update card_count set cards = 0 where tenant_id = $1 and org_id = $2`, tenant, from)
	return err
}

// moved is how many cards a step took from one unit to another that still stand there.
type moved struct {
	from, to kernel.ID
	state    State
	cards    int
}

func movedBy(tx *db.Tx, step kernel.ID) ([]moved, error) {
	return db.All(tx, func(m *moved) []any { return []any{&m.from, &m.to, &m.state, &m.cards} },
		`select m.from_org, m.to_org, c.state, count(*) from card_move m join card c on c.id = m.card_id and c.org_id = m.to_org
 where m.step_id = $1 and m.step_id <> 0 and m.undone = false group by m.from_org, m.to_org, c.state order by m.from_org, m.to_org, c.state`, step)
}

func seatBack(tx *db.Tx, step kernel.ID) error {
	_, err := tx.Exec(`update card set org_id = (select m.from_org from card_move m where m.card_id = card.id and m.step_id = $1 and m.step_id <> 0 and m.undone = false and m.to_org = card.org_id)
 where id in (select m.card_id from card_move m where m.step_id = $1 and m.step_id <> 0 and m.undone = false)
 and exists (select 1 from card_move m where m.card_id = card.id and m.step_id = $1 and m.step_id <> 0 and m.undone = false and m.to_org = card.org_id)`, step)
	return err
}

func undoMoves(tx *db.Tx, step kernel.ID) error {
	_, err := tx.Exec(`update card_move set undone = true where step_id = $1 and step_id <> 0`, step)
	return err
}

type unitCount struct {
	unit kernel.ID
	n    int64
}

func unitCountInto(u *unitCount) []any { return []any{&u.unit, &u.n} }

// firstAfter keeps, of the moves of a card after a day, the first: where it found the card is where the
// card stood on the day.
const firstAfter = `and not exists (select 1 from card_move n where n.card_id = m.card_id and n.on_date > ? and n.undone = false
 and (n.on_date < m.on_date or n.on_date = m.on_date and n.seq < m.seq))`

// validByUnit adds up valid cards of units on a day: those that stand there now, less those that came
// later, and those that were there then and have gone since.
func validByUnit(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date, past bool, out map[kernel.ID]int64) error {
	here := db.Build(`select c.org_id, sum(c.cards) from card_count c where c.tenant_id = ? and c.state = 'valid'`, tenant)
	came := db.Build(`select c.org_id, -count(*) from card_move m join card c on c.id = m.card_id where m.tenant_id = ? and m.on_date > ? and m.undone = false`, tenant, on).And(firstAfter, on)
	went := db.Build(`select m.from_org, count(*) from card_move m join card c on c.id = m.card_id where m.tenant_id = ? and m.on_date > ? and m.undone = false`, tenant, on).And(firstAfter, on)
	if past {
		here = db.Build(`select c.org_id, count(*) from card c where c.tenant_id = ? and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, tenant, on, on)
		came.And(`and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on)
		went.And(`and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on)
	} else {
		came.And(`and c.state = 'valid'`)
		went.And(`and c.state = 'valid'`)
	}
	for _, q := range []*db.Query{here.In(`and c.org_id in`, units, `group by c.org_id`), came.In(`and c.org_id in`, units, `group by c.org_id`), went.In(`and m.from_org in`, units, `group by m.from_org`)} {
		list, err := db.AllOf(tx, unitCountInto, q)
		if err != nil {
			return err
		}
		for _, u := range list {
			out[u.unit] += u.n
		}
	}
	return nil
}

func validTotal(tx *db.Tx, tenant kernel.ID, on kernel.Date, past bool) (int64, error) {
	if past {
		n, _, err := db.Value[int64](tx, `select count(*) from card c where c.tenant_id = $1 and c.valid_from <= $2 and (c.valid_to is null or c.valid_to > $2)`, tenant, on)
		return n, err
	}
	n, _, err := db.Value[int64](tx, `select sum(c.cards) from card_count c where c.tenant_id = $1 and c.state = 'valid'`, tenant)
	return n, err
}
