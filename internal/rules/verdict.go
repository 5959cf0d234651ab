package rules

import (
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// Verdict is the answer to a condition.
type Verdict string

// The three answers.
const (
	Yes     Verdict = "yes"
	No      Verdict = "no"
	Unknown Verdict = "unknown"
)

// Line is one part of an explanation: what was asked, what was seen, and what followed.
type Line struct {
	Text    string  `json:"t"`
	Verdict Verdict `json:"v"`
}

// Finding is a verdict with the lines that lead to it.
type Finding struct {
	Verdict Verdict
	Lines   []Line
}

// Said is the finding in one line of text, as lists and papers show it.
func (f Finding) Said() string {
	parts := make([]string, len(f.Lines))
	for i, l := range f.Lines {
		parts[i] = l.Text
	}
	return strings.Join(parts, "; ")
}

// Test asks the condition of a record.
func (c *Condition) Test(values Values) Finding {
	g := c.v.given(values)
	var f Finding
	f.Verdict = c.root.ask(g, &f.Lines, false)
	return f
}

// Amount is a formula's answer. Known is false when something it needs is not known; then N is 0.
type Amount struct {
	N     int64
	Known bool
	Lines []Line
}

// Count works the formula out for a record.
func (f *Formula) Count(values Values) Amount {
	g := f.v.given(values)
	var a Amount
	a.N, a.Known = f.root.count(g, &a.Lines)
	if !a.Known {
		a.N = 0
	}
	return a
}

type node interface {
	// ask gives the verdict and adds its lines; turned tells that a "not" stands before it.
	ask(g given, lines *[]Line, turned bool) Verdict
}

type both [2]node

func (b both) ask(g given, lines *[]Line, turned bool) Verdict {
	left := b[0].ask(g, lines, turned)
	right := b[1].ask(g, lines, turned)
	switch {
	case left == No || right == No:
		return No
	case left == Unknown || right == Unknown:
		return Unknown
	}
	return Yes
}

type either [2]node

func (e either) ask(g given, lines *[]Line, turned bool) Verdict {
	left := e[0].ask(g, lines, turned)
	right := e[1].ask(g, lines, turned)
	switch {
	case left == Yes || right == Yes:
		return Yes
	case left == Unknown || right == Unknown:
		return Unknown
	}
	return No
}

type not [1]node

func (n not) ask(g given, lines *[]Line, turned bool) Verdict {
	return n[0].ask(g, lines, !turned).turned()
}

func (v Verdict) turned() Verdict {
	switch v {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

type leaf struct {
	v       *Vocabulary
	program *vm.Program
	names   []string
	tree    ast.Node
}

func (l *leaf) ask(g given, lines *[]Line, turned bool) Verdict {
	v := l.verdict(g)
	shown := v
	if turned {
		shown = v.turned()
	}
	*lines = append(*lines, Line{l.say(g, turned), shown})
	return v
}

func (l *leaf) verdict(g given) Verdict {
	for _, n := range l.names {
		if !g.known[n] {
			return Unknown
		}
	}
	out, err := vm.Run(l.program, g.env)
	if err != nil {
		return Unknown
	}
	if yes, ok := out.(bool); ok && yes {
		return Yes
	}
	return No
}

type number interface {
	count(g given, lines *[]Line) (int64, bool)
}

// choice is "điều kiện ? a : b".
type choice struct {
	when     node
	yes, not number
}

func (c *choice) count(g given, lines *[]Line) (int64, bool) {
	switch c.when.ask(g, lines, false) {
	case Yes:
		return c.yes.count(g, lines)
	case No:
		return c.not.count(g, lines)
	}
	return 0, false
}

type figure struct {
	v       *Vocabulary
	program *vm.Program
	names   []string
	text    string
}

func (f *figure) count(g given, lines *[]Line) (int64, bool) {
	for _, n := range f.names {
		if !g.known[n] {
			*lines = append(*lines, Line{f.v.byKey[n].Title + ": chưa rõ", Unknown})
			return 0, false
		}
	}
	out, err := vm.Run(f.program, g.env)
	n, ok := out.(int)
	if err != nil || !ok {
		return 0, false
	}
	for _, key := range f.names {
		*lines = append(*lines, Line{f.v.byKey[key].Title + ": " + f.v.seen(g, key), Yes})
	}
	return int64(n), true
}

// seen is the value of a name as a person reads it.
func (v *Vocabulary) seen(g given, key string) string {
	if !g.known[key] {
		return "chưa rõ"
	}
	group, word, _ := strings.Cut(key, ".")
	return v.byKey[key].say(g.env[group].(map[string]any)[word])
}
