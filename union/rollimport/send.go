package rollimport

import (
	"io"
	"os"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/sheets"
	"doanket/internal/web"
)

// temporary makes a table of any size in a temporary file before the first byte leaves, so that a refusal
// is still a whole answer.
func temporary(write func(io.Writer) error) (*os.File, func(), error) {
	file, err := os.CreateTemp("", "doanket-out-")
	if err != nil {
		return nil, nil, err
	}
	drop := func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}
	err = write(file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		drop()
		return nil, nil, err
	}
	return file, drop, nil
}

func sendFile(c *web.Ctx, name string, f sheets.Format, write func(io.Writer) error) error {
	file, drop, err := temporary(write)
	if err != nil {
		return err
	}
	defer drop()
	return c.File(name, f.ContentType(), file, false)
}

// stream is the API's way of the same.
func stream(f sheets.Format, write func(io.Writer) error) (*huma.StreamResponse, error) {
	file, drop, err := temporary(write)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer drop()
		h.SetHeader("Content-Type", f.ContentType())
		h.SetHeader("Content-Disposition", `attachment; filename="doan-vien.`+string(f)+`"`)
		_, _ = io.Copy(h.BodyWriter(), file) // the reader may have left
	}}, nil
}
