package kernel

import "strconv"

// Money (số tiền) is whole đồng. There are no floats near money.
type Money int64

// String is 1.234.567 ₫.
func (m Money) String() string { return m.Digits() + " ₫" }

// Digits is 1.234.567, for columns that carry the currency in their head.
func (m Money) Digits() string { return GroupThousands(int64(m)) }

// GroupThousands writes a whole number the Vietnamese way, with dots: -1.234.567.
func GroupThousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	out := make([]byte, 0, len(s)+len(s)/3)
	for i := 0; i < len(s); i++ {
		if i > 0 && (len(s)-i)%3 == 0 {
			out = append(out, '.')
		}
		out = append(out, s[i])
	}
	return sign + string(out)
}
