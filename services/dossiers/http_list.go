package dossiers

import (
	"net/url"
	"slices"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// listAsk is what the address of a list says.
type listAsk struct {
	kind     QueueKind
	filter   Filter
	filtered bool
	query    url.Values
	errs     ui.Errors
}

// readList reads the filters of the address. What cannot be read is told at its field and not used.
func readList(c *web.Ctx) listAsk {
	a := listAsk{kind: QueueMine, query: url.Values{}, errs: ui.Errors{}}
	for _, name := range []string{"xem", "gap", "q", "thu-tuc", "trang-thai", "don-vi", "rieng", "tu", "den", "so", "tai", "sau"} {
		if v := c.Get(name); v != "" {
			a.query.Set(name, v)
		}
	}
	for _, v := range queueViews {
		if v.slug == c.Get("xem") {
			a.kind = v.kind
		}
	}
	f := &a.filter
	f.Text, f.Procedure, f.After = c.Get("q"), c.Get("thu-tuc"), c.Get("sau")
	if s, found := bySlug(stateSlugs, c.Get("trang-thai")); found {
		f.States = []State{s}
	}
	f.Figure, _ = bySlug(figureSlugs, c.Get("so"))
	f.Overdue, f.DueSoon, f.ExactUnit = c.Get("gap") == "qua-han", c.Get("gap") == "sap-han", c.Get("rieng") == "1"
	if id, err := kernel.ParseID(c.Get("don-vi")); err == nil {
		f.Unit = id
	}
	a.date(c, "tu", &f.From)
	a.date(c, "den", &f.To)
	if text := c.Get("tai"); text != "" {
		f.AsOf = a.instant(c, "tai", text)
	}
	a.filtered = f.Text != "" || len(f.States) > 0 || f.Figure != "" || f.Overdue || f.DueSoon || f.Unit != 0 || !f.From.IsZero() || !f.To.IsZero() || c.Get("xem") == "tat-ca"
	return a
}

func (a *listAsk) date(c *web.Ctx, name string, into *kernel.Date) {
	text := c.Get(name)
	if text == "" {
		return
	}
	d, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		a.errs[name] = c.Sentence(f)
		return
	}
	*into = d
}

// instant reads a moment: a day means its end, as a report of a day is read.
func (a *listAsk) instant(c *web.Ctx, name, text string) kernel.Instant {
	at, err := readInstant(text)
	if f := kernel.AsFault(err); f != nil {
		a.errs[name] = c.Sentence(f)
	}
	return at
}

func (p *Pages) list(c *web.Ctx, a listAsk) (Page, error) {
	if a.filtered {
		return p.Service.List(c.Context(), c.Actor, a.filter)
	}
	return p.Service.Queue(c.Context(), c.Actor, QueueAsk{Kind: a.kind, Procedure: a.filter.Procedure, After: a.filter.After, Limit: a.filter.Limit})
}

func (p *Pages) queueView(c *web.Ctx) (QueueView, int, error) {
	a := readList(c)
	if c.Get("xem") == "" && !a.filtered && !c.Actor.Anywhere(PermHandle) && c.Actor.Anywhere(PermAccept) {
		a.kind = QueueDesk // at a desk the work is that of the desk
	}
	page, err := p.list(c, a)
	if err != nil {
		return QueueView{}, 0, err
	}
	counts, err := p.Service.Counts(c.Context(), c.Actor)
	if err != nil {
		return QueueView{}, 0, err
	}
	now := p.now()
	units, err := p.names(c.Context(), c.Actor, now, c.Actor.Org)
	if err != nil {
		return QueueView{}, 0, err
	}
	s := queueSeen{kind: a.kind, filtered: a.filtered, figure: a.filter.Figure, counts: counts, page: page, now: now, unit: units[c.Actor.Org],
		canAccept: c.Actor.Anywhere(PermAccept) || c.Actor.Anywhere(PermHelp), query: a.query}
	v := s.view(c.Context())
	v.Filter = p.filterView(c, a)
	status := ok
	if len(a.errs) > 0 {
		status = 422
	}
	return v, status, nil
}

func (p *Pages) filterView(c *web.Ctx, a listAsk) FilterView {
	f := FilterView{Q: a.filter.Text, Procedure: a.filter.Procedure, State: c.Get("trang-thai"), From: c.Get("tu"), To: c.Get("den"), Org: c.Get("don-vi"), Errors: a.errs}
	f.Open = len(a.errs) > 0 || f.Q != "" || f.State != "" || f.Procedure != "" || (f.From != "" && a.filter.Figure == "")
	for _, s := range States {
		f.States = append(f.States, ui.Option{Value: stateSlugs[s], Label: c.T(stateShort[s])})
	}
	cards, err := p.Forms.Cards(c.Context(), p.tenant(c.Actor), "", 200)
	if err == nil { // a list without this choice is better than none
		for _, card := range cards {
			f.Procedures = append(f.Procedures, ui.Option{Value: card.Code, Label: card.Name})
		}
	}
	if !slices.ContainsFunc(f.Procedures, func(o ui.Option) bool { return o.Value == f.Procedure }) && f.Procedure != "" {
		f.Procedures = append(f.Procedures, ui.Option{Value: f.Procedure, Label: f.Procedure})
	}
	f.Keep = []Hidden{{"xem", "tat-ca"}}
	return f
}

func (p *Pages) queue(c *web.Ctx) error {
	v, status, err := p.queueView(c)
	if err != nil {
		return err
	}
	return c.Page(status, v.Title, QueuePage(v))
}

func (p *Pages) printQueue(c *web.Ctx) error {
	v, status, err := p.queueView(c)
	if err != nil {
		return err
	}
	return c.Page(status, v.Title, QueuePrint(v))
}

var exportColumns = []sheets.Column{{Head: "Mã hồ sơ", Width: 24}, {Head: "Số nộp", Width: 14}, {Head: "Mã thủ tục", Width: 14}, {Head: "Thủ tục", Width: 40}, {Head: "Người nộp", Width: 30},
	{Head: "Trích yếu", Width: 40}, {Head: "Kênh", Width: 14}, {Head: "Trạng thái", Width: 18}, {Head: "Bước", Width: 18}, {Head: "Người đang giữ", Width: 20}, {Head: "Nộp lúc", Width: 16},
	{Head: "Tiếp nhận lúc", Width: 16}, {Head: "Hẹn trả", Width: 16}, {Head: "Hẹn lại", Width: 16}, {Head: "Xong lúc", Width: 16}, {Head: "So với hạn", Width: 14}}

func exportRow(it Item) []any {
	return []any{it.Code, it.Intake, it.ProcedureCode, it.ProcedureName, it.Applicant, it.Summary, channelWords(it.Channel), stateNames[it.State], it.StepName, it.AssigneeName,
		exportTime(it.SubmittedAt), exportTime(it.ReceivedAt), exportTime(it.Due), exportTime(it.Reappointed), exportTime(it.FinishedAt), it.Verdict.words()}
}

func exportTime(i kernel.Instant) string {
	if i.IsZero() {
		return ""
	}
	return kernel.FormatDate(i.Date()) + " " + kernel.FormatClock(i)
}

// export writes the whole list page by page, so that a million rows never stand in memory at once.
func (p *Pages) export(c *web.Ctx) error {
	a := readList(c)
	a.filter.After, a.filter.Limit = "", 200
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	c.W.Header().Set("Content-Type", format.ContentType())
	c.W.Header().Set("Content-Disposition", `attachment; filename="ho-so.`+string(format)+`"`)
	w, err := sheets.NewWriter(c.W, format, "Sheet1", exportColumns)
	if err != nil {
		return nil // the reader has left
	}
	err = p.each(c, a, func(it Item) error { return w.Row(exportRow(it)...) })
	if err != nil {
		return err
	}
	_ = w.Close() // the reader may have left
	return nil
}

func (p *Pages) each(c *web.Ctx, a listAsk, do func(Item) error) error {
	for {
		page, err := p.list(c, a)
		if err != nil {
			return err
		}
		for _, it := range page.Items {
			err := do(it)
			if err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		a.filter.After = page.Next
	}
}
