package dossiers

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// letters leave out what is misread: 0 O 1 I L U.
const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// newSecret makes n letters that cannot be guessed.
func newSecret(n int) string {
	b := make([]byte, n)
	raw := make([]byte, 2*n)
	_, err := rand.Read(raw)
	if err != nil {
		panic("dossiers: no randomness: " + err.Error())
	}
	for i := range b {
		b[i] = letters[(int(raw[2*i])<<8|int(raw[2*i+1]))%len(letters)]
	}
	return string(b)
}

// secretHash is what is kept of a secret; the intake reference salts it.
func secretHash(intake, secret string) string {
	sum := sha256.Sum256([]byte(intake + "|" + tidySecret(secret)))
	return hex.EncodeToString(sum[:])
}

func tidySecret(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

func sameSecret(d Dossier, secret string) bool {
	return subtle.ConstantTimeCompare([]byte(d.SecretHash), []byte(secretHash(d.Intake, secret))) == 1
}
