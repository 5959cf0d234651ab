package inspection

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// FollowFilter is which recommendations the follow-up list shows.
//
//glossary:none
type FollowFilter struct {
	View  string // "" what waits, "late", "soon", "reported", "done"
	After string
	Limit int
}

// FollowPage is one page of the follow-up, by due day.
//
//glossary:none
type FollowPage struct {
	Recommendations []Recommendation
	Units           map[kernel.ID]string
	Next            string
}

// FollowCounts are the figures above the follow-up list. Late counts what waits, DoneLate what was done
// after its day.
//
//glossary:none
type FollowCounts struct{ Waiting, Late, Reported, Done int }

const soonDays = 7

var waitingStates = []string{string(Waiting), string(Reported)}

func (s *Service) askedBy(tx *db.Tx, a kernel.Actor) (asked, error) {
	r, err := s.reachOf(tx, a)
	return asked{tenant: a.Tenant, owners: r.owners, subjects: r.subjects, states: waitingStates}, err
}

// FollowUp lists the issued recommendations of the committees whose work the actor sees, and of the
// units that she answers for.
func (s *Service) FollowUp(ctx context.Context, a kernel.Actor, f FollowFilter) (FollowPage, error) {
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = pageSize
	}
	p := FollowPage{Units: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p.Next = ""
		ask, err := s.askedBy(tx, a)
		if err != nil {
			return err
		}
		switch f.View {
		case "late":
			ask.states, ask.before = []string{string(Waiting)}, s.today()
		case "soon":
			ask.states, ask.before = []string{string(Waiting)}, s.today().AddDays(soonDays+1)
		case "reported":
			ask.states = []string{string(Reported)}
		case "done":
			ask.states = []string{string(Done), string(Dropped)}
		}
		p.Recommendations, err = listRecommendations(tx, ask, readFollowKey(f.After), f.Limit+1)
		if err != nil {
			return err
		}
		if len(p.Recommendations) > f.Limit {
			p.Recommendations = p.Recommendations[:f.Limit]
			last := p.Recommendations[f.Limit-1]
			p.Next = last.Due.String() + "." + strconv.FormatInt(int64(last.ID), 36)
		}
		for _, r := range p.Recommendations {
			err = s.names(tx, p.Units, r.Unit, r.Owner)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

func readFollowKey(text string) Recommendation {
	day, id, _ := strings.Cut(text, ".")
	due, err1 := kernel.ParseISODate(day)
	n, err2 := strconv.ParseInt(id, 36, 64)
	if err1 != nil || err2 != nil {
		return Recommendation{}
	}
	return Recommendation{ID: kernel.ID(n), Due: due}
}

// FollowCounts reads the figures above the follow-up list.
func (s *Service) FollowCounts(ctx context.Context, a kernel.Actor) (FollowCounts, error) {
	var c FollowCounts
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		base, err := s.askedBy(tx, a)
		if err != nil {
			return err
		}
		late, reported, done := base, base, base
		late.states, late.before = []string{string(Waiting)}, s.today()
		reported.states = []string{string(Reported)}
		done.states = []string{string(Done)}
		for _, x := range []struct {
			ask  asked
			into *int
		}{{base, &c.Waiting}, {late, &c.Late}, {reported, &c.Reported}, {done, &c.Done}} {
			*x.into, err = countRecommendations(tx, x.ask)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}

// Share (tỷ lệ cuộc kiểm tra thực hiện trên hệ thống) counts the inspections concluded in a span, and of
// them those that were done in the system: every line of the checklist answered here, minutes and
// conclusion made here. What was done on paper and written down afterwards counts in All only.
// (union.md §1.4: 90 % by 2030)
type Share struct{ System, All int }

// ShareGoal is the aim of the year 2030 in percent, from the source documents.
const ShareGoal = 90

// Share is the figure of the units as their committees stand today, for statistics: the caller knows
// whose figures she may read.
func (s *Service) Share(tx *db.Tx, tenant kernel.ID, units []kernel.ID, span kernel.Period) (Share, error) {
	rows, err := sharesOf(tx, tenant, units, span.From, span.To)
	var out Share
	for _, r := range rows {
		out.System += r.system
		out.All += r.all
	}
	return out, err
}

// SharesOf is the figure of each unit, for those who have concluded something; at most 400 units at once.
func (s *Service) SharesOf(tx *db.Tx, tenant kernel.ID, units []kernel.ID, span kernel.Period) (map[kernel.ID]Share, error) {
	rows, err := sharesOf(tx, tenant, units, span.From, span.To)
	out := map[kernel.ID]Share{}
	for _, r := range rows {
		out[r.unit] = Share{System: r.system, All: r.all}
	}
	return out, err
}

// ShareOfYear is the figure of a year over all committees whose work the actor sees.
func (s *Service) ShareOfYear(ctx context.Context, a kernel.Actor, year int) (Share, error) {
	var out Share
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := s.reachOf(tx, a)
		if err != nil {
			return err
		}
		out, err = s.Share(tx, a.Tenant, r.owners, kernel.Period{From: kernel.Date{Year: year, Month: 1, Day: 1}, To: kernel.Date{Year: year, Month: 12, Day: 31}})
		return err
	})
	return out, err
}

// Plans lists the plans of the committees whose work the actor sees, the latest year first.
func (s *Service) Plans(ctx context.Context, a kernel.Actor) ([]Plan, map[kernel.ID]string, error) {
	var out []Plan
	units := map[kernel.ID]string{}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		owners, err := planOwnerIDs(tx, a.Tenant)
		if err != nil {
			return err
		}
		owners, err = s.seen(tx, a, owners)
		if err != nil {
			return err
		}
		out, err = plansOf(tx, a.Tenant, owners)
		if err != nil {
			return err
		}
		for n := range out {
			out[n].Items, err = itemsOf(tx, out[n].ID)
			if err == nil {
				err = s.names(tx, units, out[n].Unit)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, units, err
}

// PlanDetail is one plan with all that its page shows.
//
//glossary:none
type PlanDetail struct {
	Plan     Plan
	Units    map[kernel.ID]string
	Superior string // the unit above, for papers
	Town     string
	Can      map[PlanVerb]bool
	MayOpen  bool
}

// PlanDetail reads one plan. Refuses with inspection.no_plan.
func (s *Service) PlanDetail(ctx context.Context, a kernel.Actor, id kernel.ID) (PlanDetail, error) {
	d := PlanDetail{Units: map[kernel.ID]string{}, Can: map[PlanVerb]bool{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p, path, err := s.openPlan(tx, a, id)
		if err != nil {
			return err
		}
		p.Items, err = itemsOf(tx, id)
		if err != nil {
			return err
		}
		d.Plan = p
		for _, v := range []PlanVerb{Compose, Submit, Approve, Return} {
			_, open := planFlow.Next(p.State, v)
			d.Can[v] = open && mayPlan(a, p, path, v) == nil
		}
		d.MayOpen = p.State == PlanApproved && canOpen(a, path) == nil
		ids := []kernel.ID{p.Unit}
		for _, i := range p.Items {
			ids = append(ids, i.Subject)
		}
		err = s.names(tx, d.Units, ids...)
		if err != nil {
			return err
		}
		d.Superior, d.Town, err = s.letterhead(tx, path)
		return err
	})
	return d, err
}

// letterhead is the unit above, as far as it is one of the trade, and the town of the papers of a unit.
func (s *Service) letterhead(tx *db.Tx, path []kernel.ID) (superior, town string, err error) {
	if len(path) > 1 {
		o, ok, err := s.Orgs.Get(tx, path[1], s.today())
		if err != nil {
			return "", "", err
		}
		if ok && o.ID != o.Tenant { // the site itself issues nothing
			superior = o.Name
		}
	}
	if len(path) > 0 {
		town, err = s.Orgs.TownOf(tx, path[0], s.today())
	}
	return superior, town, err
}

// Item reads an item of a plan that the actor sees. Refuses with inspection.no_item.
func (s *Service) Item(ctx context.Context, a kernel.Actor, id kernel.ID) (PlanItem, Plan, error) {
	var item PlanItem
	var plan Plan
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		item, ok, err = loadItem(tx, id)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("inspection.no_item")
		}
		plan, _, err = s.openPlan(tx, a, item.Plan)
		return err
	})
	return item, plan, err
}

// InYear tells how many items of a plan came to an inspection that is concluded.
func (p Plan) InYear() (done, all int) {
	done = len(slices.DeleteFunc(slices.Clone(p.Items), func(i PlanItem) bool { return !i.State.Issued() }))
	return done, len(p.Items)
}
