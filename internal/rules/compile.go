package rules

import (
	"errors"
	"strings"

	"doanket/internal/formula"
	"doanket/kernel"
)

// Condition (điều kiện) is a question with the answer yes, no or unknown.
type Condition struct {
	text string
	v    *Vocabulary
	root formula.Part
}

// Formula (công thức) is a whole number made of a record.
type Formula struct {
	text string
	v    *Vocabulary
	root formula.Part
}

// Condition compiles a question. Every fault is told at the field: rules.empty, rules.unknown_name,
// rules.unknown_word, rules.bad_day, and rules.trouble for whatever cannot be read.
func (v *Vocabulary) Condition(field, text string) (*Condition, error) {
	p, err := v.compile(field, text, formula.Boolean)
	if err != nil {
		return nil, err
	}
	return &Condition{strings.TrimSpace(text), v, p.Whole()}, nil
}

// Formula compiles a number; it refuses as Condition does.
func (v *Vocabulary) Formula(field, text string) (*Formula, error) {
	p, err := v.compile(field, text, formula.Number)
	if err != nil {
		return nil, err
	}
	return &Formula{strings.TrimSpace(text), v, p.Whole()}, nil
}

// String is the rule as it was written.
func (c *Condition) String() string { return c.text }

// String is the formula as it was written.
func (f *Formula) String() string { return f.text }

type reader func(string, formula.Scope) (*formula.Program, error)

func (v *Vocabulary) compile(field, text string, read reader) (*formula.Program, error) {
	c := &compiler{v: v, field: field, told: map[string]bool{}}
	if strings.TrimSpace(text) == "" {
		c.fault("rules.empty", "")
		return nil, c.faults.Err("rules.faulty")
	}
	p, err := read(text, v.scope)
	if err == nil {
		c.words(p)
		return p, c.faults.Err("rules.faulty")
	}
	// The reader stops at its first trouble. Piece by piece, each has the chance to tell its own.
	pieces := split(text)
	if len(pieces) > 1 {
		for _, piece := range pieces {
			p, e := formula.Boolean(piece, v.scope)
			if e == nil {
				c.words(p)
				continue
			}
			c.trouble(piece, e)
		}
	}
	if len(c.told) == 0 {
		c.trouble("", err)
	}
	return nil, c.faults.Err("rules.faulty")
}

type compiler struct {
	v      *Vocabulary
	field  string
	faults kernel.Faults
	told   map[string]bool
}

func (c *compiler) fault(code, key string, args ...any) {
	if !c.told[code+key] {
		c.told[code+key] = true
		c.faults.Add(c.field, code, args...)
	}
}

// trouble tells what the reader said of a piece, or of the whole when piece is empty.
func (c *compiler) trouble(piece string, err error) {
	var t *formula.Trouble
	if !errors.As(err, &t) {
		return
	}
	if t.Name != "" {
		near := c.v.nearest(t.Name)
		if near == "" {
			c.fault("rules.unknown_name", t.Name, t.Name)
			return
		}
		c.fault("rules.unknown_name_near", t.Name, t.Name, near)
		return
	}
	if piece == "" {
		c.fault("rules.trouble", t.What, t.What, t.At)
		return
	}
	c.fault("rules.trouble_in", piece+t.What, short(strings.TrimSpace(piece)), t.What)
}

// words refuses a comparison with a word that the name can never be, or with a day that is none.
func (c *compiler) words(p *formula.Program) {
	for _, n := range c.v.names {
		for _, constant := range p.Names[n.Key] {
			word, ok := constant.(string)
			if !ok {
				continue
			}
			if n.Type == Day {
				_, err := kernel.ParseISODate(word)
				if err != nil {
					c.fault("rules.bad_day", word, word)
				}
			}
			if n.Type == Text && len(n.Values) > 0 && !n.knows(word) {
				c.fault("rules.unknown_word", word+n.Key, word, n.Title, n.words())
			}
		}
	}
}

func short(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func (n Name) knows(word string) bool {
	for _, v := range n.Values {
		if v.Key == word {
			return true
		}
	}
	return false
}

func (n Name) words() string {
	keys := make([]string, len(n.Values))
	for i, v := range n.Values {
		keys[i] = v.Key
	}
	return strings.Join(keys, ", ")
}

// split cuts a text at its outermost "and" and "or", and takes brackets off that enclose a whole piece:
// a rough cut, made only to tell more than one fault.
func split(text string) []string {
	text = unwrapped(strings.TrimSpace(text))
	var out []string
	depth, from := 0, 0
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case depth == 0:
			if n := joint(text, i); n > 0 {
				out = append(out, split(text[from:i])...)
				from = i + n
				i = from - 1
			}
		}
	}
	if from == 0 {
		return []string{text}
	}
	return append(out, split(text[from:])...)
}

// joint is the length of an "and" or "or" that stands at a place, 0 when there is none.
func joint(text string, at int) int {
	for _, word := range []string{"&&", "||"} {
		if strings.HasPrefix(text[at:], word) {
			return len(word)
		}
	}
	for _, word := range []string{"and", "or"} {
		end := at + len(word)
		if strings.HasPrefix(text[at:], word) && (at == 0 || blank(text[at-1])) && end < len(text) && blank(text[end]) {
			return len(word)
		}
	}
	return 0
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '(' || c == ')' }

func unwrapped(text string) string {
	for len(text) > 1 && text[0] == '(' && text[len(text)-1] == ')' {
		depth := 0
		for i := range len(text) {
			switch text[i] {
			case '(':
				depth++
			case ')':
				depth--
			}
			if depth == 0 && i < len(text)-1 {
				return text
			}
		}
		text = strings.TrimSpace(text[1 : len(text)-1])
	}
	return text
}
