package walls

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// term is one row of docs/glossary.md.
type term struct {
	line        int
	identifiers []string // room.Name
	room        string
	later       bool
	avoid       []string
}

var identifierForm = regexp.MustCompile("`([a-z]+\\.[A-Za-z]+)`")

func readGlossary(t *testing.T) []term {
	t.Helper()
	b, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	var terms []term
	for n, line := range strings.Split(string(b), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 9 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[1]) == "Vietnamese" {
			continue
		}
		row := term{line: n + 1, room: strings.TrimSpace(cells[4]), later: strings.Contains(cells[3], "(later)")}
		if !strings.Contains(cells[3], "(data)") {
			for _, m := range identifierForm.FindAllStringSubmatch(cells[3], -1) {
				row.identifiers = append(row.identifiers, m[1])
			}
		}
		for _, word := range strings.Split(cells[7], ",") {
			word, _, _ = strings.Cut(strings.TrimSpace(word), " (")
			if word != "—" && word != "" && !strings.Contains(word, " ") {
				row.avoid = append(row.avoid, strings.ToLower(word))
			}
		}
		terms = append(terms, row)
	}
	if len(terms) < 100 {
		t.Fatalf("docs/glossary.md: only %d rows were read", len(terms))
	}
	return terms
}

// declared is what a room exports: its types, and all its exported names.
type declared struct {
	types map[string]bool // name → has a row or is marked glossary:none
	names map[string]bool
}

func declarationsOf(t *testing.T, folder string) declared {
	t.Helper()
	d := declared{types: map[string]bool{}, names: map[string]bool{}}
	files, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				d.names[decl.Name.Name] = true
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						d.names[spec.Name.Name] = true
						if spec.Name.IsExported() {
							d.types[spec.Name.Name] = marked(decl.Doc) || marked(spec.Doc) || marked(spec.Comment)
						}
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							d.names[name.Name] = true
						}
					}
				}
			}
		}
	}
	return d
}

func marked(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	return slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//glossary:none") })
}

var camelWord = regexp.MustCompile(`[A-Z][a-z0-9]*`)

func TestTheGlossaryAndTheCodeSpeakOneLanguage(t *testing.T) {
	floors, _ := readFloors(t)
	terms := readGlossary(t)
	for folder, f := range floors {
		if f.height < 3 || f.height > 6 {
			continue
		}
		_, err := os.Stat(filepath.Join("../..", folder))
		if err != nil {
			continue
		}
		pkg := filepath.Base(folder)
		declared := declarationsOf(t, folder)
		known := map[string]bool{}
		var avoid []string
		for _, row := range terms {
			if row.room == folder {
				avoid = append(avoid, row.avoid...)
			}
			for _, id := range row.identifiers {
				room, name, _ := strings.Cut(id, ".")
				if room != pkg {
					continue
				}
				known[name] = true
				if !row.later && !declared.names[name] {
					t.Errorf("docs/glossary.md:%d: %s does not exist in %s: correct the row or mark it (later)", row.line, id, folder)
				}
			}
		}
		for name, none := range declared.types {
			if !none && !known[name] && name != "Service" {
				t.Errorf("%s.%s has no row in docs/glossary.md: add the word first, or mark the type //glossary:none", pkg, name)
			}
			for _, word := range camelWord.FindAllString(name, -1) {
				if slices.Contains(avoid, strings.ToLower(word)) && !none {
					t.Errorf("%s.%s holds the word %q, which the glossary avoids in this room", pkg, name, word)
				}
			}
		}
	}
}
