package benefits

import (
	"net/http"
	"net/url"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	roomPath   = "/uu-dai"
	seriesPath = "/dot-phieu/"
	tillPath   = "/doi-tac/uu-dai"
	ownPath    = "/uu-dai-cua-toi"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	see, prepare, approve, till := web.Holds(watching...), web.Holds(PermPrepare), web.Holds(PermApprove), web.Holds(PermRedeem)
	out := []web.Route{
		{Pattern: "GET /uu-dai", Access: see, Handle: s.showAgreements, Note: "thoả thuận ưu đãi"},
		{Pattern: "GET /uu-dai/moi", Access: prepare, Handle: s.showNew, Note: "soạn thoả thuận"},
		{Pattern: "POST /uu-dai", Access: prepare, Handle: s.create, Note: "soạn thoả thuận"},
		{Pattern: "GET /uu-dai/{id}", Access: see, Handle: s.showAgreement, Note: "một thoả thuận"},
		{Pattern: "GET /uu-dai/{id}/sua", Access: prepare, Handle: s.showEdit, Note: "sửa bản soạn"},
		{Pattern: "POST /uu-dai/{id}/sua", Access: prepare, Handle: s.rewrite, Note: "sửa bản soạn"},
		{Pattern: "GET /uu-dai/{id}/tep", Access: see, Handle: s.showPaper, Note: "tệp thoả thuận"},
		{Pattern: "GET /uu-dai/{id}/kem-tep", Access: prepare, Handle: s.showAttach, Note: "kèm tệp thoả thuận"},
		{Pattern: "POST /uu-dai/{id}/kem-tep", Access: prepare, Handle: s.attach, Note: "kèm tệp thoả thuận", MaxBody: files.DefaultRule.MaxSize + 1<<20},
		{Pattern: "POST /uu-dai/{id}/duyet", Access: approve, Handle: s.approve, Note: "ký duyệt thoả thuận"},
		{Pattern: "POST /uu-dai/{id}/bo", Access: prepare, Handle: s.drop, Note: "bỏ bản soạn"},
		{Pattern: "POST /uu-dai/{id}/bo-muc", Access: prepare, Handle: s.removeRate, Note: "bỏ một mức ưu đãi"},
		{Pattern: "POST /uu-dai/{id}/bo-noi", Access: prepare, Handle: s.removePlace, Note: "bỏ một nơi áp dụng"},
		{Pattern: "GET /uu-dai/bao-cao", Access: see, Handle: s.showReport, Note: "số lượt dùng và doanh số"},
		{Pattern: "GET /uu-dai/bao-cao/tai-ve", Access: see, Handle: s.exportReport, Note: "báo cáo, XLSX hoặc CSV"},
		{Pattern: "GET /uu-dai/bao-cao/in", Access: see, Handle: s.printReport, Note: "báo cáo để in"},
		{Pattern: "GET /uu-dai/luot", Access: see, Handle: s.showUses, Note: "các lượt dùng"},
		{Pattern: "GET /uu-dai/luot/tai-ve", Access: see, Handle: s.exportUses, Note: "các lượt dùng, XLSX hoặc CSV"},
		{Pattern: "GET /uu-dai/chua-dung", Access: see, Handle: s.showUnused, Note: "ai chưa dùng ưu đãi nào"},
		{Pattern: "GET /uu-dai/chua-dung/tai-ve", Access: see, Handle: s.exportUnused, Note: "ai chưa dùng ưu đãi nào, XLSX hoặc CSV"},
		{Pattern: "GET /dot-phieu/{id}", Access: see, Handle: s.showSeries, Note: "một đợt phiếu"},
		{Pattern: "POST /dot-phieu/{id}/mo", Access: approve, Handle: s.openSeries, Note: "mở đợt phiếu"},
		{Pattern: "POST /dot-phieu/{id}/dong", Access: approve, Handle: s.closeSeries, Note: "đóng đợt phiếu"},
		{Pattern: "GET /doi-tac/uu-dai", Access: till, Handle: s.showTill, Note: "đối tác kiểm tra mã, ghi lượt dùng"},
		{Pattern: "POST /doi-tac/uu-dai", Access: till, Handle: s.postTill, Note: "đối tác kiểm tra mã"},
		{Pattern: "POST /doi-tac/uu-dai/dung", Access: till, Handle: s.postUse, Note: "đối tác tính tiền, xác nhận lượt dùng"},
		{Pattern: "GET /doi-tac/uu-dai/luot/{id}", Access: till, Handle: s.showUse, Note: "một lượt dùng"},
		{Pattern: "POST /doi-tac/uu-dai/luot/{id}/huy", Access: till, Handle: s.postCancel, Note: "huỷ lượt dùng"},
		{Pattern: "GET /uu-dai-cua-toi", Access: web.SignedIn, Handle: s.showMine, Note: "ưu đãi của tôi, gần tôi"},
		{Pattern: "GET /uu-dai-cua-toi/phieu/{id}", Access: web.SignedIn, Handle: s.showCode, Note: "phiếu của tôi với mã QR"},
		{Pattern: "GET /phieu-uu-dai/{token}", Access: web.Public, Handle: s.showVerify, Note: "tra phiếu công khai"},
	}
	out = append(out, s.ratePage().Routes("/uu-dai/{id}/muc", "thêm mức ưu đãi", prepare)...)
	out = append(out, s.placePage().Routes("/uu-dai/{id}/noi", "thêm nơi áp dụng", prepare)...)
	out = append(out, s.endPage().Routes("/uu-dai/{id}/ket-thuc", "kết thúc trước hạn", approve)...)
	out = append(out, s.newSeriesPage().Routes("/uu-dai/{id}/dot-phieu", "lập đợt phiếu", prepare)...)
	out = append(out, s.issuePage().Routes("/dot-phieu/{id}/phat", "phát phiếu", prepare)...)
	return append(out, s.revokePage().Routes("/phieu/{id}/thu-hoi", "thu hồi phiếu", prepare)...)
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

func (g Agreement) path() string { return roomPath + "/" + g.ID.String() }

func (x Series) path() string { return seriesPath + x.ID.String() }

func (s *Service) showAgreements(c *web.Ctx) error {
	f := Filter{Before: web.IDOf(c.Get("truoc"))}
	for state, slug := range stateSlugs {
		if slug == c.Get("trang-thai") {
			f.State = state
		}
	}
	l, err := s.Agreements(c.Context(), c.Actor, f)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Ưu đãi đoàn viên"), AgreementsPage(l, s.today()))
}

func (s *Service) detail(c *web.Ctx) (Detail, error) {
	id, err := c.ID("id")
	if err != nil {
		return Detail{}, err
	}
	return s.Detail(c.Context(), c.Actor, id)
}

func (s *Service) showAgreement(c *web.Ctx) error { return s.agreementPage(c, http.StatusOK, "") }

func (s *Service) agreementPage(c *web.Ctx, status int, sentence string) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	return c.Page(status, d.Agreement.Title, AgreementPage(d, s.today(), sentence))
}

// verb does a thing with an agreement that asks for nothing and comes back to its page.
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
		return s.agreementPage(c, web.Status(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), said)
}

func (s *Service) approve(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã ký duyệt thoả thuận."), func(id kernel.ID) error { return s.Approve(c.Context(), c.Actor, id) })
}

func (s *Service) drop(c *web.Ctx) error {
	return s.verb(c, &struct{}{}, c.T("Đã bỏ bản soạn."), func(id kernel.ID) error { return s.Drop(c.Context(), c.Actor, id) })
}

type lineForm struct {
	Line kernel.ID `form:"dong"`
}

func (s *Service) removeRate(c *web.Ctx) error {
	var in lineForm
	return s.verb(c, &in, c.T("Đã bỏ mức ưu đãi."), func(id kernel.ID) error { return s.RemoveRate(c.Context(), c.Actor, id, in.Line) })
}

func (s *Service) removePlace(c *web.Ctx) error {
	var in lineForm
	return s.verb(c, &in, c.T("Đã bỏ nơi áp dụng."), func(id kernel.ID) error { return s.RemovePlace(c.Context(), c.Actor, id, in.Line) })
}

func (s *Service) showPaper(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	p := d.Agreement.Paper
	if p.SHA == "" {
		return kernel.Missing("benefits.no_file")
	}
	r, err := s.Files.Open(c.Context(), p.SHA)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	kind := files.Type(p.Type)
	return c.File(p.Name, kind.ContentType(), r, kind == files.PDF || kind == files.JPEG || kind == files.PNG)
}

func (s *Service) showAttach(c *web.Ctx) error { return s.attachPage(c, http.StatusOK, nil, "") }

func (s *Service) attachPage(c *web.Ctx, status int, errs ui.Errors, sentence string) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	if !d.Can.Rewrite && sentence == "" {
		return c.See(d.Agreement.path(), c.T("Việc này không còn làm được."))
	}
	return c.Page(status, c.T("Kèm tệp thoả thuận"), AttachPage(d.Agreement, errs, sentence))
}

// attach keeps the file only for who may change the draft: nobody fills the store with what belongs nowhere.
func (s *Service) attach(c *web.Ctx) error {
	d, err := s.detail(c)
	if err != nil {
		return err
	}
	if !d.Can.Rewrite {
		return kernel.Refuse("benefits.not_now")
	}
	var kept files.File
	err = c.Upload(&struct{}{}, func(part web.Part) error {
		if part.Field != "tep" {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{part.Field}}
		}
		var err error
		kept, err = files.Keep(c.Context(), s.Files, part, part.Sent, files.DefaultRule)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
			return invalid("tep", f.Code, f.Args...)
		}
		return err
	})
	if err == nil && kept.SHA256 == "" {
		err = invalid("tep", "files.empty")
	}
	if err == nil {
		err = s.AttachPaper(c.Context(), c.Actor, d.Agreement.ID, kept)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.attachPage(c, http.StatusUnprocessableEntity, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(d.Agreement.path(), c.T("Đã kèm tệp thoả thuận."))
}
