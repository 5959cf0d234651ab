package rollimport

import (
	"strings"

	"doanket/internal/sheets"
	"doanket/kernel"
)

// line is a row of a table as it was read.
type line struct {
	row      int
	entry    Entry
	aside    bool // stands outside the table
	findings []Finding
	own      int // how many of the findings were there before the roll was asked

	verdict verdict
	person  kernel.ID // entered already
	member  kernel.ID // of the open membership that it means
	by      string    // how that was found
	other   string    // member number of whom it seems to mean by name
	changed []string  // fields in which it says something else
}

type verdict uint8

const (
	fresh verdict = iota
	faulty
	unchanged
	changed
)

func (l *line) find(f Finding) {
	f.Row = l.row
	l.findings = append(l.findings, f)
}

// restart forgets what the roll said, because a transaction may run again.
func (l *line) restart() {
	l.findings = l.findings[:l.own]
	l.verdict, l.person, l.member, l.by, l.other, l.changed = fresh, 0, 0, "", "", nil
}

// blocked tells that a fault, or a doubt that is not accepted, keeps the row out.
func (l *line) blocked(accept bool) (fault, doubt bool) {
	for _, f := range l.findings {
		fault = fault || f.Weight == Fault
		doubt = doubt || f.Weight == Doubt && !accept
	}
	return fault, doubt
}

// reader turns rows of a table into lines. It knows no database.
type reader struct {
	layout    sheets.Layout
	options   Options
	roll      Roll
	unit      kernel.ID // where rows go that name none
	units     unitBook
	contracts map[string]string // folded name → key
	today     kernel.Date
	since1904 bool
	columns   []columnReader
	unitAt    int
	texts     map[string]string // of cells that repeat
}

type columnReader struct {
	key  string
	at   int
	slot func(e *Entry) slot
}

func newReader(l sheets.Layout, o Options, roll Roll, unit kernel.ID, units []Unit, today kernel.Date, since1904 bool) *reader {
	r := &reader{layout: l, options: o, roll: roll, unit: unit, units: newUnitBook(units), contracts: map[string]string{}, today: today, since1904: since1904,
		unitAt: l.At("unit"), texts: map[string]string{}}
	for _, c := range roll.Contracts() {
		r.contracts[kernel.Fold(c.Key)] = c.Key
		r.contracts[kernel.Fold(c.Name)] = c.Key
	}
	for words, key := range contractWords {
		if _, ok := r.contracts[words]; !ok && r.hasContract(key) {
			r.contracts[words] = key
		}
	}
	for _, f := range fields {
		if at := l.At(f.Key); at >= 0 && slots[f.Key] != nil {
			r.columns = append(r.columns, columnReader{f.Key, at, slots[f.Key]})
		}
	}
	return r
}

// contractWords are short forms in which offices write kinds of contract, folded.
var contractWords = map[string]string{
	"khong xac dinh thoi han": "indefinite", "kxdth": "indefinite", "hdkxdth": "indefinite", "khong thoi han": "indefinite", "dai han": "indefinite", "vo thoi han": "indefinite",
	"xac dinh thoi han": "fixed", "xdth": "fixed", "co thoi han": "fixed", "12 thang": "fixed", "24 thang": "fixed", "36 thang": "fixed", "1 nam": "fixed", "2 nam": "fixed", "3 nam": "fixed",
	"cong chuc": "official", "can bo": "official", "vien chuc": "public", "hop dong lam viec": "public", "mua vu": "seasonal", "thoi vu": "seasonal",
}

func (r *reader) hasContract(key string) bool {
	for _, c := range r.roll.Contracts() {
		if c.Key == key {
			return true
		}
	}
	return false
}

// keys are the fields that the table has.
func (r *reader) keys() []string {
	var out []string
	for _, c := range r.columns {
		out = append(out, c.key)
	}
	for _, k := range [][2]string{{"male", "sex"}, {"female", "sex"}, {"born_male", "born"}, {"born_female", "born"}} {
		if r.layout.At(k[0]) >= 0 {
			out = append(out, k[1])
		}
	}
	return out
}

func (r *reader) read(row sheets.Row) line {
	l := line{row: row.Number}
	if row.Number == r.layout.Header.To+1 && sheets.Numbering(row) || sheets.Aside(r.layout, row, "name", "identity", "number") {
		l.aside = true
		return l
	}
	e := &l.entry
	for _, c := range r.columns {
		if c.at >= len(row.Cells) {
			continue
		}
		cell := row.Cells[c.at]
		switch {
		case cell.Kind == sheets.Error:
			l.find(Finding{Column: c.at, Field: c.key, Weight: Fault, Code: "sheets.error_cell", Args: []any{cell.Text}, Value: cell.Text})
		case !sheets.Nothing(cell.Text):
			r.value(&l, c, cell)
		}
	}
	r.sexes(&l, row)
	r.place(&l, row)
	if e.Admitted.IsZero() {
		e.Admitted = r.options.Admitted
	}
	if e.Basis == "" {
		e.Basis = r.options.Basis
	}
	r.check(&l)
	return l
}

// check lets the roll look the entry over; what a cell was refused for already is not told twice.
func (r *reader) check(l *line) {
	err := r.roll.Check(&l.entry)
	told := !r.options.Accept && (l.told("identity") || l.told("number") || l.told("born")) // a doubt that is accepted leaves nothing to know her by
	if e := &l.entry; e.Identity == "" && e.Number == "" && e.Born.IsZero() && !told {
		l.find(Finding{Column: r.columnOf("identity"), Field: "identity", Weight: Fault, Code: "rollimport.unknowable"})
	}
	if f := kernel.AsFault(err); f != nil {
		for _, field := range f.Fields {
			derived := field.Field == "joined" && l.entry.Joined == l.entry.Admitted && (l.told("admitted") || r.columnOf("joined") < 0)
			if !derived && !l.told(field.Field) {
				l.find(Finding{Column: r.columnOf(field.Field), Field: field.Field, Weight: Fault, Code: field.Code, Args: field.Args})
			}
		}
		if len(f.Fields) == 0 {
			l.find(Finding{Column: -1, Weight: Fault, Code: f.Code, Args: f.Args})
		}
	} else if err != nil {
		l.find(Finding{Column: -1, Weight: Fault, Code: "rollimport.unreadable_row"})
	}
	for _, d := range r.roll.Doubts(l.entry) {
		d.Column = r.columnOf(d.Field)
		l.find(d)
	}
}

func (l *line) told(field string) bool {
	for _, f := range l.findings {
		if f.Field == field && f.Weight != Note {
			return true
		}
	}
	return false
}

func (r *reader) columnOf(field string) int { return r.layout.At(field) }

// value reads one cell into its field.
func (r *reader) value(l *line, c columnReader, cell sheets.Cell) {
	at := c.slot(&l.entry)
	fault := func(err error) {
		f := kernel.AsFault(err)
		if f == nil {
			f = kernel.Refuse("rollimport.unreadable_row")
		}
		l.find(Finding{Column: c.at, Field: c.key, Weight: Fault, Code: f.Code, Args: f.Args, Value: cell.Text})
	}
	switch {
	case at.date != nil:
		r.date(l, c, cell, at.date)
		return
	case at.money != nil:
		m, err := sheets.ReadMoney(cell)
		if err != nil {
			fault(err)
			return
		}
		*at.money = m
		return
	}
	text, doubt, err := r.text(c.key, cell)
	if err != nil {
		fault(err)
		return
	}
	*at.text = text
	if doubt != nil {
		w := Doubt
		if doubt.Code == "sheets.phone_lost_zero" {
			w = Note
		}
		l.find(Finding{Column: c.at, Field: c.key, Weight: w, Code: doubt.Code, Args: doubt.Args, Value: cell.Text, Proposal: doubt.Proposal})
		if w == Doubt && r.options.Accept && doubt.Proposal != "" {
			*at.text = doubt.Proposal
		}
	}
}

func (r *reader) text(key string, cell sheets.Cell) (string, *sheets.Doubt, error) {
	switch key {
	case "name":
		name, err := sheets.NameRules{ProperCase: r.options.Proper}.Read(cell.Text)
		return name, nil, err
	case "identity":
		return sheets.ReadIdentity(cell)
	case "phone":
		return sheets.ReadPhone(cell)
	case "sex":
		s, err := sheets.ReadSex(cell.Text)
		return sexWord(s), nil, err
	case "contract":
		t := sheets.Tidy(cell.Text)
		k, ok := r.contracts[kernel.Fold(t)]
		if !ok {
			return "", nil, kernel.Refuse("rollimport.no_contract", t)
		}
		return k, nil, nil
	case "number", "old_identity", "insurance", "passport", "bank":
		t := sheets.Tidy(cell.Text)
		if cell.Kind == sheets.Number {
			t = strings.TrimSuffix(t, ".0")
		}
		if cell.Kind == sheets.Number && strings.ContainsAny(t, "Ee") || cell.Kind == sheets.Text && looksDamaged(t) {
			return "", nil, kernel.Refuse("sheets.damaged_number", t)
		}
		if key == "insurance" || key == "old_identity" {
			t = strings.NewReplacer(" ", "", ".", "").Replace(t)
		}
		if key == "insurance" && cell.Kind == sheets.Number && len(t) == 9 {
			return "", &sheets.Doubt{Code: "sheets.lost_zero", Args: []any{t, "0" + t}, Proposal: "0" + t}, nil
		}
		return t, nil, nil
	case "email":
		return strings.ToLower(sheets.Tidy(cell.Text)), nil, nil
	}
	return r.repeated(sheets.Tidy(cell.Text)), nil, nil
}

// looksDamaged tells 1,02E+11.
func looksDamaged(t string) bool {
	_, _, err := sheets.ReadNumber(sheets.Cell{Text: t})
	f := kernel.AsFault(err)
	return f != nil && f.Code == "sheets.damaged_number"
}

// repeated gives one string for a text that many rows have in common, so that a batch does not hold the
// buffers of all rows it was cut from.
func (r *reader) repeated(t string) string {
	if len(t) > 60 {
		return strings.Clone(t)
	}
	if known, ok := r.texts[t]; ok {
		return known
	}
	t = strings.Clone(t)
	if len(r.texts) < 20_000 {
		r.texts[t] = t
	}
	return t
}

// date reads a date. A date that lacks its day is a doubt: of a birth it is then left empty, of anything
// else its first day is taken.
func (r *reader) date(l *line, c columnReader, cell sheets.Cell, into *kernel.Date) {
	d, doubt, err := sheets.DateRules{Since1904: r.since1904, Latest: r.today}.Read(cell.Text)
	f := kernel.AsFault(err)
	switch {
	case f != nil:
		l.find(Finding{Column: c.at, Field: c.key, Weight: Fault, Code: f.Code, Args: f.Args, Value: cell.Text})
		return
	case d.Precision != sheets.WholeDay:
		_, err = d.Whole(sheets.Tidy(cell.Text))
		f = kernel.AsFault(err)
		proposal := ""
		if c.key != "born" {
			proposal = kernel.FormatDate(d.Date)
		}
		l.find(Finding{Column: c.at, Field: c.key, Weight: Doubt, Code: f.Code, Args: f.Args, Value: cell.Text, Proposal: proposal})
		if c.key == "born" || !r.options.Accept {
			return
		}
	case doubt != nil:
		l.find(Finding{Column: c.at, Field: c.key, Weight: Doubt, Code: doubt.Code, Args: doubt.Args, Value: cell.Text, Proposal: kernel.FormatDate(d.Date)})
	}
	*into = d.Date
}

func sexWord(s sheets.Sex) string {
	switch s {
	case sheets.Male:
		return "nam"
	case sheets.Female:
		return "nữ"
	}
	return ""
}

// sexes reads the shapes that say a sex by a column: an x under Nam or Nữ, or a birth date there.
func (r *reader) sexes(l *line, row sheets.Row) {
	e := &l.entry
	m, f := r.layout.At("male"), r.layout.At("female")
	if m >= 0 || f >= 0 {
		s, err := sheets.ReadSexMarks(row.Text(m), row.Text(f))
		if fault := kernel.AsFault(err); fault != nil {
			l.find(Finding{Column: max(m, f), Field: "sex", Weight: Fault, Code: fault.Code, Args: fault.Args, Value: row.Text(m)})
		}
		if s == sheets.UnknownSex && m < 0 && f >= 0 && err == nil {
			s = sheets.Male // a column Nữ alone marks the women among men
		}
		if e.Sex == "" {
			e.Sex = sexWord(s)
		}
	}
	for _, by := range []struct{ key, sex string }{{"born_male", "nam"}, {"born_female", "nữ"}} {
		at := r.layout.At(by.key)
		if at < 0 || sheets.Nothing(row.Text(at)) {
			continue
		}
		r.date(l, columnReader{key: "born", at: at}, row.Cells[at], &e.Born)
		if e.Sex == "" {
			e.Sex = by.sex
		}
	}
}

// place finds the unit that a row names, or takes the import's own.
func (r *reader) place(l *line, row sheets.Row) {
	l.entry.Unit = r.unit
	if r.unitAt < 0 || sheets.Nothing(row.Text(r.unitAt)) {
		return
	}
	t := sheets.Tidy(row.Text(r.unitAt))
	id, code := r.units.find(t)
	if code != "" {
		l.find(Finding{Column: r.unitAt, Field: "unit", Weight: Fault, Code: code, Args: []any{t}, Value: t})
		return
	}
	l.entry.Unit = id
}

// unitBook finds units by identifier, name or short name.
type unitBook map[string]kernel.ID

const several kernel.ID = -1

func newUnitBook(units []Unit) unitBook {
	b := unitBook{}
	for _, u := range units {
		for _, t := range []string{u.Identifier, u.Name, u.Short, u.ID.String()} {
			key := kernel.Fold(t)
			if had, ok := b[key]; ok && had != u.ID {
				b[key] = several
				continue
			}
			if key != "" {
				b[key] = u.ID
			}
		}
	}
	return b
}

func (b unitBook) find(text string) (id kernel.ID, code string) {
	id, ok := b[kernel.Fold(text)]
	switch {
	case !ok:
		return 0, "rollimport.no_unit_named"
	case id == several:
		return 0, "rollimport.units_named"
	}
	return id, ""
}
