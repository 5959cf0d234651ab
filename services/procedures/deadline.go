package procedures

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Units of a deadline, as they stand in a file.
const (
	unitWorkingDay  = "ngay_lam_viec"
	unitDay         = "ngay"
	unitWorkingHour = "gio_lam_viec"
	unitMonth       = "thang"
)

var unitSuffix = map[string]string{unitWorkingDay: "wd", unitDay: "d", unitWorkingHour: "wh", unitMonth: "mo"}

var (
	limitText = regexp.MustCompile(`^(\d{1,4})(wd|d|wh|h|mo)$`)
	clockText = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// parseDeadline reads the short form: 7wd 10d 4wh 1mo same-day@15:00. "4h" is 4 working hours.
func parseDeadline(s string) (Deadline, bool) {
	s = strings.TrimSpace(s)
	cut, sameDay := strings.CutPrefix(s, "same-day@")
	if sameDay {
		return Deadline{Cutoff: cut}, true // a bad clock is told by the check
	}
	m := limitText.FindStringSubmatch(s)
	if m == nil {
		return Deadline{}, false
	}
	n, _ := strconv.Atoi(m[1])
	unit := map[string]string{"wd": unitWorkingDay, "d": unitDay, "wh": unitWorkingHour, "h": unitWorkingHour, "mo": unitMonth}[m[2]]
	return Deadline{Qty: n, Unit: unit}, true
}

// Short is the form of the command line: 7wd, same-day@15:00; "" when there is no limit.
func (d Deadline) Short() string {
	switch {
	case d.None:
		return ""
	case d.Cutoff != "":
		return "same-day@" + d.Cutoff
	default:
		return strconv.Itoa(d.Qty) + unitSuffix[d.Unit]
	}
}

// Words is the form for people: "7 ngày làm việc", "trong ngày, nhận trước 15:00".
func (d Deadline) Words() string {
	switch {
	case d.None:
		return "Không quy định: " + d.Reason
	case d.Cutoff != "":
		return fmt.Sprintf("Trong ngày nếu nhận trước %s, sau %s thì ngày làm việc tiếp theo", d.Cutoff, d.Cutoff)
	}
	name := map[string]string{unitWorkingDay: "ngày làm việc", unitDay: "ngày", unitWorkingHour: "giờ làm việc", unitMonth: "tháng"}[d.Unit]
	return fmt.Sprintf("%02d %s", d.Qty, name)
}

// hours weighs a deadline in hours of calendar time, to compare a step with the whole: a working day
// is 7/5 of a day, a working hour an eighth of that. Rough, and only ever used to find what is plainly too long.
func (d Deadline) hours() float64 {
	const workingDay = 24 * 7.0 / 5
	switch {
	case d.None:
		return 0
	case d.Cutoff != "":
		return workingDay
	}
	weight := map[string]float64{unitWorkingDay: workingDay, unitDay: 24, unitWorkingHour: workingDay / 8, unitMonth: 24 * 30}[d.Unit]
	return weight * float64(d.Qty)
}

// same tells whether two deadlines are the same rule; only the wording may differ.
func (d Deadline) same(o Deadline) bool {
	return d.Short() == o.Short() && d.None == o.None && d.start() == o.start()
}

func (d Deadline) start() string {
	if d.Starts == "" {
		return "tiep_nhan"
	}
	return d.Starts
}

// fault names the first thing that is wrong with the rule itself: code and argument, or "".
func (d Deadline) fault() (code string, arg any) {
	switch {
	case d.None && d.Reason == "":
		return "deadline.no_reason", ""
	case d.None:
		return "", nil
	case d.Cutoff != "":
		if !clockText.MatchString(d.Cutoff) {
			return "deadline.cutoff", d.Cutoff
		}
	case strings.EqualFold(d.Unit, "other") || d.Unit == "khac":
		return "deadline.unit_other", d.Unit
	case unitSuffix[d.Unit] == "":
		return "deadline.unit", d.Unit
	case d.Qty <= 0:
		return "deadline.not_positive", d.Qty
	}
	switch d.start() {
	case "tiep_nhan":
		return "", nil
	case "nop_phi", "du_ho_so":
		return "deadline.starts_not_run", d.Starts // the clock knows one beginning, the acceptance
	}
	return "deadline.starts", d.Starts
}
