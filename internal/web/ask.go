package web

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"doanket/kernel"
	"doanket/ui"
)

// Ask is one question of a short form.
//
//glossary:none
type Ask struct {
	Kind    string // text, area, money, date, select, radio, check
	Props   ui.FieldProps
	Options []ui.Option
	Checked bool
}

func (f Ask) with(errs ui.Errors) ui.FieldProps {
	f.Props.Error = errs[f.Props.Name]
	return f.Props
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
	Fields   []Ask
	Help     templ.Component // under the questions, nil for none
	Errors   ui.Errors
	Sentence string
}

// Asking is one such page over what a room's short forms ask, T: what it shows and what it does. View
// says false when the verb would be refused now. Begin takes what a link to the page already knows.
//
//glossary:none
type Asking[T any] struct {
	Begin func(c *Ctx) T
	View  func(c *Ctx, in T) (v AskView, may bool, err error)
	Do    func(c *Ctx, in T) (to, said string, err error)
}

// Routes are the two rows of a short form.
func (p Asking[T]) Routes(path, note string, access Access) []Route {
	return []Route{{Pattern: "GET " + path, Access: access, Handle: p.show, Note: note}, {Pattern: "POST " + path, Access: access, Handle: p.post, Note: note}}
}

func (p Asking[T]) show(c *Ctx) error {
	var in T
	if p.Begin != nil {
		in = p.Begin(c)
	}
	v, may, err := p.View(c, in)
	if err != nil {
		return err
	}
	if !may {
		return c.See(v.Back, c.T("Việc này không còn làm được."))
	}
	return c.Page(http.StatusOK, v.Title, AskPage(v))
}

func (p Asking[T]) post(c *Ctx) error {
	var in T
	var to, said string
	err := c.Form(&in)
	if err == nil {
		to, said, err = p.Do(c, in)
	}
	f := kernel.AsFault(err)
	if f == nil || f.Kind != kernel.Invalid && f.Kind != kernel.Refused && f.Kind != kernel.Conflict {
		if err != nil {
			return err
		}
		return c.See(to, said)
	}
	v, _, err := p.View(c, in)
	if err != nil {
		return err
	}
	v.Errors, v.Sentence = c.EveryFieldError(f), c.Sentence(f)
	return c.Page(Status(f), v.Title, AskPage(v))
}

// EveryFieldError are all sentences at each field, for forms where one field may name several members.
func (c *Ctx) EveryFieldError(f *kernel.Fault) ui.Errors {
	all := map[string][]string{}
	for _, x := range f.Fields {
		all[x.Field] = append(all[x.Field], c.s.sentence(c.ctx, x.Code, x.Args))
	}
	out := ui.Errors{}
	for field, sentences := range all {
		out[field] = strings.Join(sentences, " ")
	}
	return out
}

// MoneyAt reads an amount that a form keeps as it was typed; empty is none, a fault stands at its field.
func MoneyAt(fs *kernel.Faults, field, s string) kernel.Money {
	if s == "" {
		return 0
	}
	m, err := kernel.ParseMoneyVN(s)
	FaultAt(fs, field, err)
	return m
}

// DateAt reads a day that a form keeps as it was typed; empty is none, a fault stands at its field.
func DateAt(fs *kernel.Faults, field, s string) kernel.Date {
	if s == "" {
		return kernel.Date{}
	}
	d, err := kernel.ParseDateVN(s)
	FaultAt(fs, field, err)
	return d
}

// FaultAt puts a fault at a field.
func FaultAt(fs *kernel.Faults, field string, err error) {
	if f := kernel.AsFault(err); f != nil {
		fs.Add(field, f.Code, f.Args...)
	}
}

// Count reads a number; what is no number is 0, which every rule refuses.
func Count(s string) int {
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

// IDOf reads an ID of an address; what is none is 0.
func IDOf(s string) kernel.ID {
	id, err := kernel.ParseID(s)
	if err != nil {
		return 0
	}
	return id
}
