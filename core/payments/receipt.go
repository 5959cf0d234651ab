package payments

import (
	"fmt"

	"doanket/kernel"
)

// Receipt (biên lai thu phí, lệ phí; NĐ 123/2020, NĐ 70/2025) is the numbered proof of payment of one
// kind. Numbers run without gaps for a unit, a kind and a year, and are given in the transaction of the
// payment. There is none for 0 đ.
type Receipt struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Org      kernel.ID
	Order    kernel.ID
	Kind     Kind
	Year     int
	Number   int64
	Payer    string
	About    string
	Amount   kernel.Money
	Method   Method
	Cashier  string
	IssuedAt kernel.Instant
}

// Serial is the number as printed: seven digits.
func (r Receipt) Serial() string { return fmt.Sprintf("%07d", r.Number) }

var seriesCode = map[Kind]string{Fee: "P", Charge: "LP", Other: "K"}

// Series (ký hiệu) names the book the number belongs to. The shape is our own until the form of
// NĐ 70/2025 is compared.
func (r Receipt) Series() string { return fmt.Sprintf("%s-%d", seriesCode[r.Kind], r.Year) }

// receiptsOf are the receipts that a paid order needs, still without numbers.
func receiptsOf(o Order) []Receipt {
	var out []Receipt
	for _, k := range kinds {
		sum := o.Sum(k)
		if sum == 0 {
			continue
		}
		out = append(out, Receipt{Tenant: o.Tenant, Org: o.Org, Order: o.ID, Kind: k, Year: o.PaidAt.Date().Year, Payer: o.Payer, About: o.About,
			Amount: sum, Method: o.Method, Cashier: o.PaidBy, IssuedAt: o.PaidAt})
	}
	return out
}
