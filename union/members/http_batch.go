package members

import (
	"bytes"
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// BatchView is one decision of admission.
//
//glossary:none
type BatchView struct {
	ID, Title string
	Facts     []ui.Fact
	Rows      []RowView
	PDF       string
}

func batchView(ctx context.Context, b batchPaper) BatchView {
	v := BatchView{ID: b.ID.String(), Title: ui.T(ctx, "Quyết định %s", b.Number), PDF: admitPath + "/quyet-dinh/" + b.ID.String() + "/pdf"}
	unit := ""
	if len(b.Heads) > 0 {
		unit = b.Heads[0]
	}
	v.Facts = []ui.Fact{{Label: ui.T(ctx, "Nơi quyết định"), Value: unit}, {Label: ui.T(ctx, "Ngày quyết định"), Value: kernel.FormatDate(b.Decided)}, {Label: ui.T(ctx, "Người ký"), Value: joined(b.Signer, b.SignerPost)},
		{Label: ui.T(ctx, "Số người"), Value: ui.Num(b.Members)}, {Label: ui.T(ctx, "Ghi sổ"), Value: joined(b.ByName, ui.Moment(ctx, b.At))}}
	for _, m := range b.Rows {
		v.Rows = append(v.Rows, RowView{Href: roomPath + "/" + m.ID.String(), Name: m.Name, Under: m.Number, Cells: []CellView{{Text: kernel.FormatDate(m.Born)}, {Text: m.Profile.Work.Job, Drop: true}}})
	}
	return v
}

func (s *Service) showBatch(c *web.Ctx) error {
	id, err := c.ID("dot")
	if err != nil {
		return err
	}
	b, err := s.batchOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := batchView(c.Context(), b)
	return c.Page(http.StatusOK, v.Title, BatchPage(v))
}

func (s *Service) showBatchPDF(c *web.Ctx) error {
	id, err := c.ID("dot")
	if err != nil {
		return err
	}
	b, err := s.batchOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	pdf, err := s.printBatch(b)
	if err != nil {
		return err
	}
	return c.File("quyet-dinh-ket-nap.pdf", "application/pdf", bytes.NewReader(pdf), true)
}
