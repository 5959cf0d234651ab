package committees

import (
	"context"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

var stateTones = map[State]ui.Tone{Elected: ui.Soon, Recognised: ui.Done, Provisional: ui.Soon, Ended: ""}

// stateWord names where a committee stands on a day: that its term is over goes before all else.
func stateWord(ctx context.Context, c Committee, on kernel.Date) (ui.Tone, string) {
	if c.Expired(on) {
		return ui.Late, ui.T(ctx, "Quá nhiệm kỳ")
	}
	switch {
	case !c.Lives(on) && !c.EndedOn.IsZero():
		return "", ui.T(ctx, "Đã kết thúc")
	case c.How == Appointed:
		return stateTones[Provisional], ui.T(ctx, "Lâm thời, chỉ định")
	case !awaits(c.Kind):
		return stateTones[Recognised], ui.T(ctx, "Đang hoạt động")
	case c.Recognised.Number == "":
		return stateTones[Elected], ui.T(ctx, "Chờ công nhận")
	}
	return stateTones[Recognised], ui.T(ctx, "Đã công nhận")
}

func resultWord(ctx context.Context, r Result) (ui.Tone, string) {
	switch r {
	case Kept:
		return ui.Done, ui.T(ctx, "Đúng")
	case Broken:
		return ui.Late, ui.T(ctx, "Sai quy định")
	case Short:
		return ui.Soon, ui.T(ctx, "Cần làm tiếp")
	}
	return "", ui.T(ctx, "Chưa kiểm tra được")
}

// say is a finding as a sentence: the rule, the numbers, the names.
func (f Finding) say(ctx context.Context, people map[kernel.ID]Individual) string {
	switch f.Rule.Key {
	case MembersLeast:
		if f.Result == Unknown {
			return ui.T(ctx, "Có từ %d đoàn viên thì lập uỷ ban kiểm tra. Sổ đoàn viên của đơn vị chưa có ai.", f.Rule.Value)
		}
		if f.Result == Broken {
			return ui.T(ctx, "Có từ %d đoàn viên thì lập uỷ ban kiểm tra; đơn vị có %d. Một uỷ viên ban chấp hành làm việc kiểm tra.", f.Rule.Value, f.Have)
		}
		return ui.T(ctx, "Có từ %d đoàn viên thì lập uỷ ban kiểm tra; đơn vị có %d.", f.Rule.Value, f.Have)
	case WomenLeast:
		if f.Result == Unknown {
			return ui.T(ctx, "Có từ %d đoàn viên nữ thì lập ban nữ công. Sổ đoàn viên của đơn vị chưa có ai.", f.Rule.Value)
		}
		return ui.T(ctx, "Có từ %d đoàn viên nữ thì lập ban nữ công; đơn vị có %d.", f.Rule.Value, f.Have)
	case SizeMost:
		return ui.T(ctx, "Nhiều nhất %d người; ở đây %d.", f.Rule.Value, f.Have)
	case ExecutiveShare:
		return sayShare(ctx, f, people)
	case Barred:
		if f.Result == Kept {
			return ui.T(ctx, "Không ai giữ việc tài chính mà quy định không cho vào uỷ ban: %s.", postNames(f.Rule.List))
		}
		var who []string
		for i, p := range f.People {
			who = append(who, people[p].Name+" ("+PostName(financeKind, f.Posts[i])+")")
		}
		return ui.T(ctx, "Không được vào uỷ ban vì giữ việc tài chính: %s.", strings.Join(who, ", "))
	case FromExecutive:
		if f.Result == Kept {
			return ui.T(ctx, "Mọi người đều trong ban chấp hành.")
		}
		return ui.T(ctx, "Không trong ban chấp hành: %s.", names(f.People, people))
	case Filled:
		return ui.T(ctx, "Đã có %d trên %d người ấn định.", f.Have, f.Of)
	case WithinTerm:
		if f.Result == Kept {
			return ui.T(ctx, "Còn trong nhiệm kỳ.")
		}
		return ui.T(ctx, "Nhiệm kỳ đã hết mà chưa có ban mới.")
	}
	return string(f.Rule.Key)
}

func sayShare(ctx context.Context, f Finding, people map[kernel.ID]Individual) string {
	switch {
	case f.Result == Unknown:
		return ui.T(ctx, "Uỷ viên ban chấp hành không quá một phần %d. Đơn vị chưa ghi ban chấp hành.", f.Rule.Value)
	case len(f.People) == 0:
		return ui.T(ctx, "Uỷ viên ban chấp hành không quá một phần %d; ở đây không có ai.", f.Rule.Value)
	}
	return ui.T(ctx, "Uỷ viên ban chấp hành không quá một phần %d; ở đây %d trên %d: %s.", f.Rule.Value, f.Have, f.Of, names(f.People, people))
}

func names(ids []kernel.ID, people map[kernel.ID]Individual) string {
	var out []string
	for _, id := range ids {
		out = append(out, people[id].Name)
	}
	return strings.Join(out, ", ")
}

func postNames(keys []string) string {
	var out []string
	for _, k := range keys {
		out = append(out, strings.ToLower(string([]rune(PostName(financeKind, k))[:1]))+string([]rune(PostName(financeKind, k))[1:]))
	}
	return strings.Join(out, ", ")
}

// source says where a rule was read, and whether its text was.
func (f Finding) source(ctx context.Context) string {
	switch {
	case f.Rule.Source == "":
		return ui.T(ctx, "Theo quyết định lập ban.")
	case f.Rule.Verified:
		return ui.T(ctx, "Nguồn: %s.", f.Rule.Source)
	}
	return ui.T(ctx, "Nguồn: %s. Chưa xác minh.", f.Rule.Source)
}

// span is a stretch of days as people write it: from, to, both counted.
func span(ctx context.Context, from, end kernel.Date) string {
	if end.IsZero() {
		return ui.T(ctx, "từ %s", kernel.FormatDate(from))
	}
	return kernel.FormatDate(from) + " – " + kernel.FormatDate(end.AddDays(-1))
}

// termWords are term and days of a committee.
func termWords(ctx context.Context, c Committee) string {
	return c.Term + ", " + span(ctx, c.From, c.To)
}

func postWords(kind string, p Place) string {
	if p.Team != "" {
		return PostName(kind, p.Post) + ", " + p.Team
	}
	return PostName(kind, p.Post)
}

func eventWord(ctx context.Context, e Event, people map[kernel.ID]Individual) string {
	who := people[e.Person].Name
	switch e.Verb {
	case Found:
		return ui.T(ctx, "Lập ban")
	case Recognise:
		return ui.T(ctx, "Cấp trên công nhận")
	case Seat:
		return ui.T(ctx, "%s vào ban", who)
	case Unseat:
		return ui.T(ctx, "%s thôi giữ chức danh", who)
	case End:
		return ui.T(ctx, "Kết thúc")
	case Replace:
		return ui.T(ctx, "Kết thúc, có ban mới")
	case Lapse:
		return ui.T(ctx, "Kết thúc theo quyết định sắp xếp")
	case Carry:
		return ui.T(ctx, "Chuyển sang đơn vị mới theo quyết định sắp xếp")
	}
	return ui.T(ctx, "Hoạt động lại, quyết định sắp xếp bị thu hồi")
}
