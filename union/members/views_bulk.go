package members

import (
	"context"
	"slices"

	"doanket/ui"
)

// allWord names the whole of the filter, with its number where that is known.
func allWord(ctx context.Context, v ListView) string {
	if v.All == "" {
		return ui.T(ctx, "Chọn tất cả những người khớp bộ lọc, kể cả ở trang sau")
	}
	return ui.T(ctx, "Chọn tất cả %s người trong danh sách này", v.All)
}

func bulkColumns(ctx context.Context, v BulkView) []ui.Column {
	out := []ui.Column{{Label: ui.T(ctx, "Đoàn viên")}, {Label: ui.T(ctx, "Đơn vị")}}
	if v.Preview {
		out = append(out, ui.Column{Label: ui.T(ctx, "Xem trước")})
	}
	return out
}

func bulkCounters(ctx context.Context, v BulkView) []ui.Counter {
	refused := ui.Counter{Label: ui.T(ctx, "Không làm"), Value: ui.Num(int64(v.Refused))}
	if v.Refused > 0 {
		refused.Tone = ui.Late
	}
	return []ui.Counter{{Label: ui.T(ctx, "Đã chọn"), Value: ui.Num(int64(len(v.Rows)))}, {Label: ui.T(ctx, "Làm được"), Value: ui.Num(int64(len(v.Fit))), Tone: ui.Done}, refused}
}

// bulkSure repeats what will be done, in one sentence.
func bulkSure(ctx context.Context, v BulkView) string {
	what := v.Title
	for _, o := range v.Choices {
		if o.Value == v.In.Choice {
			what = joined(what, o.Label)
		}
	}
	for _, u := range v.Units {
		if u.Value == v.In.Unit.String() && v.In.Unit != 0 {
			what = joined(what, ui.T(ctx, "đến %s", u.Label))
		}
	}
	if v.In.Group != "" {
		what = joined(what, v.In.Group)
	}
	if v.In.Name != "" {
		what = joined(what, v.In.Name)
	}
	if v.Deed.Day {
		what = joined(what, ui.T(ctx, "từ ngày %s", v.In.On))
	}
	if v.Refused > 0 {
		return ui.T(ctx, "%s. Những người ở dòng “Không làm” được để nguyên.", what)
	}
	return what + "."
}

// Missing names the parts of a record that the union needs and nobody has written down.
func Missing(ctx context.Context, m Member) []string {
	var out []string
	add := func(is bool, word string) {
		if is {
			out = append(out, word)
		}
	}
	add(m.Born.IsZero(), ui.T(ctx, "ngày sinh"))
	add(m.Sex == "", ui.T(ctx, "giới tính"))
	add(m.Identity == "" && vietnamese(m.Profile.Papers.Nationality), ui.T(ctx, "số định danh"))
	add(m.Phone == "", ui.T(ctx, "điện thoại"))
	add(m.Profile.Work.Job == "", ui.T(ctx, "nghề nghiệp"))
	add(m.Profile.Work.Contract == "", ui.T(ctx, "loại hợp đồng"))
	add(m.Profile.Wage == 0, ui.T(ctx, "lương đóng bảo hiểm xã hội"))
	add(m.Profile.Home.Address == "", ui.T(ctx, "nơi ở"))
	return out
}

// pickable is the list with a box before each member.
func pickable(v ListView) ListView {
	v.Rows = slices.Clone(v.Rows)
	for i := range v.Rows {
		v.Rows[i].Pick = true
	}
	return v
}
