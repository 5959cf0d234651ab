package payments

import (
	"strings"

	"doanket/kernel"
)

// A reference (mã tham chiếu) is found again in the mangled narrative of a transfer: two letters, year
// and month, six characters, and a check character by ISO 7064 mod 37,36, which finds every single wrong
// character and every swap of neighbours.
const (
	referencePrefix = "PL" // phí, lệ phí
	referenceLength = 13
	alphabet        = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// newReference makes the n-th reference of a month.
func newReference(on kernel.Date, n int64) string {
	var serial [6]byte
	for i := 5; i >= 0; i-- {
		serial[i] = alphabet[n%36]
		n /= 36
	}
	body := referencePrefix + on.String()[2:4] + on.String()[5:7] + string(serial[:])
	return body + string(checkCharacter(body))
}

func checkCharacter(s string) byte {
	p := 36
	for i := range len(s) {
		sum := (p + strings.IndexByte(alphabet, s[i])) % 36
		if sum == 0 {
			sum = 36
		}
		p = sum * 2 % 37
	}
	return alphabet[(37-p)%36]
}

// ValidReference tells whether the text is a reference with the right check character, of any prefix.
func ValidReference(s string) bool {
	if len(s) != referenceLength || strings.Trim(s, alphabet) != "" {
		return false
	}
	for _, c := range s[2:6] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return checkCharacter(s[:12]) == s[12]
}

// FindReferences finds all references in a bank's narrative, whatever stands around them.
func FindReferences(narrative string) []string {
	s := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(narrative))
	var out []string
	for i := 0; i+referenceLength <= len(s); i++ {
		if ValidReference(s[i : i+referenceLength]) {
			out = append(out, s[i:i+referenceLength])
			i += referenceLength - 1
		}
	}
	return out
}
