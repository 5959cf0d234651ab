package messages

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

const insertMessage = `insert into message (id, tenant_id, org_id, account_id, name, email, channel, template, version, subject, body,
 link, origin, dedupe, state, simulated, outside_id, error, created_at, expires_at, sent_at, read_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', '', $17, $18, $19, null)
 on conflict (tenant_id, dedupe) do nothing`

// insert is false when the same notice was written before.
func insert(tx *db.Tx, m Message) (bool, error) {
	n, err := tx.Exec(insertMessage, m.ID, m.Tenant, m.Org, m.Account, m.Name, m.Email, m.Channel, m.Template, m.Version, m.Subject, m.Body,
		m.Link, m.Origin, m.Dedupe, m.State, m.Simulated, m.Created, m.Expires, m.SentAt)
	return n == 1, err
}

func into(m *Message) []any {
	return []any{&m.ID, &m.Tenant, &m.Org, &m.Account, &m.Name, &m.Email, &m.Channel, &m.Template, &m.Version, &m.Subject, &m.Body,
		&m.Link, &m.Origin, &m.Dedupe, &m.State, &m.Simulated, &m.OutsideID, &m.Error, &m.Created, &m.Expires, &m.SentAt, &m.ReadAt}
}

const selectMessage = `select m.id, m.tenant_id, m.org_id, m.account_id, m.name, m.email, m.channel, m.template, m.version, m.subject, m.body,
 m.link, m.origin, m.dedupe, m.state, m.simulated, m.outside_id, m.error, m.created_at, m.expires_at, m.sent_at, m.read_at from message m`

func load(tx *db.Tx, id kernel.ID) (Message, bool, error) {
	return db.One(tx, into, selectMessage+` where m.id = $1`, id)
}

func markRead(tx *db.Tx, id kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update message set read_at = $2 where id = $1 and read_at is null`, id, at)
	return err
}

func markAllRead(tx *db.Tx, tenant, account kernel.ID, at kernel.Instant) error {
	_, err := tx.Exec(`update message set read_at = $3 where tenant_id = $1 and account_id = $2 and channel = 'inapp' and read_at is null`, tenant, account, at)
	return err
}

func noteError(tx *db.Tx, id kernel.ID, text string) error {
	_, err := tx.Exec(`update message set error = $2 where id = $1`, id, text)
	return err
}

// saveDelivery leaves alone what another process has moved meanwhile.
func saveDelivery(tx *db.Tx, m Message, from State) error {
	_, err := tx.Exec(`update message set state = $3, simulated = $4, outside_id = $5, error = $6, sent_at = $7 where id = $1 and state = $2`,
		m.ID, from, m.State, m.Simulated, m.OutsideID, m.Error, m.SentAt)
	return err
}

func countUnread(tx *db.Tx, tenant, account kernel.ID) (int, error) {
	n, _, err := db.Value[int](tx, `select count(*) from message where tenant_id = $1 and account_id = $2 and channel = 'inapp' and read_at is null`, tenant, account)
	return n, err
}

func listInbox(tx *db.Tx, tenant, account, before kernel.ID, most int) ([]Message, error) {
	q := db.Build(selectMessage+` where m.tenant_id = ? and m.account_id = ? and m.channel = 'inapp'`, tenant, account)
	if before != 0 {
		q.And(`and m.id < ?`, before)
	}
	return db.AllOf(tx, into, q.And(`order by m.id desc limit ?`, most))
}

func listDeliveries(tx *db.Tx, a kernel.Actor, on kernel.Date, state State, before kernel.ID, most int) ([]Message, error) {
	q := db.Build(selectMessage+` where m.tenant_id = ? and m.channel = 'mail'`, a.Tenant)
	if !a.System {
		q.And(`and exists (select 1 from org_closure c where c.descendant_id = m.org_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
			In(`and c.ancestor_id in`, deliveriesOf(a), `)`)
	}
	if state != "" {
		q.And(`and m.state = ?`, state)
	}
	if before != 0 {
		q.And(`and m.id < ?`, before)
	}
	return db.AllOf(tx, into, q.And(`order by m.id desc limit ?`, most))
}
