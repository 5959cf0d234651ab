package committees

import (
	"embed"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are this room's tables.
func Migrations() fs.FS { return migrations }

const selectCommittee = `select c.id, c.tenant_id, c.org_id, c.kind, c.term, c.size, c.how, c.state, c.valid_from, c.term_to, c.ended_on, c.basis, c.basis_on, c.issuer,
 c.recognised, c.recognised_on, c.end_basis, c.end_reason, c.row_version from committee c`

func intoCommittee(c *Committee) []any {
	return []any{&c.ID, &c.Tenant, &c.Unit, &c.Kind, &c.Term, &c.Size, &c.How, &c.State, &c.From, &c.To, &c.EndedOn, &c.Basis.Number, &c.Basis.On, &c.Basis.Issuer,
		&c.Recognised.Number, &c.Recognised.On, &c.EndBasis, &c.EndReason, &c.Version}
}

func insertCommittee(tx *db.Tx, c Committee, step kernel.ID) error {
	_, err := tx.Exec(`insert into committee (id, tenant_id, org_id, kind, term, size, how, state, valid_from, term_to, ended_on, basis, basis_on, issuer,
 recognised, recognised_on, end_basis, end_reason, made_by, ended_by, void, row_version)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', '', $17, 0, false, 1)`,
		c.ID, c.Tenant, c.Unit, c.Kind, c.Term, c.Size, c.How, c.State, c.From, db.Optional(c.To), db.Optional(c.EndedOn), c.Basis.Number, db.Optional(c.Basis.On), c.Basis.Issuer,
		c.Recognised.Number, db.Optional(c.Recognised.On), step)
	return err
}

// saveCommittee is false when somebody changed the committee meanwhile.
func saveCommittee(tx *db.Tx, c Committee, step kernel.ID) (bool, error) {
	n, err := tx.Exec(`update committee set state = $3, ended_on = $4, recognised = $5, recognised_on = $6, end_basis = $7, end_reason = $8, ended_by = $9, row_version = row_version + 1
 where id = $1 and row_version = $2`, c.ID, c.Version, c.State, db.Optional(c.EndedOn), c.Recognised.Number, db.Optional(c.Recognised.On), c.EndBasis, c.EndReason, step)
	return n == 1, err
}

func loadCommittee(tx *db.Tx, id kernel.ID) (Committee, bool, error) {
	return db.One(tx, intoCommittee, selectCommittee+` where c.id = $1 and c.void = false`, id)
}

// openOf is the committee of a kind that a unit has and that nobody has ended.
func openOf(tx *db.Tx, tenant, unit kernel.ID, kind string) (Committee, bool, error) {
	return db.One(tx, intoCommittee, selectCommittee+` where c.tenant_id = $1 and c.org_id = $2 and c.kind = $3 and c.ended_on is null and c.void = false`, tenant, unit, kind)
}

// laterThan tells whether a committee of the kind began on a day or after it, or still sat then by its end.
func laterThan(tx *db.Tx, tenant, unit kernel.ID, kind string, on kernel.Date) (bool, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from committee c where c.tenant_id = $1 and c.org_id = $2 and c.kind = $3 and c.void = false
 and (c.valid_from >= $4 or c.ended_on > $4)`, tenant, unit, kind, on)
	return n > 0, err
}

// ofUnit are all committees that a unit has or had, the latest first.
func ofUnit(tx *db.Tx, tenant, unit kernel.ID) ([]Committee, error) {
	return db.All(tx, intoCommittee, selectCommittee+` where c.tenant_id = $1 and c.org_id = $2 and c.void = false order by c.valid_from desc, c.id desc limit 500`, tenant, unit)
}

const selectPlace = `select s.id, s.committee_id, s.person_id, s.post, s.team, s.valid_from, s.ended_on, s.basis, s.end_basis, s.end_reason from committee_seat s`

func intoPlace(p *Place) []any {
	return []any{&p.ID, &p.Committee, &p.Person, &p.Post, &p.Team, &p.From, &p.EndedOn, &p.Basis, &p.EndBasis, &p.EndReason}
}

func insertPlace(tx *db.Tx, tenant kernel.ID, p Place) error {
	_, err := tx.Exec(`insert into committee_seat (id, tenant_id, committee_id, person_id, post, team, valid_from, ended_on, basis, end_basis, end_reason, ended_by)
 values ($1, $2, $3, $4, $5, $6, $7, null, $8, '', '', 0)`, p.ID, tenant, p.Committee, p.Person, p.Post, p.Team, p.From, p.Basis)
	return err
}

func endPlace(tx *db.Tx, p Place) error {
	_, err := tx.Exec(`update committee_seat set ended_on = $2, end_basis = $3, end_reason = $4 where id = $1`, p.ID, p.EndedOn, p.EndBasis, p.EndReason)
	return err
}

// endPlaces ends what is held in a committee when it ends. Who came after that day never sat.
func endPlaces(tx *db.Tx, committee kernel.ID, on kernel.Date, basis string, step kernel.ID) error {
	_, err := tx.Exec(`update committee_seat set ended_on = case when valid_from > $2 then valid_from else $2 end, end_basis = $3, ended_by = $4
 where committee_id = $1 and (ended_on is null or ended_on > $2)`, committee, on, basis, step)
	return err
}

// placesOf are all places of a committee, held and given up, oldest first.
func placesOf(tx *db.Tx, committee kernel.ID) ([]Place, error) {
	return db.All(tx, intoPlace, selectPlace+` where s.committee_id = $1 order by s.valid_from, s.id limit 1000`, committee)
}

// sitters are the places held on a day in the committee of a kind that a unit has that day.
const sitters = selectPlace + ` join committee c on c.id = s.committee_id where c.tenant_id = $1 and c.org_id = $2 and c.kind = $3 and c.void = false
 and c.valid_from <= $4 and (c.ended_on is null or c.ended_on > $4) and s.valid_from <= $4 and (s.ended_on is null or s.ended_on > $4) limit 1000`

func sittersOf(tx *db.Tx, tenant, unit kernel.ID, kind string, on kernel.Date) ([]Place, error) {
	return db.All(tx, intoPlace, sitters, tenant, unit, kind, on)
}

// standsOn tells whether a unit has a committee of a kind on a day.
func standsOn(tx *db.Tx, tenant, unit kernel.ID, kind string, on kernel.Date) (bool, error) {
	n, _, err := db.Value[int64](tx, `select count(*) from committee c where c.tenant_id = $1 and c.org_id = $2 and c.kind = $3 and c.void = false
 and c.valid_from <= $4 and (c.ended_on is null or c.ended_on > $4)`, tenant, unit, kind, on)
	return n > 0, err
}

// service is one post that somebody holds or held, with its committee.
type service struct {
	Place
	unit kernel.ID
	kind string
	term string
}

const services = `select s.id, s.committee_id, s.person_id, s.post, s.team, s.valid_from, s.ended_on, s.basis, s.end_basis, s.end_reason, c.org_id, c.kind, c.term
 from committee_seat s join committee c on c.id = s.committee_id where s.tenant_id = $1 and s.person_id = $2 and c.void = false order by s.valid_from desc, s.id desc limit 200`

func servicesOf(tx *db.Tx, tenant, person kernel.ID) ([]service, error) {
	return db.All(tx, func(x *service) []any { return append(intoPlace(&x.Place), &x.unit, &x.kind, &x.term) }, services, tenant, person)
}

// Event (diễn biến) is one line of a committee's history.
//
//glossary:none
type Event struct {
	Verb   Verb
	At     kernel.Instant
	Name   string // who did it
	Post   string
	Person kernel.ID // whom it concerned
	Note   string
}

func insertEvent(tx *db.Tx, id, tenant, committee kernel.ID, e Event) error {
	_, err := tx.Exec(`insert into committee_event (id, tenant_id, committee_id, verb, at, name, post, person_id, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, tenant, committee, e.Verb, e.At, e.Name, e.Post, db.Optional(e.Person), e.Note)
	return err
}

func eventsOf(tx *db.Tx, committee kernel.ID) ([]Event, error) {
	return db.All(tx, func(e *Event) []any {
		return []any{&e.Verb, &e.At, &e.Name, &e.Post, &e.Person, &e.Note}
	}, `select verb, at, name, post, coalesce(person_id, 0), note from committee_event where committee_id = $1 order by id desc limit 500`, committee)
}
