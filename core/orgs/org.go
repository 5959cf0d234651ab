package orgs

import (
	"strings"

	"doanket/kernel"
)

// Org (cơ quan, tổ chức, đơn vị) is a unit as it was on one day. The unit itself is never deleted;
// name, kind, parent and identifiers are what was in force on that day.
type Org struct {
	ID        kernel.ID
	Tenant    kernel.ID // the top unit of the site's tree
	Name      string
	ShortName string // as on narrow screens and in lists, may be empty
	Kind      string // key of a Kind
	Parent    kernel.ID
	// Identifier is mã định danh điện tử (QĐ 20/2020/QĐ-TTg), such as H49.31.06; Former is the
	// 13-character form before it, such as 000.31.06.H49.
	Identifier string
	Former     string
	Life       kernel.Period
	Status     Status
}

// Label is the short name where there is one.
func (o Org) Label() string {
	if o.ShortName != "" {
		return o.ShortName
	}
	return o.Name
}

// Status (tình trạng) of a unit on a day follows from its life and is never typed by hand.
//
//glossary:none
type Status string

const (
	Planned Status = "planned" // founded by a decision that has not taken effect yet
	Active  Status = "active"
	WoundUp Status = "wound_up"
	Void    Status = "void" // founded by a decision that was taken back: it never was
)

// statusOn reads the status from the unit's life.
func statusOn(life kernel.Period, on kernel.Date) Status {
	if on.Before(life.From) {
		return Planned
	}
	if !life.Holds(on) {
		return WoundUp
	}
	return Active
}

// clamp moves a date into a life: before its first day counts the first, after its end the last.
// That way the papers of a unit that is gone still find its name and who stood above it.
func clamp(life kernel.Period, on kernel.Date) kernel.Date {
	if on.Before(life.From) {
		return life.From
	}
	if !life.To.IsZero() && !on.Before(life.To) {
		return life.To.AddDays(-1)
	}
	return on
}

// Decision (quyết định) is the paper that a change rests on.
type Decision struct {
	ID      kernel.ID
	Number  string // "12/QĐ-UBND"
	On      kernel.Date
	Issuer  string
	Summary string
	Seat    kernel.ID // the unit at whose head it reorganises, 0 for the paper of a single change

	Page string // where it can be read, "" when the reader may not
}

// Label is "12/QĐ-UBND ngày 15/06/2025", as papers cite it.
func (d Decision) Label() string {
	if d.Number == "" {
		return ""
	}
	return d.Number + " ngày " + kernel.FormatDate(d.On)
}

// Kind (loại đơn vị) is dated data: a key, its Vietnamese name and where the law speaks of it.
type Kind struct {
	Key      string
	Name     string
	System   System
	Level    string
	Valid    kernel.Period
	Source   string
	Verified bool
}

// Level (cấp) of government or of the union is dated data, too: four union levels became three in 2025.
type Level struct {
	Key      string
	Name     string
	System   System
	Rank     int
	Valid    kernel.Period
	Source   string
	Verified bool
}

// System (hệ thống) tells government trees from union trees.
type System string

const (
	Site  System = "site" // the root under which the trees of one installation hang
	Gov   System = "gov"
	Union System = "union"
)

// Schemes of identifiers.
const (
	SchemeCurrent = "current"
	SchemeFormer  = "former"
)

// NormalIdentifier is the form under which identifiers are stored and compared.
func NormalIdentifier(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }
