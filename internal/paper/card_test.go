package paper

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"iter"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"doanket/kernel"
)

const longName = "Nguyễn Phúc Hoàng Bảo Ngọc Trâm Anh Thương Nghiệp Quỳnh"

// snapshot is an invented portrait, as coarse as a photograph so that it does not shrink to nothing.
func snapshot(n int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 300, 400))
	r := rand.New(rand.NewPCG(uint64(n), 1))
	for y := 0; y < 400; y += 4 {
		for x := 0; x < 300; x += 4 {
			c := color.RGBA{uint8(150 + r.IntN(40)), uint8(120 + y/8), uint8(100 + x/8), 255}
			for i := range 16 {
				m.SetRGBA(x+i%4, y+i/4, c)
			}
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: 75})
	return b.Bytes()
}

func cardNo(n int, name string, photo []byte) Card {
	blue := Color{18, 72, 140}
	return Card{
		Front: Face{
			Fill{0, 0, CardWide, 14, blue},
			Text{X: 4, Y: 2, W: 77, H: 10, Text: "THẺ ĐOÀN VIÊN CÔNG ĐOÀN", Size: 11, Least: 7, Bold: true, Align: Center, Middle: true, Color: White},
			Picture{X: 4, Y: 18, W: 20, H: 26.7, Key: fmt.Sprint("p", n), Type: "jpg", Bytes: photo},
			Text{X: 28, Y: 18, W: 53, H: 10, Text: name, Size: 12, Least: 8, Bold: true, Color: Black},
			Text{X: 28, Y: 30, W: 53, H: 4, Text: fmt.Sprintf("Thẻ số %06d", n), Size: 8, Color: Black},
		},
		Back: Face{
			Code{X: 5, Y: 10, Side: 24, Text: fmt.Sprintf("https://congdoan.example.vn/the/%026d", n), Caption: "Quét để kiểm tra thẻ"},
			Text{X: 34, Y: 10, W: 48, H: 20, Text: fmt.Sprintf("Mặt sau %06d", n), Size: 8, Color: Black},
		},
	}
}

func deck(n int, photo []byte) iter.Seq2[Card, error] {
	return func(yield func(Card, error) bool) {
		for i := range n {
			if !yield(cardNo(i+1, longName, photo), nil) {
				return
			}
		}
	}
}

var cardRun = CardRun{Layout: CardPages, Title: "Thẻ đoàn viên", At: kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20)}

func printCards(t testing.TB, p *Press, run CardRun, cards iter.Seq2[Card, error]) []byte {
	t.Helper()
	var b bytes.Buffer
	err := p.Cards(&b, run, cards)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestACardFillsAPageOfItsOwnSizeAndLongNamesAreNotCut(t *testing.T) {
	p := testPress(t)
	pdf := printCards(t, p, cardRun, deck(2, snapshot(1)))
	err := api.Validate(bytes.NewReader(pdf), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	if again := printCards(t, p, cardRun, deck(2, snapshot(1))); !bytes.Equal(pdf, again) {
		t.Error("the same cards give other bytes")
	}
	info := tool(t, pdf, "pdfinfo", "-f", "1", "-l", "4", "IN")
	if !fourPages.MatchString(info) || strings.Count(info, "242.65 x 153.01 pts") != 4 {
		t.Errorf("four pages of 85.60 × 53.98 mm wanted:\n%s", info)
	}
	text := strings.Join(strings.Fields(tool(t, pdf, "pdftotext", "IN", "-")), " ")
	for _, want := range []string{"THẺ ĐOÀN VIÊN CÔNG ĐOÀN", longName, "Thẻ số 000002", "Mặt sau 000002"} {
		if !strings.Contains(text, want) {
			t.Errorf("the cards lack %q:\n%s", want, text)
		}
	}
	if got := tool(t, pdf, "pdftoppm", "-f", "2", "-l", "2", "-r", "300", "-png", "-singlefile", "IN", "OUT"); got != "https://congdoan.example.vn/the/00000000000000000000000001" {
		t.Errorf("the code reads %q", got)
	}
}

var fourPages = regexp.MustCompile(`(?m)^Pages:\s+4$`)

// boxes are the places of words on a page: word → its left edge in millimetres, one a card.
func boxes(t *testing.T, pdf []byte, page int, word string) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	html := tool(t, pdf, "pdftotext", "-bbox", "-f", strconv.Itoa(page), "-l", strconv.Itoa(page), "IN", "-")
	for _, m := range regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(\d{6})<`).FindAllStringSubmatch(html, -1) {
		x, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		out[m[3]] = x * 25.4 / 72
	}
	if len(out) == 0 {
		t.Fatalf("page %d has no %s:\n%s", page, word, html)
	}
	return out
}

func TestTheBackOfACardLiesBehindItsFrontWhenTheSheetIsTurned(t *testing.T) {
	p := testPress(t)
	run := cardRun
	run.Layout = CardSheets
	pdf := printCards(t, p, run, deck(13, snapshot(1)))
	info := tool(t, pdf, "pdfinfo", "IN")
	if !fourPages.MatchString(info) || !strings.Contains(info, "(A4)") {
		t.Fatalf("13 cards are two sheets of two sides:\n%s", info)
	}
	front, back := boxes(t, pdf, 1, "fronts"), boxes(t, pdf, 2, "backs")
	if len(front) != 10 || len(back) != 10 {
		t.Fatalf("%d fronts, %d backs on the first sheet", len(front), len(back))
	}
	left := func(x float64) bool { return x < sheetWide/2 }
	for n, x := range front {
		if left(x) == left(back[n]) {
			t.Errorf("card %s: front at %.1f mm, back at %.1f mm: turned at the long edge they do not meet", n, x, back[n])
		}
	}
	for _, at := range []struct{ page, n int }{{2, 1}, {2, 10}} {
		x, y := slot(at.n-1, true)
		dots := func(mm float64) string { return strconv.Itoa(int(mm / 25.4 * 300)) }
		got := tool(t, pdf, "pdftoppm", "-f", strconv.Itoa(at.page), "-l", strconv.Itoa(at.page), "-r", "300", "-x", dots(x), "-y", dots(y), "-W", dots(CardWide), "-H", dots(CardTall), "-png", "-singlefile", "IN", "OUT")
		if want := fmt.Sprintf("https://congdoan.example.vn/the/%026d", at.n); got != want {
			t.Errorf("the code of card %d reads %q", at.n, got)
		}
	}
}

func TestATextIsSetAsLargeAsItsBoxAllows(t *testing.T) {
	p := testPress(t)
	box := Text{X: 0, Y: 0, W: 53, H: 10.5, Size: 12, Least: 8, Bold: true}
	for _, c := range []struct {
		text  string
		lines int
		pt    float64 // 0: between Least and Size
		whole bool
	}{
		{"Nguyễn Thị Lan", 1, 12, true},
		{"Nguyễn Phúc Hoàng Bảo Ngọc Trâm", 2, 12, true},
		{longName, 2, 0, true},
		{strings.Repeat(longName+" ", 4), 3, 8, false},
		{strings.Repeat("Ầ", 40), 2, 0, true},
	} {
		box.Text = c.text
		got := fit(box, p.wide)
		text := strings.Join(got.lines, " ")
		if len(got.lines) != c.lines || c.pt != 0 && got.pt != c.pt || c.whole == strings.HasSuffix(text, "…") {
			t.Errorf("%.40q stands in %d lines of %.2f points: %q", c.text, len(got.lines), got.pt, got.lines)
		}
		for _, l := range got.lines {
			if p.wide("B", got.pt, l) > box.W+0.01 {
				t.Errorf("%q is wider than its box", l)
			}
		}
		if float64(len(got.lines))*got.line() > box.H+0.02 {
			t.Errorf("%.40q is taller than its box", c.text)
		}
	}
}

func TestThePictureOfACardSaysWhatThePDFSays(t *testing.T) {
	p := testPress(t)
	card := cardNo(7, `Lê <Thị> "Thanh" & Hà`, snapshot(1))
	var b bytes.Buffer
	err := p.Picture(card.Front, `Mặt trước: "Lê"`).Render(context.Background(), &b)
	if err != nil {
		t.Fatal(err)
	}
	svg := b.String()
	for _, want := range []string{`role="img"`, `aria-label="Mặt trước: &#34;Lê&#34;"`, `Lê &lt;Thị&gt; &#34;Thanh&#34; &amp; Hà`, "Thẻ số 000007", "data:image/jpeg;base64,", "#12488c"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %s", want)
		}
	}
	if strings.Contains(svg, "style=") || strings.Contains(svg, "<script") {
		t.Error("the picture carries style or script of its own")
	}
}

func TestAnErrorOfTheCardsEndsTheRun(t *testing.T) {
	p := testPress(t)
	err := p.Cards(&bytes.Buffer{}, cardRun, func(yield func(Card, error) bool) { yield(Card{}, os.ErrClosed) })
	if err != os.ErrClosed {
		t.Errorf("got %v", err)
	}
	if pdf := printCards(t, p, cardRun, deck(0, nil)); !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Error("no cards is still a file")
	}
}

// BenchmarkCards prints a thousand cards with a photograph each.
func BenchmarkCards(b *testing.B) {
	p := testPress(b)
	var photos [50][]byte
	for i := range photos {
		photos[i] = snapshot(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		err := p.Cards(&out, cardRun, func(yield func(Card, error) bool) {
			for i := range 1000 {
				if !yield(cardNo(i, longName, photos[i%50]), nil) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len())/1e6, "MB")
		b.ReportMetric(float64(len(photos[0])), "photo-bytes")
	}
}
