package inspection

import "doanket/kernel"

// What this room tells. The subject is "inspection:<id>".
const (
	AnnouncedFact = "inspection.announced"
	ConcludedFact = "inspection.concluded"
	FollowedFact  = "inspection.followed_up"
	ClosedFact    = "inspection.closed"
	CancelledFact = "inspection.cancelled"
)

// Told is the data of every fact of this room, version 1.
//
//glossary:none
type Told struct {
	Inspection kernel.ID   `json:"inspection"`
	Unit       kernel.ID   `json:"unit"`
	Subject    kernel.ID   `json:"subject"`
	Kind       Kind        `json:"kind"`
	State      State       `json:"state"`
	Paper      bool        `json:"paper,omitempty"`
	Concluded  kernel.Date `json:"concluded,omitzero"`
	Asked      int         `json:"asked,omitempty"` // recommendations issued
}
