package orgs

import "doanket/kernel"

// FactCalendarChanged tells that hours, a day or a year of a unit's calendar changed, for the unit and
// all below it. Reason is a sentence that can be shown beside the dates that move with it.
const FactCalendarChanged = "orgs.calendar_changed"

// CalendarChanged is the body of the fact, for those who hear it.
//
//glossary:none
type CalendarChanged struct {
	Org    kernel.ID `json:"org"`
	Year   int       `json:"year"`
	Reason string    `json:"reason"`
}

func (CalendarChanged) kind() string { return FactCalendarChanged }
