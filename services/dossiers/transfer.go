package dossiers

import (
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
)

// Transfer (bàn giao theo quyết định sắp xếp) is what a decision on organisations does to a dossier: from
// then on other units receive it, decide it or answer for an opinion. Its code, its clock and its papers
// stay as they are. A zero unit stays as it was.
//
//glossary:none
type Transfer struct {
	Step     kernel.ID      `json:"step"`
	Decision kernel.ID      `json:"decision"`
	On       kernel.Date    `json:"on"`
	Received kernel.ID      `json:"received,omitempty"`
	Deciding kernel.ID      `json:"deciding,omitempty"`
	Unit     kernel.ID      `json:"unit,omitempty"`
	Free     bool           `json:"free,omitempty"` // the officer has no post in the new unit: whoever assigns there gives it anew
	Officer  *Hand          `json:"officer,omitempty"`
	Opinions []OpinionShift `json:"opinions,omitempty"`
}

// OpinionShift is a question that another unit answers now.
//
//glossary:none
type OpinionShift struct {
	ID   kernel.ID `json:"id"`
	Unit kernel.ID `json:"unit"`
}

// Passed (lần bàn giao) is where a dossier was until a transfer: papers made before it are those of the
// units of their day.
//
//glossary:none
type Passed struct {
	At       kernel.Instant
	Step     kernel.ID
	Received kernel.ID
	Deciding kernel.ID
	Unit     kernel.ID
	Assignee Hand
}

// pass writes a transfer into the dossier.
func (d *Dossier) pass(at kernel.Instant, t Transfer) {
	d.Transfers = append(slices.Clone(d.Transfers), Passed{at, t.Step, d.Received, d.Deciding, d.Unit, d.Assignee})
	for _, x := range []struct {
		into *kernel.ID
		to   kernel.ID
	}{{&d.Received, t.Received}, {&d.Deciding, t.Deciding}, {&d.Unit, t.Unit}} {
		if x.to != 0 {
			*x.into = x.to
		}
	}
	switch {
	case t.Free:
		d.Assignee = Hand{}
	case t.Officer != nil:
		d.Assignee = *t.Officer
	}
	for _, o := range t.Opinions {
		d.Opinions = slices.Clone(d.Opinions)
		for i := range d.Opinions {
			if d.Opinions[i].ID == o.ID {
				d.Opinions[i].Unit = o.Unit
			}
		}
	}
}

// whereAt tells which units received and decided the dossier at a moment.
func (d Dossier) whereAt(at kernel.Instant) (received, deciding kernel.ID) {
	for _, p := range d.Transfers {
		if at.Before(p.At) {
			return p.Received, p.Deciding
		}
	}
	return d.Received, d.Deciding
}

// Roles in which a unit holds a dossier; the words are stored.
const (
	roleReceived = "received"
	roleDeciding = "deciding"
	roleOpinion  = "opinion"
	roleOfficer  = "officer"
)

// shift is one row of what a step handed over. ref is the opinion, or the officer that was set free.
type shift struct {
	dossier, ref, from, to kernel.ID
	role                   string
}

// handing is one dossier on its way from unit to unit.
type handing struct {
	before, after Dossier
	event         Event
	shifts        []shift
}

// goesTo is where a dossier goes: by its code or reference, by the applicant's place of living, or with the rest.
func (d Dossier) goesTo(r orgs.Allotment) kernel.ID {
	for _, number := range []string{d.Code, d.Intake} {
		if to, ok := r.List[number]; ok && number != "" {
			return to
		}
	}
	return r.Target("", "", d.Applicant.Area)
}

// handOver makes the event by which an open dossier leaves units that end. works tells who holds a post
// in the unit that it comes to. ok is false when nothing of it stands in those units.
func (d Dossier) handOver(t turn, c orgs.Carriage, works func(unit, account kernel.ID) (bool, error)) (h handing, ok bool, err error) {
	to := d.goesTo(c.Rule)
	leaves := func(unit kernel.ID) bool { return to != 0 && unit != to && slices.Contains(c.From, unit) }
	x := Transfer{Step: c.Step, Decision: c.Decision, On: c.On}
	h.before = d
	note := func(role string, ref, from kernel.ID) {
		h.shifts = append(h.shifts, shift{d.ID, ref, from, to, role})
	}
	if leaves(d.Received) {
		x.Received = to
		note(roleReceived, 0, d.Received)
	}
	if d.FinishedAt.IsZero() && leaves(d.Deciding) {
		x.Deciding = to
		note(roleDeciding, 0, d.Deciding)
	}
	if leaves(d.Unit) {
		x.Unit = to
		if d.Assignee.Account != 0 {
			stays, err := works(to, d.Assignee.Account)
			if err != nil {
				return h, false, err
			}
			if !stays {
				x.Free = true
				h.shifts = append(h.shifts, shift{d.ID, d.Assignee.Account, d.Unit, to, roleOfficer})
			}
		}
	}
	for _, o := range d.Opinions {
		if o.GivenAt.IsZero() && leaves(o.Unit) {
			x.Opinions = append(x.Opinions, OpinionShift{o.ID, to})
			note(roleOpinion, o.ID, o.Unit)
		}
	}
	if len(h.shifts) == 0 {
		return h, false, nil
	}
	h.event, err = d.event(t, DoTransfer, c.Label, Change{Transfer: &x, HandOver: d.passRow(t, x, c.Label)})
	return h, err == nil, err
}

// passRow is the line of the control slip when the dossier itself changes hands.
func (d Dossier) passRow(t turn, x Transfer, label string) *HandOver {
	if x.Unit == 0 {
		return nil
	}
	h := &HandOver{At: t.at, FromUnit: d.Unit, FromStep: d.Step, ToUnit: x.Unit, ToStep: d.Step, StepName: d.StepName, Note: label, ByDecision: true}
	if !x.Free {
		h.From, h.To = d.Assignee, d.Assignee
	} else {
		h.From = d.Assignee
	}
	return h
}

// takeBack makes the event by which a dossier returns to the units that a step took it from, as far as
// it is still where the step brought it. What has been answered meanwhile stays with who answered it.
func (d Dossier) takeBack(t turn, c orgs.Carriage, made []shift) (h handing, ok bool, err error) {
	x := Transfer{Step: c.Step, Decision: c.Decision, On: c.On}
	h.before = d
	var freed kernel.ID
	for _, m := range made {
		switch {
		case m.role == roleReceived && d.Received == m.to:
			x.Received = m.from
		case m.role == roleDeciding && d.Deciding == m.to && d.FinishedAt.IsZero():
			x.Deciding = m.from
		case m.role == roleOpinion && slices.ContainsFunc(d.Opinions, func(o Opinion) bool { return o.ID == m.ref && o.Unit == m.to && o.GivenAt.IsZero() }):
			x.Opinions = append(x.Opinions, OpinionShift{m.ref, m.from})
		case m.role == roleOfficer && d.Assignee.Account == 0 && d.Unit == m.to:
			freed = m.ref
		default:
			continue
		}
		h.shifts = append(h.shifts, m)
	}
	if len(h.shifts) == 0 {
		return h, false, nil
	}
	for _, p := range d.Transfers {
		if p.Step != c.Step {
			continue
		}
		x.Unit = d.turnBack(p, h.shifts)
		if freed != 0 && p.Assignee.Account == freed {
			officer := p.Assignee
			x.Officer = &officer
		}
	}
	row := d.passRow(t, x, c.Label)
	if row != nil && x.Officer != nil {
		row.To = *x.Officer
	}
	h.event, err = d.event(t, DoTransfer, c.Label, Change{Transfer: &x, HandOver: row})
	return h, err == nil, err
}

// turnBack is the unit whose turn it is once the units are those of before: the same one while nothing was
// passed on since, else the one that the state says.
func (d Dossier) turnBack(p Passed, back []shift) kernel.ID {
	var unit kernel.ID
	for _, m := range back {
		if m.role != roleReceived && m.role != roleDeciding || d.Unit != m.to {
			continue
		}
		same := len(d.HandOvers) > 0 && d.HandOvers[len(d.HandOvers)-1].ByDecision && m.from == p.Unit
		desk := d.turnOf(d.State) == d.Received
		if unit == 0 || same || len(d.HandOvers) > 0 && !d.HandOvers[len(d.HandOvers)-1].ByDecision && desk == (m.role == roleReceived) {
			unit = m.from
		}
	}
	return unit
}
