package procedures

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// PortalURL is where a follow-only procedure is filed.
const PortalURL = "https://dichvucong.gov.vn"

func searchView(ctx context.Context, f searchForm, found Found) SearchView {
	v := SearchView{Q: f.Q, Field: f.Field, Level: f.Level, Here: f.Here, Total: ui.Num(found.Total)}
	chip := func(label string, current bool, count int, change func(*searchForm)) {
		v.Chips = append(v.Chips, ui.Chip{Label: label, Current: current, Count: ui.Num(count), Href: f.href(func(x *searchForm) { x.After = 0; change(x) })})
	}
	chip(ui.T(ctx, "Nộp được tại đây"), f.Here, found.Here, func(x *searchForm) { x.Here = !x.Here })
	for _, l := range found.Levels {
		chip(word(ctx, levelWords, l.Key), f.Level == l.Key, l.Count, func(x *searchForm) {
			if x.Level == l.Key {
				x.Level = ""
			} else {
				x.Level = l.Key
			}
		})
	}
	v.Fields = []ui.Option{{Value: "", Label: ui.T(ctx, "Mọi lĩnh vực")}}
	for _, x := range found.Fields {
		v.Fields = append(v.Fields, ui.Option{Value: x.Key, Label: fmt.Sprintf("%s (%s)", x.Key, ui.Num(x.Count))})
	}
	for _, e := range found.Hits {
		h := HitView{Href: "/thu-tuc/" + e.Code, Code: e.Code, Name: e.Name, Field: e.Field, Agency: e.Agency, Limit: e.Limit, Here: e.Here}
		if e.Kind == "cong_doan" {
			h.Agency = word(ctx, agencyWords, e.Agency)
		}
		v.Hits = append(v.Hits, h)
	}
	if found.Next > 0 {
		v.Next = f.href(func(x *searchForm) { x.After = found.Next })
	}
	if f.After > 0 {
		v.Prev = f.href(func(x *searchForm) { x.After = max(0, f.After-30) })
	}
	return v
}

func followView(ctx context.Context, e Procedure) FollowView {
	v := FollowView{Name: e.Name, Code: e.Code, Portal: PortalURL}
	add := func(label, value string) {
		if value != "" {
			v.Facts = append(v.Facts, ui.Fact{Label: label, Value: value})
		}
	}
	add(ui.T(ctx, "Mã thủ tục"), e.Code)
	add(ui.T(ctx, "Lĩnh vực"), e.Field)
	add(ui.T(ctx, "Cơ quan thực hiện"), e.Agency)
	add(ui.T(ctx, "Cấp thực hiện"), word(ctx, levelWords, e.Level))
	add(ui.T(ctx, "Cơ quan công bố"), e.Body)
	return v
}

// procedureView shows a version; here names the agencies of the reader's place, nil those of every place.
func procedureView(ctx context.Context, v *Version, on kernel.Date, here map[string]string) ProcedureView {
	d := v.Def
	out := ProcedureView{Name: d.Name, Code: d.Code, Summary: d.Summary, Conditions: d.Conditions, Steps: d.StepTexts, Version: d.No, SHA: v.SHA256,
		Print: "/thu-tuc/" + d.Code + "/in", Back: "/thu-tuc/" + d.Code, Agency: word(ctx, agencyWords, d.Agency.Deciding)}
	if d.Handling == "tai_cho" {
		out.File = "/nop/" + d.Code
	} else {
		out.Portal = PortalURL
	}
	out.Facts = procedureFacts(ctx, v)
	for _, b := range d.Bases {
		out.Bases = append(out.Bases, BasisView{No: b.No, Name: b.Name, Unconfirmed: b.Confirmed != nil && !*b.Confirmed})
	}
	for i := range d.Variants {
		out.Variants = append(out.Variants, variantView(ctx, v, &d.Variants[i], on, here))
	}
	for _, x := range d.Certainties {
		if !x.Confirmed {
			out.Unconfirmed = append(out.Unconfirmed, strings.Trim(x.Source+". "+x.Note, ". ")+".")
		}
	}
	return out
}

func procedureFacts(ctx context.Context, v *Version) []ui.Fact {
	d := v.Def
	var who, results []string
	for _, a := range d.Applicants {
		who = append(who, word(ctx, applicantWords, a))
	}
	for _, r := range d.Results {
		if !r.Refusal {
			results = append(results, r.Name)
		}
	}
	facts := []ui.Fact{
		{Label: ui.T(ctx, "Mã thủ tục"), Value: d.Code},
		{Label: ui.T(ctx, "Lĩnh vực"), Value: d.Field.Name},
		{Label: ui.T(ctx, "Cơ quan giải quyết"), Value: word(ctx, agencyWords, d.Agency.Deciding)},
		{Label: ui.T(ctx, "Ai được nộp"), Value: strings.Join(who, ", ")},
		{Label: ui.T(ctx, "Làm trực tuyến"), Value: word(ctx, onlineWords, d.Online)},
		{Label: ui.T(ctx, "Kết quả"), Value: strings.Join(results, "; ")},
		{Label: ui.T(ctx, "Quyết định công bố"), Value: d.Decision.No},
	}
	if slices.Contains(d.Traits(), NonTerritorial) {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Nơi nộp"), Value: ui.T(ctx, "Bất kỳ quầy một cửa nào trong tỉnh")})
	}
	return facts
}

func variantView(ctx context.Context, v *Version, c *Variant, on kernel.Date, here map[string]string) VariantView {
	out := VariantView{Name: c.Name, Single: len(v.Def.Variants) == 1}
	for _, key := range ChannelKeys {
		ch := c.Channels.Of(key)
		if ch == nil {
			continue
		}
		row := ChannelView{Name: word(ctx, channelWords, key), Limit: deadlineText(ctx, ch.Limit)}
		if ch.Limit != nil && ch.Limit.Confirmed != nil {
			row.Unconfirmed = !*ch.Limit.Confirmed
		}
		for _, r := range ch.Fees {
			switch fee := feeView(ctx, r, here); {
			case !r.valid(on):
			case here == nil || r.covers(slices.Collect(maps.Keys(here))):
				row.Fees = append(row.Fees, fee)
			default:
				row.Elsewhere = append(row.Elsewhere, fee)
			}
		}
		out.Channels = append(out.Channels, row)
	}
	for _, p := range c.Papers {
		out.Papers = append(out.Papers, paperView(ctx, p, c.Papers))
	}
	for _, s := range c.Flow.Steps {
		if runs(s.State) || s.State == stateReady {
			out.Steps = append(out.Steps, StepView{Name: s.Name, Role: word(ctx, roleWords, s.Role), Limit: deadlineText(ctx, s.Limit)})
		}
	}
	return out
}

func feeView(ctx context.Context, r FeeRule, names map[string]string) FeeView {
	f := FeeView{Name: word(ctx, kindWords, r.Kind) + ": " + r.Name, Basis: r.Basis, Unconfirmed: r.Confirmed != nil && !*r.Confirmed}
	switch {
	case r.Formula != "":
		f.Amount = ui.T(ctx, "Tính theo số trang, số bản")
	case r.Unit != "":
		f.Amount = fmt.Sprintf("%s/%s", kernel.Money(*r.Amount), r.Unit)
	default:
		f.Amount = kernel.Money(*r.Amount).String()
	}
	if len(r.Agencies) > 0 {
		var where []string
		for _, code := range r.Agencies {
			where = append(where, cmp.Or(names[code], code))
		}
		f.Only = ui.T(ctx, "Chỉ áp dụng ở %s", strings.Join(where, ", "))
	}
	for _, x := range r.Exempt {
		f.Exempt = append(f.Exempt, ui.T(ctx, "Giảm %d %%: %s", x.Percent, x.Name))
	}
	return f
}

func paperView(ctx context.Context, p RequiredPaper, all []RequiredPaper) PaperView {
	out := PaperView{Name: p.Name, Note: p.Note}
	count := func(n int, text string) {
		if n > 0 {
			out.Copies = append(out.Copies, text)
		}
	}
	switch {
	case p.FromForm:
		out.When = ui.T(ctx, "Khai trên biểu mẫu điện tử")
	case p.OneOf != "":
		first := slices.IndexFunc(all, func(x RequiredPaper) bool { return x.OneOf == p.OneOf })
		out.When = ui.T(ctx, "Một trong các giấy tờ này")
		out.Or = all[first].Key != p.Key
	case p.Visible != "" || p.Required.When != "":
		out.When = ui.T(ctx, "Tuỳ nội dung bạn khai")
	case p.Required.Always:
		out.When = ui.T(ctx, "Bắt buộc")
	default:
		out.When = ui.T(ctx, "Nếu có")
	}
	if !p.FromForm {
		count(p.Originals, ui.T(ctx, "%d bản chính", p.Originals))
		count(p.Certified, ui.T(ctx, "%d bản chứng thực", p.Certified))
		count(p.Copies, ui.T(ctx, "%d bản sao", p.Copies))
	}
	if len(p.HeldBy) > 0 {
		out.Held = ui.T(ctx, "Không phải nộp khi tra cứu được trong cơ sở dữ liệu")
	}
	return out
}
