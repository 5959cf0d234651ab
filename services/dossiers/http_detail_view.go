package dossiers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// seen is all that the page of one dossier is drawn from.
type seen struct {
	Detail
	units     Units
	questions []Questions
	left      int64 // minutes of working time to the due date, negative when over
	whole     int64 // of the limit
	pay       map[kernel.ID]string
	receipts  map[kernel.ID]string
	became    []NoteView // what it led to in other rooms
}

func (s seen) view(ctx context.Context) DetailView {
	d := s.Dossier
	tone, word := stateTones[d.State], ui.T(ctx, stateShort[d.State])
	if d.Overdue(s.At) {
		tone, word = ui.Late, ui.T(ctx, "Quá hạn")
	}
	if step := strings.ToLower(d.StepName); step != "" && d.State.Open() && !strings.HasPrefix(step, strings.ToLower(word)) {
		word += " · " + step
	}
	v := DetailView{
		Code: d.Reference(), Title: d.Procedure.Name, Tone: tone, Word: word,
		Clock: s.clock(ctx), Facts: s.facts(ctx), Answers: answerFacts(ctx, s.questions, d.Answers),
		Papers: s.papers(ctx), Money: s.money(ctx), Timeline: s.timeline(ctx), Dates: s.dates(ctx),
		Verbs: s.verbs(ctx), Prints: s.prints(ctx), Notes: s.notes(ctx),
	}
	if slices.Contains(s.Can, DoCheckPapers) && len(v.Papers) > 0 {
		v.PapersTo = s.href("viec/" + verbPaths[DoCheckPapers])
	}
	for _, r := range d.Supplements {
		v.Requests = append(v.Requests, s.request(ctx, r))
	}
	for _, o := range d.Opinions {
		view := OpinionView{Asked: ui.T(ctx, "%s hỏi %s lúc %s", o.By.Name, s.unit(o.Unit, o.UnitName), ui.Moment(ctx, o.At)), Question: o.Question}
		if !o.GivenAt.IsZero() {
			view.Answer = o.GivenBy.Name + ": " + o.Answer
		}
		v.Opinions = append(v.Opinions, view)
	}
	v.Results = s.results(ctx)
	return v
}

func (s seen) href(path string) string {
	h := "/ho-so/" + s.Dossier.ID.String()
	if path != "" {
		h += "/" + path
	}
	return h
}

func (s seen) unit(id kernel.ID, fallback string) string {
	if n := s.units[id]; n != "" {
		return n
	}
	return fallback
}

// clock says when it is due, what is left, and why then.
func (s seen) clock(ctx context.Context) ui.ClockProps {
	d := s.Dossier
	c := ui.ClockProps{Why: whySaid(ctx, d.Clock.Explain), Open: d.State.Phase() == PhaseRunning}
	if d.Clock.Provisional {
		c.Provisional = ui.T(ctx, "Tạm tính: lịch nghỉ của năm sau chưa được công bố. Khi có quyết định, ngày này được tính lại và ghi vào diễn biến.")
	}
	if s.whole > 0 {
		c.Used = int(max(0, min(100, (s.whole-max(0, s.left))*100/s.whole)))
	}
	switch d.State.Phase() {
	case PhaseWaiting:
		c.Title, c.Tone = ui.T(ctx, "Chờ tiếp nhận"), ui.Wait
		c.Left = ui.T(ctx, "Đồng hồ bắt đầu chạy khi hồ sơ được tiếp nhận.")
		c.Used = 0
	case PhaseRunning:
		s.running(ctx, &c)
	case PhasePaused:
		c.Title, c.Tone = ui.T(ctx, "Đồng hồ đang dừng"), ui.Wait
		c.Left = ui.T(ctx, "Đã dùng %s trong %s.", workLeft(ctx, d.Clock.Spent), strings.TrimPrefix(limitSaid(ctx, d.Clock.Limit), "trong "))
		c.Held = 8
		if s.whole > 0 {
			c.Used = int(max(0, min(92, d.Clock.Spent*100/s.whole)))
		}
	case PhaseFinished:
		c.Title, c.Tone = ui.T(ctx, "Xong lúc %s", ui.Moment(ctx, d.FinishedAt)), ui.Done
		c.Left = capital(verdictWord(ctx, d.Verdict))
		if !d.Clock.Due.IsZero() {
			c.Left += ui.T(ctx, "; hẹn trả %s", ui.Moment(ctx, d.Clock.Due))
		}
		if d.Verdict == Late {
			c.Tone = ui.Late
		}
	default:
		c.Title, c.Used = ui.T(ctx, "Đã khép"), 0
		c.Left = ui.Moment(ctx, d.FinishedAt)
	}
	return c
}

func (s seen) running(ctx context.Context, c *ui.ClockProps) {
	d := s.Dossier
	if d.Clock.Due.IsZero() {
		c.Title, c.Left = ui.T(ctx, "Không có thời hạn"), ui.T(ctx, "Pháp luật không quy định thời hạn cho thủ tục này.")
		return
	}
	c.Title = ui.T(ctx, "Hẹn trả %s", ui.Moment(ctx, d.Promised()))
	switch {
	case d.Overdue(s.At):
		c.Tone = ui.Late
		c.Left = ui.T(ctx, "Quá hạn %s; hạn gốc %s", lateBy(ctx, d.Clock.Due, s.At), ui.Moment(ctx, d.Clock.Due))
		c.Used = 100
	default:
		c.Left = ui.T(ctx, "Còn %s làm việc trong %s", workLeft(ctx, max(0, s.left)), strings.TrimPrefix(limitSaid(ctx, d.Clock.Limit), "trong "))
		if s.left <= 2*8*60 {
			c.Tone = ui.Soon
		}
	}
}

func (s seen) facts(ctx context.Context) []ui.Fact {
	d := s.Dossier
	facts := []ui.Fact{{Label: ui.T(ctx, "Chủ hồ sơ"), Value: d.Applicant.Name}}
	add := func(label, value string) {
		if value != "" {
			facts = append(facts, ui.Fact{Label: label, Value: value})
		}
	}
	id := ui.T(ctx, "Số định danh")
	if d.Applicant.Kind == "organisation" {
		id = ui.T(ctx, "Mã số thuế")
	}
	add(id, d.Applicant.Identity)
	add(ui.T(ctx, "Ngày sinh"), kernel.FormatDate(d.Applicant.Born))
	add(ui.T(ctx, "Địa chỉ"), d.Applicant.Address)
	add(ui.T(ctx, "Điện thoại"), d.Applicant.Phone)
	add(ui.T(ctx, "Thư điện tử"), d.Applicant.Email)
	if d.Filer.Name != "" && d.Filer.Name != d.Applicant.Name {
		add(ui.T(ctx, "Người nộp"), d.Filer.Name)
		add(ui.T(ctx, "Giấy uỷ quyền"), d.Authorisation)
	}
	add(ui.T(ctx, "Nội dung"), d.Summary)
	add(ui.T(ctx, "Trường hợp"), d.Procedure.VariantName)
	add(ui.T(ctx, "Kênh nộp"), capital(channelName(ctx, d.Channel))+", "+ui.Moment(ctx, d.SubmittedAt))
	add(ui.T(ctx, "Tiếp nhận lúc"), ui.Moment(ctx, d.ReceivedAt))
	if d.Helped != 0 && d.Helped != d.Received {
		add(ui.T(ctx, "Nơi hỗ trợ nộp"), s.unit(d.Helped, ""))
	}
	add(ui.T(ctx, "Nơi tiếp nhận"), s.unit(d.Received, ""))
	add(ui.T(ctx, "Nơi giải quyết"), s.unit(d.Deciding, ""))
	if d.Assignee.Name != "" && d.State.Open() {
		add(ui.T(ctx, "Người đang giữ"), hand(d.Assignee, ""))
	}
	add(ui.T(ctx, "Nhận kết quả"), d.returnSaid(ctx))
	add(ui.T(ctx, "Thủ tục"), fmt.Sprintf("%s, %s", d.Procedure.Code, ui.T(ctx, "phiên bản %d", d.Procedure.No)))
	return facts
}

// answerFacts puts the filled form back into words, in the order of the form.
func answerFacts(ctx context.Context, parts []Questions, raw json.RawMessage) []AnswerGroup {
	answers := map[string]any{}
	if len(raw) > 0 && json.Unmarshal(raw, &answers) != nil {
		return nil
	}
	var out []AnswerGroup
	for _, p := range parts {
		g := AnswerGroup{Title: p.Title}
		for _, q := range p.Fields {
			value, given := answers[q.Key]
			if q.Shown && given {
				g.Facts = append(g.Facts, ui.Fact{Label: q.Label, Value: answerWords(ctx, q, value)})
			}
		}
		if len(g.Facts) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func answerWords(ctx context.Context, q Question, value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return ui.T(ctx, "Có")
		}
		return ui.T(ctx, "Không")
	case float64:
		if q.Type == "money" {
			return kernel.Money(int64(v)).String()
		}
		return kernel.GroupThousands(int64(v))
	case []any:
		var names []string
		for _, x := range v {
			names = append(names, choiceName(q, fmt.Sprint(x)))
		}
		return strings.Join(names, ", ")
	case string:
		if q.Type == "date" {
			if d, err := kernel.ParseISODate(v); err == nil {
				return kernel.FormatDate(d)
			}
		}
		return choiceName(q, v)
	}
	return fmt.Sprint(value)
}

func choiceName(q Question, code string) string {
	for _, c := range q.Choices {
		if c.Code == code {
			return c.Name
		}
	}
	return code
}

func (s seen) papers(ctx context.Context) []PaperView {
	var out []PaperView
	listed := map[string]bool{}
	for _, t := range s.Terms.Papers {
		listed[t.Key] = true
		p, _ := s.Dossier.Paper(t.Key)
		p.Key, p.Name = t.Key, t.Name
		if p.Held == "" {
			p.Held = t.Held
		}
		if !p.Given() && !t.Required {
			continue
		}
		out = append(out, s.paperView(ctx, p, t))
	}
	for _, p := range s.Dossier.Papers {
		if !listed[p.Key] {
			out = append(out, s.paperView(ctx, p, PaperTerm{}))
		}
	}
	return out
}

func (s seen) paperView(ctx context.Context, p Paper, t PaperTerm) PaperView {
	v := PaperView{Key: p.Key, Name: p.Name, Copies: copiesWords(ctx, p), Reason: p.Note, Verdict: p.Verdict, Required: t.Required}
	for _, f := range p.Files {
		v.Files = append(v.Files, ui.Link{Label: fmt.Sprintf("%s · %s", f.Name, sizeWords(f.Size)), Href: s.href("tep/" + f.SHA256)})
	}
	switch {
	case p.Held != "":
		v.Tone, v.Word, v.Held = ui.Done, ui.T(ctx, "Không phải nộp"), ui.T(ctx, "Dữ liệu đã có ở nguồn %s.", p.Held)
	case t.FromForm:
		v.Tone, v.Word, v.Copies = ui.Done, ui.T(ctx, "Đã khai"), ui.T(ctx, "Điện tử")
	case p.Verdict == "ok":
		v.Tone, v.Word = ui.Done, ui.T(ctx, "Đạt")
	case p.Verdict == "wrong":
		v.Tone, v.Word = ui.Late, ui.T(ctx, "Phải sửa")
	case !p.Given():
		v.Tone, v.Word = ui.Late, ui.T(ctx, "Chưa có")
	default:
		v.Tone, v.Word = ui.Soon, ui.T(ctx, "Chưa xem")
	}
	return v
}

func copiesWords(ctx context.Context, p Paper) string {
	var parts []string
	add := func(n int, word string) {
		if n > 0 {
			parts = append(parts, ui.T(ctx, word, n))
		}
	}
	add(p.Originals, "%d bản chính")
	add(p.Certified, "%d bản chứng thực")
	add(p.Copies, "%d bản sao")
	if len(p.Files) > 0 {
		parts = append(parts, ui.T(ctx, "Điện tử"))
	}
	return strings.Join(parts, ", ")
}

func sizeWords(n int64) string {
	if n >= 1<<20 {
		return kernel.FormatNumber(float64(n)/(1<<20), 1) + " MB"
	}
	return kernel.GroupThousands(max(1, n>>10)) + " KB"
}
