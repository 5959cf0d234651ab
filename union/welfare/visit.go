package welfare

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"doanket/kernel"
)

// Event (việc) is why somebody is visited or helped.
//
//glossary:none
type Event string

// The events that the calendar works out by itself.
const (
	Birthday   Event = "sinh_nhat"
	Retirement Event = "nghi_huu"
)

// EventName is an event with its word.
//
//glossary:none
type EventName struct {
	Key   Event
	Title string
	Visit bool // stands in the calendar
}

// events are those of the calendar and of the sample procedure CD-01.
var events = []EventName{
	{Birthday, "Sinh nhật", true}, {"om_dau", "Ốm đau", true}, {Retirement, "Nghỉ hưu", true}, {"tang", "Việc tang", true},
	{"cuoi", "Cưới", true}, {"sinh_con", "Sinh con", true}, {"tai_nan", "Tai nạn", true}, {"thien_tai", "Thiên tai, hoả hoạn", false},
	{"mat_viec", "Mất việc, giảm giờ làm", false}, {"than_nhan", "Người thân ốm nặng hoặc qua đời", false}, {"khac", "Việc khác", true},
}

func eventTitle(e Event) string {
	i := slices.IndexFunc(events, func(n EventName) bool { return n.Key == e })
	if i < 0 {
		return string(e)
	}
	return events[i].Title
}

func knownEvent(e Event) bool {
	return slices.ContainsFunc(events, func(n EventName) bool { return n.Key == e })
}

// VisitState (trạng thái lần thăm).
//
//glossary:none
type VisitState string

// The states of a visit.
const (
	Planned VisitState = "planned"
	Done    VisitState = "done"
	Skipped VisitState = "skipped"
)

// Visit (thăm hỏi) is a union's visit to one of its members, planned for a day.
type Visit struct {
	ID        kernel.ID // 0: worked out from the register, nobody has touched it yet
	Tenant    kernel.ID
	Org       kernel.ID
	Programme kernel.ID // that pays; 0 when nothing is given
	Member    kernel.ID
	Person    kernel.ID
	Number    string
	Name      string
	Event     Event
	Day       kernel.Date
	Note      string
	State     VisitState
	Amount    kernel.Money
	Benefit   kernel.ID
	By        string
	At        kernel.Instant
}

// Occasion is the visit in the unique key of benefits: birthdays and retirement once a year, anything
// else once for the day on which it happened.
func (v Visit) Occasion() string { return occasionOf(v.Event, v.Day) }

func occasionOf(e Event, on kernel.Date) string {
	if e == Birthday || e == Retirement {
		return fmt.Sprintf("%s:%d", e, on.Year)
	}
	return string(e) + ":" + on.String()
}

//go:embed retirement.csv
var retirementText string

// retirementAge is a row of the dated table of ages at which people retire in normal conditions.
type retirementAge struct {
	year, men, women int // months
}

var retirementAges = sync.OnceValue(func() []retirementAge {
	rows, err := csv.NewReader(strings.NewReader(retirementText)).ReadAll()
	if err != nil {
		panic(err) // the file is in the binary
	}
	var out []retirementAge
	for _, r := range rows[1:] {
		var n [3]int
		for i := range n {
			n[i], err = strconv.Atoi(r[i])
			if err != nil {
				panic(err)
			}
		}
		out = append(out, retirementAge{n[0], n[1], n[2]})
	}
	return out
})

// retiresOn is the first day of retirement: the first of the month after the one in which the age that
// holds in that year is reached, as the annex of the decree counts.
func retiresOn(born kernel.Date, sex string) (kernel.Date, bool) {
	if born.IsZero() || (sex != "nam" && sex != "nữ") {
		return kernel.Date{}, false
	}
	ages := retirementAges()
	for i, a := range ages {
		months := a.men
		if sex == "nữ" {
			months = a.women
		}
		// the age rises more slowly than the years, so one row always fits; beyond the table its ends hold
		reached := monthAfter(born, months)
		if reached.Year <= a.year || i == len(ages)-1 {
			return monthAfter(born, months+1), true
		}
	}
	return kernel.Date{}, false
}

// monthAfter is the first day of the month that lies so many months after that of d.
func monthAfter(d kernel.Date, months int) kernel.Date {
	m := d.Year*12 + int(d.Month) - 1 + months
	return kernel.Date{Year: m / 12, Month: time.Month(m%12 + 1), Day: 1}
}

// birthdayIn is the day of a month on which a birthday is kept; 29 February is kept on the 28th in common years.
func birthdayIn(born kernel.Date, year int, month time.Month) (kernel.Date, bool) {
	if born.IsZero() || born.Month != month {
		return kernel.Date{}, false
	}
	d, err := kernel.NewDate(year, int(month), born.Day)
	if err != nil {
		d = kernel.Date{Year: year, Month: month, Day: born.Day - 1}
	}
	return d, true
}
