package payments

import (
	"bytes"
	"context"
	"strings"

	"doanket/internal/db"
	"doanket/internal/paper"
	"doanket/kernel"
)

const pageSize = 50

// Filter is which orders a list shows.
//
//glossary:none
type Filter struct {
	State     State       // "" for all
	Reference string      // one order by its reference
	Orders    []kernel.ID // these only; nil for all
	Before    kernel.ID
}

// Desk (bàn thu ngân) is the cashier's list, with what was taken today.
type Desk struct {
	Filter
	Orders  []Order
	Takings []Takings
	Next    kernel.ID
}

// find narrows the desk's filter to what a number names: a reference of this room, else the official
// number of the thing that is paid for. Refuses with payments.nothing_named.
func (s *Service) find(ctx context.Context, a kernel.Actor, f *Filter, number string) error {
	f.State = ""
	if reference := strings.ToUpper(strings.ReplaceAll(number, " ", "")); ValidReference(reference) {
		f.Reference = reference
		return nil
	}
	if s.Subjects != nil {
		var err error
		f.Orders, err = s.Subjects.OrdersUnder(ctx, a, number)
		if err != nil {
			return err
		}
	}
	if len(f.Orders) == 0 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "payments.nothing_named", Args: []any{number}}
	}
	return nil
}

// Desk lists the orders of the units that the actor collects for or looks on, the newest first.
func (s *Service) Desk(ctx context.Context, a kernel.Actor, f Filter) (Desk, error) {
	d := Desk{Filter: f}
	on := s.Clock.Now().Date()
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Orders, err = listOrders(tx, a, f, on, pageSize+1)
		if err != nil {
			return err
		}
		d.Takings, err = takingsOf(tx, a, on)
		return err
	})
	if len(d.Orders) > pageSize {
		d.Orders = d.Orders[:pageSize]
		d.Next = d.Orders[pageSize-1].ID
	}
	return d, err
}

// Detail is one order as the cashier sees it.
//
//glossary:none
type Detail struct {
	Order      Order
	Receipts   []Receipt
	Bank       Bank
	Payload    string // of the QR, "" when there is none
	MayCollect bool
	Token      string
}

// Detail reads one order. Refuses with payments.no_order.
func (s *Service) Detail(ctx context.Context, a kernel.Actor, id kernel.ID) (Detail, error) {
	d := Detail{Token: s.IDs.New().String()}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Order, err = s.guarded(tx, a, id, canView)
		if err != nil {
			return err
		}
		_, err = s.guarded(tx, a, id, canCollect)
		d.MayCollect = err == nil && d.Order.State == Waiting
		d.Receipts, err = receiptsOfOrder(tx, id)
		return err
	})
	if err != nil {
		return d, err
	}
	q, ok := d.Order.QR()
	if ok {
		d.Bank, _ = BankByBIN(q.BIN, s.Clock.Now().Date())
		d.Payload, err = q.Payload()
	}
	return d, err
}

// OrdersOf lists what was asked for one thing of another room; who may see it is that room's policy.
func (s *Service) OrdersOf(tx *db.Tx, tenant kernel.ID, subject string) ([]Order, error) {
	return ordersOf(tx, tenant, subject)
}

// ReceiptsOf lists the receipts of an order; who may see them is the policy of the room that asks.
func (s *Service) ReceiptsOf(tx *db.Tx, order kernel.ID) ([]Receipt, error) {
	return receiptsOfOrder(tx, order)
}

// Paper is a receipt as a sheet, for the page and for the PDF.
func (s *Service) Paper(ctx context.Context, a kernel.Actor, id kernel.ID) (Receipt, paper.Sheet, error) {
	var r Receipt
	var sheet paper.Sheet
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		r, ok, err = loadReceipt(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("payments.no_order")
		}
		_, err = s.guarded(tx, a, r.Order, canView)
		if err != nil {
			return err
		}
		sheet, err = s.Sheet(tx, r)
		return err
	})
	return r, sheet, err
}

// Sheet sets a receipt; who may see it is the policy of the room that asks.
func (s *Service) Sheet(tx *db.Tx, r Receipt) (paper.Sheet, error) {
	lines, err := linesOf(tx, r.Order)
	if err != nil {
		return paper.Sheet{}, err
	}
	path, err := s.Orgs.Path(tx, r.Org, r.IssuedAt.Date())
	if err != nil {
		return paper.Sheet{}, err
	}
	var names []string
	for _, id := range path[:min(2, len(path))] {
		o, _, err := s.Orgs.Get(tx, id, r.IssuedAt.Date())
		if err != nil {
			return paper.Sheet{}, err
		}
		names = append(names, o.Name)
	}
	return receiptSheet(r, lines, names), nil
}

// PDF prints a receipt.
func (s *Service) PDF(ctx context.Context, a kernel.Actor, id kernel.ID) (Receipt, []byte, error) {
	r, sheet, err := s.Paper(ctx, a, id)
	if err != nil {
		return r, nil, err
	}
	var b bytes.Buffer
	err = s.Press.PDF(&b, sheet)
	return r, b.Bytes(), err
}
