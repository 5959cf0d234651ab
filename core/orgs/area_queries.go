package orgs

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// FindAreas searches the map as of a day by the beginnings of words, with or without marks, or by
// code. Names that carry the marks as typed come first.
func (s *Service) FindAreas(tx *db.Tx, q string, on kernel.Date, limit int) ([]Area, error) {
	q = tidy(q)
	if isCode(q) {
		a, ok, err := AreaByCode(tx, q, on)
		if err != nil || !ok {
			return nil, err
		}
		return []Area{a}, nil
	}
	words := nameWords(stripKind(q))
	if len(words) == 0 {
		return nil, nil
	}
	longest := slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	found, err := areasByWord(tx, longest, on, 2000)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(a Area) bool { return !hasAll(a, words) })
	kernel.SortStableFunc(found, func(a, b Area) int {
		return cmp.Or(cmp.Compare(rank(a, q), rank(b, q)), cmp.Compare(order(a.Level), order(b.Level)), kernel.CompareText(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
	if len(found) > limit {
		found = found[:limit]
	}
	return found, nil
}

// rank puts the name as typed first, then the name without marks, then the rest.
func rank(a Area, q string) int {
	name, title, typed := strings.ToLower(kernel.NormalizeTone(a.Name)), strings.ToLower(kernel.NormalizeTone(a.Title())), strings.ToLower(kernel.NormalizeTone(q))
	switch {
	case name == typed || title == typed:
		return 0
	case strings.Contains(title, typed):
		return 1
	case fold(a.Name) == fold(stripKind(q)):
		return 2
	}
	return 3
}

func order(l AreaLevel) int { return slices.Index([]AreaLevel{Province, District, Commune}, l) }

func hasAll(a Area, words []string) bool {
	have := nameWords(a.Name)
	for _, w := range words {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

func isCode(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(s) == 2 || len(s) == 5
}

var areaKinds = []string{"thanh pho", "thi tran", "thi xa", "dac khu", "phuong", "huyen", "quan", "tinh", "xa", "tp.", "tp", "p.", "x.", "q.", "h."}

// stripKind takes "phường" off "phường Uông Bí": people type it or not.
func stripKind(q string) string {
	low := fold(q)
	for _, k := range areaKinds {
		if strings.HasPrefix(low, k+" ") {
			words := strings.Fields(q)
			return strings.Join(words[len(strings.Fields(k)):], " ")
		}
	}
	return q
}

// AreaPage (trang địa bàn) is an area on a day with what people ask of it.
//
//glossary:none
type AreaPage struct {
	Area     Area
	Above    []Area // province last
	Inside   []Area
	Versions []Area
	From     []Lineage // candidates of what went into it
	Into     []Lineage // candidates of what it went into
}

// AreaDetail reads an area with its versions and the candidates of its lineage.
func (s *Service) AreaDetail(ctx context.Context, area kernel.ID, on kernel.Date) (AreaPage, error) {
	var p AreaPage
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		versions, err := areaVersions(tx, area)
		if err != nil {
			return err
		}
		if len(versions) == 0 {
			return kernel.Missing("orgs.no_such_area")
		}
		p = AreaPage{Versions: versions, Area: nearest(versions, on)}
		day := clamp(p.Area.Valid, on)
		for up := p.Area.Parent; up != 0; {
			a, ok, err := AreaOn(tx, up, day)
			if err != nil || !ok {
				return err
			}
			p.Above = append(p.Above, a)
			up = a.Parent
		}
		p.Inside, err = AreasIn(tx, area, day)
		if err != nil {
			return err
		}
		return s.areaLineage(tx, &p)
	})
	return p, err
}

// nearest is the version of a day, or the one that is closest to it.
func nearest(versions []Area, on kernel.Date) Area {
	best := versions[0]
	for _, v := range versions {
		if !on.Before(v.Valid.From) {
			best = v
		}
	}
	return best
}

func (s *Service) areaLineage(tx *db.Tx, p *AreaPage) error {
	into, err := lineageFrom(tx, p.Area.Area)
	if err != nil {
		return err
	}
	from, err := lineageInto(tx, p.Area.Area)
	if err != nil {
		return err
	}
	p.Into, err = lineagesOf(tx, into)
	if err != nil {
		return err
	}
	p.From, err = lineagesOf(tx, from)
	return err
}

func lineagesOf(tx *db.Tx, rows []lineRow) ([]Lineage, error) {
	var out []Lineage
	for _, r := range rows {
		old, _, err := AreaOn(tx, r.old, r.effective.AddDays(-1))
		if err != nil {
			return nil, err
		}
		fresh, _, err := AreaOn(tx, r.fresh, r.effective)
		if err != nil {
			return nil, err
		}
		out = append(out, Lineage{old, fresh, r.effective, r.part, r.source, r.verified})
	}
	return out, nil
}

// fillAreas answers a search over the map; without a question it lists the provinces.
func (s *Service) fillAreas(ctx context.Context, p *AreasPage) error {
	return s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		p.Counts, err = CountAreas(tx, p.On)
		if err != nil {
			return err
		}
		if p.Q == "" {
			p.Found, err = AreasIn(tx, 0, p.On)
		} else {
			p.Found, err = s.FindAreas(tx, p.Q, p.On, 100)
		}
		if err != nil {
			return err
		}
		p.Above, err = areasAbove(tx, p.Found, p.On)
		return err
	})
}

// areasAbove names what each area lies in: "Huyện Hải Hà, Tỉnh Quảng Ninh".
func areasAbove(tx *db.Tx, areas []Area, on kernel.Date) (map[kernel.ID]string, error) {
	out, known := map[kernel.ID]string{}, map[kernel.ID]Area{}
	for _, a := range areas {
		var names []string
		for id := a.Parent; id != 0; {
			up, ok := known[id]
			if !ok {
				var err error
				up, _, err = AreaOn(tx, id, on)
				if err != nil {
					return nil, err
				}
				known[id] = up
			}
			names = append(names, up.Title())
			id = up.Parent
		}
		out[a.ID] = strings.Join(names, ", ")
	}
	return out, nil
}

// Area reads the area that bore a code on a day.
func (s *Service) Area(ctx context.Context, code string, on kernel.Date) (Area, bool, error) {
	var a Area
	var ok bool
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		a, ok, err = AreaByCode(tx, code, on)
		return err
	})
	return a, ok, err
}
