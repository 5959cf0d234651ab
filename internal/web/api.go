package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"doanket/internal/db"
	"doanket/kernel"
)

const (
	// APIPath is where the JSON API of the first version lives.
	APIPath    = "/api/v1"
	accessKey  = "access"
	answerLife = 24 * time.Hour
	// answerLease is how long a write may be under way: no request of the API lives longer than half of it.
	answerLease = time.Minute
	maxAnswer   = 1 << 20
)

// Problem is a refusal in the JSON API (RFC 9457) with our stable code beside it.
type Problem struct {
	Type    string         `json:"type" example:"about:blank"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail"`
	Code    string         `json:"code" doc:"Stable code of the refusal, such as dossiers.missing_paper."`
	Request string         `json:"request_id,omitempty" doc:"Number of the request in the log of the site."`
	Errors  []ProblemField `json:"errors,omitempty"`
}

// ProblemField is a refusal at one field.
type ProblemField struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus and ContentType are what huma asks of an error.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems, whatever format was asked for.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func (s *Server) problem(c *Ctx, f *kernel.Fault) *Problem {
	status := Status(f)
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: f.Code, Detail: c.Sentence(f), Request: c.RequestID()}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{field.Field, field.Code, s.sentence(c.ctx, field.Code, field.Args)})
	}
	return p
}

func (s *Server) writeProblem(c *Ctx, f *kernel.Fault) {
	p := s.problem(c, f)
	b, err := json.Marshal(p)
	if err != nil {
		b = []byte(`{"status":500}`)
	}
	h := c.W.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	c.W.WriteHeader(p.Status)
	_, _ = c.W.Write(b)
}

// humaErrors is set once for the program: huma keeps its maker of errors in a variable.
var humaErrors = sync.OnceFunc(func() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: "web.bad_request", Detail: msg}
		for _, err := range errs {
			var known *Problem
			var detail huma.ErrorDetailer
			switch {
			case errors.As(err, &known):
				return known
			case errors.As(err, &detail):
				d := detail.ErrorDetail()
				p.Errors = append(p.Errors, ProblemField{d.Location, "web.bad_request", d.Message})
			}
		}
		return p
	}
})

func (s *Server) openAPI() {
	humaErrors()
	config := huma.DefaultConfig("Đoàn Kết", "1.0.0")
	config.Info.Description = "Thủ tục, hồ sơ và tra cứu. Mọi lần ghi nhận Idempotency-Key; lời từ chối theo RFC 9457 với mã ổn định."
	config.OpenAPIPath = APIPath + "/openapi"
	config.SchemasPath = ""
	config.DocsPath = "" // its page would load scripts from elsewhere
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "doanket token create"},
	}
	s.api = humago.New(apiMux{s}, config)
	s.api.UseMiddleware(s.admitAPI)
}

// API is the JSON API's frame. Rooms add operations with Register rather than to it.
func (s *Server) API() huma.API { return s.api }

// Register adds one operation of the JSON API. Paths begin with APIPath. The handler is given its
// actor openly, and its Fault becomes a problem.
func Register[I, O any](s *Server, op huma.Operation, access Access, handle func(ctx context.Context, a kernel.Actor, in *I) (*O, error)) {
	if access.kind == accessUnset {
		panic("web: operation " + op.OperationID + " says nothing of access")
	}
	if op.Metadata == nil {
		op.Metadata = map[string]any{}
	}
	op.Metadata[accessKey] = access
	if !access.IsPublic() {
		op.Security = []map[string][]string{{"token": {}}}
	}
	if len(op.Errors) == 0 {
		op.Errors = []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusConflict}
	}
	s.routes = append(s.routes, Route{Pattern: op.Method + " " + op.Path, Access: access, Note: op.Summary})
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, visitOf(ctx).actor, in)
		if err == nil {
			return out, nil
		}
		c := callOf(ctx)
		return nil, s.problem(c, s.explain(c, err))
	})
}

type callKey struct{}

func callOf(ctx context.Context) *Ctx {
	c, _ := ctx.Value(callKey{}).(*Ctx)
	return c
}

// Patient gives an operation of the API more time than the usual 30 seconds: an upload over a slow line.
// It is said before the operation is registered.
func (s *Server) Patient(op huma.Operation, limit time.Duration) {
	if s.patient == nil {
		s.patient = map[string]time.Duration{}
	}
	s.patient[op.Method+" "+op.Path] = limit
}

// admitAPI checks the access of the operation; one that names none is for the signed in.
func (s *Server) admitAPI(h huma.Context, next func(huma.Context)) {
	access, ok := h.Operation().Metadata[accessKey].(Access)
	if !ok {
		access = SignedIn
	}
	c := callOf(h.Context())
	switch {
	case access.Admits(c.Actor):
		next(h)
	case c.Actor.SignedIn():
		s.writeProblem(c, kernel.Missing("web.no_such_page"))
	default:
		s.askToSignIn(c)
	}
}

// apiMux puts each operation of huma behind our own door: token or session, limits, idempotency.
type apiMux struct{ s *Server }

func (m apiMux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.s.mux.ServeHTTP(w, r) }

func (m apiMux) HandleFunc(pattern string, next func(http.ResponseWriter, *http.Request)) {
	s := m.s
	route := Route{Pattern: pattern, Timeout: 30 * time.Second}
	if long := s.patient[pattern]; long > 0 {
		route.Timeout = long
	}
	s.mux.Handle(pattern, s.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, stop := s.limitTime(w, r, route)
		defer stop()
		noteRoute(r, pattern)
		c := s.newCtx(w, r)
		err := s.recogniseCaller(c)
		if err != nil {
			s.fail(c, err)
			return
		}
		c.R = r.WithContext(context.WithValue(c.ctx, callKey{}, c))
		c.ctx = c.R.Context()
		key := r.Header.Get("Idempotency-Key")
		if key == "" || r.Method == http.MethodGet || r.Method == http.MethodHead || !c.Actor.SignedIn() {
			next(w, c.R)
			return
		}
		err = s.once(c, key, next)
		if err != nil {
			s.fail(c, err)
		}
	})))
}

// recogniseCaller takes a bearer token before a session.
func (s *Server) recogniseCaller(c *Ctx) error {
	token, ok := strings.CutPrefix(c.R.Header.Get("Authorization"), "Bearer ")
	if !ok {
		err := s.recognise(c)
		if err != nil {
			return err
		}
	} else {
		actor, err := s.cfg.Accounts.ActorByToken(c.ctx, strings.TrimSpace(token))
		if f := kernel.AsFault(err); f != nil && f.Kind != kernel.Unavailable {
			return &kernel.Fault{Kind: kernel.Forbidden, Code: "web.bad_token"}
		}
		if err != nil {
			return fmt.Errorf("actor of a token: %w", err)
		}
		c.be(actor)
	}
	if c.Actor.SignedIn() && !s.perAccount.allow(c.Actor.Account.String(), s.cfg.Clock.Now()) {
		return tooMany()
	}
	return nil
}

// once runs a write under its key: the same key with the same content gives the first answer again.
// A write that was cut off in the middle may be sent again after its lease. Nobody can say here whether it
// was done, so a room gives the key to its command, which does the same request once.
func (s *Server) once(c *Ctx, key string, next func(http.ResponseWriter, *http.Request)) error {
	if len(key) > 200 || strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }) {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "web.answer_key"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.W, c.R.Body, maxAnswer))
	if err != nil {
		return bodyFault(err)
	}
	c.R.Body = io.NopCloser(bytes.NewReader(body))
	sum := sha256.Sum256(append([]byte(c.R.Method+" "+c.R.URL.RequestURI()+"\n"), body...))
	fingerprint, tenant, account := hex.EncodeToString(sum[:]), c.Actor.Tenant, c.Actor.Account
	var mine bool
	var before answer
	err = s.cfg.DB.Tx(c.ctx, func(tx *db.Tx) error {
		var err error
		mine, before, err = claim(tx, tenant, account, key, fingerprint, s.cfg.Clock.Now())
		return err
	})
	if err != nil {
		return fmt.Errorf("idempotency key: %w", err)
	}
	if !mine {
		return replay(c, before, fingerprint)
	}
	out := &kept{ResponseWriter: c.W}
	finished := false
	defer func() { // also when the handler panics: what it began it has rolled back
		s.keepAnswer(c, key, out, finished)
	}()
	next(out, c.R)
	finished = true
	return nil
}

func replay(c *Ctx, a answer, fingerprint string) error {
	switch {
	case a.fingerprint != fingerprint:
		return &kernel.Fault{Kind: kernel.Invalid, Code: "web.answer_other"}
	case a.status == 0:
		return kernel.Refuse("web.answer_unfinished")
	}
	h := c.W.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Idempotency-Replayed", "true")
	if a.location != "" {
		h.Set("Location", a.location)
	}
	c.W.WriteHeader(a.status)
	_, _ = c.W.Write(a.body)
	return nil
}

// keepAnswer keeps what was answered. Failures of ours are not kept: the same key may try again.
func (s *Server) keepAnswer(c *Ctx, key string, out *kept, finished bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), 5*time.Second)
	defer cancel()
	err := s.cfg.DB.Tx(ctx, func(tx *db.Tx) error {
		if !finished || out.status >= 500 || out.status == http.StatusTooManyRequests {
			return dropAnswer(tx, c.Actor.Tenant, c.Actor.Account, key)
		}
		return saveAnswer(tx, c.Actor.Tenant, c.Actor.Account, key, answer{
			status: out.status, contentType: out.Header().Get("Content-Type"), location: out.Header().Get("Location"), body: out.body.Bytes(),
		})
	})
	if err != nil {
		s.cfg.Log.Warn("keeping an answer", "request", c.RequestID(), "error", err)
	}
}

// kept copies what is answered while it goes out.
type kept struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (k *kept) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
	k.ResponseWriter.WriteHeader(status)
}

func (k *kept) Write(b []byte) (int, error) {
	if k.status == 0 {
		k.status = http.StatusOK
	}
	k.body.Write(b)
	return k.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (k *kept) Unwrap() http.ResponseWriter { return k.ResponseWriter }
