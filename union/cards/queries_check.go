package cards

import (
	"context"
	"crypto/hmac"
	"time"

	"doanket/internal/db"
	"doanket/kernel"
)

// Standing (kết quả kiểm tra) is all that anybody learns of a card by scanning it.
//
//glossary:none
type Standing string

const (
	IsValid   Standing = "valid"   // còn hiệu lực
	IsRevoked Standing = "revoked" // đã thu hồi: lost, replaced or revoked; not said which
	IsUnknown Standing = "unknown" // no card has this code, or it was not handed over yet
)

// standing is what the state of a card means to others.
func (s State) standing() Standing {
	switch s {
	case Valid:
		return IsValid
	case Lost, Replaced, Revoked:
		return IsRevoked
	}
	return IsUnknown
}

// Verification (kết quả tra thẻ) is the public answer. Name, birth year and picture are empty unless
// the member lets them be seen at this minute.
type Verification struct {
	Standing Standing
	Kind     string
	Union    string // the union above the grassroots one, today; only of a valid card
	At       kernel.Instant

	Shown kernel.Instant // until when the name is seen, zero when it is not
	Name  string
	Born  int
	Photo []byte
}

// look finds a card by what was scanned. An unknown code costs the same questions as a known one.
func (s *Service) look(tx *db.Tx, tenant kernel.ID, t Token) (Card, string, error) {
	hash := t.hash()
	c, ok, err := cardByHash(tx, tenant, hash)
	if err != nil {
		return c, "", err
	}
	if !ok || !hmac.Equal(c.hash, hash) {
		c = Card{Tenant: tenant, Unit: tenant}
	}
	path, err := s.Orgs.Path(tx, c.Unit, s.today())
	if err != nil {
		return c, "", err
	}
	base, over, err := s.names(tx, tenant, path, s.today())
	if over == "" {
		over = base
	}
	return c, over, err
}

// Verify answers whoever scanned the QR of a card.
func (s *Service) Verify(ctx context.Context, t Token) (Verification, error) {
	v := Verification{Standing: IsUnknown, At: s.Clock.Now()}
	var c Card
	var over string
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		c, over, err = s.look(tx, s.Site(), t)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Standing = c.State.standing()
	if v.Standing == IsUnknown {
		return v, nil
	}
	v.Kind = kindOf(c.Kind, v.At.Date()).Name
	if v.Standing == IsValid {
		v.Union = over
	}
	if c.shows(v.At) {
		v.Shown, v.Name, v.Born = c.Shown, c.Name, c.Born
		v.Photo, err = s.photo(ctx, c.Photo)
	}
	return v, err
}

// Check (lượt kiểm tra) is one line of what a partner asked: not whose card, not which.
type Check struct {
	At       kernel.Instant
	Way      string
	Standing Standing
	Group    string // whom agreements with partners name; only of a valid card
	Union    string
}

// Ways in which a partner asks.
const (
	ByPage = "page"
	ByAPI  = "api"
)

// ChecksPerMinute is how often one partner may ask: a till, not a search.
const ChecksPerMinute = 30

// CheckCard answers a partner and writes down that she asked. Refuses with web.too_many when she asks
// faster than a till does.
func (s *Service) CheckCard(ctx context.Context, a kernel.Actor, t Token, way string) (Check, error) {
	err := canCheck(a)
	if err != nil {
		return Check{}, err
	}
	var out Check
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		now := s.Clock.Now()
		n, err := checksSince(tx, a.Account, now.Add(-time.Minute), ChecksPerMinute)
		if err != nil {
			return err
		}
		if n >= ChecksPerMinute {
			return &kernel.Fault{Kind: kernel.Unavailable, Code: "web.too_many"}
		}
		c, over, err := s.look(tx, a.Tenant, t)
		if err != nil {
			return err
		}
		out = Check{At: now, Way: way, Standing: c.State.standing()}
		if out.Standing == IsValid {
			out.Group, out.Union = kindOf(c.Kind, now.Date()).Group, over
		}
		return insertCheck(tx, s.IDs.New(), a.Tenant, a.Account, now, way, out.Standing)
	})
	return out, err
}

// LastChecks are what a partner asked last.
func (s *Service) LastChecks(ctx context.Context, a kernel.Actor) ([]Check, error) {
	var out []Check
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		out, err = lastChecks(tx, a.Account, 10)
		return err
	})
	return out, err
}

// Own is the card of the person at the page.
//
//glossary:none
type Own struct {
	Member  bool // she is one
	Card    Card // the valid one, else the latest
	Has     bool
	Design  Design
	Photo   []byte
	Address string // of a valid card
	At      kernel.Instant
	Looks   []Look // who else opened one of her cards, the latest first
}

// OwnCard reads the card of the person at the page; Has is false when there is none.
func (s *Service) OwnCard(ctx context.Context, a kernel.Actor) (Own, error) {
	out := Own{At: s.Clock.Now()}
	m, err := s.ownMember(ctx, a)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Member = true
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err := cardsOf(tx, a.Tenant, m.ID)
		if err != nil || len(list) == 0 {
			return err
		}
		out.Looks, err = s.looks(tx, list)
		if err != nil {
			return err
		}
		out.Card, out.Has = list[0], true
		for _, c := range list {
			if c.State == Valid {
				out.Card = c
			}
		}
		out.Design, err = s.designOf(tx, out.Card)
		return err
	})
	if err != nil || !out.Has || out.Card.State != Valid {
		return out, err
	}
	out.Address = s.address(out.Card)
	out.Photo, err = s.photo(ctx, out.Card.Photo)
	return out, err
}

// BearerOf finds the membership of a valid card, for rooms that grant something against it; known tells
// a card that is not valid any more from a code that no card has. Asking writes nothing: the room that
// grants limits its tills itself.
func (s *Service) BearerOf(ctx context.Context, tenant kernel.ID, t Token) (member kernel.ID, known bool, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, _, err := s.look(tx, tenant, t)
		known, member = c.State.standing() != IsUnknown, 0
		if c.State == Valid {
			member = c.Member
		}
		return err
	})
	return member, known, err
}
