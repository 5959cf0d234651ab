package members

import (
	"context"
	"fmt"
	"slices"

	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
)

// Admission (kết quả kết nạp) is what came of writing a chunk of rows: the members in the order of the rows.
//
//glossary:none
type Admission struct {
	Members []kernel.ID
	Persons []kernel.ID
	Numbers []string
}

// Admit enters one member. Refuses as AdmitMany does.
func (s *Service) Admit(ctx context.Context, a kernel.Actor, r Row) (kernel.ID, error) {
	var out Admission
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		out, err = s.AdmitMany(tx, a, []Row{r})
		return err
	})
	if err != nil {
		return 0, err
	}
	return out.Members[0], nil
}

// AdmitMany writes a chunk of admissions in the caller's transaction: persons, memberships, first
// segments and sheets, with one line in the journal and one fact for the whole. It looks for no
// duplicates (see Match) but refuses the whole chunk when one stands in the way: members.invalid with
// the field of the first faulty row, members.number_taken, members.open_already,
// people.identity_taken, members.no_unit, members.may_not.
func (s *Service) AdmitMany(tx *db.Tx, a kernel.Actor, rows []Row) (Admission, error) {
	if len(rows) == 0 {
		return Admission{}, nil
	}
	rows = slices.Clone(rows)
	tenant, err := s.checkRows(tx, a, rows)
	if err != nil {
		return Admission{}, err
	}
	out, err := s.write(tx, tenant, rows)
	if err != nil {
		return Admission{}, duplicateFault(err)
	}
	err = s.tell(tx, a, tenant, FactAdmitted, admittedTold(rows, out))
	if err != nil {
		return Admission{}, err
	}
	return out, s.Audit.Note(tx, inTenant(a, tenant), FactAdmitted, "members:"+rows[0].Unit.String(), nil, admittedTold(rows, out))
}

func admittedTold(rows []Row, out Admission) Told {
	n := len(rows)
	t := Told{Unit: rows[0].Unit, On: rows[0].Joined}
	if n == 1 {
		t.Member, t.Person = out.Members[0], out.Persons[0]
		return t
	}
	t.First, t.Last, t.Count = out.Members[0], out.Members[n-1], n
	return t
}

func inTenant(a kernel.Actor, tenant kernel.ID) kernel.Actor {
	if a.Tenant == 0 {
		a.Tenant = tenant
	}
	return a
}

// checkRows looks at every row and at the right to write into each unit; it gives the tenant of the units.
func (s *Service) checkRows(tx *db.Tx, a kernel.Actor, rows []Row) (kernel.ID, error) {
	today := s.today()
	seen := map[kernel.ID]bool{}
	var tenant kernel.ID
	for i := range rows {
		r := &rows[i]
		err := s.checkRow(r, today)
		if err != nil {
			return 0, fmt.Errorf("row %d: %w", i+1, err)
		}
		if seen[r.Unit] {
			continue
		}
		seen[r.Unit] = true
		unit, err := s.openUnit(tx, a, r.Unit)
		if err != nil {
			return 0, err
		}
		if tenant != 0 && tenant != unit {
			return 0, kernel.Missing("members.no_unit")
		}
		tenant = unit
	}
	return tenant, nil
}

// Check looks a row over as AdmitMany does, without writing, and tidies it. Refuses with members.invalid
// at all fields that cannot be; whether somebody else is in the way is asked by Match.
func (s *Service) Check(r *Row) error { return s.checkRow(r, s.today()) }

func (s *Service) checkRow(r *Row, today kernel.Date) error {
	r.tidy()
	var faults kernel.Faults
	r.check(today, &faults)
	if r.Person == 0 {
		p := r.person(0)
		s.People.Check(&p, &faults)
		r.Name, r.Identity = p.Name, string(p.Identity)
	}
	return faults.Err("members.invalid")
}

// openUnit gives the tenant of a unit that the actor keeps the roll of and that lives today.
func (s *Service) openUnit(tx *db.Tx, a kernel.Actor, unit kernel.ID) (kernel.ID, error) {
	o, ok, err := s.Orgs.Get(tx, unit, s.today())
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, kernel.Missing("members.no_unit")
	}
	path, err := s.path(tx, unit)
	if err != nil {
		return 0, err
	}
	err = canKeepUnit(a, o.Tenant, path)
	if err != nil {
		return 0, err
	}
	if !o.Life.Holds(s.today()) {
		return 0, kernel.Refuse("members.unit_ended", o.Label())
	}
	return o.Tenant, nil
}

func (s *Service) write(tx *db.Tx, tenant kernel.ID, rows []Row) (Admission, error) {
	n := len(rows)
	out := Admission{Members: make([]kernel.ID, n), Persons: make([]kernel.ID, n), Numbers: make([]string, n)}
	var fresh []people.Person
	var known []kernel.ID
	for i := range rows {
		r := &rows[i]
		if r.Person == 0 {
			r.Person = s.IDs.New()
			fresh = append(fresh, r.person(tenant))
		} else {
			known = append(known, r.Person)
		}
		out.Persons[i] = r.Person
	}
	err := s.People.EnterMany(tx, slices.Values(fresh))
	if err != nil {
		return out, err
	}
	err = s.readKnown(tx, tenant, known, rows)
	if err != nil {
		return out, err
	}
	err = s.giveNumbers(tx, tenant, rows)
	if err != nil {
		return out, err
	}
	for i := range rows {
		out.Members[i], out.Numbers[i] = s.IDs.New(), rows[i].Number
	}
	err = copyRows(tx, tenant, rows, out.Members)
	if err != nil {
		return out, err
	}
	err = s.roll.Put(tx, entriesOf(tenant, rows, out.Members))
	if err != nil {
		return out, err
	}
	return out, addCounts(tx, tenant, countsOf(rows))
}

// readKnown fills rows that name a person who is entered already with what is known of her.
func (s *Service) readKnown(tx *db.Tx, tenant kernel.ID, known []kernel.ID, rows []Row) error {
	if len(known) == 0 {
		return nil
	}
	for i := range rows {
		r := &rows[i]
		if !slices.Contains(known, r.Person) {
			continue
		}
		p, ok, err := s.People.Person(tx, tenant, r.Person)
		if err != nil {
			return err
		}
		if !ok {
			return kernel.Missing("members.no_person")
		}
		r.Name, r.Born, r.Sex, r.Identity, r.Phone = p.Name, p.Born, p.Sex, string(p.Identity), p.Phone
	}
	return nil
}

// giveNumbers gives the next numbers of the site to rows that bring none.
func (s *Service) giveNumbers(tx *db.Tx, tenant kernel.ID, rows []Row) error {
	need := 0
	for i := range rows {
		if rows[i].Number == "" {
			need++
		}
	}
	if need == 0 {
		return nil
	}
	first, err := takeNumbers(tx, tenant, need)
	if err != nil {
		return err
	}
	for i := range rows {
		if rows[i].Number == "" {
			rows[i].Number = fmt.Sprintf("%s%08d", ownPrefix, first)
			first++
		}
	}
	return nil
}

// ownPrefix begins the numbers that the program gives while the official form is not known; a number
// from elsewhere that looks the same lifts the counter above itself.
const ownPrefix = "DV"

func duplicateFault(err error) error {
	name, _ := db.Unique(err)
	var faults kernel.Faults
	switch name {
	case "member_number":
		faults.Add("ma_so", "members.number_taken")
	case "member_person":
		return kernel.Refuse("members.open_already")
	case "person_identity":
		faults.Add("so_dinh_danh", "people.identity_taken")
	default:
		return err
	}
	return faults.Err("members.invalid")
}
