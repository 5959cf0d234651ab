package benefits

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"

	"doanket/internal/rules"
	"doanket/kernel"
)

// Series (đợt phiếu) is a number of vouchers of one kind under an agreement.
type Series struct {
	ID         kernel.ID
	Tenant     kernel.ID
	Agreement  kernel.ID
	Title      string
	Code       string // stands before the serial: "SACH26"
	Cut        Cut
	Count      int // how many there may be
	PerMember  int
	From, To   kernel.Date
	Rule       string // to whom they are issued by rule
	Issued     int    // the serial that was given last
	State      SeriesState
	PreparedBy kernel.ID
	Preparer   string
	OpenedBy   kernel.ID
	Opener     string
	Version    int64
}

// Left is how many vouchers may still be issued.
func (s Series) Left() int { return s.Count - s.Issued }

// SeriesInput is a series as it is written.
//
//glossary:none
type SeriesInput struct {
	Title     string
	Code      string
	Cut       Cut
	Count     int
	PerMember int
	From, To  kernel.Date
	Rule      string
}

const (
	maxVouchers  = 200_000
	maxPerMember = 100
)

// newSeries checks what was written against the agreement.
func newSeries(in SeriesInput, g Agreement, words *rules.Vocabulary) (Series, error) {
	var fs kernel.Faults
	s := Series{Title: strings.TrimSpace(in.Title), Code: strings.ToUpper(strings.TrimSpace(in.Code)), Cut: in.Cut, Count: in.Count, PerMember: in.PerMember, From: in.From, To: in.To,
		Rule: strings.TrimSpace(in.Rule), State: SeriesDraft}
	if n := len([]rune(s.Title)); n < 3 || n > 200 {
		fs.Add("ten", "benefits.no_title")
	}
	if len(s.Code) < 2 || len(s.Code) > 12 || strings.ContainsFunc(s.Code, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
		fs.Add("ky_hieu", "benefits.bad_code")
	}
	s.Cut.checked(&fs)
	if s.Count < 1 || s.Count > maxVouchers {
		fs.Add("so_luong", "benefits.bad_count", kernel.GroupThousands(maxVouchers))
	}
	if s.PerMember < 1 || s.PerMember > maxPerMember {
		fs.Add("moi_nguoi", "benefits.bad_per_member", maxPerMember)
	}
	switch {
	case s.From.IsZero():
		fs.Add("tu_ngay", "benefits.no_day")
	case s.From.Before(g.From):
		fs.Add("tu_ngay", "benefits.outside_term", kernel.FormatDate(g.From), kernel.FormatDate(g.To))
	}
	switch {
	case s.To.IsZero():
		fs.Add("den_ngay", "benefits.no_day")
	case s.To.After(g.To):
		fs.Add("den_ngay", "benefits.outside_term", kernel.FormatDate(g.From), kernel.FormatDate(g.To))
	case s.To.Before(s.From):
		fs.Add("den_ngay", "benefits.ends_before")
	}
	if s.Rule != "" {
		_, err := words.Condition("dieu_kien", s.Rule)
		if f := kernel.AsFault(err); f != nil {
			for _, x := range f.Fields {
				fs.Add(x.Field, x.Code, x.Args...)
			}
		}
	}
	return s, fs.Err("benefits.invalid")
}

func (s *Series) move(v Verb) error {
	to, ok := seriesFlow.Next(s.State, v)
	if !ok {
		return kernel.Refuse("benefits.not_now")
	}
	s.State = to
	return nil
}

// Voucher (phiếu ưu đãi) is one of a series, made out to a member.
type Voucher struct {
	ID       kernel.ID
	Tenant   kernel.ID
	Series   kernel.ID
	Serial   int
	hash     string
	Member   kernel.ID
	Person   kernel.ID
	Number   string // of the member
	Name     string
	Unit     kernel.ID
	State    VoucherState
	IssuedAt kernel.Instant
	IssuedBy string
	Ended    kernel.Instant // redeemed, expired or revoked
	Reason   string         // of a revocation
}

// Standing (kết quả kiểm tra phiếu) is what a till learns of a code.
//
//glossary:none
type Standing string

// The answers. A voucher of another partner answers as one that does not exist.
const (
	IsGood    Standing = "good"    // dùng được
	IsUsed    Standing = "used"    // đã dùng
	IsExpired Standing = "expired" // hết hạn, đã thu hồi, chưa đến ngày: not said which
	IsUnknown Standing = "unknown" // không có mã này
	IsNotFor  Standing = "not_for" // thẻ còn hiệu lực, chưa có ưu đãi nào cho người này ở đây
)

// standing is what a voucher is on a day; the clock's job may be late, the answer is not.
func (v Voucher) standing(s Series, g Agreement, on kernel.Date) Standing {
	switch {
	case v.State == Redeemed:
		return IsUsed
	case v.State != Issued || !g.Holds(on) || on.Before(s.From) || on.After(s.To):
		return IsExpired
	}
	return IsGood
}

// SerialText is the number as it stands on the voucher: "SACH26-000012".
func (s Series) SerialText(serial int) string { return fmt.Sprintf("%s-%06d", s.Code, serial) }

// Token (mã của phiếu) is what the QR holds besides the address: 128 bits that nobody can guess. Only
// its hash is stored.
//
//glossary:none
type Token string

const tokenLong = 26

var tokenLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func tokenOf(key []byte, voucher kernel.ID) Token {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("doanket voucher token 1\x00" + voucher.String()))
	return Token(tokenLetters.EncodeToString(h.Sum(nil)[:16]))
}

func (t Token) hash() string {
	sum := sha256.Sum256([]byte("doanket voucher\x00" + string(t)))
	return hex.EncodeToString(sum[:])
}

const codePath = "/phieu-uu-dai/"

// readToken takes the token out of what a reader read: an address or the token alone.
func readToken(text string) Token {
	text = strings.ToLower(strings.TrimSpace(text))
	if i := strings.LastIndex(text, codePath); i >= 0 {
		text = text[i+len(codePath):]
	}
	text, _, _ = strings.Cut(text, "?")
	if len(text) != tokenLong {
		return ""
	}
	return Token(text)
}

// CodeOf is the address in the QR of a voucher.
func (s *Service) CodeOf(v Voucher) string { return s.Base + codePath + string(tokenOf(s.Key, v.ID)) }
