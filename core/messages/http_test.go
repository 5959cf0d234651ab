package messages_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"doanket/core/messages"
	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

type readers struct{}

func (readers) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	return kernel.Actor{Tenant: 1, Account: account, Name: "Người đọc"}, nil
}

func (readers) ActorByToken(context.Context, string) (kernel.Actor, error) {
	return kernel.Actor{}, kernel.Missing("people.no_token")
}

func TestTheInboxInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		must(t, h.DB.Migrate(h.Ctx, web.Migrations()))
		server := web.New(web.Config{DB: h.DB, IDs: h.IDs, Clock: h.Clock, Accounts: readers{}, Key: bytes.Repeat([]byte{7}, 32),
			Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Unread: h.s.Unread,
			SessionLife: 1000 * time.Hour}) // the session library asks the machine for the time, which may lag behind the clock of the test
		server.Messages(messages.Messages())
		server.Mount(h.s.Routes()...)
		ask := func(account kernel.ID, method, path string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(method, path, strings.NewReader(""))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			cookie, err := server.SignInAs(h.Ctx, account)
			must(t, err)
			r.AddCookie(cookie)
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			return w
		}
		page := func(account kernel.ID) testkit.HTML {
			return testkit.Page(t, ask(account, http.MethodGet, "/hop-thu").Body.Bytes())
		}
		page(7).Has("h2", "Chưa có thông báo")
		h.send(t, notice())
		page(7).Has(".state", "Chưa đọc")
		page(7).Has("p", "1 thông báo chưa đọc.")
		page(8).HasNot("td", "Đã tiếp nhận")
		in, err := h.s.Inbox(h.Ctx, tuyet, 0)
		must(t, err)
		open := "/hop-thu/" + in.Messages[0].ID.String() + "/doc"
		if w := ask(8, http.MethodPost, open); w.Code != 404 {
			t.Errorf("somebody else's message answers %d", w.Code)
		}
		if w := ask(7, http.MethodPost, open); w.Code != 303 || w.Header().Get("Location") != "/ho-so/1" {
			t.Errorf("opening answers %d to %q", w.Code, w.Header().Get("Location"))
		}
		page(7).Has("p", "Bạn đã đọc hết.")
		if w := ask(7, http.MethodGet, "/quan-tri/thong-bao"); w.Code != 404 {
			t.Errorf("deliveries answer %d to a person without the right", w.Code)
		}
	})
}
