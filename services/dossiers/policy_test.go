package dossiers

import (
	"slices"
	"testing"

	"doanket/kernel"
)

// What each person may do to one dossier of ward A, stage by stage. A verb that is not listed is refused.
func TestWhoMayDoWhatOverTheCast(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(lan, "2.001955")
		in.Applicant.Account, in.Applicant.Person = hau.Account, hau.Person
		r, err := h.FileAtDesk(h.Ctx, lan, in)
		d := h.ok(r.Dossier, err)
		check := func(stage string, want map[string][]Verb) {
			h.t.Helper()
			for _, a := range castAt {
				det, err := h.Detail(h.Ctx, a, d.ID)
				sees := a.Name == lan.Name || a.Name == trang.Name || a.Name == quang.Name || a.Name == mai.Name || a.Name == chief.Name || a.Name == hau.Name
				if (err == nil) != sees {
					h.t.Errorf("%s: %s sees it: %v", stage, a.Name, err)
				}
				if !slices.Equal(det.Can, want[a.Name]) {
					h.t.Errorf("%s: %s may %v, want %v", stage, a.Name, det.Can, want[a.Name])
				}
			}
		}
		// the leader of the ward stands above the desk and the department, but holds neither's right
		check("filed", map[string][]Verb{
			lan.Name: {DoAccept, DoRefuse, DoCheckPapers, DoRequestSupplement, DoWithdraw}, hau.Name: {DoWithdraw}})
		d = h.ok(h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID}))
		check("accepted", map[string][]Verb{
			lan.Name: {DoCheckPapers, DoRequestSupplement, DoForward, DoWithdraw}, quang.Name: {DoAssign, DoStop, DoApologise}, hau.Name: {DoWithdraw}})
		d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID}))
		check("examined", map[string][]Verb{
			// a result that nobody has drafted is not put before anybody
			trang.Name: {DoCheckPapers, DoRequestSupplement, DoRequestPayment, DoAskOpinion, DoDraft}, lan.Name: {DoWithdraw},
			quang.Name: {DoAssign, DoStop, DoApologise}, hau.Name: {DoWithdraw}})
		d = h.ok(h.DraftResult(h.Ctx, trang, DraftInput{ID: d.ID, Outcome: "granted", Body: "Xác nhận"}))
		d = h.ok(h.Forward(h.Ctx, trang, ForwardInput{ID: d.ID}))
		check("to be signed", map[string][]Verb{
			quang.Name: {DoAssign, DoSendBack, DoApprove, DoStop, DoApologise}, trang.Name: {DoCheckPapers, DoAskOpinion}, lan.Name: {DoWithdraw}, hau.Name: {DoWithdraw}})
		d = h.ok(h.Approve(h.Ctx, quang, ApproveInput{ID: d.ID}))
		check("decided", map[string][]Verb{lan.Name: {DoReturn}})
		d = h.ok(h.ReturnResult(h.Ctx, lan, ReturnInput{ID: d.ID}))
		d = h.ok(h.Close(h.Ctx, lan, ReasonInput{ID: d.ID}))
		check("closed", map[string][]Verb{})
	})
}

// One person with every right of a ward still cannot do two of them to one dossier.
func TestFourEyesHoldForOneWhoHoldsEverything(t *testing.T) {
	each(t, func(h *house) {
		everything := []string{PermAccept, PermHandle, PermApprove, PermReturn, PermAssign, PermView}
		all := officer(41, "Người làm tất cả", "counter_clerk", wardA, everything...)
		for _, role := range []string{"handler", "approver"} {
			all.Mandates = append(all.Mandates, kernel.Mandate{ID: 99, Role: role, Org: wardA, Permissions: everything})
		}
		in := rulesOf(all, "2.001955")
		in.Received, in.AcceptNow = deskA, true
		r, err := h.FileAtDesk(h.Ctx, all, in)
		d := h.ok(r.Dossier, err)
		d = h.ok(h.Forward(h.Ctx, all, ForwardInput{ID: d.ID}))
		d = h.ok(h.DraftResult(h.Ctx, trang, DraftInput{ID: d.ID, Outcome: "granted", Body: "Xác nhận"}))
		d = h.ok(h.Forward(h.Ctx, trang, ForwardInput{ID: d.ID}))
		_, err = h.Approve(h.Ctx, all, ApproveInput{ID: d.ID})
		h.refused("dossiers.receiver_cannot_approve", err)

		d = h.accepted(lan, "2.001955")
		d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID}))
		d = h.ok(h.DraftResult(h.Ctx, all, DraftInput{ID: d.ID, Outcome: "granted", Body: "Xác nhận"}))
		d = h.ok(h.Forward(h.Ctx, all, ForwardInput{ID: d.ID}))
		_, err = h.Approve(h.Ctx, all, ApproveInput{ID: d.ID})
		h.refused("dossiers.four_eyes", err)
	})
}

func TestNobodyIsAnOfficerInHerOwnCase(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(lan, "2.001955")
		in.Applicant.Person = lan.Person
		_, err := h.FileAtDesk(h.Ctx, lan, in)
		h.refused("dossiers.own_case", err)
		in.Received = deskA
		chiefClerk := officer(42, "Trưởng bộ phận", "counter_clerk", wardA, PermAccept)
		r, err := h.FileAtDesk(h.Ctx, chiefClerk, in)
		d := h.ok(r.Dossier, err)
		_, err = h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID})
		h.refused("dossiers.own_case", err)
	})
}

func TestAssignedWorkBelongsToItsOfficer(t *testing.T) {
	each(t, func(h *house) {
		d := h.accepted(lan, "2.001955")
		d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID, Account: trang.Account}))
		same(h.t, "assignee", d.Assignee.Name, trang.Name)
		other := officer(43, "Chuyên viên khác", "handler", deptA, PermHandle)
		_, err := h.DraftResult(h.Ctx, other, DraftInput{ID: d.ID, Outcome: "granted", Body: "…"})
		h.refused("dossiers.assigned_to_other", err)
		q, err := h.Queue(h.Ctx, trang, QueueAsk{Kind: QueueMine})
		if err != nil || len(q.Items) != 1 || q.Items[0].Why != WhyRunning {
			h.t.Errorf("her queue holds %+v, %v", q.Items, err)
		}
	})
}

// An opinion opens the dossier to the unit that is asked, and to nobody else.
func TestAnOpinionLetsTheAskedUnitLook(t *testing.T) {
	each(t, func(h *house) {
		d := h.accepted(lan, "2.001955")
		d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID}))
		_, err := h.Detail(h.Ctx, bac, d.ID)
		h.refused("dossiers.not_found", err)
		d = h.ok(h.AskOpinion(h.Ctx, trang, OpinionInput{ID: d.ID, Unit: deptB, Question: "Có vướng quy hoạch?"}))
		_, err = h.GiveOpinion(h.Ctx, trang, AnswerInput{ID: d.ID, Opinion: d.Opinions[0].ID, Answer: "Không"})
		h.refused("dossiers.no_right", err)
		d = h.ok(h.GiveOpinion(h.Ctx, bac, AnswerInput{ID: d.ID, Opinion: d.Opinions[0].ID, Answer: "Không vướng", Agrees: true}))
		same(h.t, "answered by", d.Opinions[0].GivenBy.Name, bac.Name)
		if got := h.everything(bac, Filter{}); len(got) != 1 {
			h.t.Errorf("the asked unit lists %d", len(got))
		}
		_, err = h.Detail(h.Ctx, hoa, d.ID)
		h.refused("dossiers.not_found", err)
	})
}

// What a delegate does says on whose behalf.
func TestDelegatedRightIsNamedInTheEvent(t *testing.T) {
	each(t, func(h *house) {
		d := h.accepted(lan, "2.001955")
		deputy := officer(44, "Phó Chủ tịch", "approver", wardA, PermApprove)
		deputy.Mandates[0].OnBehalfOf = quang.Account
		h.ok(h.Stop(h.Ctx, deputy, ReasonInput{ID: d.ID, Reason: "Tranh chấp"}))
		det, err := h.Detail(h.Ctx, quang, d.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		same(h.t, "on behalf of", det.Events[len(det.Events)-1].By.OnBehalf, quang.Account)
	})
}
