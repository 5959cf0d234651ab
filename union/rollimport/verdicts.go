package rollimport

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// judge says of each line of a batch whether the roll has her already: by identity number first, then by
// member number, then by name and birth date in the same unit.
func judge(tx *db.Tx, roll Roll, tenant kernel.ID, lines []line, keys []string, accept bool) error {
	var asked []Key
	var at []int
	for i := range lines {
		l := &lines[i]
		l.restart()
		fault, doubt := l.blocked(accept)
		if l.aside || fault || doubt {
			l.verdict = faulty
			continue
		}
		e := &l.entry
		asked = append(asked, Key{Number: e.Number, Identity: e.Identity, Name: e.Name, Born: e.Born})
		at = append(at, i)
	}
	if len(asked) == 0 {
		return nil
	}
	found, err := roll.Match(tx, tenant, asked)
	if err != nil {
		return err
	}
	byLine := map[int][]Found{}
	for _, f := range found {
		i := at[f.Key]
		byLine[i] = append(byLine[i], f)
	}
	var members []kernel.ID
	var known []int
	for i, list := range byLine {
		settle(&lines[i], list)
		if lines[i].member != 0 {
			known = append(known, i)
			members = append(members, lines[i].member)
		}
	}
	return compare(tx, roll, tenant, lines, known, members, keys, accept)
}

// settle chooses whom a line means.
func settle(l *line, list []Found) {
	e := &l.entry
	var means Found
	for _, by := range []string{"identity", "number"} {
		for _, f := range list {
			if f.By != by {
				continue
			}
			if means.Person != 0 && means.Person != f.Person {
				l.find(Finding{Column: -1, Field: "number", Weight: Fault, Code: "rollimport.two_people", Value: e.Number})
				return
			}
			means = f
		}
	}
	if means.Person == 0 {
		namesake(l, list)
		return
	}
	l.person, l.by = means.Person, means.By
	switch {
	case means.Member == 0 && means.By == "number":
		l.find(Finding{Column: -1, Field: "number", Weight: Fault, Code: "rollimport.number_used", Value: e.Number})
	case means.Member == 0: // was a member once, or is known for another reason: she is entered under the same person
	case means.Unit != e.Unit:
		l.find(Finding{Column: -1, Field: "unit", Weight: Fault, Code: "rollimport.elsewhere", Value: e.Name})
	case e.Number != "" && means.Number != e.Number:
		l.find(Finding{Column: -1, Field: "number", Weight: Fault, Code: "rollimport.other_number", Value: e.Number})
	default:
		l.member = means.Member
	}
}

// namesake looks at those of the same name and birth date. In the same unit it is she, unless both have
// identity numbers, which are then not the same (compare tells), or the row brings another member
// number, which is a doubt; elsewhere it is a doubt when the row has no number to tell them apart.
func namesake(l *line, list []Found) {
	e := &l.entry
	elsewhere := false
	for _, f := range list {
		switch {
		case f.By != "name":
		case f.Member != 0 && f.Unit == e.Unit:
			if l.member == 0 {
				l.member, l.person, l.by, l.other = f.Member, f.Person, f.By, f.Number
			}
		default:
			elsewhere = true
		}
	}
	if elsewhere && l.member == 0 && e.Identity == "" && e.Number == "" {
		l.find(Finding{Column: -1, Field: "name", Weight: Doubt, Code: "rollimport.namesake", Value: e.Name})
	}
}

// compare reads those who are there and tells what the file says otherwise.
func compare(tx *db.Tx, roll Roll, tenant kernel.ID, lines []line, known []int, members []kernel.ID, keys []string, accept bool) error {
	if len(members) > 0 {
		have, err := roll.Read(tx, tenant, members)
		if err != nil {
			return err
		}
		for n, i := range known {
			meet(&lines[i], have[n], keys)
		}
	}
	for i := range lines {
		fault, doubt := lines[i].blocked(accept)
		if fault || doubt {
			lines[i].verdict = faulty
		}
	}
	return nil
}

// meet settles a line with the entry that it seems to mean.
func meet(l *line, have *Entry, keys []string) {
	apart := func() { l.member, l.person, l.by = 0, 0, "" }
	sameIdentity := have != nil && l.entry.Identity != "" && l.entry.Identity == have.Identity
	twoIdentities := have != nil && l.entry.Identity != "" && have.Identity != "" && !sameIdentity
	switch {
	case have == nil: // gone meanwhile
		apart()
	case l.by == "name" && twoIdentities:
		apart()
	case twoIdentities:
		l.find(Finding{Column: -1, Field: "identity", Weight: Fault, Code: "rollimport.two_people", Value: l.entry.Identity})
	case l.by == "name" && l.entry.Number != "" && l.entry.Number != l.other:
		l.find(Finding{Column: -1, Field: "name", Weight: Doubt, Code: "rollimport.namesake_number", Args: []any{l.other}, Value: l.entry.Name})
		apart()
	default:
		l.verdict = unchanged
		l.changed = l.entry.differs(have, keys)
		if len(l.changed) > 0 {
			l.verdict = changed
		}
	}
}

// countsOf counts a batch after its judgement. Updated counts what the options have written.
func countsOf(lines []line, o Options) Counts {
	var c Counts
	for i := range lines {
		l := &lines[i]
		if l.aside {
			c.Aside++
			continue
		}
		c.Rows++
		c.Findings += len(l.findings)
		fault, doubt := l.blocked(o.Accept)
		switch {
		case fault || doubt:
			c.Faulty++
			if !fault {
				c.Doubtful++
			}
			continue
		case l.verdict == unchanged:
			c.Unchanged++
		case l.verdict == changed:
			c.Changed++
			if o.Update {
				c.Updated++
			}
		default:
			c.Fresh++
		}
		if len(l.findings) > 0 {
			c.Noted++
		}
	}
	return c
}
