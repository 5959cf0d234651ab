package kernel

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestFoldDropsMarksAndCase(t *testing.T) {
	for in, want := range map[string]string{
		"Đường Trần  Hưng Đạo ": "duong tran hung dao",
		"NGUYỄN THỊ ÁNH TUYẾT":  "nguyen thi anh tuyet",
		"Nguye\u0302\u0303n":    "nguyen",
		"\tQuảng\u00a0Ninh\n":   "quang ninh",
		"":                      "",
		"  ":                    "",
		"H49.31.06-261123-0044": "h49.31.06-261123-0044",
		"ử ữ ự ứ ừ ơ ư ă â ê ô đ": "u u u u u o u a a e o d",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamesStandInTheVietnameseOrder(t *testing.T) {
	want := []string{"an", "An Bình", "àn", "ảnh", "ăn", "ân", "ba", "cam", "chanh", "dương", "đa", "đà", "đả", "đã", "đá", "đạ",
		"e", "ê", "o", "ô", "ơ", "u", "ư", "y"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareText)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestListsOfPeopleGoByGivenName(t *testing.T) {
	want := []string{"Trần Văn An", "Lê Thị Ánh", "Đỗ Thị Bình", "Nguyễn Văn Bình", "Lê Đức", "Phạm Thu Trang"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareNames)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestToneStandsOnTheFirstVowelOfOpenSyllables(t *testing.T) {
	for in, want := range map[string]string{
		"Hoà Bình": "Hòa Bình", "Hòa": "Hòa", "thuỷ": "thủy", "khoẻ": "khỏe", "quý": "quý", "quỳ": "quỳ",
		"hoàn": "hoàn", "Thanh Hoá": "Thanh Hóa", "TOÀ ÁN": "TÒA ÁN", "hoạch": "hoạch", "thuý": "thúy", "loài": "loài", "khuỷu": "khuỷu",
	} {
		if got := NormalizeTone(in); got != want {
			t.Errorf("NormalizeTone(%q) = %q, want %q", in, got, want)
		}
	}
	if CompareNames("Nguyễn Hoà", "Nguyễn Hòa") == 0 || NameKey("Nguyễn Hoà") != NameKey("Nguyễn Hòa") {
		t.Error("two spellings of one name do not stand together")
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Đoàn Kết")
	f.Add("İ ﬁ ½ \u0345 \u202e")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}
