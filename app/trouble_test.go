package app

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"html"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/seed"
	"doanket/services/dossiers"
)

// fullDisk gives a folder on a disk of its own, and what fills it up and frees it again. Where
// nothing may be mounted it gives "".
func fullDisk(t *testing.T) (dir string, fill, free func()) {
	t.Helper()
	dir = t.TempDir()
	err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=96m", "doanket-test", dir).Run()
	if err != nil {
		return "", nil, nil
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	filler := filepath.Join(dir, "day")
	fill = func() {
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		block := make([]byte, 4096)
		for err == nil {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	return dir, fill, func() {
		err := os.Remove(filler)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func door(t *testing.T, a *App) *visitor {
	t.Helper()
	s := httptest.NewServer(a.web)
	t.Cleanup(s.Close)
	return visit(t, s.URL)
}

// says checks that a page tells the sentence of a code, with status 503.
func says(t *testing.T, what string, out answered, sentence string) {
	t.Helper()
	if out.status != 503 || !strings.Contains(html.UnescapeString(string(out.body)), sentence) {
		t.Errorf("%s answered %d without %q: %s", what, out.status, sentence, excerpt(string(out.body)))
	}
}

// startDraft asks for a new draft at the desk of the ward.
func startDraft(t *testing.T, v *visitor) answered {
	t.Helper()
	out, err := v.post(t.Context(), "/nop/1.001193", url.Values{"noi-nhan": {seed.UnitID("ttphcc-uong-bi").String()}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A full disk is told, hurts nothing, and is over when there is room again.
func TestFullDiskIsToldAndHurtsNothing(t *testing.T) {
	dir, fill, free := fullDisk(t)
	var a *App
	if dir != "" {
		cfg := Config{DB: "sqlite:" + filepath.Join(dir, "doanket.db"), Data: dir, Addr: "localhost:0", Profile: "demo", Node: -1, MailFrom: "doanket@vidu.example", NoLimits: true}
		a = openCast(t, cfg, monday())
	} else {
		a, _ = castSite(t, db.SQLite, monday())
		pages := func(most string) func() {
			return func() { pragma(t, a, "max_page_count", most) }
		}
		fill, free = pages("1"), pages("1000000000")
	}
	t.Logf("a disk of its own: %v", dir != "")
	v := door(t, a)
	v.signIn(t, "hau")
	in := a.example(t, "1.001193", dossiers.Online, "ttphcc-uong-bi", 5)
	field := "papers." + in.Papers[0].Key
	in.Papers = nil
	draft, err := a.dossiers.StartDraft(t.Context(), a.as(t, "hau"), in.Procedure, in)
	if err != nil {
		t.Fatal(err)
	}
	fill()
	confirmed, out := map[string]bool{}, answered{}
	for range 20_000 { // what SQLite had set aside is used up first
		out = startDraft(t, v)
		if out.status != 303 {
			break
		}
		confirmed[strings.Split(out.location, "/")[3]] = true
	}
	says(t, "starting a draft", out, db.Messages()["db.full"])
	if dir != "" {
		out, err = upload(t, v, "/nop/1.001193/"+draft.ID.String()+"/3", field, "giay.pdf", strings.NewReader(plainPDF))
		if err != nil {
			t.Fatal(err)
		}
		says(t, "an upload", out, files.Messages()["files.full"])
	}
	if page := v.get(t, "/ho-so-cua-toi"); page.status != 200 {
		t.Errorf("reading answers %d while the disk is full", page.status)
	}
	free()
	if out := startDraft(t, v); out.status != 303 {
		t.Errorf("with room again, starting a draft answers %d", out.status)
	}
	kept := texts(t, a, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, text, `select cast(id as text) from dossier_draft`)
	})
	if len(kept) != len(confirmed)+2 {
		t.Errorf("%d drafts were confirmed, %d are there", len(confirmed)+2, len(kept))
	}
	soundAfter(t, a)
}

func soundAfter(t *testing.T, a *App) {
	t.Helper()
	report, err := a.Verify(t.Context())
	if err != nil || !report.OK() {
		t.Errorf("verify: %+v, %v", report, err)
	}
	if a.db.Engine() != db.SQLite {
		return
	}
	sound := texts(t, a, func(tx *db.Tx) ([]string, error) { return db.All(tx, text, `pragma integrity_check`) })
	if len(sound) != 1 || sound[0] != "ok" {
		t.Errorf("SQLite finds %q", sound)
	}
}

// pragma sets what SQLite allows its one writing connection.
func pragma(t *testing.T, a *App, name, value string) {
	t.Helper()
	err := a.db.Tx(t.Context(), func(tx *db.Tx) error {
		var err error
		switch name + "=" + value {
		case "max_page_count=1":
			_, _, err = db.Value[int64](tx, `pragma max_page_count = 1`)
		case "max_page_count=1000000000":
			_, _, err = db.Value[int64](tx, `pragma max_page_count = 1000000000`)
		case "query_only=on":
			_, err = tx.Exec(`pragma query_only = on`)
		default:
			err = fmt.Errorf("pragma %s=%s", name, value)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A database that may only be read is told on every page that writes; reading goes on.
func TestReadOnlyDatabaseIsTold(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			a, cfg := castSite(t, engine, monday())
			v := door(t, a)
			v.signIn(t, "hau")
			token, err := a.CreateToken(t.Context(), "lan", "một cửa", 1)
			if err != nil {
				t.Fatal(err)
			}
			body := deskOrder(t, a.example(t, "1.001193", dossiers.Desk, "ttphcc-uong-bi", 1), true)
			file := func() answered {
				out, err := v.do(t.Context(), "POST", "/api/v1/dossiers", "application/json", bytes.NewReader(body), "Authorization", "Bearer "+token)
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			if out := file(); out.status >= 300 {
				t.Fatalf("filing answers %d %s", out.status, out.body)
			}
			writable := makeReadOnly(t, a, cfg, v)
			sentence := db.Messages()["db.read_only"]
			says(t, "starting a draft", startDraft(t, v), sentence)
			says(t, "filing over the API", file(), sentence)
			guest := visit(t, v.base)
			out, err := guest.post(t.Context(), "/dang-nhap", url.Values{"ten_dang_nhap": {"lan"}, "mat_khau": {DemoPassword}})
			if err != nil {
				t.Fatal(err)
			}
			says(t, "signing in", out, sentence)
			for _, path := range []string{"/", "/ho-so-cua-toi", "/nop/1.001193", "/thu-tuc", "/san-sang"} {
				if page := v.get(t, path); page.status != 200 {
					t.Errorf("reading %s answers %d", path, page.status)
				}
			}
			b := writable()
			if out := startDraft(t, v); out.status != 303 {
				t.Errorf("when it may be written again, starting a draft answers %d", out.status)
			}
			soundAfter(t, b)
		})
	}
}

// makeReadOnly takes the right to write from the database under a running site, and gives what gives it back.
func makeReadOnly(t *testing.T, a *App, cfg Config, v *visitor) func() *App {
	t.Helper()
	if a.db.Engine() == db.SQLite {
		pragma(t, a, "query_only", "on")
		return func() *App { return reopened(t, a, cfg, v) }
	}
	turn := func(how string) *App {
		admin, err := sql.Open("pgx", cfg.DB)
		if err != nil {
			t.Fatal(err)
		}
		defer admin.Close()
		u, err := url.Parse(cfg.DB)
		if err != nil {
			t.Fatal(err)
		}
		one, err := admin.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer one.Close()
		_, err = one.ExecContext(t.Context(), "set default_transaction_read_only = off")
		if err == nil {
			_, err = one.ExecContext(t.Context(), "alter database "+strings.TrimPrefix(u.Path, "/")+" set default_transaction_read_only = "+how)
		}
		if err != nil {
			t.Fatal(err)
		}
		return reopened(t, a, cfg, v) // only new connections hear of it
	}
	turn("on")
	return func() *App { return turn("off") }
}

// reopened is the same site with new connections, and the visitor before its door.
func reopened(t *testing.T, a *App, cfg Config, v *visitor) *App {
	t.Helper()
	err := a.Close()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(t.Context(), cfg, WithClock(a.clock), quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	s := httptest.NewServer(b.web)
	t.Cleanup(s.Close)
	old, err := url.Parse(v.base)
	if err != nil {
		t.Fatal(err)
	}
	now, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	v.client.Jar.SetCookies(now, v.client.Jar.Cookies(old))
	v.base = s.URL
	return b
}
