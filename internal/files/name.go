package files

import (
	"strings"
	"unicode"

	"doanket/kernel"

	"golang.org/x/text/unicode/norm"
)

const longestName = 120 // runes; safe for every file system and for the head of an answer

// reserved are names that Windows keeps for devices, with any ending.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true}

// CleanName gives a file name that every system takes and that shows what it is. A name that tries to
// be a path, or that hides its ending behind invisible marks, is refused with files.bad_name.
func CleanName(name string) (string, error) {
	bad := &kernel.Fault{Kind: kernel.Invalid, Code: "files.bad_name"}
	if len(name) > 4096 || strings.ContainsAny(name, "/\\\x00") {
		return "", bad
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(name, "")) {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return "", bad
		case strings.ContainsRune(`<>:"|?*`, r):
			b.WriteByte('-')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	clean := strings.Join(strings.Fields(strings.TrimRight(b.String(), ". ")), " ")
	stem, ending := splitName(clean)
	stem = strings.Trim(stem, ". ")
	if stem == "" {
		stem = "tep"
	}
	first, _, _ := strings.Cut(stem, ".")
	if reserved[strings.ToLower(strings.TrimSpace(first))] {
		stem = "_" + stem
	}
	runes := []rune(stem)
	if len(runes) > longestName {
		stem = strings.TrimRight(string(runes[:longestName]), ". ")
	}
	return stem + ending, nil
}

// splitName cuts the ending off, with its dot and in small letters. Only what looks like an ending is one.
func splitName(name string) (stem, ending string) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 || len(name)-i > 6 || i == len(name)-1 {
		return name, ""
	}
	for _, r := range name[i+1:] {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return name, ""
		}
	}
	return strings.TrimRight(name[:i], ". "), strings.ToLower(name[i:])
}
