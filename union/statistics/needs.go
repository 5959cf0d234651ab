package statistics

import (
	"context"

	"doanket/kernel"
)

// Measure (số đo của sổ) is a number that the house can work out for a unit as of a day.
//
//glossary:none
type Measure string

// What the roll and the cards may know. Counts are people.
const (
	MembersAll      Measure = "members.all"
	MembersWomen    Measure = "members.women"
	MembersAdmitted Measure = "members.admitted"     // since Since, that day not counted
	MembersWaged    Measure = "members.waged"        // whose wage is known
	MembersWages    Measure = "members.wages"        // the sum of those wages, đồng a month
	MembersWage     Measure = "members.average_wage" // worked out of the two before
	CardsValid      Measure = "cards.valid"          // members who hold a valid card

	// What the rooms of committees and of inspection know. Committees and inspections are counted, not people.
	ExecutiveCommittees  Measure = "committees.executive" // ban chấp hành that are there on the day
	ExecutiveSeats       Measure = "committees.seats"     // who sits in them
	ExecutiveSeatsWomen  Measure = "committees.seats_women"
	InspectionCommittees Measure = "committees.inspection" // uỷ ban kiểm tra
	WomenCommittees      Measure = "committees.women"      // ban nữ công
	InspectionsAll       Measure = "inspections.all"       // concluded in the year up to the day
	InspectionsSystem    Measure = "inspections.system"    // of them: done through the system
)

// Measures are those that forms and indices may name.
var Measures = []Measure{MembersAll, MembersWomen, MembersAdmitted, MembersWaged, MembersWage, CardsValid,
	ExecutiveCommittees, ExecutiveSeats, ExecutiveSeatsWomen, InspectionCommittees, WomenCommittees, InspectionsAll, InspectionsSystem}

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
//
//glossary:none
type Roll interface {
	// Tally gives the counts of each unit itself, without what stands below it. A unit without members
	// has zeros; what nobody knows is left out of the counts.
	Tally(ctx context.Context, ask TallyAsk) (map[kernel.ID]Counts, error)
	// Page is where the members of a unit as of a day can be seen, or "" when there is no such page.
	Page(unit kernel.ID, on kernel.Date) string
}

// Calendars gives the working calendar of a unit, for limits and for how late somebody is.
//
//glossary:none
type Calendars interface {
	CalendarOf(ctx context.Context, tenant, org kernel.ID) (*kernel.Calendar, error)
}
