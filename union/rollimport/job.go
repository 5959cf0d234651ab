package rollimport

import (
	"slices"

	"doanket/internal/sheets"
	"doanket/kernel"
)

// Import (lần nhập danh sách) is one file on its way into the roll.
type Import struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Unit     kernel.ID // the unit that the file is for, or the one above those that its rows name
	Account  kernel.ID // who imports; 0 for the program
	Name     string    // of the file
	SHA      string
	Size     int64
	State    State
	Next     State // what follows a clean check by itself: Running, or nothing
	Mapping  sheets.Mapping
	Options  Options
	Counts   Counts
	Position int   // number of the last row that is committed in this pass
	Progress int   // of this pass, in thousandths
	Stop     bool  // somebody asked to stop
	Why      Why   // of Failed
	Version  int64 // rises with every change

	At       kernel.Instant
	Changed  kernel.Instant
	Started  kernel.Instant // of this pass
	Finished kernel.Instant
}

// State (bước) of an import.
//
//glossary:none
type State string

// States.
const (
	MappingStep State = "mapping"   // waits for the columns
	Checking    State = "checking"  // is being read, nothing is written
	Checked     State = "checked"   // the report stands
	Running     State = "running"   // is being written
	Done        State = "done"      // is written
	Cancelled   State = "cancelled" // was stopped; what was written stays
	Failed      State = "failed"    // could not go on; may be run again from where it stands
)

// moves are the ways of an import. What is not here cannot happen.
var moves = map[State][]State{
	MappingStep: {Checking, Running, Cancelled},
	Checking:    {Checked, Running, Failed, Cancelled},
	Checked:     {MappingStep, Checking, Running, Cancelled},
	Running:     {Done, Failed, Cancelled},
	Failed:      {MappingStep, Checking, Running, Cancelled},
	Cancelled:   {},
	Done:        {},
}

// May tells whether an import may go from one state to another.
func (s State) May(to State) bool { return slices.Contains(moves[s], to) }

// Working tells that a process reads the file now, or should.
func (s State) Working() bool { return s == Checking || s == Running }

// Options (cách nhập) are what the one who imports decides.
//
//glossary:none
type Options struct {
	Whole    bool        `json:"whole,omitempty"`       // all rows or none
	Update   bool        `json:"update,omitempty"`      // what the file says otherwise becomes a dated fact
	Accept   bool        `json:"accept,omitempty"`      // doubtful values are taken as proposed
	Proper   bool        `json:"proper_case,omitempty"` // NGUYỄN VĂN AN becomes Nguyễn Văn An
	Admitted kernel.Date `json:"admitted,omitzero"`     // where the table has no day of admission
	Basis    string      `json:"basis,omitempty"`       // where the table names no decision
	Known    kernel.Date `json:"known,omitzero"`        // from when on changes hold; today when zero
}

// Counts (số dòng) of an import, by what became of them.
//
//glossary:none
type Counts struct {
	Rows      int `json:"rows"`      // rows that speak of a member
	Fresh     int `json:"fresh"`     // new members
	Unchanged int `json:"unchanged"` // on the roll already, as the file says
	Changed   int `json:"changed"`   // on the roll, the file says something else
	Updated   int `json:"updated"`   // of these, written down
	Faulty    int `json:"faulty"`    // left out
	Doubtful  int `json:"doubtful"`  // left out until a person decides; also counted in Faulty
	Noted     int `json:"noted"`     // entered, with something to look at
	Aside     int `json:"aside"`     // lines outside the table: sums, signatures
	Findings  int `json:"findings"`  // faults, doubts and notes in all
}

func (c *Counts) add(o Counts) {
	c.Rows += o.Rows
	c.Fresh += o.Fresh
	c.Unchanged += o.Unchanged
	c.Changed += o.Changed
	c.Updated += o.Updated
	c.Faulty += o.Faulty
	c.Doubtful += o.Doubtful
	c.Noted += o.Noted
	c.Aside += o.Aside
	c.Findings += o.Findings
}

// Weight (mức) of a finding.
//
//glossary:none
type Weight string

// Weights.
const (
	Fault Weight = "fault" // the row is left out
	Doubt Weight = "doubt" // the row is left out unless doubts are accepted
	Note  Weight = "note"  // the row is entered
)

// Finding (điều phải xem) is what an import has to say about one cell, or about a row as a whole.
type Finding struct {
	Row      int
	Column   int    // -1 for the whole row
	Field    string // key
	Weight   Weight
	Code     string
	Args     []any
	Value    string // what the cell says
	Proposal string
}

// Cell is "C7", or "" for a whole row.
func (f Finding) Cell() string {
	if f.Column < 0 {
		return ""
	}
	return sheets.CellName(f.Column, f.Row)
}

// Why is a refusal as it is kept with an import that failed.
//
//glossary:none
type Why struct {
	Code string `json:"code,omitempty"`
	Args []any  `json:"args,omitempty"`
	Row  int    `json:"row,omitempty"`
}

// WholeChunk is up to how many rows an import of the whole or nothing is one transaction; chunk is how
// many rows are committed together otherwise.
const (
	WholeChunk = 20_000
	chunk      = 5_000
)

// Findings are kept up to these numbers, notes apart from what keeps a row out; all are counted.
const (
	mostFaults = 300_000
	mostNotes  = 5_000
)
