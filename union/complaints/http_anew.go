package complaints

import (
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const anewPath = roomPath + "/can-giao"

func (s *Service) showOrphans(c *web.Ctx) error {
	list, err := s.Orphans(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Đơn cần giao lại"), OrphansPage(list))
}

// anewForm is to whom an orphan goes, and why.
type anewForm struct {
	Person kernel.ID `form:"nguoi"`
	Note   string    `form:"ghi_chu,max=8000"`
}

func (s *Service) showAnew(c *web.Ctx) error {
	return s.anewPage(c, http.StatusOK, AnewView{})
}

func (s *Service) anewPage(c *web.Ctx, status int, v AnewView) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	v.Orphan, v.People, err = s.Heirs(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(status, c.T("Giao lại đơn"), AnewPage(v))
}

func (s *Service) doAnew(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in anewForm
	err = c.Form(&in)
	if err != nil {
		return err
	}
	_, err = s.GiveAnew(c.Context(), c.Actor, id, in.Person, Said{Note: in.Note})
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.anewPage(c, http.StatusUnprocessableEntity, AnewView{In: in, Errors: c.FieldErrors(f), Sentence: c.Sentence(f)})
	}
	if err != nil {
		return err
	}
	return c.See(roomPath, c.T("Đã giao lại đơn."))
}

// AnewView is an orphan on its way to another lead.
//
//glossary:none
type AnewView struct {
	Orphan   Orphan
	People   []Choice
	In       anewForm
	Errors   ui.Errors
	Sentence string
}
