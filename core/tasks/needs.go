package tasks

import (
	"context"

	"doanket/kernel"
)

// Staff is what this room asks about people, so that no name is taken from a form.
//
//glossary:none
type Staff interface {
	// Officer names one account of the tenant. Refuses with NotFound.
	Officer(ctx context.Context, tenant, account kernel.ID) (Hand, error)
	// Officers are those who hold a permission over a unit now, taken from the nearest unit above it
	// where anybody does.
	Officers(ctx context.Context, tenant, unit kernel.ID, permission string) ([]Hand, error)
	// Logins gives the login names of accounts, for lists that name people so.
	Logins(ctx context.Context, tenant kernel.ID, accounts []kernel.ID) (map[kernel.ID]string, error)
}
