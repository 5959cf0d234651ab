package welfare

import (
	"context"

	"doanket/internal/db"
	"doanket/internal/rules"
	"doanket/kernel"
)

// OutsideRow is a member who does not stand on a list, with what the rule says of her.
//
//glossary:none
type OutsideRow struct {
	Member  Member
	Unit    string
	Verdict rules.Verdict
	Lines   []rules.Line
}

// Outside is who of one unit does not stand on a list, and why.
//
//glossary:none
type Outside struct {
	Sheet Sheet
	Rows  []OutsideRow
	More  bool
}

// maxOutside is how many members one page of Outside names.
const maxOutside = 300

// Outside judges the members of one unit, or one member by her number, who do not stand on a list, on
// the day of the list. Refuses with welfare.no_programme for units out of sight.
func (s *Service) Outside(ctx context.Context, a kernel.Actor, programme, list kernel.ID, f RowFilter) (Outside, error) {
	out := Outside{Sheet: Sheet{Names: map[kernel.ID]string{}}}
	sh := &out.Sheet
	number := f.Number
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		_, _, err := s.openSheet(tx, a, programme, list, &f, sh)
		if err != nil {
			return err
		}
		sh.Can, err = s.canList(tx, a, *sh)
		return err
	})
	if err != nil {
		return out, err
	}
	if f.Unit == 0 && len(sh.Units) > 0 {
		f.Unit, sh.UnitName = sh.Units[0].ID, sh.Units[0].Name
	}
	sh.Filter = f
	var found []Member
	if number != "" {
		m, ok, err := s.Roll.ByNumber(ctx, a.Tenant, number, sh.Occasion.AsOf)
		if err != nil {
			return out, err
		}
		if ok {
			ok, err = s.mayLook(ctx, a, m.Unit)
		}
		if err != nil || !ok {
			return out, err
		}
		found = []Member{m}
	} else if f.Unit != 0 {
		err = s.Roll.Each(ctx, a.Tenant, []kernel.ID{f.Unit}, sh.Occasion.AsOf, func(m Member) error {
			found = append(found, m)
			return nil
		})
		if err != nil {
			return out, err
		}
	}
	return out, s.judgeOutside(ctx, &out, found)
}

// mayLook tells whether the actor sees rows of a unit.
func (s *Service) mayLook(ctx context.Context, a kernel.Actor, unit kernel.ID) (bool, error) {
	var ok bool
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, unit, s.today())
		ok = everything(a) || shares(sight(a), path)
		return err
	})
	return ok, err
}

func (s *Service) judgeOutside(ctx context.Context, out *Outside, found []Member) error {
	sh := out.Sheet
	j, err := judgeOf(sh.Programme, s.Roll.Vocabulary())
	if err != nil {
		return err
	}
	persons := make([]kernel.ID, len(found))
	for i, m := range found {
		persons[i] = m.Person
	}
	return s.DB.Read(ctx, func(tx *db.Tx) error {
		out.Rows, out.More = nil, false
		had, err := havingOne(tx, sh.Programme.Tenant, sh.Programme.Root, sh.Occasion.Key(), persons)
		if err != nil {
			return err
		}
		for _, m := range found {
			if had[m.Person] {
				continue
			}
			if len(out.Rows) == maxOutside {
				out.More = true
				break
			}
			w := j.weigh(m.Record, "")
			m.Record = nil // the page shows what the rule asked, nothing else
			err = s.name(tx, sh.Names, m.Unit)
			if err != nil {
				return err
			}
			out.Rows = append(out.Rows, OutsideRow{m, sh.Names[m.Unit], w.Verdict, w.Lines})
		}
		kernel.SortStableFunc(out.Rows, func(x, y OutsideRow) int { return kernel.CompareText(x.Member.Name, y.Member.Name) })
		return nil
	})
}
