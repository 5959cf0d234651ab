package orgs

import (
	"context"

	"doanket/internal/db"
)

// Moves counts the changes of the tree that this process has made, for those who keep what they have
// read of it: what was read before a change is not what is there now.
func (s *Service) Moves() int64 { return s.moves.Load() }

// Moved tells that a room has changed the tree in a transaction of its own, once that has ended.
func (s *Service) Moved() { s.moves.Add(1) }

// alter is a transaction that may change the tree.
func (s *Service) alter(ctx context.Context, fn func(*db.Tx) error) error {
	err := s.db.Tx(ctx, fn)
	s.moves.Add(1)
	return err
}
