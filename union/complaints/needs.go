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
	// Desks are the units over which somebody holds a permission directly.
	Desks(ctx context.Context, tenant kernel.ID, permission string) ([]kernel.ID, error)
}
