package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/members"
)

const (
	benchUnions = 1000 // grassroots unions among which the members of the measurement stand
	benchChunk  = 10_000
)

// rolls measures pages of a roll of Members members: list, list of one union, as of a past day, search.
// Ours is the 95th percentile in milliseconds, warm; Base is its limit.
func (b *bench) rolls(ctx context.Context) error {
	for _, engine := range []struct{ name, url string }{{"sqlite", ""}, {"postgres", b.PG}} {
		if engine.name == "postgres" && engine.url == "" {
			continue
		}
		err := b.rollsOn(ctx, engine.name, engine.url)
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) rollsOn(ctx context.Context, engine, at string) error {
	cfg := b.cfg
	cfg.Data = filepath.Join(b.cfg.Data, "bench", fmt.Sprintf("members-%d", b.Size))
	cfg.DB, cfg.Files, cfg.SMTP, cfg.NoLimits, cfg.Profile = at, "", "", true, "demo"
	done := filepath.Join(cfg.Data, "filled-"+engine)
	_, err := os.Stat(done)
	there := err == nil
	if !there && at == "" {
		err = os.RemoveAll(cfg.Data) // half filled
		if err != nil {
			return err
		}
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	err = a.Migrate(ctx)
	if err != nil {
		return err
	}
	if !there {
		watch := stopwatch()
		err = a.fillRoll(ctx, b.Size, func(n int) { fmt.Fprintf(b.Log, "  %s đoàn viên\n", kernel.GroupThousands(int64(n))) })
		if err != nil {
			return err
		}
		took := watch()
		fmt.Fprintf(b.Log, "  filled in %s, %.0f members/s\n", took.Round(time.Second), float64(b.Size)/took.Seconds())
		err = os.WriteFile(done, []byte(took.String()+"\n"), 0o600)
		if err != nil {
			return err
		}
	}
	return b.rollPages(ctx, a, engine)
}

// fillRoll founds unions below a ward's union of the cast and writes a roll into them, chunk by chunk.
func (a *App) fillRoll(ctx context.Context, size int, told func(int)) error {
	err := seed.Cast(ctx, seed.Deps{Orgs: a.orgs, Accounts: enrol{a}})
	if err != nil {
		return err
	}
	from := kernel.Date{Year: 2025, Month: 7, Day: 1}
	basis := orgs.Basis{Number: "99/QĐ-MAU", Decided: from, Issuer: "Cơ quan mẫu", Summary: "Quyết định mẫu, hư cấu", Effective: from}
	units := make([]kernel.ID, benchUnions)
	for i := range units {
		units[i], err = a.orgs.Found(ctx, seed.Program, orgs.Founding{Name: fmt.Sprintf("Công đoàn cơ sở Mẫu %d", i+1), Kind: "grassroots_union", Parent: seed.UnitID("cd-uong-bi"), Basis: basis})
		if err != nil {
			return err
		}
	}
	program := kernel.Actor{System: true, Tenant: seed.Tenant(), Name: "Đo"}
	for n := 0; n < size; n += benchChunk {
		rows := make([]members.Row, min(benchChunk, size-n))
		for i := range rows {
			rows[i] = benchMember(n+i, units[(n+i)%benchUnions], from)
		}
		err = a.db.Tx(ctx, func(tx *db.Tx) error {
			_, err := a.members.AdmitMany(tx, program, rows)
			return err
		})
		if err != nil {
			return err
		}
		if (n/benchChunk)%10 == 9 {
			told(n + len(rows))
		}
	}
	return nil
}

func benchMember(n int, unit kernel.ID, from kernel.Date) members.Row {
	sex := []string{"nam", "nữ"}[n%2]
	born := kernel.Date{Year: 1970 + n%30, Month: 1, Day: 1}.AddDays(n * 7 % 365)
	return members.Row{Name: seed.ApplicantNo(n).Name, Sex: sex, Born: born, Phone: fmt.Sprintf("00%08d", n), Number: fmt.Sprintf("M%09d", n), Unit: unit, Group: fmt.Sprintf("Tổ %d", 1+n%9),
		Admitted: from.AddDays(n % 300), Basis: "12/QĐ-CĐCS", Profile: members.Profile{Wage: 8_000_000, Work: members.Work{Employer: "Công ty TNHH Mẫu", Job: "Công nhân", Contract: "indefinite"}}}
}

func (b *bench) rollPages(ctx context.Context, a *App, engine string) error {
	who, err := a.people.Actor(ctx, seed.AccountID("ldld.pct"))
	if err != nil {
		return err
	}
	page, err := a.members.List(ctx, who, members.Filter{Limit: 500})
	if err != nil {
		return err
	}
	if len(page.Members) == 0 || page.Next == "" {
		return errors.New("no members to ask for")
	}
	unit, last := page.Members[0].Unit.String(), page.Members[len(page.Members)-1]
	esc := url.QueryEscape
	rows := []struct {
		name  string
		paths []string
	}{
		{"members_list", []string{"/doan-vien", "/doan-vien?don-vi=" + unit, "/doan-vien?sau=" + esc(page.Next), "/doan-vien?gioi=nu"}},
		{"members_as_of", []string{"/doan-vien?ngay=" + esc("01/12/2025"), "/doan-vien?ngay=" + esc("01/03/2026") + "&don-vi=" + unit, "/doan-vien?ngay=" + esc("01/03/2026") + "&sau=" + esc(page.Next)}},
		{"members_search", each([]string{last.Name, "nguyễn văn an", "an nguyen", "trần", last.Number, last.Phone, "lan 1985"}, func(s string) string { return "/doan-vien?q=" + esc(s) })},
	}
	f, err := b.front(ctx, a, "ldld.pct")
	if err != nil {
		return err
	}
	defer f.close()
	var buf bytes.Buffer
	for _, r := range rows {
		var took []time.Duration
		for _, path := range r.paths {
			var these []time.Duration
			for i := range 3 + 120/len(r.paths) {
				watch := stopwatch()
				err = f.get(ctx, f.base+path, &buf)
				if err != nil {
					return err
				}
				if i >= 3 { // warm
					these = append(these, watch())
				}
			}
			fmt.Fprintf(b.Log, "  %s: median %.1f ms, p95 %.1f ms, %d bytes\n", path, percentile(these, 50), percentile(these, 95), buf.Len())
			took = append(took, these...)
		}
		err = b.row(Measured{Name: fmt.Sprintf("%s_%s_%s", r.name, millions(b.Size), engine), Ours: percentile(took, 95), Base: 50, P99: percentile(took, 99)})
		if err != nil {
			return err
		}
	}
	return nil
}

func millions(n int) string {
	if n >= 1_000_000 {
		return fmt.Sprintf("%dm", n/1_000_000)
	}
	return fmt.Sprintf("%dk", n/1000)
}
