package people

import (
	"encoding/json"

	"doanket/internal/db"
	"doanket/kernel"
)

// merger is what a merge changed, so that it can be taken back.
type merger struct {
	Keep     kernel.ID   `json:"keep"`
	Gone     kernel.ID   `json:"gone"`
	Identity string      `json:"identity,omitempty"` // moved to the kept entry, which had none
	Accounts []kernel.ID `json:"accounts,omitempty"`
	Posts    []kernel.ID `json:"posts,omitempty"`
}

// Merge makes one person of two entries in the caller's transaction: accounts and posts of the one
// that goes become those of the one that stays, and an identity number when she has none. The text
// it gives takes it back (see Unmerge). Refuses with people.merge_identities when both have a number
// and they differ, people.no_account when one is not there.
func (s *Service) Merge(tx *db.Tx, tenant, keep, gone kernel.ID) (string, error) {
	k, ok, err := loadPerson(tx, keep)
	if err != nil {
		return "", err
	}
	g, also, err := loadPerson(tx, gone)
	if err != nil {
		return "", err
	}
	if !ok || !also || keep == gone || k.Tenant != tenant || g.Tenant != tenant {
		return "", kernel.Missing("people.no_account")
	}
	if k.Identity != "" && g.Identity != "" {
		return "", kernel.Refuse("people.merge_identities")
	}
	m := merger{Keep: keep, Gone: gone}
	if k.Identity == "" && g.Identity != "" {
		m.Identity = string(g.Identity)
		err = moveIdentity(tx, gone, keep, m.Identity)
		if err != nil {
			return "", err
		}
	}
	m.Accounts, m.Posts, err = moveBelongings(tx, gone, keep)
	if err != nil {
		return "", err
	}
	done, err := markMerged(tx, gone, keep)
	if err != nil {
		return "", err
	}
	if !done {
		return "", kernel.Refuse("people.merged_already")
	}
	b, err := json.Marshal(m)
	return string(b), err
}

// Unmerge takes a merge back by the text that Merge gave.
func (s *Service) Unmerge(tx *db.Tx, way string) error {
	var m merger
	err := json.Unmarshal([]byte(way), &m)
	if err != nil {
		return err
	}
	if m.Identity != "" {
		err = moveIdentity(tx, m.Keep, m.Gone, m.Identity)
		if err != nil {
			return err
		}
	}
	err = giveBack(tx, m)
	if err != nil {
		return err
	}
	return unmarkMerged(tx, m.Gone)
}
