package app

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"

	"doanket/internal/testkit"
)

// bare opens an empty site on SQLite, without tables: enough for what the program knows of itself.
func bare(t *testing.T) *App {
	t.Helper()
	a, err := Open(t.Context(), Config{Data: t.TempDir(), Profile: "demo", Addr: "localhost:0", URL: "http://localhost:8080"},
		WithLog(slog.New(slog.NewTextHandler(io.Discard, nil))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := a.Close()
		if err != nil {
			t.Error(err)
		}
	})
	return a
}

// TestGoldenDescriptions keeps docs/generated true: a new route, right, wire or move shows in review.
func TestGoldenDescriptions(t *testing.T) {
	a := bare(t)
	for _, what := range []string{"routes", "permissions", "facts", "flow"} {
		testkit.Golden(t, "../../../docs/generated/"+what+".txt", []byte(a.Describe(what)))
	}
}

func TestOpenAPIIsAsAgreed(t *testing.T) {
	a := bare(t)
	err := a.Migrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	a.web.ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/openapi.json", nil))
	if w.Code != 200 {
		t.Fatalf("openapi.json answers %d: %s", w.Code, w.Body)
	}
	var doc any
	err = json.Unmarshal(w.Body.Bytes(), &doc)
	if err != nil {
		t.Fatal(err)
	}
	pretty, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	testkit.Golden(t, "../../../docs/generated/openapi.json", append(pretty, '\n'))
}
