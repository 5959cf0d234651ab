package complaints

import (
	"fmt"
	"strings"

	"doanket/kernel"
)

// Verb is what may be done to a complaint.
//
//glossary:none
type Verb string

// The verbs of the flow table.
const (
	Register    Verb = "register"     // tiếp nhận, vào sổ
	HandOver    Verb = "hand_over"    // giao người thụ lý
	Accept      Verb = "accept"       // thụ lý
	Refuse      Verb = "refuse"       // không thụ lý
	Forward     Verb = "forward"      // chuyển cơ quan khác
	Examine     Verb = "examine"      // kiểm tra thông tin của đơn không có tên
	Verify      Verb = "verify"       // xác minh
	Prolong     Verb = "prolong"      // gia hạn
	Conclude    Verb = "conclude"     // kết luận, quyết định
	Answer      Verb = "answer"       // thông báo cho người gửi
	Close       Verb = "close"        // kết thúc, lưu hồ sơ
	Withdraw    Verb = "withdraw"     // đình chỉ vì người gửi rút đơn
	Pass        Verb = "pass"         // giao người khác thụ lý
	GiveAnew    Verb = "give_anew"    // giao lại khi người thụ lý không còn
	Name        Verb = "name"         // cho người khác cùng xem
	Strike      Verb = "strike"       // thôi cho xem
	Point       Verb = "point"        // chỉ rõ người bị nêu
	Reveal      Verb = "reveal"       // mở danh tính người gửi
	MarkRemote  Verb = "mark_remote"  // ghi nơi đi lại khó khăn
	MarkUsual   Verb = "mark_usual"   // bỏ ghi nơi đi lại khó khăn
	Note        Verb = "note"         // ghi thêm
	Attach      Verb = "attach"       // kèm tệp
	Say         Verb = "say"          // người gửi bổ sung
	AskWithdraw Verb = "ask_withdraw" // người gửi xin rút đơn
)

// flow is every way a complaint may move. A row that is not here cannot happen.
var flow = func() kernel.Flow[State, Verb] {
	rows := kernel.Flow[State, Verb]{
		{From: Received, Do: HandOver, To: Assigned},
		{From: Assigned, Do: Accept, To: Accepted},
		{From: Assigned, Do: Refuse, To: Refused},
		{From: Assigned, Do: Forward, To: Forwarded},
		{From: Assigned, Do: Examine, To: Verifying},
		{From: Assigned, Do: Withdraw, To: Withdrawn},
		{From: Accepted, Do: Verify, To: Verifying},
		{From: Accepted, Do: Prolong, To: Accepted},
		{From: Accepted, Do: Withdraw, To: Withdrawn},
		{From: Verifying, Do: Prolong, To: Verifying},
		{From: Verifying, Do: Conclude, To: Concluded},
		{From: Verifying, Do: Forward, To: Forwarded},
		{From: Verifying, Do: Withdraw, To: Withdrawn},
		{From: Concluded, Do: Answer, To: Answered},
		{From: Concluded, Do: Close, To: Closed},
		{From: Answered, Do: Close, To: Closed},
	}
	for _, s := range []State{Assigned, Accepted, Verifying} { // as long as a limit runs that depends on it
		for _, v := range []Verb{MarkRemote, MarkUsual} {
			rows = append(rows, kernel.Move[State, Verb]{From: s, Do: v, To: s})
		}
	}
	for _, s := range States {
		for _, v := range []Verb{Pass, GiveAnew, Name, Strike, Point, Reveal, Note, Attach} {
			if s != Received {
				rows = append(rows, kernel.Move[State, Verb]{From: s, Do: v, To: s})
			}
		}
		for _, v := range []Verb{Say, AskWithdraw} {
			if s.Live() {
				rows = append(rows, kernel.Move[State, Verb]{From: s, Do: v, To: s})
			}
		}
	}
	return rows
}()

// FlowTable prints the table for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range flow {
		fmt.Fprintf(&out, "complaint %-10s %-12s %s\n", m.From, m.Do, m.To)
	}
	return out.String()
}
