package people

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// Tie is a post or a mandate that an account has at a unit on a day.
//
//glossary:none
type Tie struct {
	Post  bool // else a mandate
	Unit  kernel.ID
	Title string
	From  kernel.Date
}

// TiesOf are all posts and mandates of an account on a day, for rooms that must know whether somebody
// is bound to a unit. A delegated mandate counts like any other.
func (s *Service) TiesOf(ctx context.Context, tenant, account kernel.ID, on kernel.Date) ([]Tie, error) {
	var out []Tie
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		posts, err := postsOn(tx, tenant, account, on)
		if err != nil {
			return err
		}
		mandates, err := mandatesOn(tx, tenant, account, on)
		out = append(posts, mandates...)
		return err
	})
	return out, err
}
