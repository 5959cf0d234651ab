package payments

import (
	"context"
	"strings"
	"unicode/utf8"

	"doanket/internal/db"
	"doanket/kernel"
)

// Bill (thông báo nộp phí, lệ phí) is an order as its payer sees it, who needs no account: what is asked
// for and on what basis, how to pay, and whether it was paid. Of the payer it knows a masked name only.
type Bill struct {
	Reference string
	About     string
	Payer     string // masked
	Lines     []Line
	Total     kernel.Money
	State     State
	Reason    string // why it was cancelled
	PaidAt    kernel.Instant
	Receipts  []string // "LP-2026 · 0000012"
	Unit      string   // who collects
	Payee     Payee
	Bank      Bank
	Payload   string // of the QR, "" when nothing is owed or the unit has no account
}

// PayerPath is where the payer of a reference sees her bill.
func PayerPath(reference string) string { return "/thanh-toan/" + reference }

// CleanReference is a reference as it is stored, however it was typed.
func CleanReference(s string) string {
	return strings.NewReplacer(" ", "", "-", "", ".", "").Replace(strings.ToUpper(strings.TrimSpace(s)))
}

// maskName keeps the last word of a name and the first letters of the others: N. T. Á. Tuyết.
func maskName(name string) string {
	words := strings.Fields(name)
	for i, w := range words[:max(len(words)-1, 0)] {
		_, n := utf8.DecodeRuneInString(w)
		words[i] = w[:n] + "."
	}
	return strings.Join(words, " ")
}

// Bill finds an order by its reference, for anybody who knows it. Refuses with payments.bad_reference
// what is no reference, and with payments.unknown_reference.
func (s *Service) Bill(ctx context.Context, reference string) (Bill, error) {
	var b Bill
	if !ValidReference(reference) {
		return b, &kernel.Fault{Kind: kernel.Invalid, Code: "payments.bad_reference", Args: []any{reference}}
	}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		site, err := s.Orgs.Root(tx)
		if err != nil {
			return err
		}
		o, ok, err := orderByReference(tx, site, reference)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("payments.unknown_reference")
		}
		b = Bill{Reference: o.Reference, About: o.About, Payer: maskName(o.Payer), Lines: o.Lines, Total: o.Total, State: o.State, Reason: o.Reason, PaidAt: o.PaidAt, Payee: o.Payee}
		unit, _, err := s.Orgs.Get(tx, o.Org, s.Clock.Now().Date())
		if err != nil {
			return err
		}
		b.Unit = unit.Name
		receipts, err := receiptsOfOrder(tx, o.ID)
		if err != nil {
			return err
		}
		for _, r := range receipts {
			b.Receipts = append(b.Receipts, r.Series()+" · "+r.Serial())
		}
		q, ok := o.QR()
		if !ok {
			return nil
		}
		b.Bank, _ = BankByBIN(q.BIN, s.Clock.Now().Date())
		b.Payload, err = q.Payload()
		return err
	})
	return b, err
}

// ReferenceOf is the reference of an order, "" when there is none such.
func (s *Service) ReferenceOf(tx *db.Tx, order kernel.ID) (string, error) {
	o, _, err := loadOrder(tx, order)
	return o.Reference, err
}

// ReceiptOf prints a receipt for the room of the thing that was paid for, which has asked its own
// policy. pdf is nil when the receipt is not one of the order.
func (s *Service) ReceiptOf(ctx context.Context, tenant, order, receipt kernel.ID) (name string, pdf []byte, err error) {
	var r Receipt
	var ok bool
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		r, ok, err = loadReceipt(tx, receipt)
		return err
	})
	if err != nil || !ok || r.Tenant != tenant || r.Order != order {
		return "", nil, err
	}
	_, pdf, err = s.PDF(ctx, kernel.Actor{System: true, Tenant: tenant}, receipt)
	return "bien-lai-" + r.Series() + "-" + r.Serial() + ".pdf", pdf, err
}
