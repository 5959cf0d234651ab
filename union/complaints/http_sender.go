package complaints

import (
	"crypto/rand"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func doneView(out Filed, href string) DoneView {
	return DoneView{Number: out.Complaint.Number(), Code: out.Code, Secret: out.Secret, Href: href, Anonymous: out.Complaint.Matter.Anonymous}
}

func (s *Service) showFiling(c *web.Ctx) error {
	return s.filingPage(c, http.StatusOK, letterForm{Token: rand.Text()}, nil, "")
}

func (s *Service) filingPage(c *web.Ctx, status int, in letterForm, errs ui.Errors, sentence string) error {
	units, err := s.Desks(c.Context())
	if err != nil {
		return err
	}
	return c.Plain(status, c.T("Gửi đơn khiếu nại, tố cáo, phản ánh"), FilingPage(LetterView{In: in, Units: units, Errors: errs, Sentence: sentence}))
}

func (s *Service) doFile(c *web.Ctx) error {
	err := c.AllowSignIn() // the narrow gate: nobody floods a desk
	if err != nil {
		return err
	}
	var in letterForm
	list, err := uploads(c, &in)
	var out Filed
	if err == nil {
		out, err = s.File(c.Context(), in.registration(list))
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.filingPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.Plain(http.StatusOK, c.T("Đã gửi đơn"), DonePage(doneView(out, "")))
}

// askForm is the pair by which a letter is followed.
type askForm struct {
	Code   string `form:"ma,max=40"`
	Secret string `form:"bi_mat,max=60"`
}

// sayForm is what a sender adds.
type sayForm struct {
	Code   string `form:"ma,max=40"`
	Secret string `form:"bi_mat,max=60"`
	Text   string `form:"bo_sung,max=8000"`
	Reason string `form:"ly_do,max=2000"`
	Again  string `form:"noi_dung,max=8000"`
	Got    string `form:"ngay_lan_dau,max=20"`
	Remote bool   `form:"vung_xa"`
	Token  string `form:"phieu,max=60"`
}

func (s *Service) showAsk(c *web.Ctx) error {
	return c.Plain(http.StatusOK, c.T("Theo dõi đơn đã gửi"), AskPage(AskView{}))
}

func (s *Service) doFollow(c *web.Ctx) error {
	err := c.AllowSignIn() // nobody tries codes by the thousand
	if err != nil {
		return err
	}
	var in askForm
	err = c.Form(&in)
	if err != nil {
		return err
	}
	return s.followPage(c, http.StatusOK, sayForm{Code: in.Code, Secret: in.Secret}, nil, "", "")
}

func (s *Service) followPage(c *web.Ctx, status int, in sayForm, errs ui.Errors, sentence, done string) error {
	p, err := s.Follow(c.Context(), in.Code, in.Secret)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return c.Plain(http.StatusUnprocessableEntity, c.T("Theo dõi đơn đã gửi"), AskPage(AskView{Code: in.Code, Sentence: c.Sentence(f)}))
	}
	if err != nil {
		return err
	}
	v := followView(c.Context(), p, in.Code, in.Secret, s.Clock.Now())
	v.In, v.Errors, v.Sentence, v.Done, v.Token = in, errs, sentence, done, in.Token
	v.In.Remote = in.Remote || p.Complaint.Remote
	if v.Token == "" {
		v.Token = rand.Text()
	}
	return c.Plain(status, v.Title, FollowPage(v))
}

func (s *Service) doSupplement(c *web.Ctx) error {
	var in sayForm
	return s.say(c, &in, func() error {
		list, err := uploads(c, &in)
		if err != nil {
			return err
		}
		return s.Supplement(c.Context(), in.Code, in.Secret, in.Text, list)
	}, "bo_sung", c.T("Đã gửi phần bổ sung."))
}

func (s *Service) doAskWithdraw(c *web.Ctx) error {
	var in sayForm
	return s.say(c, &in, func() error {
		err := c.Form(&in)
		if err != nil {
			return err
		}
		return s.AskToWithdraw(c.Context(), in.Code, in.Secret, in.Reason)
	}, "ly_do", c.T("Đã ghi yêu cầu rút đơn."))
}

// doAgain takes a second complaint in; it gives a new code and a new secret.
func (s *Service) doAgain(c *web.Ctx) error {
	err := c.AllowSignIn()
	if err != nil {
		return err
	}
	var in sayForm
	err = c.Form(&in)
	var out Filed
	if err == nil {
		var got kernel.Date
		got, err = readDay("ngay_lan_dau", in.Got)
		if err == nil {
			out, err = s.FileAgain(c.Context(), Again{Token: in.Token, Code: in.Code, Secret: in.Secret, Text: in.Again, Got: got, Remote: in.Remote})
		}
	}
	f := kernel.AsFault(err)
	switch {
	case f != nil && f.Kind == kernel.NotFound:
		return c.Plain(http.StatusUnprocessableEntity, c.T("Theo dõi đơn đã gửi"), AskPage(AskView{Code: in.Code, Sentence: c.Sentence(f)}))
	case f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused):
		return s.followPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f), "")
	case err != nil:
		return err
	}
	return c.Plain(http.StatusOK, c.T("Đã gửi đơn"), DonePage(doneView(out, "")))
}

// say is the frame of the two forms of a sender; the room's field of the text is the form's own.
func (s *Service) say(c *web.Ctx, in *sayForm, do func() error, field, done string) error {
	err := c.AllowSignIn()
	if err == nil {
		err = do()
	}
	f := kernel.AsFault(err)
	switch {
	case f != nil && f.Kind == kernel.Invalid:
		errs := c.FieldErrors(f)
		if why, ok := errs["ghi_chu"]; ok {
			delete(errs, "ghi_chu")
			errs[field] = why
		}
		return s.followPage(c, http.StatusUnprocessableEntity, *in, errs, c.Sentence(f), "")
	case f != nil && f.Kind == kernel.NotFound:
		return c.Plain(http.StatusUnprocessableEntity, c.T("Theo dõi đơn đã gửi"), AskPage(AskView{Code: in.Code, Sentence: c.Sentence(f)}))
	case err != nil:
		return err
	}
	return s.followPage(c, http.StatusOK, sayForm{Code: in.Code, Secret: in.Secret}, nil, "", done)
}
