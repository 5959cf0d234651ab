package benefits

import (
	"context"
	"slices"
	"time"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// LooksPerMinute is how often one till may ask or work out: a till, not a search.
const LooksPerMinute = 30

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// found is all that is known of a code at a till; only its Answer leaves the room.
type found struct {
	Answer  Answer
	voucher Voucher
	person  kernel.ID
	unit    kernel.ID
}

// look finds what a code is worth at the partner's tills. Cards and members are asked before any
// transaction. A voucher of another partner is unknown here.
func (s *Service) look(ctx context.Context, a kernel.Actor, code string) (found, error) {
	out := found{Answer: Answer{Standing: IsUnknown, At: s.Clock.Now()}}
	token := readToken(code)
	var v Voucher
	var x Series
	var g Agreement
	isVoucher := false
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		v, isVoucher, err = voucherByHash(tx, a.Tenant, token.hash())
		if err != nil || !isVoucher {
			return err
		}
		x, _, err = loadSeries(tx, a.Tenant, v.Series)
		if err == nil {
			g, _, err = loadAgreement(tx, a.Tenant, x.Agreement)
		}
		return err
	})
	if err != nil {
		return out, err
	}
	if isVoucher {
		if canTill(a, g) != nil {
			return out, nil
		}
		out.voucher, out.person, out.unit = v, v.Person, v.Unit
		m, ok, err := s.Roll.Member(ctx, a.Tenant, v.Member, out.Answer.At.Date())
		if err != nil {
			return out, err
		}
		if ok {
			out.unit = m.Unit // she may have been transferred since
		}
		out.Answer.Standing, out.Answer.Voucher = v.standing(x, g, out.Answer.At.Date()), x.SerialText(v.Serial)
		if out.Answer.Standing == IsGood {
			out.Answer.Rights = []Right{{Key: "v", Agreement: g, Series: x, Goods: x.Title, Who: ForMember, Cut: x.Cut}}
		}
		return out, nil
	}
	return out, s.lookCard(ctx, a, code, &out)
}

func (s *Service) lookCard(ctx context.Context, a kernel.Actor, code string, out *found) error {
	member, known, err := s.Cards.Bearer(ctx, a.Tenant, code)
	if err != nil {
		return err
	}
	if member == 0 {
		if known {
			out.Answer.Standing = IsExpired
		}
		return nil
	}
	today := out.Answer.At.Date()
	m, ok, err := s.Roll.Member(ctx, a.Tenant, member, today)
	if err != nil {
		return err
	}
	if !ok {
		out.Answer.Standing = IsExpired
		return nil
	}
	out.person, out.unit, out.Answer.Standing = m.Person, m.Unit, IsNotFor
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		out.Answer.Rights = nil
		path, err := s.Orgs.Path(tx, m.Unit, today)
		if err != nil {
			return err
		}
		list, err := agreementsOfPartner(tx, a.Tenant, a.Account)
		if err != nil {
			return err
		}
		for _, g := range list {
			if canTill(a, g) != nil || !g.Holds(today) || !slices.Contains(path, g.Org) {
				continue
			}
			c, err := g.judge(s.Roll.Vocabulary())
			if err != nil || weigh(c, m.Record).Verdict != rules.Yes {
				continue // a rule that cannot say yes grants nothing at a till; the member's own page says why
			}
			for _, r := range g.Rates {
				out.Answer.Rights = append(out.Answer.Rights, Right{Key: r.ID.String(), Agreement: g, Goods: r.Goods, Who: r.Who, Cut: r.Cut})
			}
		}
		if len(out.Answer.Rights) > 0 {
			out.Answer.Standing = IsGood
		}
		return nil
	})
}

// asked looks a code up and writes down that a till asked. Refuses with web.too_many when it asks faster
// than a till does.
func (s *Service) asked(ctx context.Context, a kernel.Actor, code string) (found, error) {
	if !a.SignedIn() || !a.Anywhere(PermRedeem) {
		return found{}, kernel.Missing("benefits.no_use")
	}
	f, err := s.look(ctx, a, code)
	if err != nil {
		return f, err
	}
	return f, s.DB.Tx(ctx, func(tx *db.Tx) error {
		now := s.Clock.Now()
		n, err := looksSince(tx, a.Account, now.Add(-time.Minute), LooksPerMinute)
		if err != nil {
			return err
		}
		if n >= LooksPerMinute {
			return &kernel.Fault{Kind: kernel.Unavailable, Code: "web.too_many"}
		}
		return insertLook(tx, s.IDs.New(), a.Tenant, a.Account, now, f.Answer.Standing)
	})
}

// Check answers a till. Refuses with web.too_many, benefits.no_use for whoever is no partner.
func (s *Service) Check(ctx context.Context, a kernel.Actor, code string) (Answer, error) {
	f, err := s.asked(ctx, a, code)
	return f.Answer, err
}

// reckon finds the right that was chosen and works the bill out.
func reckon(f found, in Till) (Sum, error) {
	var sum Sum
	if f.Answer.Standing != IsGood {
		return sum, kernel.Refuse("benefits.code_" + string(f.Answer.Standing))
	}
	var fs kernel.Faults
	at := slices.IndexFunc(f.Answer.Rights, func(r Right) bool { return r.Key == in.Right })
	if at < 0 && len(f.Answer.Rights) == 1 && in.Right == "" {
		at = 0
	}
	if at < 0 {
		fs.Add("quyen", "benefits.choose_right")
	}
	switch {
	case in.Bill <= 0:
		fs.Add("hoa_don", "benefits.no_bill")
	case in.Bill > maxBill:
		fs.Add("hoa_don", "benefits.bad_sum", kernel.Money(maxBill).String())
	}
	if at >= 0 {
		sum.Right = f.Answer.Rights[at]
		places := sum.Right.Agreement.Places
		i := slices.IndexFunc(places, func(p Place) bool { return p.ID == in.Place })
		switch {
		case i >= 0:
			sum.Place = places[i]
		case len(places) == 1 && in.Place == 0:
			sum.Place = places[0]
		default:
			fs.Add("noi", "benefits.choose_place")
		}
		if least := sum.Right.Cut.Least; in.Bill > 0 && in.Bill < least {
			fs.Add("hoa_don", "benefits.bill_too_small", least.String())
		}
	}
	sum.Bill = in.Bill
	sum.Discount = sum.Right.Cut.Of(in.Bill)
	return sum, fs.Err("benefits.invalid_use")
}

// Reckon works a bill out without writing anything. Refuses with benefits.invalid_use at the fields,
// benefits.code_used, benefits.code_expired, benefits.code_unknown, benefits.code_not_for.
func (s *Service) Reckon(ctx context.Context, a kernel.Actor, in Till) (Sum, error) {
	f, err := s.asked(ctx, a, in.Code)
	if err != nil {
		return Sum{}, err
	}
	return reckon(f, in)
}

// Confirm grants the discount, once: the same key a second time gives the use that is there. Of two that
// use one voucher at once, one wins and the other is refused with benefits.code_used. Refuses as Reckon
// does.
func (s *Service) Confirm(ctx context.Context, a kernel.Actor, in Till) (Use, error) {
	if in.Key == "" {
		return Use{}, invalid("phieu", "benefits.no_key")
	}
	if !a.SignedIn() || !a.Anywhere(PermRedeem) {
		return Use{}, kernel.Missing("benefits.no_use")
	}
	var u Use
	var there bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		u, there, err = useByKey(tx, a.Account, in.Key)
		return err
	})
	if err != nil || there {
		return u, err
	}
	f, err := s.asked(ctx, a, in.Code)
	if err != nil {
		return u, err
	}
	sum, err := reckon(f, in)
	if err != nil {
		return s.lost(ctx, a, in.Key, err)
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		u, there, err = useByKey(tx, a.Account, in.Key)
		if err != nil || there {
			return err
		}
		now := s.Clock.Now()
		g, _, err := loadAgreement(tx, a.Tenant, sum.Right.Agreement.ID) // ended between the look and now
		if err != nil {
			return err
		}
		if !g.Holds(now.Date()) {
			return kernel.Refuse("benefits.code_expired")
		}
		u = Use{ID: s.IDs.New(), Tenant: a.Tenant, Agreement: g.ID, Partner: a.Account, Key: in.Key, Person: f.person, Unit: f.unit, Place: sum.Place.Name,
			Goods: sum.Right.Goods, Who: sum.Right.Who, Bill: sum.Bill, Discount: sum.Discount, At: now, On: now.Date(), Way: in.Way}
		if f.voucher.ID != 0 {
			u.Voucher, u.Series = f.voucher.ID, f.voucher.Series
			won, err := endVoucher(tx, u.Voucher, Issued, Redeemed, now, "")
			if err != nil {
				return err
			}
			if !won {
				return kernel.Refuse("benefits.code_used")
			}
		}
		err = insertUse(tx, u)
		if err != nil {
			return err
		}
		err = s.tell(tx, a, RedeemedFact, "redemption:"+u.ID.String(), Told{Agreement: g.ID, Org: g.Org, Series: u.Series, Unit: u.Unit, Bill: u.Bill, Discount: u.Discount})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits.redeemed", "redemption:"+u.ID.String(), nil, map[string]any{"agreement": g.ID, "voucher": u.Voucher, "bill": u.Bill, "discount": u.Discount})
	})
	if err != nil {
		return s.lost(ctx, a, in.Key, err)
	}
	return u, nil
}

// lost looks once more after a refusal: the other half of a double tap may have won with the same key.
func (s *Service) lost(ctx context.Context, a kernel.Actor, key string, why error) (Use, error) {
	var u Use
	var there bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		u, there, err = useByKey(tx, a.Account, key)
		return err
	})
	if err == nil && there {
		return u, nil
	}
	return Use{}, why
}

// CancelUse takes a redemption back within the time that the agreement states, with the reason; its
// voucher may be used again. A second time changes nothing. Refuses with benefits.no_use,
// benefits.too_late, benefits.invalid at the reason.
func (s *Service) CancelUse(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) (Use, error) {
	var u Use
	err := needReason("ly_do", reason)
	if err != nil {
		return u, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		var g Agreement
		var err error
		u, g, err = s.ownUse(tx, a, id)
		if err != nil {
			return err
		}
		if !u.Cancelled.IsZero() {
			return nil
		}
		now := s.Clock.Now()
		if now.After(u.CancelUntil(g)) {
			return kernel.Refuse("benefits.too_late", g.CancelMinutes)
		}
		done, err := cancelUse(tx, u.ID, now, reason)
		if err != nil || !done {
			return err
		}
		u.Cancelled, u.Reason = now, reason
		if u.Voucher != 0 {
			err = saved(endVoucher(tx, u.Voucher, Redeemed, Issued, kernel.Instant{}, ""))
			if err != nil {
				return err
			}
		}
		err = s.tell(tx, a, CancelledFact, "redemption:"+u.ID.String(), Told{Agreement: g.ID, Org: g.Org, Series: u.Series, Unit: u.Unit, Bill: u.Bill, Discount: u.Discount})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits.cancelled", "redemption:"+u.ID.String(), nil, map[string]any{"reason": reason})
	})
	return u, err
}

// ownUse loads a redemption of the actor's own tills.
func (s *Service) ownUse(tx *db.Tx, a kernel.Actor, id kernel.ID) (Use, Agreement, error) {
	u, ok, err := loadUse(tx, a.Tenant, id)
	if err != nil {
		return u, Agreement{}, err
	}
	if !ok || u.Partner != a.Account {
		return u, Agreement{}, kernel.Missing("benefits.no_use")
	}
	g, _, err := loadAgreement(tx, a.Tenant, u.Agreement)
	if err != nil {
		return u, g, err
	}
	return u, g, canTill(a, g)
}
