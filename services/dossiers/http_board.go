package dossiers

import (
	"net/http"
	"net/url"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// readInstant reads a moment as people write it: "22/11/2026 09:40", a day (its end), or RFC 3339.
func readInstant(text string) (kernel.Instant, error) {
	if at, err := kernel.ParseInstant(text); err == nil {
		return at, nil
	}
	day, clock, _ := strings.Cut(strings.TrimSpace(text), " ")
	d, err := kernel.ParseDateVN(day)
	if err != nil {
		return kernel.Instant{}, err
	}
	if clock == "" {
		return kernel.FromMillis(d.AddDays(1).Start().Millis() - 1), nil
	}
	return kernel.ParseInstant(d.String() + "T" + strings.TrimSpace(clock))
}

// periods are the chips of the board.
var periods = []struct{ slug, name string }{{"hom-nay", "Hôm nay"}, {"thang", "Tháng này"}, {"nam", "Năm nay"}}

func periodOf(slug string, today kernel.Date) (from, to kernel.Date) {
	switch slug {
	case "hom-nay":
		return today, today
	case "nam":
		return kernel.Date{Year: today.Year, Month: 1, Day: 1}, today
	}
	return kernel.Date{Year: today.Year, Month: today.Month, Day: 1}, today
}

// board is the leader's page.
func (p *Pages) board(c *web.Ctx) error {
	list := listAsk{errs: ui.Errors{}}
	ask := ReportAsk{Procedure: c.Get("thu-tuc")}
	if id, err := kernel.ParseID(c.Get("don-vi")); err == nil {
		ask.Unit = id
	}
	if text := c.Get("tai"); text != "" {
		ask.AsOf = list.instant(c, "tai", text)
	}
	seenAt := ask.AsOf
	if seenAt.IsZero() {
		seenAt = p.now()
	}
	ask.From, ask.To = periodOf(c.Get("ky"), seenAt.Date())
	list.date(c, "tu", &ask.From)
	list.date(c, "den", &ask.To)
	if ask.To.Before(ask.From) {
		list.errs["den"] = c.T("Ngày cuối phải từ ngày %s trở đi.", kernel.FormatDate(ask.From))
		ask.To = ask.From
	}
	b := board{ask: ask, live: ask.AsOf.IsZero()}
	var err error
	for by, into := range map[string]*Report{"unit": &b.byUnit, "procedure": &b.byProcedure} {
		ask.By = by
		*into, err = p.Service.Report(c.Context(), c.Actor, ask)
		if err != nil {
			return err
		}
	}
	ids := []kernel.ID{ask.Unit}
	for _, r := range b.byUnit.Rows {
		ids = append(ids, r.Unit)
	}
	b.units, err = p.names(c.Context(), c.Actor, seenAt, ids...)
	if err != nil {
		return err
	}
	v := b.view(c.Context())
	v.Chips = boardChips(c)
	v.Ask, err = p.boardAsk(c, b, list.errs)
	if err != nil {
		return err
	}
	status := ok
	if len(list.errs) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return c.Page(status, c.T("Bảng điều hành hồ sơ"), BoardPage(v))
}

func boardChips(c *web.Ctx) []ui.Chip {
	current := c.Get("ky")
	if current == "" && c.Get("tu") == "" && c.Get("den") == "" {
		current = "thang"
	}
	var out []ui.Chip
	for _, x := range periods {
		q := url.Values{"ky": {x.slug}}
		for _, keep := range []string{"don-vi", "thu-tuc", "tai"} {
			if v := c.Get(keep); v != "" {
				q.Set(keep, v)
			}
		}
		out = append(out, ui.Chip{Label: c.T(x.name), Href: "/dieu-hanh?" + q.Encode(), Current: current == x.slug})
	}
	return out
}

func (p *Pages) boardAsk(c *web.Ctx, b board, errs ui.Errors) (BoardAsk, error) {
	a := BoardAsk{Unit: c.Get("don-vi"), Procedure: c.Get("thu-tuc"), From: kernel.FormatDate(b.ask.From), To: kernel.FormatDate(b.ask.To), AsOf: c.Get("tai"), Errors: errs, Open: len(errs) > 0 || c.Get("tai") != ""}
	for name, into := range map[string]*string{"tu": &a.From, "den": &a.To} {
		if errs[name] != "" {
			*into = c.Get(name)
		}
	}
	units, err := p.Units.Below(c.Context(), c.Actor.Tenant, c.Actor.Roots(PermReport), p.now())
	if err != nil {
		return a, err
	}
	for _, u := range units {
		a.Units = append(a.Units, ui.Option{Value: u.ID.String(), Label: strings.Repeat("– ", u.Depth) + u.Name})
	}
	for _, r := range b.byProcedure.Rows {
		a.Procedures = append(a.Procedures, ui.Option{Value: r.Procedure, Label: r.ProcedureName})
	}
	return a, nil
}
