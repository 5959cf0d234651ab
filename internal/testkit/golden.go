package testkit

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", os.Getenv("GOLDEN") == "update", "rewrite golden files")

// Golden compares with testdata/golden/<name>; -update (make golden) rewrites it.
func Golden(t testing.TB, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", filepath.FromSlash(name))
	if *update {
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if err == nil {
			err = os.WriteFile(file, got, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	diff := cmp.Diff(string(want), string(got))
	if diff != "" {
		t.Errorf("%s has changed (- golden, + now); if this is meant, rewrite it with -update:\n%s", file, diff)
	}
}
