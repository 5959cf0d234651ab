package sheets

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"doanket/kernel"
)

// Nothing tells a cell that says there is nothing: empty, a dash, dots.
func Nothing(s string) bool {
	return strings.Trim(s, " \u00a0\t\r\n-–—….") == ""
}

// tidy is a text with composed marks and single blanks.
func tidy(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] < ' ' || s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Join(strings.FieldsFunc(norm.NFC.String(s), blankRune), " ")
}

func blankRune(r rune) bool {
	return r <= ' ' || r == '\u00a0' || r == '\u200b' || r == '\ufeff' || r == '\u3000' || r >= '\u2000' && r <= '\u200a' || r == '\u202f'
}

// Tidy (làm gọn) is a text as it is stored: NFC, single blanks, none around.
func Tidy(s string) string { return tidy(s) }

// decimal is a number read exactly: units × 10^-scale.
type decimal struct {
	units int64
	scale int
}

// scaled is the number times a whole factor, when that is a whole number.
func (d decimal) scaled(factor int64) (int64, bool) {
	v := d.units
	for range d.scale {
		if factor%10 == 0 {
			factor /= 10
			continue
		}
		if v%10 != 0 {
			return 0, false
		}
		v /= 10
	}
	if v != 0 && (factor > math.MaxInt64/abs(v)) {
		return 0, false
	}
	return v * factor, true
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// shape is how a text's separators may be understood.
type shape struct {
	value decimal
	other *decimal // a second possible reading
	ok    bool
}

// readShape reads digits with dots, commas and blanks between them. One separator before exactly three
// digits is a group in Vietnamese money and unclear elsewhere.
func readShape(t string) shape {
	sign := int64(1)
	switch {
	case strings.HasPrefix(t, "-"), strings.HasPrefix(t, "−"):
		sign, t = -1, strings.TrimPrefix(strings.TrimPrefix(t, "-"), "−")
	case strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")"):
		sign, t = -1, t[1:len(t)-1]
	}
	t = without(t, " '\u00a0")
	dots, commas := strings.Count(t, "."), strings.Count(t, ",")
	point := "" // the decimal sign
	group := ""
	switch {
	case dots > 0 && commas > 0 && strings.LastIndex(t, ".") > strings.LastIndex(t, ","):
		point, group = ".", ","
	case dots > 0 && commas > 0:
		point, group = ",", "."
	case dots > 1:
		group = "."
	case commas > 1:
		group = ","
	case dots == 1:
		point = "."
	case commas == 1:
		point = ","
	}
	whole, rest, hasPoint := t, "", false
	if point != "" {
		if strings.Count(t, point) > 1 {
			return shape{}
		}
		whole, rest, hasPoint = strings.Cut(t, point)
	}
	if group != "" {
		groups := strings.Split(whole, group)
		for i, g := range groups {
			if i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3) {
				return shape{}
			}
		}
		whole = strings.Join(groups, "")
	}
	if !digits(whole) || hasPoint && !digits(rest) || len(whole)+len(rest) > 18 {
		return shape{}
	}
	n, err := strconv.ParseInt(whole+rest, 10, 64)
	if err != nil {
		return shape{}
	}
	out := shape{value: decimal{sign * n, len(rest)}, ok: true}
	if hasPoint && group == "" && len(rest) == 3 && len(whole) <= 3 && whole[0] != '0' {
		out.other = &decimal{sign * n, 0}
	}
	return out
}

// damaged tells a number that lost its digits: 1,02E+11.
func damaged(t string) bool {
	i := strings.IndexAny(t, "eE")
	if i < 1 || i+1 >= len(t) {
		return false
	}
	exponent := strings.TrimLeft(t[i+1:], "+-")
	return digits(exponent) && strings.Trim(t[:i], "0123456789.,") == ""
}

// ReadNumber (đọc số) reads 1.234.567,5, 1,234,567.5, 1234,5. A number of a workbook is read as it is.
// Refuses with sheets.bad_number, sheets.damaged_number; "1.234" in a text is doubted with
// sheets.unclear_number and read as a group.
func ReadNumber(c Cell) (float64, *Doubt, error) {
	t := tidy(c.Text)
	if c.Kind == Number {
		f, err := strconv.ParseFloat(t, 64)
		if err == nil {
			return f, nil, nil
		}
	}
	if damaged(t) {
		return 0, nil, invalid("sheets.damaged_number", t)
	}
	s := readShape(strings.TrimSpace(strings.TrimSuffix(t, "%")))
	if !s.ok {
		return 0, nil, invalid("sheets.bad_number", t)
	}
	f := float64(s.value.units) / math.Pow10(s.value.scale)
	if s.other == nil {
		return f, nil, nil
	}
	group := float64(s.other.units)
	return group, &Doubt{Code: "sheets.unclear_number", Args: []any{t, kernel.FormatNumber(group, 0), kernel.FormatNumber(f, 3)}, Proposal: strconv.FormatFloat(f, 'f', -1, 64)}, nil
}

// ReadInt reads a whole number.
func ReadInt(c Cell) (int64, error) {
	t := tidy(c.Text)
	if damaged(t) {
		return 0, invalid("sheets.damaged_number", t)
	}
	s := readShape(t)
	if s.ok && s.other != nil && c.Kind != Number {
		s.value = *s.other
	}
	n, whole := s.value.scaled(1)
	if !s.ok || !whole {
		return 0, invalid("sheets.bad_number", t)
	}
	return n, nil
}

// moneyWords: what stands behind an amount, folded, and how much it makes of one.
var moneyWords = []struct {
	word string
	unit int64
}{
	{"trieu dong", 1_000_000}, {"nghin dong", 1_000}, {"ngan dong", 1_000}, {"ty dong", 1_000_000_000}, {"ti dong", 1_000_000_000},
	{"trieu", 1_000_000}, {"tr", 1_000_000}, {"nghin", 1_000}, {"ngan", 1_000}, {"k", 1_000}, {"ty", 1_000_000_000}, {"ti", 1_000_000_000},
	{"vnd", 1}, {"dong", 1}, {"d", 1}, {"₫", 1},
}

// ReadMoney (đọc tiền) reads 1.234.567, 1,234,567, "4.680.000 đ", "5,2 triệu", "350 nghìn". Refuses with
// sheets.bad_money what is not whole đồng, sheets.damaged_number what lost digits.
func ReadMoney(c Cell) (kernel.Money, error) {
	t := tidy(c.Text)
	bad := invalid("sheets.bad_money", t)
	if damaged(t) {
		return 0, invalid("sheets.damaged_number", t)
	}
	if len(t) > 60 {
		return 0, bad
	}
	amount, unit := kernel.Fold(t), int64(1)
	for _, m := range moneyWords {
		if rest, ok := strings.CutSuffix(amount, m.word); ok {
			amount, unit = strings.TrimSpace(rest), m.unit
			break
		}
	}
	s := readShape(amount)
	if !s.ok {
		return 0, bad
	}
	if s.other != nil && unit == 1 && c.Kind != Number {
		s.value = *s.other
	}
	n, whole := s.value.scaled(unit)
	if !whole || abs(n) > 999_999_999_999_999 {
		return 0, bad
	}
	return kernel.Money(n), nil
}
