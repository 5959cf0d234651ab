package welfare

import (
	"net/http"
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

// money reads an amount; empty is none.
func money(fs *kernel.Faults, field, s string) kernel.Money {
	if s == "" {
		return 0
	}
	m, err := kernel.ParseMoneyVN(s)
	note(fs, field, err)
	return m
}

// date reads a day; empty is none.
func date(fs *kernel.Faults, field, s string) kernel.Date {
	if s == "" {
		return kernel.Date{}
	}
	d, err := kernel.ParseDateVN(s)
	note(fs, field, err)
	return d
}

func note(fs *kernel.Faults, field string, err error) {
	if f := kernel.AsFault(err); f != nil {
		fs.Add(field, f.Code, f.Args...)
	}
}

// askField is one question of a short form.
type askField struct {
	kind    string // text, area, money, date, select, radio
	props   ui.FieldProps
	options []ui.Option
}

// AskView is a page that asks what one verb needs to know.
//
//glossary:none
type AskView struct {
	Title    string
	Crumbs   []ui.Link
	Text     string
	Action   string
	Submit   string
	Danger   bool
	Back     string
	Fields   []askField
	Errors   ui.Errors
	Sentence string
}

// asks is one such page: what it shows and what it does. may is false when the verb would be refused now.
type asks struct {
	view func(c *web.Ctx, in typed) (v AskView, may bool, err error)
	do   func(c *web.Ctx, in typed) (to, said string, err error)
}

func (p asks) show(c *web.Ctx) error {
	in := typed{Unit: idOf(c.Get("don-vi")), Event: c.Get("viec"), Day: c.Get("ngay")}
	v, may, err := p.view(c, in)
	if err != nil {
		return err
	}
	if !may {
		return c.See(v.Back, c.T("Việc này không còn làm được."))
	}
	return c.Page(http.StatusOK, v.Title, AskPage(v))
}

func (p asks) post(c *web.Ctx) error {
	var in typed
	var to, said string
	err := c.Form(&in)
	if err == nil {
		to, said, err = p.do(c, in)
	}
	f := kernel.AsFault(err)
	if f == nil || f.Kind != kernel.Invalid && f.Kind != kernel.Refused && f.Kind != kernel.Conflict {
		if err != nil {
			return err
		}
		return c.See(to, said)
	}
	v, _, err := p.view(c, in)
	if err != nil {
		return err
	}
	v.Errors, v.Sentence = fieldErrors(c, f), c.Sentence(f)
	return c.Page(web.Status(f), v.Title, AskPage(v))
}

// routes are the two rows of a short form.
func (p asks) routes(path, note string, access web.Access) []web.Route {
	return []web.Route{{Pattern: "GET " + path, Access: access, Handle: p.show, Note: note}, {Pattern: "POST " + path, Access: access, Handle: p.post, Note: note}}
}

// fieldErrors are all sentences at each field, because one field may name several members.
func fieldErrors(c *web.Ctx, f *kernel.Fault) ui.Errors {
	all := map[string][]string{}
	for _, x := range f.Fields {
		all[x.Field] = append(all[x.Field], c.Sentence(&kernel.Fault{Kind: f.Kind, Code: x.Code, Args: x.Args}))
	}
	out := ui.Errors{}
	for field, sentences := range all {
		out[field] = strings.Join(sentences, " ")
	}
	return out
}

func idOf(s string) kernel.ID {
	id, err := kernel.ParseID(s)
	if err != nil {
		return 0
	}
	return id
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
