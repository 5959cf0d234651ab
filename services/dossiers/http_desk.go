package dossiers

import (
	"net/http"
	"net/url"

	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// deskPage lets an officer choose a procedure, then shows its whole filing on one page.
func (p *Pages) deskPage(c *web.Ctx) error {
	if c.Get("thu-tuc") == "" {
		return p.deskChoose(c)
	}
	desk, err := p.openDesk(c, url.Values{})
	if err != nil {
		return err
	}
	return p.drawDesk(c, ok, desk, nil, "")
}

func (p *Pages) deskChoose(c *web.Ctx) error {
	cards, err := p.Forms.Cards(c.Context(), c.Actor.Tenant, c.Get("q"), 30)
	if err != nil {
		return err
	}
	v := DeskChoose{Q: c.Get("q")}
	for _, x := range cards {
		v.Cards = append(v.Cards, DeskCard{Href: "/ho-so/tiep-nhan-tai-quay?" + url.Values{"thu-tuc": {x.Code}}.Encode(), Code: x.Code, Name: x.Name, Field: x.Field, Limit: x.Limit})
	}
	return c.Page(ok, c.T("Tiếp nhận tại quầy"), DeskChoosePage(v))
}

// deskOpen is a filing at the desk that is being typed.
type deskOpen struct {
	in        FilingInput
	terms     Terms
	questions []Questions
	values    url.Values
	faults    []kernel.FieldFault // of answers that could not be read
}

// openDesk asks the catalogue for what this procedure wants, given what was typed so far.
func (p *Pages) openDesk(c *web.Ctx, values url.Values) (deskOpen, error) {
	ctx, now := c.Context(), p.now()
	d := deskOpen{values: values, in: FilingInput{Procedure: c.Get("thu-tuc"), Received: c.Actor.Org}}
	version, err := kernel.ParseID(values.Get("phien-ban"))
	if err != nil {
		version, err = p.Service.Book.Current(ctx, c.Actor.Tenant, d.in.Procedure, now)
		if err != nil {
			return d, err
		}
	}
	d.in.Version = version
	ask := TermsAsk{Tenant: c.Actor.Tenant, Version: version, Channel: Desk, Received: d.in.Received, On: now}
	d.in.Answers, d.faults, err = p.Forms.ReadAnswers(ctx, ask, answersOf(values))
	if err != nil {
		return d, err
	}
	ask.Answers = d.in.Answers
	d.terms, err = p.Service.Book.Terms(ctx, ask)
	if err != nil {
		return d, err
	}
	d.questions, err = p.Forms.Questions(ctx, ask)
	if values.Get("ma-gui") == "" {
		values.Set("ma-gui", p.Service.IDs.New().String())
	}
	return d, err
}

func (p *Pages) drawDesk(c *web.Ctx, status int, d deskOpen, errs ui.Errors, sentence string) error {
	v := deskView(c.Context(), d.terms, d.questions, d.values, errs, sentence)
	if status == ok && d.values.Has("viec") {
		v.Notes = append(v.Notes, NoteView{Kind: "info", Text: c.T("Câu hỏi, giấy tờ và phí đã tính theo điều vừa khai.")})
	}
	return c.Page(status, v.Name, DeskPage(v))
}

// deskPost fills the form from a card, reckons anew, keeps the filing, or takes it in at once.
func (p *Pages) deskPost(c *web.Ctx) error {
	values, err := typed(c)
	if err != nil {
		return err
	}
	qr := values.Get("qr")
	values.Del("qr") // what a card says beyond its fields is kept nowhere
	if values.Get("quet") != "" || (qr != "" && values.Get("viec") == "") {
		return p.deskScan(c, values, qr)
	}
	d, err := p.openDesk(c, values)
	if err != nil {
		return err
	}
	again := func(status int, sentence string, errs ui.Errors) error {
		return p.drawDesk(c, status, d, errs, sentence)
	}
	var faults kernel.Faults
	d.in.Applicant = readParty("applicant.", values, &faults)
	d.in.Papers = readDeskPapers(d.terms, values, &faults)
	for _, f := range d.faults {
		faults.Add(f.Field, f.Code, f.Args...)
	}
	if values.Get("viec") == "tinh" {
		prefill(d.questions, values, values)
		return p.drawDesk(c, ok, d, nil, "")
	}
	err = faults.Err("dossiers.bad_filing")
	if err != nil {
		return answer(c, err, again)
	}
	d.in.Summary, d.in.ReturnBy, d.in.ReturnTo = values.Get("summary"), Channel(values.Get("return_by")), values.Get("return_to")
	in := DeskInput{Once: Once{Request: "quay:" + values.Get("ma-gui")}, FilingInput: d.in, Channel: Desk, AcceptNow: values.Get("viec") == "tiep-nhan"}
	receipt, err := p.Service.FileAtDesk(c.Context(), c.Actor, in)
	if err != nil {
		return answer(c, err, again)
	}
	return p.deskDone(c, receipt)
}

func (p *Pages) deskScan(c *web.Ctx, values url.Values, qr string) error {
	note, fault := scanned(qr, p.now().Date(), values)
	d, err := p.openDesk(c, values)
	if err != nil {
		return err
	}
	if fault != nil {
		f := kernel.AsFault(fault)
		if f == nil {
			return fault
		}
		return p.drawDesk(c, http.StatusUnprocessableEntity, d, ui.Errors{"qr": c.Sentence(f)}, "")
	}
	prefill(d.questions, values, values)
	v := deskView(c.Context(), d.terms, d.questions, values, nil, "")
	v.ScanNote = c.T("Đã điền từ thẻ. Hãy hỏi lại người dân: địa chỉ trên thẻ có thể đã cũ.")
	if note != "" {
		v.ScanNote = c.Sentence(&kernel.Fault{Code: note})
	}
	return c.Page(ok, v.Name, DeskPage(v))
}

// deskDone shows the receipt with its secret, which is told only this once.
func (p *Pages) deskDone(c *web.Ctx, r Receipt) error {
	d := r.Dossier
	if r.Secret == "" { // the same form sent twice: the first answer stands
		return c.See("/ho-so/"+r.ID.String(), c.T("Hồ sơ này đã được nhận ở lần gửi trước."))
	}
	head, err := p.Units.Letterhead(c.Context(), d.Tenant, d.Received, p.now())
	if err != nil {
		return err
	}
	head.Site = c.Base()
	if d.ReceivedAt.IsZero() {
		return c.See("/ho-so/"+r.ID.String(), c.T("Đã nhận hồ sơ %s, mã bí mật %s. Hồ sơ chưa được tiếp nhận.", r.Intake, spaced(r.Secret)))
	}
	return c.Page(ok, r.Code, DeskDonePage(DeskDone{Code: r.Code, Href: "/ho-so/" + r.ID.String(), Secret: spaced(r.Secret), Due: d.appointment(), Sheet: head.Receipt(d, spaced(r.Secret))}))
}

// DeskDone is the receipt right after acceptance.
//
//glossary:none
type DeskDone struct {
	Code, Href, Secret, Due string
	Sheet                   paper.Sheet
}

// spaced writes a secret in groups that are easily copied by hand.
func spaced(s string) string {
	if len(s) <= 5 {
		return s
	}
	return s[:5] + "-" + s[5:]
}
