package outbox_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var heardTable = fstest.MapFS{"migrations/202611229201_heard.sql": {Data: []byte(`-- +goose Up
create table heard (id bigint not null, fact_id bigint not null, constraint heard_pkey primary key (id));
`)}}

const childURL = "DOANKET_TEST_OUTBOX_CHILD"

// writeHeard puts down each hearing, also a second one of the same fact.
func writeHeard(ids *kernel.IDs) func(tx *db.Tx, f kernel.Fact) error {
	return func(tx *db.Tx, f kernel.Fact) error {
		_, err := tx.Exec(`insert into heard (id, fact_id) values ($1, $2)`, ids.New(), f.ID)
		return err
	}
}

// TestChild is the process that TestKill kills: it tells and delivers as fast as it can, and says
// which facts are committed.
func TestChild(t *testing.T) {
	url := os.Getenv(childURL)
	if url == "" {
		t.Skip("is started by TestKill")
	}
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	ids := kernel.NewIDs(kernel.SystemClock{}, -1)
	o := outbox.New(d, ids, kernel.SystemClock{})
	o.Hear("x", []string{"k"}, writeHeard(ids))
	go func() { _ = o.Run(t.Context()) }()
	for i := 0; ; i++ {
		f := kernel.Fact{ID: ids.New(), Tenant: 1, Kind: "k", Subject: fmt.Sprintf("s:%d", i%5)}
		err = d.Tx(t.Context(), func(tx *db.Tx) error { return o.Tell(tx, f) })
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("committed", f.ID)
	}
}

func TestKill(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		var committed []string
		for range 12 {
			committed = append(committed, runAndKill(t, e.URL)...)
		}
		if len(committed) < 12 {
			t.Fatalf("only %d facts were told", len(committed))
		}
		// What the dead had leased is free again after a minute.
		e.Clock.Set(kernel.SystemClock{}.Now().Add(2 * time.Minute))
		e.Outbox.Hear("x", []string{"k"}, writeHeard(e.IDs))
		drain(t, e)
		times := map[string]int{}
		err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			ids, err := db.All(tx, func(id *kernel.ID) []any { return []any{id} }, `select fact_id from heard`)
			for _, id := range ids {
				times[id.String()]++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range committed {
			if times[id] == 0 {
				t.Errorf("fact %s was told and never heard", id)
			}
		}
		for id, n := range times {
			if n > 1 {
				t.Errorf("fact %s was heard %d times", id, n)
			}
		}
		if n := len(letters(t, e, "")); n != 0 {
			t.Errorf("%d deliveries are left over", n)
		}
	}, heardTable)
}

func runAndKill(t *testing.T, url string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestChild$")
	child.Env = append(os.Environ(), childURL+"="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	err = child.Start()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		id, ok := strings.CutPrefix(lines.Text(), "committed ")
		if !ok {
			continue
		}
		if len(ids) == 0 {
			time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() { _ = child.Process.Kill() })
		}
		ids = append(ids, id)
	}
	_ = child.Wait()
	return ids
}
