package procedures

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// Whatever is typed into the form of a procedure is read, or told at its field with a sentence; the
// rules that look at the answers give a case or a refusal, and never fall over.
func FuzzAnswers(f *testing.F) {
	f.Add("ten_nu=Lê+Thị+Mẫu&ngay_sinh_nu=29/02/2001&so_dinh_danh_nu=123&lan_nu=hai&dien_thoai=0912+345+678")
	f.Add("ho_ten=%ff&ly_do_kho_khan=om_dau&ngay_xay_ra=31/02/2026&thu_nhap=-9223372036854775808&da_nhan=co&cach_nhan=chuyen_khoan&so_tai_khoan=()")
	f.Add("so_ban=99999999999999999999&gap=true&many=&many=a&=x")
	f.Add("thu_nhap=1.234.567+₫&ngay_xay_ra=00/00/0000&mo_ta=" + strings.Repeat("x", 3000))
	versions := []*Version{sampleVersion()}
	for _, code := range []string{"1.000894", "1.001193", "CD-01"} {
		v, bad := gate(code+".yaml", []byte(seedText(f, code)))
		if v == nil {
			f.Fatal(code, bad)
		}
		versions = append(versions, v)
	}
	f.Fuzz(func(t *testing.T, text string) {
		typed, err := url.ParseQuery(strings.ToValidUTF8(text, ""))
		if err != nil {
			return
		}
		for name, values := range typed {
			for i := range values {
				typed[name][i] = strings.ToValidUTF8(values[i], "")
			}
		}
		for _, v := range versions {
			answers, faults := v.ReadAnswers(typed)
			kept, err := json.Marshal(answers)
			if err != nil {
				t.Fatal(err)
			}
			var again map[string]any
			err = json.Unmarshal(kept, &again)
			if err != nil {
				t.Fatal(err)
			}
			for _, given := range []map[string]any{answers, again} {
				for _, channel := range []string{Online, Direct} {
					ask := sampleAsk(given, channel)
					for _, x := range append(faults, v.CheckAnswers(ask)...) {
						if Messages()[x.Code] == "" {
							t.Errorf("%s has no sentence", x.Code)
						}
					}
					c, err := v.VariantFor(ask)
					if err == nil {
						v.Papers(c, ask)
					}
				}
			}
		}
	})
}
