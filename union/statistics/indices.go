package statistics

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"doanket/internal/formula"
	"doanket/kernel"
)

//go:embed indices.yaml
var indicesFile []byte

// Index (chỉ số) is a share over the units below one, by a definition in force from a day on: units for
// which a condition holds, or people of one measure among those of another.
type Index struct {
	Key       string  `yaml:"key"`
	ValidFrom string  `yaml:"valid_from"`
	Title     string  `yaml:"title"`
	Text      string  `yaml:"text"`
	Counts    string  `yaml:"counts"` // units, people
	That      string  `yaml:"that"`
	Part      Measure `yaml:"part"`
	Whole     Measure `yaml:"whole"`
	Source    string  `yaml:"source"`
	Verified  bool    `yaml:"verified"`

	from    kernel.Date
	program *formula.Program
	reads   []Measure
}

// measureNames are the measures as expressions write them: members_all.
func measureNames() []string {
	out := make([]string, 0, len(Measures))
	for _, m := range Measures {
		out = append(out, strings.ReplaceAll(string(m), ".", "_"))
	}
	return out
}

var indices = sync.OnceValues(func() ([]Index, error) { return readIndices(indicesFile) })

// readIndices reads the definitions; the first mistake is told.
func readIndices(text []byte) ([]Index, error) {
	var list []Index
	err := yaml.Unmarshal(text, &list)
	if err != nil {
		return nil, fmt.Errorf("indices: %w", err)
	}
	for i := range list {
		x := &list[i]
		x.from, err = kernel.ParseISODate(x.ValidFrom)
		if err != nil || !lineKey.MatchString(x.Key) || x.Title == "" || x.Text == "" || x.Source == "" {
			return nil, fmt.Errorf("index %q: key, day, title, text and source are needed", x.Key)
		}
		switch x.Counts {
		case "units":
			program, err := compile(x.That, measureNames())
			if err != nil {
				return nil, fmt.Errorf("index %s: %w", x.Key, err)
			}
			x.program = program
			for j, name := range measureNames() {
				if _, read := program.Names[name]; read {
					x.reads = append(x.reads, Measures[j])
				}
			}
		case "people":
			if !slices.Contains(Measures, x.Part) || !slices.Contains(Measures, x.Whole) {
				return nil, fmt.Errorf("index %s: part and whole are measures", x.Key)
			}
			x.reads = []Measure{x.Part, x.Whole}
		default:
			return nil, fmt.Errorf("index %s counts %q", x.Key, x.Counts)
		}
	}
	return list, nil
}

// indicesOn are the definitions in force on a day: of each key the latest.
func indicesOn(list []Index, on kernel.Date) []Index {
	var out []Index
	for _, x := range list {
		if x.from.After(on) {
			continue
		}
		i := slices.IndexFunc(out, func(o Index) bool { return o.Key == x.Key })
		switch {
		case i < 0:
			out = append(out, x)
		case x.from.After(out[i].from):
			out[i] = x
		}
	}
	return out
}

// IndexValue (giá trị chỉ số) is an index worked out: Part of Whole, or not available because of
// measures that nobody knows.
//
//glossary:none
type IndexValue struct {
	Index   Index
	Part    int64
	Whole   int64
	Lacking []Measure
}

// unitValue is what one unit adds: a unit that counts is 1 of 1. false when a measure is not known.
func (x Index) unitValue(c Counts) (part, whole int64, ok bool) {
	values := map[string]int64{}
	for _, m := range x.reads {
		n, known := c[m]
		if !known {
			return 0, 0, false
		}
		values[strings.ReplaceAll(string(m), ".", "_")] = n
	}
	if x.Counts == "people" {
		return c[x.Part], c[x.Whole], true
	}
	if holds(x.program, values) {
		part = 1
	}
	return part, 1, true
}

// work adds the units up.
func (x Index) work(all map[kernel.ID]Counts, units []kernel.ID) IndexValue {
	v := IndexValue{Index: x}
	for _, u := range units {
		part, whole, ok := x.unitValue(all[u])
		if !ok {
			for _, m := range x.reads {
				if _, known := all[u][m]; !known && !slices.Contains(v.Lacking, m) {
					v.Lacking = append(v.Lacking, m)
				}
			}
			continue
		}
		v.Part, v.Whole = v.Part+part, v.Whole+whole
	}
	return v
}
