package app

import (
	"encoding/hex"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doanket/union/complaints"
)

// sealed is a record of the cast and who is named on it.
type sealed struct {
	id, summary string
	named       []string
}

// sealedLetters are the records that the logins see, by what their own lists say.
func sealedLetters(t *testing.T, a *App) map[string]*sealed {
	t.Helper()
	out := map[string]*sealed{}
	for _, l := range a.Logins() {
		p, err := a.complaints.List(t.Context(), a.as(t, l.Login), complaints.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.Complaints {
			id := c.ID.String()
			if out[id] == nil {
				out[id] = &sealed{id: id, summary: c.Matter.Summary}
			}
			out[id].named = append(out[id].named, l.Login)
		}
	}
	return out
}

// TestSealedLettersAreSealed shares one site between its parts.
func TestSealedLettersAreSealed(t *testing.T) {
	a := openSite(t, 0, func(c *Config) { c.NoLimits = true })
	notThereForAnyoneElse(t, a)
	outliveABackup(t, a)
}

// notThereForAnyoneElse asks for each letter of the cast as a visitor and as every account:
// who is not named gets the answer of a letter that was never written; lists, search, tasks, journal and
// letters sent say nothing of it.
func notThereForAnyoneElse(t *testing.T, a *App) {
	t.Helper()
	letters := sealedLetters(t, a)
	if len(letters) != 6 {
		t.Fatalf("the cast has %d letters", len(letters))
	}
	const never = "424242"
	doors := []string{"GET /don-thu/%", "GET /don-thu/%/giao", "GET /don-thu/%/mo-danh-tinh", "GET /don-thu/%/giay/bien-nhan", "GET /don-thu/%/giay/bien-nhan/pdf", "GET /don-thu/%/tep/1", "GET /api/v1/complaints/%",
		"POST /don-thu/%/xac-minh", "POST /don-thu/%/thoi-xem/1"}
	places := []string{"/don-thu?trang-thai=tat-ca", "/api/v1/complaints", "/tim?q=quỹ+thăm+hỏi+quý", "/tim?q=02/2026", "/", "/nhiem-vu", "/nhiem-vu?xem=don-vi", "/nhiem-vu?xem=da-giao", "/api/v1/tasks?view=unit", "/api/v1/tasks?view=given",
		"/quan-tri/nhat-ky", "/quan-tri/su-kien", "/quan-tri/thong-bao", "/dieu-hanh", "/kiem-tra", "/hop-thu"}
	for _, c := range callers(t, a) {
		for _, door := range doors {
			method, path, _ := strings.Cut(door, " ")
			none, nowhere, _ := c.call(t, method, strings.ReplaceAll(path, "%", never))
			for _, l := range letters {
				if slices.Contains(l.named, c.login) {
					continue
				}
				status, to, _ := c.call(t, method, strings.ReplaceAll(path, "%", l.id))
				if status == http.StatusOK || status != none || strings.ReplaceAll(to, l.id, never) != nowhere {
					t.Errorf("%s %s answers %d %s, what was never written %d %s", c.login, door, status, to, none, nowhere)
				}
			}
		}
		for _, place := range places {
			_, _, body := c.call(t, "GET", place)
			for _, l := range letters {
				if !slices.Contains(l.named, c.login) && (strings.Contains(body, l.summary) || strings.Contains(body, l.id)) || strings.Contains(body, "Người Gửi Mẫu") {
					t.Errorf("%s reads of %q at %s", c.login, l.summary, place)
				}
			}
			if c.login != "kt.chunhiem" && c.login != "ldld" && strings.Contains(body, "Đơn số") {
				t.Errorf("%s sees a private task at %s", c.login, place)
			}
		}
	}
}

// outliveABackup restores the cast under the same key, and finds every seal whole; under
// another key nothing opens, and verify says so.
func outliveABackup(t *testing.T, a *App) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sao-luu.tar")
	err := a.Backup(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	key, err := a.cfg.siteKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		secret string
		bad    int
	}{{hex.EncodeToString(key), 0}, {strings.Repeat("ab", 32), 6}} {
		dir := t.TempDir()
		cfg := a.cfg
		cfg.DB, cfg.Data, cfg.Files, cfg.Secret = "sqlite:"+filepath.Join(dir, "doanket.db"), dir, "disk:"+filepath.Join(dir, "files"), x.secret
		b, err := Open(t.Context(), cfg, WithClock(a.clock), WithLog(a.log))
		if err != nil {
			t.Fatal(err)
		}
		err = b.Restore(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		bad, err := b.complaints.Verify(t.Context())
		if err != nil || len(bad) != x.bad {
			t.Errorf("restored: %v %v", bad, err)
		}
		if x.bad == 0 {
			p, err := b.complaints.List(t.Context(), a.as(t, "kt.chunhiem"), complaints.Filter{})
			if err != nil || len(p.Complaints) != 6 {
				t.Errorf("after the restore the lead sees %d letters: %v", len(p.Complaints), err)
			}
		}
		err = b.Close()
		if err != nil {
			t.Error(err)
		}
	}
}
