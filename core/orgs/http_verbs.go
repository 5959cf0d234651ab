package orgs

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

var verbs = []string{"thanh-lap", "doi-ten", "doi-loai", "chuyen", "gan-ma", "ket-thuc"}

// verbPageFor loads what the form of a change needs, after asking whether the change may be made.
func (s *Service) verbPageFor(c *web.Ctx) (VerbPage, error) {
	p := VerbPage{Verb: c.Path("viec")}
	known := false
	for _, v := range verbs {
		known = known || v == p.Verb
	}
	id, err := c.ID("id")
	if err != nil || !known {
		return p, kernel.Missing("orgs.no_org")
	}
	p.Org, err = s.MayEdit(c.Context(), c.Actor, id)
	if err != nil {
		return p, err
	}
	kinds, err := s.KindChoices(c.Context(), s.Today())
	if err != nil {
		return p, err
	}
	p.Kinds = []ui.Option{{Label: c.T("Chọn loại đơn vị")}}
	for _, k := range kinds {
		if k.System != Site {
			p.Kinds = append(p.Kinds, ui.Option{Value: k.Key, Label: k.Name, Group: systemWord(c.Context(), k.System)})
		}
	}
	if p.Verb == "chuyen" {
		p.Parents, err = s.parentChoices(c.Context(), c.Actor, p.Org)
	}
	return p, err
}

func systemWord(ctx context.Context, sys System) string {
	if sys == Union {
		return ui.T(ctx, "Công đoàn")
	}
	return ui.T(ctx, "Chính quyền")
}

// parentChoices are the units of today that the actor may edit, without the unit and what is below it.
func (s *Service) parentChoices(ctx context.Context, a kernel.Actor, o Org) ([]ui.Option, error) {
	rows, err := s.EditRows(ctx, a, s.Today())
	if err != nil {
		return nil, err
	}
	out := []ui.Option{{Label: ui.T(ctx, "Chọn cấp trên")}}
	below := -1
	for _, r := range rows {
		if below >= 0 && r.Depth > below {
			continue
		}
		below = -1
		if r.Org.ID == o.ID {
			below = r.Depth
			continue
		}
		out = append(out, ui.Option{Value: r.Org.ID.String(), Label: strings.Repeat("· ", r.Depth) + r.Org.Name})
	}
	return out, nil
}

func (s *Service) verbHTTP(c *web.Ctx) error {
	p, err := s.verbPageFor(c)
	if err != nil {
		return err
	}
	p.In.Effective = kernel.FormatDate(s.Today())
	switch p.Verb {
	case "doi-ten":
		p.In.Name, p.In.Short = p.Org.Name, p.Org.ShortName
	case "doi-loai":
		p.In.Kind = p.Org.Kind
	case "gan-ma":
		p.In.Code, p.In.Former = p.Org.Identifier, p.Org.Former
	}
	return c.Page(http.StatusOK, p.title(c.Context()), verbPage(p))
}

func (s *Service) doVerbHTTP(c *web.Ctx) error {
	p, err := s.verbPageFor(c)
	if err != nil {
		return err
	}
	err = c.Form(&p.In)
	to := p.Org.ID
	if err == nil {
		to, err = s.do(c.Context(), c.Actor, p)
	}
	if err != nil {
		return again(c, err, p.title(c.Context()), func(sentence string, errs ui.Errors) templ.Component {
			p.Sentence, p.Errors = sentence, errs
			return verbPage(p)
		})
	}
	return c.See(orgPath(to), c.T("Đã ghi. Thay đổi có từ ngày hiệu lực."))
}

// do runs the verb of a form; days that cannot be read are told at their fields, all at once.
func (s *Service) do(ctx context.Context, a kernel.Actor, p VerbPage) (kernel.ID, error) {
	b, err := p.In.basis()
	if err != nil {
		return 0, err
	}
	change := Change{Org: p.Org.ID, Basis: b}
	switch p.Verb {
	case "thanh-lap":
		return s.Found(ctx, a, Founding{Name: p.In.Name, ShortName: p.In.Short, Kind: p.In.Kind, Parent: p.Org.ID, Identifier: p.In.Code, Former: p.In.Former,
			Areas: strings.FieldsFunc(p.In.Areas, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }), Basis: b})
	case "doi-ten":
		err = s.Rename(ctx, a, change, p.In.Name, p.In.Short)
	case "doi-loai":
		err = s.ChangeKind(ctx, a, change, p.In.Kind)
	case "chuyen":
		var parent kernel.ID
		parent, err = kernel.ParseID(p.In.Parent)
		if err != nil {
			return 0, invalid("cap_tren", "orgs.need_parent")
		}
		err = s.Move(ctx, a, change, parent)
	case "gan-ma":
		err = s.IdentifyBoth(ctx, a, change, p.In.Code, p.In.Former)
	default:
		err = s.WindUp(ctx, a, change)
	}
	return p.Org.ID, err
}

func (f VerbForm) basis() (Basis, error) {
	b := Basis{Number: f.Number, Issuer: f.Issuer}
	var fs kernel.Faults
	for _, d := range []struct {
		field, typed string
		into         *kernel.Date
	}{{"ngay_qd", f.Decided, &b.Decided}, {"hieu_luc", f.Effective, &b.Effective}} {
		if d.typed == "" {
			continue // the command says what is missing, with all else that is
		}
		day, err := kernel.ParseDateVN(d.typed)
		if err != nil {
			fs.Add(d.field, "orgs.bad_day")
		}
		*d.into = day
	}
	return b, fs.Err("orgs.invalid")
}
