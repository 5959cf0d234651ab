package inspection

import (
	"bytes"
	"context"
	"net/http"

	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// verbPage is one verb as the pages know it.
type verbPage struct {
	verb        Verb
	slug, label string
	done        string
	direct      bool // nothing is asked
	danger      bool
}

var verbPages = []verbPage{
	{verb: NameTeam, slug: "doan", label: "Lập đoàn", done: "Đã lập đoàn."},
	{verb: Announce, slug: "cong-bo", label: "Công bố quyết định", done: "Đã công bố. Đơn vị được kiểm tra xem được quyết định."},
	{verb: Start, slug: "bat-dau", label: "Bắt đầu kiểm tra", done: "Đã bắt đầu.", direct: true},
	{verb: Minute, slug: "bien-ban", label: "Ghi biên bản", done: "Đã ghi biên bản."},
	{verb: Recommend, slug: "kien-nghi", label: "Thêm kiến nghị", done: "Đã thêm kiến nghị. Kiến nghị thành nhiệm vụ khi ban hành kết luận."},
	{verb: Conclude, slug: "ket-luan", label: "Ban hành kết luận", done: "Đã ban hành kết luận. Kiến nghị đã thành nhiệm vụ của đơn vị."},
	{verb: Close, slug: "ket-thuc", label: "Kết thúc, lưu hồ sơ", done: "Đã kết thúc cuộc kiểm tra."},
	{verb: CallOff, slug: "huy", label: "Huỷ cuộc kiểm tra", done: "Đã huỷ cuộc kiểm tra.", danger: true},
}

func verbOf(slug string) (verbPage, bool) {
	for _, v := range verbPages {
		if v.slug == slug {
			return v, true
		}
	}
	return verbPage{}, false
}

func (p verbPage) word(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb {
			return ui.T(ctx, v.label)
		}
	}
	return ""
}

func (p verbPage) said(ctx context.Context) string {
	for _, v := range verbPages {
		if v.verb == p.verb {
			return ui.T(ctx, v.done)
		}
	}
	return ""
}

// verbForm is what is typed with any verb.
type verbForm struct {
	Head     kernel.ID   `form:"truong_doan"`
	Members  []kernel.ID `form:"thanh_vien"`
	Number   string      `form:"so,max=60"`
	Day      string      `form:"ngay,max=20"`
	Start    string      `form:"tu_ngay,max=20"`
	Text     string      `form:"noi_dung,max=8000"`
	Line     string      `form:"muc,max=60"`
	Unit     kernel.ID   `form:"don_vi"`
	Due      string      `form:"han,max=20"`
	Evidence bool        `form:"minh_chung"`
	Summary  string      `form:"ket_luan,max=8000"`
	Note     string      `form:"ghi_chu,max=4000"`
}

func (s *Service) showVerb(c *web.Ctx) error {
	in := verbForm{Day: kernel.FormatDate(s.today())}
	return s.verbPage(c, http.StatusOK, in, nil, "")
}

func (s *Service) verbPage(c *web.Ctx, status int, in verbForm, errs ui.Errors, sentence string) error {
	p, ok := verbOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("inspection.no_inspection")
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if (!d.Can[p.verb] || p.direct) && sentence == "" {
		return c.See(roomPath+"/"+id.String(), c.T("Việc này không còn làm được."))
	}
	v := VerbView{Detail: detailView(c.Context(), d, s.today()), Page: p, In: in, Errors: errs, Sentence: sentence}
	switch p.verb {
	case NameTeam:
		v.People, err = s.Candidates(c.Context(), c.Actor, d.Inspection.Unit)
		if sentence == "" {
			for _, m := range d.Inspection.Team {
				if m.Head {
					v.In.Head = m.Account
				} else {
					v.In.Members = append(v.In.Members, m.Account)
				}
			}
		}
	case Minute:
		if sentence == "" && d.Inspection.Minutes != "" {
			v.In.Text, v.In.Day = d.Inspection.Minutes, kernel.FormatDate(d.Inspection.MinutesOn)
		}
	case Recommend:
		v.Units, err = s.Subjects(c.Context(), d.Inspection.SubjectNow)
		for _, q := range d.List.Questions() {
			if d.Inspection.line(q.Key).Result == Faulty {
				v.Lines = append(v.Lines, ui.Option{Value: q.Key, Label: q.Text})
			}
		}
	}
	if err != nil {
		return err
	}
	return c.Page(status, p.word(c.Context()), VerbPage(v))
}

func (s *Service) doVerb(c *web.Ctx) error {
	p, ok := verbOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("inspection.no_inspection")
	}
	var in verbForm
	err = c.Form(&in)
	if err == nil {
		err = s.do(c.Context(), c.Actor, p.verb, id, in)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.verbPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), p.said(c.Context()))
}

func (s *Service) do(ctx context.Context, a kernel.Actor, v Verb, id kernel.ID, in verbForm) error {
	var fs kernel.Faults
	day, start, due := readDay(&fs, "ngay", in.Day), readDay(&fs, "tu_ngay", in.Start), readDay(&fs, "han", in.Due)
	err := fs.Err("inspection.invalid")
	if err != nil {
		return err
	}
	number := Paperwork{in.Number, day}
	switch v {
	case NameTeam:
		_, err = s.NameTeam(ctx, a, id, in.Head, in.Members)
	case Announce:
		_, err = s.Announce(ctx, a, id, number, start)
	case Start:
		_, err = s.Start(ctx, a, id)
	case Minute:
		_, err = s.WriteMinutes(ctx, a, id, day, in.Text)
	case Recommend:
		_, err = s.Recommend(ctx, a, id, Recommendation{Text: in.Text, Line: in.Line, Unit: in.Unit, Due: due, Evidence: in.Evidence})
	case Conclude:
		_, err = s.Conclude(ctx, a, id, Conclusion{number, in.Summary})
	case Close:
		_, err = s.Close(ctx, a, id, in.Note)
	case CallOff:
		_, err = s.CallOff(ctx, a, id, in.Note)
	}
	return err
}

// judgePages are what may be done to one recommendation.
var judgePages = []verbPage{
	{verb: Settle, slug: "xac-nhan", label: "Xác nhận đã khắc phục", done: "Đã xác nhận. Nhiệm vụ của đơn vị đã kết thúc."},
	{verb: SendBack, slug: "tra-lai", label: "Trả lại báo cáo", done: "Đã trả lại để đơn vị làm thêm."},
	{verb: Drop, slug: "thoi", label: "Thôi theo dõi", done: "Đã thôi theo dõi kiến nghị.", danger: true},
	{verb: Recommend, slug: "bo", label: "Bỏ kiến nghị", done: "Đã bỏ kiến nghị.", direct: true},
}

func judgeOf(slug string) (verbPage, bool) {
	for _, v := range judgePages {
		if v.slug == slug {
			return v, true
		}
	}
	return verbPage{}, false
}

func judgeWord(ctx context.Context, p verbPage) string {
	for _, v := range judgePages {
		if v.slug == p.slug {
			return ui.T(ctx, v.label)
		}
	}
	return ""
}

func judgeSaid(ctx context.Context, p verbPage) string {
	for _, v := range judgePages {
		if v.slug == p.slug {
			return ui.T(ctx, v.done)
		}
	}
	return ""
}

func (s *Service) showJudge(c *web.Ctx) error {
	return s.judgePage(c, http.StatusOK, verbForm{}, nil, "")
}

func (s *Service) judgePage(c *web.Ctx, status int, in verbForm, errs ui.Errors, sentence string) error {
	p, ok := judgeOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	kn, err := c.ID("kn")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := JudgeView{Detail: detailView(c.Context(), d, s.today()), Page: p, In: in, Errors: errs, Sentence: sentence}
	for _, r := range v.Detail.Recommendations {
		if r.ID == kn.String() {
			v.Recommendation = r
		}
	}
	if !ok || v.Recommendation.ID == "" {
		return kernel.Missing("inspection.no_recommendation_here")
	}
	if (!d.Can[p.verb] || p.direct) && sentence == "" {
		return c.See(roomPath+"/"+id.String(), c.T("Việc này không còn làm được."))
	}
	return c.Page(status, judgeWord(c.Context(), p), JudgePage(v))
}

func (s *Service) doJudge(c *web.Ctx) error {
	p, ok := judgeOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	kn, err := c.ID("kn")
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("inspection.no_recommendation_here")
	}
	var in verbForm
	err = c.Form(&in)
	if err == nil {
		switch p.verb {
		case Settle:
			_, err = s.Settle(c.Context(), c.Actor, id, kn, in.Note)
		case SendBack:
			_, err = s.SendBack(c.Context(), c.Actor, id, kn, in.Note)
		case Drop:
			_, err = s.Drop(c.Context(), c.Actor, id, kn, in.Note)
		default:
			_, err = s.Unrecommend(c.Context(), c.Actor, id, kn)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.judgePage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), judgeSaid(c.Context(), p))
}

// sheetOf makes one of the two papers of an inspection. Refuses with inspection.no_inspection,
// inspection.no_paper.
func (s *Service) sheetOf(c *web.Ctx) (paper.Sheet, error) {
	id, err := c.ID("id")
	if err != nil {
		return paper.Sheet{}, err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return paper.Sheet{}, err
	}
	link := s.Base + roomPath + "/" + id.String()
	i := d.Inspection
	switch {
	case c.Path("mau") == "bien-ban" && i.Minutes != "" && (d.Work || i.State.Issued()):
		return minutesSheet(d, d.Head, link), nil
	case c.Path("mau") == "ket-luan" && i.State.Issued():
		return conclusionSheet(d, d.Head, link), nil
	}
	return paper.Sheet{}, kernel.Missing("inspection.no_paper")
}

func (s *Service) showPaper(c *web.Ctx) error {
	sheet, err := s.sheetOf(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, sheet.Title, PaperPage(sheet, roomPath+"/"+c.Path("id"), roomPath+"/"+c.Path("id")+"/giay/"+c.Path("mau")+"/pdf"))
}

func (s *Service) paperPDF(c *web.Ctx) error {
	sheet, err := s.sheetOf(c)
	if err != nil {
		return err
	}
	return s.pdf(c, sheet, c.Path("mau"))
}

func (s *Service) pdf(c *web.Ctx, sheet paper.Sheet, name string) error {
	var out bytes.Buffer
	err := s.Press.PDF(&out, sheet)
	if err != nil {
		return err
	}
	return c.File(name+".pdf", files.PDF.ContentType(), bytes.NewReader(out.Bytes()), true)
}
