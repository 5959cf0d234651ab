package formula

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
)

// binary makes a op b.
func (p *parser) binary(t token, op string, a, b node) node {
	if p.bad != nil {
		return a
	}
	a, b = alike(a, b)
	out := node{fixed: a.fixed && b.fixed, op: op, kids: []node{a, b}}
	switch op {
	case "or", "||", "and", "&&":
		out.Type, out.eval = Bool, logical(op == "or" || op == "||", a, b)
		if a.Type != Bool || b.Type != Bool {
			out.eval = nil
		}
	case "in":
		out.Type, out.eval = Bool, within(a, b)
		p.mentions.compared(a.name, b)
		p.mentions.compared(b.name, a)
	case "contains", "startsWith", "endsWith", "matches":
		out.Type, out.eval = Bool, p.textual(t, op, a, b)
	case "+", "-", "*", "/", "%":
		out.Type, out.eval = arithmetic(op, a, b)
		// What is computed on its way may lie beyond the bounds: only a run tells.
	default:
		out.Type, out.eval = Bool, comparison(op, a, b)
		p.mentions.compared(a.name, b)
		p.mentions.compared(b.name, a)
	}
	if out.eval == nil {
		return p.refuse(t, "“%s” không dùng được giữa %s và %s", op, a.Type, b.Type)
	}
	return p.count(out)
}

func logical(or bool, a, b node) func(*run) any {
	return func(r *run) any {
		if (a.eval(r) == true) == or {
			return or
		}
		return b.eval(r)
	}
}

func within(a, b node) func(*run) any {
	switch {
	case b.Type == nothing:
		return func(*run) any { return false }
	case a.Type == Int && b.Type == Ints:
		return func(r *run) any { return has[int64](a.eval(r), b.eval(r)) }
	case a.Type == String && b.Type == Strings:
		return func(r *run) any { return has[string](a.eval(r), b.eval(r)) }
	}
	return nil
}

func has[T comparable](one, all any) bool {
	v, _ := one.(T)
	list, _ := all.([]T)
	return slices.Contains(list, v)
}

func (p *parser) textual(t token, op string, a, b node) func(*run) any {
	if a.Type != String || b.Type != String {
		return nil
	}
	test := map[string]func(s, part string) bool{"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix}[op]
	if op == "matches" {
		pattern := b.constants()
		if len(pattern) == 0 {
			p.refuse(t, "mẫu của “matches” phải viết sẵn trong nháy")
			return zeroBool
		}
		re, err := regexp.Compile(pattern[0].(string))
		if err != nil {
			p.refuse(t, "mẫu của “matches” chưa đúng")
			return zeroBool
		}
		test = func(s, _ string) bool { return re.MatchString(s) }
	}
	return func(r *run) any {
		s, _ := a.eval(r).(string)
		part, _ := b.eval(r).(string)
		return test(s, part)
	}
}

func zeroBool(*run) any { return false }

func comparison(op string, a, b node) func(*run) any {
	if a.Type != b.Type {
		return nil
	}
	equal := op == "==" || op == "!="
	switch {
	case a.Type == Bool && equal:
		return func(r *run) any { return (a.eval(r) == b.eval(r)) == (op == "==") }
	case a.Type == Int:
		return ordered[int64](op, a, b)
	case a.Type == String:
		return ordered[string](op, a, b)
	case a.Type == Ints && equal:
		return sameList[int64](op == "==", a, b)
	case a.Type == Strings && equal:
		return sameList[string](op == "==", a, b)
	}
	return nil
}

func ordered[T cmp.Ordered](op string, a, b node) func(*run) any {
	return func(r *run) any {
		x, _ := a.eval(r).(T)
		y, _ := b.eval(r).(T)
		c := cmp.Compare(x, y)
		switch op {
		case "==":
			return c == 0
		case "!=":
			return c != 0
		case "<":
			return c < 0
		case "<=":
			return c <= 0
		case ">":
			return c > 0
		}
		return c >= 0
	}
}

func sameList[T comparable](want bool, a, b node) func(*run) any {
	return func(r *run) any {
		x, _ := a.eval(r).([]T)
		y, _ := b.eval(r).([]T)
		return slices.Equal(x, y) == want
	}
}

func arithmetic(op string, a, b node) (Type, func(*run) any) {
	if op == "+" && a.Type == String && b.Type == String {
		return String, func(r *run) any {
			x, _ := a.eval(r).(string)
			y, _ := b.eval(r).(string)
			return x + y
		}
	}
	if a.Type != Int || b.Type != Int {
		return Int, nil
	}
	return Int, func(r *run) any {
		x, _ := a.eval(r).(int64)
		y, _ := b.eval(r).(int64)
		n, ok := reckon(op, x, y)
		if !ok {
			r.failed = true
		}
		return n
	}
}

// reckon computes with whole numbers; it refuses what does not fit and division by nought.
func reckon(op string, x, y int64) (n int64, ok bool) {
	switch op {
	case "+":
		n = x + y
		return n, (n > x) == (y > 0)
	case "-":
		n = x - y
		return n, (n < x) == (y > 0)
	case "*":
		if x == 0 || y == 0 {
			return 0, true
		}
		n = x * y
		return n, n/y == x && !(x == -1 && y == math.MinInt64) && !(y == -1 && x == math.MinInt64)
	case "/":
		if y == 0 || x == math.MinInt64 && y == -1 {
			return 0, false
		}
		return x / y, true
	}
	if y == 0 || y == -1 {
		return 0, y == -1
	}
	return x % y, true
}
