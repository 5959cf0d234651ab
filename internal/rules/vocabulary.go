package rules

import (
	"fmt"
	"slices"
	"strings"

	"doanket/internal/formula"
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
// key. A key that is not there, an empty text or a zero day is unknown.
type Values map[string]any

// Vocabulary (bảng tên) is what rules may ask about.
type Vocabulary struct {
	names []Name
	byKey map[string]Name
	scope formula.Scope
}

// Of makes a vocabulary. Two names of one key, or a key without its group, are a mistake of the programmer.
func Of(names ...Name) *Vocabulary {
	v := &Vocabulary{names: slices.Clone(names), byKey: map[string]Name{}, scope: formula.Scope{Names: map[string]formula.Type{}, Funcs: functions}}
	for _, n := range names {
		_, twice := v.byKey[n.Key]
		if twice || !strings.Contains(n.Key, ".") || n.Title == "" || types[n.Type] == 0 {
			panic("rules: name " + n.Key)
		}
		v.byKey[n.Key] = n
		v.scope.Names[n.Key] = types[n.Type]
	}
	return v
}

// With is the vocabulary with more names.
func (v *Vocabulary) With(more ...Name) *Vocabulary {
	return Of(append(slices.Clone(v.names), more...)...)
}

// Names are the names in their order, for the help beside a form.
func (v *Vocabulary) Names() []Name { return slices.Clone(v.names) }

var types = map[Type]formula.Type{Whole: formula.Int, Text: formula.String, YesNo: formula.Bool, Day: formula.String}

// functions are what a rule may call beside what every expression knows: phan_tram(số, phần trăm),
// rounded half up, and so_ngay(từ, đến).
var functions = map[string]formula.Func{
	"phan_tram": {Takes: []formula.Type{formula.Int, formula.Int}, Gives: formula.Int, Call: percentOf},
	"so_ngay":   {Takes: []formula.Type{formula.String, formula.String}, Gives: formula.Int, Call: daysBetween},
}

func percentOf(params []any) any {
	n, p := params[0].(int64), params[1].(int64)
	if p < -1000 || p > 1000 || n > 1<<52 || n < -1<<52 {
		return nil // beyond what money is
	}
	rest := n * p % 100
	whole := n * p / 100
	switch {
	case rest >= 50:
		whole++
	case rest <= -50:
		whole--
	}
	return whole
}

func daysBetween(params []any) any {
	from, errA := kernel.ParseISODate(params[0].(string))
	to, errB := kernel.ParseISODate(params[1].(string))
	if errA != nil || errB != nil {
		return nil
	}
	return int64(from.DaysUntil(to))
}

// given is what is known of a record as an expression sees it.
func (v *Vocabulary) given(values Values) formula.Values {
	out := make(formula.Values, len(values))
	for key, value := range values {
		n, ok := v.byKey[key]
		if !ok {
			continue
		}
		plain, known := n.plain(value)
		if known {
			out[key] = plain
		}
	}
	return out
}

// plain is the value as an expression sees it; false when it is not known, or not of the name's type.
func (n Name) plain(value any) (any, bool) {
	switch x := value.(type) {
	case int:
		return int64(x), n.Type == Whole
	case int64:
		return x, n.Type == Whole
	case kernel.Money:
		return int64(x), n.Type == Whole
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
	case int64:
		out = kernel.GroupThousands(x)
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

// nearest is the key that was probably meant: a few letters away, or "".
func (v *Vocabulary) nearest(key string) string {
	_, word, ok := strings.Cut(key, ".")
	if !ok {
		word = key
	}
	best, distance := "", len(word)/2+1
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
