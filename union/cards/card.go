package cards

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// State (trạng thái thẻ) is where a card stands; only Valid counts.
//
//glossary:none
type State string

const (
	Made     State = "made"     // đã lập, chờ in
	Printed  State = "printed"  // đã in, chờ giao
	Valid    State = "valid"    // còn hiệu lực
	Lost     State = "lost"     // đã báo mất
	Replaced State = "replaced" // đã thay
	Revoked  State = "revoked"  // đã thu hồi
)

// States are all states, in the order of a card's life.
var States = []State{Made, Printed, Valid, Lost, Replaced, Revoked}

// Waiting tells that the card is not in the member's hand yet.
func (s State) Waiting() bool { return s == Made || s == Printed }

// Ended tells that nothing more can happen to the card.
func (s State) Ended() bool { return s == Replaced || s == Revoked }

// Verb (việc) is what may be done to a card.
//
//glossary:none
type Verb string

const (
	Print    Verb = "print"
	HandOver Verb = "hand_over"
	Lose     Verb = "lose"
	Replace  Verb = "replace"
	Revoke   Verb = "revoke"
)

// How (cách giao) is how the hand-over was confirmed.
//
//glossary:none
type How string

const (
	BySignature How = "paper" // đã ký trên sổ giao thẻ
	ByScan      How = "scan"  // quét mã lúc giao
	ByHand      How = "one"   // đánh dấu từng thẻ
)

// Deed is who did something, and when.
//
//glossary:none
type Deed struct {
	At  kernel.Instant
	By  string
	Why string // key of a Reason, or a How
}

// Card (thẻ đoàn viên) confirms that one certain person is a member (Điều lệ Công đoàn; mẫu thẻ chưa
// đối chiếu). What is printed on it is kept as it was on the day it was made; Unit is where its member
// stands now, so the card follows her.
type Card struct {
	ID     kernel.ID
	Tenant kernel.ID
	Member kernel.ID
	Unit   kernel.ID
	Serial string // never given twice: QN26-000123
	Kind   string

	Number string // of the member: opaque, ≤ 20 characters, the same on every card of hers
	Name   string
	Born   int
	Base   string // the grassroots union on the day of making
	Over   string // the union above it
	Photo  string // SHA-256 of a stored picture, may be empty
	Design kernel.ID

	Batch    kernel.ID // 0 when it was made alone
	Position int       // in its batch, from 0
	Replaces kernel.ID // the card that ends when this one is handed over

	State   State
	Made    Deed
	Printed Deed
	Handed  Deed
	Lost    Deed
	Ended   Deed
	Note    string
	From    kernel.Date // first day on which it counted
	To      kernel.Date // first day on which it no longer did
	Shown   kernel.Instant
	hash    []byte
}

// do moves the card by the flow table.
func (c *Card) do(v Verb) error {
	to, ok := flow.Next(c.State, v)
	if !ok {
		return kernel.Refuse("cards.cannot_"+string(v), c.Serial)
	}
	c.State = to
	return nil
}

func (c *Card) print(d Deed) error {
	err := c.do(Print)
	c.Printed = d
	return err
}

// handOver makes the card count from today on.
func (c *Card) handOver(d Deed) error {
	if c.State == Made {
		return kernel.Refuse("cards.not_printed", c.Serial)
	}
	err := c.do(HandOver)
	c.Handed, c.From = d, d.At.Date()
	return err
}

// lose makes the card dead at once.
func (c *Card) lose(d Deed, note string) error {
	err := c.do(Lose)
	c.Lost, c.Note, c.To = d, note, d.At.Date()
	return err
}

// end is Replace or Revoke.
func (c *Card) end(v Verb, d Deed, note string) error {
	err := c.do(v)
	c.Ended, c.Shown = d, kernel.Instant{}
	if note != "" {
		c.Note = note
	}
	if c.To.IsZero() && !c.From.IsZero() {
		c.To = d.At.Date()
	}
	return err
}

// Verbs are the moves that a person may choose for a card as it stands.
func (c Card) Verbs() []Verb {
	switch c.State {
	case Made:
		return []Verb{Print, Replace, Revoke}
	case Printed:
		return []Verb{HandOver, Replace, Revoke}
	case Valid:
		return []Verb{Lose, Replace, Revoke}
	case Lost:
		return []Verb{Replace, Revoke}
	}
	return nil
}

// shows tells whether the member lets her name be seen now.
func (c Card) shows(now kernel.Instant) bool {
	return c.State == Valid && !c.Shown.IsZero() && now.Before(c.Shown)
}

// Series (dãy số thẻ) is where serials are counted: one unit, and one year when the unit counts by years.
//
//glossary:none
type Series struct {
	Unit   kernel.ID
	Prefix string
	Year   int // 0: counted on for ever
}

// serial is the n-th of a series: QN26-000123, or QN-000123 without years. No gap, no second time.
func (s Series) serial(n int64) string {
	if s.Year == 0 {
		return fmt.Sprintf("%s-%06d", s.Prefix, n)
	}
	return fmt.Sprintf("%s%02d-%06d", s.Prefix, s.Year%100, n)
}

// CleanSerial brings what was typed into the form of a serial.
func CleanSerial(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(s), ""))
}
