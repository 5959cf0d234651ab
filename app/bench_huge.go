package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"doanket/kernel"
	"doanket/seed"
	"doanket/services/dossiers"
)

const hugeSize = 10_000_000

// huge asks whole pages of a site with ten million dossiers. Ours is the 95th percentile in
// milliseconds, warm; Base is its limit.
func (b *bench) huge(ctx context.Context) error { return b.hugeOn(ctx, "sqlite", "") }

// hugePG is the same on PostgreSQL, whose database must be empty or hold these dossiers already.
func (b *bench) hugePG(ctx context.Context) error { return b.hugeOn(ctx, "postgres", b.PG) }

func (b *bench) hugeOn(ctx context.Context, engine, at string) error {
	cfg, took, err := b.site(ctx, hugeSize, at)
	if err != nil {
		return err
	}
	if took > time.Minute {
		err = b.row(Measured{Name: "seed_10m_" + engine + "_minutes", Ours: took.Minutes(), Base: 30})
		if err != nil {
			return err
		}
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	codes, rare, err := a.samples10m(ctx)
	if err != nil {
		return err
	}
	var bad []error
	for _, q := range []struct {
		name, login string
		paths       []string
	}{
		{"huge_list", "lan", []string{listPath, listPath + "&trang-thai=da-tra", listPath + "&gap=qua-han", "/ho-so?thu-tuc=1.004222&xem=tat-ca"}},
		{"huge_queue", "lan", []string{"/ho-so"}},
		{"huge_code", "lan", each(codes, func(s string) string { return listPath + "&q=" + url.QueryEscape(s) })},
		{"huge_text_rare", "lan", each(rare, func(s string) string { return listPath + "&q=" + url.QueryEscape(s) })},
		{"huge_text_common", "lan", each([]string{"nguyễn", "nguyen van", "Trần", "an", "thửa", "đăng ký", "khai sinh", "Lê Thị Hoa"}, func(s string) string { return listPath + "&q=" + url.QueryEscape(s) })},
		{"huge_counters", "quang", []string{"/dieu-hanh?ky=hom-nay", "/dieu-hanh", "/dieu-hanh?ky=nam"}},
		{"huge_counters_past", "quang", []string{"/dieu-hanh?ky=nam&tai=" + url.QueryEscape(kernel.FormatDate(a.clock.Now().Date().AddDays(-200)))}},
	} {
		err := b.pages(ctx, a, q.name+"_10m_"+engine, q.login, q.paths)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", q.name, err))
		}
	}
	return errors.Join(bad...)
}

func each(in []string, f func(string) string) []string {
	var out []string
	for _, s := range in {
		out = append(out, f(s))
	}
	return out
}

// pages reads each address many times, the first time unmeasured, one after the other.
func (b *bench) pages(ctx context.Context, a *App, name, login string, paths []string) error {
	f, err := b.front(ctx, a, login)
	if err != nil {
		return err
	}
	defer f.close()
	var buf bytes.Buffer
	var took []time.Duration
	for _, path := range paths {
		var these []time.Duration
		for i := range 3 + 120/len(paths) {
			watch := stopwatch()
			err := f.get(ctx, f.base+path, &buf)
			if err != nil {
				return err
			}
			if i < 3 {
				continue
			}
			these = append(these, watch())
		}
		fmt.Fprintf(b.Log, "  %s %s: median %.1f ms, p95 %.1f ms, %d bytes\n", login, path, percentile(these, 50), percentile(these, 95), buf.Len())
		took = append(took, these...)
	}
	return b.row(Measured{Name: name, Ours: percentile(took, 95), Base: 50, P99: percentile(took, 99)})
}

// samples10m takes some codes and some rare texts out of the site: plots of land, which a handful of
// dossiers name, from pages spread over the years.
func (a *App) samples10m(ctx context.Context) (codes, rare []string, err error) {
	who, err := a.people.Actor(ctx, seed.AccountID("lan"))
	if err != nil {
		return nil, nil, err
	}
	r := rand.New(rand.NewPCG(1, 1))
	today := a.clock.Now().Date()
	for len(codes) < 20 {
		day := today.AddDays(-30 - r.IntN(1500))
		page, err := a.dossiers.List(ctx, who, dossiers.Filter{To: day, Limit: 100})
		if err != nil {
			return nil, nil, err
		}
		for _, it := range page.Items {
			if it.Code == "" || it.Summary == "" {
				continue
			}
			codes = append(codes, it.Code)
			rare = append(rare, it.Summary)
			break
		}
		if len(page.Items) == 0 {
			return nil, nil, errors.New("no dossiers to ask for")
		}
	}
	return codes, rare, nil
}
