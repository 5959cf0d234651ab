package procedures

import (
	"slices"

	"doanket/kernel"
)

// Paper is a component as it is asked for now.
//
//glossary:none
type Paper struct {
	RequiredPaper
	Must bool   // asked for; in a OneOf group: one of the group is
	Held string // the source that replaces it: it is then neither asked for nor reported as missing
}

// Papers are the components of the variant with what the answers and the data at hand make of them.
// Those whose condition does not hold are left out.
func (v *Version) Papers(c *Variant, a Ask) []Paper {
	env := v.env(a)
	var out []Paper
	must := map[string]bool{}
	held := map[string]string{}
	for _, p := range c.Papers {
		if !v.when(p.Visible, env) {
			continue
		}
		x := Paper{RequiredPaper: p, Must: v.cond(p.Required, env)}
		for _, source := range p.HeldBy {
			if slices.Contains(a.Held, source) {
				x.Held = source
				break
			}
		}
		if p.OneOf != "" {
			must[p.OneOf] = must[p.OneOf] || x.Must
			if x.Held != "" {
				held[p.OneOf] = x.Held
			}
		}
		out = append(out, x)
	}
	for i := range out {
		g := out[i].OneOf
		if g == "" {
			continue
		}
		out[i].Must = must[g]
		if held[g] != "" {
			out[i].Held = held[g]
		}
	}
	return out
}

// Missing are the keys (a group counts as one, by its group key) that are asked for and neither
// given nor held. given holds the keys of the papers at hand.
func Missing(papers []Paper, given []string) []string {
	var out []string
	satisfied := map[string]bool{}
	for _, p := range papers {
		if p.OneOf != "" && (slices.Contains(given, p.Key) || p.Held != "") {
			satisfied[p.OneOf] = true
		}
	}
	for _, p := range papers {
		key := p.Key
		done := slices.Contains(given, p.Key)
		if p.OneOf != "" {
			key, done = p.OneOf, satisfied[p.OneOf]
		}
		if p.Must && p.Held == "" && !p.FromForm && !done && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// FeeLine (dòng thu) is one amount with its reckoning and basis.
//
//glossary:none
type FeeLine struct {
	Key        string
	Kind       PaymentKind
	Name       string
	Unit       string
	Quantity   int64
	UnitAmount kernel.Money
	Percent    int // taken off
	Exemption  string
	Amount     kernel.Money
	Basis      string
	Account    string
	Origin
}

// Fees are what is to be paid in this variant when filed this way with this agency on this day. A
// line of 0 ₫ stays in the list: its basis is printed.
func (v *Version) Fees(c *Variant, a Ask) []FeeLine {
	ch := c.Channels.Of(a.Channel)
	if ch == nil {
		return nil
	}
	env := v.env(a)
	best := map[string]FeeRule{}
	var order []string
	for _, r := range ch.Fees {
		if !r.valid(a.On) || !r.covers(a.Agency) || !v.when(r.When, env) {
			continue
		}
		old, seen := best[r.Key]
		if !seen {
			order = append(order, r.Key)
		}
		if !seen || r.beats(old) {
			best[r.Key] = r
		}
	}
	var out []FeeLine
	for _, key := range order {
		out = append(out, v.line(best[key], env))
	}
	return out
}

func (r FeeRule) valid(on kernel.Date) bool {
	return !on.Before(r.From) && (r.To.IsZero() || !on.After(r.To))
}

func (r FeeRule) covers(agency []string) bool {
	return len(r.Agencies) == 0 || slices.ContainsFunc(r.Agencies, func(x string) bool { return slices.Contains(agency, x) })
}

func (r FeeRule) beats(o FeeRule) bool {
	if (len(r.Agencies) > 0) != (len(o.Agencies) > 0) {
		return len(r.Agencies) > 0
	}
	return r.From.After(o.From)
}

func (v *Version) line(r FeeRule, env map[string]any) FeeLine {
	l := FeeLine{Key: r.Key, Kind: r.Kind, Name: r.Name, Unit: r.Unit, Quantity: 1, Basis: r.Basis, Account: r.Account, Origin: r.Origin}
	if r.Quantity != "" {
		l.Quantity = max(0, v.count(r.Quantity, env))
	}
	switch {
	case r.Formula != "":
		l.UnitAmount = kernel.Money(max(0, v.count(r.Formula, env)))
	case r.Amount != nil:
		l.UnitAmount = kernel.Money(*r.Amount)
	}
	for _, x := range r.Exempt {
		if x.Percent > l.Percent && v.holds(x.When, env) {
			l.Percent, l.Exemption, l.Basis = x.Percent, x.Name, x.Basis
		}
	}
	full := int64(l.UnitAmount) * l.Quantity
	l.Amount = kernel.Money(full - full*int64(l.Percent)/100)
	return l
}

// Total adds up the lines.
func Total(lines []FeeLine) kernel.Money {
	var sum kernel.Money
	for _, l := range lines {
		sum += l.Amount
	}
	return sum
}
