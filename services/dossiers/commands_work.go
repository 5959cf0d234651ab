package dossiers

import (
	"context"
	"strconv"

	"doanket/kernel"
)

// officer resolves an account to who she is; zero is nobody.
func (s *Service) officer(ctx context.Context, tenant, account kernel.ID) (Hand, error) {
	if account == 0 {
		return Hand{}, nil
	}
	return s.Staff.Officer(ctx, tenant, account)
}

// Assign gives the present step to an officer.
func (s *Service) Assign(ctx context.Context, a kernel.Actor, in AssignInput) (Dossier, error) {
	to, err := s.officer(ctx, a.Tenant, in.Account)
	if err != nil {
		return Dossier{}, err
	}
	return s.act(ctx, a, in.ID, in.Once, DoAssign, func(w *work) error {
		if to.Account != 0 && (to.Account == w.d.Applicant.Account || to.Person != 0 && to.Person == w.d.Applicant.Person) {
			return kernel.Refuse("dossiers.own_case")
		}
		return w.put(w.d.assign(w.turn, in, to))
	})
}

// Forward passes a dossier to the next step of its workflow.
func (s *Service) Forward(ctx context.Context, a kernel.Actor, in ForwardInput) (Dossier, error) {
	return s.pass(ctx, a, DoForward, in)
}

// SendBack passes it back with a reason; what was signed is void.
func (s *Service) SendBack(ctx context.Context, a kernel.Actor, in ForwardInput) (Dossier, error) {
	return s.pass(ctx, a, DoSendBack, in)
}

func (s *Service) pass(ctx context.Context, a kernel.Actor, verb Verb, in ForwardInput) (Dossier, error) {
	to, err := s.officer(ctx, a.Tenant, in.Account)
	if err != nil {
		return Dossier{}, err
	}
	return s.act(ctx, a, in.ID, in.Once, verb, func(w *work) error { return w.put(w.d.forward(w.turn, verb, in, to)) })
}

// AskOpinion asks another unit; its officers may see the dossier from then on. The clock runs.
func (s *Service) AskOpinion(ctx context.Context, a kernel.Actor, in OpinionInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoAskOpinion, func(w *work) error { return w.put(w.d.askOpinion(w.turn, in)) })
}

// GiveOpinion answers for the unit that was asked.
func (s *Service) GiveOpinion(ctx context.Context, a kernel.Actor, in AnswerInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoGiveOpinion, func(w *work) error {
		for _, o := range w.d.Opinions {
			if o.ID == in.Opinion && !a.Can(PermHandle, w.paths.Asked[o.Unit]) {
				return kernel.Forbid("dossiers.no_right")
			}
		}
		return w.put(w.d.giveOpinion(w.turn, in))
	})
}

// DraftResult prepares the answer. Who prepares it cannot approve it.
func (s *Service) DraftResult(ctx context.Context, a kernel.Actor, in DraftInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoDraft, func(w *work) error { return w.put(w.d.draft(w.turn, in)) })
}

// Approve signs the draft, and issues it at once when the workflow has no clerk between.
func (s *Service) Approve(ctx context.Context, a kernel.Actor, in ApproveInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoApprove, func(w *work) error {
		e, issueNow, err := w.d.approve(w.turn, in)
		err = w.put(e, err)
		if err != nil || !issueNow {
			return err
		}
		return w.put(w.d.issue(w.turn, ApproveInput{Number: in.Number}, w.nextNumber))
	})
}

// Issue numbers a signed result; the dossier is finished.
func (s *Service) Issue(ctx context.Context, a kernel.Actor, in ApproveInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoIssue, func(w *work) error { return w.put(w.d.issue(w.turn, in, w.nextNumber)) })
}

// nextNumber is the number of a result in the deciding unit's book of the year.
func (w *work) nextNumber() (string, error) {
	year := strconv.Itoa(w.turn.at.Date().Year)
	n, err := nextNumber(w.tx, w.d.Tenant, "result", w.d.Deciding.String(), year)
	if err != nil {
		return "", err
	}
	return strconv.FormatInt(n, 10) + "/KQ-" + year, nil
}

// Stop halts the handling (form 05); Resume goes on.
func (s *Service) Stop(ctx context.Context, a kernel.Actor, in ReasonInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoStop, func(w *work) error { return w.put(w.d.end(w.turn, DoStop, in)) })
}

// Resume goes on after a stop.
func (s *Service) Resume(ctx context.Context, a kernel.Actor, in ReasonInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoResume, func(w *work) error { return w.put(w.d.resume(w.turn, in)) })
}

// Apologise promises a later date, once (form 04). Figures keep the due date.
func (s *Service) Apologise(ctx context.Context, a kernel.Actor, in ApologyInput) (Dossier, error) {
	return s.act(ctx, a, in.ID, in.Once, DoApologise, func(w *work) error { return w.put(w.d.apologise(w.turn, in)) })
}
