package procedures

import (
	"fmt"
	"strings"

	"doanket/kernel"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

const maxExprNodes = 200

// What an expression may call. Nothing that reads a clock, makes randomness or loops over what it
// builds itself is in the list, so that the same answers give the same papers and fees for ever.
var allowedBuiltins = []string{"all", "none", "any", "one", "count", "len", "abs", "int", "trim", "lower", "upper", "hasPrefix", "hasSuffix", "max", "min"}

// shape is what the names of an expression may be: don.<field>, kenh, ngay_nop.
type shape struct {
	env    types.Map
	fields map[string]FormField
}

// shapeOf gives each field of a form its type. A date is its ISO text, so that < and > compare days.
func shapeOf(f Form) shape {
	don := types.Map{}
	fields := map[string]FormField{}
	for _, s := range f.Sections {
		for _, q := range s.Fields {
			fields[q.Key] = q
			switch q.Type {
			case "number", "money":
				don[q.Key] = types.Int
			case "yesno":
				don[q.Key] = types.Bool
			case "many":
				don[q.Key] = types.Array(types.String)
			default:
				don[q.Key] = types.String
			}
		}
	}
	return shape{env: types.Map{"don": don, "kenh": types.String, "ngay_nop": types.String}, fields: fields}
}

func (s shape) options(as expr.Option) []expr.Option {
	opts := []expr.Option{
		expr.Env(s.env), as, expr.MaxNodes(maxExprNodes), expr.DisableAllBuiltins(),
		expr.Function("tuoi", yearsBetween, new(func(string, string) int)),
		expr.Function("so_ngay", daysBetween, new(func(string, string) int)),
	}
	for _, b := range allowedBuiltins {
		opts = append(opts, expr.EnableBuiltin(b))
	}
	return opts
}

func (s shape) boolean(e Expr) (*vm.Program, error) {
	return expr.Compile(string(e), s.options(expr.AsBool())...)
}

func (s shape) number(e string) (*vm.Program, error) {
	return expr.Compile(e, s.options(expr.AsInt())...)
}

// yearsBetween is whole years of age on a day: tuoi(don.ngay_sinh, ngay_nop). 0 when a day is missing.
func yearsBetween(params ...any) (any, error) {
	from, to, ok := twoDates(params)
	if !ok {
		return 0, nil
	}
	n := to.Year - from.Year
	if to.Month < from.Month || to.Month == from.Month && to.Day < from.Day {
		n--
	}
	return n, nil
}

// daysBetween is the days from the first to the second: so_ngay(don.ngay_mat, ngay_nop).
func daysBetween(params ...any) (any, error) {
	from, to, ok := twoDates(params)
	if !ok {
		return 0, nil
	}
	return from.DaysUntil(to), nil
}

func twoDates(params []any) (from, to kernel.Date, ok bool) {
	a, _ := params[0].(string)
	b, _ := params[1].(string)
	from, errA := kernel.ParseISODate(a)
	to, errB := kernel.ParseISODate(b)
	return from, to, errA == nil && errB == nil
}

// mentions is what an expression talks about: the fields it reads and the constants it compares them with.
type mentions struct {
	fields map[string][]any // field → constants
	other  bool             // reads kenh or ngay_nop, or calls something
}

func mentionsOf(program *vm.Program) mentions {
	m := mentions{fields: map[string][]any{}}
	node := program.Node()
	ast.Walk(&node, &m)
	return m
}

// Visit collects; it is called by ast.Walk for every node.
func (m *mentions) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.MemberNode:
		f, ok := fieldOf(n)
		if ok && m.fields[f] == nil {
			m.fields[f] = []any{}
		}
	case *ast.IdentifierNode:
		m.other = m.other || n.Value != "don"
	case *ast.BinaryNode:
		m.compare(n.Left, n.Right)
		m.compare(n.Right, n.Left)
	}
}

func (m *mentions) compare(left, right ast.Node) {
	member, ok := left.(*ast.MemberNode)
	if !ok {
		return
	}
	f, ok := fieldOf(member)
	if !ok {
		return
	}
	m.fields[f] = append(m.fields[f], constantsOf(right)...)
}

func constantsOf(n ast.Node) []any {
	switch n := n.(type) {
	case *ast.StringNode:
		return []any{n.Value}
	case *ast.IntegerNode:
		return []any{n.Value}
	case *ast.ConstantNode:
		switch v := n.Value.(type) {
		case []string:
			return anys(v)
		case map[string]struct{}:
			var out []any
			for k := range v {
				out = append(out, k)
			}
			return out
		}
	case *ast.ArrayNode:
		var out []any
		for _, c := range n.Nodes {
			out = append(out, constantsOf(c)...)
		}
		return out
	}
	return nil
}

func anys(in []string) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}

func fieldOf(n *ast.MemberNode) (string, bool) {
	id, ok := n.Node.(*ast.IdentifierNode)
	if !ok || id.Value != "don" {
		return "", false
	}
	p, ok := n.Property.(*ast.StringNode)
	if !ok {
		return "", false
	}
	return p.Value, true
}

// explainCompile shortens the library's message to what a keeper can use: its first line.
func explainCompile(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimSpace(text)
}

// env makes the values of one question to the definition. Answers that are missing or of a wrong
// type become the empty value of their field, so an expression can never fail for want of one.
func (s shape) values(answers map[string]any, channel string, on kernel.Date) map[string]any {
	don := make(map[string]any, len(s.fields))
	for key, f := range s.fields {
		don[key] = typed(f, answers[key])
	}
	return map[string]any{"don": don, "kenh": channel, "ngay_nop": on.String()}
}

func typed(f FormField, v any) any {
	switch f.Type {
	case "number", "money":
		return asInt(v)
	case "yesno":
		b, ok := v.(bool)
		return ok && b || v == "co" || v == "true"
	case "many":
		return asStrings(v)
	}
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	}
	return fmt.Sprint(v)
}

func asInt(v any) int {
	switch v := v.(type) {
	case int:
		return v
	case int64:
		return int(v)
	case float64:
		return int(v)
	case string:
		n := 0
		for _, r := range strings.NewReplacer(".", "", " ", "").Replace(v) {
			if r < '0' || r > '9' || n > 1<<50 {
				return 0
			}
			n = n*10 + int(r-'0')
		}
		return n
	}
	return 0
}

func asStrings(v any) []string {
	switch v := v.(type) {
	case []string:
		return v
	case string:
		if v == "" {
			return []string{}
		}
		return []string{v}
	case []any:
		out := make([]string, 0, len(v))
		for _, x := range v {
			s, ok := x.(string)
			if ok {
				out = append(out, s)
			}
		}
		return out
	}
	return []string{}
}
