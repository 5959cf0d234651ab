package inspection

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"

	"doanket/kernel"
)

// TieKind says by what a person is bound to a unit.
//
//glossary:none
type TieKind string

const (
	ByPost       TieKind = "post"    // chức vụ
	ByMandate    TieKind = "mandate" // vai trò được giao trên hệ thống
	ByMembership TieKind = "member"  // đoàn viên của đơn vị
)

//go:embed data/conflicts.csv
var conflictData string

// ConflictRule (quy định về xung đột lợi ích) says which ties keep a person from a team, as dated data
// with its source and whether the text itself was read.
//
//glossary:none
type ConflictRule struct {
	Key      string
	Ties     []TieKind
	At       string   // "subject": the inspected unit and what is below it; "both": that or the inspecting unit
	Words    []string // of the title, folded; none: any title
	Valid    kernel.Period
	Sentence string
	Source   string
	Verified bool
}

// Conflict (xung đột lợi ích) is a tie that a rule names.
type Conflict struct {
	Rule ConflictRule
	Tie  Tie
}

var conflictRules = func() []ConflictRule {
	rows, err := csv.NewReader(strings.NewReader(conflictData)).ReadAll()
	if err != nil {
		panic("inspection: conflicts.csv: " + err.Error())
	}
	var out []ConflictRule
	for _, r := range rows[1:] {
		rule := ConflictRule{Key: r[0], At: r[2], Sentence: r[6], Source: r[7], Verified: r[8] == "true"}
		for _, k := range strings.Split(r[1], "|") {
			rule.Ties = append(rule.Ties, TieKind(k))
		}
		for _, w := range strings.Split(r[3], "|") {
			if w != "" {
				rule.Words = append(rule.Words, kernel.Fold(w))
			}
		}
		for i, d := range []*kernel.Date{&rule.Valid.From, &rule.Valid.To} {
			err := d.UnmarshalText([]byte(r[4+i]))
			if err != nil {
				panic("inspection: conflicts.csv: " + err.Error())
			}
		}
		out = append(out, rule)
	}
	return out
}()

// around are the units that the rules speak of: the inspected unit with what is below it, and the
// inspecting unit.
type around struct {
	subject  []kernel.ID
	own      []kernel.ID
	ownLevel bool // a committee that inspects its own level is made of that level's people
}

// conflictsOf are the ties that keep a person from the team on a day.
func conflictsOf(ties []Tie, where around, on kernel.Date) []Conflict {
	var out []Conflict
	for _, r := range conflictRules {
		if !r.Valid.Holds(on) {
			continue
		}
		for _, t := range ties {
			if slices.Contains(r.Ties, t.Kind) && r.at(t, where) && r.says(t.Title) {
				out = append(out, Conflict{r, t})
			}
		}
	}
	return out
}

func (r ConflictRule) at(t Tie, where around) bool {
	if slices.Contains(where.subject, t.Unit) && (r.At == "both" || !where.ownLevel) {
		return true
	}
	return r.At == "both" && slices.Contains(where.own, t.Unit)
}

func (r ConflictRule) says(title string) bool {
	if len(r.Words) == 0 {
		return true
	}
	folded := kernel.Fold(title)
	return slices.ContainsFunc(r.Words, func(w string) bool { return strings.Contains(folded, w) })
}

// Say is the conflict as one sentence, with its source.
func (c Conflict) Say() string {
	text := c.Rule.Sentence
	if c.Tie.Title != "" {
		text += ": " + c.Tie.Title
	}
	if !c.Tie.From.IsZero() {
		text += ", từ " + kernel.FormatDate(c.Tie.From)
	}
	text += ". Căn cứ: " + c.Rule.Source
	if !c.Rule.Verified {
		text += " (chưa xác minh)"
	}
	return text
}
