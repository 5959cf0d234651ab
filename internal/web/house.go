package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
)

// houseRoutes are the few pages that belong to no room.
func houseRoutes(s *Server) []Route {
	return []Route{
		{Pattern: "POST " + ui.ThemePath, Access: Public, Handle: switchTheme, Note: "light or dark"},
		{Pattern: "POST " + ui.LangPath, Access: Public, Handle: switchLang, Note: "Vietnamese or English"},
		{Pattern: "GET /", Access: Public, Handle: nowhere, Note: "what is not there"},
		{Pattern: "POST /", Access: Public, Handle: nowhere, Note: "what is not there"},
	}
}

func nowhere(*Ctx) error { return kernel.Missing("web.no_such_page") }

const settingLife = 365 * 24 * time.Hour

func switchTheme(c *Ctx) error {
	var in struct {
		Theme string `form:"theme,max=10"`
		Back  string `form:"back"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	if in.Theme != "light" && in.Theme != "dark" {
		in.Theme = "auto"
	}
	setting(c, themeCookie, in.Theme)
	return c.See(LocalPath(in.Back), "")
}

func switchLang(c *Ctx) error {
	var in struct {
		Lang string `form:"lang,max=10"`
		Back string `form:"back"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	if in.Lang != ui.English {
		in.Lang = ui.Vietnamese
	}
	setting(c, langCookie, in.Lang)
	return c.See(LocalPath(in.Back), "")
}

func setting(c *Ctx, name, value string) {
	http.SetCookie(c.W, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(settingLife.Seconds()),
		HttpOnly: true, Secure: c.s.overTLS(), SameSite: http.SameSiteLaxMode,
	})
}

// healthy says that the process lives, and nothing of its neighbours.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok\n") }

// ready says whether visitors may be sent here: the database answers and whatever the wiring asks holds.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	err := s.cfg.DB.Read(ctx, func(tx *db.Tx) error {
		_, _, err := db.Value[int64](tx, `select 1`)
		return err
	})
	for _, check := range s.cfg.Ready {
		if err == nil {
			err = check(ctx)
		}
	}
	if err != nil {
		s.cfg.Log.Warn("not ready", "error", err)
		say(w, http.StatusServiceUnavailable, "not ready\n")
		return
	}
	say(w, http.StatusOK, "ready\n")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text))
}

// tagged gives assets an ETag: their address carries a hash, so the address is the tag.
func tagged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		enc := ""
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			enc = "-gz" // two encodings are two bodies
		}
		w.Header().Set("ETag", `"`+strings.ReplaceAll(strings.TrimPrefix(r.URL.Path, ui.AssetsPath), `"`, "")+enc+`"`)
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		next.ServeHTTP(w, r)
	})
}
