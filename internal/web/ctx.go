package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"doanket/kernel"
	"doanket/ui"
)

// Ctx is one request as a handler sees it.
type Ctx struct {
	W     http.ResponseWriter
	R     *http.Request
	Actor kernel.Actor
	Lang  string // ui.Vietnamese or ui.English

	s     *Server
	ctx   context.Context
	typed url.Values // what Form read, to be shown again
}

const (
	langCookie  = "ngon_ngu"
	themeCookie = "giao_dien"
)

func (s *Server) newCtx(w http.ResponseWriter, r *http.Request) *Ctx {
	lang := ui.Vietnamese
	if c, err := r.Cookie(langCookie); err == nil && c.Value == ui.English {
		lang = ui.English
	}
	return &Ctx{W: w, R: r, Lang: lang, s: s, ctx: ui.WithLang(r.Context(), lang)}
}

// Context carries the deadline of the route and the language of the page.
func (c *Ctx) Context() context.Context { return c.ctx }

// T is the text in the language of the visitor.
func (c *Ctx) T(s string, args ...any) string { return ui.T(c.ctx, s, args...) }

// RequestID is what the error page and the log call this request.
func (c *Ctx) RequestID() string { return visitOf(c.R.Context()).id }

// IPPrefix is the network of the visitor: enough to slow down guessing, too little to name a person.
func (c *Ctx) IPPrefix() string { return visitOf(c.R.Context()).ip }

// UserAgent is what the browser says of itself, cut short.
func (c *Ctx) UserAgent() string { return visitOf(c.R.Context()).agent }

// Clock is the clock of the site.
func (c *Ctx) Clock() kernel.Clock { return c.s.cfg.Clock }

// Base is the public address of the site, for links in letters.
func (c *Ctx) Base() string {
	if c.s.cfg.Base != "" {
		return c.s.cfg.Base
	}
	return "http://" + c.R.Host
}

// ID reads a path value; what is no ID is not there.
func (c *Ctx) ID(name string) (kernel.ID, error) { return kernel.ParseID(c.R.PathValue(name)) }

// Path reads a path value.
func (c *Ctx) Path(name string) string { return c.R.PathValue(name) }

// Get reads one value of the address, trimmed.
func (c *Ctx) Get(name string) string {
	return strings.TrimSpace(cut(strings.ToValidUTF8(c.R.URL.Query().Get(name), ""), 500))
}

// Page answers with a whole page in the shell of whoever is signed in. It renders into a buffer
// first, so that a page that fails still gives a whole error page.
func (c *Ctx) Page(status int, title string, body templ.Component) error {
	return c.render(status, ui.Shell(c.Frame(title)), body)
}

// Plain answers with the narrow page of citizens and of whoever is not signed in.
func (c *Ctx) Plain(status int, title string, body templ.Component) error {
	return c.render(status, ui.Plain(c.Frame(title)), body)
}

// Open answers with a page that everybody reads: in the shell for who is signed in, so that she keeps
// her rooms at hand, and on the narrow page for visitors.
func (c *Ctx) Open(status int, title string, body templ.Component) error {
	if c.Actor.SignedIn() {
		return c.Page(status, title, body)
	}
	return c.Plain(status, title, body)
}

// Fragment answers with a piece of a page, for the script that asked for it.
func (c *Ctx) Fragment(status int, body templ.Component) error {
	var out bytes.Buffer
	err := body.Render(c.ctx, &out)
	if err != nil {
		return fmt.Errorf("rendering a fragment: %w", err)
	}
	return c.send(status, out.Bytes())
}

func (c *Ctx) render(status int, frame, body templ.Component) error {
	var out bytes.Buffer
	err := frame.Render(templ.WithChildren(c.ctx, body), &out)
	if err != nil {
		return fmt.Errorf("rendering %s: %w", c.R.URL.Path, err)
	}
	return c.send(status, out.Bytes())
}

func (c *Ctx) send(status int, page []byte) error {
	h := c.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store") // pages carry personal data
	}
	c.W.WriteHeader(status)
	_, _ = c.W.Write(page) // a visitor who left hears nothing more
	return nil
}

// Frame is the shell's share of a page.
func (c *Ctx) Frame(title string) ui.Frame {
	f := ui.Frame{Title: title, Path: c.R.URL.RequestURI(), Query: c.Get("q"), Site: c.s.cfg.Site, Flash: c.takeFlash()}
	if k, err := c.R.Cookie(themeCookie); err == nil && (k.Value == "light" || k.Value == "dark") {
		f.Theme = k.Value
	}
	if !c.Actor.SignedIn() {
		return f
	}
	f.User = &ui.User{Name: c.Actor.Name, Post: c.Actor.Post}
	if c.s.cfg.Menu != nil {
		f.Wings = c.s.cfg.Menu(c.Actor)
		c.markCurrent(f.Wings)
	}
	if c.s.cfg.Unread != nil {
		n, err := c.s.cfg.Unread(c.ctx, c.Actor)
		if err != nil {
			c.s.cfg.Log.Warn("unread", "request", c.RequestID(), "error", err) // a page without the number is better than none
		}
		f.Inbox = n
	}
	return f
}

// markCurrent translates the menu and marks the room whose address begins this page's, the longest first.
func (c *Ctx) markCurrent(wings []ui.Wing) {
	var here *ui.Room
	for i := range wings {
		wings[i].Title = c.T(wings[i].Title)
		for j := range wings[i].Rooms {
			room := &wings[i].Rooms[j]
			room.Label = c.T(room.Label)
			path, _, _ := strings.Cut(room.Href, "?")
			under := c.R.URL.Path == path || (path != "/" && strings.HasPrefix(c.R.URL.Path, path+"/"))
			if under && (here == nil || len(path) > len(here.Href)) {
				here = room
			}
		}
	}
	if here != nil {
		here.Current = true
	}
}

// See sends the browser to another page, which says flash once.
func (c *Ctx) See(to, flash string) error {
	if flash != "" {
		c.putFlash(flash)
	}
	http.Redirect(c.W, c.R, to, http.StatusSeeOther)
	return nil
}

// JSON answers a script of ours. The public API goes through Register.
func (c *Ctx) JSON(status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	c.W.Header().Set("Content-Type", "application/json")
	c.W.Header().Set("Cache-Control", "no-store")
	c.W.WriteHeader(status)
	_, _ = c.W.Write(b)
	return nil
}

// File sends a stored file. Only types that a browser shows without running anything may stand
// inline; everything else is for saving.
func (c *Ctx) File(name, contentType string, r io.ReadSeeker, inline bool) error {
	how := "attachment"
	if inline && safeInline[contentType] {
		how = "inline"
	}
	h := c.W.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": fileName(name)}))
	h.Set("Cache-Control", "private, no-store")
	if contentType != "application/pdf" {
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'") // the PDF viewers of browsers do not run in a sandbox
	}
	http.ServeContent(c.W, c.R, "", kernel.Instant{}.Time(), r)
	return nil
}

var safeInline = map[string]bool{
	"application/pdf": true, "image/png": true, "image/jpeg": true, "image/webp": true, "image/gif": true,
	"text/plain; charset=utf-8": true, "text/csv; charset=utf-8": true,
}

// fileName keeps letters of every language and drops what paths and headers are made of.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) || r == 0x7f {
			return '-'
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if s == "" {
		return "tep"
	}
	return cut(s, 150)
}

// cut keeps at most n bytes of whole letters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
