package axe

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The verbs below drive the tab for journeys. Each fails the test at once when it does not succeed
// in ten seconds, so that a journey reads as what a person does.

func (b *Browser) do(t testing.TB, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := timeout(b.ctx, 10*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		where, _ := chromedp.Run(b.ctx, chromedp.Location())
		t.Fatalf("%s on %s: %v", what, where, err)
	}
}

// As looks at pages in this view from now on.
func (b *Browser) As(t testing.TB, v View) {
	t.Helper()
	if err := emulate(b.ctx, v); err != nil {
		t.Fatal(err)
	}
}

// Script switches the scripts of pages on or off.
func (b *Browser) Script(t testing.TB, on bool) {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		t.Fatal(err)
	}
}

// Cookie gives the tab a cookie, for instance that of a session.
func (b *Browser) Cookie(t testing.TB, url, name, value string) {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{URL: url, Name: name, Value: value}); err != nil {
		t.Fatal(err)
	}
}

// Forget drops all cookies: nobody is signed in.
func (b *Browser) Forget(t testing.TB) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Func(clearCookies)); err != nil {
		t.Fatal(err)
	}
}

// Go opens an address.
func (b *Browser) Go(t testing.TB, url string) {
	t.Helper()
	b.do(t, "open "+url, chromedp.Navigate(url))
}

// Click presses what a CSS selector finds first.
func (b *Browser) Click(t testing.TB, css string) {
	t.Helper()
	b.do(t, "click "+css, chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible))
}

// Type puts text into a field in place of what stands there.
func (b *Browser) Type(t testing.TB, css, text string) {
	t.Helper()
	b.do(t, "type into "+css, chromedp.Clear(chromedp.CSS(css)), chromedp.SendKeys(chromedp.CSS(css), text))
}

// Keys types into what a CSS selector finds, after what stands there.
func (b *Browser) Keys(t testing.TB, css, text string) {
	t.Helper()
	b.do(t, "keys into "+css, chromedp.SendKeys(chromedp.CSS(css), text))
}

// Choose sets the value of a select.
func (b *Browser) Choose(t testing.TB, css, value string) {
	t.Helper()
	b.do(t, "choose in "+css, chromedp.SetValue(chromedp.CSS(css), value))
}

// Press presses keys on the page, as a person at the keyboard does.
func (b *Browser) Press(t testing.TB, keys string) {
	t.Helper()
	b.do(t, "press "+strconv.Quote(keys), chromedp.KeyEvent(keys))
}

// Upload puts files into a file field.
func (b *Browser) Upload(t testing.TB, css string, files ...string) {
	t.Helper()
	b.do(t, "files into "+css, chromedp.SetUploadFiles(chromedp.CSS(css), files))
}

// See waits until what a CSS selector finds is visible, and is its text.
func (b *Browser) See(t testing.TB, css string) string {
	t.Helper()
	b.do(t, "see "+css, chromedp.WaitVisible(chromedp.CSS(css)))
	ctx, cancel := timeout(b.ctx, 10*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.TextContent(chromedp.CSS(css)))
	if err != nil {
		t.Fatalf("read %s: %v", css, err)
	}
	return text
}

// Where is the address of the tab.
func (b *Browser) Where(t testing.TB) string {
	t.Helper()
	url, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// True asks the page; it works also where the scripts of the page are off.
func (b *Browser) True(t testing.TB, expression string) bool {
	t.Helper()
	ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return ok
}

// Until waits until the page says yes.
func (b *Browser) Until(t testing.TB, expression string) {
	t.Helper()
	ctx, cancel := timeout(b.ctx, 10*time.Second)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		if err == nil && ok {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("never true: %s (%v)", expression, err)
		}
		wait(ctx, 50*time.Millisecond)
	}
}

// Shot takes a picture of what is seen, or of the whole page.
func (b *Browser) Shot(t testing.TB, file string, whole bool) {
	t.Helper()
	action := chromedp.CaptureScreenshot()
	if whole {
		action = chromedp.FullScreenshot(100)
	}
	ctx, cancel := timeout(b.ctx, 20*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}
