package orgs_test

import (
	"fmt"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// BenchmarkMove moves a branch of 2,051 units to and fro.
func BenchmarkMove(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			e := testkit.New(b, engine, orgs.Migrations())
			s := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
			fatal := func(err error) {
				if err != nil {
					b.Fatal(err)
				}
			}
			fatal(s.LoadReference(e.Ctx))
			top, err := s.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis("2000-01-01")})
			fatal(err)
			found := func(parent kernel.ID, name string) kernel.ID {
				id, err := s.Found(e.Ctx, program, orgs.Founding{Name: name, Kind: "union_group", Parent: parent, Basis: basis("2015-01-01")})
				fatal(err)
				return id
			}
			from, to := found(top.ID, "A"), found(top.ID, "B")
			head := found(from, "C")
			for i := range 50 {
				ward := found(head, fmt.Sprint("W", i))
				for j := range 40 {
					found(ward, fmt.Sprint("U", i, "/", j))
				}
			}
			on := day("2020-01-01")
			for b.Loop() {
				on = on.AddDays(1)
				fatal(s.Move(e.Ctx, program, orgs.Change{Org: head, Basis: orgs.Basis{Number: on.String(), Decided: on, Effective: on}}, to))
				from, to = to, from
			}
		})
	}
}
