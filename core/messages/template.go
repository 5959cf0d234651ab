package messages

import (
	"fmt"
	"regexp"
	"strings"

	"doanket/kernel"
)

// VarKind is what a variable of a template holds; it decides how the value is written.
//
//glossary:none
type VarKind string

const (
	Text    VarKind = "text"
	Day     VarKind = "day"
	Moment  VarKind = "moment"
	Sum     VarKind = "sum"
	Integer VarKind = "integer"
)

// Template (mẫu tin) is an approved text with its version. Variables stand as {{ma_ho_so}} and are
// declared with their kind.
type Template struct {
	Key     string
	Version int
	Subject string
	Text    string
	Vars    map[string]VarKind
}

// Vars are the values of a template's variables: string, kernel.Date, kernel.Instant, kernel.Money, int.
//
//glossary:none
type Vars map[string]any

var mark = regexp.MustCompile(`\{\{([a-z][a-z0-9_]*)\}\}`)

// Check finds what is wrong with a template before anybody relies on it: kernel Faults
// messages.unknown_var, messages.unused_var, messages.stray_brace, messages.empty_template.
func (t Template) Check() []*kernel.Fault {
	var out []*kernel.Fault
	bad := func(code string, args ...any) {
		out = append(out, &kernel.Fault{Kind: kernel.Invalid, Code: code, Args: args})
	}
	if strings.TrimSpace(t.Subject) == "" || strings.TrimSpace(t.Text) == "" || t.Key == "" || t.Version < 1 {
		bad("messages.empty_template", t.Key)
	}
	used := map[string]bool{}
	for _, m := range mark.FindAllStringSubmatch(t.Subject+t.Text, -1) {
		used[m[1]] = true
		if _, ok := t.Vars[m[1]]; !ok {
			bad("messages.unknown_var", m[1])
		}
	}
	for name := range t.Vars {
		if !used[name] {
			bad("messages.unused_var", name)
		}
	}
	if rest := mark.ReplaceAllString(t.Subject+t.Text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		bad("messages.stray_brace", t.Key)
	}
	return out
}

// Render fills the template. A value that is missing, of the wrong kind or not declared is an internal
// error: the room that asks is wrong, not the person.
func (t Template) Render(vars Vars) (subject, text string, err error) {
	for name := range vars {
		if _, ok := t.Vars[name]; !ok {
			return "", "", fmt.Errorf("template %s has no variable %s", t.Key, name)
		}
	}
	fill := func(s string) string {
		return mark.ReplaceAllStringFunc(s, func(m string) string {
			name := m[2 : len(m)-2]
			word, problem := write(t.Vars[name], vars[name])
			if problem != nil && err == nil {
				err = fmt.Errorf("template %s, variable %s: %w", t.Key, name, problem)
			}
			return word
		})
	}
	subject, text = fill(t.Subject), fill(t.Text)
	return strings.Join(strings.Fields(subject), " "), text, err
}

func write(kind VarKind, v any) (string, error) {
	switch v := v.(type) {
	case string:
		if kind == Text {
			return v, nil
		}
	case kernel.Date:
		if kind == Day && !v.IsZero() {
			return kernel.FormatDate(v), nil
		}
	case kernel.Instant:
		if kind == Moment && !v.IsZero() {
			return kernel.FormatInstant(v), nil
		}
	case kernel.Money:
		if kind == Sum {
			return v.String(), nil
		}
	case int:
		if kind == Integer {
			return kernel.GroupThousands(int64(v)), nil
		}
	}
	return "", fmt.Errorf("a %T is no %s", v, kind)
}
