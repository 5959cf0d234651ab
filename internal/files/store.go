package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"doanket/kernel"
)

// Stored is a kept file.
type Stored struct {
	SHA256 string // hex
	Size   int64
}

// Store keeps files by content. Putting the same bytes twice keeps them once. All methods are safe
// for several goroutines and processes.
type Store interface {
	// Put keeps the bytes of r; after it returns they survive a power cut. More than limit bytes are
	// refused with files.too_big, none at all with files.empty; either leaves nothing behind.
	Put(ctx context.Context, r io.Reader, limit int64) (Stored, error)
	// Open reads a kept file. One that is not there is files.absent.
	Open(ctx context.Context, sha string) (io.ReadSeekCloser, error)
	// Stat tells the size of a kept file, or files.absent.
	Stat(ctx context.Context, sha string) (Stored, error)
	// Each walks over all files in the order of their names.
	Each(ctx context.Context, fn func(Stored) error) error
}

// Open opens "disk:./data/files" or "s3://key:secret@host:port/bucket/prefix?insecure=1&region=…".
func Open(ctx context.Context, url string) (Store, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "disk":
		return OpenDisk(rest)
	case "s3":
		return OpenS3(ctx, url)
	}
	return nil, fmt.Errorf("files: %q is neither disk:<folder> nor s3://…", scheme)
}

// Check reads a kept file again and tells whether it still has its hash.
func Check(ctx context.Context, s Store, sha string) error {
	r, err := s.Open(ctx, sha)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	_, err = io.Copy(h, r)
	if err != nil {
		return trouble(err)
	}
	if hex.EncodeToString(h.Sum(nil)) != sha {
		return &kernel.Fault{Kind: kernel.Refused, Code: "files.altered", Args: []any{sha}}
	}
	return nil
}

func validSHA(sha string) bool {
	if len(sha) != 2*sha256.Size {
		return false
	}
	for _, c := range sha {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func absent() error { return kernel.Missing("files.absent") }

func tooBig(limit int64) error {
	return &kernel.Fault{Kind: kernel.Invalid, Code: "files.too_big", Args: []any{sizeText(limit)}}
}

// sizeText writes a limit as people say it: 20 MB.
func sizeText(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GB", n>>30)
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d byte", n)
}

// copyLimited copies and hashes, and stops right after the limit.
func copyLimited(ctx context.Context, w io.Writer, r io.Reader, limit int64) (Stored, error) {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), io.LimitReader(&stoppable{ctx, r}, limit+1))
	if err != nil {
		return Stored{}, trouble(err)
	}
	if n > limit {
		return Stored{}, tooBig(limit)
	}
	if n == 0 {
		return Stored{}, invalid("files.empty")
	}
	return Stored{sum(h), n}, nil
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// stoppable ends a long copy when its context ends.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	err := s.ctx.Err()
	if err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

type storeTrouble struct {
	fault *kernel.Fault
	cause error
}

func (e *storeTrouble) Error() string   { return e.fault.Code + ": " + e.cause.Error() }
func (e *storeTrouble) Unwrap() []error { return []error{e.fault, e.cause} }

// trouble gives a full or read-only disk a code that has a sentence.
func trouble(err error) error {
	code := ""
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return absent()
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		code = "files.full"
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		code = "files.read_only"
	default:
		return err
	}
	return &storeTrouble{&kernel.Fault{Kind: kernel.Unavailable, Code: code}, err}
}
