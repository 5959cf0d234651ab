package reorg

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/sheets"
	"doanket/kernel"
)

func fold(s string) string { return kernel.Fold(strings.TrimSpace(s)) }

// Sheets of a workbook that holds a decision: its head as pairs, its steps as rows, or the lineage of units.
const (
	headSheet    = "Quyết định"
	stepSheet    = "Các bước"
	lineageSheet = "Nguồn gốc"
)

var headColumns = []sheets.Field{{Key: "so", Head: "Số quyết định", Also: []string{"Số"}}, {Key: "ngay", Head: "Ngày quyết định", Also: []string{"Ngày"}},
	{Key: "hieu_luc", Head: "Ngày hiệu lực", Also: []string{"Hiệu lực"}}, {Key: "co_quan", Head: "Cơ quan ban hành", Also: []string{"Cơ quan"}},
	{Key: "nguoi_ky", Head: "Người ký"}, {Key: "trich_yeu", Head: "Trích yếu"}, {Key: "pham_vi", Head: "Đơn vị đứng đầu phạm vi", Also: []string{"Phạm vi"}}}

var stepColumns = []sheets.Field{{Key: "buoc", Head: "Bước", Needed: true}, {Key: "viec", Head: "Việc", Needed: true}, {Key: "don_vi", Head: "Đơn vị"}, {Key: "noi_nhan", Head: "Nơi nhận"},
	{Key: "cap_tren", Head: "Cấp trên"}, {Key: "ten", Head: "Tên mới"}, {Key: "ten_ngan", Head: "Tên ngắn"}, {Key: "loai", Head: "Loại đơn vị"}, {Key: "ma", Head: "Mã định danh"},
	{Key: "ma_cu", Head: "Mã định danh cũ"}, {Key: "dia_ban", Head: "Địa bàn phụ trách"}, {Key: "danh_sach", Head: "Danh sách"}, {Key: "to", Head: "Tổ"},
	{Key: "noi_o", Head: "Địa bàn của người, đơn vị"}, {Key: "phan", Head: "Phần"}, {Key: "chia_theo", Head: "Chia theo"}, {Key: "con_hoat_dong", Head: "Còn hoạt động"}, {Key: "huy", Head: "Huỷ quyết định số"}}

var lineageColumns = []sheets.Field{{Key: "ten", Head: "Đơn vị mới", Needed: true}, {Key: "ten_ngan", Head: "Tên ngắn"}, {Key: "loai", Head: "Loại đơn vị"}, {Key: "cap_tren", Head: "Cấp trên"},
	{Key: "ma", Head: "Mã định danh"}, {Key: "dia_ban", Head: "Địa bàn phụ trách"}, {Key: "don_vi", Head: "Đơn vị cũ", Needed: true}, {Key: "phan", Head: "Toàn bộ hay một phần", Needed: true},
	{Key: "danh_sach", Head: "Danh sách"}, {Key: "noi_o", Head: "Địa bàn của người, đơn vị"}}

// readBook reads a decision from a workbook.
func readBook(content []byte) (*script, error) {
	sc := &script{head: map[string]string{}}
	b, err := sheets.Open(bytes.NewReader(content), int64(len(content)), sheets.Options{Limits: sheets.Limits{Rows: 100_000, Unpacked: 256 << 20, Texts: 64 << 20, Cols: 100}})
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, s := range b.Sheets() {
		at[fold(s.Name)] = i + 1
	}
	if at[fold(headSheet)] == 0 || at[fold(stepSheet)]+at[fold(lineageSheet)] == 0 {
		sc.fault(0, "", "", "reorg.file_sheets")
		return sc, nil
	}
	rows, err := allRows(b, at[fold(headSheet)]-1)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, f := range headColumns {
			name := fold(r.Text(0))
			if name == fold(f.Head) || slices.ContainsFunc(f.Also, func(also string) bool { return name == fold(also) }) {
				sc.head[f.Key] = sheets.Tidy(r.Text(1))
			}
		}
	}
	for _, x := range []struct {
		sheet  string
		fields []sheets.Field
		take   func(tableRow)
	}{{lineageSheet, lineageColumns, newLineage(sc).take}, {stepSheet, stepColumns, sc.takeRow}} {
		if at[fold(x.sheet)] == 0 {
			continue
		}
		rows, err = allRows(b, at[fold(x.sheet)]-1)
		if err != nil {
			return nil, err
		}
		err = sc.table(x.sheet, rows, x.fields, x.take)
		if err != nil {
			return nil, err
		}
	}
	return sc, nil
}

func allRows(b *sheets.Book, i int) ([]sheets.Row, error) {
	r, err := b.Rows(i)
	if err != nil {
		return nil, err
	}
	var out []sheets.Row
	for r.Next() {
		out = append(out, r.Row().Copy())
	}
	err = r.Err()
	if close := r.Close(); err == nil {
		err = close
	}
	return out, err
}

// tableRow is a row of a sheet, read by the keys of its columns.
type tableRow struct {
	place string
	text  func(key string) string
}

// list is a cell that names several things, one a line or parted by semicolons.
func (r tableRow) list(key string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(r.text(key), func(c rune) bool { return c == ';' || c == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (s *script) table(sheet string, rows []sheets.Row, fields []sheets.Field, take func(tableRow)) error {
	head, err := sheets.FindHeader(rows, fields)
	if err != nil {
		return err
	}
	layout := sheets.Match(head, fields, sheets.Mapping{}, nil)
	if missing := layout.Missing(fields); len(missing) > 0 {
		s.fault(0, sheet, "", "reorg.file_word", strings.Join(missing, ", "), sheet)
		return nil
	}
	for _, r := range rows {
		if r.Number <= head.To || r.Blank() || r.Number == head.To+1 && sheets.Numbering(r) {
			continue
		}
		take(tableRow{fmt.Sprintf("%s!%d", sheet, r.Number), func(key string) string {
			at := layout.At(key)
			if at < 0 {
				return ""
			}
			return strings.TrimSpace(r.Text(at)) // lines within a cell stay lines
		}})
	}
	return nil
}

// takeRow takes one row of the steps: rows of one number are one step with several units or targets.
func (s *script) takeRow(r tableRow) {
	number := r.text("buoc")
	n := len(s.steps)
	var l *line
	if n > 0 && number != "" && s.steps[n-1].word["buoc"] == number {
		l = &s.steps[n-1]
	} else {
		s.steps = append(s.steps, line{place: r.place, word: map[string]string{"buoc": number}})
		n++
		l = &s.steps[n-1]
		kind, ok := stepOf(r.text("viec"))
		if !ok {
			s.fault(n, r.place, "viec", "reorg.file_step", r.text("viec"), stepSlugs())
		}
		l.kind = kind
		l.undoes = r.text("huy")
	}
	if kind, ok := stepOf(r.text("viec")); ok && kind != l.kind {
		s.fault(n, r.place, "viec", "reorg.file_mixed")
	}
	l.units = append(l.units, r.list("don_vi")...)
	l.areas = append(l.areas, r.list("dia_ban")...)
	for _, key := range []string{"ten", "ten_ngan", "loai", "ma", "ma_cu", "cap_tren", "chia_theo", "con_hoat_dong"} {
		if v := r.text(key); v != "" {
			l.word[key] = v
		}
	}
	if to := r.text("noi_nhan"); to != "" {
		l.targets = append(l.targets, target{unit: to, list: r.list("danh_sach"), groups: r.list("to"), areas: r.list("noi_o"), share: r.text("phan")})
	}
}

// lineage turns rows "this new unit comes of that old one" into foundings and windings-up: a new unit is
// founded once, an old one is wound up once, to all that it went into.
type lineage struct {
	sc    *script
	fresh map[string]bool
	old   map[string]int
}

func newLineage(sc *script) *lineage { return &lineage{sc, map[string]bool{}, map[string]int{}} }

func (x *lineage) take(r tableRow) {
	name := r.text("ten")
	if name != "" && r.text("loai") != "" && !x.fresh[fold(name)] {
		x.fresh[fold(name)] = true
		l := line{place: r.place, kind: Found, areas: r.list("dia_ban"), word: map[string]string{}}
		for _, key := range []string{"ten", "ten_ngan", "loai", "cap_tren", "ma"} {
			l.word[key] = r.text(key)
		}
		// all foundings come first: what is wound up goes to them
		at := slices.IndexFunc(x.sc.steps, func(l line) bool { return l.kind != Found })
		if at < 0 {
			at = len(x.sc.steps)
		}
		x.sc.steps = slices.Insert(x.sc.steps, at, l)
		for key, i := range x.old {
			if i >= at {
				x.old[key] = i + 1
			}
		}
	}
	from := r.text("don_vi")
	if from == "" {
		return
	}
	i, ok := x.old[fold(from)]
	if !ok {
		i = len(x.sc.steps)
		x.old[fold(from)] = i
		x.sc.steps = append(x.sc.steps, line{place: r.place, kind: WindUp, units: []string{from}, word: map[string]string{}})
	}
	l := &x.sc.steps[i]
	switch partOf(r.text("phan")) {
	case orgs.WholePart:
		l.word["con_lai"] = name
	case orgs.SomePart:
		if t := (target{unit: name, list: r.list("danh_sach"), areas: r.list("noi_o")}); len(t.list)+len(t.areas) > 0 { // else land without units
			l.targets = append(l.targets, t)
		}
	default:
		if fold(r.text("phan")) == "phan con lai" {
			l.word["con_lai"] = name
			return
		}
		x.sc.fault(i+1, r.place, "phan", "reorg.file_part")
	}
}
