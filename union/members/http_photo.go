package members

import (
	"bytes"
	"context"
	"net/http"

	"doanket/internal/files"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// photoSlug stands in addresses for the picture of a record.
const photoSlug = "anh"

func photoPath(member kernel.ID) string { return roomPath + "/" + member.String() + "/" + photoSlug }

// photoSrc is where a page finds the picture of a record, "" for one without.
func photoSrc(m Member, on, today kernel.Date) string {
	switch {
	case m.Profile.Photo == "":
		return ""
	case on == today:
		return photoPath(m.ID) + "/xem"
	}
	return photoPath(m.ID) + "/xem?ngay=" + kernel.FormatDate(on)
}

func (s *Service) sendPhoto(c *web.Ctx, sha string) error {
	b, kind, err := s.readPhoto(c.Context(), sha)
	if err != nil {
		return err
	}
	return c.File("anh-the", kind, bytes.NewReader(b), true)
}

func (s *Service) showPhoto(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	on, _ := s.dayOf(c)
	sha, err := s.photoOn(c.Context(), c.Actor, id, on)
	if err != nil {
		return err
	}
	return s.sendPhoto(c, sha)
}

func (s *Service) showRequestPhoto(c *web.Ctx) error {
	id, err := c.ID("yeucau")
	if err != nil {
		return err
	}
	d, err := s.requestOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return s.sendPhoto(c, d.sheet().Photo)
}

// PhotoView is the form for a new picture: the keeper's own deed, or what a member asks for.
//
//glossary:none
type PhotoView struct {
	Title, Action string
	Crumb         []ui.Link
	Own           bool
	Photo         string // the one of today
	Name          string
	Kept          bool // one was sent already and waits for the rest of the form
	In            photoForm
	Errors        ui.Errors
	Sentence      string
}

func (v PhotoView) have(ctx context.Context) []ui.HaveFile {
	if !v.Kept {
		return nil
	}
	return []ui.HaveFile{{Name: ui.T(ctx, "Ảnh vừa tải lên"), Text: ui.T(ctx, "Đã giữ, không cần chọn lại")}}
}

func (s *Service) photoPage(c *web.Ctx, status int, r Record, own bool, in photoForm, f *kernel.Fault) error {
	v := PhotoView{Title: c.T("Đổi ảnh thẻ"), Action: photoPath(r.Member.ID), Name: r.Member.Name, Own: own, Photo: photoSrc(r.Member, s.today(), s.today()), In: in,
		Crumb: []ui.Link{{Label: c.T("Sổ đoàn viên"), Href: roomPath}, {Label: r.Member.Name, Href: roomPath + "/" + r.Member.ID.String()}}}
	if own {
		v.Title, v.Action, v.Crumb = c.T("Gửi ảnh thẻ mới"), ownPath+"/"+photoSlug, []ui.Link{{Label: c.T("Hồ sơ đoàn viên của tôi"), Href: ownPath}}
	}
	if f != nil {
		v.Errors, v.Sentence, v.Kept = c.FieldErrors(f), c.Sentence(f), c.Kept(photoSlot(r)) != ""
	}
	return c.Page(status, v.Title, PhotoPage(v))
}

// photoSlot is where a picture waits in the session while the rest of its form is mended: the form names
// no file, so that nobody can put another's paper on a record.
func photoSlot(r Record) string { return photoSlug + "." + r.Member.ID.String() }

// takePhoto reads the form and gives the picture that it means.
func (s *Service) takePhoto(c *web.Ctx, r Record) (in photoForm, sha string, err error) {
	err = c.Upload(&in, func(p web.Part) error {
		kept, err := files.Keep(c.Context(), s.Files, p, p.Sent, photoRule)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
			var faults kernel.Faults
			faults.Add("tep", f.Code, f.Args...)
			return faults.Err("members.invalid")
		}
		if err == nil {
			c.Keep(photoSlot(r), kept.SHA256)
		}
		return err
	})
	if err != nil { // the fields came before the file
		in = photoForm{From: c.Typed("tu_ngay"), Source: c.Typed("nguon"), Reason: c.Typed("ly_do")}
	}
	return in, c.Kept(photoSlot(r)), err
}

// keptRecord is a record that the actor may write into.
func (s *Service) keptRecord(c *web.Ctx) (Record, error) {
	id, err := c.ID("id")
	if err != nil {
		return Record{}, err
	}
	r, err := s.Look(c.Context(), c.Actor, id, kernel.Date{}, "")
	if err == nil && !r.Keep {
		err = kernel.Forbid("members.may_not")
	}
	return r, err
}

func (s *Service) showPhotoForm(c *web.Ctx) error {
	r, err := s.keptRecord(c)
	if err != nil {
		return err
	}
	c.Drop(photoSlot(r))
	return s.photoPage(c, http.StatusOK, r, false, photoForm{From: kernel.FormatDate(s.today())}, nil)
}

func (s *Service) changePhoto(c *web.Ctx) error {
	r, err := s.keptRecord(c)
	if err != nil {
		return err
	}
	in, sha, err := s.takePhoto(c, r)
	if err == nil {
		var fix Correction
		fix, err = in.correction(sha)
		if err == nil {
			err = s.Correct(c.Context(), c.Actor, r.Member.ID, fix)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.photoPage(c, http.StatusUnprocessableEntity, r, false, in, f)
	}
	if err != nil {
		return err
	}
	c.Drop(photoSlot(r))
	said := c.T("Đã đổi ảnh thẻ.")
	if in.Verb == dropPhoto {
		said = c.T("Đã bỏ ảnh thẻ.")
	}
	return c.See(roomPath+"/"+r.Member.ID.String(), said)
}

// ownRecordOf is the record of who asks; whoever was never a member has none.
func (s *Service) ownRecordOf(c *web.Ctx) (Record, error) {
	o, ok, err := s.own(c.Context(), c.Actor)
	if err == nil && !ok {
		err = kernel.Missing("members.no_member")
	}
	return o.Record, err
}

func (s *Service) showPhotoAsk(c *web.Ctx) error {
	r, err := s.ownRecordOf(c)
	if err != nil {
		return err
	}
	c.Drop(photoSlot(r))
	return s.photoPage(c, http.StatusOK, r, true, photoForm{From: kernel.FormatDate(s.today())}, nil)
}

// askPhoto sends a picture to the union that keeps the record; it stands on the record when that says yes.
func (s *Service) askPhoto(c *web.Ctx) error {
	r, err := s.ownRecordOf(c)
	if err != nil {
		return err
	}
	in, sha, err := s.takePhoto(c, r)
	var q Request
	if err == nil {
		in.Source, in.Verb = byLetter, "" // she asks for a picture, never for none
		_, err = in.correction(sha)
	}
	if err == nil {
		q, err = s.askCorrection(c.Context(), c.Actor, FactPhoto, sheetForm{Photo: sha}, in.From, in.Reason)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.photoPage(c, http.StatusUnprocessableEntity, r, true, in, f)
	}
	if err != nil {
		return err
	}
	c.Drop(photoSlot(r))
	return c.See(requestPath+"/"+q.ID.String(), c.T("Đã gửi công đoàn cơ sở."))
}

// pictures are the two of a request side by side.
func (v RequestView) pictures() []ui.Fact {
	var out []ui.Fact
	for _, p := range v.Pictures {
		f := ui.Fact{Label: p.Label, Value: "–"}
		if p.Href != "" {
			f.Body = portrait(p.Href, v.Name)
		}
		out = append(out, f)
	}
	return out
}
