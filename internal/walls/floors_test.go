package walls

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "doanket/"

// floor is one line of floors.txt.
type floor struct {
	height    float64
	testsOnly bool
}

func readFloors(t *testing.T) (map[string]floor, map[string]bool) {
	t.Helper()
	f, err := os.Open("floors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	floors, stairs := map[string]floor{}, map[string]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if strings.Contains(line, "->") {
			stairs[strings.Join(strings.Fields(line), " ")] = true
			continue
		}
		words := strings.Fields(line)
		height, err := strconv.ParseFloat(words[1], 64)
		if err != nil {
			t.Fatalf("floors.txt: %q: %v", line, err)
		}
		floors[words[0]] = floor{height, slices.Contains(words[2:], "tests")}
	}
	return floors, stairs
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []goPackage
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for dec.More() {
		var p goPackage
		err := dec.Decode(&p)
		if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	return pkgs
}

// folderOf finds the listed folder that holds a package: itself or the nearest listed parent.
func folderOf(floors map[string]floor, pkg string) (string, bool) {
	for name := strings.TrimPrefix(pkg, module); name != "." && name != ""; name = filepath.Dir(name) {
		if _, ok := floors[name]; ok {
			return name, true
		}
	}
	return "", false
}

func TestImportsRunDown(t *testing.T) {
	floors, stairs := readFloors(t)
	for _, p := range listPackages(t) {
		from, ok := folderOf(floors, p.ImportPath)
		if !ok {
			t.Errorf("%s stands on no floor: add its folder to internal/walls/floors.txt and to docs/map.md", p.ImportPath)
			continue
		}
		check := func(imported string, inTest bool) {
			if !strings.HasPrefix(imported, module) {
				return
			}
			to, ok := folderOf(floors, imported)
			if !ok || to == from {
				return
			}
			if floors[to].testsOnly {
				if !inTest && !floors[from].testsOnly {
					t.Errorf("%s imports %s, which is for tests only", from, to)
				}
				return
			}
			if floors[from].testsOnly || inTest {
				return // a test may stand on anything; wiring in tests is not an arrow of the house
			}
			if floors[to].height >= floors[from].height && !stairs[from+" -> "+to] {
				t.Errorf("%s (%v) imports %s (%v): tell a fact or declare a need", from, floors[from].height, to, floors[to].height)
			}
		}
		for _, i := range p.Imports {
			check(i, false)
		}
		for _, i := range slices.Concat(p.TestImports, p.XTestImports) {
			check(i, true)
		}
	}
}

// forbidden says which imports a layer file must not have. Layers are files, held to their imports.
var forbidden = []struct {
	files   []string
	imports []string
	instead string
}{
	{[]string{"flow.go", "policy.go", "facts.go", "needs.go"}, []string{"net/http", "database/sql", "os", module + "internal/db", module + "internal/web", module + "ui"},
		"the rules of a room are pure: pass values in"},
	{[]string{"commands", "queries", "jobs"}, []string{"net/http", "database/sql", module + "internal/web", module + "ui"},
		"commands and queries know no page"},
	{[]string{"http", "api", "pages"}, []string{"database/sql", module + "internal/db"},
		"pages never speak SQL: call a command or a query"},
}

func TestLayersAreFiles(t *testing.T) {
	floors, _ := readFloors(t)
	for folder, f := range floors {
		if f.height < 3 || f.height >= 6.5 {
			continue
		}
		files, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			base := filepath.Base(file)
			if strings.HasSuffix(base, "_test.go") {
				continue
			}
			for _, rule := range forbidden {
				if !slices.ContainsFunc(rule.files, func(name string) bool {
					return base == name || (!strings.HasSuffix(name, ".go") && (base == name+".go" || strings.HasPrefix(base, name+"_")))
				}) {
					continue
				}
				for _, imported := range importsOf(t, file) {
					if slices.Contains(rule.imports, imported) {
						t.Errorf("%s/%s imports %s: %s", folder, base, imported, rule.instead)
					}
				}
			}
		}
	}
}

func importsOf(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range parsed.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

// TestOnlyTheKernelAsksTheMachineForTheTime because a deadline that reads the wall clock cannot be tested.
func TestOnlyTheKernelAsksTheMachineForTheTime(t *testing.T) {
	eachSource(t, func(path, text string) {
		if strings.HasPrefix(path, "kernel/") || strings.HasPrefix(path, "tools/") || strings.HasPrefix(path, "ui/build/") {
			return
		}
		for n, line := range strings.Split(text, "\n") {
			code, _, _ := strings.Cut(line, "//")
			if strings.Contains(code, "time.Now()") {
				t.Errorf("%s:%d asks time.Now: take a kernel.Clock", path, n+1)
			}
		}
	})
}

// TestSizes reports what outgrew the guides; it refuses nothing.
func TestSizes(t *testing.T) {
	rooms := map[string]int{}
	eachSource(t, func(path, text string) {
		n := strings.Count(text, "\n")
		rooms[filepath.Dir(path)] += n
		if n > 400 {
			t.Logf("%s has %d lines (guide 400): cut along words of the trade", path, n)
		}
	})
	for room, n := range rooms {
		if n > 4000 {
			t.Logf("%s has %d lines (guide 4,000)", room, n)
		}
	}
}

// eachSource visits the hand-written Go files outside tests, with paths from the root.
func eachSource(t *testing.T, visit func(path, text string)) {
	t.Helper()
	root := "../.."
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{"node_modules", ".git", "data", "bin", "testdata"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(rel), string(b))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
