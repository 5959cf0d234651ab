package welfare

import (
	"net/http"
	"net/url"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) listRoutes() []web.Route {
	may, prepares := web.Holds(watching...), web.Holds(PermPrepare)
	out := []web.Route{
		{Pattern: "GET /phuc-loi/{id}/ds/{ds}", Access: may, Handle: s.showSheet, Note: "danh sách của một dịp"},
		{Pattern: "GET /phuc-loi/{id}/ds/{ds}/ngoai", Access: may, Handle: s.showOutside, Note: "ai không có trong danh sách, vì sao"},
		{Pattern: "POST /phuc-loi/{id}/ds/{ds}/{viec}", Access: may, Handle: s.doSheet, Note: "lập, trình, duyệt, mở chi, kết thúc; bỏ, nhận, trao"},
	}
	out = append(out, s.addPage().Routes("/phuc-loi/{id}/ds/{ds}/them", "thêm đoàn viên vào danh sách", prepares)...)
	out = append(out, s.reasonPage("tra-lai", func(can Can) bool { return can.SendBack }).Routes("/phuc-loi/{id}/ds/{ds}/tra-lai", "trả danh sách để rà soát lại", web.Holds(PermApprove))...)
	return append(out, s.reasonPage("bo-sung", func(can Can) bool { return can.Amend }).Routes("/phuc-loi/{id}/ds/{ds}/bo-sung", "mở lại danh sách để bổ sung", prepares)...)
}

func sheetPath(programme, list kernel.ID) string {
	return roomPath + "/" + programme.String() + "/ds/" + list.String()
}

func (sh Sheet) path() string { return sheetPath(sh.Programme.ID, sh.Occasion.ID) }

// with is the address of the list with some words changed.
func (sh Sheet) with(tail string, pairs ...string) string {
	q := url.Values{}
	if sh.View.Key != "" && sh.View.Key != views[0].Key {
		q.Set("xem", sh.View.Key)
	}
	if sh.Filter.Unit != 0 {
		q.Set("don-vi", sh.Filter.Unit.String())
	}
	if sh.Filter.Number != "" {
		q.Set("so", sh.Filter.Number)
	}
	return address(sh.path()+tail, q, pairs...)
}

// SheetView is a list as its page shows it, with what was typed when it came back.
//
//glossary:none
type SheetView struct {
	Sheet
	In       typed
	Chosen   map[kernel.ID]bool
	Errors   ui.Errors
	Sentence string
}

func (s *Service) ids(c *web.Ctx) (programme, list kernel.ID, err error) {
	programme, err = c.ID("id")
	if err == nil {
		list, err = c.ID("ds")
	}
	return programme, list, err
}

func (s *Service) showSheet(c *web.Ctx) error { return s.sheetPage(c, http.StatusOK, SheetView{}) }

func (s *Service) sheetPage(c *web.Ctx, status int, v SheetView) error {
	sh, err := s.readSheet(c)
	if err != nil {
		return err
	}
	v.Sheet = sh
	v.Chosen = map[kernel.ID]bool{}
	for _, id := range v.In.Rows {
		v.Chosen[id] = true
	}
	return c.Page(status, sh.Occasion.Title+" · "+sh.Programme.Title, SheetPage(v))
}

func (s *Service) readSheet(c *web.Ctx) (Sheet, error) {
	programme, list, err := s.ids(c)
	if err != nil {
		return Sheet{}, err
	}
	return s.Sheet(c.Context(), c.Actor, programme, list, c.Get("xem"), RowFilter{Unit: web.IDOf(c.Get("don-vi")), Number: c.Get("so"), After: ParseRowKey(c.Get("sau"))})
}

// doSheet does the verbs of the whole list and of the rows chosen on it.
func (s *Service) doSheet(c *web.Ctx) error {
	programme, list, err := s.ids(c)
	if err != nil {
		return err
	}
	var in typed
	err = c.Form(&in)
	said := ""
	if err == nil {
		said, err = s.sheetVerb(c, programme, list, in)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind != kernel.NotFound {
		return s.sheetPage(c, web.Status(f), SheetView{In: in, Errors: c.EveryFieldError(f), Sentence: c.Sentence(f)})
	}
	if err != nil {
		return err
	}
	back := url.Values{}
	for _, name := range []string{"xem", "don-vi"} {
		if v := c.Get(name); v != "" {
			back.Set(name, v)
		}
	}
	return c.See(address(sheetPath(programme, list), back), said)
}

func (s *Service) sheetVerb(c *web.Ctx, programme, list kernel.ID, in typed) (said string, err error) {
	ctx, a := c.Context(), c.Actor
	switch c.Path("viec") {
	case "lap":
		return c.T("Đã lập danh sách theo điều kiện."), s.Propose(ctx, a, programme, list)
	case "trinh":
		return c.T("Đã báo người duyệt."), s.AskApproval(ctx, a, programme, list)
	case "duyet":
		return c.T("Đã duyệt danh sách."), s.Approve(ctx, a, programme, list)
	case "mo-chi":
		return c.T("Đã mở chi."), s.StartPaying(ctx, a, programme, list)
	case "ket-thuc":
		return c.T("Đã kết thúc danh sách."), s.Finish(ctx, a, programme, list)
	case "bo":
		return c.T("Đã bỏ %d người khỏi danh sách.", len(in.Rows)), s.Remove(ctx, a, programme, list, in.Rows, in.Reason)
	case "nhan":
		return c.T("Đã nhận %d người vào danh sách.", len(in.Rows)), s.Take(ctx, a, programme, list, in.Rows, in.Reason)
	case "trao":
		return c.T("Đã xác nhận %d người đã nhận.", len(in.Rows)), s.Hand(ctx, a, HandInput{Rows: in.Rows, How: How(in.How), Paper: in.Paper})
	}
	return "", kernel.Missing("welfare.no_occasion_here")
}

func (s *Service) showOutside(c *web.Ctx) error {
	programme, list, err := s.ids(c)
	if err != nil {
		return err
	}
	o, err := s.Outside(c.Context(), c.Actor, programme, list, RowFilter{Unit: web.IDOf(c.Get("don-vi")), Number: c.Get("so")})
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Ngoài danh sách"), OutsidePage(o))
}

func sheetCrumbs(c *web.Ctx, sh Sheet) []ui.Link {
	return append(crumbs(c, sh.Programme), ui.Link{Label: sh.Occasion.Title, Href: sh.path()})
}

func (s *Service) addPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			sh, err := s.readSheet(c)
			if in.Numbers == "" {
				in.Numbers = sh.Filter.Number
			}
			return web.AskView{Title: c.T("Thêm vào danh sách"), Crumbs: sheetCrumbs(c, sh), Action: sh.path() + "/them", Back: sh.path(), Submit: c.T("Thêm vào danh sách"),
				Text: c.T("Mỗi người một lần trong một dịp, ở mọi đơn vị của chương trình. Xét hồ sơ tại ngày %s.", kernel.FormatDate(sh.Occasion.AsOf)),
				Fields: []web.Ask{
					{Kind: "area", Props: ui.FieldProps{Name: "so_the", Label: c.T("Mã số đoàn viên"), Hint: c.T("Mỗi dòng một mã số"), Value: in.Numbers, Required: true, Rows: 5}},
					{Kind: "money", Props: ui.FieldProps{Name: "muc", Label: c.T("Mức cho mỗi người"), Hint: c.T("Để trống: theo mức của chương trình"), Value: in.Amount, Optional: true}},
					{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Hint: c.T("Lý do được lưu cùng tên người thêm."), Value: in.Reason, Required: true}},
				}}, sh.Can.Add, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			programme, list, err := s.ids(c)
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			amount := web.MoneyAt(&fs, "muc", in.Amount)
			err = fs.Err("welfare.invalid_members")
			n := 0
			if err == nil {
				n, err = s.Add(c.Context(), c.Actor, programme, list, AddInput{Numbers: in.Numbers, Reason: in.Reason, Amount: amount})
			}
			return sheetPath(programme, list), c.T("Đã thêm %d người vào danh sách.", n), err
		},
	}
}

var reasonTitles = map[string]string{"tra-lai": "Trả lại để rà soát", "bo-sung": "Mở lại để bổ sung"}

// reasonPage asks why a list goes back a step.
func (s *Service) reasonPage(slug string, may func(Can) bool) web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			sh, err := s.readSheet(c)
			return web.AskView{Title: c.T(reasonTitles[slug]), Crumbs: sheetCrumbs(c, sh), Action: sh.path() + "/" + slug, Back: sh.path(), Submit: c.T(reasonTitles[slug]),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, may(sh.Can), err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			programme, list, err := s.ids(c)
			if err != nil {
				return "", "", err
			}
			said := c.T("Đã trả lại danh sách.")
			if slug == "tra-lai" {
				err = s.SendBack(c.Context(), c.Actor, programme, list, in.Reason)
			} else {
				said, err = c.T("Đã mở lại danh sách. Ai đã duyệt vẫn được chi."), s.Amend(c.Context(), c.Actor, programme, list, in.Reason)
			}
			return sheetPath(programme, list), said, err
		},
	}
}
