package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"doanket/ui"
	"doanket/ui/axe"
)

// TestNoPageOfTheCatalogueHasAViolation lets axe-core look at pages of every kind. All states of all
// pages in all four views take an hour on two cores, so the first page of each kind is seen wide and
// light and on a phone in the dark, and of its other states each fourth one is seen, the views taking
// turns. AXE=all looks at everything, AXE_ROOM at one room.
func TestNoPageOfTheCatalogueHasAViolation(t *testing.T) {
	samples := Samples()
	site := http.NewServeMux()
	site.Handle(ui.CataloguePath+"/", ui.Catalogue(samples, ui.SampleFrame))
	site.Handle("GET "+ui.AssetsPath, ui.AssetHandler())
	server := httptest.NewServer(site)
	defer server.Close()
	b := axe.Start(t)
	whole := map[string]bool{}
	for i, s := range samples {
		if room := os.Getenv("AXE_ROOM"); room != "" && s.Room != room {
			continue
		}
		kind := s.Room + " " + s.Page
		var views []axe.View
		switch {
		case os.Getenv("AXE") == "all":
			views = axe.Views
		case !whole[kind]:
			views = []axe.View{axe.Views[0], axe.Views[len(axe.Views)-1]}
		case i%4 == 0:
			views = []axe.View{axe.Views[i/4%len(axe.Views)]}
		default:
			continue
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
