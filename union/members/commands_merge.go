package members

import (
	"context"
	"encoding/json"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Merged (đã gộp) ends the second membership of somebody who was entered twice.
const Merged Status = "merged"

// Merger (lần gộp) is two entries that turned out to be one person.
//
//glossary:none
type Merger struct {
	ID                     kernel.ID
	Tenant                 kernel.ID
	KeptPerson, GonePerson kernel.ID
	KeptMember, GoneMember kernel.ID // 0 where there was no membership
	On                     kernel.Date
	Reason                 string
	ByName                 string
	At                     kernel.Instant
	UndoneName             string
	UndoneAt               kernel.Instant
	wayBack                string
}

// wayBack is what is needed to take a merge back.
type wayBack struct {
	Person  string      `json:"person"`
	Members []kernel.ID `json:"members"` // memberships that changed hands
	Closed  kernel.ID   `json:"closed,omitempty"`
}

// MergeInput names the two entries by a membership each: the one whose membership goes on, and the other.
//
//glossary:none
type MergeInput struct {
	Keep, Gone kernel.ID // memberships
	Reason     string
}

// Merge makes one member of two entries. The membership that goes is closed today and keeps its row
// and its number, its earlier lists stay as they were; the person behind it is one with the other from
// now on. The keeper needs the right over both. Refuses with members.same_entry, members.reason_needed,
// people.merge_identities.
func (s *Service) Merge(ctx context.Context, a kernel.Actor, in MergeInput) (kernel.ID, error) {
	id := s.IDs.New()
	return id, s.DB.Tx(ctx, func(tx *db.Tx) error {
		keep, err := s.guarded(tx, a, in.Keep, canKeep)
		if err != nil {
			return err
		}
		gone, err := s.guarded(tx, a, in.Gone, canKeep)
		if err != nil {
			return err
		}
		if keep.ID == gone.ID || keep.Person == gone.Person {
			return kernel.Refuse("members.same_entry")
		}
		if strings.TrimSpace(in.Reason) == "" {
			var faults kernel.Faults
			faults.Add("ly_do", "members.reason_needed")
			return faults.Err("members.invalid")
		}
		if !keep.Ended.IsZero() && gone.Ended.IsZero() {
			return kernel.Refuse("members.keep_the_open_one")
		}
		m := Merger{ID: id, Tenant: keep.Tenant, KeptPerson: keep.Person, GonePerson: gone.Person, KeptMember: keep.ID, GoneMember: gone.ID,
			On: s.today(), Reason: strings.TrimSpace(in.Reason), ByName: a.Name, At: s.Clock.Now()}
		var way wayBack
		if gone.Ended.IsZero() {
			err = s.closeMerged(tx, gone, m)
			if err != nil {
				return err
			}
			way.Closed = gone.ID
		}
		way.Person, err = s.People.Merge(tx, keep.Tenant, keep.Person, gone.Person)
		if err != nil {
			return err
		}
		way.Members, err = movePerson(tx, gone.Person, keep.Person)
		if err != nil {
			return err
		}
		b, err := json.Marshal(way)
		if err != nil {
			return err
		}
		m.wayBack = string(b)
		err = insertMerger(tx, m, a.Account)
		if err != nil {
			return err
		}
		err = s.tell(tx, a, m.Tenant, FactMerged, Told{Member: keep.ID, Person: keep.Person, From: gone.ID, Unit: keep.standing(), On: m.On})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), FactMerged, keep.subject(), nil, map[string]any{"gone": gone.ID, "reason": m.Reason})
	})
}

func (s *Service) closeMerged(tx *db.Tx, gone loaded, m Merger) error {
	last, ok := gone.line.last()
	if !ok {
		return nil
	}
	c := change{}
	if m.On.After(last.Valid.From) {
		last.Valid.To = m.On
		c.ended = []Segment{last}
	} else { // entered twice on one day: the second entry never was
		c.voided = []Segment{last}
	}
	err := s.keep(tx, gone, c)
	if err != nil {
		return err
	}
	return endMember(tx, gone.ID, m.On, Merged)
}

// Unmerge takes a merge back: both entries are as they were, and the second one goes on from the day
// on which it was closed. Refuses with members.no_merge, members.unmerged_already.
func (s *Service) Unmerge(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, ok, err := loadMerger(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("members.no_merge")
		}
		keep, err := s.guarded(tx, a, m.KeptMember, canKeep)
		if err != nil {
			return err
		}
		gone, err := s.guarded(tx, a, m.GoneMember, canKeep)
		if err != nil {
			return err
		}
		if !m.UndoneAt.IsZero() {
			return kernel.Refuse("members.unmerged_already")
		}
		var way wayBack
		err = json.Unmarshal([]byte(m.wayBack), &way)
		if err != nil {
			return err
		}
		err = returnPerson(tx, way.Members, m.GonePerson)
		if err != nil {
			return err
		}
		err = s.People.Unmerge(tx, way.Person)
		if err != nil {
			return err
		}
		if way.Closed != 0 {
			err = s.reopen(tx, gone, m)
			if err != nil {
				return err
			}
		}
		err = undoneMerger(tx, m.ID, a, s.Clock.Now())
		if err != nil {
			return err
		}
		err = s.tell(tx, a, m.Tenant, FactMerged, Told{Member: keep.ID, Person: keep.Person, From: gone.ID, Unit: keep.standing(), On: s.today(), Undone: m.ID})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), FactMerged, keep.subject(), map[string]any{"gone": gone.ID}, map[string]any{"undone": m.ID})
	})
}

// reopen lets a closed second membership run on from where it was closed.
func (s *Service) reopen(tx *db.Tx, gone loaded, m Merger) error {
	all, err := segmentsOf(tx, gone.ID)
	if err != nil {
		return err
	}
	var c change
	last, ok := lineOf(all).last()
	if ok && last.Valid.To == m.On {
		last.Valid.To = kernel.Date{}
		err = endSegment(tx, last)
	} else {
		for _, v := range all {
			if v.VoidBy != 0 && v.Valid.To.IsZero() {
				v.VoidBy, last, ok = 0, v, true
			}
		}
		if ok {
			err = insertSegment(tx, last)
		}
	}
	if err != nil || !ok {
		return err
	}
	err = reopenMember(tx, gone.ID)
	if err != nil {
		return err
	}
	c.made = []Segment{last}
	return s.count(tx, gone, c)
}
