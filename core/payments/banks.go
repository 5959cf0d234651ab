package payments

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"doanket/kernel"
)

//go:embed banks.csv
var banksData string

// Bank (ngân hàng) is a bank's number in VietQR codes. Names change with mergers, so rows are dated.
type Bank struct {
	BIN, Name string
	VietQR    bool
	Valid     kernel.Period
	Source    string
}

// Banks are all rows of the table.
var Banks = sync.OnceValue(func() []Bank {
	rows, err := csv.NewReader(strings.NewReader(banksData)).ReadAll()
	if err != nil {
		panic("payments: banks.csv: " + err.Error())
	}
	var out []Bank
	for _, r := range rows[1:] {
		b := Bank{BIN: r[0], Name: r[1], VietQR: r[2] == "yes", Source: r[5]}
		for i, d := range []*kernel.Date{&b.Valid.From, &b.Valid.To} {
			err := d.UnmarshalText([]byte(r[3+i]))
			if err != nil {
				panic("payments: banks.csv: " + err.Error())
			}
		}
		out = append(out, b)
	}
	return out
})

// BankByBIN finds a bank as it was called on a day.
func BankByBIN(bin string, on kernel.Date) (Bank, bool) {
	for _, b := range Banks() {
		if b.BIN == bin && b.Valid.Holds(on) {
			return b, true
		}
	}
	return Bank{}, false
}
