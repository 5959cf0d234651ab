package payments_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/internal/testkit"
	"doanket/internal/testkit/printer"
	"doanket/kernel"
)

type house struct {
	testkit.Env
	s              *payments.Service
	orgs           *orgs.Service
	top, ward, far kernel.ID
	under          map[string][]kernel.ID
}

// OrdersUnder stands for the room that has dossiers.
func (h *house) OrdersUnder(_ context.Context, a kernel.Actor, number string) ([]kernel.ID, error) {
	if a.Org != h.ward {
		return nil, nil
	}
	return h.under[number], nil
}

var program = kernel.Actor{System: true, Name: "Chương trình"}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		h := &house{Env: e}
		h.orgs = orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
		must(t, h.orgs.LoadReference(e.Ctx))
		basis := orgs.Basis{Number: "01/QĐ", Decided: day("2000-01-01"), Issuer: "Cơ quan mẫu", Effective: day("2000-01-01")}
		site, err := h.orgs.FoundSite(e.Ctx, program, orgs.Founding{Name: "Hệ thống số", Kind: "site", Basis: basis})
		must(t, err)
		h.top = site.ID
		h.ward, err = h.orgs.Found(e.Ctx, program, orgs.Founding{Name: "UBND phường Uông Bí", Kind: "peoples_committee", Parent: h.top, Basis: basis})
		must(t, err)
		h.far, err = h.orgs.Found(e.Ctx, program, orgs.Founding{Name: "UBND phường Vàng Danh", Kind: "peoples_committee", Parent: h.top, Basis: basis})
		must(t, err)
		h.s = payments.New(payments.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Orgs: h.orgs, Press: printer.Press(t),
			Subjects: h})
		test(t, h)
	}, orgs.Migrations(), payments.Migrations())
}

func day(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (h *house) cashier(org kernel.ID, permission string) kernel.Actor {
	return kernel.Actor{Tenant: h.top, Account: 9, Org: org, Name: "Hoàng Thị Mai",
		Mandates: []kernel.Mandate{{Org: org, Permissions: []string{permission}}}}
}

func (h *house) mai() kernel.Actor { return h.cashier(h.ward, payments.CollectPermission) }

// Three copies of an extract at 8.000 đ, the worked example of 2.000635.
func (h *house) copies(unit kernel.Money) payments.OrderInput {
	basis := ""
	if unit == 0 {
		basis = "Không thu khi nộp trực tuyến (nghị quyết mẫu)"
	}
	return payments.OrderInput{Tenant: h.top, Org: h.ward, Subject: "dossier:1", About: "Trích lục khai sinh", Payer: "Nguyễn Thị Ánh Tuyết",
		Lines: []payments.Line{{Kind: payments.Fee, Name: "Bản sao trích lục", Quantity: 3, Unit: unit, Amount: 3 * unit, Basis: basis}}}
}

func (h *house) order(t *testing.T, in payments.OrderInput) payments.Order {
	t.Helper()
	var o payments.Order
	must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) (err error) {
		o, err = h.s.CreateOrder(tx, kernel.Actor{System: true, Tenant: h.top}, in)
		return err
	}))
	return o
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code && (len(f.Fields) == 0 || f.Fields[0].Code != code) {
		t.Errorf("want %s, got %v", code, err)
	}
}

var cash = payments.Confirmation{Method: payments.Cash, Received: 24000, Token: "t1"}

func TestThreeCopiesAtTheCounterAreTwentyFourThousandAndAReceipt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.order(t, h.copies(8000))
		if o.Total != 24000 || o.State != payments.Waiting || !payments.ValidReference(o.Reference) {
			t.Fatalf("%+v", o)
		}
		paid, receipts, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, cash)
		must(t, err)
		if paid.State != payments.Paid || paid.PaidBy != "Hoàng Thị Mai" || len(receipts) != 1 || receipts[0].Serial() != "0000001" || receipts[0].Amount != 24000 {
			t.Fatalf("%+v %+v", paid, receipts)
		}
		r, pdf, err := h.s.PDF(h.Ctx, h.mai(), receipts[0].ID)
		must(t, err)
		if r.Series() != "P-2026" || !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Errorf("%s, %d bytes", r.Series(), len(pdf))
		}
		_, sheet, err := h.s.Paper(h.Ctx, h.mai(), receipts[0].ID)
		must(t, err)
		var page bytes.Buffer
		must(t, paper.Page(sheet).Render(h.Ctx, &page))
		testkit.Page(t, page.Bytes()).Has("article", "BIÊN LAI THU PHÍ", "Hai mươi tư nghìn đồng", "UBND PHƯỜNG UÔNG BÍ", "Nguyễn Thị Ánh Tuyết")
	})
}

func TestNothingToPayKeepsItsBasisAndHasNoReceipt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.order(t, h.copies(0))
		if o.State != payments.Free || o.Total != 0 || o.Lines[0].Basis == "" {
			t.Fatalf("%+v", o)
		}
		_, _, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, payments.Confirmation{Method: payments.Cash})
		refused(t, err, "payments.not_open")
		in := h.copies(0)
		in.Lines[0].Basis = ""
		err = h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			_, err := h.s.CreateOrder(tx, program, in)
			return err
		})
		refused(t, err, "payments.free_without_basis")
	})
}

func TestPayingTwiceIsImpossible(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.order(t, h.copies(8000))
		_, first, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, cash)
		must(t, err)
		_, again, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, cash)
		must(t, err)
		if !slices.Equal(first, again) {
			t.Errorf("the same form sent twice gave %+v and %+v", first, again)
		}
		other := cash
		other.Token = "t2"
		_, _, err = h.s.Confirm(h.Ctx, h.mai(), o.ID, other)
		refused(t, err, "payments.already_paid")
	})
}

func TestTwentyCashiersAtOnceTakeTheMoneyOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.order(t, h.copies(8000))
		var all sync.WaitGroup
		var mu sync.Mutex
		good := 0
		for i := range 20 {
			all.Go(func() {
				in := cash
				in.Token = fmt.Sprint(i)
				_, _, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, in)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					good++
				} else if f := kernel.AsFault(err); f == nil || f.Code != "payments.already_paid" && f.Code != "payments.changed_meanwhile" {
					t.Errorf("cashier %d: %v", i, err)
				}
			})
		}
		all.Wait()
		if good != 1 {
			t.Errorf("%d cashiers took the money", good)
		}
	})
}

func TestReceiptNumbersHaveNoGapsAmongManyCashiersAndFailures(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var ids []kernel.ID
		for range 12 {
			ids = append(ids, h.order(t, h.copies(8000)).ID)
		}
		var all sync.WaitGroup
		for i, id := range ids {
			all.Go(func() {
				if i%3 == 0 {
					_, _, err := h.s.Confirm(h.Ctx, h.mai(), id, payments.Confirmation{Method: payments.Cash, Received: 1})
					refused(t, err, "payments.amount_differs")
				}
				_, _, err := h.s.Confirm(h.Ctx, h.mai(), id, cash)
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var numbers []string
		must(t, h.DB.Read(h.Ctx, func(tx *db.Tx) error {
			for _, id := range ids {
				rs, err := h.s.ReceiptsOf(tx, id)
				if err != nil {
					return err
				}
				numbers = append(numbers, rs[0].Serial())
			}
			return nil
		}))
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != fmt.Sprintf("%07d", i+1) {
				t.Fatalf("numbers %v", numbers)
			}
		}
	})
}

func TestFeesAndChargesHaveReceiptsOfTheirOwnSeries(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.copies(8000)
		in.Lines = append(in.Lines, payments.Line{Kind: payments.Charge, Name: "Lệ phí hộ tịch", Quantity: 1, Unit: 5000, Amount: 5000})
		o := h.order(t, in)
		_, rs, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, payments.Confirmation{Method: payments.Transfer, Received: 29000})
		must(t, err)
		if len(rs) != 2 || rs[0].Kind == rs[1].Kind || rs[0].Amount+rs[1].Amount != 29000 || rs[0].Number != 1 || rs[1].Number != 1 {
			t.Errorf("%+v", rs)
		}
	})
}

func TestOnlyTheUnitsOwnCashierTakesMoney(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.order(t, h.copies(8000))
		stranger := h.cashier(h.far, payments.CollectPermission)
		_, _, err := h.s.Confirm(h.Ctx, stranger, o.ID, cash)
		refused(t, err, "payments.no_order")
		_, err = h.s.Detail(h.Ctx, stranger, o.ID)
		refused(t, err, "payments.no_order")
		_, _, err = h.s.Confirm(h.Ctx, h.cashier(h.ward, payments.ViewPermission), o.ID, cash)
		refused(t, err, "payments.may_not_collect")
		other := h.mai()
		other.Tenant = 77
		_, _, err = h.s.Confirm(h.Ctx, other, o.ID, cash)
		refused(t, err, "payments.no_order")
		for actor, want := range map[*kernel.Actor]int{ptr(stranger): 0, ptr(h.mai()): 1, ptr(h.cashier(h.top, payments.ViewPermission)): 1, ptr(kernel.Actor{Tenant: h.top}): 0} {
			d, err := h.s.Desk(h.Ctx, *actor, payments.Filter{State: payments.Waiting})
			must(t, err)
			if len(d.Orders) != want {
				t.Errorf("%+v sees %d orders, want %d", actor.Mandates, len(d.Orders), want)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }

func TestTheQROfAnOrderCarriesItsReference(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
			return h.s.SetPayee(tx, kernel.Actor{System: true, Tenant: h.top}, h.top, payments.Payee{BIN: "970436", Account: "0011000123456", Holder: "UBND"}, day("2026-01-01"))
		}))
		o := h.order(t, h.copies(8000))
		d, err := h.s.Detail(h.Ctx, h.mai(), o.ID)
		must(t, err)
		q, err := payments.ParseQR(d.Payload)
		must(t, err)
		if q.Purpose != o.Reference || q.Amount != 24000 || q.Account != "0011000123456" || d.Bank.Name != "VCB" {
			t.Errorf("%+v, bank %s", q, d.Bank.Name)
		}
		_, _, err = h.s.Confirm(h.Ctx, h.mai(), o.ID, cash)
		must(t, err)
		d, err = h.s.Detail(h.Ctx, h.mai(), o.ID)
		must(t, err)
		if d.Payload != "" {
			t.Error("a paid order still shows a code to pay it again")
		}
	})
}

func TestWhatHappenedIsToldOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var heard []string
		h.Outbox.Hear("test", []string{payments.OrderedFact, payments.PaidFact, payments.CancelledFact}, func(_ *db.Tx, f kernel.Fact) error {
			heard = append(heard, f.Kind)
			return nil
		})
		o := h.order(t, h.copies(8000))
		for range 2 {
			_, _, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, cash)
			must(t, err)
		}
		second := h.order(t, h.copies(8000))
		cancel := func() error {
			return h.DB.Tx(h.Ctx, func(tx *db.Tx) error {
				return h.s.CancelOrder(tx, kernel.Actor{System: true, Tenant: h.top}, second.ID, "Người nộp rút hồ sơ")
			})
		}
		must(t, cancel())
		refused(t, cancel(), "payments.not_open")
		must(t, h.Outbox.Drain(h.Ctx))
		slices.Sort(heard)
		if want := []string{payments.CancelledFact, payments.OrderedFact, payments.OrderedFact, payments.PaidFact}; !slices.Equal(heard, want) {
			t.Errorf("heard %v, want %v", heard, want)
		}
		stuck, err := h.Outbox.List(h.Ctx, h.top, outbox.Filter{})
		must(t, err)
		if len(stuck) != 0 {
			t.Errorf("stuck: %+v", stuck)
		}
	})
}

func TestTheDayIsAddedUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, m := range []payments.Method{payments.Cash, payments.Cash, payments.Transfer} {
			o := h.order(t, h.copies(8000))
			_, _, err := h.s.Confirm(h.Ctx, h.mai(), o.ID, payments.Confirmation{Method: m, Received: 24000})
			must(t, err)
		}
		d, err := h.s.Desk(h.Ctx, h.mai(), payments.Filter{State: payments.Paid})
		must(t, err)
		want := []payments.Takings{{Method: payments.Cash, Orders: 2, Sum: 48000}, {Method: payments.Transfer, Orders: 1, Sum: 24000}}
		if !slices.Equal(d.Takings, want) || len(d.Orders) != 3 {
			t.Errorf("%+v, %d orders", d.Takings, len(d.Orders))
		}
		one, err := h.s.Desk(h.Ctx, h.mai(), payments.Filter{Reference: d.Orders[1].Reference})
		must(t, err)
		if len(one.Orders) != 1 || one.Orders[0].ID != d.Orders[1].ID {
			t.Errorf("looking for a reference finds %d orders", len(one.Orders))
		}
	})
}

func TestPagesOfTheRoom(t *testing.T) {
	for _, s := range payments.Samples() {
		var b bytes.Buffer
		must(t, s.Body.Render(context.Background(), &b))
		page := testkit.Page(t, b.Bytes())
		page.Has("h1")
		if strings.Contains(b.String(), "style=") || strings.Contains(b.String(), "%!") {
			t.Errorf("%s: an inline style or a badly filled text", s.Name())
		}
		if s.Name() == "payments_order_free" {
			page.HasNot("form")
			page.Has("td", "Không thu khi nộp trực tuyến")
		}
	}
}
