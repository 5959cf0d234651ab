package inspection

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"doanket/kernel"
)

//go:embed data/checklists/*.yaml
var listFiles embed.FS

// ListRef names one version of a checklist.
//
//glossary:none
type ListRef struct {
	Key     string
	Version int
}

// Checklist (đề cương, bảng mục kiểm tra) is what a team asks, in one dated version with its source.
type Checklist struct {
	ListRef
	Kind     Kind
	Title    string
	Valid    kernel.Period // To is the first day on which it no longer holds
	Source   string
	Verified bool
	Groups   []Group
}

// Group is a heading with its questions.
//
//glossary:none
type Group struct {
	Title     string
	Questions []Question
}

// Question (mục kiểm tra) is one line of a checklist.
//
//glossary:none
type Question struct {
	Key   string
	Text  string
	Basis string
}

// Questions are all lines in their order.
func (c Checklist) Questions() []Question {
	var out []Question
	for _, g := range c.Groups {
		out = append(out, g.Questions...)
	}
	return out
}

// Question finds one line.
func (c Checklist) Question(key string) (Question, bool) {
	for _, q := range c.Questions() {
		if q.Key == key {
			return q, true
		}
	}
	return Question{}, false
}

// written is the file as it stands.
type written struct {
	Key, Title, Kind, Source string
	Version                  int
	Verified                 bool
	ValidFrom                string `yaml:"valid_from"`
	ValidTo                  string `yaml:"valid_to"`
	Groups                   []struct {
		Title string
		Lines []struct{ Key, Text, Basis string }
	}
}

var checklists = func() []Checklist {
	files, err := fs.Glob(listFiles, "data/checklists/*.yaml")
	if err != nil {
		panic(err)
	}
	var out []Checklist
	for _, name := range files {
		text, err := listFiles.ReadFile(name)
		if err == nil {
			var list Checklist
			list, err = readChecklist(text)
			out = append(out, list)
		}
		if err != nil {
			panic("inspection: " + name + ": " + err.Error())
		}
	}
	kernel.SortFunc(out, func(a, b Checklist) int {
		return cmpOr(slices.Index(Kinds, a.Kind)-slices.Index(Kinds, b.Kind), strings.Compare(a.Key, b.Key), b.Version-a.Version)
	})
	return out
}()

func cmpOr(parts ...int) int {
	for _, p := range parts {
		if p != 0 {
			return p
		}
	}
	return 0
}

// readChecklist reads one file; what is wrong is named.
func readChecklist(text []byte) (Checklist, error) {
	var w written
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	err := d.Decode(&w)
	if err != nil {
		return Checklist{}, err
	}
	c := Checklist{ListRef: ListRef{w.Key, w.Version}, Kind: Kind(w.Kind), Title: w.Title, Source: w.Source, Verified: w.Verified}
	for text, into := range map[string]*kernel.Date{w.ValidFrom: &c.Valid.From, w.ValidTo: &c.Valid.To} {
		if text == "" {
			continue
		}
		*into, err = kernel.ParseISODate(text)
		if err != nil {
			return c, err
		}
	}
	seen := map[string]bool{}
	for _, g := range w.Groups {
		group := Group{Title: g.Title}
		for _, l := range g.Lines {
			if l.Key == "" || l.Text == "" || seen[l.Key] {
				return c, fmt.Errorf("line %q is empty or stands twice", l.Key)
			}
			seen[l.Key] = true
			group.Questions = append(group.Questions, Question(l))
		}
		c.Groups = append(c.Groups, group)
	}
	if c.Key == "" || c.Version < 1 || !known(c.Kind) || c.Title == "" || c.Source == "" || len(seen) == 0 || c.Valid.From.IsZero() {
		return c, fmt.Errorf("key, version, kind, title, source, first day and lines are needed")
	}
	return c, nil
}

// ListFor is the version for a kind on a day.
func ListFor(kind Kind, on kernel.Date) (Checklist, bool) {
	for _, c := range checklists {
		if c.Kind == kind && c.Valid.Holds(on) {
			return c, true
		}
	}
	return Checklist{}, false
}

// ListVersion is a version by name, also one that no longer holds.
func ListVersion(ref ListRef) (Checklist, bool) {
	for _, c := range checklists {
		if c.ListRef == ref {
			return c, true
		}
	}
	return Checklist{}, false
}
