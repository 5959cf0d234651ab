package dossiers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// track is the public look-up. A link of a QR carries both codes; a form posts them, so that they
// stand in no log.
func (p *Pages) track(c *web.Ctx) error {
	v := TrackView{Code: c.Get("ma"), Secret: c.Get("bi-mat"), Errors: ui.Errors{}}
	asked := v.Secret != ""
	if c.R.Method == http.MethodPost {
		var in struct {
			Code   string `form:"ma,max=60"`
			Secret string `form:"bi-mat,max=40"`
		}
		err := c.Form(&in)
		if err != nil {
			return err
		}
		v.Code, v.Secret, asked = in.Code, in.Secret, true
	}
	if !asked {
		return c.Plain(ok, c.T("Tra cứu hồ sơ"), TrackPage(v))
	}
	if v.Code == "" {
		v.Errors["ma"] = c.T("Hãy viết mã hồ sơ hoặc số nộp in trên giấy.")
	}
	if v.Secret == "" {
		v.Errors["bi-mat"] = c.T("Hãy viết mã bí mật in trên giấy.")
	}
	if len(v.Errors) > 0 {
		return c.Plain(http.StatusUnprocessableEntity, c.T("Tra cứu hồ sơ"), TrackPage(v))
	}
	t, err := p.Service.Track(c.Context(), p.tenant(c.Actor), v.Code, v.Secret)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		v.Sentence = c.Sentence(&kernel.Fault{Code: "dossiers.track_not_found"})
		return c.Plain(http.StatusNotFound, c.T("Tra cứu hồ sơ"), TrackPage(v))
	}
	if err != nil {
		return err
	}
	units, err := p.names(c.Context(), c.Actor, p.now(), t.Received, t.Deciding)
	if err != nil {
		return err
	}
	found := trackView(c.Context(), t, units, p.now())
	if p.Till != nil && t.OrderID != 0 {
		found.Pay, err = p.Till.PayerPage(c.Context(), p.tenant(c.Actor), t.OrderID)
		if err != nil {
			return err
		}
	}
	v.Found = &found
	return c.Plain(ok, found.Reference, TrackPage(v))
}

// verify confirms a printed result by the mark in its code: who holds the paper may compare it.
func (p *Pages) verify(c *web.Ctx) error {
	d, err := p.Service.SignedResult(c.Context(), p.tenant(c.Actor), c.Get("ma"), c.Get("v"))
	if err != nil {
		return err
	}
	units, err := p.names(c.Context(), c.Actor, p.now(), d.Deciding)
	if err != nil {
		return err
	}
	v := verifyView(c.Context(), d, units)
	return c.Plain(ok, v.Title, VerifyPage(v))
}

// mine lists what the person has filed, and what she is still filling in.
func (p *Pages) mine(c *web.Ctx) error {
	page, err := p.Service.List(c.Context(), c.Actor, Filter{Mine: true, After: c.Get("sau")})
	if err != nil {
		return err
	}
	drafts, err := p.Service.Drafts(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	var v MineView
	for _, it := range page.Items {
		v.Rows = append(v.Rows, ownRow(c.Context(), it, p.now()))
	}
	for _, d := range drafts {
		name := d.Input.Procedure
		if cards, err := p.Forms.Cards(c.Context(), c.Actor.Tenant, d.Input.Procedure, 1); err == nil && len(cards) == 1 {
			name = cards[0].Name
		}
		base := filingBase(d)
		v.Drafts = append(v.Drafts, DraftRow{Href: base + stepOf(d), Name: name, Drop: base + "bo",
			Saved: c.T("Lưu lúc %s, giữ đến %s", ui.Moment(c.Context(), d.ChangedAt), kernel.FormatDate(d.ExpiresAt.Date()))})
	}
	if page.Next != "" {
		v.Next = "/ho-so-cua-toi?" + url.Values{"sau": {page.Next}}.Encode()
	}
	return c.Open(ok, c.T("Hồ sơ của tôi"), MinePage(v))
}

func (p *Pages) own(c *web.Ctx) error {
	s, err := p.see(c)
	if err != nil {
		return err
	}
	v := s.own(c.Context())
	err = p.payer(c.Context(), s, &v)
	if err != nil {
		return err
	}
	return c.Open(ok, v.Reference, OwnPage(v))
}

// supplyView is the page on which an applicant answers form 02.
func (p *Pages) supplyView(c *web.Ctx, s seen, errs ui.Errors, sentence string) FilingStep {
	r := s.Dossier.OpenSupplement()
	v := FilingStep{Name: s.Dossier.Procedure.Name, Title: c.T("Nộp bổ sung"), Action: "/ho-so-cua-toi/" + s.Dossier.ID.String() + "/bo-sung", Back: "/ho-so-cua-toi/" + s.Dossier.ID.String(),
		Next: c.T("Nộp bổ sung"), Upload: true, Errors: errs, Sentence: sentence, Now: 1, Names: []string{c.T("Nộp bổ sung")}, Once: true}
	v.Notes = []NoteView{{Kind: "warn", Text: r.Reason}}
	g := InputGroup{}
	for i, item := range r.Items {
		g.Fields = append(g.Fields, InputView{Kind: "file", Accept: uploadTypes, Props: ui.FieldProps{Name: supplyField(*r, i), Label: item.Name, Hint: strings.TrimSpace(item.Note + " " + c.T("Ảnh chụp hoặc PDF, tối đa 20 MB")), Error: errs[supplyField(*r, i)]}})
	}
	g.Fields = append(g.Fields, InputView{Kind: "text", Props: ui.FieldProps{Name: "note", Label: c.T("Điều cần nói thêm"), Value: c.Typed("note"), Optional: true, MaxLength: 1000}})
	v.Groups = []InputGroup{g}
	return v
}

// supplyField names the upload of one item: its component, or its place in the request.
func supplyField(r SupplementRequest, i int) string {
	if r.Items[i].Key != "" {
		return "papers." + r.Items[i].Key
	}
	return "papers." + extraKey(r, i)
}

// extraKey is the component made for something outside the list of the procedure.
func extraKey(r SupplementRequest, i int) string {
	return "bo_sung_" + r.ID.String() + "_" + string(rune('a'+i%26))
}

func (p *Pages) openRequest(c *web.Ctx) (seen, error) {
	s, err := p.see(c)
	if err != nil {
		return s, err
	}
	if s.Dossier.OpenSupplement() == nil || !slices.Contains(s.Can, DoSupplement) {
		return s, kernel.Refuse("dossiers.no_open_supplement")
	}
	return s, nil
}

func (p *Pages) supplyPage(c *web.Ctx) error {
	s, err := p.openRequest(c)
	if err != nil {
		return err
	}
	return c.Plain(ok, c.T("Nộp bổ sung"), FilingStepPage(p.supplyView(c, s, nil, "")))
}

func (p *Pages) supplyPost(c *web.Ctx) error {
	s, err := p.openRequest(c)
	if err != nil {
		return err
	}
	r := *s.Dossier.OpenSupplement()
	papers := map[string]*Paper{}
	for i, item := range r.Items {
		key := strings.TrimPrefix(supplyField(r, i), "papers.")
		old, _ := s.Dossier.Paper(key)
		old.Key, old.Name, old.Verdict, old.Note, old.Files = key, item.Name, "", "", nil
		papers[key] = &old
	}
	errs := ui.Errors{}
	err = c.Upload(nil, func(part web.Part) error {
		paper := papers[strings.TrimPrefix(part.Field, "papers.")]
		if paper == nil {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{part.Field}}
		}
		f, err := p.keep(c, part)
		if mendable(err) {
			errs[part.Field] = c.Sentence(kernel.AsFault(err))
			return nil
		}
		paper.Files = append(paper.Files, f)
		return err
	})
	if len(errs) > 0 && kernel.AsFault(err) != nil {
		err = nil // what is wrong with a file says more than that there was too much of it
	}
	if err == nil && len(errs) == 0 {
		in := SupplyInput{ID: s.Dossier.ID, Note: c.Typed("note")}
		for i := range r.Items {
			if paper := papers[strings.TrimPrefix(supplyField(r, i), "papers.")]; len(paper.Files) > 0 {
				in.Papers = append(in.Papers, *paper)
			}
		}
		_, err = p.Service.Supplement(c.Context(), c.Actor, in)
		if err == nil {
			return c.See("/ho-so-cua-toi/"+s.Dossier.ID.String(), c.T("Đã nộp bổ sung. Cơ quan giải quyết tiếp hồ sơ của bạn."))
		}
	}
	if err == nil {
		return c.Plain(http.StatusUnprocessableEntity, c.T("Nộp bổ sung"), FilingStepPage(p.supplyView(c, s, errs, "")))
	}
	return answer(c, err, func(status int, sentence string, errs ui.Errors) error {
		return c.Plain(status, c.T("Nộp bổ sung"), FilingStepPage(p.supplyView(c, s, errs, sentence)))
	})
}

const uploadTypes = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,image/*"

// keep takes one file in. What is not acceptable is a mendable Fault, for its field.
func (p *Pages) keep(c *web.Ctx, part web.Part) (File, error) {
	f, err := files.Keep(c.Context(), p.Files, part, part.Sent, files.Rule{})
	var large *http.MaxBytesError
	switch {
	case kernel.AsFault(err) != nil, errors.As(err, &large):
		return File{}, err
	case err != nil:
		return File{}, errors.Join(&kernel.Fault{Kind: kernel.Unavailable, Code: "dossiers.file_not_kept", Args: []any{part.Name}}, err)
	}
	return File{SHA256: f.SHA256, Name: f.Name, Type: f.Type.ContentType(), Size: f.Size}, nil
}

// mendable tells that another file would do; a full disk is nothing that the sender can mend.
func mendable(err error) bool {
	f := kernel.AsFault(err)
	return f != nil && f.Kind == kernel.Invalid
}

// withdrawView asks the owner why, and says what will happen.
func (p *Pages) withdrawView(c *web.Ctx, s seen, errs ui.Errors, sentence string) VerbView {
	v := verbView(c.Context(), s, DoWithdraw, url.Values{"reason": {c.Typed("reason")}}, verbChoices{}, errs, sentence)
	own := "/ho-so-cua-toi/" + s.Dossier.ID.String()
	v.Href, v.Action, v.Fields = own, own+"/rut", v.Fields[:1]
	return v
}

func (p *Pages) withdrawPage(c *web.Ctx) error {
	s, err := p.see(c)
	if err != nil {
		return err
	}
	if !slices.Contains(s.Can, DoWithdraw) {
		return c.See("/ho-so-cua-toi/"+s.Dossier.ID.String(), c.T("Kết quả đã ký hoặc hồ sơ đã khép nên không rút được nữa."))
	}
	return c.Plain(ok, c.T("Rút hồ sơ"), VerbPage(p.withdrawView(c, s, nil, "")))
}

func (p *Pages) withdrawPost(c *web.Ctx) error {
	s, err := p.see(c)
	if err != nil {
		return err
	}
	var in struct {
		Reason  string `form:"reason,max=4000"`
		Version int64  `form:"phien"`
	}
	err = c.Form(&in)
	if err == nil {
		_, err = p.Service.Withdraw(c.Context(), c.Actor, ReasonInput{Once: Once{RowVersion: in.Version}, ID: s.Dossier.ID, Reason: in.Reason})
	}
	if err != nil {
		return answer(c, err, func(status int, sentence string, errs ui.Errors) error {
			return c.Plain(status, c.T("Rút hồ sơ"), VerbPage(p.withdrawView(c, s, errs, sentence)))
		})
	}
	return c.See("/ho-so-cua-toi/"+s.Dossier.ID.String(), c.T("Đã rút hồ sơ."))
}
