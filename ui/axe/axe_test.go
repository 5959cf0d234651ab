package axe

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"doanket/ui"
)

// strict is the policy the product is served with; a page that breaks it makes the browser complain.
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func serve(t *testing.T) *httptest.Server {
	if err := ui.CheckAssets(); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(ui.AssetsPath, ui.AssetHandler())
	catalogue := ui.Catalogue(ui.Samples(), ui.SampleFrame)
	mux.Handle(ui.CataloguePath, catalogue)
	mux.Handle(ui.CataloguePath+"/", catalogue)
	mux.HandleFunc("/faulty", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<!doctype html><html><title>x</title><body><main><h1>x</h1><img src="/tai-san/none.png"><p style="color:#eee;width:2000px">pale</p></main></body></html>`))
	})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", strict)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestEverySampleOfThePartsHasNoFaultInLightAndDarkOnDeskAndPhone(t *testing.T) {
	s := serve(t)
	pages := []Page{{"catalogue", s.URL + ui.CataloguePath}}
	for i, p := range ui.Samples() {
		pages = append(pages, Page{p.Name(), s.URL + ui.CataloguePath + "/" + strconv.Itoa(i)})
	}
	Check(t, pages)
}

func TestAFaultyPageIsFound(t *testing.T) {
	s := serve(t)
	b := Start(t)
	wrong, err := b.Look(Page{"faulty", s.URL + "/faulty"}, Views[2:3], "")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(wrong, "\n")
	for _, want := range []string{"html-has-lang", "image-alt", "style attribute", "Content Security Policy"} {
		if !strings.Contains(all, want) {
			t.Errorf("not found: %s in\n%s", want, all)
		}
	}
}
