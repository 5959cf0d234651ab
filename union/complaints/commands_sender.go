package complaints

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/kernel"
)

// bySender is act for the one who wrote the letter, who shows the code and the secret instead of herself. A
// wrong pair answers as one that does not exist.
func (s *Service) bySender(ctx context.Context, code, secret string, v Verb, in Said, do func(tx *db.Tx, c *Complaint, said *Said) error) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		c, ok, err := s.followed(tx, code, secret)
		if err == nil && !ok {
			err = kernel.Missing("complaints.wrong_code")
		}
		if err != nil {
			return err
		}
		nobody := kernel.Actor{Tenant: c.Tenant}
		err = s.run(tx, nobody, &c, v, in, do)
		if err != nil {
			return err
		}
		return s.ring(tx, nobody, c)
	})
}

func (s *Service) followed(tx *db.Tx, code, secret string) (Complaint, bool, error) {
	return complaintByFollow(tx, s.Site(), s.seals.followMark(code, secret))
}

// Supplement is what the sender adds to her letter. Refuses with complaints.wrong_code, complaints.not_now,
// complaints.invalid at the fields.
func (s *Service) Supplement(ctx context.Context, code, secret, text string, list []Upload) error {
	if len(list) > maxFiles {
		return fieldFault("tep", "complaints.many_files", maxFiles)
	}
	var id kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		c, ok, err := s.followed(tx, code, secret)
		if err == nil && !ok {
			err = kernel.Missing("complaints.wrong_code")
		}
		if err == nil && !c.State.Live() {
			err = kernel.Refuse("complaints.not_now")
		}
		id = c.ID
		return err
	})
	if err != nil {
		return err
	}
	kept, err := s.keepFiles(ctx, id, "", list)
	if err != nil {
		return err
	}
	return s.bySender(ctx, code, secret, Say, Said{Note: text}, func(tx *db.Tx, c *Complaint, _ *Said) error {
		return addFiles(tx, c, kept)
	})
}

// AskToWithdraw writes down that the sender takes the letter back; the lead decides what follows, because a
// denunciation may have to be looked into all the same (Law 25/2018/QH14 art. 33, unconfirmed). Refuses as
// Supplement does.
func (s *Service) AskToWithdraw(ctx context.Context, code, secret, reason string) error {
	return s.bySender(ctx, code, secret, AskWithdraw, Said{Note: reason}, func(*db.Tx, *Complaint, *Said) error { return nil })
}

// ring tells those named on a record, but not the one who acts, that there is something to see.
func (s *Service) ring(tx *db.Tx, a kernel.Actor, c Complaint) error {
	for _, r := range c.Readers {
		if r.Account == a.Account || r.Role == Along {
			continue
		}
		err := s.Bell.Ring(tx, c.Tenant, r.Account, c.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

func sourceOf(c Complaint) string { return "complaint:" + c.ID.String() }

// remind keeps one private task for whoever must act next, due when the limit of the law ends: it says the
// number of the letter and nothing else. What is overtaken is closed.
func (s *Service) remind(tx *db.Tx, c Complaint) error {
	program := kernel.Actor{System: true, Tenant: c.Tenant, Name: "Chương trình"}
	wanted := map[string]kernel.ID{}
	if step := c.step(); step != "" {
		for _, r := range c.Readers {
			if r.Role == Lead || r.Role == Receiver {
				wanted[fmt.Sprintf("%s:%s:%s:%s:%d", sourceOf(c), step, r.Role, r.Account, r.At.Millis())] = r.Account
			}
		}
	}
	list, err := s.Tasks.Of(tx, c.Tenant, sourceOf(c))
	if err != nil {
		return err
	}
	for _, t := range list {
		if _, still := wanted[t.Key]; !still && t.State.Live() {
			err = s.Tasks.Close(tx, program, t.ID, "")
			if err != nil {
				return err
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		in := tasks.Assignment{Tenant: c.Tenant, Key: key, Title: "Đơn số " + c.Number(), Source: tasks.Source{Ref: sourceOf(c), Link: roomPath + "/" + c.ID.String()},
			Kept: true, Private: true, Unit: c.Unit, Assignee: wanted[key], Permission: HandlePermission, Before: 2}
		if !c.Due.IsZero() {
			in.DueDay = c.Due.Date()
		}
		_, err = s.Tasks.Assign(tx, program, in)
		if err != nil {
			return err
		}
	}
	return nil
}
