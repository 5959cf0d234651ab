package members

import (
	"doanket/internal/web"
	"doanket/kernel"
)

// saveView keeps the present filter and columns under a name, or lets one go.
func (s *Service) saveView(c *web.Ctx) error {
	var in struct {
		Name  string `form:"ten,max=60"`
		Query string `form:"loc,max=1000"`
		Drop  string `form:"bo,max=60"`
	}
	err := c.Form(&in)
	said := c.T("Đã lưu cách xem.")
	if err == nil && in.Drop != "" {
		err, said = s.dropFilter(c.Context(), c.Actor, in.Drop), c.T("Đã bỏ cách xem.")
	} else if err == nil {
		err = s.keepFilter(c.Context(), c.Actor, in.Name, in.Query)
	}
	to := roomPath
	if in.Query != "" {
		to += "?" + in.Query
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		for _, sentence := range c.FieldErrors(f) {
			return c.See(to, sentence)
		}
	}
	if err != nil {
		return err
	}
	return c.See(to, said)
}
