package people

import (
	"strings"
	"unicode"

	"doanket/kernel"
)

// Person (cá nhân) is a human being known to the site. Contact and identity number are personal data:
// pages show them only to whoever may see the person, the journal only masked.
//
//glossary:none
type Person struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Name     string
	Identity Identity
	Born     kernel.Date
	Sex      string // "nam", "nữ" or ""
	Phone    string
	Email    string
	Address  string
}

// Identity (số định danh cá nhân, NĐ 137/2015/NĐ-CP điều 13) is twelve digits, or empty when not known.
type Identity string

// Masked is the number as lists and the journal may show it.
func (i Identity) Masked() string { return kernel.MaskNumber(string(i)) }

// AccountState (tình trạng tài khoản) tells whether an account may sign in.
//
//glossary:none
type AccountState string

// The states of an account.
const (
	AccountActive   AccountState = "active"
	AccountDisabled AccountState = "disabled"
)

// Account (tài khoản) is how one person signs in.
//
//glossary:none
type Account struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Person     kernel.ID
	Name       string // of the person
	Login      string
	Email      string
	State      AccountState
	MustChange bool // signed in with a first password: has to choose her own
	TOTP       bool
	Created    kernel.Instant
	LastSignIn kernel.Instant
	Post       string // the present main post, for lists
	OrgName    string // filled by queries for pages
	Org        kernel.ID
}

// Post (chức danh, chức vụ) is a position that a person holds in a unit from a day to a day.
//
//glossary:none
type Post struct {
	ID     kernel.ID
	Tenant kernel.ID
	Person kernel.ID
	Org    kernel.ID
	Title  string
	Valid  kernel.Period
	Main   bool // the one printed on papers
	Basis  string
}

// NormalLogin is the form in which login names are stored and compared.
func NormalLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// NormalEmail is the form in which addresses are stored and compared.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// checkPerson refuses what cannot be. Doubts about an identity number (place, sex, year) are no
// refusal: the tables of codes change, and a card that exists must be enterable.
func checkPerson(p *Person, today kernel.Date, faults *kernel.Faults) {
	if len(strings.Fields(p.Name)) < 2 || len([]rune(p.Name)) > 100 {
		faults.Add("ho_ten", "people.bad_name")
	}
	if p.Identity != "" {
		number, _, err := kernel.ParseCCCD(string(p.Identity), today)
		if err != nil {
			faults.Add("so_dinh_danh", "kernel.cccd_form")
		}
		p.Identity = Identity(number.Number)
	}
	if p.Phone != "" && !isPhone(p.Phone) {
		faults.Add("dien_thoai", "people.bad_phone")
	}
	if p.Email != "" && !isEmail(p.Email) {
		faults.Add("thu_dien_tu", "people.bad_email")
	}
}

func checkLogin(login string, faults *kernel.Faults) {
	ok := len(login) >= 2 && len(login) <= 40
	for _, r := range login {
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_')
	}
	if !ok {
		faults.Add("ten_dang_nhap", "people.bad_login")
	}
}

func isPhone(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r != ' ' && r != '.' && r != '+' && r != '-':
			return false
		}
	}
	return digits >= 9 && digits <= 13
}

func isEmail(s string) bool {
	user, host, ok := strings.Cut(s, "@")
	return ok && user != "" && strings.Contains(host, ".") && len(s) <= 200 &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' || r == ',' }) && !strings.Contains(host, "@")
}
