package people

import (
	"hash/fnv"
	"iter"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// matchKey stands for "this name, born that day" in one tenant, phoneKey for a telephone. 0 is never
// a key: it means that one of the parts is not known.
func matchKey(tenant kernel.ID, fold string, born kernel.Date) int64 {
	if born.IsZero() || fold == "" {
		return keyOf(tenant, "name", fold+"|"+tenant.String()) // keeps rows without a birth date out of the way of others
	}
	return keyOf(tenant, "born", fold+"|"+born.String())
}

func phoneKey(tenant kernel.ID, phone string) int64 {
	digits := PhoneDigits(phone)
	if digits == "" {
		return 0
	}
	return keyOf(tenant, "phone", digits)
}

func keyOf(tenant kernel.ID, kind, text string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(tenant.String() + "|" + kind + "|" + text))
	return int64(h.Sum64()>>1) | 1
}

// PhoneDigits is a telephone number as it is compared: digits only, +84 and 84 as 0.
func PhoneDigits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	d := b.String()
	if strings.HasPrefix(d, "84") && len(d) >= 11 {
		d = "0" + d[2:]
	}
	return d
}

// foldName is a name as it is searched, and the same with the given name before it, for lists.
func foldName(name string) (fold, given string) {
	words := strings.Fields(kernel.Fold(name))
	if len(words) == 0 {
		return "", ""
	}
	fold = strings.Join(words, " ")
	return fold, words[len(words)-1] + " " + fold
}

// Check looks a person over as CreatePerson does, without writing: what cannot be is added to faults.
func (s *Service) Check(p *Person, faults *kernel.Faults) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	checkPerson(p, s.today(), faults)
}

// Enter writes one person that has been checked, in the caller's transaction; whether the actor may is
// the caller's policy. Refuses with people.bad_person and people.identity_taken at the field.
func (s *Service) Enter(tx *db.Tx, p Person) (kernel.ID, error) { return s.createPerson(tx, p) }

// EnterMany writes persons that have been checked and carry their IDs, in the caller's transaction, by
// the engine's fast way. An identity number that is there already fails the whole.
func (s *Service) EnterMany(tx *db.Tx, persons iter.Seq[Person]) error {
	return insertPersons(tx, persons, s.Clock.Now())
}

// Person reads one person; who may see her is the policy of the room that asks.
func (s *Service) Person(tx *db.Tx, tenant, id kernel.ID) (Person, bool, error) {
	p, ok, err := loadPerson(tx, id)
	return p, ok && p.Tenant == tenant, err
}

// Key is what is known of a person before it is clear whether she is entered already.
//
//glossary:none
type Key struct {
	Identity Identity
	Name     string
	Born     kernel.Date
	Phone    string
}

// Candidate (người có thể trùng) is a person that a Key may mean, and by what.
//
//glossary:none
type Candidate struct {
	Key    int // index of the Key
	Person kernel.ID
	By     string // "identity", "name" (with birth date) or "phone"
}

// Match looks up very many keys at once: persons with the same identity number, the same folded name
// and birth date, or the same telephone. Persons that were merged into another are left out.
func (s *Service) Match(tx *db.Tx, tenant kernel.ID, keys []Key) ([]Candidate, error) {
	return matchPersons(tx, tenant, keys)
}

// Correct changes what is written of a person, in the caller's transaction; the journal is the
// caller's. Refuses with people.bad_person and people.identity_taken at the field.
func (s *Service) Correct(tx *db.Tx, p Person) error {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	var faults kernel.Faults
	checkPerson(&p, s.today(), &faults)
	err := faults.Err("people.bad_person")
	if err != nil {
		return err
	}
	err = updatePerson(tx, p)
	if name, _ := db.Unique(err); name == "person_identity" {
		faults.Add("so_dinh_danh", "people.identity_taken")
		return faults.Err("people.bad_person")
	}
	return err
}
