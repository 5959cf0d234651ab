package procedures

import (
	"regexp"
	"slices"
)

// forms checks the questions and, because every rule speaks of them, the constants that rules
// compare choices with.
func (c *checker) forms() {
	f := c.def.Form
	if f.Schema < 1 {
		c.fault("bieu_mau.lop", "form.no_schema")
	}
	if len(f.Sections) == 0 {
		c.fault("bieu_mau", "form.empty")
	}
	sections, fields := map[string]bool{}, map[string]bool{}
	for i, s := range f.Sections {
		p := at("bieu_mau.phan", i)
		c.key(p+".khoa", s.Key)
		if sections[s.Key] {
			c.fault(p+".khoa", "key.repeated", s.Key)
		}
		sections[s.Key] = true
		c.filled(p+".ten", s.Title)
		if len(s.Fields) == 0 {
			c.fault(p, "form.section_empty", s.Key)
		}
		c.neverShown(p, s.Visible, s.Key, slices.ContainsFunc(s.Fields, func(q FormField) bool { return q.Required.Always }))
		for j, q := range s.Fields {
			c.field(at(p+".truong", j), q, fields)
		}
	}
	for i, r := range f.Rules {
		p := at("bieu_mau.rang_buoc", i)
		if !fields[r.Field] {
			c.fault(p+".truong", "form.unknown_field", r.Field)
		}
		c.filled(p+".sai_khi", string(r.Broken))
		c.filled(p+".loi", r.Message)
	}
	for old, now := range f.Aliases {
		if !fields[now] {
			c.fault("bieu_mau.doi_ten."+old, "form.unknown_field", now)
		}
		if fields[old] {
			c.fault("bieu_mau.doi_ten."+old, "form.alias_taken", old)
		}
	}
	c.lists()
	eachExpr(c.def, c.constants)
}

func (c *checker) field(p string, q FormField, seen map[string]bool) {
	c.key(p+".khoa", q.Key)
	if seen[q.Key] {
		c.fault(p+".khoa", "key.repeated", q.Key)
	}
	seen[q.Key] = true
	c.filled(p+".nhan", q.Label)
	c.oneOf(p+".kieu", q.Type, fieldTypes)
	c.neverShown(p, q.Visible, q.Key, q.Required.Always)
	chooses := q.Type == "choice" || q.Type == "many"
	switch {
	case chooses && len(c.def.options(q)) == 0:
		c.fault(p, "form.no_options", q.Key)
	case chooses && q.List != "" && len(q.Options) > 0:
		c.fault(p, "form.two_lists", q.Key)
	case !chooses && (q.List != "" || len(q.Options) > 0):
		c.fault(p, "form.options_unused", q.Key, q.Type)
	}
	c.options(p+".lua_chon", q.Options)
	if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
		c.fault(p+".den", "form.min_over_max", q.Key)
	}
	if q.Pattern != "" {
		_, err := regexp.Compile(q.Pattern)
		if err != nil {
			c.fault(p+".dang", "form.bad_pattern", q.Pattern)
		}
		if q.Message == "" {
			c.fault(p+".dang", "form.pattern_no_message", q.Key)
		}
	}
	if q.NotAfter != "" && q.NotAfter != "nop" && c.version.shape.fields[q.NotAfter].Type != "date" {
		c.fault(p+".khong_sau", "form.unknown_field", q.NotAfter)
	}
}

// neverShown refuses what must be answered and can never be seen.
func (c *checker) neverShown(path string, visible Expr, key string, must bool) {
	program := c.version.bools[visible]
	if program == nil || !must {
		return
	}
	shown, constant := program.Constant()
	if constant && !shown {
		c.fault(path+".hien", "form.hidden_required", key)
	}
}

func (c *checker) lists() {
	used := map[string]bool{}
	for _, q := range c.version.shape.fields {
		used[q.List] = true
	}
	for name, list := range c.def.Lists {
		c.options("danh_muc."+name, list)
		if !used[name] {
			c.fault("danh_muc."+name, "form.list_unused", name)
		}
	}
}

func (c *checker) options(path string, list []Option) {
	seen := map[string]bool{}
	for i, o := range list {
		p := at(path, i)
		c.filled(p+".ma", o.Code)
		c.filled(p+".ten", o.Name)
		if seen[o.Code] {
			c.fault(p+".ma", "key.repeated", o.Code)
		}
		seen[o.Code] = true
	}
}

// constants refuses a rule that compares a choice with an option that is not in its list: after an
// option is removed such a rule would silently never hold.
func (c *checker) constants(path string, e Expr) {
	program := c.version.bools[e]
	if program == nil {
		return
	}
	for name, values := range mentionedFields(program) {
		q := c.version.shape.fields[name]
		if q.Type != "choice" {
			continue
		}
		list := c.def.options(q)
		for _, v := range values {
			s, isText := v.(string)
			if isText && s != "" && !known(list, s) {
				c.fault(path, "form.option_gone", s, name)
			}
		}
	}
}
