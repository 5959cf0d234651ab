package files

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doanket/kernel"
)

const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" +
	"xref\n0 3\ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n"

func picture(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	img.Set(0, 0, color.White)
	return img
}

func jpg(w, h int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, picture(w, h), nil)
	return b.Bytes()
}

func pngOf(w, h int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, picture(w, h))
	return b.Bytes()
}

// turnedJPG says in its EXIF that the camera was held upright, and names a place.
func turnedJPG(orientation uint16) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00GPS 21.03N")
	binary.BigEndian.PutUint16(tiff[18:], orientation)
	body := append([]byte("Exif\x00\x00"), tiff...)
	seg := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	plain := jpg(40, 20)
	return append(append(append([]byte{0xff, 0xd8}, seg...), body...), plain[2:]...)
}

type entry struct{ name, text string }

func office(entries ...entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range append([]entry{{"[Content_Types].xml", "<Types/>"}}, entries...) {
		w, _ := z.Create(e.name)
		_, _ = io.WriteString(w, e.text)
	}
	_ = z.Close()
	return b.Bytes()
}

var (
	xlsx = office(entry{"xl/workbook.xml", "<workbook/>"})
	docx = office(entry{"word/document.xml", "<document/>"})
)

func TestAccept(t *testing.T) {
	all := Rule{Types: []Type{PDF, JPEG, PNG, DOCX, XLSX, CSV}, MaxSize: 8 << 20}
	for _, c := range []struct {
		name string // what the case is
		file string
		body []byte
		want string // "pdf:đơn.pdf", or the code of the refusal
	}{
		{"takes a PDF", "đơn.pdf", []byte(smallPDF), "pdf:đơn.pdf"},
		{"takes a PDF without an ending and gives it one", "đơn", []byte(smallPDF), "pdf:đơn.pdf"},
		{"takes a JPEG", "CCCD.JPEG", jpg(30, 20), "jpg:CCCD.jpeg"},
		{"takes a PNG", "ảnh.png", pngOf(30, 20), "png:ảnh.png"},
		{"takes a spreadsheet", "bảng.xlsx", xlsx, "xlsx:bảng.xlsx"},
		{"takes a text document", "đơn.docx", docx, "docx:đơn.docx"},
		{"takes a table in plain text", "bảng.csv", []byte("\xef\xbb\xbfTên;Số\nĐoàn;1\n"), "csv:bảng.csv"},

		{"refuses an empty file", "a.pdf", nil, "files.empty"},
		{"refuses a page that calls itself a PDF", "a.pdf", []byte("  <!DOCTYPE html><html>"), "files.html"},
		{"refuses a page behind a byte order mark", "a.pdf", []byte("\xef\xbb\xbf<html>"), "files.html"},
		{"refuses a script in a table", "a.csv", []byte("ten,so\n<script>alert(1)</script>"), "files.html"},
		{"refuses a vector picture", "a.svg", []byte(`<?xml version="1.0"?><svg>`), "files.html"},
		{"refuses a PDF that is also a page", "a.pdf", []byte("%PDF-1.4\n<html><script>x</script>\n%%EOF"), "files.polyglot"},
		{"refuses a PDF that is also an archive", "a.pdf", append([]byte(smallPDF), xlsx...), "files.polyglot"},
		{"refuses an archive hidden behind a PDF's end", "a.pdf", hiddenZip(), "files.polyglot"},
		{"refuses a PDF without an end", "a.pdf", []byte("%PDF-1.4\nhalf"), "files.broken_pdf"},
		{"refuses a PDF that starts later", "a.pdf", []byte("x" + smallPDF), "files.not_what_it_says"},
		{"refuses a PDF with a password", "a.pdf", []byte(strings.Replace(smallPDF, "/Size 3", "/Size 3/Encrypt 5 0 R", 1)), "files.locked_pdf"},
		{"refuses a picture that calls itself a PDF", "a.pdf", jpg(3, 3), "files.mismatch"},
		{"refuses a PDF that calls itself a picture", "a.jpg", []byte(smallPDF), "files.mismatch"},
		{"refuses a spreadsheet that calls itself a document", "a.docx", xlsx, "files.mismatch"},
		{"refuses half a picture", "a.jpg", jpg(300, 300)[:400], "files.broken_image"},
		{"refuses a picture of immense size before decoding it", "a.png", hugePNG(), "files.image_too_large"},
		{"refuses a program", "a.exe", []byte("MZ\x90\x00\x03"), "files.type"},
		{"refuses a program that calls itself a PDF", "a.pdf", []byte("MZ\x90\x00\x03"), "files.not_what_it_says"},
		{"refuses an old Word file with advice", "a.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx"), "files.old_office"},
		{"refuses an archive of anything", "a.zip", zipOf(entry{"a.txt", "x"}), "files.archive"},
		{"refuses a macro", "a.docx", office(entry{"word/document.xml", "<d/>"}, entry{"word/vbaProject.bin", "x"}), "files.macro"},
		{"refuses a way out of the archive", "a.docx", office(entry{"word/document.xml", "<d/>"}, entry{"../../etc/passwd", "x"}), "files.bad_entry"},
		{"refuses a bomb of zeros", "a.xlsx", office(entry{"xl/workbook.xml", strings.Repeat("0", 30<<20)}), "files.bomb"},
		{"refuses a bomb of many parts", "a.xlsx", manyEntries(), "files.bomb"},
		{"refuses a bomb whose parts share bytes", "a.xlsx", overlapping(), "files.bomb"},
		{"refuses bytes behind an archive", "a.xlsx", append(bytes.Clone(xlsx), "<html>"...), "files.polyglot"},
		{"refuses half an archive", "a.xlsx", xlsx[:len(xlsx)/2], "files.polyglot"},
		{"refuses bytes that are no text", "a.csv", []byte("a;b\n\x00\x01"), "files.not_text"},
		{"refuses a text in an old code page", "a.csv", []byte("t\xean;s\xf4\n"), "files.not_text"},
		{"refuses a name that is a path", "../../etc/cron.d/x.pdf", []byte(smallPDF), "files.bad_name"},
		{"refuses a Windows path", `C:\a.pdf`, []byte(smallPDF), "files.bad_name"},
		{"refuses a name written backwards", "hoá đơn\u202efdp.exe", []byte(smallPDF), "files.bad_name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := Accept(bytes.NewReader(c.body), c.file, all)
			if err != nil {
				if got := faultCode(err); got != c.want {
					t.Errorf("got %v, want %s", err, c.want)
				}
				return
			}
			defer a.Close()
			if got := string(a.Type) + ":" + a.Name; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	noLeftovers(t)
}

func faultCode(err error) string {
	f := kernel.AsFault(err)
	if f == nil {
		return ""
	}
	return f.Code
}

func noLeftovers(t *testing.T) {
	t.Helper()
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), "doanket-in-*"))
	if os.Getenv("TMPDIR") != "" && len(left) > 0 {
		t.Errorf("temporary copies stayed: %q", left)
	}
}

func zipOf(entries ...entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, _ := z.Create(e.name)
		_, _ = io.WriteString(w, e.text)
	}
	_ = z.Close()
	return b.Bytes()
}

// hiddenZip is an archive whose comment is the end of the PDF before it.
func hiddenZip() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("evil.html")
	_, _ = io.WriteString(w, "x")
	_ = z.SetComment("\nstartxref\n9\n%%EOF\n")
	_ = z.Close()
	return append([]byte(smallPDF), b.Bytes()...)
}

// hugePNG claims 100,000 × 100,000 in its head.
func hugePNG() []byte {
	b := pngOf(1, 1)
	binary.BigEndian.PutUint32(b[16:], 100_000)
	binary.BigEndian.PutUint32(b[20:], 100_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func manyEntries() []byte {
	list := []entry{{"xl/workbook.xml", "x"}}
	for i := range 3100 {
		list = append(list, entry{"xl/s" + kernel.ID(i+1).String(), ""})
	}
	return office(list...)
}

// overlapping makes two directory entries point at one part.
func overlapping() []byte {
	b := office(entry{"xl/workbook.xml", "same"}, entry{"xl/workbook.xm2", "same"})
	first := bytes.Index(b, []byte("PK\x01\x02"))
	second := first + 1 + bytes.Index(b[first+1:], []byte("PK\x01\x02"))
	third := second + 1 + bytes.Index(b[second+1:], []byte("PK\x01\x02"))
	copy(b[third+42:third+46], b[second+42:second+46])
	return b
}

func TestAcceptKeepsAPDFByteForByte(t *testing.T) {
	a, err := Accept(strings.NewReader(smallPDF), "a.pdf", Rule{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	got, _ := io.ReadAll(a)
	if string(got) != smallPDF {
		t.Error("the bytes changed")
	}
}

func TestAcceptWritesPicturesAnew(t *testing.T) {
	t.Run("upright and without the place they were taken", func(t *testing.T) {
		for turn, want := range map[uint16]image.Point{1: {40, 20}, 3: {40, 20}, 6: {20, 40}, 8: {20, 40}} {
			a, err := Accept(bytes.NewReader(turnedJPG(turn)), "a.jpg", Rule{})
			if err != nil {
				t.Fatal(err)
			}
			got, _ := io.ReadAll(a)
			_ = a.Close()
			conf, _, err := image.DecodeConfig(bytes.NewReader(got))
			if err != nil || conf.Width != want.X || conf.Height != want.Y || bytes.Contains(got, []byte("GPS")) || int64(len(got)) != a.Size {
				t.Errorf("orientation %d: %d×%d, %v", turn, conf.Width, conf.Height, err)
			}
		}
	})
	t.Run("no larger than the rule says", func(t *testing.T) {
		for size, want := range map[image.Point]image.Point{{X: 1200, Y: 400}: {X: 300, Y: 100}, {X: 400, Y: 1200}: {X: 100, Y: 300}, {X: 90, Y: 90}: {X: 90, Y: 90}} {
			a, err := Accept(bytes.NewReader(jpg(size.X, size.Y)), "a.jpg", Rule{Wide: 100, Tall: 100})
			if err != nil {
				t.Fatal(err)
			}
			conf, _, err := image.DecodeConfig(a)
			_ = a.Close()
			if err != nil || conf.Width != want.X || conf.Height != want.Y {
				t.Errorf("%v became %d×%d, %v", size, conf.Width, conf.Height, err)
			}
		}
	})
	t.Run("without what was hidden behind them", func(t *testing.T) {
		a, err := Accept(bytes.NewReader(append(jpg(20, 20), "<script>alert(1)</script>"...)), "a.jpg", Rule{})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		got, _ := io.ReadAll(a)
		if bytes.Contains(got, []byte("script")) {
			t.Error("still there")
		}
	})
}

func TestUprightTurnsEveryOrientationBack(t *testing.T) {
	// A mark at the top left of the real scene, stored as each orientation stores it (EXIF 2.3, 4.6.4).
	for turn, at := range map[int]image.Point{1: {0, 0}, 2: {2, 0}, 3: {2, 1}, 4: {0, 1}, 5: {0, 0}, 6: {0, 2}, 7: {1, 2}, 8: {1, 0}} {
		w, h := 3, 2
		if turn >= 5 {
			w, h = 2, 3
		}
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		img.Set(at.X, at.Y, color.White)
		got := upright(img, turn)
		if r, _, _, _ := got.At(0, 0).RGBA(); r == 0 || got.Bounds().Dx() != 3 {
			t.Errorf("orientation %d: the mark is not at the top left of %v", turn, got.Bounds())
		}
	}
}

// endless counts how much is read of a stream that never ends.
type endless struct {
	head []byte
	read int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	if e.read < int64(len(e.head)) {
		n = copy(p, e.head[e.read:])
	}
	clear(p[n:])
	e.read += int64(len(p))
	return len(p), nil
}

func TestAcceptStopsReadingEarly(t *testing.T) {
	t.Run("at the limit", func(t *testing.T) {
		r := &endless{head: []byte("%PDF-1.7\n")}
		_, err := Accept(r, "a.pdf", Rule{MaxSize: 1 << 20})
		if faultCode(err) != "files.too_big" || r.read > 1<<20+64<<10 {
			t.Errorf("%v after %d bytes", err, r.read)
		}
	})
	t.Run("after the first bytes of a type that is not wanted", func(t *testing.T) {
		r := &endless{head: []byte("%PDF-1.7\n")}
		_, err := Accept(r, "a.pdf", Rule{Types: []Type{XLSX, CSV}})
		if faultCode(err) != "files.type" || r.read > 4096 {
			t.Errorf("%v after %d bytes", err, r.read)
		}
	})
	t.Run("when the line goes dead", func(t *testing.T) {
		dead := errors.New("dead")
		_, err := Accept(io.MultiReader(strings.NewReader("%PDF-"), errReader{dead}), "a.pdf", Rule{})
		if !errors.Is(err, dead) {
			t.Errorf("%v", err)
		}
	})
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"Đơn đề nghị.PDF":                 "Đơn đề nghị.pdf",
		"a\u0302nh.jpg":                   "ânh.jpg", // two marks become one letter
		"  .. hồ   sơ . pdf ":             "hồ sơ . pdf",
		"con.pdf":                         "_con.pdf",
		"LPT1":                            "_LPT1",
		`giá <100> "k"?.xlsx`:             "giá -100- -k--.xlsx",
		"...":                             "tep",
		"":                                "tep",
		".pdf":                            "tep.pdf",
		strings.Repeat("ơ", 300) + ".pdf": strings.Repeat("ơ", 120) + ".pdf",
		"bản 1.2 ngày 3.12.2026":          "bản 1.2 ngày 3.12.2026",
	} {
		got, err := CleanName(in)
		if err != nil || got != want {
			t.Errorf("CleanName(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"a/b.pdf", "..\\x.pdf", "a\x00.pdf", "a\n.pdf", "a\u202egpj.exe", "a\u200b.pdf", "a\u2066b.pdf", strings.Repeat("a", 5000)} {
		_, err := CleanName(in)
		if faultCode(err) != "files.bad_name" {
			t.Errorf("CleanName(%q): %v", in, err)
		}
	}
}

func TestEveryRefusalHasASentence(t *testing.T) {
	source, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := Messages()
	for _, name := range source {
		if strings.HasSuffix(name, "_test.go") || name == "messages.go" {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, piece := range strings.Split(string(text), `"files.`)[1:] {
			c := "files." + piece[:strings.IndexByte(piece, '"')]
			if said[c] == "" {
				t.Errorf("%s: %s has no sentence", name, c)
			}
		}
	}
}

func FuzzAccept(f *testing.F) {
	for _, b := range [][]byte{[]byte(smallPDF), jpg(8, 8), turnedJPG(6), pngOf(8, 8), xlsx, docx, overlapping(), hiddenZip(), []byte("a;b\n")} {
		f.Add(b, "a.pdf")
		f.Add(b, "a.csv")
		f.Add(b, "ảnh")
	}
	rule := Rule{Types: []Type{PDF, JPEG, PNG, DOCX, XLSX, CSV}, MaxSize: 1 << 20}
	f.Fuzz(func(t *testing.T, body []byte, name string) {
		a, err := Accept(bytes.NewReader(body), name, rule)
		if err != nil {
			if faultCode(err) == "" {
				t.Fatalf("an error without a sentence: %v", err)
			}
			return
		}
		defer a.Close()
		got, err := io.ReadAll(a)
		if err != nil || int64(len(got)) != a.Size {
			t.Fatalf("%d bytes of %d: %v", len(got), a.Size, err)
		}
		again, err := CleanName(a.Name)
		if err != nil || again != a.Name {
			t.Fatalf("the name %q is not clean: %q, %v", a.Name, again, err)
		}
		if a.Type == PDF && !bytes.Equal(got, body) {
			t.Fatal("a PDF was altered")
		}
	})
}
