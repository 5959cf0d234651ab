package payments

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"doanket/kernel"
)

// QR (mã VietQR, chuẩn NAPAS 247) is a transfer as a code that every Vietnamese bank's app reads. An
// amount of 0 leaves the sum to the payer.
type QR struct {
	BIN     string // of the bank, 6 digits
	Account string
	Card    bool // Account is a card number
	Amount  kernel.Money
	Purpose string // capitals, digits, blanks: banks garble everything else
}

const (
	napasID   = "A000000727"
	toAccount = "QRIBFTTA"
	toCard    = "QRIBFTTC"
)

var (
	binShape     = regexp.MustCompile(`^[0-9]{6}$`)
	accountShape = regexp.MustCompile(`^[0-9A-Z]{1,19}$`)
	purposeShape = regexp.MustCompile(`^[0-9A-Z ]{0,50}$`)
)

// Payload is the text of the code. Refuses with payments.qr_bin, payments.qr_account,
// payments.qr_amount, payments.qr_purpose.
func (q QR) Payload() (string, error) {
	bad := func(code string) (string, error) { return "", &kernel.Fault{Kind: kernel.Invalid, Code: code} }
	switch {
	case !binShape.MatchString(q.BIN):
		return bad("payments.qr_bin")
	case !accountShape.MatchString(q.Account):
		return bad("payments.qr_account")
	case q.Amount < 0 || q.Amount > 9_999_999_999_999:
		return bad("payments.qr_amount")
	case !purposeShape.MatchString(q.Purpose) || strings.TrimSpace(q.Purpose) != q.Purpose:
		return bad("payments.qr_purpose")
	}
	kind, service := "11", toAccount
	if q.Amount > 0 {
		kind = "12" // apps hide the amount of a code that calls itself static
	}
	if q.Card {
		service = toCard
	}
	s := tlv("00", "01") + tlv("01", kind) +
		tlv("38", tlv("00", napasID)+tlv("01", tlv("00", q.BIN)+tlv("01", q.Account))+tlv("02", service)) +
		tlv("53", "704")
	if q.Amount > 0 {
		s += tlv("54", strconv.FormatInt(int64(q.Amount), 10))
	}
	s += tlv("58", "VN")
	if q.Purpose != "" {
		s += tlv("62", tlv("08", q.Purpose)) // 08 alone reaches the narrative of the transfer
	}
	s += "6304"
	return s + fmt.Sprintf("%04X", crc16(s)), nil
}

func tlv(id, value string) string { return fmt.Sprintf("%s%02d%s", id, len(value), value) }

// crc16 is CRC-16/CCITT-FALSE.
func crc16(s string) uint16 {
	crc := uint16(0xFFFF)
	for i := range len(s) {
		crc ^= uint16(s[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

// ParseQR reads the text of a VietQR code. The check sum comes first: refuses with payments.qr_crc and
// reads nothing of a code whose sum is wrong, with payments.qr_form what is no VietQR transfer.
func ParseQR(text string) (QR, error) {
	text = strings.TrimSpace(text)
	n := len(text) - 4
	if n < 8 || text[n-4:n] != "6304" {
		return QR{}, &kernel.Fault{Kind: kernel.Invalid, Code: "payments.qr_form"}
	}
	if fmt.Sprintf("%04X", crc16(text[:n])) != strings.ToUpper(text[n:]) {
		return QR{}, &kernel.Fault{Kind: kernel.Invalid, Code: "payments.qr_crc"}
	}
	q, ok := readQR(text[:n-4])
	if !ok {
		return QR{}, &kernel.Fault{Kind: kernel.Invalid, Code: "payments.qr_form"}
	}
	return q, nil
}

func readQR(body string) (QR, bool) {
	root, ok := readTLV(body)
	transfer, ok2 := readTLV(root["38"])
	payee, ok3 := readTLV(transfer["01"])
	extra, ok4 := readTLV(root["62"])
	if !ok || !ok2 || !ok3 || !ok4 || root["00"] != "01" || transfer["00"] != napasID || root["53"] != "704" {
		return QR{}, false
	}
	service := transfer["02"]
	q := QR{BIN: payee["00"], Account: payee["01"], Card: service == toCard, Purpose: extra["08"]}
	if service != toAccount && service != toCard || !binShape.MatchString(q.BIN) || !accountShape.MatchString(q.Account) {
		return QR{}, false
	}
	if sum, given := root["54"]; given {
		n, err := strconv.ParseUint(sum, 10, 62)
		if err != nil {
			return QR{}, false
		}
		q.Amount = kernel.Money(n)
	}
	return q, true
}

// readTLV takes a template apart; an object may stand once.
func readTLV(s string) (map[string]string, bool) {
	out := map[string]string{}
	for s != "" {
		if len(s) < 4 {
			return nil, false
		}
		n, err := strconv.ParseUint(s[2:4], 10, 8)
		if err != nil || len(s) < 4+int(n) {
			return nil, false
		}
		if _, twice := out[s[:2]]; twice {
			return nil, false
		}
		out[s[:2]] = s[4 : 4+n]
		s = s[4+n:]
	}
	return out, true
}

// PurposeText makes a text fit for the purpose of a transfer: without marks, in capitals, at most 25
// characters of letters, digits and blanks.
func PurposeText(s string) string {
	s = strings.ToUpper(kernel.Fold(s))
	s = strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 25 {
		s = strings.TrimSpace(s[:25])
	}
	return s
}
