package benefits

import (
	"net/http"
	"strconv"

	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// agreementForm is an agreement as it is typed.
type agreementForm struct {
	Unit    kernel.ID `form:"don_vi"`
	Partner kernel.ID `form:"doi_tac"`
	Title   string    `form:"ten,max=300"`
	Number  string    `form:"so_van_ban,max=100"`
	From    string    `form:"tu_ngay,max=20"`
	To      string    `form:"den_ngay,max=20"`
	Rule    string    `form:"dieu_kien,max=2000"`
	Terms   string    `form:"dieu_khoan,max=5000"`
	Cancel  string    `form:"phut_huy,max=5"`
	Version int64     `form:"ban"`
}

func (in agreementForm) input() (AgreementInput, error) {
	var fs kernel.Faults
	out := AgreementInput{Org: in.Unit, Partner: in.Partner, Title: in.Title, Number: in.Number, Rule: in.Rule, Terms: in.Terms}
	out.From, out.To = web.DateAt(&fs, "tu_ngay", in.From), web.DateAt(&fs, "den_ngay", in.To)
	n, err := strconv.Atoi(in.Cancel)
	if err != nil {
		fs.Add("phut_huy", "benefits.bad_minutes", maxCancel)
	}
	out.CancelMinutes = n
	return out, fs.Err("benefits.invalid")
}

func typedOf(g Agreement) agreementForm {
	return agreementForm{Unit: g.Org, Partner: g.Partner, Title: g.Title, Number: g.Number, From: kernel.FormatDate(g.From), To: kernel.FormatDate(g.To), Rule: g.Rule, Terms: g.Terms,
		Cancel: strconv.Itoa(g.CancelMinutes), Version: g.Version}
}

// FormView is the form of an agreement.
//
//glossary:none
type FormView struct {
	ID       kernel.ID // 0 for a new one
	In       agreementForm
	Units    []Unit
	Partners []Partner
	Words    []rules.Name
	Errors   ui.Errors
	Sentence string
}

func (s *Service) showNew(c *web.Ctx) error {
	today := s.today()
	return s.formPage(c, http.StatusOK, FormView{In: agreementForm{From: kernel.FormatDate(today), To: kernel.FormatDate(kernel.Date{Year: today.Year + 1, Month: 12, Day: 31}), Cancel: "30"}})
}

func (s *Service) formPage(c *web.Ctx, status int, v FormView) error {
	var err error
	v.Units, err = s.Units(c.Context(), c.Actor, PermPrepare)
	if err != nil {
		return err
	}
	v.Partners, err = s.Partners.Partners(c.Context(), c.Actor.Tenant)
	if err != nil {
		return err
	}
	if v.In.Unit == 0 {
		v.In.Unit = home(c.Actor, v.Units)
	}
	v.Words = s.Roll.Vocabulary().Names()
	title := c.T("Soạn thoả thuận ưu đãi")
	if v.ID != 0 {
		title = c.T("Sửa bản soạn")
	}
	return c.Page(status, title, FormPage(v))
}

func (s *Service) create(c *web.Ctx) error {
	var in agreementForm
	err := c.Form(&in)
	return s.saveForm(c, FormView{In: in}, err, func(p AgreementInput) (kernel.ID, error) {
		g, err := s.Create(c.Context(), c.Actor, p)
		return g.ID, err
	})
}

func (s *Service) showEdit(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	if !d.Can.Rewrite {
		return c.See(d.Agreement.path(), c.T("Việc này không còn làm được."))
	}
	return s.formPage(c, http.StatusOK, FormView{ID: d.Agreement.ID, In: typedOf(d.Agreement)})
}

func (s *Service) rewrite(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	var in agreementForm
	err = c.Form(&in)
	in.Unit = d.Agreement.Org
	return s.saveForm(c, FormView{ID: d.Agreement.ID, In: in}, err, func(p AgreementInput) (kernel.ID, error) {
		return d.Agreement.ID, s.Rewrite(c.Context(), c.Actor, d.Agreement.ID, in.Version, p)
	})
}

// saveForm saves what was typed; nothing typed is lost when it is refused.
func (s *Service) saveForm(c *web.Ctx, v FormView, err error, save func(AgreementInput) (kernel.ID, error)) error {
	var p AgreementInput
	if err == nil {
		p, err = v.In.input()
	}
	id := kernel.ID(0)
	if err == nil {
		id, err = save(p)
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused || f.Kind == kernel.Conflict) {
		v.Errors, v.Sentence = c.EveryFieldError(f), c.Sentence(f)
		return s.formPage(c, web.Status(f), v)
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã lưu thoả thuận."))
}

func crumbs(c *web.Ctx, g Agreement) []ui.Link {
	return []ui.Link{{Label: c.T("Ưu đãi"), Href: roomPath}, {Label: g.Title, Href: g.path()}}
}

func (in typed) cut(fs *kernel.Faults) Cut {
	cut := readCut(fs, in.Cut)
	cut.Cap, cut.Least = web.MoneyAt(fs, "toi_da", in.Cap), web.MoneyAt(fs, "tu", in.Least)
	return cut
}

func cutFields(c *web.Ctx, in typed) []web.Ask {
	return []web.Ask{
		{Kind: "text", Props: ui.FieldProps{Name: "muc", Label: c.T("Mức giảm"), Hint: c.T("Phần trăm hoặc số tiền, ví dụ 15%, 50.000"), Value: in.Cut, Required: true, Short: true}},
		{Kind: "money", Props: ui.FieldProps{Name: "toi_da", Label: c.T("Giảm tối đa"), Hint: c.T("Chỉ khi mức giảm là phần trăm"), Value: in.Cap, Optional: true}},
		{Kind: "money", Props: ui.FieldProps{Name: "tu", Label: c.T("Cho hoá đơn từ"), Value: in.Least, Optional: true}},
	}
}

func (s *Service) ratePage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			g := d.Agreement
			return web.AskView{Title: c.T("Thêm mức ưu đãi"), Crumbs: crumbs(c, g), Action: g.path() + "/muc", Back: g.path(), Submit: c.T("Thêm mức"),
				Fields: append([]web.Ask{
					{Kind: "text", Props: ui.FieldProps{Name: "hang", Label: c.T("Hàng, dịch vụ"), Hint: c.T("Ví dụ: Sách giáo khoa"), Value: in.Goods, Required: true}},
					{Kind: "select", Props: ui.FieldProps{Name: "ai", Label: c.T("Người được hưởng"), Value: in.Who, Required: true}, Options: whoOptions(c.Context())},
				}, cutFields(c, in)...)}, d.Can.Rewrite, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			r := Rate{Goods: in.Goods, Who: Who(in.Who), Cut: in.cut(&fs)}
			err = fs.Err("benefits.invalid")
			if err == nil {
				err = s.AddRate(c.Context(), c.Actor, id, r)
			}
			return roomPath + "/" + id.String(), c.T("Đã thêm mức ưu đãi."), err
		},
	}
}

func (s *Service) placePage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			g := d.Agreement
			return web.AskView{Title: c.T("Thêm nơi áp dụng"), Crumbs: crumbs(c, g), Action: g.path() + "/noi", Back: g.path(), Submit: c.T("Thêm nơi"),
				Fields: []web.Ask{
					{Kind: "text", Props: ui.FieldProps{Name: "ten", Label: c.T("Tên nơi áp dụng"), Hint: c.T("Ví dụ: Nhà sách Mẫu, cơ sở 1"), Value: in.Title, Required: true}},
					{Kind: "text", Props: ui.FieldProps{Name: "dia_chi", Label: c.T("Số nhà, đường"), Value: in.Address, Optional: true}},
					{Kind: "text", Props: ui.FieldProps{Name: "xa", Label: c.T("Xã, phường"), Hint: c.T("Tên hoặc mã 5 số, vào ngày thoả thuận bắt đầu"), Value: in.Area, Required: true}},
				}}, d.Can.Rewrite, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err == nil {
				err = s.AddPlace(c.Context(), c.Actor, id, Place{Name: in.Title, Address: in.Address}, in.Area)
			}
			return roomPath + "/" + id.String(), c.T("Đã thêm nơi áp dụng."), err
		},
	}
}

func (s *Service) endPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			g := d.Agreement
			return web.AskView{Title: c.T("Kết thúc trước hạn"), Crumbs: crumbs(c, g), Action: g.path() + "/ket-thuc", Back: g.path(), Submit: c.T("Kết thúc hôm nay"), Danger: true,
				Text:   c.T("Từ lúc này thẻ và phiếu không dùng được nữa ở thoả thuận này. Số liệu đã ghi vẫn còn."),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, d.Can.End, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err == nil {
				err = s.End(c.Context(), c.Actor, id, in.Reason)
			}
			return roomPath + "/" + id.String(), c.T("Đã kết thúc thoả thuận."), err
		},
	}
}
