package rules

import (
	"strings"

	"doanket/internal/formula"
)

var needs = map[string]string{">=": "từ %", ">": "trên %", "<=": "không quá %", "<": "dưới %", "==": "là %", "!=": "khác %", "in": "là một trong: %", "not in": "không là: %"}

var dayNeeds = map[string]string{">=": "từ %", ">": "sau %", "<=": "đến hết %", "<": "trước %"}

var opposite = map[string]string{">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}

// mirrored is the sign when the two sides change places.
var mirrored = map[string]string{">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}

// say is what a part asks and what it saw: "Số tháng là đoàn viên: 8 tháng (cần từ 6 tháng)".
func (a *asking) say(p formula.Part, turned bool) string {
	if n, ok := a.v.byKey[p.Name()]; ok {
		need := "có"
		if turned {
			need = "không"
		}
		return n.Title + ": " + a.seen(n.Key) + " (cần " + need + ")"
	}
	part, sign := p, p.Op()
	if sign == "not" {
		part, sign = p.Kids()[0], "not in"
	}
	if text := a.comparison(part, sign, turned); text != "" {
		return text
	}
	names := p.Names()
	parts := make([]string, len(names))
	for i, key := range names {
		parts[i] = a.v.byKey[key].Title + ": " + a.seen(key)
	}
	need := "cần đúng: "
	if turned {
		need = "cần sai: "
	}
	if len(parts) == 0 {
		return need + p.Text()
	}
	return strings.Join(parts, ", ") + " (" + need + p.Text() + ")"
}

func (a *asking) comparison(p formula.Part, sign string, turned bool) string {
	kids := p.Kids()
	if len(kids) != 2 {
		return ""
	}
	left, right := kids[0], kids[1]
	n, ok := a.v.byKey[left.Name()]
	if !ok {
		n, ok = a.v.byKey[right.Name()]
		right, sign = left, mirrored[sign]
	}
	if !ok {
		return ""
	}
	if turned {
		sign = opposite[sign]
	}
	constant, fixed := right.Constant()
	need := needs[sign]
	if n.Type == Day && dayNeeds[sign] != "" {
		need = dayNeeds[sign]
	}
	if !fixed || need == "" {
		return ""
	}
	return n.Title + ": " + a.seen(n.Key) + " (cần " + strings.Replace(need, "%", n.wanted(constant), 1) + ")"
}

// wanted is a constant as a person reads it beside this name.
func (n Name) wanted(constant any) string {
	var parts []string
	switch x := constant.(type) {
	case []string:
		for _, s := range x {
			parts = append(parts, n.say(s))
		}
	case []int64:
		for _, i := range x {
			parts = append(parts, n.say(i))
		}
	default:
		return n.say(constant)
	}
	return strings.Join(parts, ", ")
}
