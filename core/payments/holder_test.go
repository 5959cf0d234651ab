package payments_test

import (
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/internal/db"
	"doanket/kernel"
)

func (h *house) waiting(t *testing.T, on string, unit kernel.ID) (n int64, sum kernel.Money) {
	t.Helper()
	must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
		list, err := h.s.Held().Holds(tx, h.top, []kernel.ID{h.top, h.ward, h.far}, day(on))
		if err != nil {
			return err
		}
		var all orgs.Holding
		for _, x := range list {
			all.Count, all.Amount = all.Count+x.Count, all.Amount+x.Amount
			if x.Unit == unit {
				n, sum = x.Count, x.Amount
			}
		}
		total, err := h.s.Held().Totals(tx, h.top, day(on))
		if err == nil && (total[0].Count != all.Count || total[0].Amount != all.Amount) {
			t.Errorf("on %s the units hold %d, %s; the site %d, %s", on, all.Count, all.Amount, total[0].Count, total[0].Amount)
		}
		return err
	}))
	return n, sum
}

func (h *house) owe(t *testing.T, unit kernel.ID, amount kernel.Money) (o payments.Order) {
	t.Helper()
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
		var err error
		o, err = h.s.CreateOrder(tx, kernel.Actor{System: true, Tenant: h.top}, payments.OrderInput{Tenant: h.top, Org: unit, Subject: "dossier:1", About: "Trích lục", Payer: "Trần Văn Mẫu",
			Lines: []payments.Line{{Kind: payments.Charge, Name: "Lệ phí", Quantity: 1, Unit: amount, Amount: amount}}})
		return err
	}))
	return o
}

// TestWaitingOrdersGoToWhoCollectsFromTheDayOn: what is open moves with its reference, receipts stay, and a
// decision that takes it back returns what nobody has paid.
func TestWaitingOrdersGoToWhoCollectsFromTheDayOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Clock.SetTo("2026-11-20T09:00")
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			by := kernel.Actor{System: true, Tenant: h.top}
			err := h.s.SetPayee(tx, by, h.ward, payments.Payee{BIN: "970436", Account: "0000000031", Holder: "PHUONG CU"}, day("2026-01-01"))
			if err == nil {
				err = h.s.SetPayee(tx, by, h.far, payments.Payee{BIN: "970436", Account: "0000000032", Holder: "PHUONG MOI"}, day("2026-01-01"))
			}
			return err
		}))
		one, two, three := h.owe(t, h.ward, 8000), h.owe(t, h.ward, 50_000), h.owe(t, h.ward, 120_000)
		_, receipts, err := h.s.Confirm(h.Ctx, h.cashier(h.ward, payments.CollectPermission), one.ID, payments.Confirmation{Method: payments.Cash, Received: 8000, Token: "a"})
		must(t, err)
		h.Clock.SetTo("2026-12-01T00:10")
		c := orgs.Carriage{Step: 31, Decision: 30, Tenant: h.top, Label: "12/QĐ ngày 20/11/2026", On: day("2026-12-01"), From: []kernel.ID{h.ward}, Rule: orgs.Allotment{Rest: h.far}}
		carry := func() {
			t.Helper()
			for range 2 {
				must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error { return h.s.Held().Carry(tx, program, c) }))
			}
		}
		check := func(title, on string, unit kernel.ID, want int64, sum kernel.Money) {
			t.Helper()
			if n, s := h.waiting(t, on, unit); n != want || s != sum {
				t.Errorf("%s: %d, %s", title, n, s)
			}
		}
		carry()
		check("the eve", "2026-11-30", h.ward, 2, 170_000)
		check("the day, who gave", "2026-12-01", h.ward, 0, 0)
		check("the day, who took", "2026-12-01", h.far, 2, 170_000)
		old, new := h.cashier(h.ward, payments.CollectPermission), h.cashier(h.far, payments.CollectPermission)
		_, err = h.s.Detail(h.Ctx, old, two.ID)
		if f := kernel.AsFault(err); f == nil || f.Code != "payments.no_order" {
			t.Errorf("the old cashier: %v", err)
		}
		got, err := h.s.Detail(h.Ctx, new, two.ID)
		must(t, err)
		if got.Order.Reference != two.Reference || got.Order.Payee.Holder != "PHUONG MOI" || got.Order.Total != two.Total {
			t.Errorf("%+v", got.Order)
		}
		_, paid, err := h.s.Confirm(h.Ctx, new, three.ID, payments.Confirmation{Method: payments.Transfer, Received: 120_000, Token: "b"})
		must(t, err)
		if paid[0].Org != h.far || paid[0].Number != 1 || receipts[0].Org != h.ward {
			t.Errorf("receipts %+v %+v", paid, receipts)
		}
		c.Undo, c.Decision = true, 40
		carry()
		check("taken back", "2026-12-01", h.ward, 1, 50_000)
		check("taken back, the eve", "2026-11-30", h.ward, 1, 50_000)
		got, err = h.s.Detail(h.Ctx, old, two.ID)
		must(t, err)
		if got.Order.Payee.Holder != "PHUONG CU" || !slices.Equal(got.Order.Lines, two.Lines) {
			t.Errorf("%+v", got.Order)
		}
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			c.Undo, c.Step, c.Rule.Ends = false, 32, []string{payments.HeldWaiting}
			err := h.s.Held().Carry(tx, program, c)
			if f := kernel.AsFault(err); f == nil || f.Code != "payments.cannot_end" {
				t.Errorf("%v", err)
			}
			return nil
		}))
	})
}
