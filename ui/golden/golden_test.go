package golden

import (
	"strings"
	"testing"

	"doanket/ui"
)

func TestPagesOfThePartsLookAsAgreed(t *testing.T) {
	Check(t, "testdata", ui.Samples())
}

func TestFaultsOfMarkupAreFound(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`<p style="color:red">x</p>`, "style attribute"},
		{`<p onclick="x()">x</p>`, "inline script"},
		{`<script>1</script>`, "<script>"},
		{`<p id="a">x</p><p id="a">y</p>`, "stands 2 times"},
		{`<label for="nowhere">x</label>`, "not there"},
		{`<button type="submit"></button>`, "no words"},
		{`<p>Còn %!d(string=x) ngày</p>`, "not filled"},
		{`<form action="/x"></form>`, "no method"},
		{`<svg><use href="/tai-san/icons.svg#unicorn"></use></svg>`, `"unicorn" is not in ui.Icons`},
	} {
		if got := strings.Join(Faults(c.body), "; "); !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.body, got, c.want)
		}
	}
	if got := Faults(`<a href="/x" aria-label="Mở"></a><img src="/q.png" alt="">`); len(got) > 0 {
		t.Errorf("a sound piece is refused: %v", got)
	}
}
