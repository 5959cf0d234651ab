package cards

import (
	"regexp"
	"slices"
	"strings"

	"doanket/internal/paper"
	"doanket/kernel"
)

// Design (mẫu thẻ) is what cards of a unit look like from a day on, and how their serials are counted.
// The layout in force is not confirmed in law (union.md §2.2), so it is dated data with its source.
type Design struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Unit     kernel.ID // whose design it is: the issuing unit
	Valid    kernel.Period
	Prefix   string // of serials, this unit's alone
	Yearly   bool   // serials begin again with 1 each year
	Palette  string
	LineOne  string
	LineTwo  string
	Fields   []Field
	Badge    Badge
	Back     string
	Place    string // "Quảng Ninh"
	Post     string // of the signer, as of the day: "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH"
	Signer   string
	Source   string // legal text, or why it is as it is
	Verified bool
	MadeBy   string
	MadeAt   kernel.Instant
}

// Badge (huy hiệu) is a small picture on the front.
//
//glossary:none
type Badge struct {
	Type  string // "jpg", "png" or ""
	Bytes []byte
}

// Field (mục trên thẻ) is one thing a card may show of its member.
//
//glossary:none
type Field string

const (
	ShowPhoto  Field = "anh"
	ShowNumber Field = "so"
	ShowBorn   Field = "nam_sinh"
	ShowBase   Field = "cdcs"
	ShowOver   Field = "cap_tren"
)

// Fields are all fields, in the order in which they stand on a card. The name always stands there.
var Fields = []Field{ShowPhoto, ShowNumber, ShowBorn, ShowBase, ShowOver}

// Palette (bộ màu) is one of the few sets of colours in which every text of a card can be read.
//
//glossary:none
type Palette struct {
	Key    string
	Name   string
	Band   paper.Color // behind the head, under white letters
	Line   paper.Color
	Strong paper.Color // name and figures, on white
}

// Palettes are the sets to choose from; the first is the standard one.
var Palettes = []Palette{
	{"lam", "Lam công đoàn", paper.Color{R: 0x12, G: 0x48, B: 0x8c}, paper.Color{R: 0xd9, G: 0xa4, B: 0x1e}, paper.Color{R: 0x12, G: 0x48, B: 0x8c}},
	{"do", "Đỏ", paper.Color{R: 0xa3, G: 0x16, B: 0x1e}, paper.Color{R: 0xe0, G: 0xb0, B: 0x2c}, paper.Color{R: 0x8c, G: 0x12, B: 0x1a}},
	{"luc", "Lục", paper.Color{R: 0x17, G: 0x5c, B: 0x3c}, paper.Color{R: 0xd9, G: 0xa4, B: 0x1e}, paper.Color{R: 0x17, G: 0x5c, B: 0x3c}},
	{"xam", "Xám", paper.Color{R: 0x3d, G: 0x44, B: 0x4d}, paper.Color{R: 0x8a, G: 0x94, B: 0xa0}, paper.Color{R: 0x2a, G: 0x30, B: 0x38}},
}

func (d Design) palette() Palette {
	for _, p := range Palettes {
		if p.Key == d.Palette {
			return p
		}
	}
	return Palettes[0]
}

func (d Design) has(f Field) bool { return slices.Contains(d.Fields, f) }

// series is where a card of this design that is made on a day gets its serial.
func (d Design) series(on kernel.Date) Series {
	s := Series{Unit: d.Unit, Prefix: d.Prefix}
	if d.Yearly {
		s.Year = on.Year
	}
	return s
}

// standard is used until a unit above has a design of its own. It names no signer and says nothing
// that would have to be true of a certain union.
func standard(tenant kernel.ID) Design {
	return Design{Tenant: tenant, Unit: tenant, Prefix: "DV", Yearly: true, Palette: Palettes[0].Key,
		LineOne: "CÔNG ĐOÀN VIỆT NAM", LineTwo: "THẺ ĐOÀN VIÊN", Fields: slices.Clone(Fields),
		Back:   "Thẻ chứng nhận người có tên trên thẻ là đoàn viên công đoàn.\nQuét mã để biết thẻ còn hiệu lực hay không.\nMất thẻ thì báo ngay cho công đoàn cơ sở.",
		Source: "Mẫu mặc định của phần mềm"}
}

var prefixForm = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,5}$`)

const (
	longLine = 60
	longBack = 300
	longPost = 120
	longName = 60
)

// checked brings a design into its stored form and refuses what cannot stand on a card, at the fields.
func (d Design) checked() (Design, error) {
	var fs kernel.Faults
	d.Prefix = strings.ToUpper(strings.TrimSpace(d.Prefix))
	if !prefixForm.MatchString(d.Prefix) {
		fs.Add("tien_to", "cards.bad_prefix")
	}
	if !slices.ContainsFunc(Palettes, func(p Palette) bool { return p.Key == d.Palette }) {
		fs.Add("mau", "cards.bad_palette")
	}
	for _, t := range []struct {
		field, text string
		long        int
		needed      bool
	}{
		{"dong_mot", d.LineOne, longLine, false}, {"dong_hai", d.LineTwo, longLine, true}, {"mat_sau", d.Back, longBack, false},
		{"noi", d.Place, longName, false}, {"chuc_vu", d.Post, longPost, false}, {"nguoi_ky", d.Signer, longName, false},
		{"nguon", d.Source, longBack, true},
	} {
		switch {
		case t.needed && strings.TrimSpace(t.text) == "":
			fs.Add(t.field, "cards.needed")
		case len([]rune(t.text)) > t.long:
			fs.Add(t.field, "cards.too_long", t.long)
		}
	}
	if d.Signer != "" && d.Post == "" {
		fs.Add("chuc_vu", "cards.signer_without_post")
	}
	d.Fields = slices.DeleteFunc(slices.Clone(Fields), func(f Field) bool { return !d.has(f) })
	if d.Valid.From.IsZero() {
		fs.Add("tu_ngay", "cards.needed")
	}
	return d, fs.Err("cards.bad_design")
}
