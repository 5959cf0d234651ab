package formula

import (
	"fmt"
	"slices"
	"strings"
)

const (
	maxParts = 200
	maxDepth = 60
)

type parser struct {
	src      string
	tokens   []token
	at       int
	parts    int
	depth    int
	each     []Type // what # is in the function around, innermost last
	scope    Scope
	mentions Mentions
	bad      *Trouble
}

// How strongly an operator binds; those of one strength go from the left.
const (
	weakest  = 5
	orPower  = 10
	andPower = 15
	compare  = 20
	adding   = 30
	unary    = 50
	times    = 60
	negative = 90
)

var powers = map[string]int{"?": weakest, "or": orPower, "||": orPower, "and": andPower, "&&": andPower,
	"==": compare, "!=": compare, "<": compare, "<=": compare, ">": compare, ">=": compare, "in": compare, "not": compare,
	"contains": compare, "startsWith": compare, "endsWith": compare, "matches": compare,
	"+": adding, "-": adding, "*": times, "/": times, "%": times}

var negatable = []string{"in", "contains", "startsWith", "endsWith", "matches"}

func (p *parser) now() token { return p.tokens[p.at] }

func (p *parser) take() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) refuse(t token, format string, args ...any) node {
	if p.bad == nil {
		p.bad = trouble(p.src, t.at, fmt.Sprintf(format, args...))
	}
	p.at = len(p.tokens) - 1 // nothing more is read
	return constant(Bool, false)
}

func (p *parser) is(s string) bool {
	t := p.now()
	return (t.kind == sign || t.kind == name) && t.text == s
}

func (p *parser) expect(s string) {
	if !p.is(s) {
		p.refuse(p.now(), "thiếu “%s”", s)
		return
	}
	p.take()
}

// expression reads operators that bind more strongly than min.
func (p *parser) expression(min int) node {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return p.refuse(p.now(), "lồng nhau quá sâu")
	}
	start := p.at
	left := p.spelled(p.prefix(), start)
	for p.bad == nil {
		t := p.now()
		power, known := powers[t.text]
		if t.kind != sign && t.kind != name || !known || power <= min {
			break
		}
		p.take()
		if t.text == "?" {
			left = p.spelled(p.choice(t, left), start)
			continue
		}
		negate := t.text == "not"
		op := t.text
		if negate {
			op = p.take().text
			if !slices.Contains(negatable, op) {
				return p.refuse(t, "sau “not” ở đây phải là in, contains, startsWith, endsWith hoặc matches")
			}
		}
		left = p.binary(t, op, left, p.expression(power))
		if negate {
			left = not(p.spelled(left, start))
		}
		left = p.spelled(left, start)
	}
	return left
}

// spelled keeps how a part was written, from a token to where the parser stands; brackets around it are left out.
func (p *parser) spelled(n node, from int) node {
	if n.text == "" && p.bad == nil {
		last := p.tokens[p.at-1]
		n.text = strings.TrimSpace(p.src[p.tokens[from].at : last.at+last.length])
	}
	return n
}

// choice reads the rest of a ? b : c.
func (p *parser) choice(t token, cond node) node {
	yes := p.expression(0)
	p.expect(":")
	no := p.expression(weakest - 1)
	if p.bad != nil {
		return yes
	}
	yes, no = alike(yes, no)
	if cond.Type != Bool || yes.Type != no.Type {
		return p.refuse(t, "“? :” cần một điều kiện và hai vế cùng loại, ở đây là %s, %s, %s", cond.Type, yes.Type, no.Type)
	}
	return p.count(node{Type: yes.Type, fixed: cond.fixed && yes.fixed && no.fixed, op: "?", kids: []node{cond, yes, no}, eval: func(r *run) any {
		if cond.eval(r) == true {
			return yes.eval(r)
		}
		return no.eval(r)
	}})
}

func (p *parser) count(n node) node {
	p.parts++
	if p.parts > maxParts {
		return p.refuse(p.now(), "dài hơn %d phần", maxParts)
	}
	return n
}

// prefix reads a value and what stands before it.
func (p *parser) prefix() node {
	t := p.take()
	switch {
	case t.kind == number:
		return p.count(constant(Int, t.n))
	case t.kind == text:
		return p.count(constant(String, t.text))
	case t.kind == end:
		return p.refuse(t, "biểu thức chưa hết")
	case t.text == "!" || t.text == "not":
		n := p.expression(unary)
		if p.bad == nil && n.Type != Bool {
			return p.refuse(t, "“%s” cần đúng/sai, ở đây là %s", t.text, n.Type)
		}
		return p.count(not(n))
	case t.text == "-" || t.text == "+":
		n := p.expression(negative)
		if p.bad == nil && n.Type != Int {
			return p.refuse(t, "“%s” cần số, ở đây là %s", t.text, n.Type)
		}
		if t.text == "+" {
			return n
		}
		return p.binary(t, "-", constant(Int, int64(0)), n)
	case t.text == "(":
		n := p.expression(0)
		p.expect(")")
		return n
	case t.text == "[":
		return p.list(t)
	case t.text == "#":
		return p.element(t)
	case t.text == "true" || t.text == "false":
		return p.count(constant(Bool, t.text == "true"))
	case t.kind == name && p.is("("):
		return p.call(t)
	case t.kind == name && powers[t.text] == 0:
		return p.name(t)
	}
	return p.refuse(t, "không hiểu “%s” ở đây", t.text)
}

func (p *parser) list(open token) node {
	var items []node
	for p.bad == nil && !p.is("]") {
		items = append(items, p.expression(0))
		if !p.is("]") {
			p.expect(",")
		}
	}
	p.take()
	if p.bad != nil {
		return constant(nothing, nil)
	}
	all := node{fixed: true, kids: items}
	for _, n := range items {
		all.fixed = all.fixed && n.fixed
		if n.Type != items[0].Type || n.Type != Int && n.Type != String {
			return p.refuse(open, "danh sách chỉ gồm số, hoặc chỉ gồm chữ")
		}
	}
	switch {
	case len(items) == 0:
		return p.count(constant(nothing, nil))
	case items[0].Type == Int:
		all.Type, all.eval = Ints, func(r *run) any { return gather[int64](r, items) }
	default:
		all.Type, all.eval = Strings, func(r *run) any { return gather[string](r, items) }
	}
	return p.count(all)
}

func gather[T any](r *run, items []node) []T {
	out := make([]T, len(items))
	for i, n := range items {
		out[i], _ = n.eval(r).(T)
	}
	return out
}

func (p *parser) element(t token) node {
	if len(p.each) == 0 {
		return p.refuse(t, "“#” chỉ dùng trong all, any, none, one, count")
	}
	level := len(p.each) - 1
	return p.count(node{Type: p.each[level], eval: func(r *run) any { return r.each[level] }})
}

// name reads don.so_ban, kenh.
func (p *parser) name(t token) node {
	full := t.text
	for p.is(".") {
		p.take()
		part := p.take()
		if part.kind != name {
			return p.refuse(part, "sau dấu chấm phải là một tên")
		}
		full += "." + part.text
	}
	typ, ok := p.scope.Names[full]
	if !ok {
		n := p.refuse(t, "không có tên “%s”", full)
		if p.bad.At == trouble(p.src, t.at, "").At {
			p.bad.Name = full
		}
		return n
	}
	if p.mentions.Names[full] == nil {
		p.mentions.Names[full] = []any{}
	}
	return p.count(node{Type: typ, name: full, eval: func(r *run) any { return read(r, full, typ) }})
}

func read(r *run, full string, t Type) any {
	v := r.values[full]
	ok := false
	switch t {
	case Int:
		_, ok = v.(int64)
	case Bool:
		_, ok = v.(bool)
	case String:
		_, ok = v.(string)
	case Ints:
		_, ok = v.([]int64)
	case Strings:
		_, ok = v.([]string)
	}
	if !ok {
		r.failed = true
		return zero(t)
	}
	return v
}

func zero(t Type) any {
	switch t {
	case Int:
		return int64(0)
	case Bool:
		return false
	case Ints:
		return []int64(nil)
	case Strings:
		return []string(nil)
	}
	return ""
}

func not(n node) node {
	return node{Type: Bool, fixed: n.fixed, op: "not", kids: []node{n}, eval: func(r *run) any { return n.eval(r) != true }}
}

// alike gives an empty list the type of what stands beside it.
func alike(a, b node) (x, y node) {
	if a.Type == nothing && (b.Type == Ints || b.Type == Strings) {
		return constant(b.Type, zero(b.Type)), b
	}
	if b.Type == nothing && (a.Type == Ints || a.Type == Strings) {
		return a, constant(a.Type, zero(a.Type))
	}
	return a, b
}

func typesOf(nodes []node) string {
	var out []string
	for _, n := range nodes {
		out = append(out, n.Type.String())
	}
	return strings.Join(out, ", ")
}
