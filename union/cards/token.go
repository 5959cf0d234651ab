package cards

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"doanket/kernel"
)

// Token (mã của thẻ) is what the QR holds besides the address: 128 bits that say nothing and that
// nobody can guess. Only its hash is stored.
//
//glossary:none
type Token string

const tokenLong = 26 // 128 bits in letters and digits

var tokenLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// tokenOf derives the token of a card from the site's key. Nothing but the key can make it again, so
// it need not be stored to be printed once more or shown on the phone.
func tokenOf(key []byte, card kernel.ID) Token {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("doanket card token 1\x00" + card.String()))
	return Token(tokenLetters.EncodeToString(h.Sum(nil)[:16]))
}

// hash is what is stored and looked up.
func (t Token) hash() []byte {
	sum := sha256.Sum256([]byte("doanket card\x00" + string(t)))
	return sum[:]
}

// ReadToken takes the token out of what a reader typed or a person pasted: the whole address or the
// token alone. Whatever has another form becomes a token that no card has, so that one answer fits all.
func ReadToken(s string) Token {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.LastIndex(s, "/the/"); i >= 0 {
		s = s[i+len("/the/"):]
	}
	s, _, _ = strings.Cut(s, "?")
	s, _, _ = strings.Cut(s, "#")
	if len(s) != tokenLong || strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') }) {
		return ""
	}
	return Token(s)
}

// VerifyPath is where the QR leads; the whole address is the site's with this behind it.
func VerifyPath(t Token) string { return "/the/" + string(t) }
