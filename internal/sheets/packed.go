package sheets

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"os"
)

// heldPacked is how many packed bytes of a sheet are held before they go to a temporary file.
const heldPacked = 4 << 20

// packed holds one part of a workbook as the archive will hold it. An archive is written part by part,
// the sheets of a workbook side by side; packed they cost a tenth.
type packed struct {
	flate  *flate.Writer
	sum    uint32
	size   uint64
	length uint64 // packed
	mem    bytes.Buffer
	file   *os.File
}

func newPacked() *packed {
	p := &packed{}
	p.flate, _ = flate.NewWriter(sink{p}, 4) // a level that exists gives no error
	return p
}

// sink takes what comes out of the packing.
type sink struct{ p *packed }

func (s sink) Write(b []byte) (int, error) {
	p := s.p
	p.length += uint64(len(b))
	if p.file == nil && p.mem.Len()+len(b) <= heldPacked {
		return p.mem.Write(b)
	}
	if p.file == nil {
		f, err := os.CreateTemp("", "sheet-*")
		if err != nil {
			return 0, err
		}
		p.file = f
		_ = os.Remove(f.Name()) // where the system allows it; so nothing stays of a list that nobody ended
		_, err = p.mem.WriteTo(f)
		p.mem = bytes.Buffer{}
		if err != nil {
			return 0, err
		}
	}
	return p.file.Write(b)
}

func (p *packed) Write(b []byte) (int, error) {
	p.sum = crc32.Update(p.sum, crc32.IEEETable, b)
	p.size += uint64(len(b))
	return p.flate.Write(b)
}

func (p *packed) finish() error { return p.flate.Close() }

// into puts the part into an archive as it is.
func (p *packed) into(z *zip.Writer, name string) error {
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: epoch, CRC32: p.sum, CompressedSize64: p.length, UncompressedSize64: p.size})
	if err != nil {
		return err
	}
	if p.file == nil {
		_, err = p.mem.WriteTo(w)
		return err
	}
	_, err = p.file.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(w, p.file)
	}
	return err
}

func (p *packed) drop() {
	p.mem = bytes.Buffer{}
	if p.file != nil {
		_ = p.file.Close()
		_ = os.Remove(p.file.Name())
		p.file = nil
	}
}
