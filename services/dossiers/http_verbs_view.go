package dossiers

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// verbChoices are the people and units that a verb may name.
type verbChoices struct {
	officers []Hand
	units    []UnitChoice
}

// explainVerbs say what a verb will do, before it is done.
var explainVerbs = map[Verb][]string{
	DoAccept:            {"Hồ sơ được cấp mã, đồng hồ bắt đầu chạy, giấy tiếp nhận và hẹn trả in được ngay."},
	DoRefuse:            {"Hồ sơ khép lại ở trạng thái Không được tiếp nhận, không dùng mã số. Phiếu từ chối in từ lý do dưới đây."},
	DoCheckPapers:       {"Ghi kết quả xem từng giấy. Đồng hồ không đổi."},
	DoRequestSupplement: {"Người nộp nhận yêu cầu này và nộp bổ sung trên mạng hoặc tại quầy.", "Nếu hồ sơ đã tiếp nhận, đồng hồ dừng đến khi nộp đủ."},
	DoSupplement:        {"Đánh dấu giấy tờ người dân vừa nộp tại quầy. Đồng hồ chạy tiếp theo quy định của thủ tục."},
	DoRequestPayment:    {"Lập một khoản thu. Nếu hồ sơ đã tiếp nhận, đồng hồ dừng đến khi nộp xong."},
	DoApprove:           {"Kết quả được ký. Người đã tiếp nhận hoặc đã lập dự thảo không ký được."},
	DoIssue:             {"Kết quả được vào số; hồ sơ xong, đồng hồ khép."},
	DoReturn:            {"Hồ sơ chuyển sang Đã trả kết quả."},
	DoWithdraw:          {"Hồ sơ khép lại theo đề nghị của người nộp; giấy tờ và khoản thu được giải quyết như ghi dưới đây."},
	DoStop:              {"Đồng hồ dừng. Thông báo dừng giải quyết in từ lý do dưới đây."},
	DoResume:            {"Đồng hồ chạy tiếp với thời gian còn lại."},
	DoApologise:         {"Chỉ hẹn lại được một lần. Hạn gốc vẫn được dùng để tính đúng hạn hay quá hạn."},
	DoAskOpinion:        {"Đơn vị được hỏi xem được hồ sơ từ lúc này. Đồng hồ vẫn chạy."},
	DoSendBack:          {"Hồ sơ về bước trước; nếu kết quả đã ký thì bản ký mất hiệu lực."},
	DoClose:             {"Khép hẳn hồ sơ để lưu; không làm được việc gì thêm."},
}

// verbView is the page of one verb. values are what was typed; nil for a fresh page.
func verbView(ctx context.Context, s seen, verb Verb, values url.Values, c verbChoices, errs ui.Errors, sentence string) VerbView {
	d := s.Dossier
	v := VerbView{Title: s.verbLabel(ctx, verb), Code: d.Reference(), Href: s.href(""), Procedure: d.Procedure.Name + " · " + d.Applicant.Name, Action: s.href("viec/" + verbPaths[verb]),
		Submit: s.verbLabel(ctx, verb), Version: strconv.FormatInt(d.RowVersion, 10), Sentence: sentence, Errors: errs,
		Danger: verb == DoRefuse || verb == DoStop || verb == DoWithdraw}
	for _, line := range explainVerbs[verb] {
		v.Explain = append(v.Explain, ui.T(ctx, line))
	}
	if verb == DoAccept {
		for _, m := range Missing(s.Terms, d.Papers) {
			v.Explain = append(v.Explain, ui.T(ctx, "Còn thiếu: %s. Chưa đủ thì không tiếp nhận được; hãy yêu cầu bổ sung.", m.Name))
		}
	}
	if verb == DoCheckPapers {
		v.Papers = s.papers(ctx)
		for i, p := range v.Papers {
			if values.Has("verdict." + p.Key) {
				v.Papers[i].Verdict, v.Papers[i].Reason = values.Get("verdict."+p.Key), values.Get("note."+p.Key)
			}
		}
	}
	v.Fields = s.verbFields(ctx, verb, values, c, errs)
	return v
}

// verbFields are the questions of a verb; their names are those that its refusals point at.
func (s seen) verbFields(ctx context.Context, verb Verb, values url.Values, c verbChoices, errs ui.Errors) []InputView {
	d := s.Dossier
	f := fields{ctx: ctx, values: values, errs: errs}
	note := func() { f.line("note", ui.T(ctx, "Ghi chú"), "", ui.FieldProps{Optional: true, MaxLength: 500}) }
	switch verb {
	case DoAccept:
		note()
	case DoRefuse, DoResume, DoSendBack, DoClose:
		f.text("reason", ui.T(ctx, "Lý do"), ui.T(ctx, "Người nộp đọc câu này; hãy nói rõ căn cứ."))
	case DoStop, DoWithdraw:
		f.text("reason", ui.T(ctx, "Lý do"), "")
		f.text("settlement", ui.T(ctx, "Giấy tờ và tiền đã nộp"), ui.T(ctx, "Trả lại giấy gì, hoàn khoản nào"))
	case DoRequestSupplement:
		f.many("items", ui.T(ctx, "Cần bổ sung những gì"), s.askable())
		f.line("other", ui.T(ctx, "Giấy tờ, nội dung khác"), "", ui.FieldProps{Optional: true, MaxLength: 300})
		f.text("reason", ui.T(ctx, "Cần sửa, cần thêm gì và vì sao"), ui.T(ctx, "Người dân đọc câu này. Ví dụ: bản chụp mất trang 2, hãy chụp lại đủ 2 trang."))
	case DoSupplement:
		if r := d.OpenSupplement(); r != nil {
			f.many("items", ui.T(ctx, "Đã nhận"), itemOptions(*r))
		}
		note()
	case DoRequestPayment:
		f.line("fee_name", ui.T(ctx, "Khoản phải nộp"), ui.T(ctx, "Để trống là thu theo biểu phí của thủ tục: %s", feeTotal(s.Terms.Fees)), ui.FieldProps{Optional: true, MaxLength: 200})
		f.add("money", "fee_amount", ui.T(ctx, "Số tiền"), "", ui.FieldProps{Optional: true})
		f.line("notice", ui.T(ctx, "Số thông báo (thuế, nghĩa vụ tài chính)"), "", ui.FieldProps{Optional: true, MaxLength: 60, Short: true})
		note()
	case DoAssign:
		f.officers(c, ui.T(ctx, "Giao cho"))
		note()
	case DoForward:
		s.forwardFields(ctx, &f, c)
		note()
	case DoAskOpinion:
		f.units(c)
		f.text("question", ui.T(ctx, "Cần hỏi gì"), "")
		f.add("date", "until", ui.T(ctx, "Trả lời trước ngày"), "", ui.FieldProps{Optional: true})
	case DoGiveOpinion:
		s.opinionFields(ctx, &f)
	case DoDraft:
		s.draftFields(ctx, &f)
	case DoApprove:
		f.line("number", ui.T(ctx, "Số văn bản"), ui.T(ctx, "Để trống là lấy số tiếp theo của sổ"), ui.FieldProps{Optional: true, MaxLength: 60, Short: true})
		note()
	case DoIssue:
		f.line("number", ui.T(ctx, "Số văn bản"), ui.T(ctx, "Để trống là lấy số tiếp theo của sổ"), ui.FieldProps{Optional: true, MaxLength: 60, Short: true})
	case DoPost:
		f.line("courier", ui.T(ctx, "Đơn vị bưu chính"), "", ui.FieldProps{MaxLength: 100})
		f.line("tracking", ui.T(ctx, "Số bưu gửi"), "", ui.FieldProps{MaxLength: 60, Optional: true, Short: true})
	case DoReturn:
		f.preset("taker", d.FiledBy().Name)
		f.line("taker", ui.T(ctx, "Người ký nhận"), "", ui.FieldProps{MaxLength: 200})
		note()
	case DoApologise:
		f.add("date", "new_due", ui.T(ctx, "Hẹn trả vào cuối giờ làm việc ngày"), "", ui.FieldProps{})
		f.text("reason", ui.T(ctx, "Vì sao chậm"), ui.T(ctx, "In nguyên văn trong văn bản xin lỗi."))
	}
	return f.out
}

// fields collects the inputs of a form with what was typed and what is wrong with it.
type fields struct {
	ctx    context.Context
	values url.Values
	errs   ui.Errors
	out    []InputView
	start  map[string]string
}

func (f *fields) preset(name, value string) {
	if f.start == nil {
		f.start = map[string]string{}
	}
	f.start[name] = value
}

func (f *fields) add(kind, name, label, hint string, p ui.FieldProps) *InputView {
	p.Name, p.Label, p.Error = name, label, f.errs[name]
	if hint != "" {
		p.Hint = hint
	}
	p.Value = f.start[name]
	if f.values.Has(name) {
		p.Value = f.values.Get(name)
	}
	f.out = append(f.out, InputView{Kind: kind, Props: p, Values: f.values[name]})
	return &f.out[len(f.out)-1]
}

func (f *fields) line(name, label, hint string, p ui.FieldProps) { f.add("line", name, label, hint, p) }

func (f *fields) text(name, label, hint string) {
	f.add("text", name, label, hint, ui.FieldProps{MaxLength: 4000, Rows: 3})
}

func (f *fields) many(name, label string, options []ui.Option) {
	f.add("many", name, label, "", ui.FieldProps{}).Options = options
}

func (f *fields) officers(c verbChoices, label string) {
	var options []ui.Option
	for _, h := range c.officers {
		options = append(options, ui.Option{Value: h.Account.String(), Label: hand(h, "")})
	}
	in := f.add("select", "account", label, "", ui.FieldProps{Placeholder: ui.T(f.ctx, "Chưa giao cho ai")})
	in.Options = options
}

func (f *fields) units(c verbChoices) {
	var options []ui.Option
	for _, u := range c.units {
		options = append(options, ui.Option{Value: u.ID.String(), Label: strings.Repeat("– ", u.Depth) + u.Name})
	}
	f.add("select", "unit", ui.T(f.ctx, "Hỏi đơn vị nào"), "", ui.FieldProps{Placeholder: ui.T(f.ctx, "Chọn đơn vị")}).Options = options
}

// askable are the papers that may be asked for: what the State holds already may not.
func (s seen) askable() []ui.Option {
	var out []ui.Option
	for _, p := range s.Terms.Papers {
		if p.Held == "" && !p.FromForm {
			out = append(out, ui.Option{Value: p.Key, Label: p.Name})
		}
	}
	return out
}

func itemOptions(r SupplementRequest) []ui.Option {
	var out []ui.Option
	for i, item := range r.Items {
		out = append(out, ui.Option{Value: strconv.Itoa(i), Label: item.Name, Hint: item.Note})
	}
	return out
}

func feeTotal(lines []FeeLine) string { return total(lines).String() }

// forwardFields ask where to when the workflow has several ways on.
func (s seen) forwardFields(ctx context.Context, f *fields, c verbChoices) {
	acts := s.Dossier.ways(s.Terms)
	if len(acts) > 1 && !oneWay(acts) {
		var options []ui.Option
		for _, a := range acts {
			to, _ := s.Terms.Step(a.To)
			options = append(options, ui.Option{Value: a.Key, Label: a.Name, Hint: to.Name})
		}
		f.add("choice", "action", ui.T(ctx, "Chuyển đi đâu"), "", ui.FieldProps{}).Options = options
	}
	f.officers(c, ui.T(ctx, "Giao cho (để trống là giao cho cả đơn vị)"))
}

func (s seen) opinionFields(ctx context.Context, f *fields) {
	var open []ui.Option
	for _, o := range s.Dossier.Opinions {
		if o.GivenAt.IsZero() {
			open = append(open, ui.Option{Value: o.ID.String(), Label: o.Question, Hint: s.unit(o.Unit, o.UnitName)})
		}
	}
	if len(open) == 1 {
		f.preset("opinion", open[0].Value)
	}
	f.add("choice", "opinion", ui.T(ctx, "Trả lời câu nào"), "", ui.FieldProps{}).Options = open
	f.add("choice", "agrees", ui.T(ctx, "Ý kiến"), "", ui.FieldProps{}).Options = []ui.Option{{Value: "true", Label: ui.T(ctx, "Đồng ý")}, {Value: "false", Label: ui.T(ctx, "Chưa đồng ý")}}
	f.text("answer", ui.T(ctx, "Trả lời"), "")
}

// draftFields begin with the draft so far, else with the version's own template.
func (s seen) draftFields(ctx context.Context, f *fields) {
	outcome, title, body := "granted", "", ""
	for _, r := range s.Terms.Results {
		if !r.Refusal {
			title, body = r.Name, r.Template
			break
		}
	}
	vars := s.Dossier.vars(s.unit(s.Dossier.Deciding, ""))
	for _, g := range s.questions {
		for _, q := range g.Fields {
			if value, given := s.answers()[q.Key]; given {
				vars["don."+q.Key] = answerWords(ctx, q, value)
			}
		}
	}
	body = filled(body, vars)
	if d := s.Dossier.Draft; d != nil {
		outcome, title, body = d.Outcome, d.Title, d.Body
	}
	f.preset("outcome", outcome)
	f.preset("title", title)
	f.preset("body", body)
	f.add("choice", "outcome", ui.T(ctx, "Kết quả"), "", ui.FieldProps{}).Options = []ui.Option{{Value: "granted", Label: ui.T(ctx, "Chấp thuận, cấp giấy")}, {Value: "denied", Label: ui.T(ctx, "Trả lời từ chối")}}
	f.line("title", ui.T(ctx, "Tên văn bản"), "", ui.FieldProps{MaxLength: 300})
	f.add("text", "body", ui.T(ctx, "Nội dung"), ui.T(ctx, "Dòng trống tách đoạn. In nguyên văn lên bản kết quả."), ui.FieldProps{Rows: 14, MaxLength: 20000})
}

// answers are the filled form by question.
func (s seen) answers() map[string]any {
	out := map[string]any{}
	if len(s.Dossier.Answers) > 0 && json.Unmarshal(s.Dossier.Answers, &out) != nil {
		return nil
	}
	return out
}

// verbInput is what was typed for a verb, in the words of its command.
type verbInput struct {
	once   Once
	id     kernel.ID
	values url.Values
}

func (in verbInput) reason() ReasonInput {
	return ReasonInput{Once: in.once, ID: in.id, Reason: in.values.Get("reason"), Settlement: in.values.Get("settlement")}
}

// items are the ticked papers and the one that was written down.
func (in verbInput) items(t Terms) []MissingItem {
	var out []MissingItem
	for _, key := range in.values["items"] {
		i := slices.IndexFunc(t.Papers, func(p PaperTerm) bool { return p.Key == key })
		if i >= 0 {
			out = append(out, MissingItem{Key: key, Name: t.Papers[i].Name})
		}
	}
	if other := in.values.Get("other"); other != "" {
		out = append(out, MissingItem{Name: other})
	}
	return out
}

// supplied are the ticked items of the open request as papers that came to the desk.
func (in verbInput) supplied(d Dossier) []Paper {
	r := d.OpenSupplement()
	if r == nil {
		return nil
	}
	var out []Paper
	for _, n := range in.values["items"] {
		i, err := strconv.Atoi(n)
		if err != nil || i < 0 || i >= len(r.Items) {
			continue
		}
		key := r.Items[i].Key
		if key == "" {
			key = extraKey(*r, i)
		}
		p, _ := d.Paper(key)
		p.Key, p.Name, p.Verdict, p.Note = key, r.Items[i].Name, "", ""
		p.Originals = max(1, p.Originals)
		out = append(out, p)
	}
	return out
}

// checks are the verdicts that were chosen.
func (in verbInput) checks() []PaperCheck {
	var out []PaperCheck
	for key, verdict := range prefixed(in.values, "verdict.") {
		if verdict[0] != "" {
			out = append(out, PaperCheck{Key: key, Verdict: verdict[0], Note: in.values.Get("note." + key)})
		}
	}
	kernel.SortFunc(out, func(a, b PaperCheck) int { return strings.Compare(a.Key, b.Key) })
	return out
}
