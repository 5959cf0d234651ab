package statistics

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

const maxExprNodes = 120

// compiled is a rule with its program and the lines that it talks about.
type compiled struct {
	Rule
	program *vm.Program
	reads   map[string]bool
}

// compile reads a yes-or-no expression over names that are whole numbers. Nothing else may be called:
// no clock, no randomness, no loops.
func compile(text string, names []string) (*vm.Program, map[string]bool, error) {
	env := types.Map{}
	for _, n := range names {
		env[n] = types.Int
	}
	program, err := expr.Compile(text, expr.Env(env), expr.AsBool(), expr.MaxNodes(maxExprNodes), expr.DisableAllBuiltins())
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return nil, nil, fmt.Errorf("%s", strings.TrimSpace(first))
	}
	seen := reads{}
	node := program.Node()
	ast.Walk(&node, seen)
	return program, seen, nil
}

type reads map[string]bool

// Visit collects names; ast.Walk calls it for every node.
func (r reads) Visit(node *ast.Node) {
	if id, ok := (*node).(*ast.IdentifierNode); ok {
		r[id.Value] = true
	}
}

// holds runs a program over values; a name without one counts as 0.
func holds(program *vm.Program, names []string, values map[string]int64) (bool, error) {
	env := make(map[string]any, len(names))
	for _, n := range names {
		env[n] = int(values[n])
	}
	out, err := expr.Run(program, env)
	if err != nil {
		return false, err
	}
	yes, _ := out.(bool)
	return yes, nil
}

func (f *Form) names() []string {
	var out []string
	for _, l := range f.Lines() {
		out = append(out, l.Key)
	}
	return out
}

// checkRules compiles the rules and tries them: zeros must pass, and some numbers must not.
func (r *reader) checkRules(f *Form) {
	f.programs = nil
	if f.Sums != "" && len(f.Checks) > 0 {
		r.flaw("checks", "rule_in_sum")
		return
	}
	names := f.names()
	for i, rule := range f.Checks {
		at := fmt.Sprintf("checks[%d]", i)
		if rule.Say == "" {
			r.flaw(at, "need", "say")
		}
		program, seen, err := compile(rule.That, names)
		if err != nil {
			r.flaw(at, "expression", rule.That, err)
			continue
		}
		if !seen[rule.At] {
			r.flaw(at, "at")
		}
		if ok, err := holds(program, names, nil); err == nil && !ok {
			r.flaw(at, "zero", rule.That)
		}
		if !canFail(program, names, seen) {
			r.flaw(at, "always", rule.That)
		}
		f.programs = append(f.programs, compiled{rule, program, seen})
	}
}

// canFail tries a rule with a few numbers for the lines it reads, every combination of them.
func canFail(program *vm.Program, names []string, seen map[string]bool) bool {
	tries := []int64{0, 1, 7, 1_000_000}
	var keys []string
	for _, n := range names {
		if seen[n] {
			keys = append(keys, n)
		}
	}
	if len(keys) == 0 || len(keys) > 5 {
		return len(keys) > 0
	}
	values := map[string]int64{}
	var fails func(i int) bool
	fails = func(i int) bool {
		if i == len(keys) {
			ok, err := holds(program, names, values)
			return err == nil && !ok
		}
		for _, v := range tries {
			values[keys[i]] = v
			if fails(i + 1) {
				return true
			}
		}
		return false
	}
	return fails(0)
}

// broken are the rules that do not hold. A rule about a line without a value is not asked.
func (f *Form) broken(values map[string]int64, given map[string]bool) []Rule {
	names := f.names()
	var out []Rule
rules:
	for _, c := range f.programs {
		for key := range c.reads {
			if !given[key] {
				continue rules
			}
		}
		ok, err := holds(c.program, names, values)
		if err != nil || !ok {
			out = append(out, c.Rule)
		}
	}
	return out
}
