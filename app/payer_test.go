package app

import (
	"bytes"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"doanket/core/payments"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
)

func TestThePayerIsLedFromHerDossierToHerBillAndHerReceipt(t *testing.T) {
	ctx := t.Context()
	s := castStory(t, "sqlite", "2026-11-23T09:00")
	d := s.accepted(ctx, t, 1, "2.000635")
	get := func(login, path string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest("GET", path, nil)
		cookie, err := s.a.web.SignInAs(ctx, seed.AccountID(login))
		must(t, err)
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		s.a.web.ServeHTTP(w, r)
		return w
	}
	own := "/ho-so-cua-toi/" + d.ID.String()
	if len(d.Orders) != 1 {
		t.Fatalf("%d orders at the desk, want 1", len(d.Orders))
	}
	must(t, s.a.outbox.Drain(ctx))
	bill := ""
	for _, href := range hrefs(get("lan", own).Body.Bytes()) {
		if strings.HasPrefix(href, "/thanh-toan/") {
			bill = href
		}
	}
	if bill == "" {
		t.Fatal("no way to the bill")
	}
	page := get("lan", bill)
	if page.Code != 200 || bytes.Contains(page.Body.Bytes(), []byte(d.Applicant.Name)) {
		t.Errorf("the bill answers %d, or shows the whole name", page.Code)
	}
	testkit.Page(t, page.Body.Bytes()).Has(".state", "Chờ nộp")

	mai, err := s.actor(ctx, "mai")
	must(t, err)
	if found := get("mai", "/thu-ngan?ma="+d.Code); found.Code != 200 || !slices.Contains(hrefs(found.Body.Bytes()), "/thu-ngan/"+d.Orders[0].ID.String()) {
		t.Errorf("the cashier who looks for %s is answered %d", d.Code, found.Code)
	}
	if none := get("mai", "/thu-ngan?ma=H49.31.06-261123-9999"); none.Code != 422 {
		t.Errorf("the cashier who looks for no dossier is answered %d", none.Code)
	}
	order := d.Orders[len(d.Orders)-1]
	_, _, err = s.a.payments.Confirm(ctx, mai, order.ID, payments.Confirmation{Method: payments.Cash, Received: order.Total, Token: "a"})
	must(t, err)
	must(t, s.a.outbox.Drain(ctx))
	links := hrefs(get("lan", own).Body.Bytes())
	i := slices.IndexFunc(links, func(l string) bool { return strings.HasPrefix(l, own+"/bien-lai/") })
	if i < 0 {
		t.Fatalf("no way to the receipt: %v", links)
	}
	if pdf := get("lan", links[i]); pdf.Code != 200 || !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF")) {
		t.Errorf("the receipt answers %d", pdf.Code)
	}
	if other := get("bao", links[i]); other.Code != 404 {
		t.Errorf("another citizen is answered %d", other.Code)
	}
	if wrong := get("lan", own+"/bien-lai/"+kernel.ID(4711).String()); wrong.Code != 404 {
		t.Errorf("a receipt of nothing is answered %d", wrong.Code)
	}
}

// hrefs are the addresses that a page leads to.
func hrefs(page []byte) []string {
	var out []string
	for part := range bytes.SplitSeq(page, []byte(`href="`)) {
		to, _, _ := bytes.Cut(part, []byte(`"`))
		out = append(out, string(to))
	}
	return out
}
