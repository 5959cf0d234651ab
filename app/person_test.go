package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"doanket/ui/axe"
)

// person sits at a browser and knows nothing but the words on the page: buttons, labels and
// choices are found by what they say, as a reader finds them.
type person struct {
	t     *testing.T
	b     *axe.Browser
	base  string
	shots string // folder of the pictures, "" for none (environment variable SHOTS)
	n     int
	name  string // of the journey
}

func newPerson(t *testing.T, b *axe.Browser, base, name string) *person {
	p := &person{t: t, b: b, base: base, name: name}
	if dir := os.Getenv("SHOTS"); dir != "" {
		p.shots = filepath.Join(dir, name)
	}
	return p
}

const inPage = `(() => {
  const flat = (s) => (s || "").replace(/\s+/g, " ").trim();
  const shown = (e) => e.getClientRects().length > 0 && e.checkVisibility(); // what a closed <details> holds has a place, and is not seen
  const own = (e) => { const c = e.cloneNode(true); c.querySelectorAll(".optional, .hint, .why, .quiet, svg").forEach((x) => x.remove()); return flat(c.textContent); };
  const mark = (e) => { if (!e) return ""; document.querySelectorAll("[data-j]").forEach((x) => x.removeAttribute("data-j")); e.setAttribute("data-j", "1"); e.scrollIntoView({ block: "center", behavior: "instant" }); return "yes"; };
  const pressable = (w) => ["main button", "main a", "button, a"].flatMap((css) => [...document.querySelectorAll(css)]).filter((e) => shown(e) && (own(e) === w || e.getAttribute("aria-label") === w));
  const label = (w) => [...document.querySelectorAll("label[for]")].find((e) => own(e) === w);
  const choice = (group, w) => [...document.querySelectorAll("label.choice")].find((e) => own(e).startsWith(w) && (!group || own(e.closest("fieldset").querySelector("legend")) === group));
  return %s;
})()`

// ask evaluates in the page until the answer is not empty, for at most ten seconds; pages that are
// just being left answer nothing.
func (p *person) ask(expression string) string {
	ctx, cancel := context.WithTimeout(p.b.Context(), 10*time.Second)
	defer cancel()
	for {
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(inPage, expression)))
		if err == nil && got != "" {
			return got
		}
		if ctx.Err() != nil {
			return ""
		}
		time.Sleep(30 * time.Millisecond)
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// lost ends the journey with what stands on the page.
func (p *person) lost(format string, args ...any) {
	p.t.Helper()
	p.picture("lost")
	text := p.ask(`location.href + "\n" + flat((document.querySelector("main") || document.body).innerText).slice(0, 3000) || "-"`)
	p.t.Fatalf("%s\non %s", fmt.Sprintf(format, args...), text)
}

// signIn enters as somebody of the cast; "" leaves.
func (p *person) signIn(login string) {
	p.t.Helper()
	p.b.Forget(p.t)
	if login == "" {
		return
	}
	p.open("/dang-nhap")
	p.fill("Tên đăng nhập hoặc thư điện tử", login)
	p.fill("Mật khẩu", DemoPassword)
	p.press("Đăng nhập")
	if strings.Contains(p.where(), "dang-nhap") {
		p.lost("%s cannot sign in", login)
	}
}

func (p *person) open(path string) {
	p.t.Helper()
	p.b.Go(p.t, p.base+path)
}

func (p *person) where() string { return strings.TrimPrefix(p.b.Where(p.t), p.base) }

// press presses the button or link with these words and waits for the next page.
func (p *person) press(words string) {
	p.t.Helper()
	if p.ask(`(window.leaving = true) && mark(pressable(`+quoted(words)+`)[0])`) == "" {
		p.lost("nothing says %q", words)
	}
	p.b.Click(p.t, `[data-j]`)
	if p.ask(`!window.leaving && document.readyState === "complete" ? "yes" : ""`) == "" {
		p.lost("%q leads nowhere", words)
	}
	p.refused(words)
}

// follow presses the link in which these words stand.
func (p *person) follow(words string) {
	p.t.Helper()
	if p.ask(`(window.leaving = true) && mark([...document.querySelectorAll("main a")].find((e) => flat(e.textContent).includes(`+quoted(words)+`)))`) == "" {
		p.lost("no link says %q", words)
	}
	p.b.Click(p.t, `[data-j]`)
	if p.ask(`!window.leaving && document.readyState === "complete" ? "yes" : ""`) == "" {
		p.lost("%s leads nowhere", words)
	}
}

// refused ends the journey when the page has come back with its form and a refusal.
func (p *person) refused(words string) {
	p.t.Helper()
	if p.ask(`[...document.querySelectorAll("[role=alert], .field.bad")].some(shown) ? "yes" : "no"`) == "yes" {
		p.lost("%q is refused", words)
	}
}

// fill types into the field of this label.
func (p *person) fill(label, text string) {
	p.t.Helper()
	if p.ask(`mark(document.getElementById((label(`+quoted(label)+`) || {}).htmlFor))`) == "" {
		p.lost("no field is labelled %q", label)
	}
	if p.ask(`(document.querySelector("[data-j]").value = "") || "yes"`) == "" {
		p.lost("the field %q cannot be emptied", label)
	}
	p.b.Keys(p.t, `[data-j]`, text)
}

// upload puts a file into the field of this label.
func (p *person) upload(label, file string) {
	p.t.Helper()
	if p.ask(`mark(document.getElementById((label(`+quoted(label)+`) || {}).htmlFor))`) == "" {
		p.lost("no field is labelled %q", label)
	}
	p.b.Upload(p.t, `[data-j]`, file)
}

// choose sets the select of this label to the option with these words.
func (p *person) choose(label, option string) {
	p.t.Helper()
	value := p.ask(`(() => { const e = document.getElementById((label(` + quoted(label) + `) || {}).htmlFor); const o = e && e.options && [...e.options].find((o) => flat(o.textContent).includes(` + quoted(option) + `)); return o ? mark(e) && "=" + o.value : ""; })()`)
	if value == "" {
		p.lost("the list %q has no %q", label, option)
	}
	p.b.Choose(p.t, `[data-j]`, strings.TrimPrefix(value, "="))
}

// tick presses a choice, in the group of this legend when one is given.
func (p *person) tick(group, words string) {
	p.t.Helper()
	if p.ask(`mark(choice(`+quoted(group)+`, `+quoted(words)+`))`) == "" {
		p.lost("no choice %q in %q", words, group)
	}
	p.b.Click(p.t, `[data-j]`)
}

// has tells whether the page says this now.
func (p *person) has(text string) bool {
	return p.ask(`flat(document.body.innerText).toLowerCase().includes(`+quoted(strings.ToLower(text))+`) ? "yes" : "no"`) == "yes"
}

// reads makes sure that the page says all of this.
func (p *person) reads(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !p.has(text) {
			p.lost("the page does not say %q", text)
		}
	}
}

// fact is what stands behind a term.
func (p *person) fact(term string) string {
	p.t.Helper()
	got := p.ask(`flat(([...document.querySelectorAll("dt")].find((e) => flat(e.textContent) === ` + quoted(term) + `) || {nextElementSibling: {}}).nextElementSibling.textContent)`)
	if got == "" {
		p.lost("the page has no %q", term)
	}
	return got
}

// readme are the pictures of the README, by the page of a journey that shows it best.
var readme = map[string]string{"1280 queue": "queue", "1280 forwarded": "dossier", "1280 board": "board", "360 own": "phone"}

// picture keeps the whole page for somebody to look at; PICTURES=folder keeps those of the README, as a screen shows them.
func (p *person) picture(name string) {
	if to, dir := readme[p.name+" "+name], os.Getenv("PICTURES"); to != "" && dir != "" {
		p.b.Shot(p.t, filepath.Join(dir, to+".png"), false)
	}
	if p.shots != "" {
		p.n++
		p.b.Shot(p.t, filepath.Join(p.shots, strconv.Itoa(100 + p.n)[1:]+"-"+name+".png"), true)
	}
}
