package members

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
)

const roomPath = "/doan-vien"

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	reads := web.Holds(ViewPermission, KeepPermission, DecidePermission)
	return []web.Route{
		{Pattern: "GET /doan-vien", Access: reads, Handle: s.showList, Note: "sổ đoàn viên, tại một ngày"},
		{Pattern: "GET /doan-vien/tai-ve", Access: reads, Handle: s.export, Note: "sổ đoàn viên, XLSX hoặc CSV"},
		{Pattern: "GET /doan-vien/gop/{lan}", Access: web.Holds(KeepPermission), Handle: s.showMerger, Note: "một lần gộp hai hồ sơ"},
		{Pattern: "POST /doan-vien/gop/{lan}", Access: web.Holds(KeepPermission), Handle: s.undoMerger, Note: "tách lại hai hồ sơ đã gộp"},
		{Pattern: "GET /doan-vien/{id}", Access: web.SignedIn, Handle: s.showRecord, Note: "hồ sơ một đoàn viên"},
		{Pattern: "GET /doan-vien/{id}/{viec}", Access: reads, Handle: s.showVerb, Note: "trang của một việc với hồ sơ"},
		{Pattern: "POST /doan-vien/{id}/{viec}", Access: reads, Handle: s.doVerb, Note: "làm một việc với hồ sơ"},
	}
}

// listAsk is what the address of a list says.
type listAsk struct {
	filter  Filter
	columns []string
	past    bool // a day other than today was asked for
	wrong   string
	query   url.Values
}

var listNames = []string{"don-vi", "ngay", "tinh-trang", "gioi", "to", "hop-dong", "q", "cot"}

func (s *Service) readList(c *web.Ctx) listAsk {
	a := listAsk{query: url.Values{}}
	for _, name := range listNames {
		values := c.R.URL.Query()[name]
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
	f.Group, f.Contract, f.Text, f.After = a.query.Get("to"), a.query.Get("hop-dong"), a.query.Get("q"), c.Get("sau")
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
	sum, err := s.Sum(ctx, c.Actor, a.filter.Unit)
	if err != nil {
		return ListView{}, err
	}
	return a.view(ctx, c.Actor, page, choices, groups, sum, s.today()), nil
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
