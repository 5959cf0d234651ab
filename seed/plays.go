package seed

import (
	"fmt"
	"maps"
	"strings"

	"doanket/kernel"
)

// Play is one kind of invented dossier: where it is handed in and who of the cast plays which role.
type Play struct {
	Procedure string
	Unit      string // desk that receives it
	Desk      string // login of who takes it in; "" when it is never filed at a desk
	Online    string // login of who files it online; "" when it is never filed so
	Return    string
	Holders   map[string]string // role → login
}

func ward(code, handler string, online string) Play {
	return Play{Procedure: code, Unit: "ttphcc-uong-bi", Desk: "lan", Online: online, Return: "hoa",
		Holders: map[string]string{"counter_clerk": "lan", "handler": handler, "approver": "quang", "clerk": "ngan", "cashier": "mai", "returning_officer": "hoa"}}
}

// Plays are weighted by repetition.
var Plays = []Play{
	ward("1.001193", "minh", "thuha"), ward("1.001193", "minh", "hau"), ward("1.000894", "minh", "hau"), ward("1.000656", "minh", "bao"),
	ward("1.004873", "minh", "thuha"), ward("1.004873", "minh", "bao"), ward("2.000635", "minh", "hau"), ward("2.000635", "minh", "thuha"),
	ward("2.000815", "minh", ""), ward("2.000815", "minh", ""), ward("1.013225", "trang", "hau"), ward("1.010833", "trang", "bao"),
	{Procedure: "1.004222", Unit: "ttphcc-uong-bi", Desk: "lan", Online: "hau", Return: "hoa",
		Holders: map[string]string{"counter_clerk": "lan", "handler": "ca", "approver": "ca.truong", "clerk": "ca.vt", "cashier": "mai", "returning_officer": "hoa"}},
	{Procedure: "2.001955", Unit: "ttphcc-uong-bi", Desk: "lan", Online: "hau", Return: "hoa",
		Holders: map[string]string{"counter_clerk": "lan", "handler": "snv", "approver": "snv.lanhdao", "clerk": "snv.vt", "returning_officer": "hoa"}},
	{Procedure: "CD-01", Unit: "cdcs-than-mau", Desk: "lien", Online: "bao", Return: "lien",
		Holders: map[string]string{"counter_clerk": "lien", "handler": "ldld", "approver": "ldld.pct", "clerk": "ldld.vt", "returning_officer": "lien"}},
	{Procedure: "CD-02", Unit: "cdcs-than-mau", Desk: "lien", Online: "hau", Return: "lien",
		Holders: map[string]string{"counter_clerk": "lien", "handler": "toan", "approver": "than", "clerk": "lien", "returning_officer": "lien"}},
}

// Applicant is an invented person who files.
type Applicant struct{ Name, Identity, Phone, Address string }

var (
	familyNames = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Đinh", "Tô"}
	middleNames = []string{"Văn", "Thị", "Đức", "Thu", "Quang", "Minh", "Hữu", "Ngọc", "Thanh", "Xuân"}
	givenNames  = []string{"An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hạnh", "Hùng", "Khánh", "Lan", "Liên", "Long", "Mai", "Minh", "Nam", "Nga", "Oanh", "Phúc", "Quỳnh", "Sơn", "Tâm", "Thảo", "Tuấn", "Uyên", "Vân", "Việt", "Yến"}
)

// ApplicantNo gives the same person for the same number.
func ApplicantNo(n int) Applicant {
	return Applicant{
		Name:     familyNames[n%len(familyNames)] + " " + middleNames[(n/3)%len(middleNames)] + " " + givenNames[(n*7)%len(givenNames)],
		Identity: fmt.Sprintf("000%d%02d%06d", n%2, 60+n%40, 100000+n*37%800000),
		Phone:    "0000" + fmt.Sprintf("%06d", 100000+n),
		Address:  fmt.Sprintf("Tổ %d, khu %d, phường Uông Bí, tỉnh Quảng Ninh", 1+n%9, 1+n%12),
	}
}

// Dress puts an applicant's name and number into example answers of a form, and moves its dates by
// some days, so that an example written for one day can be filed on another.
func Dress(answers map[string]any, p Applicant, days int) map[string]any {
	out := maps.Clone(answers)
	for key, old := range answers {
		text, isText := old.(string)
		if !isText {
			continue
		}
		day, err := kernel.ParseISODate(text)
		if err == nil {
			out[key] = day.AddDays(days).String()
			continue
		}
		switch {
		case key == "ho_ten" || key == "nguoi_yeu_cau" || key == "nguoi_nop":
			out[key] = p.Name
		case key == "dien_thoai" && p.Phone != "": // of her own, so that two who file are not taken for one
			out[key] = p.Phone
		case strings.HasPrefix(key, "so_dinh_danh") && key == "so_dinh_danh":
			out[key] = p.Identity
		}
	}
	return out
}
