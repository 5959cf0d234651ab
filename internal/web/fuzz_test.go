package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"doanket/kernel"
)

// Whatever is sent as a form is read or refused with a sentence; it never ends in an error of ours.
func FuzzForm(f *testing.F) {
	const boundary = "multipart/form-data; boundary=b"
	f.Add("application/x-www-form-urlencoded", "ten=Lan&ngay=23%2F11%2F2026&tien=1.234&ma=12&dong_y=true&so=3&the=a&the=b")
	f.Add("application/x-www-form-urlencoded", "ten=%zz&la=1;2")
	f.Add("application/x-www-form-urlencoded", "ngay=31/02/2026&tien=-9223372036854775809&so=99999999999")
	f.Add(boundary, "--b\r\nContent-Disposition: form-data; name=\"ten\"\r\n\r\nLan\r\n--b--\r\n")
	f.Add(boundary, "--b\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"../a\x00.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n")
	f.Add(boundary, "--b\r\nContent-Disposition: form-data; name*=UTF-8''%ff; filename*=x\r\n\r\n--b")
	f.Add("multipart/form-data", "--")
	f.Add("text/plain; charset=\"", "ten")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		for _, files := range []bool{false, true} {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			r.Header.Set("Content-Type", contentType)
			c := &Ctx{W: httptest.NewRecorder(), R: r}
			var in struct {
				Name  string       `form:"ten,max=40"`
				Day   kernel.Date  `form:"ngay"`
				Money kernel.Money `form:"tien"`
				ID    kernel.ID    `form:"ma"`
				Yes   bool         `form:"dong_y"`
				N     int32        `form:"so"`
				Tags  []string     `form:"the"`
			}
			var err error
			if files {
				err = c.Upload(&in, func(p Part) error {
					if strings.ContainsAny(p.Name, "/\\\x00\n") {
						t.Errorf("the name %q came through", p.Name)
					}
					_, err := io.Copy(io.Discard, p)
					return err
				})
			} else {
				err = c.Form(&in)
			}
			fault := kernel.AsFault(err)
			switch {
			case err == nil && len([]rune(in.Name)) > 40:
				t.Errorf("%d letters came through", len([]rune(in.Name)))
			case err != nil && (fault == nil || messages[fault.Code] == ""):
				t.Errorf("refused without a sentence: %v", err)
			}
		}
	})
}
