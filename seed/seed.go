package seed

import (
	"context"
	"fmt"
	"time"

	"doanket/core/orgs"
	"doanket/kernel"
)

// Accounts takes the people of the cast in; the wiring adapts core/people to it.
//
//glossary:none
type Accounts interface {
	// Enrol makes a person with account, post and mandates. Somebody who is there already stays as she is.
	Enrol(ctx context.Context, e Enrolment) error
}

// Enrolment is a person of the cast with the units looked up.
//
//glossary:none
type Enrolment struct {
	Tenant  kernel.ID
	Person  kernel.ID // fixed ids, the same in every database
	Account kernel.ID
	Org     kernel.ID // 0 for citizens
	Of      Person
	Roles   []Mandate
}

// Mandate is a role over a unit.
//
//glossary:none
type Mandate struct {
	Role string
	Org  kernel.ID
}

// Deps is what the cast is played with. Accounts may be nil: then only units are made.
//
//glossary:none
type Deps struct {
	Orgs     *orgs.Service
	Accounts Accounts
}

// Program is the actor of seeds.
var Program = kernel.Actor{System: true, Name: "Dữ liệu mẫu"}

// stopped is a clock that stands still: the ids of the cast are counted from it.
type stopped struct{ at kernel.Instant }

func (c stopped) Now() kernel.Instant { return c.at }

const castNode = 1023 // no process is given this number: the ids of the cast never meet others

var unitIDs, personIDs, accountIDs = number(2026, time.January), number(2026, time.February), number(2026, time.March)

// number gives ids by position, each list from a month of its own.
func number(year int, month time.Month) func(i int) kernel.ID {
	start := kernel.Date{Year: year, Month: month, Day: 1}.Start()
	return func(i int) kernel.ID {
		// One millisecond a row: adding a row at the end changes no id before it.
		return kernel.NewIDs(stopped{start.Add(time.Duration(i) * time.Millisecond)}, castNode).New()
	}
}

// Tenant is the id of the site of the cast.
func Tenant() kernel.ID { return UnitID(SiteKey) }

// UnitID is the id of a unit of the cast; an unknown key is a mistake of the programmer.
func UnitID(key string) kernel.ID {
	for i, u := range Units {
		if u.Key == key {
			return unitIDs(i)
		}
	}
	panic("seed: no unit " + key)
}

// PersonID and AccountID are the ids of a person of the cast by login.
func PersonID(login string) kernel.ID { return personIDs(indexOf(login)) }

// AccountID is the id of the account with that login.
func AccountID(login string) kernel.ID { return accountIDs(indexOf(login)) }

func indexOf(login string) int {
	for i, p := range People {
		if p.Login == login {
			return i
		}
	}
	panic("seed: no account " + login)
}

// Cast makes kinds, map, units and people. Doing it again changes nothing.
func Cast(ctx context.Context, d Deps) error {
	err := d.Orgs.LoadReference(ctx)
	if err != nil {
		return fmt.Errorf("kinds: %w", err)
	}
	err = d.Orgs.LoadAreas(ctx)
	if err != nil {
		return fmt.Errorf("areas: %w", err)
	}
	err = units(ctx, d.Orgs)
	if err != nil {
		return err
	}
	if d.Accounts == nil {
		return nil
	}
	for i, p := range People {
		e := Enrolment{Tenant: Tenant(), Person: personIDs(i), Account: accountIDs(i), Of: p}
		if p.Unit != "" {
			e.Org = UnitID(p.Unit)
		}
		for _, r := range p.Roles {
			e.Roles = append(e.Roles, Mandate{r.Role, UnitID(r.Unit)})
		}
		err := d.Accounts.Enrol(ctx, e)
		if err != nil {
			return fmt.Errorf("person %s: %w", p.Login, err)
		}
	}
	return nil
}

// units founds all units first, then lives their changes in the order of the list, the ends last.
func units(ctx context.Context, s *orgs.Service) error {
	there, err := s.Exists(ctx, Tenant())
	if err != nil || there {
		return err
	}
	for _, u := range Units {
		err = found(ctx, s, u)
		if err != nil {
			return fmt.Errorf("unit %s: %w", u.Key, err)
		}
	}
	for _, u := range Units {
		err = live(ctx, s, u)
		if err != nil {
			return fmt.Errorf("unit %s: %w", u.Key, err)
		}
	}
	for _, u := range Units {
		if u.Ends == "" {
			continue
		}
		err = s.WindUp(ctx, Program, orgs.Change{Org: UnitID(u.Key), Basis: basis(u.EndsBy, u.Ends)})
		if err != nil {
			return fmt.Errorf("end of unit %s: %w", u.Key, err)
		}
	}
	return nil
}

func found(ctx context.Context, s *orgs.Service, u Unit) error {
	in := orgs.Founding{ID: UnitID(u.Key), Name: u.Name, ShortName: u.Short, Kind: u.Kind, Identifier: u.Identifier, Former: u.Former,
		Areas: u.Areas, Basis: basis(u.Decision, u.From)}
	if u.Parent == "" {
		_, err := s.FoundSite(ctx, Program, in)
		return err
	}
	in.Parent = UnitID(u.Parent)
	_, err := s.Found(ctx, Program, in)
	return err
}

func live(ctx context.Context, s *orgs.Service, u Unit) error {
	for _, r := range u.Renamed {
		err := s.Rename(ctx, Program, orgs.Change{Org: UnitID(u.Key), Basis: basis(r.Decision, r.On)}, r.Name, r.Short)
		if err != nil {
			return err
		}
	}
	for _, m := range u.Moved {
		err := s.Move(ctx, Program, orgs.Change{Org: UnitID(u.Key), Basis: basis(m.Decision, m.On)}, UnitID(m.Parent))
		if err != nil {
			return err
		}
	}
	return nil
}

// basis is an invented decision, signed two weeks before it takes effect.
func basis(number, on string) orgs.Basis {
	day, err := kernel.ParseISODate(on)
	if err != nil {
		panic(err)
	}
	return orgs.Basis{Number: number, Decided: day.AddDays(-14), Issuer: "Cơ quan mẫu", Summary: "Quyết định mẫu, hư cấu", Effective: day}
}
