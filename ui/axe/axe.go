// SPDX-License-Identifier: Apache-2.0

// Package axe lets Chromium look at pages in light and dark, on a desk and on a phone: axe-core must
// find nothing (WCAG 2.2 AA), nothing may run out of the page sideways, and the browser may not
// complain, for instance that the content security policy was broken. Only tests import it.
package axe

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// View is how a page is looked at.
type View struct {
	Name   string
	Width  int64
	Height int64
	Dark   bool
	Deep   bool // menus and dialogs are opened too
}

// Views are the four that every page has to pass.
var Views = []View{
	{"light-1280", 1280, 860, false, true},
	{"dark-1280", 1280, 860, true, false},
	{"light-360", 360, 740, false, true},
	{"dark-360", 360, 740, true, true},
}

// Page is an address with the name its pictures get.
type Page struct{ Name, URL string }

// Browser is one Chromium with one tab.
type Browser struct {
	ctx     context.Context
	axe     string
	mu      sync.Mutex
	grumble []string
}

// Start opens Chromium for a test; it is closed with the test. A machine without Chromium or
// without node_modules fails the test and says what to install.
func Start(t testing.TB) *Browser {
	t.Helper()
	bin := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			bin = p
			break
		}
	}
	if bin == "" {
		t.Fatal("axe: chromium is not installed: apt-get install chromium")
	}
	source, err := os.ReadFile(filepath.Join(root(t), "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatalf("axe: run npm ci --ignore-scripts: %v", err)
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(bin), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("disable-dev-shm-usage", true),
		// One renderer for all pages: a new one for each costs more than looking at the page.
		chromedp.Flag("disable-back-forward-cache", true), chromedp.Flag("disable-features", "SpareRendererForSitePerProcess,ProactivelySwapBrowsingInstance"),
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() { cancel(); stop() })
	b := &Browser{ctx: ctx, axe: string(source)}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatalf("axe: chromium does not start: %v", err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return b
}

// Context drives the tab of the browser with chromedp's own actions, for journeys.
func (b *Browser) Context() context.Context { return b.ctx }

func root(t testing.TB) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("axe: no go.mod above the test")
		}
	}
}

func (b *Browser) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			b.grumble = append(b.grumble, "browser: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		b.grumble = append(b.grumble, "script: "+thrown(e.ExceptionDetails))
	}
}

func timeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, d)
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func clearCookies(ctx context.Context, _ *chromedp.Target) error {
	_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
	return err
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

func (b *Browser) grumbled() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.grumble
	b.grumble = nil
	return g
}

// Look opens a page once and looks at it in every view. It returns what is wrong, one line each.
// Pictures of the whole page go to shots/<name>-<view>.png when shots is not empty.
func (b *Browser) Look(p Page, views []View, shots string) ([]string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 60*time.Second)
	defer cancel()
	b.grumbled()
	if err := emulate(ctx, views[0]); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(p.URL)); err != nil {
		return nil, fmt.Errorf("axe: %s: %w", p.URL, err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](b.axe+"; true")); err != nil {
		return nil, fmt.Errorf("axe: %s: %w", p.URL, err)
	}
	var wrong []string
	light := map[int64]bool{}
	for _, v := range views {
		// The dark page is the light page in other colours: what was looked at in light is asked for these only.
		found, err := b.view(ctx, p, v, v.Dark && light[v.Width], shots)
		light[v.Width] = true
		if err != nil {
			return nil, fmt.Errorf("axe: %s %s: %w", p.URL, v.Name, err)
		}
		for _, f := range found {
			wrong = append(wrong, p.Name+" "+v.Name+": "+f)
		}
	}
	for _, g := range b.grumbled() {
		if !strings.Contains(g, "status of 4") { // the answer 422 or 404 is what a sample page may be about
			wrong = append(wrong, p.Name+": "+g)
		}
	}
	return wrong, nil
}

func emulate(ctx context.Context, v View) error {
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	if err != nil {
		return err
	}
	_, err = chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: v.Width, Height: v.Height, DeviceScaleFactor: 1, Mobile: v.Width < 600,
	})
	return err
}

// settle waits for the fonts and for the layout of the new size.
const settle = `document.fonts.ready.then(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => r(true)))))`

// run asks for every rule of WCAG 2.2 AA and for the good practices, and says where each fault
// stands. In a deep look menus and dialogs are opened too, since a reader will open them. What depends on
// colours is all that is asked for when colours is true. The frame round the page, the same byte for byte
// on every page of a catalogue, is looked at once in each view.
const run = `(async (view, deep, colours) => {
  const told = (found, where) => found.violations.flatMap((v) => v.nodes.map((n) => v.id + " (" + v.help + ") at " + where + n.target.join(" ") + ": " + (n.any.concat(n.all, n.none)[0] || {}).message));
  const over = document.scrollingElement.scrollWidth - window.innerWidth;
  const lines = [];
  if (over > 0) {
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 3).map((e) => e.tagName.toLowerCase() + "." + e.getAttribute("class"));
    lines.push("runs " + over + " px out of the page: " + wide.join(", "));
  }
  for (const e of document.querySelectorAll("[style]")) lines.push("has a style attribute: " + e.outerHTML.slice(0, 80));
  const frame = [...document.querySelectorAll("header.top, nav.rail, nav.thumbs, #moi-phong, #phim-tat")].filter((e) => !e.closest("main"));
  const looked = view + frame.map((e) => e.outerHTML).join("").replace(/ (value|data-open)="[^"]*"/g, "");
  const seen = sessionStorage.getItem(looked) === "1";
  const inside = (e) => !seen || !frame.some((f) => f.contains(e) || e.contains(f));
  const closed = [...document.querySelectorAll("details:not([open])")].filter(inside);
  const page = seen ? { include: [document], exclude: frame } : document;
  const options = { resultTypes: ["violations"] };
  if (colours) options.runOnly = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
  lines.push(...told(await axe.run(page, options), ""));
  if (deep && closed.length) {
    for (const d of closed) d.open = true;
    lines.push(...told(await axe.run({ include: closed }, options), "opened "));
    for (const d of closed) d.open = false;
  }
  if (deep) for (const d of [...document.querySelectorAll("dialog")].filter(inside)) {
    d.showModal();
    lines.push(...told(await axe.run(d, options), "dialog "));
    d.close();
  }
  if (!lines.length) sessionStorage.setItem(looked, "1");
  return JSON.stringify([...new Set(lines)]);
})`

func (b *Browser) view(ctx context.Context, p Page, v View, colours bool, shots string) ([]string, error) {
	if err := emulate(ctx, v); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](settle, chromedp.EvalAwaitPromise)); err != nil {
		return nil, err
	}
	if shots != "" {
		png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(shots, 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(shots, p.Name+"-"+v.Name+".png"), png, 0o644); err != nil {
			return nil, err
		}
	}
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[string](run+"("+strconv.Quote(v.Name)+", "+strconv.FormatBool(v.Deep)+", "+strconv.FormatBool(colours)+")", chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	var lines []string
	if err := json.Unmarshal([]byte(raw), &lines); err != nil {
		return nil, err
	}
	return lines, nil
}

// Check opens a browser and looks at all pages. The environment variable SHOTS names a folder for the pictures.
func Check(t testing.TB, pages []Page) {
	t.Helper()
	Start(t).Check(t, pages)
}

// Check looks at all pages in all four views and fails the test with everything that is wrong.
func (b *Browser) Check(t testing.TB, pages []Page) {
	t.Helper()
	for _, p := range pages {
		wrong, err := b.Look(p, Views, os.Getenv("SHOTS"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, w := range wrong {
			t.Error(w)
		}
	}
}
