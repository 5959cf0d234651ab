package people

import (
	"context"
	"strings"

	"doanket/internal/audit"
	"doanket/kernel"
	"doanket/ui"
)

func accountWord(ctx context.Context, s AccountState) (ui.Tone, string) {
	if s == AccountActive {
		return ui.Done, ui.T(ctx, "Đang dùng")
	}
	return ui.Hold, ui.T(ctx, "Đã khoá")
}

func mandateWord(ctx context.Context, m MandateView) (ui.Tone, string) {
	switch m.State {
	case Pending:
		return ui.Soon, ui.T(ctx, "Chờ xác nhận")
	case Refused:
		return ui.Hold, ui.T(ctx, "Bị từ chối")
	case Ended:
		return ui.Hold, ui.T(ctx, "Đã kết thúc")
	}
	switch {
	case m.Now:
		return ui.Done, ui.T(ctx, "Có hiệu lực")
	case m.Future:
		return ui.Wait, ui.T(ctx, "Chưa đến ngày")
	}
	return ui.Hold, ui.T(ctx, "Ngoài thời hạn")
}

// span writes a period as people say it: the last day is the last one on which it holds.
func span(ctx context.Context, p kernel.Period) string {
	if p.To.IsZero() {
		return ui.T(ctx, "từ %s", kernel.FormatDate(p.From))
	}
	return ui.T(ctx, "%s đến hết %s", kernel.FormatDate(p.From), kernel.FormatDate(p.To.AddDays(-1)))
}

func when(ctx context.Context, i kernel.Instant) string {
	if i.IsZero() {
		return ui.T(ctx, "chưa lần nào")
	}
	return ui.Moment(ctx, i)
}

func roomTitle(ctx context.Context, room string) string {
	titles := map[string]string{
		"dossiers": ui.T(ctx, "Hồ sơ"), "payments": ui.T(ctx, "Thanh toán"), "procedures": ui.T(ctx, "Thủ tục"),
		"calendar": ui.T(ctx, "Lịch làm việc"), "orgs": ui.T(ctx, "Đơn vị"), "people": ui.T(ctx, "Con người"),
		"audit": ui.T(ctx, "Nhật ký"), "outbox": ui.T(ctx, "Sự kiện"), "messages": ui.T(ctx, "Tin nhắn"), "links": ui.T(ctx, "Liên thông"),
		"members": ui.T(ctx, "Đoàn viên"),
	}
	if t := titles[room]; t != "" {
		return t
	}
	return ui.T(ctx, room)
}

func brokenWord(ctx context.Context, l audit.Link) string {
	switch l.Why {
	case "missing":
		return ui.T(ctx, "thiếu mắt xích")
	case "cut_off":
		return ui.T(ctx, "chuỗi bị cắt cụt")
	}
	return ui.T(ctx, "nội dung đã bị sửa")
}

// agent says in two words which machine a session runs on; browsers tell too much and too little.
func agent(ctx context.Context, s string) string {
	browser, machine := ui.T(ctx, "Trình duyệt"), ""
	for _, b := range []struct{ mark, name string }{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"coc_coc", "Cốc Cốc"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(s, b.mark) {
			browser = b.name
			break
		}
	}
	for _, m := range []struct{ mark, name string }{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}} {
		if strings.Contains(s, m.mark) {
			machine = m.name
			break
		}
	}
	if machine == "" {
		return browser
	}
	return ui.T(ctx, "%s trên %s", browser, machine)
}
