package procedures

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"doanket/kernel"
)

// File is a definition as text with the name it is known by in findings.
//
//glossary:none
type File struct {
	Name string
	Text []byte
}

// Check runs the gate over definition files and gives every finding of every file, in the order of
// their lines. No finding means: may be published.
func Check(files ...File) []Finding {
	var out []Finding
	for _, f := range files {
		_, findings := gate(f.Name, f.Text)
		out = append(out, findings...)
	}
	return out
}

// CheckJSON is Check for other programs: a list of {file, line, code, message}; [] when all is well.
func CheckJSON(files ...File) ([]byte, error) {
	findings := Check(files...)
	if findings == nil {
		findings = []Finding{}
	}
	return json.MarshalIndent(findings, "", "  ")
}

// gate loads, compiles and checks one file. The version is usable only when there are no findings.
func gate(name string, text []byte) (*Version, []Finding) {
	def, src := load(name, text)
	if len(src.lines) == 0 {
		return nil, src.findings // not even a mapping: nothing more to say
	}
	c := &checker{source: src, def: def}
	c.version = compile(def, c.fault)
	c.identity()
	c.forms()
	c.variants()
	c.results()
	c.notices()
	c.examples()
	kernel.SortStableFunc(src.findings, func(a, b Finding) int { return a.Line - b.Line })
	// what two variants share by an anchor is checked twice and told once
	return c.version, slices.CompactFunc(src.findings, func(a, b Finding) bool {
		return a.Line == b.Line && a.Code == b.Code && a.Message == b.Message
	})
}

type checker struct {
	*source
	def         *Definition
	version     *Version
	usedNotices map[string]bool
	usedResults map[string]bool
}

func at(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

var (
	nationalCode = regexp.MustCompile(`^\d\.\d{6}$`)
	keyText      = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
)

// What a closed list of words may be. Kinds of agencies and levels are data of the site and not listed.
var (
	kinds       = []string{"quoc_gia", "dia_phuong", "noi_bo", "cong_doan"}
	onlines     = []string{string(FullyOnline), string(PartlyOnline), "truc_tiep"}
	handlings   = []string{"tai_cho", "bo", "chi_theo_doi"}
	paperSets   = []string{"mot_cua", "cong_doan"}
	supplies    = []string{"tinh_lai_tu_dau", "tinh_tiep", "khong"}
	roleKeys    = []string{"citizen", "counter_clerk", "cashier", "desk_leader", "handler", "approver", "returning_officer", "clerk", "leader", "system"}
	unitRules   = []string{"", "tiep_nhan", "giai_quyet", "phoi_hop"}
	needs       = []string{"thanh_phan", "nop_phi", "du_thao", "ky", "so"}
	fieldTypes  = []string{"text", "long", "number", "money", "date", "choice", "many", "yesno", "person_name", "cccd", "phone", "email", "area", "file"}
	heldSources = []string{"dan_cu", "ho_tich", "dat_dai", "doanh_nghiep", "bhxh", "doan_vien", "ho_so_cu"}
)

// OnlineLevel is how much of a procedure can be done online. (NĐ 42/2022)
//
//glossary:none
type OnlineLevel string

const (
	FullyOnline  OnlineLevel = "toan_trinh"
	PartlyOnline OnlineLevel = "mot_phan"
)

// OnlineLevel tells it of this definition.
func (d *Definition) OnlineLevel() OnlineLevel { return OnlineLevel(d.Online) }

// Trait (đặc điểm) is a property that citizens ask about.
//
//glossary:none
type Trait string

const (
	NonTerritorial Trait = "phi_dia_gioi" // filed anywhere in the province
	Interlinked    Trait = "lien_thong"   // several bodies, one submission
)

// Traits of the procedure.
func (d *Definition) Traits() []Trait {
	var out []Trait
	if d.Agency.NonTerritorial {
		out = append(out, NonTerritorial)
	}
	if d.Agency.Interlinked {
		out = append(out, Interlinked)
	}
	return out
}

func (c *checker) oneOf(path, value string, list []string) {
	if !slices.Contains(list, value) {
		c.fault(path, "value.list_of", keyOf(path), value, strings.Join(slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" }), ", "))
	}
}

func (c *checker) filled(path, value string) {
	if value == "" {
		c.fault(path, "value.missing", keyOf(path))
	}
}

func (c *checker) key(path, value string) {
	if !keyText.MatchString(value) {
		c.fault(path, "key.format", value)
	}
}

func (c *checker) identity() {
	d := c.def
	if !d.codeFits() || d.Code == "" {
		c.fault("ma", "identity.code", d.Code, schemes()[d.Kind].example)
	}
	if d.No < 1 {
		c.fault("phien_ban", "identity.no")
	}
	c.oneOf("loai", d.Kind, kinds)
	c.filled("ten", d.Name)
	c.filled("linh_vuc", d.Field.Name)
	c.oneOf("muc_do", d.Online, onlines)
	c.oneOf("noi_xu_ly", d.Handling, handlings)
	c.oneOf("mau_giay", d.Papers, paperSets)
	if len(d.Levels) == 0 {
		c.fault("cap", "value.missing", "cap")
	}
	if len(d.Applicants) == 0 {
		c.fault("doi_tuong", "value.missing", "doi_tuong")
	}
	c.filled("co_quan.giai_quyet", d.Agency.Deciding)
	switch {
	case d.Effective.From.IsZero():
		c.fault("hieu_luc", "identity.no_start")
	case !d.Effective.To.IsZero() && d.Effective.To.Before(d.Effective.From):
		c.fault("hieu_luc.den", "identity.ends_before", dayText(d.Effective.To), dayText(d.Effective.From))
	}
	if len(d.Bases) == 0 {
		c.fault("can_cu", "identity.no_basis")
	}
	for i, b := range d.Bases {
		c.filled(at("can_cu", i), b.No)
	}
	if d.Decision.No == "" {
		c.fault("quyet_dinh", "identity.no_decision")
	}
	for i, x := range d.Doubts {
		c.fault(at("nghi_van", i), "import.doubt", x.Path, x.Message)
	}
	for i, x := range d.Certainties {
		c.filled(at("xac_nhan", i)+".ve", x.About)
		c.filled(at("xac_nhan", i)+".nguon", x.Source)
	}
}

func dayText(d kernel.Date) string { return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year) }

var variable = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// Variables of templates besides don.<field>: what dossiers can fill in.
var templateVars = []string{
	"ho_so.ma", "ho_so.ngay_nhan", "ho_so.ngay_hen", "ho_so.noi_dung", "ho_so.tra_cuu",
	"chu_ho_so.ten", "chu_ho_so.dia_chi", "chu_ho_so.so_dinh_danh", "chu_ho_so.dien_thoai",
	"co_quan.ten", "co_quan.dia_chi", "co_quan.dien_thoai", "ket_qua.so", "ket_qua.ngay", "ket_qua.nguoi_ky", "ket_qua.chuc_vu",
	"thu_tuc.ten", "thu_tuc.ma", "ly_do", "giay_to_thieu", "so_tien", "han_moi",
}

func (c *checker) template(path, text string) {
	for _, m := range variable.FindAllString(text, -1) {
		name := strings.TrimSpace(m[2 : len(m)-2])
		field, isAnswer := strings.CutPrefix(name, "don.")
		_, known := c.version.shape.fields[field]
		if isAnswer && !known || !isAnswer && !slices.Contains(templateVars, name) {
			c.fault(path, "template.unknown", name)
		}
	}
}

func (c *checker) results() {
	seen := map[string]bool{}
	for i, r := range c.def.Results {
		p := at("ket_qua", i)
		c.key(p+".khoa", r.Key)
		if seen[r.Key] {
			c.fault(p+".khoa", "key.repeated", r.Key)
		}
		seen[r.Key] = true
		c.filled(p+".ten", r.Name)
		if r.Template == "" {
			c.fault(p, "result.no_template", r.Key)
		}
		c.template(p+".mau", r.Template)
		if r.Signature == "" {
			c.fault(p, "result.no_signature", r.Key)
		} else {
			c.oneOf(p+".cap_ky", r.Signature, roleKeys)
		}
		if !c.usedResults[r.Key] {
			c.fault(p, "result.unused", r.Key)
		}
	}
}

func (c *checker) notices() {
	seen := map[string]bool{}
	for i, n := range c.def.Notices {
		p := at("thong_bao", i)
		c.key(p+".khoa", n.Key)
		if seen[n.Key] {
			c.fault(p+".khoa", "key.repeated", n.Key)
		}
		seen[n.Key] = true
		c.filled(p+".tieu_de", n.Title)
		c.filled(p+".noi_dung", n.Body)
		c.template(p+".tieu_de", n.Title)
		c.template(p+".noi_dung", n.Body)
		if !c.usedNotices[n.Key] {
			c.fault(p, "notice.unused", n.Key)
		}
	}
}
