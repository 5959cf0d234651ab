package benefits

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

const selectAgreement = `select g.id, g.tenant_id, g.org_id, g.partner_id, g.partner_name, g.title, g.number, g.terms, g.rule, g.valid_from, g.valid_to, g.cancel_minutes,
 g.file_sha, g.file_name, g.file_type, g.file_size, g.state, g.prepared_by, g.preparer, g.approved_by, g.approver, g.approved_at, g.ended_on, g.end_reason, g.version from benefit_agreement g`

func agreementInto(g *Agreement) []any {
	return []any{&g.ID, &g.Tenant, &g.Org, &g.Partner, &g.PartnerName, &g.Title, &g.Number, &g.Terms, &g.Rule, &g.From, &g.To, &g.CancelMinutes,
		&g.Paper.SHA, &g.Paper.Name, &g.Paper.Type, &g.Paper.Size, &g.State, &g.PreparedBy, &g.Preparer, &g.ApprovedBy, &g.Approver, &g.ApprovedAt, &g.EndedOn, &g.EndReason, &g.Version}
}

// withLines fills rates and places of some agreements.
func withLines(tx *db.Tx, list []Agreement) ([]Agreement, error) {
	for i := range list {
		g := &list[i]
		var err error
		g.Rates, err = db.All(tx, func(r *Rate) []any {
			return []any{&r.ID, &r.Goods, &r.Who, &r.Cut.Percent, &r.Cut.Sum, &r.Cut.Cap, &r.Cut.Least}
		}, `select id, goods, who, percent, face, cap, least from benefit_rate where agreement_id = $1 order by id`, g.ID)
		if err != nil {
			return nil, err
		}
		g.Places, err = db.All(tx, func(p *Place) []any {
			return []any{&p.ID, &p.Name, &p.Address, &p.Code, &p.Area, &p.AreaName, &p.Province}
		}, `select id, name, address, area_code, area_id, area_name, province_id from benefit_place where agreement_id = $1 order by id`, g.ID)
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func loadAgreement(tx *db.Tx, tenant, id kernel.ID) (Agreement, bool, error) {
	list, err := db.All(tx, agreementInto, selectAgreement+` where g.id = $1 and g.tenant_id = $2`, id, tenant)
	if err == nil {
		list, err = withLines(tx, list)
	}
	if err != nil || len(list) == 0 {
		return Agreement{}, false, err
	}
	return list[0], true, nil
}

func insertAgreement(tx *db.Tx, g Agreement) error {
	_, err := tx.Exec(`insert into benefit_agreement (id, tenant_id, org_id, partner_id, partner_name, title, number, terms, rule, valid_from, valid_to, cancel_minutes,
 file_sha, file_name, file_type, file_size, state, prepared_by, preparer, approved_by, approver, approved_at, ended_on, end_reason, version)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '', '', 0, $13, $14, $15, 0, '', null, null, '', 1)`,
		g.ID, g.Tenant, g.Org, g.Partner, g.PartnerName, g.Title, g.Number, g.Terms, g.Rule, g.From, g.To, g.CancelMinutes, g.State, g.PreparedBy, g.Preparer)
	return err
}

// saveAgreement is false when somebody changed it meanwhile.
func saveAgreement(tx *db.Tx, g Agreement) (bool, error) {
	n, err := tx.Exec(`update benefit_agreement set partner_id = $3, partner_name = $4, title = $5, number = $6, terms = $7, rule = $8, valid_from = $9, valid_to = $10, cancel_minutes = $11,
 file_sha = $12, file_name = $13, file_type = $14, file_size = $15, state = $16, prepared_by = $17, preparer = $18, approved_by = $19, approver = $20, approved_at = $21,
 ended_on = $22, end_reason = $23, version = version + 1 where id = $1 and version = $2`,
		g.ID, g.Version, g.Partner, g.PartnerName, g.Title, g.Number, g.Terms, g.Rule, g.From, g.To, g.CancelMinutes,
		g.Paper.SHA, g.Paper.Name, g.Paper.Type, g.Paper.Size, g.State, g.PreparedBy, g.Preparer, g.ApprovedBy, g.Approver, g.ApprovedAt, g.EndedOn, g.EndReason)
	return n == 1, err
}

func insertRate(tx *db.Tx, agreement kernel.ID, r Rate) error {
	_, err := tx.Exec(`insert into benefit_rate (id, agreement_id, goods, who, percent, face, cap, least) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, agreement, r.Goods, r.Who, r.Cut.Percent, r.Cut.Sum, r.Cut.Cap, r.Cut.Least)
	return err
}

func deleteRate(tx *db.Tx, agreement, id kernel.ID) error {
	_, err := tx.Exec(`delete from benefit_rate where id = $1 and agreement_id = $2`, id, agreement)
	return err
}

func insertPlace(tx *db.Tx, agreement kernel.ID, p Place) error {
	_, err := tx.Exec(`insert into benefit_place (id, agreement_id, name, address, area_code, area_id, area_name, province_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.ID, agreement, p.Name, p.Address, p.Code, p.Area, p.AreaName, p.Province)
	return err
}

func deletePlace(tx *db.Tx, agreement, id kernel.ID) error {
	_, err := tx.Exec(`delete from benefit_place where id = $1 and agreement_id = $2`, id, agreement)
	return err
}

// seen limits a list of agreements to what the actor may see: canSee as SQL.
func seen(q *db.Query, s scope, on kernel.Date) *db.Query {
	if s.All {
		return q
	}
	return q.And(`and (exists (select 1 from org_closure c where c.descendant_id = g.org_id and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)`, on, on).
		In(`and c.ancestor_id in`, s.Roots, `)`).
		In(`or g.state not in ('draft', 'dropped') and g.org_id in`, s.Above, `)`)
}

func listAgreements(tx *db.Tx, tenant kernel.ID, s scope, state State, before kernel.ID, on kernel.Date, most int) ([]Agreement, error) {
	return db.AllOf(tx, agreementInto, agreementsQuery(tenant, s, state, before, on, most))
}

func agreementsQuery(tenant kernel.ID, s scope, state State, before kernel.ID, on kernel.Date, most int) *db.Query {
	q := seen(db.Build(selectAgreement+` where g.tenant_id = ?`, tenant), s, on)
	if state != "" {
		q.And(`and g.state = ?`, state)
	}
	if before != 0 {
		q.And(`and g.id < ?`, before)
	}
	return q.And(`order by g.id desc limit ?`, most)
}

func agreementsOfPartner(tx *db.Tx, tenant, partner kernel.ID) ([]Agreement, error) {
	list, err := db.All(tx, agreementInto, ofPartnerSQL, partner, tenant)
	if err != nil {
		return nil, err
	}
	return withLines(tx, list)
}

// agreementsReaching are those in use that were signed by a unit of a member's own line.
func agreementsReaching(tx *db.Tx, tenant kernel.ID, line []kernel.ID, on kernel.Date) ([]Agreement, error) {
	list, err := db.AllOf(tx, agreementInto, reachingQuery(tenant, line, on))
	if err != nil {
		return nil, err
	}
	return withLines(tx, list)
}

func reachingQuery(tenant kernel.ID, line []kernel.ID, on kernel.Date) *db.Query {
	return db.Build(selectAgreement+` where g.tenant_id = ? and g.state in ('signed', 'running') and g.valid_to >= ?`, tenant, on).In(`and g.org_id in`, line, `order by g.id desc limit 300`)
}

const dueSQL = selectAgreement + ` where g.state = 'signed' and g.valid_from <= $1 or g.state = 'running' and g.valid_to < $1 order by g.id limit $2`

const ofPartnerSQL = selectAgreement + ` where g.partner_id = $1 and g.tenant_id = $2 and g.state in ('signed', 'running') order by g.id limit 200`

// agreementsDue are those whose first day has come or whose last day is over.
func agreementsDue(tx *db.Tx, today kernel.Date, most int) ([]Agreement, error) {
	return db.All(tx, agreementInto, dueSQL, today, most)
}
