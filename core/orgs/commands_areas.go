package orgs

import (
	"cmp"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// FormAreaIn makes an area, or changes one that goes on, from a day on. Sources that go over whole end
// that day: what lay in them lies in the new one, and units of the register that served them follow.
// Refuses with orgs.invalid at the fields.
func (s *Service) FormAreaIn(tx *db.Tx, r *Register, in AreaForming, on kernel.Date, source string, by kernel.ID) error {
	m := mapper{s, tx, r, on, source, by}
	sources, err := m.sources(in.From)
	if err != nil {
		return err
	}
	target, err := m.target(in, sources)
	if err != nil {
		return err
	}
	for i, from := range sources {
		if from.Area == target {
			continue
		}
		err = m.pass(from, target, in.From[i].Part)
		if err != nil {
			return err
		}
	}
	return nil
}

// EndAreaIn lets an area be no more from a day on. Units of the register that served it follow to the
// areas into which, by this decision, parts of it went. Refuses with orgs.area_nowhere when none did.
func (s *Service) EndAreaIn(tx *db.Tx, r *Register, code string, on kernel.Date, source string, by kernel.ID) error {
	m := mapper{s, tx, r, on, source, by}
	sources, err := m.sources([]AreaSource{{code, WholePart}})
	if err != nil {
		return err
	}
	into, err := lineageOf(tx, sources[0].Area, by)
	if err != nil {
		return err
	}
	if len(into) == 0 {
		return invalid("dia_ban", "orgs.area_nowhere", code)
	}
	return m.end(sources[0], into)
}

// TraceAreaIn confirms which old areas went into one that began on a day: a candidate of the map
// becomes a line that a decision vouches for.
func (s *Service) TraceAreaIn(tx *db.Tx, code string, from []AreaSource, on kernel.Date, source string, by kernel.ID) error {
	m := mapper{s, tx, nil, on, source, by}
	target, ok, err := AreaByCode(tx, code, on)
	if err != nil {
		return err
	}
	if !ok {
		return invalid("dia_ban", "orgs.no_area", code, kernel.FormatDate(on))
	}
	sources, err := m.sources(from)
	if err != nil {
		return err
	}
	for i, old := range sources {
		err = putLineage(tx, old.Area, target.Area, on, from[i].Part, source, by)
		if err != nil {
			return err
		}
	}
	return nil
}

// UndoAreas takes back what a decision has done to the map. It gives the code of an area on which a
// later decision has built already, "" when there is none.
func (s *Service) UndoAreas(tx *db.Tx, of, by kernel.ID) (string, error) {
	rows, err := areasTouchedBy(tx, of)
	if err != nil {
		return "", err
	}
	for _, v := range rows {
		if v.made == of && v.void != 0 && v.void != of {
			return v.Code, nil
		}
	}
	for _, v := range rows {
		if v.made == of {
			err = voidArea(tx, v.ID, by)
		} else {
			v.ID = s.ids.New()
			err = putAreaVersion(tx, v.Area, by)
		}
		if err != nil {
			return "", err
		}
	}
	return "", voidLineage(tx, of, by)
}

// mapper changes the map for one decision.
type mapper struct {
	s      *Service
	tx     *db.Tx
	r      *Register
	on     kernel.Date
	source string
	by     kernel.ID
}

// sources looks the old areas up by the codes of the day before.
func (m mapper) sources(list []AreaSource) ([]Area, error) {
	var out []Area
	var fs kernel.Faults
	before := m.on.AddDays(-1)
	for _, from := range list {
		a, ok, err := AreaByCode(m.tx, from.Code, before)
		if err != nil {
			return nil, err
		}
		if !ok {
			fs.Add("nguon", "orgs.no_area", from.Code, kernel.FormatDate(before))
		}
		if from.Part != WholePart && from.Part != SomePart {
			fs.Add("nguon", "orgs.area_part", from.Code)
		}
		out = append(out, a)
	}
	return out, fs.Err("orgs.invalid")
}

// target makes the new area, or changes the one that goes on, and gives its id.
func (m mapper) target(in AreaForming, sources []Area) (kernel.ID, error) {
	next := Area{ID: m.s.ids.New(), Area: m.s.ids.New(), Level: in.Level, Code: tidy(in.Code), Kind: tidy(in.Kind), Name: tidy(in.Name),
		Valid: kernel.Period{From: m.on}, FromKnown: true, Source: m.source, Verified: true}
	var was Area
	if in.Keeps != "" {
		kept, err := m.sources([]AreaSource{{in.Keeps, WholePart}})
		if err != nil {
			return 0, err
		}
		was = kept[0]
		next.Area, next.Level, next.Parent, next.Valid.To = was.Area, was.Level, was.Parent, was.Valid.To
		next.Code, next.Kind, next.Name = cmp.Or(next.Code, was.Code), cmp.Or(next.Kind, was.Kind), cmp.Or(next.Name, was.Name)
	}
	err := m.place(&next, in.Parent)
	if err != nil {
		return 0, err
	}
	switch {
	case in.Keeps == "":
		err = putAreaKey(m.tx, next.Area, next.Level)
	case next.Code == was.Code && next.Kind == was.Kind && next.Name == was.Name && next.Parent == was.Parent:
		return next.Area, nil // goes on as it was
	case !was.Valid.To.IsZero() && !was.Valid.To.After(m.on):
		return 0, invalid("giu", "orgs.area_changed", in.Keeps, kernel.FormatDate(m.on))
	default:
		err = m.cut(was)
	}
	if err != nil {
		return 0, err
	}
	return next.Area, putAreaVersion(m.tx, next, m.by)
}

// place checks what an area says of itself and looks up what it lies in.
func (m mapper) place(next *Area, parent string) error {
	var fs kernel.Faults
	if next.Name == "" {
		fs.Add("ten", "orgs.need_name")
	}
	if next.Kind == "" {
		fs.Add("loai", "orgs.area_kind")
	}
	if !isCode(next.Code) {
		fs.Add("ma", "orgs.area_code", next.Code)
	}
	if next.Level != Province && next.Level != District && next.Level != Commune {
		fs.Add("cap", "orgs.area_level")
	}
	if parent != "" {
		up, ok, err := AreaByCode(m.tx, parent, m.on)
		if err != nil {
			return err
		}
		if !ok {
			fs.Add("thuoc", "orgs.no_area", parent, kernel.FormatDate(m.on))
		}
		next.Parent = up.Area
	} else if next.Level != Province && next.Parent == 0 {
		fs.Add("thuoc", "orgs.area_parent")
	}
	return fs.Err("orgs.invalid")
}

// pass writes that an area, or a part of it, went into another.
func (m mapper) pass(from Area, into kernel.ID, part string) error {
	err := putLineage(m.tx, from.Area, into, m.on, part, m.source, m.by)
	if err != nil || part != WholePart {
		return err
	}
	return m.end(from, []kernel.ID{into})
}

// end ends an area: what lies in it lies in the first of its successors, units follow to all of them.
func (m mapper) end(a Area, into []kernel.ID) error {
	versions, err := areaVersions(m.tx, a.Area)
	if err != nil {
		return err
	}
	for _, v := range versions {
		switch {
		case !v.Valid.From.Before(m.on):
			return invalid("nguon", "orgs.area_changed", a.Code, kernel.FormatDate(v.Valid.From))
		case v.Valid.To.IsZero() || v.Valid.To.After(m.on):
			err = m.cut(v)
			if err != nil {
				return err
			}
		}
	}
	inside, err := areasInside(m.tx, a.Area, m.on)
	if err != nil {
		return err
	}
	for _, v := range inside {
		err = m.cut(v)
		if err != nil {
			return err
		}
		v.ID, v.Parent, v.Valid.From = m.s.ids.New(), into[0], later(v.Valid.From, m.on)
		err = putAreaVersion(m.tx, v, m.by)
		if err != nil {
			return err
		}
	}
	m.r.FollowArea(a.Area, into, m.on, m.by)
	return nil
}

// cut lets a version hold only until the day.
func (m mapper) cut(v Area) error {
	err := voidArea(m.tx, v.ID, m.by)
	if err != nil || !v.Valid.From.Before(m.on) {
		return err
	}
	v.ID, v.Valid.To = m.s.ids.New(), m.on
	return putAreaVersion(m.tx, v, m.by)
}

// DoubleCodes are codes that more than one area would bear on the first day of what a decision made.
func (s *Service) DoubleCodes(tx *db.Tx, by kernel.ID) ([]string, error) {
	codes, err := doubleCodes(tx, by)
	return slices.Compact(codes), err
}
