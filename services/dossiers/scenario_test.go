package dossiers

import (
	"slices"
	"strings"
	"testing"

	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

func each(t *testing.T, test func(h *house)) {
	t.Helper()
	testkit.Each(t, func(t *testing.T, e testkit.Env) { test(newHouse(t, e)) }, Migrations(), search.Migrations())
}

// Scenario 1 of the domain file.
func TestSevenWorkingDaysSkipTheCultureDay(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-23T08:20")
		d := h.accepted(lan, "2.001955")
		same(h.t, "appointment", d.Clock.Due, at("2026-12-03T08:20"))
		same(h.t, "code", d.Code, "H49.31.06-261123-0001")
		same(h.t, "state", d.State, Accepted)
		if !strings.Contains(reasonsPrinted(d.Clock.Explain), "Ngày Văn hóa Việt Nam") {
			h.t.Errorf("the explanation does not name the holiday: %q", d.Clock.Explain)
		}
	})
}

// Scenario 2.
func TestFiledOnSaturdayNightCountsFromMondayMorning(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-21T21:07")
		f, err := h.StartDraft(h.Ctx, hau, "2.001955", FilingInput{Received: deskA, Applicant: Party{Name: "Công ty TNHH Than Mẫu"}})
		if err != nil {
			h.t.Fatal(err)
		}
		_, err = h.Submit(h.Ctx, hau, f.ID, Once{})
		h.refused("dossiers.bad_filing", err)
		_, err = h.AttachPaper(h.Ctx, hau, f.ID, "noi_quy", "Nội quy", File{SHA256: "ab", Name: "noi-quy.pdf"})
		if err != nil {
			h.t.Fatal(err)
		}
		r, err := h.Submit(h.Ctx, hau, f.ID, Once{})
		if err != nil {
			h.t.Fatal(err)
		}
		again, err := h.Submit(h.Ctx, hau, f.ID, Once{})
		if err != nil || again.ID != r.ID || again.Secret != "" {
			h.t.Errorf("submitting twice gave %+v, %v", again, err)
		}
		d := h.ok(h.Accept(h.Ctx, lan, AcceptInput{ID: r.ID})) // the desk works that night
		same(h.t, "counted from", d.Clock.StartedAt, at("2026-11-23T08:00"))
		same(h.t, "appointment", d.Clock.Due, at("2026-12-03T08:00"))
		same(h.t, "submission", d.SubmittedAt, at("2026-11-21T21:07"))
		tr, err := h.Track(h.Ctx, site, r.Intake, strings.ToLower(r.Secret[:5]+"-"+r.Secret[5:]))
		if err != nil || tr.Code != d.Code {
			h.t.Errorf("tracking by reference and secret gave %+v, %v", tr, err)
		}
		_, err = h.Track(h.Ctx, site, d.Code, "WRONGSECRET")
		h.refused("dossiers.not_found", err)
	})
}

// Scenario 6.
func TestSameDayRuleTurnsAtThreeOClock(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-23T14:59")
		same(h.t, "before three", h.accepted(lan, "1.001193").Clock.Due, at("2026-11-23T17:30"))
		h.at("2026-11-23T15:01")
		same(h.t, "after three", h.accepted(lan, "1.001193").Clock.Due, at("2026-11-25T17:30"))
	})
}

// Scenario 7.
func TestFeeIsZeroOnlineAndPaidOnceAtTheDesk(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(lan, "2.000635")
		in.Answers = []byte(`{ "so_ban": 3 }`)
		free, err := h.Check(h.Ctx, hau, in.FilingInput, Online)
		if err != nil || total(free.Fees) != 0 || free.Fees[0].Basis == "" {
			h.t.Fatalf("online: %+v, %v", free.Fees, err)
		}
		r, err := h.FileAtDesk(h.Ctx, lan, in)
		d := h.ok(r.Dossier, err)
		d = h.ok(h.RequestPayment(h.Ctx, lan, PaymentInput{ID: d.ID}))
		order := d.OpenOrder()
		same(h.t, "order", order.Total, kernel.Money(24000))
		_, err = h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID})
		h.refused("dossiers.not_paid", err)
		_, err = h.MarkPaid(h.Ctx, mai, PaidInput{ID: d.ID, Order: order.ID, Amount: 23000})
		h.refused("dossiers.wrong_amount", err)
		_, err = h.MarkPaid(h.Ctx, lan, PaidInput{ID: d.ID, Order: order.ID, Amount: 24000})
		h.refused("dossiers.no_right", err)
		h.ok(h.MarkPaid(h.Ctx, mai, PaidInput{ID: d.ID, Order: order.ID, Amount: 24000, Receipt: "BL-1", Once: Once{Request: "r1"}}))
		h.ok(h.MarkPaid(h.Ctx, mai, PaidInput{ID: d.ID, Order: order.ID, Amount: 24000, Receipt: "BL-1", Once: Once{Request: "r1"}}))
		_, err = h.MarkPaid(h.Ctx, mai, PaidInput{ID: d.ID, Order: order.ID, Amount: 24000})
		h.refused("dossiers.paid_already", err)
		d = h.ok(h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID}))
		same(h.t, "paid", d.Paid(), kernel.Money(24000))
		_, err = h.RequestPayment(h.Ctx, lan, PaymentInput{ID: d.ID})
		h.refused("dossiers.paid_already", err)
	})
}

// Scenario 8: one number of working hours, two readings of the decree.
func TestSupplementRestartsOrResumesTheLimit(t *testing.T) {
	for procedure, due := range map[string]string{"2.001955": "2026-12-04T08:00", "2.001955.resume": "2026-11-30T15:30"} {
		each(t, func(h *house) {
			h.at("2026-11-16T08:00")
			d := h.accepted(lan, procedure)
			first := d.Clock.Due
			same(h.t, "first appointment", first, at("2026-11-26T08:00"))
			d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID}))
			h.at("2026-11-19T10:00")
			_, err := h.RequestSupplement(h.Ctx, trang, SupplementInput{ID: d.ID})
			h.refused("dossiers.bad_supplement", err)
			d = h.ok(h.RequestSupplement(h.Ctx, trang, SupplementInput{ID: d.ID, Reason: "Thiếu góp ý của công đoàn", Items: []MissingItem{{Name: "Văn bản góp ý"}}}))
			same(h.t, "state", d.State, AwaitingSupplement)
			same(h.t, "spent", d.Suspensions[0].Spent, int64(26*60))
			if d.Overdue(at("2027-01-01T00:00")) {
				h.t.Error("a stopped clock cannot run over")
			}
			h.at("2026-11-24T14:00")
			d = h.ok(h.Supplement(h.Ctx, lan, SupplyInput{ID: d.ID, Papers: []Paper{{Key: "gop_y", Name: "Văn bản góp ý", Originals: 1}}}))
			same(h.t, "state", d.State, Processing)
			same(h.t, "step", d.Step, "tham_dinh")
			same(h.t, "counted on from", d.Clock.RunningFrom, at("2026-11-25T08:00"))
			same(h.t, "appointment", d.Clock.Due, at(due))
			same(h.t, "original appointment", d.Clock.OriginalDue, first)
			same(h.t, "kept before", d.Supplements[0].DueBefore, first)
			same(h.t, "kept after", d.Supplements[0].DueAfter, at(due))
			c, err := derive(kernel.VietnamCalendar(), d)
			if err != nil || !c.Due.Equal(d.Clock.Due) || c.Spent != d.Clock.Spent || !c.RunningFrom.Equal(d.Clock.RunningFrom) {
				h.t.Errorf("counting anew gives %+v, stored is %+v", c, d.Clock)
			}
		})
	}
}

// Scenario 9.
func TestMissingPaperAtTheDeskUsesNoCode(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(lan, "1.001193")
		in.Papers = nil
		in.Channel = Desk
		in.AcceptNow = true
		_, err := h.FileAtDesk(h.Ctx, lan, in)
		h.refused("dossiers.missing_paper", err)
		in.AcceptNow = false
		r, err := h.FileAtDesk(h.Ctx, lan, in)
		d := h.ok(r.Dossier, err)
		_, err = h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID})
		h.refused("dossiers.missing_paper", err)
		d = h.ok(h.RequestSupplement(h.Ctx, lan, SupplementInput{ID: d.ID, Reason: "Thiếu giấy chứng sinh", Items: []MissingItem{{Key: "chung_sinh"}}}))
		same(h.t, "state", d.State, Submitted)
		same(h.t, "item", d.Supplements[0].Items[0].Name, "Giấy chứng sinh")
		other := h.filed(lan, "1.001193")
		other = h.ok(h.Refuse(h.Ctx, lan, ReasonInput{ID: other.ID, Reason: "Không thuộc thẩm quyền"}))
		same(h.t, "refused without a code", other.Code, "")
		same(h.t, "first code of the day", h.accepted(lan, "1.001193").Code, "H49.31.06-261123-0001")
		rep, err := h.Report(h.Ctx, quang, ReportAsk{From: kernel.Date{Year: 2026, Month: 11, Day: 1}, To: kernel.Date{Year: 2026, Month: 11, Day: 30}})
		if err != nil {
			h.t.Fatal(err)
		}
		same(h.t, "received", rep.Total.N[FigReceived], int64(1))
		same(h.t, "refused", rep.Total.N[FigRefused], int64(1))
		d = h.ok(h.Supplement(h.Ctx, lan, SupplyInput{ID: d.ID, Papers: []Paper{{Key: "lam_chung", Name: "Văn bản", Originals: 1}}}))
		d = h.ok(h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID}))
		same(h.t, "code", d.Code, "H49.31.06-261123-0002")
	})
}

// Scenario 10.
func TestWhatTheStateHoldsIsNotAskedFor(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(lan, "1.004873")
		in.Papers, in.Held = nil, []string{"dan_cu"}
		r, err := h.FileAtDesk(h.Ctx, lan, in)
		d := h.ok(r.Dossier, err)
		_, err = h.RequestSupplement(h.Ctx, lan, SupplementInput{ID: d.ID, Reason: "Thiếu", Items: []MissingItem{{Key: "cccd"}}})
		h.refused("dossiers.bad_supplement", err)
		d = h.ok(h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID}))
		p, _ := d.Paper("cccd")
		same(h.t, "reused from", p.Held, "dan_cu")
	})
}

// Scenarios 11 and 12.
func TestOnlyAnApologyPromisesAnotherDayAndOnlyOnce(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-10T09:00")
		d := h.accepted(lan, "1.013225")
		d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID}))
		due := d.Clock.Due // ten working days, none of them the 24th
		same(h.t, "due", due, at("2026-11-25T09:00"))
		warnings := func() (n int) {
			got, err := h.unheard(FactDueSoon)
			if err != nil {
				h.t.Fatal(err)
			}
			return got
		}
		h.at("2026-11-23T08:59")
		_ = h.Warn(h.Ctx)
		same(h.t, "warnings too early", warnings(), 0)
		h.at("2026-11-23T09:00")
		_ = h.Warn(h.Ctx)
		_ = h.Warn(h.Ctx)
		same(h.t, "warnings one working day before", warnings(), 1)
		_, err := h.Apologise(h.Ctx, trang, ApologyInput{ID: d.ID, Reason: "Chờ ý kiến", NewDue: kernel.Date{Year: 2026, Month: 12, Day: 1}})
		h.refused("dossiers.no_right", err)
		_, err = h.Apologise(h.Ctx, quang, ApologyInput{ID: d.ID, Reason: "", NewDue: kernel.Date{Year: 2026, Month: 11, Day: 29}})
		h.refused("dossiers.bad_apology", err)
		d = h.ok(h.Apologise(h.Ctx, quang, ApologyInput{ID: d.ID, Reason: "Chờ ý kiến", NewDue: kernel.Date{Year: 2026, Month: 12, Day: 1}}))
		same(h.t, "due stays", d.Clock.Due, due)
		same(h.t, "promised", d.Promised(), at("2026-12-01T17:30"))
		same(h.t, "signer", d.Apology.By.Name, quang.Name)
		_, err = h.Apologise(h.Ctx, quang, ApologyInput{ID: d.ID, Reason: "Lại chờ", NewDue: kernel.Date{Year: 2026, Month: 12, Day: 8}})
		h.refused("dossiers.apologised_already", err)
		h.at("2026-11-30T09:00")
		d = h.ok(h.DraftResult(h.Ctx, trang, DraftInput{ID: d.ID, Outcome: "granted", Body: "Cấp phép"}))
		d = h.ok(h.Forward(h.Ctx, trang, ForwardInput{ID: d.ID}))
		d = h.ok(h.Approve(h.Ctx, quang, ApproveInput{ID: d.ID}))
		same(h.t, "verdict within the promise", d.Verdict, Late)
	})
}

// Scenario 12, the calendar: a day off declared later moves running dossiers and says why.
func TestCalendarCorrectionMovesRunningDossiersOnly(t *testing.T) {
	each(t, func(h *house) {
		running, done := h.accepted(lan, "2.001955"), h.finished()
		storm, err := kernel.VietnamCalendar().WithDays(kernel.Day{Date: kernel.Date{Year: 2026, Month: 11, Day: 26}, Kind: kernel.Off, Name: "Nghỉ bão"})
		if err != nil {
			h.t.Fatal(err)
		}
		h.Calendars = castCalendars{storm}
		n, err := h.MoveDues(h.Ctx, site, "Công điện 12: nghỉ bão 26/11")
		if err != nil || n != 1 {
			h.t.Fatalf("moved %d, %v", n, err)
		}
		n, _ = h.MoveDues(h.Ctx, site, "again")
		same(h.t, "moved again", n, 0)
		got, err := h.Detail(h.Ctx, lan, running.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		same(h.t, "moved to", got.Dossier.Clock.Due, at("2026-12-04T08:20"))
		same(h.t, "first told", got.Dossier.Clock.OriginalDue, at("2026-12-03T08:20"))
		same(h.t, "reason", got.Events[len(got.Events)-1].Reason, "Công điện 12: nghỉ bão 26/11")
		closed, _ := h.Detail(h.Ctx, lan, done.ID)
		same(h.t, "closed", closed.Dossier.Clock.Due, done.Clock.Due)
	})
}

// finished walks a dossier to state 9.
func (h *house) finished() Dossier {
	h.t.Helper()
	d := h.accepted(lan, "2.001955")
	d = h.ok(h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID}))
	d = h.ok(h.DraftResult(h.Ctx, trang, DraftInput{ID: d.ID, Outcome: "granted", Body: "Xác nhận"}))
	d = h.ok(h.Forward(h.Ctx, trang, ForwardInput{ID: d.ID}))
	return h.ok(h.Approve(h.Ctx, quang, ApproveInput{ID: d.ID}))
}

// Scenario 13.
func TestNonTerritorialDossierIsListedOnceAtBothWards(t *testing.T) {
	each(t, func(h *house) {
		d := h.accepted(lan, "1.004222")
		same(h.t, "code of the version's agency", d.Code, "H49.31.09-261123-0001")
		same(h.t, "received", d.Received, deskA)
		same(h.t, "decided", d.Deciding, deptB)
		for _, a := range []kernel.Actor{lan, quang, bac, binh, chief} {
			p, err := h.List(h.Ctx, a, Filter{})
			if err != nil || len(p.Items) != 1 || p.Items[0].ID != d.ID {
				h.t.Errorf("%s sees %d rows, %v", a.Name, len(p.Items), err)
			}
		}
		_, err := h.Detail(h.Ctx, tuan, d.ID)
		h.refused("dossiers.not_found", err)
	})
}

// Scenario 17.
func TestWithdrawalIsPossibleUntilTheSignature(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(lan, "2.001955")
		in.Applicant.Account = hau.Account
		in.AcceptNow = true
		r, err := h.FileAtDesk(h.Ctx, lan, in)
		d := h.ok(r.Dossier, err)
		_, err = h.Withdraw(h.Ctx, ha, ReasonInput{ID: d.ID, Reason: "Không cần nữa"})
		h.refused("dossiers.not_found", err)
		d = h.ok(h.Withdraw(h.Ctx, hau, ReasonInput{ID: d.ID, Reason: "Không cần nữa", Settlement: "Trả lại toàn bộ giấy tờ"}))
		same(h.t, "state", d.State, Withdrawn)
		same(h.t, "settlement", d.Withdrawal.Settlement, "Trả lại toàn bộ giấy tờ")
		done := h.finished()
		_, err = h.Withdraw(h.Ctx, lan, ReasonInput{ID: done.ID, Reason: "Không cần nữa"})
		h.refused("dossiers.signed_already", err)
		det, _ := h.Detail(h.Ctx, lan, done.ID)
		if slices.Contains(det.Can, DoWithdraw) {
			h.t.Error("the button is still there after signing")
		}
	})
}

// Scenario 19.
func TestResultByPostIsFinishedWhenIssued(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-12-03T07:00")
		h.Env.Clock.SetTo("2026-12-03T08:00")
		d := h.finished()
		same(h.t, "finished", d.FinishedAt.Date(), kernel.Date{Year: 2026, Month: 12, Day: 3})
		in := PostInput{ID: d.ID, Courier: "Bưu điện", Tracking: "EB123", Once: Once{Request: "p1"}}
		h.ok(h.Post(h.Ctx, lan, in))
		d = h.ok(h.Post(h.Ctx, lan, in))
		h.at("2026-12-07T10:00")
		back := ReturnInput{ID: d.ID, Taker: "Trần Văn Hậu", Once: Once{Request: "courier-7"}}
		h.ok(h.ReturnResult(h.Ctx, lan, back))
		d = h.ok(h.ReturnResult(h.Ctx, lan, back))
		same(h.t, "state", d.State, Returned)
		same(h.t, "finished still", d.FinishedAt.Date(), kernel.Date{Year: 2026, Month: 12, Day: 3})
		same(h.t, "returned", d.ReturnedAt, at("2026-12-07T10:00"))
		var rows []string
		for _, x := range d.HandOvers {
			rows = append(rows, x.FromStep+">"+x.ToStep)
		}
		same(h.t, "control slip", strings.Join(rows, " "), "nhan>tiep_nhan tiep_nhan>tham_dinh tham_dinh>ky ky>tra tra> tra>")
		same(h.t, "result number", d.Result.Number, "1/KQ-2026")
	})
}

// Scenario 22.
func TestUnionMatterRunsInTheSameEngine(t *testing.T) {
	each(t, func(h *house) {
		in := rulesOf(tuan, "UNION.TCKK")
		in.AcceptNow = true
		r, err := h.FileAtDesk(h.Ctx, tuan, in)
		d := h.ok(r.Dossier, err)
		same(h.t, "due", d.Clock.Due, at("2026-12-01T08:20"))
		same(h.t, "decides", d.Deciding, unionQN)
		d = h.ok(h.Forward(h.Ctx, tuan, ForwardInput{ID: d.ID}))
		d = h.ok(h.DraftResult(h.Ctx, thanh, DraftInput{ID: d.ID, Outcome: "granted", Body: "Trợ cấp 3.000.000 ₫"}))
		_, err = h.Approve(h.Ctx, thanh, ApproveInput{ID: d.ID})
		h.refused("dossiers.four_eyes", err)
	})
}

// unheard counts facts of a kind that were told.
func (h *house) unheard(kind string) (int, error) {
	n, err := countFacts(h.Env, kind)
	return int(n), err
}
