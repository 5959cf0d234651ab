package benefits

import (
	"context"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// OwnVoucher is a voucher as its owner sees it.
//
//glossary:none
type OwnVoucher struct {
	Voucher   Voucher
	Series    Series
	Agreement Agreement
	Standing  Standing
	Address   string // of its code, while it is good
}

// Offer is an agreement that reaches the member's unit, with what its condition says of her.
//
//glossary:none
type Offer struct {
	Agreement Agreement
	Org       string
	Finding   rules.Finding
	Near      Nearness
	Places    []Place // the nearest first
}

// Mine is what a member sees of this room.
//
//glossary:none
type Mine struct {
	Member   Member
	IsMember bool
	Home     string // name of the commune she lives in
	Vouchers []OwnVoucher
	Offers   []Offer
	Uses     []Use
	Titles   map[kernel.ID]string // of the agreements of Uses
}

// Mine reads the actor's own page. Whoever is no member sees her vouchers and uses, and no offers.
func (s *Service) Mine(ctx context.Context, a kernel.Actor) (Mine, error) {
	m := Mine{Titles: map[kernel.ID]string{}}
	if a.Person == 0 {
		return m, nil
	}
	var err error
	m.Member, m.IsMember, err = s.Roll.OfPerson(ctx, a.Tenant, a.Person, s.today())
	if err != nil {
		return m, err
	}
	var offers []Agreement
	names := map[kernel.ID]string{}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		m.Vouchers, offers = nil, nil
		list, err := vouchersOfPerson(tx, a.Tenant, a.Person, 100)
		if err != nil {
			return err
		}
		for _, v := range list {
			own, err := s.own(tx, v)
			if err != nil {
				return err
			}
			m.Vouchers = append(m.Vouchers, own)
		}
		m.Uses, err = usesOfPerson(tx, a.Tenant, a.Person, 50)
		if err != nil {
			return err
		}
		for _, u := range m.Uses {
			if m.Titles[u.Agreement] == "" {
				g, _, err := loadAgreement(tx, a.Tenant, u.Agreement)
				if err != nil {
					return err
				}
				m.Titles[u.Agreement] = g.Title
			}
		}
		if !m.IsMember {
			return nil
		}
		line, err := s.Orgs.Path(tx, m.Member.Unit, s.today())
		if err != nil {
			return err
		}
		offers, err = agreementsReaching(tx, a.Tenant, line, s.today())
		for _, g := range offers {
			if err == nil {
				err = s.name(tx, names, g.Org)
			}
		}
		return err
	})
	if err != nil {
		return m, err
	}
	return m, s.offers(ctx, &m, offers, names)
}

func (s *Service) own(tx *db.Tx, v Voucher) (OwnVoucher, error) {
	o := OwnVoucher{Voucher: v}
	var err error
	o.Series, _, err = loadSeries(tx, v.Tenant, v.Series)
	if err != nil {
		return o, err
	}
	o.Agreement, _, err = loadAgreement(tx, v.Tenant, o.Series.Agreement)
	o.Standing = v.standing(o.Series, o.Agreement, s.today())
	if o.Standing == IsGood {
		o.Address = s.CodeOf(v)
	}
	return o, err
}

// OwnVoucher reads one voucher of the actor's own, for its code. Refuses with benefits.no_voucher.
func (s *Service) OwnVoucher(ctx context.Context, a kernel.Actor, id kernel.ID) (OwnVoucher, error) {
	var o OwnVoucher
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		v, ok, err := loadVoucher(tx, a.Tenant, id)
		if err != nil {
			return err
		}
		if !ok || a.Person == 0 || v.Person != a.Person {
			return kernel.Missing("benefits.no_voucher")
		}
		o, err = s.own(tx, v)
		return err
	})
	return o, err
}
