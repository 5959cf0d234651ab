package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
)

// SeedUongBi plays the eve of 1 July 2025 into an empty place: 46 grassroots unions of the old city with
// 9,800 members, everything before docs/walk/uong-bi.yaml is applied. See docs/walk/2025-07-01.md.
func (a *App) SeedUongBi(ctx context.Context, progress io.Writer) error {
	unions, err := seed.Walk(ctx, seed.Deps{Orgs: a.orgs, Accounts: enrol{a}})
	if err != nil {
		return err
	}
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Dữ liệu mẫu"}
	there := int64(0)
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		held, err := a.members.Held().Totals(tx, seed.Tenant(), kernel.Date{Year: 2025, Month: 6, Day: 30})
		for _, h := range held {
			there += h.Count
		}
		return err
	})
	if err != nil || there > 0 {
		return err
	}
	n := 0
	for _, u := range unions {
		rows := make([]members.Row, u.Members)
		for i := range rows {
			who := seed.ApplicantNo(n)
			n++
			rows[i] = members.Row{Name: who.Name, Unit: u.ID, Admitted: kernel.Date{Year: 2015 + n%10, Month: time.Month(1 + n%12), Day: 1 + n%28}, Basis: "QĐ-MAU", Source: "dữ liệu mẫu"}
		}
		err = a.db.Tx(ctx, func(tx *db.Tx) error {
			_, err := a.members.AdmitMany(tx, program, rows)
			return err
		})
		if err != nil {
			return fmt.Errorf("members of %s: %w", u.Name, err)
		}
	}
	fmt.Fprintf(progress, "LĐLĐ thành phố Uông Bí ngày 30/06/2025: %d công đoàn cơ sở, %d đoàn viên. Đọc docs/walk/2025-07-01.md.\n", len(unions), n)
	return nil
}
