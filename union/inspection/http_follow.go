package inspection

import (
	"net/http"

	"doanket/internal/web"
)

var followSlugs = map[string]string{"": "", "qua-han": "late", "sap-han": "soon", "cho-xac-nhan": "reported", "xong": "done"}

func (s *Service) followView(c *web.Ctx) (FollowView, error) {
	slug := c.Get("xem")
	page, err := s.FollowUp(c.Context(), c.Actor, FollowFilter{View: followSlugs[slug], After: c.Get("sau")})
	if err != nil {
		return FollowView{}, err
	}
	counts, err := s.FollowCounts(c.Context(), c.Actor)
	if err != nil {
		return FollowView{}, err
	}
	return followView(c.Context(), slug, page, counts, s.today()), nil
}

func (s *Service) showFollow(c *web.Ctx) error {
	v, err := s.followView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Theo dõi kiến nghị"), FollowPageOf(v))
}

func (s *Service) printFollow(c *web.Ctx) error {
	v, err := s.followView(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Theo dõi kiến nghị"), FollowPrint(v))
}
