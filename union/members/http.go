package members

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const roomPath = "/doan-vien"

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	reads := web.Holds(ViewPermission, KeepPermission, DecidePermission)
	return []web.Route{
		{Pattern: "GET /doan-vien", Access: reads, Handle: s.showList, Note: "sổ đoàn viên, tại một ngày"},
		{Pattern: "GET /doan-vien/tai-ve", Access: reads, Handle: s.export, Note: "sổ đoàn viên, XLSX hoặc CSV"},
		{Pattern: "POST /doan-vien/nhieu", Access: reads, Handle: s.bulk, Note: "một việc cho nhiều đoàn viên: chọn, xem trước, xác nhận"},
		{Pattern: "GET /doan-vien/gop/{lan}", Access: web.Holds(KeepPermission), Handle: s.showMerger, Note: "một lần gộp hai hồ sơ"},
		{Pattern: "POST /doan-vien/gop/{lan}", Access: web.Holds(KeepPermission), Handle: s.undoMerger, Note: "tách lại hai hồ sơ đã gộp"},
		{Pattern: "POST /doan-vien/cach-xem", Access: reads, Handle: s.saveView, Note: "lưu, bỏ một cách xem sổ"},
		{Pattern: "GET /doan-vien/chuyen", Access: reads, Handle: s.showTransfers, Note: "chuyển sinh hoạt: chờ xác nhận, đến, đi"},
		{Pattern: "GET /doan-vien/chuyen/moi", Access: web.Holds(KeepPermission), Handle: s.showNewTransfer, Note: "nhận người chuyển đến"},
		{Pattern: "POST /doan-vien/chuyen", Access: web.Holds(KeepPermission), Handle: s.askTransfer, Note: "nhận người chuyển đến"},
		{Pattern: "GET /doan-vien/chuyen/{phieu}", Access: reads, Handle: s.showTransfer, Note: "một phiếu chuyển"},
		{Pattern: "POST /doan-vien/chuyen/{phieu}", Access: web.Holds(KeepPermission, DecidePermission), Handle: s.moveTransferPage, Note: "xác nhận, từ chối, rút phiếu chuyển"},
		{Pattern: "GET /doan-vien/cua-toi", Access: web.SignedIn, Handle: s.showOwn, Note: "hồ sơ đoàn viên của tôi"},
		{Pattern: "POST /doan-vien/cua-toi/dong-y", Access: web.SignedIn, Handle: s.saveConsent, Note: "đồng ý cho dùng dữ liệu"},
		{Pattern: "GET /doan-vien/cua-toi/sua", Access: web.SignedIn, Handle: s.showAsk, Note: "xin sửa một mục hồ sơ"},
		{Pattern: "POST /doan-vien/cua-toi/sua", Access: web.SignedIn, Handle: s.ask, Note: "xin sửa một mục hồ sơ"},
		{Pattern: "GET /doan-vien/cua-toi/anh", Access: web.SignedIn, Handle: s.showPhotoAsk, Note: "gửi ảnh thẻ mới"},
		{Pattern: "POST /doan-vien/cua-toi/anh", Access: web.SignedIn, Handle: s.askPhoto, Note: "gửi ảnh thẻ mới", MaxBody: photoRule.MaxSize + 1<<20},
		{Pattern: "GET /doan-vien/yeu-cau", Access: web.Holds(KeepPermission), Handle: s.showRequests, Note: "yêu cầu sửa hồ sơ chờ xem"},
		{Pattern: "GET /doan-vien/yeu-cau/{yeucau}", Access: web.SignedIn, Handle: s.showRequest, Note: "một yêu cầu sửa hồ sơ"},
		{Pattern: "GET /doan-vien/yeu-cau/{yeucau}/anh", Access: web.SignedIn, Handle: s.showRequestPhoto, Note: "ảnh thẻ trong một yêu cầu"},
		{Pattern: "POST /doan-vien/yeu-cau/{yeucau}", Access: web.SignedIn, Handle: s.answerRequestPage, Note: "trả lời, rút yêu cầu sửa hồ sơ"},
		{Pattern: "GET /doan-vien/xin-vao", Access: web.SignedIn, Handle: s.showApply, Note: "xin vào công đoàn"},
		{Pattern: "POST /doan-vien/xin-vao", Access: web.SignedIn, Handle: s.apply, Note: "xin vào công đoàn"},
		{Pattern: "GET /doan-vien/ket-nap", Access: web.Holds(KeepPermission, DecidePermission), Handle: s.showAdmissions, Note: "đơn chờ quyết định, quyết định kết nạp"},
		{Pattern: "GET /doan-vien/ket-nap/moi", Access: web.Holds(KeepPermission), Handle: s.showFile, Note: "ghi đơn gia nhập"},
		{Pattern: "POST /doan-vien/ket-nap", Access: web.Holds(KeepPermission), Handle: s.fileFor, Note: "ghi đơn gia nhập"},
		{Pattern: "POST /doan-vien/ket-nap/quyet-dinh", Access: web.Holds(DecidePermission), Handle: s.decideAdmission, Note: "kết nạp bằng một quyết định"},
		{Pattern: "GET /doan-vien/ket-nap/quyet-dinh/{dot}", Access: reads, Handle: s.showBatch, Note: "một quyết định kết nạp"},
		{Pattern: "GET /doan-vien/ket-nap/quyet-dinh/{dot}/pdf", Access: reads, Handle: s.showBatchPDF, Note: "quyết định kết nạp và danh sách, PDF"},
		{Pattern: "GET /doan-vien/ket-nap/{don}", Access: web.SignedIn, Handle: s.showApplication, Note: "một đơn gia nhập"},
		{Pattern: "POST /doan-vien/ket-nap/{don}", Access: web.SignedIn, Handle: s.moveApplication, Note: "trả lời, rút đơn gia nhập"},
		{Pattern: "GET /doan-vien/{id}", Access: web.SignedIn, Handle: s.showRecord, Note: "hồ sơ một đoàn viên"},
		{Pattern: "GET /doan-vien/{id}/anh/xem", Access: web.SignedIn, Handle: s.showPhoto, Note: "ảnh thẻ của một đoàn viên, tại một ngày"},
		{Pattern: "GET /doan-vien/{id}/{viec}", Access: reads, Handle: s.showVerb, Note: "trang của một việc với hồ sơ"},
		{Pattern: "POST /doan-vien/{id}/{viec}", Access: reads, Handle: s.doVerb, Note: "làm một việc với hồ sơ", MaxBody: photoRule.MaxSize + 1<<20},
	}
}

// listAsk is what the address of a list says.
type listAsk struct {
	filter  Filter
	columns []string
	past    bool // a day other than today was asked for
	wrong   string
	admit   string
	query   url.Values
}

var listNames = []string{"don-vi", "ngay", "tinh-trang", "gioi", "to", "hop-dong", "q", "cot"}

func (s *Service) readList(c *web.Ctx) listAsk {
	a := s.filterFrom(c, c.R.URL.Query())
	a.filter.After = c.Get("sau")
	return a
}

// filterFrom reads a list out of the words of an address.
func (s *Service) filterFrom(c *web.Ctx, typed url.Values) listAsk {
	a := listAsk{query: url.Values{}}
	for _, name := range listNames {
		values := typed[name]
		if name == "cot" && len(values) > 1 { // boxes of a form
			values = []string{strings.Join(values, ".")}
		}
		if len(values) > 0 && values[0] != "" {
			a.query.Set(name, values[0])
		}
	}
	f := &a.filter
	f.On = s.today()
	if typed := a.query.Get("ngay"); typed != "" {
		day, err := kernel.ParseDateVN(typed)
		switch {
		case err != nil:
			a.wrong = c.Sentence(kernel.AsFault(err))
		case day != f.On:
			f.On, a.past = day, true
		}
	}
	f.Unit, _ = kernel.ParseID(a.query.Get("don-vi"))
	for status, slug := range statusSlugs {
		if slug == a.query.Get("tinh-trang") {
			f.Status = status
		}
	}
	f.Sex = map[string]string{"nam": "nam", "nu": "nữ"}[a.query.Get("gioi")]
	f.Group, f.Contract, f.Text = a.query.Get("to"), a.query.Get("hop-dong"), a.query.Get("q")
	for _, key := range strings.Split(a.query.Get("cot"), ".") {
		if slices.ContainsFunc(columns, func(x column) bool { return x.key == key }) {
			a.columns = append(a.columns, key)
		}
	}
	if len(a.columns) == 0 {
		a.columns = slices.Clone(usualColumns)
	}
	return a
}

// with is the address of the list with some words changed; an empty value takes the word out.
func (a listAsk) with(path string, pairs ...string) string {
	q := url.Values{}
	for k, v := range a.query {
		q[k] = slices.Clone(v)
	}
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

var statusSlugs = map[Status]string{Active: "dang-sinh-hoat", Exempt: "mien", Suspended: "tam-dung", Disciplined: "ky-luat", Left: "da-ket-thuc"}

func (s *Service) showList(c *web.Ctx) error {
	v, err := s.listView(c, s.readList(c))
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Title, ListPage(v))
}

func (s *Service) listView(c *web.Ctx, a listAsk) (ListView, error) {
	ctx := c.Context()
	page, err := s.List(ctx, c.Actor, a.filter)
	if err != nil {
		return ListView{}, err
	}
	choices, groups, err := s.around(ctx, c.Actor, a.filter.Unit, a.filter.On)
	if err != nil {
		return ListView{}, err
	}
	if c.Actor.Anywhere(KeepPermission) || c.Actor.Anywhere(DecidePermission) {
		a.admit = admitPath
		if a.filter.Unit != 0 {
			a.admit += "?don-vi=" + a.filter.Unit.String()
		}
	}
	sum, err := s.Sum(ctx, c.Actor, a.filter.Unit)
	if err != nil {
		return ListView{}, err
	}
	v := a.view(ctx, page, choices, groups, sum)
	if !a.past && len(v.Rows) > 0 {
		v.Deeds = []ui.Option{{Value: exportSlug, Label: c.T("Tải XLSX những người đã chọn")}}
		for _, d := range s.deeds(c.Actor) {
			v.Deeds = append(v.Deeds, ui.Option{Value: d.Slug, Label: d.Label(ctx)})
		}
	}
	saved, err := s.savedOf(ctx, c.Actor)
	for _, f := range saved {
		v.Saved = append(v.Saved, SavedView{Name: f.name, Href: roomPath + "?" + f.query, Current: f.query == v.Query})
	}
	return v, err
}

func (s *Service) showRecord(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	on, wrong := s.dayOf(c)
	r, err := s.Look(c.Context(), c.Actor, id, on, "")
	if err != nil {
		return err
	}
	v := recordView(c.Context(), r, s.today())
	v.Wrong = wrong
	return c.Page(http.StatusOK, v.Title, RecordPage(v))
}

// dayOf is the day that a page is asked to stand on; a day that cannot be read is told and passed over.
func (s *Service) dayOf(c *web.Ctx) (kernel.Date, string) {
	typed := c.Get("ngay")
	if typed == "" {
		return s.today(), ""
	}
	day, err := kernel.ParseDateVN(typed)
	if err != nil {
		return s.today(), c.Sentence(kernel.AsFault(err))
	}
	return day, ""
}
