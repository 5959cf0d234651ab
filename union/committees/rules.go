package committees

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
)

//go:embed data/kinds.csv
var kindData string

//go:embed data/posts.csv
var postData string

//go:embed data/rules.csv
var ruleData string

// Kind (loại ban) is dated data: what a body is called and where the Charter speaks of it.
//
//glossary:none
type Kind struct {
	Key, Name, Short string
	Within           string // its members come from this kind
	Recognised       bool   // the level above recognises it once it is elected (công nhận)
	Valid            kernel.Period
	Source           string
	Verified         bool
}

// PostKind (chức danh) is a post of one kind of body; Most is how many may hold it at once, 0 any number.
//
//glossary:none
type PostKind struct {
	Kind, Key, Name string
	Most            int
	Valid           kernel.Period
	Source          string
	Verified        bool
}

// Rule (quy định về cơ cấu) is one demand on a kind of body, for some kinds of units, from a day on.
type Rule struct {
	Key      RuleKey
	Kind     string
	Units    []string // kinds of units; empty means all
	Value    int64
	List     []string
	Valid    kernel.Period
	Source   string
	Verified bool
}

// RuleKey names what a rule demands; the number and the lists in it are data.
//
//glossary:none
type RuleKey string

// What rules may demand.
const (
	MembersLeast   RuleKey = "members_least"   // offered from so many members
	WomenLeast     RuleKey = "women_least"     // offered from so many women
	SizeMost       RuleKey = "size_most"       // at most so many seats
	ExecutiveShare RuleKey = "executive_share" // at most one in so many sits in the executive committee
	Barred         RuleKey = "barred"          // who holds one of these posts in finance may not sit
	FromExecutive  RuleKey = "from_executive"  // everybody sits in the executive committee
	ProvisionalBy  RuleKey = "provisional"     // a new unit gets one by appointment of the level above
	TermYears      RuleKey = "term_years"      // years of a term, as a proposal
	Filled         RuleKey = "filled"          // as many people as were fixed
	WithinTerm     RuleKey = "within_term"     // the term is not over
)

// The kinds that rules speak of by name.
const (
	executiveKind = "executive"
	financeKind   = "finance"
	groupsKind    = "groups"
)

var (
	kinds = table(kindData, "kinds.csv", 10, func(r []string, v kernel.Period) Kind {
		return Kind{Key: r[0], Name: r[1], Short: r[2], Within: r[3], Recognised: r[5] == "true", Valid: v, Source: r[8], Verified: r[9] == "true"}
	}, 6)
	posts = table(postData, "posts.csv", 8, func(r []string, v kernel.Period) PostKind {
		return PostKind{Kind: r[0], Key: r[1], Name: r[2], Most: int(number(r[3])), Valid: v, Source: r[6], Verified: r[7] == "true"}
	}, 4)
	rules = table(ruleData, "rules.csv", 9, func(r []string, v kernel.Period) Rule {
		return Rule{Key: RuleKey(r[0]), Kind: r[1], Units: strings.Fields(r[2]), Value: number(r[3]), List: strings.Fields(r[4]), Valid: v, Source: r[7], Verified: r[8] == "true"}
	}, 5)
)

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic("committees: " + s + " is no number")
	}
	return n
}

// table reads a dated table of the program itself; a mistake in it stops the program at its start.
func table[T any](text, name string, width int, row func([]string, kernel.Period) T, from int) []T {
	lines := csv.NewReader(strings.NewReader(text))
	lines.FieldsPerRecord = width
	all, err := lines.ReadAll()
	if err != nil {
		panic("committees: " + name + ": " + err.Error())
	}
	var out []T
	for _, r := range all[1:] {
		var v kernel.Period
		for i, d := range []*kernel.Date{&v.From, &v.To} {
			err = d.UnmarshalText([]byte(r[from+i]))
			if err != nil {
				panic("committees: " + name + ": " + err.Error())
			}
		}
		out = append(out, row(r, v))
	}
	return out
}

// Kinds are the kinds of bodies on a day, in the order in which pages show them.
func Kinds(on kernel.Date) []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return !k.Valid.Holds(on) })
}

func kindOf(key string, on kernel.Date) (Kind, bool) {
	for _, k := range kinds {
		if k.Key == key && (on.IsZero() || k.Valid.Holds(on)) {
			return k, true
		}
	}
	return Kind{}, false
}

// KindName is the Vietnamese name of a kind, or the key itself when it is not known.
func KindName(key string) string {
	k, ok := kindOf(key, kernel.Date{})
	if !ok {
		return key
	}
	return k.Name
}

// awaits tells whether bodies of a kind wait for a decision of the level above. Whoever keeps the books
// and leads a group is named by the committee itself.
func awaits(kind string) bool {
	k, ok := kindOf(kind, kernel.Date{})
	return !ok || k.Recognised
}

// PostsOf are the posts of a kind on a day, by rank.
func PostsOf(kind string, on kernel.Date) []PostKind {
	return slices.DeleteFunc(slices.Clone(posts), func(p PostKind) bool { return p.Kind != kind || !p.Valid.Holds(on) })
}

func postOf(kind, key string) (PostKind, bool) {
	for _, p := range posts {
		if p.Kind == kind && p.Key == key {
			return p, true
		}
	}
	return PostKind{}, false
}

// PostName is the Vietnamese name of a post of a kind.
func PostName(kind, key string) string {
	p, ok := postOf(kind, key)
	if !ok {
		return key
	}
	return p.Name
}

// postRank orders posts as the table does.
func postRank(kind, key string) int {
	return slices.IndexFunc(posts, func(p PostKind) bool { return p.Kind == kind && p.Key == key })
}

// counted tells whether a rule asks how many members a kind of unit has: a federation is not counted
// for nothing.
func counted(kind, unitKind string, on kernel.Date) bool {
	_, members := ruleOn(MembersLeast, kind, unitKind, on)
	_, women := ruleOn(WomenLeast, kind, unitKind, on)
	return members || women
}

// ruleOn is the rule about something for a kind of body in a kind of unit on a day. A rule that names
// kinds of units goes before one for all.
func ruleOn(key RuleKey, kind, unitKind string, on kernel.Date) (Rule, bool) {
	var all *Rule
	for i, r := range rules {
		if r.Key != key || r.Kind != kind || !r.Valid.Holds(on) {
			continue
		}
		if slices.Contains(r.Units, unitKind) {
			return r, true
		}
		if len(r.Units) == 0 {
			all = &rules[i]
		}
	}
	if all != nil {
		return *all, true
	}
	return Rule{}, false
}
