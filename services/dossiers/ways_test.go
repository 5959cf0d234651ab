package dossiers

import (
	"context"
	"slices"
	"testing"
)

// After the draft the button says what pressing it does; before it there is nothing to put forward.
func TestPassingADraftOnIsNamedByWhereItGoes(t *testing.T) {
	terms := Terms{Steps: []StepTerm{{Key: "tham_dinh", Name: "Thẩm định"}, {Key: "trinh_ky", Name: "Duyệt, ký", Role: "approver"}, {Key: "hoi", Name: "Hỏi liên ngành"}},
		Actions: []ActionTerm{
			{Key: "soan", Name: "Soạn kết quả", From: []string{"tham_dinh"}, To: "trinh_ky", Effects: []string{"draft"}, Needs: []string{"draft"}},
			{Key: "soan_tu_choi", Name: "Soạn văn bản từ chối", From: []string{"tham_dinh"}, To: "trinh_ky", Effects: []string{"draft"}, Needs: []string{"draft"}}}}
	d := Dossier{State: Processing, Step: "tham_dinh"}
	if sensible(d, terms, DoForward) {
		t.Error("a result that nobody has drafted can be passed on")
	}
	d.Draft = &Result{Outcome: "granted"}
	if !sensible(d, terms, DoForward) {
		t.Error("a draft cannot be passed on")
	}
	s := seen{Detail: Detail{Dossier: d, Terms: terms}}
	if got := s.verbLabel(context.Background(), DoForward); got != "Trình duyệt, ký" {
		t.Errorf("the button reads %q", got)
	}
	names := func() []string {
		var f fields
		f.ctx = context.Background()
		s.forwardFields(f.ctx, &f, verbChoices{})
		var out []string
		for _, x := range f.out {
			out = append(out, x.Props.Name)
		}
		return out
	}
	if slices.Contains(names(), "action") {
		t.Error("asks where to, though there is one way")
	}
	s.Terms.Actions = append(slices.Clone(terms.Actions), ActionTerm{Key: "hoi", Name: "Hỏi liên ngành", From: []string{"tham_dinh"}, To: "hoi", Effects: []string{"forward"}})
	if got := s.verbLabel(context.Background(), DoForward); got != "Chuyển bước" || !slices.Contains(names(), "action") {
		t.Errorf("with two ways the button reads %q, asks %v", got, names())
	}
}
