package statistics

import (
	"context"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

func stateWord(ctx context.Context, s State) string {
	switch s {
	case Draft:
		return ui.T(ctx, "Đang lập")
	case Submitted:
		return ui.T(ctx, "Đã gửi, chờ duyệt")
	case Returned:
		return ui.T(ctx, "Trả lại")
	case Accepted:
		return ui.T(ctx, "Đã duyệt")
	}
	return ui.T(ctx, "Chưa lập")
}

var stateTones = map[State]ui.Tone{None: ui.Hold, Draft: ui.Run, Submitted: ui.Wait, Returned: ui.Soon, Accepted: ui.Done}

func verbWord(ctx context.Context, v verb) string {
	switch v {
	case save:
		return ui.T(ctx, "Lưu nháp")
	case submit:
		return ui.T(ctx, "Gửi cấp trên")
	case settle:
		return ui.T(ctx, "Chốt số liệu")
	case withdraw:
		return ui.T(ctx, "Rút lại")
	case accept:
		return ui.T(ctx, "Duyệt")
	}
	return ui.T(ctx, "Trả lại")
}

func measureWord(ctx context.Context, m Measure) string {
	if strings.HasPrefix(string(m), "cards.") {
		return ui.T(ctx, "số thẻ còn giá trị")
	}
	return ui.T(ctx, "số đoàn viên trong sổ")
}

// figure writes a value in its kind; the unit stands in a column of its own.
func figure(kind LineKind, v *int64) string {
	switch {
	case v == nil:
		return "–"
	case kind == Share:
		return kernel.FormatNumber(float64(*v)/100, 2)
	}
	return kernel.GroupThousands(*v)
}

// late says how late somebody is, or nothing.
func late(ctx context.Context, days int) string {
	if days == 0 {
		return ""
	}
	return ui.T(ctx, "chậm %d ngày làm việc", days)
}

// lineName is the number and the label.
func lineName(number, label string) string {
	if number == "" {
		return label
	}
	return number + ". " + label
}
