package reorg

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"doanket/core/orgs"
)

// readYAML reads a decision as text:
//
//	so: 21/QĐ-LĐLĐ
//	ngay: 20/06/2025
//	hieu_luc: 01/07/2025
//	buoc:
//	  - viec: ket_thuc
//	    don_vi: [LĐLĐ thành phố Uông Bí]
//	    noi_nhan:
//	      - don_vi: Công đoàn phường Uông Bí
//	        danh_sach: [CĐCS Than Mẫu]
func readYAML(content []byte) *script {
	sc := &script{head: map[string]string{}}
	var doc yaml.Node
	err := yaml.Unmarshal(content, &doc)
	if err != nil || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		sc.fault(0, "", "", "reorg.file_broken", "YAML")
		return sc
	}
	fields := map[string]func(*yaml.Node){"buoc": func(n *yaml.Node) {
		for i, item := range n.Content {
			sc.yamlStep(i+1, item)
		}
	}}
	for _, key := range headKeys {
		fields[key] = func(n *yaml.Node) { sc.head[key] = n.Value }
	}
	sc.each(0, doc.Content[0], fields)
	return sc
}

// headKeys are the words of the head of the paper, wordKeys those of a step that take one value.
var (
	headKeys = []string{"so", "ngay", "hieu_luc", "co_quan", "nguoi_ky", "trich_yeu", "pham_vi"}
	wordKeys = []string{"ten", "ten_ngan", "loai", "ma", "ma_cu", "cap_tren", "khoa", "con_lai", "chia_theo", "con_hoat_dong"}
)

// each calls the function of every key of a mapping; an unknown key is a fault at its line.
func (s *script) each(step int, n *yaml.Node, fields map[string]func(*yaml.Node)) {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		do, ok := fields[key.Value]
		if !ok {
			var known []string
			for word := range fields {
				known = append(known, word)
			}
			slices.Sort(known)
			s.fault(step, yamlPlace(key), key.Value, "reorg.file_word", key.Value, strings.Join(known, ", "))
			continue
		}
		do(value)
	}
}

func yamlPlace(n *yaml.Node) string { return fmt.Sprintf("dòng %d", n.Line) }

// texts are one value or a list of them.
func yamlTexts(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		if n.Value == "" || n.Tag == "!!null" {
			return nil
		}
		return []string{n.Value}
	}
	var out []string
	for _, item := range n.Content {
		if item.Kind == yaml.ScalarNode {
			out = append(out, item.Value)
		}
	}
	return out
}

func (s *script) yamlStep(n int, node *yaml.Node) {
	l := line{place: yamlPlace(node), word: map[string]string{}}
	fields := map[string]func(*yaml.Node){
		"viec": func(v *yaml.Node) {
			kind, ok := stepOf(v.Value)
			if !ok {
				s.fault(n, yamlPlace(v), "viec", "reorg.file_step", v.Value, stepSlugs())
			}
			l.kind = kind
		},
		"don_vi":    func(v *yaml.Node) { l.units = yamlTexts(v) },
		"dia_ban":   func(v *yaml.Node) { l.areas = yamlTexts(v) },
		"mang_theo": func(v *yaml.Node) { l.carries = yamlTexts(v) },
		"cham_dut":  func(v *yaml.Node) { l.ends = yamlTexts(v) },
		"huy":       func(v *yaml.Node) { l.undoes = v.Value },
		"ban_do":    func(v *yaml.Node) { l.area = s.yamlArea(n, v) },
		"noi_nhan": func(v *yaml.Node) {
			if v.Kind == yaml.ScalarNode {
				l.targets = append(l.targets, target{unit: v.Value})
			}
			for _, item := range v.Content {
				l.targets = append(l.targets, s.yamlTarget(n, item))
			}
		},
	}
	for _, key := range wordKeys {
		fields[key] = func(v *yaml.Node) { l.word[key] = v.Value }
	}
	s.each(n, node, fields)
	if l.word["con_hoat_dong"] == "false" {
		l.word["con_hoat_dong"] = ""
	}
	s.steps = append(s.steps, l)
}

func (s *script) yamlTarget(n int, v *yaml.Node) target {
	if v.Kind == yaml.ScalarNode {
		return target{unit: v.Value}
	}
	var t target
	s.each(n, v, map[string]func(*yaml.Node){
		"don_vi": func(x *yaml.Node) { t.unit = x.Value }, "danh_sach": func(x *yaml.Node) { t.list = yamlTexts(x) },
		"to": func(x *yaml.Node) { t.groups = yamlTexts(x) }, "dia_ban": func(x *yaml.Node) { t.areas = yamlTexts(x) },
		"phan": func(x *yaml.Node) { t.share = x.Value },
	})
	return t
}

func (s *script) yamlArea(n int, v *yaml.Node) *Area {
	a := &Area{}
	s.each(n, v, map[string]func(*yaml.Node){
		"ma": func(x *yaml.Node) { a.Code = x.Value }, "giu": func(x *yaml.Node) { a.Keeps = x.Value }, "cap": func(x *yaml.Node) { a.Level = levelOf(x.Value) },
		"loai": func(x *yaml.Node) { a.Kind = x.Value }, "ten": func(x *yaml.Node) { a.Name = x.Value }, "thuoc": func(x *yaml.Node) { a.Parent = x.Value },
		"nguon": func(x *yaml.Node) {
			for _, item := range x.Content {
				from := orgs.AreaSource{Code: item.Value, Part: orgs.WholePart}
				s.each(n, item, map[string]func(*yaml.Node){"ma": func(y *yaml.Node) { from.Code = y.Value }, "phan": func(y *yaml.Node) { from.Part = partOf(y.Value) }})
				a.From = append(a.From, from)
			}
		},
	})
	return a
}

func levelOf(word string) orgs.AreaLevel {
	return map[string]orgs.AreaLevel{"tinh": orgs.Province, "huyen": orgs.District, "xa": orgs.Commune}[fold(word)]
}

// partOf reads how much of a thing goes; what it does not know it gives back, to be refused.
func partOf(word string) string {
	switch fold(word) {
	case "toan bo", "":
		return orgs.WholePart
	case "mot phan":
		return orgs.SomePart
	}
	return word
}

func stepSlugs() string {
	var out []string
	for _, w := range stepWords {
		out = append(out, w.slug)
	}
	return strings.Join(out, ", ")
}
