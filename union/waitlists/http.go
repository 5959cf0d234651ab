package waitlists

import (
	"bytes"
	"net/http"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	roomPath   = "/cho-luot"
	ownPath    = "/cho-luot-cua-toi"
	publicPath = "/cong-bo-cho-luot/"
)

func (l List) path() string { return roomPath + "/" + l.ID.String() }

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	see, keep, decide := web.Holds(watching...), web.Holds(PermKeep), web.Holds(PermDecide)
	out := []web.Route{
		{Pattern: "GET /cho-luot", Access: see, Handle: s.showLists, Note: "danh sách chờ"},
		{Pattern: "GET /cho-luot/{id}", Access: see, Handle: s.showList, Note: "một danh sách chờ"},
		{Pattern: "GET /cho-luot/{id}/tai-ve", Access: see, Handle: s.export, Note: "danh sách chờ, XLSX hoặc CSV"},
		{Pattern: "GET /cho-luot/{id}/in", Access: see, Handle: s.printList, Note: "danh sách chờ để in"},
		{Pattern: "POST /cho-luot/{id}/bo-tieu-chi", Access: keep, Handle: s.dropCriterion, Note: "bỏ một tiêu chí"},
		{Pattern: "POST /cho-luot/{id}/bo", Access: keep, Handle: s.drop, Note: "bỏ bản soạn"},
		{Pattern: "POST /cho-luot/{id}/mo", Access: decide, Handle: s.open, Note: "mở nhận đơn"},
		{Pattern: "POST /cho-luot/{id}/chot", Access: decide, Handle: s.freeze, Note: "chốt điểm"},
		{Pattern: "POST /cho-luot/{id}/cong-bo", Access: decide, Handle: s.publish, Note: "công bố danh sách, che tên"},
		{Pattern: "POST /cho-luot/{id}/dong", Access: decide, Handle: s.close, Note: "đóng danh sách"},
		{Pattern: "GET /don-cho/{id}", Access: web.SignedIn, Handle: s.showApplication, Note: "một đơn, điểm từng dòng"},
		{Pattern: "POST /don-cho/{id}/rut", Access: web.SignedIn, Handle: s.withdraw, Note: "rút đơn"},
		{Pattern: "POST /don-cho/{id}/nhan", Access: web.SignedIn, Handle: s.accept, Note: "nhận lời mời"},
		{Pattern: "POST /don-cho/{id}/tu-choi", Access: web.SignedIn, Handle: s.decline, Note: "từ chối lời mời"},
		{Pattern: "GET /cho-luot-cua-toi", Access: web.SignedIn, Handle: s.showMine, Note: "lượt của tôi"},
		{Pattern: "GET /cong-bo-cho-luot/{id}", Access: web.Public, Handle: s.showPublic, Note: "danh sách chờ đã công bố, che tên"},
	}
	out = append(out, s.newPage().Routes("/cho-luot/moi", "lập danh sách", keep)...)
	out = append(out, s.criterionPage().Routes("/cho-luot/{id}/tieu-chi", "thêm tiêu chí chấm điểm", keep)...)
	out = append(out, s.applyPage(false).Routes("/cho-luot/{id}/don", "ghi đơn cho đoàn viên", keep)...)
	out = append(out, s.applyPage(true).Routes("/cho-luot-cua-toi/{id}/don", "nộp đơn của tôi", web.SignedIn)...)
	out = append(out, s.offerPage().Routes("/cho-luot/{id}/moi-nhan", "mời người tiếp theo", decide)...)
	return append(out, s.removePage().Routes("/don-cho/{id}/dua-ra", "đưa ra khỏi danh sách", decide)...)
}

func (s *Service) showLists(c *web.Ctx) error {
	l, err := s.Lists(c.Context(), c.Actor, web.IDOf(c.Get("truoc")))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Danh sách chờ"), ListsPage(l))
}

func (s *Service) detail(c *web.Ctx) (Detail, error) {
	id, err := c.ID("id")
	if err != nil {
		return Detail{}, err
	}
	return s.Detail(c.Context(), c.Actor, id)
}

func (s *Service) showList(c *web.Ctx) error { return s.listPage(c, http.StatusOK, "") }

func (s *Service) listPage(c *web.Ctx, status int, sentence string) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	return c.Page(status, d.List.Title, ListPage(d, sentence))
}

func (s *Service) printList(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, d.List.Title, ListPrint(d))
}

// verb does a thing with a list that asks for nothing and comes back to its page.
func (s *Service) verb(c *web.Ctx, form any, said string, do func(id kernel.ID) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = c.Form(form)
	if err == nil {
		err = do(id)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind != kernel.NotFound {
		return s.listPage(c, web.Status(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), said)
}

func (s *Service) dropCriterion(c *web.Ctx) error {
	var in struct {
		Line kernel.ID `form:"dong"`
	}
	return s.verb(c, &in, c.T("Đã bỏ tiêu chí."), func(id kernel.ID) error { return s.RemoveCriterion(c.Context(), c.Actor, id, in.Line) })
}

func (s *Service) drop(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã bỏ bản soạn."), func(id kernel.ID) error { return s.Drop(c.Context(), c.Actor, id) })
}

func (s *Service) open(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã mở nhận đơn."), func(id kernel.ID) error { return s.Open(c.Context(), c.Actor, id) })
}

func (s *Service) freeze(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã chốt điểm và thứ tự."), func(id kernel.ID) error { return s.Freeze(c.Context(), c.Actor, id) })
}

func (s *Service) publish(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã công bố danh sách, tên đã che."), func(id kernel.ID) error { return s.Publish(c.Context(), c.Actor, id) })
}

func (s *Service) close(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã đóng danh sách."), func(id kernel.ID) error { return s.Close(c.Context(), c.Actor, id) })
}

func (s *Service) showApplication(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	x, l, err := s.ApplicationOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := ApplicationView{Place: Place{Application: x, List: l, Provisional: l.State == Running}}
	if c.Actor.Person != 0 && c.Actor.Person == x.Person {
		m, err := s.Mine(c.Context(), c.Actor)
		if err != nil {
			return err
		}
		for _, p := range m.Places {
			if p.Application.ID == id {
				v.Place, v.Own = p, true
			}
		}
	} else {
		d, err := s.Detail(c.Context(), c.Actor, l.ID)
		if err != nil {
			return err
		}
		for i, row := range d.Rows {
			if row.ID == id {
				v.Place.Application, v.Place.OrgName = row, d.OrgName
				v.Place.Offer, v.Place.HasOffer = d.Offers[id], d.Offers[id].ID != 0
				v.MayAnswer, v.Place.Ahead = d.Mine[id], i
			}
		}
		v.Remove = d.Can.Remove
	}
	return c.Page(http.StatusOK, x.Name, ApplicationPage(v))
}

// onApplication does a verb with an application that asks for nothing.
func (s *Service) onApplication(c *web.Ctx, said string, do func(id kernel.ID) error) error {
	id, err := c.ID("id")
	if err == nil {
		err = c.Form(&struct{}{})
	}
	if err == nil {
		err = do(id)
	}
	if err != nil {
		return err
	}
	return c.See("/don-cho/"+id.String(), said)
}

func (s *Service) withdraw(c *web.Ctx) error {
	return s.onApplication(c, c.T("Đã rút đơn."), func(id kernel.ID) error { return s.Withdraw(c.Context(), c.Actor, id) })
}

func (s *Service) accept(c *web.Ctx) error {
	return s.onApplication(c, c.T("Đã ghi nhận lời mời."), func(id kernel.ID) error { return s.Answer(c.Context(), c.Actor, id, true) })
}

func (s *Service) decline(c *web.Ctx) error {
	return s.onApplication(c, c.T("Đã ghi từ chối. Lời mời chuyển cho người tiếp theo."), func(id kernel.ID) error { return s.Answer(c.Context(), c.Actor, id, false) })
}

func (s *Service) showMine(c *web.Ctx) error {
	m, err := s.Mine(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Lượt của tôi"), MinePage(m))
}

func (s *Service) showPublic(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	p, err := s.Published(c.Context(), id)
	if err != nil {
		return err
	}
	return c.Plain(http.StatusOK, p.List.Title, PublicPage(p))
}

func (s *Service) export(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	var out bytes.Buffer
	columns := make([]sheets.Column, 0, 8)
	for _, h := range []string{c.T("Thứ tự"), c.T("Mã số đoàn viên"), c.T("Họ và tên"), c.T("Đơn vị"), c.T("Điểm"), c.T("Nộp lúc"), c.T("Trạng thái"), c.T("Lý do")} {
		columns = append(columns, sheets.Column{Head: h, Width: 20})
	}
	w, err := sheets.NewWriter(&out, format, c.T("Danh sách chờ"), columns)
	for _, x := range d.Rows {
		if err == nil {
			err = w.Row(x.Rank, x.Number, x.Name, d.Names[x.Unit], x.Points, kernel.FormatInstant(x.At), c.T(stageNames[x.Stage]), x.Reason)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return err
	}
	return c.File("danh-sach-cho."+string(format), format.ContentType(), bytes.NewReader(out.Bytes()), false)
}

func crumbs(c *web.Ctx, l List) []ui.Link {
	return []ui.Link{{Label: c.T("Danh sách chờ"), Href: roomPath}, {Label: l.Title, Href: l.path()}}
}
