package welfare

import (
	"context"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
	"doanket/ui"
)

var kindNames = map[Kind]string{Gifts: "Quà, tiền theo danh sách", Visits: "Thăm hỏi", Relief: "Trợ cấp khó khăn"}

func kindWord(ctx context.Context, k Kind) string { return ui.T(ctx, kindNames[k]) }

var stateNames = map[State]string{Draft: "Đang soạn", Open: "Đang mở", Closed: "Đã đóng", Dropped: "Đã bỏ"}

var stateTones = map[State]ui.Tone{Draft: ui.Wait, Open: ui.Run, Closed: ui.Done, Dropped: ui.Hold}

func stateWord(ctx context.Context, s State) string { return ui.T(ctx, stateNames[s]) }

var listNames = map[ListState]string{Waiting: "Chưa lập", Proposing: "Đang lập", Proposed: "Đã đề xuất", Corrected: "Đã rà soát", Approved: "Đã duyệt", Paying: "Đang chi", Ended: "Đã xong"}

var listTones = map[ListState]ui.Tone{Waiting: ui.Wait, Proposing: ui.Run, Proposed: ui.Run, Corrected: ui.Run, Approved: ui.Soon, Paying: ui.Run, Ended: ui.Done}

func listWord(ctx context.Context, s ListState) string { return ui.T(ctx, listNames[s]) }

var benefitNames = map[BenefitState]string{Unsure: "Chưa rõ", Listed: "Trong danh sách", Removed: "Đã bỏ", Granted: "Chờ nhận", Received: "Đã nhận", Failed: "Không trao được"}

var benefitTones = map[BenefitState]ui.Tone{Unsure: ui.Soon, Listed: ui.Run, Removed: ui.Hold, Granted: ui.Wait, Received: ui.Done, Failed: ui.Late}

func benefitWord(ctx context.Context, s BenefitState) string { return ui.T(ctx, benefitNames[s]) }

var sourceNames = map[Source]string{ByRule: "theo điều kiện", ByHand: "người rà soát thêm", ByVisit: "thăm hỏi", ByCase: "hồ sơ trợ cấp", ByFollow: "chuyển sang khi sắp xếp đơn vị"}

func sourceWord(ctx context.Context, s Source) string { return ui.T(ctx, sourceNames[s]) }

var howNames = map[How]string{BySignature: "Ký nhận trên danh sách", ByCode: "Quét mã QR", ByTransfer: "Chuyển khoản", AtVisit: "Trao khi thăm"}

func howWord(ctx context.Context, h How) string { return ui.T(ctx, howNames[h]) }

var changeNames = map[string]string{string(propose): "Lập danh sách theo điều kiện", string(ask): "Trình duyệt", string(approve): "Duyệt danh sách", string(back): "Trả lại để rà soát",
	string(pay): "Mở chi", string(amend): "Mở lại để bổ sung", string(end): "Kết thúc danh sách", string(add): "Thêm vào danh sách", string(remove): "Bỏ khỏi danh sách",
	string(take): "Nhận vào danh sách", string(hand): "Đã trao", string(fail): "Không trao được", string(resend): "Trao lại"}

func changeWord(ctx context.Context, v string) string { return ui.T(ctx, changeNames[v]) }

var viewNames = map[string]string{"trong-danh-sach": "Trong danh sách", "cho-nhan": "Chờ nhận", "da-nhan": "Đã nhận", "chua-ro": "Chưa rõ", "khong-trao-duoc": "Không trao được", "da-bo": "Đã bỏ"}

func viewWord(ctx context.Context, key string) string { return ui.T(ctx, viewNames[key]) }

var verdictNames = map[rules.Verdict]string{rules.Yes: "Đúng", rules.No: "Không đúng", rules.Unknown: "Chưa rõ"}

var verdictTones = map[rules.Verdict]ui.Tone{rules.Yes: ui.Done, rules.No: ui.Late, rules.Unknown: ui.Soon}

func verdictWord(ctx context.Context, v rules.Verdict) string { return ui.T(ctx, verdictNames[v]) }

var fitNames = map[rules.Verdict]string{rules.Yes: "Thuộc diện", rules.No: "Không thuộc diện", rules.Unknown: "Chưa rõ"}

func fitWord(ctx context.Context, v rules.Verdict) string { return ui.T(ctx, fitNames[v]) }

var allowanceNames = map[AllowanceState]string{AllowanceGranted: "Đã vào chương trình", AllowanceWaiting: "Cần người xem", AllowanceRefused: "Không chi"}

var allowanceTones = map[AllowanceState]ui.Tone{AllowanceGranted: ui.Done, AllowanceWaiting: ui.Soon, AllowanceRefused: ui.Hold}

func allowanceWord(ctx context.Context, s AllowanceState) string { return ui.T(ctx, allowanceNames[s]) }

var visitNames = map[VisitState]string{Planned: "Chưa thăm", Done: "Đã thăm", Skipped: "Không thăm"}

var visitTones = map[VisitState]ui.Tone{Planned: ui.Wait, Done: ui.Done, Skipped: ui.Hold}

func visitWord(ctx context.Context, s VisitState) string { return ui.T(ctx, visitNames[s]) }

func eventWord(ctx context.Context, e Event) string { return ui.T(ctx, eventTitle(e)) }

// slugs of states in addresses.
var stateSlugs = map[string]State{"dang-soan": Draft, "dang-mo": Open, "da-dong": Closed, "da-bo": Dropped}

var allowanceSlugs = map[string]AllowanceState{"cho-xem": AllowanceWaiting, "da-vao": AllowanceGranted, "khong-chi": AllowanceRefused}

func slugOf[S comparable](slugs map[string]S, s S) string {
	for slug, state := range slugs {
		if state == s {
			return slug
		}
	}
	return ""
}

// overWord is why money does not reach, with how much is missing.
func overWord(ctx context.Context, p Programme) string {
	return ui.T(ctx, "Vượt dự toán %s. Hãy bỏ bớt, hoặc người được quyền cho vượt ghi rõ lý do.", (-p.Left()).String())
}

// given is what a benefit is worth as people say it: money, or goods with their value.
func given(ctx context.Context, amount kernel.Money, goods string) string {
	if goods == "" {
		return amount.String()
	}
	return ui.T(ctx, "%s, trị giá %s", goods, amount.String())
}

// accountShort hides the middle of an account number in lists.
func accountShort(a Account) string {
	if a.Number == "" {
		return ""
	}
	return kernel.MaskNumber(a.Number)
}

func isoWeekday(d kernel.Date) string { return kernel.WeekdayName(d.Weekday()) }

func capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// StateOf is a benefit's state as other rooms show it: colour and word.
func StateOf(ctx context.Context, b Benefit) (ui.Tone, string) {
	return benefitTones[b.State], benefitWord(ctx, b.State)
}

func lower(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
