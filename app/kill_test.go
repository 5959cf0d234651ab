package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// childShift carries to the child how far its clock is moved; it is set only for child processes.
const childShift = "DOANKET_TEST_SHIFT"

// TestSiteProcess is the site that the tests below start as a process of its own, and kill.
func TestSiteProcess(t *testing.T) {
	text := os.Getenv(childShift)
	if text == "" {
		t.Skip("is started by the tests that need a second process")
	}
	by, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := ReadConfig()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), cfg, WithClock(shifted{by}), quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	t.Fatal(a.Serve(t.Context()))
}

// process is a running child site.
type process struct {
	cmd  *exec.Cmd
	base string
	out  bytes.Buffer
	dead chan struct{}
}

func startProcess(t *testing.T, cfg Config, clock shifted) *process {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	_ = l.Close()
	p := &process{cmd: exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestSiteProcess$"), base: "http://" + at, dead: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), childShift+"="+clock.by.String(), "DOANKET_DB="+cfg.DB, "DOANKET_DATA="+cfg.Data, "DOANKET_ADDR="+at, "DOANKET_PROFILE=demo", "DOANKET_NO_LIMITS=true") // the witnesses are quicker than people may be
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	err = p.cmd.Start()
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.cmd.Wait(); close(p.dead) }()
	t.Cleanup(p.kill)
	for range 1000 {
		res, err := http.Get(p.base + "/khoe") //nolint:noctx // the child of this test
		if err == nil {
			_ = res.Body.Close()
			return p
		}
		select {
		case <-p.dead:
			t.Fatalf("the child site ended by itself: %s", p.out.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Fatal("the child site does not answer")
	return nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.dead
}

// witness writes down what the site has confirmed; what it confirmed must be there afterwards.
type witness struct {
	mu        sync.Mutex
	filed     map[string]string // dossier → code, "" while it has none
	started   map[string]bool   // drafts
	submitted map[string]bool   // drafts that became dossiers
	retry     []order           // requests without an answer
	replayed  int
	wrong     []string
}

// order is one request to the API, which may be sent again under its key.
type order struct {
	path, key string
	body      []byte
}

type filedAnswer struct {
	ID   string `json:"id"`
	Code string `json:"code"`
}

func (w *witness) note(id, code string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if old := w.filed[id]; old != "" && code != "" && old != code {
		w.wrong = append(w.wrong, fmt.Sprintf("dossier %s had the code %s and then %s", id, old, code))
	}
	if code != "" || w.filed[id] == "" {
		w.filed[id] = code
	}
}

func (w *witness) complain(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// hardDays is a site that is killed again and again.
type hardDays struct {
	t      *testing.T
	cfg    Config
	clock  shifted
	token  string
	bodies [][]byte // filings at the desk, ready to send
	drafts chan kernel.ID
	hau    *visitor
	desk   *visitor
	n      atomic.Int64
	witness
}

// ask sends one request of the API and notes what it confirmed.
func (h *hardDays) ask(ctx context.Context, base string, o order) (filedAnswer, bool) {
	var got filedAnswer
	h.desk.base = base
	out, err := h.desk.do(ctx, http.MethodPost, o.path, "application/json", bytes.NewReader(o.body), "Authorization", "Bearer "+h.token, "Idempotency-Key", o.key)
	if err != nil {
		h.mu.Lock()
		h.retry = append(h.retry, o)
		h.mu.Unlock()
		return got, false
	}
	switch {
	case out.status == http.StatusOK || out.status == http.StatusCreated:
		err = json.Unmarshal(out.body, &got)
		if err != nil || got.ID == "" {
			h.complain("POST %s answered %d %s", o.path, out.status, out.body)
			return got, false
		}
		h.note(got.ID, got.Code)
		return got, true
	case out.status == http.StatusTooManyRequests:
		return got, false
	case out.status == http.StatusConflict && bytes.Contains(out.body, []byte("web.answer_unfinished")): // its lease is not over
		h.mu.Lock()
		h.retry = append(h.retry, o)
		h.mu.Unlock()
		return got, false
	}
	h.complain("POST %s answered %d %s", o.path, out.status, out.body)
	return got, false
}

func (h *hardDays) order(path string, body []byte) order {
	return order{path, fmt.Sprintf("kill-%d", h.n.Add(1)), body}
}

// clerk files at the desk, half of it accepted at once and half in a second step.
func (h *hardDays) clerk(ctx context.Context, base string) {
	for ctx.Err() == nil {
		body := h.bodies[rand.IntN(len(h.bodies))]
		got, ok := h.ask(ctx, base, h.order("/api/v1/dossiers", body))
		if ok && got.Code == "" {
			h.ask(ctx, base, h.order("/api/v1/dossiers/"+got.ID+"/actions", []byte(`{"action":"accept"}`)))
		}
	}
}

// citizen submits drafts through the form and starts new ones.
func (h *hardDays) citizen(ctx context.Context) {
	for ctx.Err() == nil {
		out, err := h.hau.post(ctx, "/nop/1.001193", url.Values{"noi-nhan": {seed.UnitID("ttphcc-uong-bi").String()}})
		if err != nil {
			continue
		}
		parts := strings.Split(out.location, "/")
		if out.status != http.StatusSeeOther || len(parts) < 4 {
			h.complain("starting a draft answered %d %s", out.status, out.location)
			continue
		}
		h.mu.Lock()
		h.started[parts[3]] = true
		h.mu.Unlock()
		var id kernel.ID
		select {
		case id = <-h.drafts:
		default:
			continue
		}
		out, err = h.hau.post(ctx, "/nop/1.001193/"+id.String()+"/4", url.Values{"cam-doan": {"true"}})
		switch {
		case err != nil:
		case out.status == http.StatusOK:
			h.mu.Lock()
			h.submitted[id.String()] = true
			h.mu.Unlock()
			h.note(id.String(), "")
		default:
			h.complain("filing draft %s answered %d", id, out.status)
		}
	}
}

// live starts the site, works on it and kills it at a random moment.
func (h *hardDays) live(work bool) {
	p := startProcess(h.t, h.cfg, h.clock)
	h.hau.base = p.base
	if !work {
		h.hau.signIn(h.t, "hau")
		p.kill()
		return
	}
	h.mu.Lock()
	again := h.retry
	h.retry = nil
	h.mu.Unlock()
	ctx, stop := context.WithCancel(h.t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		for _, o := range again {
			h.ask(ctx, p.base, o)
		}
		h.clerk(ctx, p.base)
	})
	all.Go(func() { h.clerk(ctx, p.base) })
	all.Go(func() { h.citizen(ctx) })
	time.Sleep(time.Duration(20+rand.IntN(400)) * time.Millisecond)
	_ = p.cmd.Process.Kill()
	stop()
	all.Wait()
	p.kill()
}

// takesUpAgain sends every request that never had an answer once more, after the leases of the dead:
// each is answered, and none of them does its work a second time.
func (h *hardDays) takesUpAgain() {
	h.t.Helper()
	p := startProcess(h.t, h.cfg, shifted{h.clock.by + 2*time.Minute})
	defer p.kill()
	again := h.retry
	h.retry = nil
	for _, o := range again {
		first, ok := h.ask(h.t.Context(), p.base, o)
		second, same := h.ask(h.t.Context(), p.base, o)
		if !ok || !same || first.ID != second.ID {
			h.complain("%s %s was cut off and is answered %v %v, then %v %v", o.key, o.path, first, ok, second, same)
		}
	}
	h.t.Logf("%d requests had no answer and were sent again", len(again))
}

func deskOrder(t *testing.T, in dossiers.FilingInput, accept bool) []byte {
	t.Helper()
	text, err := json.Marshal(map[string]any{"procedure": in.Procedure, "received_by": in.Received, "channel": "desk", "applicant": in.Applicant, "summary": in.Summary,
		"answers": in.Answers, "papers": in.Papers, "return_by": "desk", "accept": accept})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Killed at any moment of filing, acceptance and delivery, a site loses nothing that it confirmed.
func TestKilledSiteLosesNothingConfirmed(t *testing.T) {
	kills := envInt("DOANKET_KILLS", 200)
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			clock := monday()
			a, cfg := castSite(t, engine, clock)
			h := &hardDays{t: t, cfg: cfg, clock: clock, drafts: make(chan kernel.ID, 10*kills), hau: visit(t, ""), desk: visit(t, ""),
				witness: witness{filed: map[string]string{}, started: map[string]bool{}, submitted: map[string]bool{}}}
			var err error
			h.token, err = a.CreateToken(t.Context(), "lan", "một cửa", 1)
			if err != nil {
				t.Fatal(err)
			}
			for i, code := range []string{"2.000815", "1.001193", "2.001955", "1.000656"} {
				in := a.example(t, code, dossiers.Desk, "ttphcc-uong-bi", i)
				h.bodies = append(h.bodies, deskOrder(t, in, true), deskOrder(t, in, false))
			}
			in := a.example(t, "1.001193", dossiers.Online, "ttphcc-uong-bi", 7)
			hau := a.as(t, "hau")
			var drafts []kernel.ID
			for range min(5*kills/2, 300) {
				f, err := a.dossiers.StartDraft(t.Context(), hau, in.Procedure, in)
				if err != nil {
					t.Fatal(err)
				}
				drafts = append(drafts, f.ID)
				h.drafts <- f.ID
			}
			err = a.Close() // nobody but the site itself holds the database when it dies
			if err != nil {
				t.Fatal(err)
			}
			began := kernel.SystemClock{}.Now()
			h.live(false)
			for range (kills + 1) / 2 {
				h.live(true)
			}
			took := kernel.SystemClock{}.Now().Sub(began)
			b, err := Open(t.Context(), cfg, WithClock(shifted{clock.by + 4*time.Minute}), quiet) // leases of the dead have run out, and of the one that takes up again two minutes later
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			h.takesUpAgain()
			for _, x := range h.wrong {
				t.Error(x)
			}
			err = b.outbox.Drain(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			n := h.nothingLost(b, drafts)
			t.Logf("%d kills in %s; %d dossiers confirmed, %d kept; %d drafts confirmed", (kills+1)/2, took.Round(time.Millisecond), len(h.filed), n, len(h.started))
			codesAreGapless(t, b)
			everyFactArrivedOnce(t, b)
			nothingHalfVisible(t, b, n)
		})
	}
}

func texts(t *testing.T, a *App, read func(tx *db.Tx) ([]string, error)) []string {
	t.Helper()
	var out []string
	err := a.db.Read(t.Context(), func(tx *db.Tx) error {
		var err error
		out, err = read(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func text(s *string) []any { return []any{s} }

// nothingLost looks for everything that was confirmed, and gives the number of dossiers there are.
func (h *hardDays) nothingLost(a *App, drafts []kernel.ID) int {
	h.t.Helper()
	kept := map[string]string{}
	rows := texts(h.t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select cast(id as text) || ' ' || coalesce(code, '') from dossier`)
	})
	for _, r := range rows {
		id, code, _ := strings.Cut(r, " ")
		kept[id] = code
	}
	for id, code := range h.filed {
		got, ok := kept[id]
		if !ok || code != "" && got != code {
			h.t.Errorf("dossier %s %q was confirmed; it is there: %v, with the code %q", id, code, ok, got)
		}
	}
	left := map[string]bool{}
	for _, id := range texts(h.t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select cast(id as text) from dossier_draft`)
	}) {
		left[id] = true
	}
	for id := range h.started {
		if !left[id] {
			h.t.Errorf("draft %s was confirmed and is gone", id)
		}
	}
	for _, id := range drafts {
		_, filed := kept[id.String()]
		if filed == left[id.String()] {
			h.t.Errorf("draft %s: is a dossier: %v, is a draft: %v", id, filed, left[id.String()])
		}
		if h.submitted[id.String()] && !filed {
			h.t.Errorf("draft %s was filed and is no dossier", id)
		}
	}
	if len(h.filed) < len(drafts)/10 || len(h.submitted) == 0 {
		h.t.Errorf("only %d dossiers were confirmed, %d of them online", len(h.filed), len(h.submitted))
	}
	return len(rows)
}

// codesAreGapless: 0001, 0002 … of each agency and day, none twice, and the number book knows the last.
func codesAreGapless(t *testing.T, a *App) {
	t.Helper()
	codes := texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select code from dossier where code is not null`)
	})
	slices.Sort(codes)
	head, n := "", 0
	for _, c := range codes {
		cut := strings.LastIndexByte(c, '-') + 1
		if c[:cut] != head {
			head, n = c[:cut], 0
		}
		n++
		if c != fmt.Sprintf("%s%04d", head, n) {
			t.Fatalf("code %s where %s%04d should stand", c, head, n)
		}
	}
	if len(codes) == 0 {
		t.Error("nothing was accepted")
	}
}

// everyFactArrivedOnce: nothing is on its way any more, each hearer has each fact in its inbox, and
// what it does on hearing has been done once.
func everyFactArrivedOnce(t *testing.T, a *App) {
	t.Helper()
	left := texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select hearer || ' ' || state || ' ' || last_error from outbox_delivery`)
	})
	if len(left) > 0 {
		t.Errorf("%d deliveries are left over: %s", len(left), left[0])
	}
	heard := map[string]bool{}
	for _, x := range texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select hearer || ' ' || cast(fact_id as text) from outbox_inbox`)
	}) {
		heard[x] = true
	}
	accepted, asked := 0, 0
	for _, x := range texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select cast(id as text) || ' ' || kind from outbox_fact`)
	}) {
		id, kind, _ := strings.Cut(x, " ")
		for _, w := range a.outbox.Wires() {
			if slices.Contains(w.Kinds, kind) && !heard[w.Hearer+" "+id] {
				t.Errorf("%s has not heard %s %s", w.Hearer, kind, id)
			}
		}
		switch kind {
		case "dossiers.accepted":
			accepted++
		case "dossiers.payment_requested":
			asked++
		}
	}
	// Each applicant has an account or an address, so each acceptance is told exactly once.
	told := texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select m.dedupe from message m join outbox_fact f on m.origin = f.subject and f.kind = 'dossiers.accepted' where m.dedupe like 'applicant:' || cast(f.id as text) || '/%'`)
	})
	if len(told) != accepted || accepted == 0 {
		t.Errorf("%d dossiers were accepted, %d letters and notices tell of it", accepted, len(told))
	}
	orders := texts(t, a, func(tx *db.Tx) ([]string, error) { return db.All(tx, text, `select subject from payment_order`) })
	slices.Sort(orders)
	if len(orders) != asked || len(slices.Compact(orders)) != asked || asked == 0 {
		t.Errorf("payment was asked for %d times, there are %d orders", asked, len(orders))
	}
}

// nothingHalfVisible: journal, files and events agree, the search knows each dossier, and each figure
// of the leader's page is the length of its list.
func nothingHalfVisible(t *testing.T, a *App, n int) {
	t.Helper()
	report, err := a.Verify(t.Context())
	if err != nil || !report.OK() || report.Dossiers != n {
		t.Errorf("verify of %d dossiers: %+v, %v", n, report, err)
	}
	found := texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select cast(d.id as text) from dossier d join search_doc s on s.kind = 'dossier' and s.id = d.id`)
	})
	if len(found) != n {
		t.Errorf("the search knows %d dossiers of %d", len(found), n)
	}
	figuresAreTheirLists(t, a, a.program())
	figuresAreTheirLists(t, a, a.as(t, "quang"))
}

func figuresAreTheirLists(t *testing.T, a *App, who kernel.Actor) {
	t.Helper()
	today := a.clock.Now().Date()
	for _, by := range []string{"", "unit", "procedure"} {
		ask := dossiers.ReportAsk{From: today.AddDays(-1), To: today, By: by}
		rep, err := a.dossiers.Report(t.Context(), who, ask)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range append([]dossiers.ReportRow{rep.Total}, rep.Rows...) {
			for _, f := range dossiers.Figures {
				filter, listed := rep.Filter(row, ask, f), 0
				for filter.Limit = 200; ; {
					page, err := a.dossiers.List(t.Context(), who, filter)
					if err != nil {
						t.Fatal(err)
					}
					listed += len(page.Items)
					if page.Next == "" {
						break
					}
					filter.After = page.Next
				}
				if int64(listed) != row.N[f] {
					t.Errorf("%s by %q %s/%s: the number says %d, the list %d", f, by, row.Unit, row.Procedure, row.N[f], listed)
				}
			}
		}
	}
}

// Two processes on PostgreSQL accept two hundred dossiers at once: the codes are 0001–0200.
func TestTwoProcessesAcceptTwoHundredAtOnce(t *testing.T) {
	clock := monday()
	a, cfg := castSite(t, db.Postgres, clock)
	token, err := a.CreateToken(t.Context(), "lan", "một cửa", 1)
	if err != nil {
		t.Fatal(err)
	}
	in := a.example(t, "1.001193", dossiers.Desk, "ttphcc-uong-bi", 3)
	lan := a.as(t, "lan")
	const total = 200
	var ids []kernel.ID
	for range total {
		r, err := a.dossiers.FileAtDesk(t.Context(), lan, dossiers.DeskInput{FilingInput: in})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	var sites []*process
	t.Cleanup(func() { // when both are gone
		for _, p := range sites {
			for line := range strings.Lines(p.out.String()) {
				if t.Failed() && strings.Contains(line, "level=ERROR") {
					t.Log(line)
				}
			}
		}
	})
	sites = append(sites, startProcess(t, cfg, clock), startProcess(t, cfg, clock))
	codes := make([]string, total)
	var all sync.WaitGroup
	for worker := range 16 {
		all.Go(func() {
			v := visit(t, sites[worker%2].base)
			for i := worker; i < total; i += 16 {
				code, err := acceptAt(t.Context(), v, token, ids[i])
				if err != nil {
					t.Errorf("dossier %d: %v", i, err)
				}
				codes[i] = code
			}
		})
	}
	all.Wait()
	slices.Sort(codes)
	for i, c := range codes {
		if c != fmt.Sprintf("H49.31.06-%s-%04d", clock.Now().Time().Format("060102"), i+1) {
			t.Fatalf("code %d is %q", i+1, c)
		}
	}
}

func acceptAt(ctx context.Context, v *visitor, token string, id kernel.ID) (string, error) {
	for {
		out, err := v.do(ctx, http.MethodPost, "/api/v1/dossiers/"+id.String()+"/actions", "application/json", strings.NewReader(`{"action":"accept"}`), "Authorization", "Bearer "+token)
		if err != nil {
			return "", err
		}
		if out.status == http.StatusTooManyRequests { // one account, many hands: the site asks to wait
			time.Sleep(200 * time.Millisecond)
			continue
		}
		var got filedAnswer
		err = json.Unmarshal(out.body, &got)
		if err == nil && (out.status != http.StatusOK || got.Code == "") {
			err = errors.New(string(out.body))
		}
		return got.Code, err
	}
}
