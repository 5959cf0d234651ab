package inspection

import (
	"context"
	"fmt"
	"strings"

	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/kernel"
)

// Conclusion (kết luận kiểm tra) is what is issued at the end.
//
//glossary:none
type Conclusion struct {
	Paper   Paperwork
	Summary string
}

// Conclude issues the conclusion: its recommendations become tasks of the units that they ask. What was
// inspected in the system needs an answer to every line and minutes first. Without recommendations there
// is nothing to follow. Refuses with inspection.not_yours, inspection.not_now, inspection.lines_open,
// inspection.minutes_missing, inspection.invalid at the fields.
func (s *Service) Conclude(ctx context.Context, a kernel.Actor, id kernel.ID, in Conclusion) (Inspection, error) {
	return s.act(ctx, a, id, Conclude, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		var err error
		i.Lines, err = linesOf(tx, id)
		if err != nil {
			return "", err
		}
		err = s.ripe(*i)
		if err != nil {
			return "", err
		}
		var fs kernel.Faults
		checkPaperwork(&fs, in.Paper, s.today())
		if !in.Paper.On.IsZero() && in.Paper.On.Before(i.Starts) {
			fs.Add("ngay", "inspection.before_start", kernel.FormatDate(i.Starts))
		}
		checkText(&fs, "ket_luan", in.Summary, maxText, "inspection.no_summary")
		err = fs.Err("inspection.invalid")
		if err != nil {
			return "", err
		}
		i.Conclusion, i.Summary = in.Paper, strings.TrimSpace(in.Summary)
		i.Recommendations, err = recommendationsOf(tx, id)
		if err != nil {
			return "", err
		}
		return in.Paper.Number, s.issue(tx, a, i)
	})
}

// ripe tells what is still missing before a conclusion.
func (s *Service) ripe(i Inspection) error {
	if i.Paper {
		return nil
	}
	done, all := i.answered()
	switch {
	case done < all:
		return kernel.Refuse("inspection.lines_open", all-done)
	case i.Minutes == "":
		return kernel.Refuse("inspection.minutes_missing")
	}
	return nil
}

// issue gives the tasks.
func (s *Service) issue(tx *db.Tx, a kernel.Actor, i *Inspection) error {
	for n := range i.Recommendations {
		r := &i.Recommendations[n]
		r.No = n + 1
		task, err := s.Tasks.Assign(tx, a, tasks.Assignment{Tenant: i.Tenant, Key: "inspection:" + r.ID.String(), Title: r.Text, Kept: true,
			Source:    tasks.Source{Ref: subjectOf(*i), Label: fmt.Sprintf("Kết luận số %s, kiến nghị %d", i.Conclusion.Number, r.No), Link: roomPath + "/" + i.ID.String()},
			GiverUnit: i.Unit, Unit: r.Unit, DueDay: r.Due, Evidence: r.Evidence, Before: 3, Rise: tasks.Rise{Unit: i.Unit, Permission: KeepPermission, Days: 3}})
		if err != nil {
			return err
		}
		r.Task, r.State = task.ID, Waiting
		err = saveRecommendation(tx, *r)
		if err != nil {
			return err
		}
		err = hold(tx, i.Tenant, r.ID, roleAnswer, r.Unit, s.today())
		if err != nil {
			return err
		}
	}
	return nil
}

// follow moves on to "followed up" when nothing waits any more: the last recommendation, not a person,
// decides that.
func (s *Service) follow(tx *db.Tx, i *Inspection) error {
	list, err := recommendationsOf(tx, i.ID)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Live() {
			return nil
		}
	}
	to, ok := flow.Next(i.State, Follow)
	if !ok {
		return nil
	}
	i.State, i.Recommendations = to, list
	return s.keep(tx, kernel.Actor{System: true, Tenant: i.Tenant}, i, Follow, "")
}

// Settle confirms that a recommendation was carried out; its task is closed. Refuses with
// inspection.not_yours, inspection.not_now, inspection.no_recommendation_here, inspection.not_reported.
func (s *Service) Settle(ctx context.Context, a kernel.Actor, id, recommendation kernel.ID, note string) (Inspection, error) {
	return s.judge(ctx, a, id, recommendation, Settle, note)
}

// SendBack returns a report on a recommendation that does not do. Refuses as Settle does, and with
// inspection.invalid at the fields when it does not say what is missing.
func (s *Service) SendBack(ctx context.Context, a kernel.Actor, id, recommendation kernel.ID, reason string) (Inspection, error) {
	return s.judge(ctx, a, id, recommendation, SendBack, reason)
}

// Drop stops following a recommendation, with the reason; its task is called off. Refuses as SendBack does.
func (s *Service) Drop(ctx context.Context, a kernel.Actor, id, recommendation kernel.ID, reason string) (Inspection, error) {
	return s.judge(ctx, a, id, recommendation, Drop, reason)
}

func (s *Service) judge(ctx context.Context, a kernel.Actor, id, recommendation kernel.ID, v Verb, note string) (Inspection, error) {
	return s.act(ctx, a, id, v, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		list, err := recommendationsOf(tx, id)
		if err != nil {
			return "", err
		}
		for _, r := range list {
			if r.ID == recommendation {
				return fmt.Sprintf("Kiến nghị %d. %s", r.No, strings.TrimSpace(note)), s.judgeOne(tx, a, *i, r, v, note)
			}
		}
		return "", kernel.Missing("inspection.no_recommendation_here")
	})
}

func (s *Service) judgeOne(tx *db.Tx, a kernel.Actor, i Inspection, r Recommendation, v Verb, note string) error {
	if v != Settle {
		var fs kernel.Faults
		checkText(&fs, "ghi_chu", note, 4000, "inspection.say_why")
		err := fs.Err("inspection.invalid")
		if err != nil {
			return err
		}
	}
	var err error
	switch {
	case v == Drop && r.Live():
		err = s.Tasks.Cancel(tx, a, r.Task, note)
		r.State, r.DoneAt = Dropped, s.Clock.Now()
	case r.State != Reported:
		return kernel.Refuse("inspection.not_reported")
	case v == Settle:
		err = s.Tasks.Close(tx, a, r.Task, note)
		r.State, r.DoneAt = Done, s.Clock.Now()
	default:
		err = s.Tasks.Return(tx, a, r.Task, note)
		r.State, r.ReportedAt = Waiting, kernel.Instant{}
	}
	if err != nil {
		return err
	}
	if !r.Live() {
		err = letGo(tx, r.ID)
		if err != nil {
			return err
		}
	}
	return saveRecommendation(tx, r)
}

// TaskMoved follows what happened to the task of a recommendation: it was reported, or is done by
// another unit now. A fact that comes twice changes nothing the second time.
func (s *Service) TaskMoved(tx *db.Tx, tenant, task kernel.ID) error {
	r, ok, err := recommendationOfTask(tx, task)
	if err != nil || !ok || !r.Live() {
		return err
	}
	t, err := s.Tasks.Load(tx, tenant, task)
	if err != nil {
		return err
	}
	if r.Unit != t.Unit {
		err = rehold(tx, tenant, r.ID, t.Unit, s.today())
		if err != nil {
			return err
		}
	}
	r.Unit, r.ReportedAt = t.Unit, t.ReportedAt
	switch t.State {
	case tasks.Reported:
		r.State = Reported
	case tasks.Open, tasks.Accepted, tasks.Returned:
		r.State = Waiting
	}
	return saveRecommendation(tx, r)
}

// Close ends an inspection whose recommendations are all done. Refuses with inspection.not_yours,
// inspection.not_now.
func (s *Service) Close(ctx context.Context, a kernel.Actor, id kernel.ID, note string) (Inspection, error) {
	return s.act(ctx, a, id, Close, func(_ *db.Tx, i *Inspection, _ Paths) (string, error) {
		i.Ended = s.Clock.Now()
		return note, nil
	})
}
