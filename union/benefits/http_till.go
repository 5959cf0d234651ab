package benefits

import (
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// tillForm is what a till types.
type tillForm struct {
	Code  string    `form:"ma,max=500"`
	Right string    `form:"quyen,max=40"`
	Place kernel.ID `form:"noi"`
	Bill  string    `form:"hoa_don,max=30"`
	Key   string    `form:"phieu,max=60"`
	Do    string    `form:"lam,max=10"`
}

// TillView is the till's page: empty, with an answer, or with a bill worked out.
//
//glossary:none
type TillView struct {
	In       tillForm
	Got      *Answer
	Sum      *Sum
	Last     []Use
	Next     kernel.ID
	Errors   ui.Errors
	Sentence string
}

func (s *Service) showTill(c *web.Ctx) error { return s.tillPage(c, http.StatusOK, TillView{}) }

func (s *Service) tillPage(c *web.Ctx, status int, v TillView) error {
	var err error
	v.Last, v.Next, err = s.UsesOfTill(c.Context(), c.Actor, web.IDOf(c.Get("truoc")))
	if err != nil {
		return err
	}
	return c.Page(status, c.T("Ưu đãi đoàn viên"), TillPage(v))
}

func (s *Service) postTill(c *web.Ctx) error {
	var in struct {
		Code string `form:"ma,max=500"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	got, err := s.Check(c.Context(), c.Actor, in.Code)
	if err != nil {
		return err
	}
	return s.tillPage(c, http.StatusOK, TillView{In: tillForm{Code: in.Code, Key: s.IDs.New().String()}, Got: &got})
}

// postUse works a bill out, or confirms it: the page that shows the discount carries the key of this one
// sale, so that a double tap is one use.
func (s *Service) postUse(c *web.Ctx) error {
	var in tillForm
	var fs kernel.Faults
	err := c.Form(&in)
	t := Till{Code: in.Code, Right: in.Right, Place: in.Place, Key: in.Key, Way: ByPage}
	if err == nil {
		t.Bill = web.MoneyAt(&fs, "hoa_don", in.Bill)
		err = fs.Err("benefits.invalid_use")
	}
	if err == nil && in.Do == "xac-nhan" {
		u, err := s.Confirm(c.Context(), c.Actor, t)
		if err == nil {
			return c.See(tillPath+"/luot/"+u.ID.String(), c.T("Đã ghi lượt dùng."))
		}
		return s.tillFault(c, in, err)
	}
	var sum Sum
	if err == nil {
		sum, err = s.Reckon(c.Context(), c.Actor, t)
	}
	if err != nil {
		return s.tillFault(c, in, err)
	}
	in.Right, in.Place = sum.Right.Key, sum.Place.ID
	return s.tillPage(c, http.StatusOK, TillView{In: in, Sum: &sum})
}

// tillFault shows the answer to the code once more beside what was wrong, with all that was typed.
func (s *Service) tillFault(c *web.Ctx, in tillForm, err error) error {
	f := kernel.AsFault(err)
	if f == nil || f.Kind != kernel.Invalid && f.Kind != kernel.Refused {
		return err
	}
	v := TillView{In: in, Errors: c.FieldErrors(f), Sentence: c.Sentence(f)}
	found, err := s.look(c.Context(), c.Actor, in.Code)
	if err != nil {
		return err
	}
	v.Got = &found.Answer
	if in.Key == "" {
		v.In.Key = s.IDs.New().String()
	}
	return s.tillPage(c, web.Status(f), v)
}

// UseView is one use as its till sees it.
//
//glossary:none
type UseView struct {
	Use       Use
	Agreement Agreement
	Now       kernel.Instant
	Reason    string
	Errors    ui.Errors
	Sentence  string
}

func (v UseView) mayCancel() bool {
	return v.Use.Cancelled.IsZero() && !v.Now.After(v.Use.CancelUntil(v.Agreement))
}

func (s *Service) showUse(c *web.Ctx) error { return s.usePage(c, http.StatusOK, UseView{}) }

func (s *Service) usePage(c *web.Ctx, status int, v UseView) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	v.Use, v.Agreement, err = s.UseOfTill(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v.Now = s.Clock.Now()
	return c.Page(status, c.T("Lượt dùng ưu đãi"), UsePageOf(v))
}

func (s *Service) postCancel(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in struct {
		Reason string `form:"ly_do,max=500"`
	}
	err = c.Form(&in)
	if err == nil {
		_, err = s.CancelUse(c.Context(), c.Actor, id, in.Reason)
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused || f.Kind == kernel.Conflict) {
		return s.usePage(c, web.Status(f), UseView{Reason: in.Reason, Errors: c.FieldErrors(f), Sentence: c.Sentence(f)})
	}
	if err != nil {
		return err
	}
	return c.See(tillPath+"/luot/"+id.String(), c.T("Đã huỷ lượt dùng."))
}

func (s *Service) showMine(c *web.Ctx) error {
	m, err := s.Mine(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Ưu đãi của tôi"), MinePage(m))
}

func (s *Service) showCode(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	o, err := s.OwnVoucher(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, o.Series.Title, CodePage(o))
}

// showVerify answers whoever scanned a voucher: a till goes on with it, everybody else learns whether it
// is good. Codes that no voucher has take from the narrow bucket of the visitor's house.
func (s *Service) showVerify(c *web.Ctx) error {
	code := c.Path("token")
	if c.Actor.SignedIn() && c.Actor.Anywhere(PermRedeem) {
		got, err := s.Check(c.Context(), c.Actor, code)
		if err != nil {
			return err
		}
		return s.tillPage(c, http.StatusOK, TillView{In: tillForm{Code: code, Key: s.IDs.New().String()}, Got: &got})
	}
	st, err := s.Verify(c.Context(), code)
	if err != nil {
		return err
	}
	if st == IsUnknown {
		err = c.AllowSignIn()
		if err != nil {
			return err
		}
	}
	return c.Plain(http.StatusOK, c.T("Phiếu ưu đãi"), VerifyPage(st))
}
