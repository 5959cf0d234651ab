package committees

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// State (tình trạng) is where a committee stands. That its term is over follows from the day.
//
//glossary:none
type State string

// The states.
const (
	Elected     State = "elected"     // đã bầu, chờ cấp trên công nhận
	Recognised  State = "recognised"  // đã được công nhận
	Provisional State = "provisional" // lâm thời, chỉ định
	Ended       State = "ended"       // đã kết thúc
)

// Verb is what may be done to a committee.
//
//glossary:none
type Verb string

// The verbs. Founding and replacing are only written down.
const (
	Found     Verb = "found"     // lập
	Recognise Verb = "recognise" // công nhận
	Seat      Verb = "seat"      // thêm người
	Unseat    Verb = "unseat"    // thôi giữ chức danh
	End       Verb = "end"       // kết thúc
	Replace   Verb = "replace"   // kết thúc vì có ban mới
	Lapse     Verb = "lapse"     // kết thúc theo quyết định sắp xếp
	Carry     Verb = "carry"     // chuyển theo quyết định sắp xếp
	Restore   Verb = "restore"   // quyết định sắp xếp bị thu hồi
)

// flow is every way a committee may move. A row that is not here cannot happen.
var flow = kernel.Flow[State, Verb]{
	{From: Elected, Do: Recognise, To: Recognised},
	{From: Elected, Do: Seat, To: Elected},
	{From: Elected, Do: Unseat, To: Elected},
	{From: Elected, Do: End, To: Ended},
	{From: Recognised, Do: Seat, To: Recognised},
	{From: Recognised, Do: Unseat, To: Recognised},
	{From: Recognised, Do: End, To: Ended},
	{From: Provisional, Do: Seat, To: Provisional},
	{From: Provisional, Do: Unseat, To: Provisional},
	{From: Provisional, Do: End, To: Ended},
}

// FlowTable prints the table for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range flow {
		fmt.Fprintf(&out, "committee %-11s %-9s %s\n", m.From, m.Do, m.To)
	}
	return out.String()
}
