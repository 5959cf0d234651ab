// Package printer gives the tests of a room a press in the house's faces, and reads what it printed with
// another program.
//
// SPDX-License-Identifier: Apache-2.0
package printer

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"doanket/internal/paper"
	"doanket/ui"
)

// Press makes papers as the application does.
func Press(t testing.TB) *paper.Press {
	t.Helper()
	var f paper.Fonts
	for style, to := range map[string]*[]byte{"": &f.Regular, "B": &f.Bold, "I": &f.Italic, "BI": &f.BoldItalic} {
		cut, err := ui.Tinos(style)
		if err != nil {
			t.Fatal(err)
		}
		*to = cut
	}
	p, err := paper.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Words are the words of a PDF as pdftotext reads them, one blank between two. Without that program the
// test is passed over and says so.
func Words(t testing.TB, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (Debian: poppler-utils)")
	}
	file := filepath.Join(t.TempDir(), "giay.pdf")
	err = os.WriteFile(file, pdf, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}
