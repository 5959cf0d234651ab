package orgs

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// life is what the org row itself holds.
type life struct {
	id, tenant, foundedBy, woundUpBy kernel.ID
	void                             kernel.ID // the decision that took the founding back
	period                           kernel.Period
}

func lifeInto(l *life) []any {
	return []any{&l.id, &l.tenant, &l.period.From, &l.period.To, &l.foundedBy, &l.woundUpBy, &l.void}
}

func loadLife(tx *db.Tx, id kernel.ID) (life, bool, error) {
	return db.One(tx, lifeInto, `select id, tenant_id, valid_from, valid_to, founded_by, wound_up_by, void_by from org where id = $1`, id)
}

func orgInto(o *Org) []any {
	return []any{&o.ID, &o.Tenant, &o.Life.From, &o.Life.To, &o.Name, &o.ShortName, &o.Kind, &o.Parent, &o.Identifier, &o.Former}
}

func loadOrg(tx *db.Tx, id kernel.ID, on kernel.Date) (Org, bool, error) {
	return db.One(tx, orgInto, `
select o.id, o.tenant_id, o.valid_from, o.valid_to,
       coalesce(n.name, ''), coalesce(n.short_name, ''), coalesce(k.kind, ''), coalesce(p.parent_id, 0),
       coalesce(c.code, ''), coalesce(f.code, '')
from org o
left join org_name_span n on n.org_id = o.id and n.void_by = o.void_by and n.valid_from <= $2 and (n.valid_to is null or n.valid_to > $2)
left join org_kind_span k on k.org_id = o.id and k.void_by = o.void_by and k.valid_from <= $2 and (k.valid_to is null or k.valid_to > $2)
left join org_parent_span p on p.org_id = o.id and p.void_by = o.void_by and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
left join org_identifier_span c on c.org_id = o.id and c.void_by = o.void_by and c.scheme = 'current' and c.valid_from <= $2 and (c.valid_to is null or c.valid_to > $2)
left join org_identifier_span f on f.org_id = o.id and f.void_by = o.void_by and f.scheme = 'former' and f.valid_from <= $2 and (f.valid_to is null or f.valid_to > $2)
where o.id = $1`, id, on)
}

// listUnder reads the units below root down to a depth, on a date, nearest first.
func listUnder(tx *db.Tx, root kernel.ID, on kernel.Date, depth, limit int) ([]node, error) {
	return db.All(tx, nodeInto, `
select o.id, o.tenant_id, o.valid_from, o.valid_to,
       coalesce(n.name, ''), coalesce(n.short_name, ''), coalesce(k.kind, ''), coalesce(p.parent_id, 0),
       coalesce(c.code, ''), coalesce(f.code, ''), x.depth
from org_closure x
join org o on o.id = x.descendant_id
left join org_name_span n on n.org_id = o.id and n.void_by = o.void_by and n.valid_from <= $2 and (n.valid_to is null or n.valid_to > $2)
left join org_kind_span k on k.org_id = o.id and k.void_by = o.void_by and k.valid_from <= $2 and (k.valid_to is null or k.valid_to > $2)
left join org_parent_span p on p.org_id = o.id and p.void_by = o.void_by and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
left join org_identifier_span c on c.org_id = o.id and c.void_by = o.void_by and c.scheme = 'current' and c.valid_from <= $2 and (c.valid_to is null or c.valid_to > $2)
left join org_identifier_span f on f.org_id = o.id and f.void_by = o.void_by and f.scheme = 'former' and f.valid_from <= $2 and (f.valid_to is null or f.valid_to > $2)
where x.ancestor_id = $1 and x.valid_from <= $2 and (x.valid_to is null or x.valid_to > $2) and x.depth <= $3
order by x.depth, n.fold, o.id
limit $4`, root, on, depth, limit)
}

type node struct {
	org   Org
	depth int
}

func nodeInto(n *node) []any { return append(orgInto(&n.org), &n.depth) }

func pathOf(tx *db.Tx, id kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	return db.All(tx, idInto, `
select ancestor_id from org_closure
where descendant_id = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)
order by depth`, id, on)
}

// voidParent is the unit above one that was taken back, as it had been decided.
func voidParent(tx *db.Tx, l life) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, `select parent_id from org_parent_span where org_id = $1 and void_by = $2 order by valid_from, id limit 1`, l.id, l.void)
}

func idInto(id *kernel.ID) []any { return []any{id} }

// endedUnder are the units that had ended by a day and whose last day was spent below root.
func endedUnder(tx *db.Tx, root kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	return db.All(tx, idInto, `
select x.descendant_id from org_closure x join org o on o.id = x.descendant_id
where x.ancestor_id = $1 and x.valid_to <= $2 and o.valid_to <= $2 and o.valid_to = x.valid_to and o.void_by = 0
order by x.descendant_id`, root, on)
}

func under(tx *db.Tx, root kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	return db.All(tx, idInto, `
select descendant_id from org_closure
where ancestor_id = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)
order by depth, descendant_id`, root, on)
}

func findByIdentifier(tx *db.Tx, tenant kernel.ID, code string, on kernel.Date) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, `
select org_id from org_identifier_span
where tenant_id = $1 and code = $2 and void_by = 0 and valid_from <= $3 and (valid_to is null or valid_to > $3)
order by scheme, org_id limit 1`, tenant, code, on)
}

// findChildByFold looks for a child of that folded name on a date: what an import compares with.
func findChildByFold(tx *db.Tx, parent kernel.ID, fold string, on kernel.Date) (kernel.ID, bool, error) {
	return db.Value[kernel.ID](tx, `
select n.org_id from org_parent_span p
join org_name_span n on n.org_id = p.org_id and n.void_by = 0 and n.valid_from <= $3 and (n.valid_to is null or n.valid_to > $3)
where p.parent_id = $1 and p.void_by = 0 and n.fold = $2 and p.valid_from <= $3 and (p.valid_to is null or p.valid_to > $3)
order by n.org_id limit 1`, parent, fold, on)
}

// lockTree takes the tree's row, so that changes of one tree happen one after the other.
func lockTree(tx *db.Tx, tenant kernel.ID) error {
	_, err := tx.Exec(`
insert into org_tree (tenant_id, version) values ($1, 1)
on conflict (tenant_id) do update set version = org_tree.version + 1`, tenant)
	return err
}

func decisionInto(d *Decision) []any {
	return []any{&d.ID, &d.Number, &d.On, &d.Issuer, &d.Summary, &d.Seat}
}

func findDecision(tx *db.Tx, tenant kernel.ID, number string, on kernel.Date) (Decision, bool, error) {
	return db.One(tx, decisionInto, `select id, number, decided_on, issuer, summary, seat_id from org_decision where tenant_id = $1 and number = $2 and decided_on = $3`,
		tenant, number, on)
}

func loadDecision(tx *db.Tx, id kernel.ID) (Decision, bool, error) {
	return db.One(tx, decisionInto, `select id, number, decided_on, issuer, summary, seat_id from org_decision where id = $1`, id)
}

func insertDecision(tx *db.Tx, tenant kernel.ID, d Decision, at kernel.Instant, by kernel.ID) error {
	_, err := tx.Exec(`insert into org_decision (id, tenant_id, number, decided_on, issuer, summary, recorded_at, recorded_by, seat_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, tenant, d.Number, d.On, d.Issuer, d.Summary, at, by, d.Seat)
	return err
}
