package welfare

import (
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
)

// BenefitState (trạng thái khoản phúc lợi).
//
//glossary:none
type BenefitState string

// The states of a benefit.
const (
	Unsure   BenefitState = "unsure"   // chưa rõ: hồ sơ thiếu thông tin
	Listed   BenefitState = "listed"   // trong danh sách, chưa duyệt
	Removed  BenefitState = "removed"  // đã bỏ khỏi danh sách
	Granted  BenefitState = "granted"  // đã duyệt, chờ nhận
	Received BenefitState = "received" // đã nhận
	Failed   BenefitState = "failed"   // không trao được
)

// counts tells whether the amount is committed.
func (s BenefitState) counts() bool { return s == Listed || s == Granted || s == Received }

// Source (nguồn) tells how a person came onto a list.
//
//glossary:none
type Source string

// The ways onto a list.
const (
	ByRule   Source = "rule"
	ByHand   Source = "hand"
	ByVisit  Source = "visit"
	ByCase   Source = "case"
	ByFollow Source = "follow" // a part that a reorganisation carried over
)

// How (cách nhận) tells how a benefit was handed over.
//
//glossary:none
type How string

// The ways of handing over.
const (
	BySignature How = "ky_nhan"      // signed on the printed list
	ByCode      How = "ma_qr"        // the member's code was scanned
	ByTransfer  How = "chuyen_khoan" // the bank's word
	AtVisit     How = "tham_hoi"
)

var hows = map[How]bool{BySignature: true, ByCode: true, ByTransfer: true}

// Benefit (khoản phúc lợi) is what one person receives in one programme on one occasion, once. Unit is
// the union she was in on the day of the list and never changes; Desk is the union that hands it over.
type Benefit struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Root      kernel.ID
	Programme kernel.ID
	List      kernel.ID // the occasion's id, 0 for visits and allowances
	Occasion  string    // its key
	Person    kernel.ID
	Member    kernel.ID
	Unit      kernel.ID
	Desk      kernel.ID
	Number    string
	Name      string
	Group     string
	Area      string
	Amount    kernel.Money
	Source    Source
	Why       []rules.Line
	Touched   bool // a person decided about it
	State     BenefitState
	Reason    string
	Token     string // of the QR; opens nothing by itself
	Account   Account
	How       How
	Paper     string // number of the list or of the bank's order
	At        kernel.Instant
	By        string
	Created   kernel.Instant
	Version   int64
}

// move takes a verb of the flow; it refuses with welfare.benefit_not_now.
func (b *Benefit) move(v verb) error {
	to, ok := benefitFlow.Next(b.State, v)
	if !ok {
		return kernel.Refuse("welfare.benefit_not_now", b.Name)
	}
	b.State = to
	return nil
}

// Account (tài khoản nhận) is where a person wants money sent; empty: cash.
//
//glossary:none
type Account struct{ BIN, Number, Holder string }

// checkAccount refuses numbers that no bank has; empty is cash.
func checkAccount(a Account, known func(bin string) bool) (Account, error) {
	a.Number = strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "").Replace(a.Number))
	a.Holder = strings.TrimSpace(a.Holder)
	if a.BIN == "" && a.Number == "" {
		return Account{}, nil
	}
	var fs kernel.Faults
	if !known(a.BIN) {
		fs.Add("ngan_hang", "welfare.no_bank")
	}
	ok := len(a.Number) >= 6 && len(a.Number) <= 19
	for _, r := range a.Number {
		ok = ok && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z')
	}
	if !ok {
		fs.Add("so_tai_khoan", "welfare.bad_account")
	}
	if len([]rune(a.Holder)) < 3 {
		fs.Add("chu_tai_khoan", "welfare.no_holder")
	}
	return a, fs.Err("welfare.invalid_account")
}

// Change (lần sửa) is what a person did to a benefit or a list, and why.
type Change struct {
	ID      kernel.ID
	Benefit kernel.ID // 0: the whole list
	Verb    string
	Reason  string
	Account kernel.ID
	By      string
	At      kernel.Instant
}

// confirmation of a hand-over.
func (b *Benefit) receive(how How, paper, by string, at kernel.Instant) error {
	if b.State == Received {
		return kernel.Refuse("welfare.already_received", b.Name, kernel.FormatInstant(b.At), b.By)
	}
	err := b.move(hand)
	if err != nil {
		return err
	}
	b.How, b.Paper, b.By, b.At, b.Reason = how, paper, by, at, ""
	return nil
}
