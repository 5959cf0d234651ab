package members

import (
	"encoding/json"
	"fmt"

	"doanket/kernel"
)

// Profile (hồ sơ đoàn viên) is the data sheet of a member on one day. Each part is a dated fact of its
// own; a zero part is not known.
type Profile struct {
	Work      Work         `json:"work,omitzero"`
	Wage      kernel.Money `json:"-"` // lương đóng bảo hiểm xã hội, đồng a month
	Home      Home         `json:"home,omitzero"`
	Origin    Origin       `json:"origin,omitzero"`
	Papers    Papers       `json:"papers,omitzero"`
	Schooling Schooling    `json:"schooling,omitzero"`
	Insurance string       `json:"insurance,omitempty"` // mã số bảo hiểm xã hội, 10 digits
	Party     kernel.Date  `json:"-"`                   // ngày vào Đảng
	Hardship  string       `json:"hardship,omitempty"`  // hoàn cảnh: con nhỏ, hộ nghèo, thuê nhà…
	Bank      string       `json:"bank,omitempty"`      // tài khoản ngân hàng
	Photo     string       `json:"-"`                   // SHA-256 of the stored picture
}

// Work (việc làm) is where, as what and under which contract she works.
//
//glossary:none
type Work struct {
	Employer string      `json:"employer,omitempty"`
	Job      string      `json:"job,omitempty"`      // nghề nghiệp
	Position string      `json:"position,omitempty"` // vị trí việc làm
	Contract string      `json:"-"`                  // key of a ContractKind
	Months   int         `json:"months,omitempty"`   // thời hạn hợp đồng, tháng
	Since    kernel.Date `json:"since,omitzero"`     // ngày vào đơn vị
}

// Home (nơi ở hiện nay) is an address with the code of its commune-level area on the day it was written down.
//
//glossary:none
type Home struct {
	Address string `json:"address,omitempty"`
	Area    string `json:"-"`
}

// Origin is what does not change: dân tộc, tôn giáo, quê quán, nơi thường trú.
//
//glossary:none
type Origin struct {
	Ethnicity string `json:"ethnicity,omitempty"`
	Religion  string `json:"religion,omitempty"`
	Native    string `json:"native,omitempty"`
	Permanent string `json:"permanent,omitempty"`
}

// Papers are identity papers beside the citizen's number: passport and nationality of a foreigner,
// the old CMND, date and place of issue.
//
//glossary:none
type Papers struct {
	Nationality string      `json:"nationality,omitempty"` // empty for Vietnamese
	Passport    string      `json:"passport,omitempty"`
	Old         string      `json:"old,omitempty"`
	Issued      kernel.Date `json:"issued,omitzero"`
	Issuer      string      `json:"issuer,omitempty"`
}

// Schooling is học vấn, chuyên môn, lý luận chính trị, ngoại ngữ, tin học.
//
//glossary:none
type Schooling struct {
	General      string `json:"general,omitempty"`
	Professional string `json:"professional,omitempty"`
	Theory       string `json:"theory,omitempty"`
	Language     string `json:"language,omitempty"`
	Computing    string `json:"computing,omitempty"`
}

// FactKey (mục hồ sơ) names one part of the data sheet.
//
//glossary:none
type FactKey string

// The parts of the data sheet. FactBase is the sheet as it was first written down, all parts in one row
// (a million are written at once); a part that was dated later lies over it.
const (
	FactBase      FactKey = "base"
	FactWork      FactKey = "work"
	FactWage      FactKey = "wage"
	FactHome      FactKey = "home"
	FactOrigin    FactKey = "origin"
	FactPapers    FactKey = "papers"
	FactSchooling FactKey = "schooling"
	FactInsurance FactKey = "insurance"
	FactParty     FactKey = "party"
	FactHardship  FactKey = "hardship"
	FactBank      FactKey = "bank"
	FactPhoto     FactKey = "photo"
)

// FactKeys are all parts, in the order in which a page shows them.
var FactKeys = []FactKey{FactWork, FactWage, FactHome, FactOrigin, FactPapers, FactSchooling, FactInsurance, FactParty, FactHardship, FactBank, FactPhoto}

// Fact (mục có thời gian) is one part of the sheet from a day to a day, and where it is known from.
//
//glossary:none
type Fact struct {
	Key    FactKey
	Valid  kernel.Period
	Source string
	VoidBy kernel.ID
	code   string
	area   string
	amount int64
	value  string
}

// base is the sheet as it is first written down: kind of contract, area and wage can be counted over, the
// rest is one text. Party and picture stand in rows of their own, because they are counted or looked up.
func (p Profile) base() (f Fact, ok bool, err error) {
	f = Fact{Key: FactBase, code: p.Work.Contract, area: p.Home.Area, amount: int64(p.Wage)}
	rest := p
	rest.Wage, rest.Work.Contract, rest.Home.Area, rest.Party, rest.Photo = 0, "", "", kernel.Date{}, ""
	f.value, ok, err = written(rest)
	return f, ok || f.code != "" || f.area != "" || f.amount != 0, err
}

// first are the rows in which a sheet is first written down.
func (p Profile) first() ([]Fact, error) {
	var out []Fact
	f, ok, err := p.base()
	if err != nil {
		return nil, err
	}
	if ok {
		out = append(out, f)
	}
	for _, key := range []FactKey{FactParty, FactPhoto} {
		f, ok, err = p.fact(key)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// fact writes a part of the sheet as it is stored; ok is false when the part is not known.
func (p Profile) fact(key FactKey) (f Fact, ok bool, err error) {
	f.Key = key
	switch key {
	case FactWork:
		f.code = p.Work.Contract
		f.value, ok, err = written(p.Work)
	case FactWage:
		f.amount, ok = int64(p.Wage), p.Wage != 0
	case FactHome:
		f.area, f.value, ok = p.Home.Area, p.Home.Address, p.Home != Home{}
	case FactOrigin:
		f.value, ok, err = written(p.Origin)
	case FactPapers:
		f.value, ok, err = written(p.Papers)
	case FactSchooling:
		f.value, ok, err = written(p.Schooling)
	case FactInsurance:
		f.value, ok = p.Insurance, p.Insurance != ""
	case FactParty:
		f.value, ok = p.Party.String(), !p.Party.IsZero()
	case FactHardship:
		f.value, ok = p.Hardship, p.Hardship != ""
	case FactBank:
		f.value, ok = p.Bank, p.Bank != ""
	case FactPhoto:
		f.value, ok = p.Photo, p.Photo != ""
	default:
		return f, false, fmt.Errorf("members: no part of the sheet is called %q", key)
	}
	return f, ok, err
}

func written[T comparable](v T) (string, bool, error) {
	var zero T
	if v == zero {
		return "", false, nil
	}
	b, err := json.Marshal(v)
	return string(b), true, err
}

// read is written's way back; an empty text is a part that is no longer known.
func read[T any](value string, to *T) error {
	var zero T
	*to = zero
	if value == "" {
		return nil
	}
	return json.Unmarshal([]byte(value), to)
}

// set reads a stored part into the sheet.
func (p *Profile) set(f Fact) error {
	switch f.Key {
	case FactBase:
		if f.value != "" {
			err := json.Unmarshal([]byte(f.value), p)
			if err != nil {
				return err
			}
		}
		p.Work.Contract, p.Home.Area, p.Wage = f.code, f.area, kernel.Money(f.amount)
	case FactWork:
		err := read(f.value, &p.Work)
		p.Work.Contract = f.code
		return err
	case FactWage:
		p.Wage = kernel.Money(f.amount)
	case FactHome:
		p.Home = Home{Address: f.value, Area: f.area}
	case FactOrigin:
		return read(f.value, &p.Origin)
	case FactPapers:
		return read(f.value, &p.Papers)
	case FactSchooling:
		return read(f.value, &p.Schooling)
	case FactInsurance:
		p.Insurance = f.value
	case FactParty:
		return p.Party.UnmarshalText([]byte(f.value))
	case FactHardship:
		p.Hardship = f.value
	case FactBank:
		p.Bank = f.value
	case FactPhoto:
		p.Photo = f.value
	default:
		return fmt.Errorf("members: no part of the sheet is called %q", f.Key)
	}
	return nil
}
