package welfare

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// moveList takes one verb of a list, by somebody who holds the permission over the programme's unit.
func (s *Service) moveList(tx *db.Tx, a kernel.Actor, programme, list kernel.ID, permission string, v verb) (Programme, Occasion, error) {
	p, err := s.programme(tx, a, programme, permission)
	if err != nil {
		return p, Occasion{}, err
	}
	o, err := s.occasion(tx, p, list)
	if err != nil {
		return p, o, err
	}
	if p.State != Open {
		return p, o, kernel.Refuse("welfare.not_now")
	}
	return p, o, o.move(v)
}

// Propose lets the rule go through every member of every unit below the programme's own. What people
// put on the list or took off it stays; what the rule had proposed before is made anew. The work is
// done part by part and goes on by itself after a stop; small lists are ready when the call returns.
// Refuses with welfare.list_not_now, welfare.rule_outdated.
func (s *Service) Propose(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, PermPrepare, propose)
		if err != nil {
			return err
		}
		_, err = judgeOf(p, s.Roll.Vocabulary())
		if err != nil {
			return err
		}
		if o.AsOf.After(s.today().AddDays(366)) {
			return kernel.Refuse("welfare.day_too_far")
		}
		sum, err := clearProposal(tx, p.ID, o.Key())
		if err != nil {
			return err
		}
		err = book(tx, p.ID, -sum)
		if err != nil {
			return err
		}
		err = clearTally(tx, p.ID, o.Key())
		if err != nil {
			return err
		}
		err = recount(tx, p.Tenant, p.ID, o.Key())
		if err != nil {
			return err
		}
		o.Cursor, o.Reason = 0, ""
		err = saved(saveOccasion(tx, &o))
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, propose, ""))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.proposing", subject(p), nil, map[string]any{"list": o.ID, "as_of": o.AsOf, "rule": p.Rule})
	})
	if err != nil {
		return err
	}
	until := s.Clock.Now().Add(proposeAtOnce)
	for s.Clock.Now().Before(until) {
		done, err := s.proposePart(ctx, list)
		if err != nil || done {
			return err
		}
	}
	return nil
}

// unitsAtOnce is how many units one part of a proposal goes through; a part is one transaction.
const unitsAtOnce = 200

// proposePart goes through the next units of a list; done when there is none left.
func (s *Service) proposePart(ctx context.Context, list kernel.ID) (done bool, err error) {
	var p Programme
	var o Occasion
	var units []kernel.ID
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		o, ok, err = db.One(tx, occasionInto, selectOccasion+` where o.id = $1 and o.state = 'proposing'`, list)
		if err != nil || !ok {
			return err
		}
		p, _, err = loadProgramme(tx, o.Tenant, o.Programme)
		if err != nil {
			return err
		}
		units, err = unitsAfter(tx, p.Org, o.AsOf, s.today(), o.Cursor, unitsAtOnce)
		return err
	})
	if err != nil || o.ID == 0 {
		return true, err
	}
	j, err := judgeOf(p, s.Roll.Vocabulary())
	if err != nil {
		return false, err
	}
	rows, tallies, err := s.weigh(ctx, j, o, units)
	if err != nil {
		return false, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		done = len(units) < unitsAtOnce
		return s.putPart(tx, p, o, units, rows, tallies, done)
	})
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Conflict {
		return false, nil // somebody else did this part
	}
	return done, err
}

// weigh judges the members of some units; it reads and writes nothing of this room.
func (s *Service) weigh(ctx context.Context, j judge, o Occasion, units []kernel.ID) ([]Benefit, map[kernel.ID]Tally, error) {
	var rows []Benefit
	tallies := map[kernel.ID]Tally{}
	now := s.Clock.Now()
	err := s.Roll.Each(ctx, o.Tenant, units, o.AsOf, func(m Member) error {
		t := tallies[m.Unit]
		t.Unit = m.Unit
		t.Seen++
		w := j.weigh(m.Record, "")
		switch w.Verdict {
		case rules.Yes:
			t.Fit++
		case rules.Unknown:
			t.Unsure++
		}
		tallies[m.Unit] = t
		if w.Verdict == rules.No {
			return nil
		}
		b := s.benefit(j.of, o.Key(), m, now)
		b.List, b.Source, b.Why, b.Amount, b.State = o.ID, ByRule, w.Lines, w.Amount, Listed
		if w.Verdict == rules.Unknown {
			b.State = Unsure
		}
		rows = append(rows, b)
		return nil
	})
	return rows, tallies, err
}

// benefit is a member's row before it is known how she came by it.
func (s *Service) benefit(p Programme, occasion string, m Member, now kernel.Instant) Benefit {
	return Benefit{ID: s.IDs.New(), Tenant: p.Tenant, Root: p.Root, Programme: p.ID, Occasion: occasion, Person: m.Person, Member: m.ID, Unit: m.Unit, Desk: m.Unit,
		Number: m.Number, Name: m.Name, Group: m.Group, Area: m.Area, Token: newToken(), Created: now}
}

func (s *Service) putPart(tx *db.Tx, p Programme, o Occasion, units []kernel.ID, rows []Benefit, tallies map[kernel.ID]Tally, done bool) error {
	if len(units) > 0 {
		o.Cursor = units[len(units)-1]
	}
	if done {
		err := o.move(finish)
		if err != nil {
			return err
		}
	}
	err := saved(saveOccasion(tx, &o))
	if err != nil {
		return err
	}
	persons := make([]kernel.ID, len(rows))
	for i, b := range rows {
		persons[i] = b.Person
	}
	had, err := havingOne(tx, p.Tenant, p.Root, o.Key(), persons)
	if err != nil {
		return err
	}
	accounts, err := accountsOf(tx, p.Tenant, persons)
	if err != nil {
		return err
	}
	var sum kernel.Money
	fresh := rows[:0:0]
	for _, b := range rows {
		if had[b.Person] {
			continue
		}
		had[b.Person] = true // twice in the register is once here
		b.Account = accounts[b.Person]
		if b.State == Listed {
			t := tallies[b.Unit]
			t.Listed++
			t.Amount += b.Amount
			tallies[b.Unit] = t
			sum += b.Amount
		}
		fresh = append(fresh, b)
	}
	err = copyBenefits(tx, fresh)
	if constraint, ok := db.Unique(err); ok && constraint == "welfare_benefit_once" {
		return changed() // somebody put one of them on the list in this moment: this part is done again
	}
	if err != nil {
		return err
	}
	order := slices.SortedFunc(func(yield func(Tally) bool) {
		for _, t := range tallies {
			if !yield(t) {
				return
			}
		}
	}, func(x, y Tally) int { return cmp.Compare(x.Unit, y.Unit) })
	for _, t := range order {
		err = count(tx, p.Tenant, p.ID, o.Key(), t)
		if err != nil {
			return err
		}
	}
	return book(tx, p.ID, sum)
}

// AddInput puts members on a list by their numbers, with one reason for all.
//
//glossary:none
type AddInput struct {
	Numbers string // one a line, or parted by commas
	Reason  string
	Amount  kernel.Money // 0: as the programme says
}

const maxAtOnce = 500

// Add puts members on a list whom the rule left out. All are added or none: every fault is told, such
// as welfare.has_already with the unit where she stands on the list, and welfare.over_budget when the
// money does not reach. Refuses with welfare.list_not_now, welfare.invalid_members at the fields.
func (s *Service) Add(ctx context.Context, a kernel.Actor, programme, list kernel.ID, in AddInput) (int, error) {
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
	err := fs.Err("welfare.invalid_members")
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

// findMembers looks numbers up on the day of the list, in the programme's reach and where the actor may prepare.
func (s *Service) findMembers(ctx context.Context, a kernel.Actor, p Programme, o Occasion, numbers []string) ([]Member, error) {
	var fs kernel.Faults
	var out []Member
	for _, number := range numbers {
		m, ok, err := s.Roll.ByNumber(ctx, p.Tenant, number, o.AsOf)
		if err != nil {
			return nil, err
		}
		if ok {
			ok, err = s.within(ctx, a, p, m.Unit, o.AsOf)
			if err != nil {
				return nil, err
			}
		}
		if !ok {
			fs.Add("so_the", "welfare.no_member", number, kernel.FormatDate(o.AsOf))
			continue
		}
		out = append(out, m)
	}
	return out, fs.Err("welfare.invalid_members")
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

// putOne makes or revives the row of one member; faults are collected, not thrown.
func (s *Service) putOne(tx *db.Tx, a kernel.Actor, j judge, o Occasion, m Member, in AddInput, fs *kernel.Faults) (Benefit, error) {
	p := j.of
	w := j.weigh(m.Record, "")
	amount := in.Amount
	if amount == 0 {
		amount = w.Amount
	}
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
		if old.State != Removed && old.State != Unsure || old.Programme != p.ID {
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
	return kernel.Refuse("welfare.over_budget", (now.Committed + sum).String(), now.Line, now.Limit().String(), now.Left().String())
}

// Remove takes rows off a list, or decides for the doubtful ones, with a reason. Verb is "bo" or "nhan".
// Rows of units for which the actor may not prepare are refused as a whole.
func (s *Service) Remove(ctx context.Context, a kernel.Actor, programme, list kernel.ID, rows []kernel.ID, reason string) error {
	return s.decide(ctx, a, programme, list, rows, remove, reason)
}

// Take puts doubtful rows on the list, with a reason; the money is checked.
func (s *Service) Take(ctx context.Context, a kernel.Actor, programme, list kernel.ID, rows []kernel.ID, reason string) error {
	return s.decide(ctx, a, programme, list, rows, take, reason)
}

func (s *Service) decide(ctx context.Context, a kernel.Actor, programme, list kernel.ID, rows []kernel.ID, v verb, reason string) error {
	var fs kernel.Faults
	if len(rows) == 0 {
		fs.Add("khoan", "welfare.no_rows")
	}
	if len(rows) > maxAtOnce {
		fs.Add("khoan", "welfare.too_many", maxAtOnce)
	}
	if len([]rune(reason)) < 5 {
		fs.Add("ly_do", "welfare.no_reason")
	}
	err := fs.Err("welfare.invalid_rows")
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := s.programme(tx, a, programme, "")
		if err != nil {
			return err
		}
		o, err := s.occasion(tx, p, list)
		if err != nil {
			return err
		}
		err = s.corrected(tx, p, &o)
		if err != nil {
			return err
		}
		var sum kernel.Money
		for _, id := range rows {
			b, err := s.touch(tx, a, id, PermPrepare)
			if err != nil {
				return err
			}
			if b.List != o.ID {
				return kernel.Missing("welfare.no_benefit")
			}
			delta, err := s.decideOne(tx, a, p, o, b, v, reason)
			if err != nil {
				return err
			}
			sum += delta
		}
		err = s.take(tx, p, sum)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare."+string(v), subject(p), nil, map[string]any{"list": o.ID, "rows": len(rows), "amount": sum, "reason": reason})
	})
}

func (s *Service) decideOne(tx *db.Tx, a kernel.Actor, p Programme, o Occasion, b Benefit, v verb, reason string) (kernel.Money, error) {
	counted, amount := b.State.counts(), b.Amount
	err := b.move(v)
	if err != nil {
		return 0, err
	}
	if v == take && b.Amount == 0 {
		b.Amount = p.Amount
		if b.Amount == 0 {
			return 0, kernel.Refuse("welfare.no_amount", b.Name)
		}
	}
	b.Touched, b.Reason = true, reason
	err = saved(saveBenefit(tx, b))
	if err != nil {
		return 0, err
	}
	err = noteChange(tx, p, o.ID, s.change(a, b.ID, v, reason))
	if err != nil {
		return 0, err
	}
	t := Tally{Unit: b.Unit}
	if counted {
		t.Listed, t.Amount = -1, -amount
	}
	if b.State.counts() {
		t.Listed, t.Amount = t.Listed+1, t.Amount+b.Amount
	}
	return t.Amount, count(tx, p.Tenant, p.ID, o.Key(), t)
}

// touch loads a row that the actor may change.
func (s *Service) touch(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Benefit, error) {
	b, ok, err := loadBenefit(tx, a.Tenant, id)
	if err != nil {
		return b, err
	}
	if !ok {
		return b, kernel.Missing("welfare.no_benefit")
	}
	unit, err := s.Orgs.Path(tx, b.Unit, s.today())
	if err != nil {
		return b, err
	}
	desk, err := s.Orgs.Path(tx, b.Desk, s.today())
	if err != nil {
		return b, err
	}
	return b, canTouch(a, b, unit, desk, permission)
}

// Approve lets what stands on a list be paid. It takes another person than those who proposed and
// corrected, and a budget that reaches. Refuses with welfare.second_person, welfare.over_budget,
// welfare.nobody_listed, welfare.list_not_now.
func (s *Service) Approve(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, PermApprove, approve)
		if err != nil {
			return err
		}
		preparers, err := preparersOf(tx, o.ID)
		if err != nil {
			return err
		}
		err = canApprove(a, append(preparers, p.PreparedBy))
		if err != nil {
			return err
		}
		err = s.take(tx, p, 0) // holds the row
		if err != nil {
			return err
		}
		p, _, err = loadProgramme(tx, p.Tenant, p.ID)
		if err != nil {
			return err
		}
		if p.Left() < 0 {
			return kernel.Refuse("welfare.over_budget", p.Committed.String(), p.Line, p.Limit().String(), p.Left().String())
		}
		n, err := grantListed(tx, p.ID, o.Key())
		if err != nil {
			return err
		}
		if n == 0 {
			waiting, err := openOf(tx, p.ID, o.Key())
			if err == nil && !waiting {
				err = kernel.Refuse("welfare.nobody_listed")
			}
			if err != nil {
				return err
			}
		}
		o.ApprovedBy, o.ApprovedAt, o.Reason = a.Name, s.Clock.Now(), ""
		err = saved(saveOccasion(tx, &o))
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, approve, ""))
		if err != nil {
			return err
		}
		t, err := tallyUnder(tx, p.ID, o.Key(), scope{All: true}, s.today())
		if err != nil {
			return err
		}
		err = s.tell(tx, a, ApprovedFact, "welfare_list:"+o.ID.String(), Told{Programme: p.ID, List: o.ID, Org: p.Org, Title: p.Title, Line: p.Line, Count: n, Amount: t.Amount})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, ApprovedFact, subject(p), nil, map[string]any{"list": o.ID, "granted": n, "amount": t.Amount})
	})
}

// listVerbs are the verbs of a list that need nothing but a right and, where Reason is set, a reason.
var listVerbs = map[verb]struct {
	permission string
	reason     bool
}{back: {PermApprove, true}, pay: {PermPay, false}, amend: {PermPrepare, true}, end: {PermPay, false}}

// AskApproval tells those who approve that a list is ready. Refuses with welfare.list_not_now.
func (s *Service) AskApproval(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, PermPrepare, ask)
		if err != nil {
			return err
		}
		t, err := tallyUnder(tx, p.ID, o.Key(), scope{All: true}, s.today())
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, ask, ""))
		if err != nil {
			return err
		}
		err = s.tell(tx, a, AskedFact, "welfare_list:"+o.ID.String(), Told{Programme: p.ID, List: o.ID, Org: p.Org, Title: p.Title, Line: p.Line, Count: t.Listed, Amount: t.Amount})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.list_ask", subject(p), nil, map[string]any{"list": o.ID, "listed": t.Listed, "amount": t.Amount})
	})
}

// SendBack gives a list back to those who prepare, with a reason.
func (s *Service) SendBack(ctx context.Context, a kernel.Actor, programme, list kernel.ID, reason string) error {
	return s.listVerb(ctx, a, programme, list, back, reason)
}

// StartPaying opens a list for the cashier and the bank.
func (s *Service) StartPaying(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.listVerb(ctx, a, programme, list, pay, "")
}

// Amend opens an approved list for more members, with a reason; what was approved stays payable.
func (s *Service) Amend(ctx context.Context, a kernel.Actor, programme, list kernel.ID, reason string) error {
	return s.listVerb(ctx, a, programme, list, amend, reason)
}

// Finish ends a list when everybody received or was noted as not reached. Refuses with welfare.still_waiting.
func (s *Service) Finish(ctx context.Context, a kernel.Actor, programme, list kernel.ID) error {
	return s.listVerb(ctx, a, programme, list, end, "")
}

func (s *Service) listVerb(ctx context.Context, a kernel.Actor, programme, list kernel.ID, v verb, reason string) error {
	rule := listVerbs[v]
	if rule.reason && len([]rune(reason)) < 5 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "welfare.invalid_rows", Fields: []kernel.FieldFault{{Field: "ly_do", Code: "welfare.no_reason"}}}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, o, err := s.moveList(tx, a, programme, list, rule.permission, v)
		if err != nil {
			return err
		}
		if v == end {
			waiting, err := openOf(tx, p.ID, o.Key())
			if err == nil && waiting {
				err = kernel.Refuse("welfare.still_waiting")
			}
			if err != nil {
				return err
			}
		}
		o.Reason = reason
		err = saved(saveOccasion(tx, &o))
		if err != nil {
			return err
		}
		err = noteChange(tx, p, o.ID, s.change(a, 0, v, reason))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "welfare.list_"+string(v), subject(p), nil, map[string]any{"list": o.ID, "reason": reason})
	})
}
