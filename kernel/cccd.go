package kernel

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed cccd_places.csv
var placesData string

// Place (nơi đăng ký khai sinh) is a code that citizen numbers begin with. The codes of the 63 former
// provinces stay in force for all who were born before 01/07/2025.
type Place struct {
	Code, Name string
	Valid      Period
	Source     string
}

var places = sync.OnceValue(func() map[string]Place {
	rows, err := csv.NewReader(strings.NewReader(placesData)).ReadAll()
	if err != nil {
		panic("kernel: cccd_places.csv: " + err.Error())
	}
	m := make(map[string]Place, len(rows))
	for _, r := range rows[1:] {
		p := Place{Code: r[0], Name: r[1], Source: r[4]}
		for i, d := range []*Date{&p.Valid.From, &p.Valid.To} {
			err := d.UnmarshalText([]byte(r[2+i]))
			if err != nil {
				panic("kernel: cccd_places.csv: " + err.Error())
			}
		}
		m[p.Code] = p
	}
	return m
})

// CCCD (số định danh cá nhân; NĐ 137/2015, TT 59/2021) is a citizen's number of 12 digits and what can
// be read from it. There is no check digit: only form, place, sex and year of birth can be compared.
type CCCD struct {
	Number    string
	Place     string // name of the place of birth registration; "" when abroad or not known
	Male      bool
	BirthYear int
}

// Finding (điều cần xem lại) is a doubt about what was given; the sentence stands under Code.
type Finding struct {
	Code string
	Args []any
}

var cccdGaps = strings.NewReplacer(" ", "", ".", "")

// ParseCCCD reads a citizen's number; blanks and dots between the digits are let pass. The only refusal
// is kernel.cccd_form; an unknown place or a birth after today is a finding, because the tables of
// codes change and nobody may be turned away by them.
func ParseCCCD(s string, today Date) (CCCD, []Finding, error) {
	n := cccdGaps.Replace(strings.TrimSpace(s))
	if len(n) != 12 || strings.Trim(n, "0123456789") != "" {
		return CCCD{}, nil, &Fault{Kind: Invalid, Code: "kernel.cccd_form"}
	}
	century := int(n[3]-'0') / 2
	c := CCCD{Number: n, Male: (n[3]-'0')%2 == 0}
	c.BirthYear = 1900 + 100*century + int(n[4]-'0')*10 + int(n[5]-'0')
	var doubts []Finding
	place, known := places()[n[:3]]
	c.Place = place.Name
	// Codes from 100 on are countries; their table is not public enough to doubt a person by it.
	if !known && n[:3] < "100" {
		doubts = append(doubts, Finding{"kernel.cccd_province", []any{n[:3]}})
	}
	if c.BirthYear > today.Year {
		doubts = append(doubts, Finding{"kernel.cccd_future", []any{c.BirthYear}})
	}
	return c, doubts, nil
}

// Against compares the number with what a form says of the person. A zero birth and an empty sex are
// not compared; sex is "Nam" or "Nữ".
func (c CCCD) Against(birth Date, sex string) []Finding {
	var doubts []Finding
	said := "Nữ"
	if c.Male {
		said = "Nam"
	}
	if sex != "" && norm.NFC.String(sex) != said {
		doubts = append(doubts, Finding{"kernel.cccd_sex", []any{said}})
	}
	if !birth.IsZero() && birth.Year != c.BirthYear {
		doubts = append(doubts, Finding{"kernel.cccd_birth", []any{c.BirthYear}})
	}
	return doubts
}

// Masked is the number as lists may show it: 001*******45.
func (c CCCD) Masked() string { return MaskNumber(c.Number) }

// MaskNumber hides the middle of a personal number and keeps three digits before and two after it.
func MaskNumber(s string) string {
	if len(s) < 8 {
		return strings.Repeat("*", len(s))
	}
	return s[:3] + strings.Repeat("*", len(s)-5) + s[len(s)-2:]
}

// Card (thẻ căn cước) is what the QR of an identity card says, as far as the product may read it.
type Card struct {
	CCCD
	OldNumber string // CMND, 9 digits or none
	Name      string
	Birth     Date
	Sex       string // "Nam", "Nữ"
	Residence string
	Issued    Date // zero when the card does not say
}

// ParseCCCDQR reads the QR text of a card: number, old number, name, birth, sex, residence, issued.
// Cards of 2024 add the family after the seventh field; that is dropped unread, and the raw text is to
// be kept nowhere. Refuses with kernel.cccd_qr_… what cannot be a card.
func ParseCCCDQR(text string, today Date) (Card, []Finding, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	fields := strings.SplitN(text, "|", 8)
	if len(fields) < 7 || !utf8.ValidString(text) {
		return Card{}, nil, &Fault{Kind: Invalid, Code: "kernel.cccd_qr_fields"}
	}
	for i := range fields[:7] {
		fields[i] = norm.NFC.String(strings.Join(strings.FieldsFunc(fields[i], func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r)
		}), " "))
	}
	number, doubts, err := ParseCCCD(fields[0], today)
	if err != nil {
		return Card{}, nil, err
	}
	card := Card{CCCD: number, Name: fields[2], Sex: fields[4], Residence: fields[5]}
	if len(fields[1]) == 9 && strings.Trim(fields[1], "0123456789") == "" {
		card.OldNumber = fields[1]
	}
	if card.Name == "" {
		return Card{}, nil, &Fault{Kind: Invalid, Code: "kernel.cccd_qr_name"}
	}
	card.Birth, err = cardDate(fields[3])
	if err != nil {
		return Card{}, nil, &Fault{Kind: Invalid, Code: "kernel.cccd_qr_birth"}
	}
	if fields[6] != "" {
		card.Issued, err = cardDate(fields[6])
		if err != nil {
			return Card{}, nil, &Fault{Kind: Invalid, Code: "kernel.cccd_qr_issued"}
		}
	}
	return card, append(doubts, number.Against(card.Birth, card.Sex)...), nil
}

// cardDate reads ddMMyyyy, or dd/MM/yyyy as some readers give it.
func cardDate(s string) (Date, error) {
	if len(s) == 8 {
		s = s[:2] + "/" + s[2:4] + "/" + s[4:]
	}
	t, err := time.Parse("02/01/2006", s)
	if err != nil {
		return Date{}, &Fault{Kind: Invalid, Code: "kernel.bad_date", Args: []any{s}}
	}
	return DateOf(t), nil
}
