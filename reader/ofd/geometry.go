package ofd

import (
	"math"
	"strconv"
	"strings"
)

// pointsPerMillimetre turns OFD's millimetres into points.
const pointsPerMillimetre = 72 / 25.4

// maxMeasure bounds every number of an OFD file; what is larger is damaged or hostile.
const maxMeasure = 1e6

// A matrix maps (x, y) to (ax+cy+e, bx+dy+f), in the order in which OFD writes it: a b c d e f.
type matrix [6]float64

// over gives the matrix that maps by inner first and by m afterwards.
func (m matrix) over(inner matrix) matrix {
	return matrix{
		m[0]*inner[0] + m[2]*inner[1], m[1]*inner[0] + m[3]*inner[1],
		m[0]*inner[2] + m[2]*inner[3], m[1]*inner[2] + m[3]*inner[3],
		m[0]*inner[4] + m[2]*inner[5] + m[4], m[1]*inner[4] + m[3]*inner[5] + m[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// place gives the matrix of an object's own coordinates: its CTM, moved to the
// corner of its Boundary. false if its numbers are none.
func (m matrix) place(e *node) (matrix, bool) {
	if b, ok := measures(e.attribute("Boundary")); ok && len(b) >= 2 {
		m = m.over(matrix{1, 0, 0, 1, b[0], b[1]})
	}
	if s := e.attribute("CTM"); s != "" {
		c, ok := measures(s)
		if !ok || len(c) != 6 {
			return m, false
		}
		m = m.over(matrix(c))
	}
	for _, v := range m {
		if math.IsNaN(v) || math.Abs(v) > maxMeasure {
			return m, false
		}
	}
	return m, true
}

// measure reads one number; false if it is none or absurd.
func measure(s string) (float64, bool) {
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && math.Abs(v) <= maxMeasure
}

// measures reads a short list of numbers, such as a box or a matrix.
func measures(s string) ([]float64, bool) {
	const most = 16
	var vs []float64
	for f := range strings.FieldsSeq(s) {
		v, ok := measure(f)
		if !ok || len(vs) == most {
			return nil, false
		}
		vs = append(vs, v)
	}
	return vs, len(vs) > 0
}

// deltas reads a DeltaX or DeltaY: distances between characters, where
// "g n v" stands for v n times. It gives no more than most of them.
func deltas(s string, most int) []float64 {
	var vs []float64
	fields := strings.Fields(s)
	for i := 0; i < len(fields) && len(vs) < most; i++ {
		n := 1
		if strings.EqualFold(fields[i], "g") && i+2 < len(fields) {
			count, ok := measure(fields[i+1])
			if !ok {
				count = maxMeasure // bounded by most
			}
			n = int(count)
			i += 2
		}
		v, ok := measure(fields[i])
		if !ok {
			v = 0
		}
		for n = min(n, most-len(vs)); n > 0; n-- {
			vs = append(vs, v)
		}
	}
	return vs
}

// A turn is a text's direction in quarters clockwise: 0 to the right, 1 downwards, 2 to the left, 3 upwards.
type turn int

// A sheet is a page's size in points.
type sheet struct{ width, height float64 }

// upright maps a place on the sheet to where it is when text of turn t is turned upright.
func (s sheet) upright(t turn, x, y float64) (float64, float64) {
	switch t {
	case 1:
		return y, s.width - x
	case 2:
		return s.width - x, s.height - y
	case 3:
		return s.height - y, x
	}
	return x, y
}

// turned is the sheet when text of turn t is upright.
func (s sheet) turned(t turn) sheet {
	if t%2 == 1 {
		return sheet{s.height, s.width}
	}
	return s
}

// turnOf says how text runs under m; false for slanting text, which is a watermark as a rule.
func turnOf(m matrix) (turn, bool) {
	quarters := math.Atan2(m[1], m[0]) / (math.Pi / 2)
	near := math.Round(quarters)
	return turn((int(near) + 4) % 4), math.Abs(quarters-near) < 0.15
}

// uprightBox maps a box as [sheet.upright] maps places.
func (s sheet) uprightBox(t turn, b box) box {
	x0, y0 := s.upright(t, b.left, b.top)
	x1, y1 := s.upright(t, b.right, b.bottom)
	return box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
}
