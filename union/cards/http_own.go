package cards

import (
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const ownPath = "/the-cua-toi"

func (s *Service) showOwn(c *web.Ctx) error {
	own, err := s.OwnCard(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	v := OwnView{Own: own}
	if own.Has && own.Card.State == Valid {
		v.Front, v.Back = s.sides(c.Context(), own.Card, own.Design, own.Photo, own.Address)
		v.Shown = own.Card.shows(own.At)
	}
	return c.Plain(http.StatusOK, c.T("Thẻ của tôi"), OwnPage(v))
}

// ownVerb does a thing with the own card and comes back to it.
func (s *Service) ownVerb(c *web.Ctx, do func() (said string, err error)) error {
	err := c.Form(&struct{}{})
	if err != nil {
		return err
	}
	said, err := do()
	if err != nil {
		return err
	}
	return c.See(ownPath, said)
}

func (s *Service) postShow(c *web.Ctx) error {
	return s.ownVerb(c, func() (string, error) {
		until, err := s.ShowName(c.Context(), c.Actor)
		return c.T("Ai quét mã sẽ thấy tên và ảnh của bạn đến %s.", kernel.FormatClock(until)), err
	})
}

func (s *Service) postHide(c *web.Ctx) error {
	return s.ownVerb(c, func() (string, error) { return c.T("Đã thôi cho xem tên."), s.HideName(c.Context(), c.Actor) })
}

func (s *Service) showOwnLost(c *web.Ctx) error {
	own, err := s.OwnCard(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if !own.Has || own.Card.State != Valid {
		return kernel.Missing("cards.no_own_card")
	}
	return c.Plain(http.StatusOK, c.T("Báo mất thẻ"), OwnLostPage(own.Card))
}

func (s *Service) postOwnLost(c *web.Ctx) error {
	return s.ownVerb(c, func() (string, error) {
		return c.T("Thẻ đã hết hiệu lực. Công đoàn cơ sở sẽ làm thẻ mới cho bạn."), s.ReportOwnLost(c.Context(), c.Actor)
	})
}

// showVerify answers whoever scanned a card. Codes that no card has take from the narrow bucket of the
// visitor's house: whoever tries them out soon has to wait.
func (s *Service) showVerify(c *web.Ctx) error {
	v, err := s.Verify(c.Context(), ReadToken("/the/"+c.Path("token")))
	if err != nil {
		return err
	}
	if v.Standing == IsUnknown {
		err = c.AllowSignIn()
		if err != nil {
			return err
		}
	}
	return c.Plain(http.StatusOK, c.T("Kiểm tra thẻ đoàn viên"), VerifyPage(v))
}

func (s *Service) showCheck(c *web.Ctx) error { return s.checkPage(c, nil) }

func (s *Service) checkPage(c *web.Ctx, got *Check) error {
	last, err := s.LastChecks(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Kiểm tra thẻ"), CheckPage(CheckView{Got: got, Last: last}))
}

func (s *Service) postCheck(c *web.Ctx) error {
	var in struct {
		Code string `form:"ma,max=500"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	got, err := s.CheckCard(c.Context(), c.Actor, ReadToken(in.Code), ByPage)
	if err != nil {
		return err
	}
	return s.checkPage(c, &got)
}

func unitOptions(units []UnitChoice) []ui.Option {
	out := make([]ui.Option, 0, len(units))
	for _, u := range units {
		indent := ""
		for range u.Depth {
			indent += "\u2003"
		}
		out = append(out, ui.Option{Value: u.ID.String(), Label: indent + u.Name})
	}
	return out
}
