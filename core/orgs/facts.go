package orgs

import "doanket/kernel"

// Kinds of facts that this room tells, all of version 1, all with the subject "org:<id>".
const (
	FactFounded     = "orgs.founded"
	FactRenamed     = "orgs.renamed"
	FactMoved       = "orgs.moved"
	FactKindChanged = "orgs.kind_changed"
	FactIdentified  = "orgs.identified"
	FactWoundUp     = "orgs.wound_up"
)

// fact is what is told of one change; On is the day it takes effect, past or future.
type fact interface{ kind() string }

type founded struct {
	Org    kernel.ID   `json:"org"`
	Parent kernel.ID   `json:"parent,omitempty"`
	Kind   string      `json:"kind"`
	On     kernel.Date `json:"on"`
}

type renamed struct {
	Org  kernel.ID   `json:"org"`
	Name string      `json:"name"`
	On   kernel.Date `json:"on"`
}

type moved struct {
	Org  kernel.ID   `json:"org"`
	From kernel.ID   `json:"from"`
	To   kernel.ID   `json:"to"`
	On   kernel.Date `json:"on"`
}

type kindChanged struct {
	Org  kernel.ID   `json:"org"`
	Kind string      `json:"kind"`
	On   kernel.Date `json:"on"`
}

type identified struct {
	Org    kernel.ID   `json:"org"`
	Scheme string      `json:"scheme"`
	Code   string      `json:"code"`
	On     kernel.Date `json:"on"`
}

type woundUp struct {
	Org kernel.ID   `json:"org"`
	On  kernel.Date `json:"on"`
}

func (founded) kind() string     { return FactFounded }
func (renamed) kind() string     { return FactRenamed }
func (moved) kind() string       { return FactMoved }
func (kindChanged) kind() string { return FactKindChanged }
func (identified) kind() string  { return FactIdentified }
func (woundUp) kind() string     { return FactWoundUp }
