package statistics

import (
	"context"

	"doanket/kernel"
)

// Measure (số đo của sổ) is a number that the house can work out for a unit as of a day.
//
//glossary:none
type Measure string

// What the roll and the cards may know. Counts are people of the unit and of what stands inside it.
const (
	MembersAll      Measure = "members.all"
	MembersWomen    Measure = "members.women"
	MembersAdmitted Measure = "members.admitted"     // since Since, that day not counted
	MembersWaged    Measure = "members.waged"        // whose wage is known
	MembersWage     Measure = "members.average_wage" // đồng a month over those
	MembersFresh    Measure = "members.fresh"        // records changed within the last 365 days
	CardsValid      Measure = "cards.valid"          // members who hold a valid card
)

// Measures are all of them, for the gate.
var Measures = []Measure{MembersAll, MembersWomen, MembersAdmitted, MembersWaged, MembersWage, MembersFresh, CardsValid}

// Counts are measures of one unit. A measure that is not in the map is not known.
//
//glossary:none
type Counts map[Measure]int64

// TallyAsk asks for the measures of units as of a day.
//
//glossary:none
type TallyAsk struct {
	Tenant   kernel.ID
	Units    []kernel.ID
	Since    kernel.Date // the day before which the period began
	On       kernel.Date
	Measures []Measure
}

// Roll (sổ đoàn viên) is what this room asks of the member roll and of the cards. The same question
// about a day that is past gets the same answer for ever, unless facts of that day are corrected.
type Roll interface {
	// Tally gives the counts of each unit with what stands inside it; a unit without members has zeros.
	Tally(ctx context.Context, ask TallyAsk) (map[kernel.ID]Counts, error)
	// Page is where the members that a measure counts can be seen, or "" when there is no such page.
	Page(unit kernel.ID, m Measure, on kernel.Date) string
}

// Calendars gives the working calendar of a unit, for limits and for how late somebody is.
type Calendars interface {
	CalendarOf(ctx context.Context, tenant, org kernel.ID) (*kernel.Calendar, error)
}
