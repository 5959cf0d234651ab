package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver
	"github.com/rogpeppe/go-internal/testscript"

	"doanket/internal/db"
	"doanket/internal/testkit"
)

// A site's whole life at the command line, on each engine, with real processes.
func TestASiteAtTheCommandLine(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) { runSite(t, engine, "testdata/site/site_life.txtar") })
	}
	t.Run("from SQLite to PostgreSQL and back", func(t *testing.T) { runSite(t, db.SQLite, "testdata/site/site_copy.txtar") })
}

func runSite(t *testing.T, engine db.Engine, script string) {
	t.Helper()
	home := t.TempDir()
	first, second := testkit.Empty(t, engine), testkit.Empty(t, engine)
	other := ""
	if strings.HasSuffix(script, "copy.txtar") {
		other = testkit.Empty(t, db.Postgres)
	}
	testscript.Run(t, testscript.Params{
		Files: []string{script},
		Setup: func(e *testscript.Env) error {
			at, err := freeAddress()
			for name, value := range map[string]string{"FIRST": first, "SECOND": second, "OTHER": other, "DOANKET_DB": first, "DOANKET_DATA": filepath.Join(home, "data"),
				"DOANKET_ADDR": at, "DOANKET_URL": "http://" + at, "DOANKET_PROFILE": "demo", "DATA2": filepath.Join(home, "data2")} {
				e.Setenv(name, value)
			}
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sql": runSQL, "api": callAPI, "answers": waitForSite},
	})
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// sql URL STATEMENT changes a database behind the program's back.
func runSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql URL STATEMENT")
	}
	driver, at := "pgx", args[0]
	if file, ok := strings.CutPrefix(at, "sqlite:"); ok {
		driver, at = "sqlite", file
	}
	d, err := sql.Open(driver, at)
	ts.Check(err)
	defer d.Close()
	_, err = d.Exec(args[1])
	ts.Check(err)
}

// answers URL waits until a page answers 200.
func waitForSite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: answers URL")
	}
	for range 600 {
		res, err := http.Get(args[0])
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s does not answer", args[0])
}

// api TOKENFILE STATUS URL [BODY] calls the API and prints the answer to stdout.
func callAPI(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: api TOKENFILE STATUS URL [BODY]")
	}
	method, body := http.MethodGet, ""
	if len(args) > 3 {
		method, body = http.MethodPost, args[3]
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, args[2], strings.NewReader(body))
	ts.Check(err)
	token, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	ts.Check(err)
	_, err = fmt.Fprintln(ts.Stdout(), string(text))
	ts.Check(err)
	if fmt.Sprint(res.StatusCode) != args[1] {
		ts.Fatalf("%s answered %d: %s", args[2], res.StatusCode, text)
	}
}
