// SPDX-License-Identifier: Apache-2.0

// Package golden renders the samples of the rooms, compares them with what was agreed, and checks
// what can be seen in the markup alone: nothing inline, nothing without a name, no id twice, no gap
// left in a sentence. Only tests import it.
package golden

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"doanket/ui"
)

// update tells whether the agreed pages are to be rewritten: GOLDEN=update in the environment, or the
// flag -update where the test has one.
func update() bool {
	f := flag.Lookup("update")
	return os.Getenv("GOLDEN") == "update" || (f != nil && f.Value.String() == "true")
}

var hash = regexp.MustCompile(`-[0-9a-f]{10}(\.\w+)`)

// Check renders every sample in Vietnamese and in English, lets Faults look at both, and compares
// the Vietnamese body with dir/<name>.html. Names must be unique.
func Check(t *testing.T, dir string, samples []ui.Sample) {
	t.Helper()
	seen := map[string]bool{}
	for _, s := range samples {
		t.Run(s.Name(), func(t *testing.T) {
			if seen[s.Name()] {
				t.Fatalf("two samples are called %s", s.Name())
			}
			seen[s.Name()] = true
			for _, lang := range []string{ui.English, ui.Vietnamese} {
				body := render(t, lang, s.Body)
				for _, f := range Faults(body) {
					t.Errorf("%s: %s", lang, f)
				}
				if lang == ui.Vietnamese {
					compare(t, filepath.Join(dir, s.Name()+".html"), body)
				}
			}
		})
	}
}

func render(t *testing.T, lang string, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ui.WithLang(context.Background(), lang), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func compare(t *testing.T, file, body string) {
	t.Helper()
	got := strings.ReplaceAll(hash.ReplaceAllString(body, "$1"), "><", ">\n<") + "\n"
	if update() {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("no agreed page: look at it in the catalogue, then run make golden: %v", err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if line(g, i) != line(w, i) {
			t.Fatalf("%s line %d differs; if that is meant, run make golden\n got %s\nwant %s", file, i+1, line(g, i), line(w, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// Faults are what is wrong with a piece of markup, one line each.
func Faults(body string) []string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	c := &checker{ids: map[string]int{}}
	c.walk(root)
	for id, n := range c.ids {
		if n > 1 {
			c.add("id %q stands %d times", id, n)
		}
	}
	for _, id := range c.wanted {
		if c.ids[id] == 0 {
			c.add("a label or a description points to %q, which is not there", id)
		}
	}
	if i := strings.Index(body, "%!"); i >= 0 {
		c.add("a gap in a sentence was not filled: %s", body[i:min(len(body), i+40)])
	}
	slices.Sort(c.faults)
	return c.faults
}

type checker struct {
	ids    map[string]int
	wanted []string
	faults []string
}

func (c *checker) add(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// named are the elements that a reader has to be able to call by a name.
var named = []string{"a", "button", "h1", "h2", "h3", "th", "label", "legend", "summary", "option"}

func (c *checker) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		c.element(n)
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.walk(k)
	}
}

func (c *checker) element(n *html.Node) {
	if n.Data == "script" || n.Data == "style" {
		c.add("<%s> stands in a page", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "style":
			c.add("<%s> has a style attribute", n.Data)
		case strings.HasPrefix(a.Key, "on"):
			c.add("<%s> has an inline script in %s", n.Data, a.Key)
		case a.Key == "id":
			c.ids[a.Val]++
		case a.Key == "for", a.Key == "aria-describedby", a.Key == "aria-labelledby":
			c.wanted = append(c.wanted, strings.Fields(a.Val)...)
		case (a.Key == "aria-label" || a.Key == "alt") && a.Val == "" && n.Data != "img":
			c.add("<%s> has an empty %s", n.Data, a.Key)
		case a.Key == "href" && n.Data == "use":
			if _, icon, ok := strings.Cut(a.Val, "#"); !ok || !slices.Contains(ui.Icons, icon) {
				c.add("the drawing %q is not in ui.Icons", icon)
			}
		case a.Key == "href" && strings.HasPrefix(a.Val, "about:invalid"):
			c.add("a link leads nowhere safe")
		}
	}
	if slices.Contains(named, n.Data) && strings.TrimSpace(text(n)) == "" && attr(n, "aria-label") == "" {
		c.add("<%s class=%q> has no words", n.Data, attr(n, "class"))
	}
	if n.Data == "form" && attr(n, "method") == "" {
		c.add("a form to %q has no method", attr(n, "action"))
	}
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	s := attr(n, "alt")
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		s += text(k)
	}
	return s
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
