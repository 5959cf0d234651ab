package committees

import (
	"encoding/base64"
	"strings"

	"doanket/kernel"
)

// String writes a mark into an address.
func (m mark) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(m.id.String() + " " + m.fold))
}

func readMark(s string) (mark, error) {
	if s == "" {
		return mark{}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(s)
	id, fold, ok := strings.Cut(string(text), " ")
	if err != nil || !ok {
		return mark{}, kernel.Missing("committees.no_committee")
	}
	m := mark{fold: fold}
	m.id, err = kernel.ParseID(id)
	return m, err
}
