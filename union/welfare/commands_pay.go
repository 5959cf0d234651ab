package welfare

import (
	"context"

	"doanket/core/payments"
	"doanket/internal/db"
	"doanket/kernel"
)

// HandInput is the cashier's word about rows of one list or programme: handed over, how, by which paper.
//
//glossary:none
type HandInput struct {
	Rows  []kernel.ID
	How   How
	Paper string // number of the signed list or of the bank's order
}

// Hand confirms that each row was handed over. Twice is refused with welfare.already_received and the
// time of the first; rows of units for which the actor may not pay are refused as a whole. Refuses with
// welfare.invalid_rows at the fields, welfare.not_paying, welfare.benefit_not_now.
func (s *Service) Hand(ctx context.Context, a kernel.Actor, in HandInput) error {
	var fs kernel.Faults
	if len(in.Rows) == 0 {
		fs.Add("khoan", "welfare.no_rows")
	}
	if len(in.Rows) > maxAtOnce {
		fs.Add("khoan", "welfare.too_many", maxAtOnce)
	}
	checkHow(&fs, in.How, in.Paper)
	err := fs.Err("welfare.invalid_rows")
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, id := range in.Rows {
			b, err := s.touch(tx, a, id, PermPay)
			if err != nil {
				return err
			}
			err = s.handOne(tx, a, b, in.How, in.Paper)
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, a, ReceivedFact, "benefit:"+in.Rows[0].String(), nil, map[string]any{"rows": len(in.Rows), "how": in.How, "paper": in.Paper})
	})
}

func checkHow(fs *kernel.Faults, how How, paper string) {
	if !hows[how] {
		fs.Add("cach", "welfare.no_how")
	}
	if how != ByCode && paper == "" {
		fs.Add("chung_tu", "welfare.no_paper")
	}
}

func (s *Service) handOne(tx *db.Tx, a kernel.Actor, b Benefit, how How, paper string) error {
	p, err := s.paying(tx, b.Tenant, b.Programme, b.List)
	if err != nil {
		return err
	}
	err = b.receive(how, paper, a.Name, s.Clock.Now())
	if err != nil {
		return err
	}
	err = saved(saveBenefit(tx, b))
	if err != nil {
		return err
	}
	err = payOut(tx, p.ID, b.Amount)
	if err != nil {
		return err
	}
	err = count(tx, p.Tenant, p.ID, tallyKey(b), Tally{Unit: b.Unit, Received: 1, Paid: b.Amount})
	if err != nil {
		return err
	}
	err = noteChange(tx, p, b.List, s.change(a, b.ID, hand, paper))
	if err != nil {
		return err
	}
	return s.tell(tx, a, ReceivedFact, "benefit:"+b.ID.String(), Told{Programme: p.ID, List: b.List, Org: p.Org, Benefit: b.ID, Person: b.Person, Unit: b.Desk, Line: p.Line, Count: 1, Amount: b.Amount})
}

// tallyKey is where a row is counted: lists by their occasion, visits and allowances together.
func tallyKey(b Benefit) string {
	if b.List == 0 {
		return rolling
	}
	return b.Occasion
}

// rolling is the tally of visits and allowances of a programme.
const rolling = "viec"

// paying asks whether money of a list may go out: it was opened for paying, or amended since.
func (s *Service) paying(tx *db.Tx, tenant, programme, list kernel.ID) (Programme, error) {
	p, ok, err := loadProgramme(tx, tenant, programme)
	if err != nil || !ok {
		return p, err
	}
	if p.State != Open {
		return p, kernel.Refuse("welfare.not_now")
	}
	if list == 0 {
		return p, nil
	}
	o, err := s.occasion(tx, p, list)
	if err == nil && o.State != Paying && o.State != Corrected {
		err = kernel.Refuse("welfare.not_paying")
	}
	return p, err
}

// HandAll confirms all rows of a list that wait in a unit and below it, and that go the same way: the
// bank's word for those with an account, the signed list for the others. It gives how many they were.
func (s *Service) HandAll(ctx context.Context, a kernel.Actor, programme, list, unit kernel.ID, how How, paper string) (int64, error) {
	var fs kernel.Faults
	if how == ByCode {
		how = ""
	}
	checkHow(&fs, how, paper)
	err := fs.Err("welfare.invalid_rows")
	if err != nil {
		return 0, err
	}
	n := int64(0)
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, programme, "")
		if err != nil {
			return err
		}
		o, err := s.occasion(tx, p, list)
		if err != nil {
			return err
		}
		if unit == 0 {
			unit = p.Org
		}
		path, err := s.Orgs.Path(tx, unit, s.today())
		if err != nil {
			return err
		}
		err = canVisit(a, p.Tenant, path, PermPay)
		if err != nil {
			return err
		}
		_, err = s.paying(tx, p.Tenant, p.ID, o.ID)
		if err != nil {
			return err
		}
		n, err = s.handMany(tx, a, p, o, unit, how, paper)
		return err
	})
	return n, err
}

func (s *Service) handMany(tx *db.Tx, a kernel.Actor, p Programme, o Occasion, unit kernel.ID, how How, paper string) (int64, error) {
	on := s.today()
	tallies, err := waitingBy(tx, p.ID, o.Key(), unit, how, on)
	if err != nil {
		return 0, err
	}
	if len(tallies) == 0 {
		return 0, kernel.Refuse("welfare.nobody_waits")
	}
	n, err := handWaiting(tx, p.ID, o.Key(), unit, how, on, paper, a.Name, s.Clock.Now())
	if err != nil {
		return 0, err
	}
	var sum kernel.Money
	counted := int64(0)
	for _, t := range tallies {
		sum += t.Paid
		counted += t.Received
		err = count(tx, p.Tenant, p.ID, o.Key(), t)
		if err != nil {
			return 0, err
		}
	}
	if counted != n {
		return 0, changed() // somebody confirmed one of them in this moment
	}
	err = payOut(tx, p.ID, sum)
	if err != nil {
		return 0, err
	}
	err = noteChange(tx, p, o.ID, s.change(a, 0, hand, paper))
	if err != nil {
		return 0, err
	}
	err = s.tell(tx, a, ReceivedFact, "welfare_list:"+o.ID.String(), Told{Programme: p.ID, List: o.ID, Org: p.Org, Unit: unit, Line: p.Line, Count: n, Amount: sum})
	if err != nil {
		return 0, err
	}
	return n, s.Audit.Note(tx, a, ReceivedFact, subject(p), nil, map[string]any{"list": o.ID, "unit": unit, "rows": n, "amount": sum, "how": how, "paper": paper})
}

// Miss notes that a row could not be handed over, with the reason; its money is free again. Send gives
// it back to be handed over once more.
func (s *Service) Miss(ctx context.Context, a kernel.Actor, row kernel.ID, reason string) error {
	return s.turn(ctx, a, row, fail, reason)
}

// Send gives a row that could not be handed over back to the cashier, when the money still reaches.
func (s *Service) Send(ctx context.Context, a kernel.Actor, row kernel.ID, reason string) error {
	return s.turn(ctx, a, row, resend, reason)
}

func (s *Service) turn(ctx context.Context, a kernel.Actor, row kernel.ID, v verb, reason string) error {
	if len([]rune(reason)) < 5 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_rows", Fields: []kernel.FieldFault{{Field: "ly_do", Code: "welfare.no_reason"}}}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		b, err := s.touch(tx, a, row, PermPay)
		if err != nil {
			return err
		}
		p, err := s.paying(tx, b.Tenant, b.Programme, b.List)
		if err != nil {
			return err
		}
		err = b.move(v)
		if err != nil {
			return err
		}
		b.Touched, b.Reason = true, reason
		err = saved(saveBenefit(tx, b))
		if err != nil {
			return err
		}
		sign := int64(1)
		if v == fail {
			sign = -1
		}
		err = s.take(tx, p, kernel.Money(sign)*b.Amount)
		if err != nil {
			return err
		}
		err = count(tx, p.Tenant, p.ID, tallyKey(b), Tally{Unit: b.Unit, Listed: sign, Amount: kernel.Money(sign) * b.Amount})
		if err != nil {
			return err
		}
		err = noteChange(tx, p, b.List, s.change(a, b.ID, v, reason))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare."+string(v), "benefit:"+b.ID.String(), nil, map[string]any{"reason": reason, "amount": b.Amount})
	})
}

// SetAccount is a member's own word where money for her goes; what waits to be paid follows it.
// Refuses with welfare.invalid_account at the fields.
func (s *Service) SetAccount(ctx context.Context, a kernel.Actor, in Account) error {
	if a.Person == 0 {
		return kernel.Missing("welfare.no_member_here")
	}
	account, err := checkAccount(in, func(bin string) bool {
		_, ok := payments.BankByBIN(bin, s.today())
		return ok
	})
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		err := putAccount(tx, a.Tenant, a.Person, account, s.Clock.Now())
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.account", "person:"+a.Person.String(), nil, map[string]string{"bank": account.BIN, "account": kernel.MaskNumber(account.Number)})
	})
}
