package benefits

import (
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) newSeriesPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			g := d.Agreement
			if c.R.Method == http.MethodGet {
				in.From, in.To, in.Each = kernel.FormatDate(g.From), kernel.FormatDate(g.To), "1"
				if g.From.Before(s.today()) {
					in.From = kernel.FormatDate(s.today())
				}
			}
			fields := []web.Ask{
				{Kind: "text", Props: ui.FieldProps{Name: "ten", Label: c.T("Tên phiếu"), Hint: c.T("Ví dụ: Phiếu mua sách đầu năm học"), Value: in.Title, Required: true}},
				{Kind: "text", Props: ui.FieldProps{Name: "ky_hieu", Label: c.T("Ký hiệu"), Hint: c.T("Đứng trước số của phiếu, ví dụ SACH26"), Value: in.Code, Required: true, Short: true}},
			}
			fields = append(fields, cutFields(c, in)...)
			fields = append(fields,
				web.Ask{Kind: "text", Props: ui.FieldProps{Name: "so_luong", Label: c.T("Số phiếu nhiều nhất"), Value: in.Count, InputMode: "numeric", Required: true, Short: true}},
				web.Ask{Kind: "text", Props: ui.FieldProps{Name: "moi_nguoi", Label: c.T("Mỗi người nhiều nhất"), Value: in.Each, InputMode: "numeric", Required: true, Short: true, Unit: c.T("phiếu")}},
				web.Ask{Kind: "date", Props: ui.FieldProps{Name: "tu_ngay", Label: c.T("Dùng từ ngày"), Value: in.From, Required: true}},
				web.Ask{Kind: "date", Props: ui.FieldProps{Name: "den_ngay", Label: c.T("Dùng đến hết ngày"), Value: in.To, Required: true}},
				web.Ask{Kind: "area", Props: ui.FieldProps{Name: "dieu_kien", Label: c.T("Điều kiện khi phát cho cả đơn vị"), Hint: c.T("Ví dụ: doan_vien.kho_khan. Để trống: mọi đoàn viên"), Value: in.Rule, Optional: true}})
			return web.AskView{Title: c.T("Lập đợt phiếu"), Crumbs: crumbs(c, g), Action: g.path() + "/dot-phieu", Back: g.path(), Submit: c.T("Lập đợt phiếu"), Fields: fields}, d.Can.Series, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			p := SeriesInput{Title: in.Title, Code: in.Code, Cut: in.cut(&fs), Count: web.Count(in.Count), PerMember: web.Count(in.Each), From: web.DateAt(&fs, "tu_ngay", in.From), To: web.DateAt(&fs, "den_ngay", in.To), Rule: in.Rule}
			err = fs.Err("benefits.invalid")
			var x Series
			if err == nil {
				x, err = s.CreateSeries(c.Context(), c.Actor, id, p)
			}
			return x.path(), c.T("Đã lập đợt phiếu. Người khác có quyền duyệt mở đợt phiếu rồi mới phát được."), err
		},
	}
}

func (s *Service) series1(c *web.Ctx) (SeriesDetail, error) {
	id, err := c.ID("id")
	if err != nil {
		return SeriesDetail{}, err
	}
	state := VoucherState("")
	for st, slug := range voucherSlugs {
		if slug == c.Get("trang-thai") {
			state = st
		}
	}
	return s.SeriesDetail(c.Context(), c.Actor, id, state, web.IDOf(c.Get("truoc")))
}

func (s *Service) showSeries(c *web.Ctx) error { return s.seriesPage(c, http.StatusOK, "") }

func (s *Service) seriesPage(c *web.Ctx, status int, sentence string) error {
	d, err := s.series1(c)
	if err != nil {
		return err
	}
	return c.Page(status, d.Series.Title, SeriesPage(d, sentence))
}

func (s *Service) seriesVerb(c *web.Ctx, said string, do func(id kernel.ID) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = c.Form(&struct{}{})
	if err == nil {
		err = do(id)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind != kernel.NotFound {
		return s.seriesPage(c, web.Status(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(seriesPath+id.String(), said)
}

func (s *Service) openSeries(c *web.Ctx) error {
	return s.seriesVerb(c, c.T("Đã mở đợt phiếu."), func(id kernel.ID) error { return s.OpenSeries(c.Context(), c.Actor, id) })
}

func (s *Service) closeSeries(c *web.Ctx) error {
	return s.seriesVerb(c, c.T("Đã đóng đợt phiếu. Phiếu đã phát vẫn dùng được đến hết hạn."), func(id kernel.ID) error { return s.CloseSeries(c.Context(), c.Actor, id) })
}

func (s *Service) issuePage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.series1(c)
			if err != nil {
				return web.AskView{}, false, err
			}
			units, err := s.Units(c.Context(), c.Actor, PermPrepare)
			if c.R.Method == http.MethodGet {
				in.Each = "1"
			}
			if in.Unit == 0 {
				in.Unit = home(c.Actor, units)
			}
			return web.AskView{Title: c.T("Phát phiếu"), Crumbs: append(crumbs(c, d.Agreement), ui.Link{Label: d.Series.Title, Href: d.Series.path()}), Action: d.Series.path() + "/phat", Back: d.Series.path(), Submit: c.T("Phát phiếu"),
				Text: c.T("Còn %s phiếu. Ai đã đủ phiếu thì không nhận thêm.", ui.Num(d.Series.Left())),
				Fields: []web.Ask{
					{Kind: "select", Props: ui.FieldProps{Name: "don_vi", Label: c.T("Cho đoàn viên của đơn vị và các đơn vị bên dưới"), Value: in.Unit.String()}, Options: unitOptions(units)},
					{Kind: "area", Props: ui.FieldProps{Name: "so_the", Label: c.T("Hoặc chỉ những mã số đoàn viên này"), Hint: c.T("Mỗi dòng một mã số. Khi có danh sách, ô đơn vị và điều kiện không dùng đến."), Value: in.Numbers, Optional: true}},
					{Kind: "text", Props: ui.FieldProps{Name: "moi_nguoi", Label: c.T("Mỗi người"), Value: in.Each, InputMode: "numeric", Required: true, Short: true, Unit: c.T("phiếu")}},
				}}, d.Can.Issue, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			r, err := s.Issue(c.Context(), c.Actor, id, IssueInput{Unit: in.Unit, Numbers: numbersIn(in.Numbers), Each: web.Count(in.Each)})
			said := c.T("Đã phát %s phiếu cho %s người.", ui.Num(r.Issued), ui.Num(r.Members))
			if r.Had+r.NotFor+r.Unsure > 0 {
				said += " " + c.T("Không phát: %s đã đủ phiếu, %s không thuộc diện, %s chưa rõ.", ui.Num(r.Had), ui.Num(r.NotFor), ui.Num(r.Unsure))
			}
			return seriesPath + id.String(), said, err
		},
	}
}

func (s *Service) revokePage() web.Asking[typed] {
	read := func(c *web.Ctx) (Voucher, Series, error) {
		id, err := c.ID("id")
		if err != nil {
			return Voucher{}, Series{}, err
		}
		return s.VoucherOf(c.Context(), c.Actor, id)
	}
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			v, x, err := read(c)
			return web.AskView{Title: c.T("Thu hồi phiếu %s", x.SerialText(v.Serial)), Crumbs: []ui.Link{{Label: c.T("Ưu đãi"), Href: roomPath}, {Label: x.Title, Href: x.path()}},
				Action: "/phieu/" + v.ID.String() + "/thu-hoi", Back: x.path(), Submit: c.T("Thu hồi"), Danger: true, Text: c.T("Số của phiếu này không dùng lại."),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, v.State == Issued, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			v, x, err := read(c)
			if err == nil {
				err = s.RevokeVoucher(c.Context(), c.Actor, v.ID, in.Reason)
			}
			return x.path(), c.T("Đã thu hồi phiếu."), err
		},
	}
}
