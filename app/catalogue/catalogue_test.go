package catalogue

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"doanket/app"
	"doanket/ui"
	"doanket/ui/axe"
)

// TestNoPageOfTheCatalogueHasAViolation lets axe-core look at every page in every state. All four
// views of three hundred pages take ten minutes on two cores, so every page is seen once, the views
// taking turns (a page and its neighbours in other states share their parts), and one page of each
// kind is seen in all four. AXE=all looks at everything, AXE_ROOM at one room.
func TestNoPageOfTheCatalogueHasAViolation(t *testing.T) {
	samples := app.Samples()
	site := http.NewServeMux()
	site.Handle(ui.CataloguePath+"/", ui.Catalogue(samples, ui.SampleFrame))
	site.Handle("GET "+ui.AssetsPath, ui.AssetHandler())
	// The worker that keeps the own card is another page's concern: here it is only found.
	site.HandleFunc("GET /the-cua-toi/giu.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		w.Header().Set("Service-Worker-Allowed", "/the-cua-toi")
	})
	server := httptest.NewServer(site)
	defer server.Close()
	b := axe.Start(t)
	whole := map[string]bool{}
	for i, s := range samples {
		if room := os.Getenv("AXE_ROOM"); room != "" && s.Room != room {
			continue
		}
		views := []axe.View{axe.Views[i%len(axe.Views)]}
		kind := s.Room + " " + s.Page
		if os.Getenv("AXE") == "all" || !whole[kind] {
			views = axe.Views
		}
		whole[kind] = true
		wrong, err := b.Look(axe.Page{Name: s.Name(), URL: fmt.Sprintf("%s%s/%d", server.URL, ui.CataloguePath, i)}, views, os.Getenv("SHOTS"))
		if err != nil {
			t.Error(err)
		}
		for _, w := range wrong {
			t.Error(w)
		}
	}
}
