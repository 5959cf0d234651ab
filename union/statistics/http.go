package statistics

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	may, fill, review, begin := web.Holds(anyPermission...), web.Holds(FillPermission), web.Holds(FillPermission, ReviewPermission), web.Holds(OpenPermission)
	const unit = "/thong-ke/ky/{id}/{unit}"
	return []web.Route{
		{Pattern: "GET /thong-ke", Access: may, Handle: s.showPeriods, Note: "các kỳ báo cáo thống kê"},
		{Pattern: "GET /thong-ke/ky/moi", Access: begin, Handle: s.showOpening, Note: "mở kỳ báo cáo"},
		{Pattern: "POST /thong-ke/ky/moi", Access: begin, Handle: s.openPeriod, Note: "mở kỳ báo cáo"},
		{Pattern: "GET " + unit, Access: may, Handle: s.showUnit, Note: "báo cáo của một đơn vị trong kỳ"},
		{Pattern: "POST " + unit, Access: fill, Handle: s.fillUnit, Note: "lưu nháp hoặc gửi"},
		{Pattern: "POST " + unit + "/{viec}", Access: review, Handle: s.judgeUnit, Note: "duyệt, trả lại, rút lại"},
		{Pattern: "GET " + unit + "/dong/{dong}", Access: may, Handle: s.showCell, Note: "các đơn vị cộng thành một ô"},
		{Pattern: "GET " + unit + "/tien-do", Access: may, Handle: s.showProgress, Note: "tiến độ của các đơn vị bên dưới"},
		{Pattern: "GET " + unit + "/cham", Access: may, Handle: s.showLate, Note: "đơn vị chưa gửi, gửi chậm"},
		{Pattern: "GET " + unit + "/cham.xlsx", Access: may, Handle: s.lateBook, Note: "danh sách chậm, Excel"},
		{Pattern: "GET " + unit + "/in", Access: may, Handle: s.showPaper, Note: "bản in A4"},
		{Pattern: "GET " + unit + "/bao-cao.pdf", Access: may, Handle: s.paperPDF, Note: "bản in, PDF"},
		{Pattern: "GET " + unit + "/bao-cao.xlsx", Access: may, Handle: s.book, Note: "số liệu, Excel"},
		{Pattern: "GET " + unit + "/anh-chup.json", Access: may, Handle: s.snapshotFile, Note: "ảnh chụp số liệu, từng byte"},
		{Pattern: "GET /thong-ke/chi-so", Access: may, Handle: s.showIndices, Note: "chỉ số về sổ và thẻ"},
		{Pattern: "GET /thong-ke/chi-so/{ten}", Access: may, Handle: s.showIndex, Note: "các đơn vị của một chỉ số"},
		{Pattern: "GET /thong-ke/mau", Access: may, Handle: s.showForms, Note: "mẫu biểu: dòng, nguồn, phần chưa thấy"},
	}
}

func refOf(c *web.Ctx) (Ref, error) {
	period, err := c.ID("id")
	if err != nil {
		return Ref{}, err
	}
	org, err := c.ID("unit")
	return Ref{Period: period, Org: org}, err
}

func unitPath(period, org kernel.ID) string {
	return "/thong-ke/ky/" + period.String() + "/" + org.String()
}

func (s *Service) showPeriods(c *web.Ctx) error {
	before := kernel.Date{}
	if text := c.Get("truoc"); text != "" {
		var err error
		before, err = kernel.ParseISODate(text)
		if err != nil {
			return err
		}
	}
	list, err := s.Periods(c.Context(), c.Actor, before)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Thống kê"), PeriodsPage(list, c.Actor.Anywhere(OpenPermission), s.Clock.Now().Date()))
}

// openingForm is a period as it is typed.
type openingForm struct {
	Org      kernel.ID   `form:"don_vi"`
	CutOff   string      `form:"ngay_chot,max=10"`
	Due      kernel.Date `form:"han_gui"`
	UpperDue kernel.Date `form:"han_tong_hop"`
}

func (s *Service) showOpening(c *web.Ctx) error {
	return s.openingPage(c, http.StatusOK, "", nil)
}

func (s *Service) openingPage(c *web.Ctx, status int, sentence string, errs ui.Errors) error {
	o, err := s.Opening(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		o.Typed = map[string]string{}
		for _, name := range []string{orgField, cutOffField, dueField, upperDueField} {
			o.Typed[name] = c.Typed(name)
		}
	}
	return c.Page(status, c.T("Mở kỳ báo cáo"), OpeningPage(o, sentence, errs))
}

func (s *Service) openPeriod(c *web.Ctx) error {
	var in openingForm
	err := c.Form(&in)
	var cut kernel.Date
	if err == nil {
		cut, err = kernel.ParseISODate(in.CutOff)
		if err != nil {
			err = invalidPeriod(cutOffField, "statistics.need_cut_off")
		}
	}
	if err == nil {
		var p Period
		p, err = s.Open(c.Context(), c.Actor, OpenInput{Org: in.Org, CutOff: cut, Due: in.Due, UpperDue: in.UpperDue})
		if err == nil {
			return c.See(unitPath(p.ID, p.Org), c.T("Đã mở kỳ báo cáo."))
		}
	}
	return again(c, err, func(status int, sentence string, errs ui.Errors) error {
		return s.openingPage(c, status, sentence, errs)
	})
}

// again shows a form once more with what was typed. What the actor may not know of goes to the house.
func again(c *web.Ctx, err error, show func(status int, sentence string, errs ui.Errors) error) error {
	f := kernel.AsFault(err)
	if f == nil || f.Kind == kernel.NotFound || f.Kind == kernel.Forbidden {
		return err
	}
	errs := c.FieldErrors(f)
	sentence := ""
	if len(errs) == 0 {
		sentence = c.Sentence(f)
	}
	return show(web.Status(f), sentence, errs)
}

func (s *Service) showUnit(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	return s.unitPage(c, ref, http.StatusOK, nil, "", nil)
}

// unitPage is the report of a unit: filled in, or added up. typed is what came back with a refusal.
func (s *Service) unitPage(c *web.Ctx, ref Ref, status int, typed url.Values, sentence string, errs ui.Errors) error {
	v, err := s.Sheet(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	p := UnitPage{Sheet: v, Typed: typed, Sentence: sentence, Errors: errs, Roll: map[string]string{}}
	for _, l := range v.Form.Lines() {
		if l.From != "" {
			p.Roll[l.Key] = s.Roll.Page(v.Org.ID, v.Period.CutOff)
		}
	}
	title := c.T("%s, chốt %s", v.Form.Name, kernel.FormatDate(v.Period.CutOff))
	if v.Sums() {
		return c.Page(status, title, SumPage(p))
	}
	return c.Page(status, title, FillPage(p))
}

// typedForm reads a form whose fields depend on the version of the form, so that no struct can name
// them. Text is brought to one Unicode form, as web.Ctx.Form does.
func typedForm(c *web.Ctx) (url.Values, error) {
	err := c.R.ParseForm()
	if err != nil || len(c.R.PostForm) > 500 {
		return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "web.bad_form"}
	}
	out := url.Values{}
	for name, values := range c.R.PostForm {
		for _, v := range values {
			if len(v) > 4000 {
				return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "web.bad_form"}
			}
			out.Add(name, norm.NFC.String(strings.TrimSpace(strings.ToValidUTF8(v, ""))))
		}
	}
	return out, nil
}

// fillingOf sorts what was typed. A field that the form does not have is a mistake.
func fillingOf(f *Form, typed url.Values) (Filling, error) {
	in := Filling{Sector: typed.Get(sectorField), Note: typed.Get(noteField), Entries: map[string]Entry{}}
	known := map[string]bool{sectorField: true, noteField: true, "viec": true, "ban": true}
	for _, l := range f.Lines() {
		in.Entries[l.Key] = Entry{typed.Get(ValueField(l.Key)), typed.Get(ReasonField(l.Key))}
		known[ValueField(l.Key)], known[ReasonField(l.Key)] = true, true
	}
	for name := range typed {
		if !known[name] {
			return in, &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{name[:min(len(name), 60)]}}
		}
	}
	return in, nil
}

func (s *Service) fillUnit(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	typed, err := typedForm(c)
	if err != nil {
		return err
	}
	v, err := s.Sheet(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	in, err := fillingOf(v.Form, typed)
	if err != nil {
		return err
	}
	ref.Edition = editionOf(typed)
	said := c.T("Đã gửi báo cáo.")
	switch {
	case v.Sums():
		_, err = s.SubmitSum(c.Context(), c.Actor, ref, in.Note)
	case verb(typed.Get("viec")) == save:
		said = c.T("Đã lưu nháp.")
		_, err = s.Save(c.Context(), c.Actor, ref, in)
	default:
		_, err = s.Submit(c.Context(), c.Actor, ref, in)
	}
	if err == nil {
		return c.See(unitPath(ref.Period, ref.Org), said)
	}
	return again(c, err, func(status int, sentence string, errs ui.Errors) error {
		return s.unitPage(c, ref, status, typed, sentence, errs)
	})
}

// editionOf is the edition that the page was made of.
func editionOf(typed url.Values) int {
	n, err := kernel.ParseMoneyVN(typed.Get("ban"))
	if err != nil {
		return 0
	}
	return int(n)
}

func (s *Service) judgeUnit(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	typed, err := typedForm(c)
	if err != nil {
		return err
	}
	said := ""
	switch verb(c.Path("viec")) {
	case accept:
		said = c.T("Đã duyệt báo cáo.")
		_, err = s.Accept(c.Context(), c.Actor, ref)
	case giveBack:
		said = c.T("Đã trả lại báo cáo.")
		_, err = s.Return(c.Context(), c.Actor, ref, typed.Get(commentField))
	case withdraw:
		said = c.T("Đã rút lại báo cáo.")
		_, err = s.Withdraw(c.Context(), c.Actor, ref)
	default:
		return kernel.Missing("statistics.no_period")
	}
	if err == nil {
		return c.See(unitPath(ref.Period, ref.Org), said)
	}
	return again(c, err, func(status int, sentence string, errs ui.Errors) error {
		return s.unitPage(c, ref, status, typed, sentence, errs)
	})
}

func (s *Service) showForms(c *web.Ctx) error {
	forms, err := s.Forms(c.Context())
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Mẫu biểu thống kê"), FormsPage(forms))
}

func (s *Service) snapshotFile(c *web.Ctx) error {
	ref, err := refOf(c)
	if err != nil {
		return err
	}
	snap, err := s.SnapshotOf(c.Context(), c.Actor, ref)
	if err != nil {
		return err
	}
	return c.File("bao-cao-"+ref.Org.String()+"-"+snap.SHA256[:12]+".json", "application/json", bytes.NewReader([]byte(snap.Content)), false)
}
