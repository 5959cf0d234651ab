package complaints

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"doanket/kernel"
)

// seals encrypt what is written and mark what is kept. Matter, sender and files have keys of their own, all
// drawn from the site's. Record and field are part of each seal, so that a text copied to another row
// does not open.
type seals struct {
	matter, sender, file cipher.AEAD
	marks                []byte
}

func newSeals(siteKey []byte) (*seals, error) {
	if len(siteKey) < 32 {
		return nil, errors.New("complaints: the site key must have 32 bytes")
	}
	s := &seals{}
	for use, into := range map[string]*cipher.AEAD{"matter": &s.matter, "sender": &s.sender, "files": &s.file} {
		key, err := hkdf.Key(sha256.New, siteKey, nil, "doanket complaints "+use, 32)
		if err != nil {
			return nil, err
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		*into, err = cipher.NewGCM(block)
		if err != nil {
			return nil, err
		}
	}
	var err error
	s.marks, err = hkdf.Key(sha256.New, siteKey, nil, "doanket complaints marks", 32)
	return s, err
}

func lock(aead cipher.AEAD, record kernel.ID, field string, plain []byte) []byte {
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return aead.Seal(nonce, nonce, plain, []byte(record.String()+" "+field))
}

func unlock(aead cipher.AEAD, record kernel.ID, field string, sealed []byte) ([]byte, error) {
	n := aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("complaints: what is sealed is damaged")
	}
	plain, err := aead.Open(nil, sealed[:n], sealed[n:], []byte(record.String()+" "+field))
	if err != nil {
		return nil, fmt.Errorf("complaints: what is sealed does not open, is the site key another one? %w", err)
	}
	return plain, nil
}

func closeText(aead cipher.AEAD, record kernel.ID, field string, v any) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return base64.RawStdEncoding.EncodeToString(lock(aead, record, field, plain)), nil
}

func openText(aead cipher.AEAD, record kernel.ID, field, sealed string, into any) error {
	b, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return errors.New("complaints: a sealed text is damaged")
	}
	plain, err := unlock(aead, record, field, b)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}

// mark is a keyed digest: nobody makes or checks one without the site's key. Every part is written with
// its length, so that no two different lists make the same bytes.
func (s *seals) mark(parts ...any) string { return hex.EncodeToString(s.sum(parts...)) }

func (s *seals) sum(parts ...any) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		text := fmt.Sprint(p)
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(text)))
		b.Write(n[:])
		b.WriteString(text)
	}
	h := hmac.New(sha256.New, s.marks)
	_, _ = h.Write(b.Bytes()) // never fails
	return h.Sum(nil)
}

// letters are those of codes and secrets: none that looks like another.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func (s *seals) draw(use, token string, n int) string {
	sum := s.sum(use, token)
	var out strings.Builder
	for i := range n {
		if i > 0 && i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(letters[sum[i]&31])
	}
	return out.String()
}

// codeOf and secretOf belong to the form that a letter came by: the same form sent twice shows the same.
func (s *seals) codeOf(token string) string   { return s.draw("code", token, 8) }
func (s *seals) secretOf(token string) string { return s.draw("secret", token, 16) }

// plainCode is a code or a secret as it was typed, with what people confuse put right.
func plainCode(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case strings.ContainsRune(letters, r):
			return r
		}
		return -1
	}, strings.ToUpper(s))
	return s
}

func (s *seals) followMark(code, secret string) string {
	return s.mark("follow", plainCode(code), plainCode(secret))
}

// eventSeal hangs a deed on the one before it.
func (s *seals) eventSeal(c kernel.ID, before string, e Event) string {
	said, _ := json.Marshal(e.Said) // a struct of texts
	return s.mark("event", c, before, e.ID, e.Verb, e.At.Millis(), e.By.Account, e.By.Name, e.By.Post, string(said))
}

func (s *seals) openingSeal(c kernel.ID, before string, o Opening) string {
	return s.mark("opening", c, before, o.No, o.What, o.At.Millis(), o.By.Account, o.By.Name, o.By.Post)
}

func (s *seals) fileSeal(c kernel.ID, e Evidence) string {
	return s.mark("file", c, e.ID, e.sha, e.sealed, e.At.Millis(), e.By)
}

// rowSeal covers the row, the ends of its chains and those named on it: who adds herself to a record from
// outside the program is seen by verify.
func (s *seals) rowSeal(c Complaint) string {
	parts := []any{"row", c.ID, c.Tenant, c.request, c.follow, c.Unit, c.Year, c.No, c.Kind, c.Way, c.State, c.Received, c.matter, c.sender, c.Accepted.Millis(), c.Longer,
		c.From.Millis(), c.Due.Millis(), c.Limit, c.Ended.Millis(), c.Files, c.Opened, c.lastEvent, c.lastOpening}
	readers := slices.SortedFunc(slices.Values(c.Readers), func(a, b Reader) int { return cmp.Compare(a.Account, b.Account) })
	for _, r := range readers {
		parts = append(parts, r.Account, r.Person, r.Name, r.Role, r.At.Millis())
	}
	if c.Second() || c.Remote { // seals older than these marks stay as they are
		parts = append(parts, "round", c.Round, c.first, c.Remote)
	}
	return s.mark(parts...)
}
