package welfare

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// AddInput puts members on a list by their numbers, with one reason for all.
//
//glossary:none
type AddInput struct {
	Numbers string // one a line, or parted by commas
	Reason  string
	Amount  kernel.Money // 0: as the programme says
}

const maxAtOnce = 500

// read parts the numbers and looks at what holds for all of them.
func (in AddInput) read() ([]string, error) {
	numbers := slices.DeleteFunc(strings.FieldsFunc(in.Numbers, func(r rune) bool { return r == '\n' || r == ',' || r == ';' || r == ' ' || r == '\t' }), func(s string) bool { return s == "" })
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	var fs kernel.Faults
	if len(numbers) == 0 {
		fs.Add("so_the", "welfare.no_numbers")
	}
	if len(numbers) > maxAtOnce {
		fs.Add("so_the", "welfare.too_many", maxAtOnce)
	}
	if len([]rune(in.Reason)) < 5 {
		fs.Add("ly_do", "welfare.no_reason")
	}
	if in.Amount < 0 || in.Amount > maxAmount {
		fs.Add("muc", "welfare.bad_amount", kernel.Money(maxAmount).String())
	}
	return numbers, fs.Err("welfare.invalid_members")
}

// Add puts members on a list whom the rule left out. All are added or none: every fault is told, such
// as welfare.has_already with the unit where she stands on the list, and welfare.over_budget when the
// money does not reach. Refuses with welfare.list_not_now, welfare.invalid_members at the fields.
func (s *Service) Add(ctx context.Context, a kernel.Actor, programme, list kernel.ID, in AddInput) (int, error) {
	numbers, err := in.read()
	if err != nil {
		return 0, err
	}
	p, o, err := s.listFor(ctx, a, programme, list)
	if err != nil {
		return 0, err
	}
	members, err := s.findMembers(ctx, a, p, o, numbers)
	if err != nil {
		return 0, err
	}
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return 0, err
	}
	added := 0
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		added, err = s.putOn(tx, a, j, o.ID, members, in)
		return err
	})
	return added, err
}

// listFor reads a list that the actor may see.
func (s *Service) listFor(ctx context.Context, a kernel.Actor, programme, list kernel.ID) (p Programme, o Occasion, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p, err = s.programme(tx, a, programme, "")
		if err != nil {
			return err
		}
		o, err = s.occasion(tx, p, list)
		return err
	})
	return p, o, err
}

// findMembers looks numbers up; everybody who is not found is told at the field.
func (s *Service) findMembers(ctx context.Context, a kernel.Actor, p Programme, o Occasion, numbers []string) ([]Member, error) {
	var fs kernel.Faults
	var out []Member
	for _, number := range numbers {
		m, why, err := s.findMember(ctx, a, p, o, number)
		if err != nil {
			return nil, err
		}
		if why != nil {
			fs.Add("so_the", why.Code, why.Args...)
			continue
		}
		out = append(out, m)
	}
	return out, fs.Err("welfare.invalid_members")
}

// findMember looks a number up on the day of the list, in the programme's reach and where the actor may prepare.
func (s *Service) findMember(ctx context.Context, a kernel.Actor, p Programme, o Occasion, number string) (m Member, why *kernel.Fault, err error) {
	m, ok, err := s.Roll.ByNumber(ctx, p.Tenant, number, o.AsOf)
	if err == nil && ok {
		ok, err = s.within(ctx, a, p, m.Unit, o.AsOf)
	}
	if err == nil && !ok {
		why = kernel.Refuse("welfare.no_member", number, kernel.FormatDate(o.AsOf))
	}
	return m, why, err
}

// within tells whether a unit stood below the programme's on the day, and the actor may prepare for it.
func (s *Service) within(ctx context.Context, a kernel.Actor, p Programme, unit kernel.ID, on kernel.Date) (bool, error) {
	var ok bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		then, err := s.Orgs.Path(tx, unit, on)
		if err != nil {
			return err
		}
		now, err := s.Orgs.Path(tx, unit, s.today())
		if err != nil {
			return err
		}
		ok = (slices.Contains(then, p.Org) || slices.Contains(now, p.Org)) && a.Can(PermPrepare, now)
		return nil
	})
	return ok, err
}

func (s *Service) putOn(tx *db.Tx, a kernel.Actor, j judge, list kernel.ID, members []Member, in AddInput) (int, error) {
	p, err := s.programme(tx, a, j.of.ID, "")
	if err != nil {
		return 0, err
	}
	o, err := s.occasion(tx, p, list)
	if err != nil {
		return 0, err
	}
	err = s.corrected(tx, p, &o)
	if err != nil {
		return 0, err
	}
	var fs kernel.Faults
	tallies := map[kernel.ID]Tally{}
	var sum kernel.Money
	for _, m := range members {
		b, err := s.putOne(tx, a, j, o, m, in, &fs)
		if err != nil {
			return 0, err
		}
		t := tallies[b.Unit]
		t.Unit, t.Listed, t.Amount = b.Unit, t.Listed+1, t.Amount+b.Amount
		tallies[b.Unit] = t
		sum += b.Amount
	}
	err = fs.Err("welfare.invalid_members")
	if err != nil {
		return 0, err
	}
	err = s.take(tx, p, sum)
	if err != nil {
		return 0, err
	}
	for _, t := range tallies {
		err = count(tx, p.Tenant, p.ID, o.Key(), t)
		if err != nil {
			return 0, err
		}
	}
	return len(members), s.Audit.Note(tx, a, "welfare.added", subject(p), nil, map[string]any{"list": o.ID, "members": len(members), "amount": sum, "reason": in.Reason})
}

// amount is what was written, else what the programme says.
func (in AddInput) amount(usual kernel.Money) kernel.Money {
	if in.Amount != 0 {
		return in.Amount
	}
	return usual
}

// putOne makes or revives the row of one member; faults are collected, not thrown.
func (s *Service) putOne(tx *db.Tx, a kernel.Actor, j judge, o Occasion, m Member, in AddInput, fs *kernel.Faults) (Benefit, error) {
	p := j.of
	w := j.weigh(m.Record, "")
	amount := in.amount(w.Amount)
	if amount == 0 {
		fs.Add("so_the", "welfare.no_amount", m.Name)
		return Benefit{}, nil
	}
	b := s.benefit(p, o.Key(), m, s.Clock.Now())
	b.List, b.Source, b.Why, b.Amount, b.State, b.Reason, b.Touched = o.ID, ByHand, w.Lines, amount, Listed, in.Reason, true
	var err error
	b.Account, err = accountOf(tx, p.Tenant, m.Person)
	if err != nil {
		return b, err
	}
	fresh, err := insertBenefit(tx, b)
	if err != nil {
		return b, err
	}
	if !fresh {
		old, _, err := benefitOf(tx, p.Tenant, p.Root, o.Key(), m.Person)
		if err != nil {
			return b, err
		}
		if old.bars(p) {
			code, arg, err := s.whereAlready(tx, old)
			if err != nil {
				return b, err
			}
			fs.Add("so_the", code, m.Name, arg)
			return Benefit{}, nil
		}
		b.ID, b.Version, b.Token, b.Created = old.ID, old.Version, old.Token, old.Created
		err = saved(saveBenefit(tx, b))
		if err != nil {
			return b, err
		}
	}
	return b, noteChange(tx, p, o.ID, s.change(a, b.ID, add, in.Reason))
}

// bars tells whether a row that stands there keeps its person from being put on the list once more.
func (b Benefit) bars(p Programme) bool {
	return b.State != Removed && b.State != Unsure || b.Programme != p.ID
}

// whereAlready says where a person stands on the list already.
func (s *Service) whereAlready(tx *db.Tx, b Benefit) (code, unit string, err error) {
	u, _, err := s.Orgs.Get(tx, b.Unit, s.today())
	if b.State == Received {
		return "welfare.received_already", u.Label() + ", " + kernel.FormatDate(b.At.Date()), err
	}
	return "welfare.has_already", u.Label(), err
}

// corrected moves a list to "corrected" for whoever changes it.
func (s *Service) corrected(tx *db.Tx, p Programme, o *Occasion) error {
	if p.State != Open {
		return kernel.Refuse("welfare.not_now")
	}
	err := o.move(correct)
	if err != nil {
		return err
	}
	return saved(saveOccasion(tx, o))
}

// take commits money; it refuses with welfare.over_budget and says how much is left.
func (s *Service) take(tx *db.Tx, p Programme, sum kernel.Money) error {
	ok, err := commit(tx, p.ID, sum)
	if err != nil {
		return err
	}
	if ok {
		return nil
	}
	now, _, err := loadProgramme(tx, p.Tenant, p.ID)
	if err != nil {
		return err
	}
	return now.over(sum)
}

// over is the refusal of a sum for which a programme has no money left.
func (p Programme) over(sum kernel.Money) *kernel.Fault {
	return kernel.Refuse("welfare.over_budget", (p.Committed + sum).String(), p.Line, p.Limit().String(), p.Left().String())
}
