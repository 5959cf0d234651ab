package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/search"
	"doanket/kernel"
)

func broken() error { return &kernel.Fault{Kind: kernel.Invalid, Code: "backup.broken"} }

// Check reads an archive from end to end and tells what it holds. One that was cut off or altered is
// backup.broken.
func Check(r io.Reader) (Summary, error) {
	sum, _, err := check(r)
	return sum, err
}

func check(r io.Reader) (Summary, head, error) {
	var sum Summary
	var first head
	var found, listed []part
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return sum, first, broken()
		}
		hash := sha256.New()
		text := io.TeeReader(t, hash)
		switch h.Name {
		case "head.json":
			err = json.NewDecoder(text).Decode(&first)
		case "manifest.json":
			err = json.NewDecoder(text).Decode(&listed)
		}
		if err == nil {
			_, err = io.Copy(io.Discard, text)
		}
		if err != nil {
			return sum, first, broken()
		}
		if h.Name != "manifest.json" {
			found = append(found, part{Name: h.Name, Size: h.Size, SHA256: hex.EncodeToString(hash.Sum(nil))})
		}
	}
	same := slices.EqualFunc(found, listed, func(a, b part) bool { return a.Name == b.Name && a.Size == b.Size && a.SHA256 == b.SHA256 })
	if first.Format != format || !same || len(listed) == 0 {
		return sum, first, broken()
	}
	sum = Summary{Made: first.Made, Tables: len(first.Tables)}
	for _, p := range listed {
		sum.Rows += p.Rows
		if strings.HasPrefix(p.Name, "files/") {
			sum.Files++
			sum.Bytes += p.Size
		}
	}
	return sum, first, nil
}

// Restore checks an archive and puts it into an empty database and an empty store, on either engine;
// then it migrates on to this program's tables. Refuses with backup.not_empty, backup.broken, db.newer.
func Restore(ctx context.Context, r io.ReadSeeker, d *db.DB, store files.Store, parts ...fs.FS) (Summary, error) {
	sum, first, err := check(r)
	if err != nil {
		return Summary{}, err
	}
	err = mustBeEmpty(ctx, d, store)
	if err != nil {
		return Summary{}, err
	}
	err = d.MigrateOnly(ctx, first.Versions, parts...)
	if err != nil {
		return Summary{}, err
	}
	// Files first: a row must never name a file that is not there.
	err = eachPart(r, func(name string, body io.Reader) error {
		sha, isFile := strings.CutPrefix(name, "files/")
		if !isFile {
			return nil
		}
		kept, err := store.Put(ctx, body, 1<<40)
		if err == nil && kept.SHA256 != sha {
			err = broken()
		}
		return err
	})
	if err != nil {
		return Summary{}, err
	}
	err = d.Tx(ctx, func(tx *db.Tx) error { return restoreTables(tx, r, first) })
	if err != nil {
		return Summary{}, err
	}
	return sum, d.Migrate(ctx, parts...)
}

func mustBeEmpty(ctx context.Context, d *db.DB, store files.Store) error {
	empty, err := d.Empty(ctx)
	if err != nil {
		return err
	}
	some := errors.New("some")
	err = store.Each(ctx, func(files.Stored) error { return some })
	if !empty || errors.Is(err, some) {
		return kernel.Refuse("backup.not_empty")
	}
	return err
}

func eachPart(r io.ReadSeeker, fn func(name string, body io.Reader) error) error {
	_, err := r.Seek(0, io.SeekStart)
	if err != nil {
		return err
	}
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		err = fn(h.Name, t)
		if err != nil {
			return fmt.Errorf("backup: %s: %w", h.Name, err)
		}
	}
}

// restoreTables empties what migrations put in and loads the rows. The archive's tables stand in the
// order of its own references, which are the same here.
func restoreTables(tx *db.Tx, r io.ReadSeeker, first head) error {
	tables, err := clearAll(tx)
	if err != nil {
		return err
	}
	err = eachPart(r, func(name string, body io.Reader) error {
		name, isData := strings.CutPrefix(name, "data/")
		if !isData {
			return nil
		}
		name = strings.TrimSuffix(name, ".jsonl.gz")
		from := slices.IndexFunc(first.Tables, func(t db.Table) bool { return t.Name == name })
		to := slices.IndexFunc(tables, func(t db.Table) bool { return t.Name == name })
		if from < 0 || to < 0 || len(first.Tables[from].Columns) > len(tables[to].Columns) {
			return broken()
		}
		return loadTable(tx, first.Tables[from], body)
	})
	if err != nil {
		return err
	}
	return rebuild(tx, tables)
}

func clearAll(tx *db.Tx) ([]db.Table, error) {
	tables, err := db.Tables(tx)
	if err != nil {
		return nil, err
	}
	for _, t := range slices.Backward(tables) {
		err = db.Clear(tx, t)
		if err != nil {
			return nil, err
		}
	}
	return tables, nil
}

func loadTable(tx *db.Tx, t db.Table, body io.Reader) error {
	z, err := gzip.NewReader(body)
	if err != nil {
		return err
	}
	lines := json.NewDecoder(z)
	lines.UseNumber()
	var failure error
	_, err = db.Load(tx, t, func(yield func([]any) bool) {
		for {
			var row []any
			failure = lines.Decode(&row)
			if errors.Is(failure, io.EOF) {
				failure = nil
				return
			}
			if failure == nil {
				row, failure = decodeRow(row)
			}
			if failure != nil || !yield(row) {
				return
			}
		}
	})
	return errors.Join(failure, err)
}

func rebuild(tx *db.Tx, tables []db.Table) error {
	if slices.ContainsFunc(tables, func(t db.Table) bool { return t.Name == "search_doc" }) {
		return search.New(nil).Rebuild(tx)
	}
	return nil
}

// Copy carries a whole site from one database to another, empty one of either engine, without the
// files, which both read from one store. The source may go on serving; what it does meanwhile is not copied.
func Copy(ctx context.Context, from, to *db.DB, parts ...fs.FS) (Summary, error) {
	empty, err := to.Empty(ctx)
	if err != nil {
		return Summary{}, err
	}
	if !empty {
		return Summary{}, kernel.Refuse("backup.not_empty")
	}
	var sum Summary
	err = from.Read(ctx, func(source *db.Tx) error {
		versions, err := db.Versions(source)
		if err != nil {
			return err
		}
		err = to.MigrateOnly(ctx, versions, parts...)
		if err != nil {
			return err
		}
		return to.Tx(ctx, func(target *db.Tx) error {
			sum = Summary{}
			return copyTables(source, target, &sum)
		})
	})
	if err != nil {
		return Summary{}, err
	}
	return sum, to.Migrate(ctx, parts...)
}

func copyTables(source, target *db.Tx, sum *Summary) error {
	tables, err := db.Tables(source)
	if err != nil {
		return err
	}
	own, err := clearAll(target)
	if err != nil {
		return err
	}
	for _, t := range tables {
		var failure error
		n, err := db.Load(target, t, dumped(source, t, &failure))
		if err = errors.Join(failure, err); err != nil {
			return fmt.Errorf("backup: copying %s: %w", t.Name, err)
		}
		sum.Tables++
		sum.Rows += n
	}
	return rebuild(target, own)
}

var errEnough = errors.New("enough")

func dumped(tx *db.Tx, t db.Table, failure *error) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		err := db.Dump(tx, t, func(row []any) error {
			if !yield(row) {
				return errEnough
			}
			return nil
		})
		if !errors.Is(err, errEnough) {
			*failure = err
		}
	}
}

// Messages are the sentences of this package's refusals.
func Messages() map[string]string {
	return map[string]string{
		"backup.not_empty": "Nơi khôi phục đã có dữ liệu. Chọn cơ sở dữ liệu và kho tệp còn trống.",
		"backup.broken":    "Tệp sao lưu bị thiếu hoặc đã bị sửa nên không khôi phục.",
	}
}
