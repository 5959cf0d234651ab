package messages

import (
	"strings"

	"doanket/kernel"
)

// Channel (kênh) is the way to the person.
type Channel string

const (
	InApp Channel = "inapp" // hộp thư trên hệ thống
	Mail  Channel = "mail"  // thư điện tử
)

// State (trạng thái gửi) is how far a message came.
//
//glossary:none
type State string

const (
	Queued    State = "queued"    // chờ gửi
	Sent      State = "sent"      // máy chủ thư đã nhận
	Delivered State = "delivered" // đã đến
	Failed    State = "failed"    // không gửi được
	Expired   State = "expired"   // quá hạn nên không gửi
)

// Message (thông báo) is one notice to one person on one channel.
type Message struct {
	ID        kernel.ID
	Tenant    kernel.ID
	Org       kernel.ID // the unit that speaks
	Account   kernel.ID // of the recipient, 0 for somebody without one
	Name      string
	Email     string
	Channel   Channel
	Template  string
	Version   int
	Subject   string
	Body      string
	Link      string // path on this site
	Origin    string // "dossier:123"
	Dedupe    string // the same event never speaks twice
	State     State
	Simulated bool
	OutsideID string
	Error     string
	Created   kernel.Instant
	Expires   kernel.Instant
	SentAt    kernel.Instant
	ReadAt    kernel.Instant
}

// Notice (nội dung cần báo) is what a room wants somebody to know. Without an account there is no
// inbox row, without an address no letter; with neither nothing is written.
type Notice struct {
	Tenant, Org kernel.ID
	Account     kernel.ID
	Name, Email string
	Template    Template
	Vars        Vars
	Link        string
	Origin      string
	Dedupe      string // "dossier:123/accepted"; kept apart per channel
	Expires     kernel.Instant
}

// channels tells on which ways a notice goes.
func (n Notice) channels() []Channel {
	var out []Channel
	if n.Account != 0 {
		out = append(out, InApp)
	}
	if n.Email != "" {
		out = append(out, Mail)
	}
	return out
}

// write makes the message of a notice for one channel.
func (n Notice) write(ch Channel, at kernel.Instant) (Message, error) {
	subject, body, err := n.Template.Render(n.Vars)
	if err != nil {
		return Message{}, err
	}
	m := Message{Tenant: n.Tenant, Org: n.Org, Account: n.Account, Name: n.Name, Channel: ch, Template: n.Template.Key,
		Version: n.Template.Version, Subject: subject, Body: body, Link: n.Link, Origin: n.Origin,
		Dedupe: n.Dedupe + "/" + string(ch), State: Queued, Created: at, Expires: n.Expires}
	if ch == Mail {
		m.Email = n.Email
	} else {
		m.State, m.SentAt = Delivered, at
	}
	return m, nil
}

// Overdue tells whether the message must not be sent any more.
func (m Message) Overdue(now kernel.Instant) bool {
	return !m.Expires.IsZero() && now.After(m.Expires)
}

// MaskedEmail is the address as managers may see it: t***@vi-du.vn.
func (m Message) MaskedEmail() string {
	user, host, ok := strings.Cut(m.Email, "@")
	if !ok || user == "" {
		return ""
	}
	first := []rune(user)[0]
	return string(first) + "***@" + host
}
