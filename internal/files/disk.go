package files

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// Disk is a folder: <ab>/<cd>/<sha>. os.Root keeps every name inside it.
type Disk struct{ root *os.Root }

const tmpDir = "tmp"

// OpenDisk opens a folder, and makes it when it is not there.
func OpenDisk(dir string) (*Disk, error) {
	err := os.MkdirAll(dir, 0o750)
	if err != nil {
		return nil, trouble(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, trouble(err)
	}
	err = root.MkdirAll(tmpDir, 0o750)
	if err != nil {
		return nil, errors.Join(trouble(err), root.Close())
	}
	return &Disk{root}, nil
}

// Close lets go of the folder.
func (d *Disk) Close() error { return d.root.Close() }

func place(sha string) string { return sha[:2] + "/" + sha[2:4] + "/" + sha }

// Put writes a temporary file, makes it durable, and gives it its name in one step.
func (d *Disk) Put(ctx context.Context, r io.Reader, limit int64) (Stored, error) {
	tmp := tmpDir + "/" + rand.Text()
	f, err := d.root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return Stored{}, trouble(err)
	}
	kept, err := copyLimited(ctx, f, r, limit)
	if err == nil {
		err = trouble(f.Sync())
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = d.name(tmp, kept)
	}
	if err != nil {
		_ = d.root.Remove(tmp)
		return Stored{}, err
	}
	return kept, nil
}

func (d *Disk) name(tmp string, kept Stored) error {
	to := place(kept.SHA256)
	info, err := d.root.Stat(to)
	if err == nil && info.Size() == kept.Size {
		return trouble(d.root.Remove(tmp))
	}
	err = d.root.MkdirAll(path.Dir(to), 0o750)
	if err == nil {
		err = d.root.Rename(tmp, to)
	}
	// The name lives in its folder, and a new folder's name in the one above: all must be on the disk.
	for dir := path.Dir(to); err == nil; dir = path.Dir(dir) {
		err = d.syncDir(dir)
		if dir == "." {
			break
		}
	}
	return trouble(err)
}

func (d *Disk) syncDir(dir string) error {
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open reads a kept file.
func (d *Disk) Open(_ context.Context, sha string) (io.ReadSeekCloser, error) {
	if !validSHA(sha) {
		return nil, absent()
	}
	f, err := d.root.Open(place(sha))
	if err != nil {
		return nil, trouble(err)
	}
	return f, nil
}

// Stat tells the size.
func (d *Disk) Stat(_ context.Context, sha string) (Stored, error) {
	if !validSHA(sha) {
		return Stored{}, absent()
	}
	info, err := d.root.Stat(place(sha))
	if err != nil {
		return Stored{}, trouble(err)
	}
	return Stored{sha, info.Size()}, nil
}

// Each walks over all files.
func (d *Disk) Each(ctx context.Context, fn func(Stored) error) error {
	return fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name == tmpDir {
			return fs.SkipDir
		}
		sha := path.Base(name)
		if entry.IsDir() || !validSHA(sha) || name != place(sha) {
			return ctx.Err()
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return fn(Stored{sha, info.Size()})
	})
}

// Sweep removes what broken uploads left behind; no upload may be running.
func (d *Disk) Sweep() (int, error) {
	dir, err := d.root.Open(tmpDir)
	if err != nil {
		return 0, trouble(err)
	}
	names, err := dir.Readdirnames(-1)
	err = errors.Join(err, dir.Close())
	slices.Sort(names)
	for _, n := range names {
		if !strings.ContainsAny(n, "/\\") {
			err = errors.Join(err, d.root.Remove(tmpDir+"/"+n))
		}
	}
	return len(names), err
}
