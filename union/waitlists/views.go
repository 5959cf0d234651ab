package waitlists

import (
	"context"
	"slices"
	"strconv"

	"doanket/kernel"
	"doanket/ui"
)

func (l Listing) action(ctx context.Context) ui.Link {
	if !l.MayKeep {
		return ui.Link{}
	}
	return ui.Link{Label: ui.T(ctx, "Lập danh sách"), Href: roomPath + "/moi"}
}

func rankText(x Application) string {
	if x.Rank == 0 {
		return "–"
	}
	return strconv.Itoa(x.Rank)
}

func (d Detail) unconfirmed() bool {
	return slices.ContainsFunc(d.List.Criteria, func(c Criterion) bool { return !c.Confirmed })
}

func (d Detail) facts(ctx context.Context) []ui.Fact {
	l := d.List
	out := []ui.Fact{{Label: ui.T(ctx, "Loại"), Value: ui.T(ctx, kindNames[l.Kind])}, {Label: ui.T(ctx, "Đơn vị"), Value: d.OrgName}, {Label: ui.T(ctx, "Căn cứ"), Value: l.Basis},
		{Label: ui.T(ctx, "Nhận đơn đến hết ngày"), Value: kernel.FormatDate(l.Until)}, {Label: ui.T(ctx, "Người được mời trả lời trong"), Value: ui.T(ctx, "%d ngày", l.AnswerDays)},
		{Label: ui.T(ctx, "Đang chờ"), Value: ui.T(ctx, "%d người", d.Live)}, {Label: ui.T(ctx, "Người soạn"), Value: l.Preparer}}
	if l.OpenedBy != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Người mở"), Value: l.OpenedBy})
	}
	if !l.FrozenAt.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Chốt điểm"), Value: l.FrozenBy + ", " + ui.Moment(ctx, l.FrozenAt)})
	}
	if !l.Published.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Công bố"), Value: ui.Moment(ctx, l.Published), Href: publicPath + l.ID.String()})
	}
	return out
}

func (d Detail) verbs(ctx context.Context) []ui.Verb {
	var out []ui.Verb
	path := d.List.path()
	add := func(ok bool, v ui.Verb) {
		if ok {
			out = append(out, v)
		}
	}
	add(d.Can.Open, ui.Verb{Label: ui.T(ctx, "Mở nhận đơn"), Action: path + "/mo"})
	add(d.Can.Write, ui.Verb{Label: ui.T(ctx, "Thêm tiêu chí"), Href: path + "/tieu-chi"})
	add(d.Can.Apply, ui.Verb{Label: ui.T(ctx, "Ghi đơn cho đoàn viên"), Href: path + "/don"})
	add(d.Can.Freeze, ui.Verb{Label: ui.T(ctx, "Chốt điểm"), Action: path + "/chot", Confirm: ui.T(ctx, "Chốt điểm và thứ tự? Sau đó không đổi được.")})
	add(d.Can.Offer, ui.Verb{Label: ui.T(ctx, "Mời người tiếp theo"), Href: path + "/moi-nhan"})
	add(d.Can.Publish, ui.Verb{Label: ui.T(ctx, "Công bố, che tên"), Action: path + "/cong-bo"})
	add(d.Can.Close, ui.Verb{Label: ui.T(ctx, "Đóng danh sách"), Action: path + "/dong", Danger: true, Confirm: ui.T(ctx, "Đóng danh sách? Người đang chờ không được mời nữa.")})
	add(d.Can.Drop, ui.Verb{Label: ui.T(ctx, "Bỏ bản soạn"), Action: path + "/bo", Danger: true, Confirm: ui.T(ctx, "Bỏ bản soạn này?")})
	return out
}

// ApplicationView is one application as its page shows it, to its member or to a keeper.
//
//glossary:none
type ApplicationView struct {
	Place     Place
	Own       bool
	MayAnswer bool
	Remove    bool
}

func (v ApplicationView) title(ctx context.Context) string {
	if v.Own {
		return v.Place.List.Title
	}
	return v.Place.Application.Name
}

func (v ApplicationView) crumbs(ctx context.Context) []ui.Link {
	if v.Own {
		return []ui.Link{{Label: ui.T(ctx, "Lượt của tôi"), Href: ownPath}}
	}
	return []ui.Link{{Label: ui.T(ctx, "Danh sách chờ"), Href: roomPath}, {Label: v.Place.List.Title, Href: v.Place.List.path()}}
}

func (v ApplicationView) placeWord(ctx context.Context) string {
	if v.Place.Provisional {
		return ui.T(ctx, "Thứ tự tạm tính hôm nay")
	}
	return ui.T(ctx, "Thứ tự hiện nay")
}

func (v ApplicationView) facts(ctx context.Context) []ui.Fact {
	x, l := v.Place.Application, v.Place.List
	out := []ui.Fact{{Label: ui.T(ctx, "Danh sách"), Value: l.Title}, {Label: ui.T(ctx, "Đơn vị"), Value: v.Place.OrgName}, {Label: ui.T(ctx, "Nộp lúc"), Value: ui.Moment(ctx, x.At)}, {Label: ui.T(ctx, "Người ghi đơn"), Value: x.By},
		{Label: ui.T(ctx, "Số người trong hộ"), Value: strconv.Itoa(x.Answers.People)}}
	if l.Kind == Housing {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Chưa có nhà ở"), Value: yesNo(ctx, x.Answers.Homeless)})
		if x.Answers.Room > 0 { // who left it empty has not said that she lives on nothing
			out = append(out, ui.Fact{Label: ui.T(ctx, "Diện tích đang ở, mỗi người"), Value: strconv.Itoa(x.Answers.Room) + " m²"})
		}
	} else {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Số tiền xin vay"), Value: x.Answers.Sum.String()})
	}
	if x.Note != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Trình bày thêm"), Value: x.Note})
	}
	if v.Place.HasOffer {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Được mời nhận"), Value: v.Place.Offer.What})
	}
	if x.Reason != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Lý do"), Value: x.Reason})
	}
	if !l.Published.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Danh sách đã công bố"), Value: ui.T(ctx, "Xem danh sách, tên đã che"), Href: publicPath + l.ID.String()})
	}
	return out
}

func (v ApplicationView) verbs(ctx context.Context) []ui.Verb {
	var out []ui.Verb
	x := v.Place.Application
	path := "/don-cho/" + x.ID.String()
	if v.Own || v.MayAnswer {
		switch x.Stage {
		case Offered:
			out = append(out, ui.Verb{Label: ui.T(ctx, "Nhận"), Action: path + "/nhan"}, ui.Verb{Label: ui.T(ctx, "Từ chối"), Action: path + "/tu-choi", Danger: true, Confirm: ui.T(ctx, "Từ chối? Lời mời chuyển ngay cho người sau.")})
		case Waiting:
			out = append(out, ui.Verb{Label: ui.T(ctx, "Rút đơn"), Action: path + "/rut", Danger: true, Confirm: ui.T(ctx, "Rút đơn này?")})
		}
	}
	if v.Remove && (x.Stage == Waiting || x.Stage == Offered) {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Đưa ra khỏi danh sách"), Href: path + "/dua-ra", Danger: true})
	}
	return out
}

// said is where a member stands, in one line.
func (p Place) said(ctx context.Context) string {
	switch {
	case p.Application.Stage == Offered:
		return ui.T(ctx, "Mời nhận: %s, trả lời đến hết ngày %s", p.Offer.What, kernel.FormatDate(p.Offer.Until))
	case p.Application.Stage == Waiting && p.Provisional:
		return ui.T(ctx, "Tạm tính: %d điểm, còn %d người trước bạn", p.Application.Points, p.Ahead)
	case p.Application.Stage == Waiting:
		return ui.T(ctx, "%d điểm, còn %d người trước bạn", p.Application.Points, p.Ahead)
	}
	return p.OrgName
}

// Said is the same for pages of other rooms.
func (p Place) Said(ctx context.Context) string { return p.said(ctx) }
