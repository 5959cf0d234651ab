package dossiers

import (
	"bytes"
	"context"
	"slices"

	"doanket/internal/web"
	"doanket/kernel"
)

// payer leads the owner of a dossier to the page on which she pays, and to her own receipts: the till's
// own pages are for those who collect.
func (p *Pages) payer(ctx context.Context, s seen, v *OwnView) error {
	v.Pay = ""
	if p.Till == nil || v.Money == nil {
		return nil
	}
	if v.Money.Receipt != "" {
		v.Money.Receipt = "/ho-so-cua-toi/" + s.Dossier.ID.String() + v.Money.Receipt
	}
	for _, o := range slices.Backward(s.Dossier.Orders) {
		if !o.PaidAt.IsZero() || !s.Dossier.State.Open() {
			continue
		}
		at, err := p.Till.PayerPage(ctx, s.Dossier.Tenant, o.ID)
		if err != nil {
			return err
		}
		v.Pay = at
		return nil
	}
	return nil
}

// ownReceipt prints a receipt of the owner's dossier; whoever may see the dossier may see what was paid for it.
func (p *Pages) ownReceipt(c *web.Ctx) error {
	s, err := p.see(c)
	if err != nil {
		return err
	}
	id, err := kernel.ParseID(c.Path("so"))
	if err != nil || p.Till == nil {
		return kernel.Missing("dossiers.not_found")
	}
	for _, o := range s.Dossier.Orders {
		name, pdf, err := p.Till.ReceiptPDF(c.Context(), s.Dossier.Tenant, o.ID, id)
		if err != nil {
			return err
		}
		if pdf != nil {
			return c.File(name, "application/pdf", bytes.NewReader(pdf), true)
		}
	}
	return kernel.Missing("dossiers.not_found")
}
