package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"doanket/kernel"
)

// policyCSP lets a page use what this site serves and nothing else: no inline script or style, no
// frame, no plug-in. data: is for the QR pictures that are made on the page.
const policyCSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// visit is what the guard knows of a request; handlers reach it through Ctx.
type visit struct {
	id      string
	ip      string
	agent   string
	route   string
	session kernel.ID
	actor   kernel.Actor
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok {
		return &visit{id: "-", ip: "?"}
	}
	return v
}

func noteRoute(r *http.Request, pattern string) { visitOf(r.Context()).route = pattern }

// guard is everything that happens before a route is looked up.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{id: s.cfg.IDs.New().String(), ip: ipPrefix(s.clientIP(r)), agent: cut(strings.ToValidUTF8(r.UserAgent(), ""), 200)}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		out := &counted{ResponseWriter: w}
		began := s.cfg.Clock.Now()
		s.secure(out.Header(), v.id)
		defer func() {
			thrown := recover()
			if thrown != nil {
				if thrown == http.ErrAbortHandler { //nolint:errorlint // the standard library panics with this very value
					panic(thrown)
				}
				s.cfg.Log.Error("panic", "request", v.id, "path", r.URL.Path, "panic", fmt.Sprint(thrown), "stack", string(debug.Stack()))
				if out.status == 0 {
					s.fail(s.newCtx(out, r), fmt.Errorf("panic: %v", thrown))
				}
			}
			if out.status == 0 {
				out.status = http.StatusOK // nothing was said, or the connection was taken over to stream
			}
			s.metrics.saw(v.route, out.status, s.cfg.Clock.Now().Sub(began))
			s.logVisit(r, v, out, s.cfg.Clock.Now().Sub(began))
		}()
		if !s.perIP.allow(v.ip, began) {
			s.fail(s.newCtx(out, r), tooMany())
			return
		}
		err := s.cross.Check(r)
		if err != nil {
			s.fail(s.newCtx(out, r), &kernel.Fault{Kind: kernel.Forbidden, Code: "web.cross_origin"})
			return
		}
		next.ServeHTTP(out, r)
	})
}

func (s *Server) secure(h http.Header, id string) {
	h.Set("Content-Security-Policy", policyCSP)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
	h.Set("X-Request-Id", id)
	if strings.HasPrefix(s.cfg.Base, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

func (s *Server) logVisit(r *http.Request, v *visit, out *counted, took time.Duration) {
	level := slog.LevelInfo
	if out.status >= 500 {
		level = slog.LevelWarn
	} else if v.route == "" && out.status < 400 {
		level = slog.LevelDebug // assets and health would drown the rest
	}
	s.cfg.Log.LogAttrs(r.Context(), level, "visit",
		slog.String("request", v.id), slog.String("method", r.Method), slog.String("route", v.route),
		slog.Int("status", out.status), slog.Int64("bytes", out.bytes),
		slog.Duration("took", took), slog.String("account", v.actor.Account.String()))
}

// limitTime bounds the handler by its context and the connection by deadlines, so that neither a slow
// reader nor a slow query holds a place for ever. Sockets live in real time, whatever the clock of the site says.
func (s *Server) limitTime(w http.ResponseWriter, r *http.Request, route Route) (*http.Request, context.CancelFunc) {
	rc := http.NewResponseController(w)
	if route.Stream {
		_ = rc.SetWriteDeadline(time.Time{}) // not every writer has deadlines; those that have keep them
		return r, func() {}
	}
	now := kernel.SystemClock{}.Now().Time()
	_ = rc.SetReadDeadline(now.Add(route.Timeout + 5*time.Second))
	_ = rc.SetWriteDeadline(now.Add(route.Timeout + 30*time.Second))
	ctx, cancel := context.WithTimeout(r.Context(), route.Timeout)
	return r.WithContext(ctx), cancel
}

// counted remembers what was answered.
type counted struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (c *counted) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }
