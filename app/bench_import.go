package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/seed"
)

// importRoll brings a roll of that many members in, in a process of its own: from XLSX against 1.6 times
// what excelize's streaming Rows needs for the bare file on the same machine in the same minute, from
// CSV in 90 s, either within 500 MB. Reading, validation, duplicates and writing are all in it.
func (b *bench) importRoll(ctx context.Context) error {
	dir := filepath.Join(b.cfg.Data, "bench", "roll")
	err := os.MkdirAll(dir, 0o700)
	if err != nil {
		return err
	}
	xlsx, plain := filepath.Join(dir, fmt.Sprintf("roll-%d.xlsx", b.Size)), filepath.Join(dir, fmt.Sprintf("roll-%d.csv", b.Size))
	err = errors.Join(once(xlsx, b.writeRollXLSX), once(plain, b.writeRollCSV))
	if err != nil {
		return err
	}
	for _, engine := range []struct{ name, url string }{{"sqlite", ""}, {"postgres", b.PG}} {
		if engine.name == "postgres" && engine.url == "" {
			continue
		}
		bare, processor, err := bareXLSX(ctx, xlsx)
		if err != nil {
			return err
		}
		fmt.Fprintf(b.Log, "  bare reading with excelize: %.1f s, of the processor %.1f s\n", bare.Seconds(), processor.Seconds())
		for _, m := range []struct {
			name, file string
			limit      float64
		}{{"xlsx", xlsx, 1.6 * bare.Seconds()}, {"csv", plain, 90 * float64(b.Size) / 1e6}} {
			if engine.url != "" && m.name == "csv" {
				continue // the site holds the members already
			}
			took, processor, peak, err := b.importChild(ctx, filepath.Join(dir, engine.name), engine.url, m.file)
			if err != nil {
				return err
			}
			fmt.Fprintf(b.Log, "  %s %s: %.1f s, of the processor %.1f s, peak %.0f MB\n", engine.name, m.name, took.Seconds(), processor.Seconds(), peak)
			name := fmt.Sprintf("import_members_%d_%s_%s", b.Size, m.name, engine.name)
			err = errors.Join(b.row(Measured{Name: name + "_s", Ours: took.Seconds(), Base: m.limit}), b.row(Measured{Name: name + "_peak_mb", Ours: peak, Base: 500}))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// importChild seeds an empty site and imports the file there.
func (b *bench) importChild(ctx context.Context, data, url, file string) (took, processor time.Duration, peak float64, err error) {
	err = os.RemoveAll(data)
	if err != nil {
		return 0, 0, 0, err
	}
	cfg := b.cfg
	cfg.Data, cfg.DB, cfg.Files, cfg.SMTP, cfg.Profile = data, url, "", "", "demo"
	a, err := b.open(ctx, cfg)
	if err == nil {
		err = errors.Join(a.Migrate(ctx), a.Seed(ctx, SeedOptions{IfEmpty: true, Progress: b.Log}), a.Close())
	}
	if err != nil {
		return 0, 0, 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, 0, 0, err
	}
	var out, wrong bytes.Buffer
	cmd := exec.CommandContext(ctx, self, "import", "members", file, "--unit", seed.UnitID("cdcs-than-mau").String(), "--accept", "--json")
	cmd.Env = append(os.Environ(), "DOANKET_DATA="+data, "DOANKET_DB="+a.cfg.DB, "DOANKET_FILES=", "DOANKET_PROFILE=demo")
	cmd.Stdout, cmd.Stderr = &out, &wrong
	watch := stopwatch()
	err = cmd.Run()
	took = watch()
	if err != nil {
		return 0, 0, 0, fmt.Errorf("%w: %s", err, wrong.String())
	}
	var report RollReport
	err = json.Unmarshal(out.Bytes(), &report)
	// a few of a million have the invented number of somebody of the sample cast
	if c := report.Counts; err == nil && (c.Rows != b.Size || c.Fresh+c.Faulty != b.Size || c.Faulty > b.Size/100_000) {
		err = fmt.Errorf("%d members were entered: %+v", report.Counts.Fresh, report.Counts)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if ok {
		peak = float64(usage.Maxrss) / 1024
	}
	return took, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak, err
}

// once makes a file when it is not there, and leaves no half of one.
func once(path string, write func(path string) error) error {
	_, err := os.Stat(path)
	if err == nil {
		return nil
	}
	part := strings.TrimSuffix(path, filepath.Ext(path)) + ".part" + filepath.Ext(path)
	err = write(part)
	if err != nil {
		return err
	}
	return os.Rename(part, path)
}

var rollBenchHead = []string{"TT", "Mã số đoàn viên", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Dân tộc", "Nơi ở hiện nay", "Tổ công đoàn", "Nghề nghiệp", "Ngày kết nạp", "Lương đóng BHXH"}

// rollBenchRow is row i of an invented roll; place code 000 makes its identity number impossible. Birth
// dates are spread over 36 years: in a million rows four of ten meet somebody of their name and day, more
// than real rolls have.
func rollBenchRow(i int) []string {
	born := kernel.Date{Year: 1962, Month: 1, Day: 1}.AddDays(i * 7919 % 13_140)
	return []string{fmt.Sprint(i + 1), fmt.Sprintf("QT%07d", i), seed.ApplicantNo(i / 13).Name, kernel.FormatDate(born), []string{"Nam", "Nữ"}[i%2],
		fmt.Sprintf("000%d%02d%06d", i%2, born.Year%100, i%1_000_000), fmt.Sprintf("09%08d", i), "Kinh", fmt.Sprintf("Số %d, tổ %d, khu Mẫu", i%300, i%20), fmt.Sprintf("Tổ %d", i%40), "Công nhân",
		fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 2016+i%8), fmt.Sprint(6_000_000 + i%40*250_000)}
}

func (b *bench) writeRollXLSX(path string) error { return b.writeRoll(path, sheets.XLSX) }

func (b *bench) writeRollCSV(path string) error { return b.writeRoll(path, sheets.CSV) }

func (b *bench) writeRoll(path string, format sheets.Format) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var heads []sheets.Column
	for _, h := range rollBenchHead {
		heads = append(heads, sheets.Column{Head: h})
	}
	w, err := sheets.NewWriter(f, format, "Sheet1", heads)
	if err != nil {
		return err
	}
	cells := make([]any, len(rollBenchHead))
	for i := range b.Size {
		for j, t := range rollBenchRow(i) {
			cells[j] = t
		}
		err = w.Row(cells...)
		if err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), f.Close())
}

// bareXLSX is how long excelize's streaming reader needs for every cell of a workbook, with nothing done
// to them, and how much of the processor. The library is no part of this program: make bench builds
// bareread beside it.
func bareXLSX(ctx context.Context, path string) (took, processor time.Duration, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	reader := filepath.Join(filepath.Dir(self), "bareread")
	_, err = os.Stat(reader)
	if err != nil {
		return 0, 0, fmt.Errorf("the program that reads the bare file is not there, make bench builds it: %w", err)
	}
	cmd := exec.CommandContext(ctx, reader, path)
	watch := stopwatch()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("%w: %s", err, out)
	}
	return watch(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
