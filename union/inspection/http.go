package inspection

import (
	"net/http"
	"net/url"
	"strconv"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	roomPath   = "/kiem-tra"
	planPath   = "/ke-hoach-kiem-tra"
	followPath = "/kien-nghi-kiem-tra"
	listPath   = "/muc-kiem-tra"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	upload := files.DefaultRule.MaxSize*5 + 1<<20
	see := web.Holds(ViewPermission, KeepPermission, ApprovePermission, AnswerPermission)
	committee := web.Holds(ViewPermission, KeepPermission, ApprovePermission)
	keep := web.Holds(KeepPermission)
	return append([]web.Route{
		{Pattern: "GET /kiem-tra", Access: see, Handle: s.showList, Note: "các cuộc kiểm tra, giám sát"},
		{Pattern: "GET /kiem-tra/tai-ve", Access: see, Handle: s.export, Note: "danh sách cuộc kiểm tra, XLSX hoặc CSV"},
		{Pattern: "GET /kiem-tra/in", Access: see, Handle: s.printList, Note: "danh sách cuộc kiểm tra để in"},
		{Pattern: "GET /kiem-tra/moi", Access: keep, Handle: s.showOpen, Note: "lập cuộc kiểm tra"},
		{Pattern: "POST /kiem-tra", Access: keep, Handle: s.doOpen, Note: "lập cuộc kiểm tra"},
		{Pattern: "GET /kiem-tra/{id}", Access: see, Handle: s.showOne, Note: "một cuộc kiểm tra"},
		{Pattern: "GET /kiem-tra/{id}/tep/{tep}", Access: see, Handle: s.showFile, Note: "tệp bằng chứng"},
		{Pattern: "GET /kiem-tra/{id}/giay/{mau}", Access: see, Handle: s.showPaper, Note: "biên bản, kết luận để in"},
		{Pattern: "GET /kiem-tra/{id}/giay/{mau}/pdf", Access: see, Handle: s.paperPDF, Note: "biên bản, kết luận, PDF"},
		{Pattern: "GET /kiem-tra/{id}/muc/{muc}", Access: see, Handle: s.showLine, Note: "một mục kiểm tra với bằng chứng"},
		{Pattern: "POST /kiem-tra/{id}/muc/{muc}", Access: see, Handle: s.doLine, Note: "ghi kết quả một mục"},
		{Pattern: "POST /kiem-tra/{id}/muc/{muc}/trich", Access: see, Handle: s.doCite, Note: "trích bản ghi của hệ thống"},
		{Pattern: "POST /kiem-tra/{id}/muc/{muc}/tep", Access: see, Handle: s.doAttach, Note: "kèm tệp bằng chứng", MaxBody: upload},
		{Pattern: "GET /kiem-tra/{id}/kien-nghi/{kn}/{viec}", Access: see, Handle: s.showJudge, Note: "trang của một việc với kiến nghị"},
		{Pattern: "POST /kiem-tra/{id}/kien-nghi/{kn}/{viec}", Access: see, Handle: s.doJudge, Note: "làm một việc với kiến nghị"},
		{Pattern: "GET /kiem-tra/{id}/{viec}", Access: see, Handle: s.showVerb, Note: "trang của một việc với cuộc kiểm tra"},
		{Pattern: "POST /kiem-tra/{id}/{viec}", Access: see, Handle: s.doVerb, Note: "làm một việc với cuộc kiểm tra"},
		{Pattern: "GET /kien-nghi-kiem-tra", Access: see, Handle: s.showFollow, Note: "theo dõi kiến nghị"},
		{Pattern: "GET /kien-nghi-kiem-tra/tai-ve", Access: see, Handle: s.exportFollow, Note: "danh sách kiến nghị, XLSX hoặc CSV"},
		{Pattern: "GET /kien-nghi-kiem-tra/in", Access: see, Handle: s.printFollow, Note: "danh sách kiến nghị để in"},
		{Pattern: "GET /muc-kiem-tra", Access: committee, Handle: s.showLists, Note: "các bảng mục kiểm tra"},
		{Pattern: "GET /muc-kiem-tra/{khoa}/{ban}", Access: committee, Handle: s.showVersion, Note: "một bảng mục kiểm tra"},
	}, s.planRoutes()...)
}

// listAsk is what the address of a list says.
type listAsk struct {
	filter Filter
	query  url.Values
}

func readList(c *web.Ctx) listAsk {
	a := listAsk{query: url.Values{}}
	for _, name := range []string{"trang-thai", "loai", "nam", "cach", "truoc"} {
		if v := c.Get(name); v != "" {
			a.query.Set(name, v)
		}
	}
	for state, slug := range stateSlugs {
		if slug == c.Get("trang-thai") {
			a.filter.States = []State{state}
		}
	}
	if c.Get("trang-thai") == "" {
		for _, st := range States {
			if st.Live() {
				a.filter.States = append(a.filter.States, st)
			}
		}
	}
	if k := Kind(c.Get("loai")); known(k) {
		a.filter.Kind = k
	}
	if year, err := strconv.Atoi(c.Get("nam")); err == nil && year > 1900 && year < 3000 {
		a.filter.Year = year
	}
	switch c.Get("cach") {
	case "he-thong":
		a.filter.In = "system"
	case "giay":
		a.filter.In = "paper"
	}
	if id, err := kernel.ParseID(c.Get("truoc")); err == nil {
		a.filter.Before = id
	}
	return a
}

// with is the address of the list with some words changed; an empty value takes the word out.
func (a listAsk) with(path string, pairs ...string) string {
	q := url.Values{}
	for k, v := range a.query {
		q[k] = v
	}
	q.Del("truoc")
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
	return c.Page(http.StatusOK, c.T("Kiểm tra, giám sát"), ListPage(v))
}

func (s *Service) printList(c *web.Ctx) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Kiểm tra, giám sát"), ListPrint(v))
}

func (s *Service) listView(c *web.Ctx) (ListView, error) {
	a := readList(c)
	page, err := s.List(c.Context(), c.Actor, a.filter)
	if err != nil {
		return ListView{}, err
	}
	follow, err := s.FollowCounts(c.Context(), c.Actor)
	if err != nil {
		return ListView{}, err
	}
	share, err := s.ShareOfYear(c.Context(), c.Actor, s.today().Year)
	if err != nil {
		return ListView{}, err
	}
	return a.view(c.Context(), c.Actor, page, follow, share, s.today()), nil
}

func (s *Service) showOne(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, d.Inspection.Title, InspectionPage(detailView(c.Context(), d, s.today())))
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

// openForm is the form by which an inspection is opened.
type openForm struct {
	Item      kernel.ID `form:"muc"`
	Unit      kernel.ID `form:"don_vi"`
	Subject   kernel.ID `form:"doi_tuong"`
	Kind      string    `form:"loai,max=20"`
	Title     string    `form:"ten,max=300"`
	Reason    string    `form:"ly_do,max=4000"`
	Paper     bool      `form:"tren_giay"`
	From      string    `form:"tu_ngay,max=20"`
	To        string    `form:"den_ngay,max=20"`
	Programme string    `form:"chuong_trinh,max=8000"`
	Token     string    `form:"phieu,max=40"`
}

func (s *Service) showOpen(c *web.Ctx) error {
	in := openForm{Token: s.IDs.New().String()}
	if id, err := kernel.ParseID(c.Get("muc")); err == nil {
		in.Item = id
	}
	if id, err := kernel.ParseID(c.Get("don-vi")); err == nil {
		in.Unit = id
	}
	return s.openPage(c, http.StatusOK, in, nil, "")
}

func (s *Service) openPage(c *web.Ctx, status int, in openForm, errs ui.Errors, sentence string) error {
	v := OpenView{In: in, Errors: errs, Sentence: sentence}
	var err error
	if in.Item != 0 {
		var plan Plan
		v.Item, plan, err = s.Item(c.Context(), c.Actor, in.Item)
		if err != nil {
			return err
		}
		v.In.Unit, v.In.Subject, v.In.Kind = plan.Unit, v.Item.Subject, string(v.Item.Kind)
		if v.In.Title == "" && sentence == "" {
			v.In.Title = v.Item.Topic
		}
		v.Year = plan.Year
	}
	v.Units, err = s.OwnUnits(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if v.In.Unit == 0 && len(v.Units) > 0 {
		v.In.Unit = v.Units[0].ID
	}
	if len(choiceOf(v.Units, v.In.Unit)) == 0 {
		return kernel.Missing("inspection.no_unit_here")
	}
	v.Subjects, err = s.Subjects(c.Context(), v.In.Unit)
	if err != nil {
		return err
	}
	return c.Page(status, c.T("Lập cuộc kiểm tra"), OpenPage(v))
}

func choiceOf(list []Choice, id kernel.ID) string {
	for _, x := range list {
		if x.ID == id {
			return x.Label
		}
	}
	return ""
}

func (s *Service) doOpen(c *web.Ctx) error {
	var in openForm
	err := c.Form(&in)
	var i Inspection
	if err == nil {
		var ask Opening
		ask, err = in.opening()
		if err == nil {
			i, err = s.Open(c.Context(), c.Actor, ask)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.openPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+i.ID.String(), c.T("Đã lập cuộc kiểm tra."))
}

func (in openForm) opening() (Opening, error) {
	var fs kernel.Faults
	o := Opening{Key: "page:" + in.Token, Unit: in.Unit, Subject: in.Subject, Item: in.Item, Kind: Kind(in.Kind), Title: in.Title, Reason: in.Reason, Paper: in.Paper, Programme: in.Programme}
	o.Span.From, o.Span.To = readDay(&fs, "tu_ngay", in.From), readDay(&fs, "den_ngay", in.To)
	return o, fs.Err("inspection.invalid")
}

// readDay reads a day as it is written; nothing is no day, and what cannot be read is told at the field.
func readDay(fs *kernel.Faults, field, text string) kernel.Date {
	if text == "" {
		return kernel.Date{}
	}
	day, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		fs.Add(field, f.Code, f.Args...)
	}
	return day
}

func (s *Service) showLists(c *web.Ctx) error {
	return c.Page(http.StatusOK, c.T("Bảng mục kiểm tra"), ListsPage(checklists, s.today()))
}

func (s *Service) showVersion(c *web.Ctx) error {
	n, err := strconv.Atoi(c.Path("ban"))
	list, ok := ListVersion(ListRef{c.Path("khoa"), n})
	if err != nil || !ok {
		return kernel.Missing("inspection.no_line")
	}
	return c.Page(http.StatusOK, list.Title, VersionPage(list))
}
