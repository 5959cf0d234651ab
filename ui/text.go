package ui

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"sync"

	"github.com/leonelquinteros/gotext"
)

// Lang is one of the two languages of the interface.
const (
	Vietnamese = "vi"
	English    = "en"
)

//go:embed locale/*.po
var locale embed.FS

// english maps a Vietnamese source text to its English text. It is copied out of the PO reader once,
// because that reader takes a lock at every look-up and a page makes hundreds.
var english = sync.OnceValue(func() map[string]string {
	texts := make(map[string]string)
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
			if s := t.Trs[0]; t.ID != "" && s != "" {
				texts[t.ID] = s
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
func T(ctx context.Context, s string, args ...any) string {
	if LangOf(ctx) == English {
		if e, ok := english()[s]; ok {
			s = e
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

// EnglishTexts are all texts that have English, by their Vietnamese source.
func EnglishTexts() map[string]string { return maps.Clone(english()) }
