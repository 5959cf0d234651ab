package payments

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Deps is what the room stands on. Subjects may be nil: then orders are found by their reference only.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Orgs   *orgs.Service
	Press  *paper.Press

	Subjects Subjects
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

// CreateOrder asks a payer for money in the caller's transaction; whether the actor may is the caller's
// policy. Nothing to pay makes a Free order. Refuses with payments.invalid_order at the fields.
func (s *Service) CreateOrder(tx *db.Tx, a kernel.Actor, in OrderInput) (Order, error) {
	o, err := newOrder(in)
	if err != nil {
		return Order{}, err
	}
	o.ID, o.Created = in.ID, s.Clock.Now()
	if o.ID == 0 {
		o.ID = s.IDs.New()
	}
	on := o.Created.Date()
	n, err := count(tx, o.Tenant, 0, fmt.Sprintf("ref:%s", on.String()[:7]))
	if err != nil {
		return Order{}, err
	}
	o.Reference = newReference(on, n)
	path, err := s.Orgs.Path(tx, o.Org, on)
	if err != nil {
		return Order{}, err
	}
	for _, org := range path {
		var ok bool
		o.Payee, ok, err = payeeOf(tx, o.Tenant, org, on)
		if err != nil {
			return Order{}, err
		}
		if ok {
			break
		}
	}
	err = insertOrder(tx, o)
	if err != nil {
		return Order{}, err
	}
	err = s.tell(tx, a, OrderedFact, o)
	if err != nil {
		return Order{}, err
	}
	return o, s.Audit.Note(tx, a, OrderedFact, subject(o), nil, told(o))
}

// Confirmation (xác nhận đã thu) is the cashier's word. Token comes with the form: the same one twice
// is one payment.
type Confirmation struct {
	Method   Method
	Received kernel.Money
	Token    string
}

// Confirm takes the money of an order at the desk and issues its receipts. Refuses with
// payments.already_paid, payments.not_open, payments.invalid_confirmation at the fields,
// payments.may_not_collect, payments.no_order.
func (s *Service) Confirm(ctx context.Context, a kernel.Actor, id kernel.ID, in Confirmation) (Order, []Receipt, error) {
	var o Order
	var receipts []Receipt
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		o, err = s.guarded(tx, a, id, canCollect)
		if err != nil {
			return err
		}
		if o.State == Paid && in.Token != "" && o.Token == in.Token {
			receipts, err = receiptsOfOrder(tx, id)
			return err
		}
		err = o.pay(a, in, s.Clock.Now())
		if err != nil {
			return err
		}
		moved, err := saveOrder(tx, o, Waiting)
		if err != nil {
			return err
		}
		if !moved {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "payments.changed_meanwhile"}
		}
		receipts, err = s.issue(tx, o)
		if err != nil {
			return err
		}
		err = s.tell(tx, a, PaidFact, o)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, PaidFact, subject(o), nil, told(o))
	})
	return o, receipts, err
}

func (s *Service) issue(tx *db.Tx, o Order) ([]Receipt, error) {
	receipts := receiptsOf(o)
	for i := range receipts {
		r := &receipts[i]
		var err error
		r.Number, err = count(tx, r.Tenant, r.Org, fmt.Sprintf("receipt:%s:%d", r.Kind, r.Year))
		if err != nil {
			return nil, err
		}
		r.ID = s.IDs.New()
		err = insertReceipt(tx, *r)
		if err != nil {
			return nil, err
		}
	}
	return receipts, nil
}

// CancelOrder withdraws an unpaid order in the caller's transaction. Refuses with payments.not_open.
func (s *Service) CancelOrder(tx *db.Tx, a kernel.Actor, id kernel.ID, reason string) error {
	o, ok, err := loadOrder(tx, id)
	if err != nil {
		return err
	}
	if !ok || o.Tenant != a.Tenant {
		return kernel.Missing("payments.no_order")
	}
	err = o.cancel(reason)
	if err != nil {
		return err
	}
	moved, err := saveOrder(tx, o, Waiting)
	if err != nil {
		return err
	}
	if !moved {
		return &kernel.Fault{Kind: kernel.Conflict, Code: "payments.changed_meanwhile"}
	}
	err = s.tell(tx, a, CancelledFact, o)
	if err != nil {
		return err
	}
	return s.Audit.Note(tx, a, CancelledFact, subject(o), nil, told(o))
}

// SetPayee gives a unit the account to which transfers go, from a day on; units below without one of
// their own use it too. Only the program may: seeds and the set-up of a site.
func (s *Service) SetPayee(tx *db.Tx, a kernel.Actor, org kernel.ID, p Payee, from kernel.Date) error {
	if !a.System {
		return kernel.Forbid("payments.may_not_collect")
	}
	_, err := QR{BIN: p.BIN, Account: p.Account}.Payload()
	if err != nil {
		return err
	}
	err = putPayee(tx, s.IDs.New(), a.Tenant, org, p, from)
	if err != nil {
		return err
	}
	return s.Audit.Note(tx, a, "payments.payee_set", "org:"+org.String(), nil, map[string]string{"bin": p.BIN, "account": kernel.MaskNumber(p.Account)})
}

// guarded loads an order and asks a rule of the policy about it.
func (s *Service) guarded(tx *db.Tx, a kernel.Actor, id kernel.ID, rule func(kernel.Actor, kernel.ID, []kernel.ID) error) (Order, error) {
	o, ok, err := loadOrder(tx, id)
	if err != nil {
		return Order{}, err
	}
	if !ok {
		return Order{}, kernel.Missing("payments.no_order")
	}
	path, err := s.Orgs.Path(tx, o.Org, s.Clock.Now().Date())
	if err != nil {
		return Order{}, err
	}
	return o, rule(a, o.Tenant, path)
}

func subject(o Order) string { return "order:" + o.ID.String() }

func told(o Order) Told {
	return Told{Order: o.ID, Subject: o.Subject, Org: o.Org, Reference: o.Reference, Total: o.Total, Method: o.Method}
}

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind string, o Order) error {
	data, err := json.Marshal(told(o))
	if err != nil {
		return fmt.Errorf("fact of order %s: %w", o.ID, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: o.Tenant, Kind: kind, Subject: subject(o), Actor: a.Account, Data: data})
}
