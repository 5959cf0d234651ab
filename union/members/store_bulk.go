package members

import (
	"cmp"
	"iter"
	"strconv"
	"strings"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

const (
	memberRow  = "member (id, tenant_id, person_id, number, admitted, basis, place, ended, ended_as, open_key)"
	segmentRow = "member_segment (member_id, void_by, valid_to, valid_from, org_id, team, sort, cause, basis, step_id)"
	factRow    = "member_fact (member_id, key, void_by, valid_to, valid_from, code, area, amount, value, source)"
)

// copyRows writes memberships, segments and sheets. The ids rise, so all but the list's own order is
// written at the end of its tree.
func copyRows(tx *db.Tx, tenant kernel.ID, rows []Row, ids []kernel.ID) error {
	_, err := db.Copy(tx, memberRow, func(yield func([]any) bool) {
		for i := range rows {
			r := &rows[i]
			if !yield([]any{ids[i], tenant, r.Person, r.Number, r.Admitted, r.Basis, r.Place, nil, "", 0}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	_, err = db.Copy(tx, segmentRow, func(yield func([]any) bool) {
		for i := range rows {
			r := &rows[i]
			if !yield([]any{ids[i], 0, forever, r.Joined, r.Unit, r.Group, sortKey(r.Name), ByAdmission, r.Basis, 0}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	var wrong error
	_, err = db.Copy(tx, factRow, func(yield func([]any) bool) {
		for i := range rows {
			r := &rows[i]
			facts, err := r.Profile.first()
			if err != nil {
				wrong = err
				return
			}
			for _, f := range facts {
				if !yield([]any{ids[i], f.Key, 0, forever, r.Known, f.code, f.area, f.amount, f.value, r.Source}) {
					return
				}
			}
		}
	})
	if err == nil {
		err = wrong
	}
	if err != nil {
		return err
	}
	return lift(tx, tenant, rows)
}

// lift keeps numbers from elsewhere that look like our own out of the way of those to come.
func lift(tx *db.Tx, tenant kernel.ID, rows []Row) error {
	most := int64(0)
	for i := range rows {
		digits, ok := strings.CutPrefix(rows[i].Number, ownPrefix)
		if !ok || len(digits) != 8 {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err == nil {
			most = max(most, n)
		}
	}
	if most == 0 {
		return nil
	}
	return liftNumbers(tx, tenant, most)
}

// entriesOf are the words by which members are found: those of the name, the year of birth, the
// member number, the identity number, the telephone.
func entriesOf(tenant kernel.ID, rows []Row, ids []kernel.ID) iter.Seq[search.Entry] {
	return func(yield func(search.Entry) bool) {
		for i := range rows {
			r := &rows[i]
			if !yield(search.Entry{ID: ids[i], Tokens: tokensOf(tenant, r.Name, r.Born, r.Number, r.Identity, r.Phone)}) {
				return
			}
		}
	}
}

func tokensOf(tenant kernel.ID, name string, born kernel.Date, number, identity, phone string) []string {
	out := append(foldedWords(name), tenantToken(tenant))
	if !born.IsZero() {
		out = append(out, strconv.Itoa(born.Year))
	}
	if number != "" {
		out = append(out, numberToken(number))
	}
	if identity != "" {
		out = append(out, identityToken(identity))
	}
	if digits := people.PhoneDigits(phone); digits != "" {
		out = append(out, phoneToken(digits))
	}
	return out
}

type unitCount struct {
	unit           kernel.ID
	members, women int64
}

func countsOf(rows []Row) []unitCount {
	by := map[kernel.ID]*unitCount{}
	for i := range rows {
		c := by[rows[i].Unit]
		if c == nil {
			c = &unitCount{unit: rows[i].Unit}
			by[rows[i].Unit] = c
		}
		c.members++
		if rows[i].Sex == "nữ" {
			c.women++
		}
	}
	return sortedCounts(by)
}

func sortedCounts(by map[kernel.ID]*unitCount) []unitCount {
	out := make([]unitCount, 0, len(by))
	for _, c := range by {
		out = append(out, *c)
	}
	kernel.SortFunc(out, func(a, b unitCount) int { return cmp.Compare(a.unit, b.unit) })
	return out
}
