package people

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"doanket/internal/db"
	"doanket/kernel"
)

// keyOwner is an account as the passkey library wants it.
type keyOwner struct {
	account Account
	keys    []webauthn.Credential
}

func (o keyOwner) WebAuthnID() []byte                         { return handleOf(o.account.ID) }
func (o keyOwner) WebAuthnName() string                       { return o.account.Login }
func (o keyOwner) WebAuthnDisplayName() string                { return o.account.Name }
func (o keyOwner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

func handleOf(account kernel.ID) []byte { return binary.BigEndian.AppendUint64(nil, uint64(account)) }

func (s *Service) keyOwner(ctx context.Context, account kernel.ID) (keyOwner, error) {
	var o keyOwner
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		acc, ok, err := loadAccount(tx, account, s.today())
		if err != nil {
			return err
		}
		if !ok || acc.State != AccountActive {
			return kernel.Missing("people.no_account")
		}
		rows, err := passkeysOf(tx, account)
		if err != nil {
			return err
		}
		o = keyOwner{account: acc}
		for _, r := range rows {
			var c webauthn.Credential
			err = json.Unmarshal([]byte(r.credential), &c)
			if err != nil {
				return fmt.Errorf("passkey %s: %w", r.ID, err)
			}
			o.keys = append(o.keys, c)
		}
		return nil
	})
	return o, err
}

// BeginPasskey gives what the browser needs to make a passkey, and what FinishPasskey needs to check it.
func (s *Service) BeginPasskey(ctx context.Context, a kernel.Actor) (options any, state string, err error) {
	err = isOwner(a, a.Account)
	if err != nil {
		return nil, "", err
	}
	o, err := s.keyOwner(ctx, a.Account)
	if err != nil {
		return nil, "", err
	}
	var have []protocol.CredentialDescriptor
	for _, k := range o.keys {
		have = append(have, k.Descriptor())
	}
	made, session, err := s.keys.BeginRegistration(o, webauthn.WithExclusions(have))
	if err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	state, err = keep(session)
	return made, state, err
}

func keep(session *webauthn.SessionData) (string, error) {
	b, err := json.Marshal(session)
	return string(b), err
}

func kept(state string) (webauthn.SessionData, error) {
	var out webauthn.SessionData
	err := json.Unmarshal([]byte(state), &out)
	if err != nil {
		return out, kernel.Refuse("people.passkey_again")
	}
	return out, nil
}

// FinishPasskey keeps the passkey that the browser made. Refuses with people.passkey_again.
func (s *Service) FinishPasskey(ctx context.Context, a kernel.Actor, state string, answer []byte, name string) error {
	session, err := kept(state)
	if err != nil {
		return err
	}
	o, err := s.keyOwner(ctx, a.Account)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return kernel.Refuse("people.passkey_again")
	}
	made, err := s.keys.CreateCredential(o, session, parsed)
	if err != nil {
		return kernel.Refuse("people.passkey_again")
	}
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > 60 {
		name = "Khoá đăng nhập"
	}
	text, err := json.Marshal(made)
	if err != nil {
		return fmt.Errorf("passkey: %w", err)
	}
	key := Passkey{ID: s.IDs.New(), Name: name, Created: s.Clock.Now()}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := insertPasskey(tx, a.Account, key, credentialID(made.ID), string(text))
		if _, taken := db.Unique(err); taken {
			return kernel.Refuse("people.passkey_known")
		}
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "people.add_passkey", "account:"+a.Account.String(), nil, map[string]any{"passkey": key.ID, "name": name})
	})
}

func credentialID(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// BeginPasskeyEntry gives the challenge for signing in with a passkey of any account.
func (s *Service) BeginPasskeyEntry() (options any, state string, err error) {
	made, session, err := s.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, "", fmt.Errorf("passkey: %w", err)
	}
	state, err = keep(session)
	return made, state, err
}

// EnterByPasskey signs in with a passkey, which is both factors in one: the machine and its owner's
// finger or PIN. Refuses with people.passkey_again.
func (s *Service) EnterByPasskey(ctx context.Context, state string, answer []byte, in Attempt) (Entry, error) {
	session, err := kept(state)
	if err != nil {
		return Entry{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Entry{}, kernel.Refuse("people.passkey_again")
	}
	var owner keyOwner
	used, err := s.keys.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		if len(handle) != 8 {
			return nil, errors.New("people: not a handle of ours")
		}
		var err error
		owner, err = s.keyOwner(ctx, kernel.ID(binary.BigEndian.Uint64(handle)))
		return owner, err
	}, session, parsed)
	if err != nil || used.Authenticator.CloneWarning {
		return Entry{}, kernel.Refuse("people.passkey_again")
	}
	text, err := json.Marshal(used)
	if err != nil {
		return Entry{}, fmt.Errorf("passkey: %w", err)
	}
	out := Entry{Account: owner.account.ID}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := usePasskey(tx, credentialID(used.ID), string(text), s.Clock.Now())
		if err != nil {
			return err
		}
		out.Device, err = s.enter(tx, owner.account.ID, in.Device, "passkey")
		return err
	})
	return out, err
}

// RemovePasskey takes one of the actor's passkeys away. Refuses with people.no_passkey.
func (s *Service) RemovePasskey(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		ok, err := deletePasskey(tx, a.Account, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("people.no_passkey")
		}
		return s.Audit.Note(tx, a, "people.remove_passkey", "account:"+a.Account.String(), nil, map[string]any{"passkey": id})
	})
}
