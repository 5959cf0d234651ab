package complaints

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

// nextNumber takes the next number of a unit and year; the row is held until the commit, so that what
// is rolled back leaves no gap.
func nextNumber(tx *db.Tx, c Complaint) (int, error) {
	n, _, err := db.Value[int](tx, `insert into complaint_counter (tenant_id, unit_id, year, last) values ($1, $2, $3, 1)
 on conflict (tenant_id, unit_id, year) do update set last = complaint_counter.last + 1 returning last`, c.Tenant, c.Unit, c.Year)
	return n, err
}

func insertComplaint(tx *db.Tx, c Complaint) error {
	_, err := tx.Exec(`insert into complaint (id, tenant_id, request_mark, follow_mark, unit_id, year, no, kind, way, state, received_on, sealed_matter, sealed_sender,
 accepted_at, longer, from_at, due_at, due_limit, ended_at, files, opened, event_seal, opening_seal, row_seal, row_version, round, remote, first_mark)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, null, 0, $14, $15, $16, null, $17, 0, $18, '', $19, 1, $20, $21, $22)`,
		c.ID, c.Tenant, c.request, c.follow, c.Unit, c.Year, c.No, c.Kind, c.Way, c.State, c.Received, c.matter, c.sender, c.From, c.Due, c.Limit.String(), c.Files, c.lastEvent, c.seal, c.Round, c.Remote, db.Optional(c.first))
	return err
}

// saveComplaint is false when somebody moved it meanwhile.
func saveComplaint(tx *db.Tx, c Complaint) (bool, error) {
	n, err := tx.Exec(`update complaint set state = $3, accepted_at = $4, longer = $5, from_at = $6, due_at = $7, due_limit = $8, ended_at = $9, files = $10, opened = $11,
 event_seal = $12, opening_seal = $13, row_seal = $14, sealed_matter = $15, remote = $16, row_version = row_version + 1 where id = $1 and row_version = $2`,
		c.ID, c.Version, c.State, c.Accepted, c.Longer, c.From, c.Due, c.Limit.String(), c.Ended, c.Files, c.Opened, c.lastEvent, c.lastOpening, c.seal, c.matter, c.Remote)
	return n == 1, err
}

const selectComplaint = `select c.id, c.tenant_id, c.request_mark, c.follow_mark, c.unit_id, c.year, c.no, c.kind, c.way, c.state, c.received_on, c.sealed_matter,
 c.sealed_sender, c.accepted_at, c.longer, c.from_at, c.due_at, c.due_limit, c.ended_at, c.files, c.opened, c.event_seal, c.opening_seal, c.row_seal, c.row_version, c.round, c.remote, coalesce(c.first_mark, '') from complaint c`

func intoComplaint(c *Complaint) []any {
	return []any{&c.ID, &c.Tenant, &c.request, &c.follow, &c.Unit, &c.Year, &c.No, &c.Kind, &c.Way, &c.State, &c.Received, &c.matter,
		&c.sender, &c.Accepted, &c.Longer, &c.From, &c.Due, &c.Limit, &c.Ended, &c.Files, &c.Opened, &c.lastEvent, &c.lastOpening, &c.seal, &c.Version, &c.Round, &c.Remote, &c.first}
}

// loadComplaint reads one with those named on it, whom the policy asks for.
func loadComplaint(tx *db.Tx, id kernel.ID) (Complaint, bool, error) {
	c, ok, err := db.One(tx, intoComplaint, selectComplaint+` where c.id = $1`, id)
	return withReaders(tx, c, ok, err)
}

func complaintByRequest(tx *db.Tx, tenant kernel.ID, mark string) (Complaint, bool, error) {
	return db.One(tx, intoComplaint, selectComplaint+` where c.tenant_id = $1 and c.request_mark = $2`, tenant, mark)
}

func complaintByFirst(tx *db.Tx, tenant kernel.ID, mark string) (Complaint, bool, error) {
	return db.One(tx, intoComplaint, selectComplaint+` where c.tenant_id = $1 and c.first_mark = $2`, tenant, mark)
}

func complaintByFollow(tx *db.Tx, tenant kernel.ID, mark string) (Complaint, bool, error) {
	c, ok, err := db.One(tx, intoComplaint, selectComplaint+` where c.tenant_id = $1 and c.follow_mark = $2`, tenant, mark)
	return withReaders(tx, c, ok, err)
}

func withReaders(tx *db.Tx, c Complaint, ok bool, err error) (Complaint, bool, error) {
	if err != nil || !ok {
		return c, ok, err
	}
	c.Readers, err = readersOf(tx, c.ID)
	return c, true, err
}

// complaintsOf are those on which an account is named, the latest first.
func complaintsOf(tx *db.Tx, tenant, account kernel.ID, f Filter) ([]Complaint, error) {
	return db.AllOf(tx, intoComplaint, listQuery(tenant, account, f))
}

func listQuery(tenant, account kernel.ID, f Filter) *db.Query {
	q := db.Build(selectComplaint+` join complaint_reader r on r.complaint_id = c.id where r.tenant_id = ? and r.account_id = ?`, tenant, account)
	if len(f.States) > 0 {
		var states []string
		for _, st := range f.States {
			states = append(states, string(st))
		}
		q.InText(`and c.state in`, states, "")
	}
	if f.Kind != "" {
		q.And(`and c.kind = ?`, f.Kind)
	}
	if f.Year != 0 {
		q.And(`and c.year = ?`, f.Year)
	}
	if !f.From.IsZero() {
		q.And(`and c.received_on >= ?`, f.From)
	}
	if !f.To.IsZero() {
		q.And(`and c.received_on <= ?`, f.To)
	}
	if f.Before != 0 {
		q.And(`and r.complaint_id < ?`, f.Before)
	}
	return q.And(`order by r.complaint_id desc limit ?`, f.Limit+1)
}

func everyComplaint(tx *db.Tx, after kernel.ID) ([]Complaint, error) {
	return db.All(tx, intoComplaint, selectComplaint+` where c.id > $1 order by c.id limit 500`, after)
}

func readersOf(tx *db.Tx, id kernel.ID) ([]Reader, error) {
	return db.All(tx, func(r *Reader) []any {
		return []any{&r.Account, &r.Person, &r.Name, &r.Post, &r.Role, &r.By, &r.At}
	}, `select account_id, coalesce(person_id, 0), name, post, role, name_by, at from complaint_reader where complaint_id = $1 order by at, account_id limit 200`, id)
}

func insertReader(tx *db.Tx, c Complaint, r Reader) error {
	_, err := tx.Exec(`insert into complaint_reader (complaint_id, tenant_id, account_id, person_id, name, post, role, name_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, c.Tenant, r.Account, db.Optional(r.Person), r.Name, r.Post, r.Role, r.By, r.At)
	return err
}

func replaceReaders(tx *db.Tx, c Complaint) error {
	_, err := tx.Exec(`delete from complaint_reader where complaint_id = $1`, c.ID)
	for _, r := range c.Readers {
		if err == nil {
			err = insertReader(tx, c, r)
		}
	}
	return err
}

func insertEvent(tx *db.Tx, c Complaint, e Event) error {
	_, err := tx.Exec(`insert into complaint_event (id, tenant_id, complaint_id, verb, at, account_id, name, post, sealed_said, seal) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		e.ID, c.Tenant, c.ID, e.Verb, e.At, db.Optional(e.By.Account), e.By.Name, e.By.Post, e.sealed, e.Seal)
	return err
}

func eventsOf(tx *db.Tx, id kernel.ID) ([]Event, error) {
	return db.All(tx, func(e *Event) []any {
		return []any{&e.ID, &e.Verb, &e.At, &e.By.Account, &e.By.Name, &e.By.Post, &e.sealed, &e.Seal}
	}, `select id, verb, at, coalesce(account_id, 0), name, post, sealed_said, seal from complaint_event where complaint_id = $1 order by id limit 10000`, id)
}

// What stands here as text is in the index of those who gave records (complaint_event_giver) word by word.
const gave = `e.verb in ('hand_over', 'pass', 'give_anew')`

// giversOf are the accounts that gave a record to a lead, the latest first.
func giversOf(tx *db.Tx, id kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} },
		`select coalesce(e.account_id, 0) from complaint_event e where e.complaint_id = $1 and `+gave+` order by e.id desc limit 1000`, id)
}

// leadAt is a lead of some unit's records.
type leadAt struct{ account, unit kernel.ID }

const fromGiven = ` from complaint_event e join complaint_reader r on r.complaint_id = e.complaint_id join complaint c on c.id = e.complaint_id
 where e.tenant_id = $1 and e.account_id = $2 and ` + gave + ` and r.role = 'lead'`

const (
	selectLeads = `select distinct r.account_id, c.unit_id` + fromGiven + ` order by 1, 2 limit 1000`
	selectGiven = `select distinct c.id` + fromGiven + ` and r.account_id = $3 and c.unit_id = $4 order by c.id limit 200`
)

// leadsGiven are those who lead what an account once gave.
func leadsGiven(tx *db.Tx, tenant, account kernel.ID) ([]leadAt, error) {
	return db.All(tx, func(l *leadAt) []any { return []any{&l.account, &l.unit} }, selectLeads, tenant, account)
}

// givenTo are the records among them that somebody leads now.
func givenTo(tx *db.Tx, tenant, account kernel.ID, l leadAt) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, selectGiven, tenant, account, l.account, l.unit)
}

func insertOpening(tx *db.Tx, c Complaint, id kernel.ID, o Opening) error {
	_, err := tx.Exec(`insert into complaint_opening (id, tenant_id, complaint_id, no, what, at, account_id, name, post, seal) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, c.Tenant, c.ID, o.No, o.What, o.At, o.By.Account, o.By.Name, o.By.Post, o.Seal)
	return err
}

func intoOpening(o *Opening) []any {
	return []any{&o.No, &o.What, &o.At, &o.By.Account, &o.By.Name, &o.By.Post, &o.Seal}
}

// openingsOf are the latest openings of a record.
func openingsOf(tx *db.Tx, id kernel.ID, most int) ([]Opening, error) {
	return db.All(tx, intoOpening, `select no, what, at, account_id, name, post, seal from complaint_opening where complaint_id = $1 order by no desc limit $2`, id, most)
}

func eachOpening(tx *db.Tx, id kernel.ID, fn func(Opening) error) error {
	return db.Each(tx, intoOpening, fn, `select no, what, at, account_id, name, post, seal from complaint_opening where complaint_id = $1 order by no`, id)
}

func insertFile(tx *db.Tx, c Complaint, f Evidence) error {
	_, err := tx.Exec(`insert into complaint_file (id, tenant_id, complaint_id, sha, sealed_meta, at, name_by, seal) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		f.ID, c.Tenant, c.ID, f.sha, f.sealed, f.At, f.By, f.seal)
	return err
}

func filesOf(tx *db.Tx, id kernel.ID) ([]Evidence, error) {
	return db.All(tx, func(f *Evidence) []any { return []any{&f.ID, &f.sha, &f.sealed, &f.At, &f.By, &f.seal} },
		`select id, sha, sealed_meta, at, name_by, seal from complaint_file where complaint_id = $1 order by id limit 1000`, id)
}

// gap is a unit and year whose numbers do not run from 1 to the counter.
type gap struct {
	unit         kernel.ID
	year, n, top int
	last         int
}

func gapsOf(tx *db.Tx) ([]gap, error) {
	return db.All(tx, func(g *gap) []any { return []any{&g.unit, &g.year, &g.n, &g.top, &g.last} },
		`select k.unit_id, k.year, count(c.id), coalesce(max(c.no), 0), k.last from complaint_counter k
 left join complaint c on c.tenant_id = k.tenant_id and c.unit_id = k.unit_id and c.year = k.year
 group by k.tenant_id, k.unit_id, k.year, k.last having count(c.id) <> k.last or coalesce(max(c.no), 0) <> k.last order by k.unit_id, k.year`)
}
