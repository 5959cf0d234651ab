package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

func (b *bench) fileLite(ctx context.Context) error {
	return b.file(ctx, "file_dossier_sqlite", b.Size, "")
}

func (b *bench) filePG(ctx context.Context) error {
	return b.file(ctx, "file_dossier_postgres", 300, b.PG)
}

// deskFiling is a filing at the desk as the clerk would send it.
func (a *App) deskFiling(ctx context.Context, code string) (dossiers.DeskInput, error) {
	now := a.clock.Now()
	v, err := a.procedures.Current(ctx, seed.Tenant(), code, now.Date())
	if err != nil {
		return dossiers.DeskInput{}, err
	}
	who := seed.ApplicantNo(7)
	answers := map[string]any{}
	for _, e := range v.Def.Examples {
		if len(e.Answers) > 0 {
			written, err := kernel.ParseInstant(e.Received)
			if err != nil {
				return dossiers.DeskInput{}, err
			}
			answers = seed.Dress(e.Answers, who, written.Date().DaysUntil(now.Date()))
			break
		}
	}
	text, err := json.Marshal(answers)
	if err != nil {
		return dossiers.DeskInput{}, err
	}
	in := dossiers.DeskInput{FilingInput: dossiers.FilingInput{Procedure: code, Version: v.ID, Received: seed.UnitID("ttphcc-uong-bi"), Answers: text, Summary: v.Def.Name,
		ReturnBy: dossiers.Desk, Applicant: dossiers.Party{Kind: "person", Name: who.Name, Identity: who.Identity, Phone: who.Phone, Address: who.Address}}}
	terms, err := book{a}.Terms(ctx, dossiers.TermsAsk{Tenant: seed.Tenant(), Version: v.ID, Channel: dossiers.Desk, Received: in.Received, Answers: text, On: now})
	if err != nil {
		return dossiers.DeskInput{}, err
	}
	for _, t := range terms.Papers {
		if !t.FromForm && t.Held == "" && t.Required {
			in.Papers = append(in.Papers, dossiers.Paper{Key: t.Key, Name: t.Name, Originals: t.Originals, Certified: t.Certified, Copies: t.Copies})
		}
	}
	return in, nil
}

// file compares a whole filing (rules, event, row, fact, text index, journal) with a transaction of
// two inserts on the same database.
func (b *bench) file(ctx context.Context, name string, size int, url string) error {
	cfg, _, err := b.site(ctx, size, url)
	if err != nil {
		return err
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	clerk, err := a.people.Actor(ctx, seed.AccountID("lan"))
	if err != nil {
		return err
	}
	in, err := a.deskFiling(ctx, "2.000815")
	if err != nil {
		return err
	}
	whole := func() error {
		in.Request = "bench:" + a.ids.New().String()
		_, err := a.dossiers.FileAtDesk(ctx, clerk, in)
		return err
	}
	bare := func() error {
		return a.dossiers.BareFile(ctx, seed.Tenant(), in.Received, dossiers.ProcedureRef{Version: in.Version, Code: in.Procedure, Name: in.Summary})
	}
	const rounds, each, warming = 150, 5, 10 // short turns, so that a busy machine is busy for both
	var took [2]time.Duration
	var all []time.Duration
	for round := range rounds {
		if round%20 == 19 { // its share of merging the text index, which others do for it
			watch := stopwatch()
			err := a.search.Tend(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(b.Log, "  merged in %.1f ms\n", float64(watch())/float64(time.Millisecond))
			took[0] += watch()
		}
		for i, do := range []func() error{whole, bare} {
			for range each {
				watch := stopwatch()
				err := do()
				if err != nil {
					return fmt.Errorf("%s: %w", []string{"filing", "bare filing"}[i], err)
				}
				if round < warming {
					continue
				}
				took[i] += watch()
				if i == 0 {
					all = append(all, watch())
				}
			}
		}
	}
	n := float64((rounds - warming) * each)
	return b.row(Measured{Name: name, Ours: n / took[0].Seconds(), Base: n / took[1].Seconds(), P99: percentile(all, 99)})
}
