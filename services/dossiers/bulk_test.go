package dossiers

import (
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// bulkInput invents n dossiers over three years for sixty wards.
func bulkInput(n int) BulkInput {
	in := BulkInput{N: n, Tenant: site, From: kernel.Date{Year: 2023, Month: 11, Day: 1}, To: kernel.Date{Year: 2026, Month: 11, Day: 20},
		Officers: []Hand{handOf(lan), handOf(trang)}}
	in.Units = []BulkUnit{{deskA, deptA, []kernel.ID{deskA, deptA, wardA, site}, "H49.31.06"}, {deskB, deptB, []kernel.ID{deskB, deptB, wardB, site}, "H49.31.09"},
		{branch, unionQN, []kernel.ID{branch, unionQN, site}, "I22.05"}}
	for i := range kernel.ID(57) {
		in.Units = append(in.Units, BulkUnit{1000 + i, 2000 + i, []kernel.ID{1000 + i, 2000 + i, site}, "H49.40." + strconv.Itoa(int(10+i))})
	}
	for i, p := range []string{"2.001955", "1.001193", "1.004222", "2.000635", "1.013225", "1.004873"} {
		in.Procedures = append(in.Procedures, BulkProcedure{ProcedureRef{Version: castCodes[p], Code: p, Name: "Thủ tục " + p}, 3 + 2*i})
	}
	for i := range 34 {
		in.Procedures = append(in.Procedures, BulkProcedure{ProcedureRef{Version: kernel.ID(500 + i), Code: "3.0000" + strconv.Itoa(10+i), Name: "Thủ tục mẫu số " + strconv.Itoa(i)}, 1 + i%20})
	}
	return in
}

func TestBulkDossiersBehaveLikeFiledOnes(t *testing.T) {
	each(t, func(h *house) {
		h.at("2026-11-22T09:00")
		in := bulkInput(3000)
		in.From = kernel.Date{Year: 2026, Month: 6, Day: 1} // dense, so that every ward has work in every state
		err := h.SeedBulk(h.Ctx, in)
		if err != nil {
			h.t.Fatal(err)
		}
		l := &life{house: h}
		l.ids = h.everything(kernel.Actor{Tenant: site, System: true}, Filter{})
		if len(l.ids) != 3000 {
			h.t.Fatalf("%d dossiers", len(l.ids))
		}
		err = h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			for _, id := range l.ids[:200] {
				d, _, err := load(tx, site, id)
				if err != nil {
					return err
				}
				got, err := listRows(tx, site, []kernel.ID{id})
				if err != nil || got[0].Item != itemOf(d) {
					h.t.Errorf("stored %+v, replayed %+v, %v", got[0].Item, itemOf(d), err)
				}
			}
			return nil
		})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, asOf := range []string{"", "2026-11-03T10:15", "2026-07-03T10:15"} {
			ask := ReportAsk{From: kernel.Date{Year: 2026, Month: 6, Day: 15}, To: kernel.Date{Year: 2026, Month: 11, Day: 30}, By: "procedure"}
			if asOf != "" {
				ask.AsOf = at(asOf)
			}
			for _, a := range []kernel.Actor{quang, chief} {
				rep, err := h.Report(h.Ctx, a, ask)
				if err != nil {
					h.t.Fatal(err)
				}
				rep.Rows = rep.Rows[:2]
				l.adds(a, rep, ask)
			}
		}
		p, err := h.List(h.Ctx, chief, Filter{Text: "nguyễn văn"})
		if err != nil || len(p.Items) == 0 {
			h.t.Errorf("text finds %d, %v", len(p.Items), err)
		}
		i := slices.IndexFunc(l.itemsIn(lan, Processing), func(i Item) bool { return i.Deciding == deptA })
		if i < 0 {
			h.t.Fatal("nothing is being processed at ward A")
		}
		one := l.itemsIn(lan, Processing)[i]
		h.ok(h.Stop(h.Ctx, quang, ReasonInput{ID: one.ID, Reason: "Tranh chấp"})) // life goes on after a take-over
	})
}

func (h *house) itemsIn(a kernel.Actor, s State) []Item {
	h.t.Helper()
	p, err := h.List(h.Ctx, a, Filter{States: []State{s}, Limit: 200})
	if err != nil {
		h.t.Fatal(err)
	}
	return p.Items
}

// TestBulkSpeed runs only when asked: DOANKET_BULK=1000000 DOANKET_BULK_ENGINE=sqlite go test -run BulkSpeed.
func TestBulkSpeed(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("DOANKET_BULK"))
	if n == 0 {
		t.Skip("set DOANKET_BULK to the number of dossiers")
	}
	engine := db.SQLite
	if os.Getenv("DOANKET_BULK_ENGINE") == "postgres" {
		engine = db.Postgres
	}
	h := newHouse(t, testkit.New(t, engine, Migrations(), search.Migrations()))
	h.at("2026-11-22T09:00")
	began := time.Now()
	in := bulkInput(n)
	in.Progress = func(done int) {
		if done%(n/10) < bulkBatch {
			t.Logf("%d after %s", done, time.Since(began).Round(time.Millisecond))
		}
	}
	err := h.SeedBulk(h.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seeded %d in %s", n, time.Since(began))
	month := ReportAsk{From: kernel.Date{Year: 2026, Month: 11, Day: 1}, To: kernel.Date{Year: 2026, Month: 11, Day: 30}}
	year := ReportAsk{From: kernel.Date{Year: 2026, Month: 1, Day: 1}, To: kernel.Date{Year: 2026, Month: 12, Day: 31}, By: "unit"}
	past := month
	past.AsOf = at("2026-10-14T10:15")
	past.From.Month, past.To = 10, kernel.Date{Year: 2026, Month: 10, Day: 31}
	list := func(a kernel.Actor, f Filter) func() error {
		return func() error { _, err := h.List(h.Ctx, a, f); return err }
	}
	report := func(a kernel.Actor, ask ReportAsk) func() error {
		return func() error { _, err := h.Report(h.Ctx, a, ask); return err }
	}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"list ward", list(quang, Filter{})}, {"list desk", list(lan, Filter{})}, {"list site", list(chief, Filter{})},
		{"list site state 5", list(chief, Filter{States: []State{AwaitingSupplement}})}, {"list ward state 4", list(quang, Filter{States: []State{Processing}})},
		{"list site procedure", list(chief, Filter{Procedure: "3.000043"})}, {"list ward procedure", list(quang, Filter{Procedure: "3.000043"})},
		{"list site unit", list(chief, Filter{Unit: wardB})}, {"list site overdue", list(chief, Filter{Overdue: true})}, {"list ward due soon", list(quang, Filter{DueSoon: true})},
		{"list site period", list(chief, Filter{From: kernel.Date{Year: 2025, Month: 2, Day: 1}, To: kernel.Date{Year: 2025, Month: 2, Day: 3}})},
		{"text common site", list(chief, Filter{Text: "nguyen van"})}, {"text rare site", list(chief, Filter{Text: "thua 8123 to 77"})}, {"text common ward", list(quang, Filter{Text: "nguyen van anh"})},
		{"by code", func() error { _, err := h.ByCode(h.Ctx, quang, "H49.31.06-260105-0001"); return err }},
		{"queue unit ward", func() error { _, err := h.Queue(h.Ctx, quang, QueueAsk{Kind: QueueUnit}); return err }},
		{"queue unit site", func() error { _, err := h.Queue(h.Ctx, chief, QueueAsk{Kind: QueueUnit}); return err }},
		{"queue mine", func() error { _, err := h.Queue(h.Ctx, trang, QueueAsk{Kind: QueueMine}); return err }},
		{"counts ward", func() error { _, err := h.Counts(h.Ctx, quang); return err }}, {"counts site", func() error { _, err := h.Counts(h.Ctx, chief); return err }},
		{"report month site", report(chief, month)}, {"report month ward", report(quang, month)}, {"report year by unit site", report(chief, year)}, {"report past site", report(chief, past)},
		{"figure late site", list(chief, Filter{Figure: FigLate, From: year.From, To: year.To})}, {"figure running site", list(chief, Filter{Figure: FigRunning, From: month.From, To: month.To})},
		{"figure overdue past", list(chief, Filter{Figure: FigOverdue, From: past.From, To: past.To, AsOf: past.AsOf})},
	} {
		var took []time.Duration
		for range 12 {
			start := time.Now()
			err := c.do()
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				break
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		if len(took) == 12 {
			t.Logf("%-26s median %8s  worst of 11 warm %8s", c.name, took[5].Round(10*time.Microsecond), took[10].Round(10*time.Microsecond))
		}
	}
}
