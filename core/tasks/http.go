package tasks

import (
	"net/http"
	"net/url"
	"slices"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const roomPath = "/nhiem-vu"

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	upload := files.DefaultRule.MaxSize*5 + 1<<20
	return []web.Route{
		{Pattern: "GET /nhiem-vu", Access: web.SignedIn, Handle: s.showList, Note: "nhiệm vụ của tôi, của đơn vị, đã giao"},
		{Pattern: "GET /nhiem-vu/tai-ve", Access: web.SignedIn, Handle: s.export, Note: "danh sách nhiệm vụ, XLSX hoặc CSV"},
		{Pattern: "GET /nhiem-vu/in", Access: web.SignedIn, Handle: s.printList, Note: "danh sách nhiệm vụ để in"},
		{Pattern: "GET /nhiem-vu/moi", Access: web.Holds(AssignPermission), Handle: s.showNew, Note: "giao nhiệm vụ"},
		{Pattern: "POST /nhiem-vu", Access: web.Holds(AssignPermission), Handle: s.give, Note: "giao nhiệm vụ"},
		{Pattern: "GET /nhiem-vu/{id}", Access: web.SignedIn, Handle: s.showTask, Note: "một nhiệm vụ"},
		{Pattern: "GET /nhiem-vu/{id}/tep/{tep}", Access: web.SignedIn, Handle: s.showFile, Note: "tệp minh chứng"},
		{Pattern: "GET /nhiem-vu/{id}/{viec}", Access: web.SignedIn, Handle: s.showVerb, Note: "trang của một việc với nhiệm vụ"},
		{Pattern: "POST /nhiem-vu/{id}/{viec}", Access: web.SignedIn, Handle: s.doVerb, Note: "làm một việc với nhiệm vụ", MaxBody: upload},
	}
}

// listAsk is what the address of a list says.
type listAsk struct {
	filter Filter
	query  url.Values
}

func readList(c *web.Ctx) listAsk {
	a := listAsk{query: url.Values{}}
	for _, name := range []string{"xem", "trang-thai", "don-vi", "q", "sau"} {
		if v := c.Get(name); v != "" {
			a.query.Set(name, v)
		}
	}
	f := &a.filter
	f.View = Mine
	for view, slug := range viewSlugs {
		if slug == c.Get("xem") {
			f.View = view
		}
	}
	for state, slug := range stateSlugs {
		if slug == c.Get("trang-thai") {
			f.States = []State{state}
			f.Over = !state.Live()
		}
	}
	switch c.Get("trang-thai") {
	case slugOver:
		f.Over = true
	case slugLate:
		f.Late = true
	case slugSoon:
		f.Soon = true
	}
	f.Text, f.After = c.Get("q"), c.Get("sau")
	if id, err := kernel.ParseID(c.Get("don-vi")); err == nil {
		f.Unit = id
	}
	return a
}

// with is the address of the list with some words changed; an empty value takes the word out.
func (a listAsk) with(path string, pairs ...string) string {
	q := url.Values{}
	for k, v := range a.query {
		q[k] = slices.Clone(v)
	}
	q.Del("sau")
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

func (s *Service) showList(c *web.Ctx) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Title, ListPage(v))
}

func (s *Service) printList(c *web.Ctx) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Title, ListPrint(v))
}

func (s *Service) listView(c *web.Ctx) (ListView, error) {
	a := readList(c)
	page, err := s.List(c.Context(), c.Actor, a.filter)
	if err != nil {
		return ListView{}, err
	}
	counts, err := s.Counts(c.Context(), c.Actor)
	if err != nil {
		return ListView{}, err
	}
	return a.view(c.Context(), c.Actor, page, counts, s.Clock.Now()), nil
}

func (s *Service) showTask(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, d.Task.Title, TaskPage(detailView(c.Context(), d, s.Clock.Now())))
}

func (s *Service) showFile(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	file, err := c.ID("tep")
	if err != nil {
		return err
	}
	f, err := s.File(c.Context(), c.Actor, id, file)
	if err != nil {
		return err
	}
	r, err := s.Files.Open(c.Context(), f.SHA)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	kind := files.Type(f.Type)
	return c.File(f.Name, kind.ContentType(), r, kind == files.PDF || kind == files.JPEG || kind == files.PNG)
}

// giveForm is the form by which a person gives work.
type giveForm struct {
	Unit     kernel.ID `form:"don_vi"`
	Assignee kernel.ID `form:"nguoi"`
	Title    string    `form:"ten,max=300"`
	Text     string    `form:"noi_dung,max=4000"`
	Due      string    `form:"han,max=20"`
	Days     string    `form:"so_ngay,max=4"`
	Evidence bool      `form:"minh_chung"`
	Before   string    `form:"nhac_truoc,max=4"`
	Rise     string    `form:"bao_len,max=4"`
	Token    string    `form:"phieu,max=40"`
}

func (s *Service) showNew(c *web.Ctx) error {
	in := giveForm{Before: "2", Rise: "3", Token: s.IDs.New().String()}
	if id, err := kernel.ParseID(c.Get("don-vi")); err == nil {
		in.Unit = id
	}
	return s.newPage(c, http.StatusOK, in, nil, "")
}

func (s *Service) newPage(c *web.Ctx, status int, in giveForm, errs ui.Errors, sentence string) error {
	r, err := s.ReachOf(c.Context(), c.Actor, in.Unit)
	if err != nil {
		return err
	}
	return c.Page(status, c.T("Giao nhiệm vụ"), NewPage(NewView{In: in, Reach: r, Errors: errs, Sentence: sentence}))
}

func (s *Service) give(c *web.Ctx) error {
	var in giveForm
	err := c.Form(&in)
	var t Task
	if err == nil {
		var ask Assignment
		ask, err = in.assignment()
		if err == nil {
			t, err = s.Give(c.Context(), c.Actor, ask)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.newPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+t.ID.String(), c.T("Đã giao nhiệm vụ."))
}

// assignment reads what was typed; what cannot be read is told at its field.
func (in giveForm) assignment() (Assignment, error) {
	var fs kernel.Faults
	a := Assignment{Key: "page:" + in.Token, Title: in.Title, Text: in.Text, Unit: in.Unit, Assignee: in.Assignee, Evidence: in.Evidence}
	if in.Due != "" {
		day, err := kernel.ParseDateVN(in.Due)
		if f := kernel.AsFault(err); f != nil {
			fs.Add("han", f.Code, f.Args...)
		}
		a.DueDay = day
	}
	if in.Days != "" {
		n, ok := readDays(in.Days)
		if !ok || n == 0 {
			fs.Add("so_ngay", "tasks.bad_days", maxDays)
		}
		a.Limit = kernel.Limit{Unit: kernel.WorkingDays, N: n}
	}
	var ok bool
	a.Before, ok = readDays(in.Before)
	if !ok {
		fs.Add("nhac_truoc", "tasks.bad_days", maxDays)
	}
	a.Rise.Days, ok = readDays(in.Rise)
	if !ok {
		fs.Add("bao_len", "tasks.bad_days", maxDays)
	}
	return a, fs.Err("tasks.invalid")
}

// readDays reads a small number of days; nothing is none.
func readDays(s string) (int, bool) {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, n <= maxDays
}
