package formula_test

import (
	"errors"
	"strings"
	"testing"

	"doanket/internal/formula"

	"github.com/google/go-cmp/cmp"
)

var scope = formula.Scope{
	Names: map[string]formula.Type{"don.so": formula.Int, "don.gap": formula.Bool, "don.loai": formula.String, "don.giay": formula.Strings, "kenh": formula.String},
	Funcs: map[string]formula.Func{"dai": {Takes: []formula.Type{formula.String, formula.String}, Gives: formula.Int,
		Call: func(a []any) any { return int64(len(a[0].(string)) + len(a[1].(string))) }}},
}

var values = formula.Values{"don.so": int64(7), "don.gap": true, "don.loai": "nha_o", "don.giay": []string{"cccd", "ho_chieu"}, "kenh": "truc_tiep"}

func TestAConditionIsComputedAsItReads(t *testing.T) {
	for src, want := range map[string]bool{
		"true": true, "!true": false, "not false": true, "don.gap": true, "!don.gap": false, "! (don.gap)": false,
		"don.so > 3 && don.so < 8": true, "don.so > 3 and don.so < 7": false, "don.so == 7 || don.so == 8": true, "false or don.gap": true,
		"true || true && false": true, "(true || true) && false": false, "!false && false": false,
		"don.loai == 'nha_o'": true, `don.loai != "nha_o"`: false, "don.loai < 'o'": true, "don.loai in ['nha_o', 'khac']": true,
		"don.loai not in ['nha_o']": false, "don.loai in []": false, "'cccd' in don.giay": true, "not ('x' in don.giay)": true,
		"don.so in [1, 7]": true, "don.so not in [1, 2,]": true,
		"don.loai contains 'a_'": true, "don.loai startsWith 'nha'": true, "don.loai not endsWith 'o'": false, "don.loai matches '^nha_[a-z]$'": true,
		"hasPrefix(don.loai, 'x')": false, "hasSuffix(don.loai, '_o')": true, "lower('Ă') == 'ă'": true, "upper(trim(' a ')) == 'A'": true,
		"len(don.giay) == 2": true, "len('đủ') == 2": true, "abs(-3) == 3": true, "int('12') + 1 == 13": true,
		"any(don.giay, # == 'cccd')": true, "all(don.giay, {# != ''})": true, "none(don.giay, # == 'x')": true, "one(don.giay, len(#) == 4)": true,
		"count(don.giay, # startsWith 'h') == 1": true, "any(don.giay, any([1, 2], # == 2) && # == 'cccd')": true,
		"don.giay == ['cccd', 'ho_chieu']": true, "don.giay != []": true, "don.gap == true": true, "dai(don.loai, kenh) == 14": true,
		"don.gap ? don.so == 7 : false": true, "false ? true : don.so > 9 ? true : don.gap": true,
	} {
		p, err := formula.Boolean(src, scope)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		got, ok := p.Holds(values)
		if !ok || got != want {
			t.Errorf("%s gives %v, %v; want %v", src, got, ok, want)
		}
	}
}

func TestAnAmountIsAWholeNumber(t *testing.T) {
	for src, want := range map[string]int64{
		"1 + 2 * 3": 7, "(1 + 2) * 3": 9, "7 - 2 - 1": 4, "7 / 2": 3, "7 % 4": 3, "-don.so": -7, "-2 * -3": 6, "+5": 5, "10_000": 10_000, "2 - -2": 4,
		"don.so * 2_000": 14_000, "max(1, don.so, 3)": 7, "min([4, 2])": 2, "don.gap ? 1 : 2": 1, "100 / 10 / 2": 5,
		// the fee of 2.000815: 2,000 đ a page for two pages, 1,000 đ from the third, at most 200,000 đ
		"min(200000, don.so <= 2 ? don.so * 2000 : 4000 + (don.so - 2) * 1000)": 9_000,
		"9223372036854775807": 9223372036854775807,
	} {
		p, err := formula.Number(src, scope)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		got, ok := p.Count(values)
		if !ok || got != want {
			t.Errorf("%s gives %d, %v; want %d", src, got, ok, want)
		}
	}
}

func TestWhatCannotBeComputedSaysSoAndGivesNothing(t *testing.T) {
	for _, src := range []string{"1 / (don.so - 7)", "don.so % 0", "9223372036854775807 + don.so", "-9223372036854775807 - don.so", "9223372036854775807 * don.so",
		"int('mười')", "min(len(don.giay) > 9 ? [1] : [])"} {
		p, err := formula.Number(src, scope)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		got, ok := p.Count(values)
		if ok || got != 0 {
			t.Errorf("%s gives %d, %v", src, got, ok)
		}
	}
	p, err := formula.Boolean("don.so > 1", scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []formula.Values{nil, {}, {"don.so": "7"}, {"don.so": 7}} {
		got, ok := p.Holds(v)
		if got || ok {
			t.Errorf("without a value: %v, %v", got, ok)
		}
	}
}

func TestWhatIsNoExpressionIsRefusedWithItsPlace(t *testing.T) {
	for src, want := range map[string]formula.Trouble{
		"":                          {At: 1, What: "biểu thức chưa hết"},
		"don.gaap":                  {At: 1, What: "không có tên “don.gaap”", Name: "don.gaap"},
		"don":                       {At: 1, What: "không có tên “don”", Name: "don"},
		"true && don.x":             {At: 9, What: "không có tên “don.x”", Name: "don.x"},
		"don.so":                    {At: 1, What: "biểu thức cho ra số, cần đúng/sai"},
		"don.so > 'a'":              {At: 8, What: "“>” không dùng được giữa số và chữ"},
		"'đ' == 1":                  {At: 5, What: "“==” không dùng được giữa chữ và số"},
		"don.gap > true":            {At: 9, What: "“>” không dùng được giữa đúng/sai và đúng/sai"},
		"now() > 1":                 {At: 1, What: "không có hàm “now”"},
		"dai('a')== 1":              {At: 1, What: "hàm “dai” không dùng được với (chữ)"},
		"(true":                     {At: 6, What: "thiếu “)”"},
		"true true":                 {At: 6, What: "không hiểu “true” ở đây"},
		"true ? 1 : true":           {At: 6, What: "“? :” cần một điều kiện và hai vế cùng loại, ở đây là đúng/sai, số, đúng/sai"},
		"'a":                        {At: 1, What: "thiếu dấu đóng ngoặc kép hoặc nháy"},
		`'\x' == ''`:                {At: 1, What: `sau dấu \ chỉ có thể là \ ' " n t`},
		"don.so = 1":                {At: 8, What: "không hiểu ký tự “=”"},
		"99999999999999999999 == 1": {At: 1, What: "số quá lớn"},
		"don.loai in ['a', 1]":      {At: 13, What: "danh sách chỉ gồm số, hoặc chỉ gồm chữ"},
		"# == 'a'":                  {At: 1, What: "“#” chỉ dùng trong all, any, none, one, count"},
		"any(don.so, # == 1)":       {At: 1, What: "hàm “any” cần một danh sách, ở đây là số"},
		"any(don.giay, len(#))":     {At: 1, What: "hàm “any” hỏi mỗi phần tử một câu đúng/sai"},
		"don.loai matches kenh":     {At: 10, What: "mẫu của “matches” phải viết sẵn trong nháy"},
		"don.loai matches '('":      {At: 10, What: "mẫu của “matches” chưa đúng"},
		"don.so not == 1":           {At: 8, What: "sau “not” ở đây phải là in, contains, startsWith, endsWith hoặc matches"},
		"!don.so":                   {At: 1, What: "“!” cần đúng/sai, ở đây là số"},
		"don.":                      {At: 5, What: "sau dấu chấm phải là một tên"},
	} {
		_, err := formula.Boolean(src, scope)
		var got *formula.Trouble
		if !errors.As(err, &got) {
			t.Errorf("%s: %v", src, err)
			continue
		}
		diff := cmp.Diff(want, *got)
		if diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

func TestAnExpressionHasBounds(t *testing.T) {
	for _, src := range []string{strings.Repeat("don.gap || ", 150) + "don.gap", strings.Repeat("(", 5_000) + "true" + strings.Repeat(")", 5_000), strings.Repeat("!", 5_000) + "true"} {
		_, err := formula.Boolean(src, scope)
		if err == nil {
			t.Errorf("%.40s… is taken", src)
		}
	}
}

func TestAnExpressionTellsWhatItTalksAbout(t *testing.T) {
	p, err := formula.Boolean("don.loai in ['a', 'b'] && (don.so > 3 || 5 <= don.so) && 'x' in don.giay && don.gap && dai(kenh, '') > 0", scope)
	if err != nil {
		t.Fatal(err)
	}
	want := formula.Mentions{Calls: true, Names: map[string][]any{"don.loai": {"a", "b"}, "don.so": {int64(3), int64(5)}, "don.giay": {"x"}, "don.gap": {}, "kenh": {}}}
	diff := cmp.Diff(want, p.Mentions)
	if diff != "" {
		t.Error(diff)
	}
}

func TestAConstantConditionIsKnownBeforehand(t *testing.T) {
	for src, want := range map[string][2]bool{"false": {false, true}, "1 > 2": {false, true}, "!false": {true, true}, "don.gap": {false, false}, "'a' in ['a'] ? true : false": {true, true}} {
		p, err := formula.Boolean(src, scope)
		if err != nil {
			t.Fatal(err)
		}
		value, constant := p.Constant()
		if [2]bool{value, constant} != want {
			t.Errorf("%s: %v %v", src, value, constant)
		}
	}
}

// Whatever is typed: no crash, and what is taken computes within its bounds.
func FuzzAnyTextIsAnsweredWithoutACrash(f *testing.F) {
	for _, s := range []string{"don.so > 3 && don.gap", "any(don.giay, # == 'x')", "min(1, 2) in [1]", "'\\n' != \"", "a.b.c", "1 ? 2 : 3", "don.loai matches 'a+'", "-1 - -1 % 2 == 0", "not not true", "đ && (", "{#}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		b, err := formula.Boolean(src, scope)
		if err == nil {
			b.Holds(values)
			b.Holds(nil)
			b.Constant()
		}
		n, err := formula.Number(src, scope)
		if err == nil {
			n.Count(values)
			n.Count(nil)
		}
	})
}

// A reader who looks into an expression finds its parts as they were written.
func TestPartsOfAnExpression(t *testing.T) {
	scope := formula.Scope{Names: map[string]formula.Type{"a": formula.Int, "b": formula.Bool, "c": formula.String}}
	p, err := formula.Boolean(`(a >= 6 && not b) or c in ["x",  'y'] ? b : !(a+1 > 2)`, scope)
	if err != nil {
		t.Fatal(err)
	}
	whole := p.Whole()
	if whole.Op() != "?" || len(whole.Kids()) != 3 {
		t.Fatalf("%s %d", whole.Op(), len(whole.Kids()))
	}
	cond := whole.Kids()[0]
	var ops, texts []string
	for _, k := range append(cond.Kids(), cond.Kids()[0].Kids()...) {
		ops, texts = append(ops, k.Op()), append(texts, k.Text())
	}
	if diff := cmp.Diff([]string{"and", "in", ">=", "not"}, ops); cond.Op() != "or" || diff != "" {
		t.Error(cond.Op(), diff)
	}
	if diff := cmp.Diff([]string{"a >= 6 && not b", `c in ["x",  'y']`, "a >= 6", "not b"}, texts); diff != "" {
		t.Error(diff)
	}
	if v, ok := cond.Kids()[1].Kids()[1].Constant(); !ok || cmp.Diff([]string{"x", "y"}, v) != "" {
		t.Error("the list of constants is", v)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, whole.Names()); diff != "" {
		t.Error(diff)
	}
	if v, ok := whole.Kids()[2].Value(formula.Values{"a": int64(5)}); !ok || v != false {
		t.Error(v, ok)
	}
}
