package orgs

import (
	"embed"
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"

	"doanket/kernel"
)

//go:embed data/*.csv
var data embed.FS

// table reads one of the dated data files of this room: a head line, then rows by column name.
func table(name string) ([]map[string]string, error) {
	f, err := data.Open("data/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	out := make([]map[string]string, 0, len(rows))
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, head := range rows[0] {
			m[head] = row[i]
		}
		out = append(out, m)
	}
	return out, nil
}

// validity reads the two date columns that every data file has.
func validity(row map[string]string) (kernel.Period, error) {
	from, err := kernel.ParseISODate(row["valid_from"])
	if err != nil {
		return kernel.Period{}, err
	}
	p := kernel.Period{From: from}
	if row["valid_to"] == "" {
		return p, nil
	}
	p.To, err = kernel.ParseISODate(row["valid_to"])
	return p, err
}

func builtinLevels() ([]Level, error) {
	rows, err := table("levels.csv")
	if err != nil {
		return nil, err
	}
	var out []Level
	for _, r := range rows {
		valid, err := validity(r)
		if err != nil {
			return nil, err
		}
		rank, err := strconv.Atoi(r["rank"])
		if err != nil {
			return nil, err
		}
		out = append(out, Level{r["key"], r["name"], System(r["system"]), rank, valid, r["source"], r["verified"] == "true"})
	}
	return out, nil
}

func builtinKinds() ([]Kind, error) {
	rows, err := table("kinds.csv")
	if err != nil {
		return nil, err
	}
	var out []Kind
	for _, r := range rows {
		valid, err := validity(r)
		if err != nil {
			return nil, err
		}
		out = append(out, Kind{r["key"], r["name"], System(r["system"]), r["level"], valid, r["source"], r["verified"] == "true"})
	}
	return out, nil
}

// identifierRule (quy tắc mã định danh) is the shape of identifiers of one scheme in a period.
type identifierRule struct {
	scheme  string
	shape   *regexp.Regexp
	longest int
	valid   kernel.Period
}

// identifierRules are read once: the file is part of the program.
var identifierRules = func() []identifierRule {
	rows, err := table("identifiers.csv")
	if err != nil {
		panic(err)
	}
	var out []identifierRule
	for _, r := range rows {
		valid, err := validity(r)
		if err != nil {
			panic(err)
		}
		longest, err := strconv.Atoi(r["longest"])
		if err != nil {
			panic(err)
		}
		out = append(out, identifierRule{r["scheme"], regexp.MustCompile(r["pattern"]), longest, valid})
	}
	return out
}()

// validIdentifier tells whether a code has the shape of its scheme. A code given for a date before
// the first rule is measured by that first rule: files carry codes for units older than the scheme.
func validIdentifier(scheme, code string, on kernel.Date) bool {
	for _, r := range identifierRules {
		if r.scheme == scheme && (r.valid.Holds(on) || on.Before(r.valid.From)) {
			return len(code) <= r.longest && r.shape.MatchString(code)
		}
	}
	return false
}
