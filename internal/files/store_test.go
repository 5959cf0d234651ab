package files_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"doanket/internal/files"
	"doanket/kernel"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

func onDisk(t *testing.T) files.Store {
	s, err := files.Open(t.Context(), "disk:"+filepath.Join(t.TempDir(), "kho tệp"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func onS3(t *testing.T) files.Store {
	backend := s3mem.New()
	if err := backend.CreateBucket("kho"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	s, err := files.Open(t.Context(), strings.Replace(server.URL, "http://", "s3://key:secret@", 1)+"/kho/tinh/phuong?insecure=1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func code(err error) string {
	f := kernel.AsFault(err)
	if f == nil {
		return ""
	}
	return f.Code
}

// Every store keeps these promises.
func TestStore(t *testing.T) {
	for name, open := range map[string]func(*testing.T) files.Store{"disk": onDisk, "s3": onS3} {
		t.Run(name, func(t *testing.T) {
			t.Run("gives back what was put, byte for byte", func(t *testing.T) { givesBack(t, open(t)) })
			t.Run("keeps the same bytes once", func(t *testing.T) { keepsOnce(t, open(t)) })
			t.Run("refuses above the limit and keeps nothing", func(t *testing.T) { refusesAbove(t, open(t)) })
			t.Run("keeps nothing of a broken stream", func(t *testing.T) { keepsNothingBroken(t, open(t)) })
			t.Run("knows no file by another name than its hash", func(t *testing.T) { knowsNoOther(t, open(t)) })
			t.Run("takes the same file from many at once", func(t *testing.T) { takesMany(t, open(t)) })
		})
	}
}

func put(t *testing.T, s files.Store, b []byte) files.Stored {
	t.Helper()
	kept, err := s.Put(t.Context(), bytes.NewReader(b), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func count(t *testing.T, s files.Store) int {
	t.Helper()
	n := 0
	err := s.Each(t.Context(), func(files.Stored) error { n++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func givesBack(t *testing.T, s files.Store) {
	for _, b := range [][]byte{{0}, []byte("Đơn đề nghị"), bytes.Repeat([]byte{0, 1, 2, 255}, 70_000)} {
		kept := put(t, s, b)
		r, err := s.Open(t.Context(), kept.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, b) || kept.Size != int64(len(b)) {
			t.Errorf("%d bytes came back as %d: %v", len(b), len(got), err)
		}
		if len(b) > 4 {
			_, err = r.Seek(4, io.SeekStart)
			rest, _ := io.ReadAll(r)
			if err != nil || !bytes.Equal(rest, b[4:]) {
				t.Errorf("from the fourth byte on: %d bytes, %v", len(rest), err)
			}
		}
		_ = r.Close()
		if err = files.Check(t.Context(), s, kept.SHA256); err != nil {
			t.Error(err)
		}
	}
}

func keepsOnce(t *testing.T, s files.Store) {
	a, b := put(t, s, []byte("một")), put(t, s, []byte("một"))
	put(t, s, []byte("hai"))
	if a != b || count(t, s) != 2 {
		t.Errorf("%v, %v, %d files", a, b, count(t, s))
	}
}

func refusesAbove(t *testing.T, s files.Store) {
	_, err := s.Put(t.Context(), strings.NewReader("12345"), 4)
	if code(err) != "files.too_big" || count(t, s) != 0 {
		t.Errorf("%v, %d files", err, count(t, s))
	}
	_, err = s.Put(t.Context(), strings.NewReader(""), 4)
	if code(err) != "files.empty" || count(t, s) != 0 {
		t.Errorf("nothing at all: %v", err)
	}
	_, err = s.Put(t.Context(), strings.NewReader("1234"), 4)
	if err != nil {
		t.Errorf("just at the limit: %v", err)
	}
}

func keepsNothingBroken(t *testing.T, s files.Store) {
	broken := errors.New("line went dead")
	_, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("half"), &failing{broken}), 1<<20)
	if !errors.Is(err, broken) || count(t, s) != 0 {
		t.Errorf("%v, %d files", err, count(t, s))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.Put(ctx, strings.NewReader("x"), 10)
	if !errors.Is(err, context.Canceled) || count(t, s) != 0 {
		t.Errorf("%v, %d files", err, count(t, s))
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

func knowsNoOther(t *testing.T, s files.Store) {
	kept := put(t, s, []byte("x"))
	for _, sha := range []string{"", "..", "../" + kept.SHA256, strings.ToUpper(kept.SHA256), strings.Repeat("0", 64), kept.SHA256 + "0"} {
		_, err := s.Open(t.Context(), sha)
		_, err2 := s.Stat(t.Context(), sha)
		if code(err) != "files.absent" || code(err2) != "files.absent" {
			t.Errorf("%q: %v, %v", sha, err, err2)
		}
	}
	if got, err := s.Stat(t.Context(), kept.SHA256); err != nil || got != kept {
		t.Errorf("%v, %v", got, err)
	}
}

func takesMany(t *testing.T, s files.Store) {
	b := make([]byte, 100_000)
	_, _ = rand.Read(b)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Put(t.Context(), bytes.NewReader(b), 1<<20)
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if count(t, s) != 1 {
		t.Errorf("%d files", count(t, s))
	}
}

func TestDisk(t *testing.T) {
	t.Run("notices a file that was altered", func(t *testing.T) {
		dir := t.TempDir()
		s, err := files.OpenDisk(dir)
		if err != nil {
			t.Fatal(err)
		}
		kept := put(t, s, []byte("trước"))
		err = os.WriteFile(filepath.Join(dir, kept.SHA256[:2], kept.SHA256[2:4], kept.SHA256), []byte("sau"), 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if err := files.Check(t.Context(), s, kept.SHA256); code(err) != "files.altered" {
			t.Errorf("%v", err)
		}
	})
	t.Run("sweeps what a broken upload left behind", func(t *testing.T) {
		dir := t.TempDir()
		s, err := files.OpenDisk(dir)
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, []byte("x"))
		if err := os.WriteFile(filepath.Join(dir, "tmp", "HALF"), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := s.Sweep()
		if n != 1 || err != nil || count(t, s) != 1 {
			t.Errorf("%d, %v", n, err)
		}
	})
}
