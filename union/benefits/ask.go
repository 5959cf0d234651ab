package benefits

import (
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// typed is everything that the short forms of this room ask; each form takes its own part.
type typed struct {
	Reason  string    `form:"ly_do,max=500"`
	Goods   string    `form:"hang,max=200"`
	Who     string    `form:"ai,max=20"`
	Cut     string    `form:"muc,max=30"`
	Cap     string    `form:"toi_da,max=30"`
	Least   string    `form:"tu,max=30"`
	Title   string    `form:"ten,max=200"`
	Address string    `form:"dia_chi,max=300"`
	Area    string    `form:"xa,max=100"`
	Code    string    `form:"ky_hieu,max=20"`
	Count   string    `form:"so_luong,max=10"`
	Each    string    `form:"moi_nguoi,max=4"`
	From    string    `form:"tu_ngay,max=20"`
	To      string    `form:"den_ngay,max=20"`
	Rule    string    `form:"dieu_kien,max=2000"`
	Unit    kernel.ID `form:"don_vi"`
	Numbers string    `form:"so_the,max=12000"`
}

// begin takes what a link to a short form already knows.
func begin(c *web.Ctx) typed {
	return typed{Unit: web.IDOf(c.Get("don-vi"))}
}

func unitOptions(units []Unit) []ui.Option {
	out := make([]ui.Option, len(units))
	for i, u := range units {
		out[i] = ui.Option{Value: u.ID.String(), Label: strings.Repeat("– ", u.Depth) + u.Name}
	}
	return out
}
