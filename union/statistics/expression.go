package statistics

import (
	"fmt"

	"doanket/internal/formula"
)

// compiled is a rule with its program.
type compiled struct {
	Rule
	program *formula.Program
}

// compile reads a yes-or-no expression over names that are whole numbers.
func compile(text string, names []string) (*formula.Program, error) {
	scope := formula.Scope{Names: make(map[string]formula.Type, len(names))}
	for _, n := range names {
		scope.Names[n] = formula.Int
	}
	return formula.Boolean(text, scope)
}

// holds runs a program over values; a name without one counts as 0. What cannot be computed does not hold.
func holds(program *formula.Program, values map[string]int64) bool {
	v := make(formula.Values, len(program.Names))
	for n := range program.Names {
		v[n] = values[n]
	}
	yes, ok := program.Holds(v)
	return yes && ok
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
		program, err := compile(rule.That, names)
		if err != nil {
			r.flaw(at, "expression", rule.That, err)
			continue
		}
		if _, read := program.Names[rule.At]; !read {
			r.flaw(at, "at")
		}
		if !holds(program, nil) {
			r.flaw(at, "zero", rule.That)
		}
		if !canFail(program, names) {
			r.flaw(at, "always", rule.That)
		}
		f.programs = append(f.programs, compiled{rule, program})
	}
}

// canFail tries a rule with a few numbers for the lines it reads, every combination of them.
func canFail(program *formula.Program, names []string) bool {
	tries := []int64{0, 1, 7, 1_000_000}
	var keys []string
	for _, n := range names {
		if _, read := program.Names[n]; read {
			keys = append(keys, n)
		}
	}
	if len(keys) > 5 {
		return true // too many to try them all
	}
	values := map[string]int64{}
	var fails func(i int) bool
	fails = func(i int) bool {
		if i == len(keys) {
			return !holds(program, values)
		}
		for _, v := range tries {
			values[keys[i]] = v
			if fails(i + 1) {
				return true
			}
		}
		return false
	}
	return len(keys) > 0 && fails(0)
}

// broken are the rules that do not hold. A rule about a line without a value is not asked.
func (f *Form) broken(values map[string]int64, given map[string]bool) []Rule {
	var out []Rule
rules:
	for _, c := range f.programs {
		for key := range c.program.Names {
			if !given[key] {
				continue rules
			}
		}
		if !holds(c.program, values) {
			out = append(out, c.Rule)
		}
	}
	return out
}
