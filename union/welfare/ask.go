package welfare

import (
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// typed is everything that the short forms of this room ask; each form takes its own part.
type typed struct {
	Sum       string      `form:"so_tien,max=30"`
	Reason    string      `form:"ly_do,max=500"`
	Occasion  string      `form:"dip,max=200"`
	AsOf      string      `form:"ngay_xet,max=20"`
	Numbers   string      `form:"so_the,max=12000"`
	Amount    string      `form:"muc,max=30"`
	Unit      kernel.ID   `form:"don_vi"`
	How       string      `form:"cach,max=20"`
	Paper     string      `form:"chung_tu,max=200"`
	Programme kernel.ID   `form:"chuong_trinh"`
	Note      string      `form:"ghi_chu,max=1000"`
	Event     string      `form:"viec,max=40"`
	Day       string      `form:"ngay,max=20"`
	Bank      string      `form:"ngan_hang,max=20"`
	Account   string      `form:"so_tai_khoan,max=40"`
	Holder    string      `form:"chu_tai_khoan,max=200"`
	Month     int         `form:"thang"`
	Year      int         `form:"nam"`
	Rows      []kernel.ID `form:"khoan"`
}

// begin takes what a link to a short form already knows.
func begin(c *web.Ctx) typed {
	return typed{Unit: web.IDOf(c.Get("don-vi")), Event: c.Get("viec"), Day: c.Get("ngay")}
}

func unitOptions(units []Unit) []ui.Option {
	out := make([]ui.Option, len(units))
	for i, u := range units {
		out[i] = ui.Option{Value: u.ID.String(), Label: strings.Repeat("– ", u.Depth) + u.Name}
	}
	return out
}

func idText(id kernel.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}
