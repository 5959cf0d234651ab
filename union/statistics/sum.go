package statistics

// Sum (tổng hợp số liệu) is what the accepted forms of the units below add up to, along the tree as it
// stood on the cut-off. Expected counts the units that have to report, Counted those that are in it.
type Sum struct {
	Expected int
	Counted  int
	Parts    string // hash over the snapshots that were added up
	Cells    []Cell
}

// Cell is the total of one line over the units of one sector.
//
//glossary:none
type Cell struct {
	Line     string
	Sector   string
	Sum      int64
	Weighted int64 // Σ value × weight
	Weight   int64
	Units    int
}

// total adds up the cells of a line, of one sector or of all ("").
func (s Sum) total(line, sector string) Cell {
	t := Cell{Line: line, Sector: sector}
	for _, c := range s.Cells {
		if c.Line == line && (sector == "" || c.Sector == sector) {
			t.Sum, t.Weighted, t.Weight, t.Units = t.Sum+c.Sum, t.Weighted+c.Weighted, t.Weight+c.Weight, t.Units+c.Units
		}
	}
	return t
}

// of is the cell's value for a kind of line: sums add up, averages are weighed by their heads and
// rounded half up. false when nothing is there to be averaged or added up.
func (c Cell) of(kind LineKind) (int64, bool) {
	if kind == Average {
		if c.Weight == 0 {
			return 0, false
		}
		return (2*c.Weighted + c.Weight) / (2 * c.Weight), true
	}
	return c.Sum, c.Units > 0
}

// documentOfSum lays a summing form out.
func (f *Form) documentOfSum(s Sum) []DocumentLine {
	values := map[string]*int64{}
	var out []DocumentLine
	for _, l := range f.Lines() {
		d := docLine(l)
		if l.Kind != Share {
			n, ok := s.total(l.Of, l.Sector).of(l.Kind)
			if ok {
				d.Value = &n
			}
			values[l.Key] = d.Value
		}
		out = append(out, d)
	}
	for i, l := range f.Lines() {
		if part, whole := values[l.Part], values[l.Whole]; l.Kind == Share && part != nil && whole != nil {
			out[i].Value = shareOf(*part, *whole)
		}
	}
	return out
}
