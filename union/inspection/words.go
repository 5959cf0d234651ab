package inspection

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

var kindNames = map[Kind]string{Charter: "Chấp hành Điều lệ", Finance: "Tài chính, tài sản", Violation: "Dấu hiệu vi phạm", Supervision: "Giám sát"}

func kindWord(ctx context.Context, k Kind) string { return ui.T(ctx, kindNames[k]) }

var stateTones = map[State]ui.Tone{Planned: ui.Wait, Announced: ui.Wait, Running: ui.Run, Concluded: ui.Soon, Followed: ui.Done, Closed: ui.Done, Cancelled: ui.Hold}

var stateNames = map[State]string{Planned: "Đang chuẩn bị", Announced: "Đã công bố", Running: "Đang kiểm tra", Concluded: "Theo dõi kiến nghị", Followed: "Đã khắc phục xong",
	Closed: "Đã kết thúc", Cancelled: "Đã huỷ"}

func stateWord(ctx context.Context, s State) string { return ui.T(ctx, stateNames[s]) }

var stateSlugs = map[State]string{Planned: "chuan-bi", Announced: "cong-bo", Running: "dang-lam", Concluded: "theo-doi", Followed: "khac-phuc-xong", Closed: "ket-thuc", Cancelled: "huy"}

var planTones = map[PlanState]ui.Tone{PlanDraft: ui.Wait, PlanSubmitted: ui.Soon, PlanApproved: ui.Done}

var planNames = map[PlanState]string{PlanDraft: "Đang soạn", PlanSubmitted: "Chờ duyệt", PlanApproved: "Đã duyệt"}

func planWord(ctx context.Context, s PlanState) string { return ui.T(ctx, planNames[s]) }

var resultTones = map[Result]ui.Tone{Unanswered: ui.Wait, Good: ui.Done, Faulty: ui.Late, Inapplicable: ui.Hold}

var resultNames = map[Result]string{Unanswered: "Chưa kiểm tra", Good: "Đạt", Faulty: "Có thiếu sót", Inapplicable: "Không có nội dung này"}

func resultWord(ctx context.Context, r Result) string { return ui.T(ctx, resultNames[r]) }

var recommendationTones = map[RecommendationState]ui.Tone{Drafted: ui.Wait, Waiting: ui.Run, Reported: ui.Soon, Done: ui.Done, Dropped: ui.Hold}

var recommendationNames = map[RecommendationState]string{Drafted: "Chưa ban hành", Waiting: "Đang khắc phục", Reported: "Chờ xác nhận", Done: "Đã khắc phục", Dropped: "Thôi theo dõi"}

func recommendationWord(ctx context.Context, s RecommendationState) string {
	return ui.T(ctx, recommendationNames[s])
}

var eventNames = map[Verb]string{Draw: "Lập cuộc kiểm tra", NameTeam: "Lập đoàn", Announce: "Công bố quyết định", Start: "Bắt đầu kiểm tra", Answer: "Ghi kết quả, bằng chứng",
	Minute: "Ghi biên bản", Recommend: "Soạn kiến nghị", Conclude: "Ban hành kết luận", Settle: "Xác nhận đã khắc phục", SendBack: "Trả lại báo cáo khắc phục",
	Drop: "Thôi theo dõi kiến nghị", Follow: "Mọi kiến nghị đã xong", Close: "Kết thúc, lưu hồ sơ", CallOff: "Huỷ"}

func eventWord(ctx context.Context, v Verb) string { return ui.T(ctx, eventNames[v]) }

// dueWords are when a recommendation is due as a row says it, and why it stands where it does.
func dueWords(ctx context.Context, r Recommendation, today kernel.Date) (tone ui.Tone, due, why string) {
	due = kernel.FormatDate(r.Due)
	days := today.DaysUntil(r.Due)
	switch {
	case r.State == Done && r.Late(today):
		return ui.Late, due, ui.T(ctx, "xong sau hạn")
	case r.State == Done:
		return "", due, ui.T(ctx, "xong đúng hạn")
	case r.State == Drafted || r.State == Dropped:
		return "", due, ""
	case r.State == Reported && r.Late(today):
		return ui.Late, due, ui.T(ctx, "báo cáo sau hạn")
	case r.State == Reported:
		return "", due, ui.T(ctx, "đã báo cáo đúng hạn")
	case days < 0:
		return ui.Late, due, ui.T(ctx, "quá hạn %d ngày", -days)
	case days == 0:
		return ui.Soon, due, ui.T(ctx, "hôm nay")
	case days <= soonDays:
		return ui.Soon, due, ui.T(ctx, "còn %d ngày", days)
	}
	return "", due, ui.T(ctx, "còn %d ngày", days)
}

func spanWords(p kernel.Period) string {
	return kernel.FormatDate(p.From) + " – " + kernel.FormatDate(p.To)
}

func handWords(h Hand) string {
	if h.Post == "" {
		return h.Name
	}
	return h.Name + ", " + h.Post
}
