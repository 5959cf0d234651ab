package procedures

import (
	"slices"
	"strconv"
)

// graph is the workflow of one variant as steps by key and edges by action.
type graph struct {
	steps map[string]int // key → index in Workflow.Steps
	out   map[string][]edge
	in    map[string][]edge
}

type edge struct {
	from, to string
	action   int
}

func graphOf(w Workflow) graph {
	g := graph{steps: map[string]int{}, out: map[string][]edge{}, in: map[string][]edge{}}
	for i, s := range w.Steps {
		if _, twice := g.steps[s.Key]; !twice {
			g.steps[s.Key] = i
		}
	}
	add := func(e edge) {
		g.out[e.from] = append(g.out[e.from], e)
		g.in[e.to] = append(g.in[e.to], e)
	}
	for i, a := range w.Actions {
		for _, from := range a.From {
			add(edge{from, a.To, i})
		}
	}
	for _, s := range w.Steps {
		for _, child := range s.Parallel {
			add(edge{s.Key, child, -1})
		}
	}
	return g
}

// reach is every step that can be come to from the given ones.
func reach(edges map[string][]edge, from []string, forward bool) map[string]bool {
	seen := map[string]bool{}
	queue := slices.Clone(from)
	for len(queue) > 0 {
		k := queue[0]
		queue = queue[1:]
		if seen[k] {
			continue
		}
		seen[k] = true
		for _, e := range edges[k] {
			if forward {
				queue = append(queue, e.to)
			} else {
				queue = append(queue, e.from)
			}
		}
	}
	return seen
}

func (c *checker) workflow(p string, v Variant) {
	w := v.Flow
	if len(w.Steps) == 0 {
		c.fault(p, "flow.none", v.Key)
		return
	}
	g := graphOf(w)
	starts := c.steps(p, w)
	c.actions(p, v, g)
	if len(starts) != 1 {
		c.fault(p+".buoc", "flow.one_start", len(starts))
	} else {
		c.reachable(p, w, g, starts[0])
	}
	c.stepLimits(p, v, g)
	c.supplement(p, v, g)
	c.machineCycle(p, v, g)
}

func (c *checker) steps(p string, w Workflow) (starts []string) {
	seen := map[string]bool{}
	splits, joins := 0, 0
	for i, s := range w.Steps {
		q := at(p+".buoc", i)
		c.key(q+".khoa", s.Key)
		if seen[s.Key] {
			c.fault(q+".khoa", "key.repeated", s.Key)
		}
		seen[s.Key] = true
		c.filled(q+".ten", s.Name)
		c.oneOf(q+".noi", s.Unit, unitRules)
		if s.State < 1 || s.State > 10 {
			c.fault(q+".tt", "flow.state", s.State)
		}
		if s.State == stateNew {
			starts = append(starts, s.Key)
		}
		if s.Role == "" && !closed(s.State) && s.State != stateStopped && len(s.Parallel) == 0 {
			c.fault(q, "flow.no_role", s.Key)
		}
		if s.Role != "" {
			c.oneOf(q+".vai", s.Role, roleKeys)
		}
		// What nothing runs must not be published: it would look as if it worked.
		if len(s.Parallel) > 0 || s.Join != "" {
			c.fault(q, "flow.parallel_not_run", s.Key)
		}
		if s.Warn != nil {
			c.fault(q+".nhac", "flow.warning_not_run", s.Key)
		}
		if len(s.Parallel) > 0 {
			splits++
		}
		if s.Join != "" {
			joins++
			c.oneOf(q+".cho", s.Join, []string{"tat_ca", "mot"})
		}
		if s.Join != "" && splits == 0 {
			c.fault(q+".cho", "flow.join_without_split", s.Key)
		}
		if s.Limit != nil {
			c.deadline(q+".han", *s.Limit)
		}
		if s.Warn != nil && (s.Limit == nil || s.Warn.hours() > s.Limit.hours()) {
			c.fault(q+".nhac", "deadline.warning_late", s.Key)
		}
	}
	return starts
}

func closed(state int) bool {
	return state == stateDenied || state == stateWithdrawn || state == stateReturned
}

func (c *checker) actions(p string, v Variant, g graph) {
	seen := map[string]bool{}
	for i, a := range v.Flow.Actions {
		q := at(p+".viec", i)
		c.key(q+".khoa", a.Key)
		if seen[a.Key] {
			c.fault(q+".khoa", "key.repeated", a.Key)
		}
		seen[a.Key] = true
		c.filled(q+".ten", a.Name)
		if len(a.From) == 0 {
			c.fault(q, "value.missing", "tu")
		}
		for _, r := range a.Roles {
			c.oneOf(q+".vai", r, roleKeys)
		}
		for _, n := range a.Needs {
			c.oneOf(q+".can", n, needs)
		}
		for _, n := range a.Notices {
			c.usedNotices[n] = true
			if !slices.ContainsFunc(c.def.Notices, func(x Notice) bool { return x.Key == n }) {
				c.fault(q+".thong_bao", "notice.unknown", n)
			}
		}
		if a.Result != "" && !slices.Contains(v.Results, a.Result) {
			c.fault(q+".ket_qua", "result.unknown", a.Result)
		}
		c.moves(q, v.Flow, g, a)
		c.effects(q, v, a)
	}
}

// moves checks where an action starts and arrives.
func (c *checker) moves(q string, w Workflow, g graph, a Action) {
	to, ok := g.steps[a.To]
	if !ok {
		c.fault(q+".den", "flow.unknown_step", a.To)
		return
	}
	target := w.Steps[to].State
	for _, e := range a.Effects {
		allowed, limited := leads[e]
		if limited && !slices.Contains(allowed, target) {
			c.fault(q+".den", "flow.effect_state", e, a.To, target)
		}
	}
	for _, name := range a.From {
		from, ok := g.steps[name]
		if !ok {
			c.fault(q+".tu", "flow.unknown_step", name)
			continue
		}
		source := w.Steps[from].State
		switch {
		case closed(source):
			c.fault(q, "flow.from_closed", a.Key, name, source)
		case !mayJump(source, target):
			c.fault(q, "flow.jump", a.Key, source, target)
		}
		accepts := slices.Contains(a.Effects, Accept)
		if source == stateNew && (target == stateReceived || target == stateRunning) != accepts {
			c.fault(q, "flow.accept_missing", a.Key)
		}
	}
}

func (c *checker) effects(q string, v Variant, a Action) {
	if len(a.Effects) == 0 {
		c.fault(q, "effect.none", a.Key)
	}
	for _, e := range a.Effects {
		if !slices.Contains(effects, e) {
			c.fault(q+".hieu_luc", "effect.unknown", e)
		}
	}
	signs := a.Has(Sign) || a.Has(Approve)
	if signs && !a.FourEyes {
		c.fault(q, "effect.four_eyes", a.Key)
	}
	if a.FourEyes {
		for _, d := range v.Flow.Actions {
			if d.Has(Draft) {
				c.sameRole(q, v, a, d)
			}
		}
	}
	if a.Has(Draft) && a.Result == "" {
		c.fault(q, "effect.no_result", a.Key)
	}
	refuses := a.Has(RefuseFiling) || a.Has(AskSupplement) || a.Has(Stop) || a.Has(SendBack) || a.Has(ExtendApology)
	if refuses && !a.Reason {
		c.fault(q, "effect.no_reason", a.Key)
	}
}

// sameRole refuses that one role both prepares and signs.
func (c *checker) sameRole(q string, v Variant, signs, drafts Action) {
	for _, s := range signs.From {
		for _, d := range drafts.From {
			for _, role := range v.Roles(signs, s) {
				if slices.Contains(v.Roles(drafts, d), role) {
					c.fault(q, "flow.same_role", signs.Key, drafts.Key, role)
					return
				}
			}
		}
	}
}

func (c *checker) reachable(p string, w Workflow, g graph, start string) {
	seen := reach(g.out, []string{start}, true)
	var ends, good []string
	for _, s := range w.Steps {
		if closed(s.State) || s.State == stateStopped && len(g.out[s.Key]) == 0 {
			ends = append(ends, s.Key)
		}
		if s.State == stateReturned {
			good = append(good, s.Key)
		}
	}
	back := reach(g.in, ends, false)
	for i, s := range w.Steps {
		q := at(p+".buoc", i)
		switch {
		case !seen[s.Key]:
			c.fault(q, "flow.unreachable", s.Key)
		case len(g.out[s.Key]) == 0 && !closed(s.State) && s.State != stateStopped:
			c.fault(q, "flow.dead_end", s.Key)
		case !back[s.Key]:
			c.fault(q, "flow.no_end", s.Key)
		}
	}
	ready := slices.ContainsFunc(w.Steps, func(s Step) bool { return s.State == stateReady && seen[s.Key] })
	returned := slices.ContainsFunc(good, func(k string) bool { return seen[k] })
	if !ready || !returned {
		c.fault(p, "flow.no_result_path", start)
	}
}

// stepLimits: the longest way through the steps in which the clock runs must fit into every
// channel's limit, and so must each step by itself.
func (c *checker) stepLimits(p string, v Variant, g graph) {
	whole := 0.0
	var words string
	for _, key := range ChannelKeys {
		ch := v.Channels.Of(key)
		if ch == nil || ch.Limit == nil || ch.Limit.None {
			continue
		}
		if h := ch.Limit.hours(); whole == 0 || h < whole {
			whole, words = h, ch.Limit.Words()
		}
	}
	if whole == 0 {
		return
	}
	const slack = 0.001
	for i, s := range v.Flow.Steps {
		if s.Limit != nil && runs(s.State) && s.Limit.hours() > whole+slack {
			c.fault(at(p+".buoc", i)+".han", "deadline.step_too_long", s.Key, s.Limit.Words(), words)
		}
	}
	longest, budget := 0.0, 200_000
	var walk func(key string, sum float64, seen map[string]bool)
	walk = func(key string, sum float64, seen map[string]bool) {
		i, ok := g.steps[key]
		budget--
		if !ok || seen[key] || budget < 0 || !runs(v.Flow.Steps[i].State) {
			return
		}
		if l := v.Flow.Steps[i].Limit; l != nil {
			sum += l.hours()
		}
		longest = max(longest, sum)
		seen[key] = true
		for _, e := range g.out[key] {
			if e.action < 0 || !v.Flow.Actions[e.action].Has(SendBack) {
				walk(e.to, sum, seen)
			}
		}
		delete(seen, key)
	}
	for _, s := range v.Flow.Steps {
		walk(s.Key, 0, map[string]bool{})
	}
	if longest > whole+slack {
		c.fault(p+".buoc", "deadline.steps_too_long", days(longest), words)
	}
}

func runs(state int) bool { return state == stateReceived || state == stateRunning }

// days writes hours of calendar time as working days with one decimal.
func days(hours float64) string {
	tenths := int(hours/(24*7.0/5)*10 + 0.5)
	whole := string(rune('0' + tenths%10))
	if tenths%10 == 0 {
		return strconv.Itoa(tenths / 10)
	}
	return strconv.Itoa(tenths/10) + "," + whole
}

// supplement may not be asked for once the result is signed, nor in a variant that says it never is.
func (c *checker) supplement(p string, v Variant, g graph) {
	signed := map[string]bool{}
	for _, a := range v.Flow.Actions {
		if a.Has(Sign) {
			signed[a.To] = true
		}
	}
	var queue []string
	for k := range signed {
		queue = append(queue, k)
	}
	for len(queue) > 0 {
		k := queue[0]
		queue = queue[1:]
		for _, e := range g.out[k] {
			if e.action >= 0 && v.Flow.Actions[e.action].Has(SendBack) || signed[e.to] {
				continue
			}
			signed[e.to] = true
			queue = append(queue, e.to)
		}
	}
	for i, a := range v.Flow.Actions {
		if !a.Has(AskSupplement) {
			continue
		}
		q := at(p+".viec", i)
		if slices.ContainsFunc(a.From, func(s string) bool { return signed[s] }) {
			c.fault(q, "supply.after_signing", a.Key)
		}
		to, ok := g.steps[a.To]
		if v.Supply == "khong" && ok && v.Flow.Steps[to].State == stateSupply {
			c.fault(q, "supply.not_allowed", a.Key)
		}
	}
}

// machineCycle refuses a ring of actions that only the program itself takes: it would turn for ever.
func (c *checker) machineCycle(p string, v Variant, g graph) {
	machine := map[string][]edge{}
	for from, list := range g.out {
		for _, e := range list {
			if e.action >= 0 && slices.Equal(v.Roles(v.Flow.Actions[e.action], from), []string{"system"}) {
				machine[from] = append(machine[from], e)
			}
		}
	}
	for from, list := range machine {
		for _, e := range list {
			if reach(machine, []string{e.to}, true)[from] {
				c.fault(at(p+".viec", e.action), "flow.machine_cycle", v.Flow.Actions[e.action].Key)
				return
			}
		}
	}
}
