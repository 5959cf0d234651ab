package dossiers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func filingBase(f Filing) string {
	return "/nop/" + url.PathEscape(f.Input.Procedure) + "/" + f.ID.String() + "/"
}

// stepOf is where the person left off.
func stepOf(f Filing) string {
	if n, err := strconv.Atoi(f.Step); err == nil && n >= 1 && n <= len(filingSteps) {
		return f.Step
	}
	return "1"
}

// filingStart says what it takes, before anything is asked.
func (p *Pages) filingStart(c *web.Ctx) error { return p.drawStart(c, ok, nil, "") }

func (p *Pages) drawStart(c *web.Ctx, status int, errs ui.Errors, sentence string) error {
	ctx, tenant, code := c.Context(), p.tenant(c.Actor), c.Path("ma")
	version, err := p.Service.Book.Current(ctx, tenant, code, p.now())
	if err != nil {
		return err
	}
	ask := TermsAsk{Tenant: tenant, Version: version, Channel: Online, On: p.now()}
	t, err := p.Service.Book.Terms(ctx, ask)
	if err != nil {
		return err
	}
	desks, err := p.Forms.Desks(ctx, ask)
	if err != nil {
		return err
	}
	v := startView(ctx, t, desks, "/nop/"+url.PathEscape(code))
	v.Errors, v.Sentence = errs, sentence
	if c.Actor.SignedIn() {
		drafts, err := p.Service.Drafts(ctx, c.Actor)
		if err != nil {
			return err
		}
		for _, d := range drafts {
			if d.Input.Procedure == code {
				v.Drafts = append(v.Drafts, ui.Link{Label: c.T("Khai tiếp bản lưu lúc %s", ui.Moment(c.Context(), d.ChangedAt)), Href: filingBase(d) + stepOf(d)})
			}
		}
	}
	return c.Plain(status, v.Name, FilingStartPage(v))
}

// filingBegin makes the draft. It is the applicant's until it is filed.
func (p *Pages) filingBegin(c *web.Ctx) error {
	var in struct {
		Unit kernel.ID `form:"noi-nhan"`
	}
	err := c.Form(&in)
	if err == nil && in.Unit == 0 {
		err = &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_filing", Fields: []kernel.FieldFault{{Field: "noi-nhan", Code: "dossiers.unit_needed"}}}
	}
	var f Filing
	var self Party
	if err == nil {
		self, err = p.self(c)
	}
	if err == nil {
		f, err = p.Service.StartDraft(c.Context(), c.Actor, c.Path("ma"), FilingInput{Received: in.Unit, Applicant: self, ReturnBy: Online})
	}
	if fault := kernel.AsFault(err); fault != nil && fault.Kind == kernel.Invalid {
		return p.drawStart(c, http.StatusUnprocessableEntity, c.FieldErrors(fault), "")
	}
	if err != nil {
		return err
	}
	return c.See(filingBase(f)+"1", "")
}

// self is the person at the browser as an applicant, with what the office knows of her.
func (p *Pages) self(c *web.Ctx) (Party, error) {
	out := Party{Kind: "person", Name: c.Actor.Name}
	if p.Self == nil {
		return out, nil
	}
	known, err := p.Self(c.Context(), c.Actor)
	if err != nil || known.Name == "" {
		return out, err
	}
	return known, nil
}

// filingOpen is a draft with what the catalogue wants of it now.
type filingOpen struct {
	f         Filing
	step      int
	ask       TermsAsk
	terms     Terms
	questions []Questions
}

func (p *Pages) openFiling(c *web.Ctx) (filingOpen, error) {
	id, err := c.ID("id")
	if err != nil {
		return filingOpen{}, err
	}
	o := filingOpen{}
	o.step, err = strconv.Atoi(c.Path("buoc"))
	if err != nil || o.step < 1 || o.step > len(filingSteps) {
		return o, kernel.Missing("web.no_such_page")
	}
	o.f, err = p.Service.DraftOf(c.Context(), c.Actor, id)
	if err != nil {
		return o, err
	}
	return o, p.fill(c, &o)
}

// fill asks the catalogue anew, after the answers have changed.
func (p *Pages) fill(c *web.Ctx, o *filingOpen) error {
	in := o.f.Input
	o.ask = TermsAsk{Tenant: o.f.Tenant, Version: in.Version, Variant: in.Variant, Channel: Online, Received: in.Received, Answers: in.Answers, Held: in.Held, On: p.now()}
	var err error
	o.terms, err = p.Service.Book.Terms(c.Context(), o.ask)
	if err != nil {
		return err
	}
	o.questions, err = p.Forms.Questions(c.Context(), o.ask)
	return err
}

func (p *Pages) filingPage(c *web.Ctx) error {
	o, err := p.openFiling(c)
	if kernel.AsFault(err) != nil && kernel.AsFault(err).Code == "dossiers.draft_not_found" {
		id, bad := c.ID("id")
		if bad == nil { // it was filed: the address of the draft leads to the dossier
			if _, gone := p.Service.Detail(c.Context(), c.Actor, id); gone == nil {
				return c.See("/ho-so-cua-toi/"+id.String(), "")
			}
		}
	}
	if err != nil {
		return err
	}
	return p.drawStep(c, ok, o, nil, nil, "")
}

// drawStep draws a step with what was typed, or with what the draft holds.
func (p *Pages) drawStep(c *web.Ctx, status int, o filingOpen, values url.Values, errs ui.Errors, sentence string) error {
	ctx, base := c.Context(), filingBase(o.f)
	names := stepNames(ctx)
	if o.step == len(filingSteps) {
		return p.drawCheck(c, status, o, errs, sentence)
	}
	v := FilingStep{Name: o.terms.Procedure.Name, Title: names[o.step-1], Now: o.step, Names: names, Action: base + strconv.Itoa(o.step), Next: c.T("Tiếp tục"),
		Version: strconv.FormatInt(o.f.RowVersion, 10), Errors: errs, Sentence: sentence, Saved: c.T("Đã lưu nháp lúc %s", kernel.FormatClock(o.f.ChangedAt))}
	if o.step > 1 {
		v.Back = base + strconv.Itoa(o.step-1)
	}
	switch o.step {
	case 1:
		v.Draft = v.Action + "/nhap"
		if values == nil {
			values = whoValues(o.f.Input)
		}
		v.Groups = whoGroups(ctx, values, errs)
	case 2:
		v.Draft = v.Action + "/nhap"
		if values == nil {
			values = writeAnswers(o.f.Input.Answers)
			prefill(o.questions, values, partyValues("applicant.", o.f.Input.Applicant))
		}
		v.Groups = inputGroups(ctx, o.questions, values, nil, errs)
		if len(v.Groups) == 0 {
			v.Notes = []NoteView{{Kind: "info", Text: c.T("Thủ tục này không hỏi gì thêm. Hãy sang bước giấy tờ.")}}
		}
	case 3:
		v.Upload, v.Notes = true, heldNotes(ctx, o.terms)
		v.Groups = []InputGroup{{Fields: paperInputs(ctx, o.terms, o.f.Input.Papers, base+"tep/", errs)}}
		if len(v.Groups[0].Fields) == 0 {
			v.Notes = append(v.Notes, NoteView{Kind: "info", Text: c.T("Bạn không phải nộp giấy tờ nào.")})
		}
	}
	v.Order = order(v.Groups)
	return c.Plain(status, v.Name, FilingStepPage(v))
}

func (p *Pages) drawCheck(c *web.Ctx, status int, o filingOpen, errs ui.Errors, sentence string) error {
	ctx, base := c.Context(), filingBase(o.f)
	v := FilingCheck{Name: o.terms.Procedure.Name, Now: o.step, Names: stepNames(ctx), Action: base + strconv.Itoa(o.step), Back: base + strconv.Itoa(o.step-1), Sentence: sentence,
		Version: strconv.FormatInt(o.f.RowVersion, 10), Parts: checkParts(ctx, base, o.f.Input, o.questions, o.terms), Fees: feesView(ctx, o.terms.Fees)}
	if o.f.Newer {
		v.Newer = c.T("Thủ tục đã có phiên bản mới từ lúc bạn bắt đầu khai. Nộp là theo phiên bản mới; câu nào đổi, máy sẽ hỏi lại.")
	}
	_, err := p.Service.Check(ctx, c.Actor, o.f.Input, Online)
	if f := kernel.AsFault(err); f != nil {
		v.Faults = faultLinks(c, base, f)
	} else if err != nil {
		return err
	}
	if why := errs["cam-doan"]; why != "" {
		v.Errors = ui.Errors{"cam-doan": why}
	}
	return c.Plain(status, v.Name, FilingCheckPage(v))
}

// faultLinks lead from each thing that is missing to the step where it is mended.
func faultLinks(c *web.Ctx, base string, f *kernel.Fault) []ui.Link {
	if len(f.Fields) == 0 {
		return []ui.Link{{Label: c.Sentence(f), Href: base + "1"}}
	}
	var out []ui.Link
	for _, x := range renamed(f.Fields) {
		step := "1"
		switch {
		case strings.HasPrefix(x.Field, "papers."):
			step = "3"
		case strings.HasPrefix(x.Field, "don."):
			step = "2"
		}
		out = append(out, ui.Link{Label: c.Sentence(&kernel.Fault{Code: x.Code, Args: x.Args}), Href: base + step + "#" + ui.FieldID(x.Field)})
	}
	return out
}

// filingPost keeps a step and goes on; the last one files.
func (p *Pages) filingPost(c *web.Ctx) error {
	o, err := p.openFiling(c)
	if err != nil {
		return err
	}
	switch o.step {
	case 3:
		return p.filingPapers(c, o)
	case len(filingSteps):
		return p.filingSubmit(c, o)
	}
	values, err := typed(c)
	if err != nil {
		return err
	}
	in, faults, err := p.stepInput(c, o, values)
	if err != nil {
		return err
	}
	reached := o.step
	if len(faults) == 0 {
		reached++ // where she goes on when she comes back
	}
	f, err := p.Service.SaveDraft(c.Context(), c.Actor, o.f.ID, 0, strconv.Itoa(reached), in) // kept also when something is to be mended
	if err != nil {
		return err
	}
	o.f.RowVersion, o.f.Input, o.f.ChangedAt = f.RowVersion, f.Input, f.ChangedAt
	err = p.fill(c, &o)
	if err != nil {
		return err
	}
	if o.step == 2 {
		faults = append(faults, o.terms.AnswerFaults...)
	}
	if len(faults) > 0 {
		fault := &kernel.Fault{Kind: kernel.Invalid, Code: "dossiers.bad_filing", Fields: faults}
		return answer(c, fault, func(status int, sentence string, errs ui.Errors) error {
			return p.drawStep(c, status, o, values, errs, sentence)
		})
	}
	return c.See(filingBase(o.f)+strconv.Itoa(o.step+1), "")
}

// stepInput is the draft with what a step's form says.
func (p *Pages) stepInput(c *web.Ctx, o filingOpen, values url.Values) (FilingInput, []kernel.FieldFault, error) {
	in := o.f.Input
	if o.step == 2 {
		answers, faults, err := p.Forms.ReadAnswers(c.Context(), o.ask, answersOf(values))
		in.Answers = answers
		return in, faults, err
	}
	var faults kernel.Faults
	account, person := in.Applicant.Account, in.Applicant.Person
	in.Applicant = readParty("applicant.", values, &faults)
	in.Applicant.Account, in.Applicant.Person = account, person
	in.ReturnBy, in.ReturnTo, in.Filer, in.Authorisation = Channel(values.Get("return_by")), values.Get("return_to"), nil, ""
	if in.ReturnBy == Post && in.ReturnTo == "" {
		faults.Add("return_to", "dossiers.address_needed")
	}
	if values.Get("for") == "ho" {
		in.Filer, in.Authorisation = &Party{Kind: "person", Name: c.Actor.Name}, values.Get("authorisation")
		if in.Authorisation == "" {
			faults.Add("authorisation", "dossiers.authorisation_needed")
		}
	}
	if f := kernel.AsFault(faults.Err("dossiers.bad_filing")); f != nil {
		return in, f.Fields, nil
	}
	return in, nil, nil
}

// filingDraft keeps what the script sends while somebody types; nothing is checked.
func (p *Pages) filingDraft(c *web.Ctx) error {
	o, err := p.openFiling(c)
	if err != nil {
		return err
	}
	values, err := typed(c)
	if err != nil {
		return err
	}
	if o.step > 2 {
		return kernel.Missing("web.no_such_page")
	}
	in, _, err := p.stepInput(c, o, values)
	if err != nil {
		return err
	}
	f, err := p.Service.SaveDraft(c.Context(), c.Actor, o.f.ID, 0, strconv.Itoa(o.step), in)
	if err != nil {
		return err
	}
	return c.JSON(ok, map[string]string{"saved": kernel.FormatClock(f.ChangedAt)})
}
