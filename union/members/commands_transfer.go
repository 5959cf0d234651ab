package members

import (
	"context"
	"strings"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// TransferAsk is what the receiving union writes down: whose card it was shown, by number or identity
// number, and from when on she is with it.
//
//glossary:none
type TransferAsk struct {
	Key    string // member number, or identity number
	To     kernel.ID
	Group  string
	On     kernel.Date
	Basis  string
	Reason string
}

// AskTransfer is written by the receiving union. It needs no right over the giving one: the number on
// the card that the member shows is the key, and nothing but it opens the door. Refuses with
// members.no_such_card, members.not_open, members.there_already, members.asked_already, members.may_not.
func (s *Service) AskTransfer(ctx context.Context, a kernel.Actor, in TransferAsk) (Transfer, error) {
	var t Transfer
	calendar, err := s.Orgs.CalendarOf(ctx, a.Tenant, in.To)
	if err != nil {
		return t, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		t, err = s.askTransferIn(tx, a, calendar, in)
		return err
	})
	return t, err
}

func (s *Service) askTransferIn(tx *db.Tx, a kernel.Actor, calendar *kernel.Calendar, in TransferAsk) (Transfer, error) {
	tenant, err := s.openUnit(tx, a, in.To)
	if err != nil {
		return Transfer{}, err
	}
	m, err := s.byCard(tx, tenant, in.Key)
	if err != nil {
		return Transfer{}, err
	}
	if in.On.IsZero() {
		in.On = s.today()
	}
	if in.On.After(s.today()) {
		return Transfer{}, kernel.Refuse("members.admitted_future")
	}
	err = s.checkTransfer(tx, m, in.To, in.On)
	if err != nil {
		return Transfer{}, err
	}
	now := s.Clock.Now()
	t := Transfer{ID: s.IDs.New(), Tenant: tenant, Member: m.ID, From: m.Unit, To: in.To, Answerer: m.Unit, Group: tidyGroup(in.Group), On: in.On,
		Basis: strings.TrimSpace(in.Basis), Reason: strings.TrimSpace(in.Reason), State: Asked, AskedBy: a.Account, AskedName: a.Name, AskedAt: now}
	t.Due = answerDue(calendar, now)
	err = insertTransfer(tx, t)
	if name, _ := db.Unique(err); name == "member_transfer_open" { // somebody asked at the same moment
		return Transfer{}, kernel.Refuse("members.asked_already")
	}
	if err != nil {
		return Transfer{}, err
	}
	err = s.tellTransfer(tx, a, t, FactTransferAsked)
	if err != nil {
		return Transfer{}, err
	}
	return t, s.Audit.Note(tx, inTenant(a, tenant), FactTransferAsked, "member:"+m.ID.String(), nil, t)
}

// answerDue is the end of the last working day on which an answer is in time.
func answerDue(calendar *kernel.Calendar, now kernel.Instant) kernel.Instant {
	r, _ := RuleOn(TransferAnswerDays, now.Date())
	on := now.Date()
	for left := r.Value; left > 0; {
		on = on.AddDays(1)
		if calendar.Working(on) {
			left--
		}
	}
	return on.AddDays(1).Start().Add(-time.Minute)
}

// byCard finds who shows a card or an identity card; nothing of her is told when there is nobody.
func (s *Service) byCard(tx *db.Tx, tenant kernel.ID, key string) (Member, error) {
	key = NormalNumber(key)
	if key == "" {
		return Member{}, kernel.Refuse("members.no_such_card")
	}
	m, ok, err := memberByNumber(tx, tenant, key, s.today())
	if err != nil {
		return Member{}, err
	}
	if !ok {
		found, err := s.Match(tx, tenant, []Key{{Identity: strings.NewReplacer(" ", "", ".", "").Replace(key)}})
		if err != nil {
			return Member{}, err
		}
		for _, f := range found {
			if f.By == "identity" && f.Member != 0 {
				m, ok, err = loadMember(tx, f.Member, s.today())
				if err != nil {
					return Member{}, err
				}
			}
		}
	}
	if !ok || m.Tenant != tenant {
		return Member{}, kernel.Refuse("members.no_such_card")
	}
	return m, nil
}

// transferPaths are the units that a rule of a transfer looks at.
func (s *Service) transferPaths(tx *db.Tx, t Transfer) (from, to, answerer []kernel.ID, err error) {
	from, err = s.path(tx, t.From)
	if err == nil {
		to, err = s.path(tx, t.To)
	}
	if err == nil {
		answerer, err = s.path(tx, t.Answerer)
	}
	return from, to, answerer, err
}

// AnswerTransfer is the giving union's word, or that of the union above when it had none in time.
// Confirmed, the member stands in the receiving unit from the day that was asked for. Refuses with
// members.transfer_closed, members.not_yours_to_answer, members.invalid without a reason for a no.
func (s *Service) AnswerTransfer(ctx context.Context, a kernel.Actor, id kernel.ID, yes bool, reason string) error {
	do := refuse
	if yes {
		do = confirm
	}
	return s.moveTransfer(ctx, a, id, do, reason, canAnswer)
}

// WithdrawTransfer takes back what the receiving union asked for.
func (s *Service) WithdrawTransfer(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) error {
	return s.moveTransfer(ctx, a, id, withdraw, reason, canWithdraw)
}

type transferRule func(a kernel.Actor, t Transfer, from, to, answerer []kernel.ID) error

func (s *Service) moveTransfer(ctx context.Context, a kernel.Actor, id kernel.ID, do transferVerb, reason string, ask transferRule) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
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
		err = ask(a, t, from, to, answerer)
		if err != nil {
			return err
		}
		was := t.State
		err = t.answer(do, a, reason, s.Clock.Now())
		if err != nil {
			return err
		}
		moved, err := saveTransfer(tx, t, was)
		if err != nil {
			return err
		}
		if !moved {
			return &kernel.Fault{Kind: kernel.Conflict, Code: "members.changed_meanwhile"}
		}
		if t.State == Done {
			// The receiving side asked for it and the giving side agreed: the move itself is the program's.
			err = s.MoveTo(tx, kernel.Actor{System: true, Tenant: t.Tenant, Account: a.Account, Person: a.Person, Name: a.Name, Org: a.Org}, t.Member,
				Move{Unit: t.To, Group: t.Group, On: t.On, Basis: t.Basis})
			if err != nil {
				return err
			}
		}
		err = s.tellTransfer(tx, a, t, FactTransferAnswered)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, t.Tenant), FactTransferAnswered, "member:"+t.Member.String(), map[string]any{"state": was}, t)
	})
}

func (s *Service) tellTransfer(tx *db.Tx, a kernel.Actor, t Transfer, kind string) error {
	return s.tell(tx, a, t.Tenant, kind, Told{Member: t.Member, From: t.From, Unit: t.To, On: t.On, Transfer: t.ID, Answerer: t.Answerer, State: t.State})
}

// Escalate hands transfers whose answer is overdue to the union above, by the clock.
func (s *Service) Escalate(ctx context.Context) error {
	calendar := kernel.VietnamCalendar()
	for {
		n := 0
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			late, err := lateTransfers(tx, s.Clock.Now(), 50)
			if err != nil {
				return err
			}
			n = len(late)
			for _, t := range late {
				err = s.escalate(tx, t, calendar)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < 50 {
			return err
		}
	}
}

func (s *Service) escalate(tx *db.Tx, t Transfer, calendar *kernel.Calendar) error {
	was := t.State
	path, err := s.path(tx, t.Answerer)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	err = t.answer(escalate, program(t.Tenant), "", now)
	if err != nil {
		return err
	}
	if len(path) > 2 { // the root of the site is no union
		t.Answerer = path[1]
	}
	t.EscalatedAt = now
	t.Due = answerDue(calendar, now)
	_, err = saveTransfer(tx, t, was)
	if err != nil {
		return err
	}
	return s.tellTransfer(tx, program(t.Tenant), t, FactTransferEscalated)
}

func program(tenant kernel.ID) kernel.Actor {
	return kernel.Actor{System: true, Tenant: tenant, Name: "Hệ thống"}
}
