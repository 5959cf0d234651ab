package audit_test

import (
	"sync"
	"testing"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var lan = kernel.Actor{Tenant: 1, Account: 11, Person: 12, Org: 13, Name: "Nguyễn Thị Lan", Post: "Cán bộ tiếp nhận"}

func note(t *testing.T, e testkit.Env, a kernel.Actor, verb, subject string) {
	t.Helper()
	err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
		return e.Audit.Note(tx, a, verb, subject, map[string]string{"state": "cũ"}, map[string]string{"state": verb})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, e testkit.Env) (*audit.Link, int) {
	t.Helper()
	var link *audit.Link
	n := 0
	err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
		var err error
		link, n, err = e.Audit.Verify(tx, 1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return link, n
}

func TestVerify(t *testing.T) {
	verbs := []string{"dossiers.file", "dossiers.accept", "dossiers.decide", "dossiers.return", "dossiers.close"}
	setup := func(t *testing.T, e testkit.Env) {
		for _, v := range verbs {
			note(t, e, lan, v, "dossier:1")
			other := lan
			other.Tenant = 2
			note(t, e, other, v, "dossier:1")
		}
	}
	t.Run("holds for an untouched journal", func(t *testing.T) {
		testkit.Each(t, func(t *testing.T, e testkit.Env) {
			setup(t, e)
			link, n := verify(t, e)
			if link != nil || n != len(verbs) {
				t.Errorf("%+v after %d", link, n)
			}
		})
	})
	for _, c := range []struct {
		name   string
		tamper func(tx *db.Tx) (int64, error)
		seq    int64
		why    string
	}{
		{"names an entry whose text was altered", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`update audit_entry set after_text = '{"state":"khác"}' where tenant_id = 1 and seq = 2`)
		}, 2, audit.Altered},
		{"names an entry given to another actor", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`update audit_entry set account_id = 99 where tenant_id = 1 and seq = 3`)
		}, 3, audit.Altered},
		{"names an entry moved in time", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`update audit_entry set at = '2026-01-01T00:00:00.000Z' where tenant_id = 1 and seq = 1`)
		}, 1, audit.Altered},
		{"names the gap of a removed entry", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`delete from audit_entry where tenant_id = 1 and seq = 3`)
		}, 4, audit.Gap},
		{"notices that the end was cut off", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`delete from audit_entry where tenant_id = 1 and seq = 5`)
		}, 5, audit.CutOff},
		{"notices that all was removed", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`delete from audit_entry where tenant_id = 1`)
		}, 1, audit.CutOff},
		{"notices a forged entry with a forged hash", func(tx *db.Tx) (int64, error) {
			return tx.Exec(`update audit_entry set verb = 'x', hash = $1 where tenant_id = 1 and seq = 4`, make([]byte, 32))
		}, 4, audit.Altered},
	} {
		t.Run(c.name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, e testkit.Env) {
				setup(t, e)
				err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
					n, err := c.tamper(tx)
					if n == 0 {
						t.Error("nothing was tampered with")
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				link, _ := verify(t, e)
				if link == nil || link.Seq != c.seq || link.Why != c.why {
					t.Errorf("got %+v, want seq %d %s", link, c.seq, c.why)
				}
			})
		})
	}
}

func TestNoteByTwoProcessesAtOnceMakesOneChain(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		second, err := db.Open(e.Ctx, e.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		journal := audit.New(kernel.NewIDs(e.Clock, 2), e.Clock)
		var all sync.WaitGroup
		for i := range 60 {
			d, j := e.DB, e.Audit
			if i%2 == 0 {
				d, j = second, journal
			}
			all.Go(func() {
				err := d.Tx(e.Ctx, func(tx *db.Tx) error { return j.Note(tx, lan, "dossiers.file", "dossier:2", nil, i) })
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		link, n := verify(t, e)
		if link != nil || n != 60 {
			t.Errorf("%+v after %d", link, n)
		}
	})
}

func TestNoteInAFailedCommandLeavesNoGap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		note(t, e, lan, "a", "x:1")
		_ = e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
			_ = e.Audit.Note(tx, lan, "b", "x:1", nil, nil)
			return kernel.Refuse("x.no")
		})
		note(t, e, lan, "c", "x:1")
		link, n := verify(t, e)
		if link != nil || n != 2 {
			t.Errorf("%+v after %d", link, n)
		}
	})
}

func TestList(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		for i := range 5 {
			a := lan
			if i == 3 {
				a.Account = 77
			}
			note(t, e, a, []string{"file", "accept"}[i%2], "dossier:"+kernel.ID(i+1).String())
		}
		for _, c := range []struct {
			name string
			f    audit.Filter
			seqs []int64
		}{
			{"all, newest first", audit.Filter{}, []int64{5, 4, 3, 2, 1}},
			{"goes on below a key", audit.Filter{Before: 4, Limit: 2}, []int64{3, 2}},
			{"of one record", audit.Filter{Subject: "dossier:2"}, []int64{2}},
			{"of one account", audit.Filter{Account: 77}, []int64{4}},
			{"of one verb", audit.Filter{Verb: "accept"}, []int64{4, 2}},
			{"of no time", audit.Filter{To: e.Clock.Now()}, nil},
		} {
			err := e.DB.Read(e.Ctx, func(tx *db.Tx) error {
				got, err := e.Audit.List(tx, 1, c.f)
				if len(got) != len(c.seqs) {
					t.Fatalf("%s: %d entries", c.name, len(got))
				}
				for i, g := range got {
					if g.Seq != c.seqs[i] || g.Name != lan.Name {
						t.Errorf("%s: %+v", c.name, g)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
