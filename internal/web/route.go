package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"doanket/kernel"
)

// Access says who may knock at a route. It opens the door, it never decides about a record: that is
// the policy of the room.
type Access struct {
	kind        accessKind
	permissions []string
}

type accessKind uint8

const (
	accessUnset accessKind = iota
	accessPublic
	accessSignedIn
	accessHolds
)

var (
	// Public is for everybody, signed in or not.
	Public = Access{kind: accessPublic}
	// SignedIn is for every account.
	SignedIn = Access{kind: accessSignedIn}
)

// Holds is for accounts that hold one of the permissions over any unit at all.
func Holds(permissions ...string) Access {
	return Access{kind: accessHolds, permissions: permissions}
}

// Admits tells whether the actor may enter.
func (a Access) Admits(actor kernel.Actor) bool {
	switch a.kind {
	case accessPublic:
		return true
	case accessSignedIn:
		return actor.SignedIn()
	case accessHolds:
		return actor.SignedIn() && slices.ContainsFunc(a.permissions, actor.Anywhere)
	}
	return false
}

// IsPublic tells whether nobody needs to sign in.
func (a Access) IsPublic() bool { return a.kind == accessPublic }

// Permissions are those of which one is enough; none for Public and SignedIn.
func (a Access) Permissions() []string { return a.permissions }

// String is for the printed route list.
func (a Access) String() string {
	switch a.kind {
	case accessPublic:
		return "public"
	case accessSignedIn:
		return "signed in"
	case accessHolds:
		return strings.Join(a.permissions, " | ")
	}
	return "nobody"
}

// Route is one row of a room's table. Pattern is that of the standard mux: "POST /ho-so/{id}/tiep-nhan".
// Zero limits mean the house's: 30 s, 1 MiB.
type Route struct {
	Pattern string
	Access  Access
	Handle  func(*Ctx) error
	Note    string

	Timeout time.Duration // of the handler; a Stream has none
	MaxBody int64         // bytes of the request's body
	Stream  bool          // long answers: server-sent events, big downloads
	// Foreign lets other sites post here: payment gateways calling back. Such a handler must not use the session.
	Foreign bool
	// Nameless is for pages on which nobody shall be known: the session is not looked at, the handler has
	// no actor and the log names no account.
	Nameless bool
}

// Mount adds routes. A row without access is a mistake of the programmer, and nobody gets in by mistake.
func (s *Server) Mount(routes ...Route) {
	for _, r := range routes {
		if r.Access.kind == accessUnset {
			panic("web: route " + r.Pattern + " says nothing of access")
		}
		_, path, ok := strings.Cut(r.Pattern, " ")
		if !ok || !strings.HasPrefix(path, "/") {
			panic("web: route " + r.Pattern + " needs a method and a path")
		}
		if r.Foreign {
			s.cross.AddInsecureBypassPattern(r.Pattern)
		}
		s.routes = append(s.routes, r)
		s.mux.Handle(r.Pattern, s.page(r))
	}
}

// Routes are all rows mounted so far, API operations included, for the tests that walk them and for the printed list.
func (s *Server) Routes() []Route { return slices.Clone(s.routes) }

// Messages adds a room's sentences: code → Vietnamese text, with fmt verbs for the fault's Args.
func (s *Server) Messages(m map[string]string) {
	for code, text := range m {
		s.texts[code] = text
	}
}

// page runs one route: session, actor, access, handler, and what the handler's error means.
func (s *Server) page(route Route) http.Handler {
	if route.Timeout == 0 {
		route.Timeout = 30 * time.Second
	}
	if route.MaxBody == 0 {
		route.MaxBody = 1 << 20
	}
	return s.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, stop := s.limitTime(w, r, route)
		defer stop()
		r.Body = http.MaxBytesReader(w, r.Body, route.MaxBody)
		noteRoute(r, route.Pattern)
		c := s.newCtx(w, r)
		err := s.enter(c, route)
		if err == nil {
			err = route.Handle(c)
		}
		if err != nil {
			s.fail(c, err)
		}
	}))
}

// enter finds out who is there and whether the door opens.
func (s *Server) enter(c *Ctx, route Route) error {
	if route.Nameless {
		if !route.Access.IsPublic() {
			return kernel.Missing("web.no_such_page")
		}
		return nil
	}
	err := s.recognise(c)
	if err != nil {
		return err
	}
	if c.Actor.SignedIn() && !s.perAccount.allow(c.Actor.Account.String(), s.cfg.Clock.Now()) {
		return tooMany()
	}
	if route.Access.Admits(c.Actor) {
		return nil
	}
	if c.Actor.SignedIn() {
		return kernel.Missing("web.no_such_page") // a door one may not open is not there
	}
	return errSignIn
}
