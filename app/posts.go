package app

import (
	"context"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
	"doanket/union/committees"
	"doanket/union/members"
)

// postsPanel is what posts in committees a member holds and held, by term, on her record and on her own
// page. A post is public within the union, so whoever may open the record reads it; the committee's
// page opens for those alone who may see the committees of its unit.
func (a *App) postsPanel(ctx context.Context, actor kernel.Actor, ask members.PanelAsk) ([]members.Panel, error) {
	if ask.Person == 0 {
		return nil, nil
	}
	var list []committees.Held
	opens := map[kernel.ID]bool{}
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		list, err = a.committees.PostsHeld(tx, ask.Tenant, ask.Person)
		if err != nil {
			return err
		}
		for _, h := range list {
			if _, known := opens[h.Unit]; known {
				continue
			}
			path, err := a.orgs.Path(tx, h.Unit, ask.On)
			if err != nil {
				return err
			}
			opens[h.Unit] = actor.System || actor.Can(committees.ViewPermission, path) || actor.Can(committees.KeepPermission, path)
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	p := members.Panel{Title: ui.T(ctx, "Chức danh trong công đoàn")}
	for _, h := range list {
		if h.From.After(ask.On) {
			continue
		}
		row := members.PanelRow{Label: fmt.Sprintf("%s, %s", h.Post, h.Kind), Tone: ui.Done, Word: ui.T(ctx, "Đang giữ")}
		if h.Team != "" {
			row.Label = fmt.Sprintf("%s %s, %s", h.Post, h.Team, h.Kind)
		}
		span := ui.T(ctx, "từ %s", kernel.FormatDate(h.From))
		if !h.To.IsZero() && !h.To.After(ask.On) {
			row.Tone, row.Word = ui.Hold, ui.T(ctx, "Đã thôi")
			span = ui.T(ctx, "từ %s đến %s", kernel.FormatDate(h.From), kernel.FormatDate(h.To.AddDays(-1)))
		}
		row.Value = fmt.Sprintf("%s, %s, %s", h.UnitName, ui.T(ctx, "nhiệm kỳ %s", h.Term), span)
		if opens[h.Unit] {
			row.Href = "/ban-chap-hanh/ban/" + h.Committee.String()
		}
		p.Rows = append(p.Rows, row)
	}
	if len(p.Rows) == 0 {
		return nil, nil
	}
	return []members.Panel{p}, nil
}
