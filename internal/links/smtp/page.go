package smtp

import (
	"fmt"
	"html"
	"net/http"
	"strings"

	"doanket/kernel"
)

const caughtHead = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Thư mô phỏng</title></head>
<body><main><h1>MÔ PHỎNG – thư không gửi đi thật</h1>
`

// ServeHTTP lists the caught letters in plain form, the newest first: the page /_mail of a development site.
func (s *Sink) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	var b strings.Builder
	b.WriteString(caughtHead)
	say := func(format string, args ...any) {
		for i, a := range args {
			args[i] = html.EscapeString(fmt.Sprint(a))
		}
		fmt.Fprintf(&b, format, args...)
	}
	letters := s.Caught()
	for _, l := range letters {
		say("<article id=\"%s\"><h2>%s</h2><p>%s · %s · từ %s đến %s</p><pre>%s</pre>\n",
			l.ID, l.Subject, l.ID, kernel.FormatInstant(l.At), l.From, strings.Join(l.To, " "), l.Text)
		for _, a := range l.Attached {
			say("<p>Đính kèm: %s (%s, %v byte)</p>", a.Name, a.Type, len(a.Content))
		}
		b.WriteString("</article>\n")
	}
	if len(letters) == 0 {
		b.WriteString("<p>Chưa có thư nào. Thư hệ thống gửi sẽ hiện ở đây.</p>")
	}
	b.WriteString("</main></body></html>\n")
	_, _ = w.Write([]byte(b.String())) // the reader has gone; nobody is left to tell
}
