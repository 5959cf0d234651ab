package dossiers

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"doanket/ui"
)

// filingSteps are the steps of online filing.
var filingSteps = []string{"Người nộp", "Nội dung", "Giấy tờ", "Xem lại"}

func stepNames(ctx context.Context) []string {
	out := make([]string, len(filingSteps))
	for i, s := range filingSteps {
		out[i] = ui.T(ctx, s)
	}
	return out
}

// startView is what a person should know before she begins.
func startView(ctx context.Context, t Terms, units []UnitChoice, action string) FilingStart {
	v := FilingStart{Code: t.Procedure.Code, Name: t.Procedure.Name, Action: action}
	v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Thời gian giải quyết"), Value: t.limitSaid(ctx)})
	if len(t.Results) > 0 {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Kết quả"), Value: t.Results[0].Name})
	}
	if len(t.Basis) > 0 {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Căn cứ"), Value: strings.Join(t.Basis, "; ")})
	}
	for _, p := range t.Papers {
		if p.FromForm {
			continue
		}
		view := PaperView{Name: p.Name, Copies: termCopies(ctx, p)}
		if p.Held != "" {
			view.Held = ui.T(ctx, "bạn không phải nộp, dữ liệu đã có ở nguồn %s", p.Held)
		}
		v.Papers = append(v.Papers, view)
	}
	v.Fees = feesView(ctx, t.Fees)
	for _, u := range units {
		v.Units = append(v.Units, ui.Option{Value: u.ID.String(), Label: u.Name})
	}
	if t.FollowOnly {
		v.Closed = ui.T(ctx, "Thủ tục này được giải quyết trên hệ thống của bộ, ngành; ở đây chỉ theo dõi, không nhận hồ sơ.")
	}
	return v
}

func termCopies(ctx context.Context, t PaperTerm) string {
	return copiesWords(ctx, Paper{Originals: t.Originals, Certified: t.Certified, Copies: t.Copies})
}

// paperInputs are the uploads of the papers asked for; folder is where a file already sent opens.
func paperInputs(ctx context.Context, t Terms, have []Paper, folder string, errs ui.Errors) []InputView {
	var out []InputView
	for _, term := range t.Papers {
		if term.FromForm || term.Held != "" {
			continue
		}
		name := "papers." + term.Key
		f := InputView{Kind: "file", Accept: ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,image/*",
			Props: ui.FieldProps{Name: name, Label: term.Name, Hint: ui.T(ctx, "Ảnh chụp hoặc PDF, tối đa 20 MB"), Error: errs[name], Optional: !term.Required}}
		if term.OneOf != "" {
			f.Props.Hint = ui.T(ctx, "Chỉ cần một trong các giấy cùng loại. Ảnh chụp hoặc PDF, tối đa 20 MB")
			f.Props.Optional = false
		}
		for _, p := range have {
			if p.Key != term.Key {
				continue
			}
			for _, x := range p.Files {
				f.Have = append(f.Have, ui.HaveFile{Name: x.Name, Text: ui.T(ctx, "%s, đã tải lên", sizeWords(x.Size)), Href: folder + x.SHA256, RemoveName: "bo", RemoveValue: p.Key + "/" + x.SHA256})
			}
		}
		out = append(out, f)
	}
	return out
}

// heldNotes tell which papers a person need not hand in.
func heldNotes(ctx context.Context, t Terms) []NoteView {
	var out []NoteView
	for _, p := range t.Papers {
		if p.Held != "" {
			out = append(out, NoteView{Kind: "info", Text: ui.T(ctx, "Bạn không phải nộp %s: dữ liệu đã có ở nguồn %s.", p.Name, p.Held)})
		}
	}
	return out
}

// checkParts are everything that was typed, part by part, with the way back to each.
func checkParts(ctx context.Context, base string, in FilingInput, parts []Questions, t Terms) []CheckPart {
	who := Dossier{Applicant: in.Applicant, ReturnBy: in.ReturnBy, ReturnTo: in.ReturnTo, Channel: Online}
	if in.Filer != nil {
		who.Filer, who.Authorisation = *in.Filer, in.Authorisation
	}
	first := CheckPart{Title: ui.T(ctx, "Người nộp"), Edit: base + "1"}
	for _, r := range who.whoRows() {
		if r.Value == channelWords(who.Channel) {
			r.Value = channelName(ctx, who.Channel)
		}
		first.Facts = append(first.Facts, ui.Fact{Label: ui.T(ctx, r.Label), Value: r.Value})
	}
	first.Facts = append(first.Facts, ui.Fact{Label: ui.T(ctx, "Nhận kết quả"), Value: who.returnSaid(ctx)})
	out := []CheckPart{first}
	for _, g := range answerFacts(ctx, parts, in.Answers) {
		out = append(out, CheckPart{Title: g.Title, Edit: base + "2", Facts: g.Facts})
	}
	papers := CheckPart{Title: ui.T(ctx, "Giấy tờ"), Edit: base + "3"}
	for _, term := range t.Papers {
		papers.Facts = append(papers.Facts, ui.Fact{Label: term.Name, Value: paperState(ctx, term, in.Papers)})
	}
	return append(out, papers)
}

func paperState(ctx context.Context, term PaperTerm, have []Paper) string {
	switch {
	case term.FromForm:
		return ui.T(ctx, "chính là tờ khai này")
	case term.Held != "":
		return ui.T(ctx, "không phải nộp")
	}
	for _, p := range have {
		if p.Key == term.Key && len(p.Files) > 0 {
			return ui.T(ctx, "%d tệp", len(p.Files))
		}
	}
	if term.Required {
		return ui.T(ctx, "chưa có")
	}
	return ui.T(ctx, "không nộp")
}

// doneView is the receipt of a filing.
func doneView(ctx context.Context, r Receipt) FilingDone {
	v := FilingDone{Name: r.Dossier.Procedure.Name, Intake: r.Intake, Secret: r.Secret, At: ui.Moment(ctx, r.Dossier.SubmittedAt), Mine: "/ho-so-cua-toi",
		Track: "/ho-so-cua-toi/" + r.ID.String(),
		Next: []string{
			ui.T(ctx, "Cơ quan xem thành phần hồ sơ; nếu thiếu, bạn nhận yêu cầu bổ sung ngay trên trang này và qua thư."),
			ui.T(ctx, "Khi tiếp nhận, hồ sơ có mã và ngày hẹn trả. Nộp ngoài giờ thì giờ làm việc kế tiếp mới được tính."),
			ui.T(ctx, "Bạn theo dõi từng bước bằng hai mã ở trên."),
		}}
	if r.Code != "" {
		v.Next = []string{ui.T(ctx, "Hồ sơ đã được tiếp nhận, mã %s.", r.Code), fmt.Sprintf("%s %s.", ui.T(ctx, "Hẹn trả"), ui.Moment(ctx, r.Dossier.Clock.Due))}
	}
	return v
}

// whoValues is what the first step holds already.
func whoValues(in FilingInput) url.Values {
	v := partyValues("applicant.", in.Applicant)
	v.Set("return_by", string(in.ReturnBy))
	v.Set("return_to", in.ReturnTo)
	v.Set("for", "toi")
	if in.Filer != nil && in.Filer.Name != "" {
		v.Set("for", "ho")
		v.Set("authorisation", in.Authorisation)
	}
	return v
}

// whoGroups ask who applies, for whom, and how the result comes back.
func whoGroups(ctx context.Context, values url.Values, errs ui.Errors) []InputGroup {
	who := values.Get("for")
	if who == "" {
		who = "toi"
	}
	return []InputGroup{
		{Title: ui.T(ctx, "Người có yêu cầu"), Fields: partyInputs(ctx, "applicant.", values, errs)},
		{Title: ui.T(ctx, "Bạn nộp cho ai"), Fields: []InputView{
			{Kind: "choice", Props: ui.FieldProps{Name: "for", Label: ui.T(ctx, "Bạn là ai trong hồ sơ này"), Value: who, Error: errs["for"]}, Options: []ui.Option{
				{Value: "toi", Label: ui.T(ctx, "Tôi là người có yêu cầu")}, {Value: "ho", Label: ui.T(ctx, "Tôi nộp thay người khác hoặc cho tổ chức")}}},
			{Kind: "line", Props: ui.FieldProps{Name: "authorisation", Label: ui.T(ctx, "Giấy uỷ quyền hoặc giấy giới thiệu"), Hint: ui.T(ctx, "Số, ngày; chỉ điền khi nộp thay"), Value: values.Get("authorisation"), Error: errs["authorisation"], Optional: true, MaxLength: 200}},
		}},
		{Title: ui.T(ctx, "Trả kết quả"), Fields: returnInputs(ctx, values, errs)},
	}
}
