package dossiers

import (
	"context"
	"io"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

// sampleBody makes a sample's body at the moment it is rendered, in the language of then.
func sampleBody(f func(ctx context.Context) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return f(ctx).Render(ctx, w) })
}

// Samples are the pages of this room in every state, for the catalogue, the goldens and the checks of accessibility.
func Samples() []ui.Sample {
	var out []ui.Sample
	add := func(page, state string, plain, print bool, f func(ctx context.Context) templ.Component) {
		out = append(out, ui.Sample{Room: "dossiers", Page: page, State: state, Body: sampleBody(f), Plain: plain, Print: print})
	}
	for _, s := range sampleDetails() {
		add("detail", s.state, false, false, func(ctx context.Context) templ.Component { return DetailPage(s.seen.view(ctx)) })
		add("own", s.state, true, false, func(ctx context.Context) templ.Component { return OwnPage(s.seen.own(ctx)) })
		t := tracking(s.seen.Dossier, s.seen.Events)
		add("track", s.state, true, false, func(ctx context.Context) templ.Component {
			f := trackView(ctx, t, sampleUnits, sampleNow)
			return TrackPage(TrackView{Found: &f})
		})
	}
	for state, q := range sampleQueues() {
		add("queue", state, false, false, func(ctx context.Context) templ.Component { return QueuePage(q.view(ctx)) })
	}
	add("queue", "print", false, true, func(ctx context.Context) templ.Component { return QueuePrint(sampleQueues()["full"].view(ctx)) })
	for name, sheet := range SampleSheets() {
		add("paper", name, false, true, func(context.Context) templ.Component { return paper.Page(sheet) })
	}
	add("board", "month", false, false, func(ctx context.Context) templ.Component { return BoardPage(sampleBoard().view(ctx)) })
	add("board", "empty", false, false, func(ctx context.Context) templ.Component { return BoardPage(board{}.view(ctx)) })
	for state, v := range map[string]TrackView{"form": {}, "wrong": {Code: "H49.31.06-261123-0044", Secret: "0000-0000"}} {
		add("track", state, true, false, func(ctx context.Context) templ.Component {
			if v.Code != "" {
				v.Sentence = ui.T(ctx, Messages()["dossiers.track_not_found"])
			}
			return TrackPage(v)
		})
	}
	add("mine", "empty", true, false, func(context.Context) templ.Component { return MinePage(MineView{}) })
	add("mine", "full", true, false, func(ctx context.Context) templ.Component { return MinePage(sampleMine(ctx)) })
	add("verify", "signed", true, false, func(ctx context.Context) templ.Component {
		return VerifyPage(verifyView(ctx, sampleDone(), sampleUnits))
	})
	out = append(out, sampleForms()...)
	kernel.SortFunc(out, func(a, b ui.Sample) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

type sampleDetail struct {
	state string
	seen  seen
}

func sampleDetails() []sampleDetail {
	var out []sampleDetail
	add := func(state string, d Dossier, can ...Verb) {
		s := seen{Detail: Detail{Dossier: d, Events: sampleEvents(d), Terms: sampleTerms, Can: can, At: sampleNow}, units: sampleUnits, questions: sampleForm, whole: 7 * 480, left: 6*480 - 120,
			pay: map[kernel.ID]string{901: "/thu/901"}, receipts: map[kernel.ID]string{}}
		if d.Overdue(sampleNow) {
			s.left = -960
		}
		out = append(out, sampleDetail{state, s})
	}
	add("submitted", sampleSubmitted(), DoAccept, DoCheckPapers, DoRequestSupplement, DoRefuse)
	add("accepted", sampleAccepted(), DoForward, DoRequestSupplement, DoAssign)
	add("processing", sampleProcessing(), DoDraft, DoRequestSupplement, DoCheckPapers, DoAskOpinion, DoForward)
	add("overdue", sampleOverdue(), DoDraft, DoApologise, DoRequestSupplement)
	add("apologised", sampleApologised(), DoDraft)
	add("waiting_supplement", sampleSupplement(), DoSupplement, DoStop)
	add("waiting_payment", samplePayment(), DoStop)
	add("awaiting_signature", sampleSigning(), DoApprove, DoSendBack)
	add("done", sampleDone(), DoReturn, DoPost)
	add("returned", sampleReturned(), DoClose)
	add("withdrawn", sampleWithdrawn())
	add("refused", sampleRefused())
	add("long_names", sampleLong(), DoDraft, DoRequestSupplement, DoAskOpinion, DoForward, DoAssign, DoStop)
	add("union", sampleUnion(), DoForward)
	return out
}

func sampleItem(d Dossier, why Why) Item {
	return Item{ID: d.ID, Intake: d.Intake, Code: d.Code, ProcedureCode: d.Procedure.Code, ProcedureName: d.Procedure.Name, Applicant: d.Applicant.Name, Channel: d.Channel,
		State: d.State, Step: d.Step, StepName: d.StepName, AssigneeName: d.Assignee.Name, SubmittedAt: d.SubmittedAt, ReceivedAt: d.ReceivedAt, Due: d.Clock.Due,
		Reappointed: d.Clock.Reappointed, Limit: d.Clock.Limit, FinishedAt: d.FinishedAt, Verdict: d.Verdict, Why: why}
}

func sampleQueues() map[string]queueSeen {
	same := sampleProcessing()
	same.ReceivedAt, same.Clock.Limit, same.Clock.Due, same.Applicant.Name, same.Procedure.Name = sampleAt(11, 25, 9, 12), "same-day@15:00", sampleAt(11, 25, 17, 30), "Lê Thu Hà", "Đăng ký khai sinh"
	soon := sampleProcessing()
	soon.Clock.Limit, soon.Clock.Due, soon.Applicant.Name, soon.Procedure.Name = "3wd", sampleAt(11, 26, 9, 10), "Phạm Quang Minh", "Cấp giấy xác nhận tình trạng hôn nhân"
	full := queueSeen{kind: QueueMine, now: sampleNow, unit: sampleUnits[3], canAccept: true, query: url.Values{"xem": {"cua-toi"}},
		counts: QueueCounts{Mine: 14, Desk: 62, Sign: 4, Paused: 3, Unit: 71, Overdue: 1, DueSoon: 5},
		page: Page{Next: "7", Items: []Item{sampleItem(sampleOverdue(), WhyOverdue), sampleItem(same, WhyToday), sampleItem(soon, WhySoon), sampleItem(sampleProcessing(), WhyRunning),
			sampleItem(sampleSupplement(), WhySupplement), sampleItem(samplePayment(), WhyPayment), sampleItem(sampleSubmitted(), WhyNew), sampleItem(sampleDone(), WhyReturn), sampleItem(sampleLong(), WhyRunning), sampleItem(sampleReturned(), WhyClosed)}}}
	empty := queueSeen{kind: QueueMine, now: sampleNow, unit: sampleUnits[3], canAccept: true, query: url.Values{}}
	none := empty
	none.filtered, none.query = true, url.Values{"xem": {"tat-ca"}, "q": {"không có ai"}}
	figure := full
	figure.filtered, figure.figure, figure.query = true, FigOverdue, url.Values{"so": {"qua-han"}}
	return map[string]queueSeen{"full": full, "empty": empty, "nothing_found": none, "figure": figure}
}

// SampleSheets are the papers of the samples by their names, for goldens and for looking at.
func SampleSheets() map[string]paper.Sheet {
	supplement := sampleSupplement()
	done := sampleDone()
	return map[string]paper.Sheet{
		"receipt":       sampleHead.Receipt(sampleAccepted(), "7KQ2-M9FA"),
		"receipt_union": unionHead.Receipt(sampleUnion(), "7KQ2-M9FA"),
		"receipt_long":  sampleHead.Receipt(sampleLong(), ""),
		"supplement":    sampleHead.SupplementSheet(supplement, supplement.Supplements[0]),
		"refusal":       sampleHead.RefusalSheet(sampleRefused(), *sampleRefused().Refusal),
		"apology":       sampleHead.ApologySheet(sampleApologised(), *sampleApologised().Apology),
		"stop":          sampleHead.StopSheet(sampleWithdrawn(), *sampleWithdrawn().Withdrawal, true),
		"control_slip":  sampleHead.ControlSlip(supplement, sampleUnits, sampleNow),
		"result":        sampleHead.ResultSheet(done, *done.Result, "/tra-cuu/ket-qua?ma="+done.Code),
		"draft":         sampleHead.ResultSheet(sampleSigning(), *sampleSigning().Draft, ""),
	}
}

func sampleBoard() board {
	n := func(v ...int64) map[Figure]int64 {
		m := map[Figure]int64{}
		for i, x := range v { // nothing was handed over
			m[Figures[i]] = x
		}
		return m
	}
	ask := ReportAsk{Unit: 2, From: kernel.Date{Year: 2026, Month: 11, Day: 1}, To: kernel.Date{Year: 2026, Month: 11, Day: 30}}
	r := Report{AsOf: sampleNow, From: ask.From, To: ask.To, Total: ReportRow{N: n(1760, 84, 212, 31, 5, 40, 1180, 372, 36, 4, 9)}}
	byUnit, byProcedure := r, r
	byUnit.Rows = []ReportRow{{Unit: 2, N: n(1100, 50, 120, 20, 5, 30, 800, 172, 26, 2, 5)}, {Unit: 4, N: n(660, 34, 92, 11, 0, 10, 380, 200, 10, 2, 4)}}
	byProcedure.Rows = []ReportRow{{Procedure: "1.001193", ProcedureName: "Đăng ký khai sinh", N: n(900, 0, 12, 12, 0, 0, 700, 188, 0, 0, 0)},
		{Procedure: "2.001955", ProcedureName: "Đăng ký nội quy lao động của doanh nghiệp", N: n(860, 84, 200, 19, 5, 40, 480, 184, 36, 4, 9)}}
	return board{ask: ask, byUnit: byUnit, byProcedure: byProcedure, units: sampleUnits, live: true}
}

func sampleMine(ctx context.Context) MineView {
	v := MineView{Drafts: []DraftRow{{Href: "/nop/2.001955/650/2", Name: "Đăng ký nội quy lao động của doanh nghiệp", Saved: ui.T(ctx, "Lưu lúc %s", kernel.FormatInstant(sampleNow)), Drop: "/nop/2.001955/650/bo"}}}
	for _, it := range []Item{sampleItem(sampleSupplement(), WhySupplement), sampleItem(sampleProcessing(), WhyRunning), sampleItem(sampleReturned(), WhyClosed)} {
		v.Rows = append(v.Rows, ownRow(ctx, it, sampleNow))
	}
	return v
}
