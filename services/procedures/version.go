package procedures

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"doanket/internal/formula"
	"doanket/kernel"
)

// Version (phiên bản thủ tục) is a definition that can be asked: its expressions are compiled, its
// content is fixed by SHA256. It holds no state and may be shared by any number of requests.
//
//glossary:none a dated form of procedures.Procedure
type Version struct {
	ID        kernel.ID
	Procedure kernel.ID
	State     State
	SHA256    string
	Def       *Definition

	shape   shape
	bools   map[Expr]*formula.Program
	numbers map[string]*formula.Program
}

// State of a version in the life of the catalogue.
//
//glossary:none
type State string

const (
	StateDraft     State = "draft"
	StateReview    State = "review"
	StatePublished State = "published"
	StateRetired   State = "retired"
)

// Channels of filing, as named in definitions and expressions.
const (
	Online = "truc_tuyen"
	Direct = "truc_tiep"
	Post   = "buu_chinh"
)

// ChannelKeys are the channels in the order in which pages show them.
var ChannelKeys = []string{Online, Direct, Post}

// Of gives the channel of that name, nil when it is closed.
func (c Channels) Of(name string) *Channel {
	switch name {
	case Online:
		return c.Online
	case Direct:
		return c.Direct
	case Post:
		return c.Post
	}
	return nil
}

// MarshalJSON writes a condition as it stands in the file: true, false or its expression.
func (c Cond) MarshalJSON() ([]byte, error) {
	if c.When != "" {
		return json.Marshal(string(c.When))
	}
	return json.Marshal(c.Always)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Cond) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &c.When)
	}
	return json.Unmarshal(b, &c.Always)
}

// canonical is the JSON that a version is known by: fixed order of keys, sorted maps, no comments.
func canonical(def *Definition) (text []byte, sha string, err error) {
	text, err = json.Marshal(def)
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(text)
	return text, hex.EncodeToString(sum[:]), nil
}

// compile prepares every expression of a definition; bad tells what could not be prepared.
func compile(def *Definition, bad func(path, code string, args ...any)) *Version {
	v := &Version{Def: def, shape: shapeOf(def.Form), bools: map[Expr]*formula.Program{}, numbers: map[string]*formula.Program{}}
	eachExpr(def, func(path string, e Expr) {
		if e == "" || v.bools[e] != nil {
			return
		}
		p, err := v.shape.boolean(e)
		if err != nil {
			bad(path, "expr.bad", string(e), err)
			return
		}
		v.bools[e] = p
	})
	eachNumber(def, func(path, e string) {
		if e == "" || v.numbers[e] != nil {
			return
		}
		p, err := v.shape.number(e)
		if err != nil {
			bad(path, "expr.bad", e, err)
			return
		}
		v.numbers[e] = p
	})
	return v
}

// eachExpr visits all conditions of a definition with their paths.
func eachExpr(def *Definition, visit func(path string, e Expr)) {
	for i, s := range def.Form.Sections {
		p := at("bieu_mau.phan", i)
		visit(p+".hien", s.Visible)
		for j, f := range s.Fields {
			q := at(p+".truong", j)
			visit(q+".hien", f.Visible)
			visit(q+".bat_buoc", f.Required.When)
		}
	}
	for i, r := range def.Form.Rules {
		visit(at("bieu_mau.rang_buoc", i)+".sai_khi", r.Broken)
	}
	for i, v := range def.Variants {
		p := at("truong_hop", i)
		visit(p+".khi", v.When)
		for j, c := range v.Papers {
			q := at(p+".thanh_phan", j)
			visit(q+".bat_buoc", c.Required.When)
			visit(q+".khi", c.Visible)
		}
		for j, a := range v.Flow.Actions {
			visit(at(p+".quy_trinh.viec", j)+".khi", a.When)
		}
	}
	eachFee(def, func(path string, r FeeRule) {
		visit(path+".khi", r.When)
		for k, x := range r.Exempt {
			visit(at(path+".mien", k)+".khi", x.When)
		}
	})
}

func eachNumber(def *Definition, visit func(path, e string)) {
	eachFee(def, func(path string, r FeeRule) {
		visit(path+".so_luong", r.Quantity)
		visit(path+".cong_thuc", r.Formula)
	})
}

func eachFee(def *Definition, visit func(path string, r FeeRule)) {
	for i, v := range def.Variants {
		for _, key := range ChannelKeys {
			c := v.Channels.Of(key)
			if c == nil {
				continue
			}
			for j, r := range c.Fees {
				visit(at(at("truong_hop", i)+".kenh."+key+".phi", j), r)
			}
		}
	}
}

// Ask is what a question to a version depends on.
//
//glossary:none
type Ask struct {
	Answers map[string]any
	Channel string
	On      kernel.Date // day of filing
	Agency  []string    // identifiers of the deciding agency and the units above it
	Held    []string    // data sources and result codes at hand: dan_cu, ho_tich, KQ.G15.000031
}

func (v *Version) env(a Ask) formula.Values { return v.shape.values(a.Answers, a.Channel, a.On) }

// holds runs a compiled condition. An expression that fails at run time counts as "does not hold";
// the gate has compiled and typed it, so only a broken budget gets here.
func (v *Version) holds(e Expr, env formula.Values) bool {
	p := v.bools[e]
	if p == nil {
		return false
	}
	holds, _ := p.Holds(env)
	return holds
}

func (v *Version) when(e Expr, env formula.Values) bool { return e == "" || v.holds(e, env) }

func (v *Version) cond(c Cond, env formula.Values) bool {
	if c.When != "" {
		return v.holds(c.When, env)
	}
	return c.Always
}

func (v *Version) count(e string, env formula.Values) int64 {
	p := v.numbers[e]
	if p == nil {
		return 0
	}
	n, _ := p.Count(env)
	return n
}

// VariantFor is the one variant that the answers lead to. Refuses with procedures.no_variant.
func (v *Version) VariantFor(a Ask) (*Variant, error) {
	env := v.env(a)
	var fallback *Variant
	for i := range v.Def.Variants {
		c := &v.Def.Variants[i]
		if c.Default || c.When == "" {
			fallback = c
			continue
		}
		if v.holds(c.When, env) {
			return c, nil
		}
	}
	if fallback == nil {
		return nil, kernel.Refuse("procedures.no_variant", v.Def.Name)
	}
	return fallback, nil
}

// Variant gives a variant by key.
func (v *Version) Variant(key string) (*Variant, bool) {
	for i := range v.Def.Variants {
		if v.Def.Variants[i].Key == key {
			return &v.Def.Variants[i], true
		}
	}
	return nil, false
}

// LimitFor is the time that the law gives in this variant when filed this way; nil when the channel is closed.
func (c *Variant) LimitFor(channel string) *Deadline {
	ch := c.Channels.Of(channel)
	if ch == nil {
		return nil
	}
	return ch.Limit
}

// Step gives a step of the workflow by key.
func (c *Variant) Step(key string) (Step, bool) {
	for _, s := range c.Flow.Steps {
		if s.Key == key {
			return s, true
		}
	}
	return Step{}, false
}

// Start is the step in which a filed dossier waits for acceptance.
func (c *Variant) Start() Step {
	for _, s := range c.Flow.Steps {
		if s.State == 1 {
			return s
		}
	}
	return Step{}
}

// Action gives an action by key.
func (c *Variant) Action(key string) (Action, bool) {
	for _, a := range c.Flow.Actions {
		if a.Key == key {
			return a, true
		}
	}
	return Action{}, false
}

// Roles are who may do the action at a step: its own, or else the step's.
func (c *Variant) Roles(a Action, step string) []string {
	if len(a.Roles) > 0 {
		return a.Roles
	}
	s, ok := c.Step(step)
	if !ok || s.Role == "" {
		return nil
	}
	return []string{s.Role}
}

// Actions are those open at a step for somebody with one of the roles, in the order of the file.
// No roles given: all of them.
func (v *Version) Actions(c *Variant, step string, roles []string, a Ask) []Action {
	env := v.env(a)
	var out []Action
	for _, act := range c.Flow.Actions {
		if !slices.Contains(act.From, step) || !v.when(act.When, env) {
			continue
		}
		if len(roles) > 0 && !slices.ContainsFunc(c.Roles(act, step), func(r string) bool { return slices.Contains(roles, r) }) {
			continue
		}
		out = append(out, act)
	}
	return out
}

// Has tells whether the action has the effect.
func (a Action) Has(e Effect) bool { return slices.Contains(a.Effects, e) }

// NoticeText fills the notice: "{{ho_so.ma}}" becomes vars["ho_so.ma"]. ok is false for an unknown key.
func (v *Version) NoticeText(key string, vars map[string]string) (title, body string, ok bool) {
	for _, n := range v.Def.Notices {
		if n.Key == key {
			return fill(n.Title, vars), fill(n.Body, vars), true
		}
	}
	return "", "", false
}

// Result gives a result by key.
func (v *Version) Result(key string) (Result, bool) {
	for _, r := range v.Def.Results {
		if r.Key == key {
			return r, true
		}
	}
	return Result{}, false
}

// ResultText fills the template of a result; ok is false for an unknown key.
func (v *Version) ResultText(key string, vars map[string]string) (string, bool) {
	r, ok := v.Result(key)
	return fill(r.Template, vars), ok
}

func fill(text string, vars map[string]string) string {
	return variable.ReplaceAllStringFunc(text, func(m string) string {
		name := strings.TrimSpace(m[2 : len(m)-2])
		value := strings.TrimSpace(vars[name])
		if value == "" {
			return "…………"
		}
		return value
	})
}

// compiled versions are the same for ever, so they are kept by their content.
type cache struct {
	mu sync.RWMutex
	by map[string]*Version
}

// of gives the compiled form of a stored definition; the result is shared and must not be changed.
func (c *cache) of(sha string, text []byte) (*Version, error) {
	v := c.have(sha)
	if v != nil {
		return v, nil
	}
	def := &Definition{}
	err := json.Unmarshal(text, def)
	if err != nil {
		return nil, err
	}
	v = compile(def, func(string, string, ...any) {})
	v.SHA256 = sha
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil || len(c.by) > 2_000 {
		c.by = map[string]*Version{}
	}
	c.by[sha] = v
	return v, nil
}

// have is the compiled form of that content if it is known.
func (c *cache) have(sha string) *Version {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.by[sha]
}
