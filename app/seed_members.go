package app

import (
	"context"
	"fmt"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
)

// seedMembers plays the rolls of the cast: who was admitted, and what happened to some of them. A union
// that has a roll already stays as it is.
func (a *App) seedMembers(ctx context.Context) error {
	for _, unit := range seed.RollUnits() {
		there, err := a.hasRoll(ctx, unit)
		if err != nil {
			return err
		}
		if there {
			continue
		}
		err = a.seedRoll(ctx, unit)
		if err != nil {
			return fmt.Errorf("roll of %s: %w", unit, err)
		}
	}
	return a.seedCrossings(ctx)
}

func (a *App) hasRoll(ctx context.Context, unit string) (bool, error) {
	there := false
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		list, err := a.members.Tally(tx, seed.Tenant(), []kernel.ID{seed.UnitID(unit)}, a.clock.Now().Date())
		there = len(list) > 0
		return err
	})
	return there, err
}

func (a *App) seedRoll(ctx context.Context, unit string) error {
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	list := seed.RollOf(unit)
	rows := make([]members.Row, len(list))
	for i, m := range list {
		rows[i] = memberRow(m)
	}
	var done members.Admission
	err := a.db.Tx(ctx, func(tx *db.Tx) error {
		var err error
		done, err = a.members.AdmitMany(tx, program, rows)
		return err
	})
	if err != nil {
		return err
	}
	for i, m := range list {
		if m.Status == "" {
			continue
		}
		status := members.Status(m.Status)
		if status.Ends() {
			err = a.members.End(ctx, program, done.Members[i], members.Ending{As: status, On: m.From, Reason: m.Reason, Basis: m.By})
		} else {
			err = a.members.SetStatus(ctx, program, done.Members[i], members.StatusSpan{Status: status, Valid: kernel.Period{From: m.From, To: m.To}, Reason: m.Reason, Basis: m.By})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return nil
}

func memberRow(m seed.Member) members.Row {
	r := members.Row{Name: m.Name, Born: m.Born, Sex: m.Sex, Identity: m.Identity, Phone: m.Phone, Unit: seed.UnitID(m.Unit), Group: m.Group, Admitted: m.Admitted, Basis: m.Basis,
		Source: "dữ liệu mẫu", Profile: members.Profile{Wage: m.Wage, Party: m.Party, Home: members.Home{Address: m.Address, Area: m.Area}, Origin: members.Origin{Ethnicity: "Kinh"},
			Work: members.Work{Employer: m.Employer, Job: m.Job, Contract: m.Contract, Since: m.Admitted.AddDays(-180)}}}
	if m.Login != "" {
		r.Person = seed.PersonID(m.Login)
	}
	return r
}

// seedCrossings carries the transfers of the story through the commands of both unions; the last one waits.
func (a *App) seedCrossings(ctx context.Context) error {
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	for _, c := range seed.Crossings {
		who := seed.RollOf(c.From)[c.Index]
		asker, err := a.people.Actor(ctx, seed.AccountID(c.Asker))
		if err != nil {
			return err
		}
		t, err := a.members.AskTransfer(ctx, asker, members.TransferAsk{Key: who.Identity, To: seed.UnitID(c.To), Group: c.Group, On: c.On, Reason: c.Reason})
		if f := kernel.AsFault(err); f != nil && (f.Code == "members.there_already" || f.Code == "members.asked_already") {
			continue // played before
		}
		if err == nil && !c.Pending {
			err = a.members.AnswerTransfer(ctx, program, t.ID, true, "")
		}
		if err != nil {
			return fmt.Errorf("transfer of %s: %w", who.Name, err)
		}
	}
	return nil
}
