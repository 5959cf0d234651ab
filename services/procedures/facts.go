package procedures

import "doanket/kernel"

// Kinds of facts that this room tells, version 1, subject "procedure:<code>".
const (
	FactPublished = "procedures.published"
	FactRetired   = "procedures.retired"
)

// changed is the content of both facts.
type changed struct {
	Version kernel.ID   `json:"version"`
	Code    string      `json:"code"`
	No      int         `json:"no"`
	SHA256  string      `json:"sha256"`
	From    kernel.Date `json:"from"`
}
