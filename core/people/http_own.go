package people

import (
	"io"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// ownProps is the page of one's own account; Part says which form was refused.
type ownProps struct {
	Own      Own
	Session  kernel.ID
	Part     string
	Why      string
	Errs     ui.Errors
	Token    tokenInput
	NewToken string // shown once
}

type tokenInput struct {
	Name    string      `form:"ten,max=200"`
	Expires kernel.Date `form:"het_han"`
	typed   string
}

func (p ownProps) errs(part string) ui.Errors {
	if p.Part == part {
		return p.Errs
	}
	return nil
}

func (s *Service) showOwn(c *web.Ctx) error { return s.own200(c, http.StatusOK, ownProps{}) }

func (s *Service) own200(c *web.Ctx, status int, p ownProps) error {
	o, err := s.Own(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	p.Own, p.Session = o, c.Session()
	return c.Page(status, c.T("Tài khoản của tôi"), ownPage(p))
}

// ownRefused shows the page again with what was refused in one of its forms.
func (s *Service) ownRefused(c *web.Ctx, part string, err error, p ownProps) error {
	f, err := refusal(err)
	if err != nil {
		return err
	}
	p.Part, p.Errs = part, c.FieldErrors(f)
	if len(p.Errs) == 0 {
		p.Why = c.Sentence(f)
	}
	return s.own200(c, web.Status(f), p)
}

func (s *Service) postPassword(c *web.Ctx) error {
	var in struct {
		Present string `form:"mat_khau_cu,raw,max=1000"`
		Next    string `form:"mat_khau_moi,raw,max=1000"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	err = s.ChangePassword(c.Context(), c.Actor, in.Present, in.Next, c.Session())
	if err != nil {
		return s.ownRefused(c, "password", err, ownProps{})
	}
	return c.See(ui.AccountPath, c.T("Đã đổi mật khẩu. Các phiên khác đã kết thúc."))
}

func (s *Service) postEndSession(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = s.EndSession(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See(ui.AccountPath, c.T("Đã kết thúc phiên đó."))
}

func (s *Service) postEndOthers(c *web.Ctx) error {
	err := s.EndOtherSessions(c.Context(), c.Actor, c.Session())
	if err != nil {
		return err
	}
	return c.See(ui.AccountPath, c.T("Đã kết thúc mọi phiên khác."))
}

func (s *Service) showTOTP(c *web.Ctx) error {
	setup, err := s.BeginTOTP(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	c.Keep(keepSetup, setup.Sealed)
	return c.Page(http.StatusOK, c.T("Mã một lần"), totpPage(setup, nil))
}

func (s *Service) postTOTP(c *web.Ctx) error {
	var in struct {
		Code string `form:"ma,max=40"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	sealed := c.Kept(keepSetup)
	codes, err := s.ConfirmTOTP(c.Context(), c.Actor, sealed, in.Code)
	if err == nil {
		c.Drop(keepSetup)
		return c.Page(http.StatusOK, c.T("Mã dự phòng"), recoveryPage(codes))
	}
	f, err := refusal(err)
	if err != nil {
		return err
	}
	if f.Kind != kernel.Invalid {
		return c.See("/tai-khoan/ma-mot-lan", c.Sentence(f))
	}
	setup, err := s.ResumeTOTP(c.Context(), c.Actor, sealed)
	if err != nil {
		return err
	}
	return c.Page(http.StatusUnprocessableEntity, c.T("Mã một lần"), totpPage(setup, c.FieldErrors(f)))
}

func (s *Service) postDropTOTP(c *web.Ctx) error {
	var in struct {
		Present string `form:"mat_khau_cu,raw,max=1000"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	err = s.DropTOTP(c.Context(), c.Actor, in.Present)
	if err != nil {
		return s.ownRefused(c, "totp", err, ownProps{})
	}
	return c.See(ui.AccountPath, c.T("Đã tắt mã một lần."))
}

func (s *Service) beginPasskey(c *web.Ctx) error {
	options, state, err := s.BeginPasskey(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	c.Keep(keepPasskey, state)
	return c.JSON(http.StatusOK, options)
}

func (s *Service) postPasskey(c *web.Ctx) error {
	body, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	state := c.Kept(keepPasskey)
	c.Drop(keepPasskey)
	err = s.FinishPasskey(c.Context(), c.Actor, state, body, agent(c.Context(), c.UserAgent()))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"next": ui.AccountPath})
}

func (s *Service) postRemovePasskey(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = s.RemovePasskey(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See(ui.AccountPath, c.T("Đã bỏ khoá đăng nhập."))
}

func (s *Service) postToken(c *web.Ctx) error {
	var in tokenInput
	err := c.Form(&in)
	in.typed = c.Typed("het_han")
	if err == nil {
		var expires kernel.Instant
		if !in.Expires.IsZero() {
			expires = in.Expires.AddDays(1).Start()
		}
		var secret string
		secret, err = s.CreateToken(c.Context(), c.Actor, c.Actor.Account, in.Name, expires)
		if err == nil {
			return s.own200(c, http.StatusOK, ownProps{NewToken: secret})
		}
	}
	return s.ownRefused(c, "token", err, ownProps{Token: in})
}

func (s *Service) postRevoke(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = s.RevokeToken(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See(ui.AccountPath, c.T("Đã thu hồi mã truy cập."))
}

// delegateProps is the form by which a mandate is handed over for a time.
type delegateProps struct {
	Mandate MandateView
	In      delegateInput
	Errs    ui.Errors
	Why     string
}

type delegateInput struct {
	Login string      `form:"cho,max=60"`
	From  kernel.Date `form:"tu_ngay"`
	To    kernel.Date `form:"den_ngay"`
	Basis string      `form:"can_cu,max=300"`

	typedFrom, typedTo string
}

// ownMandate finds one of the actor's mandates that she may delegate.
func (s *Service) ownMandate(c *web.Ctx) (MandateView, error) {
	id, err := c.ID("id")
	if err != nil {
		return MandateView{}, err
	}
	o, err := s.Own(c.Context(), c.Actor)
	if err != nil {
		return MandateView{}, err
	}
	for _, m := range o.Mandates {
		if m.ID == id && m.CanDelegate {
			return m, nil
		}
	}
	return MandateView{}, kernel.Missing("people.no_mandate")
}

func (s *Service) showDelegate(c *web.Ctx) error {
	m, err := s.ownMandate(c)
	if err != nil {
		return err
	}
	in := delegateInput{typedFrom: kernel.FormatDate(s.today())}
	return c.Page(http.StatusOK, c.T("Uỷ quyền"), delegatePage(delegateProps{Mandate: m, In: in}))
}

func (s *Service) postDelegate(c *web.Ctx) error {
	m, err := s.ownMandate(c)
	if err != nil {
		return err
	}
	var in delegateInput
	err = c.Form(&in)
	in.typedFrom, in.typedTo = c.Typed("tu_ngay"), c.Typed("den_ngay")
	if err == nil {
		err = s.delegateTo(c, m, in)
		if err == nil {
			return c.See(ui.AccountPath, c.T("Đã uỷ quyền đến hết %s.", kernel.FormatDate(in.To)))
		}
	}
	f, err := refusal(err)
	if err != nil {
		return err
	}
	p := delegateProps{Mandate: m, In: in, Errs: c.FieldErrors(f)}
	if len(p.Errs) == 0 {
		p.Why = c.Sentence(f)
	}
	return c.Page(web.Status(f), c.T("Uỷ quyền"), delegatePage(p))
}

// delegateTo takes the last day as people write it: the delegation holds through it.
func (s *Service) delegateTo(c *web.Ctx, m MandateView, in delegateInput) error {
	to, err := s.FindLogin(c.Context(), c.Actor, in.Login)
	if err != nil {
		to = 0 // the command refuses at the field, whether there is no such name or it may not be known
	}
	valid := kernel.Period{From: in.From}
	if !in.To.IsZero() {
		valid.To = in.To.AddDays(1)
	}
	_, err = s.Delegate(c.Context(), c.Actor, Delegation{Mandate: m.ID, To: to, Valid: valid, Basis: in.Basis})
	return err
}

func (s *Service) postEndOwn(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = s.End(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See(ui.AccountPath, c.T("Đã kết thúc."))
}
