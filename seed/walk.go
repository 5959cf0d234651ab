package seed

import (
	"context"
	"fmt"

	"doanket/core/orgs"
	"doanket/kernel"
)

// WalkWard is one of the three wards that the city of Uông Bí became, with how many grassroots unions and
// members went to it (union.md A16: the ward codes are real, the numbers invented).
type WalkWard struct {
	Name, Code      string
	Unions, Members int
}

// WalkWards in the order of their codes.
var WalkWards = []WalkWard{{"Công đoàn phường Uông Bí", "06811", 20, 4150}, {"Công đoàn phường Vàng Danh", "06820", 14, 3020}, {"Công đoàn phường Yên Tử", "06832", 12, 2630}}

// WalkUnion is a grassroots union of the walk with the number of its members.
type WalkUnion struct {
	ID      kernel.ID
	Name    string
	Members int
}

// walkPeople prepare and approve; walkKeys are the units of the cast that the walk begins with.
var (
	walkPeople = []string{"admin", "ldld.tc", "ldld.pct2", "ldld.ct"}
	walkKeys   = []string{SiteKey, "ubnd-tinh", "ldld-tinh"}
)

var walkIDs = number(2026, 4)

// WalkCity is the id of the federation of the old city.
func WalkCity() kernel.ID { return UnitID("ldld-uong-bi") }

// WalkName is the name of the nth grassroots union.
func WalkName(n int) string { return fmt.Sprintf("Công đoàn cơ sở Mẫu %02d", n) }

// Walk plays the eve of 1 July 2025: the provincial federation, the federation of the city of Uông Bí with
// its 46 grassroots unions, and those who will prepare and approve its end. Doing it again changes nothing.
func Walk(ctx context.Context, d Deps) ([]WalkUnion, error) {
	err := d.Orgs.LoadReference(ctx)
	if err != nil {
		return nil, fmt.Errorf("kinds: %w", err)
	}
	err = d.Orgs.LoadAreas(ctx)
	if err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	var unions []WalkUnion
	for _, w := range WalkWards {
		for i := range w.Unions {
			n := len(unions) + 1
			members := w.Members / w.Unions
			if i < w.Members%w.Unions {
				members++
			}
			unions = append(unions, WalkUnion{walkIDs(n), WalkName(n), members})
		}
	}
	there, err := d.Orgs.Exists(ctx, Tenant())
	if err != nil || there {
		return unions, err
	}
	for _, u := range Units {
		for _, key := range append(walkKeys, "ldld-uong-bi") {
			if u.Key != key {
				continue
			}
			err = found(ctx, d.Orgs, u)
			if err != nil {
				return nil, fmt.Errorf("unit %s: %w", u.Key, err)
			}
		}
	}
	for _, u := range unions {
		_, err = d.Orgs.Found(ctx, Program, orgs.Founding{ID: u.ID, Name: u.Name, Kind: "grassroots_union", Parent: WalkCity(), Basis: basis("31/QĐ-MAU", "2014-01-01")})
		if err != nil {
			return nil, fmt.Errorf("unit %s: %w", u.Name, err)
		}
	}
	for _, login := range walkPeople {
		i := indexOf(login)
		p := People[i]
		e := Enrolment{Tenant: Tenant(), Person: personIDs(i), Account: accountIDs(i), Of: p, Org: UnitID(p.Unit)}
		for _, r := range p.Roles {
			e.Roles = append(e.Roles, Mandate{r.Role, UnitID(r.Unit)})
		}
		err = d.Accounts.Enrol(ctx, e)
		if err != nil {
			return nil, fmt.Errorf("person %s: %w", login, err)
		}
	}
	return unions, nil
}
