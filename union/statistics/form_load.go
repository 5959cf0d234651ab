package statistics

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"doanket/kernel"
)

//go:embed forms/*.yaml
var shipped embed.FS

const maxFormBytes = 256 << 10

// Flaw (lỗi của tệp mẫu) is one thing that is wrong with the file of a form.
//
//glossary:none
type Flaw struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// reader keeps where each path of a form stands in its file.
type reader struct {
	file  string
	lines map[string]int
	flaws []Flaw
}

func (r *reader) flaw(path, code string, args ...any) {
	r.flaws = append(r.flaws, Flaw{r.file, r.lineOf(path), code, fmt.Sprintf(flawWords[code], args...)})
}

// lineOf is where a path stands; what is not in the file stands where its nearest parent does.
func (r *reader) lineOf(path string) int {
	for path != "" {
		if n, ok := r.lines[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 1
}

// mark notes the line of every key and of every element of a list.
func (r *reader) mark(n *yaml.Node, path string) {
	if path != "" {
		if _, ok := r.lines[path]; !ok {
			r.lines[path] = n.Line
		}
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			at := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			r.lines[at] = n.Content[i].Line
			r.mark(n.Content[i+1], at)
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			r.mark(c, fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

// ReadForm reads one file and lists everything that is wrong with it. The form is as complete as it
// can be even then. others are the forms it may sum.
func ReadForm(file string, text []byte, others ...*Form) (*Form, []Flaw) {
	r := &reader{file: file, lines: map[string]int{}}
	f := &Form{}
	if len(text) > maxFormBytes {
		r.flaw("", "too_big", maxFormBytes>>10)
		return f, r.flaws
	}
	var doc yaml.Node
	err := yaml.Unmarshal(text, &doc)
	if err != nil {
		r.notYAML(err)
		return f, r.flaws
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		r.flaw("", "not_mapping")
		return f, r.flaws
	}
	if hasAlias(doc.Content[0]) {
		r.flaw("", "alias")
		return f, r.flaws
	}
	r.mark(doc.Content[0], "")
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	err = dec.Decode(f)
	if err != nil {
		r.notYAML(err)
	}
	r.check(f, others)
	kernel.SortStableFunc(r.flaws, func(a, b Flaw) int { return a.Line - b.Line })
	return f, r.flaws
}

func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, hasAlias)
}

var (
	atLine    = regexp.MustCompile(`line (\d+): (.*)`)
	unknownIn = regexp.MustCompile(`field (\S+) not found`)
)

// notYAML takes the parser's own words apart: one flaw for each line that it names.
func (r *reader) notYAML(err error) {
	texts := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		texts = typed.Errors
	}
	for _, text := range texts {
		line, code := 1, "yaml"
		if m := atLine.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1])
			text = m[2]
		}
		if m := unknownIn.FindStringSubmatch(text); m != nil {
			code, text = "unknown_key", m[1]
		}
		r.flaws = append(r.flaws, Flaw{r.file, line, code, fmt.Sprintf(flawWords[code], text)})
	}
}

// Shipped are the forms that come with the program, those that are summed first. A shipped form with
// a flaw is a mistake of the programmer; a test reads them.
func Shipped() ([]*Form, [][]byte, error) {
	names, err := fs.Glob(shipped, "forms/*.yaml")
	if err != nil {
		return nil, nil, err
	}
	var forms []*Form
	var texts [][]byte
	for _, name := range names {
		text, err := shipped.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		f, flaws := ReadForm(name, text, forms...)
		if len(flaws) > 0 {
			return nil, nil, fmt.Errorf("%s:%d: %s", name, flaws[0].Line, flaws[0].Message)
		}
		forms, texts = append(forms, f), append(texts, text)
	}
	return forms, texts, nil
}
