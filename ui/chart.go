package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"doanket/kernel"
)

// Point is one value of a chart; Text is how it is read ("97,8 %"), Href opens what it counts.
type Point struct {
	Label string
	Value float64
	Text  string
	Href  string
	Tone  Tone
}

func (p Point) text() string {
	if p.Text != "" {
		return p.Text
	}
	return Figure(p.Value)
}

// ChartProps is a chart of points. Target draws a line where one has to be; NoTarget leaves it out.
type ChartProps struct {
	Title      string
	Unit       string
	Points     []Point
	Target     float64
	HasTarget  bool
	TargetText string
	Min        float64 // of the scale of a line; bars begin at 0
	Table      bool    // the figures stand open under the chart
}

// GaugeProps is one figure between 0 and Max with its target.
type GaugeProps struct {
	Label, Text        string
	Value, Max, Target float64
	HasTarget          bool
	Tone               Tone
}

// TileProps is a figure of a board: value, way here, distance to the target, verdict.
type TileProps struct {
	Label, Value, Unit string
	Href               string
	Trend              []float64
	Percent            float64 // of the scale of the bullet, 0–100
	TargetAt           float64
	Target             string // "Mục tiêu 95 %"
	Tone               Tone   // Done, Late, Soon…
	Verdict            string // "Đạt"
}

// Figure writes a number as it is read here: 1.234,5.
func Figure(v float64) string {
	whole := math.Trunc(v)
	tenth := int(math.Round(math.Abs(v-whole) * 10))
	if tenth == 10 {
		whole, tenth = whole+math.Copysign(1, v), 0
	}
	s := kernel.GroupThousands(int64(whole))
	if whole == 0 && v < 0 && tenth > 0 {
		s = "-" + s
	}
	if tenth > 0 {
		s += "," + strconv.Itoa(tenth)
	}
	return s
}

func coord(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// niceMax is the top of a scale: 1, 2, 2.5 or 5 times a power of ten, so that its steps are read at once.
func niceMax(v float64) float64 {
	if v <= 0 {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if v <= m*p*1.0000001 {
			return m * p
		}
	}
	return 10 * p
}

func linePath(values []float64, w, h, pad, lo, hi float64) string {
	if len(values) == 0 {
		return ""
	}
	span := hi - lo
	if span == 0 {
		span = 1
	}
	var b strings.Builder
	for i, v := range values {
		x := pad
		if len(values) > 1 {
			x = pad + float64(i)*(w-2*pad)/float64(len(values)-1)
		}
		y := h - pad - (v-lo)*(h-2*pad)/span
		fmt.Fprintf(&b, "%s%s %s", map[bool]string{true: "M", false: " L"}[i == 0], coord(x), coord(y))
	}
	return b.String()
}

func bounds(values []float64) (lo, hi float64) {
	if len(values) == 0 {
		return 0, 1
	}
	lo, hi = values[0], values[0]
	for _, v := range values {
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, hi
}

func sparkPath(values []float64) string {
	lo, hi := bounds(values)
	return linePath(values, 220, 44, 4, lo, hi)
}

// plot is the geometry of a chart, computed once for the template.
type plot struct {
	size
	p                ChartProps
	base, top, right float64
	lo, hi           float64
}

// size is how a chart is drawn: for a desk, or upright for a phone, where letters must not shrink.
type size struct {
	class      string
	w, h       float64
	left, font float64
}

var sizes = []size{
	{class: "desk", w: 640, h: 240, left: 52, font: 6.6},
	{class: "phone", w: 320, h: 220, left: 44, font: 6.6},
}

func newPlot(p ChartProps, z size, line bool) plot {
	top := p.Target
	if !p.HasTarget {
		top = 0
	}
	for _, q := range p.Points {
		top = max(top, q.Value)
	}
	g := plot{p: p, size: z, base: z.h - 34, top: 14, right: z.w - 12, hi: niceMax(top)}
	if line {
		g.lo = min(p.Min, g.hi)
	}
	if p.Unit == "%" && g.hi > 100 {
		g.hi = 100
	}
	return g
}

func (g plot) y(v float64) float64 {
	span := g.hi - g.lo
	if span == 0 {
		span = 1
	}
	v = max(g.lo, min(g.hi, v))
	return g.base - (v-g.lo)*(g.base-g.top)/span
}

func (g plot) ticks() []float64 {
	var t []float64
	for i := range 5 {
		t = append(t, g.lo+(g.hi-g.lo)*float64(i)/4)
	}
	return t
}

func (g plot) slot() float64 { return (g.right - g.left) / float64(max(1, len(g.p.Points))) }

func (g plot) x(i int) float64 { return g.left + g.slot()*(float64(i)+.5) }

func (g plot) barWidth() float64 { return min(56, g.slot()*.62) }

func (g plot) line() string {
	var b strings.Builder
	for i, q := range g.p.Points {
		fmt.Fprintf(&b, "%s%s %s", map[bool]string{true: "M", false: " L"}[i == 0], coord(g.x(i)), coord(g.y(q.Value)))
	}
	return b.String()
}

// labelled thins the labels under a chart, so that they never run into one another.
func (g plot) labelled(i int) bool {
	step := int(math.Ceil(g.w / 10 / g.slot()))
	return step <= 1 || (len(g.p.Points)-1-i)%step == 0
}

// figured tells whether the figures of neighbouring bars have room beside one another.
func (g plot) figured() bool {
	longest := 0
	for _, q := range g.p.Points {
		longest = max(longest, len([]rune(q.text())))
	}
	return float64(longest)*g.font*1.15 <= g.slot()
}

func (g plot) short(s string) string {
	room := int(max(g.w/10, g.slot()) / g.font)
	r := []rune(s)
	if len(r) <= room {
		return s
	}
	return string(r[:max(1, room-1)]) + "…"
}

func (g plot) viewBox() string { return "0 0 " + coord(g.w) + " " + coord(g.h) }

func gaugeArc(share float64) string {
	share = max(0, min(1, share))
	a := math.Pi * (1 - share)
	return fmt.Sprintf("M12 84 A68 68 0 0 1 %s %s", coord(80+68*math.Cos(a)), coord(84-68*math.Sin(a)))
}

func gaugeTick(share float64) (x1, y1, x2, y2 string) {
	a := math.Pi * (1 - max(0, min(1, share)))
	return coord(80 + 58*math.Cos(a)), coord(84 - 58*math.Sin(a)), coord(80 + 78*math.Cos(a)), coord(84 - 78*math.Sin(a))
}

func share(v, m float64) float64 {
	if m == 0 {
		return 0
	}
	return v / m
}
