package welfare

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
	"doanket/ui"
)

func yearText(y int) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(y)
}

func kindOptions(ctx context.Context) []ui.Option {
	out := make([]ui.Option, len(kinds))
	for i, k := range kinds {
		out[i] = ui.Option{Value: string(k), Label: kindWord(ctx, k)}
	}
	return out
}

func nextPage(v ProgrammesView) string {
	if v.Next == 0 {
		return ""
	}
	return v.with("truoc", v.Next.String())
}

func deadlineTone(p Programme, today kernel.Date) ui.Tone {
	switch {
	case p.Late(today):
		return ui.Late
	case p.State == Open && p.Committed > p.Paid && !p.Deadline.IsZero() && today.DaysUntil(p.Deadline) <= 7:
		return ui.Soon
	}
	return ""
}

func deadlineWhy(ctx context.Context, p Programme, today kernel.Date) string {
	if p.State != Open || p.Deadline.IsZero() || p.Committed > 0 && p.Committed == p.Paid {
		return ""
	}
	days := today.DaysUntil(p.Deadline)
	switch {
	case days < 0:
		return ui.T(ctx, "quá %d ngày", -days)
	case days == 0:
		return ui.T(ctx, "hôm nay")
	}
	return ui.T(ctx, "còn %d ngày", days)
}

func leftTone(p Programme) ui.Tone {
	if p.Left() < 0 {
		return ui.Late
	}
	return ""
}

func soonTone(n int64) ui.Tone {
	if n > 0 {
		return ui.Soon
	}
	return ""
}

func trialTone(v FormView) ui.Tone {
	if v.Trial.Amount > v.Budget {
		return ui.Late
	}
	return ""
}

func (v FormView) action() string {
	if v.ID == 0 {
		return roomPath
	}
	return v.back() + "/sua"
}

func (v FormView) back() string {
	if v.ID == 0 {
		return roomPath
	}
	return roomPath + "/" + v.ID.String()
}

func programmeFacts(ctx context.Context, d Detail, today kernel.Date) []ui.Fact {
	p := d.Programme
	amount := p.AmountRule
	if amount == "" {
		amount = given(ctx, p.Amount, p.Goods)
	} else {
		amount = ui.T(ctx, "Theo người: %s", p.AmountRule)
	}
	rule := p.Rule
	if rule == "" {
		rule = ui.T(ctx, "Mọi đoàn viên")
	}
	out := []ui.Fact{
		{Label: ui.T(ctx, "Đơn vị"), Value: d.OrgName},
		{Label: ui.T(ctx, "Loại"), Value: kindWord(ctx, p.Kind)},
		{Label: ui.T(ctx, "Năm"), Value: strconv.Itoa(p.Year)},
		{Label: ui.T(ctx, "Căn cứ"), Value: p.Basis},
		{Label: ui.T(ctx, "Điều kiện"), Value: rule},
		{Label: ui.T(ctx, "Mức cho một người"), Value: amount},
		{Label: ui.T(ctx, "Mục chi"), Value: strings.TrimSuffix(p.Line+", "+p.Fund, ", ")},
		{Label: ui.T(ctx, "Dự toán"), Value: p.Budget.String()},
		{Label: ui.T(ctx, "Đã dành"), Value: p.Committed.String()},
		{Label: ui.T(ctx, "Người soạn"), Value: p.Preparer},
	}
	if p.Procedure != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Mã thủ tục trợ cấp"), Value: p.Procedure, Href: "/thu-tuc/" + p.Procedure})
	}
	if !p.Deadline.IsZero() {
		due := kernel.FormatDate(p.Deadline)
		if why := deadlineWhy(ctx, p, today); why != "" {
			due += " (" + why + ")"
		}
		out = append(out, ui.Fact{Label: ui.T(ctx, "Trao xong trước ngày"), Value: due})
	}
	return out
}

func overrideEvents(ctx context.Context, list []Override) []ui.Event {
	out := make([]ui.Event, len(list))
	for i, o := range list {
		out[i] = ui.Event{Title: ui.T(ctx, "Cho vượt %s", o.Amount.String()), Text: o.By + ", " + ui.Moment(ctx, o.At), Note: o.Reason}
	}
	return out
}

func programmeVerbs(ctx context.Context, d Detail) []ui.Verb {
	path := roomPath + "/" + d.Programme.ID.String()
	var out []ui.Verb
	add := func(ok bool, v ui.Verb) {
		if ok {
			out = append(out, v)
		}
	}
	add(d.Can.Open, ui.Verb{Label: ui.T(ctx, "Mở chương trình"), Action: path + "/mo"})
	add(d.Can.Rewrite, ui.Verb{Label: ui.T(ctx, "Sửa bản soạn"), Href: path + "/sua"})
	add(d.Can.Report, ui.Verb{Label: ui.T(ctx, "Báo cáo theo đơn vị"), Href: path + "/bao-cao"})
	add(d.Can.AddOccasion, ui.Verb{Label: ui.T(ctx, "Mở thêm một dịp"), Href: path + "/dip"})
	add(d.Can.Allow, ui.Verb{Label: ui.T(ctx, "Cho vượt dự toán"), Href: path + "/vuot"})
	add(d.Can.Revise, ui.Verb{Label: ui.T(ctx, "Đưa về bản soạn"), Action: path + "/soan-lai", Plain: true})
	add(d.Can.Close, ui.Verb{Label: ui.T(ctx, "Đóng chương trình"), Action: path + "/dong", Plain: true, Confirm: ui.T(ctx, "Đóng chương trình? Sau đó không chi thêm được.")})
	add(d.Can.Drop, ui.Verb{Label: ui.T(ctx, "Bỏ bản soạn"), Action: path + "/bo", Danger: true, Confirm: ui.T(ctx, "Bỏ bản soạn này?")})
	return out
}

// valuesWord is what a name may be compared with.
func valuesWord(ctx context.Context, n rules.Name) string {
	switch n.Type {
	case rules.YesNo:
		return ui.T(ctx, "có hoặc không")
	case rules.Day:
		return ui.T(ctx, "ngày, ví dụ \"2026-12-31\"")
	case rules.Whole:
		if n.Unit == "" {
			return ui.T(ctx, "số")
		}
		return ui.T(ctx, "số (%s)", n.Unit)
	}
	if len(n.Values) == 0 {
		return ui.T(ctx, "chữ trong ngoặc kép")
	}
	var out []string
	for _, v := range n.Values {
		out = append(out, "\""+v.Key+"\" ("+v.Title+")")
	}
	return strings.Join(out, ", ")
}

func (r Report) with(tail string, unit kernel.ID) string {
	q := url.Values{}
	if r.Occasion != 0 {
		q.Set("dip", r.Occasion.String())
	}
	return address(roomPath+"/"+r.Programme.ID.String()+"/bao-cao"+tail, q, "don-vi", idText(unit))
}

func reportWay(r Report) []ui.Link {
	var out []ui.Link
	for _, u := range r.Above {
		out = append(out, ui.Link{Label: u.Name, Href: r.with("", u.ID)})
	}
	return append(out, ui.Link{Label: r.UnitName})
}

func reportChips(ctx context.Context, r Report) []ui.Chip {
	if len(r.Occasions) < 2 {
		return nil
	}
	all := r
	all.Occasion = 0
	out := []ui.Chip{{Label: ui.T(ctx, "Mọi dịp"), Href: all.with("", r.Unit), Current: r.Occasion == 0}}
	for _, o := range r.Occasions {
		one := r
		one.Occasion = o.ID
		out = append(out, ui.Chip{Label: o.Title, Href: one.with("", r.Unit), Current: r.Occasion == o.ID})
	}
	return out
}

// reachWord is how many of a unit received, in one line: what a phone shows instead of the columns.
func reachWord(ctx context.Context, t Tally) string {
	return ui.T(ctx, "đã nhận %s trên %s", ui.Num(t.Received), ui.Num(t.Seen))
}
