package waitlists

import (
	"net/http"
	"strings"

	"doanket/internal/rules"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
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
	checked bool
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
	Words    []rules.Name // what a formula may ask
}

// asks is one such page: what it shows and what it does. may is false when the verb would be refused now.
type asks struct {
	view func(c *web.Ctx, in typed) (v AskView, may bool, err error)
	do   func(c *web.Ctx, in typed) (to, said string, err error)
}

func (p asks) show(c *web.Ctx) error {
	in := typed{Unit: idOf(c.Get("don-vi"))}
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

// count reads a number; what is no number is 0, which every rule refuses.
func count(s string) int {
	n := 0
	for _, r := range s {
		if r == '.' {
			continue
		}
		if r < '0' || r > '9' || n > 10_000_000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

func (f askField) with(errs ui.Errors) ui.FieldProps {
	p := f.props
	p.Error = errs[p.Name]
	return p
}
