package dossiers

import (
	"slices"
	"testing"

	"doanket/kernel"
)

// The table once more, by hand, as the domain file draws it: state, verb, state.
var drawn = map[State]map[Verb]State{
	0: {DoFile: 1},
	1: {DoAccept: 2, DoRefuse: 3, DoCheckPapers: 1, DoRequestSupplement: 1, DoSupplement: 1, DoRequestPayment: 1, DoPaid: 1, DoWithdraw: 7, DoTransfer: 1},
	2: {DoCheckPapers: 2, DoRequestSupplement: 5, DoRequestPayment: 6, DoPaid: 2, DoAssign: 2, DoForward: 4, DoWithdraw: 7, DoStop: 8, DoApologise: 2, DoMoveDue: 2, DoTransfer: 2},
	3: {DoClose: 3},
	4: {DoCheckPapers: 4, DoRequestSupplement: 5, DoRequestPayment: 6, DoPaid: 4, DoAssign: 4, DoForward: 4, DoSendBack: 4, DoAskOpinion: 4, DoGiveOpinion: 4,
		DoDraft: 4, DoApprove: 4, DoIssue: 9, DoWithdraw: 7, DoStop: 8, DoApologise: 4, DoMoveDue: 4, DoTransfer: 4},
	5:  {DoSupplement: 4, DoPaid: 5, DoGiveOpinion: 5, DoWithdraw: 7, DoStop: 8, DoTransfer: 5},
	6:  {DoPaid: 4, DoGiveOpinion: 6, DoWithdraw: 7, DoStop: 8, DoTransfer: 6},
	7:  {DoClose: 7},
	8:  {DoResume: 4, DoWithdraw: 7, DoTransfer: 8},
	9:  {DoPaid: 9, DoPost: 9, DoReturn: 10, DoTransfer: 9},
	10: {DoClose: 10},
}

func TestEveryRowOfTheFlowAndEveryAbsentRow(t *testing.T) {
	for s := State(0); s <= Returned; s++ {
		for _, v := range Verbs {
			to, listed := drawn[s][v]
			d := Dossier{State: s}
			e, err := d.event(turn{}, v, "", Change{})
			switch {
			case listed && (err != nil || e.To != to || e.From != s):
				t.Errorf("%d %s leads to %d (%v), want %d", s, v, e.To, err, to)
			case !listed && (kernel.AsFault(err) == nil || kernel.AsFault(err).Code != "dossiers.not_now"):
				t.Errorf("%d %s must be impossible, got %d, %v", s, v, e.To, err)
			}
			d.ClosedAt = kernel.FromMillis(1)
			_, err = d.event(turn{}, v, "", Change{})
			if err == nil {
				t.Errorf("%d %s is possible on a closed dossier", s, v)
			}
		}
	}
	if n := len(flow); n != 59 {
		t.Errorf("the flow has %d rows: draw the new ones in this test", n)
	}
}

func TestClosedStatesHaveNoWayBack(t *testing.T) {
	for _, s := range []State{Refused, Withdrawn, Returned} {
		if s.Open() || slices.ContainsFunc(flow.Verbs(s), func(v Verb) bool { return v != DoClose }) {
			t.Errorf("state %d can still move", s)
		}
	}
}

func TestTheClockFollowsTheState(t *testing.T) {
	want := map[State]Phase{1: PhaseWaiting, 2: PhaseRunning, 3: PhaseRefused, 4: PhaseRunning, 5: PhasePaused, 6: PhasePaused, 7: PhaseWithdrawn,
		8: PhasePaused, 9: PhaseFinished, 10: PhaseFinished}
	for _, s := range States {
		if s.Phase() != want[s] {
			t.Errorf("state %d counts as %d", s, s.Phase())
		}
	}
}

func TestReplayRefusesAnAlteredHistory(t *testing.T) {
	e := Event{ID: 1, Tenant: 1, Dossier: 9, Seq: 1, At: kernel.FromMillis(1), Verb: DoFile, To: Submitted, Change: Change{Filed: &Filed{Intake: "TN-1"}}}
	if err := e.seal(nil); err != nil {
		t.Fatal(err)
	}
	d, err := Replay([]Event{e})
	if err != nil || d.Intake != "TN-1" {
		t.Fatalf("%+v, %v", d, err)
	}
	for name, spoil := range map[string]func(*Event){
		"reason": func(e *Event) { e.Reason = "khác" },
		"time":   func(e *Event) { e.At = kernel.FromMillis(2) },
		"data":   func(e *Event) { e.data = []byte(`{"code":"X"}`) },
		"order":  func(e *Event) { e.Seq = 2 },
		"state":  func(e *Event) { e.To = Accepted },
	} {
		bad := e
		spoil(&bad)
		if _, err := Replay([]Event{bad}); err == nil {
			t.Errorf("an altered %s goes unnoticed", name)
		}
	}
}
