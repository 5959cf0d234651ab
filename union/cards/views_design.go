package cards

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// DesignsView is the list of designs.
//
//glossary:none
type DesignsView struct {
	Designs  []Design
	Units    map[kernel.ID]string
	Today    kernel.Date
	MayIssue bool
}

// DesignView is one design with a specimen.
//
//glossary:none
type DesignView struct {
	Design      Design
	Unit        string
	Front, Back SideView
	Today       kernel.Date
}

func designSpan(ctx context.Context, d Design) string {
	if d.Valid.To.IsZero() {
		return ui.T(ctx, "từ %s", kernel.FormatDate(d.Valid.From))
	}
	return ui.T(ctx, "từ %s đến hết %s", kernel.FormatDate(d.Valid.From), kernel.FormatDate(d.Valid.To.AddDays(-1)))
}

func designFacts(ctx context.Context, v DesignView) []ui.Fact {
	d := v.Design
	shows := ui.T(ctx, "Họ và tên")
	for _, f := range d.Fields {
		shows += ", " + ui.T(ctx, fieldNames[f])
	}
	return []ui.Fact{{Label: ui.T(ctx, "Đơn vị cấp thẻ"), Value: v.Unit}, {Label: ui.T(ctx, "Hiệu lực"), Value: designSpan(ctx, d)}, {Label: ui.T(ctx, "Số thẻ"), Value: seriesWords(ctx, d)},
		{Label: ui.T(ctx, "Mục trên thẻ"), Value: shows}, {Label: ui.T(ctx, "Bộ màu"), Value: ui.T(ctx, d.palette().Name)}, {Label: ui.T(ctx, "Người ký"), Value: joined(d.Signer, d.Post)},
		{Label: ui.T(ctx, "Căn cứ"), Value: sourceLine(ctx, d.Source, d.Verified)}, {Label: ui.T(ctx, "Người soạn"), Value: d.MadeBy + ", " + ui.Moment(ctx, d.MadeAt)}}
}

func seriesWords(ctx context.Context, d Design) string {
	if d.Yearly {
		return ui.T(ctx, "%s, đánh lại từ 1 mỗi năm", Series{Prefix: d.Prefix, Year: d.Valid.From.Year}.serial(1))
	}
	return ui.T(ctx, "%s, đánh liên tục qua các năm", Series{Prefix: d.Prefix}.serial(1))
}

// DesignFormView is the form of a design with a specimen beside it.
//
//glossary:none
type DesignFormView struct {
	Typed       designForm
	Day         string
	Units       []ui.Option
	Palettes    []ui.Option
	Errors      ui.Errors
	Front, Back SideView
}

func fieldOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, f := range Fields {
		out = append(out, ui.Option{Value: string(f), Label: ui.T(ctx, fieldNames[f])})
	}
	return out
}
