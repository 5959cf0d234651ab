package complaints

import (
	"bytes"
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	roomPath   = "/don-thu"
	filePath   = "/gui-don"
	followPath = "/theo-doi-don"
)

// uploadLimit is what one form may carry with its files.
const uploadLimit = 40 << 20

// Routes are the room's pages. Whoever is named on a record opens it without any right. Who sends or follows a
// letter is not known to the page.
func (s *Service) Routes() []web.Route {
	receive := web.Holds(ReceivePermission)
	return []web.Route{
		{Pattern: "GET /don-thu", Access: web.SignedIn, Handle: s.showList, Note: "đơn khiếu nại, tố cáo ghi tên người xem"},
		{Pattern: "GET /don-thu/moi", Access: receive, Handle: s.showNew, Note: "tiếp nhận đơn"},
		{Pattern: "POST /don-thu", Access: receive, Handle: s.doRegister, MaxBody: uploadLimit, Note: "tiếp nhận đơn"},
		{Pattern: "GET /don-thu/so", Access: web.SignedIn, Handle: s.showBook, Note: "sổ theo dõi đơn"},
		{Pattern: "GET /don-thu/so/pdf", Access: web.SignedIn, Handle: s.bookPDF, Note: "sổ theo dõi đơn PDF"},
		{Pattern: "GET /don-thu/so/xlsx", Access: web.SignedIn, Handle: s.bookXLSX, Note: "sổ theo dõi đơn XLSX"},
		{Pattern: "GET /don-thu/can-giao", Access: web.SignedIn, Handle: s.showOrphans, Note: "đơn cần giao lại"},
		{Pattern: "GET /don-thu/can-giao/{id}", Access: web.SignedIn, Handle: s.showAnew, Note: "giao lại một đơn"},
		{Pattern: "POST /don-thu/can-giao/{id}", Access: web.SignedIn, Handle: s.doAnew, Note: "giao lại một đơn"},
		{Pattern: "GET /don-thu/{id}", Access: web.SignedIn, Handle: s.showOne, Note: "một đơn"},
		{Pattern: "GET /don-thu/{id}/tep/{tep}", Access: web.SignedIn, Handle: s.showFile, Note: "tệp kèm đơn"},
		{Pattern: "GET /don-thu/{id}/giay/{mau}", Access: web.SignedIn, Handle: s.showPaper, Note: "giấy biên nhận, thông báo"},
		{Pattern: "GET /don-thu/{id}/giay/{mau}/pdf", Access: web.SignedIn, Handle: s.paperPDF, Note: "giấy biên nhận, thông báo PDF"},
		{Pattern: "POST /don-thu/{id}/thoi-xem/{nguoi}", Access: web.SignedIn, Handle: s.doStrike, Note: "thôi cho một người xem"},
		{Pattern: "GET /don-thu/{id}/{viec}", Access: web.SignedIn, Handle: s.showVerb, Note: "trang của một việc với đơn"},
		{Pattern: "POST /don-thu/{id}/{viec}", Access: web.SignedIn, Handle: s.doVerb, MaxBody: uploadLimit, Note: "làm một việc với đơn"},

		{Pattern: "GET /gui-don", Access: web.Public, Nameless: true, Handle: s.showFiling, Note: "gửi đơn, không cần tài khoản"},
		{Pattern: "POST /gui-don", Access: web.Public, Nameless: true, Handle: s.doFile, MaxBody: uploadLimit, Note: "gửi đơn, không cần tài khoản"},
		{Pattern: "GET /theo-doi-don", Access: web.Public, Nameless: true, Handle: s.showAsk, Note: "theo dõi đơn bằng mã"},
		{Pattern: "POST /theo-doi-don", Access: web.Public, Nameless: true, Handle: s.doFollow, Note: "theo dõi đơn bằng mã"},
		{Pattern: "POST /theo-doi-don/bo-sung", Access: web.Public, Nameless: true, Handle: s.doSupplement, MaxBody: uploadLimit, Note: "bổ sung đơn"},
		{Pattern: "POST /theo-doi-don/lan-hai", Access: web.Public, Nameless: true, Handle: s.doAgain, Note: "khiếu nại lần hai"},
		{Pattern: "POST /theo-doi-don/rut", Access: web.Public, Nameless: true, Handle: s.doAskWithdraw, Note: "xin rút đơn"},
	}
}

var stateSlugs = map[State]string{Received: "moi-nhan", Assigned: "cho-thu-ly", Accepted: "da-thu-ly", Verifying: "dang-xac-minh", Concluded: "da-ket-luan", Answered: "da-thong-bao",
	Closed: "da-ket-thuc", Refused: "khong-thu-ly", Forwarded: "da-chuyen", Withdrawn: "da-rut"}

// listAsk is the address of the list.
type listAsk struct {
	query  url.Values
	filter Filter
}

func readList(c *web.Ctx) listAsk {
	a := listAsk{query: url.Values{}}
	for _, st := range States {
		if stateSlugs[st] == c.Get("trang-thai") {
			a.filter.States = []State{st}
			a.query.Set("trang-thai", stateSlugs[st])
		}
	}
	switch {
	case c.Get("trang-thai") == "tat-ca":
		a.query.Set("trang-thai", "tat-ca")
	case a.filter.States == nil:
		for _, st := range States {
			if st.Live() {
				a.filter.States = append(a.filter.States, st)
			}
		}
	}
	if k := Kind(c.Get("loai")); slices.Contains(Kinds, k) {
		a.filter.Kind = k
		a.query.Set("loai", string(k))
	}
	if year, err := strconv.Atoi(c.Get("nam")); err == nil && year > 1900 && year < 3000 {
		a.filter.Year = year
		a.query.Set("nam", strconv.Itoa(year))
	}
	if id, err := kernel.ParseID(c.Get("truoc")); err == nil {
		a.filter.Before = id
	}
	return a
}

func (a listAsk) next(before kernel.ID) string {
	q := url.Values{"truoc": {before.String()}}
	for k, v := range a.query {
		q[k] = v
	}
	return roomPath + "?" + q.Encode()
}

func (s *Service) showList(c *web.Ctx) error {
	ask := readList(c)
	p, err := s.List(c.Context(), c.Actor, ask.filter)
	if err != nil {
		return err
	}
	v := listView(c.Context(), c.Actor, ask, p, s.Clock.Now())
	orphans, err := s.Orphans(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	v.Orphans = len(orphans)
	return c.Page(http.StatusOK, c.T("Đơn khiếu nại, tố cáo"), ListPage(v))
}

// letterForm is a letter as it is typed in.
type letterForm struct {
	Unit      kernel.ID `form:"don_vi"`
	Kind      string    `form:"loai,max=20"`
	Way       string    `form:"cach,max=20"`
	Day       string    `form:"ngay,max=20"`
	Summary   string    `form:"tom_tat,max=300"`
	Accused   string    `form:"bi_neu,max=2000"`
	Text      string    `form:"noi_dung,max=8000"`
	Anonymous bool      `form:"khong_ten"`
	Sender    string    `form:"nguoi_gui,max=200"`
	Address   string    `form:"dia_chi,max=300"`
	Contact   string    `form:"lien_he,max=200"`
	Token     string    `form:"phieu,max=60"`
	Remote    bool      `form:"vung_xa"`
	Second    bool      `form:"lan_hai"`
	Code      string    `form:"ma_lan_dau,max=40"`
	Secret    string    `form:"bi_mat_lan_dau,max=60"`
	Decision  string    `form:"quyet_dinh,max=60"`
	FirstDay  string    `form:"ngay_lan_dau,max=20"`
}

func (in letterForm) registration(list []Upload) Registration {
	return Registration{Token: in.Token, Unit: in.Unit, Kind: Kind(in.Kind), Way: Way(in.Way), Summary: in.Summary, Text: in.Text, Accused: in.Accused, Anonymous: in.Anonymous, Remote: in.Remote,
		Sender: Sender{in.Sender, in.Address, in.Contact}, Files: list}
}

// uploads reads a form with files; a file that may not be kept is a fault at its field, and what was typed is
// not lost for it.
func uploads(c *web.Ctx, into any) ([]Upload, error) {
	var out []Upload
	var bad error
	err := c.Upload(into, func(part web.Part) error {
		if bad != nil {
			return nil
		}
		a, err := files.Accept(part, part.Sent, files.Rule{MaxSize: 10 << 20})
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
			bad = fieldFault("tep", f.Code, f.Args...)
			return nil
		}
		if err != nil {
			return err
		}
		defer a.Close()
		b, err := io.ReadAll(a)
		out = append(out, Upload{Meta{a.Name, string(a.Type), a.Size}, b})
		return err
	})
	if err == nil {
		err = bad
	}
	return out, err
}

func (s *Service) showNew(c *web.Ctx) error {
	return s.newPage(c, http.StatusOK, letterForm{Day: kernel.FormatDate(s.today()), Way: string(InPerson), Token: rand.Text()}, nil, "")
}

func (s *Service) newPage(c *web.Ctx, status int, in letterForm, errs ui.Errors, sentence string) error {
	units, err := s.Units(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if len(units) == 1 && in.Unit == 0 {
		in.Unit = units[0].ID
	}
	return c.Page(status, c.T("Tiếp nhận đơn"), NewPage(LetterView{In: in, Units: units, Errors: errs, Sentence: sentence}))
}

func (s *Service) doRegister(c *web.Ctx) error {
	var in letterForm
	list, err := uploads(c, &in)
	var out Filed
	if err == nil {
		r := in.registration(list)
		r.Received, err = readDay("ngay", in.Day)
		if err == nil && in.Second {
			r.First, err = in.claim(c)
		}
		if err == nil {
			out, err = s.Register(c.Context(), c.Actor, r)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.newPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Đã vào sổ"), DonePage(doneView(out, roomPath+"/"+out.Complaint.ID.String())))
}

// claim is the first complaint as it is typed with a second; whoever types codes passes the narrow gate.
func (in letterForm) claim(c *web.Ctx) (*Claim, error) {
	day, err := readDay("ngay_lan_dau", in.FirstDay)
	if err == nil && in.Code+in.Secret != "" {
		err = c.AllowSignIn()
	}
	return &Claim{Code: in.Code, Secret: in.Secret, Decision: in.Decision, From: day}, err
}

func readDay(field, text string) (kernel.Date, error) {
	if text == "" {
		return kernel.Date{}, nil
	}
	d, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		return d, fieldFault(field, f.Code, f.Args...)
	}
	return d, err
}

func (s *Service) showOne(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return s.onePage(c, id, OpenRecord, nil)
}

func (s *Service) onePage(c *web.Ctx, id kernel.ID, what What, sender *Sender) error {
	d, err := s.Detail(c.Context(), c.Actor, id, what)
	if err != nil {
		return err
	}
	v := detailView(c.Context(), c.Actor, d, s.Clock.Now())
	v.Sender = sender
	return c.Page(http.StatusOK, v.Title, ComplaintPage(v))
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
	meta, plain, err := s.OpenFile(c.Context(), c.Actor, id, file)
	if err != nil {
		return err
	}
	return c.File(meta.Name, files.Type(meta.Type).ContentType(), bytes.NewReader(plain), true)
}

func (s *Service) paperOf(c *web.Ctx) (paper.Sheet, error) {
	id, err := c.ID("id")
	if err != nil {
		return paper.Sheet{}, err
	}
	d, err := s.Detail(c.Context(), c.Actor, id, OpenPaper)
	if err != nil {
		return paper.Sheet{}, err
	}
	if !slices.Contains(papersOf(d.Complaint), c.Path("mau")) {
		return paper.Sheet{}, kernel.Missing("complaints.no_paper")
	}
	return sheetOf(d, c.Path("mau"), s.Base+followPath), nil
}

func (s *Service) showPaper(c *web.Ctx) error {
	sheet, err := s.paperOf(c)
	if err != nil {
		return err
	}
	back := roomPath + "/" + c.Path("id")
	return c.Page(http.StatusOK, sheet.Title, PaperPage(sheet, back, back+"/giay/"+c.Path("mau")+"/pdf"))
}

func (s *Service) paperPDF(c *web.Ctx) error {
	sheet, err := s.paperOf(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = s.Press.PDF(&out, sheet)
	if err != nil {
		return err
	}
	return c.File(c.Path("mau")+".pdf", files.PDF.ContentType(), bytes.NewReader(out.Bytes()), true)
}

func (s *Service) doStrike(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	who, err := c.ID("nguoi")
	if err != nil {
		return err
	}
	_, err = s.Strike(c.Context(), c.Actor, id, who)
	if err != nil {
		return err
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã ghi."))
}
