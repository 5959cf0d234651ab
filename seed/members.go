package seed

import (
	"fmt"

	"doanket/kernel"
)

// Member is one invented union member of the cast. Those with a Login are people of the cast, with an
// account of their own.
type Member struct {
	Login    string
	Name     string
	Sex      string // nam, nữ
	Born     kernel.Date
	Identity string // place code 000: no such number is given to anybody
	Phone    string
	Unit     string // key of the unit
	Group    string
	Admitted kernel.Date
	Basis    string
	Joined   kernel.Date // first day in the unit, when later than the admission
	Employer string
	Job      string
	Contract string
	Wage     kernel.Money
	Area     string
	Address  string
	Party    kernel.Date

	// What happened to her later, at most one of them.
	Status string // exempt, suspended, disciplined; left, expelled, died
	From   kernel.Date
	To     kernel.Date // zero: still
	Reason string
	By     string // decision
}

// band is how many members earn how much.
type band struct {
	n    int
	wage kernel.Money
}

// roll is the invented roll of one union.
type roll struct {
	unit, employer, area string
	jobs                 []string
	groups               int
	bands                []band
	first                int // number of the first invented person
	contract             string
	from                 kernel.Date // first day of admission
	basis                string
	logins               []string
	events               []Member // by position from the end of the roll
}

func on(s string) kernel.Date {
	d, err := kernel.ParseISODate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// rolls are the unions of the cast. Than Mẫu is Firm K of the worked examples (union.md §6): 120
// members, all of them active since before 06/2025, by wage 60, 40, 15, 4 and 1. What changes a life
// happens elsewhere, so that the figures of the examples stay right.
var rolls = []roll{
	{unit: "cdcs-than-mau", employer: "Công ty TNHH Than Mẫu", area: "06811", jobs: []string{"Thợ lò", "Vận hành băng tải", "Cơ điện lò", "Lái xe", "Kế toán", "Cấp dưỡng"}, groups: 6,
		bands: []band{{60, 8_000_000}, {40, 12_000_000}, {15, 20_000_000}, {4, 46_800_000}, {1, 60_000_000}}, first: 1000, contract: "indefinite", from: on("2015-03-02"), basis: "05/QĐ-CĐCS",
		logins: []string{"hau", "thuha", "lien", "toan", "than"}},
	{unit: "cdcs-thcs-mau", employer: "Trường THCS Mẫu", area: "06811", jobs: []string{"Giáo viên Toán", "Giáo viên Ngữ văn", "Giáo viên Tiếng Anh", "Nhân viên thư viện", "Kế toán"}, groups: 3,
		bands: []band{{25, 9_400_000}, {12, 11_700_000}, {3, 14_040_000}}, first: 2000, contract: "public", from: on("2016-09-05"), basis: "03/QĐ-CĐCS", logins: []string{"hong"}},
	{unit: "cdcs-benh-vien-mau", employer: "Bệnh viện Mẫu", area: "06811", jobs: []string{"Bác sĩ", "Điều dưỡng", "Kỹ thuật viên xét nghiệm", "Dược sĩ", "Hộ lý"}, groups: 8,
		bands: []band{{110, 8_900_000}, {50, 12_600_000}, {20, 18_700_000}}, first: 3000, contract: "public", from: on("2015-06-01"), basis: "07/QĐ-CĐCS", logins: []string{"phuong"},
		events: []Member{
			{Status: "exempt", From: on("2026-07-01"), Reason: "Nghỉ thai sản, hưởng trợ cấp bảo hiểm xã hội"},
			{Status: "exempt", From: on("2026-09-01"), To: on("2026-12-01"), Reason: "Nghỉ không lương", By: "15/QĐ-BVM"},
			{Status: "suspended", From: on("2026-08-15"), Reason: "Đi học dài hạn"},
			{Status: "disciplined", From: on("2026-05-20"), Reason: "Khiển trách", By: "09/QĐ-CĐCS"},
			{Status: "left", From: on("2026-03-01"), Reason: "Đơn xin ra khỏi tổ chức", By: "04/QĐ-CĐCS"},
			{Status: "left", From: on("2026-10-12"), Reason: "Chuyển về quê, không sinh hoạt nữa", By: "21/QĐ-CĐCS"},
			{Status: "expelled", From: on("2025-11-05"), Reason: "Vi phạm Điều lệ", By: "30/QĐ-CĐPUB"},
			{Status: "died", From: on("2026-02-17"), Reason: "Mất vì bệnh"},
		}},
	{unit: "cdcs-may-mau", employer: "Công ty cổ phần May Mẫu", area: "06820", jobs: []string{"Công nhân may", "Công nhân là", "Kiểm hàng", "Tổ trưởng chuyền", "Kho"}, groups: 7,
		bands: []band{{100, 6_800_000}, {35, 8_200_000}, {5, 13_500_000}}, first: 4000, contract: "fixed", from: on("2025-08-04"), basis: "02/QĐ-CĐCS", logins: []string{"tam"},
		events: []Member{
			{Status: "exempt", From: on("2026-10-01"), To: on("2026-12-01"), Reason: "Nghỉ không lương chăm con ốm"},
			{Status: "left", From: on("2026-06-30"), Reason: "Thôi việc, xin ra khỏi tổ chức", By: "11/QĐ-CĐCS"},
		}},
}

// RollUnits are the keys of the unions that have a roll.
func RollUnits() []string {
	var out []string
	for _, r := range rolls {
		out = append(out, r.unit)
	}
	return out
}

// RollOf is the invented roll of one union of the cast, always the same.
func RollOf(unit string) []Member {
	for _, r := range rolls {
		if r.unit == unit {
			return r.members()
		}
	}
	return nil
}

func (r roll) members() []Member {
	var out []Member
	for _, b := range r.bands {
		for range b.n {
			out = append(out, r.member(len(out), b.wage))
		}
	}
	for i, login := range r.logins { // people of the cast stand at the upper end
		p := People[indexOf(login)]
		m := &out[len(out)-1-len(r.events)-i]
		m.Login, m.Name, m.Sex, m.Born, m.Identity, m.Phone = login, p.Name, p.Sex, on(p.Born), p.Identity, p.Phone
		m.Address = p.Address
	}
	for i, e := range r.events {
		m := &out[len(out)-1-i]
		m.Status, m.From, m.To, m.Reason, m.By = e.Status, e.From, e.To, e.Reason, e.By
	}
	return out
}

func (r roll) member(i int, wage kernel.Money) Member {
	n := r.first + i
	female := n*7%3 != 0
	middle, sex := []string{"Văn", "Đức", "Quang", "Minh", "Hữu", "Xuân"}[n%6], "nam"
	if female {
		middle, sex = []string{"Thị", "Thu", "Ngọc", "Thanh", "Hồng", "Thị"}[n%6], "nữ"
	}
	digit := 0
	if female {
		digit = 1
	}
	born := kernel.Date{Year: 1968 + n*11%33, Month: 1, Day: 1}.AddDays(n * 37 % 365)
	if born.Year >= 2000 {
		digit += 2
	}
	m := Member{
		Name: familyNames[n*5%len(familyNames)] + " " + middle + " " + givenNames[n*11%len(givenNames)],
		Sex:  sex, Born: born, Identity: fmt.Sprintf("000%d%02d4%05d", digit, born.Year%100, n), Phone: fmt.Sprintf("00000%05d", n),
		Unit: r.unit, Group: fmt.Sprintf("Tổ %d", 1+i%r.groups), Admitted: r.from.AddDays(i / 10 * 21), Basis: r.basis, Employer: r.employer,
		Job: r.jobs[i%len(r.jobs)], Contract: r.contract, Wage: wage, Area: r.area, Address: fmt.Sprintf("Số nhà %d, tổ %d, khu Mẫu", 1+n%97, 1+n%12),
	}
	if born.AddDays(18 * 366).After(m.Admitted) {
		m.Born = kernel.Date{Year: 1988, Month: born.Month, Day: min(born.Day, 28)}
		m.Identity = fmt.Sprintf("000%d884%05d", digit%2, n)
	}
	if i%9 == 4 && m.Admitted.Year < 2025 {
		m.Party = m.Admitted.AddDays(400)
	}
	return m
}

// Crossing is a move between unions of the cast: carried through when On is in the past and Pending is
// false, else still waiting for the giving union.
type Crossing struct {
	From    string // unit
	Index   int    // position in its roll
	To      string
	Group   string
	Asker   string // login of who asks in the receiving union
	Pending bool
	On      kernel.Date
	Reason  string
}

// Crossings are the transfers of the story.
var Crossings = []Crossing{
	{From: "cdcs-benh-vien-mau", Index: 12, To: "cdcs-may-mau", Group: "Tổ 2", Asker: "tam", On: on("2026-09-15"), Reason: "Chuyển công tác"},
	{From: "cdcs-benh-vien-mau", Index: 30, To: "cdcs-thcs-mau", Group: "Tổ 1", Asker: "hong", Pending: true, On: on("2026-11-16"), Reason: "Chuyển về làm nhân viên y tế trường"},
}
