package benefits

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// series loads one with its agreement.
func (s *Service) series(tx *db.Tx, a kernel.Actor, id kernel.ID, permission string) (Series, Agreement, error) {
	x, ok, err := loadSeries(tx, a.Tenant, id)
	if err == nil && !ok {
		err = kernel.Missing("benefits.no_series")
	}
	if err != nil {
		return x, Agreement{}, err
	}
	g, err := s.agreement(tx, a, x.Agreement, permission)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		err = kernel.Missing("benefits.no_series")
	}
	return x, g, err
}

// CreateSeries writes a series of vouchers under a signed agreement. Refuses with benefits.invalid at the
// fields, benefits.code_taken, benefits.not_now.
func (s *Service) CreateSeries(ctx context.Context, a kernel.Actor, agreement kernel.ID, in SeriesInput) (Series, error) {
	var x Series
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		g, err := s.agreement(tx, a, agreement, PermPrepare)
		if err != nil {
			return err
		}
		if g.State != Signed && g.State != Running {
			return kernel.Refuse("benefits.not_now")
		}
		x, err = newSeries(in, g, s.Roll.Vocabulary())
		if err != nil {
			return err
		}
		x.ID, x.Tenant, x.Agreement, x.PreparedBy, x.Preparer = s.IDs.New(), a.Tenant, g.ID, a.Account, a.Name
		taken, err := codeTaken(tx, a.Tenant, x.Code)
		if err != nil {
			return err
		}
		if taken {
			return &kernel.Fault{Kind: kernel.Invalid, Code: "benefits.invalid", Fields: []kernel.FieldFault{{Field: "ky_hieu", Code: "benefits.code_taken"}}}
		}
		err = insertSeries(tx, x)
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits.series_created", "series:"+x.ID.String(), nil, map[string]any{"code": x.Code, "count": x.Count, "agreement": g.ID})
	})
	return x, err
}

func (s *Service) moveSeries(ctx context.Context, a kernel.Actor, id kernel.ID, v Verb, check func(x *Series, g Agreement) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		x, g, err := s.series(tx, a, id, PermApprove)
		if err != nil {
			return err
		}
		was := x.State
		err = x.move(v)
		if err == nil {
			err = check(&x, g)
		}
		if err != nil {
			return err
		}
		err = saved(saveSeries(tx, x))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits.series_"+string(v), "series:"+x.ID.String(), map[string]SeriesState{"state": was}, map[string]SeriesState{"state": x.State})
	})
}

// OpenSeries lets vouchers be issued: another person than the one who wrote the series. Refuses with
// benefits.second_person, benefits.not_now.
func (s *Service) OpenSeries(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveSeries(ctx, a, id, Open, func(x *Series, g Agreement) error {
		if g.State != Signed && g.State != Running {
			return kernel.Refuse("benefits.not_now")
		}
		x.OpenedBy, x.Opener = a.Account, a.Name
		return canApprove(a, x.PreparedBy)
	})
}

// CloseSeries ends issuing; vouchers that are out stay good until their last day.
func (s *Service) CloseSeries(ctx context.Context, a kernel.Actor, id kernel.ID) error {
	return s.moveSeries(ctx, a, id, Close, func(*Series, Agreement) error { return nil })
}

// IssueInput is to whom vouchers go: members by number, or all of a unit's subtree whom the rule names.
//
//glossary:none
type IssueInput struct {
	Unit    kernel.ID // of the subtree, when Numbers is empty
	Numbers []string
	Each    int // how many each
}

// IssueResult is what an issue did.
//
//glossary:none
type IssueResult struct {
	Issued  int
	Members int
	Had     int // had as many as one may have
	NotFor  int // the rule says no
	Unsure  int // the rule cannot say
}

// Issue makes out vouchers. Serials go on from the last one without a gap; nobody gets more than the
// series allows. By list every number must be of a member below the signing unit; by rule whoever is not
// named by it is passed over. Refuses with benefits.invalid at the fields, benefits.too_few_left when not
// all of them would get theirs, benefits.not_now.
func (s *Service) Issue(ctx context.Context, a kernel.Actor, id kernel.ID, in IssueInput) (IssueResult, error) {
	var out IssueResult
	var x Series
	var g Agreement
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		x, g, err = s.series(tx, a, id, "")
		return err
	})
	if err != nil {
		return out, err
	}
	if in.Each < 1 || in.Each > x.PerMember {
		return out, invalid("moi_nguoi", "benefits.bad_per_member", x.PerMember)
	}
	list, err := s.receivers(ctx, a, x, g, in, &out)
	if err != nil {
		return out, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		done := out
		x, g, err := s.series(tx, a, id, "")
		if err != nil {
			return err
		}
		if x.State != SeriesOpen || g.State != Signed && g.State != Running || s.today().After(x.To) {
			return kernel.Refuse("benefits.not_now")
		}
		made, err := s.makeOut(tx, a, &x, list, in.Each, &done)
		if err != nil {
			return err
		}
		if len(made) == 0 {
			return kernel.Refuse("benefits.nobody")
		}
		if x.Issued > x.Count {
			return kernel.Refuse("benefits.too_few_left", kernel.GroupThousands(int64(len(made))), kernel.GroupThousands(int64(x.Count-x.Issued+len(made))))
		}
		err = saved(saveSeries(tx, x))
		if err != nil {
			return err
		}
		err = insertVouchers(tx, made)
		if err != nil {
			return err
		}
		err = s.tell(tx, a, IssuedFact, subject(g), Told{Agreement: g.ID, Org: g.Org, Series: x.ID, Count: len(made)})
		if err != nil {
			return err
		}
		out = done
		return s.Audit.Note(tx, a, "benefits.issued", "series:"+x.ID.String(), nil, map[string]any{"count": len(made), "members": done.Members, "to": x.Issued})
	})
	return out, err
}

func invalid(field, code string, args ...any) error {
	return &kernel.Fault{Kind: kernel.Invalid, Code: "benefits.invalid", Fields: []kernel.FieldFault{{Field: field, Code: code, Args: args}}}
}

// makeOut writes the vouchers of a list of members in the order of the list.
func (s *Service) makeOut(tx *db.Tx, a kernel.Actor, x *Series, list []Member, each int, out *IssueResult) ([]Voucher, error) {
	persons := make([]kernel.ID, len(list))
	for i, m := range list {
		persons[i] = m.Person
	}
	has, err := vouchersHeld(tx, x.ID, persons)
	if err != nil {
		return nil, err
	}
	var made []Voucher
	now := s.Clock.Now()
	for _, m := range list {
		n := min(each, x.PerMember-has[m.Person])
		if n <= 0 {
			out.Had++
			continue
		}
		has[m.Person] += n
		out.Members++
		for range n {
			x.Issued++
			v := Voucher{ID: s.IDs.New(), Tenant: x.Tenant, Series: x.ID, Serial: x.Issued, Member: m.ID, Person: m.Person, Number: m.Number, Name: m.Name, Unit: m.Unit, State: Issued, IssuedAt: now, IssuedBy: a.Name}
			v.hash = tokenOf(s.Key, v.ID).hash()
			made = append(made, v)
		}
	}
	out.Issued = len(made)
	return made, nil
}

// receivers are the members whom an issue is for, unit by unit and by name within a unit.
func (s *Service) receivers(ctx context.Context, a kernel.Actor, x Series, g Agreement, in IssueInput, out *IssueResult) ([]Member, error) {
	if len(in.Numbers) > 0 {
		return s.receiversByNumber(ctx, a, g, in.Numbers)
	}
	var units []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, in.Unit, s.today())
		if err != nil {
			return err
		}
		if in.Unit == 0 || !slices.Contains(path, g.Org) || !canIssue(a, path) {
			return invalid("don_vi", "benefits.no_unit")
		}
		units, err = s.Orgs.Under(tx, []kernel.ID{in.Unit}, s.today())
		return err
	})
	if err != nil {
		return nil, err
	}
	var rule *rules.Condition
	if x.Rule != "" {
		rule, err = s.Roll.Vocabulary().Condition("dieu_kien", x.Rule)
		if err != nil {
			return nil, err
		}
	}
	var list []Member
	err = s.Roll.Each(ctx, a.Tenant, units, s.today(), func(m Member) error {
		switch weigh(rule, m.Record).Verdict {
		case rules.No:
			out.NotFor++
		case rules.Unknown:
			out.Unsure++
		default:
			m.Record = nil
			list = append(list, m)
		}
		return nil
	})
	return list, err
}

func (s *Service) receiversByNumber(ctx context.Context, a kernel.Actor, g Agreement, numbers []string) ([]Member, error) {
	var fs kernel.Faults
	var list []Member
	for _, n := range numbers {
		m, ok, err := s.Roll.ByNumber(ctx, a.Tenant, n, s.today())
		if err != nil {
			return nil, err
		}
		if ok {
			err = s.DB.Read(ctx, func(tx *db.Tx) error {
				path, err := s.Orgs.Path(tx, m.Unit, s.today())
				ok = slices.Contains(path, g.Org) && canIssue(a, path)
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		switch {
		case !ok:
			fs.Add("so_the", "benefits.no_member", n)
		case slices.ContainsFunc(list, func(x Member) bool { return x.Person == m.Person }):
			fs.Add("so_the", "benefits.member_twice", n)
		default:
			m.Record = nil
			list = append(list, m)
		}
	}
	return list, fs.Err("benefits.invalid")
}

// numbersIn splits what was typed or pasted into member numbers.
func numbersIn(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\n\r\t", r) })
}

// RevokeVoucher takes an unused voucher back, with the reason. Refuses with benefits.invalid at the
// reason, benefits.not_now, benefits.no_voucher.
func (s *Service) RevokeVoucher(ctx context.Context, a kernel.Actor, id kernel.ID, reason string) error {
	err := needReason("ly_do", reason)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		v, g, err := s.voucher(tx, a, id)
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, v.Unit, s.today())
		if err != nil {
			return err
		}
		signer, err := s.Orgs.Path(tx, g.Org, s.today())
		if err != nil {
			return err
		}
		if !a.Can(PermPrepare, path) && !a.Can(PermPrepare, signer) {
			return kernel.Forbid("benefits.no_right")
		}
		to, ok := voucherFlow.Next(v.State, Revoke)
		if !ok {
			return kernel.Refuse("benefits.not_now")
		}
		err = saved(endVoucher(tx, v.ID, v.State, to, s.Clock.Now(), reason))
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "benefits.voucher_revoked", "voucher:"+v.ID.String(), nil, map[string]any{"serial": v.Serial, "series": v.Series, "reason": reason})
	})
}

// voucher loads one that the actor sees.
func (s *Service) voucher(tx *db.Tx, a kernel.Actor, id kernel.ID) (Voucher, Agreement, error) {
	v, ok, err := loadVoucher(tx, a.Tenant, id)
	if err == nil && !ok {
		err = kernel.Missing("benefits.no_voucher")
	}
	if err != nil {
		return v, Agreement{}, err
	}
	_, g, err := s.series(tx, a, v.Series, "")
	if err != nil {
		return v, g, kernel.Missing("benefits.no_voucher")
	}
	path, err := s.Orgs.Path(tx, v.Unit, s.today())
	if err != nil {
		return v, g, err
	}
	signer, err := s.Orgs.Path(tx, g.Org, s.today())
	if err == nil && !seesRow(a, path, signer) {
		err = kernel.Missing("benefits.no_voucher")
	}
	return v, g, err
}

// Follow lets unused vouchers go with a member who was transferred.
func (s *Service) Follow(tx *db.Tx, tenant, member, unit kernel.ID) error {
	_, err := tx.Exec(`update benefit_voucher set unit_id = $3 where member_id = $1 and tenant_id = $2 and state = 'issued'`, member, tenant, unit)
	return err
}
