package waitlists

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
	"doanket/ui"
)

var kindNames = map[Kind]string{Housing: "Nhà ở của công đoàn", Loan: "Vay vốn"}

var stateNames = map[State]string{Draft: "Đang soạn", Running: "Đang nhận đơn", Frozen: "Đã chốt điểm", Closed: "Đã đóng", Dropped: "Đã bỏ"}

var stateTones = map[State]ui.Tone{Draft: ui.Wait, Running: ui.Run, Frozen: ui.Soon, Closed: ui.Done, Dropped: ui.Hold}

var stageNames = map[Stage]string{Waiting: "Đang chờ", Offered: "Được mời, chờ trả lời", Accepted: "Đã nhận", Declined: "Đã từ chối", Lapsed: "Quá hạn trả lời", Withdrawn: "Đã rút đơn", Removed: "Đã đưa ra"}

var stageTones = map[Stage]ui.Tone{Waiting: ui.Wait, Offered: ui.Soon, Accepted: ui.Done, Declined: ui.Hold, Lapsed: ui.Late, Withdrawn: ui.Hold, Removed: ui.Hold}

// StageOf is the tone and the word of an application, for pages of other rooms.
func StageOf(ctx context.Context, x Application) (ui.Tone, string) {
	return stageTones[x.Stage], ui.T(ctx, stageNames[x.Stage])
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range Kinds {
		out = append(out, ui.Option{Value: string(k), Label: ui.T(ctx, kindNames[k])})
	}
	return out
}

func unitOptions(units []Unit) []ui.Option {
	out := make([]ui.Option, len(units))
	for i, u := range units {
		out[i] = ui.Option{Value: u.ID.String(), Label: strings.Repeat("– ", u.Depth) + u.Name}
	}
	return out
}

func home(a kernel.Actor, units []Unit) kernel.ID {
	if slices.ContainsFunc(units, func(u Unit) bool { return u.ID == a.Org }) || len(units) == 0 {
		return a.Org
	}
	return units[0].ID
}

func yesNo(ctx context.Context, yes bool) string {
	if yes {
		return ui.T(ctx, "Có")
	}
	return ui.T(ctx, "Không")
}

func (p Points) said() string { return (rules.Finding{Lines: p.Why}).Said() }

func confirmWord(ctx context.Context, c Criterion) string {
	if c.Confirmed {
		return ui.T(ctx, "Đã đối chiếu văn bản")
	}
	return ui.T(ctx, "Chưa đối chiếu văn bản")
}

func validText(ctx context.Context, p kernel.Period) string {
	if p.To.IsZero() {
		return ui.T(ctx, "từ %s", kernel.FormatDate(p.From))
	}
	return ui.T(ctx, "từ %s đến trước %s", kernel.FormatDate(p.From), kernel.FormatDate(p.To))
}
