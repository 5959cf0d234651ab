package members

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const admitPath = roomPath + "/ket-nap"

var applicationTones = map[ApplicationState]ui.Tone{ApplicationFiled: ui.Wait, ApplicationAdmitted: ui.Done, ApplicationRefused: ui.Late, ApplicationWithdrawn: ui.Hold}

func applicationWord(ctx context.Context, s ApplicationState) string {
	switch s {
	case ApplicationAdmitted:
		return ui.T(ctx, "Đã kết nạp")
	case ApplicationRefused:
		return ui.T(ctx, "Không kết nạp")
	case ApplicationWithdrawn:
		return ui.T(ctx, "Đã rút")
	}
	return ui.T(ctx, "Chờ quyết định")
}

// ApplyView is where one applies: the way down to the union, then the form.
//
//glossary:none
type ApplyView struct {
	Self      bool
	Here      string
	HereID    string
	Crumb     []ui.Link
	Below     []ui.Link
	Leaf      bool
	Mine      []RequestLine
	In        applyForm
	Units     []ui.Option
	Contracts []ui.Option
	Months    int
	Source    string
	Errors    ui.Errors
	Sentence  string
}

type applyForm struct {
	sheetForm
	Unit kernel.ID `form:"don_vi"`
	Sure bool      `form:"cam_ket"`
}

func (s *Service) showApply(c *web.Ctx) error {
	unit, _ := kernel.ParseID(c.Get("don-vi"))
	in := applyForm{Unit: unit}
	if unit != 0 {
		var err error
		in.sheetForm, err = s.ownForm(c.Context(), c.Actor)
		if err != nil {
			return err
		}
	}
	return s.applyPage(c, http.StatusOK, in, nil, "")
}

func (s *Service) applyPage(c *web.Ctx, status int, in applyForm, errs ui.Errors, sentence string) error {
	choices, err := s.applyChoicesOf(c.Context(), c.Actor, in.Unit)
	if err != nil {
		return err
	}
	rule, _ := RuleOn(ForeignerContractMonths, s.today())
	v := ApplyView{Self: true, In: in, Leaf: choices.Leaf, Contracts: contractOptions(s.today()), Months: rule.Value, Source: unread(c.Context(), rule), Errors: errs, Sentence: sentence}
	if in.Unit != 0 {
		v.Here, v.HereID = choices.Here.Label(), in.Unit.String()
	}
	for _, o := range choices.Below {
		v.Below = append(v.Below, ui.Link{Label: o.Label(), Href: applyPath + "?don-vi=" + o.ID.String()})
	}
	for _, p := range choices.Mine {
		v.Mine = append(v.Mine, RequestLine{Href: admitPath + "/" + p.ID.String(), Title: c.T("Đơn gia nhập công đoàn"), Text: ui.Moment(c.Context(), p.FiledAt), Answer: p.Answer, Tone: applicationTones[p.State], Word: applicationWord(c.Context(), p.State)})
	}
	return c.Page(status, c.T("Xin vào công đoàn"), ApplyPage(v))
}

func (s *Service) apply(c *web.Ctx) error {
	var in applyForm
	err := c.Form(&in)
	if err == nil && !in.Sure {
		err = &kernel.Fault{Kind: kernel.Invalid, Code: "members.invalid", Fields: []kernel.FieldFault{{Field: "cam_ket", Code: "members.agree_needed"}}}
	}
	var p Application
	if err == nil {
		p, err = s.file(c.Context(), c.Actor, filing{Unit: in.Unit, In: in.sheetForm, Self: true})
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		return s.applyPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(admitPath+"/"+p.ID.String(), c.T("Đã gửi đơn. Ban chấp hành quyết định và báo lại cho bạn."))
}

func (s *Service) showFile(c *web.Ctx) error {
	in := applyForm{}
	in.Unit, _ = kernel.ParseID(c.Get("don-vi"))
	return s.filePage(c, http.StatusOK, in, nil, "")
}

func (s *Service) filePage(c *web.Ctx, status int, in applyForm, errs ui.Errors, sentence string) error {
	units, err := s.keptUnits(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if len(units) == 1 {
		in.Unit = units[0].id
	}
	rule, _ := RuleOn(ForeignerContractMonths, s.today())
	return c.Page(status, c.T("Ghi đơn gia nhập"), ApplyPage(ApplyView{In: in, Units: unitOptions(units), Contracts: contractOptions(s.today()), Months: rule.Value, Source: unread(c.Context(), rule), Errors: errs, Sentence: sentence}))
}

func (s *Service) fileFor(c *web.Ctx) error {
	var in applyForm
	err := c.Form(&in)
	var p Application
	if err == nil && in.Unit == 0 {
		err = &kernel.Fault{Kind: kernel.Invalid, Code: "members.invalid", Fields: []kernel.FieldFault{{Field: "don_vi", Code: "members.unit_needed"}}}
	}
	if err == nil {
		p, err = s.file(c.Context(), c.Actor, filing{Unit: in.Unit, In: in.sheetForm})
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		return s.filePage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(admitPath+"/"+p.ID.String(), c.T("Đã ghi đơn."))
}

// AdmissionsView is what waits for a decision, and the decision itself.
//
//glossary:none
type AdmissionsView struct {
	Unit     string
	Units    []ui.Option
	Rows     []ApplicationLine
	Batches  []RequestLine
	Decide   bool
	In       decideForm
	Chosen   map[string]bool
	Errors   ui.Errors
	Sentence string
}

// ApplicationLine is one application of the list.
//
//glossary:none
type ApplicationLine struct{ ID, Href, Name, Job, At, By, Why string }

type decideForm struct {
	Unit   kernel.ID   `form:"don_vi"`
	IDs    []kernel.ID `form:"don"`
	Number string      `form:"quyet_dinh,max=60"`
	On     string      `form:"ngay,max=20"`
	Signer string      `form:"nguoi_ky,max=200"`
	Post   string      `form:"chuc_danh,max=200"`
}

func (s *Service) showAdmissions(c *web.Ctx) error {
	unit, _ := kernel.ParseID(c.Get("don-vi"))
	return s.admissionsPage(c, http.StatusOK, unit, nil, nil, "")
}

func (s *Service) admissionsPage(c *web.Ctx, status int, unit kernel.ID, in *decideForm, errs ui.Errors, sentence string) error {
	a, err := s.admissionsOf(c.Context(), c.Actor, unit)
	if err != nil {
		return err
	}
	v := AdmissionsView{Unit: a.Unit.String(), Units: unitOptions(a.Units), Decide: a.Decide, Errors: errs, Sentence: sentence, Chosen: map[string]bool{}}
	v.In = decideForm{Unit: a.Unit, On: kernel.FormatDate(s.today()), Signer: a.Signer, Post: a.Post}
	if in != nil {
		v.In = *in
		for _, id := range in.IDs {
			v.Chosen[id.String()] = true
		}
	}
	for _, p := range a.Waiting {
		if in == nil { // a dossier carries a decision of its own
			v.Chosen[p.ID.String()] = p.Dossier() == 0
		}
		v.Rows = append(v.Rows, ApplicationLine{ID: p.ID.String(), Href: admitPath + "/" + p.ID.String(), Name: p.Name, Job: p.sheet().Job, At: kernel.FormatDate(p.FiledAt.Date()), By: p.FiledName, Why: c.Sentence(p.Why())})
	}
	for _, b := range a.Batches {
		v.Batches = append(v.Batches, RequestLine{Href: admitPath + "/quyet-dinh/" + b.ID.String(), Title: c.T("Quyết định %s ngày %s", b.Number, kernel.FormatDate(b.Decided)), Text: c.T("%d người, %s ký", b.Members, b.Signer)})
	}
	return c.Page(status, c.T("Kết nạp đoàn viên"), AdmissionsPage(v))
}

func (s *Service) decideAdmission(c *web.Ctx) error {
	var in decideForm
	err := c.Form(&in)
	var b Batch
	if err == nil {
		var faults kernel.Faults
		on := readDay("ngay", in.On, &faults)
		err = faults.Err("members.invalid")
		if err == nil {
			b, err = s.decide(c.Context(), c.Actor, deciding{Unit: in.Unit, IDs: in.IDs, Number: in.Number, On: on, Signer: in.Signer, SignerPost: in.Post})
		}
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		return s.admissionsPage(c, http.StatusUnprocessableEntity, in.Unit, &in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(admitPath+"/quyet-dinh/"+b.ID.String(), c.T("Đã kết nạp %d người.", b.Members))
}

// ApplicationView is one application.
//
//glossary:none
type ApplicationView struct {
	ID, Name, Unit             string
	Tone                       ui.Tone
	Word                       string
	Facts                      []ui.Fact
	Doubles                    []DoubleView
	Known                      bool // the applicant is somebody entered already
	Refuse, Withdraw, Keep     bool
	Member, Batch              string
	Answer, Sentence, Transfer string
	Why                        string // what keeps a dossier's application out of the roll
	Enter                      string // the decision by which it can be entered now
	Dossier                    ui.Link
	Errors                     ui.Errors
	Back                       ui.Link
}

// DoubleView is somebody who may be the applicant.
//
//glossary:none
type DoubleView struct{ Person, Name, Text string }

func applicationView(ctx context.Context, d applicationDetail) ApplicationView {
	v := ApplicationView{ID: d.ID.String(), Name: d.Name, Unit: d.UnitName, Tone: applicationTones[d.State], Word: applicationWord(ctx, d.State), Known: d.Person != 0 && d.Account == 0}
	open := d.State == ApplicationFiled
	v.Refuse, v.Withdraw, v.Keep = open && d.Decide, open && (d.Own || d.Keep), open && d.Keep
	v.Back = ui.Link{Label: ui.T(ctx, "Kết nạp đoàn viên"), Href: admitPath + "?don-vi=" + d.Unit.String()}
	if !d.Keep {
		v.Back = ui.Link{Label: ui.T(ctx, "Xin vào công đoàn"), Href: applyPath}
	}
	if decision, ok := d.decided(); ok && open && d.Decide {
		v.Enter = ui.T(ctx, "Ghi sổ theo quyết định %s ngày %s", decision.Number, kernel.FormatDate(decision.On))
	}
	in := d.sheet()
	add := func(label, value string) {
		if value != "" {
			v.Facts = append(v.Facts, ui.Fact{Label: label, Value: value})
		}
	}
	add(ui.T(ctx, "Nơi nhận đơn"), d.UnitName)
	for _, part := range []FactKey{partPerson, FactWork, FactWage, FactHome, FactOrigin, FactPapers} {
		for _, l := range comparedParts(ctx, part, in, in) {
			add(l.Label, l.Here)
		}
	}
	add(ui.T(ctx, "Gửi lúc"), joined(d.FiledName, ui.Moment(ctx, d.FiledAt)))
	if !d.AnsweredAt.IsZero() {
		add(ui.T(ctx, "Trả lời"), joined(d.Answer, d.AnsweredName, ui.Moment(ctx, d.AnsweredAt)))
	}
	for _, x := range d.Doubles {
		if x.Person == d.Person {
			continue
		}
		line := DoubleView{Person: x.Person.String(), Name: x.Name, Text: doubleText(ctx, x)}
		if x.Name == "" {
			line.Person, line.Name = "", ui.T(ctx, "Một đoàn viên ở nơi khác")
		}
		v.Doubles = append(v.Doubles, line)
	}
	if d.Member != 0 {
		v.Member = roomPath + "/" + d.Member.String()
		if d.Own && !d.Keep {
			v.Member = ownPath
		}
	}
	if d.Batch != 0 && d.Keep {
		v.Batch = admitPath + "/quyet-dinh/" + d.Batch.String()
	}
	return v
}

func doubleText(ctx context.Context, x double) string {
	why := ui.T(ctx, "cùng họ tên và ngày sinh")
	switch x.By {
	case "identity":
		why = ui.T(ctx, "cùng số định danh")
	case "phone":
		why = ui.T(ctx, "cùng số điện thoại")
	}
	if x.Member != 0 {
		return ui.T(ctx, "%s; đang là đoàn viên, nếu là người này thì lập phiếu chuyển sinh hoạt", why)
	}
	return why
}

func (s *Service) showApplication(c *web.Ctx) error {
	id, err := c.ID("don")
	if err != nil {
		return err
	}
	d, err := s.applicationOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := applicationView(c.Context(), d)
	err = s.bornOf(c, d, &v)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, d.Name, ApplicationPage(v))
}

// bornOf tells of the dossier behind an application: a link for whoever may open it, and the refusal
// that keeps it out of the roll for whoever can do something about it.
func (s *Service) bornOf(c *web.Ctx, d applicationDetail, v *ApplicationView) error {
	id := d.Dossier()
	if id == 0 {
		return nil
	}
	if d.Keep || d.Decide {
		v.Why = c.Sentence(d.Application.Why())
	}
	if s.Dossiers == nil {
		return nil
	}
	r, ok, err := s.Dossiers.Reference(c.Context(), c.Actor, id)
	if err != nil || !ok {
		return err
	}
	v.Dossier = ui.Link{Label: c.T("Mở hồ sơ kết nạp %s", r.Code), Href: r.Href}
	return nil
}

func (s *Service) moveApplication(c *web.Ctx) error {
	id, err := c.ID("don")
	if err != nil {
		return err
	}
	var in struct {
		Verb   string    `form:"viec,max=20"`
		Answer string    `form:"ly_do,max=500"`
		Person kernel.ID `form:"nguoi"`
	}
	err = c.Form(&in)
	said := c.T("Đã trả lời người nộp đơn.")
	if err == nil {
		switch in.Verb {
		case "la-nguoi-nay":
			err, said = s.isPerson(c.Context(), c.Actor, id, in.Person), c.T("Đã ghi là người đã có trong hệ thống.")
		case "nguoi-khac":
			err, said = s.isPerson(c.Context(), c.Actor, id, 0), c.T("Đã ghi là người mới.")
		case "ghi-so":
			err, said = s.enterByDossier(c.Context(), c.Actor, id), c.T("Đã ghi sổ.")
		case "rut":
			err, said = s.closeApplicationAs(c.Context(), c.Actor, id, ApplicationWithdrawn, in.Answer), c.T("Đã rút đơn.")
		default:
			err = s.closeApplicationAs(c.Context(), c.Actor, id, ApplicationRefused, in.Answer)
		}
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		d, err := s.applicationOf(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		v := applicationView(c.Context(), d)
		err = s.bornOf(c, d, &v)
		if err != nil {
			return err
		}
		v.Answer, v.Errors, v.Sentence = in.Answer, c.FieldErrors(f), c.Sentence(f)
		return c.Page(http.StatusUnprocessableEntity, d.Name, ApplicationPage(v))
	}
	if err != nil {
		return err
	}
	return c.See(admitPath+"/"+id.String(), said)
}
