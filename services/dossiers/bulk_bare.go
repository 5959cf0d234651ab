package dossiers

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// BareFile is the base that filing is measured against: the row and its event in one transaction,
// without rules, fact, text index or journal. Only measurements call it.
func (s *Service) BareFile(ctx context.Context, tenant, unit kernel.ID, of ProcedureRef) error {
	now := s.Clock.Now()
	f := Filed{Intake: "TN-" + newSecret(12), Procedure: of, Received: unit, Deciding: unit,
		Applicant: Party{Name: "Đo tốc độ"}, Channel: Desk}
	e := Event{ID: s.IDs.New(), Tenant: tenant, Dossier: s.IDs.New(), Seq: 1, At: now, Verb: DoFile, To: Submitted, Change: Change{Filed: &f}}
	err := e.seal(nil)
	if err != nil {
		return err
	}
	var d Dossier
	d.apply(e)
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(insertEventSQL, eventArgs(e)...)
		if err == nil {
			_, err = tx.Exec(insertDossierSQL, rowArgs(d)...)
		}
		return err
	})
}
