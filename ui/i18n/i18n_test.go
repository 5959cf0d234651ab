package i18n

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"doanket/ui"
)

func TestEveryTextOfTheProductHasEnglish(t *testing.T) {
	missing, err := Missing("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) > 0 {
		t.Errorf("%d texts have no English; fill these into ui/locale/en.po:\n\n%s", len(missing), Lines(missing))
	}
}

func TestEveryTextOfTheDesignSystemHasEnglish(t *testing.T) {
	missing, err := Missing("..")
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) > 0 {
		t.Errorf("%d texts have no English; fill these into ui/locale/en.po:\n\n%s", len(missing), Lines(missing))
	}
}

func TestBothLanguagesFillTheSameGaps(t *testing.T) {
	for vi, forms := range ui.EnglishTexts() {
		for _, en := range forms {
			v, e := Verbs(vi), Verbs(en)
			slices.Sort(v)
			slices.Sort(e)
			if !slices.Equal(v, e) {
				t.Errorf("%q takes %v but %q takes %v", vi, v, en, e)
			}
		}
	}
}

func TestTextsAreFoundInCallsConstantsAndMessageTables(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("pages.go", "package room\nimport \"doanket/ui\"\nfunc f() { ui.T(ctx, \"Một %d\", 1); c.T(\"Hai \"+\"ba\"); c.T(four); other(\"Không\") }\n")
	write("words.go", "package room\nconst four = \"Bốn\"\n")
	write("messages.go", "package room\nvar Messages = map[string]string{\"room.five\": \"Năm\"}\n")
	write("page_test.go", "package room\nfunc g() { c.T(\"Thử\") }\n")
	texts, err := Texts(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range texts {
		got = append(got, x.Source+" "+x.Place)
	}
	want := []string{"Năm messages.go:2", "Một %d pages.go:3", "Hai ba pages.go:3", "Bốn pages.go:3"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if lines := Lines(texts[:1]); lines != "#: messages.go:2\nmsgid \"Năm\"\nmsgstr \"\"\n\n" {
		t.Errorf("the line to fill is %q", lines)
	}
}

func TestTextsAreFoundInTablesAnswersRowsAndTheMenu(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.go", "package room\nvar words = map[string]string{\"khoá\": \"Một\"}\nvar views = []struct{ slug, name string }{{\"hai\", \"Hai số\"}}\nvar unused = []string{\"Không\"}\nfunc answer(x int) string { return \"Bốn số\" }\n")
	write("b.go", "package room\nfunc f() { c.T(words[k]); for _, v := range views { c.T(v.name) }; c.T(answer(1)) }\nvar menu = []ui.Room{{Label: \"Năm\", Href: \"/nam-số\"}}\n")
	texts, err := Texts(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range texts {
		got = append(got, x.Source+" "+x.Place)
	}
	want := []string{"Một a.go:2", "Hai số a.go:3", "Bốn số a.go:5", "Năm b.go:3"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestVerbsAreReadWithFlagsAndWithoutEscapedPercent(t *testing.T) {
	got := Verbs("Đã dùng %d %%, còn %.1f của %s, 5 %")
	if want := []string{"%d", "%.1f", "%s"}; !slices.Equal(got, want) {
		t.Errorf("verbs are %v, want %v", got, want)
	}
}
