package welfare

import (
	"net/http"
	"net/url"
	"strconv"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const roomPath = "/phuc-loi"

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	may := web.Holds(watching...)
	out := []web.Route{
		{Pattern: "GET /phuc-loi", Access: may, Handle: s.showProgrammes, Note: "chương trình phúc lợi"},
		{Pattern: "GET /phuc-loi/moi", Access: web.Holds(PermPrepare), Handle: s.showNew, Note: "soạn chương trình"},
		{Pattern: "POST /phuc-loi", Access: web.Holds(PermPrepare), Handle: s.create, Note: "soạn chương trình, thử điều kiện"},
		{Pattern: "GET /phuc-loi/{id}", Access: may, Handle: s.showProgramme, Note: "một chương trình"},
		{Pattern: "GET /phuc-loi/{id}/sua", Access: web.Holds(PermPrepare), Handle: s.showEdit, Note: "sửa bản soạn"},
		{Pattern: "POST /phuc-loi/{id}/sua", Access: web.Holds(PermPrepare), Handle: s.rewrite, Note: "sửa bản soạn, thử điều kiện"},
		{Pattern: "POST /phuc-loi/{id}/{viec}", Access: may, Handle: s.doProgramme, Note: "mở, đưa về bản soạn, bỏ, đóng chương trình"},
		{Pattern: "GET /phuc-loi/{id}/bao-cao", Access: may, Handle: s.showReport, Note: "báo cáo theo đơn vị"},
		{Pattern: "GET /phuc-loi/{id}/bao-cao/tai-ve", Access: may, Handle: s.exportReport, Note: "báo cáo, XLSX hoặc CSV"},
	}
	out = append(out, s.overridePage().Routes("/phuc-loi/{id}/vuot", "cho vượt dự toán", web.Holds(PermOverride))...)
	out = append(out, s.occasionPage().Routes("/phuc-loi/{id}/dip", "mở thêm một dịp", web.Holds(PermPrepare))...)
	out = append(out, s.listRoutes()...)
	out = append(out, s.payRoutes()...)
	out = append(out, s.visitRoutes()...)
	out = append(out, s.allowanceRoutes()...)
	return append(out, s.ownRoutes()...)
}

// ProgrammesView is the list of programmes as its page shows it.
//
//glossary:none
type ProgrammesView struct {
	Listing
	Today kernel.Date
}

func (v ProgrammesView) with(pairs ...string) string {
	q := url.Values{}
	if v.Year != 0 {
		q.Set("nam", strconv.Itoa(v.Year))
	}
	if v.Kind != "" {
		q.Set("loai", string(v.Kind))
	}
	if v.State != "" {
		q.Set("trang-thai", slugOf(stateSlugs, v.State))
	}
	return address(roomPath, q, pairs...)
}

func address(path string, q url.Values, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (s *Service) showProgrammes(c *web.Ctx) error {
	f := Filter{Kind: Kind(c.Get("loai")), State: stateSlugs[c.Get("trang-thai")], Before: web.IDOf(c.Get("truoc"))}
	f.Year, _ = strconv.Atoi(c.Get("nam")) // what is no year is all years
	if kindNames[f.Kind] == "" {
		f.Kind = ""
	}
	l, err := s.Programmes(c.Context(), c.Actor, f)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Chương trình phúc lợi"), ProgrammesPage(ProgrammesView{l, s.today()}))
}

func (s *Service) showProgramme(c *web.Ctx) error { return s.programmePage(c, http.StatusOK, "") }

func (s *Service) programmePage(c *web.Ctx, status int, sentence string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(status, d.Programme.Title, ProgrammePage(d, s.today(), sentence))
}

// doProgramme does a verb that asks for nothing.
func (s *Service) doProgramme(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	said := ""
	switch c.Path("viec") {
	case "mo":
		err, said = s.Open(c.Context(), c.Actor, id), c.T("Đã mở chương trình.")
	case "soan-lai":
		err, said = s.Revise(c.Context(), c.Actor, id), c.T("Đã đưa về bản soạn.")
	case "bo":
		err, said = s.Drop(c.Context(), c.Actor, id), c.T("Đã bỏ bản soạn.")
	case "dong":
		err, said = s.Close(c.Context(), c.Actor, id), c.T("Đã đóng chương trình.")
	default:
		return kernel.Missing("welfare.no_programme")
	}
	if f := kernel.AsFault(err); f != nil && f.Kind != kernel.NotFound {
		return s.programmePage(c, web.Status(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), said)
}

// detail reads the programme of the address.
func (s *Service) detail(c *web.Ctx) (Detail, error) {
	id, err := c.ID("id")
	if err != nil {
		return Detail{}, err
	}
	return s.Detail(c.Context(), c.Actor, id)
}

func crumbs(c *web.Ctx, p Programme) []ui.Link {
	return []ui.Link{{Label: c.T("Phúc lợi"), Href: roomPath}, {Label: p.Title, Href: roomPath + "/" + p.ID.String()}}
}

func (s *Service) overridePage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			p := d.Programme
			path := roomPath + "/" + p.ID.String()
			return web.AskView{Title: c.T("Cho vượt dự toán"), Crumbs: crumbs(c, p), Action: path + "/vuot", Back: path, Submit: c.T("Cho vượt"),
				Text: c.T("Mục %s: dự toán %s, đã dành %s.", p.Line, p.Limit().String(), p.Committed.String()),
				Fields: []web.Ask{
					{Kind: "money", Props: ui.FieldProps{Name: "so_tien", Label: c.T("Cho vượt thêm"), Value: in.Sum, Required: true}},
					{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Hint: c.T("Lý do được lưu cùng tên người cho vượt."), Value: in.Reason, Required: true}},
				}}, d.Can.Allow, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			sum := web.MoneyAt(&fs, "so_tien", in.Sum)
			err = fs.Err("welfare.invalid_override")
			if err == nil {
				err = s.Allow(c.Context(), c.Actor, id, sum, in.Reason)
			}
			return roomPath + "/" + id.String(), c.T("Đã ghi việc cho vượt dự toán."), err
		},
	}
}

func (s *Service) occasionPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			d, err := s.detail(c)
			path := roomPath + "/" + d.Programme.ID.String()
			return web.AskView{Title: c.T("Mở thêm một dịp"), Crumbs: crumbs(c, d.Programme), Action: path + "/dip", Back: path, Submit: c.T("Mở dịp"),
				Fields: []web.Ask{
					{Kind: "text", Props: ui.FieldProps{Name: "dip", Label: c.T("Tên dịp"), Hint: c.T("Ví dụ: Tết Đinh Mùi"), Value: in.Occasion, Required: true}},
					{Kind: "date", Props: ui.FieldProps{Name: "ngay_xet", Label: c.T("Xét hồ sơ đoàn viên tại ngày"), Value: in.AsOf, Required: true}},
				}}, d.Can.AddOccasion, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			day := web.DateAt(&fs, "ngay_xet", in.AsOf)
			err = fs.Err("welfare.invalid_occasion")
			if err == nil {
				_, err = s.AddOccasion(c.Context(), c.Actor, id, OccasionInput{Title: in.Occasion, AsOf: day})
			}
			return roomPath + "/" + id.String(), c.T("Đã mở dịp mới."), err
		},
	}
}
