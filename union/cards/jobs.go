package cards

import (
	"context"
	"fmt"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Schedule lets the clockwork make what is asked for.
func (s *Service) Schedule() { s.Outbox.Every("cards.batches", time.Second, s.RunBatches) }

// RunBatches makes the cards of all batches that are asked for, the oldest first. Each chunk is one
// transaction with its cards, serials, counters and how far the batch is: whoever comes after a stop,
// however hard it was, goes on behind the last chunk.
func (s *Service) RunBatches(ctx context.Context) error {
	for {
		var b Batch
		var ok bool
		err := s.DB.Read(ctx, func(tx *db.Tx) error {
			var err error
			b, ok, err = nextBatch(tx)
			return err
		})
		if err != nil || !ok {
			return err
		}
		err = s.workOn(ctx, b)
		if err != nil {
			return fmt.Errorf("batch %s: %w", b.ID, err)
		}
	}
}

// workOn makes a batch to its end. A refusal ends it and is shown; any other error leaves it for the next try.
func (s *Service) workOn(ctx context.Context, b Batch) error {
	var err error
	if b.State == Queued {
		err = s.begin(ctx, b)
	}
	desks := map[kernel.ID]desk{}
	for open := true; err == nil && open; {
		open, err = s.chunk(ctx, b.ID, desks)
	}
	f := kernel.AsFault(err)
	if f == nil || f.Kind == kernel.Unavailable {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		b, ok, err := holdBatch(tx, b.ID)
		if err != nil || !ok || !b.Open() {
			return err
		}
		b.State, b.Why, b.Ended = Failed, f.Code, s.Clock.Now()
		return saveBatch(tx, b)
	})
}

// begin writes down whom the batch is for, as the roll has them today.
func (s *Service) begin(ctx context.Context, b Batch) error {
	list, err := s.choose(ctx, b)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		now, _, err := holdBatch(tx, b.ID)
		if err != nil || now.State != Queued {
			return err // somebody else began, or it was stopped
		}
		list := slices.Clone(list)
		if len(b.Numbers) == 0 {
			list, err = s.without(tx, b, list)
			if err != nil {
				return err
			}
		}
		for i := range list {
			list[i].Position = i
		}
		err = dropCandidates(tx, b.ID)
		if err == nil {
			err = insertCandidates(tx, b.ID, list)
		}
		if err != nil {
			return err
		}
		now.State, now.Total, now.Started = Running, len(list), s.Clock.Now()
		if now.Total == 0 {
			now.State, now.Ended = Complete, now.Started
		}
		return saveBatch(tx, now)
	})
}

// choose reads the roll: all members of the unit and the units below it, or those of the list.
func (s *Service) choose(ctx context.Context, b Batch) ([]Candidate, error) {
	on := s.today()
	var units []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		units, err = s.Orgs.Under(tx, []kernel.ID{b.Unit}, on)
		return err
	})
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{}
	for _, n := range b.Numbers {
		listed[n] = true
	}
	var out []Candidate
	err = s.Roll.Each(ctx, b.Tenant, units, on, func(m Member) error {
		if len(b.Numbers) > 0 && !listed[m.Number] {
			return nil
		}
		delete(listed, m.Number)
		if len(out) == mostMembers {
			return kernel.Refuse("cards.too_many_members", mostMembers)
		}
		out = append(out, Candidate{Member: m})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, n := range b.Numbers {
		if listed[n] {
			out = append(out, Candidate{Member: Member{Number: n}, Skipped: skipUnknown})
		}
	}
	return out, nil
}

// without leaves out members who have what the batch would give them.
func (s *Service) without(tx *db.Tx, b Batch, list []Candidate) ([]Candidate, error) {
	var out []Candidate
	for chunk := range slices.Chunk(list, chunkSize) {
		valid, waiting, err := holding(tx, b.Tenant, idsOf(chunk))
		if err != nil {
			return nil, err
		}
		for _, c := range chunk {
			if !waiting[c.ID] && (b.Renew || !valid[c.ID]) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func idsOf(list []Candidate) []kernel.ID {
	out := make([]kernel.ID, 0, len(list))
	for _, c := range list {
		if c.ID != 0 {
			out = append(out, c.ID)
		}
	}
	return out
}

// chunk makes the next cards of a batch; open is false when there is nothing left to do.
func (s *Service) chunk(ctx context.Context, id kernel.ID, desks map[kernel.ID]desk) (open bool, err error) {
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		open = false
		b, _, err := holdBatch(tx, id)
		if err != nil || b.State != Running {
			return err
		}
		list, err := candidates(tx, id, b.Seen, chunkSize)
		if err != nil {
			return err
		}
		fit, err := s.fit(tx, b, list)
		if err != nil {
			return err
		}
		_, err = s.make(tx, making{tenant: b.Tenant, kind: b.Kind, batch: id, first: b.Made, by: b.By, desks: desks}, fit)
		if err != nil {
			return err
		}
		b.Seen += len(list)
		b.Made += len(fit)
		b.Skipped += len(list) - len(fit)
		open = b.Seen < b.Total
		return s.chunkDone(tx, b, len(fit))
	})
	return open, err
}

// chunkDone saves how far a batch is and says so.
func (s *Service) chunkDone(tx *db.Tx, b Batch, made int) error {
	if b.Seen >= b.Total {
		b.State, b.Ended = Complete, s.Clock.Now()
	}
	err := saveBatch(tx, b)
	if err == nil && made > 0 {
		err = s.tell(tx, System(b.Tenant), b.Tenant, MadeFact, batchSubject(b), Told{Batch: b.ID, Count: made})
	}
	if err != nil || b.Open() {
		return err
	}
	return s.Audit.Note(tx, System(b.Tenant), MadeFact, batchSubject(b), nil, map[string]int{"made": b.Made, "skipped": b.Skipped})
}

// fit are those of a chunk who get a card; why the others do not is noted at their rows.
func (s *Service) fit(tx *db.Tx, b Batch, list []Candidate) ([]Member, error) {
	valid, waiting, err := holding(tx, b.Tenant, idsOf(list))
	if err != nil {
		return nil, err
	}
	var out []Member
	for _, c := range list {
		why := c.Skipped
		switch {
		case why != "":
		case c.Number == "":
			why = skipNoNumber
		case waiting[c.ID]:
			why = skipWaiting
		case valid[c.ID] && !b.Renew:
			why = skipHasCard
		}
		if why == "" {
			waiting[c.ID] = true // a member who stands in the list twice gets one card
			out = append(out, c.Member)
			continue
		}
		if why != c.Skipped {
			err = skip(tx, b.ID, c.Position, why)
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
