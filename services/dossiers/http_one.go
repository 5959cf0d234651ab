package dossiers

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// see reads one dossier with everything that its pages mention.
func (p *Pages) see(c *web.Ctx) (seen, error) {
	id, err := c.ID("id")
	if err != nil {
		return seen{}, err
	}
	detail, err := p.Service.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return seen{}, err
	}
	s := seen{Detail: detail, pay: map[kernel.ID]string{}, receipts: map[kernel.ID]string{}}
	d := detail.Dossier
	units := []kernel.ID{d.Received, d.Deciding, d.Helped, d.Unit}
	for _, o := range d.Opinions {
		units = append(units, o.Unit)
	}
	for _, h := range d.HandOvers {
		units = append(units, h.FromUnit, h.ToUnit)
	}
	s.units, err = p.names(c.Context(), c.Actor, detail.At, units...)
	if err != nil {
		return s, err
	}
	s.questions, err = p.Forms.Questions(c.Context(), TermsAsk{Tenant: d.Tenant, Version: d.Procedure.Version, Variant: d.Procedure.Variant, Channel: d.Channel, Answers: d.Answers, On: detail.At})
	if err != nil {
		return s, err
	}
	err = p.measure(c.Context(), &s)
	if err == nil {
		err = p.payments(c.Context(), &s)
	}
	if err == nil && p.Became != nil {
		s.became, err = p.Became(c.Context(), c.Actor, d)
	}
	return s, err
}

// measure finds how much working time is left.
func (p *Pages) measure(ctx context.Context, s *seen) error {
	d := s.Dossier
	if d.Clock.Due.IsZero() {
		return nil
	}
	cal, err := p.Service.Calendars.CalendarOf(ctx, d.Tenant, d.Deciding)
	if err != nil {
		return err
	}
	s.whole = int64(cal.WorkTime(d.Clock.StartedAt, d.Clock.Due) / time.Minute)
	if s.At.Before(d.Clock.Due) {
		s.left = int64(cal.WorkTime(s.At, d.Clock.Due) / time.Minute)
	}
	return nil
}

func (p *Pages) payments(ctx context.Context, s *seen) error {
	if p.Till == nil {
		return nil
	}
	for _, o := range s.Dossier.Orders {
		at, err := p.Till.Pay(ctx, s.Dossier.Tenant, o.ID)
		if err != nil {
			return err
		}
		receipt, err := p.Till.ReceiptPage(ctx, s.Dossier.Tenant, o.ID)
		if err != nil {
			return err
		}
		s.pay[o.ID], s.receipts[o.ID] = at, receipt
	}
	return nil
}

// detail shows a dossier; its owner is led to her own page of it.
func (p *Pages) detail(c *web.Ctx) error {
	s, err := p.see(c)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(watching, c.Actor.Anywhere) {
		return c.See("/ho-so-cua-toi/"+s.Dossier.ID.String(), "")
	}
	v := s.view(c.Context())
	return c.Page(ok, v.Code, DetailPage(v))
}

// verbOf finds the verb of an address among those that may be done now.
func (p *Pages) verbOf(c *web.Ctx) (seen, Verb, error) {
	s, err := p.see(c)
	if err != nil {
		return s, "", err
	}
	verb, found := bySlug(verbPaths, c.Path("viec"))
	if !found {
		return s, "", kernel.Missing("web.no_such_page")
	}
	return s, verb, nil
}

func (p *Pages) choices(c *web.Ctx, s seen, verb Verb) (verbChoices, error) {
	var out verbChoices
	var err error
	switch verb {
	case DoForward:
		out.officers, err = p.Service.NextAssignees(c.Context(), c.Actor, s.Dossier, s.Terms)
	case DoAssign:
		out.officers, err = p.Service.Assignees(c.Context(), c.Actor, s.Dossier.ID)
	case DoAskOpinion:
		out.units, err = p.Units.Below(c.Context(), s.Dossier.Tenant, nil, s.At)
		out.units = slices.DeleteFunc(out.units, func(u UnitChoice) bool { return u.ID == s.Dossier.Unit })
	}
	return out, err
}

func (p *Pages) verbPage(c *web.Ctx) error {
	s, verb, err := p.verbOf(c)
	if err != nil {
		return err
	}
	if !slices.Contains(s.Can, verb) {
		return c.See(s.href(""), c.T("Việc “%s” không làm được ở trạng thái hiện nay của hồ sơ.", s.verbLabel(c.Context(), verb)))
	}
	return p.drawVerb(c, ok, s, verb, nil, nil, "")
}

func (p *Pages) drawVerb(c *web.Ctx, status int, s seen, verb Verb, values url.Values, errs ui.Errors, sentence string) error {
	choices, err := p.choices(c, s, verb)
	if err != nil {
		return err
	}
	v := verbView(c.Context(), s, verb, values, choices, errs, sentence)
	return c.Page(status, v.Title, VerbPage(v))
}

// verbPost does a verb: the room decides, the page tells.
func (p *Pages) verbPost(c *web.Ctx) error {
	values, err := typed(c)
	if err != nil {
		return err
	}
	s, verb, err := p.verbOf(c)
	if err != nil {
		return err
	}
	in := verbInput{id: s.Dossier.ID, values: values}
	in.once.RowVersion, _ = strconv.ParseInt(values.Get("phien"), 10, 64)
	err = p.do(c, s, verb, in)
	if err != nil {
		return answer(c, err, func(status int, sentence string, errs ui.Errors) error {
			return p.drawVerb(c, status, s, verb, values, errs, sentence)
		})
	}
	if verb == DoAccept {
		return c.See(s.href(""), c.T("Đã tiếp nhận. Giấy tiếp nhận và hẹn trả ở mục Giấy tờ đã lập."))
	}
	return c.See(s.href(""), c.T("Đã ghi: %s.", strings.ToLower(c.T(eventNames[verb]))))
}

func (p *Pages) do(c *web.Ctx, s seen, verb Verb, in verbInput) error {
	ctx, a, v, r := c.Context(), c.Actor, p.Service, in.reason()
	text := in.values.Get
	id := func(name string) kernel.ID {
		x, err := kernel.ParseID(text(name))
		if err != nil {
			return 0
		}
		return x
	}
	var err error
	switch verb {
	case DoAccept:
		_, err = v.Accept(ctx, a, AcceptInput{Once: in.once, ID: in.id, Note: text("note")})
	case DoRefuse:
		_, err = v.Refuse(ctx, a, r)
	case DoCheckPapers:
		_, err = v.CheckPapers(ctx, a, CheckInput{Once: in.once, ID: in.id, Papers: in.checks()})
	case DoRequestSupplement:
		_, err = v.RequestSupplement(ctx, a, SupplementInput{Once: in.once, ID: in.id, Items: in.items(s.Terms), Reason: r.Reason})
	case DoSupplement:
		_, err = v.Supplement(ctx, a, SupplyInput{Once: in.once, ID: in.id, Papers: in.supplied(s.Dossier), Note: text("note")})
	case DoRequestPayment:
		err = p.askPayment(c, in)
	case DoAssign:
		_, err = v.Assign(ctx, a, AssignInput{Once: in.once, ID: in.id, Account: id("account"), Note: text("note")})
	case DoForward:
		_, err = v.Forward(ctx, a, ForwardInput{Once: in.once, ID: in.id, Action: text("action"), Account: id("account"), Note: text("note")})
	case DoSendBack:
		_, err = v.SendBack(ctx, a, ForwardInput{Once: in.once, ID: in.id, Note: r.Reason})
	case DoAskOpinion:
		err = p.askOpinion(c, in, id("unit"))
	case DoGiveOpinion:
		_, err = v.GiveOpinion(ctx, a, AnswerInput{Once: in.once, ID: in.id, Opinion: id("opinion"), Agrees: text("agrees") == "true", Answer: text("answer")})
	case DoDraft:
		_, err = v.DraftResult(ctx, a, DraftInput{Once: in.once, ID: in.id, Outcome: text("outcome"), Title: text("title"), Body: strings.ReplaceAll(text("body"), "\r\n", "\n")})
	case DoApprove:
		_, err = v.Approve(ctx, a, ApproveInput{Once: in.once, ID: in.id, Note: text("note"), Number: text("number")})
	case DoIssue:
		_, err = v.Issue(ctx, a, ApproveInput{Once: in.once, ID: in.id, Number: text("number")})
	case DoPost:
		_, err = v.Post(ctx, a, PostInput{Once: in.once, ID: in.id, Courier: text("courier"), Tracking: text("tracking")})
	case DoReturn:
		_, err = v.ReturnResult(ctx, a, ReturnInput{Once: in.once, ID: in.id, Taker: text("taker"), Note: text("note")})
	case DoWithdraw:
		_, err = v.Withdraw(ctx, a, r)
	case DoStop:
		_, err = v.Stop(ctx, a, r)
	case DoResume:
		_, err = v.Resume(ctx, a, r)
	case DoApologise:
		err = p.apologise(c, in)
	case DoClose:
		_, err = v.Close(ctx, a, r)
	default:
		err = kernel.Missing("web.no_such_page")
	}
	return err
}

func (p *Pages) askPayment(c *web.Ctx, in verbInput) error {
	ask := PaymentInput{Once: in.once, ID: in.id, Notice: in.values.Get("notice"), Reason: in.values.Get("note")}
	if name, amount := in.values.Get("fee_name"), in.values.Get("fee_amount"); name != "" || amount != "" {
		m, err := kernel.ParseMoneyVN(amount)
		if f := kernel.AsFault(err); f != nil {
			return &kernel.Fault{Kind: kernel.Invalid, Code: f.Code, Args: f.Args, Fields: []kernel.FieldFault{{Field: "fee_amount", Code: f.Code, Args: f.Args}}}
		}
		ask.Lines = []FeeLine{{Key: "khac", Name: name, Kind: "khac", Unit: m, Quantity: 1, Amount: m, Basis: ask.Notice}}
	}
	_, err := p.Service.RequestPayment(c.Context(), c.Actor, ask)
	return err
}

func (p *Pages) askOpinion(c *web.Ctx, in verbInput, unit kernel.ID) error {
	until, err := dateField(in.values, "until")
	if err != nil {
		return err
	}
	names, err := p.names(c.Context(), c.Actor, p.now(), unit)
	if err != nil {
		return err
	}
	_, err = p.Service.AskOpinion(c.Context(), c.Actor, OpinionInput{Once: in.once, ID: in.id, Unit: unit, UnitName: names[unit], Question: in.values.Get("question"), Until: until})
	return err
}

func (p *Pages) apologise(c *web.Ctx, in verbInput) error {
	day, err := dateField(in.values, "new_due")
	if err != nil {
		return err
	}
	_, err = p.Service.Apologise(c.Context(), c.Actor, ApologyInput{Once: in.once, ID: in.id, Reason: in.values.Get("reason"), NewDue: day})
	return err
}

// dateField reads one day of a form; what cannot be read stands at its field.
func dateField(v url.Values, name string) (kernel.Date, error) {
	if v.Get(name) == "" {
		return kernel.Date{}, nil
	}
	d, err := kernel.ParseDateVN(v.Get(name))
	if f := kernel.AsFault(err); f != nil {
		return d, &kernel.Fault{Kind: kernel.Invalid, Code: f.Code, Args: f.Args, Fields: []kernel.FieldFault{{Field: name, Code: f.Code, Args: f.Args}}}
	}
	return d, nil
}

// sheet is one paper of a dossier by its short name.
func (p *Pages) sheet(c *web.Ctx) (paper.Sheet, error) {
	s, err := p.see(c)
	if err != nil {
		return paper.Sheet{}, err
	}
	d := s.Dossier
	kind := c.Path("mau")
	unit, made := d.issuerOf(kind, s.At)
	head, err := p.Units.Letterhead(c.Context(), d.Tenant, unit, made)
	if err != nil {
		return paper.Sheet{}, err
	}
	head.Site = c.Base()
	officer := slices.ContainsFunc(watching, c.Actor.Anywhere)
	if request, found := strings.CutPrefix(kind, "02-"); found {
		for _, r := range d.Supplements {
			if r.ID.String() == request {
				return head.SupplementSheet(d, r), nil
			}
		}
	}
	switch {
	case kind == "01" && !d.ReceivedAt.IsZero():
		return head.Receipt(d, ""), nil
	case kind == "03" && d.Refusal != nil:
		return head.RefusalSheet(d, *d.Refusal), nil
	case kind == "04" && d.Apology != nil:
		return head.ApologySheet(d, *d.Apology), nil
	case kind == "05" && d.Withdrawal != nil:
		return head.StopSheet(d, *d.Withdrawal, true), nil
	case kind == "05" && d.Stop != nil:
		return head.StopSheet(d, *d.Stop, false), nil
	case kind == "06" && !d.ReceivedAt.IsZero() && officer:
		return head.ControlSlip(d, s.units, d.ChangedAt), nil
	case kind == "ket-qua" && d.Result != nil:
		return head.ResultSheet(d, *d.Result, "/tra-cuu/ket-qua?"+url.Values{"ma": {d.Reference()}, "v": {resultMark(d)}}.Encode()), nil
	case kind == "ket-qua" && d.Draft != nil && officer:
		return head.ResultSheet(d, *d.Draft, ""), nil
	}
	return paper.Sheet{}, kernel.Missing("dossiers.no_such_form")
}

func (p *Pages) paperPage(c *web.Ctx) error {
	sheet, err := p.sheet(c)
	if err != nil {
		return err
	}
	back := strings.TrimSuffix(c.R.URL.Path, "/giay/"+c.Path("mau"))
	return c.Page(ok, sheet.Title, PaperPage(sheet, back, back+"/pdf/"+c.Path("mau")))
}

func (p *Pages) paperPDF(c *web.Ctx) error {
	sheet, err := p.sheet(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = p.Press.PDF(&out, sheet)
	if err != nil {
		return err
	}
	return c.File(sheet.Foot+".pdf", "application/pdf", bytes.NewReader(out.Bytes()), true)
}

// file sends an attachment as it was kept.
func (p *Pages) file(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	f, err := p.Service.FileOf(c.Context(), c.Actor, id, c.Path("sha"))
	if err != nil {
		return err
	}
	r, err := p.Files.Open(c.Context(), f.SHA256)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	return c.File(f.Name, f.Type, r, true)
}
