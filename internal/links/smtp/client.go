package smtp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"doanket/internal/links"
	"doanket/kernel"
)

// Config is where letters go. TLS is "must", "try" or "off".
type Config struct {
	Address        string // host:port
	User, Password string
	From, FromName string
	TLS            string
	Timeout        time.Duration // 20 s when zero
	Mode           links.Mode
}

// Client is the real Mailer.
type Client struct {
	cfg     Config
	clock   kernel.Clock
	mail    *mail.Client
	breaker *links.Breaker
}

// NewClient makes a Mailer that talks to cfg.Address. It does not connect yet.
func NewClient(cfg Config, clock kernel.Clock) (*Client, error) {
	host, port, err := net.SplitHostPort(cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("mail server port %q: %w", port, err)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 20 * time.Second
	}
	policy, ok := map[string]mail.TLSPolicy{"must": mail.TLSMandatory, "": mail.TLSMandatory, "try": mail.TLSOpportunistic, "off": mail.NoTLS}[cfg.TLS]
	if !ok {
		return nil, fmt.Errorf("mail TLS %q: want must, try or off", cfg.TLS)
	}
	opts := []mail.Option{mail.WithPort(n), mail.WithTimeout(cfg.Timeout), mail.WithTLSPolicy(policy), mail.WithHELO("doanket.local")}
	if cfg.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(cfg.User), mail.WithPassword(cfg.Password))
	}
	m, err := mail.NewClient(host, opts...)
	if err != nil {
		return nil, fmt.Errorf("mail client: %w", err)
	}
	return &Client{cfg: cfg, clock: clock, mail: m, breaker: &links.Breaker{System: "smtp", Clock: clock}}, nil
}

// Breaker is for the registry.
func (c *Client) Breaker() *links.Breaker { return c.breaker }

// Port describes this link for the registry.
func (c *Client) Port() links.Port {
	return links.Port{System: "smtp", Name: "Thư điện tử", Basis: "Máy chủ thư của đơn vị", Mode: c.cfg.Mode, Contact: c.cfg.From}
}

// Send gives one letter to the server. Refuses with links.down while the breaker is open.
func (c *Client) Send(ctx context.Context, l Letter) (Receipt, error) {
	m, id, err := c.compose(l)
	if err != nil {
		return Receipt{}, &Refusal{Permanent: true, Cause: err}
	}
	var answer string
	err = c.breaker.Do(ctx, serverTrouble, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
		defer cancel()
		err := c.mail.DialAndSendWithContext(ctx, m)
		answer = m.ServerResponse()
		return refusal(err)
	})
	if err != nil {
		return Receipt{}, err
	}
	for word := range strings.FieldsSeq(answer) {
		if links.IsSimulated(word) {
			return Receipt{ID: word, Simulated: true}, nil
		}
	}
	return Receipt{ID: id, Simulated: c.cfg.Mode == links.Simulated}, nil
}

func (c *Client) compose(l Letter) (*mail.Msg, string, error) {
	m := mail.NewMsg()
	err := m.FromFormat(c.cfg.FromName, c.cfg.From)
	if err != nil {
		return nil, "", fmt.Errorf("sender: %w", err)
	}
	err = m.AddToFormat(l.ToName, l.To)
	if err != nil {
		return nil, "", fmt.Errorf("recipient: %w", err)
	}
	sum := sha256.Sum256([]byte(l.Key + "\x00" + l.To))
	_, host, _ := strings.Cut(c.cfg.From, "@")
	id := hex.EncodeToString(sum[:12]) + "@" + host
	m.SetMessageIDWithValue(id)
	m.SetDateWithValue(c.clock.Now().Time())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.Subject(strings.Join(strings.Fields(l.Subject), " "))
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	for _, a := range l.Attached {
		err := m.AttachReader(a.Name, bytes.NewReader(a.Content), mail.WithFileContentType(mail.ContentType(a.Type)))
		if err != nil {
			return nil, "", fmt.Errorf("attachment %s: %w", a.Name, err)
		}
	}
	return m, "<" + id + ">", nil
}

// refusal tells a server's answer from a server that cannot be reached; the latter is returned as it is.
func refusal(err error) error {
	var sent *mail.SendError
	if !errors.As(err, &sent) {
		return err
	}
	code := sent.ErrorCode()
	if code < 400 {
		return err
	}
	return &Refusal{Permanent: code >= 500, Code: code, Cause: err}
}

// serverTrouble tells a server in trouble from a no to one letter: "550 unknown" must not stop the others.
func serverTrouble(err error) bool {
	var r *Refusal
	return !errors.As(err, &r)
}
