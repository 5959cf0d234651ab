package members

import (
	"context"
	"net/http"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// verb is one thing that can be done with a record, as the pages know it.
type verb struct {
	slug   string
	decide bool // the committee's, not the keeper's
	danger bool
	fits   func(r Record) bool
}

func isOpenRecord(r Record) bool { return r.Member.Ended.IsZero() }

var verbs = []verb{
	{slug: "sua", fits: func(Record) bool { return true }},
	{slug: "to", fits: func(r Record) bool { return isOpenRecord(r) }},
	{slug: "tinh-trang", fits: func(r Record) bool { return isOpenRecord(r) }},
	{slug: "het-tinh-trang", fits: func(r Record) bool { return isOpenRecord(r) && len(openStatuses(r)) > 0 }},
	{slug: "gop", fits: func(Record) bool { return true }},
	{slug: "ket-thuc", decide: true, danger: true, fits: func(r Record) bool { return isOpenRecord(r) }},
}

func verbWord(ctx context.Context, slug string) string {
	switch slug {
	case "sua":
		return ui.T(ctx, "Sửa hồ sơ")
	case "to":
		return ui.T(ctx, "Chuyển tổ")
	case "tinh-trang":
		return ui.T(ctx, "Ghi tình trạng")
	case "het-tinh-trang":
		return ui.T(ctx, "Kết thúc tình trạng")
	case "gop":
		return ui.T(ctx, "Gộp hồ sơ trùng")
	case "ket-thuc":
		return ui.T(ctx, "Cho ra, khai trừ, ghi đã mất")
	}
	return ui.T(ctx, "Xem số đầy đủ")
}

func doneWord(ctx context.Context, slug string) string {
	switch slug {
	case "sua":
		return ui.T(ctx, "Đã sửa hồ sơ.")
	case "to":
		return ui.T(ctx, "Đã chuyển tổ.")
	case "gop":
		return ui.T(ctx, "Đã gộp hai hồ sơ.")
	case "ket-thuc":
		return ui.T(ctx, "Đã ghi. Hồ sơ được giữ lại.")
	}
	return ui.T(ctx, "Đã ghi tình trạng.")
}

// openStatuses are the stretches that hold on the day of the record or are still to come.
func openStatuses(r Record) []StatusSpan {
	var out []StatusSpan
	for _, s := range r.Statuses {
		if s.VoidBy == 0 && !s.Status.Ends() && (s.Valid.To.IsZero() || s.Valid.To.After(r.On)) {
			out = append(out, s)
		}
	}
	return out
}

func (r Record) may(v verb) bool {
	right := r.Keep
	if v.decide {
		right = r.Decide
	}
	return right && v.fits(r)
}

func recordVerbs(ctx context.Context, r Record, here string) []ui.Verb {
	var out []ui.Verb
	for _, v := range verbs {
		if r.may(v) {
			out = append(out, ui.Verb{Label: verbWord(ctx, v.slug), Href: here + "/" + v.slug, Danger: v.danger, Plain: v.slug == "gop"})
		}
	}
	return out
}

// verbForm is what is typed with any verb.
type verbForm struct {
	sheetForm
	Part   string `form:"muc,max=20"`
	From   string `form:"tu_ngay,max=20"`
	To     string `form:"den_ngay,max=20"`
	Source string `form:"nguon,max=300"`
	Reason string `form:"ly_do,max=500"`
	Basis  string `form:"quyet_dinh,max=100"`
	Group  string `form:"to,max=100"`
	Status string `form:"tinh_trang,max=20"`
	As     string `form:"hinh_thuc,max=20"`
	Other  string `form:"ma_so,max=30"`
	Keep   string `form:"giu,max=20"`
}

// VerbView is one verb on one record, with what is asked for it.
//
//glossary:none
type VerbView struct {
	ID, Name, Slug, Title string
	Part                  FactKey
	In                    verbForm
	Parts                 []ui.Link
	Statuses              []ui.Option
	Contracts             []ui.Option
	Groups                []ui.Option
	Kept                  []ui.Option // of a merge: which of the two goes on
	Compare               []Compared
	Hint                  string
	Errors                ui.Errors
	Sentence              string
}

// Compared is one line of two records side by side.
//
//glossary:none
type Compared struct{ Label, Here, There string }

func (s *Service) verbOf(c *web.Ctx) (verb, Record, error) {
	id, err := c.ID("id")
	if err != nil {
		return verb{}, Record{}, err
	}
	r, err := s.Look(c.Context(), c.Actor, id, kernel.Date{}, "")
	if err != nil {
		return verb{}, r, err
	}
	for _, v := range verbs {
		if v.slug == c.Path("viec") {
			return v, r, nil
		}
	}
	return verb{}, r, kernel.Missing("members.no_member")
}

func (s *Service) showVerb(c *web.Ctx) error {
	if c.Path("viec") == "xem-so" {
		return s.askReveal(c)
	}
	if c.Path("viec") == photoSlug {
		return s.showPhotoForm(c)
	}
	v, r, err := s.verbOf(c)
	if err != nil {
		return err
	}
	if !r.may(v) {
		return c.See(roomPath+"/"+r.Member.ID.String(), c.T("Việc này không còn làm được."))
	}
	in := verbForm{Part: c.Get("muc"), From: kernel.FormatDate(s.today()), Other: c.Get("ma-so")}
	if in.Part != "" {
		in.sheetForm = formOf(r.Member)
	}
	if v.slug == "to" {
		in.Group = r.Member.Group
	}
	return s.verbPage(c, http.StatusOK, v, r, in, nil, "")
}

func (s *Service) verbPage(c *web.Ctx, status int, v verb, r Record, in verbForm, errs ui.Errors, sentence string) error {
	view, err := s.verbView(c, v, r, in)
	if err != nil {
		return err
	}
	view.Errors, view.Sentence = errs, sentence
	return c.Page(status, view.Title, VerbPage(view))
}

func (s *Service) verbView(c *web.Ctx, v verb, r Record, in verbForm) (VerbView, error) {
	ctx := c.Context()
	out := VerbView{ID: r.Member.ID.String(), Name: r.Member.Name, Slug: v.slug, Title: verbWord(ctx, v.slug), In: in, Part: FactKey(in.Part)}
	switch v.slug {
	case "sua":
		out.Parts = partLinks(ctx, roomPath+"/"+out.ID+"/sua", out.Part)
		out.Contracts = contractOptions(s.today())
	case "tinh-trang":
		for _, x := range []Status{Exempt, Suspended, Disciplined} {
			if x != Disciplined || r.Decide {
				out.Statuses = append(out.Statuses, ui.Option{Value: string(x), Label: statusWord(ctx, x)})
			}
		}
		least, _ := RuleOn(ExemptLeastMonths, s.today())
		lapse, _ := RuleOn(DisciplineLapseMonths, s.today())
		out.Hint = ui.T(ctx, "Miễn đoàn phí từ %d tháng trở lên. Kỷ luật không ghi ngày cuối thì hết hiệu lực sau %d tháng. Nguồn: %s.", least.Value, lapse.Value, unread(ctx, lapse))
	case "het-tinh-trang":
		for _, x := range openStatuses(r) {
			out.Statuses = append(out.Statuses, ui.Option{Value: string(x.Status), Label: statusWord(ctx, x.Status) + " " + span(ctx, x.Valid)})
		}
	case "ket-thuc":
		for _, x := range []Status{Left, Expelled, Died} {
			out.Statuses = append(out.Statuses, ui.Option{Value: string(x), Label: endingWord(ctx, x)})
		}
	case "to":
		groups, err := s.groupsNow(ctx, r.Standing)
		for _, g := range groups {
			out.Groups = append(out.Groups, ui.Option{Value: g, Label: g})
		}
		return out, err
	case "gop":
		return out, s.compare(c, r, &out)
	}
	return out, nil
}

// unread is the source of a rule, and that its text was not read when it was not.
func unread(ctx context.Context, r Rule) string {
	if r.Verified {
		return r.Source
	}
	return ui.T(ctx, "%s, chưa xác minh", r.Source)
}

func endingWord(ctx context.Context, s Status) string {
	switch s {
	case Expelled:
		return ui.T(ctx, "Khai trừ")
	case Died:
		return ui.T(ctx, "Đoàn viên đã mất")
	}
	return ui.T(ctx, "Ra khỏi tổ chức theo đơn")
}

func contractOptions(on kernel.Date) []ui.Option {
	var out []ui.Option
	for _, k := range ContractKinds(on) {
		out = append(out, ui.Option{Value: k.Key, Label: k.Name})
	}
	return out
}

func partWord(ctx context.Context, k FactKey) string {
	if k == partPerson {
		return ui.T(ctx, "Họ tên, ngày sinh, số định danh, liên lạc")
	}
	return keyWord(ctx, k)
}

func partLinks(ctx context.Context, path string, chosen FactKey) []ui.Link {
	var out []ui.Link
	for _, k := range parts {
		l := ui.Link{Label: partWord(ctx, k), Href: path + "?muc=" + string(k)}
		if k == chosen {
			l.Href = ""
		}
		out = append(out, l)
	}
	return append(out, ui.Link{Label: keyWord(ctx, FactPhoto), Href: strings.TrimSuffix(path, "/sua") + "/" + photoSlug})
}

func (s *Service) doVerb(c *web.Ctx) error {
	if c.Path("viec") == "xem-so" {
		return s.reveal(c)
	}
	if c.Path("viec") == photoSlug {
		return s.changePhoto(c)
	}
	v, r, err := s.verbOf(c)
	if err != nil {
		return err
	}
	var in verbForm
	err = c.Form(&in)
	to := roomPath + "/" + r.Member.ID.String()
	if err == nil {
		to, err = s.do(c, v, r, in, to)
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		return s.verbPage(c, http.StatusUnprocessableEntity, v, r, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(to, doneWord(c.Context(), v.slug))
}

func (s *Service) do(c *web.Ctx, v verb, r Record, in verbForm, to string) (string, error) {
	ctx, id := c.Context(), r.Member.ID
	var faults kernel.Faults
	from, until := readDay("tu_ngay", in.From, &faults), readDay("den_ngay", in.To, &faults)
	err := faults.Err("members.invalid")
	if err != nil {
		return to, err
	}
	switch v.slug {
	case "sua":
		fix, err := in.correction(FactKey(in.Part), in.From, in.Source)
		if err != nil {
			return to, err
		}
		return to, s.Correct(ctx, c.Actor, id, fix)
	case "to":
		return to, s.Regroup(ctx, c.Actor, id, in.Group, from)
	case "tinh-trang":
		if !until.IsZero() {
			until = until.AddDays(1) // people name the last day
		}
		return to, s.SetStatus(ctx, c.Actor, id, StatusSpan{Status: Status(in.Status), Valid: kernel.Period{From: from, To: until}, Reason: strings.TrimSpace(in.Reason), Basis: strings.TrimSpace(in.Basis)})
	case "het-tinh-trang":
		return to, s.CloseStatus(ctx, c.Actor, id, Status(in.Status), from)
	case "ket-thuc":
		return to, s.End(ctx, c.Actor, id, Ending{As: Status(in.As), On: from, Reason: strings.TrimSpace(in.Reason), Basis: strings.TrimSpace(in.Basis)})
	}
	return s.doMerge(c, r, in)
}

// RevealView asks why numbers are to be seen whole.
//
//glossary:none
type RevealView struct {
	ID, Name, Reason, Sentence string
	Errors                     ui.Errors
}

func (s *Service) revealed(c *web.Ctx) (Record, error) {
	id, err := c.ID("id")
	if err != nil {
		return Record{}, err
	}
	r, err := s.Look(c.Context(), c.Actor, id, kernel.Date{}, "")
	if err == nil && !r.Keep && !r.Decide {
		err = kernel.Forbid("members.may_not")
	}
	return r, err
}

func (s *Service) askReveal(c *web.Ctx) error {
	r, err := s.revealed(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Xem số đầy đủ"), RevealPage(RevealView{ID: r.Member.ID.String(), Name: r.Member.Name}))
}

// reveal shows a record with its numbers whole, after the reason was written into the journal.
func (s *Service) reveal(c *web.Ctx) error {
	var in struct {
		Reason string `form:"ly_do,max=300"`
	}
	r, err := s.revealed(c)
	if err == nil {
		err = c.Form(&in)
	}
	if err != nil {
		return err
	}
	if in.Reason == "" {
		return c.Page(http.StatusUnprocessableEntity, c.T("Xem số đầy đủ"), RevealPage(RevealView{ID: r.Member.ID.String(), Name: r.Member.Name,
			Sentence: c.T("Chưa xem được."), Errors: ui.Errors{"ly_do": c.T("Ghi lý do.")}}))
	}
	r, err = s.Look(c.Context(), c.Actor, r.Member.ID, kernel.Date{}, in.Reason)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, r.Member.Name, RecordPage(recordView(c.Context(), r, s.today())))
}
