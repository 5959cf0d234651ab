package cards

import (
	"encoding/base64"
	"net/http"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) showDesigns(c *web.Ctx) error {
	list, names, err := s.Designs(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Mẫu thẻ"), DesignsPage(DesignsView{Designs: list, Units: names, Today: s.today(), MayIssue: c.Actor.Anywhere(IssuePermission)}))
}

func (s *Service) showDesign(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, unit, err := s.DesignDetail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	front, back := s.sides(c.Context(), s.specimen(), d, nil, "")
	return c.Page(http.StatusOK, c.T("Mẫu thẻ của %s", unit), DesignPage(DesignView{Design: d, Unit: unit, Front: front, Back: back, Today: s.today()}))
}

// specimen is the card that designs are shown with: nobody's, with a name as long as names get.
func (s *Service) specimen() Card {
	return Card{Serial: "MAU26-000000", Kind: Kinds(s.today())[0].Key, Number: "0000000000", Name: "Nguyễn Phúc Hoàng Bảo Ngọc Mẫu", Born: 1990,
		Base: "Công đoàn cơ sở Công ty Trách nhiệm hữu hạn Một thành viên Mẫu", Over: "Công đoàn phường Mẫu", Made: Deed{At: s.Clock.Now()}}
}

type designForm struct {
	Unit     kernel.ID   `form:"don_vi"`
	From     kernel.Date `form:"tu_ngay"`
	Prefix   string      `form:"tien_to,max=20"`
	Yearly   bool        `form:"theo_nam"`
	Palette  string      `form:"mau,max=20"`
	LineOne  string      `form:"dong_mot,max=200"`
	LineTwo  string      `form:"dong_hai,max=200"`
	Fields   []string    `form:"muc,max=20"`
	Back     string      `form:"mat_sau,max=1000"`
	Place    string      `form:"noi,max=200"`
	Post     string      `form:"chuc_vu,max=400"`
	Signer   string      `form:"nguoi_ky,max=200"`
	Source   string      `form:"nguon,max=1000"`
	Verified bool        `form:"da_doi_chieu"`
	Badge    string      `form:"huy_hieu_cu,max=600000,raw"` // the picture chosen before, so that a form that comes back keeps it
	Try      string      `form:"xem_thu,max=5"`
	NoBadge  bool        `form:"bo_huy_hieu"`
	typedDay string
}

func formOf(d Design, unit kernel.ID) designForm {
	f := designForm{Unit: unit, Prefix: d.Prefix, Yearly: d.Yearly, Palette: d.Palette, LineOne: d.LineOne, LineTwo: d.LineTwo, Back: d.Back, Place: d.Place, Post: d.Post, Signer: d.Signer,
		Source: d.Source, Verified: d.Verified, Badge: packBadge(d.Badge)}
	for _, x := range d.Fields {
		f.Fields = append(f.Fields, string(x))
	}
	if d.Unit != unit { // what is inherited keeps its looks; a series is each unit's own
		f.Prefix = ""
	}
	return f
}

func packBadge(b Badge) string {
	if len(b.Bytes) == 0 {
		return ""
	}
	return b.Type + ":" + base64.StdEncoding.EncodeToString(b.Bytes)
}

// unpackBadge takes a picture that came back with the form through the same gate as a new one.
func unpackBadge(text string) Badge {
	kind, body, _ := strings.Cut(text, ":")
	b, err := ReadBadge(base64.NewDecoder(base64.StdEncoding, strings.NewReader(body)), "huy-hieu."+kind)
	if text == "" || err != nil {
		return Badge{}
	}
	return b
}

func (f designForm) design() Design {
	d := Design{Unit: f.Unit, Prefix: f.Prefix, Yearly: f.Yearly, Palette: f.Palette, LineOne: f.LineOne, LineTwo: f.LineTwo, Back: f.Back, Place: f.Place, Post: f.Post, Signer: f.Signer,
		Source: f.Source, Verified: f.Verified}
	d.Valid.From = f.From
	for _, x := range f.Fields {
		d.Fields = append(d.Fields, Field(x))
	}
	if !f.NoBadge {
		d.Badge = unpackBadge(f.Badge)
	}
	return d
}

func (s *Service) showNewDesign(c *web.Ctx) error {
	units, err := s.UnitsFor(c.Context(), c.Actor, IssuePermission)
	if err != nil {
		return err
	}
	unit := unitOf(c)
	if unit == 0 && len(units) > 0 {
		unit = units[0].ID
	}
	d, err := s.DesignFor(c.Context(), c.Actor, unit)
	if err != nil {
		return err
	}
	f := formOf(d, unit)
	f.From = s.today()
	return s.designPage(c, http.StatusOK, f, nil)
}

func (s *Service) designPage(c *web.Ctx, status int, f designForm, fault *kernel.Fault) error {
	units, err := s.UnitsFor(c.Context(), c.Actor, IssuePermission)
	if err != nil {
		return err
	}
	front, back := s.sides(c.Context(), s.specimen(), f.design(), nil, "")
	v := DesignFormView{Typed: f, Units: unitOptions(units), Errors: c.FieldErrors(fault), Front: front, Back: back}
	v.Day = kernel.FormatDate(f.From)
	if f.typedDay != "" {
		v.Day = f.typedDay
	}
	for _, p := range Palettes {
		v.Palettes = append(v.Palettes, ui.Option{Value: p.Key, Label: c.T(p.Name)})
	}
	return c.Page(status, c.T("Soạn mẫu thẻ"), DesignFormPage(v))
}

func (s *Service) postNewDesign(c *web.Ctx) error {
	var in designForm
	var wrong *kernel.Fault
	fresh := ""
	err := c.Upload(&in, func(p web.Part) error {
		if p.Field != "huy_hieu" {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{p.Field}}
		}
		b, err := ReadBadge(p.Reader, p.Name)
		if f := kernel.AsFault(err); f != nil {
			wrong = &kernel.Fault{Kind: kernel.Invalid, Code: "cards.bad_design", Fields: []kernel.FieldFault{{Field: "huy_hieu", Code: f.Code, Args: f.Args}}}
			return nil
		}
		fresh = packBadge(b)
		return err
	})
	if fresh != "" {
		in.Badge, in.NoBadge = fresh, false
	}
	in.typedDay = c.Typed("tu_ngay")
	if f := kernel.AsFault(err); f != nil && len(f.Fields) > 0 {
		return s.designPage(c, http.StatusUnprocessableEntity, in, f)
	}
	if err != nil {
		return err
	}
	if wrong != nil {
		return s.designPage(c, http.StatusUnprocessableEntity, in, wrong)
	}
	if in.Try != "" {
		return s.designPage(c, http.StatusOK, in, nil)
	}
	d, err := s.SaveDesign(c.Context(), c.Actor, in.design())
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.designPage(c, http.StatusUnprocessableEntity, in, f)
	}
	if err != nil {
		return err
	}
	return c.See("/the/mau/"+d.ID.String(), c.T("Đã lưu mẫu thẻ."))
}
