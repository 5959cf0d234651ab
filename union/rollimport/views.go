package rollimport

import (
	"context"
	"slices"
	"strconv"

	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/ui"
)

const roomPath = "/nhap-doan-vien"

func pathOf(id kernel.ID, more string) string { return roomPath + "/" + id.String() + more }

var stateNames = map[State]string{MappingStep: "Chờ ghép cột", Checking: "Đang kiểm tra", Checked: "Đã kiểm tra, chưa ghi", Running: "Đang ghi", Done: "Đã ghi", Cancelled: "Đã dừng", Failed: "Chưa ghi xong"}

var stateTones = map[State]ui.Tone{MappingStep: ui.Wait, Checking: ui.Run, Checked: ui.Soon, Running: ui.Run, Done: ui.Done, Cancelled: ui.Hold, Failed: ui.Late}

var weightNames = map[Weight]string{Fault: "Lỗi", Doubt: "Nghi ngờ", Note: "Nên xem lại"}

var weightTones = map[Weight]ui.Tone{Fault: ui.Late, Doubt: ui.Soon, Note: ui.Wait}

// ListRow is one import in the history.
//
//glossary:none
type ListRow struct {
	Href, File, Unit, At, Word, Result string
	Tone                               ui.Tone
}

// ListView is the history of imports.
//
//glossary:none
type ListView struct {
	Unit  kernel.ID
	Units []ui.Option
	Rows  []ListRow
	Next  string
	New   string
}

func listView(ctx context.Context, p Page, units []Unit, unit kernel.ID) ListView {
	v := ListView{Unit: unit, Units: unitOptions(units), New: roomPath + "/moi"}
	ask := ""
	if unit != 0 {
		ask = "don-vi=" + unit.String()
		v.New += "?" + ask
	}
	for _, in := range p.Imports {
		v.Rows = append(v.Rows, ListRow{Href: pathOf(in.ID, ""), File: in.Name, Unit: p.Units[in.Unit].Name, At: kernel.FormatInstant(in.At),
			Word: ui.T(ctx, stateNames[in.State]), Tone: stateTones[in.State], Result: resultLine(ctx, in)})
	}
	if p.Next != 0 {
		v.Next = roomPath + "?sau=" + p.Next.String()
		if ask != "" {
			v.Next += "&" + ask
		}
	}
	return v
}

func resultLine(ctx context.Context, in Import) string {
	switch in.State {
	case Done, Cancelled:
		return ui.T(ctx, "%s ghi mới, %s không đổi, %s bị loại", ui.Num(in.Counts.Fresh), ui.Num(in.Counts.Unchanged), ui.Num(in.Counts.Faulty))
	case Checked, Failed:
		return ui.T(ctx, "%s dòng, %s bị loại", ui.Num(in.Counts.Rows), ui.Num(in.Counts.Faulty))
	}
	return ""
}

func unitOptions(units []Unit) []ui.Option {
	out := make([]ui.Option, 0, len(units))
	for _, u := range units {
		out = append(out, ui.Option{Value: u.ID.String(), Label: u.Name})
	}
	return out
}

// NewView is the form for a file.
//
//glossary:none
type NewView struct {
	Units    []ui.Option
	Unit     kernel.ID
	Sentence string
	Errors   ui.Errors
}

// ColumnRow is one column of the table with its choice.
//
//glossary:none
type ColumnRow struct {
	Letters, Head, Key, Field string
	Samples                   []string
	Guess                     bool
}

// ColumnsView is the page on which columns are matched.
//
//glossary:none
type ColumnsView struct {
	ID                 kernel.ID
	File, Unit         string
	Sheets, Encodings  []ui.Option
	Sheet, Encoding    string
	Lines              []string // how the first marked lines read
	Unsure             bool
	Columns            []ColumnRow
	Fields             []ui.Option
	In                 columnsForm
	Sentence, Detected string
	Errors             ui.Errors
}

func columnsView(ctx context.Context, c Columns) ColumnsView {
	v := ColumnsView{ID: c.Import.ID, File: c.Import.Name, Unit: c.Unit.Name, Sheet: c.Sheet, Encoding: string(c.Import.Mapping.Encoding),
		Detected: c.Detection.Encoding.Name(), Unsure: !c.Detection.Sure(), In: formOf(c.Import.Options)}
	for _, s := range c.Sheets {
		if !s.Hidden {
			v.Sheets = append(v.Sheets, ui.Option{Value: s.Name, Label: s.Name})
		}
	}
	for _, e := range sheets.Encodings {
		v.Encodings = append(v.Encodings, ui.Option{Value: string(e), Label: e.Name()})
	}
	for _, x := range c.Detection.Candidates {
		if x.Encoding == c.Detection.Encoding {
			v.Lines = x.Lines[:min(3, len(x.Lines))]
		}
	}
	for _, col := range c.Layout.Columns {
		if col.Head != "" {
			v.Columns = append(v.Columns, ColumnRow{Letters: col.Letters, Head: col.Head, Key: sheets.HeadKey(col.Head), Field: col.Field, Samples: col.Samples, Guess: col.Field != "" && !col.Sure})
		}
	}
	for _, f := range fields {
		v.Fields = append(v.Fields, ui.Option{Value: f.Key, Label: f.Head})
	}
	return v
}

// FindingRow is one cell with what is wrong in it.
//
//glossary:none
type FindingRow struct {
	Cell, Head, Value, Say, Word string
	Tone                         ui.Tone
}

// ImportView is an import on its way, or what came of it.
//
//glossary:none
type ImportView struct {
	Import   Import
	Unit     string
	Word     string
	Tone     ui.Tone
	Why      string
	Counters []ui.Counter
	Facts    []ui.Fact
	Findings []FindingRow
	More     bool
	Percent  string
	Verbs    []ui.Verb
	Sentence string
	Errors   ui.Errors
}

// shownFindings is how many findings a page lists; the fault book has all.
const shownFindings = 50

func importView(ctx context.Context, in Import, unit Unit, list []Finding, more bool, say func(code string, args []any) string) ImportView {
	v := ImportView{Import: in, Unit: unit.Name, Word: ui.T(ctx, stateNames[in.State]), Tone: stateTones[in.State], More: more, Percent: strconv.Itoa(in.Progress / 10)}
	if in.Why.Code != "" {
		v.Why = say(in.Why.Code, in.Why.Args)
	}
	c := in.Counts
	fresh := "Sẽ ghi mới"
	if in.State == Running || in.State == Done || in.State == Cancelled {
		fresh = "Ghi mới"
	}
	tone := ui.Tone("")
	if c.Faulty > 0 {
		tone = ui.Late
	}
	if in.State != MappingStep {
		v.Counters = []ui.Counter{{Label: ui.T(ctx, fresh), Value: ui.Num(c.Fresh)}, {Label: ui.T(ctx, "Đã có, không đổi"), Value: ui.Num(c.Unchanged)}, {Label: ui.T(ctx, "Bị loại"), Value: ui.Num(c.Faulty), Tone: tone}}
		v.Facts = []ui.Fact{{Label: ui.T(ctx, "Dòng đã đọc"), Value: ui.Num(c.Rows)}}
		add := func(n int, label string) {
			if n > 0 {
				v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, label), Value: ui.Num(n)})
			}
		}
		add(c.Changed, "Đã có, tệp nói khác sổ")
		add(c.Updated, "Trong đó đã ghi theo tệp")
		add(c.Doubtful, "Bị loại vì còn nghi ngờ")
		add(c.Noted, "Dòng nên xem lại")
		add(c.Aside, "Dòng ngoài bảng, bỏ qua")
		if !in.Finished.IsZero() {
			v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Xong lúc"), Value: kernel.FormatInstant(in.Finished)})
		}
	}
	for _, f := range list {
		cell := f.Cell()
		if cell == "" {
			cell = ui.T(ctx, "Dòng %d", f.Row)
		}
		v.Findings = append(v.Findings, FindingRow{Cell: cell, Head: headOf(f.Field), Value: f.Value, Say: say(f.Code, f.Args), Word: ui.T(ctx, weightNames[f.Weight]), Tone: weightTones[f.Weight]})
	}
	if in.Counts.Findings > 0 && slices.Contains([]State{Checked, Done, Failed, Cancelled}, in.State) {
		v.Verbs = append(v.Verbs, ui.Verb{Label: ui.T(ctx, "Tải tệp lỗi"), Href: pathOf(in.ID, "/loi.xlsx"), Icon: "download", Plain: true})
	}
	switch in.State {
	case Checked, Failed:
		v.Verbs = append(v.Verbs, ui.Verb{Label: ui.T(ctx, "Sửa ghép cột"), Href: pathOf(in.ID, "/cot"), Plain: true}, ui.Verb{Label: ui.T(ctx, "Bỏ lần nhập này"), Action: pathOf(in.ID, "/dung"), Plain: true})
	case Checking, Running:
		v.Verbs = append(v.Verbs, ui.Verb{Label: ui.T(ctx, "Xem lại"), Href: pathOf(in.ID, ""), Plain: true}, ui.Verb{Label: ui.T(ctx, "Dừng"), Action: pathOf(in.ID, "/dung"), Plain: true})
	case MappingStep:
		v.Verbs = append(v.Verbs, ui.Verb{Label: ui.T(ctx, "Ghép cột"), Href: pathOf(in.ID, "/cot")}, ui.Verb{Label: ui.T(ctx, "Bỏ lần nhập này"), Action: pathOf(in.ID, "/dung"), Plain: true})
	default:
		v.Verbs = append(v.Verbs, ui.Verb{Label: ui.T(ctx, "Nhập tệp khác"), Href: roomPath + "/moi?don-vi=" + in.Unit.String(), Plain: true})
	}
	return v
}
