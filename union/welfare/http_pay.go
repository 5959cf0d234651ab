package welfare

import (
	"bytes"
	"net/http"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	benefitPath = "/khoan-phuc-loi"
	codePath    = "/nhan-phuc-loi"
)

func (s *Service) payRoutes() []web.Route {
	may, pays := web.Holds(watching...), web.Holds(PermPay)
	out := []web.Route{
		{Pattern: "GET /phuc-loi/{id}/ds/{ds}/tai-ve", Access: may, Handle: s.exportSheet, Note: "danh sách, XLSX hoặc CSV; bảng kê gửi ngân hàng"},
		{Pattern: "GET /phuc-loi/{id}/ds/{ds}/in", Access: may, Handle: s.showPaper, Note: "danh sách ký nhận để in"},
		{Pattern: "GET /phuc-loi/{id}/ds/{ds}/in/pdf", Access: may, Handle: s.paperPDF, Note: "danh sách ký nhận, PDF"},
		{Pattern: "GET /khoan-phuc-loi/{id}", Access: may, Handle: s.showBenefit, Note: "một khoản phúc lợi: vì sao, ai sửa, đã nhận chưa"},
		{Pattern: "GET /nhan-phuc-loi", Access: pays, Handle: s.showScan, Note: "quét mã nhận phúc lợi"},
		{Pattern: "GET /nhan-phuc-loi/{ma}", Access: pays, Handle: s.openCode, Note: "mã nhận phúc lợi của một người"},
	}
	out = append(out, s.handAllPage().Routes("/phuc-loi/{id}/ds/{ds}/chi", "xác nhận cả danh sách của một đơn vị", pays)...)
	out = append(out, s.handPage().Routes("/khoan-phuc-loi/{id}/trao", "xác nhận một người đã nhận", pays)...)
	out = append(out, s.turnPage("khong-trao").Routes("/khoan-phuc-loi/{id}/khong-trao", "ghi không trao được", pays)...)
	return append(out, s.turnPage("trao-lai").Routes("/khoan-phuc-loi/{id}/trao-lai", "trao lại", pays)...)
}

func (s *Service) handAllPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			sh, err := s.readSheet(c)
			if in.How == "" {
				in.How = string(BySignature)
			}
			return web.AskView{Title: c.T("Xác nhận cả danh sách"), Crumbs: sheetCrumbs(c, sh), Action: sh.path() + "/chi", Back: sh.path(), Submit: c.T("Xác nhận đã nhận"),
				Text: c.T("Ghi nhận mọi người đang chờ nhận theo cách này ở đơn vị đã chọn và các đơn vị bên dưới."),
				Fields: []web.Ask{
					{Kind: "select", Props: ui.FieldProps{Name: "don_vi", Label: c.T("Đơn vị"), Value: idText(in.Unit), Placeholder: c.T("Cả chương trình")}, Options: unitOptions(sh.Units)},
					{Kind: "radio", Props: ui.FieldProps{Name: "cach", Label: c.T("Cách nhận"), Value: in.How}, Options: []ui.Option{
						{Value: string(BySignature), Label: c.T("Tiền mặt hoặc hiện vật"), Hint: c.T("Người không có tài khoản, đã ký trên danh sách")},
						{Value: string(ByTransfer), Label: c.T("Chuyển khoản"), Hint: c.T("Người có tài khoản, ngân hàng đã báo chuyển xong")}}},
					{Kind: "text", Props: ui.FieldProps{Name: "chung_tu", Label: c.T("Số danh sách đã ký hoặc số lệnh chuyển tiền"), Value: in.Paper, Required: true}},
				}}, sh.Can.Hand, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			programme, list, err := s.ids(c)
			if err != nil {
				return "", "", err
			}
			n, err := s.HandAll(c.Context(), c.Actor, programme, list, in.Unit, How(in.How), in.Paper)
			return sheetPath(programme, list), c.T("Đã xác nhận %d người đã nhận.", int(n)), err
		},
	}
}

func (s *Service) readBenefit(c *web.Ctx) (BenefitView, error) {
	id, err := c.ID("id")
	if err != nil {
		return BenefitView{}, err
	}
	return s.Benefit(c.Context(), c.Actor, id)
}

func (s *Service) showBenefit(c *web.Ctx) error {
	v, err := s.readBenefit(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Benefit.Name, BenefitPage(v))
}

func (v BenefitView) path() string { return benefitPath + "/" + v.Benefit.ID.String() }

func (v BenefitView) crumbs(c *web.Ctx) []ui.Link {
	out := crumbs(c, v.Programme)
	if v.Benefit.List != 0 {
		out = append(out, ui.Link{Label: v.Occasion, Href: sheetPath(v.Programme.ID, v.Benefit.List)})
	}
	return append(out, ui.Link{Label: v.Benefit.Name, Href: v.path()})
}

func (s *Service) handPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			v, err := s.readBenefit(c)
			if in.How == "" {
				in.How = string(ByCode)
			}
			return web.AskView{Title: c.T("Xác nhận đã nhận"), Crumbs: v.crumbs(c), Action: v.path() + "/trao", Back: v.path(), Submit: c.T("Xác nhận đã nhận"),
				Text: c.T("%s nhận %s.", v.Benefit.Name, given(c.Context(), v.Benefit.Amount, v.Programme.Goods)),
				Fields: []web.Ask{
					{Kind: "radio", Props: ui.FieldProps{Name: "cach", Label: c.T("Cách nhận"), Value: in.How}, Options: []ui.Option{
						{Value: string(ByCode), Label: c.T("Đã quét mã QR của người nhận")}, {Value: string(BySignature), Label: c.T("Đã ký trên danh sách")}, {Value: string(ByTransfer), Label: c.T("Ngân hàng đã báo chuyển xong")}}},
					{Kind: "text", Props: ui.FieldProps{Name: "chung_tu", Label: c.T("Số danh sách đã ký hoặc số lệnh chuyển tiền"), Hint: c.T("Không cần khi quét mã QR"), Value: in.Paper}},
				}}, v.CanHand, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err == nil {
				err = s.Hand(c.Context(), c.Actor, HandInput{Rows: []kernel.ID{id}, How: How(in.How), Paper: in.Paper})
			}
			return benefitPath + "/" + id.String(), c.T("Đã xác nhận người này đã nhận."), err
		},
	}
}

var turnTitles = map[string]string{"khong-trao": "Ghi không trao được", "trao-lai": "Trao lại"}

func (s *Service) turnPage(slug string) web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			v, err := s.readBenefit(c)
			may := v.CanMiss
			if slug == "trao-lai" {
				may = v.CanSend
			}
			return web.AskView{Title: c.T(turnTitles[slug]), Crumbs: v.crumbs(c), Action: v.path() + "/" + slug, Back: v.path(), Submit: c.T(turnTitles[slug]),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, may, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			said := c.T("Đã ghi không trao được.")
			if err == nil && slug == "khong-trao" {
				err = s.Miss(c.Context(), c.Actor, id, in.Reason)
			} else if err == nil {
				said, err = c.T("Đã đưa lại vào danh sách chờ nhận."), s.Send(c.Context(), c.Actor, id, in.Reason)
			}
			return benefitPath + "/" + id.String(), said, err
		},
	}
}

// showScan takes what a reader read: the whole address of a code, or the code alone.
func (s *Service) showScan(c *web.Ctx) error {
	text := c.Get("ma")
	if text == "" {
		return c.Page(http.StatusOK, c.T("Quét mã nhận phúc lợi"), ScanPage("", ""))
	}
	id, err := s.ByToken(c.Context(), c.Actor, tokenIn(text))
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return c.Page(http.StatusNotFound, c.T("Quét mã nhận phúc lợi"), ScanPage(text, c.Sentence(f)))
	}
	if err != nil {
		return err
	}
	return c.See(benefitPath+"/"+id.String()+"/trao", "")
}

func (s *Service) openCode(c *web.Ctx) error {
	id, err := s.ByToken(c.Context(), c.Actor, c.Path("ma"))
	if err != nil {
		return err
	}
	return c.See(benefitPath+"/"+id.String(), "")
}

func (s *Service) exportSheet(c *web.Ctx) error {
	programme, list, err := s.ids(c)
	if err != nil {
		return err
	}
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	f := RowFilter{Unit: web.IDOf(c.Get("don-vi"))}
	var out bytes.Buffer
	name := "danh-sach"
	if c.Get("loai") == "ngan-hang" {
		name, err = "bang-ke-chuyen-khoan", s.writeBank(c, &out, format, programme, list, f)
	} else {
		err = s.writeRows(c, &out, format, programme, list, f)
	}
	if err != nil {
		return err
	}
	return c.File(name+"-"+list.String()+"."+string(format), format.ContentType(), bytes.NewReader(out.Bytes()), false)
}

func (s *Service) showPaper(c *web.Ctx) error {
	programme, list, err := s.ids(c)
	if err != nil {
		return err
	}
	p, err := s.SigningSheet(c.Context(), c.Actor, programme, list, web.IDOf(c.Get("don-vi")))
	if err != nil {
		return err
	}
	sh, err := s.readSheet(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Danh sách ký nhận"), PaperPage(sh, p))
}

func (s *Service) paperPDF(c *web.Ctx) error {
	programme, list, err := s.ids(c)
	if err != nil {
		return err
	}
	p, err := s.SigningSheet(c.Context(), c.Actor, programme, list, web.IDOf(c.Get("don-vi")))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = s.Press.PDF(&out, p)
	if err != nil {
		return err
	}
	return c.File("danh-sach-ky-nhan-"+list.String()+".pdf", "application/pdf", bytes.NewReader(out.Bytes()), true)
}
