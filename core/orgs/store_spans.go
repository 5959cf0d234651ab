package orgs

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// The five kinds of dated facts have the same life but different columns; each has its load, its
// insert and its cut.

func nameInto(s *span[naming]) []any {
	return []any{&s.ID, &s.Value.Name, &s.Value.Short, &s.Valid.From, &s.Valid.To, &s.Decision}
}

func loadNames(tx *db.Tx, org kernel.ID) ([]span[naming], error) {
	return db.All(tx, nameInto, `select id, name, short_name, valid_from, valid_to, decision_id from org_name_span where org_id = $1 order by valid_from`, org)
}

func insertName(tx *db.Tx, tenant, org kernel.ID, s span[naming]) error {
	_, err := tx.Exec(`insert into org_name_span (id, tenant_id, org_id, name, short_name, fold, valid_from, valid_to, decision_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, tenant, org, s.Value.Name, s.Value.Short, fold(s.Value.Name), s.Valid.From, s.Valid.To, s.Decision)
	return err
}

func cutName(tx *db.Tx, id kernel.ID, to kernel.Date) error {
	_, err := tx.Exec(`update org_name_span set valid_to = $2 where id = $1`, id, to)
	return err
}

func kindInto(s *span[string]) []any {
	return []any{&s.ID, &s.Value, &s.Valid.From, &s.Valid.To, &s.Decision}
}

func loadKindSpans(tx *db.Tx, org kernel.ID) ([]span[string], error) {
	return db.All(tx, kindInto, `select id, kind, valid_from, valid_to, decision_id from org_kind_span where org_id = $1 order by valid_from`, org)
}

func insertKindSpan(tx *db.Tx, tenant, org kernel.ID, s span[string]) error {
	_, err := tx.Exec(`insert into org_kind_span (id, tenant_id, org_id, kind, valid_from, valid_to, decision_id) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, tenant, org, s.Value, s.Valid.From, s.Valid.To, s.Decision)
	return err
}

func cutKindSpan(tx *db.Tx, id kernel.ID, to kernel.Date) error {
	_, err := tx.Exec(`update org_kind_span set valid_to = $2 where id = $1`, id, to)
	return err
}

func parentInto(s *span[kernel.ID]) []any {
	return []any{&s.ID, &s.Value, &s.Valid.From, &s.Valid.To, &s.Decision}
}

func loadParents(tx *db.Tx, org kernel.ID) ([]span[kernel.ID], error) {
	return db.All(tx, parentInto, `select id, parent_id, valid_from, valid_to, decision_id from org_parent_span where org_id = $1 order by valid_from`, org)
}

func insertParent(tx *db.Tx, tenant, org kernel.ID, s span[kernel.ID]) error {
	_, err := tx.Exec(`insert into org_parent_span (id, tenant_id, org_id, parent_id, valid_from, valid_to, decision_id) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, tenant, org, s.Value, s.Valid.From, s.Valid.To, s.Decision)
	return err
}

func cutParent(tx *db.Tx, id kernel.ID, to kernel.Date) error {
	_, err := tx.Exec(`update org_parent_span set valid_to = $2 where id = $1`, id, to)
	return err
}

func loadIdentifiers(tx *db.Tx, org kernel.ID, scheme string) ([]span[string], error) {
	return db.All(tx, kindInto, `select id, code, valid_from, valid_to, decision_id from org_identifier_span where org_id = $1 and scheme = $2 order by valid_from`, org, scheme)
}

func insertIdentifier(tx *db.Tx, tenant, org kernel.ID, scheme string, s span[string]) error {
	_, err := tx.Exec(`insert into org_identifier_span (id, tenant_id, org_id, scheme, code, valid_from, valid_to, decision_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		s.ID, tenant, org, scheme, s.Value, s.Valid.From, s.Valid.To, s.Decision)
	return err
}

func cutIdentifier(tx *db.Tx, id kernel.ID, to kernel.Date) error {
	_, err := tx.Exec(`update org_identifier_span set valid_to = $2 where id = $1`, id, to)
	return err
}

// identifierHolder finds a unit that bears the code on any day of the period.
func identifierHolder(tx *db.Tx, tenant kernel.ID, code string, in kernel.Period) (kernel.ID, bool, error) {
	if in.To.IsZero() {
		return db.Value[kernel.ID](tx, `select org_id from org_identifier_span where tenant_id = $1 and code = $2 and (valid_to is null or valid_to > $3) limit 1`,
			tenant, code, in.From)
	}
	return db.Value[kernel.ID](tx, `select org_id from org_identifier_span where tenant_id = $1 and code = $2 and (valid_to is null or valid_to > $3) and valid_from < $4 limit 1`,
		tenant, code, in.From, in.To)
}

func insertAreaSpan(tx *db.Tx, tenant, org kernel.ID, s span[kernel.ID]) error {
	_, err := tx.Exec(`insert into org_area_span (id, tenant_id, org_id, area_id, valid_from, valid_to, decision_id) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, tenant, org, s.Value, s.Valid.From, s.Valid.To, s.Decision)
	return err
}

func loadAreaSpans(tx *db.Tx, org kernel.ID) ([]span[kernel.ID], error) {
	return db.All(tx, parentInto, `select id, area_id, valid_from, valid_to, decision_id from org_area_span where org_id = $1 order by valid_from, id`, org)
}

// openChild finds a unit whose parent is org on any day from the date on.
func openChild(tx *db.Tx, org kernel.ID, from kernel.Date) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, `select org_id from org_parent_span where parent_id = $1 and (valid_to is null or valid_to > $2) order by org_id limit 1`, org, from)
}

func closureInto(r *closureRow) []any {
	return []any{&r.Ancestor, &r.Descendant, &r.Depth, &r.Valid.From, &r.Valid.To}
}

func closureAbove(tx *db.Tx, org kernel.ID) ([]closureRow, error) {
	return db.All(tx, closureInto, `select ancestor_id, descendant_id, depth, valid_from, valid_to from org_closure where descendant_id = $1 order by ancestor_id, valid_from`, org)
}

func closureBelow(tx *db.Tx, org kernel.ID) ([]closureRow, error) {
	return db.All(tx, closureInto, `select ancestor_id, descendant_id, depth, valid_from, valid_to from org_closure where ancestor_id = $1 order by descendant_id, valid_from`, org)
}

func insertClosure(tx *db.Tx, tenant kernel.ID, r closureRow) error {
	_, err := tx.Exec(`insert into org_closure (tenant_id, ancestor_id, descendant_id, depth, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6)`,
		tenant, r.Ancestor, r.Descendant, r.Depth, r.Valid.From, r.Valid.To)
	return err
}

func deleteClosure(tx *db.Tx, r closureRow) error {
	_, err := tx.Exec(`delete from org_closure where ancestor_id = $1 and descendant_id = $2 and valid_from = $3`, r.Ancestor, r.Descendant, r.Valid.From)
	return err
}
