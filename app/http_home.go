package app

import (
	"net/http"
	"strings"

	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/services/procedures"
	"doanket/ui"
)

// homeRoutes are the pages that stand between the rooms: the first page, the search over all of
// them, and what the house tells of itself.
func (a *App) homeRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Access: web.Public, Handle: a.home, Note: "trang đầu"},
		{Pattern: "GET /tim", Access: web.Public, Handle: a.find, Note: "tìm trong các phòng được vào"},
		{Pattern: "GET /quan-tri/su-kien", Access: web.Holds(outbox.Manage), Handle: a.letters, Note: "sự kiện chờ và kẹt"},
		{Pattern: "POST /quan-tri/su-kien/{id}", Access: web.Holds(outbox.Manage), Handle: a.moveLetter, Note: "giao lại, bỏ một sự kiện"},
		{Pattern: "GET /quan-tri/ket-noi", Access: web.Holds("links.manage"), Handle: a.showLinks, Note: "kết nối ra ngoài"},
	}
}

func (a *App) home(c *web.Ctx) error {
	if !c.Actor.SignedIn() {
		cards, err := book{a}.Cards(c.Context(), a.Site(), "", 12)
		if err != nil {
			return err
		}
		return c.Plain(http.StatusOK, c.T("Dịch vụ công"), Landing(LandingView{Popular: cards}))
	}
	v := TodayView{Name: c.Actor.Name, Day: ui.Day(c.Context(), a.clock.Now().Date()), Desk: c.Actor.Anywhere(dossiers.PermAccept)}
	var page dossiers.Page
	var err error
	base := "/ho-so-cua-toi/"
	v.Officer = len(dossiers.VisibleTo(c.Actor).Roots) > 0
	if v.Officer {
		base = "/ho-so/"
		counts, err := a.dossiers.Counts(c.Context(), c.Actor)
		if err != nil {
			return err
		}
		v.Counters = []ui.Counter{
			{Label: c.T("Quá hạn"), Value: ui.Num(counts.Overdue), Href: "/ho-so?xem=tat-ca&gap=qua-han", Tone: stuckTone(counts.Overdue)},
			{Label: c.T("Đến hạn trong 2 ngày"), Value: ui.Num(counts.DueSoon), Href: "/ho-so?xem=tat-ca&gap=sap-han", Tone: ui.Soon},
		}
		kind, waiting := dossiers.QueueMine, ui.Counter{Label: c.T("Việc của bạn"), Value: ui.Num(counts.Mine), Href: "/ho-so?xem=cua-toi"}
		switch { // what was given to her in person comes first, then what only she may sign, then her desk
		case counts.Mine > 0:
		case counts.Sign > 0:
			kind, waiting = dossiers.QueueSign, ui.Counter{Label: c.T("Chờ ký"), Value: ui.Num(counts.Sign), Href: "/ho-so?xem=cho-ky"}
		case counts.Desk > 0:
			kind, waiting = dossiers.QueueDesk, ui.Counter{Label: c.T("Của quầy"), Value: ui.Num(counts.Desk), Href: "/ho-so?xem=quay"}
		}
		v.Counters = append(v.Counters, waiting)
		page, err = a.dossiers.Queue(c.Context(), c.Actor, dossiers.QueueAsk{Kind: kind, Limit: 8})
		if err != nil {
			return err
		}
	} else {
		page, err = a.dossiers.List(c.Context(), c.Actor, dossiers.Filter{Mine: true, Limit: 8})
		if err != nil {
			return err
		}
	}
	v.Tasks, err = a.todayTasks(c)
	if err != nil {
		return err
	}
	for _, it := range page.Items {
		words := dossiers.OwnDueWords
		if v.Officer {
			words = dossiers.DueWords
		}
		tone, due, why := words(c.Context(), it, a.clock.Now())
		v.Rows = append(v.Rows, TodayRow{Href: base + it.ID.String(), Reference: it.Reference(), Title: it.ProcedureName, Who: it.Applicant, Step: it.StepName, Tone: tone, Due: due, Why: why})
	}
	return c.Page(http.StatusOK, c.T("Hôm nay"), Today(v))
}

// find asks every room that the reader may enter.
func (a *App) find(c *web.Ctx) error {
	q := strings.TrimSpace(c.Get("q"))
	var groups []FoundGroup
	if q != "" {
		if c.Actor.SignedIn() {
			g, err := a.findDossiers(c, q)
			if err != nil {
				return err
			}
			groups = append(groups, g...)
			g, err = a.findUnits(c, q)
			if err != nil {
				return err
			}
			groups = append(groups, g...)
		}
		found, err := a.procedures.Find(c.Context(), a.Site(), procedures.Search{Q: q, Limit: 10})
		if err != nil {
			return err
		}
		g := FoundGroup{Title: c.T("Thủ tục")}
		for _, e := range found.Hits {
			text := e.Field
			if !e.Here {
				text = c.T("%s · nộp trên Cổng Dịch vụ công quốc gia", e.Field)
			}
			g.Rows = append(g.Rows, FoundRow{Href: "/thu-tuc/" + e.Code, Title: e.Name, Text: text})
		}
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	if c.Actor.SignedIn() {
		return c.Page(http.StatusOK, c.T("Tìm kiếm"), Found(q, groups))
	}
	return c.Plain(http.StatusOK, c.T("Tìm kiếm"), Found(q, groups))
}

func (a *App) findDossiers(c *web.Ctx, q string) ([]FoundGroup, error) {
	page, err := a.dossiers.List(c.Context(), c.Actor, dossiers.Filter{Text: q, Limit: 12})
	if err != nil {
		return nil, err
	}
	g := FoundGroup{Title: c.T("Hồ sơ")}
	base := "/ho-so/"
	if len(dossiers.VisibleTo(c.Actor).Roots) == 0 {
		base = "/ho-so-cua-toi/"
	}
	for _, it := range page.Items {
		g.Rows = append(g.Rows, FoundRow{Href: base + it.ID.String(), Title: it.Reference() + " · " + it.ProcedureName, Text: it.Applicant})
	}
	if len(g.Rows) == 0 {
		return nil, nil
	}
	return []FoundGroup{g}, nil
}

func (a *App) findUnits(c *web.Ctx, q string) ([]FoundGroup, error) {
	if !c.Actor.Anywhere("orgs.view") {
		return nil, nil
	}
	g := FoundGroup{Title: c.T("Đơn vị")}
	folded := kernel.Fold(q)
	err := a.db.Read(c.Context(), func(tx *db.Tx) error {
		g.Rows = nil
		today := a.clock.Now().Date()
		under, err := a.orgs.Under(tx, c.Actor.Roots("orgs.view"), today)
		if err != nil {
			return err
		}
		for _, id := range under {
			if len(g.Rows) == 12 {
				break
			}
			o, ok, err := a.orgs.Get(tx, id, today)
			if err != nil {
				return err
			}
			if ok && strings.Contains(kernel.Fold(o.Name+" "+o.ShortName+" "+o.Identifier), folded) {
				g.Rows = append(g.Rows, FoundRow{Href: "/don-vi/" + id.String(), Title: o.Name, Text: o.Identifier})
			}
		}
		return nil
	})
	if err != nil || len(g.Rows) == 0 {
		return nil, err
	}
	return []FoundGroup{g}, nil
}

func (a *App) letters(c *web.Ctx) error {
	v := LettersView{Stuck: c.Get("xem") != "cho"}
	f := outbox.Filter{State: "due", Limit: 50}
	if v.Stuck {
		f.State = "dead"
	}
	if below := c.Get("sau"); below != "" {
		id, err := kernel.ParseID(below)
		if err != nil {
			return err
		}
		f.Below = id
	}
	var err error
	v.Letters, err = a.outbox.List(c.Context(), c.Actor.Tenant, f)
	if err != nil {
		return err
	}
	v.Figures, err = a.outbox.Figures(c.Context())
	if err != nil {
		return err
	}
	if len(v.Letters) == f.Limit {
		v.Next = "/quan-tri/su-kien?xem=" + c.Get("xem") + "&sau=" + v.Letters[f.Limit-1].ID.String()
	}
	return c.Page(http.StatusOK, c.T("Sự kiện giữa các phòng"), Letters(v))
}

func (a *App) moveLetter(c *web.Ctx) error {
	var in struct {
		Verb string `form:"viec"`
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if in.Verb == "bo" {
		err = a.outbox.Cancel(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		return c.See("/quan-tri/su-kien", c.T("Đã bỏ sự kiện; những sự kiện sau nó được giao tiếp."))
	}
	err = a.outbox.Retry(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See("/quan-tri/su-kien", c.T("Sự kiện sẽ được giao lại ngay."))
}

func (a *App) showLinks(c *web.Ctx) error {
	return c.Page(http.StatusOK, c.T("Kết nối ra ngoài"), Links(a.links.States(), a.cfg.Dev))
}
