package committees

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// verbPage is one verb as the pages know it.
type verbPage struct {
	verb  Verb
	slug  string
	label string
	done  string
}

var verbPages = []verbPage{
	{Seat, "viec/them-nguoi", "Thêm người", "Đã ghi người vào ban."},
	{Recognise, "viec/cong-nhan", "Ghi quyết định công nhận", "Đã ghi quyết định công nhận."},
	{End, "viec/ket-thuc", "Kết thúc ban", "Ban đã kết thúc."},
}

func (p verbPage) word(ctx context.Context) string { return ui.T(ctx, p.label) }

func verbOf(slug string) (verbPage, bool) {
	for _, p := range verbPages {
		if p.slug == "viec/"+slug {
			return p, true
		}
	}
	return verbPage{}, false
}

// verbForm is what is typed with any verb.
type verbForm struct {
	Person kernel.ID `form:"nguoi"`
	Key    string    `form:"ma,max=40"`
	Post   string    `form:"chuc_danh,max=40"`
	Team   string    `form:"to,max=80"`
	From   string    `form:"tu_ngay,max=20"`
	Number string    `form:"so_qd,max=120"`
	On     string    `form:"ngay_qd,max=20"`
	Reason string    `form:"ly_do,max=600"`
}

// VerbView is one verb on a committee, or on one place in it, with what is asked for it.
//
//glossary:none
type VerbView struct {
	Committee CommitteeView
	Action    string
	Title     string
	Seats     bool // asks for a person
	Papers    bool // asks for the decision of recognition
	Who       string
	Teams     bool
	People    []ui.Option
	Posts     []ui.Option
	In        verbForm
	Errors    ui.Errors
	Sentence  string
}

func (s *Service) showVerb(c *web.Ctx) error {
	return s.verbPage(c, http.StatusOK, verbForm{From: kernel.FormatDate(s.today())}, nil, "")
}

func (s *Service) verbPage(c *web.Ctx, status int, in verbForm, errs ui.Errors, sentence string) error {
	p, ok := verbOf(c.Path("viec"))
	if !ok {
		return kernel.Missing("committees.no_committee")
	}
	d, _, err := s.detailOf(c)
	if err != nil {
		return err
	}
	if !d.Can[p.verb] && sentence == "" {
		return c.See(committeePath(d.Committee.ID), c.T("Việc này không làm được ở đây."))
	}
	v := VerbView{Committee: committeeView(c.Context(), d, s.today()), Action: committeePath(d.Committee.ID) + "/" + p.slug, Title: p.word(c.Context()), Seats: p.verb == Seat, Papers: p.verb == Recognise,
		Teams: d.Committee.Kind == groupsKind, In: in, Errors: errs, Sentence: sentence}
	if v.Seats {
		v.People, err = s.peopleNear(c.Context(), d)
		if err != nil {
			return err
		}
		for _, x := range PostsOf(d.Committee.Kind, s.today()) {
			v.Posts = append(v.Posts, ui.Option{Value: x.Key, Label: x.Name})
		}
	}
	return c.Page(status, v.Title, VerbPage(v))
}

func (s *Service) doVerb(c *web.Ctx) error {
	p, ok := verbOf(c.Path("viec"))
	if !ok {
		return kernel.Missing("committees.no_committee")
	}
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in verbForm
	err = c.Form(&in)
	if err == nil {
		err = s.do(c.Context(), c.Actor, p.verb, id, in)
	}
	return s.again(c, err, committeePath(id), c.T(p.done), func(status int, sentence string, errs ui.Errors) error {
		return s.verbPage(c, status, in, errs, sentence)
	})
}

func (s *Service) do(ctx context.Context, a kernel.Actor, v Verb, id kernel.ID, in verbForm) error {
	var fs kernel.Faults
	from, on := readDay(in.From, "tu_ngay", &fs), readDay(in.On, "ngay_qd", &fs)
	err := fs.Err("committees.invalid")
	if err != nil {
		return err
	}
	switch v {
	case Seat:
		_, err = s.Seat(ctx, a, Seating{Committee: id, Person: in.Person, Key: in.Key, Post: in.Post, Team: in.Team, From: from, Basis: in.Number})
	case Recognise:
		err = s.Recognise(ctx, a, id, Basis{Number: in.Number, On: on})
	default:
		err = s.End(ctx, a, id, Ending{On: from, Basis: in.Number, Reason: in.Reason})
	}
	return err
}

func (s *Service) showLeaving(c *web.Ctx) error {
	return s.leavingPage(c, http.StatusOK, verbForm{From: kernel.FormatDate(s.today())}, nil, "")
}

func (s *Service) leavingPage(c *web.Ctx, status int, in verbForm, errs ui.Errors, sentence string) error {
	d, _, err := s.detailOf(c)
	if err != nil {
		return err
	}
	place, err := c.ID("cho")
	if err != nil {
		return err
	}
	for _, p := range d.Now {
		if p.ID == place && d.Can[Unseat] {
			v := VerbView{Committee: committeeView(c.Context(), d, s.today()), Action: committeePath(d.Committee.ID) + "/thoi/" + place.String(), Title: c.T("Cho thôi giữ chức danh"),
				Who: joinComma(d.People[p.Person].Name, postWords(d.Committee.Kind, p)), In: in, Errors: errs, Sentence: sentence}
			return c.Page(status, v.Title, VerbPage(v))
		}
	}
	return kernel.Missing("committees.no_place")
}

func (s *Service) doLeave(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	place, err := c.ID("cho")
	if err != nil {
		return err
	}
	var in verbForm
	err = c.Form(&in)
	if err == nil {
		var fs kernel.Faults
		on := readDay(in.From, "tu_ngay", &fs)
		err = fs.Err("committees.invalid")
		if err == nil {
			err = s.Unseat(c.Context(), c.Actor, Leaving{Committee: id, Place: place, On: on, Basis: in.Number, Reason: in.Reason})
		}
	}
	return s.again(c, err, committeePath(id), c.T("Đã ghi thôi giữ chức danh."), func(status int, sentence string, errs ui.Errors) error {
		return s.leavingPage(c, status, in, errs, sentence)
	})
}
