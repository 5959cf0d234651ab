package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"

	"doanket/core/messages"
	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/core/people"
	"doanket/core/reorg"
	"doanket/core/tasks"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/links"
	"doanket/internal/links/smtp"
	"doanket/internal/outbox"
	"doanket/internal/paper"
	"doanket/internal/search"
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

// App is one opened site: its stores and its rooms.
type App struct {
	cfg   Config
	log   *slog.Logger
	clock kernel.Clock
	ids   *kernel.IDs

	db     *db.DB
	files  files.Store
	audit  *audit.Journal
	outbox *outbox.Outbox
	search *search.Index
	press  *paper.Press
	links  *links.Registry
	mailer smtp.Mailer
	sink   *smtp.Sink // nil when mail is real

	orgs       *orgs.Service
	people     *people.Service
	messages   *messages.Service
	payments   *payments.Service
	tasks      *tasks.Service
	reorg      *reorg.Service
	inspection *inspection.Service
	complaints *complaints.Service
	procedures *procedures.Service
	dossiers   *dossiers.Service
	members    *members.Service
	statistics *statistics.Service
	committees *committees.Service
	cards      *cards.Service
	welfare    *welfare.Service
	benefits   *benefits.Service
	waitlists  *waitlists.Service
	imports    *rollimport.Service

	web  *web.Server
	live *web.Live
	site atomic.Int64 // the top unit, once found
	memo memo
}

// Option changes how a site is opened; tests and the seed use them.
type Option func(*App)

// WithClock lets somebody else tell the time.
func WithClock(c kernel.Clock) Option { return func(a *App) { a.clock = c } }

// WithLog sends the log elsewhere.
func WithLog(l *slog.Logger) Option { return func(a *App) { a.log = l } }

// Open opens the stores of a site and wires its rooms. It neither migrates nor serves.
func Open(ctx context.Context, cfg Config, options ...Option) (*App, error) {
	cfg, err := cfg.filled()
	if err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, clock: kernel.SystemClock{}, log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
	for _, o := range options {
		o(a)
	}
	a.ids = kernel.NewIDs(a.clock, cfg.Node)
	a.db, err = db.Open(ctx, cfg.DB)
	if err != nil {
		return nil, err
	}
	err = a.wire(ctx)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Close lets go of everything; what was confirmed is already on disk.
func (a *App) Close() error {
	var err error
	if a.sink != nil {
		err = a.sink.Close()
	}
	return errors.Join(err, a.db.Close())
}

// URL is where people reach the site.
func (a *App) URL() string { return a.cfg.URL }

// Migrations are the table files of all rooms.
func Migrations() []fs.FS {
	return []fs.FS{
		outbox.Migrations(), audit.Migrations(), search.Migrations(), web.Migrations(),
		orgs.Migrations(), people.Migrations(), messages.Migrations(), payments.Migrations(),
		tasks.Migrations(), inspection.Migrations(), complaints.Migrations(), reorg.Migrations(),
		procedures.Migrations(), dossiers.Migrations(),
		members.Migrations(), statistics.Migrations(),
		committees.Migrations(),
		cards.Migrations(),
		welfare.Migrations(),
		benefits.Migrations(),
		waitlists.Migrations(),
		rollimport.Migrations(),
	}
}

// Migrate brings the tables up to date and loads the reference data that belongs to them.
func (a *App) Migrate(ctx context.Context) error {
	err := a.db.Migrate(ctx, Migrations()...)
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	err = a.orgs.LoadReference(ctx)
	if err != nil {
		return err
	}
	return a.statistics.LoadForms(ctx)
}

// Serve runs the outbox and answers until ctx ends.
func (a *App) Serve(ctx context.Context) error {
	err := a.links.RefuseSimulated(a.cfg.Profile == "demo" || a.cfg.Simulators)
	if err != nil {
		return err
	}
	err = ui.CheckAssets()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 3)
	go func() { done <- a.outbox.Run(ctx) }()
	go func() { done <- a.imports.Work(ctx) }()
	go func() { done <- a.watch(ctx, a.live) }()
	go a.warm(ctx)
	a.log.Info("serving", "url", a.cfg.URL, "engine", a.db.Engine(), "profile", a.cfg.Profile)
	err = a.web.ListenAndServe(ctx, a.cfg.Addr)
	stop()
	for range cap(done) {
		out := <-done
		if !errors.Is(out, context.Canceled) {
			err = errors.Join(err, out)
		}
	}
	return err
}

// warm reads the catalogue of procedures before the first visitor asks for it.
func (a *App) warm(ctx context.Context) {
	site := a.Site()
	if site == 0 {
		return
	}
	_, err := book{a}.Cards(ctx, site, "", 1)
	if err != nil && ctx.Err() == nil {
		a.log.Warn("reading the catalogue", "error", err)
	}
}
