package members

import (
	"context"
	"net/http"
	"slices"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	ownPath     = roomPath + "/cua-toi"
	requestPath = roomPath + "/yeu-cau"
	applyPath   = roomPath + "/xin-vao"
)

// OwnView is a member's own page.
//
//glossary:none
type OwnView struct {
	None     bool // was never a member
	Record   RecordView
	Requests []RequestLine
	Access   []ui.Event
	Consents []ui.Option
	Agreed   []string
	Parts    []ui.Link
}

// RequestLine is one request of a list.
//
//glossary:none
type RequestLine struct {
	Href, Title, Text, Answer string
	Tone                      ui.Tone
	Word                      string
}

func requestWord(ctx context.Context, s RequestState) string {
	switch s {
	case RequestAccepted:
		return ui.T(ctx, "Đã sửa")
	case RequestRefused:
		return ui.T(ctx, "Không sửa")
	case RequestWithdrawn:
		return ui.T(ctx, "Đã rút")
	}
	return ui.T(ctx, "Chờ công đoàn xem")
}

var requestTones = map[RequestState]ui.Tone{RequestOpen: ui.Wait, RequestAccepted: ui.Done, RequestRefused: ui.Late, RequestWithdrawn: ui.Hold}

func requestLine(ctx context.Context, q Request, name string) RequestLine {
	title := partWord(ctx, q.Part)
	if name != "" {
		title = name + ": " + title
	}
	return RequestLine{Href: requestPath + "/" + q.ID.String(), Title: title, Text: ui.Moment(ctx, q.AskedAt), Answer: q.Answer, Tone: requestTones[q.State], Word: requestWord(ctx, q.State)}
}

func purposeWord(ctx context.Context, p string) string {
	switch p {
	case "phuc-loi":
		return ui.T(ctx, "Cho nơi ưu đãi biết thẻ của tôi còn dùng được")
	case "anh":
		return ui.T(ctx, "Dùng ảnh của tôi trong tin, bài của công đoàn")
	}
	return ui.T(ctx, "Gửi tin của công đoàn vào điện thoại của tôi")
}

func (s *Service) showOwn(c *web.Ctx) error {
	o, ok, err := s.own(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Hồ sơ đoàn viên của tôi"), OwnPage(ownView(c.Context(), o, ok, s.today())))
}

func ownView(ctx context.Context, o ownRecord, ok bool, today kernel.Date) OwnView {
	if !ok {
		return OwnView{None: true}
	}
	v := OwnView{Record: recordView(ctx, o.Record, today), Parts: partLinks(ctx, ownPath+"/sua", "")}
	v.Record.Verbs = nil
	for _, q := range o.Requests {
		v.Requests = append(v.Requests, requestLine(ctx, q, ""))
	}
	for _, x := range o.Access {
		title := ui.T(ctx, "%s mở hồ sơ", x.Name)
		if x.Full {
			title = ui.T(ctx, "%s xem số đầy đủ", x.Name)
		}
		v.Access = append(v.Access, ui.Event{Title: title, Text: joined(x.Post, x.Unit, ui.Moment(ctx, x.At)), Note: x.Reason})
	}
	for _, p := range purposes {
		opt := ui.Option{Value: p, Label: purposeWord(ctx, p)}
		if since, has := o.Consents[p]; has {
			v.Agreed = append(v.Agreed, p)
			opt.Hint = ui.T(ctx, "Bạn đồng ý từ %s", kernel.FormatDate(since.Date()))
		}
		v.Consents = append(v.Consents, opt)
	}
	return v
}

func (s *Service) saveConsent(c *web.Ctx) error {
	var in struct {
		Agreed []string `form:"dong_y"`
	}
	err := c.Form(&in)
	if err == nil {
		err = s.consent(c.Context(), c.Actor, in.Agreed)
	}
	if err != nil {
		return err
	}
	return c.See(ownPath, c.T("Đã ghi lựa chọn của bạn."))
}

// AskView is the form by which a member asks for a correction.
//
//glossary:none
type AskView struct {
	Part      FactKey
	Title     string
	In        sheetForm
	From      string
	Reason    string
	Contracts []ui.Option
	Errors    ui.Errors
	Sentence  string
}

type askForm struct {
	sheetForm
	Part   string `form:"muc,max=20"`
	From   string `form:"tu_ngay,max=20"`
	Reason string `form:"ly_do,max=500"`
}

func (s *Service) showAsk(c *web.Ctx) error {
	part := FactKey(c.Get("muc"))
	o, ok, err := s.own(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if !ok || !slices.Contains(parts, part) {
		return kernel.Missing("members.no_member")
	}
	return s.askPage(c, http.StatusOK, askForm{sheetForm: formOf(o.Member), Part: string(part), From: kernel.FormatDate(s.today())}, nil, "")
}

func (s *Service) askPage(c *web.Ctx, status int, in askForm, errs ui.Errors, sentence string) error {
	v := AskView{Part: FactKey(in.Part), Title: partWord(c.Context(), FactKey(in.Part)), In: in.sheetForm, From: in.From, Reason: in.Reason, Contracts: contractOptions(s.today()), Errors: errs, Sentence: sentence}
	return c.Page(status, c.T("Xin sửa hồ sơ"), AskPage(v))
}

func (s *Service) ask(c *web.Ctx) error {
	var in askForm
	err := c.Form(&in)
	if err == nil && !slices.Contains(parts, FactKey(in.Part)) {
		return kernel.Missing("members.no_member")
	}
	var q Request
	if err == nil {
		q, err = s.askCorrection(c.Context(), c.Actor, FactKey(in.Part), in.sheetForm, in.From, in.Reason)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.askPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(requestPath+"/"+q.ID.String(), c.T("Đã gửi công đoàn cơ sở."))
}

// RequestView is one request beside what the record says.
//
//glossary:none
type RequestView struct {
	ID, Name, Part   string
	Tone             ui.Tone
	Word             string
	Compare          []Compared
	Pictures         []ui.Link // today's and the one asked for, "" for none
	Facts            []ui.Fact
	Keep, Own        bool
	Answer, Sentence string
	Errors           ui.Errors
	Back             ui.Link
}

func requestView(ctx context.Context, d requestDetail) RequestView {
	v := RequestView{ID: d.ID.String(), Name: d.Who.Name, Part: partWord(ctx, d.Part), Tone: requestTones[d.State], Word: requestWord(ctx, d.State)}
	open := d.State == RequestOpen
	v.Keep, v.Own = open && d.Keep && !d.Own, open && d.Own
	v.Back = ui.Link{Label: ui.T(ctx, "Yêu cầu sửa hồ sơ"), Href: requestPath}
	if !d.Keep {
		v.Back = ui.Link{Label: ui.T(ctx, "Hồ sơ đoàn viên của tôi"), Href: ownPath}
	}
	now, wish := formOf(d.Who), d.sheet()
	if d.Part == FactPhoto && now.Photo != wish.Photo {
		v.Pictures = []ui.Link{{Label: ui.T(ctx, "Hồ sơ hôm nay")}, {Label: ui.T(ctx, "Xin sửa thành"), Href: requestPath + "/" + v.ID + "/" + photoSlug}}
		if now.Photo != "" {
			v.Pictures[0].Href = photoPath(d.Member) + "/xem"
		}
	}
	for _, l := range comparedParts(ctx, d.Part, now, wish) {
		if l.Here != l.There {
			v.Compare = append(v.Compare, l)
		}
	}
	v.Facts = []ui.Fact{{Label: ui.T(ctx, "Đúng như thế từ ngày"), Value: kernel.FormatDate(d.From)}, {Label: ui.T(ctx, "Lý do"), Value: d.Reason}, {Label: ui.T(ctx, "Gửi lúc"), Value: ui.Moment(ctx, d.AskedAt)}}
	if !d.AnsweredAt.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Trả lời"), Value: joined(d.Answer, d.AnsweredName, ui.Moment(ctx, d.AnsweredAt))})
	}
	return v
}

// comparedParts are the fields of one part, as they are and as they are asked for.
func comparedParts(ctx context.Context, part FactKey, a, b sheetForm) []Compared {
	switch part {
	case partPerson:
		return []Compared{{ui.T(ctx, "Họ và tên"), a.Name, b.Name}, {ui.T(ctx, "Ngày sinh"), a.Born, b.Born}, {ui.T(ctx, "Giới tính"), sexWord(ctx, a.Sex), sexWord(ctx, b.Sex)},
			{ui.T(ctx, "Số định danh"), a.Identity, b.Identity}, {ui.T(ctx, "Điện thoại"), a.Phone, b.Phone}, {ui.T(ctx, "Thư điện tử"), a.Email, b.Email}}
	case FactWork:
		return []Compared{{ui.T(ctx, "Nơi làm việc"), a.Employer, b.Employer}, {ui.T(ctx, "Nghề nghiệp"), a.Job, b.Job}, {ui.T(ctx, "Vị trí việc làm"), a.Position, b.Position},
			{ui.T(ctx, "Loại hợp đồng"), contractWord(a.Contract), contractWord(b.Contract)}, {ui.T(ctx, "Thời hạn hợp đồng"), a.Months, b.Months}, {ui.T(ctx, "Ngày vào làm"), a.Since, b.Since}}
	case FactOrigin:
		return []Compared{{ui.T(ctx, "Dân tộc"), a.Ethnicity, b.Ethnicity}, {ui.T(ctx, "Tôn giáo"), a.Religion, b.Religion}, {ui.T(ctx, "Quê quán"), a.Native, b.Native}, {ui.T(ctx, "Nơi thường trú"), a.Permanent, b.Permanent}}
	case FactPapers:
		return []Compared{{ui.T(ctx, "Quốc tịch"), a.Nationality, b.Nationality}, {ui.T(ctx, "Hộ chiếu"), a.Passport, b.Passport}, {ui.T(ctx, "Số chứng minh nhân dân cũ"), a.Old, b.Old}, {ui.T(ctx, "Ngày cấp"), a.Issued, b.Issued}, {ui.T(ctx, "Nơi cấp"), a.Issuer, b.Issuer}}
	case FactSchooling:
		return []Compared{{ui.T(ctx, "Học vấn"), a.General, b.General}, {ui.T(ctx, "Chuyên môn"), a.Professional, b.Professional}, {ui.T(ctx, "Lý luận chính trị"), a.Theory, b.Theory}, {ui.T(ctx, "Ngoại ngữ"), a.Language, b.Language}, {ui.T(ctx, "Tin học"), a.Computing, b.Computing}}
	}
	values := map[FactKey][2]string{FactWage: {a.Wage, b.Wage}, FactHome: {a.Address, b.Address}, FactInsurance: {a.Insurance, b.Insurance}, FactParty: {a.Party, b.Party}, FactHardship: {a.Hardship, b.Hardship}, FactBank: {a.Bank, b.Bank}}
	return []Compared{{keyWord(ctx, part), values[part][0], values[part][1]}}
}

func (s *Service) showRequest(c *web.Ctx) error {
	id, err := c.ID("yeucau")
	if err != nil {
		return err
	}
	d, err := s.requestOf(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Yêu cầu sửa hồ sơ"), RequestPage(requestView(c.Context(), d)))
}

func (s *Service) answerRequestPage(c *web.Ctx) error {
	id, err := c.ID("yeucau")
	if err != nil {
		return err
	}
	var in struct {
		Verb   string `form:"viec,max=20"`
		Answer string `form:"ly_do,max=500"`
	}
	err = c.Form(&in)
	to, said := RequestAccepted, c.T("Đã sửa hồ sơ.")
	switch in.Verb {
	case "khong":
		to, said = RequestRefused, c.T("Đã trả lời đoàn viên.")
	case "rut":
		to, said = RequestWithdrawn, c.T("Đã rút yêu cầu.")
	}
	if err == nil {
		err = s.answerRequest(c.Context(), c.Actor, id, to, in.Answer)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		d, err := s.requestOf(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		v := requestView(c.Context(), d)
		v.Answer, v.Errors, v.Sentence = in.Answer, c.FieldErrors(f), c.Sentence(f)
		return c.Page(http.StatusUnprocessableEntity, c.T("Yêu cầu sửa hồ sơ"), RequestPage(v))
	}
	if err != nil {
		return err
	}
	return c.See(requestPath+"/"+id.String(), said)
}

func (s *Service) showRequests(c *web.Ctx) error {
	list, err := s.requestsFor(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	var rows []RequestLine
	for _, q := range list {
		rows = append(rows, requestLine(c.Context(), q.Request, q.Who.Name))
	}
	return c.Page(http.StatusOK, c.T("Yêu cầu sửa hồ sơ"), RequestsPage(rows))
}
