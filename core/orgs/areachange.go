package orgs

// Parts of an old area that go into a new one.
const (
	WholePart = "whole"
	SomePart  = "part"
)

// AreaSource (phần địa bàn) is an area of the day before with how much of it goes.
//
//glossary:none
type AreaSource struct {
	Code string
	Part string // WholePart or SomePart
}

// AreaForming (lập, đổi địa bàn) is an area as a decision makes it. With Keeps an area that is there goes
// on under it: what is left empty stays as it was.
//
//glossary:none
type AreaForming struct {
	Keeps  string // code of the day before of the area that goes on; "" makes a new one
	Level  AreaLevel
	Code   string
	Kind   string
	Name   string
	Parent string // code of what it lies in, on its first day; "" for a province
	From   []AreaSource
}
