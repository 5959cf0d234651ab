package members

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// ownRecord is what a member sees of herself.
type ownRecord struct {
	Record
	Requests []Request
	Access   []Access
	Consents map[string]kernel.Instant // purposes agreed to now, since when
}

// Purposes that a member agrees to, or not; the law on personal data asks for each of its own (chưa đối chiếu văn bản).
var purposes = []string{"tin-nhan", "phuc-loi", "anh"}

// Own reads the record of the actor herself; ok is false for who was never a member.
func (s *Service) own(ctx context.Context, a kernel.Actor) (o ownRecord, ok bool, err error) {
	if a.Person == 0 {
		return o, false, nil
	}
	var id kernel.ID
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		m, found, err := s.OfPerson(tx, a.Tenant, a.Person, s.today())
		id, ok = m.ID, found
		return err
	})
	if err != nil || !ok {
		return o, false, err
	}
	o.Record, err = s.Look(ctx, a, id, kernel.Date{}, "")
	if err != nil {
		return o, false, err
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		o.Requests, err = requestsOf(tx, id)
		if err == nil {
			o.Access, err = s.accessOf(tx, o.Member)
		}
		if err == nil {
			o.Consents, err = consentsOf(tx, id)
		}
		return err
	})
	return o, true, err
}

type consentRow struct {
	purpose string
	since   kernel.Instant
}

func consentsOf(tx *db.Tx, member kernel.ID) (map[string]kernel.Instant, error) {
	rows, err := db.All(tx, func(r *consentRow) []any { return []any{&r.purpose, &r.since} }, `select purpose, since from member_consent where member_id = $1 and until is null`, member)
	out := map[string]kernel.Instant{}
	for _, r := range rows {
		out[r.purpose] = r.since
	}
	return out, err
}

// Consents tells whether a member agrees to a purpose now: "tin-nhan", "phuc-loi", "anh".
func (s *Service) Consents(tx *db.Tx, member kernel.ID, purpose string) (bool, error) {
	all, err := consentsOf(tx, member)
	_, ok := all[purpose]
	return ok, err
}

// consent writes what a member agrees to from now on.
func (s *Service) consent(ctx context.Context, a kernel.Actor, agreed []string) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, ok, err := s.OfPerson(tx, a.Tenant, a.Person, s.today())
		if err != nil {
			return err
		}
		if !ok || a.Person == 0 {
			return kernel.Missing("members.no_member")
		}
		had, err := consentsOf(tx, m.ID)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		for _, p := range purposes {
			_, has := had[p]
			wants := false
			for _, x := range agreed {
				wants = wants || x == p
			}
			switch {
			case wants && !has:
				_, err = tx.Exec(`insert into member_consent (member_id, purpose, since, until) values ($1, $2, $3, null)`, m.ID, p, now)
			case !wants && has:
				_, err = tx.Exec(`update member_consent set until = $3 where member_id = $1 and purpose = $2 and until is null`, m.ID, p, now)
			}
			if err != nil {
				return err
			}
		}
		return s.Audit.Note(tx, inTenant(a, m.Tenant), "members.consented", "member:"+m.ID.String(), had, agreed)
	})
}
