package inspection

import (
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

func planSubject(p Plan) string { return "inspection_plan:" + p.ID.String() }

// openPlan loads a plan that the actor may see, with the path of its unit.
func (s *Service) openPlan(tx *db.Tx, a kernel.Actor, id kernel.ID) (Plan, []kernel.ID, error) {
	p, ok, err := loadPlan(tx, id)
	if err != nil {
		return p, nil, err
	}
	if !ok {
		return p, nil, kernel.Missing("inspection.no_plan")
	}
	path, err := s.Orgs.Path(tx, p.Unit, s.today())
	if err != nil {
		return p, nil, err
	}
	return p, path, canSeePlan(a, p, path)
}

// MakePlan begins the plan of a unit for a year; the one that is there already is given back. Refuses
// with inspection.no_unit_here, inspection.invalid at the fields.
func (s *Service) MakePlan(ctx context.Context, a kernel.Actor, in PlanInput) (Plan, error) {
	var p Plan
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		p, err = drawPlan(in, s.today())
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, p.Unit, s.today())
		if err != nil {
			return err
		}
		err = canOpen(a, path)
		if err != nil {
			return err
		}
		p.ID, p.Tenant, p.Drawn, p.DrawnAt, p.Version = s.IDs.New(), a.Tenant, handOf(a), s.Clock.Now(), 1
		fresh, err := insertPlan(tx, p)
		if err != nil {
			return err
		}
		if !fresh {
			p, _, err = planOfYear(tx, a.Tenant, p.Unit, p.Year)
			return err
		}
		return s.Audit.Note(tx, a, "inspection.plan_drawn", planSubject(p), nil, map[string]any{"unit": p.Unit, "year": p.Year})
	})
	return p, err
}

// plan is the frame of every verb on a plan.
func (s *Service) plan(ctx context.Context, a kernel.Actor, id kernel.ID, v PlanVerb, do func(tx *db.Tx, p *Plan, path []kernel.ID) error) (Plan, error) {
	var p Plan
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var path []kernel.ID
		var err error
		p, path, err = s.openPlan(tx, a, id)
		if err != nil {
			return err
		}
		err = mayPlan(a, p, path, v)
		if err != nil {
			return err
		}
		err = p.move(v)
		if err != nil {
			return err
		}
		err = do(tx, &p, path)
		if err != nil {
			return err
		}
		saved, err := savePlan(tx, p)
		if err != nil {
			return err
		}
		if !saved {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "inspection.changed_meanwhile"}
		}
		return s.Audit.Note(tx, a, "inspection.plan_"+string(v), planSubject(p), nil, map[string]any{"state": p.State, "number": p.Number.Number})
	})
	return p, err
}

// AddItem puts an inspection on the plan. Refuses with inspection.plan_not_now,
// inspection.no_subject_here, inspection.invalid at the fields.
func (s *Service) AddItem(ctx context.Context, a kernel.Actor, id kernel.ID, in PlanItem) (Plan, error) {
	return s.plan(ctx, a, id, Compose, func(tx *db.Tx, p *Plan, _ []kernel.ID) error {
		err := in.check()
		if err != nil {
			return err
		}
		err = s.reaches(tx, a, p.Unit, in.Subject)
		if err != nil {
			return err
		}
		in.ID, in.Plan = s.IDs.New(), p.ID
		return insertItem(tx, p.Tenant, in)
	})
}

// RemoveItem takes an inspection off a plan that is not submitted. Refuses with inspection.plan_not_now,
// inspection.no_item.
func (s *Service) RemoveItem(ctx context.Context, a kernel.Actor, id, item kernel.ID) (Plan, error) {
	return s.plan(ctx, a, id, Compose, func(tx *db.Tx, p *Plan, _ []kernel.ID) error {
		gone, err := deleteItem(tx, p.ID, item)
		if err == nil && !gone {
			err = kernel.Missing("inspection.no_item")
		}
		return err
	})
}

// Submit asks for approval. Refuses with inspection.plan_not_now, inspection.plan_empty.
func (s *Service) Submit(ctx context.Context, a kernel.Actor, id kernel.ID) (Plan, error) {
	return s.plan(ctx, a, id, Submit, func(tx *db.Tx, p *Plan, _ []kernel.ID) error {
		items, err := itemsOf(tx, p.ID)
		if err == nil && len(items) == 0 {
			err = kernel.Refuse("inspection.plan_empty")
		}
		p.Submitted, p.Note = handOf(a), ""
		return err
	})
}

// ApprovePlan approves what another person drew up and submitted. Refuses with inspection.own_plan,
// inspection.not_yours, inspection.plan_not_now, inspection.invalid at the fields.
func (s *Service) ApprovePlan(ctx context.Context, a kernel.Actor, id kernel.ID, number Paperwork) (Plan, error) {
	return s.plan(ctx, a, id, Approve, func(_ *db.Tx, p *Plan, _ []kernel.ID) error {
		var fs kernel.Faults
		checkPaperwork(&fs, number, s.today())
		p.Number, p.Approved, p.ApprovedAt = number, handOf(a), s.Clock.Now()
		return fs.Err("inspection.invalid")
	})
}

// ReturnPlan gives it back with what must be changed. Refuses as ApprovePlan does.
func (s *Service) ReturnPlan(ctx context.Context, a kernel.Actor, id kernel.ID, note string) (Plan, error) {
	return s.plan(ctx, a, id, Return, func(_ *db.Tx, p *Plan, _ []kernel.ID) error {
		var fs kernel.Faults
		checkText(&fs, "ghi_chu", note, 2000, "inspection.say_why")
		p.Note = strings.TrimSpace(note)
		return fs.Err("inspection.invalid")
	})
}
