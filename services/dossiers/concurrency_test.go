package dossiers

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// Two processes accept two hundred dossiers at once: the codes are 0001–0200.
func TestTwoProcessesGiveGaplessCodes(t *testing.T) {
	e := testkit.New(t, db.Postgres, Migrations(), search.Migrations())
	second, err := db.Open(e.Ctx, e.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	h := newHouse(t, e)
	rooms := []*Service{h.Service, newRoom(second, kernel.NewIDs(e.Clock, 2), e.Clock)}
	const total = 200
	var ids []kernel.ID
	for range total {
		ids = append(ids, h.filed(lan, "2.001955").ID)
	}
	codes := make([]string, total)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := worker; i < total; i += 8 {
				d, err := rooms[i%2].Accept(e.Ctx, lan, AcceptInput{ID: ids[i]})
				if err != nil {
					t.Error(err)
					return
				}
				codes[i] = d.Code
			}
		})
	}
	wg.Wait()
	slices.Sort(codes)
	for i, c := range codes {
		if c != fmt.Sprintf("H49.31.06-261123-%04d", i+1) {
			t.Fatalf("code %d is %s", i+1, c)
		}
	}
}

// Both processes accept the same dossier with the same request: it is accepted once.
func TestAcceptingTwiceAtOnceIsOnce(t *testing.T) {
	each(t, func(h *house) {
		for range 5 {
			d := h.filed(lan, "2.001955")
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					got, err := h.Accept(h.Ctx, lan, AcceptInput{ID: d.ID, Once: Once{Request: "form-" + d.ID.String()}})
					if err != nil || got.Code == "" {
						h.t.Errorf("got %q, %v", got.Code, err)
					}
				})
			}
			wg.Wait()
		}
		same(h.t, "next code", h.accepted(lan, "2.001955").Code, "H49.31.06-261123-0006")
	})
}

func TestAnOutdatedFormIsTold(t *testing.T) {
	each(t, func(h *house) {
		d := h.accepted(lan, "2.001955")
		h.ok(h.CheckPapers(h.Ctx, lan, CheckInput{ID: d.ID, Papers: []PaperCheck{{Key: "noi_quy", Verdict: "ok"}}}))
		_, err := h.Forward(h.Ctx, lan, ForwardInput{ID: d.ID, Once: Once{RowVersion: d.RowVersion}})
		h.refused("dossiers.changed", err)
	})
}

func TestSerialGrowsBeyondFourDigits(t *testing.T) {
	same(t, "code", Code("H49.31.06", "261123", 9999), "H49.31.06-261123-9999")
	same(t, "code", Code("H49.31.06", "261123", 10000), "H49.31.06-261123-10000")
}
