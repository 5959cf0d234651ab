package benefits

import (
	"context"
	"slices"
	"strconv"

	"doanket/kernel"
	"doanket/ui"
)

func (l Listing) chips(ctx context.Context) []ui.Chip {
	out := []ui.Chip{{Label: ui.T(ctx, "Tất cả"), Href: roomPath, Current: l.State == ""}}
	for _, s := range States {
		if s != Dropped {
			out = append(out, ui.Chip{Label: stateWord(ctx, s), Href: roomPath + "?trang-thai=" + stateSlugs[s], Current: l.State == s})
		}
	}
	return out
}

func (l Listing) action(ctx context.Context) ui.Link {
	if !l.MayPrepare {
		return ui.Link{}
	}
	return ui.Link{Label: ui.T(ctx, "Soạn thoả thuận"), Href: roomPath + "/moi"}
}

func (l Listing) next() string {
	if l.Next == 0 {
		return ""
	}
	to := roomPath + "?truoc=" + l.Next.String()
	if l.State != "" {
		to += "&trang-thai=" + stateSlugs[l.State]
	}
	return to
}

// soonDays is when an agreement's end is near enough to think of the next one.
const soonDays = 30

func (g Agreement) endTone(today kernel.Date) ui.Tone {
	if (g.State == Running || g.State == Signed) && g.Days(today) <= soonDays {
		return ui.Soon
	}
	return ""
}

func (g Agreement) endWhy(ctx context.Context, today kernel.Date) string {
	switch {
	case g.State == Ended && !g.EndedOn.IsZero() && g.EndedOn.Before(g.To):
		return ui.T(ctx, "kết thúc ngày %s", kernel.FormatDate(g.EndedOn))
	case g.endTone(today) != "":
		return ui.T(ctx, "còn %d ngày", max(0, g.Days(today)))
	}
	return ""
}

func (p Place) where() string {
	if p.Address == "" {
		return p.AreaName
	}
	return p.Address + ", " + p.AreaName
}

func (d Detail) uses() string {
	return UseFilter{Agreement: d.Agreement.ID}.address(roomPath + "/luot")
}

func (d Detail) facts(ctx context.Context) []ui.Fact {
	g := d.Agreement
	rule := g.Rule
	if rule == "" {
		rule = ui.T(ctx, "Mọi đoàn viên")
	}
	out := []ui.Fact{{Label: ui.T(ctx, "Đối tác"), Value: g.PartnerName}, {Label: ui.T(ctx, "Đơn vị ký"), Value: d.OrgName}, {Label: ui.T(ctx, "Thời hạn"), Value: termText(g.From, g.To)},
		{Label: ui.T(ctx, "Điều kiện"), Value: rule}, {Label: ui.T(ctx, "Huỷ lượt dùng trong"), Value: ui.T(ctx, "%d phút", g.CancelMinutes)}, {Label: ui.T(ctx, "Người soạn"), Value: g.Preparer}}
	if g.Number != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Số văn bản"), Value: g.Number})
	}
	if g.Approver != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Người ký duyệt"), Value: g.Approver + ", " + ui.Moment(ctx, g.ApprovedAt)})
	}
	if g.Paper.SHA != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Tệp thoả thuận"), Value: g.Paper.Name, Href: g.path() + "/tep"})
	}
	if g.EndReason != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Kết thúc trước hạn"), Value: kernel.FormatDate(g.EndedOn) + ": " + g.EndReason})
	}
	return out
}

func (d Detail) verbs(ctx context.Context) []ui.Verb {
	var out []ui.Verb
	path := d.Agreement.path()
	add := func(ok bool, v ui.Verb) {
		if ok {
			out = append(out, v)
		}
	}
	add(d.Can.Approve, ui.Verb{Label: ui.T(ctx, "Ký duyệt"), Action: path + "/duyet"})
	add(d.Can.Rewrite, ui.Verb{Label: ui.T(ctx, "Thêm mức ưu đãi"), Href: path + "/muc"})
	add(d.Can.Rewrite, ui.Verb{Label: ui.T(ctx, "Thêm nơi áp dụng"), Href: path + "/noi"})
	add(d.Can.Rewrite, ui.Verb{Label: ui.T(ctx, "Kèm tệp"), Href: path + "/kem-tep"})
	add(d.Can.Rewrite, ui.Verb{Label: ui.T(ctx, "Sửa"), Href: path + "/sua"})
	add(d.Can.Series, ui.Verb{Label: ui.T(ctx, "Lập đợt phiếu"), Href: path + "/dot-phieu"})
	add(d.Can.Drop, ui.Verb{Label: ui.T(ctx, "Bỏ bản soạn"), Action: path + "/bo", Danger: true, Confirm: ui.T(ctx, "Bỏ bản soạn này?")})
	add(d.Can.End, ui.Verb{Label: ui.T(ctx, "Kết thúc trước hạn"), Href: path + "/ket-thuc", Danger: true})
	return out
}

func (v FormView) title(ctx context.Context) string {
	if v.ID == 0 {
		return ui.T(ctx, "Soạn thoả thuận ưu đãi")
	}
	return ui.T(ctx, "Sửa bản soạn")
}

func (v FormView) action() string {
	if v.ID == 0 {
		return roomPath
	}
	return roomPath + "/" + v.ID.String() + "/sua"
}

func (v FormView) back() string {
	if v.ID == 0 {
		return roomPath
	}
	return roomPath + "/" + v.ID.String()
}

func (v FormView) version() string { return strconv.FormatInt(v.In.Version, 10) }

func partnerOptions(list []Partner) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, p := range list {
		out[i] = ui.Option{Value: p.Account.String(), Label: p.Name}
	}
	return out
}

func agreementOptions(list []Agreement) []ui.Option {
	var out []ui.Option
	for _, g := range list {
		if g.State != Draft && g.State != Dropped {
			out = append(out, ui.Option{Value: g.ID.String(), Label: g.Title})
		}
	}
	return out
}

func (d SeriesDetail) with(s VoucherState) string {
	return d.Series.path() + "?trang-thai=" + voucherSlugs[s]
}

func (d SeriesDetail) chips(ctx context.Context) []ui.Chip {
	out := []ui.Chip{{Label: ui.T(ctx, "Tất cả"), Href: d.Series.path(), Current: d.State == ""}}
	for _, s := range VoucherStates {
		out = append(out, ui.Chip{Label: ui.T(ctx, voucherNames[s]), Href: d.with(s), Current: d.State == s, Count: ui.Num(d.Counts[s])})
	}
	return out
}

func (d SeriesDetail) next() string {
	if d.Next == 0 {
		return ""
	}
	if d.State != "" {
		return d.with(d.State) + "&truoc=" + d.Next.String()
	}
	return d.Series.path() + "?truoc=" + d.Next.String()
}

func (d SeriesDetail) facts(ctx context.Context) []ui.Fact {
	x := d.Series
	rule := x.Rule
	if rule == "" {
		rule = ui.T(ctx, "Mọi đoàn viên")
	}
	out := []ui.Fact{{Label: ui.T(ctx, "Mức"), Value: cutText(ctx, x.Cut)}, {Label: ui.T(ctx, "Đối tác"), Value: d.Agreement.PartnerName}, {Label: ui.T(ctx, "Dùng trong"), Value: termText(x.From, x.To)},
		{Label: ui.T(ctx, "Đã phát"), Value: ui.T(ctx, "%s trên %s phiếu", ui.Num(x.Issued), ui.Num(x.Count))}, {Label: ui.T(ctx, "Mỗi người nhiều nhất"), Value: ui.T(ctx, "%d phiếu", x.PerMember)},
		{Label: ui.T(ctx, "Điều kiện khi phát cho cả đơn vị"), Value: rule}, {Label: ui.T(ctx, "Người lập"), Value: x.Preparer}}
	if x.Opener != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Người mở"), Value: x.Opener})
	}
	return out
}

func (d SeriesDetail) verbs(ctx context.Context) []ui.Verb {
	var out []ui.Verb
	if d.Can.Open {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Mở đợt phiếu"), Action: d.Series.path() + "/mo"})
	}
	if d.Can.Issue {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Phát phiếu"), Href: d.Series.path() + "/phat"})
	}
	if d.Can.Close {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Đóng đợt phiếu"), Action: d.Series.path() + "/dong", Danger: true, Confirm: ui.T(ctx, "Đóng đợt phiếu? Không phát thêm được nữa.")})
	}
	return out
}

// chosen is the right that stands marked: the one that was chosen, or the only one.
func (v TillView) chosen() string {
	if v.In.Right == "" && v.Got != nil && len(v.Got.Rights) == 1 {
		return v.Got.Rights[0].Key
	}
	return v.In.Right
}

func (v TillView) rights(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range v.Got.Rights {
		out = append(out, ui.Option{Value: r.Key, Label: r.Goods, Hint: whoWord(ctx, r.Who) + " · " + cutText(ctx, r.Cut)})
	}
	return out
}

func (v TillView) places() []ui.Option {
	var out []ui.Option
	for _, r := range v.Got.Rights {
		for _, p := range r.Agreement.Places {
			o := ui.Option{Value: p.ID.String(), Label: p.Name}
			if !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

func (v UseView) facts(ctx context.Context) []ui.Fact {
	u := v.Use
	how := ui.T(ctx, "Thẻ đoàn viên")
	if u.Voucher != 0 {
		how = ui.T(ctx, "Phiếu ưu đãi")
	}
	out := []ui.Fact{{Label: ui.T(ctx, "Thoả thuận"), Value: v.Agreement.Title}, {Label: ui.T(ctx, "Hàng, dịch vụ"), Value: u.Goods}, {Label: ui.T(ctx, "Cho ai"), Value: whoWord(ctx, u.Who)},
		{Label: ui.T(ctx, "Bằng"), Value: how}, {Label: ui.T(ctx, "Nơi bán"), Value: u.Place}, {Label: ui.T(ctx, "Lúc"), Value: ui.Moment(ctx, u.At)}}
	if !u.Cancelled.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Đã huỷ"), Value: ui.Moment(ctx, u.Cancelled) + ": " + u.Reason})
	}
	return out
}

func (o OwnVoucher) tone() ui.Tone {
	if o.Standing == IsGood {
		return ui.Run
	}
	return voucherTones[o.Voucher.State]
}

func (o OwnVoucher) word(ctx context.Context) string {
	if o.Standing == IsExpired && o.Voucher.State == Issued {
		return ui.T(ctx, standingNames[IsExpired])
	}
	return ui.T(ctx, voucherNames[o.Voucher.State])
}

func (p UsePage) next() string {
	if p.Next == 0 {
		return ""
	}
	return p.Filter.address(roomPath+"/luot", "truoc", p.Next.String())
}

func (r Report) period(ctx context.Context) string {
	switch {
	case r.Filter.From.IsZero() && r.Filter.To.IsZero():
		return ui.T(ctx, "Toàn thời gian")
	case r.Filter.To.IsZero():
		return ui.T(ctx, "Từ ngày %s", kernel.FormatDate(r.Filter.From))
	case r.Filter.From.IsZero():
		return ui.T(ctx, "Đến hết ngày %s", kernel.FormatDate(r.Filter.To))
	}
	return termText(r.Filter.From, r.Filter.To)
}
