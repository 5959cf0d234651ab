package people

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/internal/web"
)

// BenchmarkDoor is what the front door costs a signed-in page that shows nothing: session, actor, shell.
func BenchmarkDoor(b *testing.B) {
	e := testkit.New(b, db.SQLite, orgs.Migrations(), web.Migrations(), Migrations())
	x := open(b, e)
	door := x.door()
	door.Mount(web.Route{Pattern: "GET /do", Access: web.SignedIn, Handle: func(c *web.Ctx) error { c.W.WriteHeader(204); return nil }})
	cookie, err := door.SignInAs(x.Ctx, x.lan)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, "/do", nil)
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		x.Clock.Advance(1e8)
		if w.Code != 204 {
			b.Fatal(w.Code)
		}
	}
}
