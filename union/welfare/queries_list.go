package welfare

import (
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// RowKey is where a page of rows goes on.
//
//glossary:none
type RowKey struct {
	State BenefitState
	Desk  kernel.ID
	ID    kernel.ID
}

// String is the key in an address.
func (k RowKey) String() string {
	if k.ID == 0 {
		return ""
	}
	return string(k.State) + "." + k.Desk.String() + "." + k.ID.String()
}

// ParseRowKey reads it back; what is none begins at the beginning.
func ParseRowKey(s string) RowKey {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return RowKey{}
	}
	desk, errDesk := kernel.ParseID(parts[1])
	id, errID := kernel.ParseID(parts[2])
	if errDesk != nil || errID != nil {
		return RowKey{}
	}
	return RowKey{BenefitState(parts[0]), desk, id}
}

// RowFilter is which rows of a list are shown.
//
//glossary:none
type RowFilter struct {
	Occasion string
	States   []BenefitState
	How      How
	Unit     kernel.ID // and what stands below it; 0: all that the actor sees
	Number   string    // one member
	After    RowKey
}

// View (cách xem) is a named set of states.
//
//glossary:none
type View struct {
	Key    string
	States []BenefitState
}

// views are the lists behind the numbers of a list.
var views = []View{
	{"trong-danh-sach", []BenefitState{Granted, Listed, Received}},
	{"cho-nhan", []BenefitState{Granted}},
	{"da-nhan", []BenefitState{Received}},
	{"chua-ro", []BenefitState{Unsure}},
	{"khong-trao-duoc", []BenefitState{Failed}},
	{"da-bo", []BenefitState{Removed}},
}

func viewOf(key string) View {
	i := slices.IndexFunc(views, func(v View) bool { return v.Key == key })
	return views[max(0, i)]
}

// Sheet (trang danh sách) is a page of a list.
//
//glossary:none
type Sheet struct {
	Programme Programme
	OrgName   string
	Occasion  Occasion
	View      View
	Filter    RowFilter
	UnitName  string
	Units     []Unit // to choose from: those that the list counts, where they are few
	Tally     Tally  // under the chosen unit
	Rows      []Benefit
	Names     map[kernel.ID]string
	Changes   []Change
	Next      string
	Can       Can
	Narrow    bool
}

// Sheet reads a page of a list. Refuses with welfare.no_programme, welfare.no_occasion_here.
func (s *Service) Sheet(ctx context.Context, a kernel.Actor, programme, list kernel.ID, view string, f RowFilter) (Sheet, error) {
	sh := Sheet{View: viewOf(view), Names: map[kernel.ID]string{}}
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		sc, units, err := s.openSheet(tx, a, programme, list, &f, &sh)
		if err != nil {
			return err
		}
		f.States = sh.View.States
		sh.Filter = f
		sh.Tally, err = tallyUnder(tx, sh.Programme.ID, sh.Occasion.Key(), sc, s.today())
		if err != nil {
			return err
		}
		err = s.sheetRows(tx, &sh, units)
		if err != nil {
			return err
		}
		for _, b := range sh.Rows {
			err = s.name(tx, sh.Names, b.Desk)
			if err == nil && b.Unit != b.Desk {
				err = s.name(tx, sh.Names, b.Unit)
			}
			if err != nil {
				return err
			}
		}
		sh.Changes, err = changesOfList(tx, sh.Occasion.ID)
		if err != nil {
			return err
		}
		sh.Can, err = s.canList(tx, a, sh)
		return err
	})
	return sh, err
}

// openSheet finds the list and narrows it to a unit and to what the actor sees. units is nil for all.
func (s *Service) openSheet(tx *db.Tx, a kernel.Actor, programme, list kernel.ID, f *RowFilter, sh *Sheet) (scope, []kernel.ID, error) {
	var err error
	sh.Programme, err = s.programme(tx, a, programme, "")
	if err != nil {
		return scope{}, nil, err
	}
	sh.Occasion, err = s.occasion(tx, sh.Programme, list)
	if err != nil {
		return scope{}, nil, err
	}
	err = s.name(tx, sh.Names, sh.Programme.Org)
	if err != nil {
		return scope{}, nil, err
	}
	sh.OrgName = sh.Names[sh.Programme.Org]
	f.Occasion = sh.Occasion.Key()
	sc, err := s.scopeFor(tx, a, sh.Programme)
	if err != nil {
		return sc, nil, err
	}
	sh.Narrow = !sc.All
	on := s.today()
	sh.Units, err = s.unitsOfSheet(tx, sh.Programme, sh.Occasion, sc)
	if err != nil {
		return sc, nil, err
	}
	if f.Unit != 0 {
		path, err := s.Orgs.Path(tx, f.Unit, on)
		if err != nil {
			return sc, nil, err
		}
		if len(path) == 0 || !sc.All && !shares(sc.Roots, path) || sc.All && !a.System && !slices.Contains(path, sh.Programme.Org) && !shares(sight(a), path) {
			return sc, nil, kernel.Missing("welfare.no_programme")
		}
		sc = scope{Roots: []kernel.ID{f.Unit}}
		err = s.name(tx, sh.Names, f.Unit)
		if err != nil {
			return sc, nil, err
		}
		sh.UnitName = sh.Names[f.Unit]
	}
	if sc.All {
		return sc, nil, nil
	}
	units, err := s.Orgs.Under(tx, sc.Roots, on)
	if err != nil {
		return sc, nil, err
	}
	if units == nil {
		units = []kernel.ID{}
	}
	return sc, units, nil
}

const fewUnits = 200

// unitsOfSheet are the units to choose from; none where they are too many for a choice.
func (s *Service) unitsOfSheet(tx *db.Tx, p Programme, o Occasion, sc scope) ([]Unit, error) {
	roots := sc.Roots
	if sc.All {
		roots = []kernel.ID{p.Org}
	}
	ids, err := talliedUnits(tx, p.ID, o.Key(), roots, s.today(), fewUnits+1)
	if err != nil || len(ids) > fewUnits {
		return nil, err
	}
	names := map[kernel.ID]string{}
	var out []Unit
	for _, id := range ids {
		err = s.name(tx, names, id)
		if err != nil {
			return nil, err
		}
		out = append(out, Unit{ID: id, Name: names[id]})
	}
	kernel.SortFunc(out, func(x, y Unit) int { return kernel.CompareText(x.Name, y.Name) })
	return out, nil
}

func (s *Service) sheetRows(tx *db.Tx, sh *Sheet, units []kernel.ID) error {
	f := sh.Filter
	if f.Number != "" {
		b, ok, err := rowByMember(tx, sh.Programme.ID, f.Occasion, f.Number)
		if err == nil && ok && (units == nil || slices.Contains(units, b.Desk)) {
			sh.Rows = []Benefit{b}
		}
		return err
	}
	if units != nil && len(units) > maxUnits {
		return kernel.Refuse("welfare.too_wide")
	}
	var err error
	sh.Rows, err = listRows(tx, sh.Programme.ID, f, units, pageSize+1)
	if len(sh.Rows) > pageSize {
		sh.Rows = sh.Rows[:pageSize]
		last := sh.Rows[pageSize-1]
		sh.Next = RowKey{last.State, last.Desk, last.ID}.String()
	}
	return err
}

// maxUnits is how many units a list may be narrowed to; who sees more sees the whole of it.
const maxUnits = 20_000

func (s *Service) canList(tx *db.Tx, a kernel.Actor, sh Sheet) (Can, error) {
	p, o := sh.Programme, sh.Occasion
	path, err := s.Orgs.Path(tx, p.Org, s.today())
	if err != nil {
		return Can{}, err
	}
	sc, err := s.scopeOf(tx, a)
	if err != nil {
		return Can{}, err
	}
	may := func(v verb, permission string) bool {
		_, ok := listFlow.Next(o.State, v)
		return ok && p.State == Open && canOwn(a, p, path, sc, permission) == nil
	}
	preparers, err := preparersOf(tx, o.ID)
	if err != nil {
		return Can{}, err
	}
	correcting := o.mayCorrect() && p.State == Open && a.Anywhere(PermPrepare)
	return Can{Propose: may(propose, PermPrepare), Ask: may(ask, PermPrepare), Add: correcting, Correct: correcting,
		Approve: may(approve, PermApprove) && canApprove(a, append(preparers, p.PreparedBy)) == nil, SendBack: may(back, PermApprove),
		Pay: may(pay, PermPay), Amend: may(amend, PermPrepare), End: may(end, PermPay),
		Hand: (o.State == Paying || o.State == Corrected && o.ApprovedBy != "") && p.State == Open && a.Anywhere(PermPay)}, nil
}

// EachRow hands over the rows of a list that the actor sees, without keeping them: for exports.
func (s *Service) EachRow(ctx context.Context, a kernel.Actor, programme, list kernel.ID, view string, f RowFilter, begin func(Sheet) error, fn func(b Benefit, unit string) error) error {
	sh := Sheet{View: viewOf(view), Names: map[kernel.ID]string{}}
	var units []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		_, units, err = s.openSheet(tx, a, programme, list, &f, &sh)
		if err == nil && len(units) > maxUnits {
			err = kernel.Refuse("welfare.too_wide")
		}
		return err
	})
	if err != nil {
		return err
	}
	err = begin(sh)
	if err != nil {
		return err
	}
	f.States = sh.View.States
	for {
		var rows []Benefit
		err = s.DB.Read(ctx, func(tx *db.Tx) error {
			rows, err = listRows(tx, sh.Programme.ID, f, units, 2000)
			for _, b := range rows {
				if err == nil {
					err = s.name(tx, sh.Names, b.Unit)
				}
			}
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, b := range rows {
			err = fn(b, sh.Names[b.Unit])
			if err != nil {
				return err
			}
		}
		last := rows[len(rows)-1]
		f.After = RowKey{last.State, last.Desk, last.ID}
	}
}
