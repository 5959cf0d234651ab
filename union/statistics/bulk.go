package statistics

import (
	"context"
	"fmt"
	"iter"

	"doanket/internal/db"
	"doanket/kernel"
)

// BulkInput asks for very many invented units with accepted reports, for measuring.
//
//glossary:none
type BulkInput struct {
	Period kernel.ID
	Under  kernel.ID // their parent
	Units  int
}

// SeedBulk writes the units and their reports straight into the tables. It is for measurements on a
// site of their own and nothing else: no decision founds these units, and their snapshots are not taken.
func (s *Service) SeedBulk(ctx context.Context, in BulkInput) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, ok, err := loadPeriod(tx, in.Period)
		if err != nil || !ok {
			return err
		}
		f, err := s.formNo(tx, p.Form, p.FormNo)
		if err != nil {
			return err
		}
		path, err := s.Orgs.Path(tx, in.Under, p.CutOff)
		if err != nil {
			return err
		}
		b := bulk{s: s, p: p, f: f, in: in, path: path, from: p.CutOff.AddDays(-365)}
		for range in.Units {
			b.units, b.reports = append(b.units, s.IDs.New()), append(b.reports, s.IDs.New())
		}
		return b.write(tx)
	})
}

type bulk struct {
	s              *Service
	p              Period
	f              *Form
	in             BulkInput
	path           []kernel.ID
	from           kernel.Date
	units, reports []kernel.ID
}

func (b *bulk) write(tx *db.Tx) error {
	t := b.p.Tenant
	_, err := db.Copy(tx, "org (id, tenant_id, valid_from, valid_to, founded_by, wound_up_by)", b.rows(func(i int) []any { return []any{b.units[i], t, b.from, nil, 0, 0} }))
	if err == nil {
		_, err = db.Copy(tx, "org_name_span (id, tenant_id, org_id, name, short_name, fold, valid_from, valid_to, decision_id)", b.rows(func(i int) []any {
			name := fmt.Sprintf("Công đoàn cơ sở đo %06d", i)
			return []any{b.s.IDs.New(), t, b.units[i], name, "", kernel.Fold(name), b.from, nil, 0}
		}))
	}
	if err == nil {
		_, err = db.Copy(tx, "org_kind_span (id, tenant_id, org_id, kind, valid_from, valid_to, decision_id)", b.rows(func(i int) []any {
			return []any{b.s.IDs.New(), t, b.units[i], b.f.Kinds[0], b.from, nil, 0}
		}))
	}
	if err == nil {
		_, err = db.Copy(tx, "org_parent_span (id, tenant_id, org_id, parent_id, valid_from, valid_to, decision_id)", b.rows(func(i int) []any {
			return []any{b.s.IDs.New(), t, b.units[i], b.in.Under, b.from, nil, 0}
		}))
	}
	if err == nil {
		_, err = db.Copy(tx, "org_closure (tenant_id, ancestor_id, descendant_id, depth, valid_from, valid_to)", b.closure())
	}
	if err == nil {
		_, err = db.Copy(tx, "statistics_report (id, tenant_id, period_id, org_id, form, state, sector, note, edition, snapshot_no, sha256, submitted_on, changed_at)", b.rows(func(i int) []any {
			sector := ""
			if len(b.f.Sectors) > 0 {
				sector = b.f.Sectors[i%len(b.f.Sectors)].Key
			}
			return []any{b.reports[i], t, b.p.ID, b.units[i], b.f.Key, Accepted, sector, "", 1, 0, "", b.p.CutOff.AddDays(1), b.s.Clock.Now()}
		}))
	}
	if err == nil {
		_, err = db.Copy(tx, "statistics_value (report_id, tenant_id, line, value, weight, computed, reason)", b.values())
	}
	return err
}

func (b *bulk) rows(row func(i int) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := range b.units {
			if !yield(row(i)) {
				return
			}
		}
	}
}

func (b *bulk) closure() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, u := range b.units {
			if !yield([]any{b.p.Tenant, u, u, 0, b.from, nil}) {
				return
			}
			for depth, a := range b.path {
				if !yield([]any{b.p.Tenant, a, u, depth + 1, b.from, nil}) {
					return
				}
			}
		}
	}
}

func (b *bulk) values() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i, r := range b.reports {
			for j, l := range b.f.Lines() {
				value, weight := int64(100+(i*7+j*13)%300), int64(0)
				if l.Kind == Average {
					value, weight = int64(6_000_000+i%50*100_000), int64(100+i%200)
				}
				if l.Kind != Share && !yield([]any{r, b.p.Tenant, l.Key, value, weight, nil, ""}) {
					return
				}
			}
		}
	}
}
