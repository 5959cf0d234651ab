package procedures

import (
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
)

// Question is a field as the applicant sees it now.
//
//glossary:none
type Question struct {
	FormField
	Section  string
	Shown    bool
	Must     bool
	Choices  []Option
	TypeName string // of the HTML input
}

// Questions are all fields with what the answers so far make of them, in the order of the form.
func (v *Version) Questions(a Ask) []Question {
	env := v.env(a)
	var out []Question
	for _, s := range v.Def.Form.Sections {
		open := v.when(s.Visible, env)
		for _, f := range s.Fields {
			shown := open && v.when(f.Visible, env)
			out = append(out, Question{
				FormField: f, Section: s.Key, Shown: shown, Must: shown && v.cond(f.Required, env),
				Choices: v.Def.options(f), TypeName: inputType[f.Type],
			})
		}
	}
	return out
}

var inputType = map[string]string{
	"number": "text", "money": "text", "date": "text", "cccd": "text", "phone": "tel", "email": "email", "text": "text",
	"person_name": "text", "area": "text", "long": "textarea", "choice": "select", "many": "checkboxes", "yesno": "radio", "file": "file",
}

// options of a choice: written in the field, or a code list of the definition.
func (d *Definition) options(f FormField) []Option {
	if len(f.Options) > 0 {
		return f.Options
	}
	return d.Lists[f.List]
}

// ReadAnswers turns the text of a web form into typed answers: days as 2026-12-31, numbers as int,
// yes/no as bool. What cannot be read is told at its field and kept as typed.
func (v *Version) ReadAnswers(form map[string][]string) (map[string]any, []kernel.FieldFault) {
	out := map[string]any{}
	var faults kernelFaults
	for _, s := range v.Def.Form.Sections {
		for _, f := range s.Fields {
			raw, given := form[f.Key]
			if !given {
				continue
			}
			if f.Type == "many" {
				out[f.Key] = slices.DeleteFunc(slices.Clone(raw), func(s string) bool { return s == "" })
				continue
			}
			if len(raw) == 0 || strings.TrimSpace(raw[0]) == "" {
				continue
			}
			out[f.Key] = faults.read(f, strings.TrimSpace(raw[0]))
		}
	}
	return out, faults
}

type kernelFaults []kernel.FieldFault

func (fs *kernelFaults) add(field, code string, args ...any) {
	*fs = append(*fs, kernel.FieldFault{Field: field, Code: "procedures.answer." + code, Args: args})
}

func (fs *kernelFaults) read(f FormField, s string) any {
	switch f.Type {
	case "number", "money":
		n, err := strconv.Atoi(strings.NewReplacer(".", "", " ", "", "₫", "", "đ", "").Replace(s))
		if err != nil {
			fs.add(f.Key, "number", f.Label)
			return s
		}
		return n
	case "yesno":
		return s == "co" || s == "true" || s == "1"
	case "date":
		d, ok := parseDay(s)
		if !ok {
			fs.add(f.Key, "date", f.Label)
			return s
		}
		return d.String()
	}
	return s
}

var vietnameseDay = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

func parseDay(s string) (kernel.Date, bool) {
	m := vietnameseDay.FindStringSubmatch(s)
	if m == nil {
		d, err := kernel.ParseISODate(s)
		return d, err == nil
	}
	day, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[3])
	d, err := kernel.NewDate(year, month, day)
	return d, err == nil
}

// CheckAnswers tells everything that keeps the form from being filed. Fields that are not shown are not looked at.
func (v *Version) CheckAnswers(a Ask) []kernel.FieldFault {
	var faults kernelFaults
	for _, q := range v.Questions(a) {
		if !q.Shown {
			continue
		}
		value, given := a.Answers[q.Key]
		if !given || isEmpty(value) {
			if q.Must && q.Type != "file" { // files are looked at with the papers
				faults.add(q.Key, "missing", q.Label)
			}
			continue
		}
		v.checkAnswer(&faults, q, value, a)
	}
	if len(faults) > 0 {
		return faults
	}
	env := v.env(a)
	for _, r := range v.Def.Form.Rules {
		if v.holds(r.Broken, env) {
			faults.add(r.Field, "rule", r.Message)
		}
	}
	return faults
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []string:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

var (
	cccdText  = regexp.MustCompile(`^\d{12}$`)
	phoneText = regexp.MustCompile(`^(0|\+84)\d{9}$`)
	areaText  = regexp.MustCompile(`^\d{2}(\d{3})?$`)
)

func (v *Version) checkAnswer(faults *kernelFaults, q Question, value any, a Ask) {
	text, _ := value.(string)
	switch q.Type {
	case "number", "money":
		n := int64(asInt(value))
		_, isText := value.(string)
		switch {
		case isText:
			faults.add(q.Key, "number", q.Label)
		case q.Min != nil && n < *q.Min:
			faults.add(q.Key, "min", q.Label, kernel.GroupThousands(*q.Min))
		case q.Max != nil && n > *q.Max:
			faults.add(q.Key, "max", q.Label, kernel.GroupThousands(*q.Max))
		}
	case "cccd":
		v.match(faults, q, cccdText, text, "cccd")
	case "phone":
		v.match(faults, q, phoneText, strings.NewReplacer(" ", "", ".", "").Replace(text), "phone")
	case "area":
		v.match(faults, q, areaText, text, "area")
	case "email":
		_, err := mail.ParseAddress(text)
		if err != nil {
			faults.add(q.Key, "email", q.Label)
		}
	case "person_name":
		if len(strings.Fields(text)) < 2 || strings.ContainsAny(text, "0123456789<>@") {
			faults.add(q.Key, "person_name", q.Label)
		}
	case "date":
		v.checkDate(faults, q, text, a)
	case "choice":
		if !known(q.Choices, text) {
			faults.add(q.Key, "choice", q.Label)
		}
	case "many":
		for _, s := range asStrings(value) {
			if !known(q.Choices, s) {
				faults.add(q.Key, "choice", q.Label)
				break
			}
		}
	case "text", "long":
		v.checkText(faults, q, text)
	}
}

func (v *Version) match(faults *kernelFaults, q Question, re *regexp.Regexp, text, code string) {
	if !re.MatchString(text) {
		faults.add(q.Key, code, q.Label)
	}
}

func known(list []Option, code string) bool {
	return slices.ContainsFunc(list, func(o Option) bool { return o.Code == code })
}

func (v *Version) checkDate(faults *kernelFaults, q Question, text string, a Ask) {
	d, err := kernel.ParseISODate(text)
	if err != nil {
		faults.add(q.Key, "date", q.Label)
		return
	}
	switch q.NotAfter {
	case "":
	case "nop":
		if !a.On.IsZero() && d.After(a.On) {
			faults.add(q.Key, "future", q.Label)
		}
	default:
		other, _ := a.Answers[q.NotAfter].(string)
		o, err := kernel.ParseISODate(other)
		if err == nil && d.After(o) {
			faults.add(q.Key, "after", q.Label, v.shape.fields[q.NotAfter].Label)
		}
	}
}

func (v *Version) checkText(faults *kernelFaults, q Question, text string) {
	n := int64(len([]rune(text)))
	limit := int64(500)
	if q.Type == "long" {
		limit = 5000
	}
	if q.Max != nil {
		limit = *q.Max
	}
	switch {
	case q.Min != nil && n < *q.Min:
		faults.add(q.Key, "short", q.Label, *q.Min)
	case n > limit:
		faults.add(q.Key, "long", q.Label, limit)
	case q.Pattern != "":
		re, err := regexp.Compile(q.Pattern)
		if err == nil && !re.MatchString(text) {
			faults.add(q.Key, "rule", q.Message)
		}
	}
}
