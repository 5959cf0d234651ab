package tasks

import (
	"context"
	"unicode"

	"doanket/kernel"
	"doanket/ui"
)

var stateTones = map[State]ui.Tone{Open: ui.Wait, Accepted: ui.Run, Reported: ui.Soon, Returned: ui.Late, Closed: ui.Done, Cancelled: ui.Hold}

var stateNames = map[State]string{Open: "Mới giao", Accepted: "Đang làm", Reported: "Chờ xác nhận", Returned: "Phải làm thêm", Closed: "Đã xong", Cancelled: "Đã huỷ"}

func stateWord(ctx context.Context, s State) string { return ui.T(ctx, stateNames[s]) }

// StateName is the Vietnamese name of a state, for papers and lists of other rooms.
func StateName(s State) string { return stateNames[s] }

// StateTone is the colour and shape that stand with it.
func StateTone(s State) ui.Tone { return stateTones[s] }

var eventNames = map[Verb]string{Give: "Giao việc", Take: "Nhận việc", Report: "Báo cáo đã làm xong", SendBack: "Trả lại, cần làm thêm", Confirm: "Xác nhận đã xong",
	Finish: "Kết thúc", CallOff: "Huỷ", Extend: "Đổi hạn", HandOver: "Chuyển việc", Note: "Ghi tiến độ", Remind: "Đôn đốc",
	RangSoon: "Hệ thống nhắc: sắp đến hạn", RangLate: "Hệ thống nhắc: quá hạn", RangRise: "Hệ thống báo lên cấp trên"}

func eventWord(ctx context.Context, v Verb) string { return ui.T(ctx, eventNames[v]) }

var stateSlugs = map[State]string{Open: "moi", Accepted: "dang-lam", Reported: "cho-xac-nhan", Returned: "lam-them", Closed: "xong", Cancelled: "huy"}

// Slugs of filters that are no state of their own.
const (
	slugLate = "qua-han"
	slugSoon = "sap-han"
	slugOver = "ket-thuc"
)

var viewSlugs = map[View]string{Mine: "cua-toi", OfUnit: "don-vi", Given: "da-giao"}

// dueWords are when a task is due as a row says it, and why the row stands where it does.
func dueWords(ctx context.Context, t Task, now kernel.Instant) (tone ui.Tone, due, why string) {
	switch {
	case t.Due.IsZero():
		return "", ui.T(ctx, "Không có hạn"), ""
	case t.WholeDay:
		due = kernel.FormatDate(t.Due.Date())
	default:
		due = kernel.FormatShort(t.Due)
	}
	days := now.Date().DaysUntil(t.Due.Date())
	switch {
	case !t.State.Live() && t.State == Cancelled:
		return "", due, ""
	case !t.State.Live() && t.DoneLate():
		return ui.Late, due, ui.T(ctx, "xong sau hạn")
	case !t.State.Live():
		return "", due, ui.T(ctx, "xong đúng hạn")
	case t.State == Reported && t.Late(now):
		return ui.Late, due, ui.T(ctx, "báo cáo sau hạn")
	case t.State == Reported:
		return "", due, ui.T(ctx, "đã báo cáo đúng hạn")
	case t.Late(now) && days == 0:
		return ui.Late, due, ui.T(ctx, "quá hạn hôm nay")
	case t.Late(now):
		return ui.Late, due, ui.T(ctx, "quá hạn %d ngày", -days)
	case days == 0:
		return ui.Soon, due, ui.T(ctx, "hôm nay")
	case days <= 3:
		return ui.Soon, due, ui.T(ctx, "còn %d ngày", days)
	}
	return "", due, ui.T(ctx, "còn %d ngày", days)
}

// DueWords are the words of a row for other pages that list tasks.
func DueWords(ctx context.Context, t Task, now kernel.Instant) (tone ui.Tone, due, why string) {
	return dueWords(ctx, t, now)
}

// doerWords name who does it: the person, or that it lies in the unit's common list.
func doerWords(ctx context.Context, t Task) string {
	if t.Assignee.Name != "" {
		return t.Assignee.Name
	}
	return ui.T(ctx, "Chưa ai nhận")
}

// giverWords name who gave it.
func giverWords(t Task, units map[kernel.ID]string) string {
	name := t.Giver.Name
	if t.Giver.Account == 0 {
		name = ""
	}
	if unit := units[t.GiverUnit]; unit != "" {
		if name == "" {
			return unit
		}
		return name + ", " + unit
	}
	return name
}

// capital begins a sentence.
func capital(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
