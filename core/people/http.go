package people

import (
	"io"
	"net/http"
	"strings"
	"time"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// ResetPath is where the letter about a forgotten password leads.
const ResetPath = "/dat-lai-mat-khau"

const (
	deviceCookie = "may_quen"
	deviceLife   = 365 * 24 * time.Hour
	keepPending  = "cho_ma"     // the account whose code is awaited, and since when
	keepNext     = "tiep"       // where to go afterwards
	keepPasskey  = "khoa"       // the challenge of a passkey
	keepSetup    = "ma_mot_lan" // the sealed secret of one-time codes being set up
	codeWindow   = 5 * time.Minute
)

// Routes are the pages of this room.
func (s *Service) Routes() []web.Route {
	admin := web.Holds(mayView, mayGrant)
	return []web.Route{
		{Pattern: "GET /dang-nhap", Access: web.Public, Handle: s.showSignIn, Note: "sign in"},
		{Pattern: "POST /dang-nhap", Access: web.Public, Handle: s.postSignIn, Note: "name and password"},
		{Pattern: "GET /dang-nhap/ma", Access: web.Public, Handle: s.showCode, Note: "one-time code"},
		{Pattern: "POST /dang-nhap/ma", Access: web.Public, Handle: s.postCode, Note: "one-time code"},
		{Pattern: "POST /dang-nhap/khoa/bat-dau", Access: web.Public, Handle: s.beginPasskeyEntry, Note: "passkey challenge"},
		{Pattern: "POST /dang-nhap/khoa", Access: web.Public, Handle: s.postPasskeyEntry, Note: "passkey answer"},
		{Pattern: "POST /dang-xuat", Access: web.SignedIn, Handle: s.postSignOut, Note: "sign out"},
		{Pattern: "GET /quen-mat-khau", Access: web.Public, Handle: s.showForgot, Note: "forgotten password"},
		{Pattern: "POST /quen-mat-khau", Access: web.Public, Handle: s.postForgot, Note: "send the letter"},
		{Pattern: "GET " + ResetPath, Access: web.Public, Handle: s.showReset, Note: "choose a new password"},
		{Pattern: "POST " + ResetPath, Access: web.Public, Handle: s.postReset, Note: "choose a new password"},

		{Pattern: "GET /tai-khoan", Access: web.SignedIn, Handle: s.showOwn, Note: "my account"},
		{Pattern: "POST /tai-khoan/mat-khau", Access: web.SignedIn, Handle: s.postPassword, Note: "change password"},
		{Pattern: "POST /tai-khoan/phien/{id}/ket-thuc", Access: web.SignedIn, Handle: s.postEndSession, Note: "end one session"},
		{Pattern: "POST /tai-khoan/phien/ket-thuc-khac", Access: web.SignedIn, Handle: s.postEndOthers, Note: "end all other sessions"},
		{Pattern: "GET /tai-khoan/ma-mot-lan", Access: web.SignedIn, Handle: s.showTOTP, Note: "set up one-time codes"},
		{Pattern: "POST /tai-khoan/ma-mot-lan", Access: web.SignedIn, Handle: s.postTOTP, Note: "first one-time code"},
		{Pattern: "POST /tai-khoan/ma-mot-lan/tat", Access: web.SignedIn, Handle: s.postDropTOTP, Note: "turn one-time codes off"},
		{Pattern: "POST /tai-khoan/khoa/bat-dau", Access: web.SignedIn, Handle: s.beginPasskey, Note: "passkey challenge"},
		{Pattern: "POST /tai-khoan/khoa", Access: web.SignedIn, Handle: s.postPasskey, Note: "keep a passkey"},
		{Pattern: "POST /tai-khoan/khoa/{id}/bo", Access: web.SignedIn, Handle: s.postRemovePasskey, Note: "remove a passkey"},
		{Pattern: "POST /tai-khoan/ma-truy-cap", Access: web.SignedIn, Handle: s.postToken, Note: "make an API token"},
		{Pattern: "POST /tai-khoan/ma-truy-cap/{id}/thu-hoi", Access: web.SignedIn, Handle: s.postRevoke, Note: "revoke an API token"},
		{Pattern: "GET /tai-khoan/uy-quyen/{id}", Access: web.SignedIn, Handle: s.showDelegate, Note: "delegate a mandate"},
		{Pattern: "POST /tai-khoan/uy-quyen/{id}", Access: web.SignedIn, Handle: s.postDelegate, Note: "delegate a mandate"},
		{Pattern: "POST /tai-khoan/phan-quyen/{id}/ket-thuc", Access: web.SignedIn, Handle: s.postEndOwn, Note: "end an own mandate or delegation"},

		{Pattern: "GET /quan-tri/tai-khoan", Access: web.Holds(mayView), Handle: s.showAccounts, Note: "accounts"},
		{Pattern: "GET /quan-tri/tai-khoan/moi", Access: web.Holds(mayEdit), Handle: s.showNew, Note: "new account"},
		{Pattern: "POST /quan-tri/tai-khoan", Access: web.Holds(mayEdit), Handle: s.postNew, Note: "new account"},
		{Pattern: "GET /quan-tri/tai-khoan/{id}", Access: web.Holds(mayView), Handle: s.showAccount, Note: "one account"},
		{Pattern: "POST /quan-tri/tai-khoan/{id}/{viec}", Access: web.Holds(mayEdit), Handle: s.postAccountVerb, Note: "disable, enable, first password"},
		{Pattern: "GET /quan-tri/phan-quyen", Access: admin, Handle: s.showMandates, Note: "mandates and what waits for a second person"},
		{Pattern: "POST /quan-tri/phan-quyen", Access: web.Holds(mayGrant), Handle: s.postGive, Note: "give a mandate"},
		{Pattern: "POST /quan-tri/phan-quyen/{id}/{viec}", Access: web.Holds(mayGrant), Handle: s.postMandateVerb, Note: "confirm, refuse, end"},
		{Pattern: "GET /quan-tri/ma-tran", Access: admin, Handle: s.showMatrix, Note: "permissions by role"},
		{Pattern: "GET /quan-tri/nhat-ky", Access: web.Holds(mayAudit), Handle: s.showJournal, Note: "audit journal"},
		{Pattern: "POST /quan-tri/nhat-ky/kiem-tra", Access: web.Holds(mayAudit), Handle: s.postVerify, Note: "verify the chain"},
	}
}

// refusal splits an error into a Fault that the same page can show and everything else.
func refusal(err error) (*kernel.Fault, error) {
	f := kernel.AsFault(err)
	if f == nil || f.Kind == kernel.NotFound || f.Kind == kernel.Unavailable || f.Code == "web.unknown_field" || f.Code == "web.bad_form" {
		return nil, err
	}
	return f, nil
}

func attempt(c *web.Ctx) Attempt {
	return Attempt{Source: c.IPPrefix(), Device: c.Cookie(deviceCookie)}
}

func (s *Service) showSignIn(c *web.Ctx) error {
	next := web.LocalPath(c.Get("tiep"))
	if c.Actor.SignedIn() {
		return c.See(next, "")
	}
	return c.Plain(http.StatusOK, c.T("Đăng nhập"), signInPage(signInProps{Next: next}))
}

func (s *Service) postSignIn(c *web.Ctx) error {
	var in struct {
		Login    string `form:"ten_dang_nhap,max=200"`
		Password string `form:"mat_khau,raw,max=1000"`
		Next     string `form:"tiep,max=2000"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	err = c.AllowSignIn()
	if err != nil {
		return err
	}
	try := attempt(c)
	try.Login, try.Password = in.Login, in.Password
	entry, err := s.SignIn(c.Context(), try)
	if err != nil {
		f, err := refusal(err)
		if err != nil {
			return err
		}
		return c.Plain(http.StatusUnprocessableEntity, c.T("Đăng nhập"), signInPage(signInProps{Login: in.Login, Next: web.LocalPath(in.Next), Why: c.Sentence(f)}))
	}
	switch {
	case entry.Change != "":
		return c.See(ResetPath+"?ma="+entry.Change, c.T("Mật khẩu này chỉ dùng lần đầu. Hãy đặt mật khẩu của bạn."))
	case entry.NeedsCode:
		c.Keep(keepPending, entry.Account.String()+" "+c.Clock().Now().String())
		c.Keep(keepNext, web.LocalPath(in.Next))
		return c.See("/dang-nhap/ma", "")
	}
	return welcome(c, entry, web.LocalPath(in.Next))
}

// welcome opens the session and remembers the machine.
func welcome(c *web.Ctx, entry Entry, next string) error {
	err := c.SignIn(entry.Account)
	if err != nil {
		return err
	}
	if entry.Device != "" {
		c.SetCookie(deviceCookie, entry.Device, deviceLife)
	}
	return c.See(next, "")
}

// pending is the account whose password was right not long ago in this browser.
func pending(c *web.Ctx) (kernel.ID, bool) {
	id, since, ok := strings.Cut(c.Kept(keepPending), " ")
	if !ok {
		return 0, false
	}
	account, err := kernel.ParseID(id)
	if err != nil {
		return 0, false
	}
	at, err := kernel.ParseInstant(since)
	return account, err == nil && c.Clock().Now().Sub(at) <= codeWindow
}

func (s *Service) showCode(c *web.Ctx) error {
	_, ok := pending(c)
	if !ok {
		return c.See(ui.SignInPath, "")
	}
	return c.Plain(http.StatusOK, c.T("Nhập mã một lần"), codePage(nil, ""))
}

func (s *Service) postCode(c *web.Ctx) error {
	var in struct {
		Code string `form:"ma,max=40"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	account, ok := pending(c)
	if !ok {
		return c.See(ui.SignInPath, c.T("Đã quá 5 phút. Hãy đăng nhập lại."))
	}
	err = c.AllowSignIn()
	if err != nil {
		return err
	}
	entry, err := s.EnterCode(c.Context(), account, in.Code, attempt(c))
	if err != nil {
		f, err := refusal(err)
		if err != nil {
			return err
		}
		errs := c.FieldErrors(f)
		why := ""
		if len(errs) == 0 {
			why = c.Sentence(f)
		}
		return c.Plain(http.StatusUnprocessableEntity, c.T("Nhập mã một lần"), codePage(errs, why))
	}
	return welcome(c, entry, web.LocalPath(c.Kept(keepNext)))
}

func (s *Service) beginPasskeyEntry(c *web.Ctx) error {
	err := c.AllowSignIn()
	if err != nil {
		return err
	}
	options, state, err := s.BeginPasskeyEntry()
	if err != nil {
		return err
	}
	c.Keep(keepPasskey, state)
	return c.JSON(http.StatusOK, options)
}

func (s *Service) postPasskeyEntry(c *web.Ctx) error {
	err := c.AllowSignIn()
	if err != nil {
		return err
	}
	body, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	state := c.Kept(keepPasskey)
	c.Drop(keepPasskey)
	entry, err := s.EnterByPasskey(c.Context(), state, body, attempt(c))
	if err != nil {
		return err
	}
	next := web.LocalPath(c.Get("tiep"))
	err = c.SignIn(entry.Account)
	if err != nil {
		return err
	}
	if entry.Device != "" {
		c.SetCookie(deviceCookie, entry.Device, deviceLife)
	}
	return c.JSON(http.StatusOK, map[string]string{"next": next})
}

func (s *Service) postSignOut(c *web.Ctx) error {
	err := c.SignOut()
	if err != nil {
		return err
	}
	return c.See(ui.SignInPath, c.T("Đã đăng xuất."))
}

func (s *Service) showForgot(c *web.Ctx) error {
	return c.Plain(http.StatusOK, c.T("Quên mật khẩu"), forgotPage("", false))
}

func (s *Service) postForgot(c *web.Ctx) error {
	var in struct {
		Email string `form:"thu_dien_tu,max=200"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	err = c.AllowSignIn()
	if err != nil {
		return err
	}
	err = s.AskReset(c.Context(), in.Email)
	if err != nil {
		return err
	}
	return c.Plain(http.StatusOK, c.T("Quên mật khẩu"), forgotPage(in.Email, true))
}

func (s *Service) showReset(c *web.Ctx) error {
	secret := c.Get("ma")
	ok, err := s.ResetIsOpen(c.Context(), secret)
	if err != nil {
		return err
	}
	if !ok {
		return c.Plain(http.StatusConflict, c.T("Đặt mật khẩu mới"), resetGonePage())
	}
	return c.Plain(http.StatusOK, c.T("Đặt mật khẩu mới"), resetPage(secret, nil))
}

func (s *Service) postReset(c *web.Ctx) error {
	var in struct {
		Secret   string `form:"ma,max=200"`
		Password string `form:"mat_khau,raw,max=1000"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	err = s.Reset(c.Context(), in.Secret, in.Password)
	if err != nil {
		f, err := refusal(err)
		if err != nil {
			return err
		}
		if f.Code == "people.bad_reset" {
			return c.Plain(http.StatusConflict, c.T("Đặt mật khẩu mới"), resetGonePage())
		}
		return c.Plain(http.StatusUnprocessableEntity, c.T("Đặt mật khẩu mới"), resetPage(in.Secret, c.FieldErrors(f)))
	}
	return c.See(ui.SignInPath, c.T("Đã đặt mật khẩu mới. Hãy đăng nhập."))
}
