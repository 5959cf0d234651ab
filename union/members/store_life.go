package members

import (
	"strings"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
)

// holdMember keeps others from changing the same membership until the end of the transaction.
func holdMember(tx *db.Tx, id kernel.ID) error {
	_, err := tx.Exec(`update member set open_key = open_key where id = $1`, id)
	return err
}

func endMember(tx *db.Tx, id kernel.ID, on kernel.Date, as Status) error {
	_, err := tx.Exec(`update member set ended = $2, ended_as = $3, open_key = id where id = $1`, id, on, as)
	return err
}

func insertSegment(tx *db.Tx, s Segment) error {
	_, err := tx.Exec(`insert into member_segment (member_id, void_by, valid_to, valid_from, org_id, team, sort, cause, basis, step_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, s.Member, s.VoidBy, stored(s.Valid.To), s.Valid.From, s.Unit, s.Group, s.sort, s.Cause, s.Basis, s.Step)
	return err
}

// endSegment ends the live row that starts on the segment's first day.
func endSegment(tx *db.Tx, s Segment) error {
	_, err := tx.Exec(`update member_segment set valid_to = $3 where member_id = $1 and void_by = 0 and valid_from = $2`, s.Member, s.Valid.From, stored(s.Valid.To))
	return err
}

func voidSegment(tx *db.Tx, s Segment, deed kernel.ID) error {
	_, err := tx.Exec(`update member_segment set void_by = $3 where member_id = $1 and void_by = 0 and valid_from = $2`, s.Member, s.Valid.From, deed)
	return err
}

func renameSegments(tx *db.Tx, member kernel.ID, sort []byte) error {
	_, err := tx.Exec(`update member_segment set sort = $2 where member_id = $1 and void_by = 0`, member, sort)
	return err
}

func insertStatus(tx *db.Tx, member kernel.ID, s StatusSpan) error {
	_, err := tx.Exec(`insert into member_status (member_id, void_by, valid_to, valid_from, kind, reason, basis) values ($1, $2, $3, $4, $5, $6, $7)`,
		member, s.VoidBy, stored(s.Valid.To), s.Valid.From, s.Status, s.Reason, s.Basis)
	return err
}

func closeStatus(tx *db.Tx, member kernel.ID, s StatusSpan, on kernel.Date) error {
	_, err := tx.Exec(`update member_status set valid_to = $4 where member_id = $1 and void_by = 0 and kind = $2 and valid_from = $3`, member, s.Status, s.Valid.From, on)
	return err
}

// statusesOf are all stretches of a membership, those taken back too, oldest first.
func statusesOf(tx *db.Tx, member kernel.ID) ([]StatusSpan, error) {
	rows, err := db.All(tx, statusInto, `select member_id, void_by, valid_from, valid_to, kind, reason, basis from member_status
		where member_id = $1 order by valid_from, void_by`, member)
	var out []StatusSpan
	for _, r := range rows {
		r.Valid.To = shown(r.Valid.To)
		out = append(out, r.StatusSpan)
	}
	return out, err
}

// factsOf are all parts of a sheet through time, those taken back too, oldest first.
func factsOf(tx *db.Tx, member kernel.ID) ([]Fact, error) {
	rows, err := db.All(tx, factInto, `select member_id, key, void_by, valid_from, valid_to, code, area, amount, value, source from member_fact
		where member_id = $1 order by valid_from, key, void_by`, member)
	var out []Fact
	for _, r := range rows {
		r.Valid.To = shown(r.Valid.To)
		out = append(out, r.Fact)
	}
	return out, err
}

func insertFact(tx *db.Tx, member kernel.ID, f Fact) error {
	_, err := tx.Exec(`insert into member_fact (member_id, key, void_by, valid_to, valid_from, code, area, amount, value, source)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, member, f.Key, f.VoidBy, stored(f.Valid.To), f.Valid.From, f.code, f.area, f.amount, f.value, f.Source)
	return err
}

// layFact makes a part of the sheet true from its first day on, until the next day from which something
// else is known: the row that covers the day ends there, one that begins on the day is kept as void.
func layFact(tx *db.Tx, member kernel.ID, f Fact, deed kernel.ID) error {
	_, err := tx.Exec(`update member_fact set void_by = $4 where member_id = $1 and key = $2 and void_by = 0 and valid_from = $3`, member, f.Key, f.Valid.From, deed)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update member_fact set valid_to = $3 where member_id = $1 and key = $2 and void_by = 0 and valid_from < $3 and valid_to > $3`, member, f.Key, f.Valid.From)
	if err != nil {
		return err
	}
	next, _, err := db.Value[kernel.Date](tx, `select min(valid_from) from member_fact where member_id = $1 and key = $2 and void_by = 0 and valid_from > $3`, member, f.Key, f.Valid.From)
	if err != nil {
		return err
	}
	f.Valid.To = next
	return insertFact(tx, member, f)
}

func identityOf(s string) people.Identity { return people.Identity(strings.TrimSpace(s)) }
