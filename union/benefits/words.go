package benefits

import (
	"context"
	"strconv"
	"strings"

	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

var stateNames = map[State]string{Draft: "Đang soạn", Signed: "Đã ký, chưa đến ngày", Running: "Đang áp dụng", Ended: "Đã kết thúc", Dropped: "Đã bỏ"}

var stateTones = map[State]ui.Tone{Draft: ui.Wait, Signed: ui.Soon, Running: ui.Run, Ended: ui.Done, Dropped: ui.Hold}

var stateSlugs = map[State]string{Draft: "dang-soan", Signed: "da-ky", Running: "dang-ap-dung", Ended: "da-ket-thuc", Dropped: "da-bo"}

func stateWord(ctx context.Context, s State) string { return ui.T(ctx, stateNames[s]) }

var seriesNames = map[SeriesState]string{SeriesDraft: "Chờ mở", SeriesOpen: "Đang phát", SeriesClosed: "Đã đóng"}

var seriesTones = map[SeriesState]ui.Tone{SeriesDraft: ui.Wait, SeriesOpen: ui.Run, SeriesClosed: ui.Done}

var voucherNames = map[VoucherState]string{Issued: "Chưa dùng", Redeemed: "Đã dùng", Expired: "Hết hạn", Revoked: "Đã thu hồi"}

var voucherTones = map[VoucherState]ui.Tone{Issued: ui.Run, Redeemed: ui.Done, Expired: ui.Hold, Revoked: ui.Late}

var voucherSlugs = map[VoucherState]string{Issued: "chua-dung", Redeemed: "da-dung", Expired: "het-han", Revoked: "thu-hoi"}

var standingNames = map[Standing]string{IsGood: "Dùng được", IsUsed: "Đã dùng", IsExpired: "Không còn dùng được", IsUnknown: "Không có mã này", IsNotFor: "Không có ưu đãi"}

var standingTones = map[Standing]ui.Tone{IsGood: ui.Done, IsUsed: ui.Late, IsExpired: ui.Late, IsUnknown: ui.Late, IsNotFor: ui.Hold}

var standingTexts = map[Standing]string{IsGood: "Mã còn hiệu lực hôm nay.", IsUsed: "Phiếu này đã được dùng. Mỗi phiếu chỉ dùng một lần.", IsExpired: "Phiếu hết hạn, chưa đến ngày hoặc đã thu hồi; hoặc thẻ không còn hiệu lực.",
	IsUnknown: "Không có phiếu hay thẻ nào mang mã này ở các ưu đãi của bạn.", IsNotFor: "Thẻ còn hiệu lực, nhưng bạn không có thoả thuận nào đang áp dụng cho người mang thẻ."}

var publicTexts = map[Standing]string{IsGood: "Phiếu còn dùng được. Hãy đưa mã cho người bán quét.", IsUsed: "Phiếu này đã được dùng.", IsExpired: "Phiếu hết hạn, chưa đến ngày hoặc đã thu hồi.", IsUnknown: "Không có phiếu nào mang mã này."}

var whoNames = map[Who]string{ForMember: "Đoàn viên", ForWorker: "Người lao động", ForChild: "Con đoàn viên"}

func whoWord(ctx context.Context, w Who) string { return ui.T(ctx, whoNames[w]) }

func whoOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, w := range Groups {
		out = append(out, ui.Option{Value: string(w), Label: whoWord(ctx, w)})
	}
	return out
}

// percentText writes hundredths of a percent: 1250 is 12,5%.
func percentText(p int) string {
	s := strconv.Itoa(p / 100)
	if rest := p % 100; rest != 0 {
		d := strconv.Itoa(rest)
		if rest < 10 {
			d = "0" + d
		}
		s += "," + strings.TrimRight(d, "0")
	}
	return s + "%"
}

// cutText is what is taken off, in words.
func cutText(ctx context.Context, c Cut) string {
	out := ui.T(ctx, "Giảm %s", c.Sum.String())
	if c.Percent > 0 {
		out = ui.T(ctx, "Giảm %s", percentText(c.Percent))
	}
	if c.Cap > 0 {
		out += ui.T(ctx, ", tối đa %s", c.Cap.String())
	}
	if c.Least > 0 {
		out += ui.T(ctx, ", hoá đơn từ %s", c.Least.String())
	}
	return out
}

// readCut reads "15%", "12,5%" or "50.000".
func readCut(fs *kernel.Faults, text string) Cut {
	text = strings.TrimSpace(text)
	if text == "" {
		return Cut{}
	}
	p, isShare := strings.CutSuffix(text, "%")
	if !isShare {
		return Cut{Sum: web.MoneyAt(fs, "muc", text)}
	}
	whole, rest, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(p), ".", ","), ",")
	if len(rest) > 2 || len(whole) > 3 || whole == "" {
		fs.Add("muc", "benefits.bad_percent")
		return Cut{Percent: 1}
	}
	for len(rest) < 2 {
		rest += "0"
	}
	n, err := strconv.ParseUint(whole+rest, 10, 16)
	if err != nil || n == 0 {
		fs.Add("muc", "benefits.bad_percent")
		return Cut{Percent: 1}
	}
	return Cut{Percent: int(n)}
}

func termText(from, to kernel.Date) string {
	return kernel.FormatDate(from) + " – " + kernel.FormatDate(to)
}

var verdictNames = map[rules.Verdict]string{rules.Yes: "Bạn được hưởng", rules.No: "Chưa thuộc diện", rules.Unknown: "Chưa rõ"}

var verdictTones = map[rules.Verdict]ui.Tone{rules.Yes: ui.Done, rules.No: ui.Hold, rules.Unknown: ui.Soon}

var lineTones = map[rules.Verdict]ui.Tone{rules.Yes: ui.Done, rules.No: ui.Late, rules.Unknown: ui.Soon}

var lineNames = map[rules.Verdict]string{rules.Yes: "đạt", rules.No: "không đạt", rules.Unknown: "chưa rõ"}

var nearNames = map[Nearness]string{InCommune: "Trong xã, phường của bạn", InProvince: "Trong tỉnh, thành phố của bạn", Elsewhere: "Nơi khác"}

// valuesWord says what a name of a condition may be.
func valuesWord(ctx context.Context, n rules.Name) string {
	switch n.Type {
	case rules.YesNo:
		return "true, false"
	case rules.Day:
		return "'2026-12-31'"
	case rules.Whole:
		return ui.T(ctx, "số nguyên")
	}
	var words []string
	for _, v := range n.Values {
		words = append(words, "'"+v.Key+"' ("+v.Title+")")
	}
	if len(words) == 0 {
		return ui.T(ctx, "chữ trong nháy đơn")
	}
	return strings.Join(words, ", ")
}
