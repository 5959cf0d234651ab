package people

import (
	"net/http"
	"net/url"
	"strconv"

	"doanket/internal/audit"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

type accountsProps struct {
	Ask     AccountAsk
	List    []Account
	Next    string
	CanMake bool
}

func (s *Service) showAccounts(c *web.Ctx) error {
	var ask AccountAsk
	err := c.Query(&ask)
	if err != nil {
		return err
	}
	if ask.State != string(AccountActive) && ask.State != string(AccountDisabled) {
		ask.State = ""
	}
	list, next, err := s.Accounts(c.Context(), c.Actor, ask)
	if err != nil {
		return err
	}
	p := accountsProps{Ask: ask, List: list, CanMake: c.Actor.Anywhere(mayEdit)}
	if next != 0 {
		p.Next = accountsLink(ask.Q, ask.State, next)
	}
	return c.Page(http.StatusOK, c.T("Tài khoản"), accountsPage(p))
}

func accountsLink(q, state string, after kernel.ID) string {
	v := url.Values{}
	if q != "" {
		v.Set("q", q)
	}
	if state != "" {
		v.Set("tinh_trang", state)
	}
	if after != 0 {
		v.Set("sau", after.String())
	}
	if len(v) == 0 {
		return "/quan-tri/tai-khoan"
	}
	return "/quan-tri/tai-khoan?" + v.Encode()
}

// newProps is the form of a new account.
type newProps struct {
	In    newInput
	Units []Unit
	Errs  ui.Errors
	Why   string
}

type newInput struct {
	Name     string      `form:"ho_ten,max=200"`
	Identity string      `form:"so_dinh_danh,max=40"`
	Born     kernel.Date `form:"ngay_sinh"`
	Phone    string      `form:"dien_thoai,max=40"`
	Login    string      `form:"ten_dang_nhap,max=60"`
	Email    string      `form:"email,max=200"`
	Org      kernel.ID   `form:"don_vi"`
	Title    string      `form:"chuc_danh,max=200"`

	typedBorn string
}

func (s *Service) showNew(c *web.Ctx) error { return s.newForm(c, http.StatusOK, newProps{}) }

func (s *Service) newForm(c *web.Ctx, status int, p newProps) error {
	units, err := s.Units(c.Context(), c.Actor, mayEdit)
	if err != nil {
		return err
	}
	p.Units = units
	return c.Page(status, c.T("Tài khoản mới"), newPage(p))
}

func (s *Service) postNew(c *web.Ctx) error {
	var in newInput
	err := c.Form(&in)
	in.typedBorn = c.Typed("ngay_sinh")
	var made Created
	if err == nil {
		made, err = s.CreateAccount(c.Context(), c.Actor, NewAccount{
			Details: Person{Name: in.Name, Identity: Identity(in.Identity), Born: in.Born, Phone: in.Phone},
			Login:   in.Login, Email: in.Email, Post: NewPost{Org: in.Org, Title: in.Title, Main: true},
		})
	}
	if err == nil {
		return c.Page(http.StatusOK, c.T("Đã tạo tài khoản"), firstPasswordPage(made.Account, NormalLogin(in.Login), made.Password))
	}
	f, err := refusal(err)
	if err != nil {
		return err
	}
	p := newProps{In: in, Errs: c.FieldErrors(f)}
	if len(p.Errs) == 0 {
		p.Why = c.Sentence(f)
	}
	return s.newForm(c, web.Status(f), p)
}

// accountProps is the page of one account, with the form of a new mandate.
type accountProps struct {
	View  AccountView
	Roles []Role
	Units []Unit
	In    giveInput
	Errs  ui.Errors
	Why   string
}

type giveInput struct {
	Account kernel.ID   `form:"tai_khoan"`
	Role    string      `form:"vai_tro,max=60"`
	Org     kernel.ID   `form:"don_vi"`
	From    kernel.Date `form:"tu_ngay"`
	To      kernel.Date `form:"den_ngay"`
	Basis   string      `form:"can_cu,max=300"`

	typedFrom, typedTo string
}

func (s *Service) showAccount(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return s.accountForm(c, http.StatusOK, id, accountProps{In: giveInput{typedFrom: kernel.FormatDate(s.today())}})
}

func (s *Service) accountForm(c *web.Ctx, status int, id kernel.ID, p accountProps) error {
	var err error
	p.View, err = s.Account(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if p.View.CanGive {
		p.Roles, err = s.Roles(c.Context(), c.Actor.Tenant)
		if err != nil {
			return err
		}
		p.Units, err = s.Units(c.Context(), c.Actor, mayGrant)
		if err != nil {
			return err
		}
	}
	return c.Page(status, p.View.Account.Name, accountPage(p))
}

func (s *Service) postAccountVerb(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	page := "/quan-tri/tai-khoan/" + id.String()
	switch c.Path("viec") {
	case "khoa":
		err = s.Disable(c.Context(), c.Actor, id)
		if err == nil {
			return c.See(page, c.T("Đã khoá tài khoản và kết thúc mọi phiên."))
		}
	case "mo":
		err = s.Enable(c.Context(), c.Actor, id)
		if err == nil {
			return c.See(page, c.T("Đã mở lại tài khoản."))
		}
	case "mat-khau":
		v, err := s.Account(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		password, err := s.FirstPassword(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		return c.Page(http.StatusOK, c.T("Mật khẩu lần đầu"), firstPasswordPage(id, v.Account.Login, password))
	default:
		return kernel.Missing("web.no_such_page")
	}
	return err
}

func (s *Service) postGive(c *web.Ctx) error {
	var in giveInput
	err := c.Form(&in)
	in.typedFrom, in.typedTo = c.Typed("tu_ngay"), c.Typed("den_ngay")
	var m Mandate
	if err == nil {
		valid := kernel.Period{From: in.From}
		if !in.To.IsZero() {
			valid.To = in.To.AddDays(1)
		}
		_, err = s.Account(c.Context(), c.Actor, in.Account) // who may not see the person does not give her anything
		if err == nil {
			m, err = s.Give(c.Context(), c.Actor, Grant{Account: in.Account, Role: in.Role, Org: in.Org, Valid: valid, Basis: in.Basis})
		}
	}
	if err == nil {
		said := c.T("Đã giao vai trò %s.", c.T(m.RoleTitle))
		if m.State == Pending {
			said = c.T("Vai trò %s chờ người thứ hai xác nhận.", c.T(m.RoleTitle))
		}
		return c.See("/quan-tri/tai-khoan/"+in.Account.String(), said)
	}
	f, err := refusal(err)
	if err != nil {
		return err
	}
	p := accountProps{In: in, Errs: c.FieldErrors(f)}
	if len(p.Errs) == 0 {
		p.Why = c.Sentence(f)
	}
	return s.accountForm(c, web.Status(f), in.Account, p)
}

type mandatesProps struct {
	Kind string
	List []MandateView
	Next string
	Wait int
}

func (s *Service) showMandates(c *web.Ctx) error {
	var ask MandateAsk
	err := c.Query(&ask)
	if err != nil {
		return err
	}
	list, next, err := s.Mandates(c.Context(), c.Actor, ask)
	if err != nil {
		return err
	}
	wait, err := s.Pending(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	p := mandatesProps{Kind: ask.Kind, List: list, Wait: wait}
	if next != 0 {
		p.Next = "/quan-tri/phan-quyen?" + url.Values{"loai": {ask.Kind}, "truoc": {next.String()}}.Encode()
	}
	return c.Page(http.StatusOK, c.T("Phân quyền"), mandatesPage(p))
}

func (s *Service) postMandateVerb(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	said := ""
	switch c.Path("viec") {
	case "xac-nhan":
		said, err = c.T("Đã xác nhận. Vai trò có hiệu lực."), s.Confirm(c.Context(), c.Actor, id)
	case "tu-choi":
		said, err = c.T("Đã từ chối."), s.Refuse(c.Context(), c.Actor, id)
	case "ket-thuc":
		said, err = c.T("Đã kết thúc phân quyền."), s.End(c.Context(), c.Actor, id)
	default:
		return kernel.Missing("web.no_such_page")
	}
	if err != nil {
		return err
	}
	return c.See("/quan-tri/phan-quyen", said)
}

func (s *Service) showMatrix(c *web.Ctx) error {
	roles, err := s.Roles(c.Context(), c.Actor.Tenant)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Ma trận quyền"), matrixPage(s.Permissions, roles))
}

type journalProps struct {
	Ask    JournalAsk
	Typed  [2]string
	List   []audit.Entry
	Next   string
	Errs   ui.Errors
	Done   bool // verified just now
	Count  int
	Broken *audit.Link
}

func (s *Service) showJournal(c *web.Ctx) error { return s.journal(c, http.StatusOK, journalProps{}) }

func (s *Service) journal(c *web.Ctx, status int, p journalProps) error {
	err := c.Query(&p.Ask)
	p.Typed = [2]string{c.Get("tu_ngay"), c.Get("den_ngay")}
	if f := kernel.AsFault(err); f != nil {
		p.Errs, status = c.FieldErrors(f), web.Status(f)
	} else {
		p.List, err = s.ReadJournal(c.Context(), c.Actor, p.Ask)
		if err != nil {
			return err
		}
	}
	if len(p.List) == pageSize {
		v := c.R.URL.Query()
		v.Set("truoc", strconv.FormatInt(p.List[pageSize-1].Seq, 10))
		p.Next = "/quan-tri/nhat-ky?" + v.Encode()
	}
	return c.Page(status, c.T("Nhật ký"), journalPage(p))
}

func (s *Service) postVerify(c *web.Ctx) error {
	broken, n, err := s.VerifyJournal(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return s.journal(c, http.StatusOK, journalProps{Done: true, Count: n, Broken: broken})
}
