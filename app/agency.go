package app

import (
	"context"
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/services/dossiers"
)

// agencyTable maps the agency keys of procedure definitions to kinds of units of this site. A name
// tells departments of one kind apart.
//
//go:embed agencies.csv
var agencyTable string

type agencyKind struct{ kind, name string }

var agencyKinds = func() map[string]agencyKind {
	rows, err := csv.NewReader(strings.NewReader(agencyTable)).ReadAll()
	if err != nil {
		panic("app: agencies.csv: " + err.Error())
	}
	out := map[string]agencyKind{}
	for _, r := range rows[1:] {
		out[r[0]] = agencyKind{r[1], r[2]}
	}
	return out
}()

func (k agencyKind) fits(o orgs.Org) bool {
	return k.kind != "" && o.Kind == k.kind && strings.HasPrefix(kernel.Fold(o.Name), kernel.Fold(k.name))
}

// resolveAgency finds the unit that an agency key means, seen from a unit: the nearest above it, or
// else the first under the nearest unit above it that has one.
func (a *App) resolveAgency(tx *db.Tx, from kernel.ID, key string, on kernel.Date) (kernel.ID, error) {
	kind, ok := agencyKinds[strings.ReplaceAll(key, "-", "_")]
	if !ok {
		return 0, kernel.Refuse("app.unknown_agency", key)
	}
	line, err := a.lineOf(tx, from, on)
	if err != nil {
		return 0, err
	}
	for _, o := range line {
		if kind.fits(o) {
			return o.ID, nil
		}
	}
	for _, o := range line {
		under, err := a.orgs.Under(tx, []kernel.ID{o.ID}, on)
		if err != nil {
			return 0, err
		}
		for _, id := range under {
			x, there, err := a.orgs.Get(tx, id, on)
			if err != nil {
				return 0, err
			}
			if there && kind.fits(x) {
				return id, nil
			}
		}
	}
	return 0, kernel.Refuse("app.no_agency_here", key)
}

// lineOf is a unit and those above it, the nearest first.
func (a *App) lineOf(tx *db.Tx, id kernel.ID, on kernel.Date) ([]orgs.Org, error) {
	var out []orgs.Org
	for id != 0 && len(out) < 32 {
		o, ok, err := a.orgs.Get(tx, id, on)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		out = append(out, o)
		id = o.Parent
	}
	return out, nil
}

// identifiers are those of a unit and the units above it: local fee rules name them.
func (a *App) identifiers(ctx context.Context, id kernel.ID, on kernel.Date) ([]string, error) {
	return recall(a, memoKey{unit: id, on: on}, func() ([]string, error) { return a.findIdentifiers(ctx, id, on) })
}

func (a *App) findIdentifiers(ctx context.Context, id kernel.ID, on kernel.Date) ([]string, error) {
	var out []string
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		line, err := a.lineOf(tx, id, on)
		if err != nil {
			return err
		}
		out = nil
		for _, o := range line {
			if o.Identifier != "" {
				out = append(out, o.Identifier)
			}
		}
		return nil
	})
	return out, err
}

// feePlaces names those of some identifiers that are of a unit, or of units above or below it; without a
// unit, those of anybody on this site.
func (a *App) feePlaces(ctx context.Context, tenant, unit kernel.ID, codes []string, on kernel.Date) (map[string]string, error) {
	out := map[string]string{}
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		clear(out)
		above, err := a.orgs.Path(tx, unit, on)
		if err != nil {
			return err
		}
		for _, code := range codes {
			o, ok, err := a.orgs.ByIdentifier(tx, tenant, code, on)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			path, err := a.orgs.Path(tx, o.ID, on)
			if err != nil {
				return err
			}
			if unit == 0 || slices.Contains(above, o.ID) || slices.Contains(path, unit) {
				out[code] = o.Name
			}
		}
		return nil
	})
	return out, err
}

// codeAgency is the identifier with which dossier codes begin: that of who decides, or of the
// nearest unit above it that has one; before that is known, that of who receives.
func (a *App) codeAgency(ctx context.Context, deciding, received kernel.ID, on kernel.Date) (string, error) {
	for _, id := range []kernel.ID{deciding, received} {
		if id == 0 {
			continue
		}
		list, err := a.identifiers(ctx, id, on)
		if err != nil {
			return "", err
		}
		if len(list) > 0 {
			return list[0], nil
		}
	}
	return "", nil
}

// Desks are the units of the kinds that receive this procedure, by name.
func (b book) Desks(ctx context.Context, q dossiers.TermsAsk) ([]dossiers.UnitChoice, error) {
	v, err := b.a.procedures.Version(ctx, q.Tenant, q.Version)
	if err != nil {
		return nil, err
	}
	keys := v.Def.Agency.Receiving
	if len(keys) == 0 {
		keys = []string{v.Def.Agency.Deciding}
	}
	var out []dossiers.UnitChoice
	err = b.a.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		under, err := b.a.orgs.Under(tx, []kernel.ID{q.Tenant}, q.On.Date())
		if err != nil {
			return err
		}
		for _, id := range under {
			o, ok, err := b.a.orgs.Get(tx, id, q.On.Date())
			if err != nil {
				return err
			}
			if ok && slices.ContainsFunc(keys, func(k string) bool { return agencyKinds[k].fits(o) }) {
				out = append(out, dossiers.UnitChoice{ID: id, Name: o.Name})
			}
		}
		return nil
	})
	kernel.SortFunc(out, func(x, y dossiers.UnitChoice) int { return kernel.CompareText(x.Name, y.Name) })
	return out, err
}
