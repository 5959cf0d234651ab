package app

import (
	"context"
	"slices"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
	"doanket/union/committees"
	"doanket/union/members"
)

// wireCommittees opens the room of the committees of unions; a reorganisation ends or carries them.
func (a *App) wireCommittees() {
	a.committees = committees.New(committees.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, Roll: electorate{a}, Registry: electorate{a}, Press: a.press, Base: a.cfg.URL})
	a.orgs.Join(a.committees)
	a.members.Show(a.postsPanel)
}

// electorate lets committees ask the roll and the persons of the site.
type electorate struct{ a *App }

// Strength counts a unit with all that stands inside it.
func (e electorate) Strength(tx *db.Tx, tenant, unit kernel.ID, on kernel.Date) (committees.Strength, error) {
	inside, err := e.a.orgs.Under(tx, []kernel.ID{unit}, on)
	if err != nil {
		return committees.Strength{}, err
	}
	var out committees.Strength
	for some := range slices.Chunk(inside, tallied) {
		list, err := e.a.members.Tally(tx, tenant, some, on)
		if err != nil {
			return out, err
		}
		for _, t := range list {
			out.Members, out.Women = out.Members+t.Members, out.Women+t.Women
		}
	}
	out.Known = out.Members > 0
	return out, nil
}

// nearest is how many members a list to choose from holds; the others are found by their number.
const nearest = 300

// Near are the members of a unit and of its groups, and its staff with a right over its committees.
func (e electorate) Near(ctx context.Context, tenant, unit kernel.ID, on kernel.Date) ([]committees.Individual, error) {
	var out []committees.Individual
	seen := map[kernel.ID]bool{}
	err := e.a.db.Read(ctx, func(tx *db.Tx) error {
		out, seen = nil, map[kernel.ID]bool{}
		inside, err := e.a.orgs.Under(tx, []kernel.ID{unit}, on)
		if err != nil || len(inside) > nearest {
			return err
		}
		sizes, err := e.a.members.Tally(tx, tenant, inside, on)
		if err != nil {
			return err
		}
		var all int64
		for _, t := range sizes {
			all += t.Members
		}
		if all > nearest {
			return nil
		}
		return e.a.members.Each(tx, tenant, inside, on, func(m members.Member) error {
			seen[m.Person] = true
			out = append(out, committees.Individual{ID: m.Person, Name: m.Name, Sex: m.Sex, Born: m.Born, Note: m.Number})
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	for _, permission := range []string{committees.ViewPermission, members.ViewPermission, "tasks.handle"} {
		staff, err := e.a.people.StaffHolding(ctx, tenant, unit, permission)
		if err != nil {
			return nil, err
		}
		for _, who := range staff {
			if who.Person != 0 && !seen[who.Person] {
				seen[who.Person] = true
				out = append(out, committees.Individual{ID: who.Person, Name: who.Name, Note: who.Post})
			}
		}
	}
	kernel.SortStableFunc(out, func(x, y committees.Individual) int {
		return kernel.CompareText(givenFirst(x.Name), givenFirst(y.Name))
	})
	return out, nil
}

// givenFirst is a name as lists of people are sorted: by the given name.
func givenFirst(name string) string {
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == ' ' {
			return name[i+1:] + " " + name[:i]
		}
	}
	return name
}

// Names reads persons.
func (e electorate) Names(tx *db.Tx, tenant kernel.ID, ids []kernel.ID) (map[kernel.ID]committees.Individual, error) {
	out := make(map[kernel.ID]committees.Individual, len(ids))
	for _, id := range ids {
		if _, ok := out[id]; ok {
			continue
		}
		p, ok, err := e.a.people.Person(tx, tenant, id)
		if err != nil {
			return nil, err
		}
		if ok {
			out[id] = committees.Individual{ID: p.ID, Name: p.Name, Sex: p.Sex, Born: p.Born}
		}
	}
	return out, nil
}

// Find looks somebody up by member number, then by personal identity number.
func (e electorate) Find(tx *db.Tx, tenant kernel.ID, key string) (kernel.ID, bool, error) {
	m, ok, err := e.a.members.ByNumber(tx, tenant, key, e.a.clock.Now().Date())
	if err != nil || ok {
		return m.Person, ok, err
	}
	found, err := e.a.people.Match(tx, tenant, []people.Key{{Identity: people.Identity(key)}})
	for _, c := range found {
		if c.By == "identity" {
			return c.Person, true, err
		}
	}
	return 0, false, err
}

func unionCommittees(may func(string) bool) []ui.Room {
	if may(committees.ViewPermission) || may(committees.KeepPermission) {
		return []ui.Room{{Label: "Ban chấp hành và các ban", Href: "/ban-chap-hanh"}}
	}
	return nil
}
