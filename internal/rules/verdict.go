package rules

import (
	"strings"

	"doanket/internal/formula"
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
	a := asking{v: c.v, values: c.v.given(values)}
	verdict := a.ask(c.root, false)
	return Finding{verdict, a.lines}
}

// Amount is a formula's answer. Known is false when something it needs is not known, or when it cannot
// be computed; then N is 0.
type Amount struct {
	N     int64
	Known bool
	Lines []Line
}

// Count works the formula out for a record.
func (f *Formula) Count(values Values) Amount {
	a := asking{v: f.v, values: f.v.given(values)}
	n, ok := a.count(f.root)
	if !ok {
		n = 0
	}
	return Amount{n, ok, a.lines}
}

// asking is one question put to one record.
type asking struct {
	v      *Vocabulary
	values formula.Values
	lines  []Line
}

// ask gives the verdict of a part and adds its lines; turned tells that a "not" stands before it.
func (a *asking) ask(p formula.Part, turned bool) Verdict {
	switch p.Op() {
	case "and", "or":
		kids := p.Kids()
		left, right := a.ask(kids[0], turned), a.ask(kids[1], turned)
		if p.Op() == "and" {
			return both(left, right)
		}
		return both(left.turned(), right.turned()).turned()
	case "not":
		if p.Kids()[0].Op() != "in" {
			return a.ask(p.Kids()[0], !turned).turned()
		}
	}
	v := a.verdict(p)
	shown := v
	if turned {
		shown = v.turned()
	}
	a.lines = append(a.lines, Line{a.say(p, turned), shown})
	return v
}

func both(a, b Verdict) Verdict {
	switch {
	case a == No || b == No:
		return No
	case a == Unknown || b == Unknown:
		return Unknown
	}
	return Yes
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

func (a *asking) known(names []string) bool {
	for _, n := range names {
		if _, ok := a.values[n]; !ok {
			return false
		}
	}
	return true
}

func (a *asking) verdict(p formula.Part) Verdict {
	if !a.known(p.Names()) {
		return Unknown
	}
	out, ok := p.Value(a.values)
	yes, isBool := out.(bool)
	switch {
	case !ok || !isBool:
		return Unknown
	case yes:
		return Yes
	}
	return No
}

// count works a number out; of "điều kiện ? a : b" only the side that holds.
func (a *asking) count(p formula.Part) (int64, bool) {
	if p.Op() == "?" {
		kids := p.Kids()
		switch a.ask(kids[0], false) {
		case Yes:
			return a.count(kids[1])
		case No:
			return a.count(kids[2])
		}
		return 0, false
	}
	names := p.Names()
	if !a.known(names) {
		for _, n := range names {
			if _, ok := a.values[n]; !ok {
				a.lines = append(a.lines, Line{a.v.byKey[n].Title + ": chưa rõ", Unknown})
			}
		}
		return 0, false
	}
	out, ok := p.Value(a.values)
	n, isNumber := out.(int64)
	for _, key := range names {
		a.lines = append(a.lines, Line{a.v.byKey[key].Title + ": " + a.seen(key), Yes})
	}
	return n, ok && isNumber
}

// seen is the value of a name as a person reads it.
func (a *asking) seen(key string) string {
	value, ok := a.values[key]
	if !ok {
		return "chưa rõ"
	}
	return a.v.byKey[key].say(value)
}
