package sheets

import (
	"strings"
	"unicode"

	"doanket/kernel"
)

// bare is a number written by a person without the signs between its digits.
func bare(s string) string {
	return without(s, " .-'/\u00a0")
}

// without is a text without some signs; a cell of a million has none of them as a rule.
func without(s, signs string) string {
	if !strings.ContainsAny(s, signs) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(signs, r) {
			return -1
		}
		return r
	}, s)
}

// ReadIdentity (đọc số định danh) reads a citizen's number of 12 digits. One or two digits fewer are what
// Excel leaves of a number that began with zeros: the whole one is proposed in the doubt
// sheets.lost_zero, and the value stays empty. A number that ends in many zeros may have lost its digits
// and is doubted with sheets.damaged_number. Refuses with sheets.bad_identity, sheets.damaged_number,
// sheets.old_identity.
func ReadIdentity(c Cell) (string, *Doubt, error) {
	t := tidy(c.Text)
	if damaged(t) {
		return "", nil, invalid("sheets.damaged_number", t)
	}
	n := bare(t)
	if c.Kind == Number {
		n = strings.TrimSuffix(t, ".0")
	}
	if !digits(n) {
		return "", nil, invalid("sheets.bad_identity", t)
	}
	switch len(n) {
	case 12:
		if strings.HasSuffix(n, "000000") {
			return n, &Doubt{Code: "sheets.damaged_number", Args: []any{t}}, nil
		}
		return n, nil, nil
	case 10, 11:
		whole := strings.Repeat("0", 12-len(n)) + n
		return "", &Doubt{Code: "sheets.lost_zero", Args: []any{t, whole}, Proposal: whole}, nil
	case 9:
		return "", nil, invalid("sheets.old_identity", t)
	}
	return "", nil, invalid("sheets.bad_identity", t)
}

// ReadPhone (đọc số điện thoại) gives a Vietnamese number in the form 0912345678; +84, 84 and 0084 are
// taken off. A mobile number without its zero is read with the doubt sheets.phone_lost_zero. Refuses
// with sheets.bad_phone.
func ReadPhone(c Cell) (string, *Doubt, error) {
	t := tidy(c.Text)
	if damaged(t) {
		return "", nil, invalid("sheets.damaged_number", t)
	}
	n := without(bare(t), "()")
	plus := strings.HasPrefix(n, "+")
	n = strings.TrimPrefix(n, "+")
	bad := invalid("sheets.bad_phone", t)
	if !digits(n) {
		return "", nil, bad
	}
	switch {
	case strings.HasPrefix(n, "0084"):
		n = "0" + strings.TrimPrefix(n[4:], "0")
	case strings.HasPrefix(n, "84") && (plus || len(n) >= 11):
		n = "0" + strings.TrimPrefix(n[2:], "0")
	case plus:
		return "", nil, bad
	}
	var doubt *Doubt
	if len(n) == 9 && strings.ContainsRune("35789", rune(n[0])) {
		n = "0" + n
		doubt = &Doubt{Code: "sheets.phone_lost_zero", Args: []any{t, n}, Proposal: n}
	}
	mobile := len(n) == 10 && n[0] == '0' && strings.ContainsRune("35789", rune(n[1]))
	fixed := (len(n) == 10 || len(n) == 11) && strings.HasPrefix(n, "02")
	if !mobile && !fixed {
		return "", nil, bad
	}
	return n, doubt, nil
}

// NameRules (cách đọc họ tên) say how far a name is tidied.
type NameRules struct {
	ProperCase bool // NGUYỄN VĂN AN and nguyễn văn an become Nguyễn Văn An
}

// Read tidies a name: NFC, single blanks, no signs around. Refuses with sheets.bad_name what holds
// digits, sheets.short_name a single word.
func (rules NameRules) Read(text string) (string, error) {
	t := strings.Trim(tidy(text), " .,;:*_-–")
	for _, r := range t {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" '’.-", r) {
			return "", invalid("sheets.bad_name", t)
		}
	}
	words := strings.Fields(t)
	switch {
	case len(words) == 0 || len(t) > 200:
		return "", invalid("sheets.bad_name", t)
	case len(words) == 1:
		return "", invalid("sheets.short_name", t)
	}
	if rules.ProperCase && (t == strings.ToUpper(t) || t == strings.ToLower(t)) {
		return ProperCase(t), nil
	}
	return t, nil
}

// ProperCase writes each word with a capital: NGUYỄN VĂN AN becomes Nguyễn Văn An. A letter behind an
// apostrophe or a hyphen is a capital too: H'HEN, Y-BLƠ.
func ProperCase(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	fresh := true
	for _, r := range s {
		if fresh {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		fresh = !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r)
	}
	return b.String()
}

// Sex (giới tính) as tables say it.
type Sex string

// Sexes.
const (
	UnknownSex Sex = ""
	Male       Sex = "nam"
	Female     Sex = "nu"
)

// ReadSex (đọc giới tính) reads Nam, Nữ, nu, M, F, male, female, ông, bà; an empty cell is UnknownSex.
// Refuses with sheets.bad_sex.
func ReadSex(text string) (Sex, error) {
	if Nothing(text) {
		return UnknownSex, nil
	}
	switch strings.Trim(kernel.Fold(text), " .") {
	case "nam", "m", "male", "trai", "ong", "t":
		return Male, nil
	case "nu", "f", "female", "gai", "ba", "g", "n":
		return Female, nil
	}
	return UnknownSex, invalid("sheets.bad_sex", tidy(text))
}

// ReadSexMarks reads two columns Nam and Nữ with an x in one of them; a column Nữ alone leaves the men
// empty. Refuses with sheets.bad_sex when both are marked.
func ReadSexMarks(male, female string) (Sex, error) {
	m, f := !Nothing(male) && tidy(male) != "0", !Nothing(female) && tidy(female) != "0"
	switch {
	case m && f:
		return UnknownSex, invalid("sheets.bad_sex", tidy(male)+" + "+tidy(female))
	case m:
		return Male, nil
	case f:
		return Female, nil
	}
	return UnknownSex, nil
}
