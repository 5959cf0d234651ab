package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"doanket/core/orgs"
	"doanket/kernel"
)

// moveDues counts the due dates of running dossiers anew after a calendar changed. It waits until no
// process counts with the old one any more, or else a dossier accepted meanwhile would keep a wrong date.
func (a *App) moveDues(ctx context.Context, f kernel.Fact) error {
	var told orgs.CalendarChanged
	err := json.Unmarshal(f.Data, &told)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	wait := min(orgs.CalendarLag, f.At.Add(orgs.CalendarLag).Sub(a.clock.Now()))
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
	}
	a.orgs.ForgetCalendars(f.Tenant)
	_, err = a.dossiers.MoveDues(ctx, f.Tenant, told.Reason)
	return err
}
