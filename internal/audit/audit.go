package audit

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the journal.
func Migrations() fs.FS { return migrations }

// Journal writes and checks the chain.
type Journal struct {
	ids   *kernel.IDs
	clock kernel.Clock
}

// New makes a journal.
func New(ids *kernel.IDs, clock kernel.Clock) *Journal { return &Journal{ids, clock} }

// Entry (dòng nhật ký) is one deed.
type Entry struct {
	ID      kernel.ID
	Tenant  kernel.ID
	Seq     int64
	At      kernel.Instant
	Account kernel.ID
	Person  kernel.ID
	Org     kernel.ID
	Name    string
	Post    string
	Verb    string
	Subject string
	Before  string // JSON, or empty
	After   string
	Hash    []byte
}

// Note writes one entry. It is the last call in a command's transaction, because the end of the
// chain is held until the commit. before and after are written as JSON; mask personal numbers first.
func (j *Journal) Note(tx *db.Tx, a kernel.Actor, verb, subject string, before, after any) error {
	e := Entry{ID: j.ids.New(), Tenant: a.Tenant, At: j.clock.Now(), Account: a.Account, Person: a.Person, Org: a.Org,
		Name: a.Name, Post: a.Post, Verb: verb, Subject: subject}
	var err error
	e.Before, err = text(before)
	if err == nil {
		e.After, err = text(after)
	}
	if err != nil {
		return fmt.Errorf("journal of %s %s: %w", verb, subject, err)
	}
	seq, prev, err := takeHead(tx, e.Tenant)
	if err != nil {
		return err
	}
	e.Seq = seq
	e.Hash = e.sum(prev)
	return e.append(tx)
}

func text(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

// sum hashes the entry after the hash before it. Every field is written with its length, so that no
// two different entries make the same bytes.
func (e Entry) sum(prev []byte) []byte {
	var b bytes.Buffer
	b.WriteString("doanket-audit-1\n")
	put := func(field []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(field)))
		b.Write(n[:])
		b.Write(field)
	}
	number := func(v int64) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(v))
		b.Write(n[:])
	}
	put(prev)
	for _, v := range []int64{int64(e.Tenant), e.Seq, int64(e.ID), e.At.Millis(), int64(e.Account), int64(e.Person), int64(e.Org)} {
		number(v)
	}
	for _, s := range []string{e.Name, e.Post, e.Verb, e.Subject, e.Before, e.After} {
		put([]byte(s))
	}
	h := sha256.Sum256(b.Bytes())
	return h[:]
}

// Link is where the chain breaks.
type Link struct {
	Seq     int64
	ID      kernel.ID
	At      kernel.Instant
	Verb    string
	Subject string
	Why     string // altered, missing, cut_off
}

// The ways in which a chain can be broken.
const (
	Altered = "altered" // the entry no longer has its hash
	Gap     = "missing" // an entry before it was removed
	CutOff  = "cut_off" // entries at the end were removed, or added past the journal
)

// Verify walks a tenant's chain from its start and gives the first broken link, or nil, and how many
// entries held before it.
func (j *Journal) Verify(tx *db.Tx, tenant kernel.ID) (*Link, int, error) {
	n := 0
	var broken *Link
	var prev []byte
	var last Entry
	err := each(tx, tenant, func(e Entry) error {
		why := ""
		switch {
		case e.Seq != int64(n)+1:
			why = Gap
		case !bytes.Equal(e.sum(prev), e.Hash):
			why = Altered
		}
		if why != "" {
			broken = &Link{e.Seq, e.ID, e.At, e.Verb, e.Subject, why}
			return errStop
		}
		n, prev, last = n+1, e.Hash, e
		return nil
	})
	if err != nil || broken != nil {
		return broken, n, err
	}
	seq, hash, ok, err := head(tx, tenant)
	if err != nil {
		return nil, n, err
	}
	if ok && (seq != int64(n) || !bytes.Equal(hash, prev)) || !ok && n > 0 {
		return &Link{last.Seq + 1, last.ID, last.At, last.Verb, last.Subject, CutOff}, n, nil
	}
	return nil, n, nil
}

// Tenants lists whose chains there are.
func (j *Journal) Tenants(tx *db.Tx) ([]kernel.ID, error) { return tenants(tx) }

// Filter narrows a list; zero fields do not. Before is the Seq to go on below.
type Filter struct {
	Subject string
	Account kernel.ID
	Verb    string
	From    kernel.Instant
	To      kernel.Instant
	Before  int64
	Limit   int
}

// List gives entries, newest first.
func (j *Journal) List(tx *db.Tx, tenant kernel.ID, f Filter) ([]Entry, error) {
	if f.Limit <= 0 || f.Limit > 1000 {
		f.Limit = 50
	}
	return list(tx, tenant, f)
}
