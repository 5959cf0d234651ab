package app

import (
	"context"
	"fmt"
	"time"

	"doanket/internal/db"
	"doanket/union/members"
)

// wireMembers opens the roll of the union; reorganisations carry who stands in it.
func (a *App) wireMembers() {
	a.members = members.New(members.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Orgs: a.orgs, People: a.people, Press: a.press, Files: a.files, Base: a.cfg.URL, Dossiers: admissionDossiers{a}})
	a.members.Show(a.admissionPanel)
	a.outbox.Hear("members.take_dossier", []string{"dossiers.decided"}, a.takeAdmission)
	a.outbox.Hear("members.follow", memberFacts, a.followMembers)
	a.orgs.Join(a.members.Held())
	a.outbox.Every("members.escalate", time.Hour, func(ctx context.Context) error { return a.members.Escalate(ctx) })
}

// flawWords say what is wrong with a membership.
var flawWords = map[string]string{
	"overlap": "hai quãng sinh hoạt chồng nhau", "hole": "có khoảng trống không rõ tình trạng", "open_twice": "hai quãng còn mở",
	"closed_open": "ngày kết thúc không khớp với quãng cuối", "empty": "không có quãng sinh hoạt nào", "counter": "số đếm của đơn vị không khớp",
}

func (a *App) verifyMembers(tx *db.Tx) ([]string, error) {
	root, err := a.orgs.Root(tx)
	if err != nil || root == 0 {
		return nil, err
	}
	flaws, err := a.members.Verify(tx, root)
	var out []string
	for _, f := range flaws {
		out = append(out, fmt.Sprintf("%s: %s %s", f.Member, flawWords[f.What], f.On))
	}
	return out, err
}
