package waitlists

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// Verb is what moves a list or an application.
//
//glossary:none
type Verb string

// The verbs of the flow tables.
const (
	Open     Verb = "open"     // mở nhận đơn
	Drop     Verb = "drop"     // bỏ bản soạn
	Freeze   Verb = "freeze"   // chốt điểm
	Close    Verb = "close"    // đóng danh sách
	Offer    Verb = "offer"    // mời
	Accept   Verb = "accept"   // nhận
	Decline  Verb = "decline"  // từ chối
	Lapse    Verb = "lapse"    // quá hạn trả lời
	Withdraw Verb = "withdraw" // rút đơn
	Remove   Verb = "remove"   // đưa ra khỏi danh sách
)

// State (trạng thái danh sách).
//
//glossary:none
type State string

// The states of a list.
const (
	Draft   State = "draft"
	Running State = "open"
	Frozen  State = "frozen"
	Closed  State = "closed"
	Dropped State = "dropped"
)

var listFlow = kernel.Flow[State, Verb]{
	{From: Draft, Do: Open, To: Running},
	{From: Draft, Do: Drop, To: Dropped},
	{From: Running, Do: Freeze, To: Frozen},
	{From: Frozen, Do: Close, To: Closed},
}

// Stage (trạng thái đơn).
//
//glossary:none
type Stage string

// The stages of an application.
const (
	Waiting   Stage = "waiting"   // đang chờ
	Offered   Stage = "offered"   // được mời, chờ trả lời
	Accepted  Stage = "accepted"  // đã nhận
	Declined  Stage = "declined"  // đã từ chối
	Lapsed    Stage = "lapsed"    // quá hạn trả lời
	Withdrawn Stage = "withdrawn" // đã rút
	Removed   Stage = "removed"   // đã đưa ra
)

var applicationFlow = kernel.Flow[Stage, Verb]{
	{From: Waiting, Do: Offer, To: Offered},
	{From: Waiting, Do: Withdraw, To: Withdrawn},
	{From: Waiting, Do: Remove, To: Removed},
	{From: Offered, Do: Accept, To: Accepted},
	{From: Offered, Do: Decline, To: Declined},
	{From: Offered, Do: Lapse, To: Lapsed},
	{From: Offered, Do: Remove, To: Removed},
}

// FlowTable prints the tables for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range listFlow {
		fmt.Fprintf(&out, "waitlist  %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	for _, m := range applicationFlow {
		fmt.Fprintf(&out, "waiting   %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	return out.String()
}
