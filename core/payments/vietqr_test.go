package payments

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doanket/kernel"
)

const (
	v1 = "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
	v3 = "00020101021238570010A00000072701270006970436011300110001234560208QRIBFTTA530370454062500005802VN62300826DP2611000A7KY DOAN PHI T11630403CA"
)

var samples = map[string]QR{
	v1: {BIN: "970416", Account: "257678859"},
	v3: {BIN: "970436", Account: "0011000123456", Amount: 250000, Purpose: "DP2611000A7KY DOAN PHI T11"},
}

func TestCodesAreTheKnownOnes(t *testing.T) {
	for want, q := range samples {
		got, err := q.Payload()
		if err != nil || got != want {
			t.Errorf("got  %s (%v)\nwant %s", got, err, want)
		}
		back, err := ParseQR(want)
		if err != nil || back != q {
			t.Errorf("read back as %+v (%v)", back, err)
		}
	}
	if crc16("123456789") != 0x29B1 {
		t.Error("the check value of the CRC is 29B1")
	}
}

func TestATamperedAmountIsRefusedByItsCheckSum(t *testing.T) {
	n1 := strings.Replace(v3, "5406250000", "5406150000", 1)
	q, err := ParseQR(n1)
	if f := kernel.AsFault(err); f == nil || f.Code != "payments.qr_crc" || q != (QR{}) {
		t.Errorf("%+v, %v", q, err)
	}
}

func TestWhatIsNoTransferIsRefused(t *testing.T) {
	for _, s := range []string{"", "6304", "xin chào", "00020163040000"} {
		_, err := ParseQR(s)
		if kernel.AsFault(err) == nil {
			t.Errorf("%q was read", s)
		}
	}
	for name, q := range map[string]QR{
		"no bank": {Account: "1"}, "no account": {BIN: "970436"}, "less than nothing": {BIN: "970436", Account: "1", Amount: -1},
		"marks in the purpose": {BIN: "970436", Account: "1", Purpose: "Lệ phí"},
	} {
		_, err := q.Payload()
		if kernel.AsFault(err) == nil {
			t.Errorf("%s was encoded", name)
		}
	}
}

func TestPurposesKeepToWhatBanksCarry(t *testing.T) {
	for in, want := range map[string]string{
		"Lệ phí hộ tịch – Nguyễn Thị Ánh Tuyết": "LE PHI HO TICH NGUYEN THI", "H49.31.06-261123-0044": "H49 31 06 261123 0044", "": "",
	} {
		if got := PurposeText(in); got != want {
			t.Errorf("%q → %q, want %q", in, got, want)
		}
	}
}

func TestReferencesCheckThemselves(t *testing.T) {
	for _, s := range []string{"DP2611000A7KY", "HP2611A1B2C3I", "HD2611042117D", "PL261100017QW", "IP26110009ZXT"} {
		if !ValidReference(s) {
			t.Errorf("%s is a known reference", s)
		}
	}
	if checkCharacter("A12425GABC1234002") != 'M' {
		t.Error("the published example of ISO 7064 mod 37,36 ends in M")
	}
	ref := newReference(kernel.Date{Year: 2026, Month: 11, Day: 23}, 1274)
	for i := range ref {
		for _, c := range []byte(alphabet) {
			if wrong := ref[:i] + string(c) + ref[i+1:]; wrong != ref && ValidReference(wrong) {
				t.Errorf("%s passes for %s", wrong, ref)
			}
		}
		if i > 0 && ref[i] != ref[i-1] {
			if swapped := ref[:i-1] + string(ref[i]) + string(ref[i-1]) + ref[i+1:]; ValidReference(swapped) {
				t.Errorf("%s passes for %s", swapped, ref)
			}
		}
	}
}

func TestReferencesAreFoundInNarratives(t *testing.T) {
	for in, want := range map[string][]string{
		"MBVCB.3278907687.DP2611000A7KY.CT tu 0011000123456": {"DP2611000A7KY"},
		"chuyen tien dp2611 000a7k y hp2611a1b2c3i":          {"DP2611000A7KY", "HP2611A1B2C3I"},
		"nop le phi": nil,
	} {
		if got := FindReferences(in); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

func TestTheBankTableIsReadable(t *testing.T) {
	b, ok := BankByBIN("970436", kernel.Date{Year: 2026, Month: 11, Day: 23})
	if !ok || b.Name != "VCB" || !b.VietQR || b.Source == "" {
		t.Errorf("%+v", b)
	}
	seen := map[string]bool{}
	for _, b := range Banks() {
		if seen[b.BIN] || !binShape.MatchString(b.BIN) {
			t.Errorf("row %+v", b)
		}
		seen[b.BIN] = true
	}
}

func TestAReaderNobodyHereWroteReadsThePicture(t *testing.T) {
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed")
	}
	for want := range samples {
		png, err := PNG(want, 320)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "qr.png")
		err = os.WriteFile(file, png, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		got, err := exec.Command(reader, "--raw", "-q", file).Output()
		if err != nil || string(bytes.TrimSpace(got)) != want {
			t.Errorf("read %q (%v), want %q", got, err, want)
		}
	}
}

func FuzzParseQR(f *testing.F) {
	f.Add(v1)
	f.Add(v3)
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQR(s + "6304" + sum(s+"6304"))
		if err != nil {
			return
		}
		again, err := q.Payload()
		if err != nil {
			return // readable, but with a purpose that we would not write
		}
		back, err := ParseQR(again)
		if err != nil || back != q {
			t.Errorf("%+v is written as %s and read as %+v (%v)", q, again, back, err)
		}
	})
}

func sum(s string) string {
	const hex = "0123456789ABCDEF"
	c := crc16(s)
	return string([]byte{hex[c>>12], hex[c>>8&15], hex[c>>4&15], hex[c&15]})
}
