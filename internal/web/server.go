package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
)

// Accounts is what the front door asks of core/people.
type Accounts interface {
	// Actor gives the actor of an account now; a Fault when the account may no longer enter.
	Actor(ctx context.Context, account kernel.ID) (kernel.Actor, error)
	// ActorByToken gives the actor of an API token; a Fault when there is no such valid token.
	ActorByToken(ctx context.Context, token string) (kernel.Actor, error)
}

// Config is what a site hands to its front door. Only DB, IDs, Clock and Accounts are required.
type Config struct {
	DB       *db.DB
	IDs      *kernel.IDs
	Clock    kernel.Clock
	Accounts Accounts
	Log      *slog.Logger

	Key  []byte // 32 bytes of the site: signs flash messages
	Site string // the name shown in the shell
	Base string // https://motcua.example.vn, without a slash at the end; cookies are Secure when it is https

	Menu   func(kernel.Actor) []ui.Wing                     // the rooms at the left, Vietnamese; web translates and marks the current one
	Unread func(context.Context, kernel.Actor) (int, error) // the number at the inbox
	Ready  []func(context.Context) error                    // what must hold before /san-sang says yes
	Limits Limits

	MetricsToken string         // bearer token for /metrics
	MetricsOpen  bool           // /metrics without a token, for closed networks
	Proxies      []netip.Prefix // whose X-Forwarded-For is believed
	SessionLife  time.Duration  // 12 h when zero
	SessionIdle  time.Duration  // 2 h when zero
}

// Server is the front door of one process.
type Server struct {
	cfg        Config
	patient    map[string]time.Duration // operations of the API that may take longer, by pattern
	mux        *http.ServeMux
	routes     []Route
	texts      map[string]string
	cross      *http.CrossOriginProtection
	sessions   *scs.SessionManager
	store      *sessionStore
	perIP      *limiter
	perAccount *limiter
	perSignIn  *limiter
	metrics    *metrics
	api        huma.API
	handler    http.Handler
}

// New builds the front door with the routes that belong to the house itself.
func New(cfg Config) *Server {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Clock == nil {
		cfg.Clock = kernel.SystemClock{}
	}
	if cfg.SessionLife == 0 {
		cfg.SessionLife = 12 * time.Hour
	}
	if cfg.SessionIdle == 0 {
		cfg.SessionIdle = 2 * time.Hour
	}
	cfg.Limits.fill()
	s := &Server{
		cfg: cfg, mux: http.NewServeMux(), texts: map[string]string{},
		cross:      http.NewCrossOriginProtection(),
		perIP:      newLimiter(cfg.Limits.PerIP),
		perAccount: newLimiter(cfg.Limits.PerAccount),
		perSignIn:  newLimiter(cfg.Limits.SignIn),
		metrics:    newMetrics(),
	}
	s.Messages(kernel.Messages())
	s.Messages(db.Messages())
	s.Messages(messages)
	s.openSessions()
	s.mux.Handle("GET "+ui.AssetsPath, tagged(ui.AssetHandler()))
	s.mux.HandleFunc("GET /khoe", s.healthy)
	s.mux.HandleFunc("GET /san-sang", s.ready)
	s.mux.HandleFunc("GET /metrics", s.measure)
	s.Mount(houseRoutes(s)...)
	s.openAPI()
	s.handler = s.guard(s.mux)
	return s
}

// ServeHTTP lets a Server be tested and mounted like any handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Handle puts a bare handler into the mux, for the few things that are not pages (the page catalogue
// of development). It passes the guard but knows no session.
func (s *Server) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// Serve answers on the listener until ctx ends, then finishes what is under way for up to 15 seconds.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.cfg.Log.Handler(), slog.LevelWarn),
	}
	gone := make(chan error, 1)
	go func() { gone <- srv.Serve(l) }()
	select {
	case err := <-gone:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	err := srv.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}

// ListenAndServe is Serve on an address.
func (s *Server) ListenAndServe(ctx context.Context, address string) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", address, err)
	}
	return s.Serve(ctx, l)
}
