package members

import (
	"context"

	"doanket/kernel"
)

// Dossiers is what this room asks of the dossiers: by which name one is known to this actor, and where
// she opens it. It is false when she may not see it, which is not told apart from there being none.
//
//glossary:none
type Dossiers interface {
	Reference(ctx context.Context, a kernel.Actor, dossier kernel.ID) (DossierReference, bool, error)
}

// DossierReference names a dossier.
//
//glossary:none
type DossierReference struct{ Code, Href string }
