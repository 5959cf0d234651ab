package procedures

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doanket/kernel"
)

func seedFiles(t testing.TB) []File {
	t.Helper()
	names, err := filepath.Glob("../../seed/procedures/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no shipped definitions found: %v", err)
	}
	var out []File
	for _, n := range names {
		text, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, File{Name: filepath.Base(n), Text: text})
	}
	return out
}

func TestEveryShippedDefinitionPassesTheGate(t *testing.T) {
	for _, f := range seedFiles(t) {
		for _, x := range Check(f) {
			t.Errorf("%s:%d %s %s", x.File, x.Line, x.Code, x.Message)
		}
	}
}

// The filing itself asks how the result goes back; a form that asks it again gets two answers.
func TestNoShippedFormAsksAgainHowTheResultGoesBack(t *testing.T) {
	for _, f := range seedFiles(t) {
		for line := range strings.Lines(string(f.Text)) {
			if _, label, ok := strings.Cut(line, "nhan: "); ok && strings.Contains(kernel.Fold(label), "nhan ket qua") {
				t.Errorf("%s asks %s", f.Name, label)
			}
		}
	}
}
