package people

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"doanket/kernel"
)

const (
	minPassword = 10
	maxPassword = 200
)

// common are passwords that guessers try first; the rest is kept out by length.
var common = []string{"1234567890", "0123456789", "0987654321", "matkhau123", "password123", "qwertyuiop", "anhyeuem123", "congdoan123", "vietnam123", "admin12345"}

// checkPassword: at least ten characters, of at least five different ones, without the login name in it.
// Nothing is asked about capitals and signs, because that makes people write it on paper.
func checkPassword(field, password, login string, faults *kernel.Faults) {
	n := utf8.RuneCountInString(password)
	low := strings.ToLower(password)
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	switch {
	case n < minPassword || n > maxPassword:
		faults.Add(field, "people.password_length", minPassword, maxPassword)
	case len(different) < 5 || slices.Contains(common, low):
		faults.Add(field, "people.password_common")
	case len(login) >= 4 && strings.Contains(low, login):
		faults.Add(field, "people.password_login")
	}
}

// argon follows the second recommendation of RFC 9106 at a size that lets two cores serve a morning's sign-ins.
var argon = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashing bounds the memory that many sign-ins at once may take.
var hashing = make(chan struct{}, 4)

func hashPassword(password string) (string, error) {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.CreateHash(password, argon)
}

// nobodysHash is compared when there is no such account, so that the answer takes as long.
var nobodysHash = sync.OnceValue(func() string {
	h, err := argon2id.CreateHash(rand.Text(), argon)
	if err != nil {
		panic(err)
	}
	return h
})

func passwordFits(password, hash string) (bool, error) {
	if len(password) > 4*maxPassword {
		password = ""
	}
	known := hash != ""
	if !known {
		hash = nobodysHash()
	}
	hashing <- struct{}{}
	defer func() { <-hashing }()
	fits, err := argon2id.ComparePasswordAndHash(password, hash)
	return fits && known, err
}

// newSecret is 32 random bytes in letters that go into an address; digest is how it is kept.
func newSecret() (secret, digest string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails; it stops the program instead
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, digestOf(secret)
}

func digestOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// readable makes a first password that can be read out on the telephone: no 0 and O, no 1 and l.
func readable(groups int) string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	b := make([]byte, groups*4)
	_, _ = rand.Read(b)
	var out strings.Builder
	for i, x := range b {
		if i > 0 && i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(letters[int(x)%len(letters)])
	}
	return out.String()
}

// vault seals what must be readable again: the secrets of one-time codes. The account is part of the
// seal, so that a row copied to another account does not open.
type vault struct{ aead cipher.AEAD }

func newVault(siteKey []byte) (*vault, error) {
	if len(siteKey) < 32 {
		return nil, errors.New("people: the site key must have 32 bytes")
	}
	key, err := hkdf.Key(sha256.New, siteKey, nil, "doanket people one-time codes", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &vault{aead}, err
}

func (v *vault) seal(account kernel.ID, plain string) string {
	nonce := make([]byte, v.aead.NonceSize())
	_, _ = rand.Read(nonce)
	return base64.RawStdEncoding.EncodeToString(v.aead.Seal(nonce, nonce, []byte(plain), []byte(account.String())))
}

func (v *vault) open(account kernel.ID, sealed string) (string, error) {
	b, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(b) < v.aead.NonceSize() {
		return "", errors.New("people: a sealed secret is damaged")
	}
	n := v.aead.NonceSize()
	plain, err := v.aead.Open(nil, b[:n], b[n:], []byte(account.String()))
	if err != nil {
		return "", fmt.Errorf("people: a sealed secret does not open, is the site key another one? %w", err)
	}
	return string(plain), nil
}
