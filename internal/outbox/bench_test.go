package outbox_test

import (
	"testing"
	"testing/fstest"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var bare = fstest.MapFS{"migrations/202611229101_bare.sql": {Data: []byte(`-- +goose Up
create table bare_thing (id bigint not null, tenant_id bigint not null, name text not null, constraint bare_thing_pkey primary key (id));
create table bare_event (id bigint not null, thing_id bigint not null, at timestamptz not null, data text not null, constraint bare_event_pkey primary key (id));
create index bare_event_thing on bare_event (thing_id, id);
`)}}

// BenchmarkCommand shows what the fact and the journal add to a transaction of two inserts.
func BenchmarkCommand(b *testing.B) {
	lan := kernel.Actor{Tenant: 1, Account: 11, Person: 12, Org: 13, Name: "Nguyễn Thị Lan", Post: "Cán bộ tiếp nhận"}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		for _, with := range []string{"two inserts", "with fact", "with fact and journal"} {
			b.Run(string(engine)+"/"+with, func(b *testing.B) {
				e := testkit.New(b, engine, bare)
				for b.Loop() {
					err := e.DB.Tx(e.Ctx, func(tx *db.Tx) error {
						id := e.IDs.New()
						_, err := tx.Exec(`insert into bare_thing (id, tenant_id, name) values ($1, 1, $2)`, id, "Hồ sơ khai sinh")
						if err == nil {
							_, err = tx.Exec(`insert into bare_event (id, thing_id, at, data) values ($1, $2, $3, $4)`, e.IDs.New(), id, e.Clock.Now(), `{"state":"filed"}`)
						}
						if err == nil && with != "two inserts" {
							err = e.Outbox.Tell(tx, kernel.Fact{Tenant: 1, Kind: "dossiers.filed", Subject: "dossier:" + id.String(), Actor: 11})
						}
						if err == nil && with == "with fact and journal" {
							err = e.Audit.Note(tx, lan, "dossiers.file", "dossier:"+id.String(), nil, map[string]string{"state": "filed"})
						}
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
