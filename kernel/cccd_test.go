package kernel

import (
	"strings"
	"testing"
)

var cardDay = Date{2026, 11, 22}

const sampleCard = "001185012345|012345678|Nguyễn Thị Ánh Tuyết|17031985|Nữ|Số 5, Ngõ 12, Hàng Bông, Hoàn Kiếm, Hà Nội|22122021"

func codes(fs []Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, strings.TrimPrefix(f.Code, "kernel."))
	}
	return strings.Join(out, " ")
}

func TestCardFillsTheForm(t *testing.T) {
	c, doubts, err := ParseCCCDQR(sampleCard, cardDay)
	if err != nil || len(doubts) > 0 {
		t.Fatal(err, doubts)
	}
	want := Card{CCCD: CCCD{"001185012345", "Hà Nội", false, 1985}, OldNumber: "012345678", Name: "Nguyễn Thị Ánh Tuyết",
		Birth: Date{1985, 3, 17}, Sex: "Nữ", Residence: "Số 5, Ngõ 12, Hàng Bông, Hoàn Kiếm, Hà Nội", Issued: Date{2021, 12, 22}}
	if c != want {
		t.Errorf("got %+v", c)
	}
}

func TestCardDoubts(t *testing.T) {
	for _, s := range []struct{ name, text, want string }{
		{"the number says male", strings.Replace(sampleCard, "001185", "001085", 1), "cccd_sex"},
		{"another year of birth", strings.Replace(sampleCard, "1985|", "1986|", 1), "cccd_birth"},
		{"an impossible place", strings.Replace(sampleCard, "001185", "000185", 1), "cccd_province"},
		{"born abroad", strings.Replace(sampleCard, "001185", "201185", 1), ""},
		{"not yet born", strings.Replace(sampleCard, "001185", "001585", 1), "cccd_future cccd_birth"},
		{"slashes in dates", strings.Replace(sampleCard, "17031985", "17/03/1985", 1), ""},
		{"the card of 2024", sampleCard + "|Trần Văn Mẫu|001000000000|x|y|z", ""},
	} {
		c, doubts, err := ParseCCCDQR(s.text, cardDay)
		if err != nil || codes(doubts) != s.want {
			t.Errorf("%s: %q (%v), want %q", s.name, codes(doubts), err, s.want)
		}
		if strings.Contains(c.Residence+c.Name, "Mẫu") {
			t.Errorf("%s: read beyond the seventh field", s.name)
		}
	}
}

func TestWhatIsNoCardIsRefused(t *testing.T) {
	for want, text := range map[string]string{
		"kernel.cccd_qr_fields": "001185012345|012345678|Nguyễn Thị Ánh Tuyết",
		"kernel.cccd_form":      strings.Replace(sampleCard, "001185012345", "00118501234", 1),
		"kernel.cccd_qr_name":   strings.Replace(sampleCard, "Nguyễn Thị Ánh Tuyết", " ", 1),
		"kernel.cccd_qr_birth":  strings.Replace(sampleCard, "17031985", "31021985", 1),
		"kernel.cccd_qr_issued": strings.Replace(sampleCard, "22122021", "hôm nay", 1),
	} {
		_, _, err := ParseCCCDQR(text, cardDay)
		if f := AsFault(err); f == nil || f.Code != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestTheSixtyThreeFormerProvincesAreKnown(t *testing.T) {
	if len(places()) < 63 {
		t.Errorf("%d places", len(places()))
	}
}

func FuzzParseCCCD(f *testing.F) {
	f.Add("001185012345")
	f.Add("٠٠١١٨٥٠١٢٣٤٥")
	f.Fuzz(func(t *testing.T, s string) {
		c, _, err := ParseCCCD(s, cardDay)
		if err == nil && (len(c.Number) != 12 || c.BirthYear < 1900 || c.BirthYear > 2399) {
			t.Errorf("%q gives %+v", s, c)
		}
	})
}

func FuzzParseCCCDQR(f *testing.F) {
	f.Add(sampleCard)
	f.Add("|||||||")
	f.Fuzz(func(t *testing.T, s string) {
		c, _, err := ParseCCCDQR(s, cardDay)
		if err == nil && (c.Name == "" || c.Birth.IsZero() || strings.ContainsAny(c.Name+c.Residence, "|\n\x00")) {
			t.Errorf("%q gives %+v", s, c)
		}
	})
}
