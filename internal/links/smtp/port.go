package smtp

import (
	"context"
	"fmt"
)

// Letter (thư) is one letter to one person. Key makes the Message-ID, so that the same letter sent twice
// can be told by whoever receives it.
type Letter struct {
	Key      string
	To       string
	ToName   string
	Subject  string
	Text     string
	Attached []Attachment
}

// Attachment (tệp đính kèm).
type Attachment struct {
	Name, Type string
	Content    []byte
}

// Receipt is what the server said when it took the letter. ID begins with MP- when it was the simulator.
type Receipt struct {
	ID        string
	Simulated bool
}

// Mailer takes letters. Send returns a *Refusal when the server said no.
type Mailer interface {
	Send(ctx context.Context, l Letter) (Receipt, error)
}

// Refusal is a server's no. A permanent one will stay no (unknown address); others are worth another try.
type Refusal struct {
	Permanent bool
	Code      int
	Cause     error
}

func (r *Refusal) Error() string {
	if r.Permanent {
		return fmt.Sprintf("letter refused for good (%d): %v", r.Code, r.Cause)
	}
	return fmt.Sprintf("letter refused for now (%d): %v", r.Code, r.Cause)
}

func (r *Refusal) Unwrap() error { return r.Cause }
