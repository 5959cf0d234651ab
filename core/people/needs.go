package people

import (
	"context"

	"doanket/kernel"
)

// Mail takes letters that must go out. It may keep them for later; it must not talk to the network
// while the caller waits, so that the answer comes as fast for an address that nobody has.
//
//glossary:none
type Mail interface {
	// PasswordReset sends the link by which the person chooses a new password.
	PasswordReset(ctx context.Context, letter ResetLetter) error
}

// ResetLetter is the letter about a forgotten password.
//
//glossary:none
type ResetLetter struct {
	Tenant  kernel.ID
	Account kernel.ID
	Name    string
	Email   string
	Link    string
	Minutes int
}
