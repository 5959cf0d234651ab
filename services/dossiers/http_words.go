package dossiers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"doanket/kernel"
	"doanket/ui"
)

// stateNames are the names agreed with the national portal; stateShort stand in lists.
var (
	stateNames = map[State]string{
		Submitted: "Mới đăng ký", Accepted: "Được tiếp nhận", Refused: "Không được tiếp nhận", Processing: "Đang xử lý",
		AwaitingSupplement: "Yêu cầu bổ sung giấy tờ", AwaitingPayment: "Yêu cầu thực hiện nghĩa vụ tài chính",
		Withdrawn: "Công dân yêu cầu rút hồ sơ", Stopped: "Dừng xử lý", Decided: "Đã xử lý xong", Returned: "Đã trả kết quả",
	}
	stateShort = map[State]string{
		Submitted: "Mới nộp", Accepted: "Đã tiếp nhận", Refused: "Không tiếp nhận", Processing: "Đang xử lý",
		AwaitingSupplement: "Chờ bổ sung", AwaitingPayment: "Chờ nộp phí",
		Withdrawn: "Đã rút", Stopped: "Dừng xử lý", Decided: "Chờ trả", Returned: "Đã trả",
	}
	stateSlugs = map[State]string{
		Submitted: "moi-nop", Accepted: "da-tiep-nhan", Refused: "khong-tiep-nhan", Processing: "dang-xu-ly",
		AwaitingSupplement: "cho-bo-sung", AwaitingPayment: "cho-nop-phi", Withdrawn: "da-rut", Stopped: "dung-xu-ly",
		Decided: "cho-tra", Returned: "da-tra",
	}
	stateTones = map[State]ui.Tone{
		Submitted: ui.Run, Accepted: ui.Run, Refused: ui.Hold, Processing: ui.Run, AwaitingSupplement: ui.Wait,
		AwaitingPayment: ui.Wait, Withdrawn: ui.Hold, Stopped: ui.Wait, Decided: ui.Done, Returned: ui.Done,
	}
)

// verbNames are the verbs as buttons; eventNames tell them as what happened.
var (
	verbNames = map[Verb]string{
		DoAccept: "Tiếp nhận", DoRefuse: "Từ chối tiếp nhận", DoCheckPapers: "Kiểm tra giấy tờ", DoRequestSupplement: "Yêu cầu bổ sung",
		DoSupplement: "Nhận giấy tờ bổ sung", DoRequestPayment: "Yêu cầu nộp phí", DoAssign: "Phân công", DoForward: "Chuyển bước",
		DoSendBack: "Trả lại bước trước", DoAskOpinion: "Hỏi ý kiến", DoGiveOpinion: "Trả lời ý kiến", DoDraft: "Dự thảo kết quả",
		DoApprove: "Duyệt, ký kết quả", DoIssue: "Vào số, phát hành", DoPost: "Gửi bưu chính", DoReturn: "Trả kết quả",
		DoWithdraw: "Rút hồ sơ", DoStop: "Dừng giải quyết", DoResume: "Giải quyết tiếp", DoApologise: "Xin lỗi, hẹn lại", DoClose: "Khép hồ sơ",
	}
	eventNames = map[Verb]string{
		DoFile: "Nộp hồ sơ", DoAccept: "Tiếp nhận, cấp mã hồ sơ", DoRefuse: "Từ chối tiếp nhận", DoCheckPapers: "Kiểm tra thành phần hồ sơ",
		DoRequestSupplement: "Yêu cầu bổ sung", DoSupplement: "Đã bổ sung giấy tờ", DoRequestPayment: "Yêu cầu nộp phí, lệ phí", DoPaid: "Đã nộp phí, lệ phí",
		DoAssign: "Phân công", DoForward: "Chuyển bước", DoSendBack: "Trả lại bước trước", DoAskOpinion: "Hỏi ý kiến", DoGiveOpinion: "Trả lời ý kiến",
		DoDraft: "Lập dự thảo kết quả", DoApprove: "Duyệt, ký kết quả", DoIssue: "Vào số, phát hành kết quả", DoPost: "Gửi kết quả qua bưu chính",
		DoReturn: "Trả kết quả", DoWithdraw: "Rút hồ sơ", DoStop: "Dừng giải quyết", DoResume: "Giải quyết tiếp", DoApologise: "Xin lỗi, hẹn lại ngày trả",
		DoMoveDue: "Tính lại hạn vì lịch làm việc đổi", DoTransfer: "Bàn giao sang đơn vị khác theo quyết định sắp xếp", DoClose: "Khép hồ sơ",
	}
	// verbPaths are the last part of the address of each verb's page; a verb without one has no page of its own.
	verbPaths = map[Verb]string{
		DoAccept: "tiep-nhan", DoRefuse: "tu-choi", DoCheckPapers: "kiem-tra", DoRequestSupplement: "yeu-cau-bo-sung", DoSupplement: "bo-sung",
		DoRequestPayment: "yeu-cau-nop-phi", DoAssign: "phan-cong", DoForward: "chuyen", DoSendBack: "tra-lai", DoAskOpinion: "hoi-y-kien",
		DoGiveOpinion: "tra-loi-y-kien", DoDraft: "du-thao", DoApprove: "ky", DoIssue: "phat-hanh", DoPost: "gui-buu-chinh", DoReturn: "tra-ket-qua",
		DoWithdraw: "rut", DoStop: "dung", DoResume: "tiep-tuc", DoApologise: "xin-loi", DoClose: "khep",
	}
	figureNames = map[Figure]string{
		FigReceived: "Đã tiếp nhận", FigCarried: "Kỳ trước chuyển sang", FigRunning: "Đang giải quyết", FigDueSoon: "Sắp đến hạn", FigOverdue: "Đang quá hạn",
		FigPaused: "Đang tạm dừng", FigEarly: "Trả trước hạn", FigOnTime: "Trả đúng hạn", FigLate: "Trả quá hạn", FigWithdrawn: "Đã rút", FigRefused: "Không tiếp nhận",
		FigHandedIn: "Nhận bàn giao từ đơn vị khác", FigHandedOut: "Đã bàn giao cho đơn vị khác",
	}
	figureSlugs = map[Figure]string{
		FigReceived: "tiep-nhan", FigCarried: "ky-truoc", FigRunning: "dang-giai-quyet", FigDueSoon: "sap-den-han", FigOverdue: "qua-han", FigPaused: "tam-dung",
		FigEarly: "truoc-han", FigOnTime: "dung-han", FigLate: "tre-han", FigWithdrawn: "rut", FigRefused: "tu-choi",
		FigHandedIn: "nhan-ban-giao", FigHandedOut: "da-ban-giao",
	}
)

// bySlug finds the key of a slug.
func bySlug[K comparable](slugs map[K]string, slug string) (key K, ok bool) {
	for k, s := range slugs {
		if s == slug && slug != "" {
			return k, true
		}
	}
	return key, false
}

// row puts one dossier into the words of a list.
func row(ctx context.Context, it Item, now kernel.Instant) RowView {
	r := RowView{
		Href: "/ho-so/" + it.ID.String(), Code: it.Code, Procedure: it.ProcedureName, Who: it.Applicant,
		Tone: stateTones[it.State], Word: ui.T(ctx, stateShort[it.State]), Step: it.StepName,
	}
	if r.Code == "" {
		r.Code = it.Intake
	}
	if it.State.Open() {
		r.Holder = it.AssigneeName
	}
	r.DueTone, r.Due, r.Why = dueWords(ctx, it, now)
	switch it.Why {
	case WhyOverdue:
		r.Tone, r.Word = ui.Late, ui.T(ctx, "Quá hạn")
	case WhyToday, WhySoon:
		r.Tone = ui.Soon
	}
	return r
}

// DueWords are dueWords for pages of the house that list dossiers too.
func DueWords(ctx context.Context, it Item, now kernel.Instant) (tone ui.Tone, due, why string) {
	return dueWords(ctx, it, now)
}

// dueWords say when a row is due and why then.
func dueWords(ctx context.Context, it Item, now kernel.Instant) (tone ui.Tone, due, why string) {
	due = shortDue(ctx, it.Due, now)
	limit := shortLimit(ctx, it)
	switch it.Why {
	case WhyOverdue:
		return ui.Late, due, ui.T(ctx, "quá hạn %s", lateBy(ctx, it.Due, now))
	case WhyToday:
		return ui.Soon, due, limit
	case WhySoon:
		return ui.Soon, due, limit
	case WhyNew:
		return "", ui.T(ctx, "chờ tiếp nhận"), ui.T(ctx, "nộp %s", kernel.FormatShort(it.SubmittedAt))
	case WhySupplement:
		return "", ui.T(ctx, "đồng hồ dừng"), ui.T(ctx, "chờ người dân bổ sung")
	case WhyPayment:
		return "", ui.T(ctx, "đồng hồ dừng"), ui.T(ctx, "chờ nộp phí, lệ phí")
	case WhyStopped:
		return "", ui.T(ctx, "đồng hồ dừng"), ui.T(ctx, "đang dừng xử lý")
	case WhyReturn:
		return "", ui.T(ctx, "xong %s", kernel.FormatShort(it.FinishedAt)), ui.T(ctx, "%s, chờ trả", verdictWord(ctx, it.Verdict))
	case WhyNoLimit:
		return "", ui.T(ctx, "không có hạn"), ui.T(ctx, "pháp luật không quy định thời hạn")
	case WhyClosed:
		return "", ui.T(ctx, "đã khép %s", kernel.FormatShort(it.FinishedAt)), verdictWord(ctx, it.Verdict)
	}
	return "", due, limit
}

// shortLimit says a limit in the room of a table's cell, and why it ends on that day.
func shortLimit(ctx context.Context, it Item) string {
	at, found := strings.CutPrefix(it.Limit, "same-day@")
	switch {
	case !found:
		return limitSaid(ctx, it.Limit)
	case it.Due.Date() == it.ReceivedAt.Date():
		return ui.T(ctx, "nhận trước %s nên trả trong ngày", at)
	}
	return ui.T(ctx, "nhận sau %s nên trả ngày làm việc sau", at)
}

// whySaid are the reasons of a due date in the reader's language.
func whySaid(ctx context.Context, list []Reason) []string {
	return reasonsSaid(list, func(s string, args ...any) string { return ui.T(ctx, s, args...) })
}

// limitSaid is a limit in the reader's language.
func limitSaid(ctx context.Context, limit string) string {
	if limit == "" {
		return ui.T(ctx, "pháp luật không quy định thời hạn")
	}
	l, err := kernel.ParseLimit(limit)
	if err != nil || ui.LangOf(ctx) == ui.Vietnamese {
		return limitWords(limit)
	}
	return l.Say(func(s string, args ...any) string { return ui.T(ctx, s, args...) })
}

// limitSaid is the limit of a procedure: in Vietnamese as its decision prints it.
func (t Terms) limitSaid(ctx context.Context) string {
	if t.LimitWords != "" && (t.Limit == "" || ui.LangOf(ctx) == ui.Vietnamese) {
		return t.LimitWords
	}
	return limitSaid(ctx, t.Limit)
}

// returnSaid says how the result is handed over, in the reader's language.
func (d Dossier) returnSaid(ctx context.Context) string {
	switch d.ReturnBy {
	case Post:
		return ui.T(ctx, "qua bưu chính, tại %s", d.ReturnTo)
	case Online:
		return ui.T(ctx, "bản điện tử trên trang tra cứu")
	}
	return ui.T(ctx, "tại nơi nộp hồ sơ")
}

func verdictWord(ctx context.Context, v Verdict) string {
	switch v {
	case Early:
		return ui.T(ctx, "trước hạn")
	case OnTime:
		return ui.T(ctx, "đúng hạn")
	case Late:
		return ui.T(ctx, "quá hạn")
	}
	return ""
}

// shortDue is "Hôm nay 17:30", "03/12 08:20", or with its year when it is another.
func shortDue(ctx context.Context, at, now kernel.Instant) string {
	switch {
	case at.IsZero():
		return ""
	case at.Date() == now.Date():
		return ui.T(ctx, "Hôm nay %s", kernel.FormatClock(at))
	case at.Date() == now.Date().AddDays(1):
		return ui.T(ctx, "Ngày mai %s", kernel.FormatClock(at))
	case at.Date().Year != now.Date().Year:
		return kernel.FormatDate(at.Date()) + " " + kernel.FormatClock(at)
	}
	return kernel.FormatShort(at)
}

// lateBy is how long something has been due, in clock time: "3 giờ", "2 ngày".
func lateBy(ctx context.Context, due, now kernel.Instant) string {
	d := now.Sub(due)
	switch {
	case d < time.Hour:
		return ui.T(ctx, "%d phút", max(1, int(d.Minutes())))
	case d < 24*time.Hour:
		return ui.T(ctx, "%d giờ", int(d.Hours()))
	}
	return ui.T(ctx, "%d ngày", int(d.Hours()/24))
}

// eventTitle tells an event in words, with the step it led to.
func eventTitle(ctx context.Context, e Event) string {
	title := ui.T(ctx, eventNames[e.Verb])
	if e.Verb == DoForward && e.Change.Place != nil && e.Change.Place.StepName != "" {
		return ui.T(ctx, "Chuyển bước: %s", e.Change.Place.StepName)
	}
	if e.Verb == DoAssign && e.Change.Place != nil && e.Change.Place.Assignee.Name != "" {
		return ui.T(ctx, "Phân công cho %s", e.Change.Place.Assignee.Name)
	}
	if e.Verb == DoFile && e.Change.Filed != nil {
		return title + " " + channelName(ctx, e.Change.Filed.Channel)
	}
	return title
}

func channelName(ctx context.Context, c Channel) string { return ui.T(ctx, channelWords(c)) }

// workLeft writes minutes of working time as days of eight hours, the way officers count: "6 ngày 4 giờ".
func workLeft(ctx context.Context, minutes int64) string {
	const day = 8 * 60
	d, h := minutes/day, minutes%day/60
	switch {
	case d > 0 && h > 0:
		return fmt.Sprintf("%s %s", ui.T(ctx, "%d ngày", int(d)), ui.T(ctx, "%d giờ", int(h)))
	case d > 0:
		return ui.T(ctx, "%d ngày", int(d))
	case h > 0:
		return ui.T(ctx, "%d giờ", int(h))
	}
	return ui.T(ctx, "%d phút", int(minutes))
}

// StateName is the state as agreed with the national portal, in Vietnamese.
func StateName(s State) string { return stateNames[s] }
