package members

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func mergerInto(m *Merger) []any {
	return []any{&m.ID, &m.Tenant, &m.KeptPerson, &m.GonePerson, &m.KeptMember, &m.GoneMember, &m.On, &m.Reason, &m.wayBack, &m.ByName, &m.At, &m.UndoneName, &m.UndoneAt}
}

const mergerHead = `select id, tenant_id, kept_person, gone_person, kept_member, gone_member, effective, reason, way_back, by_name, at, undone_name, undone_at from member_merge `

func insertMerger(tx *db.Tx, m Merger, by kernel.ID) error {
	_, err := tx.Exec(`insert into member_merge (id, tenant_id, kept_person, gone_person, kept_member, gone_member, effective, reason, way_back, by_account, by_name, at, undone_by, undone_name, undone_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '', null)`,
		m.ID, m.Tenant, m.KeptPerson, m.GonePerson, m.KeptMember, m.GoneMember, m.On, m.Reason, m.wayBack, by, m.ByName, m.At)
	return err
}

func loadMerger(tx *db.Tx, id kernel.ID) (Merger, bool, error) {
	return db.One(tx, mergerInto, mergerHead+`where id = $1`, id)
}

// mergersOf are the merges in which a person was kept or went.
func mergersOf(tx *db.Tx, person kernel.ID) ([]Merger, error) {
	return db.All(tx, mergerInto, mergerHead+`where kept_person = $1 or gone_person = $1 order by id desc limit 50`, person)
}

func undoneMerger(tx *db.Tx, id kernel.ID, a kernel.Actor, at kernel.Instant) error {
	_, err := tx.Exec(`update member_merge set undone_by = $2, undone_name = $3, undone_at = $4 where id = $1`, id, a.Account, a.Name, at)
	return err
}

// movePerson gives the memberships of one person, all of them closed, to another.
func movePerson(tx *db.Tx, from, to kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `update member set person_id = $2 where person_id = $1 returning id`, from, to)
}

func returnPerson(tx *db.Tx, members []kernel.ID, to kernel.ID) error {
	_, err := db.ExecOf(tx, db.Build(`update member set person_id = ?`, to).In(`where id in`, members, ``))
	return err
}

func reopenMember(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update member set ended = null, ended_as = '', open_key = 0 where id = $1`, id)
	return err
}
