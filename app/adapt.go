package app

import (
	"context"

	"doanket/core/orgs"
	"doanket/core/payments"
	"doanket/core/people"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/services/dossiers"
)

// staff lets dossiers ask core/people who an officer is.
type staff struct{ a *App }

func handOf(s people.Staff) dossiers.Hand {
	return dossiers.Hand{Account: s.Account, Person: s.Person, Org: s.Org, Name: s.Name, Post: s.Post}
}

func (s staff) Officer(ctx context.Context, tenant, account kernel.ID) (dossiers.Hand, error) {
	who, err := s.a.people.StaffOf(ctx, tenant, account)
	return handOf(who), err
}

func (s staff) Officers(ctx context.Context, tenant, org kernel.ID, permission string) ([]dossiers.Hand, error) {
	list, err := s.a.people.StaffHolding(ctx, tenant, org, permission)
	if err != nil {
		return nil, err
	}
	out := make([]dossiers.Hand, 0, len(list))
	for _, who := range list {
		out = append(out, handOf(who))
	}
	return out, nil
}

// self is the person at the browser as the applicant of her own dossier.
func (a *App) self(ctx context.Context, actor kernel.Actor) (dossiers.Party, error) {
	who, err := a.people.Self(ctx, actor)
	return dossiers.Party{Kind: "person", Name: who.Name, Identity: string(who.Identity), Born: who.Born, Phone: who.Phone, Email: who.Email, Address: who.Address}, err
}

// calendars gives the working calendar of a unit.
type calendars struct{ a *App }

func (c calendars) CalendarOf(ctx context.Context, tenant, org kernel.ID) (*kernel.Calendar, error) {
	return c.a.orgs.CalendarOf(ctx, tenant, org)
}

// directory names units for the pages of dossiers.
type directory struct{ a *App }

func (d directory) Names(ctx context.Context, _ kernel.ID, units []kernel.ID, at kernel.Instant) (dossiers.Units, error) {
	out := dossiers.Units{}
	err := d.a.db.Read(ctx, func(tx *db.Tx) error {
		for _, id := range units {
			if id == 0 || out[id] != "" {
				continue
			}
			o, ok, err := d.a.orgs.Get(tx, id, at.Date())
			if err != nil {
				return err
			}
			if ok {
				out[id] = o.Name
			}
		}
		return nil
	})
	return out, err
}

// Letterhead is the unit's own on that day: the body above it stands over it. The site's root is no
// body and stands over nobody.
func (d directory) Letterhead(ctx context.Context, tenant, unit kernel.ID, at kernel.Instant) (dossiers.Letterhead, error) {
	head := dossiers.Letterhead{Site: d.a.cfg.URL}
	err := d.a.db.Read(ctx, func(tx *db.Tx) error {
		line, err := d.a.lineOf(tx, unit, at.Date())
		if err != nil || len(line) == 0 {
			return err
		}
		head.Issuer = line[0].Name
		if len(line) > 1 && line[1].ID != tenant {
			head.Superior = line[1].Name
		}
		head.Town, err = d.a.orgs.TownOf(tx, unit, at.Date())
		return err
	})
	return head, err
}

// Below are the units under the given ones, indented.
func (d directory) Below(ctx context.Context, _ kernel.ID, roots []kernel.ID, at kernel.Instant) ([]dossiers.UnitChoice, error) {
	var out []dossiers.UnitChoice
	err := d.a.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		for _, root := range roots {
			tree, ok, err := d.a.orgs.Tree(tx, root, at.Date(), 12)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, flatten(tree, 0)...)
			}
		}
		return nil
	})
	return out, err
}

func flatten(b orgs.TreeNode, depth int) []dossiers.UnitChoice {
	out := []dossiers.UnitChoice{{ID: b.Org.ID, Name: b.Org.Name, Depth: depth}}
	for _, child := range b.Children {
		out = append(out, flatten(child, depth+1)...)
	}
	return out
}

// till is where orders of dossiers are paid.
type till struct{ a *App }

// OrdersUnder are the orders of the dossier with a code or an intake reference.
func (t till) OrdersUnder(ctx context.Context, actor kernel.Actor, number string) ([]kernel.ID, error) {
	id, err := t.a.dossiers.ByCode(ctx, actor, number)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []kernel.ID
	err = t.a.db.Read(ctx, func(tx *db.Tx) error {
		d, err := t.a.dossiers.Load(tx, actor.Tenant, id)
		out = nil
		for _, o := range d.Orders {
			out = append(out, o.ID)
		}
		return err
	})
	return out, err
}

func (t till) Pay(_ context.Context, _, order kernel.ID) (string, error) {
	return "/thu-ngan/" + order.String(), nil
}

func (t till) PayerPage(ctx context.Context, _, order kernel.ID) (string, error) {
	var reference string
	err := t.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		reference, err = t.a.payments.ReferenceOf(tx, order)
		return err
	})
	if err != nil || reference == "" {
		return "", err
	}
	return payments.PayerPath(reference), nil
}

func (t till) ReceiptPDF(ctx context.Context, tenant, order, receipt kernel.ID) (string, []byte, error) {
	return t.a.payments.ReceiptOf(ctx, tenant, order, receipt)
}

func (t till) ReceiptPage(ctx context.Context, _, order kernel.ID) (string, error) {
	var receipts []payments.Receipt
	err := t.a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		receipts, err = t.a.payments.ReceiptsOf(tx, order)
		return err
	})
	if err != nil || len(receipts) == 0 {
		return "", err
	}
	return "/bien-lai/" + receipts[0].ID.String(), nil
}
