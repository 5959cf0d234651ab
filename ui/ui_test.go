package ui

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"doanket/kernel"
)

func page(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestOneIsNotManyInEnglishAndAMomentNamesItsWeekday(t *testing.T) {
	vi := t.Context()
	en := WithLang(vi, English)
	at := kernel.Date{Year: 2026, Month: 12, Day: 3}.Start()
	for _, c := range []struct{ got, want string }{
		{T(en, "%d ngày", 1), "1 day"}, {T(en, "%d ngày", 2), "2 days"}, {T(vi, "%d ngày", 1), "1 ngày"},
		{T(en, "%s hồ sơ trễ", "1"), "1 dossier late"},
		{Moment(vi, at), "00:00 thứ năm, 03/12/2026"}, {Moment(en, at), "00:00 Thursday, 03/12/2026"}, {Moment(en, kernel.Instant{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestATextIsEnglishOnlyWhereEnglishIsAsked(t *testing.T) {
	vi := context.Background()
	en := WithLang(vi, English)
	for _, c := range []struct {
		ctx  context.Context
		args []any
		want string
	}{
		{vi, []any{2, 4}, "Bước 2 trong 4"},
		{en, []any{2, 4}, "Step 2 of 4"},
		{WithLang(vi, "xx"), []any{1, 1}, "Bước 1 trong 1"},
	} {
		if got := T(c.ctx, "Bước %d trong %d", c.args...); got != c.want {
			t.Errorf("%s: %q, want %q", LangOf(c.ctx), got, c.want)
		}
	}
	if got := T(en, "Câu chưa có tiếng Anh 100 %"); got != "Câu chưa có tiếng Anh 100 %" {
		t.Errorf("a text without English became %q", got)
	}
}

func TestFiguresAreWrittenAsTheyAreReadHere(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 97.8: "97,8", 1234.5: "1.234,5", 1000000: "1.000.000", 99.96: "100", -0.5: "-0,5", -12.25: "-12,3"} {
		if got := Figure(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
}

func TestTheTopOfAScaleIsRound(t *testing.T) {
	for v, want := range map[float64]float64{0: 1, 0.7: 1, 7: 10, 12: 20, 24: 25, 412: 500, 1000: 1000, 1001: 2000} {
		if got := niceMax(v); got != want {
			t.Errorf("scale of %v ends at %v, want %v", v, got, want)
		}
	}
}

func TestAChartOfNothingOrOfOnePointIsDrawn(t *testing.T) {
	for _, points := range [][]Point{nil, {{Label: "T11", Value: 0}}, {{Label: "T11", Value: 5}}} {
		for _, c := range []templ.Component{BarChart(ChartProps{Title: "Hồ sơ", Points: points}), LineChart(ChartProps{Title: "Hồ sơ", Points: points, Min: 3}), Sparkline(nil)} {
			if got := page(t, context.Background(), c); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
				t.Errorf("%d points: %s", len(points), got)
			}
		}
	}
}

func TestTheWayBackStaysInsideTheSite(t *testing.T) {
	for path, want := range map[string]string{"/ho-so?trang=2": "/ho-so?trang=2", "//evil.example": "/", "https://evil.example/": "/", "": "/", "ho-so": "/", "/\\evil.example": "/"} {
		if got := (Frame{Path: path}).back(); got != want {
			t.Errorf("back of %q is %q, want %q", path, got, want)
		}
	}
}

func TestErrorsAreListedInTheOrderOfTheForm(t *testing.T) {
	e := Errors{"b": "hai", "a": "một", "z": "cuối", "c": "", "m": "giữa"}
	if got := e.Names("z", "b", "c"); !slices.Equal(got, []string{"z", "b", "a", "m"}) {
		t.Errorf("order is %v", got)
	}
	body := page(t, context.Background(), ErrorSummary("", e, "z"))
	if !strings.Contains(body, `href="#f-z"`) || strings.Index(body, "cuối") > strings.Index(body, "một") {
		t.Errorf("the summary does not lead to the fields in order: %s", body)
	}
}

func TestAFieldKeepsWhatWasTypedAndSaysWhatWouldBeValid(t *testing.T) {
	body := page(t, context.Background(), DateField(FieldProps{Name: "ngay", Label: "Ngày", Value: `31/11/2026"><script>`, Error: "Tháng 11 chỉ có 30 ngày."}))
	for _, want := range []string{`value="31/11/2026&#34;&gt;&lt;script&gt;"`, `aria-invalid="true"`, `aria-describedby="f-ngay-hint f-ngay-why"`, "Tháng 11 chỉ có 30 ngày.", `<label for="f-ngay">`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing in %s", want, body)
		}
	}
}

func TestOnlyTheFirstVerbStandsInColour(t *testing.T) {
	body := page(t, context.Background(), Verbs(Verb{Label: "Tiếp nhận", Action: "/x", Hidden: map[string]string{"b": "2", "a": "1"}}, Verb{Label: "Từ chối", Dialog: "tu-choi"}, Verb{Label: "In", Href: "/in", Plain: true}))
	if strings.Count(body, "btn primary") != 1 || !strings.Contains(body, `href="#tu-choi"`) || strings.Index(body, `name="a"`) > strings.Index(body, `name="b"`) {
		t.Errorf("verbs are %s", body)
	}
	if only := page(t, context.Background(), Verbs(Verb{Label: "Xóa", Action: "/x", Danger: true})); strings.Contains(only, "primary") {
		t.Errorf("a dangerous verb stands in the colour of the likeliest: %s", only)
	}
}

func TestAtMostFourRoomsStandAtTheThumb(t *testing.T) {
	f := Frame{Wings: []Wing{{Rooms: []Room{{Label: "1", Thumb: true}, {Label: "2"}, {Label: "3", Thumb: true}, {Label: "4", Thumb: true}, {Label: "5", Thumb: true}, {Label: "6", Thumb: true}}}}}
	if got := len(f.thumbs()); got != 4 {
		t.Errorf("%d rooms stand at the thumb, want 4", got)
	}
}

// The limit of the first page is 100 KB without fonts (what a browser fetches); half of it is left to the rooms.
// Uncompressed the assets stay under the same limit, so that an old proxy changes nothing.
func TestTheFirstPageIsUnderAHundredKilobytes(t *testing.T) {
	if err := CheckAssets(); err != nil {
		t.Fatal(err)
	}
	body := page(t, templ.WithChildren(context.Background(), sampleQueue()), Shell(SampleFrame("Hồ sơ cần làm")))
	raw, sent := 0, len(body)
	for _, name := range []string{"app.css", "app.js", "icons.svg", "mark.svg"} {
		file := strings.TrimPrefix(Asset(name), AssetsPath)
		plain, err := unzipped(file)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := dist.ReadFile("dist/" + file + ".gz")
		if err != nil {
			t.Fatal(err)
		}
		raw, sent = raw+len(plain), sent+len(packed)
	}
	t.Logf("the first page sends %d bytes, %d of them markup; the assets are %d bytes uncompressed", sent, len(body), raw)
	if sent > 50_000 || raw > 100_000 {
		t.Errorf("the first page sends %d bytes and its assets are %d bytes uncompressed", sent, raw)
	}
}

func TestAssetsAreServedForAYearUnderTheirHashAndNothingElseIs(t *testing.T) {
	if err := CheckAssets(); err != nil {
		t.Fatal(err)
	}
	h := AssetHandler()
	get := func(path, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	w := get(Asset("app.css"), "gzip")
	if w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("the stylesheet comes with %d %v", w.Code, w.Header())
	}
	if w := get(Asset("app.css"), ""); w.Header().Get("Content-Encoding") != "" || !strings.Contains(w.Body.String(), "--accent") {
		t.Error("the stylesheet does not come plain to who takes no gzip")
	}
	for _, path := range []string{"/tai-san/app.css", "/tai-san/.keep", "/tai-san/fonts", "/tai-san/../ui.go", "/tai-san/", Asset("app.css") + ".gz"} {
		if w := get(path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d, want 404", path, w.Code)
		}
	}
}

func TestTheFacesOfPapersAreAboard(t *testing.T) {
	for _, style := range []string{"", "B", "I", "BI"} {
		if raw, err := Tinos(style); err != nil || len(raw) < 100_000 || !bytes.HasPrefix(raw, []byte{0, 1, 0, 0}) {
			t.Errorf("Tinos %q: %d bytes, %v", style, len(raw), err)
		}
	}
	if _, err := Tinos("U"); err == nil {
		t.Error("Tinos has no style U")
	}
}

func TestTheCatalogueShowsEverySampleAndNoOther(t *testing.T) {
	h := Catalogue(Samples(), SampleFrame)
	code := func(path string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	if c, body := code(CataloguePath); c != 200 || strings.Count(body, `href="/_pages/`) != len(Samples()) {
		t.Errorf("the list answers %d with %d links", c, strings.Count(body, `href="/_pages/`))
	}
	if c, body := code(CataloguePath + "/0?lang=en&theme=dark"); c != 200 || !strings.Contains(body, `lang="en"`) || !strings.Contains(body, `data-theme="dark"`) || !strings.Contains(body, "Sign out") {
		t.Errorf("a sample in English and dark answers %d: %.300s", c, body)
	}
	for _, path := range []string{"/_pages/999", "/_pages/-1", "/_pages/x"} {
		if c, _ := code(path); c != http.StatusNotFound {
			t.Errorf("%s answers %d", path, c)
		}
	}
}
