package ui

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"
)

// FieldProps are the properties that every field has; a kind of field uses those that fit it.
type FieldProps struct {
	Name         string
	ID           string // "f-"+Name when empty
	Label        string
	Hint         string // how to write it, with an example
	Value        string // what was typed, also when it was wrong
	Error        string // what would be valid
	Type         string // of an input: text, email, password, tel, search…
	Required     bool
	Optional     bool // says so beside the label
	InputMode    string
	Autocomplete string
	Placeholder  string
	MaxLength    int
	Rows         int    // of a TextArea
	Unit         string // stands after the input: "₫", "ngày"
	Short        bool   // the input is as wide as what is typed into it
	ReadOnly     bool
	Autofocus    bool
	data         string // which help of the script the input gets
	Scan         string // a keyboard reader types here; Enter posts the form with this verb (name of a submit button)
}

func (p FieldProps) id() string {
	if p.ID != "" {
		return p.ID
	}
	return FieldID(p.Name)
}

// FieldID is the id of the input of a field, where an error summary leads.
func FieldID(name string) string { return "f-" + name }

func (p FieldProps) kind() string {
	if p.Type == "" {
		return "text"
	}
	return p.Type
}

func (p FieldProps) describedBy() string {
	hint, why := "", ""
	if p.Hint != "" {
		hint = p.id() + "-hint"
	}
	if p.Error != "" {
		why = p.id() + "-why"
	}
	return cls(hint, why)
}

func (p FieldProps) rows() string { return strconv.Itoa(max(3, p.Rows)) }

// Option is one choice. Hint stands under it in quiet letters; Group names the heading in a Select.
type Option struct {
	Value, Label string
	Hint         string
	Group        string
	Disabled     bool
}

// optionGroups keeps the order in which groups first appear; options without a group come first.
func optionGroups(options []Option) []string {
	var groups []string
	for _, o := range options {
		if o.Group != "" && !slices.Contains(groups, o.Group) {
			groups = append(groups, o.Group)
		}
	}
	return groups
}

// FormProps is a form. Draft is the path to which the script posts what was typed, every few seconds.
type FormProps struct {
	ID     string
	Action string
	Get    bool
	Upload bool   // carries files
	Draft  string // autosave goes here
	Guard  bool   // ask before leaving with unsaved changes
	Inline bool   // a row of fields, as above a list
}

func (p FormProps) method() string {
	if p.Get {
		return "get"
	}
	return "post"
}

func (p FormProps) class() string {
	if p.Inline {
		return "form inline"
	}
	return "form"
}

// FileProps is a field for files. Have are those already there.
type FileProps struct {
	FieldProps
	Accept   string // ".pdf,image/*"
	Multiple bool
	Capture  bool // a phone offers its camera
	Have     []HaveFile
}

// HaveFile is a file that was already sent: its name, what is known of it, where it opens, and the
// name and value of the button that takes it away.
type HaveFile struct {
	Name, Text, Href string
	RemoveName       string
	RemoveValue      string
}

// ButtonProps is a button, or a link that looks like one when it has Href.
type ButtonProps struct {
	Label      string
	Href       string
	Name       string
	Value      string
	Icon       string
	Primary    bool
	Plain      bool
	Danger     bool
	Form       string // id of a form elsewhere on the page
	FormAction string
	Dialog     string // id of the dialog it opens
	NoValidate bool
	Disabled   bool
}

func (p ButtonProps) class() string {
	return verbClass(Verb{Plain: p.Plain, Danger: p.Danger}, p.Primary)
}

func badClass(p FieldProps) string {
	if p.Error != "" {
		return "bad"
	}
	return ""
}

func shortClass(p FieldProps) string {
	if p.Short {
		return "short"
	}
	return ""
}

func unitClass(p FieldProps) string {
	if p.Unit != "" {
		return "with-unit"
	}
	return ""
}

func chosen(values []string, v string) bool { return slices.Contains(values, v) }

func buttonHref(p ButtonProps) string {
	if p.Dialog != "" {
		return "#" + p.Dialog
	}
	return p.Href
}

func dateProps(ctx context.Context, p FieldProps) FieldProps {
	p.InputMode, p.Short, p.data = "numeric", true, "data-date"
	if p.Hint == "" {
		p.Hint = T(ctx, "Ngày/tháng/năm, ví dụ 31/12/2026")
	}
	if p.MaxLength == 0 {
		p.MaxLength = 10
	}
	return p
}

func moneyProps(p FieldProps) FieldProps {
	p.InputMode, p.Unit, p.Short, p.data = "numeric", "₫", true, "data-money"
	return p
}

// inputAttrs are the attributes that an input has only when there is something to say.
func inputAttrs(p FieldProps) templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("inputmode", p.InputMode)
	set("autocomplete", p.Autocomplete)
	set("aria-describedby", p.describedBy())
	set("placeholder", p.Placeholder)
	if p.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(p.MaxLength)
	}
	if p.Error != "" {
		a["aria-invalid"] = "true"
	}
	if p.Required {
		a["aria-required"] = "true"
	}
	if p.data != "" {
		a[p.data] = true
	}
	a["readonly"] = p.ReadOnly
	a["autofocus"] = p.Autofocus
	return a
}
