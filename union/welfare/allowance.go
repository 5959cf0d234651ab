package welfare

import (
	"doanket/kernel"
)

// AllowanceState (trạng thái trợ cấp).
//
//glossary:none
type AllowanceState string

// The states of an allowance.
const (
	AllowanceGranted AllowanceState = "granted" // đã vào chương trình
	AllowanceWaiting AllowanceState = "waiting" // chờ người xem
	AllowanceRefused AllowanceState = "refused" // không chi
)

// Allowance (trợ cấp khó khăn) is a decided dossier on its way into a programme. What cannot go in by
// itself waits for a person with the reason; it is never lost and never paid twice.
type Allowance struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Dossier   kernel.ID
	Code      string // of the dossier, as people know it
	Procedure string
	Unit      kernel.ID // the union that received the dossier and hands the money over
	Deciding  kernel.ID
	Person    kernel.ID
	Name      string
	Event     Event
	Day       kernel.Date // on which it happened
	Account   Account
	Decided   kernel.Date
	State     AllowanceState
	Why       string // code of the reason
	WhyArgs   []string
	Programme kernel.ID
	Benefit   kernel.ID
	At        kernel.Instant
}

// AllowanceInput is a decided dossier as the wiring tells it.
//
//glossary:none
type AllowanceInput struct {
	Tenant, Dossier, Unit, Deciding, Person kernel.ID
	Code, Procedure, Name                   string
	Event                                   Event
	Day, Decided                            kernel.Date
	Account                                 Account
}
