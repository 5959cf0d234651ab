package complaints

import (
	"net/http"
	"strconv"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// verbForm is what is typed with any verb.
type verbForm struct {
	Person kernel.ID `form:"nguoi"`
	Number string    `form:"so,max=60"`
	Day    string    `form:"ngay,max=20"`
	Ground string    `form:"can_cu,max=40"`
	To     string    `form:"noi_nhan,max=300"`
	Party  string    `form:"bi_neu,max=10"`
	Login  string    `form:"dang_nhap,max=100"`
	Meant  string    `form:"la,max=10"`
	Note   string    `form:"ghi_chu,max=8000"`
}

func (s *Service) showVerb(c *web.Ctx) error {
	return s.verbPage(c, http.StatusOK, verbForm{Day: kernel.FormatDate(s.today()), Meant: "co"}, nil, "")
}

func (s *Service) verbPage(c *web.Ctx, status int, in verbForm, errs ui.Errors, sentence string) error {
	p, ok := verbOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Look(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("complaints.no_complaint")
	}
	if !d.Can[p.verb] && sentence == "" {
		return c.See(roomPath+"/"+id.String(), c.T("Việc này không còn làm được."))
	}
	v := VerbView{ID: id.String(), Title: titleOf(c.Context(), d.Complaint), Page: p, In: in, Errors: errs, Sentence: sentence}
	switch {
	case p.person:
		v.People, err = s.Candidates(c.Context(), c.Actor, id, p.verb)
	case p.verb == Refuse:
		for _, r := range RefusalsOn(d.Complaint.Kind, s.today()) {
			v.Grounds = append(v.Grounds, ui.Option{Value: r.Key, Label: r.Sentence})
		}
	case p.verb == Point:
		var full Detail
		full, err = s.Detail(c.Context(), c.Actor, id, OpenRecord)
		for n, a := range full.Complaint.Matter.Accused {
			v.Parties = append(v.Parties, ui.Option{Value: strconv.Itoa(n), Label: a.Name})
		}
	}
	if err != nil {
		return err
	}
	return c.Page(status, eventWord(c.Context(), p.verb), VerbPage(v))
}

func (s *Service) doVerb(c *web.Ctx) error {
	p, ok := verbOf(c.Path("viec"))
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Look(c.Context(), c.Actor, id) // nobody fills memory with what belongs nowhere
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("complaints.no_complaint")
	}
	var in verbForm
	var sender Sender
	if p.verb == Attach {
		var list []Upload
		if !d.Can[Attach] {
			return kernel.Refuse("complaints.not_now")
		}
		list, err = uploads(c, &in)
		if err == nil {
			_, err = s.AddFiles(c.Context(), c.Actor, id, in.Note, list)
		}
	} else {
		err = c.Form(&in)
		if err == nil {
			sender, err = s.do(c, p.verb, id, in)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.verbPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	switch p.verb {
	case Reveal: // shown in this one answer and nowhere else
		return s.onePage(c, id, OpenRecord, &sender)
	case HandOver:
		if _, err := s.Look(c.Context(), c.Actor, id); err != nil {
			return c.See(roomPath, c.T("Đã giao đơn. Bạn không còn thấy đơn này."))
		}
	}
	return c.See(roomPath+"/"+id.String(), c.T("Đã ghi."))
}

func (s *Service) do(c *web.Ctx, v Verb, id kernel.ID, in verbForm) (Sender, error) {
	day, err := readDay("ngay", in.Day)
	if err != nil {
		return Sender{}, err
	}
	ctx, a, said := c.Context(), c.Actor, Said{Note: in.Note, Number: in.Number, On: day, Ground: in.Ground, To: in.To}
	page, _ := verbOf(c.Path("viec"))
	if !page.number {
		said.Number, said.On = "", kernel.Date{}
	}
	switch v {
	case HandOver:
		_, err = s.HandOver(ctx, a, id, in.Person, said)
	case Pass:
		_, err = s.Pass(ctx, a, id, in.Person, said)
	case Name:
		_, err = s.Name(ctx, a, id, in.Person, said)
	case Point:
		n, bad := strconv.Atoi(in.Party)
		if bad != nil {
			n = -1
		}
		_, err = s.PointOut(ctx, a, id, n, in.Login, in.Meant != "khong", said)
	case Reveal:
		return s.Reveal(ctx, a, id, in.Note)
	default:
		_, err = s.Do(ctx, a, id, v, said)
	}
	return Sender{}, err
}
