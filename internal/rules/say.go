package rules

import (
	"strings"

	"github.com/expr-lang/expr/ast"
)

var needs = map[string]string{">=": "từ %", ">": "trên %", "<=": "không quá %", "<": "dưới %", "==": "là %", "!=": "khác %", "in": "là một trong: %", "not in": "không là: %"}

var dayNeeds = map[string]string{">=": "từ %", ">": "sau %", "<=": "đến hết %", "<": "trước %"}

var opposite = map[string]string{">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}

// mirrored is the sign when the two sides change places.
var mirrored = map[string]string{">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}

// say is what a leaf asks and what it saw: "Số tháng là đoàn viên: 8 tháng (cần từ 6 tháng)".
func (l *leaf) say(g given, turned bool) string {
	tree, sign := l.tree, ""
	u, ok := tree.(*ast.UnaryNode)
	if ok {
		tree, sign = u.Node, "not in"
	}
	switch x := tree.(type) {
	case *ast.MemberNode:
		n, ok := l.v.byKey[keyOf(x)]
		if !ok {
			break
		}
		need := "có"
		if turned {
			need = "không"
		}
		return n.Title + ": " + l.v.seen(g, n.Key) + " (cần " + need + ")"
	case *ast.BinaryNode:
		if sign == "" {
			sign = x.Operator
		}
		text := l.comparison(g, x, sign, turned)
		if text != "" {
			return text
		}
	}
	parts := make([]string, len(l.names))
	for i, key := range l.names {
		parts[i] = l.v.byKey[key].Title + ": " + l.v.seen(g, key)
	}
	need := "cần đúng: "
	if turned {
		need = "cần sai: "
	}
	if len(parts) == 0 {
		return need + l.tree.String()
	}
	return strings.Join(parts, ", ") + " (" + need + l.tree.String() + ")"
}

func (l *leaf) comparison(g given, x *ast.BinaryNode, sign string, turned bool) string {
	left, right := x.Left, x.Right
	member, ok := left.(*ast.MemberNode)
	if !ok {
		member, ok = right.(*ast.MemberNode)
		right = left
		sign = mirrored[sign]
	}
	if !ok || sign == "" {
		return ""
	}
	n, ok := l.v.byKey[keyOf(member)]
	if !ok {
		return ""
	}
	want, ok := n.wanted(right)
	if !ok {
		return ""
	}
	if turned {
		sign = opposite[sign]
	}
	need, ok := needs[sign]
	if n.Type == Day && dayNeeds[sign] != "" {
		need = dayNeeds[sign]
	}
	if !ok {
		return ""
	}
	return n.Title + ": " + l.v.seen(g, n.Key) + " (cần " + strings.Replace(need, "%", want, 1) + ")"
}

// wanted is a constant as a person reads it beside this name.
func (n Name) wanted(c ast.Node) (string, bool) {
	switch x := c.(type) {
	case *ast.IntegerNode:
		return n.say(x.Value), true
	case *ast.StringNode:
		return n.say(x.Value), true
	case *ast.BoolNode:
		return n.say(x.Value), true
	case *ast.ArrayNode:
		var parts []string
		for _, item := range x.Nodes {
			s, ok := n.wanted(item)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ", "), true
	}
	return "", false
}
