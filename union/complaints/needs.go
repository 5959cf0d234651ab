package complaints

import (
	"context"

	"doanket/kernel"
)

// Staff is what this room asks about people, so that no name is taken from a form.
//
//glossary:none
type Staff interface {
	// ByLogin names one account of the tenant. Refuses with NotFound.
	ByLogin(ctx context.Context, tenant kernel.ID, login string) (Hand, error)
	// Officers are those who hold a permission over a unit now, taken from the nearest unit above it
	// where anybody does.
	Officers(ctx context.Context, tenant, unit kernel.ID, permission string) ([]Hand, error)
	// Serving names an account that is open and holds a permission over a unit, by itself or from above;
	// false when it was closed, its mandate ended, or it never was.
	Serving(ctx context.Context, tenant, account, unit kernel.ID, permission string) (Hand, bool, error)
	// Desks are the units over which somebody holds a permission directly.
	Desks(ctx context.Context, tenant kernel.ID, permission string) ([]kernel.ID, error)
}
