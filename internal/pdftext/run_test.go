package pdftext

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/reader/printout"
)

// line sets a line of characters of 10 points from a place on, in a direction of writing.
func line(s string, x, y, dx, dy float64) []char {
	var chars []char
	for i, r := range []rune(s) {
		at := float64(i) * 10
		c := char{r: r, x: x + at*dx, y: y + at*dy, dx: dx, dy: dy, size: 10, breaks: i == 0}
		endX, endY := c.x+10*(dx-dy), c.y+10*(dy+dx) // a square's far corner
		c.left, c.right = min(c.x, endX), max(c.x, endX)
		c.bottom, c.top = min(c.y, endY), max(c.y, endY)
		chars = append(chars, c)
	}
	return chars
}

// A page laid on its side is turned upright; what runs across it is kept apart.
func TestRuns_PagesAreTurned(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		x1, y1, x2, y2      float64 // where two lines begin
		dx, dy              float64
		left, first, second float64 // the same on the turned page
		width               float64
	}{
		{"upright", 50, 700, 50, 680, 1, 0, 50, 100, 120, 600},
		{"upwards", 100, 50, 120, 50, 0, 1, 50, 100, 120, 800},
		{"downwards", 500, 750, 480, 750, 0, -1, 50, 100, 120, 800},
		{"upside down", 550, 100, 550, 120, -1, 0, 50, 100, 120, 600},
	} {
		chars := append(line("改造危桥", test.x1, test.y1, test.dx, test.dy), line("十六座", test.x2, test.y2, test.dx, test.dy)...)
		chars = append(chars, line("样稿", 300, 300, math.Sqrt2/2, math.Sqrt2/2)...)
		v := newView(0, 0, 600, 800, chars)
		want := []printout.Run{
			{Text: "改造危桥", Left: test.left, Right: test.left + 40, Baseline: test.first, Size: 10},
			{Text: "十六座", Left: test.left, Right: test.left + 30, Baseline: test.second, Size: 10},
		}
		if diff := cmp.Diff(want, runs(chars, v)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if diff := cmp.Diff([]string{"样稿"}, oblique(chars, v)); diff != "" || v.width != test.width {
			t.Errorf("%s: width %v, %s", test.name, v.width, diff)
		}
	}
}
