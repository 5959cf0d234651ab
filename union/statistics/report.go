package statistics

import (
	"strings"

	"doanket/kernel"
)

// Period (kỳ báo cáo) is one round of reporting: the cut-off, the days by which forms are due, and the
// versions of the forms. It covers the opening unit and what stood below it on the cut-off.
type Period struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Org      kernel.ID
	CutOff   kernel.Date
	Due      kernel.Date // of forms that are filled in
	UpperDue kernel.Date // of forms that are added up
	Form     string
	FormNo   int
	SumForm  string
	SumNo    int
	Opened   kernel.Instant
	OpenedBy string
}

// DueOf is the day by which a form is due.
func (p Period) DueOf(form string) kernel.Date {
	if form == p.SumForm {
		return p.UpperDue
	}
	return p.Due
}

// State (tình trạng báo cáo) is where a report stands.
//
//glossary:none
type State string

// The states; a unit that has saved nothing has no report yet.
const (
	None      State = ""
	Draft     State = "draft"     // đang lập
	Submitted State = "submitted" // đã gửi
	Returned  State = "returned"  // trả lại
	Accepted  State = "accepted"  // đã duyệt
)

// Value (số liệu của một dòng) is what a unit reports in one line. Computed is what the roll said, when
// it said anything; a value that differs from it carries a reason. Weight counts the heads of an average.
//
//glossary:none
type Value struct {
	Line     string
	Value    int64
	Weight   int64
	Computed int64
	Known    bool // the roll knew
	Reason   string
}

// Report (báo cáo thống kê) is the form of one unit in one period.
type Report struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Period    kernel.ID
	Org       kernel.ID
	Form      string
	State     State
	Sector    string
	Note      string
	Edition   int // rises with every change, so that two people do not overwrite each other
	Snapshot  int // number of the latest snapshot
	SHA256    string
	Submitted kernel.Date // day of the latest submission
	Changed   kernel.Instant
	Values    []Value
}

// value finds a line's value.
func (r Report) value(line string) (Value, bool) {
	for _, v := range r.Values {
		if v.Line == line {
			return v, true
		}
	}
	return Value{}, false
}

// Entry is one line as it was typed.
//
//glossary:none
type Entry struct{ Text, Reason string }

// Filling (phần điền) is a form as it was typed.
//
//glossary:none
type Filling struct {
	Sector  string
	Note    string
	Entries map[string]Entry
}

// Names of the fields of a form, for what is said at them.
func ValueField(line string) string  { return "so_" + line }
func ReasonField(line string) string { return "ly_do_" + line }

const (
	sectorField = "khu_vuc"
	noteField   = "ghi_chu"
	maxReason   = 500
)

// most is the largest value of a line: far above what can be, low enough that the sum over a country
// cannot leave 63 bits.
var most = map[LineKind]int64{Count: 1_000_000, Average: 1_000_000_000, Money: 100_000_000_000_000}

// read turns typed text into values. What cannot be read is told at its field; a line left empty that
// the roll knows takes the roll's number. complete asks for every line, for the rules of the form and
// for the reasons of what differs from the roll.
func (f *Form) read(in Filling, computed Counts, complete bool) ([]Value, error) {
	var faults kernel.Faults
	var out []Value
	values, given := map[string]int64{}, map[string]bool{}
	for _, l := range f.Lines() {
		if !l.Typed() {
			continue
		}
		v, ok := f.readLine(l, in.Entries[l.Key], computed, complete, &faults)
		if !ok {
			continue
		}
		values[l.Key], given[l.Key] = v.Value, true
		out = append(out, v)
	}
	for i := range out {
		l, _ := f.Line(out[i].Line)
		out[i].Weight = values[l.Weight]
	}
	if in.Sector != "" && f.SectorLabel(in.Sector) == "" || in.Sector == "" && complete && len(f.Sectors) > 0 {
		faults.Add(sectorField, "statistics.need_sector")
	}
	if len([]rune(in.Note)) > maxReason {
		faults.Add(noteField, "statistics.too_long", maxReason)
	}
	if complete {
		for _, rule := range f.broken(values, given) {
			faults.Add(ValueField(rule.At), "statistics.rule", rule.Say)
		}
	}
	return out, faults.Err("statistics.invalid")
}

// readLine reads one line; false when there is nothing in it.
func (f *Form) readLine(l Line, e Entry, computed Counts, complete bool, faults *kernel.Faults) (Value, bool) {
	v := Value{Line: l.Key, Reason: strings.TrimSpace(e.Reason)}
	v.Computed, v.Known = computed[Measure(l.From)]
	text := strings.TrimSpace(e.Text)
	switch {
	case text == "" && v.Known:
		v.Value = v.Computed
	case text == "":
		if complete {
			faults.Add(ValueField(l.Key), "statistics.value_missing")
		}
		return v, false
	default:
		n, err := kernel.ParseMoneyVN(text)
		if err != nil || n < 0 {
			faults.Add(ValueField(l.Key), "statistics.bad_number")
			return v, false
		}
		v.Value = int64(n)
		if v.Value > most[l.Kind] {
			faults.Add(ValueField(l.Key), "statistics.too_large", kernel.GroupThousands(most[l.Kind]))
			return v, false
		}
	}
	if v.Known && v.Value == v.Computed {
		v.Reason = ""
	}
	if len([]rune(v.Reason)) > maxReason {
		faults.Add(ReasonField(l.Key), "statistics.too_long", maxReason)
	}
	if complete && v.Known && v.Value != v.Computed && v.Reason == "" {
		faults.Add(ReasonField(l.Key), "statistics.reason_needed", kernel.GroupThousands(v.Computed))
	}
	return v, true
}

// move takes a report along the flow. Refuses with statistics.cannot.
func (r *Report) move(do verb) error {
	to, ok := flow.Next(r.State, do)
	if !ok {
		return kernel.Refuse("statistics.cannot")
	}
	r.State = to
	return nil
}

// settled tells that what the report says may be added up elsewhere, so that nobody may change what it
// is made of.
func (r Report) settled() bool { return r.State == Submitted || r.State == Accepted }

// lateBy is how many working days after its due day a report came, or is still missing today.
func lateBy(c *kernel.Calendar, due kernel.Date, r Report, today kernel.Date) int {
	on := today
	if r.settled() {
		on = r.Submitted
	}
	if !on.After(due) {
		return 0
	}
	return max(1, c.WorkingDays(due, on))
}
