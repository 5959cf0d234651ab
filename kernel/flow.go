package kernel

// Flow (bảng chuyển trạng thái) is the whole truth about how a thing may move: a row that is not
// in the table cannot happen.
type Flow[S comparable, V comparable] []Move[S, V]

// Move is one row: in state From, the verb Do leads to To.
type Move[S comparable, V comparable] struct {
	From S
	Do   V
	To   S
}

// Next gives the state after the verb; ok is false when the table has no such row.
func (f Flow[S, V]) Next(from S, do V) (to S, ok bool) {
	for _, m := range f {
		if m.From == from && m.Do == do {
			return m.To, true
		}
	}
	return to, false
}

// Verbs are the moves open in a state, in the order of the table.
func (f Flow[S, V]) Verbs(from S) []V {
	var out []V
	for _, m := range f {
		if m.From == from {
			out = append(out, m.Do)
		}
	}
	return out
}
