package formula

import "slices"

// Part is a piece of a read expression, for those who look into it: who explains a verdict piece by
// piece, or judges what is not known.
type Part struct{ n node }

// Whole is the expression as one part.
func (p *Program) Whole() Part { return Part{p.top} }

// Op is "and", "or", "not", "?", a sign or a word between two parts ("&&" is "and", "!" is "not"), or "".
func (p Part) Op() string {
	switch p.n.op {
	case "&&":
		return "and"
	case "||":
		return "or"
	}
	return p.n.op
}

// Kids are the parts that it is made of, in the order of the text.
func (p Part) Kids() []Part {
	out := make([]Part, len(p.n.kids))
	for i, k := range p.n.kids {
		out[i] = Part{k}
	}
	return out
}

// Text is how it was written, without brackets around it.
func (p Part) Text() string { return p.n.text }

// Name is the name that it is, or "".
func (p Part) Name() string { return p.n.name }

// Type is what it gives.
func (p Part) Type() Type { return p.n.Type }

// Names are all names that it reads, each once.
func (p Part) Names() []string {
	var out []string
	var walk func(n node)
	walk = func(n node) {
		if n.name != "" && !slices.Contains(out, n.name) {
			out = append(out, n.name)
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(p.n)
	return out
}

// Constant is its value (int64, bool, string, []int64, []string) when it reads no name; ok is false otherwise.
func (p Part) Constant() (value any, ok bool) {
	if !p.n.fixed {
		return nil, false
	}
	r := &run{}
	v := p.n.eval(r)
	return v, !r.failed
}

// Value computes it; ok is false when it cannot be computed.
func (p Part) Value(v Values) (value any, ok bool) {
	r := &run{values: v}
	value = p.n.eval(r)
	return value, !r.failed
}
