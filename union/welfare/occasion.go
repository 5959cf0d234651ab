package welfare

import (
	"doanket/kernel"
)

// ListState (trạng thái danh sách) is how far the list of an occasion has come.
//
//glossary:none
type ListState string

// The states of a list.
const (
	Waiting   ListState = "waiting"   // chưa lập
	Proposing ListState = "proposing" // đang lập
	Proposed  ListState = "proposed"  // đã đề xuất
	Corrected ListState = "corrected" // đã rà soát
	Approved  ListState = "approved"  // đã duyệt
	Paying    ListState = "paying"    // đang chi
	Ended     ListState = "ended"     // đã xong
)

// Occasion (dịp) is one time at which a programme of gifts is given: Tết, 20/10, the month of workers.
// AsOf is the day whose record the rule looks at.
type Occasion struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Programme  kernel.ID
	Root       kernel.ID // the first of the occasions that a reorganisation cut into parts
	Title      string
	AsOf       kernel.Date
	State      ListState
	Cursor     kernel.ID // the last unit that was gone through while proposing
	ApprovedBy string
	ApprovedAt kernel.Instant
	Reason     string // why it was sent back or amended
	Version    int64
}

// Key is the occasion in the unique key of benefits, the same in all parts of it.
func (o Occasion) Key() string { return "dip:" + o.Root.String() }

// move takes a verb of the flow; it refuses with welfare.list_not_now.
func (o *Occasion) move(v verb) error {
	to, ok := listFlow.Next(o.State, v)
	if !ok {
		return kernel.Refuse("welfare.list_not_now")
	}
	o.State = to
	return nil
}

// mayCorrect tells whether people may put members on the list or take them off.
func (o Occasion) mayCorrect() bool {
	_, ok := listFlow.Next(o.State, correct)
	return ok
}

func newOccasion(in OccasionInput) (Occasion, error) {
	var fs kernel.Faults
	if len([]rune(in.Title)) < 2 {
		fs.Add("dip", "welfare.no_occasion")
	}
	if in.AsOf.IsZero() {
		fs.Add("ngay_xet", "welfare.no_day")
	}
	return Occasion{Title: in.Title, AsOf: in.AsOf, State: Waiting}, fs.Err("welfare.invalid_occasion")
}

// Tally (bảng đếm) is what one unit's part of a list counts. The sums of the tree are made of it.
//
//glossary:none
type Tally struct {
	Unit     kernel.ID
	Seen     int64
	Fit      int64
	Unsure   int64
	Listed   int64
	Amount   kernel.Money
	Received int64
	Paid     kernel.Money
}

// Waiting is how many stand on the list without having received.
func (t Tally) Waiting() int64 { return t.Listed - t.Received }

// Missed is how many members of the unit received nothing.
func (t Tally) Missed() int64 { return max(0, t.Seen-t.Received) }
