package rules

import (
	"slices"
	"strings"
	"testing"

	"doanket/kernel"
)

var sample = Of(
	Name{Key: "doan_vien.so_thang", Title: "Số tháng là đoàn viên", Unit: "tháng", Type: Whole},
	Name{Key: "doan_vien.luong", Title: "Lương", Unit: "đồng", Type: Whole},
	Name{Key: "doan_vien.gioi", Title: "Giới", Type: Text, Values: []Value{{"nam", "nam"}, {"nu", "nữ"}}},
	Name{Key: "doan_vien.dang_sinh_hoat", Title: "Đang sinh hoạt", Type: YesNo},
	Name{Key: "doan_vien.ngay_sinh", Title: "Ngày sinh", Type: Day},
	Name{Key: "doan_vien.ngay_vao", Title: "Ngày vào", Type: Day},
)

func ask(t *testing.T, text string, values Values) Finding {
	t.Helper()
	c, err := sample.Condition("dieu_kien", text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c.Test(values)
}

func TestARecordIsJudgedAndSaysWhy(t *testing.T) {
	f := ask(t, `doan_vien.so_thang >= 6 and doan_vien.dang_sinh_hoat and not (doan_vien.gioi == "nam")`, Values{"doan_vien.so_thang": 8, "doan_vien.dang_sinh_hoat": true, "doan_vien.gioi": "nu"})
	if f.Verdict != Yes {
		t.Errorf("verdict %s", f.Verdict)
	}
	want := "Số tháng là đoàn viên: 8 tháng (cần từ 6 tháng); Đang sinh hoạt: có (cần có); Giới: nữ (cần khác nam)"
	if f.Said() != want {
		t.Errorf("it says %q, want %q", f.Said(), want)
	}
	f = ask(t, `6 <= doan_vien.so_thang`, Values{"doan_vien.so_thang": 3})
	if f.Verdict != No || f.Said() != "Số tháng là đoàn viên: 3 tháng (cần từ 6 tháng)" {
		t.Errorf("the other way round: %s %q", f.Verdict, f.Said())
	}
	f = ask(t, `doan_vien.ngay_sinh < "1990-01-01" or doan_vien.gioi not in ["nam"]`, Values{"doan_vien.ngay_sinh": kernel.Date{Year: 1991, Month: 2, Day: 3}, "doan_vien.gioi": "nu"})
	if f.Verdict != Yes || f.Said() != "Ngày sinh: 03/02/1991 (cần trước 01/01/1990); Giới: nữ (cần không là: nam)" {
		t.Errorf("%s %q", f.Verdict, f.Said())
	}
}

// What is not known decides nothing, unless the rest decides.
func TestUnknownStaysUnknown(t *testing.T) {
	known := Values{"doan_vien.so_thang": 8, "doan_vien.dang_sinh_hoat": false}
	for text, want := range map[string]Verdict{
		`doan_vien.luong < 5000000`:                                   Unknown,
		`not (doan_vien.luong < 5000000)`:                             Unknown,
		`doan_vien.luong < 5000000 and doan_vien.so_thang >= 6`:       Unknown,
		`doan_vien.luong < 5000000 and doan_vien.so_thang >= 12`:      No,
		`doan_vien.luong < 5000000 or doan_vien.so_thang >= 6`:        Yes,
		`doan_vien.luong < 5000000 or doan_vien.dang_sinh_hoat`:       Unknown,
		`not (doan_vien.luong < 5000000 or doan_vien.so_thang >= 6)`:  No,
		`doan_vien.ngay_sinh < "1990-01-01"`:                          Unknown,
		`so_ngay(doan_vien.ngay_sinh, doan_vien.ngay_vao) > 18 * 365`: Unknown,
		`true`: Yes,
	} {
		f := ask(t, text, known)
		if f.Verdict != want {
			t.Errorf("%s is %s, want %s", text, f.Verdict, want)
		}
	}
}

func TestAllFaultsOfARuleAreTold(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                  {"rules.empty"},
		"doan_vien.so_thang >=":             {"rules.trouble"},
		"doan_vien.so_thang >= 6 doan_vien": {"rules.trouble"},
		"doan_vien.so_thag >= 6 and doan_vien.abcxyz > 1":          {"rules.unknown_name_near", "rules.unknown_name"},
		"(doan_vien.so_thag >= 6 or qqqqqqqqqqqqqqqqqqqqqqqq > 1)": {"rules.unknown_name_near", "rules.unknown_name"},
		`doan_vien.gioi == "nữ"`:                                   {"rules.unknown_word"},
		`doan_vien.gioi in ["nu", "x"]`:                            {"rules.unknown_word"},
		`doan_vien.ngay_sinh < "1/1/1990"`:                         {"rules.bad_day"},
		`doan_vien.so_thang`:                                       {"rules.trouble"},
		`doan_vien.luong > 1.5`:                                    {"rules.trouble"},
		`now() > 1`:                                                {"rules.trouble"},
		`doan_vien.so_thang and doan_vien.gioi == 1 and doan_vien.gioi == "x" or doan_vien.luog > 1`: {"rules.trouble_in", "rules.trouble_in", "rules.unknown_word", "rules.unknown_name_near"},
		strings.Repeat("doan_vien.so_thang > 1 and ", 60) + "true":                                   {"rules.trouble"},
	} {
		_, err := sample.Condition("dieu_kien", text)
		f := kernel.AsFault(err)
		if f == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		var got []string
		for _, x := range f.Fields {
			got = append(got, x.Code)
			if Messages()[x.Code] == "" || x.Field != "dieu_kien" {
				t.Errorf("%q: fault %+v has no sentence or no field", text, x)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q tells %v, want %v", text, got, want)
		}
	}
}

func TestAnAmountIsCountedWithoutFractions(t *testing.T) {
	for _, c := range []struct {
		text   string
		values Values
		want   int64
		known  bool
	}{
		{"500000", nil, 500000, true},
		{`doan_vien.gioi == "nu" ? 600000 : 500000`, Values{"doan_vien.gioi": "nu"}, 600000, true},
		{`doan_vien.gioi == "nu" ? 600000 : 500000`, nil, 0, false},
		{"phan_tram(doan_vien.luong, 5)", Values{"doan_vien.luong": kernel.Money(4_680_010)}, 234_001, true},
		{"phan_tram(doan_vien.luong, 1)", Values{"doan_vien.luong": 149}, 1, true},
		{"phan_tram(doan_vien.luong, 1)", Values{"doan_vien.luong": 150}, 2, true},
		{"doan_vien.so_thang / doan_vien.so_thang", Values{"doan_vien.so_thang": 0}, 0, false},
		{"min(doan_vien.so_thang * 10, 100) + 1", Values{"doan_vien.so_thang": 8}, 81, true},
	} {
		f, err := sample.Formula("muc", c.text)
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		a := f.Count(c.values)
		if a.N != c.want || a.Known != c.known {
			t.Errorf("%s gives %d %v, want %d %v", c.text, a.N, a.Known, c.want, c.known)
		}
	}
	_, err := sample.Formula("muc", `doan_vien.gioi == "nu"`)
	if f := kernel.AsFault(err); f == nil || f.Fields[0].Code != "rules.trouble" {
		t.Errorf("a question is no amount: %v", err)
	}
}

// FuzzARuleNeverBreaksTheHouse: whatever is typed is either refused with sentences or answers every record.
func FuzzARuleNeverBreaksTheHouse(f *testing.F) {
	for _, seed := range []string{`doan_vien.so_thang >= 6`, `not (a.b in [1,2])`, `doan_vien.gioi == "nu" ? 1 : 2`, `((((`, `doan_vien["so_thang"] > 1`, `{a: 1}`, `let x = 1; x > 0`, `# > 1`, `"\u0000" == ""`, `9223372036854775807 * 2 > 0`} {
		f.Add(seed)
	}
	texts := Messages()
	f.Fuzz(func(t *testing.T, text string) {
		check := func(err error) bool {
			fault := kernel.AsFault(err)
			if err != nil && fault == nil {
				t.Fatalf("%q: %v is no refusal", text, err)
			}
			if fault != nil {
				for _, x := range fault.Fields {
					if texts[x.Code] == "" {
						t.Fatalf("%q: %s has no sentence", text, x.Code)
					}
				}
			}
			return err == nil
		}
		c, err := sample.Condition("x", text)
		if check(err) {
			for _, v := range []Values{nil, {"doan_vien.so_thang": 8, "doan_vien.gioi": "nu", "doan_vien.luong": 0, "doan_vien.dang_sinh_hoat": true}} {
				got := c.Test(v).Verdict
				if got != Yes && got != No && got != Unknown {
					t.Fatalf("%q: verdict %q", text, got)
				}
			}
		}
		n, err := sample.Formula("x", text)
		if check(err) {
			n.Count(Values{"doan_vien.so_thang": 8})
		}
	})
}

func BenchmarkARuleOverOneRecord(b *testing.B) {
	c, err := sample.Condition("x", `doan_vien.so_thang >= 6 and doan_vien.dang_sinh_hoat and doan_vien.luong < 6000000`)
	if err != nil {
		b.Fatal(err)
	}
	v := Values{"doan_vien.so_thang": 8, "doan_vien.dang_sinh_hoat": true, "doan_vien.luong": 5_000_000}
	for b.Loop() {
		c.Test(v)
	}
}
