package dossiers

import (
	"testing"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
)

// BenchmarkFile files at the desk with event, row, fact, text index and journal; BenchmarkBareFile is
// the base it is compared with: one transaction of the two inserts alone.
func BenchmarkFile(b *testing.B) {
	h := benchHouse(b)
	in := rulesOf(lan, "2.001955")
	for b.Loop() {
		_, err := h.FileAtDesk(h.Ctx, lan, in)
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBareFile(b *testing.B) {
	h := benchHouse(b)
	for b.Loop() {
		err := h.BareFile(h.Ctx, site, deskA, ProcedureRef{Version: 1, Code: "0.000000", Name: "Đo tốc độ"})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func benchHouse(b *testing.B) *house {
	e := testkit.New(b, db.SQLite, Migrations(), search.Migrations())
	return &house{Service: newRoom(e.DB, e.IDs, e.Clock), Env: e}
}
