package complaints

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"doanket/kernel"
)

//go:embed data/deadlines.csv
var deadlineData string

//go:embed data/refusals.csv
var refusalData string

// Deadline (thời hạn giải quyết đơn) is a limit of the law as dated data, with its source. Quoted: its words
// were read in a quotation; else nobody has read them.
type Deadline struct {
	Kind   Kind
	Round  string // "1", "2": first or second complaint; "" for any
	Area   string // usual, remote; "" for any
	Step   string // again, accept, resolve, longer1, longer2, answer
	Limit  kernel.Limit
	Valid  kernel.Period
	Source string
	Quoted bool
}

// Refusal (căn cứ không thụ lý) is a ground of the law for not taking a letter up, as dated data.
type Refusal struct {
	Key      string
	Kinds    []Kind
	Sentence string
	Valid    kernel.Period
	Source   string
	Quoted   bool
}

func rowsOf(name, text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("complaints: " + name + ": " + err.Error())
	}
	return rows[1:]
}

func periodOf(name, from, to string) kernel.Period {
	var p kernel.Period
	for text, into := range map[*kernel.Date]string{&p.From: from, &p.To: to} {
		err := text.UnmarshalText([]byte(into))
		if err != nil {
			panic("complaints: " + name + ": " + err.Error())
		}
	}
	return p
}

var deadlines = func() []Deadline {
	var out []Deadline
	for _, r := range rowsOf("deadlines.csv", deadlineData) {
		limit, err := kernel.ParseLimit(r[4])
		if err != nil {
			panic("complaints: deadlines.csv: " + err.Error())
		}
		out = append(out, Deadline{Kind(r[0]), r[1], r[2], r[3], limit, periodOf("deadlines.csv", r[5], r[6]), r[7], r[8] == "quoted"})
	}
	return out
}()

var refusals = func() []Refusal {
	var out []Refusal
	for _, r := range rowsOf("refusals.csv", refusalData) {
		x := Refusal{Key: r[0], Sentence: r[2], Valid: periodOf("refusals.csv", r[3], r[4]), Source: r[5], Quoted: r[6] == "quoted"}
		for _, k := range strings.Split(r[1], "|") {
			x.Kinds = append(x.Kinds, Kind(k))
		}
		out = append(out, x)
	}
	return out
}()

// deadline is the limit of a step of this complaint on a day; not every kind has every step. First or second,
// usual or remote, each has a row of its own.
func (c Complaint) deadline(step string, on kernel.Date) (Deadline, bool) {
	round, area := "1", "usual"
	if c.Second() {
		round = "2"
	}
	if c.Remote {
		area = "remote"
	}
	for _, d := range deadlines {
		if d.Kind == c.Kind && d.Step == step && (d.Round == "" || d.Round == round) && (d.Area == "" || d.Area == area) && d.Valid.Holds(on) {
			return d, true
		}
	}
	return Deadline{}, false
}

// instead is the limit that would hold if the complaint were made from elsewhere, when it is another one.
func (d Deadline) instead(c Complaint, on kernel.Date) (kernel.Limit, bool) {
	if d.Area != "remote" {
		return kernel.Limit{}, false
	}
	c.Remote = false
	usual, ok := c.deadline(d.Step, on)
	return usual.Limit, ok && usual.Limit != d.Limit
}

// RefusalsOn are the grounds for not taking up a letter of a kind on a day.
func RefusalsOn(kind Kind, on kernel.Date) []Refusal {
	var out []Refusal
	for _, r := range refusals {
		if r.Valid.Holds(on) && slices.Contains(r.Kinds, kind) {
			out = append(out, r)
		}
	}
	return out
}

func refusalOf(key string, kind Kind, on kernel.Date) (Refusal, bool) {
	list := RefusalsOn(kind, on)
	i := slices.IndexFunc(list, func(r Refusal) bool { return r.Key == key })
	if i < 0 {
		return Refusal{}, false
	}
	return list[i], true
}

// step is which limit runs now; "" when none does. What is examined without having been accepted has none.
func (c Complaint) step() string {
	switch {
	case c.State == Received || c.State == Assigned:
		return "accept"
	case (c.State == Accepted || c.State == Verifying) && c.Accepted.IsZero():
		return ""
	case (c.State == Accepted || c.State == Verifying) && c.Longer > 0:
		return fmt.Sprintf("longer%d", c.Longer)
	case c.State == Accepted || c.State == Verifying:
		return "resolve"
	case c.State == Concluded && !c.Matter.Anonymous:
		return "answer"
	}
	return ""
}

// wind sets the limit that runs now: to accept from the day of receipt, to resolve from the day of acceptance,
// to answer from now. The law counts in days, so the whole last day belongs to the limit. When nothing
// runs any more, what was due last stays as it was.
func (c *Complaint) wind(cal *kernel.Calendar, now kernel.Instant) error {
	step := c.step()
	if step == "" {
		if c.State.Live() {
			c.From, c.Due, c.Limit = kernel.Instant{}, kernel.Instant{}, kernel.Limit{}
		}
		return nil
	}
	c.From = c.Accepted
	switch step {
	case "accept":
		c.From = cal.Opening(c.Received.Start())
	case "answer":
		c.From = now
	}
	d, ok := c.deadline(step, c.From.Date())
	if !ok {
		c.Due, c.Limit = kernel.Instant{}, kernel.Limit{}
		return nil
	}
	due, err := cal.Due(c.From, d.Limit)
	c.Due, c.Limit = endOf(due.Due.Date()), d.Limit
	return err
}

func endOf(d kernel.Date) kernel.Instant { return kernel.FromMillis(d.AddDays(1).Start().Millis() - 1) }

// placeable tells whether the place may be marked so now: only a grievance has other limits far away.
func (c Complaint) placeable(v Verb) bool { return c.Kind == Grievance && c.Remote == (v == MarkUsual) }

// prolongable tells whether the law knows a further prolongation.
func (c Complaint) prolongable() bool {
	if c.Accepted.IsZero() {
		return false
	}
	_, ok := c.deadline(fmt.Sprintf("longer%d", c.Longer+1), c.Accepted.Date())
	return ok
}
