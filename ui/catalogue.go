package ui

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// CataloguePath is where the page catalogue of development stands.
const CataloguePath = "/_pages"

// Catalogue shows every page in every state: the list at CataloguePath, one at CataloguePath/{n}.
// ?lang=en and ?theme=dark show it so. It needs no store and no sign-in; frame makes the shell.
func Catalogue(samples []Sample, frame func(title string) Frame) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := frame("")
		f.Theme, f.Path = r.URL.Query().Get("theme"), r.URL.RequestURI()
		ctx := WithLang(r.Context(), r.URL.Query().Get("lang"))
		rest := strings.Trim(strings.TrimPrefix(r.URL.Path, CataloguePath), "/")
		page, body := Plain, catalogueList(samples)
		f.Title = T(ctx, "Danh mục trang")
		if rest != "" {
			n, err := strconv.Atoi(rest)
			if err != nil || n < 0 || n >= len(samples) {
				http.NotFound(w, r)
				return
			}
			s := samples[n]
			body, f.Title = s.Body, s.Name()
			if !s.Plain {
				page = Shell
			}
		}
		var out bytes.Buffer
		if err := page(f).Render(templ.WithChildren(ctx, body), &out); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(out.Bytes()) // the reader may have gone
	})
}
