package formula

import (
	"slices"
	"strconv"
	"strings"
)

// What every expression may call. Strings and numbers only: nothing here loops but over a list at hand.
var builtins = map[string][]Func{
	"abs":       {{Takes: []Type{Int}, Gives: Int, Call: func(a []any) any { return max(a[0].(int64), -a[0].(int64)) }}},
	"int":       {{Takes: []Type{Int}, Gives: Int, Call: func(a []any) any { return a[0] }}, {Takes: []Type{String}, Gives: Int, Call: whole}},
	"trim":      {{Takes: []Type{String}, Gives: String, Call: func(a []any) any { return strings.TrimSpace(a[0].(string)) }}},
	"lower":     {{Takes: []Type{String}, Gives: String, Call: func(a []any) any { return strings.ToLower(a[0].(string)) }}},
	"upper":     {{Takes: []Type{String}, Gives: String, Call: func(a []any) any { return strings.ToUpper(a[0].(string)) }}},
	"hasPrefix": {{Takes: []Type{String, String}, Gives: Bool, Call: func(a []any) any { return strings.HasPrefix(a[0].(string), a[1].(string)) }}},
	"hasSuffix": {{Takes: []Type{String, String}, Gives: Bool, Call: func(a []any) any { return strings.HasSuffix(a[0].(string), a[1].(string)) }}},
	"len": {{Takes: []Type{String}, Gives: Int, Call: func(a []any) any { return int64(len([]rune(a[0].(string)))) }},
		{Takes: []Type{Strings}, Gives: Int, Call: func(a []any) any { return int64(len(a[0].([]string))) }},
		{Takes: []Type{Ints}, Gives: Int, Call: func(a []any) any { return int64(len(a[0].([]int64))) }}},
}

// whole is the number a text says; nil, which fails, when it says none.
func whole(a []any) any {
	n, err := strconv.ParseInt(strings.TrimSpace(a[0].(string)), 10, 64)
	if err != nil {
		return nil
	}
	return n
}

// over are the functions that ask each element of a list: how many answers of yes they want.
var over = map[string]func(yes, all int) any{
	"all":   func(yes, all int) any { return yes == all },
	"any":   func(yes, _ int) any { return yes > 0 },
	"none":  func(yes, _ int) any { return yes == 0 },
	"one":   func(yes, _ int) any { return yes == 1 },
	"count": func(yes, _ int) any { return int64(yes) },
}

// call reads f(a, b).
func (p *parser) call(t token) node {
	p.take() // (
	_, asks := over[t.text]
	if asks {
		return p.overList(t)
	}
	var args []node
	for p.bad == nil && !p.is(")") {
		args = append(args, p.expression(0))
		if !p.is(")") {
			p.expect(",")
		}
	}
	p.take()
	if p.bad != nil {
		return constant(Bool, false)
	}
	if (t.text == "max" || t.text == "min") && len(args) > 0 {
		return p.extreme(t, args)
	}
	f, own := p.scope.Funcs[t.text]
	choices := builtins[t.text]
	if own {
		choices = []Func{f}
		p.mentions.Calls = true
	}
	if len(choices) == 0 {
		return p.refuse(t, "không có hàm “%s”", t.text)
	}
	for _, f := range choices {
		if slices.EqualFunc(f.Takes, args, func(t Type, n node) bool { return t == n.Type || n.Type == nothing && t == Strings }) {
			return p.count(called(f, args, own))
		}
	}
	return p.refuse(t, "hàm “%s” không dùng được với (%s)", t.text, typesOf(args))
}

func called(f Func, args []node, own bool) node {
	out := node{Type: f.Gives, fixed: !own, kids: args}
	for i := range args {
		if args[i].Type == nothing {
			args[i] = constant(Strings, zero(Strings))
		}
		out.fixed = out.fixed && args[i].fixed
	}
	out.eval = func(r *run) any {
		values := make([]any, len(args))
		for i, a := range args {
			values[i] = a.eval(r)
		}
		v := f.Call(values)
		if v == nil {
			r.failed = true
			return zero(f.Gives)
		}
		return v
	}
	return out
}

// extreme is the largest or smallest of some numbers.
func (p *parser) extreme(t token, args []node) node {
	out := node{Type: Int, fixed: true, kids: args}
	for _, a := range args {
		out.fixed = out.fixed && a.fixed
		if a.Type != Int && (a.Type != Ints || len(args) > 1) {
			return p.refuse(t, "hàm “%s” không dùng được với (%s)", t.text, typesOf(args))
		}
	}
	out.eval = func(r *run) any {
		numbers, isList := args[0].eval(r).([]int64)
		if !isList {
			numbers = gather[int64](r, args)
		}
		switch {
		case len(numbers) == 0:
			r.failed = true
			return int64(0)
		case t.text == "max":
			return slices.Max(numbers)
		}
		return slices.Min(numbers)
	}
	return p.count(out)
}

// overList reads any(don.giay_to, # == 'x'), any(don.giay_to, {# == "x"}).
func (p *parser) overList(t token) node {
	list := p.expression(0)
	elem := map[Type]Type{Ints: Int, Strings: String, nothing: String}[list.Type]
	if p.bad == nil && elem == 0 {
		return p.refuse(t, "hàm “%s” cần một danh sách, ở đây là %s", t.text, list.Type)
	}
	p.expect(",")
	braces := p.is("{")
	if braces {
		p.take()
	}
	p.each = append(p.each, elem)
	test := p.expression(0)
	p.each = p.each[:len(p.each)-1]
	if braces {
		p.expect("}")
	}
	p.expect(")")
	if p.bad == nil && test.Type != Bool {
		return p.refuse(t, "hàm “%s” hỏi mỗi phần tử một câu đúng/sai", t.text)
	}
	out := node{Type: Bool, kids: []node{list, test}, eval: func(r *run) any {
		var items []any
		switch v := list.eval(r).(type) {
		case []int64:
			items = anys(v)
		case []string:
			items = anys(v)
		}
		yes := 0
		for _, v := range items {
			r.each = append(r.each, v)
			if test.eval(r) == true {
				yes++
			}
			r.each = r.each[:len(r.each)-1]
		}
		return over[t.text](yes, len(items))
	}}
	if t.text == "count" {
		out.Type = Int
	}
	return p.count(out)
}
