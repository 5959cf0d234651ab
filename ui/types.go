package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"doanket/kernel"
)

// Tone is the colour and the shape that stand with a word. It is an alias, so that rooms may keep
// tones as plain text in their own tables.
type Tone = string

// The tones of a state: what runs, waits, is done, is late, is due soon, is put aside.
const (
	Run  Tone = "run"
	Wait Tone = "wait"
	Done Tone = "done"
	Late Tone = "late"
	Soon Tone = "soon"
	Hold Tone = "hold"
)

// Errors maps the name of a field to the sentence that says what would be valid.
type Errors map[string]string

// Names are the fields with an error, in the given order first, then by name.
func (e Errors) Names(order ...string) []string {
	var names []string
	for _, n := range order {
		if e[n] != "" {
			names = append(names, n)
		}
	}
	var rest []string
	for n, s := range e {
		if s != "" && !slices.Contains(names, n) {
			rest = append(rest, n)
		}
	}
	slices.Sort(rest)
	return append(names, rest...)
}

// Link is a word that leads somewhere; without Href it is only the word.
type Link struct{ Label, Href string }

// Text is a Link that leads nowhere.
func Text(s string) Link { return Link{Label: s} }

// Counter is a figure that opens its own list.
type Counter struct {
	Label string
	Value string
	Href  string
	Tone  Tone // Late or Soon, else none
}

// Chip is one filter or one view of a list; Count stands after the word when it is not empty.
type Chip struct {
	Label   string
	Href    string
	Current bool
	Count   string
}

// Num writes a count as it is read in Vietnam: 1.234.
func Num[N ~int | ~int64](n N) string { return kernel.GroupThousands(int64(n)) }

// Fact is one line of what is known of a thing. Body takes the place of Value when it is given.
type Fact struct {
	Label string
	Value string
	Href  string
	Body  templ.Component
}

// Event is one line of what happened; Now marks where the thing stands.
type Event struct {
	Title string
	Text  string // who and when, in one quiet line
	Note  string // what was said, if anything
	Href  string
	Now   bool
	Body  templ.Component
}

// ClockProps is the clock of a case: what was used, what was held, and why it ends then.
type ClockProps struct {
	ID          string // unique on the page; "clock" when empty
	Title       string // "Hẹn trả 08:20 thứ năm, 03/12/2026"
	Left        string // "Còn 6 ngày 4 giờ làm việc trong 7 ngày"
	Tone        Tone   // Late, Soon, Wait (stopped), Done, or none while it runs
	Used, Held  int    // percent of the whole, 0–100
	Why         []string
	Open        bool   // the reasons stand open
	Provisional string // why the date may still move, if it may
}

func (c ClockProps) id() string {
	if c.ID == "" {
		return "clock"
	}
	return c.ID
}

// Verb is something that may be done now. Href leads to a page, Action posts, Dialog opens a dialog
// of the page by its id. The first verb stands in colour unless it is Plain.
type Verb struct {
	Label   string
	Href    string
	Action  string
	Dialog  string
	Hidden  map[string]string // fields that go with Action
	Icon    string
	Plain   bool
	Danger  bool
	Confirm string // a question that the script asks first; without script the server asks
}

func verbClass(v Verb, first bool) string {
	switch {
	case v.Plain:
		return "btn plain"
	case v.Danger:
		return "btn danger"
	case first:
		return "btn primary"
	}
	return "btn"
}

// Column is the head of a column of a table. Href sorts by it; Sorted is "", "asc" or "desc".
type Column struct {
	Label  string
	Href   string
	Sorted string
	Num    bool
}

func ariaSort(s string) string {
	switch s {
	case "asc":
		return "ascending"
	case "desc":
		return "descending"
	}
	return "none"
}

func percent(n int) string { return strconv.Itoa(max(0, min(100, n))) }

func cls(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}
