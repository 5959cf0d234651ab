package cards

import (
	"context"
	"fmt"
	"io"
	"iter"
	"runtime"

	"doanket/internal/db"
	"doanket/internal/paper"
	"doanket/kernel"
)

// Batches are the batches that the actor sees, the latest first, with the names of their units.
func (s *Service) Batches(ctx context.Context, a kernel.Actor, before kernel.ID) (list []Batch, names map[kernel.ID]string, next kernel.ID, err error) {
	names = map[kernel.ID]string{}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, ok, err := s.scopeOf(tx, a, 0)
		if err != nil || !ok {
			return err
		}
		list, err = listBatches(tx, sc, before, pageSize+1)
		if len(list) > pageSize {
			list = list[:pageSize]
			next = list[pageSize-1].ID
		}
		for _, b := range list {
			if err == nil {
				err = s.nameOf(tx, names, b.Unit)
			}
		}
		return err
	})
	return list, names, next, err
}

// BatchDetail is one batch with what became of its cards.
//
//glossary:none
type BatchDetail struct {
	Batch    Batch
	Unit     string
	Units    map[kernel.ID]string
	ByUnit   []UnitState
	States   map[State]int
	Skipped  []Candidate
	MayIssue bool
}

const mostSkipped = 200

// BatchDetail reads one batch. Refuses with cards.no_batch.
func (s *Service) BatchDetail(ctx context.Context, a kernel.Actor, id kernel.ID) (BatchDetail, error) {
	d := BatchDetail{Units: map[kernel.ID]string{}, States: map[State]int{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		d.Batch, err = s.guardedBatch(tx, a, id, canView)
		if err != nil {
			return err
		}
		_, err = s.guardedBatch(tx, a, id, canIssue)
		d.MayIssue = err == nil
		err = s.nameOf(tx, d.Units, d.Batch.Unit)
		if err != nil {
			return err
		}
		d.Unit = d.Units[d.Batch.Unit]
		d.ByUnit, err = batchByUnit(tx, id)
		if err != nil {
			return err
		}
		for _, u := range d.ByUnit {
			d.States[u.State] += u.Cards
			err = s.nameOf(tx, d.Units, u.Unit)
			if err != nil {
				return err
			}
		}
		d.Skipped, err = skippedOf(tx, id, mostSkipped)
		return err
	})
	return d, err
}

// HandPage is a page of cards that wait to be handed over.
//
//glossary:none
type HandPage struct {
	Batch Batch
	Unit  kernel.ID
	Name  string // of the unit
	Cards []Card
	Next  int // position after which the next page begins, -1 at the end
}

const handSize = 100

// ToHand lists the printed cards of a batch in a unit. Refuses with cards.no_batch, cards.may_not.
func (s *Service) ToHand(ctx context.Context, a kernel.Actor, batch, unit kernel.ID, after int) (HandPage, error) {
	p := HandPage{Unit: unit, Next: -1}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		p.Batch, err = s.guardedBatch(tx, a, batch, canIssue)
		if err != nil {
			return err
		}
		p.Cards, err = toHand(tx, batch, unit, after, handSize+1)
		if len(p.Cards) > handSize {
			p.Cards = p.Cards[:handSize]
			p.Next = p.Cards[handSize-1].Position
		}
		names := map[kernel.ID]string{}
		if err == nil && unit != 0 {
			err = s.nameOf(tx, names, unit)
		}
		p.Name = names[unit]
		return err
	})
	return p, err
}

// PrintPart writes one part of a batch as PDF: the cards with their positions in it that have not
// ended, from what stands in their rows alone, so that the same part can be printed again. Refuses
// with cards.batch_open, cards.no_part, cards.key_changed, cards.may_not, cards.no_batch.
func (s *Service) PrintPart(ctx context.Context, a kernel.Actor, id kernel.ID, part int, layout paper.CardLayout, w io.Writer) error {
	var b Batch
	var list []Card
	designs := map[kernel.ID]Design{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		b, err = s.guardedBatch(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		switch {
		case b.Open():
			return kernel.Refuse("cards.batch_open")
		case part < 1 || part > b.Parts():
			return kernel.Missing("cards.no_part")
		}
		list, err = inBatch(tx, id, (part-1)*partSize, part*partSize)
		if err != nil {
			return err
		}
		return s.designsOf(tx, list, designs)
	})
	if err != nil {
		return err
	}
	title := fmt.Sprintf("%s, phần %d/%d", b.Title, part, b.Parts())
	return s.press(ctx, paper.CardRun{Layout: layout, Title: title, At: b.Ended}, list, designs, w)
}

// PrintCard writes one card as PDF. Refuses with cards.over, cards.key_changed, cards.may_not, cards.no_card.
func (s *Service) PrintCard(ctx context.Context, a kernel.Actor, id kernel.ID, w io.Writer) (Card, error) {
	var c Card
	designs := map[kernel.ID]Design{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		c, err = s.guarded(tx, a, id, canIssue)
		if err != nil {
			return err
		}
		if c.State.Ended() || c.State == Lost {
			return kernel.Refuse("cards.over", c.Serial)
		}
		return s.designsOf(tx, []Card{c}, designs)
	})
	if err != nil {
		return c, err
	}
	return c, s.press(ctx, paper.CardRun{Layout: paper.CardPages, Title: "Thẻ " + c.Serial, At: c.Made.At}, []Card{c}, designs, w)
}

func (s *Service) designsOf(tx *db.Tx, list []Card, into map[kernel.ID]Design) error {
	for _, c := range list {
		if _, ok := into[c.Design]; ok {
			continue
		}
		d, err := s.designOf(tx, c)
		if err != nil {
			return err
		}
		into[c.Design] = d
	}
	return nil
}

// press prints cards, one file at a time in this process, because a file holds its pictures in memory.
func (s *Service) press(ctx context.Context, run paper.CardRun, list []Card, designs map[kernel.ID]Design, w io.Writer) error {
	select {
	case s.pressing <- struct{}{}:
		defer func() { <-s.pressing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var alive []Card
	for _, c := range list {
		if !c.State.Ended() && c.State != Lost {
			alive = append(alive, c)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return s.Press.Cards(w, run, s.drawn(ctx, alive, designs))
}

type developed struct {
	photo []byte
	err   error
}

// drawn reads and shrinks the pictures ahead of the press, on every core, and keeps their order.
func (s *Service) drawn(ctx context.Context, list []Card, designs map[kernel.ID]Design) iter.Seq2[paper.Card, error] {
	ahead := make(chan chan developed, 4*runtime.GOMAXPROCS(0))
	work := make(chan struct{}, runtime.GOMAXPROCS(0))
	go func() {
		defer close(ahead)
		for _, c := range list {
			one := make(chan developed, 1)
			select {
			case ahead <- one:
			case <-ctx.Done():
				return
			}
			work <- struct{}{}
			go func() {
				defer func() { <-work }()
				photo, err := s.photo(ctx, c.Photo)
				one <- developed{photo, err}
			}()
		}
	}()
	return func(yield func(paper.Card, error) bool) {
		for _, c := range list {
			one, ok := <-ahead
			if !ok {
				yield(paper.Card{}, ctx.Err())
				return
			}
			got := <-one
			address := s.address(c)
			if got.err == nil && address == "" {
				got.err = kernel.Refuse("cards.key_changed")
			}
			if !yield(faces(c, designs[c.Design], got.photo, address), got.err) || got.err != nil {
				return
			}
		}
	}
}

// mostRegistered is how many lines one register holds.
const mostRegistered = 2000

// Register sets the sheet on which the members of a unit sign for the cards of a batch; unit 0 means
// all units of the batch together. Refuses with cards.batch_open, cards.nothing_to_hand,
// cards.too_many_at_once, cards.may_not, cards.no_batch.
func (s *Service) Register(ctx context.Context, a kernel.Actor, batch, unit kernel.ID) (paper.Sheet, error) {
	var sheet paper.Sheet
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		b, err := s.guardedBatch(tx, a, batch, canIssue)
		if err != nil {
			return err
		}
		if b.Open() {
			return kernel.Refuse("cards.batch_open")
		}
		list, err := toSign(tx, batch, unit, mostRegistered+1)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return kernel.Refuse("cards.nothing_to_hand")
		case len(list) > mostRegistered:
			return kernel.Refuse("cards.too_many_at_once", mostRegistered)
		}
		whose := unit
		if whose == 0 {
			whose = b.Unit
		}
		path, err := s.Orgs.Path(tx, whose, s.today())
		if err != nil {
			return err
		}
		base, over, err := s.names(tx, b.Tenant, path, s.today())
		if err != nil {
			return err
		}
		d, err := s.deskOf(tx, b.Tenant, whose, s.today())
		if err != nil {
			return err
		}
		sheet = register(b, list, base, over, d.design.Place, s.Clock.Now())
		return nil
	})
	return sheet, err
}
