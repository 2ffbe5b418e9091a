package ofd

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A piece is a run of characters on one baseline without a wide gap in it. Its
// place is in points on the page as it lies; [sheet.upright] turns it.
type piece struct {
	text       string // with the blanks before and behind it
	turn       turn
	x, y       float64 // where the baseline of its first character starts
	endX, endY float64 // where its last character ends
	size       float64 // of the letters
	width      float64 // of a wide letter
	last       rune    // the last character that is seen, 0 of an empty piece
}

// A glyph is a placed character.
type glyph struct {
	r    rune
	x, y float64
}

// A typesetter places the characters of one TextObject.
type typesetter struct {
	matrix  matrix
	letters float64 // their size in the object's own measure
	stretch float64 // their width as a part of it
	down    bool    // text without distances runs down, not to the right
	turn    turn
	size    float64 // of the letters in points
	width   float64 // of a wide letter in points
	codes   []codeGroup
}

// A codeGroup is a CGTransform where the numbers of characters and of glyphs differ, such as a ligature.
type codeGroup struct{ at, codes, glyphs int }

// words are what a TextObject holds.
type words struct {
	pieces []piece
	text   string // its characters, where it slants or they are asked for
	glyphs int    // how many characters
	// isTextless reports glyphs of a font that stand for no characters: without the font nobody knows what they show.
	isTextless bool
}

// wordsOf reads a TextObject; m maps its coordinates to the page. Its text is kept where it slants, or if isKept.
func wordsOf(m matrix, e *node, isKept bool) (w words) {
	t := newTypesetter(m, e)
	var text strings.Builder
	straight := false
	if t.turn, straight = turnOf(m); straight {
		t.turn = (t.turn + quarters(e, "CharDirection")) % 4
	}
	isVisible := t.size > 0.5 && t.width > 0.5 && t.size < 2000
	isDrawn, isBlankText := false, false
	var x, y float64
	for _, c := range e.children {
		switch c.name {
		case "CGTransform":
			isDrawn = true
			t.transform(c)
		case "TextCode":
			x, y = coordinate(c, "X", x), coordinate(c, "Y", y)
			gs := t.glyphs(c, x, y)
			for _, g := range gs {
				if isBlank(g.r) {
					isBlankText = true
				} else {
					w.glyphs++
				}
				if isKept || !straight {
					text.WriteRune(g.r)
				}
			}
			if straight && isVisible {
				w.pieces = append(w.pieces, t.pieces(gs)...)
			}
			t.codes = nil
		}
	}
	w.text = text.String()
	w.isTextless = isDrawn && w.glyphs == 0 && !isBlankText
	return w
}

func newTypesetter(m matrix, e *node) *typesetter {
	t := &typesetter{matrix: m, letters: 3.7, stretch: 1} // about 10.5 points, where the size stands in no attribute
	if v, ok := measure(e.attribute("Size")); ok && v > 0 {
		t.letters = v
	}
	if v, ok := measure(e.attribute("HScale")); ok && v > 0 {
		t.stretch = v
	}
	t.down = quarters(e, "ReadDirection")%2 == 1
	t.size = t.letters * math.Hypot(m[2], m[3])
	t.width = t.letters * t.stretch * math.Hypot(m[0], m[1])
	return t
}

// quarters reads a direction in degrees clockwise.
func quarters(e *node, local string) turn {
	v, ok := measure(e.attribute(local))
	if !ok {
		return 0
	}
	return turn((int(math.Round(v/90))%4 + 4) % 4)
}

// coordinate reads X or Y; without it the one before holds on.
func coordinate(e *node, local string, before float64) float64 {
	if v, ok := measure(e.attribute(local)); ok {
		return v
	}
	return before
}

// transform notes a CGTransform that joins or splits characters.
func (t *typesetter) transform(e *node) {
	number := func(local string, missing int) int {
		v, err := strconv.Atoi(e.attribute(local))
		if err != nil || v < 0 || v > 64 {
			return missing
		}
		return v
	}
	at, err := strconv.Atoi(e.attribute("CodePosition"))
	g := codeGroup{at: at, codes: number("CodeCount", 1), glyphs: number("GlyphCount", 1)}
	if err == nil && g.codes > 0 && g.glyphs > 0 && g.codes != g.glyphs {
		t.codes = append(t.codes, g)
	}
}

// glyphs places the characters of a TextCode that starts at x, y.
func (t *typesetter) glyphs(code *node, x, y float64) []glyph {
	text := code.text
	if strings.Contains(text, "\n") {
		text = strings.Trim(text, " \t\r\n") // the file's own layout
	}
	n := utf8.RuneCountInString(text)
	if n == 0 {
		return nil
	}
	dx := t.perCharacter(code.attribute("DeltaX"), n-1)
	dy := t.perCharacter(code.attribute("DeltaY"), n-1)
	gs := make([]glyph, 0, n)
	i := 0
	for _, r := range text {
		if !isUnseen(r) && !isNoCharacter(r) {
			px, py := t.matrix.apply(x, y)
			gs = append(gs, glyph{r, px, py})
		}
		switch {
		case i < len(dx) || i < len(dy):
			x, y = x+at(dx, i), y+at(dy, i)
		case len(dy) > 0 && len(dx) == 0, t.down && len(dx) == 0:
			y += advance(r) * t.letters
		default:
			x += advance(r) * t.letters * t.stretch
		}
		i++
	}
	return gs
}

// isNoCharacter reports a character that only stands for a glyph: nobody but the font knows which.
func isNoCharacter(r rune) bool {
	return r == utf8.RuneError || r < ' ' || r >= 0xe000 && r < 0xf900
}

func at(vs []float64, i int) float64 {
	if i < len(vs) {
		return vs[i]
	}
	return 0
}

// perCharacter reads a DeltaX or DeltaY for most characters. Some writers give
// the distances between glyphs instead; then a ligature's is shared out.
func (t *typesetter) perCharacter(s string, most int) []float64 {
	if s == "" || most <= 0 {
		return nil
	}
	more := 0
	for _, g := range t.codes {
		more += g.glyphs - g.codes
	}
	vs := deltas(s, most+max(more, 0))
	if more == 0 || len(vs) != most+more {
		return vs[:min(len(vs), most)]
	}
	shared := make([]float64, 0, most)
	group := 0
	for j := 0; j < len(vs) && len(shared) < most; {
		for group < len(t.codes) && t.codes[group].at < len(shared) {
			group++
		}
		if group == len(t.codes) || t.codes[group].at != len(shared) {
			shared = append(shared, vs[j])
			j++
			continue
		}
		g := t.codes[group]
		sum := 0.0
		for k := j; k < min(j+g.glyphs, len(vs)); k++ {
			sum += vs[k]
		}
		j += g.glyphs
		for range g.codes {
			shared = append(shared, sum/float64(g.codes))
		}
	}
	return shared[:min(len(shared), most)]
}

// advance is about how wide a character is, as a part of the letters' size.
func advance(r rune) float64 {
	switch {
	case isWide(r):
		return 1
	case strings.ContainsRune("ijlI.,:;'|!()[] ", r):
		return 0.3
	case strings.ContainsRune("mwMW@%", r):
		return 0.85
	case unicode.IsUpper(r):
		return 0.65
	}
	return 0.5
}

// The widest gaps, in wide letters, inside a piece and, between blanks, inside a line.
const (
	pieceGap = 0.5
	lineGap  = 2.5
)

// pieces divides placed characters where they leave the line or a gap is wide.
func (t *typesetter) pieces(gs []glyph) []piece {
	var all []piece
	var p piece
	var text strings.Builder
	seen, blank := glyph{}, false // the last character that is seen; whether blanks follow it
	end := func() {
		if p.last != 0 {
			p.text = text.String()
			p.endX, p.endY = t.behind(seen)
			all = append(all, p)
		}
		p = piece{turn: t.turn, size: t.size, width: t.width}
		text.Reset()
		blank = false
	}
	end()
	for _, g := range gs {
		if isBlank(g.r) {
			text.WriteRune(blankOf(g.r))
			blank = true
			continue
		}
		if p.last != 0 && !t.continues(seen, g, blank) {
			end()
		}
		if p.last == 0 {
			p.x, p.y = g.x, g.y
		}
		text.WriteRune(g.r)
		p.last, seen, blank = g.r, g, false
	}
	end()
	return all
}

// continues reports that g stands right behind the character seen before it, or behind blanks.
func (t *typesetter) continues(seen, g glyph, blank bool) bool {
	along, down := t.step(g.x-seen.x, g.y-seen.y)
	if math.Abs(down) > 0.35*t.size {
		return false
	}
	own := advance(seen.r) * t.width
	widest := pieceGap
	if blank {
		widest = lineGap
	}
	return along > 0.2*own && along-own < widest*t.width || along == 0 && !blank
}

// step turns a distance on the page into one along the text and one down from it.
func (t *typesetter) step(dx, dy float64) (along, down float64) {
	switch t.turn {
	case 1:
		return dy, -dx
	case 2:
		return -dx, -dy
	case 3:
		return -dy, dx
	}
	return dx, dy
}

// behind is where a character ends.
func (t *typesetter) behind(g glyph) (x, y float64) {
	w := advance(g.r) * t.width
	switch t.turn {
	case 1:
		return g.x, g.y + w
	case 2:
		return g.x - w, g.y
	case 3:
		return g.x, g.y - w
	}
	return g.x + w, g.y
}

func isBlank(r rune) bool { return strings.ContainsRune(blanks, r) || unicode.IsSpace(r) }

// blankOf is how a blank stands in a line.
func blankOf(r rune) rune {
	if r == '\u3000' {
		return r
	}
	return ' '
}

// blanks are the characters of which nothing is seen but the room they take.
const blanks = " \t\u00a0\u2002\u2003\u2009\u202f\u3000"

// isUnseen reports a character that takes no room.
func isUnseen(r rune) bool {
	return r < 0x20 && !unicode.IsSpace(r) || r == 0x7f || r == 0xad || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}

// isWide reports a character as wide as the letters are high.
func isWide(r rune) bool {
	return r >= 0x2e80 && r < 0xa000 || r >= 0xf900 && r < 0xfb00 || r >= 0xff00 && r < 0xffe7 ||
		r >= 0x20000 && r < 0x40000 || r >= 0x2014 && r <= 0x2026 || r >= 0x2160 && r < 0x2180 || r >= 0x2460 && r < 0x2600
}
