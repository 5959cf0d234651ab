package app

import (
	"context"
	"io"
)

// BenchOptions choose what is measured.
type BenchOptions struct {
	Only     string
	Size     int
	Huge     bool
	PG       string
	Out, Log io.Writer
}

// Bench measures the performance table.
func Bench(context.Context, BenchOptions) error { return nil }
