package waitlists

import (
	"doanket/internal/web"
	"doanket/kernel"
)

// typed is everything that the short forms of this room ask; each form takes its own part.
type typed struct {
	Unit      kernel.ID `form:"don_vi"`
	Kind      string    `form:"loai,max=20"`
	Title     string    `form:"ten,max=300"`
	Basis     string    `form:"can_cu,max=300"`
	To        string    `form:"den_ngay,max=20"`
	Days      string    `form:"so_ngay,max=4"`
	Formula   string    `form:"diem,max=2000"`
	From      string    `form:"tu_ngay,max=20"`
	Source    string    `form:"nguon,max=300"`
	Confirmed bool      `form:"da_doi_chieu"`
	Number    string    `form:"so_the,max=40"`
	People    string    `form:"so_nguoi,max=4"`
	Homeless  bool      `form:"chua_co_nha"`
	Room      string    `form:"dien_tich,max=6"`
	Sum       string    `form:"so_tien,max=30"`
	Note      string    `form:"ghi_chu,max=2000"`
	What      string    `form:"gi,max=300"`
	Reason    string    `form:"ly_do,max=500"`
}

// begin takes what a link to a short form already knows.
func begin(c *web.Ctx) typed {
	return typed{Unit: web.IDOf(c.Get("don-vi"))}
}
