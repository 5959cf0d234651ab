package formula

import "slices"

// Type is what a value may be.
type Type int

// Values are int64, bool, string, []int64 and []string.
const (
	Int Type = iota + 1
	Bool
	String
	Ints
	Strings
	nothing // [] before it is known what it would hold
)

var typeNames = map[Type]string{Int: "số", Bool: "đúng/sai", String: "chữ", Ints: "danh sách số", Strings: "danh sách chữ", nothing: "danh sách rỗng"}

func (t Type) String() string { return typeNames[t] }

// Func is a function that a definition may call besides the ones every expression knows.
type Func struct {
	Takes []Type
	Gives Type
	Call  func(args []any) any
}

// Scope is what an expression may talk about: names as they are written ("don.so_ban") and functions.
type Scope struct {
	Names map[string]Type
	Funcs map[string]Func
}

// Values are the values of names.
type Values map[string]any

// Program is a read expression.
type Program struct {
	top node
	Mentions
}

// Mentions is what an expression talks about: the names it reads, each with the constants it is compared
// with, and whether it calls a function of its scope.
type Mentions struct {
	Names map[string][]any
	Calls bool
}

// node is a part of an expression: its type, how to compute it, and what it is for those who look at it.
type node struct {
	Type
	eval  func(*run) any
	name  string // it is this name, nothing else
	fixed bool   // it is made of constants only
	op    string // "and", "or", "not", "?", a sign or word between two, or "" for whatever else
	kids  []node // what it is made of, in the order of the text
	text  string // as it was written
}

// run is one computation. Who finds that it cannot go on says so here and gives the empty value.
type run struct {
	values Values
	each   []any // what # is, innermost last
	failed bool
}

// Boolean reads a condition. The error is a *Trouble.
func Boolean(src string, s Scope) (*Program, error) { return compile(src, s, Bool) }

// Number reads an amount. The error is a *Trouble.
func Number(src string, s Scope) (*Program, error) { return compile(src, s, Int) }

func compile(src string, s Scope, want Type) (*Program, error) {
	tokens, bad := lex(src)
	if bad != nil {
		return nil, bad
	}
	p := &parser{src: src, tokens: tokens, scope: s, mentions: Mentions{Names: map[string][]any{}}}
	top := p.expression(0)
	if p.bad == nil && p.now().kind != end {
		p.refuse(p.now(), "không hiểu “%s” ở đây", p.now().text)
	}
	if p.bad == nil && top.Type != want {
		p.refuse(tokens[0], "biểu thức cho ra %s, cần %s", top.Type, want)
	}
	if p.bad != nil {
		return nil, p.bad
	}
	return &Program{top, p.mentions}, nil
}

// Holds computes a condition; ok is false when it cannot be computed.
func (p *Program) Holds(v Values) (holds, ok bool) {
	r := &run{values: v}
	b, _ := p.top.eval(r).(bool)
	return b && !r.failed, !r.failed
}

// Count computes an amount; ok is false when it cannot be computed.
func (p *Program) Count(v Values) (n int64, ok bool) {
	r := &run{values: v}
	n, _ = p.top.eval(r).(int64)
	if r.failed {
		return 0, false
	}
	return n, true
}

// Constant tells whether a condition is the same whatever the answers, and which.
func (p *Program) Constant() (value, constant bool) {
	if !p.top.fixed {
		return false, false
	}
	return p.Holds(nil)
}

func constant(t Type, v any) node {
	return node{Type: t, fixed: true, eval: func(*run) any { return v }}
}

// constants are the values of a constant part, one by one.
func (n node) constants() []any {
	if !n.fixed {
		return nil
	}
	switch v := n.eval(&run{}).(type) {
	case []int64:
		return anys(v)
	case []string:
		return anys(v)
	case int64, string:
		return []any{v}
	}
	return nil
}

func anys[T any](in []T) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}

// compared notes constants that a name is compared with.
func (m *Mentions) compared(name string, with node) {
	if name == "" {
		return
	}
	for _, c := range with.constants() {
		if !slices.Contains(m.Names[name], c) {
			m.Names[name] = append(m.Names[name], c)
		}
	}
}
