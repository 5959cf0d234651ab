package welfare

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// OpenList (danh sách còn sửa được) is a list on which an actor may put members.
//
//glossary:none
type OpenList struct {
	Programme, List kernel.ID
	Title           string // programme and occasion
}

// OpenLists are the lists on which the actor may put members now, the newest programme first.
func (s *Service) OpenLists(ctx context.Context, a kernel.Actor) ([]OpenList, error) {
	if !a.Anywhere(PermPrepare) {
		return nil, nil
	}
	var out []OpenList
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		sc, err := s.scopeOf(tx, a)
		if err != nil {
			return err
		}
		programmes, err := listProgrammes(tx, a.Tenant, sc, Filter{Kind: Gifts, State: Open}, s.today(), pageSize)
		if err != nil {
			return err
		}
		for _, p := range programmes {
			occasions, err := occasionsOf(tx, p.ID)
			if err != nil {
				return err
			}
			for _, o := range occasions {
				if o.mayCorrect() {
					out = append(out, OpenList{p.ID, o.ID, p.Title + " – " + o.Title})
				}
			}
		}
		return nil
	})
	return out, err
}

// TryAdd looks over what Add would do, without writing: what stands against each number, nothing for those
// who can be added. What stands against all of them is refused as Add refuses it, the money too.
func (s *Service) TryAdd(ctx context.Context, a kernel.Actor, programme, list kernel.ID, in AddInput) (map[string]*kernel.Fault, error) {
	numbers, err := in.read()
	if err != nil {
		return nil, err
	}
	p, o, err := s.listFor(ctx, a, programme, list)
	if err != nil {
		return nil, err
	}
	if p.State != Open || !o.mayCorrect() {
		return nil, kernel.Refuse("welfare.list_not_now")
	}
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return nil, err
	}
	out := map[string]*kernel.Fault{}
	var sum kernel.Money
	for _, number := range numbers {
		amount, why, err := s.tryOne(ctx, a, j, o, number, in)
		if err != nil {
			return nil, err
		}
		if why != nil {
			out[number] = why
			continue
		}
		sum += amount
	}
	if sum > p.Left() {
		return nil, p.over(sum)
	}
	return out, nil
}

// tryOne is what one member would get, or why she cannot be put on the list.
func (s *Service) tryOne(ctx context.Context, a kernel.Actor, j judge, o Occasion, number string, in AddInput) (kernel.Money, *kernel.Fault, error) {
	m, why, err := s.findMember(ctx, a, j.of, o, number)
	if err != nil || why != nil {
		return 0, why, err
	}
	amount := in.amount(j.weigh(m.Record, "").Amount)
	if amount == 0 {
		return 0, kernel.Refuse("welfare.no_amount", m.Name), nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		why = nil
		old, ok, err := benefitOf(tx, j.of.Tenant, j.of.Root, o.Key(), m.Person)
		if err != nil || !ok || !old.bars(j.of) {
			return err
		}
		code, where, err := s.whereAlready(tx, old)
		why = kernel.Refuse(code, m.Name, where)
		return err
	})
	return amount, why, err
}
