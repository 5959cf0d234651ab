package cards

import (
	"embed"
	"io/fs"
	"iter"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

const selectCard = `select c.id, c.tenant_id, c.member_id, c.org_id, c.serial, c.kind, c.token_hash, c.number, c.name, c.born, c.base, c.above, c.photo, c.design_id,
 c.batch_id, c.position, c.replaces, c.state, c.made_at, c.made_by, c.made_why, c.printed_at, c.printed_by, c.handed_at, c.handed_by, c.handed_how, c.lost_at, c.lost_by, c.lost_why,
 c.ended_at, c.ended_by, c.ended_why, c.note, c.valid_from, c.valid_to, c.shown_until from card c`

func cardInto(c *Card) []any {
	return []any{&c.ID, &c.Tenant, &c.Member, &c.Unit, &c.Serial, &c.Kind, &c.hash, &c.Number, &c.Name, &c.Born, &c.Base, &c.Over, &c.Photo, &c.Design,
		&c.Batch, &c.Position, &c.Replaces, &c.State, &c.Made.At, &c.Made.By, &c.Made.Why, &c.Printed.At, &c.Printed.By, &c.Handed.At, &c.Handed.By, &c.Handed.Why, &c.Lost.At, &c.Lost.By, &c.Lost.Why,
		&c.Ended.At, &c.Ended.By, &c.Ended.Why, &c.Note, &c.From, &c.To, &c.Shown}
}

func insertCards(tx *db.Tx, list []Card) error {
	_, err := db.Copy(tx, `card (id, tenant_id, member_id, org_id, serial, kind, token_hash, number, name, born, base, above, photo, design_id, batch_id, position, replaces,
 state, made_at, made_by, made_why, printed_by, handed_by, handed_how, lost_by, lost_why, ended_by, ended_why, note)`, func(yield func([]any) bool) {
		for _, c := range list {
			if !yield([]any{c.ID, c.Tenant, c.Member, c.Unit, c.Serial, c.Kind, c.hash, c.Number, c.Name, c.Born, c.Base, c.Over, c.Photo, c.Design, c.Batch, c.Position, c.Replaces,
				c.State, c.Made.At, c.Made.By, c.Made.Why, "", "", "", "", "", "", "", ""}) {
				return
			}
		}
	})
	return err
}

// saveCard is false when somebody moved the card meanwhile.
func saveCard(tx *db.Tx, c Card, was State) (bool, error) {
	n, err := tx.Exec(`update card set state = $3, printed_at = $4, printed_by = $5, handed_at = $6, handed_by = $7, handed_how = $8, lost_at = $9, lost_by = $10, lost_why = $11,
 ended_at = $12, ended_by = $13, ended_why = $14, note = $15, valid_from = $16, valid_to = $17, shown_until = $18 where id = $1 and state = $2`,
		c.ID, was, c.State, c.Printed.At, c.Printed.By, c.Handed.At, c.Handed.By, c.Handed.Why, c.Lost.At, c.Lost.By, c.Lost.Why,
		c.Ended.At, c.Ended.By, c.Ended.Why, c.Note, c.From, c.To, c.Shown)
	return n == 1, err
}

func loadCard(tx *db.Tx, id kernel.ID) (Card, bool, error) {
	return db.One(tx, cardInto, selectCard+` where c.id = $1`, id)
}

func cardByHash(tx *db.Tx, tenant kernel.ID, hash []byte) (Card, bool, error) {
	return db.One(tx, cardInto, selectCard+` where c.tenant_id = $1 and c.token_hash = $2`, tenant, hash)
}

func cardBySerial(tx *db.Tx, tenant kernel.ID, serial string) (Card, bool, error) {
	return db.One(tx, cardInto, selectCard+` where c.tenant_id = $1 and c.serial = $2`, tenant, serial)
}

// cardsOf are all cards that a member ever had, the latest first.
func cardsOf(tx *db.Tx, tenant, member kernel.ID) ([]Card, error) {
	return db.All(tx, cardInto, selectCard+` where c.tenant_id = $1 and c.member_id = $2 order by c.id desc`, tenant, member)
}

// holding are the members among these who have a valid or a waiting card.
func holding(tx *db.Tx, tenant kernel.ID, members []kernel.ID) (valid, waiting map[kernel.ID]bool, err error) {
	type row struct {
		member kernel.ID
		state  State
	}
	valid, waiting = map[kernel.ID]bool{}, map[kernel.ID]bool{}
	list, err := db.AllOf(tx, func(r *row) []any { return []any{&r.member, &r.state} },
		db.Build(`select c.member_id, c.state from card c where c.tenant_id = ? and c.state in ('valid', 'made', 'printed')`, tenant).In(`and c.member_id in`, members, ``))
	for _, r := range list {
		if r.state == Valid {
			valid[r.member] = true
		} else {
			waiting[r.member] = true
		}
	}
	return valid, waiting, err
}

// take gives the first of n numbers that follow one another.
func take(tx *db.Tx, tenant kernel.ID, s Series, n int) (int64, error) {
	last, _, err := db.Value[int64](tx, `insert into card_counter (tenant_id, prefix, year, value) values ($1, $2, $3, $4)
 on conflict (tenant_id, prefix, year) do update set value = card_counter.value + $4 returning value`, tenant, s.Prefix, s.Year, n)
	return last - int64(n) + 1, err
}

// claimPrefix is false when the prefix belongs to another unit.
func claimPrefix(tx *db.Tx, tenant, unit kernel.ID, prefix string) (bool, error) {
	_, err := tx.Exec(`insert into card_prefix (tenant_id, prefix, org_id) values ($1, $2, $3) on conflict (tenant_id, prefix) do nothing`, tenant, prefix, unit)
	if err != nil {
		return false, err
	}
	owner, _, err := db.Value[kernel.ID](tx, `select org_id from card_prefix where tenant_id = $1 and prefix = $2`, tenant, prefix)
	return owner == unit, err
}

// count moves the counter of a unit and state.
func count(tx *db.Tx, tenant, unit kernel.ID, s State, by int) error {
	if by == 0 {
		return nil
	}
	_, err := tx.Exec(`insert into card_count (tenant_id, org_id, state, cards) values ($1, $2, $3, $4)
 on conflict (tenant_id, org_id, state) do update set cards = card_count.cards + $4`, tenant, unit, s, by)
	return err
}

func showUntil(tx *db.Tx, id kernel.ID, until kernel.Instant) error {
	_, err := tx.Exec(`update card set shown_until = $2 where id = $1 and state = 'valid'`, id, until)
	return err
}

// Checks.

func insertCheck(tx *db.Tx, id, tenant, account kernel.ID, at kernel.Instant, way string, s Standing) error {
	_, err := tx.Exec(`insert into card_check (id, tenant_id, account_id, at, way, result) values ($1, $2, $3, $4, $5, $6)`, id, tenant, account, at, way, s)
	return err
}

// checksSince counts up to most checks of an account after an instant.
func checksSince(tx *db.Tx, account kernel.ID, after kernel.Instant, most int) (int, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from (select 1 from card_check where account_id = $1 and at > $2 limit $3) x`, account, after, most)
	return int(n), err
}

func lastChecks(tx *db.Tx, account kernel.ID, most int) ([]Check, error) {
	return db.All(tx, func(c *Check) []any { return []any{&c.At, &c.Way, &c.Standing} },
		`select at, way, result from card_check where account_id = $1 order by at desc limit $2`, account, most)
}

// Lists.

// scope limits a statement to the units the actor sees; few units are named, so that their own index serves.
type scope struct {
	tenant kernel.ID
	all    bool
	units  []kernel.ID // when they are few
	roots  []kernel.ID
	on     kernel.Date
}

func (s scope) over(q *db.Query) *db.Query {
	switch {
	case s.all:
		return q
	case s.units != nil:
		return q.In(`and c.org_id in`, s.units, ``)
	}
	return q.And(`and exists (select 1 from org_closure k where k.descendant_id = c.org_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`, s.on, s.on).
		In(`and k.ancestor_id in`, s.roots, `)`)
}

func listCards(tx *db.Tx, s scope, f Filter, most int) ([]Card, error) {
	q := s.over(db.Build(selectCard+` where c.tenant_id = ?`, s.tenant))
	if f.State != "" {
		q.And(`and c.state = ?`, f.State)
	}
	if f.Batch != 0 {
		q.And(`and c.batch_id = ?`, f.Batch)
	}
	if f.Serial != "" {
		q.And(`and (c.serial = ? or c.number = ?)`, f.Serial, f.Serial)
	}
	if f.Before != 0 {
		q.And(`and c.id < ?`, f.Before)
	}
	return db.AllOf(tx, cardInto, q.And(`order by c.id desc limit ?`, most))
}

func counts(tx *db.Tx, s scope) (map[State]int64, error) {
	type row struct {
		state State
		n     int64
	}
	list, err := db.AllOf(tx, func(r *row) []any { return []any{&r.state, &r.n} },
		s.over(db.Build(`select c.state, sum(c.cards) from card_count c where c.tenant_id = ?`, s.tenant)).And(`group by c.state`))
	out := map[State]int64{}
	for _, r := range list {
		out[r.state] = r.n
	}
	return out, err
}

// Of batches.

func inBatch(tx *db.Tx, batch kernel.ID, from, to int) ([]Card, error) {
	return db.All(tx, cardInto, selectCard+` where c.batch_id = $1 and c.batch_id <> 0 and c.position >= $2 and c.position < $3 order by c.position`, batch, from, to)
}

// toHand are printed cards of a batch in a unit, in the order of the register.
func toHand(tx *db.Tx, batch, unit kernel.ID, after, most int) ([]Card, error) {
	q := db.Build(selectCard+` where c.batch_id = ? and c.batch_id <> 0 and c.state = 'printed' and c.position > ?`, batch, after)
	if unit != 0 {
		q.And(`and c.org_id = ?`, unit)
	}
	return db.AllOf(tx, cardInto, q.And(`order by c.position limit ?`, most))
}

// UnitState is how many cards of a batch stand in a unit and state.
//
//glossary:none
type UnitState struct {
	Unit  kernel.ID
	State State
	Cards int
}

func batchByUnit(tx *db.Tx, batch kernel.ID) ([]UnitState, error) {
	return db.All(tx, func(u *UnitState) []any { return []any{&u.Unit, &u.State, &u.Cards} },
		`select c.org_id, c.state, count(*) from card c where c.batch_id = $1 and c.batch_id <> 0 group by c.org_id, c.state order by min(c.position)`, batch)
}

// printBatch moves all cards of a batch that wait for the printer, and gives how many of each unit.
func printBatch(tx *db.Tx, batch kernel.ID, d Deed) ([]UnitState, error) {
	list, err := db.All(tx, func(u *UnitState) []any { return []any{&u.Unit, &u.State, &u.Cards} },
		`select c.org_id, c.state, count(*) from card c where c.batch_id = $1 and c.batch_id <> 0 and c.state = 'made' group by c.org_id, c.state order by c.org_id`, batch)
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(`update card set state = 'printed', printed_at = $2, printed_by = $3 where batch_id = $1 and batch_id <> 0 and state = 'made'`, batch, d.At, d.By)
	return list, err
}

func rowsOf[T any](list []T, row func(int, T) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i, v := range list {
			if !yield(row(i, v)) {
				return
			}
		}
	}
}

func validSerials(tx *db.Tx, tenant kernel.ID, members []kernel.ID) (map[kernel.ID]string, error) {
	type row struct {
		member kernel.ID
		serial string
	}
	list, err := db.AllOf(tx, func(r *row) []any { return []any{&r.member, &r.serial} },
		db.Build(`select c.member_id, c.serial from card c where c.tenant_id = ? and c.state = 'valid'`, tenant).In(`and c.member_id in`, members, ``))
	out := map[kernel.ID]string{}
	for _, r := range list {
		out[r.member] = r.serial
	}
	return out, err
}

// toSign are the cards of a batch in a unit that are printed or handed over.
func toSign(tx *db.Tx, batch, unit kernel.ID, most int) ([]Card, error) {
	q := db.Build(selectCard+` where c.batch_id = ? and c.batch_id <> 0 and c.state in ('printed', 'valid')`, batch)
	if unit != 0 {
		q.And(`and c.org_id = ?`, unit)
	}
	return db.AllOf(tx, cardInto, q.And(`order by c.position limit ?`, most))
}

func cardsAfter(tx *db.Tx, tenant, after kernel.ID, limit int) ([]Card, error) {
	return db.All(tx, cardInto, selectCard+` where c.tenant_id = $1 and c.id > $2 order by c.id limit $3`, tenant, after, limit)
}

func wrongCounts(tx *db.Tx, tenant kernel.ID, limit int) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select k.org_id from card_count k where k.tenant_id = $1
 and k.cards <> (select count(*) from card c where c.org_id = k.org_id and c.state = k.state) order by k.org_id limit $2`, tenant, limit)
}
