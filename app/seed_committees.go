package app

import (
	"context"
	"fmt"

	"doanket/kernel"
	"doanket/seed"
	"doanket/union/committees"
)

// sampleCommittee is one committee of the story and who sits in it. All of it is invented.
type sampleCommittee struct {
	unit, kind, term string
	how              committees.How
	from, to         string
	size             int
	basis, issuer    string
	recognised       string // number of the decision of the level above
	recognisedOn     string
	seats            []sampleSeat
}

type sampleSeat struct{ login, post, team, from string }

var sampleCommittees = []sampleCommittee{
	{unit: "ldld-tinh", kind: "executive", term: "2023–2028", how: committees.ByElection, from: "2023-08-15", to: "2028-08-14", size: 9, basis: "01/NQ-ĐH", issuer: "Đại hội Công đoàn tỉnh", recognised: "31/QĐ-MAU", recognisedOn: "2023-08-25",
		seats: []sampleSeat{{"ldld.pct", "deputy", "", "2023-08-15"}, {"ldld", "member", "", "2023-08-15"}, {"thanh", "member", "", "2025-07-15"}}},
	{unit: "ldld-tinh", kind: "inspection", term: "2023–2028", how: committees.ByElection, from: "2023-08-16", to: "2028-08-14", size: 5, basis: "02/BB-BCH", issuer: "Ban chấp hành LĐLĐ tỉnh", recognised: "32/QĐ-MAU", recognisedOn: "2023-08-25",
		seats: []sampleSeat{{"kiemtra", "head", "", "2023-08-16"}}},
	{unit: "cd-uong-bi", kind: "executive", term: "Lâm thời 2025", how: committees.Appointed, from: "2025-07-01", size: 5, basis: "22/QĐ-MAU", issuer: "LĐLĐ tỉnh Quảng Ninh", seats: []sampleSeat{{"thanh", "chair", "", "2025-07-01"}}},
	{unit: "cd-uong-bi", kind: "executive", term: "2025–2030", how: committees.ByElection, from: "2025-10-20", to: "2030-10-19", size: 5, basis: "01/NQ-ĐH", issuer: "Đại hội Công đoàn phường Uông Bí lần thứ I", recognised: "41/QĐ-MAU", recognisedOn: "2025-10-28",
		seats: []sampleSeat{{"thanh", "chair", "", "2025-10-20"}, {"hanh", "member", "", "2025-10-20"}, {"than", "member", "", "2025-10-20"}}},
	{unit: "cd-uong-bi", kind: "inspection", term: "Lâm thời 2025", how: committees.Appointed, from: "2025-07-01", size: 3, basis: "23/QĐ-MAU", issuer: "LĐLĐ tỉnh Quảng Ninh", seats: []sampleSeat{{"hanh", "head", "", "2025-07-01"}}},
	{unit: "cdcs-than-mau", kind: "executive", term: "2023–2028", how: committees.ByElection, from: "2023-05-12", to: "2028-05-11", size: 3, basis: "01/NQ-ĐH", issuer: "Đại hội công đoàn cơ sở", recognised: "18/QĐ-MAU", recognisedOn: "2023-05-20",
		seats: []sampleSeat{{"than", "chair", "", "2023-05-12"}, {"lien", "deputy", "", "2023-05-12"}}},
	{unit: "cdcs-than-mau", kind: "inspection", term: "2023–2028", how: committees.ByElection, from: "2023-05-12", to: "2028-05-11", size: 3, basis: "02/BB-BCH", issuer: "Ban chấp hành công đoàn cơ sở", recognised: "19/QĐ-MAU", recognisedOn: "2023-05-20",
		seats: []sampleSeat{{"lien", "head", "", "2023-05-12"}, {"toan", "member", "", "2023-05-12"}}},
	{unit: "cdcs-than-mau", kind: "finance", term: "2023–2028", how: committees.ByElection, from: "2023-05-12", to: "2028-05-11", basis: "03/BB-BCH", issuer: "Ban chấp hành công đoàn cơ sở", seats: []sampleSeat{{"than", "account_holder", "", "2023-05-12"}}},
	{unit: "cdcs-than-mau", kind: "groups", term: "2023–2028", how: committees.ByElection, from: "2023-05-15", to: "2028-05-11", basis: "04/BB-BCH", issuer: "Ban chấp hành công đoàn cơ sở", seats: []sampleSeat{{"toan", "head", "Tổ cơ điện", "2023-05-15"}}},
	// The term of the school's committee is over and nobody was elected since.
	{unit: "cdcs-thcs-mau", kind: "executive", term: "2021–2026", how: committees.ByElection, from: "2021-06-10", to: "2026-06-09", size: 3, basis: "01/NQ-ĐH", issuer: "Đại hội công đoàn cơ sở", recognised: "12/QĐ-MAU", recognisedOn: "2021-06-20"},
}

// lateSeats come after everything else: the one who comes into the executive committee of the coal
// union makes its inspection committee wrong, two of three where one may sit in both.
var lateSeats = []struct {
	unit, kind string
	sampleSeat
}{{"cdcs-than-mau", "executive", sampleSeat{"toan", "member", "", "2026-04-10"}}}

// seedCommittees plays the terms of the unions of the cast on a clock of its own. What has not happened
// yet by the end of the story does not happen; what is there stays as it is.
func (a *App) seedCommittees(ctx context.Context, end kernel.Instant) error {
	clock := &storyClock{}
	cfg := a.cfg
	cfg.Node = 1020
	b, err := Open(ctx, cfg, WithClock(clock), WithLog(a.log))
	if err != nil {
		return err
	}
	defer b.Close()
	s := &committeesStory{a: b, clock: clock, end: end, ctx: ctx}
	for _, c := range sampleCommittees {
		err = s.play(c)
		if err != nil {
			return fmt.Errorf("committees: %s of %s: %w", c.kind, c.unit, err)
		}
	}
	for _, late := range lateSeats {
		err = s.late(late.unit, late.kind, late.sampleSeat)
		if err != nil {
			return fmt.Errorf("committees: %s: %w", late.login, err)
		}
	}
	clock.set(end)
	return b.outbox.Drain(ctx)
}

type committeesStory struct {
	a     *App
	clock *storyClock
	end   kernel.Instant
	ctx   context.Context
	actor kernel.Actor
}

// at moves the clock to a day of the story; false when the story ends before.
func (s *committeesStory) at(iso string) (kernel.Date, bool, error) {
	day, err := kernel.ParseISODate(iso)
	if err != nil {
		return day, false, err
	}
	when := day.Clock(16, 0)
	if when.After(s.end) {
		return day, false, nil
	}
	s.clock.set(when)
	s.actor = kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	return day, true, nil
}

func (s *committeesStory) play(c sampleCommittee) error {
	from, ok, err := s.at(c.from)
	if err != nil || !ok {
		return err
	}
	unit := seed.UnitID(c.unit)
	there, err := s.a.committees.OfUnit(s.ctx, s.actor, unit, from)
	if err != nil {
		return err
	}
	for _, d := range there.Now {
		if d.Committee.Kind == c.kind && d.Committee.Term == c.term {
			return nil
		}
	}
	f := committees.Founding{Unit: unit, Kind: c.kind, How: c.how, Term: c.term, Size: c.size, From: from, Basis: committees.Basis{Number: c.basis, On: from, Issuer: c.issuer}}
	if c.to != "" {
		f.To, err = kernel.ParseISODate(c.to)
		if err != nil {
			return err
		}
	}
	id, err := s.a.committees.Found(s.ctx, s.actor, f)
	if err != nil {
		return err
	}
	for _, seat := range c.seats {
		err = s.seat(id, seat, c.basis)
		if err != nil {
			return err
		}
	}
	if c.recognised == "" {
		return nil
	}
	on, ok, err := s.at(c.recognisedOn)
	if err != nil || !ok {
		return err
	}
	return s.a.committees.Recognise(s.ctx, s.actor, id, committees.Basis{Number: c.recognised, On: on})
}

func (s *committeesStory) seat(id kernel.ID, seat sampleSeat, basis string) error {
	from, ok, err := s.at(seat.from)
	if err != nil || !ok {
		return err
	}
	_, err = s.a.committees.Seat(s.ctx, s.actor, committees.Seating{Committee: id, Person: seed.PersonID(seat.login), Post: seat.post, Team: seat.team, From: from, Basis: basis})
	return err
}

func (s *committeesStory) late(unit, kind string, seat sampleSeat) error {
	on, ok, err := s.at(seat.from)
	if err != nil || !ok {
		return err
	}
	v, err := s.a.committees.OfUnit(s.ctx, s.actor, seed.UnitID(unit), on)
	if err != nil {
		return err
	}
	for _, d := range v.Now {
		if d.Committee.Kind != kind {
			continue
		}
		for _, p := range d.Now {
			if p.Person == seed.PersonID(seat.login) {
				return nil
			}
		}
		return s.seat(d.Committee.ID, seat, "06/BB-BCH")
	}
	return nil
}
