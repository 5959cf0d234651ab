package people

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/web"
	"doanket/kernel"
)

// Journal is the audit journal: written by every command, read and verified by the page.
//
//glossary:none
type Journal interface {
	Note(tx *db.Tx, a kernel.Actor, verb, subject string, before, after any) error
	List(tx *db.Tx, tenant kernel.ID, f audit.Filter) ([]audit.Entry, error)
	Verify(tx *db.Tx, tenant kernel.ID) (*audit.Link, int, error)
}

// Teller takes facts in the transaction of the change: the outbox.
//
//glossary:none
type Teller interface {
	Tell(tx *db.Tx, f kernel.Fact) error
}

// Sessions is the book of open sign-ins, which the front door keeps.
//
//glossary:none
type Sessions interface {
	Of(tx *db.Tx, account kernel.ID, now kernel.Instant) ([]web.Session, error)
	End(tx *db.Tx, account, id kernel.ID) (bool, error)
	EndOthers(tx *db.Tx, account, keep kernel.ID) error
}

// Orgs is what this room asks of the units below it.
//
//glossary:none
type Orgs interface {
	Get(tx *db.Tx, id kernel.ID, on kernel.Date) (orgs.Org, bool, error)
	Path(tx *db.Tx, id kernel.ID, on kernel.Date) ([]kernel.ID, error)
	Under(tx *db.Tx, roots []kernel.ID, on kernel.Date) ([]kernel.ID, error)
}

// Deps is what the room stands on. Sessions is web.Sessions{} when nil; without Mail forgotten
// passwords are reset by an administrator only.
//
//glossary:none
type Deps struct {
	DB          *db.DB
	IDs         *kernel.IDs
	Clock       kernel.Clock
	Audit       Journal
	Outbox      Teller
	Orgs        Orgs
	Sessions    Sessions
	Mail        Mail
	Permissions []Permission
	SiteKey     []byte // 32 bytes: seals what must be readable again
	Site        string // name shown by authenticator apps and passkey dialogs
	Base        string // https://motcua.example.vn: passkeys are bound to its host
}

// Service is the room's door.
type Service struct {
	Deps
	vault *vault
	keys  *webauthn.WebAuthn
}

// New opens the room. It refuses a site key that is too short.
func New(d Deps) (*Service, error) {
	v, err := newVault(d.SiteKey)
	if err != nil {
		return nil, err
	}
	if d.Sessions == nil {
		d.Sessions = web.Sessions{}
	}
	if d.Site == "" {
		d.Site = "Đoàn Kết"
	}
	if d.Base == "" {
		d.Base = "http://localhost:8080"
	}
	u, err := url.Parse(d.Base)
	if err != nil {
		return nil, fmt.Errorf("people: base address: %w", err)
	}
	party := u.Hostname()
	if net.ParseIP(party) != nil {
		party = "localhost" // browsers bind passkeys to names only: a site at a bare address opens all the same, with passwords
	}
	keys, err := webauthn.New(&webauthn.Config{
		RPID: party, RPDisplayName: d.Site, RPOrigins: []string{strings.TrimSuffix(d.Base, "/")},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("people: passkeys: %w", err)
	}
	return &Service{Deps: d, vault: v, keys: keys}, nil
}

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

func (s *Service) tell(tx *db.Tx, a kernel.Actor, tenant kernel.ID, kind, subject string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("fact %s: %w", kind, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: tenant, Kind: kind, Version: 1, Subject: subject, Actor: a.Account, Data: b})
}

// inTenant makes the program act inside a tenant when it comes without one.
func inTenant(a kernel.Actor, tenant kernel.ID) kernel.Actor {
	if a.Tenant == 0 {
		a.Tenant = tenant
	}
	return a
}

// Actor is the actor of an account now, for the front door.
func (s *Service) Actor(ctx context.Context, account kernel.ID) (kernel.Actor, error) {
	var out kernel.Actor
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = s.ActorOf(tx, account, s.Clock.Now())
		return err
	})
	return out, err
}

// ActorOf reads who an account is at an instant: name, main post, and the mandates in force on that
// day. Refuses with people.no_account when there is no such account or it is disabled.
func (s *Service) ActorOf(tx *db.Tx, account kernel.ID, at kernel.Instant) (kernel.Actor, error) {
	a, ok, err := loadActor(tx, account, at.Date())
	if err != nil {
		return kernel.Actor{}, err
	}
	if !ok {
		return kernel.Actor{}, kernel.Missing("people.no_account")
	}
	return a, nil
}

// ActorByToken is the actor of an API token. Refuses with people.no_token.
func (s *Service) ActorByToken(ctx context.Context, secret string) (kernel.Actor, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return kernel.Actor{}, kernel.Missing("people.no_token")
	}
	now := s.Clock.Now()
	var out kernel.Actor
	var t tokenRow
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		t, ok, err = tokenByDigest(tx, digestOf(secret), now)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("people.no_token")
		}
		out, err = s.ActorOf(tx, t.account, now)
		return err
	})
	if err != nil {
		return kernel.Actor{}, err
	}
	if now.Sub(t.lastUsed) > 5*time.Minute {
		_ = s.DB.Tx(ctx, func(tx *db.Tx) error { return touchToken(tx, t.id, now) }) // "last used" may fail, the call may not
	}
	return out, nil
}
