package members

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"

	"doanket/kernel"
)

//go:embed data/contracts.csv
var contractData string

// ContractKind (loại hợp đồng) is dated data with its source.
//
//glossary:none
type ContractKind struct {
	Key, Name string
	Months    int // the longest it runs, 0 without an end
	Valid     kernel.Period
	Source    string
	Verified  bool
}

var contracts = func() []ContractKind {
	rows, err := csv.NewReader(strings.NewReader(contractData)).ReadAll()
	if err != nil {
		panic("members: contracts.csv: " + err.Error())
	}
	var out []ContractKind
	for _, r := range rows[1:] {
		k := ContractKind{Key: r[0], Name: r[1], Source: r[5], Verified: r[6] == "true"}
		k.Months, err = strconv.Atoi(r[2])
		for i, d := range []*kernel.Date{&k.Valid.From, &k.Valid.To} {
			if err == nil {
				err = d.UnmarshalText([]byte(r[3+i]))
			}
		}
		if err != nil {
			panic("members: contracts.csv: " + err.Error())
		}
		out = append(out, k)
	}
	return out
}()

// ContractKinds are the kinds of contract on a day; the zero day gives all that ever were.
func ContractKinds(on kernel.Date) []ContractKind {
	var out []ContractKind
	for _, k := range contracts {
		if on.IsZero() || k.Valid.Holds(on) {
			out = append(out, k)
		}
	}
	return out
}

// ContractName is the Vietnamese name of a kind, or the key itself when it is not known.
func ContractName(key string) string {
	for _, k := range contracts {
		if k.Key == key {
			return k.Name
		}
	}
	return key
}
