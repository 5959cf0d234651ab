package orgs

import (
	"cmp"
	"slices"

	"doanket/kernel"
)

// closureRow says that Ancestor stood Depth steps above Descendant during Valid.
type closureRow struct {
	Ancestor, Descendant kernel.ID
	Depth                int
	Valid                kernel.Period
}

// grower works out the closure rows of units from the parents of every date. Rows of units whose own
// way up does not change are known already.
type grower struct {
	units map[kernel.ID]*facts
	known map[kernel.ID][]closureRow // rows that end at a unit
}

// rows gives all closure rows that end at a unit. Refuses with orgs.cycle and the first day on which
// it would stand below itself.
func (g grower) rows(id kernel.ID) ([]closureRow, error) {
	f := g.units[id]
	p, ok := f.lived()
	if !ok {
		return nil, nil
	}
	out := []closureRow{{id, id, 0, p}}
	err := g.climb(f, id, p, 1, &out)
	return coalesced(out), err
}

// climb adds what stands above f during a period.
func (g grower) climb(f *facts, bottom kernel.ID, p kernel.Period, depth int, out *[]closureRow) error {
	for _, s := range f.parents.rows {
		if s.Void != 0 {
			continue
		}
		within, ok := intersect(s.Valid, p)
		if !ok {
			continue
		}
		if s.Value == bottom || depth > maxDepth {
			return kernel.Refuse("orgs.cycle", kernel.FormatDate(within.From))
		}
		known, ok := g.known[s.Value]
		if ok {
			for _, r := range known {
				both, ok := intersect(r.Valid, within)
				switch {
				case !ok:
				case r.Ancestor == bottom:
					return kernel.Refuse("orgs.cycle", kernel.FormatDate(both.From))
				default:
					*out = append(*out, closureRow{r.Ancestor, bottom, depth + r.Depth, both})
				}
			}
			continue
		}
		up := g.units[s.Value]
		if up == nil {
			continue // Settle tells of it
		}
		*out = append(*out, closureRow{s.Value, bottom, depth, within})
		err := g.climb(up, bottom, within, depth+1, out)
		if err != nil {
			return err
		}
	}
	return nil
}

// coalesced joins rows of the same pair and depth that follow each other without a gap, so that a
// move within one branch does not leave the top of the tree in pieces.
func coalesced(rows []closureRow) []closureRow {
	kernel.SortFunc(rows, func(a, b closureRow) int {
		return cmp.Or(cmp.Compare(a.Descendant, b.Descendant), cmp.Compare(a.Ancestor, b.Ancestor), a.Valid.From.Compare(b.Valid.From))
	})
	out := rows[:0]
	for _, r := range rows {
		n := len(out)
		if n > 0 && out[n-1].Ancestor == r.Ancestor && out[n-1].Descendant == r.Descendant && out[n-1].Depth == r.Depth && out[n-1].Valid.To == r.Valid.From {
			out[n-1].Valid.To = r.Valid.To
			continue
		}
		out = append(out, r)
	}
	return out
}

// growth is what stands above a unit whose way up differs from what was written, and to which ancestors.
type growth struct {
	rows   []closureRow
	differ []kernel.ID
}

// differing are the ancestors to whom two sets of rows of one unit do not agree.
func differing(a, b []closureRow) []kernel.ID {
	var out []kernel.ID
	count := map[closureRow]int{}
	for _, r := range a {
		count[r]++
	}
	for _, r := range b {
		count[r]--
	}
	for r, n := range count {
		if n != 0 && !slices.Contains(out, r.Ancestor) {
			out = append(out, r.Ancestor)
		}
	}
	return out
}
