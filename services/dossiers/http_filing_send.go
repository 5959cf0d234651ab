package dossiers

import (
	"errors"
	"net/http"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// filingPapers keeps the files as they come, so that a broken upload loses only the file under way.
func (p *Pages) filingPapers(c *web.Ctx, o filingOpen) error {
	errs := ui.Errors{}
	err := c.Upload(nil, func(part web.Part) error {
		for _, term := range o.terms.Papers {
			if part.Field != "papers."+term.Key || term.Held != "" || term.FromForm {
				continue
			}
			f, err := p.keep(c, part)
			if mendable(err) {
				errs[part.Field] = c.Sentence(kernel.AsFault(err))
				return nil
			}
			if err != nil {
				return err
			}
			_, err = p.Service.AttachPaper(c.Context(), c.Actor, o.f.ID, term.Key, term.Name, f)
			return err
		}
		return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{part.Field}}
	})
	if err == nil && c.Typed("bo") != "" {
		key, sha, _ := strings.Cut(c.Typed("bo"), "/")
		_, err = p.Service.RemovePaper(c.Context(), c.Actor, o.f.ID, key, sha)
	}
	kept, gone := p.Service.DraftOf(c.Context(), c.Actor, o.f.ID)
	if gone != nil {
		return errors.Join(err, gone)
	}
	o.f = kept
	if err != nil { // the files before are kept; what is wrong with one of them says more than that there was too much
		return answer(c, err, func(status int, sentence string, _ ui.Errors) error {
			return p.drawStep(c, status, o, nil, errs, sentence)
		})
	}
	stay := c.Typed("bo") != "" || c.Typed("o-lai") != ""
	if !stay {
		for _, m := range Missing(o.terms, o.f.Input.Papers) {
			if errs["papers."+m.Key] == "" {
				errs["papers."+m.Key] = c.Sentence(&kernel.Fault{Code: "dossiers.missing_paper", Args: []any{m.Name}})
			}
		}
	}
	if len(errs) > 0 {
		return p.drawStep(c, http.StatusUnprocessableEntity, o, nil, errs, "")
	}
	if stay {
		return c.See(filingBase(o.f)+"3", "")
	}
	return c.See(filingBase(o.f)+"4", "")
}

// filingSubmit files. Pressing twice files once.
func (p *Pages) filingSubmit(c *web.Ctx, o filingOpen) error {
	var in struct {
		Sure    bool   `form:"cam-doan"`
		Request string `form:"ma-gui"`
		Version string `form:"phien"`
		Old     bool   `form:"phien-ban-cu"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	again := func(status int, sentence string, errs ui.Errors) error {
		return p.drawStep(c, status, o, nil, errs, sentence)
	}
	if !in.Sure {
		return again(http.StatusUnprocessableEntity, "", ui.Errors{"cam-doan": c.T("Hãy đánh dấu ô này rồi nộp.")})
	}
	if in.Old && o.f.Newer {
		_, err = p.Service.RenewDraft(c.Context(), c.Actor, o.f.ID)
		if err != nil {
			return err
		}
	}
	receipt, err := p.Service.Submit(c.Context(), c.Actor, o.f.ID, Once{})
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return again(http.StatusUnprocessableEntity, "", nil) // the page itself lists what is missing
	}
	if err != nil {
		return answer(c, err, again)
	}
	receipt.Secret = spaced(receipt.Secret)
	return c.Plain(ok, c.T("Đã nộp hồ sơ"), FilingDonePage(doneView(c.Context(), receipt)))
}

func (p *Pages) filingDrop(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = p.Service.DropDraft(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See("/ho-so-cua-toi", c.T("Đã bỏ bản khai dở."))
}
