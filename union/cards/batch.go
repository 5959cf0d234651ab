package cards

import (
	"strings"

	"doanket/kernel"
)

// BatchState (trạng thái đợt cấp) is where the making of a batch stands.
//
//glossary:none
type BatchState string

const (
	Queued    BatchState = "queued"    // chờ lập
	Running   BatchState = "running"   // đang lập
	Complete  BatchState = "done"      // đã lập xong
	Cancelled BatchState = "cancelled" // đã dừng
	Failed    BatchState = "failed"    // không lập được
)

// Batch (đợt cấp thẻ) is many cards made together: for the members of a unit and the units below it
// who have none, for all of them, or for a list. It is made by chunks, each with its cards and its
// count in one transaction, so that a stop at any moment loses and doubles nothing.
type Batch struct {
	ID      kernel.ID
	Tenant  kernel.ID
	Unit    kernel.ID
	Title   string
	Kind    string
	Renew   bool     // also for those who have a valid card: it counts until the new one is handed over
	Numbers []string // of the list, empty for all members of the units

	State   BatchState
	Why     string // code of the refusal that stopped it
	Total   int    // members chosen
	Seen    int    // members worked through
	Made    int    // cards made
	Skipped int
	Account kernel.ID
	By      string
	Asked   kernel.Instant
	Started kernel.Instant
	Ended   kernel.Instant
	Printed Deed
}

// Open tells that the batch is still being made.
func (b Batch) Open() bool { return b.State == Queued || b.State == Running }

// Percent is how far it is.
func (b Batch) Percent() int {
	if b.Total == 0 {
		return 0
	}
	return b.Seen * 100 / b.Total
}

// partSize is how many cards one file holds: small enough to be made while one waits.
const partSize = 1000

// Parts is in how many files the cards are printed.
func (b Batch) Parts() int { return (b.Made + partSize - 1) / partSize }

// Candidate (người được chọn) is one member of a batch, as the roll had her when it began.
//
//glossary:none
type Candidate struct {
	Position int
	Member
	Skipped string // why there is no card for her, "" when there is
}

// Why a member of a batch got no card.
const (
	skipNoNumber = "no_number"
	skipHasCard  = "has_card"
	skipWaiting  = "waiting"
	skipUnknown  = "unknown"
)

const (
	mostMembers = 50_000 // of one batch: more is chosen in several
	mostListed  = 2_000
	chunkSize   = 500
)

// readNumbers takes member numbers out of what was pasted: one a line, or with commas and semicolons between.
func readNumbers(text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ';' || r == '\t' || r == ' ' }) {
		n = strings.ToUpper(strings.TrimSpace(n))
		if n != "" && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}
