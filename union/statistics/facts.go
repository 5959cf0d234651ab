package statistics

import "doanket/kernel"

// What this room tells. The subject is "statistics_period:<id>" or "statistics_report:<id>".
const (
	OpenedFact    = "statistics.opened"
	SubmittedFact = "statistics.submitted"
	AcceptedFact  = "statistics.accepted"
	ReturnedFact  = "statistics.returned"
	WithdrawnFact = "statistics.withdrawn"
)

// Told is the data of every fact of this room, version 1.
//
//glossary:none
type Told struct {
	Period kernel.ID   `json:"period"`
	Report kernel.ID   `json:"report,omitzero"`
	Org    kernel.ID   `json:"org"`
	Form   string      `json:"form,omitempty"`
	CutOff kernel.Date `json:"cut_off"`
	SHA256 string      `json:"sha256,omitempty"`
}
