package statistics

import (
	"slices"

	"doanket/kernel"
)

// Form (mẫu biểu thống kê, Quyết định 1454/QĐ-TLĐ) is one version of a form as its file says it. A form
// without Sums is filled in; one with Sums adds up the lines of that other form over the units below.
type Form struct {
	Key       string   `yaml:"form"` // 1-HDCD
	No        int      `yaml:"version"`
	Name      string   `yaml:"name"`
	Title     string   `yaml:"title"`
	For       string   `yaml:"for"`
	Kinds     []string `yaml:"kinds"` // of units whose form it is
	Sums      string   `yaml:"sums"`
	CutOffs   []string `yaml:"cut_offs"` // 05-31
	Due       string   `yaml:"due"`      // 5wd after the cut-off
	DueSource string   `yaml:"due_source"`
	ValidFrom string   `yaml:"valid_from"`
	ValidTo   string   `yaml:"valid_to"`
	Source    string   `yaml:"source"`
	Verified  bool     `yaml:"verified"`
	Unknown   []string `yaml:"unknown"` // what was not seen, said on the page
	Sectors   []Sector `yaml:"sectors"`
	Groups    []Group  `yaml:"groups"`
	Checks    []Rule   `yaml:"checks"`

	valid    kernel.Period
	limit    kernel.Limit
	programs []compiled
}

// Sector (khu vực) is one of the sectors by which some lines are split: administration, public service.
//
//glossary:none
type Sector struct {
	Key   string `yaml:"key"`
	Label string `yaml:"label"`
}

// Group (mục) is a heading of the form with its lines. Own marks what the house adds to the form.
//
//glossary:none
type Group struct {
	Number string `yaml:"number"`
	Title  string `yaml:"title"`
	Own    bool   `yaml:"own"`
	Lines  []Line `yaml:"lines"`
}

// LineKind (loại số liệu) says what a value is and how values of units add up.
//
//glossary:none
type LineKind string

// The kinds of lines. Money is whole đồng; Average is đồng a head and adds up by its weight; Share is
// in hundredths of a percent and is worked out from two other lines.
const (
	Count   LineKind = "count"
	Money   LineKind = "money"
	Average LineKind = "average"
	Share   LineKind = "share"
)

// Line (dòng chỉ tiêu) is one line of a form. A line is typed by hand, unless From names a measure of
// the roll; Suggest only proposes one, because the roll knows members and the line asks for workers.
type Line struct {
	Key      string   `yaml:"key"`
	Number   string   `yaml:"number"`
	Label    string   `yaml:"label"`
	Unit     string   `yaml:"unit"`
	Kind     LineKind `yaml:"kind"`
	From     string   `yaml:"from"`
	Suggest  string   `yaml:"suggest"`
	Weight   string   `yaml:"weight"` // of an average: the line that counts heads
	Part     string   `yaml:"part"`   // of a share
	Whole    string   `yaml:"whole"`
	Of       string   `yaml:"of"` // in a form that sums: the line of the form below
	Sector   string   `yaml:"sector"`
	Source   string   `yaml:"source"`
	Verified bool     `yaml:"verified"`
}

// Rule (điều kiện kiểm tra) is an expression over the lines that must hold, and what is said when it does not.
//
//glossary:none
type Rule struct {
	That string `yaml:"that"`
	At   string `yaml:"at"`
	Say  string `yaml:"say"`
}

// Valid is the span in which this version is in force.
func (f *Form) Valid() kernel.Period { return f.valid }

// Lines are all lines in their order.
func (f *Form) Lines() []Line {
	var out []Line
	for _, g := range f.Groups {
		out = append(out, g.Lines...)
	}
	return out
}

// Line finds a line by its key.
func (f *Form) Line(key string) (Line, bool) {
	for _, g := range f.Groups {
		for _, l := range g.Lines {
			if l.Key == key {
				return l, true
			}
		}
	}
	return Line{}, false
}

// SectorLabel names a sector; one that the form does not know is empty.
func (f *Form) SectorLabel(key string) string {
	for _, s := range f.Sectors {
		if s.Key == key {
			return s.Label
		}
	}
	return ""
}

// CutsOff tells whether a day is one of the form's cut-offs (ngày chốt số liệu).
func (f *Form) CutsOff(on kernel.Date) bool {
	return slices.Contains(f.CutOffs, on.String()[5:])
}

// cutOffBefore is the last cut-off before a day: what happened after it belongs to the period.
func (f *Form) cutOffBefore(on kernel.Date) kernel.Date {
	var last kernel.Date
	for _, md := range f.CutOffs {
		for year := on.Year - 1; year <= on.Year; year++ {
			d, err := kernel.ParseISODate(kernel.Date{Year: year, Month: 1, Day: 1}.String()[:5] + md)
			if err == nil && d.Before(on) && d.After(last) {
				last = d
			}
		}
	}
	return last
}

// measures are the measures of the roll that the form asks for.
func (f *Form) measures() []string {
	var out []string
	for _, l := range f.Lines() {
		for _, m := range []string{l.From, l.Suggest} {
			if m != "" && !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

// Typed tells whether somebody may type the line at all.
func (l Line) Typed() bool { return l.Kind != Share && l.Of == "" }
