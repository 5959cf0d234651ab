package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const applicationColumns = `id, tenant_id, org_id, person_id, account_id, source, name, form, state, filed_name, filed_at, batch_id, member_id, answered_name, answered_at, answer, decision, why`

func applicationInto(p *Application) []any {
	return []any{&p.ID, &p.Tenant, &p.Unit, &p.Person, &p.Account, &p.Source, &p.Name, &p.form, &p.State, &p.FiledName, &p.FiledAt, &p.Batch, &p.Member, &p.AnsweredName, &p.AnsweredAt, &p.Answer, &p.decision, &p.why}
}

func insertApplication(tx *db.Tx, p Application) error {
	_, err := tx.Exec(`insert into member_application (`+applicationColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, '', null, '', $12, $13)`,
		p.ID, p.Tenant, p.Unit, p.Person, p.Account, p.Source, p.Name, p.form, p.State, p.FiledName, p.FiledAt, p.decision, p.why)
	return err
}

func loadApplication(tx *db.Tx, id kernel.ID) (Application, bool, error) {
	return db.One(tx, applicationInto, `select `+applicationColumns+` from member_application where id = $1`, id)
}

const (
	applicationBySourceSQL = `select ` + applicationColumns + ` from member_application where tenant_id = $1 and source = $2 and source <> ''`
	applicationOfMemberSQL = `select ` + applicationColumns + ` from member_application where member_id = $1 and state = 'admitted' order by id limit 1`
)

func applicationBySource(tx *db.Tx, tenant kernel.ID, source string) (Application, bool, error) {
	return db.One(tx, applicationInto, applicationBySourceSQL, tenant, source)
}

// applicationsAt are the applications to some units in a state, the earliest first.
func applicationsAt(tx *db.Tx, units []kernel.ID, state ApplicationState, after kernel.ID, limit int) ([]Application, error) {
	q := db.Build(`select `+applicationColumns+` from member_application`).In(`where org_id in`, units, ``).And(`and state = ? and id > ? order by id limit ?`, state, after, limit)
	return db.AllOf(tx, applicationInto, q)
}

func applicationsOf(tx *db.Tx, account kernel.ID) ([]Application, error) {
	return db.All(tx, applicationInto, `select `+applicationColumns+` from member_application where account_id = $1 order by id desc limit 20`, account)
}

func applicationsIn(tx *db.Tx, batch kernel.ID) ([]Application, error) {
	return db.All(tx, applicationInto, `select `+applicationColumns+` from member_application where batch_id = $1 order by id`, batch)
}

// closeApplication is false when somebody answered it meanwhile.
func closeApplication(tx *db.Tx, p Application) (bool, error) {
	n, err := tx.Exec(`update member_application set state = $2, batch_id = $3, member_id = $4, answered_name = $5, answered_at = $6, answer = $7, why = '' where id = $1 and state = 'filed'`,
		p.ID, p.State, p.Batch, p.Member, p.AnsweredName, p.AnsweredAt, p.Answer)
	return n == 1, err
}

func setWhy(tx *db.Tx, p Application) error {
	_, err := tx.Exec(`update member_application set why = $2 where id = $1 and state = 'filed'`, p.ID, p.why)
	return err
}

func applicationOfMember(tx *db.Tx, member kernel.ID) (Application, bool, error) {
	return db.One(tx, applicationInto, applicationOfMemberSQL, member)
}

func setApplicant(tx *db.Tx, id, person kernel.ID) error {
	_, err := tx.Exec(`update member_application set person_id = $2 where id = $1 and state = 'filed'`, id, person)
	return err
}

const batchColumns = `id, tenant_id, org_id, number, decided, signer, signer_post, members, by_name, at`

func batchInto(b *Batch) []any {
	return []any{&b.ID, &b.Tenant, &b.Unit, &b.Number, &b.Decided, &b.Signer, &b.SignerPost, &b.Members, &b.ByName, &b.At}
}

func insertBatch(tx *db.Tx, b Batch, by kernel.ID) error {
	_, err := tx.Exec(`insert into member_batch (id, tenant_id, org_id, number, decided, signer, signer_post, members, by_account, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		b.ID, b.Tenant, b.Unit, b.Number, b.Decided, b.Signer, b.SignerPost, b.Members, by, b.ByName, b.At)
	return err
}

func batchByNumber(tx *db.Tx, unit kernel.ID, number string, decided kernel.Date) (Batch, bool, error) {
	return db.One(tx, batchInto, `select `+batchColumns+` from member_batch where org_id = $1 and number = $2 and decided = $3`, unit, number, decided)
}

func growBatch(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update member_batch set members = members + 1 where id = $1`, id)
	return err
}

func loadBatch(tx *db.Tx, id kernel.ID) (Batch, bool, error) {
	return db.One(tx, batchInto, `select `+batchColumns+` from member_batch where id = $1`, id)
}

func batchesAt(tx *db.Tx, units []kernel.ID, limit int) ([]Batch, error) {
	q := db.Build(`select `+batchColumns+` from member_batch`).In(`where org_id in`, units, ``).And(`and id > ? order by id desc limit ?`, 0, limit)
	return db.AllOf(tx, batchInto, q)
}
