package smtp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"time"

	server "github.com/emersion/go-smtp"

	"doanket/internal/links"
	"doanket/kernel"
)

// FaultMode is what the simulator may be told to do wrong.
type FaultMode string

const (
	NoFault  FaultMode = ""
	Timeout  FaultMode = "timeout" // takes the letter's envelope and never answers
	Later    FaultMode = "4xx"     // 451, greylisted
	Never    FaultMode = "5xx"     // 550, no such mailbox
	DropLine FaultMode = "drop"    // closes the connection within the dialogue
)

// Caught (thư bắt được) is a letter that the simulator kept. It went nowhere.
type Caught struct {
	ID       string // MP-000001
	At       kernel.Instant
	From     string
	To       []string
	Subject  string
	Text     string
	Attached []Attachment
	Raw      []byte
}

// Sink is the simulator: an SMTP server on loopback. It keeps the newest letters and sends none on.
type Sink struct {
	clock kernel.Clock
	keep  int
	srv   *server.Server
	door  net.Listener

	mu     sync.Mutex
	n      int
	caught []Caught
	fault  FaultMode
	times  int
	hang   chan struct{}
}

const maxLetter = 20 << 20

// StartSink listens on a free port of loopback and keeps up to keep letters.
func StartSink(clock kernel.Clock, keep int) (*Sink, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("mail sink: %w", err)
	}
	s := &Sink{clock: clock, keep: keep, door: l, hang: make(chan struct{})}
	s.srv = server.NewServer(server.BackendFunc(func(c *server.Conn) (server.Session, error) {
		return &session{sink: s, conn: c}, nil
	}))
	s.srv.Domain = "mo-phong.doanket.local"
	s.srv.MaxMessageBytes = maxLetter
	s.srv.ReadTimeout = time.Minute
	s.srv.EnableSMTPUTF8 = true
	s.srv.ErrorLog = quiet{}
	go func() { _ = s.srv.Serve(l) }() // ends with Close; what fails in one dialogue is the client's to tell
	return s, nil
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// Address is where the client finds the sink.
func (s *Sink) Address() string { return s.door.Addr().String() }

// Close ends the server.
func (s *Sink) Close() error {
	s.mu.Lock()
	select {
	case <-s.hang:
	default:
		close(s.hang)
	}
	s.mu.Unlock()
	// The server learns of its listener in a goroutine of its own, so the door is shut here too.
	err := errors.Join(s.srv.Close(), s.door.Close())
	if err != nil && !errors.Is(err, server.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("mail sink: %w", err)
	}
	return nil
}

// Fail makes the next letters fail so many times.
func (s *Sink) Fail(f FaultMode, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.times = f, times
}

func (s *Sink) nextFault() FaultMode {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.times <= 0 {
		return NoFault
	}
	s.times--
	return s.fault
}

// Caught lists the letters, the newest first.
func (s *Sink) Caught() []Caught {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.caught)
	slices.Reverse(out)
	return out
}

func (s *Sink) take(c Caught) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	c.ID = fmt.Sprintf("%s%06d", links.SimulatedPrefix, s.n)
	c.At = s.clock.Now()
	s.caught = append(s.caught, c)
	if over := len(s.caught) - s.keep; over > 0 {
		s.caught = slices.Delete(s.caught, 0, over)
	}
	return c.ID
}

type session struct {
	sink *Sink
	conn *server.Conn
	from string
	to   []string
}

func (s *session) Reset()        { s.from, s.to = "", nil }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *server.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *server.RcptOptions) error {
	switch s.sink.nextFault() {
	case Timeout:
		<-s.sink.hang
		return errors.New("closed")
	case Later:
		return &server.SMTPError{Code: 451, EnhancedCode: server.EnhancedCode{4, 7, 1}, Message: "Greylisted, try again later"}
	case Never:
		return &server.SMTPError{Code: 550, EnhancedCode: server.EnhancedCode{5, 1, 1}, Message: "No such mailbox"}
	case DropLine:
		return s.conn.Conn().Close()
	}
	s.to = append(s.to, to)
	return nil
}

// Data keeps the letter. Its answer carries the MP- identifier, as real servers name their queue.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	c := Caught{From: s.from, To: slices.Clone(s.to), Raw: raw}
	err = c.read()
	if err != nil {
		return &server.SMTPError{Code: 554, EnhancedCode: server.EnhancedCode{5, 6, 0}, Message: "Cannot read this letter"}
	}
	return &server.SMTPError{Code: 250, EnhancedCode: server.EnhancedCode{2, 0, 0}, Message: "OK: queued as " + s.sink.take(c)}
}

// read takes the letter apart: subject, plain text, attachments.
func (c *Caught) read() error {
	m, err := mail.ReadMessage(bytes.NewReader(c.Raw))
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	c.Subject = decodeWords(m.Header.Get("Subject"))
	return c.part(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body, 0)
}

func (c *Caught) part(kind, coding, disposition string, body io.Reader, depth int) error {
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		media = "text/plain"
	}
	if strings.HasPrefix(media, "multipart/") && depth < 5 {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("letter part: %w", err)
			}
			err = c.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p, depth+1)
			if err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(coding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("letter part: %w", err)
	}
	how, where, _ := mime.ParseMediaType(disposition)
	if how == "attachment" {
		c.Attached = append(c.Attached, Attachment{Name: decodeWords(where["filename"]), Type: media, Content: content})
		return nil
	}
	if media == "text/plain" {
		c.Text += strings.ReplaceAll(string(content), "\r\n", "\n")
	}
	return nil
}

func decodeWords(s string) string {
	d, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		return s
	}
	return d
}
