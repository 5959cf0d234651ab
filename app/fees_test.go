package app

import (
	"net/http/httptest"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/testkit"
	"doanket/kernel"
	"doanket/seed"
)

// A resolution of one province says nothing to readers in another: its rates are folded away, and stand
// with the name of the place once the place is on the site.
func TestFeesOfOtherPlacesAreFolded(t *testing.T) {
	ctx := t.Context()
	s := castStory(t, "sqlite", "2026-11-23T09:00")
	get := func(login, path string) testkit.HTML {
		t.Helper()
		r := httptest.NewRequest("GET", path, nil)
		if login != "" {
			cookie, err := s.a.web.SignInAs(ctx, seed.AccountID(login))
			must(t, err)
			r.AddCookie(cookie)
		}
		w := httptest.NewRecorder()
		s.a.web.ServeHTTP(w, r)
		if w.Code != 200 {
			t.Fatalf("%s answers %d", path, w.Code)
		}
		if strings.HasSuffix(path, "/in") && strings.Contains(w.Body.String(), "Hà Nội") {
			t.Error("the printed sheet names another place")
		}
		return testkit.Page(t, w.Body.Bytes())
	}
	page := get("", "/thu-tuc/2.000635")
	page.Has("summary", "Mức thu ở nơi khác (1)")
	page.Has("details", "nộp trực tuyến tại Hà Nội")
	page.HasNot("details", "Cấp bản sao Trích lục hộ tịch (")
	page.Has("td", "8.000 ₫/bản")
	get("", "/thu-tuc/2.000635/in")

	today := s.clock.Now().Date()
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Chương trình"}
	basis := orgs.Basis{Number: "9/QĐ", Decided: today, Issuer: "Cơ quan mẫu", Effective: today}
	other, err := s.a.orgs.Found(ctx, program, orgs.Founding{Name: "UBND thành phố mẫu", Kind: "peoples_committee", Parent: seed.Tenant(), Basis: basis})
	must(t, err)
	must(t, s.a.orgs.Identify(ctx, program, orgs.Change{Org: other, Basis: basis}, "current", "H26"))
	page = get("", "/thu-tuc/2.000635")
	page.Has("td", "Chỉ áp dụng ở UBND thành phố mẫu")
	page.HasNot("summary", "Mức thu ở nơi khác")
	get("lan", "/thu-tuc/2.000635").Has("summary", "Mức thu ở nơi khác (1)") // an officer reads for her own unit
}
