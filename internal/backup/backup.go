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
	"os"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/kernel"
)

const format = "doanket-backup-1"

// head stands first in the archive.
type head struct {
	Format   string         `json:"format"`
	Made     kernel.Instant `json:"made"`
	Engine   db.Engine      `json:"engine"`
	Versions []int64        `json:"versions"`
	Tables   []db.Table     `json:"tables"`
}

// part is one file of the archive as the manifest knows it.
type part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rows,omitempty"`
}

// Summary tells what an archive holds.
type Summary struct {
	Made   kernel.Instant
	Tables int
	Rows   int64
	Files  int
	Bytes  int64 // of the kept files
}

// Write takes the site out. It may go on serving meanwhile: the tables are read in one snapshot, and
// every file that a row of it names was kept before that row was written.
func Write(ctx context.Context, w io.Writer, d *db.DB, store files.Store, now kernel.Instant) (Summary, error) {
	a := &archive{tar: tar.NewWriter(w), now: now}
	a.sum.Made = now
	err := d.Read(ctx, func(tx *db.Tx) error { return a.writeTables(tx) })
	if err != nil {
		return Summary{}, err
	}
	err = store.Each(ctx, func(f files.Stored) error { return a.writeFile(ctx, store, f) })
	if err != nil {
		return Summary{}, err
	}
	text, err := json.Marshal(a.parts)
	if err != nil {
		return Summary{}, err
	}
	return a.sum, errors.Join(a.put("manifest.json", text), a.tar.Close())
}

type archive struct {
	tar   *tar.Writer
	now   kernel.Instant
	parts []part
	sum   Summary
}

func (a *archive) writeTables(tx *db.Tx) error {
	tables, err := db.Tables(tx)
	if err != nil {
		return err
	}
	versions, err := db.Versions(tx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(head{format, a.now, tx.Engine(), versions, tables})
	if err != nil {
		return err
	}
	err = a.put("head.json", text)
	if err != nil {
		return err
	}
	for _, t := range tables {
		err = a.writeTable(tx, t)
		if err != nil {
			return err
		}
	}
	a.sum.Tables = len(tables)
	return nil
}

// writeTable spools the rows first, because a tar tells sizes beforehand.
func (a *archive) writeTable(tx *db.Tx, t db.Table) error {
	f, err := os.CreateTemp("", "doanket-backup-")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close(); _ = os.Remove(f.Name()) }()
	z := gzip.NewWriter(f)
	lines := json.NewEncoder(z)
	lines.SetEscapeHTML(false)
	rows := int64(0)
	err = db.Dump(tx, t, func(row []any) error {
		rows++
		return lines.Encode(encodeRow(row))
	})
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	_, err = f.Seek(0, io.SeekStart)
	if err != nil {
		return err
	}
	a.sum.Rows += rows
	return a.copy("data/"+t.Name+".jsonl.gz", size, rows, f)
}

func (a *archive) writeFile(ctx context.Context, store files.Store, f files.Stored) error {
	r, err := store.Open(ctx, f.SHA256)
	if err != nil {
		return err
	}
	defer r.Close()
	err = a.copy("files/"+f.SHA256, f.Size, 0, r)
	if err != nil {
		return err
	}
	if last := a.parts[len(a.parts)-1]; last.SHA256 != f.SHA256 {
		return &kernel.Fault{Kind: kernel.Refused, Code: "files.altered", Args: []any{f.SHA256}}
	}
	a.sum.Files++
	a.sum.Bytes += f.Size
	return nil
}

func (a *archive) put(name string, text []byte) error {
	err := a.header(name, int64(len(text)))
	if err != nil {
		return err
	}
	_, err = a.tar.Write(text)
	h := sha256.Sum256(text)
	a.parts = append(a.parts, part{Name: name, Size: int64(len(text)), SHA256: hex.EncodeToString(h[:])})
	return err
}

func (a *archive) copy(name string, size, rows int64, r io.Reader) error {
	err := a.header(name, size)
	if err != nil {
		return err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(a.tar, h), r)
	if err != nil {
		return err
	}
	if n != size {
		return fmt.Errorf("backup: %s has %d bytes of %d", name, n, size)
	}
	a.parts = append(a.parts, part{name, size, hex.EncodeToString(h.Sum(nil)), rows})
	return nil
}

func (a *archive) header(name string, size int64) error {
	return a.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: a.now.Time(), Format: tar.FormatPAX})
}

// encodeRow makes bytes tellable from text.
func encodeRow(row []any) []any {
	for i, v := range row {
		b, ok := v.([]byte)
		if ok {
			row[i] = map[string]string{"hex": hex.EncodeToString(b)}
		}
	}
	return row
}

func decodeRow(row []any) ([]any, error) {
	for i, v := range row {
		switch v := v.(type) {
		case json.Number:
			n, err := v.Int64()
			if err == nil {
				row[i] = n
				continue
			}
			f, err := v.Float64()
			if err != nil {
				return nil, err
			}
			row[i] = f
		case map[string]any:
			s, _ := v["hex"].(string)
			b, err := hex.DecodeString(s)
			if err != nil {
				return nil, err
			}
			row[i] = b
		}
	}
	return row, nil
}
