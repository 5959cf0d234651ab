package orgs

import "doanket/kernel"

// CalendarPermission is the right of the calendar keeper.
const CalendarPermission = "calendar.edit"

// A working calendar is no secret: everybody who is signed in reads that of any unit of the site.
func canReadCalendar(a kernel.Actor, tenant kernel.ID) error {
	if a.System || a.SignedIn() && a.Tenant == tenant {
		return nil
	}
	return kernel.Missing("orgs.no_org")
}

// Hours, days and years are changed by whoever holds calendar.edit over the unit.
func canEditCalendar(a kernel.Actor, tenant kernel.ID, path []kernel.ID) error {
	err := canReadCalendar(a, tenant)
	if err != nil || a.System || a.Can(CalendarPermission, path) {
		return err
	}
	return kernel.Forbid("orgs.may_not_edit_calendar")
}
