package dossiers

import (
	"context"
	"net/url"

	"doanket/kernel"
	"doanket/ui"
)

// queueViews are the views of the list: whose work is shown.
var queueViews = []struct {
	kind QueueKind
	slug string
	name string
}{
	{QueueMine, "cua-toi", "Của tôi"}, {QueueDesk, "quay", "Của quầy"}, {QueueSign, "cho-ky", "Chờ ký"}, {QueuePaused, "cho-nguoi-dan", "Chờ người dân"}, {QueueUnit, "don-vi", "Của đơn vị"},
}

// emptyQueues say what will appear in each view and what to do first.
var emptyQueues = map[QueueKind][2]string{
	QueueMine:   {"Bạn không có việc nào đang chờ", "Hồ sơ được phân công hoặc chuyển tới bạn sẽ hiện ở đây, việc đến hạn trước đứng trước."},
	QueueDesk:   {"Quầy không có hồ sơ nào đang chờ", "Hồ sơ mới nộp trực tuyến và hồ sơ đã xong chờ trả sẽ hiện ở đây."},
	QueueSign:   {"Không có kết quả nào chờ ký", "Dự thảo kết quả được trình lên sẽ hiện ở đây."},
	QueuePaused: {"Không hồ sơ nào đang chờ người dân", "Hồ sơ đã yêu cầu bổ sung hoặc nộp phí sẽ hiện ở đây cho đến khi người dân làm xong."},
	QueueUnit:   {"Đơn vị chưa có hồ sơ đang giải quyết", "Hồ sơ đã tiếp nhận sẽ hiện ở đây. Việc đầu tiên là tiếp nhận một hồ sơ tại quầy."},
}

// queueSeen is what a list page is drawn from.
type queueSeen struct {
	kind      QueueKind
	filtered  bool // a list by conditions instead of somebody's work
	figure    Figure
	counts    QueueCounts
	page      Page
	now       kernel.Instant
	unit      string // name of the actor's unit
	canAccept bool
	query     url.Values // of the page, to build links from
}

func (s queueSeen) view(ctx context.Context) QueueView {
	v := QueueView{
		Title: ui.T(ctx, "Hồ sơ cần làm"), Filtered: s.filtered, Clear: "/ho-so",
		Counters: []ui.Counter{
			{Label: ui.T(ctx, "Quá hạn"), Value: ui.Num(s.counts.Overdue), Href: "/ho-so?xem=tat-ca&gap=qua-han", Tone: toneIf(s.counts.Overdue > 0, ui.Late)},
			{Label: ui.T(ctx, "Đến hạn trong 2 ngày"), Value: ui.Num(s.counts.DueSoon), Href: "/ho-so?xem=tat-ca&gap=sap-han", Tone: toneIf(s.counts.DueSoon > 0, ui.Soon)},
			{Label: ui.T(ctx, "Đang chờ người dân"), Value: ui.Num(s.counts.Paused), Href: "/ho-so?xem=cho-nguoi-dan"},
		},
		EmptyHead: ui.T(ctx, emptyQueues[s.kind][0]), EmptyText: ui.T(ctx, emptyQueues[s.kind][1]),
		Footnote: ui.T(ctx, "Việc đến hạn trước đứng trước. Cập nhật lúc %s.", ui.Moment(ctx, s.now)),
	}
	if s.unit != "" {
		v.Crumb = []ui.Link{ui.Text(s.unit)}
	}
	if s.canAccept {
		v.Receive = "/ho-so/tiep-nhan-tai-quay"
	}
	if s.figure != "" {
		v.Title = ui.T(ctx, figureNames[s.figure])
		v.Crumb = []ui.Link{{Label: ui.T(ctx, "Bảng điều hành"), Href: "/dieu-hanh"}}
		v.Counters = nil
		v.Footnote = ui.T(ctx, "Danh sách này cộng lại thành đúng con số trên bảng điều hành.")
	}
	v.Chips = s.chips(ctx)
	for _, it := range s.page.Items {
		v.Rows = append(v.Rows, row(ctx, it, s.now))
	}
	if s.page.Next != "" {
		v.Next = "/ho-so?" + with(s.query, "sau", s.page.Next)
	}
	if s.query.Get("sau") != "" {
		v.Prev = "/ho-so?" + with(s.query, "sau", "")
	}
	v.Exports = []ui.Link{{Label: ui.T(ctx, "Tải Excel"), Href: "/ho-so/xuat?" + with(s.query, "dang", "xlsx")}, {Label: ui.T(ctx, "Tải CSV"), Href: "/ho-so/xuat?" + with(s.query, "dang", "csv")}}
	v.Print = "/ho-so/in?" + with(s.query, "", "")
	return v
}

func (s queueSeen) chips(ctx context.Context) []ui.Chip {
	counts := map[QueueKind]int64{QueueMine: s.counts.Mine, QueueDesk: s.counts.Desk, QueueSign: s.counts.Sign, QueuePaused: s.counts.Paused, QueueUnit: s.counts.Unit}
	var out []ui.Chip
	for _, q := range queueViews {
		c := ui.Chip{Label: ui.T(ctx, q.name), Href: "/ho-so?xem=" + q.slug, Current: q.kind == s.kind && !s.filtered, Count: ui.Num(counts[q.kind])}
		out = append(out, c)
	}
	return append(out, ui.Chip{Label: ui.T(ctx, "Tất cả"), Href: "/ho-so?xem=tat-ca", Current: s.query.Get("xem") == "tat-ca"})
}

func toneIf(yes bool, t ui.Tone) ui.Tone {
	if yes {
		return t
	}
	return ""
}

// with is the query with one value set or taken away; the place in the list is never kept.
func with(q url.Values, name, value string) string {
	out := url.Values{}
	for k, v := range q {
		if k != "sau" || name == "sau" {
			out[k] = v
		}
	}
	if name != "" {
		out.Del(name)
		if value != "" {
			out.Set(name, value)
		}
	}
	return out.Encode()
}
