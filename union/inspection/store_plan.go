package inspection

import (
	"doanket/internal/db"
	"doanket/kernel"
)

const insertPlanSQL = `insert into inspection_plan (id, tenant_id, unit_id, year, aim, state, number, number_on, drawn_by, drawn_name, drawn_post, drawn_at,
 submitted_by, submitted_name, submitted_post, approved_by, approved_name, approved_post, approved_at, note, row_version)
 values ($1, $2, $3, $4, $5, $6, '', null, $7, $8, $9, $10, null, '', '', null, '', '', null, '', 1) on conflict (tenant_id, unit_id, year) do nothing`

// insertPlan is false when the unit has a plan of that year.
func insertPlan(tx *db.Tx, p Plan) (bool, error) {
	n, err := tx.Exec(insertPlanSQL, p.ID, p.Tenant, p.Unit, p.Year, p.Aim, p.State, db.Optional(p.Drawn.Account), p.Drawn.Name, p.Drawn.Post, p.DrawnAt)
	return n == 1, err
}

const savePlanSQL = `update inspection_plan set aim = $3, state = $4, number = $5, number_on = $6, submitted_by = $7, submitted_name = $8, submitted_post = $9,
 approved_by = $10, approved_name = $11, approved_post = $12, approved_at = $13, note = $14, row_version = row_version + 1 where id = $1 and row_version = $2`

func savePlan(tx *db.Tx, p Plan) (bool, error) {
	n, err := tx.Exec(savePlanSQL, p.ID, p.Version, p.Aim, p.State, p.Number.Number, p.Number.On, db.Optional(p.Submitted.Account), p.Submitted.Name, p.Submitted.Post,
		db.Optional(p.Approved.Account), p.Approved.Name, p.Approved.Post, p.ApprovedAt, p.Note)
	return n == 1, err
}

const selectPlan = `select p.id, p.tenant_id, p.unit_id, p.year, p.aim, p.state, p.number, p.number_on, coalesce(p.drawn_by, 0), p.drawn_name, p.drawn_post, p.drawn_at,
 coalesce(p.submitted_by, 0), p.submitted_name, p.submitted_post, coalesce(p.approved_by, 0), p.approved_name, p.approved_post, p.approved_at, p.note, p.row_version
 from inspection_plan p`

func intoPlan(p *Plan) []any {
	return []any{&p.ID, &p.Tenant, &p.Unit, &p.Year, &p.Aim, &p.State, &p.Number.Number, &p.Number.On, &p.Drawn.Account, &p.Drawn.Name, &p.Drawn.Post, &p.DrawnAt,
		&p.Submitted.Account, &p.Submitted.Name, &p.Submitted.Post, &p.Approved.Account, &p.Approved.Name, &p.Approved.Post, &p.ApprovedAt, &p.Note, &p.Version}
}

func loadPlan(tx *db.Tx, id kernel.ID) (Plan, bool, error) {
	return db.One(tx, intoPlan, selectPlan+` where p.id = $1`, id)
}

func planOfYear(tx *db.Tx, tenant, unit kernel.ID, year int) (Plan, bool, error) {
	return db.One(tx, intoPlan, selectPlan+` where p.tenant_id = $1 and p.unit_id = $2 and p.year = $3`, tenant, unit, year)
}

func plansOf(tx *db.Tx, tenant kernel.ID, units []kernel.ID) ([]Plan, error) {
	return db.AllOf(tx, intoPlan, db.Build(selectPlan+` where p.tenant_id = ?`, tenant).In("and p.unit_id in", units, "order by p.year desc, p.id desc limit 200"))
}

func insertItem(tx *db.Tx, tenant kernel.ID, i PlanItem) error {
	_, err := tx.Exec(`insert into inspection_plan_item (id, tenant_id, plan_id, kind, subject_id, topic, quarter) values ($1, $2, $3, $4, $5, $6, $7)`,
		i.ID, tenant, i.Plan, i.Kind, i.Subject, i.Topic, i.Quarter)
	return err
}

func deleteItem(tx *db.Tx, plan, item kernel.ID) (bool, error) {
	n, err := tx.Exec(`delete from inspection_plan_item where id = $1 and plan_id = $2`, item, plan)
	return n == 1, err
}

const selectItem = `select t.id, t.plan_id, t.kind, t.subject_id, t.topic, t.quarter, coalesce(i.id, 0), coalesce(i.state, '')
 from inspection_plan_item t left join inspection i on i.item_id = t.id`

func intoItem(i *PlanItem) []any {
	return []any{&i.ID, &i.Plan, &i.Kind, &i.Subject, &i.Topic, &i.Quarter, &i.Inspection, &i.State}
}

func itemsOf(tx *db.Tx, plan kernel.ID) ([]PlanItem, error) {
	return db.All(tx, intoItem, selectItem+` where t.plan_id = $1 order by t.quarter, t.id limit 500`, plan)
}

func loadItem(tx *db.Tx, id kernel.ID) (PlanItem, bool, error) {
	return db.One(tx, intoItem, selectItem+` where t.id = $1`, id)
}
