package members

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/kernel"
)

// photoRule is what a picture of a member may be. It is kept as large as a card and a page need, so that a
// roll of thousands opens on a phone.
var photoRule = files.Rule{Types: []files.Type{files.JPEG, files.PNG}, MaxSize: 8 << 20, Wide: 600, Tall: 800}

// photoOn is the picture that a record has on a day, "" for none. Who looks at it looks at the record: what
// opens one opens the other, and it is written down alike. Refuses with members.no_member.
func (s *Service) photoOn(ctx context.Context, a kernel.Actor, id kernel.ID, on kernel.Date) (string, error) {
	var m Member
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		l, err := s.looked(tx, a, id, canView)
		if err != nil {
			return err
		}
		m, _, err = s.Get(tx, l.Tenant, l.ID, on)
		return err
	})
	if err != nil {
		return "", err
	}
	if !a.System && (a.Person == 0 || a.Person != m.Person) {
		err = s.noteAccess(ctx, a, m, "")
	}
	return m.Profile.Photo, err
}

// readPhoto reads a kept picture. What is no picture is not shown: a roll from elsewhere may name any file.
func (s *Service) readPhoto(ctx context.Context, sha string) (picture []byte, contentType string, err error) {
	if sha == "" || s.Files == nil {
		return nil, "", kernel.Missing("members.no_photo")
	}
	r, err := s.Files.Open(ctx, sha)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return nil, "", kernel.Missing("members.no_photo")
	}
	if err != nil {
		return nil, "", err
	}
	defer r.Close()
	var b bytes.Buffer
	_, err = io.Copy(&b, io.LimitReader(r, files.DefaultRule.MaxSize))
	if err != nil {
		return nil, "", err
	}
	contentType = http.DetectContentType(b.Bytes())
	if contentType != files.JPEG.ContentType() && contentType != files.PNG.ContentType() {
		return nil, "", kernel.Missing("members.no_photo")
	}
	return b.Bytes(), contentType, nil
}

// photoForm is a new picture as it is sent, or the wish to have none.
type photoForm struct {
	From   string `form:"tu_ngay,max=20"`
	Source string `form:"nguon,max=300"`
	Reason string `form:"ly_do,max=500"`
	Verb   string `form:"viec,max=20"`
}

const dropPhoto = "bo"

// correction is the picture as a part of the sheet, from a day on.
func (in photoForm) correction(sha string) (Correction, error) {
	var faults kernel.Faults
	if in.Verb == dropPhoto {
		sha = ""
	} else if sha == "" {
		faults.Add("tep", "members.photo_needed")
	}
	fix, err := sheetForm{Photo: sha}.correction(FactPhoto, in.From, in.Source)
	if f := kernel.AsFault(err); f != nil {
		for _, x := range f.Fields {
			faults.Add(x.Field, x.Code, x.Args...)
		}
	}
	return fix, faults.Err("members.invalid")
}
