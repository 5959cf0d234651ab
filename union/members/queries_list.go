package members

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/internal/search"
	"doanket/kernel"
)

// Filter is which members a list shows, as of a day.
//
//glossary:none
type Filter struct {
	Unit     kernel.ID   // with all below it; 0: all that the actor sees
	On       kernel.Date // zero: today
	Status   Status      // "": all who are members; Left: those whose membership ended there
	Sex      string
	Group    string
	Contract string
	Text     string // name in any order of its parts, with or without marks; number; identity number; telephone
	After    string
	Limit    int
}

func (f Filter) narrow() bool {
	return f.Status != "" || f.Sex != "" || f.Group != "" || f.Contract != ""
}

// Page is one page of the roll: by unit, within a unit by name in the order of the Vietnamese alphabet.
//
//glossary:none
type Page struct {
	Members []Member
	Units   map[kernel.ID]string
	Next    string
	Cut     bool // looked through as much as one page may, there may be more behind Next
	// Open tells of a day in the past whose record the actor may open: she stands in the scope today.
	Open map[kernel.ID]bool
}

const (
	pageSize  = 50
	pageMost  = 500
	mostWalk  = 3000 // members that one page looks through
	mostUnits = 300  // units that one page walks
	walkUnits = 40   // units that are asked for at once
)

// List reads a page of the roll. Refuses with members.no_unit for a unit out of sight.
func (s *Service) List(ctx context.Context, a kernel.Actor, f Filter) (Page, error) {
	if f.On.IsZero() {
		f.On = s.today()
	}
	if f.Limit <= 0 || f.Limit > pageMost {
		f.Limit = pageSize
	}
	var p Page
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		p = Page{Units: map[kernel.ID]string{}, Open: map[kernel.ID]bool{}}
		roots, err := s.scope(tx, a, f)
		if err != nil || len(roots) == 0 {
			return err
		}
		if words := strings.TrimSpace(f.Text); words != "" {
			err = s.find(tx, a, roots, f, &p)
		} else {
			err = s.walk(tx, a, roots, f, &p)
		}
		if err != nil {
			return err
		}
		return s.dress(tx, a, f, &p)
	})
	return p, err
}

// scope are the units below which the list is read: the one asked for, or all that the actor sees.
func (s *Service) scope(tx *db.Tx, a kernel.Actor, f Filter) ([]kernel.ID, error) {
	roots := visibleTo(a)
	if a.System {
		roots = []kernel.ID{a.Tenant}
	}
	if f.Unit == 0 {
		return roots, nil
	}
	path, err := s.path(tx, f.Unit)
	if err != nil {
		return nil, err
	}
	for _, r := range roots {
		if slices.Contains(path, r) {
			return []kernel.ID{f.Unit}, nil
		}
	}
	return nil, kernel.Missing("members.no_unit")
}

// spot is where a walk goes on: in a unit, after a name.
type spot struct {
	unit kernel.ID
	place
}

func (at spot) String() string {
	return at.unit.String() + "." + base64.RawURLEncoding.EncodeToString(at.sort) + "." + at.member.String()
}

func parseSpot(text string) (spot, bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return spot{place: place{sort: []byte{}}}, false
	}
	unit, err := kernel.ParseID(parts[0])
	sort, err2 := base64.RawURLEncoding.DecodeString(parts[1])
	member, err3 := parseZero(parts[2])
	if err != nil || err2 != nil || err3 != nil {
		return spot{place: place{sort: []byte{}}}, false
	}
	return spot{unit, place{sort, member}}, true
}

func parseZero(s string) (kernel.ID, error) {
	if s == "0" || s == "" {
		return 0, nil
	}
	return kernel.ParseID(s)
}

// walk reads units one after the other until the page is full. A filter looks through a bounded number
// of members; the next page goes on behind them.
func (s *Service) walk(tx *db.Tx, a kernel.Actor, roots []kernel.ID, f Filter, p *Page) error {
	at, _ := parseSpot(f.After)
	seen, walked := 0, 0
	for {
		units, err := s.unitsWith(tx, roots, at.unit, f)
		if err != nil {
			return err
		}
		if len(units) > 0 && units[0] != at.unit {
			at.place = place{sort: []byte{}}
		}
		for i, unit := range units {
			if i > 0 || at.unit != unit {
				at = spot{unit, place{sort: []byte{}}}
			}
			walked++
			full, n, err := s.walkUnit(tx, a, &at, f, p)
			if err != nil {
				return err
			}
			seen += n
			switch {
			case full:
				return nil
			case seen >= mostWalk || walked >= mostUnits:
				p.Next, p.Cut = spot{unit + 1, place{sort: []byte{}}}.String(), true
				return nil
			}
		}
		if len(units) < walkUnits {
			return nil
		}
		at = spot{units[len(units)-1] + 1, place{sort: []byte{}}}
	}
}

// walkUnit reads one unit from a place on; it is full when the page is, with Next behind its last row.
func (s *Service) walkUnit(tx *db.Tx, a kernel.Actor, at *spot, f Filter, p *Page) (full bool, seen int, err error) {
	for {
		ask := f.Limit + 1 - len(p.Members)
		if f.narrow() {
			ask = streamed
		}
		var list []Member
		if f.Status == Left {
			list, err = pageOfEnded(tx, at.unit, f.On, at.place, ask)
		} else {
			list, err = pageOfUnit(tx, at.unit, f.On, at.place, ask)
		}
		if err != nil {
			return false, seen, err
		}
		read := len(list)
		var last place
		if read > 0 {
			last = place{list[read-1].sort, list[read-1].ID}
		}
		list = slices.DeleteFunc(list, func(m Member) bool { return !f.fitsPlainly(m) })
		err = fill(tx, list, f.On)
		if err != nil {
			return false, seen, err
		}
		seen += read
		for _, m := range list {
			if len(p.Members) == f.Limit {
				p.Next = at.String()
				return true, seen, nil
			}
			at.place = place{m.sort, m.ID}
			if m.Tenant == a.Tenant && f.fits(m) {
				p.Members = append(p.Members, m)
			}
		}
		if read < ask {
			return false, seen, nil
		}
		at.place = last
		if seen >= mostWalk {
			p.Next, p.Cut = at.String(), true
			return true, seen, nil
		}
	}
}

// unitsWith are the next units to walk through. Of today the counters tell which have no women, or nobody else.
func (s *Service) unitsWith(tx *db.Tx, roots []kernel.ID, from kernel.ID, f Filter) ([]kernel.ID, error) {
	if f.Status == "" && f.On == s.today() {
		return unitsAfterWith(tx, roots, from, f.On, f.Sex, walkUnits)
	}
	return unitsAfter(tx, roots, from, f.On, walkUnits)
}

// fitsPlainly asks what is known of a member before her dated facts are read.
func (f Filter) fitsPlainly(m Member) bool {
	return (f.Sex == "" || f.Sex == m.Sex) && (f.Group == "" || strings.EqualFold(f.Group, m.Group))
}

func (f Filter) fits(m Member) bool {
	return f.fitsPlainly(m) && (f.Status == "" || f.Status == Left || f.Status == m.Status) &&
		(f.Contract == "" || f.Contract == m.Profile.Work.Contract)
}

// find looks words up in the index of the roll, the newest entries first, and keeps those in the scope.
func (s *Service) find(tx *db.Tx, a kernel.Actor, roots []kernel.ID, f Filter, p *Page) error {
	tokens := wordTokens(a.Tenant, f.Text)
	if len(tokens) == 0 {
		return nil
	}
	below, _ := parseZero(strings.TrimPrefix(f.After, "t."))
	if !strings.HasPrefix(f.After, "t.") {
		below = 0
	}
	within, ask := map[kernel.ID]bool{}, f.Limit+10
	for seen := 0; ; {
		ids, err := s.roll.Find(tx, tokens, below, ask)
		if err != nil {
			return err
		}
		list, err := membersOf(tx, ids, f.On)
		if err == nil {
			err = fill(tx, list, f.On)
		}
		if err == nil {
			err = s.inScope(tx, roots, list, f.On, within)
		}
		if err != nil {
			return err
		}
		byID := map[kernel.ID]Member{}
		for _, m := range list {
			byID[m.ID] = m
		}
		for _, id := range ids {
			if len(p.Members) == f.Limit {
				p.Next = "t." + below.String()
				return nil
			}
			below = id
			m, ok := byID[id]
			if ok && m.Tenant == a.Tenant && within[m.Unit] && m.Unit != 0 && f.fits(m) {
				p.Members = append(p.Members, m)
			}
		}
		seen += len(ids)
		if len(ids) < ask {
			s.rank(f, p)
			return nil
		}
		if seen >= mostFound {
			p.Next, p.Cut = "t."+below.String(), true
			s.rank(f, p)
			return nil
		}
	}
}

const mostFound = 1000

// rank puts those first whose name has the words with the marks that were typed, then by name.
func (s *Service) rank(f Filter, p *Page) {
	marked := search.Marked(f.Text)
	exact := func(m Member) int {
		name := " " + strings.ToLower(m.Name) + " "
		for _, w := range marked {
			if !strings.Contains(name, " "+w+" ") {
				return 1
			}
		}
		return 0
	}
	kernel.SortStableFunc(p.Members, func(x, y Member) int {
		return cmp.Or(cmp.Compare(exact(x), exact(y)), cmp.Compare(kernel.NameKey(x.Name), kernel.NameKey(y.Name)))
	})
}

// wordTokens are the words of a question as the roll keeps them: what looks like a number is one.
func wordTokens(tenant kernel.ID, text string) []string {
	out := []string{tenantToken(tenant)}
	for _, w := range strings.Fields(text) {
		digits := strings.NewReplacer(".", "", "-", "").Replace(w)
		plain := digits != "" && strings.Trim(digits, "0123456789") == ""
		switch {
		case plain && len(digits) == 12:
			out = append(out, identityToken(digits))
		case plain && len(digits) >= 9 && len(digits) <= 11:
			out = append(out, phoneToken(digits))
		case strings.ContainsAny(w, "0123456789") && len(w) >= 5:
			out = append(out, numberToken(NormalNumber(w)))
		default:
			out = append(out, search.Words(w)...)
		}
	}
	if len(out) == 1 {
		return nil
	}
	return out
}

// inScope tells of the units of some members whether they stand below the roots on a day.
func (s *Service) inScope(tx *db.Tx, roots []kernel.ID, list []Member, on kernel.Date, within map[kernel.ID]bool) error {
	for _, m := range list {
		if _, known := within[m.Unit]; known || m.Unit == 0 {
			continue
		}
		path, err := s.Orgs.Path(tx, m.Unit, on)
		if err != nil {
			return err
		}
		within[m.Unit] = slices.ContainsFunc(path, func(id kernel.ID) bool { return slices.Contains(roots, id) })
	}
	return nil
}

// dress reads the names of units, and for a past day which records are still the actor's to open.
func (s *Service) dress(tx *db.Tx, a kernel.Actor, f Filter, p *Page) error {
	var ids []kernel.ID
	for _, m := range p.Members {
		ids = append(ids, m.ID)
		if m.Unit == 0 || p.Units[m.Unit] != "" {
			continue
		}
		o, _, err := s.Orgs.Get(tx, m.Unit, f.On)
		if err != nil {
			return err
		}
		p.Units[m.Unit] = o.Label()
	}
	if f.On == s.today() && f.Status != Left {
		for _, id := range ids {
			p.Open[id] = true
		}
		return nil
	}
	stand, err := standingOf(tx, ids)
	if err != nil {
		return err
	}
	seen := map[kernel.ID]bool{}
	for id, unit := range stand {
		may, known := seen[unit]
		if !known {
			path, err := s.path(tx, unit)
			if err != nil {
				return err
			}
			may = a.System || mayView(a, path)
			seen[unit] = may
		}
		p.Open[id] = may
	}
	return nil
}
