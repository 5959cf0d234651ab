package orgs

import "doanket/kernel"

// Area (địa bàn: đơn vị hành chính) is one version of a province, district or commune-level area:
// what it was called, which code it bore and what it lay in, during Valid. Codes are used again: of
// the 3,321 commune codes in force, more than half named another place before 01/07/2025.
type Area struct {
	ID        kernel.ID // of the version
	Area      kernel.ID // of the area through all its versions
	Level     AreaLevel
	Code      string // two, three or five digits; empty where the source has none
	Kind      string // "phường", as the map writes it
	Name      string // without the kind: "Uông Bí"
	Parent    kernel.ID
	Valid     kernel.Period
	FromKnown bool // false: the first day is the first day of the code list, not of this area
	Source    string
	Verified  bool
}

// AreaLevel is a word of the data; levels come and go with the law.
//
//glossary:none
type AreaLevel string

const (
	Province AreaLevel = "province"
	District AreaLevel = "district" // none since 01/07/2025
	Commune  AreaLevel = "commune"
)

// Title is "Phường Uông Bí", "Thành phố Hà Nội".
func (a Area) Title() string { return capital(a.Kind) + " " + a.Name }

// Lineage (nguồn gốc địa bàn) says that a part or the whole of Old went into New on a day. Rows that
// are not verified are candidates: the public map under-reports partial transfers.
type Lineage struct {
	Old, New  Area
	Effective kernel.Date
	Part      string // whole, part, unknown
	Source    string
	Verified  bool
}
