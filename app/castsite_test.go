package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

// shifted is the real clock, moved to a working Monday: what happens in a test takes its time, but on
// a day whose calendar is known.
type shifted struct{ by time.Duration }

func (c shifted) Now() kernel.Instant { return kernel.SystemClock{}.Now().Add(c.by) }

// monday begins at 09:00 on 23/11/2026, now.
func monday() shifted {
	start := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(9, 0)
	return shifted{start.Sub(kernel.SystemClock{}.Now())}
}

var quiet = WithLog(slog.New(slog.DiscardHandler))

// castSite is a fresh migrated site with the cast and its procedures, without dossiers.
func castSite(t *testing.T, engine db.Engine, clock kernel.Clock) (*App, Config) {
	t.Helper()
	url := testkit.Empty(t, engine)
	cfg := Config{DB: url, Data: t.TempDir(), Addr: "localhost:0", Profile: "demo", Node: -1, MailFrom: "doanket@vidu.example"}
	a := openCast(t, cfg, clock)
	return a, a.cfg
}

func openCast(t *testing.T, cfg Config, clock kernel.Clock) *App {
	t.Helper()
	a, err := Open(t.Context(), cfg, WithClock(clock), quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	err = a.Migrate(t.Context())
	if err == nil {
		err = a.Seed(t.Context(), SeedOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *App) as(t *testing.T, login string) kernel.Actor {
	t.Helper()
	who, err := a.people.Actor(t.Context(), seed.AccountID(login))
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// example is a filing of a procedure as its own test example writes it, for the nth applicant.
func (a *App) example(t *testing.T, code string, channel dossiers.Channel, unit string, n int) dossiers.FilingInput {
	t.Helper()
	ctx, now := t.Context(), a.clock.Now()
	v, err := a.procedures.Current(ctx, seed.Tenant(), code, now.Date())
	if err != nil {
		t.Fatal(err)
	}
	who := seed.ApplicantNo(n)
	answers := map[string]any{}
	for _, e := range v.Def.Examples {
		if len(e.Answers) > 0 {
			written, err := kernel.ParseInstant(e.Received)
			if err != nil {
				t.Fatal(err)
			}
			answers = seed.Dress(e.Answers, who, written.Date().DaysUntil(now.Date()))
			break
		}
	}
	text, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	in := dossiers.FilingInput{Procedure: code, Version: v.ID, Received: seed.UnitID(unit), Answers: text, Summary: v.Def.Name, ReturnBy: dossiers.Desk,
		Applicant: dossiers.Party{Kind: "person", Name: who.Name, Identity: who.Identity, Phone: who.Phone, Address: who.Address, Email: fmt.Sprintf("nguoi%d@vidu.example", n)}}
	terms, err := book{a}.Terms(ctx, dossiers.TermsAsk{Tenant: seed.Tenant(), Version: v.ID, Channel: channel, Received: in.Received, Answers: text, On: now})
	if err != nil {
		t.Fatal(err)
	}
	sample, err := a.samplePaper()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := a.files.Put(ctx, sample, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range terms.Papers {
		if p.FromForm || p.Held != "" || !p.Required {
			continue
		}
		paper := dossiers.Paper{Key: p.Key, Name: p.Name}
		if channel == dossiers.Online {
			paper.Files = []dossiers.File{{SHA256: kept.SHA256, Name: "giay-to-mau.pdf", Type: "application/pdf", Size: kept.Size}}
		} else {
			paper.Originals, paper.Certified, paper.Copies = p.Originals, p.Certified, p.Copies
		}
		in.Papers = append(in.Papers, paper)
	}
	return in
}

// visitor is a browser without a screen.
type visitor struct {
	base   string
	client *http.Client
}

func visit(t *testing.T, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{base, &http.Client{Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answered is a response with its body read.
type answered struct {
	status   int
	location string
	body     []byte
}

func (v *visitor) do(ctx context.Context, method, path, contentType string, body io.Reader, head ...string) (answered, error) {
	r, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		return answered{}, err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	res, err := v.client.Do(r)
	if err != nil {
		return answered{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return answered{res.StatusCode, res.Header.Get("Location"), text}, err
}

func (v *visitor) get(t *testing.T, path string) answered {
	t.Helper()
	out, err := v.do(t.Context(), http.MethodGet, path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (v *visitor) post(ctx context.Context, path string, form url.Values) (answered, error) {
	return v.do(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (v *visitor) signIn(t *testing.T, login string) {
	t.Helper()
	out, err := v.post(t.Context(), "/dang-nhap", url.Values{"ten_dang_nhap": {login}, "mat_khau": {DemoPassword}})
	if err != nil || out.status != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d, %v", login, out.status, err)
	}
}

func envInt(name string, standard int) int {
	n := standard
	if text := os.Getenv(name); text != "" {
		_, err := fmt.Sscan(text, &n)
		if err != nil {
			panic(name + " is no number: " + text)
		}
	}
	return n
}
