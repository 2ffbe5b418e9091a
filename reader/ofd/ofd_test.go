package ofd

import (
	"math"
	"slices"
	"testing"
)

func TestDeltas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		most int
		want []float64
	}{
		{"1 2.5 -3", 9, []float64{1, 2.5, -3}},
		{"g 3 2 5", 9, []float64{2, 2, 2, 5}},
		{"G 0 7 1", 9, []float64{1}},
		{"g 2000000000 1", 3, []float64{1, 1, 1}},
		{"g -4 1 6", 3, []float64{6}},
		{"1 NaN 1e999 x 2", 9, []float64{1, 0, 0, 0, 2}},
		{"g 2", 9, []float64{0, 2}},
		{"", 9, nil},
	} {
		if got := deltas(c.in, c.most); !slices.Equal(got, c.want) {
			t.Errorf("deltas(%q, %d) = %v, want %v", c.in, c.most, got, c.want)
		}
	}
}

// Turning a page four times, or there and back, leaves every place where it was.
func TestSheet_UprightComesBack(t *testing.T) {
	t.Parallel()
	s := sheet{210, 297}
	for q := range turn(4) {
		x, y := s.upright(q, 30, 40)
		if x < 0 || y < 0 || x > s.turned(q).width || y > s.turned(q).height {
			t.Errorf("turn %d leaves the page: %v, %v", q, x, y)
		}
		if x, y = s.turned(q).upright((4-q)%4, x, y); x != 30 || y != 40 {
			t.Errorf("turn %d and back: %v, %v", q, x, y)
		}
	}
}

func TestTurnOf(t *testing.T) {
	t.Parallel()
	for q := range 4 {
		sin, cos := math.Sincos(float64(q) * math.Pi / 2)
		if got, ok := turnOf(matrix{2 * cos, 2 * sin, -2 * sin, 2 * cos, 9, 9}); !ok || got != turn(q) {
			t.Errorf("%d quarters: got %d, %v", q, got, ok)
		}
	}
	if _, ok := turnOf(matrix{1, 1, -1, 1, 0, 0}); ok {
		t.Error("slanting text has a turn")
	}
}

func TestPerCharacter_SharesALigature(t *testing.T) {
	t.Parallel()
	s := &typesetter{codes: []codeGroup{{at: 1, codes: 2, glyphs: 1}}}
	if got, want := s.perCharacter("1 4 3", 4), []float64{1, 2, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := s.perCharacter("1 2 3 4", 4), []float64{1, 2, 3, 4}; !slices.Equal(got, want) {
		t.Errorf("distances of characters: got %v, want %v", got, want)
	}
}
