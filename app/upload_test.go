package app

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/kernel"
	"doanket/services/dossiers"
)

const plainPDF = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"

// zipBomb is a Word file whose one part unpacks to half a gigabyte.
func zipBomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range 512 {
			_, err = w.Write(zeros)
			if err != nil {
				t.Fatal(err)
			}
			if name[0] == '[' {
				break
			}
		}
	}
	err := z.Close()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upload sends one file to the paper step of a draft, as a browser does. The name goes out as it is.
func upload(t *testing.T, v *visitor, path, field, name string, content io.Reader) (answered, error) {
	t.Helper()
	out, in := io.Pipe()
	m := multipart.NewWriter(in)
	go func() {
		head := textproto.MIMEHeader{}
		head.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"; filename="%s"`, field, strings.ReplaceAll(name, `\`, `\\`)))
		head.Set("Content-Type", "application/pdf")
		part, err := m.CreatePart(head)
		if err == nil {
			_, err = io.Copy(part, content)
		}
		if err == nil {
			err = m.Close()
		}
		in.CloseWithError(err)
	}()
	return v.do(t.Context(), "POST", path, m.FormDataContentType(), out)
}

// zeros never ends; it counts what was read of it.
type zeros struct{ n int64 }

func (z *zeros) Read(b []byte) (int, error) {
	clear(b)
	z.n += int64(len(b))
	return len(b), nil
}

// memory is the most that a process has held, in bytes; 0 where the system does not tell.
func memory(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		var kb int64
		n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kb)
		if n == 1 {
			return kb << 10
		}
	}
	return 0
}

// What people send by mistake or in malice is refused with a sentence at its field, and the draft
// keeps everything that was typed.
func TestBadUploadsAreRefusedAtTheirField(t *testing.T) {
	clock := monday()
	a, cfg := castSite(t, db.SQLite, clock)
	in := a.example(t, "1.001193", dossiers.Online, "ttphcc-uong-bi", 5)
	if len(in.Papers) == 0 {
		t.Fatal("the example wants no papers")
	}
	field := "papers." + in.Papers[0].Key
	in.Papers = nil
	hau := a.as(t, "hau")
	draft, err := a.dossiers.StartDraft(t.Context(), hau, in.Procedure, in)
	if err != nil {
		t.Fatal(err)
	}
	p := startProcess(t, cfg, clock)
	v := visit(t, p.base)
	v.signIn(t, "hau")
	path := "/nop/1.001193/" + draft.ID.String() + "/3"
	before := memory(p.cmd.Process.Pid)
	sentence := func(code string, args ...any) string { return fmt.Sprintf(files.Messages()[code], args...) }
	stream := &zeros{}
	for _, row := range []struct {
		what, name string
		content    io.Reader
		says       string
	}{
		{"a Word file that unpacks to half a gigabyte", "don.docx", bytes.NewReader(zipBomb(t)), sentence("files.bomb")},
		{"a PDF that is a web page too", "giay.pdf", strings.NewReader("<html><script>alert(1)</script>" + plainPDF), sentence("files.html")},
		{"a PDF with an archive behind it", "giay.pdf", io.MultiReader(strings.NewReader(plainPDF), bytes.NewReader(zipBomb(t)[:200]), strings.NewReader("PK\x05\x06"+strings.Repeat("\x00", 18))), sentence("files.polyglot")},
		{"a web page that is called PDF", "giay.pdf", strings.NewReader("<!DOCTYPE html><html><body>Xin chào</body></html>"), sentence("files.html")},
		{"a name that climbs", "../../../etc/cron.d/giay.pdf", strings.NewReader(plainPDF), sentence("files.bad_name")},
		{"a name with a drive", `C:\Windows\giay.pdf`, strings.NewReader(plainPDF), sentence("files.bad_name")},
		{"a name that runs backwards", "giay\u202efdp.exe", strings.NewReader(plainPDF), sentence("files.bad_name")},
		{"a name with a hidden mark", "giay\u200b.pdf", strings.NewReader(plainPDF), sentence("files.bad_name")},
		{"nothing at all", "giay.pdf", strings.NewReader(""), sentence("files.empty")},
		{"a file of two gigabytes", "giay.pdf", io.MultiReader(strings.NewReader("%PDF-1.4\n"), io.LimitReader(stream, 2<<30)), sentence("files.too_big", "20 MB")},
	} {
		t.Run(row.what, func(t *testing.T) {
			out, err := upload(t, v, path, field, row.name, row.content)
			if err != nil {
				t.Fatal(err)
			}
			body := html.UnescapeString(string(out.body))
			if out.status != 422 && out.status != 413 || !strings.Contains(body, row.says) || !strings.Contains(body, `name="`+field+`"`) {
				t.Errorf("answered %d without %q: %s", out.status, row.says, excerpt(body))
			}
			still(t, a, hau, draft)
		})
	}
	t.Run("a name with a NUL", func(t *testing.T) { // such a head is no head of a form: there is no field to speak at
		out, err := upload(t, v, path, field, "giay\x00.pdf", strings.NewReader(plainPDF))
		if err != nil || out.status != 422 {
			t.Errorf("answered %d, %v", out.status, err)
		}
		still(t, a, hau, draft)
	})
	t.Run("the long one is refused early and costs no memory", func(t *testing.T) {
		if stream.n > 200<<20 {
			t.Errorf("%d MB were read of it", stream.n>>20)
		}
		grown := memory(p.cmd.Process.Pid) - before
		t.Logf("%d MB sent, memory grew by %d MB", stream.n>>20, grown>>20)
		if grown > 100<<20 {
			t.Errorf("memory grew by %d MB", grown>>20)
		}
	})
	t.Run("a good one is kept after all", func(t *testing.T) {
		out, err := upload(t, v, path, field, "Giấy chứng sinh.pdf", strings.NewReader(plainPDF))
		if err != nil || out.status != 303 {
			t.Fatalf("answered %d %s, %v", out.status, excerpt(string(out.body)), err)
		}
		f, err := a.dossiers.DraftOf(t.Context(), hau, draft.ID)
		if err != nil || len(f.Input.Papers) != 1 || f.Input.Papers[0].Files[0].Name != "Giấy chứng sinh.pdf" {
			t.Errorf("%+v, %v", f.Input.Papers, err)
		}
	})
	t.Run("and the form of its answers too", func(t *testing.T) {
		page := v.get(t, "/nop/1.001193/"+draft.ID.String()+"/1")
		if !strings.Contains(html.UnescapeString(string(page.body)), in.Applicant.Name) {
			t.Error("the name that was typed is gone")
		}
		out, err := v.post(t.Context(), "/nop/1.001193/"+draft.ID.String()+"/4", url.Values{"cam-doan": {"true"}})
		if err != nil || out.status != 200 {
			t.Errorf("filing answered %d, %v", out.status, err)
		}
	})
}

func excerpt(s string) string {
	if i := strings.Index(s, "<main"); i > 0 {
		s = s[i:]
	}
	return s[:min(len(s), 1500)]
}

// still finds the draft as it was typed, without any paper.
func still(t *testing.T, a *App, who kernel.Actor, draft dossiers.Filing) {
	t.Helper()
	f, err := a.dossiers.DraftOf(t.Context(), who, draft.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(f.Input)
	want, _ := json.Marshal(draft.Input)
	if !bytes.Equal(got, want) {
		t.Errorf("the draft has changed:\n%s\n%s", got, want)
	}
}
