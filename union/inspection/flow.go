package inspection

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// Verb is what may be done to an inspection.
//
//glossary:none
type Verb string

// The verbs of the flow table.
const (
	Draw      Verb = "draw"      // lập
	NameTeam  Verb = "name_team" // lập đoàn
	Announce  Verb = "announce"  // công bố quyết định
	Start     Verb = "start"     // bắt đầu kiểm tra
	Answer    Verb = "answer"    // ghi kết quả, bằng chứng
	Minute    Verb = "minute"    // ghi biên bản
	Recommend Verb = "recommend" // soạn kiến nghị
	Conclude  Verb = "conclude"  // ban hành kết luận
	Settle    Verb = "settle"    // xác nhận một kiến nghị đã khắc phục
	SendBack  Verb = "send_back" // trả lại báo cáo khắc phục
	Drop      Verb = "drop"      // thôi theo dõi một kiến nghị
	Follow    Verb = "follow"    // mọi kiến nghị đã xong
	Close     Verb = "close"     // kết thúc, lưu hồ sơ
	CallOff   Verb = "call_off"  // huỷ
)

// flow is every way an inspection may move. A row that is not here cannot happen.
var flow = kernel.Flow[State, Verb]{
	{From: Planned, Do: NameTeam, To: Planned},
	{From: Planned, Do: Announce, To: Announced},
	{From: Planned, Do: CallOff, To: Cancelled},
	{From: Announced, Do: Start, To: Running},
	{From: Announced, Do: CallOff, To: Cancelled},
	{From: Running, Do: Answer, To: Running},
	{From: Running, Do: Minute, To: Running},
	{From: Running, Do: Recommend, To: Running},
	{From: Running, Do: Conclude, To: Concluded},
	{From: Concluded, Do: Settle, To: Concluded},
	{From: Concluded, Do: SendBack, To: Concluded},
	{From: Concluded, Do: Drop, To: Concluded},
	{From: Concluded, Do: Follow, To: Followed},
	{From: Followed, Do: Close, To: Closed},
}

// PlanVerb is what may be done to a plan.
//
//glossary:none
type PlanVerb string

const (
	Compose PlanVerb = "compose" // soạn
	Submit  PlanVerb = "submit"  // trình duyệt
	Approve PlanVerb = "approve" // duyệt
	Return  PlanVerb = "return"  // trả lại
)

var planFlow = kernel.Flow[PlanState, PlanVerb]{
	{From: PlanDraft, Do: Compose, To: PlanDraft},
	{From: PlanDraft, Do: Submit, To: PlanSubmitted},
	{From: PlanSubmitted, Do: Approve, To: PlanApproved},
	{From: PlanSubmitted, Do: Return, To: PlanDraft},
}

// FlowTable prints the tables for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range planFlow {
		fmt.Fprintf(&out, "inspection_plan %-10s %-10s %s\n", m.From, m.Do, m.To)
	}
	for _, m := range flow {
		fmt.Fprintf(&out, "inspection %-11s %-10s %s\n", m.From, m.Do, m.To)
	}
	return out.String()
}
