package app

import (
	"context"
	"net/url"

	"time"

	"doanket/core/messages"
	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/core/people"
	"doanket/core/tasks"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/links"
	"doanket/internal/links/smtp"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/internal/rules"
	"doanket/internal/search"
	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/services/procedures"
	"doanket/ui"
	"doanket/union/benefits"
	"doanket/union/cards"
	"doanket/union/committees"
	"doanket/union/complaints"
	"doanket/union/inspection"
	"doanket/union/members"
	"doanket/union/rollimport"
	"doanket/union/statistics"
	"doanket/union/waitlists"
	"doanket/union/welfare"
)

// wire makes the machines and the rooms, from the ground up.
func (a *App) wire(ctx context.Context) error {
	key, err := a.cfg.siteKey()
	if err != nil {
		return err
	}
	a.files, err = files.Open(ctx, a.cfg.Files)
	if err != nil {
		return err
	}
	a.audit = audit.New(a.ids, a.clock)
	a.outbox = outbox.New(a.db, a.ids, a.clock)
	a.outbox.KeepJournal(a.audit)
	a.search = search.New(a.db)
	a.press, err = press()
	if err != nil {
		return err
	}
	err = a.wireMail()
	if err != nil {
		return err
	}

	a.orgs = orgs.New(orgs.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox})
	a.messages = messages.New(messages.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Outbox: a.outbox, Mailer: a.mailer})
	a.people, err = people.New(people.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs,
		Mail: letters{a}, Permissions: Permissions(), SiteKey: key, Base: a.cfg.URL})
	if err != nil {
		return err
	}
	a.payments = payments.New(payments.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Press: a.press, Subjects: till{a}})
	a.wireTasks()
	a.wireReorg()
	a.procedures = procedures.New(procedures.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Site: a.Site, Here: a.feePlaces})
	a.dossiers = dossiers.New(dossiers.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Outbox: a.outbox, Audit: a.audit,
		Search: a.search, Units: units{a}, Book: book{a}, Calendars: calendars{a}, Staff: staff{a}})
	a.orgs.Join(a.dossiers.Held(a.orgs, a.people))
	a.wireMembers()
	a.wireStatistics()
	a.wireCommittees()
	a.wireCards(key)
	a.wireWelfare()
	a.wireBenefits(key)
	a.wireWaitlists()
	a.wireRollImport()
	a.wireInspection()
	err = a.wireComplaints(key)
	if err != nil {
		return err
	}
	a.offerBulk()
	a.subscribe()
	a.wireWeb(key)
	a.schedule()
	return nil
}

// press makes papers in Tinos, as wide as the face that the decree asks for.
func press() (*paper.Press, error) {
	var cuts [4][]byte
	for i, style := range []string{"", "B", "I", "BI"} {
		b, err := ui.Tinos(style)
		if err != nil {
			return nil, err
		}
		cuts[i] = b
	}
	return paper.New(paper.Fonts{Regular: cuts[0], Bold: cuts[1], Italic: cuts[2], BoldItalic: cuts[3]})
}

// wireMail takes the real server when one is named, else the simulator, which says so everywhere.
func (a *App) wireMail() error {
	a.links = &links.Registry{}
	cfg := smtp.Config{From: a.cfg.MailFrom}
	if a.cfg.SMTP == "" {
		sink, err := smtp.StartSink(a.clock, 500)
		if err != nil {
			return err
		}
		a.sink = sink
		cfg.Address, cfg.Mode, cfg.TLS = sink.Address(), links.Simulated, "off"
	} else {
		u, err := url.Parse(a.cfg.SMTP)
		if err != nil {
			return err
		}
		cfg.Address, cfg.Mode, cfg.User = u.Host, links.Real, u.User.Username()
		cfg.Password, _ = u.User.Password()
		cfg.TLS = u.Query().Get("tls")
	}
	client, err := smtp.NewClient(cfg, a.clock)
	if err != nil {
		return err
	}
	a.mailer = client
	return a.links.Add(client.Port(), client.Breaker())
}

// letters are the mails that core/people must send.
type letters struct{ a *App }

var resetLetter = messages.Template{Key: "people.reset", Version: 1, Subject: "Đặt lại mật khẩu Đoàn Kết",
	Text: "Chào {{ten}},\n\nAi đó, có lẽ là bạn, vừa yêu cầu đặt lại mật khẩu. Mở liên kết này trong {{phut}} phút:\n{{lien_ket}}\n\nNếu không phải bạn, hãy bỏ qua thư này: mật khẩu cũ vẫn dùng được.",
	Vars: map[string]messages.VarKind{"ten": messages.Text, "phut": messages.Integer, "lien_ket": messages.Text}}

func (l letters) PasswordReset(ctx context.Context, in people.ResetLetter) error {
	return l.a.db.Tx(ctx, func(tx *db.Tx) error {
		return l.a.messages.Send(tx, messages.Notice{Tenant: in.Tenant, Name: in.Name, Email: in.Email, Template: resetLetter,
			Vars:    messages.Vars{"ten": in.Name, "phut": in.Minutes, "lien_ket": in.Link},
			Origin:  "account:" + in.Account.String(),
			Dedupe:  "reset:" + l.a.ids.New().String(),
			Expires: l.a.clock.Now().Add(time.Duration(in.Minutes) * time.Minute)})
	})
}

// Site is the tenant of this installation: the top unit, 0 before there is one.
func (a *App) Site() kernel.ID {
	if id := a.site.Load(); id != 0 {
		return kernel.ID(id)
	}
	var root kernel.ID
	err := a.db.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		root, err = a.orgs.Root(tx)
		return err
	})
	if err != nil {
		a.log.Error("looking for the site's top unit", "error", err)
		return 0
	}
	a.site.Store(int64(root))
	return root
}

// schedule is the list of what happens by the clock.
func (a *App) schedule() {
	a.dossiers.Schedule()
	a.tasks.Schedule()
	a.cards.Schedule()
	a.welfare.Schedule()
	a.benefits.Schedule()
	a.waitlists.Schedule()
	a.inspection.Schedule()
	a.outbox.Every("dossiers.reach", time.Hour, func(ctx context.Context) error { return a.dossiers.Reach(ctx, a.orgs) })
	a.outbox.Every("search.tend", 10*time.Second, a.search.Tend)
	a.outbox.Every("people.sweep", time.Hour, a.people.Sweep)
	a.outbox.Every("web.sweep", time.Hour, a.web.Sweep)
	a.outbox.Every("outbox.tidy", 24*time.Hour, func(ctx context.Context) error {
		return a.outbox.Tidy(ctx, a.clock.Now().Add(-90*24*time.Hour))
	})
}

// wireWeb opens the front door and mounts every room's pages.
func (a *App) wireWeb(key []byte) {
	a.live = web.NewLive(25 * time.Second)
	a.web = web.New(web.Config{DB: a.db, IDs: a.ids, Clock: a.clock, Accounts: a.people, Log: a.log, Key: key, Site: a.cfg.Site, Base: a.cfg.URL,
		Menu: a.menu, Unread: a.messages.Unread, Ready: []func(context.Context) error{a.ready}, MetricsOpen: a.cfg.Metrics, Proxies: a.cfg.proxies(), Limits: web.Limits{Off: a.cfg.NoLimits}})
	for _, m := range a.sentences() {
		a.web.Messages(m)
	}
	a.web.Mount(a.live.Route("GET /truc-tiep"))
	a.web.Mount(a.homeRoutes()...)
	a.mountReorg()
	a.web.Mount(a.orgs.Routes()...)
	a.web.Mount(a.people.Routes()...)
	a.web.Mount(a.messages.Routes()...)
	a.web.Mount(a.payments.Routes()...)
	a.web.Mount(a.tasks.Routes()...)
	a.web.Mount(a.cards.Routes()...)
	a.web.Mount(a.imports.Routes()...)
	a.web.Mount(a.inspection.Routes()...)
	a.web.Mount(a.complaints.Routes()...)
	a.web.Mount(a.procedures.Routes()...)
	a.web.Mount(a.members.Routes()...)
	a.web.Mount(a.welfare.Routes()...)
	a.web.Mount(a.benefits.Routes()...)
	a.web.Mount(a.waitlists.Routes()...)
	pages := dossiers.NewPages(dossiers.PagesDeps{Service: a.dossiers, Site: a.Site, Forms: book{a}, Units: directory{a}, Till: till{a}, Files: a.files, Press: a.press, Self: a.self, Became: a.becameMember})
	a.web.Mount(pages.Routes()...)
	a.web.Mount(a.statistics.Routes()...)
	a.web.Mount(a.committees.Routes()...)
	a.orgs.API(a.web)
	a.statistics.API(a.web)
	a.committees.API(a.web)
	a.tasks.API(a.web)
	a.members.API(a.web)
	a.cards.API(a.web)
	a.welfare.API(a.web)
	a.benefits.API(a.web)
	a.waitlists.API(a.web)
	a.imports.API(a.web)
	a.inspection.API(a.web)
	a.complaints.API(a.web)
	pages.API(a.web)
	a.procedures.RegisterAPI(a.web)
	if a.cfg.Dev {
		a.mountDev()
	}
}

func (a *App) sentences() []map[string]string {
	return []map[string]string{messagesOfReorg(), outbox.Messages(), files.Messages(), links.Messages(), sheets.Messages(), orgs.Messages(), people.Messages(),
		messages.Messages(), payments.Messages(), tasks.Messages(), procedures.Messages(), dossiers.Messages(), messagesOfApp,
		members.Messages(), statistics.Messages(), committees.Messages(), cards.Messages(), rules.Messages(), welfare.Messages(), benefits.Messages(), waitlists.Messages(), inspection.Messages(), complaints.Messages(), rollimport.Messages()}
}

var messagesOfApp = map[string]string{
	"app.unknown_agency": "Thủ tục nêu cơ quan %s, hệ thống chưa biết là loại đơn vị nào.",
	"app.no_agency_here": "Không tìm thấy cơ quan %s phụ trách nơi này. Hãy chọn nơi nộp khác.",
}

// ready says whether this process may be sent work.
func (a *App) ready(ctx context.Context) error {
	return a.db.Read(ctx, func(tx *db.Tx) error {
		_, err := a.orgs.Root(tx)
		return err
	})
}
