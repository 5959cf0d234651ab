package axe

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"doanket/ui"
)

// desk is a small server of forms, so that the script can be seen at work.
type desk struct {
	*httptest.Server
	drafts, scans, files, shown atomic.Int64
	sentDraft                   atomic.Value
}

const formPage = `<!doctype html><html lang="vi"><head><title>t</title><link rel="stylesheet" href="%s"><script src="%s" defer></script></head>
<body data-word-saved="Đã lưu nháp lúc" data-word-unsaved="chưa lưu"><main id="main"><h1>%s</h1>%s</main></body></html>`

func newDesk(t *testing.T) *desk {
	d := &desk{}
	page := func(w http.ResponseWriter, title, body string) {
		w.Header().Set("Content-Security-Policy", strict)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, formPage, ui.Asset("app.css"), ui.Asset("app.js"), title, body)
	}
	mux := http.NewServeMux()
	mux.Handle(ui.AssetsPath, ui.AssetHandler())
	catalogue := ui.Catalogue(ui.Samples(), ui.SampleFrame)
	mux.Handle(ui.CataloguePath+"/", catalogue)
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, _ *http.Request) {
		page(w, "form", `<form method="post" action="/send" data-draft="/draft" data-guard><input id="a" name="a" data-money><input id="d" name="d" data-date>
<input id="s" name="s" data-scan="read"><button name="read" value="1">đọc</button>
<label><input type="radio" name="k" value="x" id="x">x</label><div data-when="k=x"><input id="w" name="w"></div>
<button id="go">gửi</button><span data-saved></span></form>`)
	})
	mux.HandleFunc("POST /draft", func(w http.ResponseWriter, r *http.Request) {
		d.drafts.Add(1)
		d.sentDraft.Store(r.FormValue("a"))
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /send", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("read") == "1" {
			d.scans.Add(1)
		}
		http.Redirect(w, r, "/done", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, _ *http.Request) { page(w, "done", "") })
	mux.HandleFunc("GET /files", func(w http.ResponseWriter, _ *http.Request) {
		page(w, "files", `<form method="post" action="/files" enctype="multipart/form-data" data-upload><div><input type="file" id="f" name="f"><progress class="upload" max="100" value="0" hidden></progress></div><button id="go">gửi</button></form>`)
	})
	mux.HandleFunc("POST /files", func(w http.ResponseWriter, r *http.Request) {
		f, _, err := r.FormFile("f")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		n, _ := io.Copy(io.Discard, f)
		d.files.Store(n)
		if n < 10 {
			w.WriteHeader(http.StatusUnprocessableEntity)
			page(w, "too small", `<p id="why">Tệp trống</p>`)
			return
		}
		http.Redirect(w, r, "/done", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /list", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("trang") == "3" {
			http.Redirect(w, r, "/done", http.StatusSeeOther)
			return
		}
		n := 1 + len(r.FormValue("trang"))
		w.Header().Set("Content-Security-Policy", strict)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="vi"><head><meta name="htmx-config" content='{"includeIndicatorCSS":false,"history":"reload"}'><title>Trang %d</title><script src="%s" defer></script></head>
<body><p id="kept">%d</p><main id="main" tabindex="-1"><h1>%d</h1><nav class="pager"><a rel="next" href="/list?trang=2">sau</a><a rel="last" href="/list?trang=3">cuối</a></nav></main></body></html>`, n, ui.Asset("app.js"), d.shown.Add(1), n)
	})
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) {
		d.shown.Add(1)
		w.Header().Set("Content-Security-Policy", strict)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="vi"><head><title>t</title><script src="%s" defer></script></head><body><main><h1>x</h1><p id="n" data-live>%d</p></main></body></html>`, ui.Asset("app.js"), d.shown.Load())
	})
	mux.HandleFunc("GET /truc-tiep", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "event: changed\ndata: 1\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	d.Server = httptest.NewServer(mux)
	t.Cleanup(func() { d.CloseClientConnections(); d.Close() })
	return d
}

func sampleAddress(t *testing.T, base, name string) string {
	t.Helper()
	for i, s := range ui.Samples() {
		if s.Name() == name {
			return fmt.Sprintf("%s%s/%d", base, ui.CataloguePath, i)
		}
	}
	t.Fatalf("no sample %s", name)
	return ""
}

func TestADraftIsKeptAFewSecondsAfterTyping(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, d.URL+"/form")
	b.Type(t, "#a", "1500000")
	b.Until(t, `document.querySelector("[data-saved]").textContent.startsWith("Đã lưu nháp lúc ")`)
	if got := d.sentDraft.Load(); got != "1500000" || d.drafts.Load() != 1 {
		t.Errorf("the draft says %v after %d posts, want 1500000 after one", got, d.drafts.Load())
	}
}

func TestDatesAndAmountsAreWrittenAsTheyAreRead(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, d.URL+"/form")
	b.Type(t, "#a", "1500000")
	b.Type(t, "#d", "31122026")
	b.Press(t, kb.Tab)
	b.Until(t, `document.querySelector("#a").value === "1.500.000" && document.querySelector("#d").value === "31/12/2026"`)
}

func TestTheReaderOfCardsPressesTheRightButton(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, d.URL+"/form")
	b.Type(t, "#s", "000000000000||NGUYEN VAN MAU\r")
	b.Until(t, `location.pathname === "/done"`)
	if d.scans.Load() != 1 {
		t.Errorf("the card was read %d times, want once", d.scans.Load())
	}
}

func TestAFieldThatDependsIsHiddenUntilItApplies(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, d.URL+"/form")
	b.Until(t, `document.querySelector("[data-when]").hidden && document.querySelector("#w").disabled`)
	b.Click(t, "#x")
	b.Until(t, `!document.querySelector("[data-when]").hidden && !document.querySelector("#w").disabled`)
}

func TestAnUploadGoesToTheAnswerOfTheServer(t *testing.T) {
	d, b := newDesk(t), Start(t)
	dir := t.TempDir()
	large, small := filepath.Join(dir, "large.pdf"), filepath.Join(dir, "small.pdf")
	for file, n := range map[string]int{large: 3 << 20, small: 1} {
		if err := os.WriteFile(file, []byte(strings.Repeat("x", n)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.Go(t, d.URL+"/files")
	b.Upload(t, "#f", small)
	b.Click(t, "#go")
	if got := b.See(t, "#why"); got != "Tệp trống" {
		t.Errorf("the refusal says %q", got)
	}
	b.Go(t, d.URL+"/files")
	b.Upload(t, "#f", large)
	b.Click(t, "#go")
	b.Until(t, `location.pathname === "/done"`)
	if d.files.Load() != 3<<20 {
		t.Errorf("%d bytes arrived, want %d", d.files.Load(), 3<<20)
	}
}

func TestTheKeyboardReachesSearchRowsAndHelp(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, sampleAddress(t, d.URL, "ui_list_full"))
	b.Press(t, "j")
	b.Press(t, "j")
	b.Until(t, `document.activeElement.textContent === "H49.31.06-261120-0021"`)
	b.Press(t, "k")
	b.Until(t, `document.activeElement.textContent === "H49.31.06-261118-0007"`)
	b.Press(t, "/")
	b.Until(t, `document.activeElement.id === "q"`)
	b.True(t, `document.activeElement.blur() || true`)
	b.Press(t, "?")
	b.Until(t, `document.querySelector("#phim-tat").open`)
	b.Press(t, kb.Escape)
	b.Until(t, `!document.querySelector("#phim-tat").open`)
}

func TestDialogsAndMenusOpenAlsoWithoutScript(t *testing.T) {
	d, b := newDesk(t), Start(t)
	for _, script := range []bool{true, false} {
		b.Script(t, script)
		b.Go(t, sampleAddress(t, d.URL, "ui_detail_running"))
		b.Click(t, `a[href="#bo-sung"]`)
		if got := b.See(t, "#bo-sung h2"); got != "Yêu cầu bổ sung" {
			t.Errorf("script %v: the dialog is called %q", script, got)
		}
		b.Click(t, "#bo-sung [data-dialog-close]")
		b.Until(t, `getComputedStyle(document.querySelector("#bo-sung")).display === "none"`)
		b.Click(t, ".menu summary")
		b.See(t, ".menu-body form[action='/dang-xuat'] button")
	}
}

func TestAPartOfThePageAsksAgainWhenSomethingChanged(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, d.URL+"/live")
	b.Until(t, `document.querySelector("#n").textContent === "2"`)
}

func TestTurningAPageOfAListChangesOnlyTheListAndBackGoesBack(t *testing.T) {
	d, b := newDesk(t), Start(t)
	b.Go(t, d.URL+"/list")
	b.Click(t, "a[rel=next]")
	b.Until(t, `document.querySelector("h1").textContent === "2" && document.title === "Trang 2" && location.search === "?trang=2"`)
	if got := b.See(t, "#kept"); got != "1" {
		t.Errorf("the rest of the page was loaded again: %s", got)
	}
	b.Until(t, `document.activeElement.id === "main"`)
	b.True(t, `history.back() || true`)
	b.Until(t, `document.querySelector("h1").textContent === "1" && location.search === ""`)
	b.Click(t, "a[rel=last]")
	b.Until(t, `location.pathname === "/done" && document.querySelector("h1").textContent === "done"`)
}
