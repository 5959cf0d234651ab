package i18n

import (
	"go/ast"
	"go/token"
	"slices"
)

// shown are the fields that the frame and the pages of roles translate when they show them, by type.
var shown = map[string][]string{"Room": {"Label"}, "Wing": {"Title"}, "Permission": {"Title", "Room"}, "Role": {"Title"}}

// tablesOf are the variables, functions and methods of a package by name: a page may take its text out of one.
func tablesOf(files map[string]*ast.File) map[string]ast.Node {
	out := map[string]ast.Node{}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil {
					out[d.Name.Name] = d.Body
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR {
						for i, n := range v.Names {
							if i < len(v.Values) {
								out[n.Name] = v.Values[i]
							}
						}
					}
				}
			}
		}
	}
	return out
}

// tables notes the texts that this file translates without naming them: T(table[code]), T(words(code)),
// T(row.name) and T(row) for a row of a table, and the fields of shown.
func (c *collector) tables(set *token.FileSet, f *ast.File, tables map[string]ast.Node, constants map[string]string) {
	rows := map[string]ast.Expr{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			if v, ok := n.Value.(*ast.Ident); ok {
				rows[v.Name] = n.X
			}
		case *ast.CallExpr:
			if e := translated(f, n); e != nil {
				c.literals(set, tables[source(e, rows)], constants)
			}
		case *ast.CompositeLit:
			c.fields(set, n, n.Type, constants)
		}
		return true
	})
}

// source is the name of the table that an expression takes its text from, or "".
func source(e ast.Expr, rows map[string]ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.CallExpr:
			switch fun := x.Fun.(type) {
			case *ast.Ident:
				return fun.Name
			case *ast.SelectorExpr:
				return fun.Sel.Name
			}
			return ""
		case *ast.Ident:
			row, ok := rows[x.Name]
			if !ok {
				return x.Name
			}
			delete(rows, x.Name)
			e = row
		default:
			return ""
		}
	}
}

// literals notes what can be read in a table or in a function: not keys, and not words like "hom-nay" that are
// part of an address.
func (c *collector) literals(set *token.FileSet, n ast.Node, constants map[string]string) {
	if n == nil {
		return
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			c.literals(set, n.Value, constants)
			return false
		case *ast.BasicLit:
			if text, ok := constant(n, constants); ok && vietnamese(text) {
				c.note(set, n, constants)
			}
		}
		return true
	})
}

// fields notes the shown fields of one value or of a list of values.
func (c *collector) fields(set *token.FileSet, n *ast.CompositeLit, kind ast.Expr, constants map[string]string) {
	if list, ok := kind.(*ast.ArrayType); ok {
		for _, el := range n.Elts {
			if v, ok := el.(*ast.CompositeLit); ok && v.Type == nil {
				c.fields(set, v, list.Elt, constants)
			}
		}
		return
	}
	if s, ok := kind.(*ast.SelectorExpr); ok {
		kind = s.Sel
	}
	name, ok := kind.(*ast.Ident)
	if !ok {
		return
	}
	for _, el := range n.Elts {
		kv, ok := el.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok && slices.Contains(shown[name.Name], key.Name) {
			c.note(set, kv.Value, constants)
		}
	}
}

// vietnamese tells whether a text has a letter with a mark, as almost every Vietnamese text does.
func vietnamese(s string) bool {
	for _, r := range s {
		if r >= 'À' {
			return true
		}
	}
	return false
}
