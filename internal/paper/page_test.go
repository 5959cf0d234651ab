package paper

import (
	"bytes"
	"context"
	"html"
	"regexp"
	"strings"
	"testing"
)

// The page and the PDF are one sheet: every word of the one stands in the other, in the same order.
func TestPageSaysWhatThePDFSays(t *testing.T) {
	s := receipt(3)
	var b bytes.Buffer
	err := Page(s).Render(context.Background(), &b)
	if err != nil {
		t.Fatal(err)
	}
	page := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(b.String(), " "))
	pdf := tool(t, set(t, testPress(t), s), "pdftotext", "IN", "-")
	have := map[string]int{}
	for _, w := range words(pdf) {
		have[w]++
	}
	for _, w := range words(page) {
		have[w]--
	}
	for w, n := range have {
		if n != 0 && w != "trang" && w != "1" {
			t.Errorf("%q stands %+d times more in the PDF than on the page", w, n)
		}
	}
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" \n\t\f,.;:()/-", r) })
}

func TestPageEscapesWhatPeopleTyped(t *testing.T) {
	s := receipt(0)
	s.Blocks = []Block{Rows{{Label: "Họ tên", Value: `<script>alert(1)</script>`}}}
	var b bytes.Buffer
	err := Page(s).Render(context.Background(), &b)
	if err != nil || strings.Contains(b.String(), "<script>") {
		t.Errorf("typed markup reached the page: %v", err)
	}
}
