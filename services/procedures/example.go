package procedures

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doanket/kernel"
)

// runnable tells whether the examples can be run at all: with a broken expression or limit they
// would only repeat what has been said.
func (c *checker) runnable() bool {
	return !slices.ContainsFunc(c.findings, func(f Finding) bool {
		group, _, _ := strings.Cut(f.Code, ".")
		return slices.Contains([]string{"file", "expr", "variant", "deadline"}, group) || f.Code == "key.unknown" || strings.HasPrefix(f.Code, "value.") && f.Code != "value.missing"
	})
}

// examples runs the worked examples that the file carries.
func (c *checker) examples() {
	if len(c.def.Examples) == 0 {
		c.fault("kiem_thu", "example.none")
		return
	}
	if !slices.ContainsFunc(c.def.Examples, func(x Example) bool { return x.Due != "" }) {
		c.fault("kiem_thu", "example.no_due")
	}
	if !c.runnable() {
		return
	}
	for i, x := range c.def.Examples {
		c.example(at("kiem_thu", i), x)
	}
}

func (c *checker) example(p string, x Example) {
	received, err := kernel.ParseInstant(x.Received)
	if err != nil {
		c.fault(p+".nhan", "example.received", x.Received)
		return
	}
	if x.Name == "" {
		x.Name = x.Received
	}
	for _, name := range slices.Sorted(maps.Keys(x.Answers)) {
		if _, ok := c.version.shape.fields[name]; !ok {
			c.fault(p+".don."+name, "example.unknown", name)
		}
	}
	a := Ask{Answers: x.Answers, Channel: x.Channel, On: received.Date(), Agency: agencyPath(x.Agency), Held: x.Held}
	if a.Channel == "" {
		a.Channel = Direct
	}
	if len(x.Answers) > 0 {
		c.exampleAnswers(p, x, a)
	}
	v, err := c.version.VariantFor(a)
	if err != nil {
		c.fault(p, "example.variant", x.Name, x.Variant, "")
		return
	}
	if x.Variant != "" && x.Variant != v.Key {
		c.fault(p+".truong_hop", "example.variant", x.Name, x.Variant, v.Key)
	}
	limit := v.LimitFor(a.Channel)
	if limit == nil {
		c.fault(p+".kenh", "example.channel", x.Name, a.Channel)
		return
	}
	c.exampleDue(p, x, *limit, received)
	c.exampleTerms(p, x, v, a)
}

func (c *checker) exampleAnswers(p string, x Example, a Ask) {
	faults := c.version.CheckAnswers(a)
	if len(faults) == 0 {
		return
	}
	f := faults[0]
	text := fmt.Sprintf(refusals[strings.TrimPrefix(f.Code, "procedures.")], f.Args...)
	path := p + ".don." + f.Field
	c.fault(path, "example.answers", x.Name, text)
}

func (c *checker) exampleDue(p string, x Example, limit Deadline, received kernel.Instant) {
	if x.Due == "" {
		return
	}
	want, err := kernel.ParseInstant(x.Due)
	if err != nil {
		c.fault(p+".han", "example.received", x.Due)
		return
	}
	got, err := dueOf(limit, received)
	if err != nil {
		c.fault(p+".han", "deadline.not_computable", x.Received, err.Error())
		return
	}
	if !got.Equal(want) {
		c.fault(p+".han", "example.due", x.Name, momentText(want), momentText(got))
	}
}

func momentText(i kernel.Instant) string { return i.Time().Format("15:04 02/01/2006") }

func (c *checker) exampleTerms(p string, x Example, v *Variant, a Ask) {
	if x.Total != nil {
		got := Total(c.version.Fees(v, a))
		if got != kernel.Money(*x.Total) {
			c.fault(p+".phi", "example.total", x.Name, kernel.Money(*x.Total).String(), got.String())
		}
	}
	if x.Papers != nil {
		got := Missing(c.version.Papers(v, a), nil)
		want := slices.Clone(x.Papers)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			c.fault(p+".giay_to", "example.papers", x.Name, strings.Join(want, ", "), strings.Join(got, ", "))
		}
	}
}

// agencyPath takes the identifiers above one from its own text: H49.31.06 lies under H49.31 and H49.
func agencyPath(identifier string) []string {
	var out []string
	for identifier != "" {
		out = append(out, identifier)
		cut := strings.LastIndex(identifier, ".")
		if cut < 0 {
			break
		}
		identifier = identifier[:cut]
	}
	return out
}
