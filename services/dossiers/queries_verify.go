package dossiers

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"

	"doanket/internal/db"
	"doanket/kernel"
)

// resultMark is what the code on a printed result carries besides the number of its dossier: it is
// made of what the paper says, so that neither can be altered without the other.
func resultMark(d Dossier) string {
	if d.Result == nil || d.Result.SignedAt.IsZero() {
		return ""
	}
	r := d.Result
	h := sha256.New()
	for _, part := range []string{d.ID.String(), d.SecretHash, r.Number, r.Title, r.Body, r.Outcome, r.SignedBy.Name, r.SignedAt.String()} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:20]
}

// SignedResult finds a signed result by the number and the mark on its paper. Who holds the paper
// knows both. Anything else answers dossiers.no_such_result.
func (s *Service) SignedResult(ctx context.Context, tenant kernel.ID, number, mark string) (Dossier, error) {
	var out Dossier
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		d, ok, err := loadByNumber(tx, tenant, number)
		if err != nil {
			return err
		}
		want := ""
		if ok {
			want = resultMark(d)
		}
		if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(mark)) != 1 {
			return kernel.Missing("dossiers.no_such_result")
		}
		out = d
		return nil
	})
	return out, err
}
