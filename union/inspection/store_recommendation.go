package inspection

import (
	"doanket/internal/db"
	"doanket/kernel"
)

func insertRecommendation(tx *db.Tx, tenant kernel.ID, r Recommendation) error {
	_, err := tx.Exec(`insert into inspection_recommendation (id, tenant_id, inspection_id, no, body, line_key, unit_id, due_on, evidence, task_id, state, reported_at, done_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, null, null)`, r.ID, tenant, r.Inspection, r.No, r.Text, r.Line, r.Unit, r.Due, r.Evidence, r.State)
	return err
}

func saveRecommendation(tx *db.Tx, r Recommendation) error {
	_, err := tx.Exec(`update inspection_recommendation set unit_id = $2, task_id = $3, state = $4, reported_at = $5, done_at = $6 where id = $1`,
		r.ID, r.Unit, db.Optional(r.Task), r.State, r.ReportedAt, r.DoneAt)
	return err
}

func deleteDraft(tx *db.Tx, inspection, id kernel.ID) (bool, error) {
	n, err := tx.Exec(`delete from inspection_recommendation where id = $1 and inspection_id = $2 and state = 'draft'`, id, inspection)
	return n == 1, err
}

const selectRecommendation = `select r.id, r.inspection_id, r.no, r.body, r.line_key, r.unit_id, r.due_on, r.evidence, coalesce(r.task_id, 0), r.state, r.reported_at, r.done_at,
 i.title, i.conclusion_no, i.conclusion_on, i.unit_id from inspection_recommendation r join inspection i on i.id = r.inspection_id`

func intoRecommendation(r *Recommendation) []any {
	return []any{&r.ID, &r.Inspection, &r.No, &r.Text, &r.Line, &r.Unit, &r.Due, &r.Evidence, &r.Task, &r.State, &r.ReportedAt, &r.DoneAt,
		&r.Title, &r.Conclusion.Number, &r.Conclusion.On, &r.Owner}
}

func recommendationsOf(tx *db.Tx, inspection kernel.ID) ([]Recommendation, error) {
	return db.All(tx, intoRecommendation, selectRecommendation+` where r.inspection_id = $1 order by r.no, r.id limit 200`, inspection)
}

func recommendationOfTask(tx *db.Tx, task kernel.ID) (Recommendation, bool, error) {
	return db.One(tx, intoRecommendation, selectRecommendation+` where r.task_id = $1`, task)
}

// asked is which recommendations a list shows: of the committees of units, or those that units answer for.
type asked struct {
	tenant   kernel.ID
	owners   []kernel.ID
	subjects []kernel.ID
	states   []string
	before   kernel.Date // due before this day
	year     int
}

func (a asked) where(q *db.Query) *db.Query {
	q.And(`where r.tenant_id = ?`, a.tenant).InText("and r.state in", a.states, "").In("and (i.unit_id in", a.owners, "").In("or r.unit_id in", a.subjects, ")")
	if !a.before.IsZero() {
		q.And(`and r.due_on < ?`, a.before)
	}
	if a.year != 0 {
		q.And(`and i.conclusion_on >= ? and i.conclusion_on <= ?`, kernel.Date{Year: a.year, Month: 1, Day: 1}, kernel.Date{Year: a.year, Month: 12, Day: 31})
	}
	return q
}

// listRecommendations are in the order of their due days.
func listRecommendations(tx *db.Tx, a asked, after Recommendation, limit int) ([]Recommendation, error) {
	q := a.where(db.Build(selectRecommendation))
	if after.ID != 0 {
		q.And(`and (r.due_on, r.id) > (?, ?)`, after.Due, after.ID)
	}
	return db.AllOf(tx, intoRecommendation, q.And(`order by r.due_on, r.id limit ?`, limit))
}

func countRecommendations(tx *db.Tx, a asked) (int, error) {
	q := a.where(db.Build(`select count(*) from inspection_recommendation r join inspection i on i.id = r.inspection_id`))
	n, _, err := db.ValueOf[int](tx, q)
	return n, err
}
