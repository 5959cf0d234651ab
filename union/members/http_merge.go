package members

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// compare puts the record beside the other one that was named by its number.
func (s *Service) compare(c *web.Ctx, r Record, out *VerbView) error {
	if out.In.Other == "" {
		return nil
	}
	other, err := s.otherByNumber(c, out.In.Other)
	if f := kernel.AsFault(err); f != nil {
		out.Hint = c.Sentence(f)
		return nil
	}
	if err != nil {
		return err
	}
	ctx := c.Context()
	a, b := r.Member, other.Member
	if a.ID == b.ID {
		out.Hint = c.T("Đây là mã số của chính hồ sơ này.")
		return nil
	}
	out.Kept = []ui.Option{{Value: a.ID.String(), Label: a.Number + ", " + r.Units[r.Standing], Hint: keptHint(ctx, a)}, {Value: b.ID.String(), Label: b.Number + ", " + other.Units[other.Standing], Hint: keptHint(ctx, b)}}
	if out.In.Keep == "" {
		out.In.Keep = a.ID.String()
		if !a.Ended.IsZero() && b.Ended.IsZero() {
			out.In.Keep = b.ID.String()
		}
	}
	for _, l := range []Compared{
		{ui.T(ctx, "Họ và tên"), a.Name, b.Name}, {ui.T(ctx, "Ngày sinh"), kernel.FormatDate(a.Born), kernel.FormatDate(b.Born)},
		{ui.T(ctx, "Giới tính"), sexWord(ctx, a.Sex), sexWord(ctx, b.Sex)}, {ui.T(ctx, "Số định danh"), a.Identity.Masked(), b.Identity.Masked()},
		{ui.T(ctx, "Điện thoại"), kernel.MaskNumber(a.Phone), kernel.MaskNumber(b.Phone)}, {ui.T(ctx, "Đơn vị"), r.Units[r.Standing], other.Units[other.Standing]},
		{ui.T(ctx, "Ngày kết nạp"), kernel.FormatDate(a.Admitted), kernel.FormatDate(b.Admitted)}, {ui.T(ctx, "Tình trạng"), statusWord(ctx, a.Status), statusWord(ctx, b.Status)},
	} {
		out.Compare = append(out.Compare, l)
	}
	return nil
}

func keptHint(ctx context.Context, m Member) string {
	if m.Ended.IsZero() {
		return ui.T(ctx, "Mã số này dùng tiếp, hồ sơ kia kết thúc hôm nay.")
	}
	return ui.T(ctx, "Đã kết thúc ngày %s.", kernel.FormatDate(m.Ended))
}

// otherByNumber looks at the record with a number, when the actor may.
func (s *Service) otherByNumber(c *web.Ctx, number string) (Record, error) {
	id, err := s.idOfNumber(c.Context(), c.Actor.Tenant, number)
	if err != nil {
		return Record{}, err
	}
	r, err := s.Look(c.Context(), c.Actor, id, kernel.Date{}, "")
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		err = kernel.Missing("members.no_such_number")
	}
	return r, err
}

func (s *Service) doMerge(c *web.Ctx, r Record, in verbForm) (string, error) {
	to := roomPath + "/" + r.Member.ID.String()
	other, err := s.otherByNumber(c, in.Other)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return to, &kernel.Fault{Kind: kernel.Invalid, Code: "members.invalid", Fields: []kernel.FieldFault{{Field: "ma_so", Code: "members.no_such_number"}}}
	}
	if err != nil {
		return to, err
	}
	keep, gone := r.Member.ID, other.Member.ID
	if in.Keep == gone.String() {
		keep, gone = gone, keep
	}
	_, err = s.Merge(c.Context(), c.Actor, MergeInput{Keep: keep, Gone: gone, Reason: in.Reason})
	return roomPath + "/" + keep.String(), err
}

// MergerView is one merge, with the way back.
//
//glossary:none
type MergerView struct {
	ID, Reason, By, Undone string
	Kept, Gone             ui.Link
	On                     string
	Verbs                  []ui.Verb
}

func (s *Service) showMerger(c *web.Ctx) error {
	id, err := c.ID("lan")
	if err != nil {
		return err
	}
	m, err := s.mergerOf(c.Context(), id)
	if err != nil {
		return err
	}
	kept, err := s.Look(c.Context(), c.Actor, m.KeptMember, kernel.Date{}, "")
	if err != nil {
		return kernel.Missing("members.no_merge")
	}
	gone, err := s.Look(c.Context(), c.Actor, m.GoneMember, kernel.Date{}, "")
	if err != nil {
		return kernel.Missing("members.no_merge")
	}
	v := MergerView{ID: id.String(), Reason: m.Reason, By: m.ByName, On: kernel.FormatDate(m.On),
		Kept: ui.Link{Label: kept.Member.Name + ", " + kept.Member.Number, Href: roomPath + "/" + m.KeptMember.String()},
		Gone: ui.Link{Label: gone.Member.Name + ", " + gone.Member.Number, Href: roomPath + "/" + m.GoneMember.String()}}
	if !m.UndoneAt.IsZero() {
		v.Undone = c.T("%s đã tách lại lúc %s.", m.UndoneName, ui.Moment(c.Context(), m.UndoneAt))
	} else if kept.Keep && gone.Keep {
		v.Verbs = []ui.Verb{{Label: c.T("Tách lại hai hồ sơ"), Action: roomPath + "/gop/" + id.String(), Danger: true}}
	}
	return c.Page(http.StatusOK, c.T("Gộp hai hồ sơ"), MergerPage(v))
}

func (s *Service) undoMerger(c *web.Ctx) error {
	id, err := c.ID("lan")
	if err != nil {
		return err
	}
	var none struct{}
	err = c.Form(&none)
	if err == nil {
		err = s.Unmerge(c.Context(), c.Actor, id)
	}
	if err != nil {
		return err
	}
	return c.See(roomPath+"/gop/"+id.String(), c.T("Đã tách lại hai hồ sơ."))
}
