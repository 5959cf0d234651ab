package committees

import "doanket/kernel"

// Strength (số đoàn viên) is how many members a unit has on a day with all that stands inside it. Known
// is false when nobody keeps its roll here yet: then no rule about numbers can be checked.
//
//glossary:none
type Strength struct {
	Members, Women int64
	Known          bool
}

// Individual (người) is a person as this room shows her.
//
//glossary:none
type Individual struct {
	ID   kernel.ID
	Name string
	Sex  string // "nam", "nữ" or ""
	Born kernel.Date
	Note string // what tells two of one name apart: a member number, a post
}
