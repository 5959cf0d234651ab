package people

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"doanket/kernel"
)

// machine is a telephone with one passkey, as far as the protocol can tell.
type machine struct {
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	count  uint32
	origin string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &machine{key: key, id: id, origin: "https://motcua.example.vn"}
}

var b64 = base64.RawURLEncoding

func (m *machine) client(t *testing.T, kind, challenge string) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": m.origin, "crossOrigin": false})
	must(t, err)
	return b
}

// data is the authenticator's data: whose site, user present and verified, counter.
func (m *machine) data(flags byte) []byte {
	m.count++
	host := sha256.Sum256([]byte("motcua.example.vn"))
	return binary.BigEndian.AppendUint32(append(host[:], flags), m.count)
}

const presentVerified, withKey = 0x05, 0x40

func options(t *testing.T, v any) (challenge, user string) {
	t.Helper()
	b, err := json.Marshal(v)
	must(t, err)
	var o struct {
		PublicKey struct {
			Challenge string
			User      struct{ ID string }
		}
	}
	must(t, json.Unmarshal(b, &o))
	return o.PublicKey.Challenge, o.PublicKey.User.ID
}

func (m *machine) register(t *testing.T, made any) []byte {
	t.Helper()
	challenge, user := options(t, made)
	var err error
	m.handle, err = b64.DecodeString(user)
	must(t, err)
	point, err := m.key.PublicKey.Bytes()
	must(t, err)
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	must(t, err)
	auth := append(m.data(presentVerified|withKey), make([]byte, 16)...)
	auth = binary.BigEndian.AppendUint16(auth, uint16(len(m.id)))
	auth = append(append(auth, m.id...), cose...)
	attestation, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": auth})
	must(t, err)
	return m.answer(t, map[string]any{
		"clientDataJSON": b64.EncodeToString(m.client(t, "webauthn.create", challenge)), "attestationObject": b64.EncodeToString(attestation),
	})
}

func (m *machine) enter(t *testing.T, asked any, flags byte) []byte {
	t.Helper()
	challenge, _ := options(t, asked)
	client, auth := m.client(t, "webauthn.get", challenge), m.data(flags)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, auth...), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, m.key, digest[:])
	must(t, err)
	return m.answer(t, map[string]any{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(auth),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(m.handle),
	})
}

func (m *machine) answer(t *testing.T, response map[string]any) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"id": b64.EncodeToString(m.id), "rawId": b64.EncodeToString(m.id), "type": "public-key", "response": response})
	must(t, err)
	return b
}

func TestPasskeys(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		lan, phone := x.as(t, x.lan), newMachine(t)
		made, state, err := x.s.BeginPasskey(x.Ctx, lan)
		must(t, err)
		must(t, x.s.FinishPasskey(x.Ctx, lan, state, phone.register(t, made), "Điện thoại"))
		enter := func(m *machine, flags byte) (Entry, error) {
			asked, state, err := x.s.BeginPasskeyEntry()
			must(t, err)
			return x.s.EnterByPasskey(x.Ctx, state, m.enter(t, asked, flags), Attempt{Source: home})
		}
		t.Run("signs its owner in, without a code", func(t *testing.T) {
			x.setTOTP(t, x.lan)
			entry, err := enter(phone, presentVerified)
			must(t, err)
			if entry.Account != x.lan || entry.NeedsCode {
				t.Errorf("%+v", entry)
			}
		})
		t.Run("not without finger or PIN", func(t *testing.T) {
			_, err := enter(phone, 0x01)
			refused(t, err, "people.passkey_again")
		})
		t.Run("not with another key under its name", func(t *testing.T) {
			thief := newMachine(t)
			thief.id, thief.handle, thief.count = phone.id, phone.handle, phone.count
			_, err := enter(thief, presentVerified)
			refused(t, err, "people.passkey_again")
		})
		t.Run("not for another account", func(t *testing.T) {
			right := phone.handle
			phone.handle = handleOf(x.quang)
			_, err := enter(phone, presentVerified)
			refused(t, err, "people.passkey_again")
			phone.handle = right
		})
		t.Run("not from a page that looks like ours", func(t *testing.T) {
			phone.origin = "https://motcua.example.vn.evil.example"
			_, err := enter(phone, presentVerified)
			refused(t, err, "people.passkey_again")
			phone.origin = "https://motcua.example.vn"
		})
		t.Run("not with an answer to an older question", func(t *testing.T) {
			asked, _, err := x.s.BeginPasskeyEntry()
			must(t, err)
			_, state, err := x.s.BeginPasskeyEntry()
			must(t, err)
			_, err = x.s.EnterByPasskey(x.Ctx, state, phone.enter(t, asked, presentVerified), Attempt{})
			refused(t, err, "people.passkey_again")
			_, err = x.s.EnterByPasskey(x.Ctx, "", phone.enter(t, asked, presentVerified), Attempt{})
			refused(t, err, "people.passkey_again")
		})
		t.Run("not for a disabled account", func(t *testing.T) {
			must(t, x.s.Disable(x.Ctx, program, x.lan))
			_, err := enter(phone, presentVerified)
			refused(t, err, "people.passkey_again")
			must(t, x.s.Enable(x.Ctx, program, x.lan))
		})
		t.Run("not after it was taken away, and only by its owner", func(t *testing.T) {
			o, err := x.s.Own(x.Ctx, lan)
			must(t, err)
			if len(o.Passkeys) != 1 || o.Passkeys[0].Name != "Điện thoại" || o.Passkeys[0].LastUsed.IsZero() {
				t.Fatalf("%+v", o.Passkeys)
			}
			refused(t, x.s.RemovePasskey(x.Ctx, x.as(t, x.quang), o.Passkeys[0].ID), "people.no_passkey")
			must(t, x.s.RemovePasskey(x.Ctx, lan, o.Passkeys[0].ID))
			_, err = enter(phone, presentVerified)
			refused(t, err, "people.passkey_again")
		})
		t.Run("nobody makes one for a visitor", func(t *testing.T) {
			_, _, err := x.s.BeginPasskey(x.Ctx, kernel.Actor{})
			refused(t, err, "people.no_account")
		})
	})
}
