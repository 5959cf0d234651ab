package testkit

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// HTML is a page to ask questions of.
type HTML struct {
	t    testing.TB
	root *html.Node
	text []byte
}

// Page reads a page.
func Page(t testing.TB, page []byte) HTML {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return HTML{t, root, page}
}

// Has fails when no element fits the selector with all the words in its text. Selectors are the
// common part of CSS: tag, .class, #id, [name], [name=value], [name^=value], and a blank for "inside".
func (p HTML) Has(selector string, words ...string) {
	p.t.Helper()
	if p.find(selector, words) == nil {
		p.t.Errorf("the page has no %s with %q; its %s say: %q", selector, words, selector, p.Texts(selector))
	}
}

// HasNot fails when such an element is there.
func (p HTML) HasNot(selector string, words ...string) {
	p.t.Helper()
	if n := p.find(selector, words); n != nil {
		p.t.Errorf("the page has a %s with %q: %q", selector, words, textOf(n))
	}
}

// Count is how many elements fit.
func (p HTML) Count(selector string) int { return len(p.all(selector)) }

// Texts are the texts of all elements that fit, with single blanks.
func (p HTML) Texts(selector string) []string {
	var out []string
	for _, n := range p.all(selector) {
		out = append(out, textOf(n))
	}
	return out
}

// Attr is an attribute of the first element that fits, or "".
func (p HTML) Attr(selector, name string) string {
	for _, n := range p.all(selector) {
		return attr(n, name)
	}
	return ""
}

func (p HTML) find(selector string, words []string) *html.Node {
next:
	for _, n := range p.all(selector) {
		text := textOf(n)
		for _, w := range words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		return n
	}
	return nil
}

func (p HTML) all(selector string) []*html.Node {
	steps := splitSelector(selector)
	for _, s := range steps {
		if simple.FindString(s) != s {
			p.t.Fatalf("selector %q is not understood", selector)
		}
	}
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && fits(n, steps) {
			out = append(out, n)
		}
	}
	return out
}

var (
	simple = regexp.MustCompile(`^(?:[a-z0-9*-]+)?(?:\.[\w-]+|#[\w-]+|\[[\w:-]+(?:\^?=[^\]]*)?\])*$`)
	part   = regexp.MustCompile(`^[a-z0-9*-]+|\.[\w-]+|#[\w-]+|\[[\w:-]+(?:\^?=[^\]]*)?\]`)
)

// splitSelector cuts at blanks that are not inside [ ].
func splitSelector(s string) []string {
	depth := 0
	return strings.FieldsFunc(s, func(r rune) bool {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		return r == ' ' && depth == 0
	})
}

// fits asks for the last step at the node and for the others above it, in order.
func fits(n *html.Node, steps []string) bool {
	last := len(steps) - 1
	if !fitsOne(n, steps[last]) {
		return false
	}
	i := last - 1
	for up := n.Parent; up != nil && i >= 0; up = up.Parent {
		if up.Type == html.ElementNode && fitsOne(up, steps[i]) {
			i--
		}
	}
	return i < 0
}

func fitsOne(n *html.Node, step string) bool {
	for _, p := range part.FindAllString(step, -1) {
		ok := false
		switch p[0] {
		case '.':
			ok = strings.Contains(" "+strings.Join(strings.Fields(attr(n, "class")), " ")+" ", " "+p[1:]+" ")
		case '#':
			ok = attr(n, "id") == p[1:]
		case '[':
			ok = fitsAttr(n, p[1:len(p)-1])
		default:
			ok = p == "*" || n.Data == p
		}
		if !ok {
			return false
		}
	}
	return true
}

func fitsAttr(n *html.Node, test string) bool {
	name, value, with := strings.Cut(test, "=")
	value = strings.Trim(value, `"'`)
	prefix := strings.HasSuffix(name, "^")
	name = strings.TrimSuffix(name, "^")
	for _, a := range n.Attr {
		if a.Key == name {
			return !with || prefix && strings.HasPrefix(a.Val, value) || !prefix && a.Val == value
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
