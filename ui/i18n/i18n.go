// SPDX-License-Identifier: Apache-2.0

// Package i18n reads the Vietnamese texts out of the source, so that a test can say which of them
// have no English. Only tests import it.
//
// A text is a constant handed to ui.T or to the T of a page's context, or a value in a map of a
// file messages.go. Texts that a page takes out of a table, a function's answers or the menu are found in
// tables.go.
package i18n

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"doanket/ui"
)

// Text is a Vietnamese text with the place where it stands first.
type Text struct{ Source, Place string }

// Texts are the texts of all packages under root, each once, in the order of their places.
func Texts(root string) ([]Text, error) {
	c := collector{root: root, seen: map[string]bool{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			name := d.Name()
			if path != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "testdata", "dist", "data", "bin"}, name)) {
				return filepath.SkipDir
			}
			return c.folder(path)
		}
		return nil
	})
	return c.texts, err
}

// Missing are the texts without English.
func Missing(root string) ([]Text, error) {
	all, err := Texts(root)
	return slices.DeleteFunc(all, func(t Text) bool { return ui.HasEnglish(t.Source) || !hasLetters(t.Source) }), err
}

// Lines writes texts as entries of a PO file, ready to be filled.
func Lines(texts []Text) string {
	var b strings.Builder
	for _, t := range texts {
		fmt.Fprintf(&b, "#: %s\nmsgid %s\nmsgstr \"\"\n\n", t.Place, strconv.Quote(t.Source))
	}
	return b.String()
}

// Verbs are the formatting verbs of a text in their order ("%d", "%s"); both languages need the same.
func Verbs(s string) []string {
	var verbs []string
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		j := i + 1
		for j < len(s) && strings.ContainsRune("+-# 0123456789.[]", rune(s[j])) {
			j++
		}
		if j >= len(s) {
			break
		}
		if s[j] != '%' {
			verbs = append(verbs, s[i:j+1])
		}
		i = j
	}
	return verbs
}

func hasLetters(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r > 127 || ('a' <= r|0x20 && r|0x20 <= 'z') })
}

type collector struct {
	root  string
	seen  map[string]bool
	texts []Text
}

// folder reads the files of one folder together, because a constant may stand in another file.
func (c *collector) folder(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	files := map[string]*ast.File{}
	constants := map[string]string{}
	for _, p := range paths {
		if strings.HasSuffix(p, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, p, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("i18n: %w", err)
		}
		files[p] = f
		readConstants(f, constants)
	}
	tables := tablesOf(files)
	for _, p := range paths {
		if f := files[p]; f != nil {
			c.tables(set, f, tables, constants)
			c.file(set, f, constants, filepath.Base(p) == "messages.go" || strings.HasPrefix(filepath.Base(p), "messages_"))
		}
	}
	return nil
}

func readConstants(f *ast.File, into map[string]string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, n := range v.Names {
				if i < len(v.Values) {
					if text, ok := constant(v.Values[i], into); ok {
						into[n.Name] = text
					}
				}
			}
		}
	}
}

func (c *collector) note(set *token.FileSet, e ast.Expr, constants map[string]string) {
	text, ok := constant(e, constants)
	if !ok || text == "" || c.seen[text] {
		return
	}
	c.seen[text] = true
	at := set.Position(e.Pos())
	place, err := filepath.Rel(c.root, at.Filename)
	if err != nil {
		place = at.Filename
	}
	c.texts = append(c.texts, Text{text, fmt.Sprintf("%s:%d", filepath.ToSlash(place), at.Line)})
}

func (c *collector) file(set *token.FileSet, f *ast.File, constants map[string]string, messages bool) {
	note := func(e ast.Expr) { c.note(set, e, constants) }
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if e := translated(f, n); e != nil {
				note(e)
			}
		case *ast.CompositeLit:
			if _, ok := n.Type.(*ast.MapType); ok && messages {
				for _, el := range n.Elts {
					if kv, ok := el.(*ast.KeyValueExpr); ok {
						note(kv.Value)
					}
				}
			}
		}
		return true
	})
}

// translated is the text of a call of T, or nil when the call is another.
func translated(f *ast.File, call *ast.CallExpr) ast.Expr {
	at := -1
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		if fun.Name == "T" && f.Name.Name == "ui" {
			at = 1
		}
	case *ast.SelectorExpr:
		if fun.Sel.Name != "T" {
			return nil
		}
		at = 0
		if x, ok := fun.X.(*ast.Ident); ok && x.Name == "ui" {
			at = 1
		}
	}
	if at < 0 || at >= len(call.Args) {
		return nil
	}
	return call.Args[at]
}

// constant is the value of a text that stands in the source: a literal, a sum of them, or a name for one.
func constant(e ast.Expr, constants map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		x, okX := constant(e.X, constants)
		y, okY := constant(e.Y, constants)
		return x + y, e.Op == token.ADD && okX && okY
	case *ast.ParenExpr:
		return constant(e.X, constants)
	case *ast.Ident:
		s, ok := constants[e.Name]
		return s, ok
	}
	return "", false
}
