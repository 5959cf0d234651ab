package dossiers

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"doanket/ui"
)

var sampleSteps = []string{"Người nộp", "Nội dung", "Giấy tờ", "Xem lại"}

// sampleForms are the pages on which people type, empty and with what is to be mended.
func sampleForms() []ui.Sample {
	var out []ui.Sample
	add := func(page, state string, plain bool, f func(ctx context.Context) templ.Component) {
		out = append(out, ui.Sample{Room: "dossiers", Page: page, State: state, Body: sampleBody(f), Plain: plain})
	}
	add("filing", "start", true, func(ctx context.Context) templ.Component {
		return FilingStartPage(startView(ctx, sampleTerms, []UnitChoice{{ID: 3, Name: sampleUnits[3]}}, "/nop/2.001955"))
	})
	add("filing", "closed", true, func(ctx context.Context) templ.Component {
		t := sampleTerms
		t.FollowOnly = true
		return FilingStartPage(startView(ctx, t, nil, ""))
	})
	add("filing", "answers", true, func(ctx context.Context) templ.Component {
		return FilingStepPage(FilingStep{Name: sampleTerms.Procedure.Name, Title: ui.T(ctx, "Nội dung"), Now: 2, Names: sampleSteps, Version: "2", Action: "/nop/2.001955/650/2", Back: "/nop/2.001955/650/1",
			Next: ui.T(ctx, "Tiếp tục"), Saved: ui.T(ctx, "Đã lưu nháp lúc %s", "09:41"), Groups: inputGroups(ctx, sampleForm, nil, sampleSubmitted().Answers, nil)})
	})
	add("filing", "faulty", true, func(ctx context.Context) templ.Component {
		typed := url.Values{"don.so_lao_dong": {"bốn trăm"}, "don.ngay_gop_y": {"31/11/2026"}}
		errs := ui.Errors{"don.so_lao_dong": ui.T(ctx, "Hãy viết bằng số nguyên, ví dụ 12."), "don.ngay_gop_y": ui.T(ctx, "Tháng %v chỉ có %v ngày.", 11, 30)}
		groups := inputGroups(ctx, sampleForm, typed, nil, errs)
		return FilingStepPage(FilingStep{Name: sampleTerms.Procedure.Name, Title: ui.T(ctx, "Nội dung"), Now: 2, Names: sampleSteps, Action: "/nop/2.001955/650/2", Back: "/nop/2.001955/650/1",
			Next: ui.T(ctx, "Tiếp tục"), Groups: groups, Errors: errs, Order: order(groups)})
	})
	add("filing", "papers", true, func(ctx context.Context) templ.Component {
		return FilingStepPage(FilingStep{Name: sampleTerms.Procedure.Name, Title: ui.T(ctx, "Giấy tờ"), Now: 3, Names: sampleSteps, Action: "/nop/2.001955/650/3", Back: "/nop/2.001955/650/2", Upload: true,
			Next: ui.T(ctx, "Tiếp tục"), Groups: []InputGroup{{Fields: paperInputs(ctx, sampleTerms, sampleSubmitted().Papers, "/nop/2.001955/650/tep/", nil)}}, Notes: heldNotes(ctx, sampleTerms)})
	})
	add("filing", "check", true, func(ctx context.Context) templ.Component {
		return FilingCheckPage(FilingCheck{Name: sampleTerms.Procedure.Name, Now: 4, Names: sampleSteps, Action: "/nop/2.001955/650/4", Back: "/nop/2.001955/650/3", Fees: feesView(ctx, sampleTerms.Fees),
			Parts: checkParts(ctx, "/nop/2.001955/650/", filingOf(sampleSubmitted()), sampleForm, sampleTerms)})
	})
	add("filing", "done", true, func(ctx context.Context) templ.Component {
		return FilingDonePage(doneView(ctx, Receipt{ID: 700, Intake: "N-261121-0003", Secret: "7KQ2-M9FA", Dossier: sampleSubmitted()}))
	})
	add("desk", "choose", false, func(context.Context) templ.Component {
		return DeskChoosePage(DeskChoose{Cards: []DeskCard{{Href: "/ho-so/tiep-nhan-tai-quay?thu-tuc=1.001193", Code: "1.001193", Name: "Đăng ký khai sinh", Field: "Hộ tịch", Limit: "trong ngày"}}})
	})
	add("desk", "nothing_found", false, func(context.Context) templ.Component { return DeskChoosePage(DeskChoose{Q: "zzz"}) })
	add("desk", "form", false, func(ctx context.Context) templ.Component {
		return DeskPage(deskView(ctx, sampleTerms, sampleForm, url.Values{}, nil, ""))
	})
	add("desk", "faulty", false, func(ctx context.Context) templ.Component {
		errs := ui.Errors{"applicant.name": ui.T(ctx, Messages()["dossiers.name_needed"]), "papers.noi_quy": ui.T(ctx, Messages()["dossiers.missing_paper"], "Nội quy lao động")}
		return DeskPage(deskView(ctx, sampleTerms, sampleForm, url.Values{"applicant.identity": {"000185000017"}}, errs, ""))
	})
	for _, s := range sampleDetails() {
		if s.state != "processing" && s.state != "awaiting_signature" && s.state != "submitted" && s.state != "done" {
			continue
		}
		for _, verb := range s.seen.Can {
			add("verb_"+string(verb), s.state, false, func(ctx context.Context) templ.Component {
				return VerbPage(verbView(ctx, s.seen, verb, url.Values{}, sampleChoices, nil, ""))
			})
		}
	}
	add("verb_request_supplement", "faulty", false, func(ctx context.Context) templ.Component {
		errs := ui.Errors{"reason": ui.T(ctx, Messages()["dossiers.reason_needed"]), "items": ui.T(ctx, Messages()["dossiers.items_needed"])}
		return VerbPage(verbView(ctx, sampleDetails()[2].seen, DoRequestSupplement, url.Values{"other": {""}}, sampleChoices, errs, ""))
	})
	return out
}

var sampleChoices = verbChoices{
	officers: []Hand{handlerTrang, chairQuang},
	units:    []UnitChoice{{ID: 2, Name: sampleUnits[2]}, {ID: 4, Name: sampleUnits[4], Depth: 1}},
}

func filingOf(d Dossier) FilingInput {
	filer := d.Filer
	return FilingInput{Applicant: d.Applicant, Filer: &filer, Answers: d.Answers, Papers: d.Papers, ReturnBy: d.ReturnBy}
}
