package waitlists

import (
	"embed"
	"encoding/json"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

const selectList = `select l.id, l.tenant_id, l.org_id, l.kind, l.title, l.basis, l.until, l.answer_days, l.state, l.prepared_by, l.preparer, l.opened_by, l.frozen_at, l.frozen_by, l.published_at, l.version from waitlist l`

func listInto(l *List) []any {
	return []any{&l.ID, &l.Tenant, &l.Org, &l.Kind, &l.Title, &l.Basis, &l.Until, &l.AnswerDays, &l.State, &l.PreparedBy, &l.Preparer, &l.OpenedBy, &l.FrozenAt, &l.FrozenBy, &l.Published, &l.Version}
}

func loadList(tx *db.Tx, tenant, id kernel.ID) (List, bool, error) {
	l, ok, err := db.One(tx, listInto, selectList+` where l.id = $1 and l.tenant_id = $2`, id, tenant)
	if err != nil || !ok {
		return l, ok, err
	}
	l.Criteria, err = db.All(tx, func(c *Criterion) []any {
		return []any{&c.ID, &c.Title, &c.Formula, &c.Valid.From, &c.Valid.To, &c.Source, &c.Confirmed}
	}, `select id, title, formula, valid_from, valid_to, source, confirmed from waitlist_criterion where list_id = $1 order by id`, id)
	return l, true, err
}

func insertList(tx *db.Tx, l List) error {
	_, err := tx.Exec(`insert into waitlist (id, tenant_id, org_id, kind, title, basis, until, answer_days, state, prepared_by, preparer, opened_by, frozen_at, frozen_by, published_at, version)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', null, '', null, 1)`, l.ID, l.Tenant, l.Org, l.Kind, l.Title, l.Basis, l.Until, l.AnswerDays, l.State, l.PreparedBy, l.Preparer)
	return err
}

// saveList is false when somebody changed it meanwhile.
func saveList(tx *db.Tx, l List) (bool, error) {
	n, err := tx.Exec(`update waitlist set state = $3, prepared_by = $4, preparer = $5, opened_by = $6, frozen_at = $7, frozen_by = $8, published_at = $9, version = version + 1 where id = $1 and version = $2`,
		l.ID, l.Version, l.State, l.PreparedBy, l.Preparer, l.OpenedBy, l.FrozenAt, l.FrozenBy, l.Published)
	return n == 1, err
}

func insertCriterion(tx *db.Tx, list kernel.ID, c Criterion) error {
	_, err := tx.Exec(`insert into waitlist_criterion (id, list_id, title, formula, valid_from, valid_to, source, confirmed) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, list, c.Title, c.Formula, c.Valid.From, c.Valid.To, c.Source, c.Confirmed)
	return err
}

func deleteCriterion(tx *db.Tx, list, id kernel.ID) error {
	_, err := tx.Exec(`delete from waitlist_criterion where id = $1 and list_id = $2`, id, list)
	return err
}

func listLists(tx *db.Tx, tenant kernel.ID, s scope, on kernel.Date, before kernel.ID, most int) ([]List, error) {
	return db.AllOf(tx, listInto, listsQuery(tenant, s, on, before, most))
}

func listsQuery(tenant kernel.ID, s scope, on kernel.Date, before kernel.ID, most int) *db.Query {
	q := db.Build(selectList+` where l.tenant_id = ?`, tenant)
	if !s.All {
		q.And(`and (exists (select 1 from org_closure c where c.descendant_id = l.org_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
			In(`and c.ancestor_id in`, s.Roots, `)`).In(`or l.state not in ('draft', 'dropped') and l.org_id in`, s.Above, `)`)
	}
	if before != 0 {
		q.And(`and l.id < ?`, before)
	}
	return q.And(`order by l.id desc limit ?`, most)
}

// listsReaching are the open lists of a member's own line.
func listsReaching(tx *db.Tx, tenant kernel.ID, line []kernel.ID, on kernel.Date) ([]List, error) {
	return db.AllOf(tx, listInto, reachingQuery(tenant, line, on))
}

func reachingQuery(tenant kernel.ID, line []kernel.ID, on kernel.Date) *db.Query {
	return db.Build(selectList+` where l.tenant_id = ? and l.state = 'open' and l.until >= ?`, tenant, on).In(`and l.org_id in`, line, `order by l.id desc limit 100`)
}

// kept is how answers and lines are stored.
type kept[T any] struct{ to *T }

func (k kept[T]) Scan(v any) error {
	switch s := v.(type) {
	case string:
		return json.Unmarshal([]byte(s), k.to)
	case []byte:
		return json.Unmarshal(s, k.to)
	}
	return nil
}

const selectApplication = `select a.id, a.tenant_id, a.list_id, a.member_id, a.person_id, a.account_id, a.number, a.name, a.unit_id, a.answers, a.note, a.at, a.by_name, a.stage, a.points, a.lines, a.place, a.reason, a.ended_at, a.version from waitlist_application a`

func applicationInto(x *Application) []any {
	return []any{&x.ID, &x.Tenant, &x.List, &x.Member, &x.Person, &x.Account, &x.Number, &x.Name, &x.Unit, kept[Answers]{&x.Answers}, &x.Note, &x.At, &x.By, &x.Stage, &x.Points, kept[[]Points]{&x.Lines}, &x.Rank, &x.Reason, &x.Ended, &x.Version}
}

func loadApplication(tx *db.Tx, tenant, id kernel.ID) (Application, bool, error) {
	return db.One(tx, applicationInto, selectApplication+` where a.id = $1 and a.tenant_id = $2`, id, tenant)
}

func text(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func insertApplication(tx *db.Tx, x Application) error {
	answers, err := text(x.Answers)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into waitlist_application (id, tenant_id, list_id, member_id, person_id, account_id, number, name, unit_id, answers, note, at, by_name, stage, points, lines, place, reason, ended_at, version)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, '[]', 0, '', null, 1)`,
		x.ID, x.Tenant, x.List, x.Member, x.Person, x.Account, x.Number, x.Name, x.Unit, answers, x.Note, x.At, x.By, x.Stage)
	return err
}

func saveApplication(tx *db.Tx, x Application) (bool, error) {
	lines, err := text(x.Lines)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`update waitlist_application set stage = $3, points = $4, lines = $5, place = $6, reason = $7, ended_at = $8, version = version + 1 where id = $1 and version = $2`,
		x.ID, x.Version, x.Stage, x.Points, lines, x.Rank, x.Reason, x.Ended)
	return n == 1, err
}

const applicationsSQL = selectApplication + ` where a.list_id = $1 order by a.place, a.id limit 4000`

func applicationsOf(tx *db.Tx, list kernel.ID) ([]Application, error) {
	return db.All(tx, applicationInto, applicationsSQL, list)
}

const ownSQL = selectApplication + ` where a.person_id = $1 and a.tenant_id = $2 order by a.id desc limit 50`

func applicationsOfPerson(tx *db.Tx, tenant, person kernel.ID) ([]Application, error) {
	return db.All(tx, applicationInto, ownSQL, person, tenant)
}

func hasLive(tx *db.Tx, list, person kernel.ID) (bool, error) {
	_, ok, err := db.Value[kernel.ID](tx, `select id from waitlist_application where list_id = $1 and person_id = $2 and stage in ('waiting', 'offered', 'accepted')`, list, person)
	return ok, err
}

const nextSQL = selectApplication + ` where a.list_id = $1 and a.stage = 'waiting' order by a.place, a.id limit 1`

// nextInLine is the first who waits.
func nextInLine(tx *db.Tx, list kernel.ID) (Application, bool, error) {
	return db.One(tx, applicationInto, nextSQL, list)
}

// ahead counts those who wait or were offered something before a place.
func ahead(tx *db.Tx, list kernel.ID, place int) (int, error) {
	n, _, err := db.Value[int](tx, `select count(*) from waitlist_application where list_id = $1 and stage = 'waiting' and place < $2`, list, place)
	return n, err
}

const selectOffer = `select o.id, o.application_id, o.list_id, o.what, o.until, o.at, o.by_name, o.answer, o.answered_at, o.answered_by from waitlist_offer o`

func offerInto(o *OfferMade) []any {
	return []any{&o.ID, &o.Application, &o.List, &o.What, &o.Until, &o.At, &o.By, &o.Answer, &o.Answered, &o.AnsweredBy}
}

func insertOffer(tx *db.Tx, o OfferMade) error {
	_, err := tx.Exec(`insert into waitlist_offer (id, application_id, list_id, what, until, at, by_name, answer, answered_at, answered_by) values ($1, $2, $3, $4, $5, $6, $7, '', null, '')`,
		o.ID, o.Application, o.List, o.What, o.Until, o.At, o.By)
	return err
}

func openOffer(tx *db.Tx, application kernel.ID) (OfferMade, bool, error) {
	return db.One(tx, offerInto, selectOffer+` where o.application_id = $1 and o.answer = ''`, application)
}

func answerOffer(tx *db.Tx, id kernel.ID, v Verb, at kernel.Instant, by string) (bool, error) {
	n, err := tx.Exec(`update waitlist_offer set answer = $2, answered_at = $3, answered_by = $4 where id = $1 and answer = ''`, id, v, at, by)
	return n == 1, err
}

const offersSQL = selectOffer + ` where o.list_id = $1 order by o.id desc limit 500`

func offersOf(tx *db.Tx, list kernel.ID) ([]OfferMade, error) {
	return db.All(tx, offerInto, offersSQL, list)
}

const offersDueSQL = selectOffer + ` where o.answer = '' and o.until < $1 order by o.until, o.id limit $2`

// offersDue are those whose last day is over.
func offersDue(tx *db.Tx, today kernel.Date, most int) ([]OfferMade, error) {
	return db.All(tx, offerInto, offersDueSQL, today, most)
}
