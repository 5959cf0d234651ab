package messages

import (
	"context"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /hop-thu", Access: web.SignedIn, Handle: s.showInbox, Note: "own inbox"},
		{Pattern: "POST /hop-thu/{id}/doc", Access: web.SignedIn, Handle: s.read, Note: "mark as read and open what it is about"},
		{Pattern: "POST /hop-thu/doc-het", Access: web.SignedIn, Handle: s.readAll, Note: "mark all as read"},
		{Pattern: "GET /quan-tri/thong-bao", Access: web.Holds(ViewPermission), Handle: s.showDeliveries, Note: "delivery state of letters"},
	}
}

func pageKey(c *web.Ctx) (kernel.ID, error) {
	if c.Get("truoc") == "" {
		return 0, nil
	}
	return kernel.ParseID(c.Get("truoc"))
}

func (s *Service) showInbox(c *web.Ctx) error {
	before, err := pageKey(c)
	if err != nil {
		return err
	}
	in, err := s.Inbox(c.Context(), c.Actor, before)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Hộp thư"), InboxPage(in))
}

func (s *Service) read(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	m, err := s.MarkRead(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if m.Link == "" {
		return c.See("/hop-thu", "")
	}
	return c.See(web.LocalPath(m.Link), "")
}

func (s *Service) readAll(c *web.Ctx) error {
	err := s.MarkAllRead(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.See("/hop-thu", c.T("Đã đánh dấu đọc hết."))
}

func (s *Service) showDeliveries(c *web.Ctx) error {
	before, err := pageKey(c)
	if err != nil {
		return err
	}
	state := State(c.Get("trang-thai"))
	if _, ok := stateTones[state]; !ok {
		state = ""
	}
	d, err := s.Deliveries(c.Context(), c.Actor, state, before)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Thư đã gửi"), DeliveriesPage(d))
}

var states = []State{Queued, Sent, Failed, Expired}

var stateTones = map[State]ui.Tone{Queued: ui.Wait, Sent: ui.Done, Delivered: ui.Done, Failed: ui.Late, Expired: ui.Hold}

func stateWord(ctx context.Context, s State) string {
	switch s {
	case Queued:
		return ui.T(ctx, "Chờ gửi")
	case Sent:
		return ui.T(ctx, "Máy chủ thư đã nhận")
	case Delivered:
		return ui.T(ctx, "Đã đến")
	case Failed:
		return ui.T(ctx, "Không gửi được")
	case Expired:
		return ui.T(ctx, "Quá hạn, không gửi")
	}
	return ""
}

func stateChips(ctx context.Context, now State) []ui.Chip {
	out := []ui.Chip{{Label: ui.T(ctx, "Tất cả"), Href: "/quan-tri/thong-bao", Current: now == ""}}
	for _, s := range states {
		out = append(out, ui.Chip{Label: stateWord(ctx, s), Href: "/quan-tri/thong-bao?trang-thai=" + string(s), Current: s == now})
	}
	return out
}

func nextPage(path string, state State, next kernel.ID) string {
	if next == 0 {
		return ""
	}
	path += "?truoc=" + next.String()
	if state != "" {
		path += "&trang-thai=" + string(state)
	}
	return path
}

func unreadLine(ctx context.Context, n int) string {
	if n == 0 {
		return ui.T(ctx, "Bạn đã đọc hết.")
	}
	return ui.T(ctx, "%d thông báo chưa đọc.", n)
}
