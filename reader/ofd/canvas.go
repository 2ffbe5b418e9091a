package ofd

import (
	"math"
	"regexp"
	"strings"

	"github.com/wenxiao/wenxiao/reader/printout"
)

// page makes a page of what is drawn. A page whose text runs down or up is turned
// upright. Hidden words are read where a picture shows them and nothing else
// does: a scan with its text.
func (c *canvas) page(s sheet) printout.Page {
	pieces := c.pieces
	if len(pieces) == 0 && len(c.pictures) > 0 {
		pieces = c.hidden
	}
	main := mainTurn(pieces)
	upright := s.turned(main)
	page := printout.Page{Width: upright.width, Height: upright.height, Oblique: c.oblique, Pictures: s.covered(c.pictures)}
	seen := make(map[string][]int) // by words, the places in pieces
	for i, p := range pieces {
		if !isTwice(pieces, seen[p.text], p) {
			seen[p.text] = append(seen[p.text], i)
			if r, ok := s.run(p, main); ok {
				page.Runs = append(page.Runs, r)
			}
		}
	}
	for _, r := range c.rules {
		b := s.uprightBox(main, r)
		page.Rules = append(page.Rules, printout.Rule{Left: b.left, Top: b.top, Right: b.right, Bottom: b.bottom})
	}
	return page
}

// isTwice reports that p is printed over one of the pieces with its words, as programs do for boldness.
func isTwice(pieces []piece, same []int, p piece) bool {
	const most = 64 // pieces with the same words are compared with this many before them
	for _, i := range same[max(0, len(same)-most):] {
		q := &pieces[i]
		if p.turn == q.turn && math.Abs(p.x-q.x) < 0.25*p.width && math.Abs(p.y-q.y) < 0.25*p.size {
			return true
		}
	}
	return false
}

// run places a piece on the page as it is read; false if it is left out: the
// page's number that stands at its side.
func (s sheet) run(p piece, main turn) (printout.Run, bool) {
	if p.turn == main {
		x, y := s.upright(main, p.x, p.y)
		endX, _ := s.upright(main, p.endX, p.endY)
		return printout.Run{Text: p.text, Left: x, Right: max(endX, x), Baseline: y, Size: p.size}, true
	}
	if sideNumber.MatchString(strings.TrimSpace(p.text)) {
		return printout.Run{}, false
	}
	b := s.uprightBox(main, box{min(p.x, p.endX), min(p.y, p.endY), max(p.x, p.endX), max(p.y, p.endY)})
	return printout.Run{Text: p.text, Left: b.left, Right: b.right, Baseline: b.bottom, Size: p.size}, true
}

// sideNumber is a page's number on a page whose text runs another way.
var sideNumber = regexp.MustCompile(`^[-—–－·•\s]*\d{1,4}[-—–－·•\s]*$`)

// mainTurn is how most of a page's text runs.
func mainTurn(pieces []piece) turn {
	var chars [4]int
	for _, p := range pieces {
		chars[p.turn] += len(p.text)
	}
	most := turn(0)
	for t := range turn(4) {
		if chars[t] > chars[most] {
			most = t
		}
	}
	return most
}

// covered is the share of a page that its pictures cover, as far as they do not overlap.
func (s sheet) covered(pictures []box) float64 {
	area := 0.0
	for _, p := range pictures {
		width := min(p.right, s.width) - max(p.left, 0)
		height := min(p.bottom, s.height) - max(p.top, 0)
		area += max(width, 0) * max(height, 0)
	}
	return min(area/(s.width*s.height), 1)
}
