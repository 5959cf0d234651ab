package people

import (
	"context"

	"doanket/internal/db"
	"doanket/internal/web"
	"doanket/kernel"
)

// Own is what a person sees of her own account.
//
//glossary:none
type Own struct {
	AccountView
	Sessions []web.Session
	Passkeys []Passkey
	Tokens   []Token
	Recovery int // recovery codes left
}

// Own reads the actor's own account with everything that belongs to it.
func (s *Service) Own(ctx context.Context, a kernel.Actor) (Own, error) {
	var o Own
	err := isOwner(a, a.Account)
	if err != nil {
		return o, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		acc, _, err := s.placed(tx, a.Account)
		if err != nil {
			return err
		}
		o = Own{AccountView: AccountView{Account: acc}}
		err = s.fillAccount(tx, a, &o.AccountView)
		if err != nil {
			return err
		}
		o.Sessions, err = s.Sessions.Of(tx, a.Account, s.Clock.Now())
		if err != nil {
			return err
		}
		keys, err := passkeysOf(tx, a.Account)
		if err != nil {
			return err
		}
		for _, k := range keys {
			o.Passkeys = append(o.Passkeys, k.Passkey)
		}
		o.Tokens, err = tokensOf(tx, a.Account)
		if err != nil {
			return err
		}
		o.Recovery, err = recoveryLeft(tx, a.Account)
		return err
	})
	return o, err
}
