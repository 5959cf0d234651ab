package committees

import (
	"slices"

	"doanket/kernel"
)

// Result (kết quả kiểm tra) of one rule.
//
//glossary:none
type Result string

// The results. Unknown is honest: what is asked for is not kept here.
const (
	Kept    Result = "kept"    // đúng
	Broken  Result = "broken"  // không đúng
	Short   Result = "short"   // còn thiếu, cần làm tiếp
	Unknown Result = "unknown" // chưa có số để kiểm tra
)

// Finding (điều kiểm tra thấy) is what one rule says of one body: the numbers and names that it was
// judged by, so that the sentence can be checked by hand.
//
//glossary:none
type Finding struct {
	Rule   Rule
	Result Result
	Have   int64
	Of     int64
	People []kernel.ID // those whom it concerns
	Posts  []string    // of Barred: what each of them holds in finance
}

// body is a committee with what the rules look at, on one day.
type body struct {
	kind     string
	unitKind string
	on       kernel.Date
	size     int         // fixed number of seats, 0 when nobody fixed it
	people   []kernel.ID // who sits in it
	strength Strength
	inside   map[kernel.ID]bool     // who sits in the executive committee of the same unit
	seated   bool                   // there is such a committee
	finance  map[kernel.ID][]string // who holds which posts in finance there
	expired  bool
	standing bool // it was founded; false while one is only offered
}

// check asks every rule that is in force for the body on the day.
func (b body) check() []Finding {
	var out []Finding
	for _, ask := range []func(body) (Finding, bool){offeredMembers, offeredWomen, sizeMost, executiveShare, barred, fromExecutive, filled, withinTerm} {
		f, ok := ask(b)
		if ok {
			out = append(out, f)
		}
	}
	return out
}

func verdict(kept bool) Result {
	if kept {
		return Kept
	}
	return Broken
}

func offeredMembers(b body) (Finding, bool) {
	r, ok := ruleOn(MembersLeast, b.kind, b.unitKind, b.on)
	return least(r, b.strength.Members, b.strength.Known), ok
}

func offeredWomen(b body) (Finding, bool) {
	r, ok := ruleOn(WomenLeast, b.kind, b.unitKind, b.on)
	return least(r, b.strength.Women, b.strength.Known), ok
}

func least(r Rule, have int64, known bool) Finding {
	f := Finding{Rule: r, Have: have, Of: r.Value, Result: verdict(have >= r.Value)}
	if !known {
		f.Result = Unknown
	}
	return f
}

// seats is how large the body is or will be.
func (b body) seats() int64 { return int64(max(b.size, len(b.people))) }

func sizeMost(b body) (Finding, bool) {
	r, ok := ruleOn(SizeMost, b.kind, b.unitKind, b.on)
	return Finding{Rule: r, Have: b.seats(), Of: r.Value, Result: verdict(b.seats() <= r.Value)}, ok && b.standing
}

func executiveShare(b body) (Finding, bool) {
	r, ok := ruleOn(ExecutiveShare, b.kind, b.unitKind, b.on)
	f := Finding{Rule: r, Of: b.seats()}
	for _, p := range b.people {
		if b.inside[p] {
			f.People = append(f.People, p)
		}
	}
	f.Have = int64(len(f.People))
	f.Result = verdict(f.Have*r.Value <= f.Of)
	if !b.seated {
		f.Result = Unknown
	}
	return f, ok && b.standing
}

func barred(b body) (Finding, bool) {
	r, ok := ruleOn(Barred, b.kind, b.unitKind, b.on)
	f := Finding{Rule: r}
	for _, p := range b.people {
		for _, post := range b.finance[p] {
			if slices.Contains(r.List, post) {
				f.People, f.Posts = append(f.People, p), append(f.Posts, post)
			}
		}
	}
	f.Have = int64(len(f.People))
	f.Result = verdict(f.Have == 0)
	return f, ok && b.standing
}

func fromExecutive(b body) (Finding, bool) {
	r, ok := ruleOn(FromExecutive, b.kind, b.unitKind, b.on)
	f := Finding{Rule: r}
	for _, p := range b.people {
		if !b.inside[p] {
			f.People = append(f.People, p)
		}
	}
	f.Have = int64(len(f.People))
	f.Result = verdict(f.Have == 0)
	return f, ok && b.standing
}

// filled and withinTerm follow from what was decided for this body, not from a rule for all.
func filled(b body) (Finding, bool) {
	f := Finding{Rule: Rule{Key: Filled, Kind: b.kind, Verified: true}, Have: int64(len(b.people)), Of: int64(b.size), Result: Kept}
	if f.Have < f.Of {
		f.Result = Short
	}
	return f, b.standing && b.size > 0
}

func withinTerm(b body) (Finding, bool) {
	f := Finding{Rule: Rule{Key: WithinTerm, Kind: b.kind, Verified: true}, Result: Kept}
	if b.expired {
		f.Result = Short
	}
	return f, b.standing
}

// worst is the result that a list shows: broken before short before unknown before kept.
func worst(list []Finding) Result {
	for _, r := range []Result{Broken, Short, Unknown} {
		if slices.ContainsFunc(list, func(f Finding) bool { return f.Result == r }) {
			return r
		}
	}
	return Kept
}

// refusals are the codes under which a broken rule refuses a deed.
var refusals = map[RuleKey]string{MembersLeast: "committees.too_few_members", WomenLeast: "committees.too_few_women", SizeMost: "committees.too_large",
	ExecutiveShare: "committees.too_many_executive", Barred: "committees.barred", FromExecutive: "committees.not_in_executive"}

// refuse is the refusal of the first broken rule among some, at a field; nil when none is broken.
func refuse(list []Finding, field string, keys ...RuleKey) error {
	for _, f := range list {
		if f.Result != Broken || !slices.Contains(keys, f.Rule.Key) {
			continue
		}
		var faults kernel.Faults
		faults.Add(field, refusals[f.Rule.Key], f.args()...)
		return faults.Err("committees.invalid")
	}
	return nil
}

// args are what the sentence of a refusal names.
func (f Finding) args() []any {
	switch f.Rule.Key {
	case ExecutiveShare:
		return []any{f.Have, f.Of, f.Rule.Value, f.Rule.Source}
	case Barred:
		return []any{PostName(financeKind, f.Posts[0]), f.Rule.Source}
	case FromExecutive:
		return []any{f.Rule.Source}
	}
	return []any{f.Have, f.Rule.Value, f.Rule.Source}
}
