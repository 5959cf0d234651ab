package ui

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/leonelquinteros/gotext"

	"doanket/kernel"
)

// Lang is one of the two languages of the interface.
const (
	Vietnamese = "vi"
	English    = "en"
)

//go:embed locale/*.po
var locale embed.FS

// wording is an English text; one is its form for a count of one, "" where there is no such form.
type wording struct{ text, one string }

// english maps a Vietnamese source text to its English text. It is copied out of the PO reader once,
// because that reader takes a lock at every look-up and a page makes hundreds.
var english = sync.OnceValue(func() map[string]wording {
	texts := make(map[string]wording)
	files, err := fs.Glob(locale, "locale/*.po")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range files {
		raw, err := locale.ReadFile(name)
		if err != nil {
			panic(err) // the file is in the binary
		}
		po := gotext.NewPo()
		po.Parse(raw)
		for _, t := range po.GetDomain().GetTranslations() {
			w := wording{text: t.Trs[0]}
			if many := t.Trs[1]; t.PluralID != "" && many != "" {
				w = wording{text: many, one: t.Trs[0]}
			}
			if t.ID != "" && w.text != "" {
				texts[t.ID] = w
			}
		}
	}
	return texts
})

type langKey struct{}

// WithLang says in which language the pages made with this context speak.
func WithLang(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// LangOf is the language of the context: Vietnamese unless English was asked for.
func LangOf(ctx context.Context) string {
	if l, ok := ctx.Value(langKey{}).(string); ok && l == English {
		return English
	}
	return Vietnamese
}

// T is the text in the language of the context. The Vietnamese text is the key; args fill it as fmt does.
// Vietnamese nouns have no plural; where the English has one, the first of args is the count.
func T(ctx context.Context, s string, args ...any) string {
	if LangOf(ctx) == English {
		if e, ok := english()[s]; ok {
			s = e.text
			if e.one != "" && len(args) > 0 && fmt.Sprint(args[0]) == "1" {
				s = e.one
			}
		}
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// HasEnglish tells whether a source text has an English text.
func HasEnglish(s string) bool {
	_, ok := english()[s]
	return ok
}

// EnglishTexts are all texts that have English, by their Vietnamese source: the form for many, then the
// form for one where there is one.
func EnglishTexts() map[string][]string {
	out := make(map[string][]string)
	for s, e := range english() {
		out[s] = append(out[s], e.text)
		if e.one != "" {
			out[s] = append(out[s], e.one)
		}
	}
	return out
}

// Moment is "08:20 thứ năm, 03/12/2026" in the language of the context; the zero Instant gives "".
func Moment(ctx context.Context, i kernel.Instant) string {
	if LangOf(ctx) == Vietnamese || i.IsZero() {
		return kernel.FormatInstant(i)
	}
	return kernel.FormatClock(i) + " " + Day(ctx, i.Date())
}

// Day is "thứ năm, 03/12/2026" in the language of the context; the zero Date gives "".
func Day(ctx context.Context, d kernel.Date) string {
	if d.IsZero() {
		return ""
	}
	return T(ctx, kernel.WeekdayName(d.Weekday())) + ", " + kernel.FormatDate(d)
}
