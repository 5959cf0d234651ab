package inspection

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// NameTeam names head and members. Each is asked for what binds her to the inspected unit; whoever a
// rule of the day excludes is refused at the field, with the rule. Refuses with inspection.no_inspection,
// inspection.not_yours, inspection.not_now, inspection.invalid at the fields.
func (s *Service) NameTeam(ctx context.Context, a kernel.Actor, id, head kernel.ID, others []kernel.ID) (Inspection, error) {
	team, err := s.examine(ctx, a, id, head, others)
	if err != nil {
		return Inspection{}, err
	}
	return s.act(ctx, a, id, NameTeam, func(tx *db.Tx, i *Inspection, _ Paths) (string, error) {
		i.Team = team
		names := make([]string, 0, len(team))
		for _, m := range team {
			names = append(names, m.Name)
		}
		return strings.Join(names, ", "), replaceTeam(tx, *i)
	})
}

// examine makes the team before the transaction, because it asks other rooms.
func (s *Service) examine(ctx context.Context, a kernel.Actor, id, head kernel.ID, others []kernel.ID) ([]Member, error) {
	var where around
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		i, p, err := s.open(tx, a, id)
		if err == nil {
			err = may(a, i, p, NameTeam)
		}
		if err == nil {
			where, err = s.around(tx, i)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var fs kernel.Faults
	if head == 0 {
		fs.Add("truong_doan", "inspection.no_head")
	}
	if len(others) >= maxTeam {
		fs.Add("thanh_vien", "inspection.team_too_large", maxTeam)
		others = nil
	}
	others = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(others))), func(x kernel.ID) bool { return x == head })
	var team []Member
	for n, account := range append([]kernel.ID{head}, others...) {
		if account == 0 {
			continue
		}
		field := "thanh_vien"
		if n == 0 {
			field = "truong_doan"
		}
		who, err := s.Staff.Officer(ctx, a.Tenant, account)
		if err != nil {
			return nil, err
		}
		ties, err := s.Staff.Ties(ctx, a.Tenant, account, s.today())
		if err != nil {
			return nil, err
		}
		found := conflictsOf(ties, where, s.today())
		for _, c := range found {
			fs.Add(field, "inspection.conflict", who.Name, c.Say())
		}
		team = append(team, Member{Hand: who, Head: n == 0, Ties: s.cleared(len(found))})
	}
	return team, fs.Err("inspection.invalid")
}

// cleared is what is kept of a member whom no rule excludes: the day, and how many rules were asked.
func (s *Service) cleared(found int) string {
	if found > 0 {
		return ""
	}
	n := 0
	for _, r := range conflictRules {
		if r.Valid.Holds(s.today()) {
			n++
		}
	}
	return kernel.FormatDate(s.today()) + " " + kernel.GroupThousands(int64(n))
}

func (s *Service) around(tx *db.Tx, i Inspection) (around, error) {
	subject, err := s.Orgs.Under(tx, []kernel.ID{i.SubjectNow}, s.today())
	if err != nil {
		return around{}, err
	}
	return around{subject: subject, own: []kernel.ID{i.Unit}, ownLevel: i.Unit == i.SubjectNow}, nil
}

// Announce makes the decision known: from here on the inspected unit sees the inspection. Refuses with
// inspection.not_yours, inspection.not_now, inspection.no_team, inspection.invalid at the fields.
func (s *Service) Announce(ctx context.Context, a kernel.Actor, id kernel.ID, decision Paperwork, starts kernel.Date) (Inspection, error) {
	return s.act(ctx, a, id, Announce, func(_ *db.Tx, i *Inspection, _ Paths) (string, error) {
		if len(i.Team) == 0 {
			return "", kernel.Refuse("inspection.no_team")
		}
		var fs kernel.Faults
		checkPaperwork(&fs, decision, s.today())
		switch {
		case starts.IsZero():
			fs.Add("tu_ngay", "inspection.no_start")
		case !decision.On.IsZero() && starts.Before(decision.On):
			fs.Add("tu_ngay", "inspection.starts_before_decision", kernel.FormatDate(decision.On))
		}
		i.Decision, i.Starts = decision, starts
		return decision.Number, fs.Err("inspection.invalid")
	})
}

// Start begins the work at the unit. Refuses with inspection.not_on_team, inspection.not_now.
func (s *Service) Start(ctx context.Context, a kernel.Actor, id kernel.ID) (Inspection, error) {
	return s.act(ctx, a, id, Start, func(*db.Tx, *Inspection, Paths) (string, error) { return "", nil })
}

// CallOff ends an inspection that will not take place. Refuses with inspection.not_yours,
// inspection.not_now, inspection.invalid at the fields.
func (s *Service) CallOff(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) (Inspection, error) {
	return s.act(ctx, a, id, CallOff, func(_ *db.Tx, i *Inspection, _ Paths) (string, error) {
		var fs kernel.Faults
		checkText(&fs, "ghi_chu", reason, maxText, "inspection.say_why")
		i.Ended = s.Clock.Now()
		return reason, fs.Err("inspection.invalid")
	})
}
