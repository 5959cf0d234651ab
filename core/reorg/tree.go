package reorg

import (
	"cmp"

	"doanket/kernel"
)

// listedMost is how many units are listed below one in a picture; the others are counted.
const listedMost = 60

// kindArg marks a fault's word as a kind of holding, which is said by its name.
func kindArg(kind string) string { return kindMark + kind }

const kindMark = "kind:"

// shape is the tree of the branch on one day: unit → unit above.
type shape map[kernel.ID]kernel.ID

// shape reads the tree as the register stands.
func (t *trial) shape(on kernel.Date) shape {
	out := shape{}
	for _, ids := range []map[kernel.ID]bool{t.branch, t.born} {
		for id := range ids {
			if t.r.Alive(id, on) {
				out[id] = t.r.Parent(id, on)
			}
		}
	}
	return out
}

// summed is what each unit holds with all that stands below it, and how many units that are.
func (s shape) summed(own tally) tally {
	out := tally{}
	for id := range s {
		seen := map[kernel.ID]bool{} // a faulty draft may run in a ring
		for at := id; ; {
			for _, c := range own[id] {
				out.add(at, c)
			}
			if at != id {
				out.add(at, PictureCount{Kind: unitKind, Count: 1})
			}
			seen[at] = true
			up, ok := s[at]
			if !ok || up == 0 || seen[up] || !s.has(up) {
				break
			}
			at = up
		}
	}
	return out
}

func (s shape) has(id kernel.ID) bool {
	_, ok := s[id]
	return ok
}

// tree draws the units that the decision touches, with what stands above them up to the head of the
// branch. Marks that belong on the other side are left out.
func (t *trial) tree(s shape, own tally, other Mark) []PictureNode {
	sums := s.summed(own)
	name := t.label
	if other == Comes { // as they were called
		name = func(id kernel.ID) string { return cmp.Or(t.names[id], t.label(id)) }
	}
	keep := map[kernel.ID]bool{}
	for id := range t.marks {
		for at := id; s.has(at) && !keep[at]; at = s[at] {
			keep[at] = true
		}
	}
	below := map[kernel.ID][]kernel.ID{}
	all := map[kernel.ID]int{}
	for id, up := range s {
		all[up]++
		if keep[id] {
			below[up] = append(below[up], id)
		}
	}
	var draw func(id kernel.ID, depth int) PictureNode
	draw = func(id kernel.ID, depth int) PictureNode {
		n := PictureNode{ID: id, Name: name(id), Units: int(sums[id][unitKind].Count)}
		if m := t.marks[id]; m != other {
			n.Mark = m
		}
		for _, c := range counts(sums[id]) {
			if c.Kind != unitKind {
				n.Holds = append(n.Holds, c)
			}
		}
		list := below[id]
		kernel.SortFunc(list, func(a, b kernel.ID) int { return kernel.CompareText(name(a), name(b)) })
		for i, child := range list {
			if i == listedMost || depth > 12 {
				break
			}
			n.Children = append(n.Children, draw(child, depth+1))
		}
		n.More = all[id] - len(n.Children)
		return n
	}
	if !s.has(t.d.Seat) {
		return nil
	}
	return []PictureNode{draw(t.d.Seat, 0)}
}
