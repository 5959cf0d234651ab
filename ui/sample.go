package ui

import "github.com/a-h/templ"

// Sample is one page in one state, for the page catalogue, for goldens and for the checks of
// accessibility. A room exports its samples as `func Samples() []ui.Sample`.
type Sample struct {
	Room  string // "dossiers"
	Page  string // "detail"
	State string // "overdue"
	Body  templ.Component
	Plain bool // a narrow public page
	Print bool // a paper, alone on the page
}

// Name is the sample in one word, for files and tests.
func (s Sample) Name() string { return s.Room + "_" + s.Page + "_" + s.State }
