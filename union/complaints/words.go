package complaints

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

var kindNames = map[Kind]string{Grievance: "Khiếu nại", Denunciation: "Tố cáo", Petition: "Kiến nghị, phản ánh"}

func kindWord(ctx context.Context, k Kind) string { return ui.T(ctx, kindNames[k]) }

var wayNames = map[Way]string{InPerson: "Nộp trực tiếp", ByPost: "Gửi qua bưu điện", Online: "Gửi trên hệ thống"}

func wayWord(ctx context.Context, w Way) string { return ui.T(ctx, wayNames[w]) }

var stateTones = map[State]ui.Tone{Received: ui.Wait, Assigned: ui.Wait, Accepted: ui.Run, Verifying: ui.Run, Concluded: ui.Soon, Answered: ui.Done, Closed: ui.Done,
	Refused: ui.Hold, Forwarded: ui.Hold, Withdrawn: ui.Hold}

var stateNames = map[State]string{Received: "Mới nhận", Assigned: "Chờ thụ lý", Accepted: "Đã thụ lý", Verifying: "Đang xác minh", Concluded: "Đã kết luận", Answered: "Đã thông báo kết quả",
	Closed: "Đã kết thúc", Refused: "Không thụ lý", Forwarded: "Đã chuyển nơi khác", Withdrawn: "Đã rút đơn"}

func stateWord(ctx context.Context, s State) string { return ui.T(ctx, stateNames[s]) }

var eventNames = map[Verb]string{Register: "Tiếp nhận, vào sổ", HandOver: "Giao người thụ lý", Accept: "Thụ lý", Refuse: "Không thụ lý", Forward: "Chuyển cơ quan khác",
	Examine: "Kiểm tra thông tin đơn không tên", Verify: "Bắt đầu xác minh", Prolong: "Gia hạn", Conclude: "Kết luận", Answer: "Thông báo kết quả", Close: "Kết thúc, lưu hồ sơ",
	Withdraw: "Đình chỉ vì rút đơn", Pass: "Giao người khác thụ lý", GiveAnew: "Giao lại vì người thụ lý không còn", Name: "Cho người khác cùng xem", Strike: "Thôi cho xem", Point: "Chỉ rõ người bị nêu", Reveal: "Mở danh tính người gửi",
	MarkRemote: "Ghi nơi đi lại khó khăn", MarkUsual: "Bỏ ghi nơi đi lại khó khăn",
	Note: "Ghi thêm", Attach: "Kèm tệp", Say: "Người gửi bổ sung", AskWithdraw: "Người gửi xin rút đơn"}

func eventWord(ctx context.Context, v Verb) string { return ui.T(ctx, eventNames[v]) }

var roleNames = map[Role]string{Receiver: "tiếp nhận", Lead: "thụ lý chính", Along: "cùng xem"}

func roleWord(ctx context.Context, r Role) string { return ui.T(ctx, roleNames[r]) }

var whatNames = map[What]string{OpenRecord: "Xem đơn", OpenFile: "Mở tệp", OpenPaper: "Xem giấy in", OpenAPI: "Đọc qua giao diện lập trình", OpenSender: "Mở danh tính người gửi", OpenAnew: "Giao lại đơn, không đọc", OpenBook: "In vào sổ theo dõi"}

func whatWord(ctx context.Context, w What) string { return ui.T(ctx, whatNames[w]) }

// dueWords are when a complaint is due as a row says it.
func dueWords(ctx context.Context, c Complaint, now kernel.Instant) (tone ui.Tone, due, why string) {
	if !c.State.Live() && !c.Ended.IsZero() {
		return "", kernel.FormatDate(c.Ended.Date()), ui.T(ctx, "đã xong")
	}
	if c.step() == "" || c.Due.IsZero() {
		return "", ui.T(ctx, "Không có hạn"), ""
	}
	due = kernel.FormatDate(c.Due.Date())
	days := now.Date().DaysUntil(c.Due.Date())
	switch {
	case days < 0:
		return ui.Late, due, ui.T(ctx, "quá hạn %d ngày", -days)
	case days == 0:
		return ui.Soon, due, ui.T(ctx, "hôm nay")
	case days <= 3:
		return ui.Soon, due, ui.T(ctx, "còn %d ngày", days)
	}
	return "", due, ui.T(ctx, "còn %d ngày", days)
}

// verbPage is one verb as the pages know it: what is asked with it.
type verbPage struct {
	verb   Verb
	slug   string
	ask    string // label of the text
	hint   string
	number bool // number and day of a paper are asked
	person bool
	empty  bool // the text may be left out
	danger bool
}

var verbPages = []verbPage{
	{verb: HandOver, slug: "giao", ask: "Ghi chú", hint: "Sau khi giao, bạn không còn thấy đơn này, trừ khi bạn tự thụ lý", person: true, empty: true},
	{verb: Accept, slug: "thu-ly", ask: "Ghi chú", hint: "Đơn thuộc thẩm quyền và đủ điều kiện thụ lý", number: true, empty: true},
	{verb: Examine, slug: "kiem-tra", ask: "Vì sao kiểm tra được", hint: "Đơn nêu rõ ai, việc gì, có chứng cứ gì"},
	{verb: Verify, slug: "xac-minh", ask: "Kế hoạch xác minh"},
	{verb: Conclude, slug: "ket-luan", ask: "Nội dung kết luận, quyết định", number: true},
	{verb: Answer, slug: "thong-bao", ask: "Kết quả báo cho người gửi", hint: "Người gửi đọc được phần này khi tra bằng mã", number: true},
	{verb: Close, slug: "ket-thuc", ask: "Ghi chú", empty: true},
	{verb: Prolong, slug: "gia-han", ask: "Vì sao phức tạp", number: true},
	{verb: Forward, slug: "chuyen", ask: "Vì sao chuyển"},
	{verb: Name, slug: "cung-xem", ask: "Vì sao người này cần xem", person: true},
	{verb: Pass, slug: "giao-lai", ask: "Vì sao giao người khác", person: true},
	{verb: Point, slug: "chi-ro", ask: "Căn cứ", hint: "Người được chỉ rõ là bị nêu không bao giờ được ghi tên trên đơn"},
	{verb: MarkRemote, slug: "vung-xa", ask: "Căn cứ", hint: "Vùng sâu, vùng xa đi lại khó khăn: thời hạn dài hơn, tính lại từ ngày thụ lý"},
	{verb: MarkUsual, slug: "bo-vung-xa", ask: "Căn cứ", hint: "Thời hạn tính lại theo mức thường"},
	{verb: Note, slug: "ghi-them", ask: "Ghi thêm"},
	{verb: Attach, slug: "kem-tep", ask: "Ghi chú", empty: true},
	{verb: Reveal, slug: "mo-danh-tinh", ask: "Vì sao cần mở danh tính người gửi", hint: "Lý do được giữ lại mãi cùng tên bạn"},
	{verb: Refuse, slug: "khong-thu-ly", ask: "Ghi rõ lý do", hint: "Người gửi đọc được phần này khi tra bằng mã", danger: true},
	{verb: Withdraw, slug: "rut-don", ask: "Căn cứ đình chỉ", hint: "Đơn xin rút, ngày nào; tố cáo có dấu hiệu vi phạm vẫn phải giải quyết", danger: true},
}

func verbOf(slug string) (verbPage, bool) {
	for _, v := range verbPages {
		if v.slug == slug {
			return v, true
		}
	}
	return verbPage{}, false
}

func (p verbPage) askWord(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb {
			return ui.T(ctx, v.ask)
		}
	}
	return ""
}

func (p verbPage) hintWord(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb && v.hint != "" {
			return ui.T(ctx, v.hint)
		}
	}
	return ""
}
