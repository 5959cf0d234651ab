package kernel

import "strings"

var digitWords = [10]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

const billion = 1_000_000_000

// Words (đọc số bằng chữ) reads a whole number aloud in the northern way: mốt and tư after mươi, lăm
// after mười and mươi, linh for an empty ten, "không trăm" inside a number, empty groups left out.
// 1234567 is "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy".
func Words(n int64) string {
	switch {
	case n == 0:
		return digitWords[0]
	case n < 0:
		return "âm " + readNumber(uint64(-(n+1))+1, false)
	}
	return readNumber(uint64(n), false)
}

// Words is the amount in words with its currency, for papers: "hai mươi tư nghìn đồng".
func (m Money) Words() string { return Words(int64(m)) + " đồng" }

// readNumber reads n > 0; inner tells that something stands before it, so that its hundreds are read
// even when there are none.
func readNumber(n uint64, inner bool) string {
	var parts []string
	if n >= billion {
		parts = append(parts, readNumber(n/billion, inner), "tỷ")
		n %= billion
		inner = true
	}
	for _, g := range []struct {
		size uint64
		name string
	}{{1_000_000, "triệu"}, {1_000, "nghìn"}, {1, ""}} {
		group := n / g.size % 1000
		if group == 0 {
			continue
		}
		parts = append(parts, readGroup(int(group), inner))
		if g.name != "" {
			parts = append(parts, g.name)
		}
		inner = true
	}
	return strings.Join(parts, " ")
}

// readGroup reads 1–999.
func readGroup(n int, inner bool) string {
	var parts []string
	hundreds, tens, ones := n/100, n/10%10, n%10
	if hundreds > 0 || inner {
		parts = append(parts, digitWords[hundreds], "trăm")
	}
	switch {
	case tens == 1:
		parts = append(parts, "mười")
	case tens > 1:
		parts = append(parts, digitWords[tens], "mươi")
	case ones > 0 && len(parts) > 0:
		parts = append(parts, "linh")
	}
	switch {
	case ones == 0:
	case ones == 1 && tens > 1:
		parts = append(parts, "mốt")
	case ones == 4 && tens > 1:
		parts = append(parts, "tư")
	case ones == 5 && tens > 0:
		parts = append(parts, "lăm")
	default:
		parts = append(parts, digitWords[ones])
	}
	return strings.Join(parts, " ")
}
