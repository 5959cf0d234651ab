package cards

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"time"

	"doanket/internal/paper"
	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// longWork is how long a file of a thousand cards may take.
const longWork = 3 * time.Minute

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	see, issue, check := web.Holds(ViewPermission, IssuePermission), web.Holds(IssuePermission), web.Holds(CheckPermission)
	return []web.Route{
		{Pattern: "GET /the", Access: see, Handle: s.showList, Note: "sổ thẻ"},
		{Pattern: "GET /the/xuat", Access: see, Handle: s.export, Stream: true, Note: "sổ thẻ ra CSV, XLSX"},
		{Pattern: "GET /the/in", Access: see, Handle: s.printList, Note: "sổ thẻ để in"},
		{Pattern: "GET /the/so/{id}", Access: see, Handle: s.showCard, Note: "một thẻ"},
		{Pattern: "GET /the/so/{id}/pdf", Access: issue, Handle: s.cardPDF, Note: "một thẻ cho máy in thẻ"},
		{Pattern: "GET /the/so/{id}/viec/{viec}", Access: issue, Handle: s.showVerb, Note: "báo mất, thay, thu hồi"},
		{Pattern: "POST /the/so/{id}/viec/{viec}", Access: issue, Handle: s.postVerb, Note: "làm một việc với thẻ"},

		{Pattern: "GET /the/dot", Access: see, Handle: s.showBatches, Note: "đợt cấp thẻ"},
		{Pattern: "GET /the/dot/moi", Access: issue, Handle: s.showNewBatch, Note: "lập đợt cấp thẻ"},
		{Pattern: "POST /the/dot/moi", Access: issue, Handle: s.postNewBatch, Note: "lập đợt cấp thẻ"},
		{Pattern: "GET /the/dot/{id}", Access: see, Handle: s.showBatch, Note: "một đợt cấp thẻ"},
		{Pattern: "POST /the/dot/{id}/dung", Access: issue, Handle: s.postStop, Note: "dừng lập thẻ"},
		{Pattern: "POST /the/dot/{id}/da-in", Access: issue, Handle: s.postPrinted, Note: "đánh dấu đã in cả đợt"},
		{Pattern: "GET /the/dot/{id}/in/{phan}", Access: issue, Handle: s.partPDF, Timeout: longWork, Note: "tệp in của đợt, từng phần"},
		{Pattern: "GET /the/dot/{id}/so-giao", Access: issue, Handle: s.registerPDF, Timeout: longWork, Note: "sổ giao thẻ PDF"},
		{Pattern: "GET /the/dot/{id}/giao", Access: issue, Handle: s.showHand, Note: "giao thẻ"},
		{Pattern: "POST /the/dot/{id}/giao", Access: issue, Handle: s.postHand, Timeout: longWork, Note: "giao thẻ"},

		{Pattern: "GET /the/mau", Access: see, Handle: s.showDesigns, Note: "mẫu thẻ"},
		{Pattern: "GET /the/mau/moi", Access: issue, Handle: s.showNewDesign, Note: "soạn mẫu thẻ"},
		{Pattern: "POST /the/mau/moi", Access: issue, Handle: s.postNewDesign, MaxBody: 4 << 20, Note: "xem thử, lưu mẫu thẻ"},
		{Pattern: "GET /the/mau/{id}", Access: see, Handle: s.showDesign, Note: "một mẫu thẻ"},

		{Pattern: "GET /the-cua-toi", Access: web.SignedIn, Handle: s.showOwn, Note: "thẻ của tôi, xem được khi không có mạng"},
		{Pattern: "GET " + workerPath, Access: web.Public, Handle: s.sendWorker, Note: "giữ thẻ của tôi trên máy"},
		{Pattern: "POST /the-cua-toi/cho-xem", Access: web.SignedIn, Handle: s.postShow, Note: "cho xem tên trong 5 phút"},
		{Pattern: "POST /the-cua-toi/thoi-cho-xem", Access: web.SignedIn, Handle: s.postHide, Note: "thôi cho xem tên"},
		{Pattern: "GET /the-cua-toi/bao-mat", Access: web.SignedIn, Handle: s.showOwnLost, Note: "báo mất thẻ của tôi"},
		{Pattern: "POST /the-cua-toi/bao-mat", Access: web.SignedIn, Handle: s.postOwnLost, Note: "báo mất thẻ của tôi"},

		{Pattern: "GET /doi-tac/kiem-tra", Access: check, Handle: s.showCheck, Note: "đối tác kiểm tra thẻ"},
		{Pattern: "POST /doi-tac/kiem-tra", Access: check, Handle: s.postCheck, Note: "đối tác kiểm tra thẻ"},

		{Pattern: "GET /the/{token}", Access: web.Public, Handle: s.showVerify, Note: "tra thẻ công khai"},
	}
}

// readFilter reads the filters of the address; what cannot be read is not used.
func readFilter(c *web.Ctx) (Filter, url.Values) {
	q := url.Values{}
	var f Filter
	for _, st := range States {
		if stateSlugs[st] == c.Get("trang-thai") {
			f.State = st
			q.Set("trang-thai", stateSlugs[st])
		}
	}
	for name, to := range map[string]*kernel.ID{"don-vi": &f.Unit, "dot": &f.Batch, "truoc": &f.Before} {
		id, err := kernel.ParseID(c.Get(name))
		if err == nil {
			*to = id
			if name != "truoc" {
				q.Set(name, id.String())
			}
		}
	}
	f.Serial = c.Get("so")
	if f.Serial != "" {
		q.Set("so", f.Serial)
	}
	return f, q
}

func (s *Service) listView(c *web.Ctx) (ListView, error) {
	f, q := readFilter(c)
	p, err := s.List(c.Context(), c.Actor, f)
	if err != nil {
		return ListView{}, err
	}
	units, err := s.UnitsFor(c.Context(), c.Actor, ViewPermission, IssuePermission)
	if err != nil {
		return ListView{}, err
	}
	return listView(c.Context(), p, f, q, units, c.Actor.Anywhere(IssuePermission)), nil
}

func (s *Service) showList(c *web.Ctx) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Thẻ đoàn viên"), ListPage(v))
}

func (s *Service) printList(c *web.Ctx) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Sổ thẻ đoàn viên"), ListPrint(v))
}

// export writes the whole list page by page, so that a million cards never stand in memory at once.
func (s *Service) export(c *web.Ctx) error {
	f, _ := readFilter(c)
	f.Before, f.Limit = 0, 500
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	first, err := s.List(c.Context(), c.Actor, f)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", format.ContentType())
	c.W.Header().Set("Content-Disposition", `attachment; filename="so-the.`+string(format)+`"`)
	w, err := sheets.NewWriter(c.W, format, "Thẻ đoàn viên", exportColumns)
	if err != nil {
		return err
	}
	for p := first; ; {
		for _, k := range p.Cards {
			err = w.Row(exportRow(k, p.Units[k.Unit])...)
			if err != nil {
				return nil // the reader has left
			}
		}
		if p.Next == 0 {
			break
		}
		f.Before = p.Next
		p, err = s.List(c.Context(), c.Actor, f)
		if err != nil {
			return err
		}
	}
	_ = w.Close() // the reader may have left
	return nil
}

var exportColumns = []sheets.Column{{Head: "Số thẻ", Width: 16}, {Head: "Số đoàn viên", Width: 16}, {Head: "Họ và tên", Width: 28}, {Head: "Năm sinh"}, {Head: "Đơn vị hiện nay", Width: 34},
	{Head: "Loại thẻ", Width: 24}, {Head: "Trạng thái", Width: 16}, {Head: "Ngày lập", Width: 12}, {Head: "Ngày in", Width: 12}, {Head: "Ngày giao", Width: 12}, {Head: "Hết hiệu lực", Width: 12}, {Head: "Lý do", Width: 24}}

func exportRow(c Card, unit string) []any {
	born := any(nil)
	if c.Born > 0 {
		born = c.Born
	}
	why := c.Ended.Why
	if why == "" {
		why = c.Lost.Why
	}
	return []any{c.Serial, c.Number, c.Name, born, unit, kindOf(c.Kind, c.Made.At.Date()).Name, stateNames[c.State], c.Made.At.Date(), c.Printed.At.Date(), c.Handed.At.Date(), c.To, reasonName(why)}
}

func (s *Service) showCard(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Thẻ %s", d.Card.Serial), CardPage(s.cardView(c.Context(), d)))
}

func (s *Service) cardPDF(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	k, err := s.PrintCard(c.Context(), c.Actor, id, &b)
	if err != nil {
		return err
	}
	return c.File("the-"+k.Serial+".pdf", "application/pdf", bytes.NewReader(b.Bytes()), true)
}

// verbOf reads the verb of an address; one that is not offered is not there.
func verbOf(c *web.Ctx) (Verb, error) {
	for v, slug := range verbSlugs {
		if slug == c.Path("viec") {
			return v, nil
		}
	}
	return "", kernel.Missing("cards.no_card")
}

type endingForm struct {
	Reason string `form:"ly_do,max=40"`
	Note   string `form:"ghi_chu,max=2000"`
}

func (s *Service) showVerb(c *web.Ctx) error {
	v, err := verbOf(c)
	if err != nil {
		return err
	}
	return s.verbPage(c, http.StatusOK, v, endingForm{}, nil)
}

func (s *Service) verbPage(c *web.Ctx, status int, v Verb, typed endingForm, f *kernel.Fault) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	list := Reasons(v, d.Card.State, s.today())
	if !d.MayIssue || len(list) == 0 {
		return kernel.Missing("cards.no_card")
	}
	if typed.Reason == "" && len(list) == 1 {
		typed.Reason = list[0].Key
	}
	return c.Page(status, c.T(verbTitles[v]), VerbPage(VerbView{Card: d.Card, Verb: v, Reasons: list, Typed: typed, Errors: c.FieldErrors(f)}))
}

func (s *Service) postVerb(c *web.Ctx) error {
	v, err := verbOf(c)
	if err != nil {
		return err
	}
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in endingForm
	err = c.Form(&in)
	if err != nil {
		return err
	}
	e := Ending(in)
	to, said := id, ""
	switch v {
	case Print:
		_, err = s.MarkPrinted(c.Context(), c.Actor, id)
		said = c.T("Đã đánh dấu thẻ đã in.")
	case HandOver:
		_, err = s.Hand(c.Context(), c.Actor, []kernel.ID{id}, ByHand)
		said = c.T("Đã giao thẻ. Thẻ có hiệu lực từ bây giờ.")
	case Lose:
		_, err = s.ReportLost(c.Context(), c.Actor, id, e)
		said = c.T("Đã ghi nhận mất thẻ. Thẻ hết hiệu lực ngay.")
	case Revoke:
		_, err = s.RevokeCard(c.Context(), c.Actor, id, e)
		said = c.T("Đã thu hồi thẻ.")
	case Replace:
		var next Card
		next, err = s.ReplaceCard(c.Context(), c.Actor, id, e)
		to, said = next.ID, c.T("Đã lập thẻ mới. In thẻ, rồi giao cho đoàn viên.")
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.verbPage(c, http.StatusUnprocessableEntity, v, in, f)
	}
	if err != nil {
		return err
	}
	return c.See("/the/so/"+to.String(), said)
}

// sides are both sides of a card as pictures for a page.
func (s *Service) sides(ctx context.Context, c Card, d Design, photo []byte, address string) (front, back SideView) {
	if address == "" {
		address = s.Base + "/the/"
	}
	f := faces(c, d, photo, address)
	return SideView{s.Press.Picture(f.Front, ui.T(ctx, "Mặt trước của thẻ %s", c.Serial))}, SideView{s.Press.Picture(f.Back, ui.T(ctx, "Mặt sau của thẻ %s, có mã QR để kiểm tra", c.Serial))}
}

// layoutOf reads which printer a file is for.
func layoutOf(text string) paper.CardLayout {
	if text == "a4" {
		return paper.CardSheets
	}
	return paper.CardPages
}
