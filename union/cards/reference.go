package cards

import (
	"embed"
	"encoding/csv"
	"slices"
	"strings"

	"doanket/kernel"
)

//go:embed data/*.csv
var data embed.FS

// Kind (loại thẻ) is a kind of card in a period. Group is what agreements with partners call its bearers.
type Kind struct {
	Key      string
	Name     string
	Group    string
	Valid    kernel.Period
	Source   string
	Verified bool
}

// Reason (lý do) is why a card is lost, replaced or revoked, and in which states it makes sense.
type Reason struct {
	Key      string
	Name     string
	Verb     Verb
	States   []State
	Valid    kernel.Period
	Source   string
	Verified bool
}

// Reasons that the program itself gives.
const (
	reasonLeft     = "thoi"
	reasonExpelled = "khai_tru"
	reasonDied     = "qua_doi"
	reasonTwice    = "hop_nhat"
	reasonLost     = "mat"
	reasonRenewed  = "doi_mau"
)

// table reads one of the dated files; they are part of the program, so a mistake in one stops it.
func table(name string) []map[string]string {
	f, err := data.Open("data/" + name)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(name + ": " + err.Error())
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, head := range rows[0] {
			m[head] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func period(row map[string]string) kernel.Period {
	var p kernel.Period
	for text, to := range map[string]*kernel.Date{row["valid_from"]: &p.From, row["valid_to"]: &p.To} {
		err := to.UnmarshalText([]byte(text))
		if err != nil {
			panic(err)
		}
	}
	return p
}

var kinds = func() []Kind {
	var out []Kind
	for _, r := range table("kinds.csv") {
		out = append(out, Kind{r["key"], r["name"], r["group"], period(r), r["source"], r["verified"] == "true"})
	}
	return out
}()

var reasons = func() []Reason {
	var out []Reason
	for _, r := range table("reasons.csv") {
		var states []State
		for _, s := range strings.Fields(r["states"]) {
			states = append(states, State(s))
		}
		out = append(out, Reason{r["key"], r["name"], Verb(r["verb"]), states, period(r), r["source"], r["verified"] == "true"})
	}
	return out
}()

// Kinds are the kinds in force on a day.
func Kinds(on kernel.Date) []Kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return !k.Valid.Holds(on) })
}

// kindOf finds a kind by its key, the one of the day first; a card outlives its kind.
func kindOf(key string, on kernel.Date) Kind {
	var last Kind
	for _, k := range kinds {
		if k.Key == key {
			last = k
			if k.Valid.Holds(on) {
				return k
			}
		}
	}
	return last
}

// Reasons are those for a verb on a card in a state that are in force on a day.
func Reasons(v Verb, s State, on kernel.Date) []Reason {
	return slices.DeleteFunc(slices.Clone(reasons), func(r Reason) bool {
		return r.Verb != v || !slices.Contains(r.States, s) || !r.Valid.Holds(on)
	})
}

func known(v Verb, s State, key string, on kernel.Date) bool {
	return slices.ContainsFunc(Reasons(v, s, on), func(r Reason) bool { return r.Key == key })
}

// reasonName is the name of a reason also after it went out of force.
func reasonName(key string) string {
	for _, r := range reasons {
		if r.Key == key {
			return r.Name
		}
	}
	return key
}
