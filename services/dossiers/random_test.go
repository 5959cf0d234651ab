package dossiers

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// life does random things to random dossiers, as random people, at rising times.
type life struct {
	*house
	r    *rand.Rand
	ids  []kernel.ID
	done map[Verb]int
}

func (l *life) pick(list []kernel.Actor) kernel.Actor { return list[l.r.IntN(len(list))] }

// step does one thing. A refusal is a good answer; anything else that fails is not.
func (l *life) step() {
	l.Env.Clock.Advance(time.Duration(1+l.r.IntN(240)) * time.Minute)
	if len(l.ids) == 0 || l.r.IntN(10) == 0 {
		codes := []string{"2.001955", "2.001955.resume", "1.001193", "1.013225", "1.004222", "UNION.TCKK", "1.004873"}
		by := l.pick([]kernel.Actor{lan, hoa, tuan})
		in := rulesOf(by, codes[l.r.IntN(len(codes))])
		in.AcceptNow = l.r.IntN(2) == 0
		if l.r.IntN(3) == 0 {
			in.Applicant.Account, in.Applicant.Person = hau.Account, hau.Person
		}
		r, err := l.FileAtDesk(l.Ctx, by, in)
		if err == nil {
			l.ids = append(l.ids, r.ID)
		}
		l.must(err)
		return
	}
	id := l.ids[l.r.IntN(len(l.ids))]
	if l.r.IntN(3) > 0 {
		id = l.ids[max(0, len(l.ids)-1-l.r.IntN(25))]
	}
	people := []kernel.Actor{lan, trang, quang, mai, hoa, bac, binh, tuan, thanh, hau}
	l.r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	for _, a := range people {
		det, err := l.Detail(l.Ctx, a, id)
		l.must(err)
		if err != nil || len(det.Can) == 0 {
			continue
		}
		v := det.Can[l.r.IntN(len(det.Can))]
		for range 3 { // life goes on more often than it stops
			if slices.Contains([]Verb{DoAccept, DoForward, DoDraft, DoApprove, DoIssue, DoReturn, DoSupplement, DoPaid, DoResume}, v) {
				break
			}
			v = det.Can[l.r.IntN(len(det.Can))]
		}
		if (v == DoWithdraw || v == DoStop || v == DoRefuse || v == DoClose) && l.r.IntN(12) > 0 {
			continue
		}
		err = l.do(a, det.Dossier, v)
		l.must(err)
		if err == nil {
			l.done[v]++
		}
		return
	}
}

func (l *life) must(err error) {
	l.t.Helper()
	if err != nil && kernel.AsFault(err) == nil {
		l.t.Fatal(err)
	}
}

func (l *life) do(a kernel.Actor, d Dossier, v Verb) error {
	id, ctx := d.ID, l.Ctx
	var err error
	switch v {
	case DoAccept:
		_, err = l.Accept(ctx, a, AcceptInput{ID: id})
	case DoRefuse:
		_, err = l.Refuse(ctx, a, ReasonInput{ID: id, Reason: "Không thuộc thẩm quyền"})
	case DoCheckPapers:
		_, err = l.CheckPapers(ctx, a, CheckInput{ID: id, Papers: []PaperCheck{{Key: "noi_quy", Verdict: "ok"}}})
	case DoRequestSupplement:
		_, err = l.RequestSupplement(ctx, a, SupplementInput{ID: id, Reason: "Thiếu", Items: []MissingItem{{Name: "Giấy tờ"}}})
	case DoSupplement:
		_, err = l.Supplement(ctx, a, SupplyInput{ID: id, Papers: []Paper{{Key: "khac", Name: "Giấy tờ", Copies: 1}}})
	case DoRequestPayment:
		_, err = l.RequestPayment(ctx, a, PaymentInput{ID: id, Lines: []FeeLine{{Key: "thue", Name: "Thuế", Amount: 5000}}})
	case DoPaid:
		o := d.OpenOrder()
		_, err = l.MarkPaid(ctx, a, PaidInput{ID: id, Order: o.ID, Amount: o.Total})
	case DoAssign:
		hands, e := l.Assignees(ctx, a, id)
		if e != nil || len(hands) == 0 {
			return e
		}
		_, err = l.Assign(ctx, a, AssignInput{ID: id, Account: hands[l.r.IntN(len(hands))].Account})
	case DoForward:
		_, err = l.Forward(ctx, a, ForwardInput{ID: id})
	case DoSendBack:
		_, err = l.SendBack(ctx, a, ForwardInput{ID: id, Note: "Xem lại"})
	case DoAskOpinion:
		_, err = l.AskOpinion(ctx, a, OpinionInput{ID: id, Unit: branch, Question: "Có đồng ý?"})
	case DoGiveOpinion:
		i := slices.IndexFunc(d.Opinions, func(o Opinion) bool { return o.GivenAt.IsZero() })
		_, err = l.GiveOpinion(ctx, a, AnswerInput{ID: id, Opinion: d.Opinions[i].ID, Answer: "Đồng ý", Agrees: true})
	case DoDraft:
		_, err = l.DraftResult(ctx, a, DraftInput{ID: id, Outcome: "granted", Body: "Chấp thuận"})
	case DoApprove:
		_, err = l.Approve(ctx, a, ApproveInput{ID: id})
	case DoIssue:
		_, err = l.Issue(ctx, a, ApproveInput{ID: id})
	case DoPost:
		_, err = l.Post(ctx, a, PostInput{ID: id, Courier: "Bưu điện"})
	case DoReturn:
		_, err = l.ReturnResult(ctx, a, ReturnInput{ID: id})
	case DoWithdraw:
		_, err = l.Withdraw(ctx, a, ReasonInput{ID: id, Reason: "Thôi"})
	case DoStop:
		_, err = l.Stop(ctx, a, ReasonInput{ID: id, Reason: "Tranh chấp"})
	case DoResume:
		_, err = l.Resume(ctx, a, ReasonInput{ID: id, Reason: "Hết tranh chấp"})
	case DoApologise:
		_, err = l.Apologise(ctx, a, ApologyInput{ID: id, Reason: "Quá tải", NewDue: kernel.VietnamCalendar().AddWorkingDays(l.Env.Clock.Now().Date(), 9)})
	case DoClose:
		_, err = l.Close(ctx, a, ReasonInput{ID: id})
	default:
		return fmt.Errorf("the random life does not know %s", v)
	}
	return err
}

// TestRandomHistories lives a few months at random and then asks everything that must hold.
func TestRandomHistories(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		steps := 900
		if e.DB.Engine() == db.Postgres {
			steps = 500
		}
		if testing.Short() {
			steps /= 4
		}
		l := &life{house: newHouse(t, e), r: rand.New(rand.NewPCG(7, uint64(steps))), done: map[Verb]int{}}
		l.at("2026-09-07T08:00")
		var instants []kernel.Instant
		for i := range steps {
			l.step()
			if i%(steps/5) == steps/10 {
				instants = append(instants, l.Env.Clock.Now())
			}
		}
		for _, v := range []Verb{DoAccept, DoForward, DoDraft, DoApprove, DoReturn, DoRequestSupplement, DoSupplement, DoStop, DoWithdraw} {
			if l.done[v] == 0 && !testing.Short() {
				t.Errorf("the random life never did %s: %v", v, l.done)
			}
		}
		histories := l.replayIsStored()
		l.listsAgreeWithDetails()
		l.openCountersAgree()
		l.Env.Clock.Advance(time.Hour)
		for _, at := range append(instants, kernel.Instant{}) {
			l.figuresAgree(histories, at)
		}
		l.codesAreGapless(histories)
	}, Migrations(), search.Migrations())
}

// replayIsStored compares the projection with the row, for every dossier.
func (l *life) replayIsStored() map[kernel.ID][]Event {
	l.t.Helper()
	out := map[kernel.ID][]Event{}
	err := l.DB.Read(l.Ctx, func(tx *db.Tx) error {
		for _, id := range l.ids {
			events, err := loadEvents(tx, site, id)
			if err != nil {
				return err
			}
			d, err := Replay(events)
			if err != nil {
				return err
			}
			out[id] = events
			list, err := listRows(tx, site, []kernel.ID{id})
			if err != nil {
				return err
			}
			got, want := list[0].Item, itemOf(d)
			g, _ := json.Marshal(got)
			w, _ := json.Marshal(want)
			if string(g) != string(w) {
				l.t.Errorf("stored and replayed differ:\n%s\n%s", g, w)
			}
			if d.State.Phase() == PhaseRunning || d.State.Phase() == PhasePaused {
				c, err := derive(kernel.VietnamCalendar(), d)
				cg, _ := json.Marshal(c)
				cw, _ := json.Marshal(d.Clock)
				if err != nil || string(cg) != string(cw) {
					l.t.Errorf("the clock of %s counted anew: %s, stored: %s, %v", d.Code, cg, cw, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return out
}

// itemOf says what the row of a dossier must hold.
func itemOf(d Dossier) Item {
	return Item{ID: d.ID, RowVersion: d.RowVersion, Intake: d.Intake, Code: d.Code, ProcedureCode: d.Procedure.Code, ProcedureName: d.Procedure.Name,
		Applicant: d.Applicant.Name, Summary: d.Summary, Channel: d.Channel, State: d.State, Step: d.Step, StepName: d.StepName,
		AssigneeID: d.Assignee.Account, AssigneeName: d.Assignee.Name, Received: d.Received, Deciding: d.Deciding, At: d.listAt(),
		SubmittedAt: d.SubmittedAt, ReceivedAt: d.ReceivedAt, Due: d.Clock.Due, Reappointed: d.Clock.Reappointed, Limit: d.Clock.Limit,
		FinishedAt: d.FinishedAt, Verdict: d.Verdict, NextAt: d.NextAt()}
}

// everything reads all pages of a list.
func (h *house) everything(a kernel.Actor, f Filter) []kernel.ID {
	h.t.Helper()
	f.Limit = 7 // small pages, so that cursors are tried
	var out []kernel.ID
	for {
		p, err := h.List(h.Ctx, a, f)
		if err != nil {
			h.t.Fatalf("%s, %+v: %v", a.Name, f, err)
		}
		for _, i := range p.Items {
			out = append(out, i.ID)
		}
		if p.Next == "" {
			return out
		}
		f.After = p.Next
	}
}

// listsAgreeWithDetails: over the whole cast, a dossier is in the list exactly when it opens.
func (l *life) listsAgreeWithDetails() {
	l.t.Helper()
	for _, a := range castAt {
		listed := l.everything(a, Filter{})
		for _, id := range l.ids {
			_, err := l.Detail(l.Ctx, a, id)
			l.must(err)
			n := 0
			for _, x := range listed {
				if x == id {
					n++
				}
			}
			if opens := err == nil; opens != (n == 1) || n > 1 {
				l.t.Errorf("%s: dossier %s opens: %v, listed %d times", a.Name, id, opens, n)
			}
		}
	}
}

// figuresAgree compares report, lists and a count by hand over the events, for several scopes.
func (l *life) figuresAgree(histories map[kernel.ID][]Event, asOf kernel.Instant) {
	l.t.Helper()
	for _, a := range []kernel.Actor{quang, binh, chief, thanh} {
		for _, period := range []string{"2026-09-01/2026-09-30", "2026-09-10/2026-10-08", "2026-09-01/2027-12-31"} {
			from, _ := kernel.ParseISODate(period[:10])
			to, _ := kernel.ParseISODate(period[11:])
			for _, by := range []string{"", "unit", "procedure"} {
				ask := ReportAsk{From: from, To: to, AsOf: asOf, By: by}
				rep, err := l.Report(l.Ctx, a, ask)
				if err != nil {
					l.t.Fatal(err)
				}
				l.adds(a, rep, ask)
				if by == "" {
					l.byHand(a, histories, rep, ask)
				}
			}
		}
	}
}

// adds opens the list behind each number.
func (l *life) adds(a kernel.Actor, rep Report, ask ReportAsk) {
	l.t.Helper()
	for _, row := range append([]ReportRow{rep.Total}, rep.Rows...) {
		for _, f := range Figures {
			n := len(l.everything(a, rep.Filter(row, ask, f)))
			if int64(n) != row.N[f] {
				l.t.Errorf("%s %s %s–%s as of %s by %q %s/%s: the number says %d, the list %d", a.Name, f, ask.From, ask.To, ask.AsOf, ask.By,
					row.Unit, row.Procedure, row.N[f], n)
			}
		}
		t := row.N
		if t[FigReceived]+t[FigCarried]+t[FigHandedIn] != t[FigRunning]+t[FigPaused]+t[FigEarly]+t[FigOnTime]+t[FigLate]+t[FigWithdrawn]+t[FigHandedOut] {
			l.t.Errorf("%s: what came in is not what is there and went out: %v", a.Name, t)
		}
	}
}

// byHand counts from the events alone.
func (l *life) byHand(a kernel.Actor, histories map[kernel.ID][]Event, rep Report, ask ReportAsk) {
	l.t.Helper()
	w, err := l.window(l.Ctx, site, ask.From, ask.To, ask.AsOf, l.Env.Clock.Now())
	if err != nil {
		l.t.Fatal(err)
	}
	want := map[Figure]int64{}
	in := func(i kernel.Instant) bool { return !i.IsZero() && !i.Before(w.start) && i.Before(w.end) }
	for _, events := range histories {
		d := before(events, w.end)
		path, _ := castTree{}.Path(nil, d.Deciding, kernel.Date{})
		if d.ID == 0 || !a.Can(PermReport, path) {
			continue
		}
		start := before(events, w.start).State.Phase()
		if start == PhaseRunning || start == PhasePaused {
			want[FigCarried]++
		}
		if in(d.ReceivedAt) {
			want[FigReceived]++
		}
		switch d.State.Phase() {
		case PhaseRunning:
			want[FigRunning]++
			if d.Clock.Due.Before(w.end) {
				want[FigOverdue]++
			} else if d.Clock.Due.Before(w.soon) {
				want[FigDueSoon]++
			}
		case PhasePaused:
			want[FigPaused]++
		}
		if in(d.FinishedAt) {
			switch {
			case d.State == Refused:
				want[FigRefused]++
			case d.State == Withdrawn && !d.ReceivedAt.IsZero():
				want[FigWithdrawn]++
			case d.Verdict != 0:
				want[[]Figure{"", FigEarly, FigOnTime, FigLate}[d.Verdict]]++
			}
		}
	}
	for _, f := range Figures {
		if rep.Total.N[f] != want[f] {
			l.t.Errorf("%s %s %s–%s as of %s: the report says %d, the events %d", a.Name, f, ask.From, ask.To, ask.AsOf, rep.Total.N[f], want[f])
		}
	}
}

// before replays what had happened before an instant.
func before(events []Event, x kernel.Instant) Dossier {
	n := slices.IndexFunc(events, func(e Event) bool { return !e.At.Before(x) })
	if n < 0 {
		n = len(events)
	}
	d, err := Replay(events[:n])
	if err != nil {
		panic(err)
	}
	return d
}

// codesAreGapless: the serials of each agency and day are 1, 2, 3 …
func (l *life) codesAreGapless(histories map[kernel.ID][]Event) {
	l.t.Helper()
	var codes []string
	for _, events := range histories {
		d, _ := Replay(events)
		if d.Code != "" {
			codes = append(codes, d.Code)
		}
	}
	slices.Sort(codes)
	head, n := "", 0
	for _, c := range codes {
		if c[:len(c)-4] != head {
			head, n = c[:len(c)-4], 0
		}
		n++
		if c != fmt.Sprintf("%s%04d", head, n) {
			l.t.Errorf("code %s where %s%04d should stand", c, head, n)
		}
	}
}
