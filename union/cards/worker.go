package cards

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"

	"doanket/internal/web"
	"doanket/ui"
)

// workerPath is where the browser finds the script that keeps the own card on the phone. It is no
// inline script and runs nothing of a page, so the strict policy holds.
const workerPath = "/the-cua-toi/giu.js"

//go:embed worker.js
var workerSource string

// worker is the script with the assets of this program that the page needs without a network.
func worker() string {
	var list []string
	for _, name := range []string{"app.css", "app.js", "icons.svg", "mark.svg", "fonts/tinos-regular.ttf", "fonts/tinos-bold.ttf",
		"fonts/be-vietnam-pro-vietnamese-400.woff2", "fonts/be-vietnam-pro-latin-400.woff2", "fonts/be-vietnam-pro-vietnamese-500.woff2", "fonts/be-vietnam-pro-latin-500.woff2",
		"fonts/be-vietnam-pro-vietnamese-600.woff2", "fonts/be-vietnam-pro-latin-600.woff2"} {
		list = append(list, ui.Asset(name))
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // a list of texts
	}
	return strings.Replace(workerSource, "/*assets*/[]", string(b), 1)
}

func (s *Service) sendWorker(c *web.Ctx) error {
	h := c.W.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Service-Worker-Allowed", ownPath)
	c.W.WriteHeader(http.StatusOK)
	_, _ = c.W.Write([]byte(worker())) // a visitor who left hears nothing more
	return nil
}
