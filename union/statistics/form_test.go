package statistics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"doanket/kernel"
)

func shippedForms(t testing.TB) (one, two *Form) {
	t.Helper()
	forms, _, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return forms[0], forms[1]
}

func shippedText(t testing.TB) string {
	t.Helper()
	_, texts, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return string(texts[0])
}

func TestTheShippedFormsPassTheirOwnGate(t *testing.T) {
	one, two := shippedForms(t)
	if one.Key != "1-HDCD" || two.Key != "2-HDCD" || two.Sums != one.Key {
		t.Errorf("%s %s sums %s", one.Key, two.Key, two.Sums)
	}
	if len(one.Unknown) == 0 || len(two.Unknown) == 0 {
		t.Error("what was not seen must be said")
	}
}

func TestTheKnownLinesOfForm1CarryTheirNumbers(t *testing.T) {
	one, _ := shippedForms(t)
	want := map[string]string{"lao_dong": "1", "lao_dong_nu": "2", "thieu_viec": "3", "thieu_viec_nu": "4", "luong_binh_quan": "5",
		"no_luong": "6", "duoc_bo_tri_nha": "7", "thue_nha": "8", "hop_dong": "9", "bao_hiem": "10"}
	for key, number := range want {
		l, ok := one.Line(key)
		if !ok || l.Number != number || !l.Verified {
			t.Errorf("%s: %+v", key, l)
		}
	}
	for _, key := range []string{"tranh_chap", "dinh_cong", "doan_vien"} {
		l, _ := one.Line(key)
		if l.Verified || l.Source == "" {
			t.Errorf("%s was not seen and must say so", key)
		}
	}
}

func TestTheCutOffsAre31MayAnd30November(t *testing.T) {
	one, _ := shippedForms(t)
	for day, want := range map[string]bool{"2026-05-31": true, "2026-11-30": true, "2026-06-01": false, "2026-05-30": false} {
		d, err := kernel.ParseISODate(day)
		if err != nil {
			t.Fatal(err)
		}
		if one.CutsOff(d) != want {
			t.Errorf("%s: want %v", day, want)
		}
	}
	for on, want := range map[string]string{"2026-05-31": "2025-11-30", "2026-11-30": "2026-05-31", "2026-07-01": "2026-05-31", "2026-01-01": "2025-11-30"} {
		d, _ := kernel.ParseISODate(on)
		if got := one.cutOffBefore(d).String(); got != want {
			t.Errorf("before %s: %s, want %s", on, got, want)
		}
	}
}

func TestTheGateTellsEachFlawAtItsLine(t *testing.T) {
	text := shippedText(t)
	one, _ := shippedForms(t)
	for _, row := range []struct{ name, old, new, code, at string }{
		{"a key that no form has", "verified: false\nunknown:", "verified: false\nmau: xanh\nunknown:", "unknown_key", "mau: xanh"},
		{"a key twice", "key: thieu_viec_nu, number", "key: thieu_viec, number", "twice", "key: thieu_viec, number: \"4\""},
		{"a key with marks", "key: thue_nha,", "key: thuê_nhà,", "key", "thuê_nhà"},
		{"a kind that is none", "number: \"9\", label: Số lao động được ký hợp đồng lao động, unit: người, kind: count", "number: \"9\", label: Số lao động được ký hợp đồng lao động, unit: người, kind: dem", "kind", "kind: dem"},
		{"a measure that the roll does not know", "from: members.women", "from: members.men", "measure", "members.men"},
		{"an average without heads", "weight: so_nguoi_tinh_luong, ", "", "weight", "luong_binh_quan, number"},
		{"a rule that no number breaks", "that: hop_dong <= lao_dong,", "that: hop_dong <= lao_dong || hop_dong >= lao_dong,", "always", "hop_dong >= lao_dong"},
		{"a rule that an empty unit breaks", "that: bao_hiem <= lao_dong,", "that: bao_hiem < lao_dong,", "zero", "bao_hiem < lao_dong"},
		{"a rule about a line that is not there", "that: doan_vien_nu <= doan_vien,", "that: doan_vien_nu <= doan_vien_nam,", "expression", "doan_vien_nam"},
		{"a rule that calls something", "that: bao_hiem <= lao_dong,", "that: bao_hiem <= now(lao_dong),", "expression", "now("},
		{"a rule told at another line", "at: bao_hiem,", "at: hop_dong,", "at", "at: hop_dong, say: Số người được đóng"},
		{"a cut-off that is no day", "[05-31, 11-30]", "[05-31, 11-31]", "cut_off", "11-31"},
		{"a limit that is none", "due: 5wd", "due: 5 ngày", "due", "5 ngày"},
		{"a day that is none", "valid_from: 2014-11-28", "valid_from: 28/11/2014", "date", "28/11/2014"},
		{"an unseen line without a reason", "source: chỉ thấy tên mục, verified: false}\n      - {key: dinh_cong", "verified: false}\n      - {key: dinh_cong", "why_unverified", "tranh_chap"},
		{"no source", "source: Quyết định 1454", "ghi_chu: Quyết định 1454", "need", ""},
		{"no kinds", "kinds: [grassroots_union, occupational_union]", "kinds: []", "need", "kinds: []"},
	} {
		changed := strings.Replace(text, row.old, row.new, 1)
		if changed == text {
			t.Errorf("%s: nothing was changed", row.name)
			continue
		}
		_, flaws := ReadForm("x.yaml", []byte(changed), one)
		i := slices.IndexFunc(flaws, func(f Flaw) bool { return f.Code == row.code })
		if i < 0 {
			t.Errorf("%s: want %s, got %v", row.name, row.code, flaws)
			continue
		}
		if row.at != "" {
			line := strings.Split(changed, "\n")[flaws[i].Line-1]
			if !strings.Contains(line, row.at) {
				t.Errorf("%s: told at line %d: %q", row.name, flaws[i].Line, line)
			}
		}
	}
}

func TestTheGateTellsAllFlawsAtOnce(t *testing.T) {
	text := strings.NewReplacer("due: 5wd", "due: x", "kind: money", "kind: tien", "from: members.all", "from: members.x").Replace(shippedText(t))
	_, flaws := ReadForm("x.yaml", []byte(text))
	var codes []string
	for _, f := range flaws {
		codes = append(codes, f.Code)
		if f.Message == "" || strings.Contains(f.Message, "%!") {
			t.Errorf("%s says %q", f.Code, f.Message)
		}
	}
	for _, want := range []string{"due", "kind", "measure"} {
		if !slices.Contains(codes, want) {
			t.Errorf("%s is missing in %v", want, codes)
		}
	}
}

func TestASummingFormNamesTheFormBelow(t *testing.T) {
	_, texts, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	one, _ := shippedForms(t)
	for _, row := range []struct{ old, new, code string }{
		{"sums: 1-HDCD", "sums: 9-HDCD", "sums"},
		{"of: bao_hiem", "of: bao_hiem_y_te", "of"},
		{"kind: money, of: no_luong", "kind: count, of: no_luong", "of_kind"},
		{"sector: su_nghiep", "sector: su_nghiep_cong", "sector"},
		{"part: thieu_viec, whole", "part: thieu_viec_x, whole", "share"},
		{", of: hop_dong", "", "of_needed"},
	} {
		changed := strings.Replace(string(texts[1]), row.old, row.new, 1)
		_, flaws := ReadForm("x.yaml", []byte(changed), one)
		if !slices.ContainsFunc(flaws, func(f Flaw) bool { return f.Code == row.code }) {
			t.Errorf("%s → %s: %v", row.old, row.new, flaws)
		}
	}
}

func TestEveryRuleOfForm1CanBeBroken(t *testing.T) {
	one, _ := shippedForms(t)
	given := map[string]bool{}
	for _, l := range one.Lines() {
		given[l.Key] = true
	}
	right := map[string]int64{"lao_dong": 150, "lao_dong_nu": 60, "thieu_viec": 10, "thieu_viec_nu": 4, "luong_binh_quan": 9_000_000, "so_nguoi_tinh_luong": 140,
		"no_luong": 0, "duoc_bo_tri_nha": 20, "thue_nha": 30, "hop_dong": 150, "bao_hiem": 145, "doan_vien": 120, "doan_vien_nu": 50}
	if b := one.broken(right, given); len(b) > 0 {
		t.Fatalf("a right form breaks %v", b)
	}
	for key, wrong := range map[string]int64{"lao_dong_nu": 151, "thieu_viec": 151, "thieu_viec_nu": 11, "so_nguoi_tinh_luong": 0, "luong_binh_quan": 9000,
		"thue_nha": 131, "hop_dong": 151, "bao_hiem": 151, "doan_vien_nu": 121} {
		values := map[string]int64{}
		for k, v := range right {
			values[k] = v
		}
		values[key] = wrong
		if b := one.broken(values, given); len(b) == 0 || !strings.Contains(fmt.Sprint(b), key) {
			t.Errorf("%s = %d breaks %v", key, wrong, b)
		}
	}
	delete(given, "lao_dong")
	if b := one.broken(map[string]int64{"lao_dong_nu": 5}, given); len(b) > 0 {
		t.Errorf("a rule about a line without a value was asked: %v", b)
	}
}

func FuzzTheGateNeverFalls(f *testing.F) {
	_, texts, err := Shipped()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range texts {
		f.Add(string(text))
	}
	f.Add("form: [1]\ngroups: {a: b}\n")
	f.Add("checks: [{that: 'a + ', at: a}]")
	f.Fuzz(func(t *testing.T, text string) {
		form, flaws := ReadForm("x.yaml", []byte(text))
		if len(flaws) == 0 && (form.Key == "" || len(form.Lines()) == 0) {
			t.Errorf("an empty form passed the gate: %q", text)
		}
	})
}

// Version 1 of both forms is what reports of the past were made by: its file never changes by a bit.
// Version 2 keeps every line of it and adds those of committees, from December 2026 on.
func TestVersion2OfTheFormsAddsCommitteesAndLeavesVersion1(t *testing.T) {
	forms, texts, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(forms) != 4 || forms[2].No != 2 || forms[3].No != 2 || forms[3].Sums != forms[2].Key {
		t.Fatalf("shipped: %d forms", len(forms))
	}
	for i, want := range []string{"d8068d9a4fa8073c6ac533f568d51c68566f223b0daf6d0c6297d1d12b21522d", "45a249d36bea0009788b6a52b68a2d2ccda51f2fb960c58ce78245f6a3e36c10"} {
		if got := hashOf(texts[i]); got != want {
			t.Errorf("version 1 of %s has changed: %s", forms[i].Key, got)
		}
		old, next := forms[i].Lines(), forms[i+2].Lines()
		if forms[i+2].ValidFrom != "2026-12-01" || len(next) != len(old)+5 {
			t.Fatalf("%s: %d lines, then %d", forms[i].Key, len(old), len(next))
		}
		for j, l := range old {
			if next[j] != l {
				t.Errorf("%s: line %s is another one", forms[i].Key, l.Key)
			}
		}
		for _, l := range next[len(old):] {
			if l.Verified || l.Source == "" {
				t.Errorf("%s is the house's own and must say so", l.Key)
			}
		}
	}
}
