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

// grafted gives the closure rows of the units below x after x stands under a parent during period.
// above are the rows that end at the new parent, below the rows that start at x, had the present
// rows that end at any unit of below. Rows inside x's own subtree stay; rows that reach above x in
// the period are taken away and replaced by the new parent's. An empty above only takes away.
func grafted(above, below, had []closureRow, period kernel.Period) []closureRow {
	out := make([]closureRow, 0, len(had)+len(above)*len(below))
	inside := map[kernel.ID][]closureRow{}
	for _, b := range below {
		inside[b.Descendant] = append(inside[b.Descendant], b)
	}
	for _, r := range had {
		left := []kernel.Period{r.Valid}
		for _, b := range inside[r.Descendant] {
			hole, ok := intersect(b.Valid, period)
			if !ok || r.Depth <= b.Depth {
				continue
			}
			left = cutAll(left, hole)
		}
		for _, p := range left {
			out = append(out, closureRow{r.Ancestor, r.Descendant, r.Depth, p})
		}
	}
	for _, a := range above {
		up, ok := intersect(a.Valid, period)
		if !ok {
			continue
		}
		for _, b := range below {
			both, ok := intersect(up, b.Valid)
			if ok {
				out = append(out, closureRow{a.Ancestor, b.Descendant, a.Depth + 1 + b.Depth, both})
			}
		}
	}
	return coalesced(out)
}

func cutAll(left []kernel.Period, hole kernel.Period) []kernel.Period {
	var next []kernel.Period
	for _, p := range left {
		next = append(next, without(p, hole)...)
	}
	return next
}

// coalesced joins rows of the same pair and depth that follow each other without a gap, so that a
// move within one branch does not leave the top of the tree in pieces.
func coalesced(rows []closureRow) []closureRow {
	slices.SortFunc(rows, func(a, b closureRow) int {
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

// difference is what must be deleted from have and added to it to get want.
func difference(have, want []closureRow) (gone, fresh []closureRow) {
	old := make(map[closureRow]bool, len(have))
	for _, r := range have {
		old[r] = true
	}
	for _, r := range want {
		if old[r] {
			delete(old, r)
			continue
		}
		fresh = append(fresh, r)
	}
	for _, r := range have {
		if old[r] {
			gone = append(gone, r)
		}
	}
	return gone, fresh
}
