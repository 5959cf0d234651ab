package dossiers

import (
	"context"
	"encoding/json"

	"doanket/kernel"
)

// FormBook is what the pages ask of the catalogue beyond the terms: what to choose from and what to ask.
//
//glossary:none
type FormBook interface {
	// Cards are the published procedures that may be filed now, by name or code; all when q is empty.
	Cards(ctx context.Context, tenant kernel.ID, q string, limit int) ([]Card, error)
	// Questions are the parts of the form with what the answers so far make of them.
	Questions(ctx context.Context, ask TermsAsk) ([]Questions, error)
	// Desks are the units at which a dossier of this version may be filed, the likeliest first.
	Desks(ctx context.Context, ask TermsAsk) ([]UnitChoice, error)
	// ReadAnswers turns typed text into answers. Faults name fields of the form; what could not be
	// read is kept as typed.
	ReadAnswers(ctx context.Context, ask TermsAsk, typed map[string][]string) (json.RawMessage, []kernel.FieldFault, error)
}

// Card is a procedure to choose.
//
//glossary:none
type Card struct {
	Code, Name, Field string
	Limit             string // in words
}

// Questions is one part of a form.
//
//glossary:none
type Questions struct {
	Key, Title, Help string
	Fields           []Question
}

// Question is one field. Types: text long number money date choice many yesno person_name cccd phone email area file.
//
//glossary:none
type Question struct {
	Key, Type, Label, Help string
	Shown, Must            bool
	Choices                []Choice
	Prefill                string // source: nguoi_nop.ho_ten, cccd.ngay_sinh …
}

// Choice is one option of a question.
//
//glossary:none
type Choice struct{ Code, Name string }

// Directory names units and their letterheads. Unknown units have an empty name.
//
//glossary:none
type Directory interface {
	Names(ctx context.Context, tenant kernel.ID, units []kernel.ID, at kernel.Instant) (Units, error)
	Letterhead(ctx context.Context, tenant, unit kernel.ID, at kernel.Instant) (Letterhead, error)
	// Below are the units under the given ones, themselves included, for choosing.
	Below(ctx context.Context, tenant kernel.ID, roots []kernel.ID, at kernel.Instant) ([]UnitChoice, error)
}

// UnitChoice is a unit to choose; Depth indents it.
//
//glossary:none
type UnitChoice struct {
	ID    kernel.ID
	Name  string
	Depth int
}

// Till is where the orders of this room are paid.
//
//glossary:none
type Till interface {
	// Pay is the page on which an order is paid or collected, "" when the till does not know it.
	Pay(ctx context.Context, tenant, order kernel.ID) (string, error)
	// ReceiptPage is the printed receipt of a paid order, "" while there is none.
	ReceiptPage(ctx context.Context, tenant, order kernel.ID) (string, error)
	// PayerPage is the page on which the payer herself sees what she owes and how to pay it, "" when
	// the till does not know the order.
	PayerPage(ctx context.Context, tenant, order kernel.ID) (string, error)
	// ReceiptPDF prints a receipt of an order; pdf is nil when the receipt is not one of that order.
	ReceiptPDF(ctx context.Context, tenant, order, receipt kernel.ID) (name string, pdf []byte, err error)
}
