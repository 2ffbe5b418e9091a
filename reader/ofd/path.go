package ofd

import "strings"

// What is taken for rules of tables.
const (
	maxPathBytes = 4096 // a path that is longer is a drawing
	thin         = 2.0  // points: an area that is not thicker is a line
)

// rulesOf reads the lines of a PathObject that run straight across or down. Of
// an area that is filled and has no outline only a thin one is a line.
func rulesOf(m matrix, e *node) []box {
	data := e.child("AbbreviatedData")
	if data == nil || len(data.text) > maxPathBytes {
		return nil
	}
	isStroked := !e.isOff("Stroke")
	if !isStroked && !e.isOn("Fill") {
		return nil
	}
	var rules []box
	var all box
	isFirst := true
	walkPath(data.text, func(x0, y0, x1, y1 float64) {
		x0, y0 = m.apply(x0, y0)
		x1, y1 = m.apply(x1, y1)
		b := box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
		if isFirst {
			all, isFirst = b, false
		}
		all = box{min(all.left, b.left), min(all.top, b.top), max(all.right, b.right), max(all.bottom, b.bottom)}
		if b.isThin() && isStroked {
			rules = append(rules, b)
		}
	})
	if !isFirst && all.isThin() {
		return []box{all} // a bar, or one line
	}
	return rules
}

// isThin reports that a box is a line and not a dot.
func (b box) isThin() bool {
	width, height := b.right-b.left, b.bottom-b.top
	return min(width, height) <= thin && max(width, height) > 3*thin
}

// pathOperands says how many numbers follow each letter of an AbbreviatedData; the last two are where it ends.
var pathOperands = map[string]int{"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

// walkPath calls line for every straight stretch of an AbbreviatedData. Curves only move on.
func walkPath(data string, line func(x0, y0, x1, y1 float64)) {
	fields := strings.Fields(data)
	var x, y, startX, startY float64
	for i := 0; i < len(fields); i++ {
		n, ok := pathOperands[fields[i]]
		if !ok {
			continue
		}
		if i+n >= len(fields) && n > 0 {
			return // cut off
		}
		nx, ny := startX, startY
		if n > 0 {
			var okX, okY bool
			nx, okX = measure(fields[i+n-1])
			ny, okY = measure(fields[i+n])
			if !okX || !okY {
				return
			}
		}
		switch fields[i] {
		case "M", "S":
			startX, startY = nx, ny
		case "L", "C":
			line(x, y, nx, ny)
		}
		x, y = nx, ny
		i += n
	}
}
