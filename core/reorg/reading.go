package reorg

import (
	"slices"
	"strconv"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// script is a decision as an office writes it in a file: units by name or identifier, nothing looked up.
type script struct {
	head   map[string]string
	steps  []line
	faults []StepFault
}

// line is one step of a script.
type line struct {
	place   string
	kind    StepKind
	word    map[string]string // ten, ten_ngan, loai, ma, ma_cu, cap_tren, khoa, con_lai, chia_theo, con_hoat_dong
	units   []string
	areas   []string
	carries []string
	ends    []string
	targets []target
	area    *Area
	undoes  string
}

// target is one place to which a step leads.
type target struct {
	unit                string
	list, groups, areas []string
	share               string
	row                 int // of the form that it was typed in; 0 from a file
}

// field names a field of the target, in its row when it was typed in one.
func (t target) field(name string) string {
	if t.row == 0 {
		return name
	}
	return name + "_" + strconv.Itoa(t.row)
}

func (s *script) fault(step int, place, field, code string, args ...any) {
	s.faults = append(s.faults, StepFault{Step: step, Place: place, Field: field, Code: code, Args: args})
}

// directory finds units by what offices call them.
type directory struct {
	ids   map[string]kernel.ID
	twice map[string]bool
	keys  map[string]kernel.ID // units that the file founds
	all   map[kernel.ID]bool
}

func (d *directory) put(word string, id kernel.ID) {
	word = kernel.Fold(strings.TrimSpace(word))
	if word == "" {
		return
	}
	if had, ok := d.ids[word]; ok && had != id {
		d.twice[word] = true
	}
	d.ids[word] = id
}

// directory lists the branch on the eve and on the day.
func (s *Service) directory(tx *db.Tx, seat kernel.ID, on kernel.Date) (*directory, error) {
	d := &directory{ids: map[string]kernel.ID{}, twice: map[string]bool{}, keys: map[string]kernel.ID{}, all: map[kernel.ID]bool{}}
	for _, day := range []kernel.Date{on.AddDays(-1), on} {
		rows, err := s.Orgs.Directory(tx, seat, day)
		if err != nil {
			return nil, err
		}
		for _, o := range rows {
			d.all[o.ID] = true
			for _, word := range []string{o.Identifier, o.Former, o.Name, o.ShortName} {
				d.put(word, o.ID)
			}
		}
	}
	return d, nil
}

// find gives a unit; code tells why there is none.
func (d *directory) find(word string) (id kernel.ID, code string) {
	fold := kernel.Fold(strings.TrimSpace(word))
	if id, ok := d.keys[fold]; ok {
		return id, ""
	}
	if d.twice[fold] {
		return 0, "reorg.two_units"
	}
	if id, ok := d.ids[fold]; ok {
		return id, ""
	}
	if n, err := strconv.ParseInt(fold, 10, 64); err == nil && d.all[kernel.ID(n)] {
		return kernel.ID(n), ""
	}
	return 0, "reorg.no_unit_named"
}

// read looks everything up that a script names. What cannot be read is a fault of its step; the other
// steps are read all the same.
func (s *Service) read(tx *db.Tx, a kernel.Actor, sc *script) (kernel.ID, Head, []Step, error) {
	h := Head{Number: sc.head["so"], Issuer: sc.head["co_quan"], Signer: sc.head["nguoi_ky"], Summary: sc.head["trich_yeu"]}
	h.Decided, h.Effective = sc.date("ngay"), sc.date("hieu_luc")
	seat, err := s.seat(tx, a, sc, h.Effective)
	if err != nil || seat == 0 {
		return seat, h, nil, err
	}
	on := h.Effective
	if on.IsZero() {
		on = s.Clock.Now().Date()
	}
	dir, err := s.directory(tx, seat, on)
	if err != nil {
		return seat, h, nil, err
	}
	steps := make([]Step, len(sc.steps))
	for i, l := range sc.steps {
		steps[i] = Step{ID: s.IDs.New(), Kind: l.kind, Place: l.place}
		if l.kind == Found {
			steps[i].New = s.IDs.New()
			for _, key := range []string{l.word["khoa"], l.word["ten"], l.word["ten_ngan"]} {
				if key != "" {
					dir.keys[kernel.Fold(key)] = steps[i].New
				}
			}
		}
	}
	for i := range steps {
		err = s.readStep(tx, a, sc, dir, i, &steps[i])
		if err != nil {
			return seat, h, nil, err
		}
	}
	return seat, h, steps, nil
}

func (sc *script) date(key string) kernel.Date {
	text := strings.TrimSpace(sc.head[key])
	if text == "" {
		return kernel.Date{}
	}
	d, err := kernel.ParseDateVN(text)
	if err != nil {
		d, err = kernel.ParseISODate(text)
	}
	if err != nil {
		sc.fault(0, "", key, "reorg.file_date", text)
	}
	return d
}

// seat is the unit at the head of the branch: the one that the file names, or else the reader's own.
func (s *Service) seat(tx *db.Tx, a kernel.Actor, sc *script, on kernel.Date) (kernel.ID, error) {
	root, err := s.Orgs.Root(tx)
	if err != nil {
		return 0, err
	}
	word := sc.head["pham_vi"]
	if word == "" {
		if roots := a.Roots(PreparePermission); len(roots) == 1 {
			return roots[0], nil
		}
		sc.fault(0, "", "pham_vi", "reorg.file_seat")
		return 0, nil
	}
	if on.IsZero() {
		on = s.Clock.Now().Date()
	}
	dir, err := s.directory(tx, root, on)
	if err != nil {
		return 0, err
	}
	id, code := dir.find(word)
	if code == "" {
		path, err := s.Orgs.Path(tx, id, s.Clock.Now().Date())
		if err != nil {
			return 0, err
		}
		if a.System || a.Can(PreparePermission, path) {
			return id, nil
		}
		code = "reorg.no_unit_named"
	}
	sc.fault(0, "", "pham_vi", code, word)
	return 0, nil
}

func (s *Service) readStep(tx *db.Tx, a kernel.Actor, sc *script, dir *directory, i int, step *Step) error {
	l := sc.steps[i]
	unit := func(field, word string) kernel.ID {
		if word == "" {
			return 0
		}
		id, code := dir.find(word)
		if code != "" {
			sc.fault(i+1, l.place, field, code, word)
		}
		return id
	}
	for _, word := range l.units {
		if id := unit("don_vi", word); id != 0 && !slices.Contains(step.Units, id) {
			step.Units = append(step.Units, id)
		}
	}
	var err error
	step.Name, step.Short = l.word["ten"], l.word["ten_ngan"]
	step.UnitKind, err = s.kindKey(tx, l.word["loai"])
	if err != nil {
		return err
	}
	step.Identifier, step.Former, step.Areas, step.Area = l.word["ma"], l.word["ma_cu"], l.areas, l.area
	step.To = unit("cap_tren", l.word["cap_tren"])
	step.Keeps = l.word["con_hoat_dong"] != ""
	step.Rule.Rest = unit("con_lai", l.word["con_lai"])
	step.Rule.ShareBy, step.Rule.Carries, step.Rule.Ends = l.word["chia_theo"], l.carries, l.ends
	for _, t := range l.targets {
		id := unit(t.field("noi_nhan"), t.unit)
		if id == 0 {
			continue
		}
		s.readTarget(sc, dir, i, step, t, id)
	}
	if l.kind == Undo {
		return s.readUndo(tx, a, sc, i, step)
	}
	return nil
}

// readTarget puts what one target takes into the rule; a target that names nothing takes the rest.
func (s *Service) readTarget(sc *script, dir *directory, i int, step *Step, t target, id kernel.ID) {
	l := sc.steps[i]
	if l.kind == Merge {
		step.To = id
		return
	}
	for _, key := range t.list {
		if unit, code := dir.find(key); code == "" {
			key = unit.String()
		}
		step.Rule.List = append(step.Rule.List, Listing{strings.TrimSpace(key), id})
	}
	for _, key := range t.groups {
		step.Rule.Groups = append(step.Rule.Groups, Listing{strings.TrimSpace(key), id})
	}
	for _, key := range t.areas {
		step.Rule.Areas = append(step.Rule.Areas, Listing{strings.TrimSpace(key), id})
	}
	if t.share != "" {
		n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(t.share), ".", ""), 10, 64)
		if err != nil || n < 0 {
			sc.fault(i+1, l.place, t.field("phan"), "reorg.file_value", t.share)
		}
		step.Rule.Shares = append(step.Rule.Shares, orgs.Share{Unit: id, Weight: n})
	}
	if len(t.list)+len(t.groups)+len(t.areas) == 0 && t.share == "" && step.Rule.Rest == 0 {
		step.Rule.Rest = id
	}
}

// readUndo finds the decision that a step takes back by its number.
func (s *Service) readUndo(tx *db.Tx, a kernel.Actor, sc *script, i int, step *Step) error {
	rows, err := headsBefore(tx, a.Tenant, endOfIDs, 5000)
	if err != nil {
		return err
	}
	for _, d := range rows {
		if d.Number == strings.TrimSpace(sc.steps[i].undoes) && d.State == Applied {
			step.Undoes = d.ID
			return nil
		}
	}
	sc.fault(i+1, sc.steps[i].place, "huy", "reorg.no_decision")
	return nil
}

// kindKey gives the key of a kind of units that was written by its key or its name.
func (s *Service) kindKey(tx *db.Tx, word string) (string, error) {
	fold := kernel.Fold(strings.TrimSpace(word))
	if fold == "" {
		return "", nil
	}
	kinds, err := s.Orgs.Kinds(tx, s.Clock.Now().Date())
	for _, k := range kinds {
		if fold == kernel.Fold(k.Key) || fold == kernel.Fold(k.Name) {
			return k.Key, err
		}
	}
	return word, err
}
