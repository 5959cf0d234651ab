package dossiers

import (
	"encoding/json"
	"time"

	"doanket/kernel"
)

// The cast of the samples is invented: numbers begin with 000, which no province has.
var (
	clerkLan     = Hand{Account: 11, Person: 111, Org: 3, Name: "Nguyễn Thị Lan", Post: "Cán bộ tiếp nhận"}
	handlerTrang = Hand{Account: 12, Person: 112, Org: 4, Name: "Phạm Thu Trang", Post: "Chuyên viên"}
	chairQuang   = Hand{Account: 13, Person: 113, Org: 2, Name: "Đỗ Văn Quang", Post: "Chủ tịch UBND phường"}

	sampleUnits = Units{2: "UBND phường Uông Bí", 3: "Trung tâm Phục vụ hành chính công phường Uông Bí", 4: "Phòng Kinh tế, Hạ tầng và Đô thị", 5: "Công đoàn phường Uông Bí"}
	sampleHead  = Letterhead{Superior: "UBND phường Uông Bí", Issuer: "Trung tâm Phục vụ hành chính công", Town: "Uông Bí", Phone: "0203 000 0000", Site: "https://motcua.uongbi.example"}
	unionHead   = Letterhead{Superior: "Liên đoàn Lao động tỉnh Quảng Ninh", Issuer: "Công đoàn phường Uông Bí", Town: "Uông Bí", Phone: "0203 000 0001", Site: "https://motcua.uongbi.example"}
)

func sampleAt(month time.Month, day, hour, minute int) kernel.Instant {
	return kernel.Date{Year: 2026, Month: month, Day: day}.Clock(hour, minute)
}

var sampleNow = sampleAt(11, 25, 9, 41)

var sampleForm = []Questions{
	{Key: "doanh_nghiep", Title: "Về doanh nghiệp", Help: "Theo giấy chứng nhận đăng ký doanh nghiệp.", Fields: []Question{
		{Key: "so_lao_dong", Type: "number", Label: "Số lao động", Help: "Tại ngày nộp hồ sơ", Shown: true, Must: true},
		{Key: "co_cong_doan", Type: "yesno", Label: "Có công đoàn cơ sở", Shown: true, Must: true},
		{Key: "ngay_gop_y", Type: "date", Label: "Ngày công đoàn góp ý", Shown: true},
		{Key: "nganh", Type: "choice", Label: "Ngành sản xuất, kinh doanh chính", Shown: true, Must: true, Choices: []Choice{{"khai_khoang", "Khai khoáng"}, {"det_may", "Dệt may"}, {"dich_vu", "Dịch vụ"}}},
		{Key: "ghi_chu", Type: "long", Label: "Điều cần nói thêm", Shown: true},
	}},
}

var sampleTerms = Terms{
	Procedure: ProcedureRef{Version: 20, Code: "2.001955", Name: "Đăng ký nội quy lao động của doanh nghiệp", No: 3, Kind: "national"},
	Deciding:  2, CodeAgency: "H49.31.06", Channels: []Channel{Online, Desk, Post}, Limit: "7wd", LimitWords: "07 ngày làm việc", Supplement: Restart, SupplyDays: 30,
	Papers: []PaperTerm{
		{Key: "noi_quy", Name: "Nội quy lao động", Originals: 1, Required: true},
		{Key: "gop_y", Name: "Văn bản góp ý của tổ chức đại diện người lao động tại cơ sở", Originals: 1, Required: true},
		{Key: "dkkd", Name: "Giấy chứng nhận đăng ký doanh nghiệp", Copies: 1, Required: true, Held: "đăng ký doanh nghiệp"},
	},
	Fees:  []FeeLine{{Key: "le_phi", Name: "Lệ phí", Kind: "le_phi", Quantity: 1, Basis: "thủ tục không thu phí, lệ phí (Luật Phí và lệ phí 2015)"}},
	Basis: []string{"Bộ luật Lao động số 45/2019/QH14", "Nghị định 145/2020/NĐ-CP"},
}

// sampleSubmitted is a company's filing on a Saturday night.
func sampleSubmitted() Dossier {
	return Dossier{
		ID: 700, Tenant: 1, RowVersion: 1, Intake: "N-261121-0003", Procedure: sampleTerms.Procedure, Received: 3, Deciding: 2, Channel: Online, ReturnBy: Online,
		Applicant: Party{Kind: "organisation", Name: "Công ty TNHH Than Mẫu", Identity: "0000000000", Phone: "0203 000 0002", Email: "vanthu@thanmau.example", Address: "Tổ 5, phường Uông Bí, tỉnh Quảng Ninh"},
		Filer:     Party{Kind: "person", Name: "Vũ Thị Mai", Identity: "000185000017"}, Authorisation: "Giấy giới thiệu số 12/GGT ngày 20/11/2026",
		Summary: "Nội quy lao động năm 2026", Answers: json.RawMessage(`{"so_lao_dong":412,"co_cong_doan":true,"ngay_gop_y":"2026-11-12","nganh":"khai_khoang"}`),
		Papers: []Paper{
			{Key: "noi_quy", Name: "Nội quy lao động", Files: []File{{SHA256: "aa", Name: "Nội quy lao động.pdf", Type: "application/pdf", Size: 1_890_000}}},
			{Key: "gop_y", Name: "Văn bản góp ý của tổ chức đại diện người lao động tại cơ sở", Files: []File{{SHA256: "bb", Name: "Góp ý công đoàn.pdf", Type: "application/pdf", Size: 412_000}}},
			{Key: "dkkd", Name: "Giấy chứng nhận đăng ký doanh nghiệp", Held: "đăng ký doanh nghiệp"},
		},
		Fees: sampleTerms.Fees, State: Submitted, Step: "tiep_nhan", StepName: "Tiếp nhận", Unit: 3, SubmittedAt: sampleAt(11, 21, 21, 7), ChangedAt: sampleAt(11, 21, 21, 7),
	}
}

func sampleAccepted() Dossier {
	d := sampleSubmitted()
	d.State, d.RowVersion, d.Code, d.ReceivedAt, d.AcceptedBy = Accepted, 3, "H49.31.06-261123-0044", sampleAt(11, 23, 8, 20), clerkLan
	d.Clock = Clock{Limit: "7wd", StartedAt: sampleAt(11, 23, 8, 20), Due: sampleAt(12, 3, 8, 20), OriginalDue: sampleAt(12, 3, 8, 20), RunningFrom: sampleAt(11, 23, 8, 20), Explain: sampleReasons("Tiếp nhận 08:20 thứ hai, 23/11/2026; ngày tiếp nhận không tính.", "24/11/2026 nghỉ Ngày Văn hóa Việt Nam (NQ 28/2026/QH16).", "28–29/11 nghỉ cuối tuần.", "Đủ 7 ngày làm việc lúc 08:20 thứ năm, 03/12/2026.")}
	d.HandOvers = []HandOver{{At: sampleAt(11, 23, 8, 20), From: Hand{Name: "Vũ Thị Mai"}, To: clerkLan, ToUnit: 3, ToStep: "tiep_nhan", StepName: "Tiếp nhận"}}
	return d
}

func sampleProcessing() Dossier {
	d := sampleAccepted()
	d.State, d.RowVersion, d.Step, d.StepName, d.StepDue, d.Unit, d.Assignee = Processing, 5, "tham_dinh", "Thẩm định", sampleAt(11, 30, 17, 30), 4, handlerTrang
	d.Papers[0].Verdict = "ok"
	d.HandOvers = append(d.HandOvers, HandOver{At: sampleAt(11, 23, 10, 5), From: clerkLan, FromUnit: 3, To: handlerTrang, ToUnit: 4, ToStep: "tham_dinh", StepName: "Thẩm định", StepDue: sampleAt(11, 30, 17, 30), Verdict: OnTime, Note: "Đủ thành phần"})
	return d
}

func sampleOverdue() Dossier {
	d := sampleProcessing()
	d.ReceivedAt = sampleAt(11, 12, 14, 0)
	d.Clock.Due, d.Clock.OriginalDue, d.Clock.StartedAt = sampleAt(11, 23, 14, 0), sampleAt(11, 23, 14, 0), sampleAt(11, 12, 14, 0)
	d.Clock.Explain = sampleReasons("Tiếp nhận 14:00 thứ năm, 12/11/2026; ngày tiếp nhận không tính.", "14–15/11 và 21–22/11 nghỉ cuối tuần.", "Đủ 7 ngày làm việc lúc 14:00 thứ hai, 23/11/2026.")
	return d
}

func sampleApologised() Dossier {
	d := sampleOverdue()
	d.Clock.Reappointed = sampleAt(11, 30, 17, 30)
	d.Apology = &Apology{At: sampleAt(11, 23, 9, 0), By: chairQuang, Reason: "Chờ ý kiến của Sở Nội vụ về mức phạt trong nội quy.", Due: d.Clock.Due, NewDue: d.Clock.Reappointed}
	return d
}

func sampleSupplement() Dossier {
	d := sampleProcessing()
	d.State, d.RowVersion, d.StepName = AwaitingSupplement, 6, "Chờ bổ sung"
	d.Clock.Spent, d.Clock.RunningFrom = 600, kernel.Instant{}
	d.Papers[1].Verdict, d.Papers[1].Note = "wrong", "Bản chụp mất trang 2; chưa có chữ ký của chủ tịch công đoàn."
	d.Supplements = []SupplementRequest{{ID: 801, At: sampleAt(11, 25, 9, 0), By: handlerTrang, Step: "tham_dinh", Reason: "Văn bản góp ý chưa đủ trang và chưa ký.", SupplyBy: kernel.Date{Year: 2026, Month: 12, Day: 25}, Policy: Restart, DueBefore: d.Clock.Due,
		Items: []MissingItem{{Key: "gop_y", Name: "Văn bản góp ý của tổ chức đại diện người lao động tại cơ sở", Note: "chụp lại đủ 2 trang, có chữ ký"}, {Name: "Danh sách người lao động đã được hỏi ý kiến"}}}}
	d.Suspensions = []Suspension{{Kind: "supplement", From: sampleAt(11, 25, 9, 0), Policy: Restart, Spent: 600, DueBefore: d.Clock.Due}}
	return d
}

func samplePayment() Dossier {
	d := sampleProcessing()
	d.State, d.StepName, d.Clock.RunningFrom, d.Clock.Spent = AwaitingPayment, "Chờ nộp phí", kernel.Instant{}, 300
	d.Procedure = ProcedureRef{Version: 21, Code: "2.000635", Name: "Cấp bản sao trích lục hộ tịch", No: 1, Kind: "national"}
	d.Fees = []FeeLine{{Key: "trich_luc", Name: "Phí cấp bản sao trích lục", Kind: "phi", Unit: 8000, Quantity: 3, Amount: 24000, Basis: "Thông tư 281/2016/TT-BTC (chưa đối chiếu văn bản)"}}
	d.Orders = []Order{{ID: 901, Lines: d.Fees, Total: 24000, At: sampleAt(11, 25, 8, 30), By: clerkLan}}
	d.Suspensions = []Suspension{{Kind: "payment", From: sampleAt(11, 25, 8, 30), Policy: Resume, Spent: 300, DueBefore: d.Clock.Due}}
	return d
}

func sampleSigning() Dossier {
	d := sampleProcessing()
	d.Step, d.StepName, d.Unit, d.Assignee, d.RowVersion = "ky", "Chờ ký", 2, chairQuang, 8
	d.Draft = &Result{Outcome: "granted", Title: "Thông báo về việc đăng ký nội quy lao động", Body: "UBND phường Uông Bí xác nhận đã nhận hồ sơ đăng ký nội quy lao động của Công ty TNHH Than Mẫu.\n\nNội quy lao động có hiệu lực sau 15 ngày kể từ ngày cơ quan nhận đủ hồ sơ.", PreparedBy: handlerTrang, PreparedAt: sampleAt(11, 25, 9, 10)}
	return d
}

func sampleDone() Dossier {
	d := sampleSigning()
	r := *d.Draft
	r.SignedBy, r.SignedAt, r.Number = chairQuang, sampleAt(11, 27, 15, 40), "112/TB-UBND"
	d.State, d.Result, d.FinishedAt, d.Verdict, d.Step, d.StepName, d.Unit, d.RowVersion = Decided, &r, sampleAt(11, 27, 15, 40), Early, "tra", "Trả kết quả", 3, 10
	return d
}

func sampleReturned() Dossier {
	d := sampleDone()
	d.State, d.ReturnedAt, d.ReturnedTo, d.RowVersion = Returned, sampleAt(11, 30, 9, 15), "Vũ Thị Mai", 11
	return d
}

func sampleWithdrawn() Dossier {
	d := sampleProcessing()
	d.State, d.FinishedAt = Withdrawn, sampleAt(11, 24, 10, 0)
	d.Withdrawal = &Ending{At: d.FinishedAt, By: Hand{Name: "Vũ Thị Mai"}, Reason: "Công ty sửa lại nội quy rồi nộp sau.", Settlement: "Trả lại 02 tờ bản chính; không có khoản thu."}
	return d
}

func sampleRefused() Dossier {
	d := sampleSubmitted()
	d.State, d.FinishedAt = Refused, sampleAt(11, 23, 8, 40)
	d.Refusal = &Ending{At: d.FinishedAt, By: clerkLan, Reason: "Doanh nghiệp có dưới 10 lao động nên không phải đăng ký nội quy lao động (khoản 1 Điều 119 Bộ luật Lao động)."}
	return d
}

// sampleLong has the longest names that the cast could think of.
func sampleLong() Dossier {
	d := sampleProcessing()
	d.Procedure.Name = "Đăng ký thay đổi, bổ sung thông tin hộ tịch, xác định lại dân tộc cho người từ đủ 14 tuổi trở lên cư trú ở trong nước có yếu tố nước ngoài theo quy định của pháp luật hiện hành"
	d.Applicant = Party{Kind: "organisation", Name: "Công ty Cổ phần Đầu tư Xây dựng Hạ tầng và Phát triển Đô thị Đông Triều – Uông Bí – Quảng Yên, Chi nhánh Khu công nghiệp Phương Nam số 2", Identity: "0000000000-001", Email: "bophanhanhchinhnhansu.chinhanhkhucongnghiepphuongnam@thanmau-rat-dai.example", Address: "Lô CN-15, đường số 7 kéo dài, Khu công nghiệp Phương Nam, phường Uông Bí, tỉnh Quảng Ninh"}
	return d
}

func sampleUnion() Dossier {
	d := sampleAccepted()
	d.Procedure = ProcedureRef{Version: 22, Code: "CD.01", Name: "Trợ cấp khó khăn đoàn viên", No: 1, Kind: "union"}
	d.Code, d.Received, d.Deciding = "CD.31.06-261123-0002", 5, 5
	d.Applicant = Party{Kind: "person", Name: "Vũ Thị Mai", Identity: "000185000017", Phone: "0900 000 003", Address: "Tổ 2, phường Uông Bí"}
	d.Filer, d.Authorisation, d.Summary, d.Answers = Party{}, "", "Ốm đau, nằm viện 12 ngày", nil
	d.Papers = []Paper{{Key: "ra_vien", Name: "Giấy ra viện", Copies: 1}}
	return d
}

// sampleEvents tell how a dossier came to its state; only what pages read of them.
func sampleEvents(d Dossier) []Event {
	filed := &Filed{Channel: d.Channel}
	events := []Event{{Seq: 1, At: d.SubmittedAt, By: Hand{Name: d.FiledBy().Name}, Verb: DoFile, To: Submitted, Change: Change{Filed: filed}}}
	add := func(at kernel.Instant, by Hand, verb Verb, reason string, c Change) {
		if !at.IsZero() {
			events = append(events, Event{Seq: int64(len(events) + 1), At: at, By: by, Verb: verb, Reason: reason, Change: c})
		}
	}
	if !d.ReceivedAt.IsZero() {
		add(d.ReceivedAt, clerkLan, DoAccept, "", Change{})
	}
	if d.Step != "tiep_nhan" {
		add(d.ReceivedAt.Add(105*time.Minute), clerkLan, DoForward, "", Change{Place: &Place{Step: "tham_dinh", StepName: "Thẩm định", StepDue: sampleAt(11, 30, 17, 30)}, HandOver: &HandOver{Note: "Đủ thành phần"}})
	}
	for _, r := range d.Supplements {
		add(r.At, r.By, DoRequestSupplement, r.Reason, Change{})
	}
	for _, o := range d.Orders {
		add(o.At, o.By, DoRequestPayment, "", Change{})
	}
	if d.Apology != nil {
		add(d.Apology.At, chairQuang, DoApologise, d.Apology.Reason, Change{})
	}
	if d.Draft != nil {
		add(d.Draft.PreparedAt, handlerTrang, DoDraft, "", Change{})
	}
	if d.Result != nil {
		add(d.Result.SignedAt, chairQuang, DoApprove, "", Change{})
		add(d.FinishedAt, chairQuang, DoIssue, "", Change{})
	}
	for end, verb := range map[*Ending]Verb{d.Refusal: DoRefuse, d.Withdrawal: DoWithdraw} {
		if end != nil {
			add(end.At, end.By, verb, end.Reason, Change{})
		}
	}
	add(d.ReturnedAt, clerkLan, DoReturn, "", Change{})
	return events
}

// sampleReasons are reasons as records kept them before they were data.
func sampleReasons(said ...string) []Reason {
	var out []Reason
	for _, s := range said {
		out = append(out, Reason{kernel.Line{Kind: kernel.LineSaid, Name: s}})
	}
	return out
}
