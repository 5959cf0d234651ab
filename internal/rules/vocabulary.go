package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/types"

	"doanket/kernel"
)

// Type is what a name stands for.
type Type int

// The types of a name. A Day is compared by its ISO text, so that < and > compare days.
const (
	Whole Type = iota + 1
	Text
	YesNo
	Day
)

// Name is one thing that a rule may ask about.
type Name struct {
	Key    string // "doan_vien.so_thang": a group, a dot, a word
	Title  string // "Số tháng là đoàn viên"
	Unit   string // "tháng", stands after the value
	Type   Type
	Values []Value // of a Text that is one of a list; empty: any text
}

// Value is one word that a Text may be.
type Value struct{ Key, Title string }

// Values is what is known of one record: int, int64, kernel.Money, string, bool or kernel.Date by
// key. A key that is not there, or a zero day, is unknown.
type Values map[string]any

// Vocabulary (bảng tên) is what rules may ask about.
type Vocabulary struct {
	names   []Name
	byKey   map[string]Name
	options []expr.Option
	empty   map[string]map[string]any
}

// Of makes a vocabulary. Two names of one key, or a key without its group, are a mistake of the programmer.
func Of(names ...Name) *Vocabulary {
	v := &Vocabulary{names: slices.Clone(names), byKey: map[string]Name{}, empty: map[string]map[string]any{}}
	env := types.Map{}
	for _, n := range names {
		group, word, ok := strings.Cut(n.Key, ".")
		if _, twice := v.byKey[n.Key]; twice || !ok || n.Title == "" || kinds[n.Type] == nil {
			panic("rules: name " + n.Key)
		}
		v.byKey[n.Key] = n
		if env[group] == nil {
			env[group], v.empty[group] = types.Map{}, map[string]any{}
		}
		env[group].(types.Map)[word] = kinds[n.Type]
		v.empty[group][word] = zeros[n.Type]
	}
	v.options = []expr.Option{expr.Env(env), expr.MaxNodes(maxNodes), expr.DisableAllBuiltins(),
		expr.Function("phan_tram", percentOf, new(func(int, int) int)),
		expr.Function("so_ngay", daysBetween, new(func(string, string) int)),
		expr.EnableBuiltin("min"), expr.EnableBuiltin("max"), expr.EnableBuiltin("abs")}
	return v
}

// With is the vocabulary with more names.
func (v *Vocabulary) With(more ...Name) *Vocabulary {
	return Of(append(slices.Clone(v.names), more...)...)
}

// Names are the names in their order, for the help beside a form.
func (v *Vocabulary) Names() []Name { return slices.Clone(v.names) }

var kinds = map[Type]types.Type{Whole: types.Int, Text: types.String, YesNo: types.Bool, Day: types.String}

var zeros = map[Type]any{Whole: 0, Text: "", YesNo: false, Day: ""}

// functions are what a rule may call, with the number of things each takes.
var functions = map[string]int{"phan_tram": 2, "so_ngay": 2, "min": -1, "max": -1, "abs": 1}

const maxNodes = 200

// percentOf is phan_tram(số, phần trăm), rounded half up.
func percentOf(params ...any) (any, error) {
	n, p := int64(params[0].(int)), int64(params[1].(int))
	whole, rest := n/100*p, n%100*p
	half := int64(50)
	if rest < 0 {
		half = -50
	}
	return int(whole + (rest+half)/100), nil
}

// daysBetween is so_ngay(từ, đến), 0 when a day is missing.
func daysBetween(params ...any) (any, error) {
	from, errA := kernel.ParseISODate(params[0].(string))
	to, errB := kernel.ParseISODate(params[1].(string))
	if errA != nil || errB != nil {
		return 0, nil
	}
	return from.DaysUntil(to), nil
}

// given is a record laid out for an expression, and which of its names are known.
type given struct {
	env   map[string]any
	known map[string]bool
}

func (v *Vocabulary) given(values Values) given {
	g := given{env: make(map[string]any, len(v.empty)), known: make(map[string]bool, len(values))}
	for group, zero := range v.empty {
		words := make(map[string]any, len(zero))
		for k, z := range zero {
			words[k] = z
		}
		g.env[group] = words
	}
	for key, value := range values {
		n, ok := v.byKey[key]
		if !ok {
			continue
		}
		plain, ok := n.plain(value)
		if !ok {
			continue
		}
		group, word, _ := strings.Cut(key, ".")
		g.env[group].(map[string]any)[word], g.known[key] = plain, true
	}
	return g
}

// plain is the value as an expression sees it; false when it is not known, or not of the name's type.
func (n Name) plain(value any) (any, bool) {
	switch x := value.(type) {
	case int:
		return x, n.Type == Whole
	case int64:
		return int(x), n.Type == Whole
	case kernel.Money:
		return int(x), n.Type == Whole
	case bool:
		return x, n.Type == YesNo
	case kernel.Date:
		return x.String(), n.Type == Day && !x.IsZero()
	case string:
		if n.Type == Day {
			_, err := kernel.ParseISODate(x)
			return x, err == nil
		}
		return x, n.Type == Text && x != ""
	}
	return nil, false
}

// say is the value as a person reads it.
func (n Name) say(value any) string {
	var out string
	switch x := value.(type) {
	case bool:
		if x {
			return "có"
		}
		return "không"
	case int:
		out = kernel.GroupThousands(int64(x))
	case string:
		out = x
		if n.Type == Day {
			d, err := kernel.ParseISODate(x)
			if err == nil {
				out = kernel.FormatDate(d)
			}
		}
		for _, word := range n.Values {
			if word.Key == x {
				out = word.Title
			}
		}
	default:
		out = fmt.Sprint(value)
	}
	if n.Unit != "" {
		out += " " + n.Unit
	}
	return out
}

// nearest is the key that was probably meant.
func (v *Vocabulary) nearest(key string) string {
	best, distance := "", len(key)/2+1
	for _, n := range v.names {
		d := steps(key, n.Key)
		if d < distance {
			best, distance = n.Key, d
		}
	}
	return best
}

// steps is how many letters must be changed, put in or taken out to make b of a.
func steps(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost = 1 + min(diagonal, row[j], row[j-1])
			}
			diagonal, row[j] = row[j], cost
		}
	}
	return row[len(b)]
}
