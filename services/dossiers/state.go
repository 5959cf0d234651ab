package dossiers

// State (trạng thái) is one of the ten public states agreed with the national portal. The numbers
// are the portal's codes and are stored.
//
//glossary:none
type State uint8

const (
	Submitted          State = iota + 1 // Mới đăng ký
	Accepted                            // Được tiếp nhận
	Refused                             // Không được tiếp nhận
	Processing                          // Đang xử lý
	AwaitingSupplement                  // Yêu cầu bổ sung giấy tờ
	AwaitingPayment                     // Yêu cầu thực hiện nghĩa vụ tài chính
	Withdrawn                           // Công dân yêu cầu rút hồ sơ
	Stopped                             // Dừng xử lý
	Decided                             // Đã xử lý xong
	Returned                            // Đã trả kết quả
)

// States lists the ten in the portal's order.
var States = []State{Submitted, Accepted, Refused, Processing, AwaitingSupplement, AwaitingPayment, Withdrawn, Stopped, Decided, Returned}

// Phase (nhóm thống kê) is what figures sort dossiers by. The numbers are stored.
//
//glossary:none
type Phase uint8

const (
	PhaseWaiting   Phase = iota + 1 // not yet received: state 1
	PhaseRunning                    // clock runs: 2, 4
	PhasePaused                     // clock stands: 5, 6, 8
	PhaseFinished                   // answered: 9, 10
	PhaseRefused                    // 3, never received
	PhaseWithdrawn                  // 7
)

// Phase gives the group of figures that a state belongs to.
func (s State) Phase() Phase {
	switch s {
	case Submitted:
		return PhaseWaiting
	case Accepted, Processing:
		return PhaseRunning
	case AwaitingSupplement, AwaitingPayment, Stopped:
		return PhasePaused
	case Decided, Returned:
		return PhaseFinished
	case Refused:
		return PhaseRefused
	case Withdrawn:
		return PhaseWithdrawn
	}
	return 0
}

// Open tells that somebody still has something to do.
func (s State) Open() bool {
	return s != Refused && s != Withdrawn && s != Returned && s != 0
}
