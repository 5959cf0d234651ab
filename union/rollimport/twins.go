package rollimport

import (
	"hash/maphash"

	"doanket/kernel"
)

// twins remembers whom the file has named so far, so that one person in two rows is told. What is held
// is a few bytes a row. Its findings do not depend on where a chunk ends: what the roll would say of two
// rows once the first is written, twins says beforehand.
type twins struct {
	seed     maphash.Seed
	identity map[uint64]int32
	number   map[uint64]int32
	named    map[uint64]sighting
}

// sighting is the first row of a name and birth date.
type sighting struct {
	row   int32
	known marks
}

type marks uint8

const (
	byIdentity marks = 1 << iota
	byNumber
)

func newTwins() *twins {
	return &twins{seed: maphash.MakeSeed(), identity: map[uint64]int32{}, number: map[uint64]int32{}, named: map[uint64]sighting{}}
}

func (t *twins) hash(s string) uint64 { return maphash.String(t.seed, s) }

func (t *twins) seen(m map[uint64]int32, key string, row int) int {
	if key == "" {
		return 0
	}
	h := t.hash(key)
	first, ok := m[h]
	if !ok {
		m[h] = int32(row)
	}
	return int(first)
}

// meet notes a line and tells which earlier row names the same person.
func (t *twins) meet(l *line) {
	e := &l.entry
	if row := t.seen(t.identity, e.Identity, l.row); row != 0 {
		l.find(Finding{Column: -1, Field: "identity", Weight: Fault, Code: "rollimport.twice", Args: []any{row}, Value: e.Identity})
		return
	}
	if row := t.seen(t.number, e.Number, l.row); row != 0 {
		l.find(Finding{Column: -1, Field: "number", Weight: Fault, Code: "rollimport.number_twice", Args: []any{row}, Value: e.Number})
		return
	}
	if e.Name == "" || e.Born.IsZero() {
		return
	}
	name := kernel.Fold(e.Name) + "|" + e.Born.String()
	t.namesake(l, name+"|"+e.Unit.String(), true)
	t.namesake(l, name, false)
}

// namesake compares with the first row of the same name and birth date. In one unit two rows are one
// person unless both have identity numbers; with a member number each they may be two. In different
// units a row without any number may be the other one.
func (t *twins) namesake(l *line, key string, here bool) {
	e := &l.entry
	mine := marks(0)
	if e.Identity != "" {
		mine |= byIdentity
	}
	if e.Number != "" {
		mine |= byNumber
	}
	h := t.hash(key)
	first, ok := t.named[h]
	if !ok {
		t.named[h] = sighting{int32(l.row), mine}
		return
	}
	both := first.known & mine
	f := Finding{Column: -1, Field: "name", Weight: Doubt, Code: "rollimport.namesake_in_file", Args: []any{int(first.row)}, Value: e.Name}
	switch {
	case both&byIdentity != 0:
	case here && both == 0:
		f.Weight, f.Code = Fault, "rollimport.one_in_file"
		l.find(f)
	case here, mine == 0 && !l.toldOf("rollimport.one_in_file", "rollimport.namesake_in_file"):
		l.find(f)
	}
}

func (l *line) toldOf(codes ...string) bool {
	for _, f := range l.findings {
		for _, c := range codes {
			if f.Code == c {
				return true
			}
		}
	}
	return false
}
