package procedures

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"doanket/kernel"

	"go.yaml.in/yaml/v3"
)

// Bounds of one file: an alias inside an alias could otherwise grow a small file without end.
const (
	maxFileBytes = 1 << 20
	maxNodes     = 60_000
	maxDepth     = 40
)

// Finding (lỗi của bản định nghĩa) is one reason why a definition may not be published.
//
//glossary:none
type Finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Args    []any  `json:"-"` // of Message, for a page in another language
	Path    string `json:"-"`
}

// source keeps where each path of a definition stands in its file, and what was found there.
type source struct {
	file     string
	lines    map[string]int
	visited  int
	findings []Finding
}

// fault notes a finding at a path; a path that is not in the file falls back to its nearest parent.
func (s *source) fault(path, code string, args ...any) {
	s.findings = append(s.findings, Finding{
		File: s.file, Line: s.line(path), Code: code, Args: args, Path: path, Message: sentence(code, args...),
	})
}

func (s *source) line(path string) int {
	for {
		n, ok := s.lines[path]
		if ok {
			return n
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 1
		}
		path = path[:cut]
	}
}

// has tells whether the key stands in the file, for keys whose absence means something else than "empty".
func (s *source) has(path string) bool {
	_, ok := s.lines[path]
	return ok
}

// load reads one file. The definition is as complete as it can be even when there are findings, so
// that one look shows everything that is wrong.
func load(file string, text []byte) (*Definition, *source) {
	s := &source{file: file, lines: map[string]int{}}
	def := &Definition{}
	if len(text) > maxFileBytes {
		s.fault("", "file.too_big", maxFileBytes/1024)
		return def, s
	}
	var doc yaml.Node
	err := yaml.Unmarshal(text, &doc)
	if err != nil {
		s.findings = append(s.findings, yamlFinding(file, err))
		return def, s
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		s.fault("", "file.not_mapping")
		return def, s
	}
	s.decode(doc.Content[0], reflect.ValueOf(def).Elem(), "", 0)
	return def, s
}

// yamlFinding takes the line out of the parser's own message ("yaml: line 12: …").
func yamlFinding(file string, err error) Finding {
	line := 1
	_, rest, ok := strings.Cut(err.Error(), "line ")
	if ok {
		n, _, _ := strings.Cut(rest, ":")
		line, _ = strconv.Atoi(n)
		line = max(line, 1)
	}
	return Finding{File: file, Line: line, Code: "file.yaml", Args: []any{err.Error()}, Message: sentence("file.yaml", err.Error())}
}

var (
	typeDate     = reflect.TypeFor[kernel.Date]()
	typeCond     = reflect.TypeFor[Cond]()
	typeDeadline = reflect.TypeFor[Deadline]()
	typeBasis    = reflect.TypeFor[Basis]()
	typeNames    = reflect.TypeFor[Names]()
)

func (s *source) decode(n *yaml.Node, v reflect.Value, path string, depth int) {
	s.visited++
	if s.visited > maxNodes || depth > maxDepth {
		if s.visited == maxNodes+1 || depth == maxDepth+1 {
			s.visited = maxNodes + 2
			s.fault(path, "file.too_deep")
		}
		return
	}
	if _, ok := s.lines[path]; !ok {
		s.lines[path] = n.Line
	}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && s.short(n, v, path) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.Tag == "!!null" {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		s.decode(n, v.Elem(), path, depth+1)
	case reflect.Struct:
		s.decodeStruct(n, v, path, depth)
	case reflect.Slice:
		s.decodeSlice(n, v, path, depth)
	case reflect.Map:
		s.decodeMap(n, v, path, depth)
	case reflect.Interface:
		v.Set(reflect.ValueOf(s.plain(n, path, depth)))
	default:
		s.decodeScalar(n, v, path)
	}
}

// short handles what may be written as one word instead of a mapping.
func (s *source) short(n *yaml.Node, v reflect.Value, path string) bool {
	switch v.Type() {
	case typeDate:
		d, err := kernel.ParseISODate(n.Value)
		if err != nil {
			s.fault(path, "value.date", n.Value)
			return true
		}
		v.Set(reflect.ValueOf(d))
	case typeCond:
		if n.Tag == "!!bool" {
			v.Set(reflect.ValueOf(Cond{Always: n.Value == "true"}))
		} else {
			v.Set(reflect.ValueOf(Cond{When: Expr(n.Value)}))
		}
	case typeDeadline:
		d, ok := parseDeadline(n.Value)
		if !ok {
			s.fault(path, "deadline.unreadable", n.Value)
			return true
		}
		v.Set(reflect.ValueOf(d))
	case typeBasis:
		v.Set(reflect.ValueOf(Basis{No: n.Value}))
	case typeNames:
		v.Set(reflect.ValueOf(Names{n.Value}))
	default:
		return false
	}
	return true
}

func (s *source) decodeStruct(n *yaml.Node, v reflect.Value, path string, depth int) {
	if n.Kind != yaml.MappingNode {
		s.fault(path, "value.mapping", keyOf(path))
		return
	}
	fields := map[string]reflect.Value{}
	collectFields(v, fields)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		at := join(path, k.Value)
		f, known := fields[k.Value]
		switch {
		case seen[k.Value]:
			s.lines[at] = k.Line
			s.fault(at, "key.twice", k.Value)
		case !known:
			s.lines[at] = k.Line
			s.fault(at, "key.unknown", k.Value)
		default:
			s.decode(n.Content[i+1], f, at, depth+1)
			s.lines[at] = k.Line
		}
		seen[k.Value] = true
	}
}

func collectFields(v reflect.Value, into map[string]reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		name, opt, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		switch {
		case opt == "inline":
			collectFields(v.Field(i), into)
		case name != "" && name != "-":
			into[name] = v.Field(i)
		}
	}
}

func (s *source) decodeSlice(n *yaml.Node, v reflect.Value, path string, depth int) {
	if n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.SequenceNode {
		s.fault(path, "value.list", keyOf(path))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, c := range n.Content {
		s.decode(c, out.Index(i), fmt.Sprintf("%s[%d]", path, i), depth+1)
	}
	v.Set(out)
}

func (s *source) decodeMap(n *yaml.Node, v reflect.Value, path string, depth int) {
	if n.Kind != yaml.MappingNode {
		s.fault(path, "value.mapping", keyOf(path))
		return
	}
	out := reflect.MakeMap(v.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		at := join(path, k.Value)
		elem := reflect.New(v.Type().Elem()).Elem()
		s.decode(n.Content[i+1], elem, at, depth+1)
		s.lines[at] = k.Line
		if out.MapIndex(reflect.ValueOf(k.Value)).IsValid() {
			s.fault(at, "key.twice", k.Value)
		}
		if elem.Kind() == reflect.Interface && elem.IsNil() {
			continue // an empty answer is an answer not given
		}
		out.SetMapIndex(reflect.ValueOf(k.Value), elem)
	}
	v.Set(out)
}

func (s *source) decodeScalar(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		s.fault(path, "value.scalar", keyOf(path))
		return
	}
	if n.Tag == "!!null" {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.TrimSpace(n.Value))
	case reflect.Bool:
		if n.Tag != "!!bool" {
			s.fault(path, "value.bool", keyOf(path), n.Value)
			return
		}
		v.SetBool(n.Value == "true")
	case reflect.Int, reflect.Int64:
		i, err := strconv.ParseInt(strings.ReplaceAll(n.Value, "_", ""), 10, 64)
		if err != nil {
			s.fault(path, "value.whole", keyOf(path), n.Value)
			return
		}
		v.SetInt(i)
	}
}

// plain reads an answer of an example: text, whole number, yes/no or a list of texts.
func (s *source) plain(n *yaml.Node, path string, depth int) any {
	if n.Kind == yaml.SequenceNode {
		out := make([]string, 0, len(n.Content))
		for _, c := range n.Content {
			out = append(out, c.Value)
		}
		return out
	}
	if n.Kind != yaml.ScalarNode {
		s.fault(path, "value.scalar", keyOf(path))
		return ""
	}
	switch n.Tag {
	case "!!bool":
		return n.Value == "true"
	case "!!int":
		i, err := strconv.ParseInt(strings.ReplaceAll(n.Value, "_", ""), 10, 64)
		if err == nil && !strings.HasPrefix(n.Value, "0") || n.Value == "0" {
			return int(i)
		}
	}
	return n.Value
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// keyOf is the last word of a path, for a sentence.
func keyOf(path string) string {
	return path[strings.LastIndex(path, ".")+1:]
}
