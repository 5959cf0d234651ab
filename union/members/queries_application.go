package members

import (
	"context"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// applicationIn loads an application that the actor may see: who filed it, or whoever sees the roll of the unit.
func (s *Service) applicationIn(tx *db.Tx, a kernel.Actor, id kernel.ID) (Application, []kernel.ID, error) {
	p, ok, err := loadApplication(tx, id)
	if err != nil {
		return p, nil, err
	}
	if !ok || p.Tenant != a.Tenant {
		return p, nil, kernel.Missing("members.no_application")
	}
	path, err := s.path(tx, p.Unit)
	if err != nil {
		return p, nil, err
	}
	if a.System || p.Account != 0 && p.Account == a.Account || mayView(a, path) {
		return p, path, nil
	}
	return p, nil, kernel.Missing("members.no_application")
}

// LoadApplication reads an application for those who follow it by facts, with the name of the unit.
func (s *Service) LoadApplication(tx *db.Tx, tenant, id kernel.ID) (Application, string, error) {
	p, _, err := s.applicationIn(tx, kernel.Actor{System: true, Tenant: tenant}, id)
	if err != nil {
		return p, "", err
	}
	names, err := s.names(tx, []kernel.ID{p.Unit}, s.today())
	return p, names[p.Unit], err
}

// double is somebody entered already who may be the applicant.
type double struct {
	Found
	Name string // "" when she stands where the actor may not look
	Born kernel.Date
}

// doubles looks for the applicant among those who are entered already.
func (s *Service) doubles(tx *db.Tx, a kernel.Actor, p Application) ([]double, error) {
	if p.State != ApplicationFiled || p.Account != 0 {
		return nil, nil
	}
	var faults kernel.Faults
	r := p.row(&faults)
	found, err := s.Match(tx, p.Tenant, []Key{{Identity: r.Identity, Name: r.Name, Born: r.Born, Phone: r.Phone}})
	if err != nil {
		return nil, err
	}
	var out []double
	seen := map[kernel.ID]bool{}
	for _, f := range found {
		if seen[f.Person] || len(out) >= 10 {
			continue
		}
		seen[f.Person] = true
		d := double{Found: f}
		path, err := s.path(tx, f.Unit)
		if err != nil {
			return nil, err
		}
		if f.Unit == 0 || mayView(a, path) {
			who, _, err := s.People.Person(tx, p.Tenant, f.Person)
			if err != nil {
				return nil, err
			}
			d.Name, d.Born = who.Name, who.Born
		}
		out = append(out, d)
	}
	return out, nil
}

// applicationDetail is one application with what the actor may do.
type applicationDetail struct {
	Application
	UnitName          string
	Doubles           []double
	Keep, Decide, Own bool
}

func (s *Service) applicationOf(ctx context.Context, a kernel.Actor, id kernel.ID) (d applicationDetail, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p, path, err := s.applicationIn(tx, a, id)
		if err != nil {
			return err
		}
		d = applicationDetail{Application: p, Keep: a.Can(KeepPermission, path), Decide: a.Can(DecidePermission, path), Own: p.Account != 0 && p.Account == a.Account}
		if d.Keep {
			d.Doubles, err = s.doubles(tx, a, p)
		}
		if err != nil {
			return err
		}
		names, err := s.names(tx, []kernel.ID{p.Unit}, s.today())
		d.UnitName = names[p.Unit]
		return err
	})
	return d, err
}

// admissions is what waits for a decision in one unit, and what was decided lately.
type admissions struct {
	Unit    kernel.ID
	Units   []unitChoice
	Waiting []Application
	Batches []Batch
	Decide  bool
	Signer  string
	Post    string
}

func (s *Service) admissionsOf(ctx context.Context, a kernel.Actor, unit kernel.ID) (v admissions, err error) {
	v.Units, err = s.keptUnits(ctx, a)
	if err != nil || len(v.Units) == 0 {
		return v, err
	}
	v.Unit = v.Units[0].id
	known := false
	for _, u := range v.Units {
		if u.id == unit {
			v.Unit, known = unit, true
		}
	}
	if unit != 0 && !known {
		return v, kernel.Missing("members.no_unit")
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if unit == 0 { // begin where somebody waits
			for _, u := range v.Units {
				some, err := applicationsAt(tx, []kernel.ID{u.id}, ApplicationFiled, 0, 1)
				if err != nil {
					return err
				}
				if len(some) > 0 {
					v.Unit = u.id
					break
				}
			}
		}
		path, err := s.path(tx, v.Unit)
		if err != nil {
			return err
		}
		v.Decide = a.Can(DecidePermission, path)
		v.Waiting, err = applicationsAt(tx, []kernel.ID{v.Unit}, ApplicationFiled, 0, 500)
		if err == nil {
			v.Batches, err = batchesAt(tx, []kernel.ID{v.Unit}, 30)
		}
		return err
	})
	v.Signer, v.Post = a.Name, a.Post
	return v, err
}

// batchPaper is a decision with all that stands on it.
type batchPaper struct {
	Batch
	Heads []string // the union that decides and the one above it
	Town  string
	Rows  []Member
	May   bool
}

func (s *Service) batchOf(ctx context.Context, a kernel.Actor, id kernel.ID) (v batchPaper, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		b, ok, err := loadBatch(tx, id)
		if err != nil {
			return err
		}
		path, err := s.path(tx, b.Unit)
		if err != nil {
			return err
		}
		if !ok || b.Tenant != a.Tenant || !a.System && !mayView(a, path) {
			return kernel.Missing("members.no_batch")
		}
		v = batchPaper{Batch: b}
		for i, unit := range path {
			if i > 1 || unit == b.Tenant {
				break
			}
			o, _, err := s.Orgs.Get(tx, unit, b.Decided)
			if err != nil {
				return err
			}
			v.Heads = append(v.Heads, o.Name)
		}
		v.Town, err = s.Orgs.TownOf(tx, b.Unit, b.Decided)
		if err != nil {
			return err
		}
		list, err := applicationsIn(tx, id)
		if err != nil {
			return err
		}
		for _, p := range list {
			m, _, err := s.Get(tx, b.Tenant, p.Member, b.Decided)
			if err != nil {
				return err
			}
			v.Rows = append(v.Rows, m)
		}
		return nil
	})
	return v, err
}

// applyChoices are the units to go down to, where one applies.
type applyChoices struct {
	Here  orgs.Org
	Above []orgs.Org
	Below []orgs.Org
	Leaf  bool
	Mine  []Application
}

func (s *Service) applyChoicesOf(ctx context.Context, a kernel.Actor, unit kernel.ID) (v applyChoices, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		v = applyChoices{}
		v.Mine, err = applicationsOf(tx, a.Account)
		if err != nil {
			return err
		}
		kinds, err := s.Orgs.KindsOn(tx, s.today())
		if err != nil {
			return err
		}
		union := map[string]bool{}
		for _, k := range kinds {
			union[k.Key] = k.System == orgs.Union && k.Key != "union_office"
		}
		at := unit
		if unit == 0 {
			at = a.Tenant
		} else {
			o, ok, err := s.Orgs.Get(tx, unit, s.today())
			if err != nil {
				return err
			}
			if !ok || o.Tenant != a.Tenant || !union[o.Kind] || !o.Life.Holds(s.today()) {
				return kernel.Missing("members.no_unit")
			}
			v.Here = o
		}
		below, err := s.Orgs.Children(tx, at, s.today())
		if err != nil {
			return err
		}
		for _, o := range below {
			if union[o.Kind] {
				v.Below = append(v.Below, o)
			}
		}
		v.Leaf = unit != 0 && len(v.Below) == 0
		return nil
	})
	return v, err
}

// ownForm is the application of the actor filled with what is known of her.
func (s *Service) ownForm(ctx context.Context, a kernel.Actor) (in sheetForm, err error) {
	p, err := s.People.Self(ctx, a)
	if err != nil {
		return in, err
	}
	return sheetForm{Name: p.Name, Born: kernel.FormatDate(p.Born), Sex: p.Sex, Identity: string(p.Identity), Phone: p.Phone, Email: p.Email, Address: p.Address}, nil
}
