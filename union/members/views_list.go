package members

import (
	"context"
	"slices"

	"doanket/kernel"
	"doanket/ui"
)

// ListView is the roll as the page shows it.
//
//glossary:none
type ListView struct {
	Title    string
	Crumb    []ui.Link
	Counters []ui.Counter
	Chips    []ui.Chip
	Saved    []SavedView
	Exports  []ui.Link
	In       FilterView
	Columns  []ui.Column
	Picked   []ui.Option // columns with those shown
	Shown    []string
	Rows     []RowView
	Next     string
	Query    string // of this address, to keep it as a view
	AsOf     string // "" today
	Today    string // the same list today
	Cut      bool
	Filtered bool
	Clear    string
	Admit    string
	Wrong    string
	Deeds    []ui.Option // what can be done to many at once
	All      string      // how many the filter shows, "" when that is not known without counting
}

// FilterView is the line of filters above the roll.
//
//glossary:none
type FilterView struct {
	Unit, Q, Day, Status, Sex, Group, Contract string
	Units, Statuses, Sexes, Groups, Contracts  []ui.Option
	Columns                                    string
	Error                                      string
}

// SavedView is a filter that somebody kept under a name.
//
//glossary:none
type SavedView struct {
	Name, Href string
	Current    bool
}

// RowView is one member of a list.
//
//glossary:none
type RowView struct {
	ID, Href, Name string
	Under          string // quiet line below the name
	Cells          []CellView
	Tone           ui.Tone
	Word           string
	Pick           bool // with a box before it
}

// CellView is one cell; State cells carry the status.
//
//glossary:none
type CellView struct {
	Text  string
	Num   bool
	State bool
	Drop  bool
}

// column is one that can be shown: its key in the address, its head, what stands in it.
type column struct {
	key  string
	head string
	num  bool
	drop bool // left out on a phone
	cell func(ctx context.Context, m Member, units map[kernel.ID]string) string
}

var columns = []column{
	{key: "don-vi", head: "Đơn vị", cell: func(_ context.Context, m Member, u map[kernel.ID]string) string { return u[m.Unit] }},
	{key: "to", head: "Tổ", cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return m.Group }},
	{key: "viec", head: "Nghề nghiệp", drop: true, cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return m.Profile.Work.Job }},
	{key: "tinh-trang", head: "Tình trạng", cell: func(ctx context.Context, m Member, _ map[kernel.ID]string) string { return statusWord(ctx, m.Status) }},
	{key: "tu", head: "Sinh hoạt từ", drop: true, cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return kernel.FormatDate(m.Since) }},
	{key: "sinh", head: "Ngày sinh", cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return kernel.FormatDate(m.Born) }},
	{key: "gioi", head: "Giới tính", cell: func(ctx context.Context, m Member, _ map[kernel.ID]string) string { return sexWord(ctx, m.Sex) }},
	{key: "ket-nap", head: "Kết nạp", drop: true, cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return kernel.FormatDate(m.Admitted) }},
	{key: "hop-dong", head: "Loại hợp đồng", drop: true, cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string {
		return contractWord(m.Profile.Work.Contract)
	}},
	{key: "luong", head: "Lương đóng bảo hiểm xã hội", num: true, cell: func(ctx context.Context, m Member, _ map[kernel.ID]string) string {
		return partWords(ctx, m.Profile, FactWage, false)
	}},
	{key: "dinh-danh", head: "Số định danh", cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return m.Identity.Masked() }},
	{key: "dien-thoai", head: "Điện thoại", cell: func(_ context.Context, m Member, _ map[kernel.ID]string) string { return kernel.MaskNumber(m.Phone) }},
}

var usualColumns = []string{"don-vi", "to", "viec", "tinh-trang", "tu"}

// columnHead is the word over a column in the language of the page.
func columnHead(ctx context.Context, key string) string {
	switch key {
	case "don-vi":
		return ui.T(ctx, "Đơn vị")
	case "to":
		return ui.T(ctx, "Tổ")
	case "viec":
		return ui.T(ctx, "Nghề nghiệp")
	case "tinh-trang":
		return ui.T(ctx, "Tình trạng")
	case "tu":
		return ui.T(ctx, "Sinh hoạt từ")
	case "sinh":
		return ui.T(ctx, "Ngày sinh")
	case "gioi":
		return ui.T(ctx, "Giới tính")
	case "ket-nap":
		return ui.T(ctx, "Kết nạp")
	case "hop-dong":
		return ui.T(ctx, "Loại hợp đồng")
	case "luong":
		return ui.T(ctx, "Lương đóng bảo hiểm xã hội")
	case "dinh-danh":
		return ui.T(ctx, "Số định danh")
	}
	return ui.T(ctx, "Điện thoại")
}

func (a listAsk) view(ctx context.Context, p Page, c unitChoices, groups []string, sum Sum) ListView {
	f := a.filter
	v := ListView{Title: ui.T(ctx, "Sổ đoàn viên"), Clear: a.cleared(), Cut: p.Cut, Query: a.query.Encode(), Wrong: a.wrong, Admit: a.admit,
		Filtered: f.narrow() || f.Text != ""}
	for _, o := range c.Above {
		v.Crumb = append(v.Crumb, ui.Link{Label: o.Label(), Href: a.with(roomPath, "don-vi", o.ID.String(), "to", "")})
	}
	if c.Here.ID != 0 && f.Unit != 0 {
		v.Title = ui.T(ctx, "Sổ đoàn viên %s", c.Here.Label())
	}
	if a.past {
		v.AsOf, v.Today = kernel.FormatDate(f.On), a.with(roomPath, "ngay", "")
	}
	v.Counters = []ui.Counter{{Label: ui.T(ctx, "Đoàn viên hôm nay"), Value: ui.Num(sum.Members), Href: a.cleared()},
		{Label: ui.T(ctx, "Nữ"), Value: ui.Num(sum.Women), Href: a.with(roomPath, "gioi", "nu")}}
	if sum.Units > 1 {
		v.Counters = append(v.Counters, ui.Counter{Label: ui.T(ctx, "Đơn vị có đoàn viên"), Value: ui.Num(sum.Units), Href: a.cleared()})
	}
	for _, s := range []Status{"", Exempt, Suspended, Disciplined, Left} {
		word := ui.T(ctx, "Đang là đoàn viên")
		switch s {
		case "":
		case Left:
			word = ui.T(ctx, "Đã kết thúc")
		default:
			word = statusWord(ctx, s)
		}
		v.Chips = append(v.Chips, ui.Chip{Label: word, Href: a.with(roomPath, "tinh-trang", statusSlugs[s]), Current: f.Status == s})
	}
	v.Exports = []ui.Link{{Label: ui.T(ctx, "Tải XLSX"), Href: a.with(roomPath + "/tai-ve")}, {Label: ui.T(ctx, "Tải CSV"), Href: a.with(roomPath+"/tai-ve", "dang", "csv")}}
	v.In = a.filterView(ctx, c, groups)
	one := c.Here.ID != 0 && len(c.Below) == 0 // of one union: its name in each row says nothing
	v.columns(ctx, a, p, one)
	switch {
	case p.Next == "" && f.After == "":
		v.All = ui.Num(int64(len(p.Members)))
	case !v.Filtered:
		v.All = ui.Num(sum.Members)
	}
	if p.Next != "" {
		v.Next = a.with(roomPath, "sau", p.Next)
	}
	return v
}

func (v *ListView) columns(ctx context.Context, a listAsk, p Page, one bool) {
	v.Columns = []ui.Column{{Label: ui.T(ctx, "Đoàn viên")}}
	var shown []column
	for _, col := range columns {
		v.Picked = append(v.Picked, ui.Option{Value: col.key, Label: columnHead(ctx, col.key)})
		if !slices.Contains(a.columns, col.key) {
			continue
		}
		v.Shown = append(v.Shown, col.key)
		if one && col.key == "don-vi" {
			continue
		}
		shown = append(shown, col)
		v.Columns = append(v.Columns, ui.Column{Label: columnHead(ctx, col.key), Num: col.num})
	}
	for _, m := range p.Members {
		r := RowView{ID: m.ID.String(), Name: m.Name, Under: m.Number, Tone: statusTones[m.Status], Word: statusWord(ctx, m.Status)}
		if p.Open[m.ID] {
			r.Href = roomPath + "/" + m.ID.String()
			if a.past {
				r.Href += "?ngay=" + kernel.FormatDate(a.filter.On)
			}
		}
		for _, col := range shown {
			r.Cells = append(r.Cells, CellView{Text: col.cell(ctx, m, p.Units), Num: col.num, State: col.key == "tinh-trang", Drop: col.drop})
		}
		v.Rows = append(v.Rows, r)
	}
}

// cleared is the list without filters, in the unit and on the day where it stands.
func (a listAsk) cleared() string {
	return a.with(roomPath, "tinh-trang", "", "gioi", "", "to", "", "hop-dong", "", "q", "")
}

func (a listAsk) filterView(ctx context.Context, c unitChoices, groups []string) FilterView {
	f := a.filter
	v := FilterView{Q: f.Text, Day: a.query.Get("ngay"), Status: a.query.Get("tinh-trang"), Sex: a.query.Get("gioi"), Group: f.Group, Contract: f.Contract,
		Columns: a.query.Get("cot"), Error: a.wrong, Unit: a.query.Get("don-vi")}
	if c.Here.ID != 0 {
		v.Units = append(v.Units, ui.Option{Value: c.Here.ID.String(), Label: c.Here.Label()})
		if v.Unit == "" {
			v.Unit = c.Here.ID.String()
		}
	}
	below := slices.Clone(c.Below)
	kernel.SortFunc(below, func(x, y orgsOrg) int { return kernel.CompareText(x.Label(), y.Label()) })
	for _, o := range below {
		v.Units = append(v.Units, ui.Option{Value: o.ID.String(), Label: o.Label()})
	}
	v.Sexes = []ui.Option{{Value: "nam", Label: ui.T(ctx, "Nam")}, {Value: "nu", Label: ui.T(ctx, "Nữ")}}
	for _, g := range groups {
		v.Groups = append(v.Groups, ui.Option{Value: g, Label: g})
	}
	for _, k := range ContractKinds(f.On) {
		v.Contracts = append(v.Contracts, ui.Option{Value: k.Key, Label: k.Name})
	}
	return v
}
