package app

import (
	"doanket/internal/links"
	"doanket/internal/outbox"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/ui"
)

// appSamples are the pages between the rooms in their states.
func appSamples() []ui.Sample {
	at := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(9, 41)
	cards := []dossiers.Card{{Code: "1.001193", Name: "Đăng ký khai sinh", Field: "Hộ tịch", Limit: "Trong ngày nếu nhận trước 15:00"}, {Code: "2.001955", Name: "Đăng ký nội quy lao động của doanh nghiệp", Field: "Lao động", Limit: "07 ngày làm việc"}}
	rows := []TodayRow{
		{Href: "/ho-so/1", Reference: "H49.31.06-261118-0007", Title: "Cấp giấy phép xây dựng nhà ở riêng lẻ", Who: "Trần Văn Hậu", Step: "Chờ ký", Tone: ui.Late, Due: "20/11 17:00", Why: "quá hạn 3 giờ làm việc"},
		{Href: "/ho-so/2", Reference: "H49.31.06-261123-0044", Title: "Đăng ký nội quy lao động", Who: "Công ty TNHH Than Mẫu", Step: "Thẩm định", Due: "03/12 08:20", Why: "7 ngày làm việc"},
	}
	letter := outbox.Letter{ID: 7, Hearer: "messages.mail", State: "dead", Tries: 6, LastError: "mail: connection refused", Fact: kernel.Fact{Kind: "messages.queued", Subject: "message:12", At: at}}
	found := []FoundGroup{{Title: "Hồ sơ", Rows: []FoundRow{{Href: "/ho-so/2", Title: "H49.31.06-261123-0044 · Đăng ký nội quy lao động", Text: "Công ty TNHH Than Mẫu"}}}, {Title: "Thủ tục", Rows: []FoundRow{{Href: "/thu-tuc/2.001955", Title: "Đăng ký nội quy lao động của doanh nghiệp", Text: "Lao động"}}}}
	states := []links.State{{Port: links.Port{System: "smtp", Name: "Thư điện tử", Mode: links.Simulated, Proven: "emersion/go-smtp"}}, {Port: links.Port{System: "x", Name: "Hệ thống khác", Mode: links.Real}, Open: true, Since: at, Reason: "hết giờ chờ"}}
	s := func(page, state string, plain bool, body ui.Sample) ui.Sample {
		body.Room, body.Page, body.State, body.Plain = "app", page, state, plain
		return body
	}
	return []ui.Sample{
		s("landing", "full", true, ui.Sample{Body: Landing(LandingView{Popular: cards})}),
		s("landing", "empty", true, ui.Sample{Body: Landing(LandingView{})}),
		s("today", "officer", false, ui.Sample{Body: Today(TodayView{Day: "chủ nhật, 22/11/2026", Officer: true, Desk: true, Rows: rows, Counters: []ui.Counter{{Label: "Quá hạn", Value: "1", Href: "/ho-so", Tone: ui.Late}}})}),
		s("today", "tasks", false, ui.Sample{Body: Today(TodayView{Day: "chủ nhật, 22/11/2026", Officer: true, Tasks: []TodayRow{{Href: "/nhiem-vu/1", Title: "Báo cáo số đoàn viên quý IV", Who: "Công đoàn phường Uông Bí", Step: "Mới giao", Tone: ui.Soon, Due: "25/11/2026", Why: "còn 3 ngày"}}})}),
		s("today", "officer_empty", false, ui.Sample{Body: Today(TodayView{Day: "chủ nhật, 22/11/2026", Officer: true})}),
		s("today", "citizen_empty", false, ui.Sample{Body: Today(TodayView{Day: "chủ nhật, 22/11/2026"})}),
		s("find", "hits", false, ui.Sample{Body: Found("nội quy", found)}),
		s("find", "nothing", false, ui.Sample{Body: Found("xyz", nil)}),
		s("letters", "dead", false, ui.Sample{Body: Letters(LettersView{Stuck: true, Letters: []outbox.Letter{letter}, Figures: outbox.Figures{Dead: 1, Due: 3}, Next: "/quan-tri/su-kien?sau=7"})}),
		s("letters", "empty", false, ui.Sample{Body: Letters(LettersView{Stuck: true})}),
		s("links", "mixed", false, ui.Sample{Body: Links(states, false)}),
	}
}
