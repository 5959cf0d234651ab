package dossiers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"doanket/kernel"
	"doanket/ui"
)

// Why a dossier is due on its day is kept as data: it comes back as it was, also with a pause in it, and
// every reader has it in her language.
func TestReasonsOfADueDateAreKeptAsData(t *testing.T) {
	cal := kernel.VietnamCalendar()
	day := kernel.Date{Year: 2026, Month: 12, Day: 28}
	c, err := startClock(cal, "7wd", day.Clock(8, 20))
	if err != nil {
		t.Fatal(err)
	}
	pause := Suspension{Kind: "supplement", From: day.AddDays(1).Clock(9, 0), Policy: Resume}
	c, pause, err = Dossier{Clock: c, ReceivedAt: day.Clock(8, 20), Suspensions: []Suspension{pause}}.resumed(cal, pause, day.AddDays(9).Clock(10, 0))
	if err != nil || pause.DueAfter.IsZero() || len(c.Explain) < 4 {
		t.Fatalf("%v %+v", err, c)
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Clock
	err = json.Unmarshal(data, &back)
	if err != nil || !slices.Equal(back.Explain, c.Explain) || reasonsPrinted(back.Explain) != reasonsPrinted(c.Explain) {
		t.Fatalf("%v\n%q\n%q", err, reasonsPrinted(back.Explain), reasonsPrinted(c.Explain))
	}
	english := strings.Join(whySaid(ui.WithLang(t.Context(), ui.English), back.Explain), " ")
	if !strings.Contains(english, "waiting for more papers") || strings.ContainsAny(english, "ậạếđươ") {
		t.Errorf("in English: %q", english)
	}
}

func TestFormerReasonsAreStillRead(t *testing.T) {
	var c Clock
	err := json.Unmarshal([]byte(`{"limit":"7wd","explain":["Tiếp nhận 08:20.","Đủ 7 ngày làm việc."]}`), &c)
	if err != nil || reasonsPrinted(c.Explain) != "Tiếp nhận 08:20. Đủ 7 ngày làm việc." {
		t.Errorf("%v %q", err, reasonsPrinted(c.Explain))
	}
}
