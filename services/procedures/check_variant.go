package procedures

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"doanket/kernel"
)

func (c *checker) variants() {
	c.usedNotices, c.usedResults = map[string]bool{}, map[string]bool{}
	vs := c.def.Variants
	if len(vs) == 0 {
		c.fault("truong_hop", "variant.none")
		return
	}
	seen := map[string]bool{}
	fallbacks := 0
	for i, v := range vs {
		p := at("truong_hop", i)
		c.key(p+".khoa", v.Key)
		if seen[v.Key] {
			c.fault(p+".khoa", "key.repeated", v.Key)
		}
		seen[v.Key] = true
		c.filled(p+".ten", v.Name)
		isFallback := v.Default || v.When == ""
		if isFallback {
			fallbacks++
		}
		if v.Default && v.When != "" {
			c.fault(p+".khi", "variant.default_with_condition", v.Key)
		}
		if isFallback && fallbacks > 1 {
			c.fault(p, "variant.two_defaults", v.Key)
		}
		c.variant(p, v)
	}
	if fallbacks == 0 {
		c.fault("truong_hop", "variant.no_default")
	}
	c.exclusive()
}

func (c *checker) variant(p string, v Variant) {
	if v.Supply == "" {
		c.fault(p, "supply.missing", v.Key)
	} else {
		c.oneOf(p+".bo_sung", v.Supply, supplies)
	}
	if v.SupplyIn != nil {
		c.deadline(p+".han_bo_sung", *v.SupplyIn)
	}
	c.limits(p, v)
	c.papers(p, v)
	for _, key := range ChannelKeys {
		if ch := v.Channels.Of(key); ch != nil {
			c.fees(p+".kenh."+key, ch)
		}
	}
	for j, r := range v.Results {
		c.usedResults[r] = true
		if _, ok := c.version.Result(r); !ok {
			c.fault(at(p+".ket_qua", j), "result.unknown", r)
		}
	}
	if len(v.Results) == 0 {
		c.fault(p, "result.none", v.Key)
	}
	c.workflow(p+".quy_trinh", v)
}

func (c *checker) deadline(path string, d Deadline) {
	code, arg := d.fault()
	if code != "" {
		c.fault(path, code, arg)
	}
}

// limits: every open channel has a readable limit, and a limit of the variant itself says the same.
func (c *checker) limits(p string, v Variant) {
	open := 0
	for _, key := range ChannelKeys {
		ch := v.Channels.Of(key)
		if ch == nil {
			continue
		}
		open++
		path := p + ".kenh." + key
		if ch.Limit == nil {
			c.fault(path, "deadline.missing", key)
			continue
		}
		c.deadline(path+".han", *ch.Limit)
		if v.Limit != nil && !v.Limit.same(*ch.Limit) {
			c.fault(path+".han", "deadline.contradiction", c.line(path+".han"), ch.Limit.Words(), c.line(p+".han"), v.Limit.Words())
		}
	}
	if v.Limit != nil {
		c.deadline(p+".han", *v.Limit)
	}
	if open == 0 {
		c.fault(p+".kenh", "variant.no_channel", v.Key)
	}
}

var (
	paperCode  = regexp.MustCompile(`^([A-Z]{2,5}[-.])?(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(\.\d{2,3})*[-.]([A-Z]{2})?\d{3,8}$`)
	noteStart  = regexp.MustCompile(`^[*+\-\s]*(luu y|giay to phai|ghi chu|doi voi giay to|truong hop gui|truong hop nguoi|nguoi tiep nhan)`)
	stateHolds = regexp.MustCompile(`(the can cuoc|can cuoc cong dan|chung minh nhan dan|so ho khau|xac nhan thong tin ve cu tru|giay xac nhan cu tru|giay to chung minh noi cu tru|noi cu tru cuoi cung)`)
)

func (c *checker) papers(p string, v Variant) {
	seen, groups := map[string]bool{}, map[string]int{}
	firstOf := map[string]string{}
	for j, r := range v.Papers {
		q := at(p+".thanh_phan", j)
		c.key(q+".khoa", r.Key)
		if seen[r.Key] {
			c.fault(q+".khoa", "paper.repeated", r.Key)
		}
		seen[r.Key] = true
		c.filled(q+".ten", r.Name)
		copies := r.Originals + r.Certified + r.Copies
		folded := kernel.Fold(r.Name)
		switch {
		case r.Originals < 0 || r.Certified < 0 || r.Copies < 0:
			c.fault(q, "paper.negative", r.Key)
		case noteStart.MatchString(folded) || copies == 0 && strings.HasSuffix(strings.TrimSpace(r.Name), ":"):
			c.fault(q, "paper.note", r.Name)
		case copies == 0 && !r.FromForm:
			c.fault(q, "paper.no_copies", r.Key)
		}
		if r.Code != "" && !paperCode.MatchString(r.Code) {
			c.fault(q+".ma", "paper.code", r.Code)
		}
		for k, h := range r.HeldBy {
			if !slices.Contains(heldSources, h) && !strings.HasPrefix(h, "KQ.") {
				c.fault(at(q+".thay_the", k), "paper.unknown_source", h, strings.Join(heldSources, ", "))
			}
		}
		if (r.Required.Always || r.Required.When != "") && len(r.HeldBy) == 0 && stateHolds.MatchString(folded) {
			c.fault(q, "paper.state_holds", r.Name)
		}
		if r.OneOf != "" {
			groups[r.OneOf]++
			if firstOf[r.OneOf] == "" {
				firstOf[r.OneOf] = q
			}
		}
	}
	for g, n := range groups {
		if n < 2 {
			c.fault(firstOf[g]+".mot_trong", "paper.lonely_group", g)
		}
		if seen[g] {
			c.fault(firstOf[g]+".mot_trong", "paper.repeated", g)
		}
	}
}

func (c *checker) fees(path string, ch *Channel) {
	if !c.has(path + ".phi") {
		c.fault(path, "fee.not_said")
	}
	for j, r := range ch.Fees {
		p := at(path+".phi", j)
		c.key(p+".khoa", r.Key)
		c.filled(p+".ten", r.Name)
		if r.Kind == "" {
			c.fault(p, "fee.no_kind", r.Key)
		} else {
			c.oneOf(p+".loai", string(r.Kind), []string{string(Fee), string(Charge), string(OtherPayment)})
		}
		switch {
		case r.Amount == nil && r.Formula == "":
			c.fault(p, "fee.no_amount", r.Key)
		case r.Amount != nil && r.Formula != "":
			c.fault(p, "fee.two_amounts", r.Key)
		case r.Amount != nil && *r.Amount < 0:
			c.fault(p+".so_tien", "fee.negative", r.Key)
		}
		if r.Basis == "" || r.From.IsZero() {
			code := "fee.no_basis"
			if r.Amount != nil && *r.Amount == 0 {
				code = "fee.zero_no_basis"
			}
			c.fault(p, code, r.Key)
		}
		if !r.To.IsZero() && r.To.Before(r.From) {
			c.fault(p+".den", "identity.ends_before", dayText(r.To), dayText(r.From))
		}
		for k, x := range r.Exempt {
			q := at(p+".mien", k)
			if x.Percent < 1 || x.Percent > 100 {
				c.fault(q, "fee.percent", x.Percent)
			}
			c.filled(q+".ten", x.Name)
			c.filled(q+".khi", string(x.When))
			c.filled(q+".can_cu", x.Basis)
		}
	}
}

// exclusive tries the conditions of all variants on the answers that could matter: every option,
// yes and no, and each compared number with its neighbours. Two that hold at once are a fault.
func (c *checker) exclusive() {
	values := map[string][]any{}
	var with []int
	for i, v := range c.def.Variants {
		program := c.version.bools[v.When]
		if v.When == "" || program == nil {
			continue
		}
		with = append(with, i)
		for name, constants := range mentionedFields(program) {
			values[name] = append(values[name], c.candidates(name, constants)...)
		}
	}
	if len(with) < 2 {
		return
	}
	names := slices.Sorted(maps.Keys(values))
	answers := map[string]any{}
	tries := 0
	told := map[[2]int]bool{}
	var walk func(int)
	walk = func(n int) {
		if tries > 5_000 {
			return
		}
		if n < len(names) {
			for _, v := range values[names[n]] {
				answers[names[n]] = v
				walk(n + 1)
			}
			return
		}
		tries++
		c.overlap(with, answers, told)
	}
	walk(0)
}

func (c *checker) overlap(with []int, answers map[string]any, told map[[2]int]bool) {
	first := -1
	for _, channel := range ChannelKeys {
		env := c.version.env(Ask{Answers: answers, Channel: channel, On: kernel.Date{Year: 2026, Month: 11, Day: 23}})
		first = -1
		for _, i := range with {
			if !c.version.holds(c.def.Variants[i].When, env) {
				continue
			}
			if first >= 0 && !told[[2]int{first, i}] {
				told[[2]int{first, i}] = true
				c.fault(at("truong_hop", i)+".khi", "variant.overlap", c.def.Variants[first].Key, c.def.Variants[i].Key)
			}
			if first < 0 {
				first = i
			}
		}
	}
}

func (c *checker) candidates(name string, constants []any) []any {
	q := c.version.shape.fields[name]
	switch q.Type {
	case "yesno":
		return []any{true, false}
	case "choice":
		var out []any
		for _, o := range c.def.options(q) {
			out = append(out, o.Code)
		}
		return out
	case "number", "money":
		out := []any{0}
		for _, k := range constants {
			n := asInt(k)
			out = append(out, n-1, n, n+1)
		}
		return out
	}
	return append(constants, "")
}
