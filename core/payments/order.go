package payments

import (
	"slices"
	"strings"

	"doanket/kernel"
)

// Kind (loại khoản thu) keeps apart what the law keeps apart; each has receipts of its own.
type Kind string

const (
	Fee    Kind = "phi"    // phí: the cost of a service
	Charge Kind = "le_phi" // lệ phí: fixed by the State
	Other  Kind = "khac"   // other obligations collected for somebody else: postage
)

var kinds = []Kind{Fee, Charge, Other}

// State (trạng thái đơn thu).
//
//glossary:none
type State string

const (
	Waiting   State = "waiting"   // chờ nộp
	Paid      State = "paid"      // đã nộp
	Cancelled State = "cancelled" // đã huỷ
	Free      State = "free"      // không thu
)

// Method (hình thức nộp) is how the money came to the desk.
//
//glossary:none
type Method string

const (
	Cash     Method = "cash"     // tiền mặt
	Transfer Method = "transfer" // chuyển khoản, quét mã
)

// Line (dòng thu) is one thing asked for, with the text it rests on. A line of 0 đ keeps its basis.
type Line struct {
	Kind     Kind
	Name     string
	Quantity int
	Unit     kernel.Money
	Amount   kernel.Money
	Basis    string
}

// Payee (tài khoản thụ hưởng) is the account of the collecting unit; empty when it has none.
type Payee struct{ BIN, Account, Holder string }

// Order (đơn thanh toán) is an amount asked of a payer under one self-checking reference, for one
// thing of another room.
type Order struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Org       kernel.ID // collecting unit
	Reference string
	Subject   string // "dossier:123"
	About     string // what the payer reads: "Trích lục khai sinh, hồ sơ H49…"
	Payer     string
	Total     kernel.Money
	Payee     Payee
	State     State
	Method    Method
	PaidBy    string // cashier
	PaidAt    kernel.Instant
	Created   kernel.Instant
	Reason    string // of a cancellation
	Token     string // of the confirmation, so that sending it twice is once
	Lines     []Line
}

// OrderInput is what a room asks to be collected.
//
//glossary:none
type OrderInput struct {
	ID          kernel.ID // 0 makes one; a room that has named its order already gives that name
	Tenant, Org kernel.ID
	Subject     string
	About       string
	Payer       string
	Lines       []Line
}

// newOrder checks the lines and adds them up. Nothing to pay makes a Free order: its basis is shown,
// it is never collected and never has a receipt.
func newOrder(in OrderInput) (Order, error) {
	var fs kernel.Faults
	o := Order{Tenant: in.Tenant, Org: in.Org, Subject: in.Subject, About: in.About, Payer: strings.TrimSpace(in.Payer), State: Waiting,
		Lines: slices.Clone(in.Lines)}
	if len(in.Lines) == 0 {
		fs.Add("lines", "payments.no_lines")
	}
	if o.Payer == "" {
		fs.Add("payer", "payments.no_payer")
	}
	for _, l := range in.Lines {
		switch {
		case !slices.Contains(kinds, l.Kind):
			fs.Add("lines", "payments.bad_kind", string(l.Kind))
		case l.Name == "" || l.Quantity < 1 || l.Unit < 0 || l.Amount != l.Unit*kernel.Money(l.Quantity):
			fs.Add("lines", "payments.bad_line", l.Name)
		case l.Amount == 0 && l.Basis == "":
			fs.Add("lines", "payments.free_without_basis", l.Name)
		}
		o.Total += l.Amount
	}
	if o.Total == 0 {
		o.State = Free
	}
	return o, fs.Err("payments.invalid_order")
}

// pay is the cashier's confirmation of the whole amount.
func (o *Order) pay(a kernel.Actor, in Confirmation, at kernel.Instant) error {
	to, ok := flow.Next(o.State, pay)
	switch {
	case o.State == Paid:
		return kernel.Refuse("payments.already_paid", kernel.FormatInstant(o.PaidAt), o.PaidBy)
	case !ok:
		return kernel.Refuse("payments.not_open")
	case in.Method != Cash && in.Method != Transfer:
		return &kernel.Fault{Kind: kernel.Invalid, Code: "payments.invalid_confirmation", Fields: []kernel.FieldFault{{Field: "hinh_thuc", Code: "payments.no_method"}}}
	case in.Received != o.Total:
		return &kernel.Fault{Kind: kernel.Invalid, Code: "payments.invalid_confirmation",
			Fields: []kernel.FieldFault{{Field: "so_tien", Code: "payments.amount_differs", Args: []any{o.Total.String()}}}}
	}
	o.State, o.Method, o.PaidBy, o.PaidAt, o.Token = to, in.Method, a.Name, at, in.Token
	return nil
}

// cancel withdraws what is not paid yet.
func (o *Order) cancel(reason string) error {
	to, ok := flow.Next(o.State, cancel)
	if !ok {
		return kernel.Refuse("payments.not_open")
	}
	o.State, o.Reason = to, reason
	return nil
}

// Sum is what the order asks for one kind.
func (o Order) Sum(k Kind) kernel.Money {
	var sum kernel.Money
	for _, l := range o.Lines {
		if l.Kind == k {
			sum += l.Amount
		}
	}
	return sum
}

// QR is the transfer of the order as a code; ok is false when nothing is owed or the unit has no account.
func (o Order) QR() (q QR, ok bool) {
	if o.State != Waiting || o.Payee.Account == "" {
		return QR{}, false
	}
	return QR{BIN: o.Payee.BIN, Account: o.Payee.Account, Amount: o.Total, Purpose: o.Reference}, true
}
