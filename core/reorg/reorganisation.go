package reorg

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
)

// State (tình trạng) is where a decision stands; see flow.go.
//
//glossary:none
type State string

// The states of a decision.
const (
	Draft     State = "draft"     // đang soạn
	Submitted State = "submitted" // chờ duyệt
	Approved  State = "approved"  // đã duyệt, chờ đến ngày
	Held      State = "held"      // đến ngày nhưng còn vướng
	Applied   State = "applied"   // đã áp dụng
	Undone    State = "undone"    // đã huỷ bằng quyết định khác
	Discarded State = "discarded" // bỏ khi đang soạn
)

// Reorganisation (quyết định sắp xếp tổ chức) is one signed decision that founds, renames, moves, merges,
// splits or winds up organisations on a day and carries with them what they hold. Its id is that of the
// decision on which every changed fact rests.
type Reorganisation struct {
	ID     kernel.ID
	Tenant kernel.ID
	Seat   kernel.ID // the unit at the head of the branch that it rearranges
	Head
	File  Paper // the signed paper
	Steps []Step

	State     State
	Undoes    kernel.ID // the decision that it takes back, 0 for most
	UndoneBy  kernel.ID // the decision that took it back
	Approvals []Approval
	Writers   []kernel.ID // persons, or accounts without one, who have written in it

	Carried   []orgs.Carriage // what the rooms were told to carry, for taking it back
	Picture   Picture         // of the last try
	CheckedAt kernel.Instant
	Checked   string // digest of what was tried
	CreatedAt kernel.Instant
	AppliedAt kernel.Instant
	Version   int64

	touched []kernel.ID // units that the run has done something to
}

// Head (phần đầu) is what stands at the top of the paper.
//
//glossary:none
type Head struct {
	Number    string
	Decided   kernel.Date
	Effective kernel.Date
	Issuer    string
	Signer    string
	Summary   string
}

// Paper (văn bản đính kèm) is the scanned decision.
//
//glossary:none
type Paper struct {
	SHA256 string `json:"sha256,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

// Approval (lần duyệt) is one person's yes to exactly this content.
type Approval struct {
	Account kernel.ID
	Person  kernel.ID
	Name    string
	At      kernel.Instant
	Digest  string
}

// Approvers is how many different persons must say yes.
const Approvers = 2

// Label is "12/QĐ-LĐLĐ ngày 15/06/2025", as papers cite it.
func (d Reorganisation) Label() string {
	if d.Number == "" {
		return ""
	}
	return d.Number + " ngày " + kernel.FormatDate(d.Decided)
}

// Digest names the content: an approval says yes to one digest only.
func (d Reorganisation) Digest() string {
	text, err := json.Marshal(struct {
		Seat  kernel.ID
		Head  Head
		File  string
		Steps []Step
	}{d.Seat, d.Head, d.File.SHA256, d.Steps})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// human is a person, or the account of somebody without one: two accounts of one person are one pair of eyes.
func human(a kernel.Actor) kernel.ID {
	if a.Person != 0 {
		return a.Person
	}
	return a.Account
}

// wrote notes who has written in the decision.
func (d *Reorganisation) wrote(a kernel.Actor) {
	if id := human(a); id != 0 && !slices.Contains(d.Writers, id) {
		d.Writers = append(d.Writers, id)
	}
}

// valid are the approvals of the present content.
func (d Reorganisation) valid() []Approval {
	now := d.Digest()
	var out []Approval
	for _, p := range d.Approvals {
		if p.Digest == now {
			out = append(out, p)
		}
	}
	return out
}

// approve is one yes; the second one of another person makes it approved. Refuses with
// reorg.own_decision, reorg.approved_already, reorg.not_now.
func (d *Reorganisation) approve(a kernel.Actor, at kernel.Instant) error {
	to, ok := flow.Next(d.State, doApprove)
	if !ok {
		return kernel.Refuse("reorg.not_now", string(d.State))
	}
	me := human(a)
	if slices.Contains(d.Writers, me) {
		return kernel.Forbid("reorg.own_decision")
	}
	valid := d.valid()
	if d.saidYes(a) {
		return kernel.Refuse("reorg.approved_already")
	}
	d.Approvals = append(d.Approvals, Approval{Account: a.Account, Person: a.Person, Name: a.Name, At: at, Digest: d.Digest()})
	if len(valid)+1 >= Approvers {
		d.State = to
	}
	return nil
}

// saidYes tells that this person has approved the present content.
func (d Reorganisation) saidYes(a kernel.Actor) bool {
	return slices.ContainsFunc(d.valid(), func(p Approval) bool { return p.Account == a.Account || p.Person != 0 && p.Person == a.Person })
}

// turn moves the decision on by a verb of the flow.
func (d *Reorganisation) turn(v verb) error {
	to, ok := flow.Next(d.State, v)
	if !ok {
		return kernel.Refuse("reorg.not_now", string(d.State))
	}
	d.State = to
	return nil
}

// open tells that its content may still change.
func (d Reorganisation) open() bool { return d.State == Draft }

// due tells that it may be applied on a day.
func (d Reorganisation) due(today kernel.Date) bool {
	return (d.State == Approved || d.State == Held) && !d.Effective.After(today)
}
