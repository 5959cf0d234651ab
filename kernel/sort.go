package kernel

import "sort"

// SortFunc sorts a list by cmp, which answers as cmp.Compare does. It stands for slices.SortFunc where a
// list is short: that one is compiled anew for every type, a megabyte over all rooms; this one is three
// small functions for each.
func SortFunc[S ~[]E, E any](list S, cmp func(a, b E) int) { sort.Sort(byFunc[E]{list, cmp}) }

// SortStableFunc is SortFunc that leaves equals in their order.
func SortStableFunc[S ~[]E, E any](list S, cmp func(a, b E) int) { sort.Stable(byFunc[E]{list, cmp}) }

type byFunc[E any] struct {
	list []E
	cmp  func(a, b E) int
}

func (b byFunc[E]) Len() int           { return len(b.list) }
func (b byFunc[E]) Less(i, j int) bool { return b.cmp(b.list[i], b.list[j]) < 0 }
func (b byFunc[E]) Swap(i, j int)      { b.list[i], b.list[j] = b.list[j], b.list[i] }
