package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// errSignIn sends a visitor to the sign-in page and back afterwards.
var errSignIn = errors.New("web: sign in first")

// messages are the sentences of the front door itself.
var messages = map[string]string{
	"web.no_such_page":      "Không có trang này, hoặc trang không dành cho bạn.",
	"web.internal":          "Máy chủ gặp lỗi. Việc vừa làm chưa được lưu; hãy thử lại.",
	"web.timeout":           "Máy chủ làm quá lâu nên đã dừng. Việc vừa làm chưa được lưu; hãy thử lại.",
	"web.too_many":          "Quá nhiều lần trong thời gian ngắn. Hãy đợi một phút rồi thử lại.",
	"web.too_large":         "Nội dung gửi lên quá lớn: nhiều nhất %s.",
	"web.cross_origin":      "Yêu cầu đến từ một trang web khác nên không được nhận. Hãy mở lại trang này và làm lại.",
	"web.sign_in":           "Bạn cần đăng nhập.",
	"web.bad_token":         "Mã truy cập đã hết hạn, đã thu hồi hoặc sai.",
	"web.bad_form":          "Máy chủ không đọc được nội dung gửi lên. Hãy mở lại trang và gửi lại.",
	"web.bad_fields":        "Có chỗ cần sửa.",
	"web.bad_request":       "Yêu cầu sai quy cách của API.",
	"web.unknown_field":     "Biểu mẫu có ô lạ “%s”. Hãy mở lại trang và gửi lại.",
	"web.bad_number":        "Hãy viết bằng số nguyên, ví dụ 12.",
	"web.bad_bool":          "Chỉ nhận có hoặc không.",
	"web.bad_text":          "Có ký tự không đọc được. Hãy xoá và gõ lại.",
	"web.too_long":          "Nhiều nhất %d ký tự.",
	"web.answer_unfinished": "Lần gửi trước với khoá Idempotency-Key này đang được xử lý. Hãy gửi lại sau một phút với cùng khoá.",
	"web.answer_other":      "Khoá Idempotency-Key này đã dùng cho một nội dung khác.",
	"web.answer_key":        "Idempotency-Key phải dài từ 1 đến 200 ký tự in được.",
}

// Status is the one map from kinds of refusal to HTTP.
func Status(f *kernel.Fault) int {
	switch f.Code {
	case "web.too_many":
		return http.StatusTooManyRequests
	case "web.too_large":
		return http.StatusRequestEntityTooLarge
	case "web.sign_in", "web.bad_token":
		return http.StatusUnauthorized
	}
	switch f.Kind {
	case kernel.Invalid:
		return http.StatusUnprocessableEntity
	case kernel.Refused, kernel.Conflict:
		return http.StatusConflict
	case kernel.Forbidden:
		return http.StatusForbidden
	case kernel.NotFound:
		return http.StatusNotFound
	case kernel.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// sentence is the text of a code in the language of the context; a code without a text is told as it is.
func (s *Server) sentence(ctx context.Context, code string, args []any) string {
	text, ok := s.texts[code]
	if !ok {
		return strings.TrimSpace(code + " " + strings.Trim(fmt.Sprint(args...), "[]"))
	}
	text = ui.T(ctx, text)
	if !strings.Contains(text, "%") {
		return text // the sentence does not want the details
	}
	said, _, _ := strings.Cut(fmt.Sprintf(text, args...), "%!(EXTRA") // a sentence may want fewer details than there are
	return said
}

// Sentence is a refusal as its reader should hear it.
func (c *Ctx) Sentence(f *kernel.Fault) string {
	if f == nil {
		return ""
	}
	return c.s.sentence(c.ctx, f.Code, f.Args)
}

// FieldErrors are the refusals at the fields of a form.
func (c *Ctx) FieldErrors(f *kernel.Fault) ui.Errors {
	if f == nil {
		return nil
	}
	out := ui.Errors{}
	for _, field := range f.Fields {
		if out[field.Field] == "" {
			out[field.Field] = c.s.sentence(c.ctx, field.Code, field.Args)
		}
	}
	return out
}

// fail answers with what an error means: a sentence, the sign-in page, or the one page for what went wrong inside.
func (s *Server) fail(c *Ctx, err error) {
	if errors.Is(err, errSignIn) {
		s.askToSignIn(c)
		return
	}
	f := s.explain(c, err)
	status := Status(f)
	if status == http.StatusTooManyRequests {
		c.W.Header().Set("Retry-After", "60")
	}
	if strings.HasPrefix(c.R.URL.Path, "/api/") || strings.Contains(c.R.Header.Get("Accept"), "application/json") {
		s.writeProblem(c, f)
		return
	}
	page := errorPage(errorProps{
		Title: errorTitle(c.ctx, status), Sentence: c.Sentence(f), Fields: c.FieldErrors(f),
		Request: c.RequestID(), Inside: status >= 500,
	})
	title := errorTitle(c.ctx, status)
	var wrong error
	if c.Actor.SignedIn() {
		wrong = c.Page(status, title, page)
	} else {
		wrong = c.Plain(status, title, page)
	}
	if wrong != nil {
		s.cfg.Log.Error("error page", "request", c.RequestID(), "error", wrong)
		http.Error(c.W, c.Sentence(f)+"\n"+c.RequestID(), status)
	}
}

// explain turns whatever went wrong into a Fault, and logs what the visitor is not told.
func (s *Server) explain(c *Ctx, err error) *kernel.Fault {
	f := kernel.AsFault(err)
	switch {
	case f != nil && f.Kind == kernel.Unavailable && f.Code != "web.too_many":
		s.cfg.Log.Warn("unavailable", "request", c.RequestID(), "path", c.R.URL.Path, "error", err)
		return f
	case f != nil:
		return f
	case errors.Is(err, context.Canceled):
		return &kernel.Fault{Kind: kernel.Unavailable, Code: "web.timeout"} // the visitor has left
	case errors.Is(err, context.DeadlineExceeded):
		s.cfg.Log.Warn("timeout", "request", c.RequestID(), "path", c.R.URL.Path, "error", err)
		return &kernel.Fault{Kind: kernel.Unavailable, Code: "web.timeout"}
	}
	s.cfg.Log.Error("internal", "request", c.RequestID(), "path", c.R.URL.Path, "error", err)
	return &kernel.Fault{Code: "web.internal"}
}

func (s *Server) askToSignIn(c *Ctx) {
	if strings.HasPrefix(c.R.URL.Path, "/api/") {
		c.W.Header().Set("WWW-Authenticate", `Bearer realm="doanket"`)
		s.writeProblem(c, &kernel.Fault{Kind: kernel.Forbidden, Code: "web.sign_in"})
		return
	}
	to := ui.SignInPath
	if c.R.Method == http.MethodGet {
		to += "?tiep=" + url.QueryEscape(c.R.URL.RequestURI())
	}
	if c.R.Header.Get("HX-Request") == "true" {
		c.W.Header().Set("HX-Redirect", to)
		c.W.WriteHeader(http.StatusUnauthorized)
		return
	}
	_ = c.See(to, "")
}

// LocalPath keeps a way back inside the site: a path of ours, else /.
func LocalPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

func errorTitle(ctx context.Context, status int) string {
	switch status {
	case http.StatusNotFound:
		return ui.T(ctx, "Không tìm thấy")
	case http.StatusForbidden:
		return ui.T(ctx, "Không được phép")
	case http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return ui.T(ctx, "Cần sửa lại")
	case http.StatusConflict:
		return ui.T(ctx, "Chưa làm được")
	case http.StatusTooManyRequests:
		return ui.T(ctx, "Hãy đợi một chút")
	case http.StatusServiceUnavailable:
		return ui.T(ctx, "Tạm thời chưa dùng được")
	}
	return ui.T(ctx, "Máy chủ gặp lỗi")
}
