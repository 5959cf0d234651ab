package welfare

import "doanket/kernel"

// What this room tells. The subject of ApprovedFact is "welfare_list:<id>", that of ReceivedFact "benefit:<id>".
const (
	AskedFact    = "welfare.approval_asked"
	WaitingFact  = "welfare.allowance_waiting"
	ApprovedFact = "welfare.approved"
	ReceivedFact = "welfare.received"
)

// Told is the data of every fact of this room, version 1: identities, no names.
//
//glossary:none
type Told struct {
	Programme kernel.ID    `json:"programme"`
	List      kernel.ID    `json:"list,omitempty"`
	Org       kernel.ID    `json:"org"`
	Benefit   kernel.ID    `json:"benefit,omitempty"`
	Person    kernel.ID    `json:"person,omitempty"`
	Unit      kernel.ID    `json:"unit,omitempty"`
	Title     string       `json:"title,omitempty"` // of the programme, or the code of a dossier
	Line      string       `json:"line"`
	Count     int64        `json:"count,omitempty"`
	Amount    kernel.Money `json:"amount"`
}
