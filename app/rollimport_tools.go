package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/union/rollimport"
)

// RollOptions are how the command line imports a roll.
type RollOptions struct {
	Unit     string // number or identifier
	Mapping  string // JSON file: {"sheet", "encoding", "heads": {"Họ tên": "name"}}
	Admitted string // day of admission where the table has none, 31/12/2026
	DryRun   bool
	Whole    bool
	Update   bool
	Accept   bool
	Log      io.Writer // of the progress; nil for none
}

// RollFault is what is wrong with one cell.
type RollFault struct {
	Row    int    `json:"row"`
	Cell   string `json:"cell,omitempty"`
	Field  string `json:"field,omitempty"`
	Weight string `json:"weight"`
	Code   string `json:"code"`
	Value  string `json:"value,omitempty"`
	Say    string `json:"say"`
}

// RollReport is what came of an import.
type RollReport struct {
	Import kernel.ID         `json:"import"`
	State  rollimport.State  `json:"state"`
	Counts rollimport.Counts `json:"counts"`
	Why    string            `json:"why,omitempty"`
	DryRun bool              `json:"dry_run"`
	Errors []RollFault       `json:"errors"`
	More   bool              `json:"more_errors,omitempty"` // there are more than these
}

// reported is how many faults the command line prints.
const reported = 1000

// ImportMembers reads a roll from XLSX or CSV. A run that was killed is gone on with when the same file
// is given for the same unit.
func (a *App) ImportMembers(ctx context.Context, file string, o RollOptions) (RollReport, error) {
	who := a.program()
	unit, err := a.unitNamed(ctx, o.Unit, a.orgs.Today())
	if err != nil {
		return RollReport{}, err
	}
	f, err := os.Open(file)
	if err != nil {
		return RollReport{}, err
	}
	defer func() { _ = f.Close() }()
	in, err := a.imports.Upload(ctx, who, unit, filepath.Base(file), f)
	if err != nil {
		return RollReport{}, err
	}
	id, going, err := a.imports.Unfinished(ctx, in)
	if err != nil {
		return RollReport{}, err
	}
	if !going {
		id = in.ID
		err = a.startImport(ctx, who, in, o)
	}
	if err != nil {
		return RollReport{}, err
	}
	in, err = a.followImport(ctx, who, id, o.Log)
	if err != nil {
		return RollReport{}, err
	}
	return a.rollReport(ctx, who, in, o.DryRun)
}

func (a *App) startImport(ctx context.Context, who kernel.Actor, in rollimport.Import, o RollOptions) error {
	m := in.Mapping
	if o.Mapping != "" {
		text, err := os.ReadFile(o.Mapping)
		if err != nil {
			return err
		}
		m, err = rollimport.ReadMapping(text)
		if err != nil {
			return err
		}
	}
	var options rollimport.Options
	if o.Admitted != "" {
		var err error
		options.Admitted, err = kernel.ParseDateVN(o.Admitted)
		if err != nil {
			return err
		}
	}
	options.Accept = o.Accept
	err := a.imports.Arrange(ctx, who, in.ID, m, options)
	if err != nil {
		return err
	}
	if o.DryRun {
		return a.imports.Check(ctx, who, in.ID)
	}
	return a.imports.Run(ctx, who, in.ID, rollimport.Choices{Whole: o.Whole, Update: o.Update, Accept: o.Accept})
}

// followImport works on an import here, or waits for the process that does.
func (a *App) followImport(ctx context.Context, who kernel.Actor, id kernel.ID, log io.Writer) (rollimport.Import, error) {
	done := make(chan error, 1)
	go func() {
		for {
			mine, err := a.imports.Carry(ctx, id)
			if err != nil || mine {
				done <- err
				return
			}
			in, err := a.imports.Get(ctx, who, id)
			if err != nil || !in.State.Working() {
				done <- err
				return
			}
			select {
			case <-ctx.Done():
				done <- ctx.Err()
				return
			case <-time.After(200 * time.Millisecond): // a killed process's lease runs out
			}
		}
	}()
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			if err != nil {
				return rollimport.Import{}, err
			}
			return a.imports.Get(ctx, who, id)
		case <-tick.C:
			in, err := a.imports.Get(ctx, who, id)
			if err == nil && log != nil {
				fmt.Fprintf(log, "%s %3d %%, %s dòng\n", in.State, in.Progress/10, kernel.GroupThousands(int64(in.Counts.Rows)))
			}
		}
	}
}

func (a *App) rollReport(ctx context.Context, who kernel.Actor, in rollimport.Import, dry bool) (RollReport, error) {
	out := RollReport{Import: in.ID, State: in.State, Counts: in.Counts, DryRun: dry, Errors: []RollFault{}}
	if in.Why.Code != "" {
		out.Why = say(in.Why.Code, in.Why.Args)
	}
	list, next, err := a.imports.Findings(ctx, who, in.ID, 0, reported)
	for _, f := range list {
		out.Errors = append(out.Errors, RollFault{f.Row, f.Cell(), f.Field, string(f.Weight), f.Code, f.Value, say(f.Code, f.Args)})
	}
	out.More = next != 0
	return out, err
}

// ExportMembers writes the roll of a unit and all below it in the shape that the import reads.
func (a *App) ExportMembers(ctx context.Context, unit, file string) (int, error) {
	id, err := a.unitNamed(ctx, unit, a.orgs.Today())
	if err != nil {
		return 0, err
	}
	f, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	format := sheets.CSV
	if strings.HasSuffix(strings.ToLower(file), ".xlsx") {
		format = sheets.XLSX
	}
	n, err := a.imports.Export(ctx, a.program(), id, true, format, f)
	return n, errors.Join(err, f.Close())
}

// Lines is the report for people.
func (r RollReport) Lines() []string {
	c := r.Counts
	group := func(n int) string { return kernel.GroupThousands(int64(n)) }
	entered := "ghi mới"
	if r.DryRun {
		entered = "sẽ ghi mới"
	}
	out := []string{fmt.Sprintf("%s dòng: %s %s, %s không đổi, %s khác sổ (đã ghi %s), %s bị loại (trong đó %s nghi ngờ).",
		group(c.Rows), entered, group(c.Fresh), group(c.Unchanged), group(c.Changed), group(c.Updated), group(c.Faulty), group(c.Doubtful))}
	if r.Why != "" {
		out = append(out, r.Why)
	}
	for _, f := range r.Errors {
		at := f.Cell
		if at == "" {
			at = fmt.Sprintf("dòng %d", f.Row)
		}
		out = append(out, at+": "+f.Say)
	}
	if r.More {
		out = append(out, "…")
	}
	return out
}
