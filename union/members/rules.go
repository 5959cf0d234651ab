package members

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
)

//go:embed data/rules.csv
var ruleData string

// Rule (quy định) is a figure of the Charter or the law as dated data, with its source and whether the
// text itself was read.
//
//glossary:none
type Rule struct {
	Key      string
	Value    int
	Valid    kernel.Period
	Source   string
	Verified bool
}

// Keys of rules.
const (
	ExemptLeastMonths       = "exempt_least_months"       // the shortest exemption from dues
	DisciplineLapseMonths   = "discipline_lapse_months"   // after which a discipline lapses
	ForeignerContractMonths = "foreigner_contract_months" // the shortest contract with which a foreigner joins
	TransferAnswerDays      = "transfer_answer_days"      // working days that the giving union has
)

var rules = func() []Rule {
	rows, err := csv.NewReader(strings.NewReader(ruleData)).ReadAll()
	if err != nil {
		panic("members: rules.csv: " + err.Error())
	}
	var out []Rule
	for _, r := range rows[1:] {
		k := Rule{Key: r[0], Source: r[4], Verified: r[5] == "true"}
		k.Value, err = strconv.Atoi(r[1])
		for i, d := range []*kernel.Date{&k.Valid.From, &k.Valid.To} {
			if err == nil {
				err = d.UnmarshalText([]byte(r[2+i]))
			}
		}
		if err != nil {
			panic("members: rules.csv: " + err.Error())
		}
		out = append(out, k)
	}
	return out
}()

// RuleOn gives a rule as it stood on a day; before its first day the first.
func RuleOn(key string, on kernel.Date) (Rule, bool) {
	var first Rule
	for _, r := range rules {
		if r.Key != key {
			continue
		}
		if r.Valid.Holds(on) {
			return r, true
		}
		if first.Key == "" || r.Valid.From.Before(first.Valid.From) {
			first = r
		}
	}
	return first, first.Key != "" && on.Before(first.Valid.From)
}

// addMonths moves a day by whole months; a day that the month lacks becomes its last one.
func addMonths(d kernel.Date, n int) kernel.Date {
	m := int(d.Month) - 1 + n
	for day := d.Day; ; day-- {
		out, err := kernel.NewDate(d.Year+m/12, m%12+1, day)
		if err == nil {
			return out
		}
	}
}

// ruled looks a stretch over by the rules of its first day, against what was there before.
func (in StatusSpan) ruled(m Member, had []StatusSpan, today kernel.Date) (StatusSpan, error) {
	var faults kernel.Faults
	if in.Status != Exempt && in.Status != Suspended && in.Status != Disciplined {
		faults.Add("tinh_trang", "members.bad_status")
	}
	if in.Valid.From.IsZero() || in.Valid.From.Before(m.Admitted) {
		faults.Add("tu_ngay", "members.day_needed")
	}
	if !in.Valid.To.IsZero() && !in.Valid.To.After(in.Valid.From) {
		faults.Add("den_ngay", "members.end_before_start")
	}
	if in.Status != Suspended && strings.TrimSpace(in.Reason) == "" {
		faults.Add("ly_do", "members.reason_needed")
	}
	err := faults.Err("members.invalid")
	if err != nil {
		return in, err
	}
	if !m.Ended.IsZero() && !in.Valid.From.Before(m.Ended) {
		return in, kernel.Refuse("members.not_open")
	}
	switch in.Status {
	case Exempt:
		r, ok := RuleOn(ExemptLeastMonths, in.Valid.From)
		if ok && !in.Valid.To.IsZero() && in.Valid.To.Before(addMonths(in.Valid.From, r.Value)) {
			return in, kernel.Refuse("members.too_short", r.Value)
		}
	case Disciplined:
		r, ok := RuleOn(DisciplineLapseMonths, in.Valid.From)
		if ok && in.Valid.To.IsZero() {
			in.Valid.To = addMonths(in.Valid.From, r.Value)
		}
	}
	if slices.ContainsFunc(had, func(h StatusSpan) bool {
		return h.VoidBy == 0 && h.Status == in.Status && h.Valid.Overlaps(in.Valid)
	}) {
		return in, kernel.Refuse("members.overlapping")
	}
	return in, nil
}
