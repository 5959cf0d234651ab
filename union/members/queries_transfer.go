package members

import (
	"context"
	"math"

	"doanket/internal/db"
	"doanket/kernel"
)

// Sides of a list of transfers.
const (
	SideAnswer = "answer" // waiting for my answer
	SideIn     = "in"     // into my units
	SideOut    = "out"    // out of my units
)

// TransferRow is a transfer with whom it is about.
//
//glossary:none
type TransferRow struct {
	Transfer
	Name, Number string
	Born         kernel.Date
}

// TransferPage is one page of transfers, the latest first.
//
//glossary:none
type TransferPage struct {
	Rows  []TransferRow
	Units map[kernel.ID]string
	Next  kernel.ID
}

// mostSides is how many units below the actor's own are looked into for transfers.
const mostSides = 500

// Transfers lists transfers of one side, those under way or those that are over.
func (s *Service) Transfers(ctx context.Context, a kernel.Actor, side string, over bool, below kernel.ID) (TransferPage, error) {
	if below == 0 {
		below = math.MaxInt64
	}
	states := []string{string(Asked), string(Escalated)}
	if over {
		states = []string{string(Done), string(Refused), string(Withdrawn)}
	}
	p := TransferPage{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p = TransferPage{}
		units := visibleTo(a)
		if side != SideAnswer {
			below, err := unitsAfter(tx, units, 0, s.today(), mostSides)
			if err != nil {
				return err
			}
			units = append(units, below...)
		}
		if len(units) == 0 {
			return nil
		}
		list, err := transfersAt(tx, side, units, states, below, pageSize+1)
		if err != nil {
			return err
		}
		if len(list) > pageSize {
			list = list[:pageSize]
			p.Next = list[pageSize-1].ID
		}
		p.Rows, p.Units, err = s.transferRows(tx, list)
		return err
	})
	return p, err
}

func (s *Service) transferRows(tx *db.Tx, list []Transfer) ([]TransferRow, map[kernel.ID]string, error) {
	var ids, units []kernel.ID
	for _, t := range list {
		ids = append(ids, t.Member)
		units = append(units, t.From, t.To, t.Answerer)
	}
	who, err := membersOf(tx, ids, s.today())
	if err != nil {
		return nil, nil, err
	}
	by := map[kernel.ID]Member{}
	for _, m := range who {
		by[m.ID] = m
	}
	var out []TransferRow
	for _, t := range list {
		m := by[t.Member]
		out = append(out, TransferRow{t, m.Name, m.Number, m.Born})
	}
	names, err := s.names(tx, units, s.today())
	return out, names, err
}

// TransferDetail is one transfer with what the actor may do.
//
//glossary:none
type TransferDetail struct {
	TransferRow
	Units                  map[kernel.ID]string
	MayAnswer, MayWithdraw bool
}

// TransferOf reads one transfer. Refuses with members.no_transfer.
func (s *Service) TransferOf(ctx context.Context, a kernel.Actor, id kernel.ID) (TransferDetail, error) {
	var d TransferDetail
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		t, ok, err := loadTransfer(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("members.no_transfer")
		}
		from, to, answerer, err := s.transferPaths(tx, t)
		if err != nil {
			return err
		}
		err = canSeeTransfer(a, t, from, to, answerer)
		if err != nil {
			return err
		}
		rows, units, err := s.transferRows(tx, []Transfer{t})
		if err != nil {
			return err
		}
		d = TransferDetail{TransferRow: rows[0], Units: units}
		d.MayAnswer = t.Pending() && canAnswer(a, t, from, to, answerer) == nil
		d.MayWithdraw = t.Pending() && canWithdraw(a, t, from, to, answerer) == nil
		return nil
	})
	return d, err
}

// LoadTransfer reads a transfer for those who follow it by facts.
func (s *Service) LoadTransfer(tx *db.Tx, tenant, id kernel.ID) (TransferRow, map[kernel.ID]string, error) {
	t, ok, err := loadTransfer(tx, id)
	if err != nil {
		return TransferRow{}, nil, err
	}
	if !ok || t.Tenant != tenant {
		return TransferRow{}, nil, kernel.Missing("members.no_transfer")
	}
	rows, units, err := s.transferRows(tx, []Transfer{t})
	if err != nil {
		return TransferRow{}, nil, err
	}
	return rows[0], units, nil
}

// KeptUnits are the units whose roll the actor keeps herself, and those below when they are few.
func (s *Service) keptUnits(ctx context.Context, a kernel.Actor) (out []unitChoice, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		roots := a.Roots(KeepPermission)
		units, err := s.Orgs.Under(tx, roots, s.today())
		if err != nil {
			return err
		}
		if len(units) > mostSides {
			units = roots
		}
		for _, id := range units {
			o, ok, err := s.Orgs.Get(tx, id, s.today())
			if err != nil {
				return err
			}
			if ok && o.Life.Holds(s.today()) {
				out = append(out, unitChoice{id, o.Label()})
			}
		}
		return nil
	})
	return out, err
}

type unitChoice struct {
	id   kernel.ID
	name string
}
