package rules

import (
	"errors"
	"regexp"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"doanket/kernel"
)

// Condition (điều kiện) is a question with the answer yes, no or unknown.
type Condition struct {
	text string
	v    *Vocabulary
	root node
}

// Formula (công thức) is a whole number made of a record.
type Formula struct {
	text string
	v    *Vocabulary
	root number
}

// Condition compiles a question. Every fault is told at the field: rules.empty, rules.too_long,
// rules.unreadable, rules.unknown_name, rules.unknown_word, rules.unknown_function, rules.no_such_sign,
// rules.not_a_question, rules.kinds_differ, rules.bad_day.
func (v *Vocabulary) Condition(field, text string) (*Condition, error) {
	c := &compiler{v: v, field: field}
	tree := c.parse(text)
	out := &Condition{text: strings.TrimSpace(text), v: v}
	if tree != nil {
		c.look(tree)
		out.root = c.question(tree)
	}
	return out, c.faults.Err("rules.faulty")
}

// Formula compiles a number; it refuses as Condition does, and with rules.not_a_number.
func (v *Vocabulary) Formula(field, text string) (*Formula, error) {
	c := &compiler{v: v, field: field}
	tree := c.parse(text)
	out := &Formula{text: strings.TrimSpace(text), v: v}
	if tree != nil {
		c.look(tree)
		out.root = c.sum(tree)
	}
	return out, c.faults.Err("rules.faulty")
}

// String is the rule as it was written.
func (c *Condition) String() string { return c.text }

// String is the formula as it was written.
func (f *Formula) String() string { return f.text }

type compiler struct {
	v      *Vocabulary
	field  string
	faults kernel.Faults
}

func (c *compiler) fault(code string, args ...any) { c.faults.Add(c.field, code, args...) }

// joined joins words that were broken into lines; a rule is one sentence.
func joined(text string) string { return strings.Join(strings.Fields(text), " ") }

func (c *compiler) parse(text string) ast.Node {
	text = joined(text)
	if text == "" {
		c.fault("rules.empty")
		return nil
	}
	config := conf.CreateNew()
	config.MaxNodes = maxNodes
	tree, err := parser.ParseWithConfig(text, config)
	if err == nil {
		return tree.Node
	}
	if strings.Contains(err.Error(), "maximum allowed nodes") {
		c.fault("rules.too_long", maxNodes)
		return nil
	}
	unknown := unknownFunction.FindStringSubmatch(err.Error())
	if unknown != nil {
		c.fault("rules.unknown_function", unknown[1])
		return nil
	}
	var at *file.Error
	place, rest := 1, text
	if errors.As(err, &at) {
		runes := []rune(text)
		place = min(max(at.From, 0), len(runes)) + 1
		rest = string(runes[min(max(at.From, 0), len(runes)):])
	}
	if rest == "" || strings.Contains(err.Error(), "unexpected token EOF") || strings.Contains(err.Error(), "unexpected end") {
		c.fault("rules.unfinished")
		return nil
	}
	c.fault("rules.unreadable", place, short(rest))
	return nil
}

var unknownFunction = regexp.MustCompile(`unknown (?:function|builtin):? (\w+)`)

func short(s string) string {
	r := []rune(s)
	if len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

// look refuses every name, sign and function that is not in the tables, so that all are told at once.
func (c *compiler) look(tree ast.Node) {
	w := &walker{c: c, told: map[string]bool{}}
	ast.Walk(&tree, w)
}

type walker struct {
	c    *compiler
	told map[string]bool
}

// Visit is called for every node, the inner ones first.
func (w *walker) Visit(n *ast.Node) {
	once := func(code string, args ...any) {
		key := code + args[0].(string)
		if !w.told[key] {
			w.told[key] = true
			w.c.fault(code, args...)
		}
	}
	switch x := (*n).(type) {
	case *ast.MemberNode:
		key := keyOf(x)
		if _, ok := w.c.v.byKey[key]; !ok {
			w.unknown(once, key, x.String())
		}
	case *ast.IdentifierNode:
		if w.c.v.empty[x.Value] == nil && functions[x.Value] == 0 {
			w.unknown(once, x.Value, x.Value)
		}
	case *ast.CallNode:
		name := x.Callee.String()
		if functions[name] == 0 {
			once("rules.unknown_function", name)
		}
	case *ast.BuiltinNode:
		if functions[x.Name] == 0 {
			once("rules.unknown_function", x.Name)
		}
	case *ast.BinaryNode:
		if !signs[x.Operator] {
			once("rules.no_such_sign", x.Operator)
		}
		if comparing[x.Operator] {
			w.words(once, x)
		}
	case *ast.FloatNode:
		once("rules.no_fraction", x.String())
	case *ast.NilNode, *ast.MapNode, *ast.PredicateNode, *ast.PointerNode, *ast.SequenceNode, *ast.VariableDeclaratorNode, *ast.SliceNode, *ast.ChainNode, *ast.BytesNode:
		once("rules.not_here", short(x.String()))
	}
}

func (w *walker) unknown(once func(string, ...any), key, written string) {
	near := w.c.v.nearest(key)
	if near == "" {
		once("rules.unknown_name", written)
		return
	}
	once("rules.unknown_name_near", written, near)
}

// words refuses a comparison with a word that the name can never be, or with a day that is none.
func (w *walker) words(once func(string, ...any), x *ast.BinaryNode) {
	for _, side := range [][2]ast.Node{{x.Left, x.Right}, {x.Right, x.Left}} {
		member, ok := side[0].(*ast.MemberNode)
		if !ok {
			continue
		}
		n, ok := w.c.v.byKey[keyOf(member)]
		if !ok {
			continue
		}
		for _, word := range textsOf(side[1]) {
			if n.Type == Day {
				_, err := kernel.ParseISODate(word)
				if err != nil {
					once("rules.bad_day", word)
				}
			}
			if n.Type == Text && len(n.Values) > 0 && !n.knows(word) {
				once("rules.unknown_word", word, n.Title, n.words())
			}
		}
	}
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

func textsOf(n ast.Node) []string {
	switch x := n.(type) {
	case *ast.StringNode:
		return []string{x.Value}
	case *ast.ArrayNode:
		var out []string
		for _, item := range x.Nodes {
			out = append(out, textsOf(item)...)
		}
		return out
	}
	return nil
}

func keyOf(n *ast.MemberNode) string {
	group, ok := n.Node.(*ast.IdentifierNode)
	word, okWord := n.Property.(*ast.StringNode)
	if !ok || !okWord {
		return n.String()
	}
	return group.Value + "." + word.Value
}

var signs = map[string]bool{"and": true, "&&": true, "or": true, "||": true, "==": true, "!=": true, "<": true, "<=": true, ">": true, ">=": true,
	"+": true, "-": true, "*": true, "in": true}

var comparing = map[string]bool{"==": true, "!=": true, "<": true, "<=": true, ">": true, ">=": true, "in": true}

// leaf compiles a part that is asked as a whole.
func (c *compiler) leaf(n ast.Node, as expr.Option, code string) (*vm.Program, []string) {
	program, err := expr.Compile(n.String(), append([]expr.Option{as}, c.v.options...)...)
	if err != nil && c.clean(n) {
		switch {
		case strings.Contains(err.Error(), "expected bool"), strings.Contains(err.Error(), "expected int"):
			c.faults.Add(c.field, code, short(n.String()))
		default:
			c.faults.Add(c.field, "rules.kinds_differ", short(n.String()))
		}
	}
	names := &collector{}
	ast.Walk(&n, names)
	return program, names.keys
}

// clean tells that nothing was wrong with the names, signs and functions of a part; else its fault is told already.
func (c *compiler) clean(n ast.Node) bool {
	alone := &compiler{v: c.v}
	alone.look(n)
	return alone.faults.Err("rules.faulty") == nil
}

type collector struct{ keys []string }

// Visit collects the names that a part reads.
func (c *collector) Visit(n *ast.Node) {
	m, ok := (*n).(*ast.MemberNode)
	if !ok {
		return
	}
	key := keyOf(m)
	for _, k := range c.keys {
		if k == key {
			return
		}
	}
	c.keys = append(c.keys, key)
}

// question turns a tree into a skeleton of and, or, not over leaves.
func (c *compiler) question(n ast.Node) node {
	switch x := n.(type) {
	case *ast.BinaryNode:
		switch x.Operator {
		case "and", "&&":
			return both{c.question(x.Left), c.question(x.Right)}
		case "or", "||":
			return either{c.question(x.Left), c.question(x.Right)}
		}
	case *ast.UnaryNode:
		if x.Operator == "not" || x.Operator == "!" {
			inner, isIn := x.Node.(*ast.BinaryNode)
			if !isIn || inner.Operator != "in" {
				return not{c.question(x.Node)}
			}
		}
	}
	program, names := c.leaf(n, expr.AsBool(), "rules.not_a_question")
	return &leaf{v: c.v, program: program, names: names, tree: n}
}

// sum turns a tree into choices over leaves.
func (c *compiler) sum(n ast.Node) number {
	x, ok := n.(*ast.ConditionalNode)
	if ok {
		return &choice{c.question(x.Cond), c.sum(x.Exp1), c.sum(x.Exp2)}
	}
	program, names := c.leaf(n, expr.AsInt(), "rules.not_a_number")
	return &figure{v: c.v, program: program, names: names, text: n.String()}
}
