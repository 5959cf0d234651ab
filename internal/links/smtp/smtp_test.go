package smtp_test

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doanket/internal/links"
	"doanket/internal/links/smtp"
	"doanket/kernel"
)

type clock struct{}

func (clock) Now() kernel.Instant { return kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20) }

var letter = smtp.Letter{
	Key: "m1", To: "tuyet@vi-du.vn", ToName: "Nguyễn Thị Ánh Tuyết",
	Subject:  "Biên lai đoàn phí tháng 11/2026 – đ/c Nguyễn Thị Ánh Tuyết",
	Text:     "Chào bạn.\nHồ sơ H49.31.06-261123-0044 hẹn trả 08:20 thứ năm, 03/12/2026.\n",
	Attached: []smtp.Attachment{{Name: "biên-lai.pdf", Type: "application/pdf", Content: []byte("%PDF-1.7 mẫu")}},
}

// conformance is what every mail server must do for the client, simulated or real.
func conformance(t *testing.T, m smtp.Mailer) {
	t.Helper()
	r, err := m.Send(t.Context(), letter)
	if err != nil || r.ID == "" {
		t.Fatalf("a letter: %+v, %v", r, err)
	}
	_, err = m.Send(t.Context(), smtp.Letter{Key: "m2", To: "không phải địa chỉ", Subject: "x", Text: "y"})
	var no *smtp.Refusal
	if !errors.As(err, &no) || !no.Permanent {
		t.Errorf("an address that is none: %v", err)
	}
}

func start(t *testing.T, timeout time.Duration) (*smtp.Sink, *smtp.Client) {
	t.Helper()
	sink, err := smtp.StartSink(clock{}, 3)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := sink.Close()
		if err != nil {
			t.Error(err)
		}
	})
	c, err := smtp.NewClient(smtp.Config{Address: sink.Address(), TLS: "off", From: "khong-tra-loi@vi-du.vn", FromName: "Đoàn Kết",
		Timeout: timeout, Mode: links.Simulated}, clock{})
	if err != nil {
		t.Fatal(err)
	}
	return sink, c
}

func TestTheSimulatorPassesTheConformance(t *testing.T) {
	_, c := start(t, 5*time.Second)
	conformance(t, c)
}

// DOANKET_TEST_SMTP=host:port names a real server that may be given test letters; without it the test starts
// aiosmtpd, a server of another maker, and reads what that has put into its box.
func TestARealServerPassesTheConformance(t *testing.T) {
	address, box := os.Getenv("DOANKET_TEST_SMTP"), ""
	if address == "" {
		address, box = peer(t)
	}
	c, err := smtp.NewClient(smtp.Config{Address: address, TLS: "try", From: "khong-tra-loi@vi-du.vn", Mode: links.Real}, clock{})
	if err != nil {
		t.Fatal(err)
	}
	conformance(t, c)
	if box != "" {
		readBox(t, box)
	}
}

// debianPython is the one for which Debian's python3-aiosmtpd is installed.
const debianPython = "/usr/bin/python3"

// peer starts aiosmtpd and gives its address and the folder of its box.
func peer(t *testing.T) (address, box string) {
	t.Helper()
	err := exec.Command(debianPython, "-c", "import aiosmtpd").Run()
	if err != nil {
		t.Skip("neither DOANKET_TEST_SMTP names a server nor is aiosmtpd installed (Debian: python3-aiosmtpd)")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, box = l.Addr().String(), filepath.Join(t.TempDir(), "box")
	_ = l.Close()
	cmd := exec.CommandContext(t.Context(), debianPython, "-m", "aiosmtpd", "-n", "-u", "-l", address, "-c", "aiosmtpd.handlers.Mailbox", box)
	err = cmd.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 100 {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return address, box
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("aiosmtpd does not answer")
	return "", ""
}

// readBox reads the one letter in the box as any mail program would.
func readBox(t *testing.T, box string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(box, "new", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	f, err := os.Open(found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := mail.ReadMessage(f)
	if err != nil {
		t.Fatal(err)
	}
	words := mime.WordDecoder{}
	subject, err := words.DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != letter.Subject {
		t.Errorf("%q, %v", subject, err)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != letter.To || to[0].Name != letter.ToName {
		t.Errorf("%v, %v", to, err)
	}
}

func TestTheLetterArrivesAsWritten(t *testing.T) {
	sink, c := start(t, 5*time.Second)
	r, err := c.Send(t.Context(), letter)
	if err != nil || r.ID != "MP-000001" || !r.Simulated {
		t.Fatalf("%+v, %v", r, err)
	}
	got := sink.Caught()[0]
	if got.Subject != letter.Subject || got.Text != letter.Text || got.To[0] != letter.To {
		t.Errorf("arrived as %q / %q to %q", got.Subject, got.Text, got.To)
	}
	if len(got.Attached) != 1 || got.Attached[0].Name != "biên-lai.pdf" || !bytes.Equal(got.Attached[0].Content, letter.Attached[0].Content) {
		t.Errorf("attached %+v", got.Attached)
	}
	w := httptest.NewRecorder()
	sink.ServeHTTP(w, nil)
	if !strings.Contains(w.Body.String(), letter.Subject) || !strings.Contains(w.Body.String(), "MÔ PHỎNG") {
		t.Error("the page of caught letters shows it not")
	}
}

func TestOneLetterHasOneMessageID(t *testing.T) {
	sink, c := start(t, 5*time.Second)
	for range 2 {
		_, err := c.Send(t.Context(), letter)
		if err != nil {
			t.Fatal(err)
		}
	}
	ids := map[string]bool{}
	for _, m := range sink.Caught() {
		for line := range strings.Lines(string(m.Raw)) {
			if strings.HasPrefix(line, "Message-ID:") {
				ids[line] = true
			}
		}
	}
	if len(ids) != 1 {
		t.Errorf("the same letter sent twice has the ids %v", ids)
	}
}

func TestFaultsAreToldApart(t *testing.T) {
	for fault, want := range map[smtp.FaultMode]string{smtp.Later: "for now", smtp.Never: "for good", smtp.DropLine: "", smtp.Timeout: ""} {
		sink, c := start(t, 300*time.Millisecond)
		sink.Fail(fault, 1)
		_, err := c.Send(t.Context(), letter)
		var no *smtp.Refusal
		if err == nil || errors.As(err, &no) != (want != "") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", fault, err)
		}
		_, err = c.Send(t.Context(), letter)
		if err != nil || len(sink.Caught()) != 1 {
			t.Errorf("after %s: %v, %d letters", fault, err, len(sink.Caught()))
		}
	}
}

func TestAServerThatIsGoneOpensTheBreaker(t *testing.T) {
	sink, c := start(t, time.Second)
	err := sink.Close()
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		_, err = c.Send(context.Background(), letter)
		if err == nil {
			t.Fatal("a letter went to a server that is gone")
		}
	}
	_, err = c.Send(context.Background(), letter)
	if f := kernel.AsFault(err); f == nil || f.Kind != kernel.Unavailable {
		t.Errorf("the sixth call: %v", err)
	}
}

func TestTheSinkKeepsTheNewestOnly(t *testing.T) {
	sink, c := start(t, 5*time.Second)
	for range 5 {
		_, err := c.Send(t.Context(), letter)
		if err != nil {
			t.Fatal(err)
		}
	}
	got := sink.Caught()
	if len(got) != 3 || got[0].ID != "MP-000005" {
		t.Errorf("%d letters, the newest %s", len(got), got[0].ID)
	}
}
