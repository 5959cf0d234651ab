package app

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doanket/ui/axe"
)

// inViews walks a journey on a phone; VIEWS=all also at a desk's screen, and there with the scripts switched
// off. Each has a site of its own, which takes its time; the journeys of a
// dossier and of a membership go through all three every time.
func inViews(t *testing.T, name string, walk func(t *testing.T, p func(a *App) *person)) {
	for i, v := range []struct {
		name   string
		view   axe.View
		script bool
	}{{"360", axe.Views[2], true}, {"1280", axe.Views[0], true}, {"no-script", axe.Views[0], false}} {
		if i > 0 && os.Getenv("VIEWS") != "all" {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			walk(t, func(a *App) *person {
				a.serveUntilDone(t)
				b := axe.Start(t)
				b.As(t, v.view)
				b.Script(t, v.script)
				return newPerson(t, b, a.URL(), name+"-"+v.name)
			})
		})
	}
}

// agree presses what asks back, and says yes; without scripts nothing asks.
func (p *person) agree(words, question string) {
	p.t.Helper()
	asked := p.ask(`(() => { window.confirm = () => true; const e = pressable(` + quoted(words) + `)[0]; return e && e.closest("form") ? e.closest("form").dataset.question || "nothing" : ""; })()`)
	if asked != question {
		p.lost("%q asks %q, not %q", words, asked, question)
	}
	p.press(words)
}

// comes opens a page again until it says this: some work is done beside the pages.
func (p *person) comes(text string) {
	p.t.Helper()
	for range 40 {
		if p.has(text) {
			return
		}
		time.Sleep(250 * time.Millisecond)
		p.open(p.where())
	}
	p.lost("the page never says %q", text)
}

// stands makes sure that a list is set to this option; a list says its choice, not what else it offers.
func (p *person) stands(label, option string) {
	p.t.Helper()
	got := p.ask(`(() => { const e = document.getElementById((label(` + quoted(label) + `) || {}).htmlFor) || document.querySelector("select[aria-label=" + JSON.stringify(` + quoted(label) + `) + "]"); return e ? flat(e.selectedOptions[0].textContent) : ""; })()`)
	if got != option {
		p.lost("%q stands at %q, not at %q", label, got, option)
	}
}

// download gets the file behind the link in which these words stand, as whoever is signed in.
func (p *person) download(words string) []byte {
	p.t.Helper()
	text := p.ask(`(() => {
    const a = [...document.querySelectorAll("main a")].filter(shown).find((e) => flat(e.textContent).includes(` + quoted(words) + `));
    if (!a) return "";
    const x = new XMLHttpRequest();
    x.open("GET", a.href, false);
    x.overrideMimeType("text/plain; charset=x-user-defined");
    x.send();
    return x.status + " " + btoa([...x.responseText].map((c) => String.fromCharCode(c.charCodeAt(0) & 255)).join(""));
  })()`)
	body, ok := strings.CutPrefix(text, "200 ")
	file, err := base64.StdEncoding.DecodeString(body)
	if !ok || err != nil {
		p.lost("%q gives no file: %.200s", words, text)
	}
	return file
}

// scans reads the QR code on the page as a telephone does, and gives the way it leads on this site.
func (p *person) scans() string {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), "seen.png")
	p.b.Shot(p.t, file, true)
	return p.scanned(file)
}

// scansPaper reads the first QR code of a file for the printer.
func (p *person) scansPaper(pdf []byte) string {
	p.t.Helper()
	dir := p.t.TempDir()
	file := filepath.Join(dir, "in.pdf")
	err := os.WriteFile(file, pdf, 0o600)
	if err == nil {
		_, err = runs("pdftoppm", "-r", "300", "-png", file, filepath.Join(dir, "page"))
	}
	if err != nil {
		p.t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil {
		p.t.Fatal(err)
	}
	return p.scanned(pages...)
}

func (p *person) scanned(pictures ...string) string {
	p.t.Helper()
	out, err := runs("zbarimg", append([]string{"-q", "--raw"}, pictures...)...)
	codes := strings.Fields(out)
	if len(codes) == 0 { // it complains of the sides without a code, too
		p.t.Fatalf("no code to scan: %v", err)
	}
	path, ok := strings.CutPrefix(codes[0], p.base)
	if !ok {
		p.t.Fatalf("the code leads to %s", codes[0])
	}
	return path
}

func runs(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).Output()
	return string(out), err
}

// needs skips a journey on a machine without the tools that it holds in its hand.
func needs(t *testing.T, tools ...string) {
	for _, name := range tools {
		_, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
}

// counts makes sure of the figure of a counter.
func (p *person) counts(label, figure string) {
	p.t.Helper()
	got := p.ask(`flat(([...document.querySelectorAll(".counter")].find((e) => flat(e.querySelector("span").textContent) === ` + quoted(label) + `) || document.createElement("b")).querySelector("b")?.textContent || "")`)
	if got != figure {
		p.lost("%q counts %q, not %q", label, got, figure)
	}
}
