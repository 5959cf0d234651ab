package app

import (
	"context"
	"time"

	"doanket/internal/web"
	"doanket/kernel"
)

// watch tells open pages within a second that facts were written, by this process or another. It
// looks back ten seconds because two processes' facts may appear out of order.
func (a *App) watch(ctx context.Context, live *web.Live) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	seen := map[kernel.ID]bool{}
	from := a.ids.New()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if live.Listeners() == 0 {
			from = a.ids.New()
			continue
		}
		facts, err := a.outbox.Newest(ctx, from)
		if err != nil {
			a.log.Warn("looking for changes", "error", err)
			continue
		}
		tenants := map[kernel.ID]bool{}
		for _, f := range facts {
			if !seen[f.ID] {
				seen[f.ID] = true
				tenants[f.Tenant] = true
			}
		}
		for t := range tenants {
			live.Changed(t.String())
		}
		edge := kernel.IDFloor(a.clock.Now().Add(-10 * time.Second))
		if edge > from {
			from = edge
		}
		for id := range seen {
			if id < from {
				delete(seen, id)
			}
		}
	}
}
