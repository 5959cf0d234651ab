package tasks

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// Verb is what may be done to a task.
//
//glossary:none
type Verb string

// The verbs of the flow table, and two that are only written down.
const (
	Give     Verb = "give"      // giao
	Take     Verb = "take"      // nhận
	Report   Verb = "report"    // báo cáo
	SendBack Verb = "send_back" // trả lại
	Confirm  Verb = "confirm"   // xác nhận xong
	Finish   Verb = "finish"    // phòng nguồn kết thúc
	CallOff  Verb = "call_off"  // huỷ
	Extend   Verb = "extend"    // gia hạn
	HandOver Verb = "hand_over" // chuyển người, chuyển đơn vị
	Note     Verb = "note"      // ghi tiến độ
	Remind   Verb = "remind"    // đôn đốc
	RangSoon Verb = "rang_soon" // hệ thống nhắc sắp đến hạn
	RangLate Verb = "rang_late" // hệ thống nhắc quá hạn
	RangRise Verb = "rang_rise" // hệ thống báo lên cấp trên
)

// flow is every way a task may move. A row that is not here cannot happen.
var flow = kernel.Flow[State, Verb]{
	{From: Open, Do: Take, To: Accepted},
	{From: Open, Do: Report, To: Reported},
	{From: Open, Do: HandOver, To: Open},
	{From: Open, Do: Extend, To: Open},
	{From: Open, Do: Note, To: Open},
	{From: Open, Do: Remind, To: Open},
	{From: Open, Do: Finish, To: Closed},
	{From: Open, Do: CallOff, To: Cancelled},
	{From: Accepted, Do: Report, To: Reported},
	{From: Accepted, Do: HandOver, To: Open},
	{From: Accepted, Do: Extend, To: Accepted},
	{From: Accepted, Do: Note, To: Accepted},
	{From: Accepted, Do: Remind, To: Accepted},
	{From: Accepted, Do: Finish, To: Closed},
	{From: Accepted, Do: CallOff, To: Cancelled},
	{From: Reported, Do: SendBack, To: Returned},
	{From: Reported, Do: Confirm, To: Closed},
	{From: Reported, Do: Finish, To: Closed},
	{From: Reported, Do: Note, To: Reported},
	{From: Reported, Do: CallOff, To: Cancelled},
	{From: Returned, Do: Report, To: Reported},
	{From: Returned, Do: HandOver, To: Open},
	{From: Returned, Do: Extend, To: Returned},
	{From: Returned, Do: Note, To: Returned},
	{From: Returned, Do: Remind, To: Returned},
	{From: Returned, Do: Finish, To: Closed},
	{From: Returned, Do: CallOff, To: Cancelled},
}

// FlowTable prints the table for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range flow {
		fmt.Fprintf(&out, "task %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	return out.String()
}
