package dossiers

import "doanket/kernel"

// Verb (việc) is one thing that can happen to a dossier. The words are stored in events.
//
//glossary:none
type Verb string

const (
	DoFile              Verb = "file"               // nộp
	DoAccept            Verb = "accept"             // tiếp nhận
	DoRefuse            Verb = "refuse"             // từ chối tiếp nhận
	DoCheckPapers       Verb = "check_papers"       // kiểm tra thành phần
	DoRequestSupplement Verb = "request_supplement" // yêu cầu bổ sung
	DoSupplement        Verb = "supplement"         // bổ sung
	DoRequestPayment    Verb = "request_payment"    // yêu cầu nộp phí
	DoPaid              Verb = "paid"               // đã nộp phí
	DoAssign            Verb = "assign"             // phân công
	DoForward           Verb = "forward"            // chuyển bước
	DoSendBack          Verb = "send_back"          // trả lại bước trước
	DoAskOpinion        Verb = "ask_opinion"        // xin ý kiến
	DoGiveOpinion       Verb = "give_opinion"       // cho ý kiến
	DoDraft             Verb = "draft"              // dự thảo kết quả
	DoApprove           Verb = "approve"            // duyệt, ký
	DoIssue             Verb = "issue"              // vào số, phát hành
	DoPost              Verb = "post"               // gửi bưu chính
	DoReturn            Verb = "return_result"      // trả kết quả
	DoWithdraw          Verb = "withdraw"           // rút hồ sơ
	DoStop              Verb = "stop"               // dừng giải quyết
	DoResume            Verb = "resume"             // giải quyết tiếp
	DoApologise         Verb = "apologise"          // xin lỗi, hẹn lại
	DoMoveDue           Verb = "move_due"           // tính lại hạn khi lịch đổi
	DoTransfer          Verb = "transfer"           // bàn giao theo quyết định sắp xếp
	DoClose             Verb = "close"              // khép hồ sơ
)

// Verbs lists all, in the order of a dossier's life.
var Verbs = []Verb{DoFile, DoAccept, DoRefuse, DoCheckPapers, DoRequestSupplement, DoSupplement, DoRequestPayment, DoPaid, DoAssign,
	DoForward, DoSendBack, DoAskOpinion, DoGiveOpinion, DoDraft, DoApprove, DoIssue, DoPost, DoReturn, DoWithdraw, DoStop, DoResume,
	DoApologise, DoMoveDue, DoTransfer, DoClose}

// flow is every way a dossier may move. A row that is not here cannot happen. The clock runs in 2
// and 4, stands in 5, 6 and 8, and is over in 3, 7, 9 and 10: it follows from the state alone.
var flow = kernel.Flow[State, Verb]{
	// before acceptance nothing counts: a supplement asked for at the desk leaves the state alone
	{From: 0, Do: DoFile, To: Submitted},
	{From: Submitted, Do: DoAccept, To: Accepted},
	{From: Submitted, Do: DoRefuse, To: Refused},
	{From: Submitted, Do: DoCheckPapers, To: Submitted},
	{From: Submitted, Do: DoRequestSupplement, To: Submitted},
	{From: Submitted, Do: DoSupplement, To: Submitted},
	{From: Submitted, Do: DoRequestPayment, To: Submitted},
	{From: Submitted, Do: DoPaid, To: Submitted},
	{From: Submitted, Do: DoWithdraw, To: Withdrawn},
	{From: Submitted, Do: DoTransfer, To: Submitted},

	{From: Accepted, Do: DoCheckPapers, To: Accepted},
	{From: Accepted, Do: DoRequestSupplement, To: AwaitingSupplement},
	{From: Accepted, Do: DoRequestPayment, To: AwaitingPayment},
	{From: Accepted, Do: DoPaid, To: Accepted},
	{From: Accepted, Do: DoAssign, To: Accepted},
	{From: Accepted, Do: DoForward, To: Processing},
	{From: Accepted, Do: DoWithdraw, To: Withdrawn},
	{From: Accepted, Do: DoStop, To: Stopped},
	{From: Accepted, Do: DoApologise, To: Accepted},
	{From: Accepted, Do: DoMoveDue, To: Accepted},
	{From: Accepted, Do: DoTransfer, To: Accepted},

	{From: Processing, Do: DoCheckPapers, To: Processing},
	{From: Processing, Do: DoRequestSupplement, To: AwaitingSupplement},
	{From: Processing, Do: DoRequestPayment, To: AwaitingPayment},
	{From: Processing, Do: DoPaid, To: Processing},
	{From: Processing, Do: DoAssign, To: Processing},
	{From: Processing, Do: DoForward, To: Processing},
	{From: Processing, Do: DoSendBack, To: Processing},
	{From: Processing, Do: DoAskOpinion, To: Processing},
	{From: Processing, Do: DoGiveOpinion, To: Processing},
	{From: Processing, Do: DoDraft, To: Processing},
	{From: Processing, Do: DoApprove, To: Processing},
	{From: Processing, Do: DoIssue, To: Decided},
	{From: Processing, Do: DoWithdraw, To: Withdrawn},
	{From: Processing, Do: DoStop, To: Stopped},
	{From: Processing, Do: DoApologise, To: Processing},
	{From: Processing, Do: DoMoveDue, To: Processing},
	{From: Processing, Do: DoTransfer, To: Processing},

	{From: AwaitingSupplement, Do: DoPaid, To: AwaitingSupplement},
	{From: AwaitingSupplement, Do: DoSupplement, To: Processing},
	{From: AwaitingSupplement, Do: DoGiveOpinion, To: AwaitingSupplement},
	{From: AwaitingSupplement, Do: DoWithdraw, To: Withdrawn},
	{From: AwaitingSupplement, Do: DoStop, To: Stopped},
	{From: AwaitingSupplement, Do: DoTransfer, To: AwaitingSupplement},

	{From: AwaitingPayment, Do: DoPaid, To: Processing},
	{From: AwaitingPayment, Do: DoGiveOpinion, To: AwaitingPayment},
	{From: AwaitingPayment, Do: DoWithdraw, To: Withdrawn},
	{From: AwaitingPayment, Do: DoStop, To: Stopped},
	{From: AwaitingPayment, Do: DoTransfer, To: AwaitingPayment},

	{From: Stopped, Do: DoResume, To: Processing},
	{From: Stopped, Do: DoWithdraw, To: Withdrawn},
	{From: Stopped, Do: DoTransfer, To: Stopped},

	{From: Decided, Do: DoPaid, To: Decided},
	{From: Decided, Do: DoPost, To: Decided},
	{From: Decided, Do: DoReturn, To: Returned},
	{From: Decided, Do: DoTransfer, To: Decided},

	{From: Refused, Do: DoClose, To: Refused},
	{From: Withdrawn, Do: DoClose, To: Withdrawn},
	{From: Returned, Do: DoClose, To: Returned},
}

// doImport takes a dossier over from another system in any state. It is not in the table, because it
// can only be the first line of a history and no person can do it.
const doImport Verb = "import"

// effects are the words by which a workflow allows a verb. A verb that is missing here is a right or
// a duty that no workflow can take away: to withdraw, to stop, to apologise, to pay, to be heard.
var effects = map[Verb][]string{
	DoAccept:            {"accept"},
	DoRefuse:            {"refuse"},
	DoRequestSupplement: {"ask_supplement"},
	DoRequestPayment:    {"ask_payment"},
	DoForward:           {"forward", "draft"},
	DoSendBack:          {"return"},
	DoDraft:             {"draft"},
	DoApprove:           {"approve", "sign"},
	DoIssue:             {"issue", "number"},
	DoReturn:            {"return_result"},
}
