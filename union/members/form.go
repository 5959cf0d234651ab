package members

import (
	"strings"

	"doanket/core/people"
	"doanket/kernel"
)

// sheetForm is what can be typed of a person and her data sheet, in whole or in part: the same fields
// stand on the application, on a correction and on a request to correct.
type sheetForm struct {
	Name     string `form:"ho_ten,max=200"`
	Born     string `form:"ngay_sinh,max=20"`
	Sex      string `form:"gioi_tinh,max=10"`
	Identity string `form:"so_dinh_danh,max=40"`
	Phone    string `form:"dien_thoai,max=40"`
	Email    string `form:"email,max=200"`

	Employer string `form:"noi_lam,max=300"`
	Job      string `form:"nghe,max=200"`
	Position string `form:"vi_tri,max=200"`
	Contract string `form:"loai_hop_dong,max=40"`
	Months   string `form:"so_thang,max=4"`
	Since    string `form:"ngay_vao_lam,max=20"`
	Wage     string `form:"luong,max=30"`

	Address   string `form:"noi_o,max=300"`
	Ethnicity string `form:"dan_toc,max=100"`
	Religion  string `form:"ton_giao,max=100"`
	Native    string `form:"que_quan,max=300"`
	Permanent string `form:"thuong_tru,max=300"`

	Nationality string `form:"quoc_tich,max=100"`
	Passport    string `form:"ho_chieu,max=40"`
	Old         string `form:"cmnd_cu,max=20"`
	Issued      string `form:"ngay_cap,max=20"`
	Issuer      string `form:"noi_cap,max=200"`

	General      string `form:"hoc_van,max=100"`
	Professional string `form:"chuyen_mon,max=200"`
	Theory       string `form:"ly_luan,max=100"`
	Language     string `form:"ngoai_ngu,max=100"`
	Computing    string `form:"tin_hoc,max=100"`

	Insurance string `form:"ma_so_bhxh,max=20"`
	Party     string `form:"dang_vien,max=20"`
	Hardship  string `form:"hoan_canh,max=500"`
	Bank      string `form:"tai_khoan,max=100"`

	Photo string // never typed: a file of the gate, so that no form can name another's
}

// readDay reads a date as it is written here; nothing is no day.
func readDay(name, text string, faults *kernel.Faults) kernel.Date {
	if text == "" {
		return kernel.Date{}
	}
	d, err := kernel.ParseDateVN(text)
	if f := kernel.AsFault(err); f != nil {
		faults.Add(name, f.Code, f.Args...)
	}
	return d
}

// profile reads the sheet; what cannot be read is told at its field.
func (in sheetForm) profile(faults *kernel.Faults) Profile {
	p := Profile{
		Work: Work{Employer: in.Employer, Job: in.Job, Position: in.Position, Contract: in.Contract, Since: readDay("ngay_vao_lam", in.Since, faults)},
		Home: Home{Address: in.Address}, Origin: Origin{Ethnicity: in.Ethnicity, Religion: in.Religion, Native: in.Native, Permanent: in.Permanent},
		Papers:    Papers{Nationality: in.Nationality, Passport: in.Passport, Old: in.Old, Issued: readDay("ngay_cap", in.Issued, faults), Issuer: in.Issuer},
		Schooling: Schooling{General: in.General, Professional: in.Professional, Theory: in.Theory, Language: in.Language, Computing: in.Computing},
		Insurance: in.Insurance, Party: readDay("dang_vien", in.Party, faults), Hardship: in.Hardship, Bank: in.Bank, Photo: in.Photo,
	}
	if in.Wage != "" {
		m, err := kernel.ParseMoneyVN(in.Wage)
		if err != nil {
			faults.Add("luong", "members.bad_wage")
		}
		p.Wage = m
	}
	if in.Months != "" {
		n := 0
		for _, r := range in.Months {
			if r < '0' || r > '9' {
				n = -1
				break
			}
			n = n*10 + int(r-'0')
		}
		if n < 1 || n > 600 {
			faults.Add("so_thang", "members.bad_months")
		}
		p.Work.Months = n
	}
	return p
}

// formOf fills the fields with what the roll knows.
func formOf(m Member) sheetForm {
	p := m.Profile
	in := sheetForm{Name: m.Name, Born: kernel.FormatDate(m.Born), Sex: m.Sex, Identity: string(m.Identity), Phone: m.Phone, Email: m.Email,
		Employer: p.Work.Employer, Job: p.Work.Job, Position: p.Work.Position, Contract: p.Work.Contract, Since: kernel.FormatDate(p.Work.Since),
		Address: p.Home.Address, Ethnicity: p.Origin.Ethnicity, Religion: p.Origin.Religion, Native: p.Origin.Native, Permanent: p.Origin.Permanent,
		Nationality: p.Papers.Nationality, Passport: p.Papers.Passport, Old: p.Papers.Old, Issued: kernel.FormatDate(p.Papers.Issued), Issuer: p.Papers.Issuer,
		General: p.Schooling.General, Professional: p.Schooling.Professional, Theory: p.Schooling.Theory, Language: p.Schooling.Language, Computing: p.Schooling.Computing,
		Insurance: p.Insurance, Party: kernel.FormatDate(p.Party), Hardship: p.Hardship, Bank: p.Bank, Photo: p.Photo}
	if p.Wage != 0 {
		in.Wage = p.Wage.Digits()
	}
	if p.Work.Months != 0 {
		in.Months = kernel.GroupThousands(int64(p.Work.Months))
	}
	return in
}

// partPerson is the part of a correction that is not on the sheet: who she is.
const partPerson FactKey = "person"

// parts that can be corrected, in the order of a page.
var parts = []FactKey{partPerson, FactWork, FactWage, FactHome, FactOrigin, FactPapers, FactSchooling, FactInsurance, FactParty, FactHardship, FactBank}

// correction reads a correction of one part out of the form.
func (in sheetForm) correction(part FactKey, from, source string) (Correction, error) {
	var faults kernel.Faults
	c := Correction{Profile: in.profile(&faults), From: readDay("tu_ngay", from, &faults), Source: strings.TrimSpace(source)}
	if from == "" {
		faults.Add("tu_ngay", "members.day_needed")
	}
	if c.Source == "" {
		faults.Add("nguon", "members.source_needed")
	}
	if part == partPerson {
		c.Person, c.Name, c.Sex, c.Phone, c.Email = true, strings.Join(strings.Fields(in.Name), " "), in.Sex, in.Phone, in.Email
		c.Born, c.Identity = readDay("ngay_sinh", in.Born, &faults), strings.NewReplacer(" ", "", ".", "").Replace(in.Identity)
		if c.Name == "" {
			faults.Add("ho_ten", "members.name_needed")
		}
	} else {
		c.Keys = []FactKey{part}
	}
	return c, faults.Err("members.invalid")
}

// row reads an application for admission.
func (in sheetForm) row(faults *kernel.Faults) Row {
	return Row{Name: strings.Join(strings.Fields(in.Name), " "), Born: readDay("ngay_sinh", in.Born, faults), Sex: in.Sex,
		Identity: strings.NewReplacer(" ", "", ".", "").Replace(in.Identity), Phone: in.Phone, Email: people.NormalEmail(in.Email), Profile: in.profile(faults)}
}
