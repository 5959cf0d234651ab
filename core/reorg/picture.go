package reorg

import (
	"slices"

	"doanket/kernel"
)

// Picture (bức tranh trước, sau) is what a try of a decision found: the branch before and after, what
// every step gives and takes, what the whole site holds, and everything that stands in the way.
type Picture struct {
	On     kernel.Date   `json:"on"`
	Before []PictureNode `json:"before,omitempty"`
	After  []PictureNode `json:"after,omitempty"`
	Steps  []StepPicture `json:"steps,omitempty"`
	Totals []PictureLine `json:"totals,omitempty"`
	Faults []StepFault   `json:"faults,omitempty"`
	Units  int           `json:"units"` // how many units change
	Tried  bool          `json:"tried"` // what the rooms hold was carried and counted
}

// Clean tells that nothing stands in the way.
func (p Picture) Clean() bool { return p.Tried && len(p.Faults) == 0 }

// PictureNode (đơn vị trong bức tranh) is a unit of the branch with what it and all below it hold.
//
//glossary:none
type PictureNode struct {
	ID       kernel.ID      `json:"id"`
	Name     string         `json:"name"`
	Mark     Mark           `json:"mark,omitempty"`
	Units    int            `json:"units"` // below it
	Holds    []PictureCount `json:"holds,omitempty"`
	Children []PictureNode  `json:"children,omitempty"`
	More     int            `json:"more,omitempty"` // children that are not listed
}

// Mark (dấu) is what happens to a unit.
//
//glossary:none
type Mark string

// What may happen to a unit of the picture.
const (
	Comes   Mark = "new"
	Goes    Mark = "ends"
	Moves   Mark = "moves"
	Changes Mark = "changes"
)

// PictureCount (số) is how much of a kind.
//
//glossary:none
type PictureCount struct {
	Kind   string       `json:"kind"`
	Count  int64        `json:"count"`
	Amount kernel.Money `json:"amount,omitempty"`
}

// PictureLine (dòng bảo toàn) compares how much of a kind there is before and after. What ends by the decision
// is told apart from what would be lost.
//
//glossary:none
type PictureLine struct {
	Kind         string       `json:"kind"`
	Before       int64        `json:"before"`
	After        int64        `json:"after"`
	Ended        int64        `json:"ended,omitempty"`
	AmountBefore kernel.Money `json:"amount_before,omitempty"`
	AmountAfter  kernel.Money `json:"amount_after,omitempty"`
	AmountEnded  kernel.Money `json:"amount_ended,omitempty"`
}

// Kept tells that nothing is lost and nothing comes of nothing.
func (l PictureLine) Kept() bool {
	return l.Before == l.After+l.Ended && l.AmountBefore == l.AmountAfter+l.AmountEnded
}

// StepPicture (bước trong bức tranh) is what one step gives and takes, unit by unit and kind by kind.
//
//glossary:none
type StepPicture struct {
	Rows []UnitLine    `json:"rows,omitempty"`
	Sums []PictureLine `json:"sums,omitempty"`
}

// UnitLine is one unit and kind of a step.
//
//glossary:none
type UnitLine struct {
	Unit   kernel.ID `json:"unit"`
	Name   string    `json:"name"`
	Source bool      `json:"source,omitempty"`
	PictureLine
}

// StepFault (chỗ vướng của một bước) is one thing to be mended: in which step, 0 being the head of the
// paper, at which field or cell, with its stable code.
//
//glossary:none
type StepFault struct {
	Step     int    `json:"step"`
	Place    string `json:"place,omitempty"`
	Field    string `json:"field,omitempty"`
	Code     string `json:"code"`
	Args     []any  `json:"args,omitempty"`
	Unit     string `json:"unit,omitempty"` // what the unit is called that it is about
	Sentence string `json:"sentence,omitempty"`
}

// faultsOf spreads a refusal into its fields; ok is false for an error that is none.
func faultsOf(step int, place string, err error) ([]StepFault, bool) {
	f := kernel.AsFault(err)
	if f == nil {
		return nil, false
	}
	if len(f.Fields) == 0 {
		return []StepFault{{Step: step, Place: place, Code: f.Code, Args: f.Args}}, true
	}
	var out []StepFault
	for _, x := range f.Fields {
		out = append(out, StepFault{Step: step, Place: place, Field: x.Field, Code: x.Code, Args: x.Args})
	}
	return out, true
}

// tally adds what units hold, by unit and kind.
type tally map[kernel.ID]map[string]PictureCount

func (t tally) add(unit kernel.ID, c PictureCount) {
	if t[unit] == nil {
		t[unit] = map[string]PictureCount{}
	}
	had := t[unit][c.Kind]
	t[unit][c.Kind] = PictureCount{c.Kind, had.Count + c.Count, had.Amount + c.Amount}
}

// sum is what some units hold together.
func (t tally) sum(units []kernel.ID) map[string]PictureCount {
	out := tally{}
	for _, id := range units {
		for _, c := range t[id] {
			out.add(0, c)
		}
	}
	return out[0]
}

func counts(m map[string]PictureCount) []PictureCount {
	var out []PictureCount
	for _, kind := range sortedKinds(m) {
		if c := m[kind]; c.Count != 0 || c.Amount != 0 {
			out = append(out, c)
		}
	}
	return out
}

func sortedKinds[V any](ms ...map[string]V) []string {
	var out []string
	for _, m := range ms {
		for kind := range m {
			if !slices.Contains(out, kind) {
				out = append(out, kind)
			}
		}
	}
	slices.Sort(out)
	return out
}

// compare makes the lines between two countings. ending are the kinds of which some may end, or, when an
// earlier decision is taken back, come back: then the number that ended is below zero.
func compare(before, after map[string]PictureCount, ending []string, back bool) []PictureLine {
	var out []PictureLine
	for _, kind := range sortedKinds(before, after) {
		l := PictureLine{Kind: kind, Before: before[kind].Count, After: after[kind].Count, AmountBefore: before[kind].Amount, AmountAfter: after[kind].Amount}
		if l.Before == 0 && l.After == 0 && l.AmountBefore == 0 && l.AmountAfter == 0 {
			continue
		}
		if slices.Contains(ending, kind) {
			l.Ended, l.AmountEnded = l.Before-l.After, l.AmountBefore-l.AmountAfter
			if !back {
				l.Ended, l.AmountEnded = max(0, l.Ended), max(0, l.AmountEnded)
			}
		}
		out = append(out, l)
	}
	return out
}
