package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"doanket/kernel"
)

// BenchOptions choose what is measured.
type BenchOptions struct {
	Only     string // names that begin so
	Size     int    // dossiers of the list's measurement
	Huge     bool   // also ten million
	PG       string // also on this PostgreSQL, which must be empty or hold the sample cast
	Profile  string // file for a profile of the processor's time
	Out, Log io.Writer
}

// Measured is one row of the performance table. Where rates are compared, Base is what a bare program
// does on the same machine in the same run, and Ratio must not be less than the target; where a size
// or a time has a limit, Base is that limit, and Ratio must not be more than one.
type Measured struct {
	Name  string  `json:"name"`
	Ours  float64 `json:"ours"`
	Base  float64 `json:"base"`
	Ratio float64 `json:"ratio"`
	P99   float64 `json:"p99_ms,omitempty"`
}

// bench is one run over the table.
type bench struct {
	BenchOptions
	cfg Config
}

// Bench measures the performance table. Sites to measure on are kept under the data folder, so that a
// second run does not make them again.
func Bench(ctx context.Context, o BenchOptions) error {
	cfg, err := ReadConfig()
	if err != nil {
		return err
	}
	if o.Profile != "" {
		f, err := os.Create(o.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		err = pprof.StartCPUProfile(f)
		if err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	b := &bench{BenchOptions: o, cfg: cfg}
	type measure struct {
		name string
		run  func(context.Context) error
	}
	rows := []measure{
		{"binary_mb", b.binary}, {"first_page_kb", b.firstPage}, {"start_ms", b.start}, {"idle_memory_mb", b.idle},
		{"file_dossier_sqlite", b.fileLite}, {"list_page_1m_sqlite", b.listPage}, {"live_clients", b.liveClients},
		{"sum_10k_units_ms", b.sumUnits}, {"reorg_sqlite", b.reorgLite}, {"print_10k_cards_s", b.printCards},
		{"import_members", b.importRoll},
	}
	if o.PG != "" {
		rows = append(rows, measure{"file_dossier_postgres", b.filePG}, measure{"reorg_postgres", b.reorgPG})
	}
	if o.Huge {
		rows = append(rows, measure{"huge_sqlite", b.huge})
		if o.PG != "" {
			rows = append(rows, measure{"huge_postgres", b.hugePG})
		}
	}
	rows = append(rows, measure{"members", b.rolls})
	var bad []error
	for _, r := range rows {
		if !strings.HasPrefix(r.name, o.Only) {
			continue
		}
		fmt.Fprintf(o.Log, "— %s\n", r.name)
		err := r.run(ctx)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", r.name, err))
			fmt.Fprintln(o.Log, bad[len(bad)-1])
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errors.Join(bad...)
}

func (b *bench) row(m Measured) error {
	if m.Ratio == 0 && m.Base != 0 {
		m.Ratio = m.Ours / m.Base
	}
	for _, v := range []*float64{&m.Ours, &m.Base, &m.Ratio, &m.P99} {
		*v = math.Round(*v*1000) / 1000
	}
	return json.NewEncoder(b.Out).Encode(m)
}

// site gives a site of its own with that many dossiers: made when it is not there. "filled" tells
// that its seed came to the end. It returns how long the seed took, zero when it was there.
func (b *bench) site(ctx context.Context, size int, url string) (Config, time.Duration, error) {
	cfg := b.cfg
	cfg.Data = filepath.Join(b.cfg.Data, "bench", fmt.Sprint(size))
	if url != "" {
		cfg.Data += "-postgres" // files only; its mark must not stand for the SQLite site of that size
	}
	cfg.DB, cfg.Files, cfg.SMTP, cfg.NoLimits, cfg.Profile = url, "", "", true, "demo"
	done := filepath.Join(cfg.Data, "filled")
	_, err := os.Stat(done)
	there := err == nil && url == ""
	if !there && url == "" {
		err = os.RemoveAll(cfg.Data) // half filled
		if err != nil {
			return cfg, 0, err
		}
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return cfg, 0, err
	}
	defer a.Close()
	watch := stopwatch()
	err = a.Migrate(ctx)
	if there {
		return a.cfg, 0, err
	}
	if err == nil {
		err = a.Seed(ctx, SeedOptions{Size: size, IfEmpty: true, Progress: b.Log})
	}
	if err != nil {
		return cfg, 0, err
	}
	took := watch()
	return a.cfg, took, os.WriteFile(done, []byte(took.String()+"\n"), 0o600)
}

// open opens a site without its log.
func (b *bench) open(ctx context.Context, cfg Config) (*App, error) {
	return Open(ctx, cfg, WithLog(slog.New(slog.NewTextHandler(io.Discard, nil))))
}

// stopwatch tells the time since it was made. Real time, finer than an instant.
func stopwatch() func() time.Duration {
	from := kernel.SystemClock{}.Now().Time()
	zero := time.Since(from)
	return func() time.Duration { return time.Since(from) - zero }
}

// percentile of times in milliseconds.
func percentile(took []time.Duration, p float64) float64 {
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	i := min(int(math.Ceil(p/100*float64(len(took))))-1, len(took)-1)
	return float64(took[max(i, 0)]) / float64(time.Millisecond)
}
