package members

import (
	"strings"
	"sync"

	"doanket/kernel"
)

// Names are made of few words: a few thousand serve a nation. What folding and sorting make of each is
// remembered, because a million names are written at once.
type wordForms struct {
	mu   sync.RWMutex
	seen map[string]wordForm
}

type wordForm struct{ key, fold string }

// mostForms bounds the memory; what comes after is worked out each time.
const mostForms = 20_000

var forms = &wordForms{seen: map[string]wordForm{}}

func (w *wordForms) of(word string) wordForm {
	w.mu.RLock()
	f, ok := w.seen[word]
	w.mu.RUnlock()
	if ok {
		return f
	}
	f = wordForm{kernel.CollationKey(word), kernel.Fold(word)}
	w.mu.Lock()
	if len(w.seen) < mostForms {
		w.seen[strings.Clone(word)] = f
	}
	w.mu.Unlock()
	return f
}

// sortKey is kernel.NameKey of a name, made of the keys of its words.
func sortKey(name string) []byte {
	words := strings.Fields(name)
	if len(words) == 0 {
		return nil
	}
	b := make([]byte, 0, 48)
	b = append(b, forms.of(words[len(words)-1]).key...)
	b = append(b, 0)
	for i, w := range words {
		if i > 0 {
			b = append(b, 1)
		}
		b = append(b, forms.of(w).key...)
	}
	return b
}

// foldedWords are the words of a name as they are searched.
func foldedWords(name string) []string {
	var out []string
	for _, w := range strings.Fields(name) {
		out = append(out, strings.Fields(forms.of(w).fold)...)
	}
	return out
}
