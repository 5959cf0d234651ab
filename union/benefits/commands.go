package benefits

import (
	"context"
	"encoding/json"
	"fmt"

	"doanket/core/orgs"
	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB       *db.DB
	IDs      *kernel.IDs
	Clock    kernel.Clock
	Audit    *audit.Journal
	Outbox   *outbox.Outbox
	Orgs     *orgs.Service
	Files    files.Store
	Roll     Roll
	Cards    Cards
	Partners Partners
	Key      []byte // of the site: tokens are derived from it
	Base     string // address of the site, for codes
	Site     func() kernel.ID
}

// Service is the room's door.
type Service struct{ Deps }

// New opens the room.
func New(d Deps) *Service { return &Service{d} }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

// scopeOf is where the actor looks, with what stands above it today.
func (s *Service) scopeOf(tx *db.Tx, a kernel.Actor) (scope, error) {
	sc := scope{All: everything(a), Roots: sight(a)}
	if sc.All {
		return sc, nil
	}
	for _, root := range sc.Roots {
		path, err := s.Orgs.Path(tx, root, s.today())
		if err != nil {
			return sc, err
		}
		sc.Above = append(sc.Above, path...)
	}
	return sc, nil
}

// agreement loads one and asks whether the actor may see it, and hold the permission over its unit when
// one is named.
func (s *Service) agreement(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Agreement, error) {
	g, ok, err := loadAgreement(tx, a.Tenant, id)
	if err != nil {
		return g, err
	}
	if !ok {
		return g, kernel.Missing("benefits.no_agreement")
	}
	path, err := s.Orgs.Path(tx, g.Org, s.today())
	if err != nil {
		return g, err
	}
	sc, err := s.scopeOf(tx, a)
	if err != nil {
		return g, err
	}
	if permission == "" {
		return g, canSee(a, g, path, sc)
	}
	return g, canOwn(a, g, path, sc, permission)
}

func changed() error { return &kernel.Fault{Kind: kernel.Conflict, Code: "benefits.changed_meanwhile"} }

func saved(ok bool, err error) error {
	if err == nil && !ok {
		return changed()
	}
	return err
}

func needReason(field, reason string) error {
	if len([]rune(reason)) < 5 {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "benefits.invalid", Fields: []kernel.FieldFault{{Field: field, Code: "benefits.no_reason"}}}
	}
	return nil
}

func subject(g Agreement) string { return "agreement:" + g.ID.String() }

func (s *Service) tell(tx *db.Tx, a kernel.Actor, kind, subject string, t Told) error {
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("fact of %s: %w", subject, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: a.Tenant, Kind: kind, Version: 1, Subject: subject, Actor: a.Account, Data: data})
}

func brief(g Agreement) map[string]any {
	return map[string]any{"title": g.Title, "org": g.Org, "partner": g.Partner, "from": g.From, "to": g.To, "rule": g.Rule, "state": g.State}
}

// Create writes a new agreement as a draft. Refuses with benefits.invalid at the fields, the faults of
// the condition among them, and at the unit when the actor may not prepare there.
func (s *Service) Create(ctx context.Context, a kernel.Actor, in AgreementInput) (Agreement, error) {
	g := Agreement{ID: s.IDs.New(), Tenant: a.Tenant, State: Draft, PreparedBy: a.Account, Preparer: a.Name}
	partners, err := s.Partners.Partners(ctx, a.Tenant)
	if err != nil {
		return g, err
	}
	err = g.write(in, partners, s.Roll.Vocabulary())
	if err != nil {
		return g, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, g.Org, s.today())
		if err != nil {
			return err
		}
		if !a.Can(PermPrepare, path) {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "benefits.invalid", Fields: []kernel.FieldFault{{Field: "don_vi", Code: "benefits.no_unit"}}}
		}
		err = insertAgreement(tx, g)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits.created", subject(g), nil, brief(g))
	})
	return g, err
}

// draft does something to a draft and saves it.
func (s *Service) draft(ctx context.Context, a kernel.Actor, id kernel.ID, what string, do func(tx *db.Tx, g *Agreement) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		g, err := s.agreement(tx, a, id, PermPrepare)
		if err != nil {
			return err
		}
		if g.State != Draft {
			return kernel.Refuse("benefits.not_now")
		}
		before := brief(g)
		err = do(tx, &g)
		if err != nil {
			return err
		}
		g.PreparedBy, g.Preparer = a.Account, a.Name
		err = saved(saveAgreement(tx, g))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits."+what, subject(g), before, brief(g))
	})
}

// Rewrite changes a draft; whoever wrote last is the one who may not approve. Refuses as Create does,
// and with benefits.not_now once it is signed, benefits.changed_meanwhile.
func (s *Service) Rewrite(ctx context.Context, a kernel.Actor, id kernel.ID, version int64, in AgreementInput) error {
	partners, err := s.Partners.Partners(ctx, a.Tenant)
	if err != nil {
		return err
	}
	return s.draft(ctx, a, id, "rewritten", func(_ *db.Tx, g *Agreement) error {
		if g.Version != version {
			return changed()
		}
		in.Org = g.Org
		return g.write(in, partners, s.Roll.Vocabulary())
	})
}

// AddRate adds a rate to a draft. Refuses with benefits.invalid at the fields, benefits.not_now.
func (s *Service) AddRate(ctx context.Context, a kernel.Actor, id kernel.ID, r Rate) error {
	r, err := checkedRate(r)
	if err != nil {
		return err
	}
	return s.draft(ctx, a, id, "rate_added", func(tx *db.Tx, g *Agreement) error {
		if len(g.Rates) >= maxRates {
			return kernel.Refuse("benefits.too_many_lines", maxRates)
		}
		r.ID = s.IDs.New()
		return insertRate(tx, g.ID, r)
	})
}

// RemoveRate takes a rate out of a draft; one that is gone already stays gone.
func (s *Service) RemoveRate(ctx context.Context, a kernel.Actor, id, rate kernel.ID) error {
	return s.draft(ctx, a, id, "rate_removed", func(tx *db.Tx, g *Agreement) error { return deleteRate(tx, g.ID, rate) })
}

// AddPlace adds a place to a draft. area is a code or the name of a commune on the first day of the
// agreement. Refuses with benefits.invalid at the fields.
func (s *Service) AddPlace(ctx context.Context, a kernel.Actor, id kernel.ID, p Place, area string) error {
	return s.draft(ctx, a, id, "place_added", func(tx *db.Tx, g *Agreement) error {
		if len(g.Places) >= maxPlaces {
			return kernel.Refuse("benefits.too_many_lines", maxPlaces)
		}
		var fs kernel.Faults
		if len([]rune(p.Name)) < 2 {
			fs.Add("ten", "benefits.no_place_name")
		}
		err := s.locate(tx, &p, area, g.From, &fs)
		if err != nil {
			return err
		}
		err = fs.Err("benefits.invalid")
		if err != nil {
			return err
		}
		p.ID = s.IDs.New()
		return insertPlace(tx, g.ID, p)
	})
}

// RemovePlace takes a place out of a draft.
func (s *Service) RemovePlace(ctx context.Context, a kernel.Actor, id, place kernel.ID) error {
	return s.draft(ctx, a, id, "place_removed", func(tx *db.Tx, g *Agreement) error { return deletePlace(tx, g.ID, place) })
}

// locate finds the commune that was meant, as it was on a day: by code, or by a name that only one has.
func (s *Service) locate(tx *db.Tx, p *Place, area string, on kernel.Date, fs *kernel.Faults) error {
	found, err := s.Orgs.FindAreas(tx, area, on, 50)
	if err != nil {
		return err
	}
	var communes []orgs.Area
	for _, x := range found {
		if x.Level == orgs.Commune && (len(communes) == 0 || kernel.Fold(communes[0].Name) == kernel.Fold(x.Name)) {
			communes = append(communes, x)
		}
	}
	switch {
	case len(communes) == 0:
		fs.Add("xa", "benefits.no_area", kernel.FormatDate(on))
		return nil
	case len(communes) > 1:
		fs.Add("xa", "benefits.many_areas", len(communes))
		return nil
	}
	c := communes[0]
	p.Code, p.Area, p.AreaName = c.Code, c.Area, c.Title()
	for up := c.Parent; up != 0; {
		above, ok, err := orgs.AreaOn(tx, up, on)
		if err != nil || !ok {
			return err
		}
		if above.Level == orgs.Province {
			p.Province, p.AreaName = above.Area, c.Title()+", "+above.Title()
		}
		up = above.Parent
	}
	return nil
}

// AttachPaper keeps the signed agreement as a file of a draft.
func (s *Service) AttachPaper(ctx context.Context, a kernel.Actor, id kernel.ID, f files.File) error {
	return s.draft(ctx, a, id, "paper_attached", func(_ *db.Tx, g *Agreement) error {
		g.Paper = Paper{SHA: f.SHA256, Name: f.Name, Type: string(f.Type), Size: f.Size}
		return nil
	})
}

// moveAgreement takes one verb of the flow.
func (s *Service) moveAgreement(ctx context.Context, a kernel.Actor, id kernel.ID, permission string, v Verb, check func(tx *db.Tx, g *Agreement) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		g, err := s.agreement(tx, a, id, permission)
		if err != nil {
			return err
		}
		was := g.State
		err = g.move(v)
		if err == nil && check != nil {
			err = check(tx, &g)
		}
		if err != nil {
			return err
		}
		return s.keep(tx, a, g, v, was)
	})
}

// keep saves an agreement after a verb, writes it down and tells it.
func (s *Service) keep(tx *db.Tx, a kernel.Actor, g Agreement, v Verb, was State) error {
	err := saved(saveAgreement(tx, g))
	if err != nil {
		return err
	}
	fact := map[Verb]string{Approve: ApprovedFact, End: EndedFact, Lapse: EndedFact}[v]
	if fact != "" {
		a.Tenant = g.Tenant
		err = s.tell(tx, a, fact, subject(g), Told{Agreement: g.ID, Org: g.Org})
		if err != nil {
			return err
		}
	}
	return s.Audit.Note(tx, a, "benefits."+string(v), subject(g), map[string]State{"state": was}, brief(g))
}

// Approve signs an agreement: another person than the one who wrote it. From its first day on it is in
// use. Refuses with benefits.second_person, benefits.no_rates, benefits.already_over, benefits.not_now.
func (s *Service) Approve(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveAgreement(ctx, a, id, PermApprove, Approve, func(_ *db.Tx, g *Agreement) error {
		err := canApprove(a, g.PreparedBy)
		if err != nil {
			return err
		}
		if g.To.Before(s.today()) {
			return kernel.Refuse("benefits.already_over", kernel.FormatDate(g.To))
		}
		if len(g.Rates) == 0 {
			return kernel.Refuse("benefits.no_rates")
		}
		if len(g.Places) == 0 {
			return kernel.Refuse("benefits.no_places")
		}
		_, err = g.judge(s.Roll.Vocabulary())
		if err != nil {
			return err
		}
		g.ApprovedBy, g.Approver, g.ApprovedAt = a.Account, a.Name, s.Clock.Now()
		if !g.From.After(s.today()) {
			return g.move(Begin)
		}
		return nil
	})
}

// Drop throws a draft away.
func (s *Service) Drop(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveAgreement(ctx, a, id, PermPrepare, Drop, nil)
}

// End ends an agreement today, before its time, with the reason. Its vouchers cannot be used any more.
// Refuses with benefits.invalid at the reason, benefits.not_now.
func (s *Service) End(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) error {
	err := needReason("ly_do", reason)
	if err != nil {
		return err
	}
	return s.moveAgreement(ctx, a, id, PermApprove, End, func(_ *db.Tx, g *Agreement) error {
		g.EndedOn, g.EndReason = s.today(), reason
		return nil
	})
}
