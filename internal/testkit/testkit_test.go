package testkit

import "testing"

type recorder struct {
	testing.TB
	failed int
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed++ }

func TestPage(t *testing.T) {
	r := &recorder{TB: t}
	p := Page(r, []byte(`<main id="m"><h1 class="big title">Hồ sơ <b>quá hạn</b></h1><form action="/ho-so/1/tiep-nhan"><button name="x" disabled>Tiếp nhận</button></form></main>`))
	p.Has("h1", "Hồ sơ quá hạn")
	p.Has("main#m h1.title.big", "quá", "Hồ")
	p.Has("form[action^=/ho-so/] button[disabled]", "Tiếp nhận")
	p.HasNot("form h1")
	p.HasNot("button[name=y]")
	if r.failed != 0 {
		t.Errorf("%d of the true sentences failed", r.failed)
	}
	p.Has("h2")
	p.Has("h1", "Hồ sơ đúng hạn")
	p.HasNot("button", "Tiếp nhận")
	if r.failed != 3 {
		t.Errorf("%d of 3 false sentences failed", r.failed)
	}
	if p.Count("main *") != 4 || p.Attr("form", "action") != "/ho-so/1/tiep-nhan" {
		t.Errorf("%d elements, %q", p.Count("main *"), p.Attr("form", "action"))
	}
}
