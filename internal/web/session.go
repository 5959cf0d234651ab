package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	keyAccount  = "account"
	flashCookie = "vua_xong"
)

func (s *Server) openSessions() {
	if len(s.cfg.Key) == 0 {
		s.cfg.Key = make([]byte, 32)
		_, _ = rand.Read(s.cfg.Key) // crypto/rand never fails; it stops the program instead
	}
	s.store = &sessionStore{db: s.cfg.DB, ids: s.cfg.IDs, clock: s.cfg.Clock, idle: s.cfg.SessionIdle, life: s.cfg.SessionLife}
	m := scs.New()
	m.Store = s.store
	m.Lifetime = s.cfg.SessionLife
	m.HashTokenInStore = true // who reads the table cannot enter with it
	m.Cookie.Name = s.cookieName("phien")
	m.Cookie.Secure = s.overTLS()
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		s.fail(s.newCtx(w, r), fmt.Errorf("session: %w", err))
	}
	s.sessions = m
}

func (s *Server) overTLS() bool { return strings.HasPrefix(s.cfg.Base, "https://") }

// cookieName binds a cookie to this very host when there is TLS.
func (s *Server) cookieName(name string) string {
	if s.overTLS() {
		return "__Host-" + name
	}
	return name
}

// recognise fills the actor of the session. An account that may no longer enter is a visitor again.
func (s *Server) recognise(c *Ctx) error {
	account := kernel.ID(s.sessions.GetInt64(c.R.Context(), keyAccount))
	if account == 0 {
		return nil
	}
	actor, err := s.cfg.Accounts.Actor(c.ctx, account)
	if f := kernel.AsFault(err); f != nil && f.Kind != kernel.Unavailable {
		return s.sessions.Destroy(c.R.Context())
	}
	if err != nil {
		return fmt.Errorf("actor of account %s: %w", account, err)
	}
	c.be(actor)
	return nil
}

func (c *Ctx) be(actor kernel.Actor) {
	c.Actor = actor
	visitOf(c.R.Context()).actor = actor
}

// SignIn makes this browser the account's. The token is new, so that one planted before is worth nothing.
func (c *Ctx) SignIn(account kernel.ID) error {
	ctx := c.R.Context()
	err := c.s.sessions.Clear(ctx)
	if err != nil {
		return fmt.Errorf("clearing the session: %w", err)
	}
	err = c.s.sessions.RenewToken(ctx)
	if err != nil {
		return fmt.Errorf("renewing the session: %w", err)
	}
	c.s.sessions.Put(ctx, keyAccount, int64(account))
	return nil
}

// SignOut ends this session. What pages keep in the browser for times without a network goes with it.
func (c *Ctx) SignOut() error {
	c.W.Header().Set("Clear-Site-Data", `"storage"`)
	c.Actor = kernel.Actor{}
	return c.s.sessions.Destroy(c.R.Context())
}

// Session is the row of the present session; zero before it was first saved.
func (c *Ctx) Session() kernel.ID { return visitOf(c.R.Context()).session }

// Keep remembers a small text in the session of this browser, also of a visitor: the half of a
// sign-in, a draft's number.
func (c *Ctx) Keep(name, value string) { c.s.sessions.Put(c.R.Context(), "k."+name, value) }

// Kept reads what Keep remembered.
func (c *Ctx) Kept(name string) string { return c.s.sessions.GetString(c.R.Context(), "k."+name) }

// Drop forgets what Keep remembered.
func (c *Ctx) Drop(name string) { c.s.sessions.Remove(c.R.Context(), "k."+name) }

// SetCookie sets a cookie that no script and no other site may read. A life below zero takes it away.
func (c *Ctx) SetCookie(name, value string, life time.Duration) {
	http.SetCookie(c.W, &http.Cookie{
		Name: c.s.cookieName(name), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: c.s.overTLS(), SameSite: http.SameSiteLaxMode,
	})
}

// Cookie reads what SetCookie set.
func (c *Ctx) Cookie(name string) string {
	k, err := c.R.Cookie(c.s.cookieName(name))
	if err != nil {
		return ""
	}
	return k.Value
}

// putFlash says something once on the next page. It is a signed cookie and no session, so that a
// visitor who changes a setting does not cost a row.
func (c *Ctx) putFlash(text string) {
	text = cut(text, 1000)
	c.SetCookie(flashCookie, c.s.sign(text)+"."+base64.RawURLEncoding.EncodeToString([]byte(text)), 2*time.Minute)
}

func (c *Ctx) takeFlash() string {
	sum, body, ok := strings.Cut(c.Cookie(flashCookie), ".")
	if !ok {
		return ""
	}
	c.SetCookie(flashCookie, "", -time.Second)
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || !hmac.Equal([]byte(sum), []byte(c.s.sign(string(text)))) {
		return ""
	}
	return string(text)
}

func (s *Server) sign(text string) string {
	h := hmac.New(sha256.New, s.cfg.Key)
	h.Write([]byte("flash\x00" + text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// SignInAs makes a session without a password and gives its cookie: for tests and for the journeys
// that take screenshots. Nothing on the network leads here.
func (s *Server) SignInAs(ctx context.Context, account kernel.ID) (*http.Cookie, error) {
	ctx, err := s.sessions.Load(ctx, "")
	if err != nil {
		return nil, err
	}
	s.sessions.Put(ctx, keyAccount, int64(account))
	token, _, err := s.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	return &http.Cookie{Name: s.sessions.Cookie.Name, Value: token, Path: "/"}, nil
}

// Session is one open sign-in as its owner sees it.
type Session struct {
	ID       kernel.ID
	Created  kernel.Instant
	LastSeen kernel.Instant
	Agent    string
	IP       string // network, not address
}

// Sessions is the book of open sessions, for the room that owns accounts.
type Sessions struct{}

// Of lists the open sessions of an account, the latest first.
func (Sessions) Of(tx *db.Tx, account kernel.ID, now kernel.Instant) ([]Session, error) {
	return sessionsOf(tx, account, now)
}

// End closes one session of the account; false when it has no such session.
func (Sessions) End(tx *db.Tx, account, id kernel.ID) (bool, error) {
	return endSession(tx, account, id)
}

// EndOthers closes all sessions of the account but one (0: all).
func (Sessions) EndOthers(tx *db.Tx, account, keep kernel.ID) error {
	return endOthers(tx, account, keep)
}
