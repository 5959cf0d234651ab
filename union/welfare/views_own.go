package welfare

import (
	"context"
	"net/url"
	"strconv"

	"doanket/kernel"
	"doanket/ui"
)

func (u Unreached) with(tail string, unit kernel.ID) string {
	return address("/chua-cham-lo"+tail, url.Values{"nam": {strconv.Itoa(u.Year)}}, "don-vi", idText(unit))
}

func (u Unreached) year(shift int) string {
	u.Year += shift
	return u.with("", u.Unit)
}

func unreachedWay(u Unreached) []ui.Link {
	if u.Unit == 0 {
		return nil
	}
	var out []ui.Link
	for _, up := range u.Above {
		out = append(out, ui.Link{Label: up.Name, Href: u.with("", up.ID)})
	}
	return append(out, ui.Link{Label: u.UnitName})
}

// ownUnder is the quiet line under a benefit of the reader's own.
func ownUnder(ctx context.Context, o OwnBenefit) string {
	out := o.Occasion + " · " + o.Org
	if o.Benefit.State == Received {
		return out + " · " + ui.T(ctx, "nhận ngày %s", kernel.FormatDate(o.Benefit.At.Date()))
	}
	return out
}

func ownFacts(ctx context.Context, o OwnBenefit) []ui.Fact {
	b := o.Benefit
	out := []ui.Fact{
		{Label: ui.T(ctx, "Được nhận"), Value: given(ctx, b.Amount, o.Goods)},
		{Label: ui.T(ctx, "Dịp"), Value: o.Occasion},
		{Label: ui.T(ctx, "Chương trình của"), Value: o.Org},
		{Label: ui.T(ctx, "Nơi trao"), Value: o.Desk},
	}
	if b.State == Received {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Đã nhận"), Value: ui.Moment(ctx, b.At)}, ui.Fact{Label: ui.T(ctx, "Cách nhận"), Value: howWord(ctx, b.How)}, ui.Fact{Label: ui.T(ctx, "Người trao"), Value: b.By})
	} else if b.Account.Number != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Chuyển khoản tới"), Value: accountShort(b.Account)})
	}
	if b.State == Failed {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Vì sao chưa trao được"), Value: b.Reason})
	}
	return out
}

func accountFacts(ctx context.Context, a Account, today kernel.Date) []ui.Fact {
	if a.Number == "" {
		return []ui.Fact{{Label: ui.T(ctx, "Cách nhận"), Value: ui.T(ctx, "Tiền mặt, ký nhận ở công đoàn cơ sở")}}
	}
	return []ui.Fact{{Label: ui.T(ctx, "Ngân hàng"), Value: bankName(a.BIN, today)}, {Label: ui.T(ctx, "Số tài khoản"), Value: accountShort(a)}, {Label: ui.T(ctx, "Chủ tài khoản"), Value: a.Holder}}
}

func (v AllowancesView) nextPage() string {
	if v.Next == 0 {
		return ""
	}
	q := url.Values{}
	if v.State != "" {
		q.Set("trang-thai", slugOf(allowanceSlugs, v.State))
	}
	return address(allowancePath, q, "truoc", v.Next.String())
}
