package smtp

import (
	"html/template"
	"net/http"

	"doanket/kernel"
)

var caughtPage = template.Must(template.New("mail").Funcs(template.FuncMap{"at": kernel.FormatInstant}).Parse(`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Thư mô phỏng</title></head>
<body><main><h1>MÔ PHỎNG – thư không gửi đi thật</h1>
{{range .}}<article id="{{.ID}}"><h2>{{.Subject}}</h2><p>{{.ID}} · {{at .At}} · từ {{.From}} đến {{range .To}}{{.}} {{end}}</p><pre>{{.Text}}</pre>
{{range .Attached}}<p>Đính kèm: {{.Name}} ({{.Type}}, {{len .Content}} byte)</p>{{end}}</article>
{{else}}<p>Chưa có thư nào. Thư hệ thống gửi sẽ hiện ở đây.</p>{{end}}</main></body></html>
`))

// ServeHTTP lists the caught letters in plain form, the newest first: the page /_mail of a development site.
func (s *Sink) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = caughtPage.Execute(w, s.Caught()) // the reader has gone; nobody is left to tell
}
