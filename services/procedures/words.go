package procedures

import (
	"context"

	"doanket/ui"
)

func stateWord(s State) string { return stateWords[s] }

// AgencyWord is the name of a kind of agency; a kind that the table does not know is shown as it is.
func AgencyWord(key string) string {
	if w := agencyWords[key]; w != "" {
		return w
	}
	return key
}

// word looks a code up and translates it; what is no code is translated as it stands.
func word[K ~string](ctx context.Context, table map[K]string, key K) string {
	if w := table[key]; w != "" {
		return ui.T(ctx, w)
	}
	return ui.T(ctx, string(key)) // or already the word
}

// deadlineText is a deadline for a reader.
func deadlineText(ctx context.Context, d *Deadline) string {
	if d == nil {
		return ""
	}
	if d.None {
		return ui.T(ctx, "Không quy định: %s", d.Reason)
	}
	limit, ok := d.Limit()
	if !ok {
		return d.Words()
	}
	return limit.Say(func(s string, args ...any) string { return ui.T(ctx, s, args...) })
}

// said is a finding in the reader's language.
func said(ctx context.Context, f Finding) string {
	format := findings[f.Code]
	if format == "" || ui.LangOf(ctx) == "vi" {
		return f.Message
	}
	return ui.T(ctx, format, f.Args...)
}
