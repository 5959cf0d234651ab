package dossiers

import (
	"context"
	"net/url"
	"slices"

	"doanket/kernel"
	"doanket/ui"
)

// boardFigures are the columns of the board's tables.
var boardFigures = []Figure{FigReceived, FigCarried, FigRunning, FigDueSoon, FigOverdue, FigPaused, FigEarly, FigOnTime, FigLate}

// columnNames are short enough for a table's head.
var columnNames = map[Figure]string{
	FigReceived: "Đã nhận", FigCarried: "Kỳ trước", FigRunning: "Đang làm", FigDueSoon: "Sắp hạn", FigOverdue: "Quá hạn", FigPaused: "Tạm dừng",
	FigEarly: "Sớm", FigOnTime: "Đúng", FigLate: "Trễ", FigHandedIn: "Nhận bàn giao", FigHandedOut: "Đã bàn giao",
}

// columns are the figures of a table; what was handed over between units stands there when there is any.
func (r Report) columns() []Figure {
	out := slices.Clone(boardFigures)
	for _, f := range []Figure{FigHandedIn, FigHandedOut} {
		if r.Total.N[f] > 0 {
			out = append(out, f)
		}
	}
	return out
}

// figureLink is the address of the list behind a figure.
func figureLink(f Filter) string {
	q := url.Values{"so": {figureSlugs[f.Figure]}}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("tu", kernel.FormatDate(f.From))
	set("den", kernel.FormatDate(f.To))
	set("thu-tuc", f.Procedure)
	set("don-vi", f.Unit.String())
	if f.ExactUnit {
		q.Set("rieng", "1")
	}
	if !f.AsOf.IsZero() {
		q.Set("tai", f.AsOf.String())
	}
	return "/ho-so?" + q.Encode()
}

// board is what the leader asked and what came back, split both ways.
type board struct {
	ask         ReportAsk
	byUnit      Report
	byProcedure Report
	units       Units
	live        bool // as of now
}

func (b board) view(ctx context.Context) BoardView {
	t := b.byUnit.Total
	done := t.N[FigEarly] + t.N[FigOnTime] + t.N[FigLate]
	v := BoardView{Empty: t.N[FigReceived]+t.N[FigCarried]+t.N[FigRefused]+t.N[FigHandedIn] == 0}
	v.Crumb = ui.T(ctx, "Số liệu đến %s", ui.Moment(ctx, b.byUnit.AsOf))
	if unit := b.units[b.ask.Unit]; unit != "" {
		v.Crumb = unit + " · " + v.Crumb
	}
	link := func(f Figure) string { return figureLink(b.byUnit.Filter(t, b.ask, f)) }
	v.Tiles = []ui.TileProps{b.onTimeTile(ctx, t, done, link(FigLate)), b.overdueTile(ctx, t, link(FigOverdue))}
	for _, f := range []Figure{FigReceived, FigRunning, FigDueSoon, FigPaused, FigWithdrawn, FigRefused} {
		c := ui.Counter{Label: ui.T(ctx, figureNames[f]), Value: ui.Num(t.N[f]), Href: link(f)}
		if f == FigDueSoon && t.N[f] > 0 {
			c.Tone = ui.Soon
		}
		v.Total = append(v.Total, c)
	}
	v.Tables = []BoardTable{b.table(ctx, ui.T(ctx, "Theo đơn vị giải quyết"), ui.T(ctx, "Đơn vị"), b.byUnit), b.table(ctx, ui.T(ctx, "Theo thủ tục"), ui.T(ctx, "Thủ tục"), b.byProcedure)}
	v.Origins = b.origins(ctx, t, done, link)
	v.Chart = ui.ChartProps{Title: ui.T(ctx, "Hồ sơ đã trả, so với hạn"), Points: []ui.Point{
		{Label: ui.T(ctx, "Sớm"), Value: float64(t.N[FigEarly]), Href: link(FigEarly)}, {Label: ui.T(ctx, "Đúng"), Value: float64(t.N[FigOnTime]), Href: link(FigOnTime)},
		{Label: ui.T(ctx, "Trễ"), Value: float64(t.N[FigLate]), Href: link(FigLate), Tone: ui.Late}}}
	return v
}

func (b board) onTimeTile(ctx context.Context, t ReportRow, done int64, href string) ui.TileProps {
	tile := ui.TileProps{Label: ui.T(ctx, "Hồ sơ trả sớm và đúng hạn"), Value: "–", Target: ui.T(ctx, "Chưa có hồ sơ nào trả trong kỳ"), Tone: ui.Hold, Verdict: ui.T(ctx, "Chưa tính được")}
	if done == 0 {
		return tile
	}
	share := float64(t.N[FigEarly]+t.N[FigOnTime]) * 100 / float64(done)
	tile.Value, tile.Unit, tile.Percent, tile.Href = ui.Figure(share), "%", share, href
	tile.Target = ui.T(ctx, "%s trên %s hồ sơ đã trả", ui.Num(t.N[FigEarly]+t.N[FigOnTime]), ui.Num(done))
	tile.Tone, tile.Verdict = ui.Done, ui.T(ctx, "Không hồ sơ nào trễ")
	if t.N[FigLate] > 0 {
		tile.Tone, tile.Verdict = ui.Late, ui.T(ctx, "%s hồ sơ trễ", ui.Num(t.N[FigLate]))
	}
	return tile
}

func (b board) overdueTile(ctx context.Context, t ReportRow, href string) ui.TileProps {
	running := t.N[FigRunning]
	tile := ui.TileProps{Label: ui.T(ctx, "Đang quá hạn"), Value: ui.Num(t.N[FigOverdue]), Unit: ui.T(ctx, "hồ sơ"), Href: href, Target: ui.T(ctx, "trong %s hồ sơ đang giải quyết", ui.Num(running)),
		Tone: ui.Done, Verdict: ui.T(ctx, "Không có hồ sơ quá hạn")}
	if running > 0 {
		tile.Percent = float64(t.N[FigOverdue]) * 100 / float64(running)
	}
	if t.N[FigOverdue] > 0 {
		tile.Tone, tile.Verdict = ui.Late, ui.T(ctx, "Cần xử lý ngay")
	}
	return tile
}

func (b board) table(ctx context.Context, title, first string, r Report) BoardTable {
	t := BoardTable{Title: title, First: first}
	for _, f := range r.columns() {
		t.Columns = append(t.Columns, ui.T(ctx, columnNames[f]))
	}
	for _, row := range r.Rows {
		name := row.ProcedureName
		if row.Unit != 0 {
			name = b.units[row.Unit]
			if name == "" {
				name = row.Unit.String()
			}
		}
		t.Rows = append(t.Rows, b.row(name, r, row))
	}
	if len(r.Rows) > 1 {
		t.Total = b.row(ui.T(ctx, "Cộng"), r, r.Total)
	}
	return t
}

func (b board) row(name string, r Report, row ReportRow) BoardRow {
	out := BoardRow{Name: name}
	for _, f := range r.columns() {
		cell := ui.Link{Label: ui.Num(row.N[f])}
		if row.N[f] > 0 {
			cell.Href = figureLink(r.Filter(row, b.ask, f))
		}
		out.Cells = append(out.Cells, cell)
	}
	return out
}

// origins say how each figure is counted, with the numbers that add up to it.
func (b board) origins(ctx context.Context, t ReportRow, done int64, link func(Figure) string) []Origin {
	from, to := kernel.FormatDate(b.byUnit.From), kernel.FormatDate(b.byUnit.To)
	open := func(f Figure) ui.Link {
		if t.N[f] == 0 {
			return ui.Link{}
		}
		return ui.Link{Label: ui.T(ctx, "Mở %s hồ sơ", ui.Num(t.N[f])), Href: link(f)}
	}
	out := []Origin{
		{ui.T(ctx, "Trả sớm và đúng hạn"), ui.T(ctx, "= (%s sớm + %s đúng) ÷ %s đã trả từ %s đến %s. So ngày xong với ngày hẹn gốc; văn bản xin lỗi không làm hồ sơ trễ thành đúng hạn.",
			ui.Num(t.N[FigEarly]), ui.Num(t.N[FigOnTime]), ui.Num(done), from, to), open(FigLate)},
		{ui.T(ctx, "Đã tiếp nhận"), ui.T(ctx, "= hồ sơ có mã, ngày tiếp nhận từ %s đến %s. Hồ sơ mới nộp và hồ sơ bị từ chối không tính.", from, to), open(FigReceived)},
		{ui.T(ctx, "Đang quá hạn"), ui.T(ctx, "= đồng hồ đang chạy và đã qua ngày hẹn gốc tại lúc xem. Hồ sơ chờ bổ sung, chờ nộp phí không tính vì đồng hồ đang dừng."), open(FigOverdue)},
		{ui.T(ctx, "Kỳ trước chuyển sang"), ui.T(ctx, "= tiếp nhận trước %s và lúc đó chưa xong.", from), open(FigCarried)},
	}
	if n := t.N[FigHandedIn]; n > 0 {
		out = append(out, Origin{ui.T(ctx, "Nhận bàn giao từ đơn vị khác"), ui.T(ctx, "= hồ sơ đang giải quyết chuyển sang theo quyết định sắp xếp, từ %s đến %s. Nơi bàn giao đã tính là tiếp nhận.", from, to), open(FigHandedIn)})
	}
	if n := t.N[FigHandedOut]; n > 0 {
		out = append(out, Origin{ui.T(ctx, "Đã bàn giao cho đơn vị khác"), ui.T(ctx, "= hồ sơ đang giải quyết chuyển đi theo quyết định sắp xếp, từ %s đến %s.", from, to), open(FigHandedOut)})
	}
	return out
}
