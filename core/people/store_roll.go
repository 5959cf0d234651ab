package people

import (
	"iter"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

const personRow = "person (id, tenant_id, name, fold, given_fold, identity_number, born, sex, phone, email, address, created_at, match_key, phone_key)"

func insertPersons(tx *db.Tx, persons iter.Seq[Person], at kernel.Instant) error {
	_, err := db.Copy(tx, personRow, func(yield func([]any) bool) {
		for p := range persons {
			fold, given := foldName(p.Name)
			if !yield([]any{p.ID, p.Tenant, p.Name, fold, given, db.Optional(string(p.Identity)), p.Born, p.Sex, p.Phone, p.Email, p.Address, at,
				matchKey(p.Tenant, fold, p.Born), phoneKey(p.Tenant, p.Phone)}) {
				return
			}
		}
	})
	return err
}

func updatePerson(tx *db.Tx, p Person) error {
	fold, given := foldName(p.Name)
	_, err := tx.Exec(`update person set name = $2, fold = $3, given_fold = $4, identity_number = $5, born = $6, sex = $7, phone = $8, email = $9,
		address = $10, match_key = $11, phone_key = $12 where id = $1`,
		p.ID, p.Name, fold, given, db.Optional(string(p.Identity)), p.Born, p.Sex, p.Phone, p.Email, p.Address,
		matchKey(p.Tenant, fold, p.Born), phoneKey(p.Tenant, p.Phone))
	return err
}

// asked is how many keys one statement looks up.
const asked = 400

type found struct {
	id   kernel.ID
	text string
	key  int64
}

func matchPersons(tx *db.Tx, tenant kernel.ID, keys []Key) ([]Candidate, error) {
	byIdentity, byName, byPhone := map[string][]int{}, map[int64][]int{}, map[int64][]int{}
	for i, k := range keys {
		if k.Identity != "" {
			byIdentity[string(k.Identity)] = append(byIdentity[string(k.Identity)], i)
		}
		if fold, _ := foldName(k.Name); fold != "" && !k.Born.IsZero() {
			key := matchKey(tenant, fold, k.Born)
			byName[key] = append(byName[key], i)
		}
		if key := phoneKey(tenant, k.Phone); key != 0 {
			byPhone[key] = append(byPhone[key], i)
		}
	}
	var out []Candidate
	add := func(rows []int, person kernel.ID, by string) {
		for _, i := range rows {
			out = append(out, Candidate{i, person, by})
		}
	}
	for some := range slices.Chunk(sortedKeys(byIdentity), asked) {
		q := db.Build(`select id, identity_number from person where tenant_id = ?`, tenant).InText(`and merged_into = 0 and identity_number in`, some, ``)
		rows, err := db.AllOf(tx, func(f *found) []any { return []any{&f.id, &f.text} }, q)
		if err != nil {
			return nil, err
		}
		for _, f := range rows {
			add(byIdentity[f.text], f.id, "identity")
		}
	}
	for _, kind := range []struct {
		by   string
		keys map[int64][]int
	}{{"name", byName}, {"phone", byPhone}} {
		for some := range slices.Chunk(sortedKeys(kind.keys), asked) {
			rows, err := keyed(tx, tenant, kind.by, some)
			if err != nil {
				return nil, err
			}
			for _, f := range rows {
				add(kind.keys[f.key], f.id, kind.by)
			}
		}
	}
	kernel.SortStableFunc(out, func(a, b Candidate) int { return a.Key - b.Key })
	return out, nil
}

func keyed(tx *db.Tx, tenant kernel.ID, by string, keys []int64) ([]found, error) {
	return db.AllOf(tx, func(f *found) []any { return []any{&f.id, &f.key} }, keyedQuery(tenant, by, keys))
}

// keyedQuery asks with a plus before the tenant, or SQLite goes over all its persons by the
// index that begins with the tenant, for each few hundred keys anew.
func keyedQuery(tenant kernel.ID, by string, keys []int64) *db.Query {
	ids := make([]kernel.ID, len(keys))
	for i, k := range keys {
		ids[i] = kernel.ID(k)
	}
	if by == "phone" {
		return db.Build(`select id, phone_key from person where +tenant_id = ?`, tenant).In(`and merged_into = 0 and phone_key <> 0 and phone_key in`, ids, ``)
	}
	return db.Build(`select id, match_key from person where +tenant_id = ?`, tenant).In(`and merged_into = 0 and match_key in`, ids, ``)
}

func sortedKeys[K string | int64](m map[K][]int) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func moveIdentity(tx *db.Tx, from, to kernel.ID, number string) error {
	_, err := tx.Exec(`update person set identity_number = null where id = $1`, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`update person set identity_number = $2 where id = $1`, to, number)
	return err
}

func moveBelongings(tx *db.Tx, from, to kernel.ID) (accounts, posts []kernel.ID, err error) {
	into := func(id *kernel.ID) []any { return []any{id} }
	accounts, err = db.All(tx, into, `update account set person_id = $2 where person_id = $1 returning id`, from, to)
	if err == nil {
		posts, err = db.All(tx, into, `update post set person_id = $2 where person_id = $1 returning id`, from, to)
	}
	return accounts, posts, err
}

func giveBack(tx *db.Tx, m merger) error {
	_, err := db.ExecOf(tx, db.Build(`update account set person_id = ?`, m.Gone).In(`where id in`, m.Accounts, ``))
	if err != nil {
		return err
	}
	_, err = db.ExecOf(tx, db.Build(`update post set person_id = ?`, m.Gone).In(`where id in`, m.Posts, ``))
	return err
}

func markMerged(tx *db.Tx, gone, keep kernel.ID) (bool, error) {
	n, err := tx.Exec(`update person set merged_into = $2 where id = $1 and merged_into = 0
		and exists (select 1 from person k where k.id = $2 and k.merged_into = 0)`, gone, keep)
	return n == 1, err
}

func unmarkMerged(tx *db.Tx, gone kernel.ID) error {
	_, err := tx.Exec(`update person set merged_into = 0 where id = $1`, gone)
	return err
}
