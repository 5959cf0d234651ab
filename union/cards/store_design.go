package cards

import (
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

const selectDesign = `select d.id, d.tenant_id, d.org_id, d.valid_from, d.valid_to, d.prefix, d.yearly, d.palette, d.line_one, d.line_two, d.fields, d.badge, d.badge_type,
 d.back, d.place, d.post, d.signer, d.source, d.verified, d.made_by, d.made_at from card_design d`

type designRow struct {
	Design
	fields string
}

func designInto(d *designRow) []any {
	return []any{&d.ID, &d.Tenant, &d.Unit, &d.Valid.From, &d.Valid.To, &d.Prefix, &d.Yearly, &d.Palette, &d.LineOne, &d.LineTwo, &d.fields, &d.Badge.Bytes, &d.Badge.Type,
		&d.Back, &d.Place, &d.Post, &d.Signer, &d.Source, &d.Verified, &d.MadeBy, &d.MadeAt}
}

func (d designRow) design() Design {
	for _, f := range strings.Fields(d.fields) {
		d.Fields = append(d.Fields, Field(f))
	}
	return d.Design
}

func insertDesign(tx *db.Tx, d Design) error {
	var fields []string
	for _, f := range d.Fields {
		fields = append(fields, string(f))
	}
	_, err := tx.Exec(`insert into card_design (id, tenant_id, org_id, valid_from, valid_to, prefix, yearly, palette, line_one, line_two, fields, badge, badge_type, back, place, post, signer,
 source, verified, made_by, made_at) values ($1, $2, $3, $4, null, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		d.ID, d.Tenant, d.Unit, d.Valid.From, d.Prefix, d.Yearly, d.Palette, d.LineOne, d.LineTwo, strings.Join(fields, " "), d.Badge.Bytes, d.Badge.Type, d.Back, d.Place, d.Post, d.Signer,
		d.Source, d.Verified, d.MadeBy, d.MadeAt)
	return err
}

// endDesign closes the design of a unit that is in force when the next one begins.
func endDesign(tx *db.Tx, tenant, unit kernel.ID, to kernel.Date) error {
	_, err := tx.Exec(`update card_design set valid_to = $3 where tenant_id = $1 and org_id = $2 and valid_to is null and valid_from < $3`, tenant, unit, to)
	return err
}

// lastDesign is the one of a unit that begins last.
func lastDesign(tx *db.Tx, tenant, unit kernel.ID) (Design, bool, error) {
	d, ok, err := db.One(tx, designInto, selectDesign+` where d.tenant_id = $1 and d.org_id = $2 order by d.valid_from desc limit 1`, tenant, unit)
	return d.design(), ok, err
}

func designOn(tx *db.Tx, tenant, unit kernel.ID, on kernel.Date) (Design, bool, error) {
	d, ok, err := db.One(tx, designInto, selectDesign+` where d.tenant_id = $1 and d.org_id = $2 and d.valid_from <= $3 and (d.valid_to is null or d.valid_to > $3)`, tenant, unit, on)
	return d.design(), ok, err
}

func loadDesign(tx *db.Tx, id kernel.ID) (Design, bool, error) {
	d, ok, err := db.One(tx, designInto, selectDesign+` where d.id = $1`, id)
	return d.design(), ok, err
}

func listDesigns(tx *db.Tx, s scope, most int) ([]Design, error) {
	q := db.Build(selectDesign+` where d.tenant_id = ?`, s.tenant)
	if !s.all {
		q.And(`and exists (select 1 from org_closure k where k.descendant_id = d.org_id and k.valid_from <= ? and (k.valid_to is null or k.valid_to > ?)`, s.on, s.on).
			In(`and k.ancestor_id in`, s.roots, `)`)
	}
	rows, err := db.AllOf(tx, designInto, q.And(`order by d.valid_from desc, d.id desc limit ?`, most))
	out := make([]Design, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.design())
	}
	return out, err
}
