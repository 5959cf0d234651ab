package cards

import (
	"bytes"
	"context"
	"io"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/kernel"
)

// badgeRule is what may stand on a card as badge.
var badgeRule = files.Rule{Types: []files.Type{files.PNG, files.JPEG}, MaxSize: 300 << 10}

// ReadBadge takes in a badge picture: it is read and written anew, so that it is a picture and nothing
// else. Refuses with the codes of internal/files.
func ReadBadge(r io.Reader, name string) (Badge, error) {
	a, err := files.Accept(r, name, badgeRule)
	if err != nil {
		return Badge{}, err
	}
	defer a.Close()
	var b bytes.Buffer
	_, err = io.Copy(&b, a)
	return Badge{Type: string(a.Type), Bytes: b.Bytes()}, err
}

// SaveDesign gives a unit a design from a day on; the one before it ends there, and cards made under
// it stay as they are. Refuses with cards.bad_design at the fields, cards.may_not, cards.no_unit.
func (s *Service) SaveDesign(ctx context.Context, a kernel.Actor, d Design) (Design, error) {
	d, err := d.checked()
	if err != nil {
		return d, err
	}
	d.ID, d.Tenant, d.MadeBy, d.MadeAt = s.IDs.New(), a.Tenant, a.Name, s.Clock.Now()
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		path, err := s.Orgs.Path(tx, d.Unit, s.today())
		if err != nil {
			return err
		}
		err = s.mayIssueIn(a, path)
		if err != nil {
			return err
		}
		var fs kernel.Faults
		last, ok, err := lastDesign(tx, d.Tenant, d.Unit)
		if err != nil {
			return err
		}
		if ok && !d.Valid.From.After(last.Valid.From) {
			fs.Add("tu_ngay", "cards.design_from", kernel.FormatDate(last.Valid.From))
		}
		mine := d.Prefix != standard(d.Tenant).Prefix || d.Unit == d.Tenant
		if mine {
			mine, err = claimPrefix(tx, d.Tenant, d.Unit, d.Prefix)
			if err != nil {
				return err
			}
		}
		if !mine {
			fs.Add("tien_to", "cards.prefix_taken", d.Prefix)
		}
		err = fs.Err("cards.bad_design")
		if err != nil {
			return err
		}
		err = endDesign(tx, d.Tenant, d.Unit, d.Valid.From)
		if err == nil {
			err = insertDesign(tx, d)
		}
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, a, "cards.design_saved", "org:"+d.Unit.String(), nil, map[string]any{"design": d.ID, "from": d.Valid.From, "prefix": d.Prefix, "signer": d.Signer, "source": d.Source})
	})
	return d, err
}
