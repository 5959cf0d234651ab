// Package visit lets the tests of a room come to its pages over HTTP, each time as the account that they name.
//
// SPDX-License-Identifier: Apache-2.0
package visit

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

// Doors are the accounts that come.
//
//glossary:none
type Doors map[kernel.ID]kernel.Actor

// Actor is the one behind an account.
func (d Doors) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	return d[account], nil
}

// ActorByToken knows no tokens.
func (Doors) ActorByToken(context.Context, string) (kernel.Actor, error) {
	return kernel.Actor{}, kernel.Missing("people.no_token")
}

// Site is a front door with the pages of one room behind it.
//
//glossary:none
type Site struct {
	t      testing.TB
	ctx    context.Context
	server *web.Server
	cookie *http.Cookie // of an account that stays, nil when each call signs in anew
}

// Open opens a room's pages to some accounts. Sessions last through all that a test's clock may do.
func Open(t testing.TB, e testkit.Env, who Doors, messages map[string]string, routes []web.Route) Site {
	t.Helper()
	err := e.DB.Migrate(e.Ctx, web.Migrations())
	if err != nil {
		t.Fatal(err)
	}
	server := web.New(web.Config{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Accounts: who, Key: bytes.Repeat([]byte{7}, 32),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), SessionLife: 10_000 * time.Hour})
	server.Messages(messages)
	server.Mount(routes...)
	return Site{t: t, ctx: e.Ctx, server: server}
}

// Call opens a page or sends a form. The account 0 is nobody.
func (s Site) Call(account kernel.ID, method, path string, form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return s.serve(account, r)
}

func (s Site) serve(account kernel.ID, r *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	switch {
	case s.cookie != nil:
		r.AddCookie(s.cookie)
	case account != 0:
		r.AddCookie(s.signIn(account))
	}
	w := httptest.NewRecorder()
	s.server.ServeHTTP(w, r)
	return w
}

func (s Site) signIn(account kernel.ID) *http.Cookie {
	s.t.Helper()
	cookie, err := s.server.SignInAs(s.ctx, account)
	if err != nil {
		s.t.Fatal(err)
	}
	return cookie
}

// Stay is the site for one account in one session: what a page keeps there is there at the next call.
func (s Site) Stay(account kernel.ID) Site {
	s.t.Helper()
	s.cookie = s.signIn(account)
	return s
}

// Upload sends a form with one file behind its fields; without a name the file field is left empty.
func (s Site) Upload(account kernel.ID, path string, form url.Values, field, name string, content []byte) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, list := range form {
		for _, v := range list {
			_ = w.WriteField(k, v) // a buffer takes everything
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.serve(account, r)
}

// Ask is Call with the status that must come; it gives the page, and where the answer leads.
func (s Site) Ask(account kernel.ID, method, path string, form url.Values, status int) (page testkit.HTML, to string) {
	s.t.Helper()
	w := s.Call(account, method, path, form)
	page = testkit.Page(s.t, w.Body.Bytes())
	if w.Code != status {
		s.t.Fatalf("%s %s for %v: status %d, want %d: %q", method, path, account, w.Code, status, page.Texts("main p"))
	}
	return page, w.Header().Get("Location")
}
