package dossiers

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// deskView is the one page on which an officer takes a dossier in. values are what was typed.
func deskView(ctx context.Context, t Terms, parts []Questions, values url.Values, errs ui.Errors, sentence string) DeskView {
	v := DeskView{
		Code: t.Procedure.Code, Name: t.Procedure.Name, Action: "/ho-so/tiep-nhan-tai-quay?thu-tuc=" + url.QueryEscape(t.Procedure.Code),
		Request: values.Get("ma-gui"), Version: t.Procedure.Version.String(), Errors: errs, Sentence: sentence, Notes: heldNotes(ctx, t)[:0],
		Scan: ui.FieldProps{Name: "qr", Label: ui.T(ctx, "Mã QR của thẻ căn cước"), Hint: ui.T(ctx, "Đặt con trỏ ở đây rồi quét thẻ; các ô dưới tự điền. Nội dung quét không được lưu."), Scan: "quet", Error: errs["qr"], Autofocus: len(errs) == 0},
		Who:  partyInputs(ctx, "applicant.", values, errs), Groups: inputGroups(ctx, parts, values, nil, errs), After: returnInputs(ctx, values, errs), Fees: feesView(ctx, t.Fees),
	}
	v.Limit = ui.T(ctx, "Thời hạn: %s", t.limitSaid(ctx))
	v.After = append([]InputView{{Kind: "line", Props: ui.FieldProps{Name: "summary", Label: ui.T(ctx, "Trích yếu"), Hint: ui.T(ctx, "Một câu để nhận ra hồ sơ trong danh sách"), Value: values.Get("summary"), Optional: true, MaxLength: 300}}}, v.After...)
	for _, p := range t.Papers {
		v.Papers = append(v.Papers, deskPaper(ctx, p, values, errs))
	}
	v.Order = []string{"qr", "applicant.kind", "applicant.name", "applicant.identity", "applicant.born", "applicant.phone", "applicant.email", "applicant.address"}
	v.Order = append(v.Order, order(v.Groups)...)
	return v
}

func deskPaper(ctx context.Context, p PaperTerm, values url.Values, errs ui.Errors) DeskPaper {
	note := []string{termCopies(ctx, p)}
	if p.OneOf != "" {
		note = append(note, ui.T(ctx, "chỉ cần một trong các giấy cùng loại"))
	} else if !p.Required {
		note = append(note, ui.T(ctx, "không bắt buộc"))
	}
	note = trimmed(note)
	return DeskPaper{
		Key: p.Key, Name: p.Name, Note: strings.Join(note, "; "), Held: p.Held, FromForm: p.FromForm, Required: p.Required,
		Have: values.Get("co."+p.Key) == "true", Originals: values.Get("chinh." + p.Key), Certified: values.Get("chung-thuc." + p.Key), Copies: values.Get("sao." + p.Key),
		Error: errs["papers."+p.Key],
	}
}

func trimmed(parts []string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// deskPapers are the papers that lie on the desk: ticked, with the counts typed or those of the law.
func readDeskPapers(t Terms, values url.Values, faults *kernel.Faults) []Paper {
	var out []Paper
	for _, term := range t.Papers {
		if values.Get("co."+term.Key) != "true" {
			continue
		}
		p := Paper{Key: term.Key, Name: term.Name, Originals: term.Originals, Certified: term.Certified, Copies: term.Copies, Verdict: "ok"}
		typed := false
		for field, into := range map[string]*int{"chinh.": &p.Originals, "chung-thuc.": &p.Certified, "sao.": &p.Copies} {
			text := values.Get(field + term.Key)
			if text == "" {
				continue
			}
			n, err := strconv.Atoi(text)
			if err != nil || n < 0 || n > 999 {
				faults.Add("papers."+term.Key, "dossiers.bad_count")
				continue
			}
			if !typed {
				p.Originals, p.Certified, p.Copies, typed = 0, 0, 0, true
			}
			*into = n
		}
		if !typed && p.Originals+p.Certified+p.Copies == 0 {
			p.Originals = 1
		}
		out = append(out, p)
	}
	return out
}

// scanned fills the fields of a person from the QR text of her card.
func scanned(text string, today kernel.Date, values url.Values) (note string, err error) {
	card, doubts, err := kernel.ParseCCCDQR(text, today)
	if err != nil {
		return "", err
	}
	values.Set("applicant.kind", "person")
	values.Set("applicant.name", card.Name)
	values.Set("applicant.identity", card.Number)
	values.Set("applicant.born", kernel.FormatDate(card.Birth))
	values.Set("applicant.address", card.Residence)
	if len(doubts) > 0 {
		return doubts[0].Code, nil
	}
	return "", nil
}
