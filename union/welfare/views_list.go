package welfare

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// bulk is what may be done with chosen rows of the page: "trao", "nhan", "bo", or "" for nothing.
func (v SheetView) bulk() string {
	switch {
	case v.View.Key == "cho-nhan" && v.Can.Hand:
		return "trao"
	case v.View.Key == "chua-ro" && v.Can.Correct:
		return "nhan"
	case v.Can.Correct && (v.View.Key == "trong-danh-sach" || v.View.Key == "khong-trao-duoc"):
		return "bo"
	}
	return ""
}

func (v SheetView) how() string {
	if v.In.How != "" {
		return v.In.How
	}
	return string(BySignature)
}

func (sh Sheet) nextPage() string {
	if sh.Next == "" {
		return ""
	}
	return sh.with("", "sau", sh.Next)
}

func sheetColumns(ctx context.Context, choose bool) []ui.Column {
	out := []ui.Column{{Label: ui.T(ctx, "Đoàn viên")}, {Label: ui.T(ctx, "Vì sao")}, {Label: ui.T(ctx, "Số tiền"), Num: true}, {Label: ui.T(ctx, "Trạng thái")}}
	if choose {
		out = append([]ui.Column{{Label: ui.T(ctx, "Chọn")}}, out...)
	}
	return out
}

// rowUnder is the quiet line under a name: number, union, and the account that money goes to.
func rowUnder(ctx context.Context, sh Sheet, b Benefit) string {
	out := b.Number + " · " + sh.Names[b.Desk]
	if b.Group != "" {
		out += ", " + b.Group
	}
	if b.Unit != b.Desk && sh.Names[b.Unit] != "" {
		out += " · " + ui.T(ctx, "khi lập: %s", sh.Names[b.Unit])
	}
	if short := accountShort(b.Account); short != "" {
		out += " · " + ui.T(ctx, "chuyển khoản %s", short)
	}
	return out
}

func viewChips(ctx context.Context, sh Sheet) []ui.Chip {
	var out []ui.Chip
	for _, v := range views {
		c := ui.Chip{Label: viewWord(ctx, v.Key), Href: sh.with("", "xem", v.Key, "so", ""), Current: v.Key == sh.View.Key}
		switch v.Key {
		case "trong-danh-sach":
			c.Count = ui.Num(sh.Tally.Listed)
		case "da-nhan":
			c.Count = ui.Num(sh.Tally.Received)
		}
		out = append(out, c)
	}
	return out
}

func changeEvents(ctx context.Context, list []Change) []ui.Event {
	out := make([]ui.Event, len(list))
	for i, ch := range list {
		out[i] = ui.Event{Title: changeWord(ctx, ch.Verb), Text: ch.By + ", " + ui.Moment(ctx, ch.At), Note: ch.Reason}
		if ch.Benefit != 0 {
			out[i].Href = benefitPath + "/" + ch.Benefit.String()
		}
	}
	return out
}

func sheetVerbs(ctx context.Context, sh Sheet) []ui.Verb {
	path := sh.path()
	var out []ui.Verb
	add := func(ok bool, v ui.Verb) {
		if ok {
			out = append(out, v)
		}
	}
	propose := ui.T(ctx, "Lập danh sách")
	if sh.Occasion.State != Waiting {
		propose = ui.T(ctx, "Lập lại theo điều kiện")
	}
	add(sh.Can.Propose && sh.Occasion.State == Waiting, ui.Verb{Label: propose, Action: path + "/lap"})
	add(sh.Can.Approve, ui.Verb{Label: ui.T(ctx, "Duyệt danh sách"), Action: path + "/duyet"})
	add(sh.Can.Ask, ui.Verb{Label: ui.T(ctx, "Trình duyệt"), Action: path + "/trinh"})
	add(sh.Can.Pay, ui.Verb{Label: ui.T(ctx, "Mở chi"), Action: path + "/mo-chi"})
	add(sh.Can.Hand, ui.Verb{Label: ui.T(ctx, "Xác nhận cả danh sách"), Href: path + "/chi"})
	add(sh.Can.Hand, ui.Verb{Label: ui.T(ctx, "Quét mã QR"), Href: codePath})
	add(sh.Can.Add, ui.Verb{Label: ui.T(ctx, "Thêm vào danh sách"), Href: path + "/them"})
	add(sh.Can.SendBack, ui.Verb{Label: ui.T(ctx, "Trả lại để rà soát"), Href: path + "/tra-lai"})
	add(sh.Can.Amend, ui.Verb{Label: ui.T(ctx, "Mở lại để bổ sung"), Href: path + "/bo-sung"})
	add(sh.Can.End, ui.Verb{Label: ui.T(ctx, "Kết thúc danh sách"), Action: path + "/ket-thuc", Plain: true})
	add(sh.Can.Propose && sh.Occasion.State != Waiting, ui.Verb{Label: propose, Action: path + "/lap", Plain: true, Confirm: ui.T(ctx, "Lập lại? Ai do người rà soát thêm hoặc bỏ thì giữ nguyên.")})
	return out
}

func benefitCrumb(v BenefitView) ui.Link {
	if v.Benefit.List == 0 {
		return ui.Link{Label: v.Occasion}
	}
	return ui.Link{Label: v.Occasion, Href: sheetPath(v.Programme.ID, v.Benefit.List)}
}

func benefitFacts(ctx context.Context, v BenefitView) []ui.Fact {
	b := v.Benefit
	out := []ui.Fact{
		{Label: ui.T(ctx, "Mã số đoàn viên"), Value: b.Number},
		{Label: ui.T(ctx, "Được nhận"), Value: given(ctx, b.Amount, v.Programme.Goods)},
		{Label: ui.T(ctx, "Dịp"), Value: v.Occasion},
		{Label: ui.T(ctx, "Đơn vị trao"), Value: v.Names[b.Desk]},
		{Label: ui.T(ctx, "Nguồn"), Value: capital(sourceWord(ctx, b.Source))},
	}
	if b.Unit != b.Desk {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Đơn vị khi lập danh sách"), Value: v.Names[b.Unit]})
	}
	if b.Account.Number != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Chuyển khoản tới"), Value: accountShort(b.Account)})
	}
	if b.State == Received {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Đã nhận"), Value: ui.Moment(ctx, b.At)}, ui.Fact{Label: ui.T(ctx, "Cách nhận"), Value: howWord(ctx, b.How)},
			ui.Fact{Label: ui.T(ctx, "Số chứng từ"), Value: b.Paper}, ui.Fact{Label: ui.T(ctx, "Người trao"), Value: b.By})
	}
	return out
}

func benefitEvents(ctx context.Context, v BenefitView) []ui.Event {
	out := changeEvents(ctx, v.Changes)
	for i := range out {
		out[i].Href = "" // this page itself
	}
	return append(out, ui.Event{Title: ui.T(ctx, "Có tên lần đầu"), Text: ui.Moment(ctx, v.Benefit.Created)})
}

func benefitVerbs(ctx context.Context, v BenefitView) []ui.Verb {
	var out []ui.Verb
	if v.CanHand {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Xác nhận đã nhận"), Href: v.path() + "/trao"})
	}
	if v.CanSend {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Trao lại"), Href: v.path() + "/trao-lai"})
	}
	if v.CanMiss {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Ghi không trao được"), Href: v.path() + "/khong-trao"})
	}
	if v.Benefit.List != 0 {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Về danh sách"), Href: sheetPath(v.Programme.ID, v.Benefit.List), Plain: true})
	}
	return out
}

func monthWord(ctx context.Context, m Month) string {
	return ui.T(ctx, "Tháng %d/%d", m.Month, m.Year)
}

// visitDue is when a visit is due as a row says it.
func visitDue(ctx context.Context, v Visit, today kernel.Date) (ui.Tone, string) {
	days := today.DaysUntil(v.Day)
	switch {
	case v.State != Planned:
		return "", isoWeekday(v.Day)
	case days < 0:
		return ui.Late, ui.T(ctx, "quá %d ngày", -days)
	case days == 0:
		return ui.Soon, ui.T(ctx, "hôm nay")
	case days <= 7:
		return ui.Soon, ui.T(ctx, "còn %d ngày", days)
	}
	return "", isoWeekday(v.Day)
}
