package waitlists

import (
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) newPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			units, err := s.Units(c.Context(), c.Actor)
			if in.Unit == 0 {
				in.Unit = home(c.Actor, units)
			}
			if c.R.Method == http.MethodGet {
				in.Days = "7"
			}
			return web.AskView{Title: c.T("Lập danh sách chờ"), Crumbs: []ui.Link{{Label: c.T("Danh sách chờ"), Href: roomPath}}, Action: roomPath + "/moi", Back: roomPath, Submit: c.T("Lưu bản soạn"),
				Fields: []web.Ask{
					{Kind: "select", Props: ui.FieldProps{Name: "don_vi", Label: c.T("Đơn vị"), Hint: c.T("Danh sách dành cho đoàn viên của đơn vị này và các đơn vị bên dưới."), Value: in.Unit.String(), Required: true}, Options: unitOptions(units)},
					{Kind: "select", Props: ui.FieldProps{Name: "loai", Label: c.T("Loại"), Value: in.Kind, Required: true}, Options: kindOptions(c.Context())},
					{Kind: "text", Props: ui.FieldProps{Name: "ten", Label: c.T("Tên danh sách"), Hint: c.T("Ví dụ: Thuê nhà ở công đoàn năm 2027"), Value: in.Title, Required: true}},
					{Kind: "text", Props: ui.FieldProps{Name: "can_cu", Label: c.T("Căn cứ"), Value: in.Basis, Required: true}},
					{Kind: "date", Props: ui.FieldProps{Name: "den_ngay", Label: c.T("Nhận đơn đến hết ngày"), Value: in.To, Required: true}},
					{Kind: "text", Props: ui.FieldProps{Name: "so_ngay", Label: c.T("Người được mời trả lời trong"), Value: in.Days, InputMode: "numeric", Unit: c.T("ngày"), Short: true, Required: true}},
				}}, true, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			var fs kernel.Faults
			p := ListInput{Org: in.Unit, Kind: Kind(in.Kind), Title: in.Title, Basis: in.Basis, Until: web.DateAt(&fs, "den_ngay", in.To), AnswerDays: web.Count(in.Days)}
			err := fs.Err("waitlists.invalid")
			var l List
			if err == nil {
				l, err = s.Create(c.Context(), c.Actor, p)
			}
			return l.path(), c.T("Đã lưu danh sách. Hãy thêm tiêu chí chấm điểm."), err
		},
	}
}

func (s *Service) criterionPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			l := d.List
			if c.R.Method == http.MethodGet {
				in.From = kernel.FormatDate(s.today())
			}
			return web.AskView{Title: c.T("Thêm tiêu chí chấm điểm"), Crumbs: crumbs(c, l), Action: l.path() + "/tieu-chi", Back: l.path(), Submit: c.T("Thêm tiêu chí"), Help: ruleNames(s.words().Names()),
				Fields: []web.Ask{
					{Kind: "text", Props: ui.FieldProps{Name: "ten", Label: c.T("Tên tiêu chí"), Hint: c.T("Ví dụ: Chưa có nhà ở"), Value: in.Title, Required: true}},
					{Kind: "area", Props: ui.FieldProps{Name: "diem", Label: c.T("Cách tính điểm"), Hint: c.T("Ví dụ: don.chua_co_nha ? 40 : 0"), Value: in.Formula, Required: true}},
					{Kind: "text", Props: ui.FieldProps{Name: "nguon", Label: c.T("Nguồn: văn bản, điều, khoản"), Value: in.Source, Required: true}},
					{Kind: "check", Props: ui.FieldProps{Name: "da_doi_chieu", Label: c.T("Đã đối chiếu văn bản, còn hiệu lực")}, Checked: in.Confirmed},
					{Kind: "date", Props: ui.FieldProps{Name: "tu_ngay", Label: c.T("Có hiệu lực từ ngày"), Value: in.From, Required: true}},
					{Kind: "date", Props: ui.FieldProps{Name: "den_ngay", Label: c.T("Hết hiệu lực từ ngày"), Value: in.To, Optional: true}},
				}}, d.Can.Write, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			x := Criterion{Title: in.Title, Formula: in.Formula, Source: in.Source, Confirmed: in.Confirmed, Valid: kernel.Period{From: web.DateAt(&fs, "tu_ngay", in.From), To: web.DateAt(&fs, "den_ngay", in.To)}}
			err = fs.Err("waitlists.invalid")
			if err == nil {
				err = s.AddCriterion(c.Context(), c.Actor, id, x)
			}
			return roomPath + "/" + id.String(), c.T("Đã thêm tiêu chí."), err
		},
	}
}

// applyPage is the form of an application: the member's own, or by number what a keeper writes down.
func (s *Service) applyPage(own bool) web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			id, err := c.ID("id")
			if err != nil {
				return web.AskView{}, false, err
			}
			l, err := s.ForApplying(c.Context(), c.Actor, id)
			if err != nil {
				return web.AskView{}, false, err
			}
			v := web.AskView{Title: c.T("Ghi đơn cho đoàn viên"), Crumbs: crumbs(c, l), Action: l.path() + "/don", Back: l.path(), Submit: c.T("Ghi đơn"),
				Text:   c.T("Điểm được tính theo hồ sơ đoàn viên và những gì ghi ở đây, tại ngày %s.", kernel.FormatDate(l.Until)),
				Fields: []web.Ask{{Kind: "text", Props: ui.FieldProps{Name: "so_the", Label: c.T("Mã số đoàn viên"), Value: in.Number, Required: true, Short: true}}}}
			if own {
				v.Title, v.Crumbs, v.Submit = c.T("Đơn của tôi"), []ui.Link{{Label: c.T("Lượt của tôi"), Href: ownPath}, {Label: l.Title}}, c.T("Nộp đơn")
				v.Action, v.Back, v.Fields = ownPath+"/"+l.ID.String()+"/don", ownPath, nil
			}
			v.Fields = append(v.Fields, web.Ask{Kind: "text", Props: ui.FieldProps{Name: "so_nguoi", Label: c.T("Số người trong hộ"), Value: in.People, InputMode: "numeric", Required: true, Short: true}})
			if l.Kind == Housing {
				v.Fields = append(v.Fields, web.Ask{Kind: "check", Props: ui.FieldProps{Name: "chua_co_nha", Label: c.T("Chưa có nhà ở thuộc sở hữu của mình")}, Checked: in.Homeless},
					web.Ask{Kind: "text", Props: ui.FieldProps{Name: "dien_tich", Label: c.T("Diện tích đang ở, mỗi người"), Value: in.Room, InputMode: "numeric", Unit: "m²", Short: true, Optional: true}})
			} else {
				v.Fields = append(v.Fields, web.Ask{Kind: "money", Props: ui.FieldProps{Name: "so_tien", Label: c.T("Số tiền xin vay"), Value: in.Sum, Required: true}})
			}
			v.Fields = append(v.Fields, web.Ask{Kind: "area", Props: ui.FieldProps{Name: "ghi_chu", Label: c.T("Trình bày thêm"), Value: in.Note, Optional: true}})
			return v, l.State == Running && !s.today().After(l.Until), nil
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			p := ApplyInput{Answers: Answers{People: web.Count(in.People), Homeless: in.Homeless, Room: web.Count(in.Room), Sum: web.MoneyAt(&fs, "so_tien", in.Sum)}, Note: in.Note}
			if !own {
				p.Number = in.Number
				if p.Number == "" {
					fs.Add("so_the", "waitlists.no_member", "")
				}
			}
			err = fs.Err("waitlists.invalid")
			var x Application
			if err == nil {
				x, err = s.Apply(c.Context(), c.Actor, id, p)
			}
			return "/don-cho/" + x.ID.String(), c.T("Đã ghi đơn vào danh sách."), err
		},
	}
}

func (s *Service) offerPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			l := d.List
			return web.AskView{Title: c.T("Mời người tiếp theo"), Crumbs: crumbs(c, l), Action: l.path() + "/moi-nhan", Back: l.path(), Submit: c.T("Mời"),
				Text:   c.T("Lời mời gửi cho người đang chờ đứng đầu. Người ấy trả lời trong %d ngày; từ chối hoặc quá hạn thì chuyển ngay cho người sau.", l.AnswerDays),
				Fields: []web.Ask{{Kind: "text", Props: ui.FieldProps{Name: "gi", Label: c.T("Mời nhận"), Hint: c.T("Ví dụ: Căn hộ 302, toà B"), Value: in.What, Required: true}}}}, d.Can.Offer, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			x, err := s.MakeOffer(c.Context(), c.Actor, id, in.What)
			return roomPath + "/" + id.String(), c.T("Đã mời %s.", x.Name), err
		},
	}
}

func (s *Service) removePage() web.Asking[typed] {
	read := func(c *web.Ctx) (Application, List, error) {
		id, err := c.ID("id")
		if err != nil {
			return Application{}, List{}, err
		}
		return s.ApplicationOf(c.Context(), c.Actor, id)
	}
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			x, l, err := read(c)
			return web.AskView{Title: c.T("Đưa %s ra khỏi danh sách", x.Name), Crumbs: crumbs(c, l), Action: "/don-cho/" + x.ID.String() + "/dua-ra", Back: l.path(), Submit: c.T("Đưa ra"), Danger: true,
				Text:   c.T("Người được đưa ra đọc đúng lý do này."),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, x.Stage == Waiting || x.Stage == Offered, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			x, l, err := read(c)
			if err == nil {
				err = s.Remove(c.Context(), c.Actor, x.ID, in.Reason)
			}
			return l.path(), c.T("Đã đưa ra khỏi danh sách."), err
		},
	}
}
