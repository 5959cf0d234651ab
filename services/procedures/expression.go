package procedures

import (
	"fmt"
	"strings"

	"doanket/internal/formula"
	"doanket/kernel"
)

// shape is what the names of an expression may be: don.<field>, kenh, ngay_nop.
type shape struct {
	scope  formula.Scope
	fields map[string]FormField
}

// shapeOf gives each field of a form its type. A date is its ISO text, so that < and > compare days.
func shapeOf(f Form) shape {
	names := map[string]formula.Type{"kenh": formula.String, "ngay_nop": formula.String}
	fields := map[string]FormField{}
	for _, s := range f.Sections {
		for _, q := range s.Fields {
			fields[q.Key] = q
			names["don."+q.Key] = typeOf(q)
		}
	}
	return shape{scope: formula.Scope{Names: names, Funcs: dateFuncs}, fields: fields}
}

func typeOf(q FormField) formula.Type {
	switch q.Type {
	case "number", "money":
		return formula.Int
	case "yesno":
		return formula.Bool
	case "many":
		return formula.Strings
	}
	return formula.String
}

// What expressions may call here beside what every expression knows.
var dateFuncs = map[string]formula.Func{
	"tuoi":    {Takes: []formula.Type{formula.String, formula.String}, Gives: formula.Int, Call: yearsBetween},
	"so_ngay": {Takes: []formula.Type{formula.String, formula.String}, Gives: formula.Int, Call: daysBetween},
}

func (s shape) boolean(e Expr) (*formula.Program, error) { return formula.Boolean(string(e), s.scope) }

func (s shape) number(e string) (*formula.Program, error) { return formula.Number(e, s.scope) }

// yearsBetween is whole years of age on a day: tuoi(don.ngay_sinh, ngay_nop). 0 when a day is missing.
func yearsBetween(params []any) any {
	from, to, ok := twoDates(params)
	if !ok {
		return int64(0)
	}
	n := to.Year - from.Year
	if to.Month < from.Month || to.Month == from.Month && to.Day < from.Day {
		n--
	}
	return int64(n)
}

// daysBetween is the days from the first to the second: so_ngay(don.ngay_mat, ngay_nop).
func daysBetween(params []any) any {
	from, to, ok := twoDates(params)
	if !ok {
		return int64(0)
	}
	return int64(from.DaysUntil(to))
}

func twoDates(params []any) (from, to kernel.Date, ok bool) {
	a, _ := params[0].(string)
	b, _ := params[1].(string)
	from, errA := kernel.ParseISODate(a)
	to, errB := kernel.ParseISODate(b)
	return from, to, errA == nil && errB == nil
}

// mentionedFields are the fields an expression reads, each with the constants it compares it with.
func mentionedFields(program *formula.Program) map[string][]any {
	out := map[string][]any{}
	for name, constants := range program.Names {
		field, ok := strings.CutPrefix(name, "don.")
		if ok {
			out[field] = constants
		}
	}
	return out
}

// env makes the values of one question to the definition. Answers that are missing or of a wrong
// type become the empty value of their field, so an expression can never fail for want of one.
func (s shape) values(answers map[string]any, channel string, on kernel.Date) formula.Values {
	out := make(formula.Values, len(s.fields)+2)
	for key, f := range s.fields {
		out["don."+key] = typed(f, answers[key])
	}
	out["kenh"], out["ngay_nop"] = channel, on.String()
	return out
}

func typed(f FormField, v any) any {
	switch f.Type {
	case "number", "money":
		return int64(asInt(v))
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
