package benefits

import "doanket/kernel"

// Use (lượt dùng ưu đãi) is one time at which a partner granted something: by a voucher or by a card.
type Use struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Agreement kernel.ID
	Series    kernel.ID // 0: by card
	Voucher   kernel.ID
	Partner   kernel.ID
	Key       string
	Person    kernel.ID
	Unit      kernel.ID // of the member on that day
	Place     string
	Goods     string
	Who       Who
	Bill      kernel.Money
	Discount  kernel.Money
	At        kernel.Instant
	On        kernel.Date
	Way       string
	Cancelled kernel.Instant
	Reason    string
}

// Pays is what is left of the bill.
func (u Use) Pays() kernel.Money { return u.Bill - u.Discount }

// CancelUntil is the last moment at which the till may cancel it.
func (u Use) CancelUntil(g Agreement) kernel.Instant {
	return u.At.Add(minutes(g.CancelMinutes))
}

// Ways in which a till works.
const (
	ByPage = "page"
	ByAPI  = "api"
)

// Right (quyền ưu đãi) is one thing that the bearer of a code may have here now.
//
//glossary:none
type Right struct {
	Key       string // "v" for the voucher, else the id of the rate
	Agreement Agreement
	Series    Series // of a voucher
	Goods     string
	Who       Who
	Cut       Cut
}

// Answer is what a till sees of a code: no name, no number.
//
//glossary:none
type Answer struct {
	Standing Standing
	Voucher  string // the serial, of a voucher
	Rights   []Right
	At       kernel.Instant
}

// Till is what a till sends to have a bill worked out or confirmed.
//
//glossary:none
type Till struct {
	Code  string
	Right string
	Place kernel.ID
	Bill  kernel.Money
	Key   string
	Way   string
}

// Sum is a bill worked out.
//
//glossary:none
type Sum struct {
	Right    Right
	Place    Place
	Bill     kernel.Money
	Discount kernel.Money
}

// Pays is what is left of the bill.
func (s Sum) Pays() kernel.Money { return s.Bill - s.Discount }
