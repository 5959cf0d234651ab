package orgs

import (
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// Below is a unit that stands somewhere below another one, or is that one.
//
//glossary:none
type Below struct{ Head, Unit kernel.ID }

// Branches lists, for each head, the units of its branch on a day, the head itself first.
func (s *Service) Branches(tx *db.Tx, heads []kernel.ID, on kernel.Date) ([]Below, error) {
	var out []Below
	err := within(sorted(heads), func(part []kernel.ID) ([]Below, error) {
		return db.AllOf(tx, func(b *Below) []any { return []any{&b.Head, &b.Unit} }, db.Build(`select ancestor_id, descendant_id from org_closure`).
			In(`where ancestor_id in`, part, ``).And(`and valid_from <= ? and (valid_to is null or valid_to > ?) order by ancestor_id, depth, descendant_id`, on, on))
	}, func(b Below) { out = append(out, b) })
	return out, err
}

// Record keeps the paper on which changes rest. Refuses with orgs.number_taken when another paper bears
// the same number on that day.
func (s *Service) Record(tx *db.Tx, tenant kernel.ID, d Decision, by kernel.ID) error {
	d.Number, d.Issuer, d.Summary = tidy(d.Number), tidy(d.Issuer), tidy(d.Summary)
	had, ok, err := findDecision(tx, tenant, d.Number, d.On)
	if err != nil {
		return err
	}
	if ok && had.ID == d.ID {
		return nil
	}
	if ok {
		return invalid("so_qd", "orgs.number_taken", d.Number, kernel.FormatDate(d.On))
	}
	return insertDecision(tx, tenant, d, s.clock.Now(), by)
}

// Names are what units are called on a day, or on the nearest day of their lives.
func (s *Service) Names(tx *db.Tx, ids []kernel.ID, on kernel.Date) (map[kernel.ID]string, error) {
	out := map[kernel.ID]string{}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		o, ok, err := s.Get(tx, id, on)
		if err != nil {
			return nil, err
		}
		if ok {
			out[id] = o.Name
		}
	}
	return out, nil
}

// Directory lists the units of a branch on a day with their names and identifiers, nearest to its head first.
func (s *Service) Directory(tx *db.Tx, head kernel.ID, on kernel.Date) ([]Org, error) {
	nodes, err := listUnder(tx, head, on, maxDepth, maxRows)
	if err != nil {
		return nil, err
	}
	out := make([]Org, 0, len(nodes))
	for _, n := range nodes {
		n.org.Status = statusOn(n.org.Life, on)
		out = append(out, n.org)
	}
	return out, nil
}

// Kinds are the kinds of units in force on a day.
func (s *Service) Kinds(tx *db.Tx, on kernel.Date) ([]Kind, error) { return kindsOn(tx, on) }
