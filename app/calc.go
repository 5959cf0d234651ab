package app

import (
	"doanket/core/payments"
	"doanket/kernel"
)

// VietQR is the text of a transfer code (NAPAS247, v1.5.2).
func VietQR(bin, account string, amount kernel.Money, purpose string) (string, error) {
	return payments.QR{BIN: bin, Account: account, Amount: amount, Purpose: purpose}.Payload()
}

// CheckedCCCD is what a citizen's number says of itself, and what speaks against it.
type CheckedCCCD struct {
	Number   string   `json:"number"`
	Valid    bool     `json:"valid"`
	Findings []string `json:"findings"`
}

// CheckCCCD looks at a citizen's number; born (2006-01-31) and sex (nam, nu) are compared when given.
func CheckCCCD(number, born, sex string) (CheckedCCCD, error) {
	out := CheckedCCCD{Number: number, Findings: []string{}}
	card, doubts, err := kernel.ParseCCCD(number, kernel.SystemClock{}.Now().Date())
	if f := kernel.AsFault(err); f != nil {
		out.Findings = append(out.Findings, Sentence(err))
		return out, nil
	}
	if err != nil {
		return out, err
	}
	var day kernel.Date
	if born != "" {
		day, err = kernel.ParseISODate(born)
		if err != nil {
			return out, err
		}
	}
	word := map[string]string{"nam": "Nam", "nu": "Nữ"}[sex]
	for _, d := range append(doubts, card.Against(day, word)...) {
		out.Findings = append(out.Findings, Sentence(&kernel.Fault{Kind: kernel.Invalid, Code: d.Code, Args: d.Args}))
	}
	out.Valid = len(out.Findings) == 0
	return out, nil
}
