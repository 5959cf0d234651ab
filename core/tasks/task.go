package tasks

import (
	"strings"

	"doanket/kernel"
)

// State (trạng thái nhiệm vụ).
//
//glossary:none
type State string

// The states of a task; see flow.go.
const (
	Open      State = "open"      // mới giao
	Accepted  State = "accepted"  // đang làm
	Reported  State = "reported"  // đã báo cáo, chờ xác nhận
	Returned  State = "returned"  // phải làm thêm
	Closed    State = "closed"    // đã xong
	Cancelled State = "cancelled" // đã huỷ
)

// States are all states in the order of a task's life.
var States = []State{Open, Accepted, Reported, Returned, Closed, Cancelled}

// Live tells whether there is still something to do.
func (s State) Live() bool { return s != Closed && s != Cancelled }

// Hand is a person as this room names her: account, name and post of the day.
//
//glossary:none
type Hand struct {
	Account kernel.ID
	Name    string
	Post    string
}

// Source (nguồn của nhiệm vụ) is the thing of another room that a task came from. A task that somebody
// wrote down by hand has none.
//
//glossary:none
type Source struct {
	Ref   string // "inspection:123"
	Label string // "Kết luận số 05/KL-UBKT, kiến nghị 2"
	Link  string // path on this site
}

// Rise (báo lên cấp trên) says who hears of a task that is late by some working days.
//
//glossary:none
type Rise struct {
	Unit       kernel.ID
	Permission string
	Days       int // working days after the due day
}

// Task (nhiệm vụ) is work given to a unit or a person, with a due day and a source.
type Task struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Key        string // of the request that gave it: the same one twice is one task
	Title      string
	Text       string
	Source     Source
	Kept       bool // the room of the source has the last word
	Private    bool // seen by the one it is given to, and by nobody else
	Giver      Hand // zero account: the program, for the room of the source
	GiverUnit  kernel.ID
	Unit       kernel.ID // answers for it
	Permission string    // while no person is named: whoever holds it over the unit
	Assignee   Hand
	Due        kernel.Instant // zero: no day; of a whole day its last moment
	WholeDay   bool
	Limit      kernel.Limit // when the day was counted and not chosen
	Evidence   bool         // a report needs a file
	Before     int          // working days before the due day on which the assignee is reminded
	Rise       Rise
	State      State
	Given      kernel.Instant
	AcceptedAt kernel.Instant
	ReportedAt kernel.Instant
	ReportedBy kernel.ID
	Ended      kernel.Instant
	Bells      Bells
	Version    int64
	Events     []Event // with the detail only, oldest first
	Files      []Evidence
}

// Event (diễn biến của nhiệm vụ) is one line of what happened.
//
//glossary:none
type Event struct {
	ID   kernel.ID
	Verb Verb
	At   kernel.Instant
	By   Hand
	Note string
}

// Evidence (tệp minh chứng) is a file that shows the work.
//
//glossary:none
type Evidence struct {
	ID    kernel.ID
	Event kernel.ID
	SHA   string
	Name  string
	Type  string
	Size  int64
	At    kernel.Instant
	By    string
}

// Assignment (giao nhiệm vụ) is what somebody, or a room, wants done.
//
//glossary:none
type Assignment struct {
	Tenant     kernel.ID
	Key        string
	Title      string
	Text       string
	Source     Source
	Kept       bool
	Private    bool // with an Assignee: seen by her alone
	GiverUnit  kernel.ID
	Unit       kernel.ID
	Assignee   kernel.ID // 0: whoever holds Permission over the unit
	Permission string
	DueDay     kernel.Date
	DueAt      kernel.Instant
	Limit      kernel.Limit // counted from now by the unit's calendar
	Evidence   bool
	Before     int
	Rise       Rise
}

const (
	maxTitle = 300
	maxText  = 4000
)

// newTask checks what was asked. Times are set by the caller, who knows the calendar.
func newTask(in Assignment, giver, assignee Hand) (Task, error) {
	var fs kernel.Faults
	t := Task{Tenant: in.Tenant, Key: in.Key, Title: strings.TrimSpace(in.Title), Text: strings.TrimSpace(in.Text), Source: in.Source, Kept: in.Kept, Private: in.Private,
		Giver: giver, GiverUnit: in.GiverUnit, Unit: in.Unit, Permission: in.Permission, Assignee: assignee, Limit: in.Limit, Evidence: in.Evidence,
		Before: in.Before, Rise: in.Rise, State: Open}
	switch {
	case t.Title == "":
		fs.Add("ten", "tasks.no_title")
	case len([]rune(t.Title)) > maxTitle:
		fs.Add("ten", "tasks.long_title", maxTitle)
	}
	if len([]rune(t.Text)) > maxText {
		fs.Add("noi_dung", "tasks.long_text", maxText)
	}
	if t.Unit == 0 {
		fs.Add("don_vi", "tasks.no_unit")
	}
	n := 0
	for _, given := range []bool{!in.DueDay.IsZero(), !in.DueAt.IsZero(), !in.Limit.IsZero()} {
		if given {
			n++
		}
	}
	if n > 1 {
		fs.Add("han", "tasks.one_due")
	}
	if in.Before < 0 || in.Before > maxDays || in.Rise.Days < 0 || in.Rise.Days > maxDays {
		fs.Add("bao_len", "tasks.bad_days", maxDays)
	}
	if t.Permission == "" {
		t.Permission = HandlePermission
	}
	return t, fs.Err("tasks.invalid")
}

const maxDays = 250

// Late tells whether it should have been done by now: what is reported in time is not late.
func (t Task) Late(now kernel.Instant) bool {
	if t.Due.IsZero() || !t.State.Live() {
		return false
	}
	if t.State == Reported {
		return t.ReportedAt.After(t.Due)
	}
	return now.After(t.Due)
}

// DoneLate tells whether it was reported, or ended, after its due day.
func (t Task) DoneLate() bool {
	at := t.ReportedAt
	if at.IsZero() {
		at = t.Ended
	}
	return !t.Due.IsZero() && at.After(t.Due)
}

// DueDay is the due day as it is printed.
func (t Task) DueDay() kernel.Date {
	if t.Due.IsZero() {
		return kernel.Date{}
	}
	return t.Due.Date()
}

// move follows the flow table. Refuses with tasks.not_now.
func (t *Task) move(v Verb) error {
	to, ok := flow.Next(t.State, v)
	if !ok {
		return kernel.Refuse("tasks.not_now")
	}
	t.State = to
	return nil
}

// take is the assignee's word that she has begun; in a unit's common list it makes the task hers.
func (t *Task) take(by Hand, at kernel.Instant) error {
	err := t.move(Take)
	if err != nil {
		return err
	}
	t.Assignee, t.AcceptedAt = by, at
	return nil
}

// report says that it is done. Work that somebody gave herself needs no second pair of eyes.
func (t *Task) report(by Hand, note string, files int, at kernel.Instant) error {
	if !t.State.Live() || t.State == Reported {
		return kernel.Refuse("tasks.not_now")
	}
	var fs kernel.Faults
	if strings.TrimSpace(note) == "" {
		fs.Add("ghi_chu", "tasks.say_what_was_done")
	}
	if t.Evidence && files == 0 {
		fs.Add("tep", "tasks.evidence_needed")
	}
	err := fs.Err("tasks.invalid")
	if err != nil {
		return err
	}
	err = t.move(Report)
	if err != nil {
		return err
	}
	t.ReportedAt, t.ReportedBy = at, by.Account
	if t.Assignee.Account == 0 {
		t.Assignee = by
	}
	if !t.Kept && t.Giver.Account == by.Account {
		return t.end(Confirm, at)
	}
	return nil
}

// sendBack returns a report that does not do.
func (t *Task) sendBack(reason string) error {
	err := needReason(reason, "tasks.say_what_is_missing")
	if err != nil {
		return err
	}
	err = t.move(SendBack)
	if err != nil {
		return err
	}
	t.ReportedAt, t.ReportedBy = kernel.Instant{}, 0
	return nil
}

// end closes or calls off.
func (t *Task) end(v Verb, at kernel.Instant) error {
	err := t.move(v)
	if err != nil {
		return err
	}
	t.Ended, t.Bells = at, Bells{}
	return nil
}

// handOver names another person, or none, of the same or of another unit.
func (t *Task) handOver(unit kernel.ID, to Hand) error {
	err := t.move(HandOver)
	if err != nil {
		return err
	}
	t.Unit, t.Assignee, t.AcceptedAt = unit, to, kernel.Instant{}
	return nil
}

func needReason(text, code string) error {
	var fs kernel.Faults
	if strings.TrimSpace(text) == "" {
		fs.Add("ghi_chu", code)
	}
	return fs.Err("tasks.invalid")
}
