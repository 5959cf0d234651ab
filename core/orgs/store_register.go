package orgs

import (
	"iter"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
)

// unitSpan is a row of one of the span tables with the unit that it is about.
type unitSpan[V comparable] struct {
	org kernel.ID
	span[V]
}

// within reads rows of many units, a thousand at a time.
func within[T any](ids []kernel.ID, read func(part []kernel.ID) ([]T, error), each func(T)) error {
	for part := range slices.Chunk(ids, 1000) {
		rows, err := read(part)
		if err != nil {
			return err
		}
		for _, row := range rows {
			each(row)
		}
	}
	return nil
}

func (s *unitSpan[V]) into(value ...any) []any {
	out := append([]any{&s.org, &s.ID}, value...)
	return append(out, &s.Valid.From, &s.Valid.To, &s.Decision, &s.Made, &s.Void)
}

func idSpanInto(s *unitSpan[kernel.ID]) []any  { return s.into(&s.Value) }
func textSpanInto(s *unitSpan[string]) []any   { return s.into(&s.Value) }
func nameSpanInto(s *unitSpan[naming]) []any   { return s.into(&s.Value.Name, &s.Value.Short) }
func lifeSpanInto(s *unitSpan[lifeEnds]) []any { return s.into(&s.Value.Founded, &s.Value.Ended) }
func codeSpanInto(s *unitSpan[schemed]) []any  { return s.into(&s.Value.scheme, &s.Value.code) }

type schemed struct{ scheme, code string }

type unitRow struct{ id, tenant kernel.ID }

// takeLives loads life and parents of the units that the register does not have yet.
func (r *Register) takeLives(tx *db.Tx, ids []kernel.ID) error {
	ids = slices.DeleteFunc(sorted(ids), func(id kernel.ID) bool { return id == 0 || r.units[id] != nil })
	err := within(ids, func(part []kernel.ID) ([]unitRow, error) {
		return db.AllOf(tx, func(u *unitRow) []any { return []any{&u.id, &u.tenant} }, db.Build(`select id, tenant_id from org`).In(`where id in`, part, ``))
	}, func(u unitRow) { r.units[u.id] = &facts{id: u.id, tenant: u.tenant} })
	if err != nil {
		return err
	}
	err = within(ids, func(part []kernel.ID) ([]unitSpan[lifeEnds], error) {
		return db.AllOf(tx, lifeSpanInto, db.Build(`select org_id, id, founded_by, wound_up_by, valid_from, valid_to, decision_id, made_by, void_by from org_life_span`).
			In(`where org_id in`, part, ``))
	}, func(s unitSpan[lifeEnds]) { r.units[s.org].life.rows = append(r.units[s.org].life.rows, s.span) })
	if err != nil {
		return err
	}
	return within(ids, func(part []kernel.ID) ([]unitSpan[kernel.ID], error) {
		return db.AllOf(tx, idSpanInto, db.Build(`select org_id, id, parent_id, valid_from, valid_to, decision_id, made_by, void_by from org_parent_span`).
			In(`where org_id in`, part, ``))
	}, func(s unitSpan[kernel.ID]) {
		r.units[s.org].parents.rows = append(r.units[s.org].parents.rows, s.span)
		index(r.below, s.Value, s.org)
	})
}

// take loads all facts of units.
func (r *Register) take(tx *db.Tx, ids []kernel.ID) error {
	err := r.takeLives(tx, ids)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(sorted(ids), func(id kernel.ID) bool { return r.units[id] == nil || r.units[id].whole })
	err = within(ids, func(part []kernel.ID) ([]unitSpan[naming], error) {
		return db.AllOf(tx, nameSpanInto, db.Build(`select org_id, id, name, short_name, valid_from, valid_to, decision_id, made_by, void_by from org_name_span`).
			In(`where org_id in`, part, ``))
	}, func(s unitSpan[naming]) { r.units[s.org].names.rows = append(r.units[s.org].names.rows, s.span) })
	if err != nil {
		return err
	}
	err = within(ids, func(part []kernel.ID) ([]unitSpan[string], error) {
		return db.AllOf(tx, textSpanInto, db.Build(`select org_id, id, kind, valid_from, valid_to, decision_id, made_by, void_by from org_kind_span`).
			In(`where org_id in`, part, ``))
	}, func(s unitSpan[string]) { r.units[s.org].kinds.rows = append(r.units[s.org].kinds.rows, s.span) })
	if err != nil {
		return err
	}
	err = within(ids, func(part []kernel.ID) ([]unitSpan[schemed], error) {
		return db.AllOf(tx, codeSpanInto, db.Build(`select org_id, id, scheme, code, valid_from, valid_to, decision_id, made_by, void_by from org_identifier_span`).
			In(`where org_id in`, part, ``))
	}, func(s unitSpan[schemed]) {
		t := r.units[s.org].codes(s.Value.scheme)
		t.rows = append(t.rows, span[string]{ID: s.ID, Value: s.Value.code, Valid: s.Valid, Decision: s.Decision, Made: s.Made, Void: s.Void})
	})
	if err != nil {
		return err
	}
	err = within(ids, func(part []kernel.ID) ([]unitSpan[kernel.ID], error) {
		return db.AllOf(tx, idSpanInto, db.Build(`select org_id, id, area_id, valid_from, valid_to, decision_id, made_by, void_by from org_area_span`).
			In(`where org_id in`, part, ``))
	}, func(s unitSpan[kernel.ID]) {
		r.units[s.org].areas.rows = append(r.units[s.org].areas.rows, s.span)
		index(r.serves, s.Value, s.org)
	})
	for _, id := range ids {
		r.units[id].whole = true
	}
	return err
}

func sorted(ids []kernel.ID) []kernel.ID { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// everBelow are the units that stood below any of these on any day, those themselves included.
func everBelow(tx *db.Tx, ids []kernel.ID) ([]kernel.ID, error) {
	out := slices.Clone(ids)
	err := within(sorted(ids), func(part []kernel.ID) ([]kernel.ID, error) {
		return db.AllOf(tx, idInto, db.Build(`select distinct descendant_id from org_closure`).In(`where ancestor_id in`, part, ``))
	}, func(id kernel.ID) { out = append(out, id) })
	return sorted(out), err
}

// childrenEver are the units that stood directly below any of these on any day.
func childrenEver(tx *db.Tx, ids []kernel.ID) ([]kernel.ID, error) {
	var out []kernel.ID
	err := within(sorted(ids), func(part []kernel.ID) ([]kernel.ID, error) {
		return db.AllOf(tx, idInto, db.Build(`select distinct org_id from org_parent_span`).In(`where parent_id in`, part, `and void_by = 0`))
	}, func(id kernel.ID) { out = append(out, id) })
	return sorted(out), err
}

// servingEver are the units that served any of these areas on any day.
func servingEver(tx *db.Tx, tenant kernel.ID, areas []kernel.ID) ([]kernel.ID, error) {
	var out []kernel.ID
	err := within(sorted(areas), func(part []kernel.ID) ([]kernel.ID, error) {
		return db.AllOf(tx, idInto, db.Build(`select distinct org_id from org_area_span where tenant_id = ? and void_by = 0`, tenant).In(`and area_id in`, part, ``))
	}, func(id kernel.ID) { out = append(out, id) })
	return sorted(out), err
}

// touchedBy are the units to which a decision has done something.
func touchedBy(tx *db.Tx, tenant, decision kernel.ID) ([]kernel.ID, error) {
	return db.All(tx, idInto, `
select org_id from org_life_span where tenant_id = $1 and (made_by = $2 or void_by = $2)
union select org_id from org_name_span where tenant_id = $1 and (made_by = $2 or void_by = $2)
union select org_id from org_kind_span where tenant_id = $1 and (made_by = $2 or void_by = $2)
union select org_id from org_parent_span where tenant_id = $1 and (made_by = $2 or void_by = $2)
union select org_id from org_identifier_span where tenant_id = $1 and (made_by = $2 or void_by = $2)
union select org_id from org_area_span where tenant_id = $1 and (made_by = $2 or void_by = $2)
order by 1`, tenant, decision)
}

func closureInto(r *closureRow) []any {
	return []any{&r.Ancestor, &r.Descendant, &r.Depth, &r.Valid.From, &r.Valid.To}
}

// closureOf reads the closure rows that end at units.
func closureOf(tx *db.Tx, ids []kernel.ID) (map[kernel.ID][]closureRow, error) {
	out := map[kernel.ID][]closureRow{}
	err := within(sorted(ids), func(part []kernel.ID) ([]closureRow, error) {
		return db.AllOf(tx, closureInto, db.Build(`select ancestor_id, descendant_id, depth, valid_from, valid_to from org_closure`).
			In(`where descendant_id in`, part, `order by descendant_id, ancestor_id, valid_from`))
	}, func(r closureRow) { out[r.Descendant] = append(out[r.Descendant], r) })
	return out, err
}

// putClosure writes the rows between some units and some of their ancestors anew.
func putClosure(tx *db.Tx, tenant kernel.ID, units, ancestors []kernel.ID, rows iter.Seq[[]any]) error {
	for part := range slices.Chunk(units, 1000) {
		q := db.Build(`delete from org_closure`).In(`where descendant_id in`, part, ``)
		if len(ancestors) <= 1000 {
			q.In(`and ancestor_id in`, ancestors, ``)
		}
		_, err := db.ExecOf(tx, q)
		if err != nil {
			return err
		}
	}
	_, err := db.Copy(tx, `org_closure (tenant_id, ancestor_id, descendant_id, depth, valid_from, valid_to)`, rows)
	return err
}

// written are the rows of a track that a table lacks, as the copy wants them.
func written[V comparable](units []*facts, of func(*facts) *track[V], row func(f *facts, s span[V]) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, f := range units {
			for _, s := range of(f).rows {
				if s.fresh && !yield(row(f, s)) {
					return
				}
			}
		}
	}
}

// fallen are the rows that are out of force now, by the decision that took them out.
func fallen[V comparable](units []*facts, of func(*facts) *track[V]) map[kernel.ID][]kernel.ID {
	out := map[kernel.ID][]kernel.ID{}
	for _, f := range units {
		for _, s := range of(f).rows {
			if s.fell {
				out[s.Void] = append(out[s.Void], s.ID)
			}
		}
	}
	return out
}

func anyFresh[V comparable](units []*facts, of func(*facts) *track[V]) bool {
	return slices.ContainsFunc(units, func(f *facts) bool {
		return slices.ContainsFunc(of(f).rows, func(s span[V]) bool { return s.fresh })
	})
}

// putVoid marks rows of one table; head is "update … set void_by = ?".
func putVoid(tx *db.Tx, fallen map[kernel.ID][]kernel.ID, build func(by kernel.ID) *db.Query) error {
	for _, by := range sortedKeys(fallen) {
		for part := range slices.Chunk(fallen[by], 1000) {
			_, err := db.ExecOf(tx, build(by).In(`where id in`, part, ``))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func sortedKeys[V any](m map[kernel.ID]V) []kernel.ID {
	out := make([]kernel.ID, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// putUnits writes what the register has changed: first the rows out of force, then the new ones.
func putUnits(tx *db.Tx, units []*facts) error {
	err := putLives(tx, units)
	if err != nil {
		return err
	}
	names := func(f *facts) *track[naming] { return &f.names }
	err = putVoid(tx, fallen(units, names), func(by kernel.ID) *db.Query { return db.Build(`update org_name_span set void_by = ?`, by) })
	if err == nil && anyFresh(units, names) {
		_, err = db.Copy(tx, `org_name_span (id, tenant_id, org_id, name, short_name, fold, valid_from, valid_to, decision_id, made_by, void_by)`,
			written(units, names, func(f *facts, s span[naming]) []any {
				return []any{s.ID, f.tenant, f.id, s.Value.Name, s.Value.Short, fold(s.Value.Name), s.Valid.From, s.Valid.To, s.Decision, s.Made, s.Void}
			}))
	}
	if err != nil {
		return err
	}
	kinds := func(f *facts) *track[string] { return &f.kinds }
	err = putVoid(tx, fallen(units, kinds), func(by kernel.ID) *db.Query { return db.Build(`update org_kind_span set void_by = ?`, by) })
	if err == nil && anyFresh(units, kinds) {
		_, err = db.Copy(tx, `org_kind_span (id, tenant_id, org_id, kind, valid_from, valid_to, decision_id, made_by, void_by)`,
			written(units, kinds, plainRow[string]))
	}
	if err != nil {
		return err
	}
	parents := func(f *facts) *track[kernel.ID] { return &f.parents }
	err = putVoid(tx, fallen(units, parents), func(by kernel.ID) *db.Query { return db.Build(`update org_parent_span set void_by = ?`, by) })
	if err == nil && anyFresh(units, parents) {
		_, err = db.Copy(tx, `org_parent_span (id, tenant_id, org_id, parent_id, valid_from, valid_to, decision_id, made_by, void_by)`,
			written(units, parents, plainRow[kernel.ID]))
	}
	if err != nil {
		return err
	}
	areas := func(f *facts) *track[kernel.ID] { return &f.areas }
	err = putVoid(tx, fallen(units, areas), func(by kernel.ID) *db.Query { return db.Build(`update org_area_span set void_by = ?`, by) })
	if err == nil && anyFresh(units, areas) {
		_, err = db.Copy(tx, `org_area_span (id, tenant_id, org_id, area_id, valid_from, valid_to, decision_id, made_by, void_by)`,
			written(units, areas, plainRow[kernel.ID]))
	}
	if err != nil {
		return err
	}
	return putCodes(tx, units)
}

func plainRow[V comparable](f *facts, s span[V]) []any {
	return []any{s.ID, f.tenant, f.id, s.Value, s.Valid.From, s.Valid.To, s.Decision, s.Made, s.Void}
}

func putCodes(tx *db.Tx, units []*facts) error {
	for _, scheme := range []string{SchemeCurrent, SchemeFormer} {
		codes := func(f *facts) *track[string] { return f.codes(scheme) }
		err := putVoid(tx, fallen(units, codes), func(by kernel.ID) *db.Query { return db.Build(`update org_identifier_span set void_by = ?`, by) })
		if err == nil && anyFresh(units, codes) {
			_, err = db.Copy(tx, `org_identifier_span (id, tenant_id, org_id, scheme, code, valid_from, valid_to, decision_id, made_by, void_by)`,
				written(units, codes, func(f *facts, s span[string]) []any {
					return []any{s.ID, f.tenant, f.id, scheme, s.Value, s.Valid.From, s.Valid.To, s.Decision, s.Made, s.Void}
				}))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// putLives writes the units themselves: new ones, and what holds now of the life of the others.
func putLives(tx *db.Tx, units []*facts) error {
	born := slices.DeleteFunc(slices.Clone(units), func(f *facts) bool { return !f.born })
	if len(born) > 0 {
		_, err := db.Copy(tx, `org (id, tenant_id, valid_from, valid_to, founded_by, wound_up_by, void_by)`, func(yield func([]any) bool) {
			for _, f := range born {
				l := f.life.live()[0]
				if !yield([]any{f.id, f.tenant, l.Valid.From, l.Valid.To, l.Value.Founded, l.Value.Ended, int64(0)}) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
	}
	lives := func(f *facts) *track[lifeEnds] { return &f.life }
	err := putVoid(tx, fallen(units, lives), func(by kernel.ID) *db.Query { return db.Build(`update org_life_span set void_by = ?`, by) })
	if err == nil && anyFresh(units, lives) {
		_, err = db.Copy(tx, `org_life_span (id, tenant_id, org_id, founded_by, wound_up_by, valid_from, valid_to, decision_id, made_by, void_by)`,
			written(units, lives, func(f *facts, s span[lifeEnds]) []any {
				return []any{s.ID, f.tenant, f.id, s.Value.Founded, s.Value.Ended, s.Valid.From, s.Valid.To, s.Decision, s.Made, s.Void}
			}))
	}
	if err != nil {
		return err
	}
	for _, f := range units {
		if f.born || !f.life.changed() {
			continue
		}
		live := f.life.live()
		if len(live) == 0 {
			_, err = tx.Exec(`update org set void_by = $2 where id = $1`, f.id, lastVoid(f.life))
		} else {
			l := live[0]
			_, err = tx.Exec(`update org set valid_from = $2, valid_to = $3, founded_by = $4, wound_up_by = $5, void_by = 0 where id = $1`,
				f.id, l.Valid.From, l.Valid.To, l.Value.Founded, l.Value.Ended)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lastVoid is the decision that took the life of a unit out of force just now.
func lastVoid(t track[lifeEnds]) kernel.ID {
	for _, s := range t.rows {
		if s.fell {
			return s.Void
		}
	}
	return 0
}
