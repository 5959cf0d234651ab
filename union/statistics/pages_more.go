package statistics

import (
	"context"
	"net/url"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// say is the translator of a context, for words that know their arguments.
func say(ctx context.Context) func(string, ...any) string {
	return func(s string, args ...any) string { return ui.T(ctx, s, args...) }
}

func formFacts(ctx context.Context, f *Form) []ui.Fact {
	valid := ui.T(ctx, "từ %s", kernel.FormatDate(f.valid.From))
	if !f.valid.To.IsZero() {
		valid += " " + ui.T(ctx, "đến hết %s", kernel.FormatDate(f.valid.To.AddDays(-1)))
	}
	verified := ui.T(ctx, "Đã đối chiếu")
	if !f.Verified {
		verified = ui.T(ctx, "Chưa xác minh")
	}
	return []ui.Fact{{Label: ui.T(ctx, "Dùng cho"), Value: f.For}, {Label: ui.T(ctx, "Phiên bản"), Value: ui.T(ctx, "số %d, %s", f.No, valid)},
		{Label: ui.T(ctx, "Ngày chốt"), Value: cutOffWords(f)}, {Label: ui.T(ctx, "Hạn gửi đặt sẵn"), Value: f.limit.Say(say(ctx)) + ". " + f.DueSource},
		{Label: ui.T(ctx, "Nguồn"), Value: f.Source}, {Label: ui.T(ctx, "Đối chiếu"), Value: verified}}
}

// originOf says where a line's value comes from.
func originOf(ctx context.Context, f *Form, l Line) string {
	switch {
	case l.Kind == Share:
		return ui.T(ctx, "Tính từ hai dòng trên")
	case l.Of != "" && l.Sector != "":
		return ui.T(ctx, "Cộng từ %s, một khu vực", f.Sums)
	case l.Of != "":
		return ui.T(ctx, "Cộng từ %s", f.Sums)
	case l.From != "":
		return ui.T(ctx, "Tính từ sổ đoàn viên")
	case l.Suggest != "":
		return ui.T(ctx, "Gõ tay, sổ đoàn viên gợi ý")
	}
	return ui.T(ctx, "Gõ tay")
}

func lastComment(events []Event) string {
	for _, e := range events {
		if e.Comment != "" {
			return e.Comment
		}
	}
	return ""
}

func fieldOrder(f *Form) []string {
	out := []string{sectorField}
	for _, l := range f.Lines() {
		out = append(out, ValueField(l.Key), ReasonField(l.Key))
	}
	return append(out, noteField)
}

func groupText(ctx context.Context, g Group) string {
	if g.Own {
		return ui.T(ctx, "Hệ thống thêm mục này, không thuộc mẫu đã thấy.")
	}
	return ""
}

func cellHead(ctx context.Context, l Line) string {
	if l.Kind == Average {
		return ui.T(ctx, "Bình quân, %s", l.Unit)
	}
	return ui.T(ctx, "Số liệu, %s", l.Unit)
}

func rowFigure(l Line, r CellRow) string {
	n, ok := r.of(l.Kind)
	if !ok {
		return "–"
	}
	return kernel.GroupThousands(n)
}

// rowPath opens the same line one level further down, or the form itself.
func rowPath(v CellRows, r CellRow, sector string) string {
	at := unitPath(v.Period.ID, r.Unit)
	if !r.Sums {
		return at
	}
	at += "/dong/" + v.Line.Key
	if sector != "" {
		at += "?khu-vuc=" + url.QueryEscape(sector)
	}
	return at
}

func lateTitle(ctx context.Context, sent bool) string {
	if sent {
		return ui.T(ctx, "Đơn vị gửi chậm")
	}
	return ui.T(ctx, "Đơn vị chưa gửi")
}

func noneLate(ctx context.Context, sent bool) string {
	if sent {
		return ui.T(ctx, "Không đơn vị nào gửi chậm")
	}
	return ui.T(ctx, "Mọi đơn vị đã gửi")
}

func lateView(sent bool) string {
	if sent {
		return "gui-cham"
	}
	return ""
}

func lateHref(l LateList, sent bool, page string) string {
	at := unitPath(l.Period.ID, l.Org.ID) + page
	if sent {
		at += "?xem=gui-cham"
	}
	return at
}

func dayShown(on kernel.Date, typed string, errs ui.Errors) string {
	if errs["ngay"] != "" {
		return typed
	}
	return kernel.FormatDate(on)
}

func indexPath(v IndexPage) string { return "/thong-ke/chi-so/" + v.Values[0].Index.Key }

func indexHref(at string, v IndexPage, which string, today kernel.Date) string {
	q := url.Values{}
	if v.Org.ID != 0 {
		q.Set("don-vi", v.Org.ID.String())
	}
	if v.On != today {
		q.Set("ngay", kernel.FormatDate(v.On))
	}
	if which != "" {
		q.Set("xem", which)
	}
	if len(q) == 0 {
		return at
	}
	return at + "?" + q.Encode()
}

func nextIndex(v IndexPage, which string, today kernel.Date) string {
	if v.Next == "" {
		return ""
	}
	at := indexHref(indexPath(v), v, which, today)
	sep := "?"
	if strings.Contains(at, "?") {
		sep = "&"
	}
	return at + sep + url.Values{"sau": {v.Next}}.Encode()
}

// indexTile is the figure with its list behind it; what is not known is said.
func indexTile(ctx context.Context, v IndexPage, x IndexValue, today kernel.Date) ui.TileProps {
	t := ui.TileProps{Label: x.Index.Title, Href: indexHref("/thong-ke/chi-so/"+x.Index.Key, v, "", today), Value: kernel.FormatShare(x.Part, x.Whole)}
	if len(x.Lacking) > 0 {
		t.Value, t.Verdict, t.Tone = "–", ui.T(ctx, "Chưa có %s", measureWord(ctx, x.Lacking[0])), ui.Hold
		return t
	}
	t.Verdict, t.Tone = ui.T(ctx, "%s trên %s", kernel.GroupThousands(x.Part), kernel.GroupThousands(x.Whole)), ui.Run
	return t
}

func indexSentence(ctx context.Context, x IndexValue) string {
	if len(x.Lacking) > 0 {
		return ui.T(ctx, "Chưa tính được: chưa có %s.", measureWord(ctx, x.Lacking[0]))
	}
	return ui.T(ctx, "%s, tức %s trên %s. %s", kernel.FormatShare(x.Part, x.Whole), kernel.GroupThousands(x.Part), kernel.GroupThousands(x.Whole), x.Index.Text)
}
