package pdftext

import (
	"math"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/wenxiao/wenxiao/reader/printout"
	"github.com/wenxiao/wenxiao/zh"
)

// A char is one character on a page, in the page's own coordinates: points, upwards.
type char struct {
	r                        rune
	left, bottom, right, top float64
	x, y                     float64 // where it begins on its baseline
	dx, dy                   float64 // the direction of writing, of length 1
	size                     float64
	breaks                   bool // a line ends before it
}

// chars reads the characters of a page in PDFium's order, without the blanks and line ends that PDFium puts between them.
func (d *document) chars(page requests.Page) ([]char, error) {
	t, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	count, err := d.pdf.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: t.TextPage})
	if err != nil {
		return nil, err
	}
	if d.text+count.Count > maxText {
		return nil, errTooLarge
	}
	var chars []char
	breaks := true
	for i := range max(count.Count, 0) {
		u, err := d.pdf.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: t.TextPage, Index: i})
		if err != nil {
			return nil, err
		}
		r := rune(u.Unicode)
		if r == '\r' || r == '\n' {
			breaks = true
			continue
		}
		box, err := d.pdf.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.TextPage, Index: i})
		if err != nil {
			continue // it has no place
		}
		c := char{r: meaning(r), left: float64(box.Rect.Left), bottom: float64(box.Rect.Bottom), right: float64(box.Rect.Right), top: float64(box.Rect.Top), breaks: breaks}
		if r == ' ' && c.left == c.right {
			continue // PDFium's, not the page's
		}
		origin, err := d.pdf.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: t.TextPage, Index: i})
		if err != nil {
			continue
		}
		c.x, c.y = origin.X, origin.Y
		if n := len(chars); n > 0 && !c.breaks && chars[n-1].isLike(c) {
			c.dx, c.dy, c.size = chars[n-1].dx, chars[n-1].dy, chars[n-1].size
		} else if err := d.setType(t.TextPage, i, &c); err != nil {
			continue
		}
		chars = append(chars, c)
		breaks = false
	}
	_, err = d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.TextPage})
	return chars, err
}

// isLike reports that two characters on one baseline are of one height: they are set in the same letters. Asking PDFium
// for them takes as long as for all else of a character.
func (c char) isLike(next char) bool {
	return c.y == next.y && c.dy == 0 && c.top-c.bottom == next.top-next.bottom
}

// setType asks in which size and direction a character is set.
func (d *document) setType(page references.FPDF_TEXTPAGE, i int, c *char) error {
	size, err := d.pdf.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: page, Index: i})
	if err != nil {
		return err
	}
	m, err := d.pdf.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: page, Index: i})
	if err != nil {
		return err
	}
	x, y := float64(m.Matrix.A), float64(m.Matrix.B)
	if n := math.Hypot(x, y); n > 0 {
		c.dx, c.dy = x/n, y/n
	}
	c.size = math.Abs(size.FontSize) * math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
	return nil
}

// meaning is what stands for a character PDFium gives: a hyphen at a line's end has a code of its
// own, and 0 says that the file does not tell which character is printed.
func meaning(r rune) rune {
	switch {
	case r == 2 || r == 0xfffe:
		return '-'
	case r == '\t' || r == 0xa0 || r == 0x3000:
		return ' '
	case r < ' ' || r > 0x10ffff || r >= 0xd800 && r < 0xe000:
		return '\ufffd'
	}
	return r
}

// A view turns a page so that most of its text reads from left to right; rotated pages and tables laid on their side are read so.
type view struct {
	left, bottom, right, top float64 // of the page
	dx, dy                   float64 // the direction of most of the text: 1 or -1 along one axis
	width, height            float64
}

func newView(left, bottom, right, top float64, chars []char) view {
	var votes [4]int // right, up, left, down
	directions := [4][2]float64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}
	for _, c := range chars {
		for i, d := range directions {
			if c.dx*d[0]+c.dy*d[1] > straight {
				votes[i]++
			}
		}
	}
	best := 0
	for i, n := range votes {
		if n > votes[best] {
			best = i
		}
	}
	v := view{left: left, bottom: bottom, right: right, top: top, dx: directions[best][0], dy: directions[best][1], width: right - left, height: top - bottom}
	if v.dy != 0 {
		v.width, v.height = v.height, v.width
	}
	return v
}

// straight is the cosine of the angle up to which text counts as level. What is more oblique is a watermark.
const straight = 0.99

func (v view) isLevel(c char) bool { return c.dx*v.dx+c.dy*v.dy > straight }

// place turns a point of the page.
func (v view) place(x, y float64) (right, down float64) {
	switch {
	case v.dx > 0:
		return x - v.left, v.top - y
	case v.dy > 0:
		return y - v.bottom, x - v.left
	case v.dx < 0:
		return v.right - x, y - v.bottom
	}
	return v.top - y, v.right - x
}

// rule turns a rectangle of the page.
func (v view) rule(left, bottom, right, top float64) printout.Rule {
	x1, y1 := v.place(left, bottom)
	x2, y2 := v.place(right, top)
	return printout.Rule{Left: grain(min(x1, x2)), Top: grain(min(y1, y2)), Right: grain(max(x1, x2)), Bottom: grain(max(y1, y2))}
}

// The gaps that divide, in sizes of the letters.
const (
	wordGap = 0.15 // between words of letters
	hanGap  = 0.2  // between Han characters; filling a line to the margin takes less
	runGap  = 0.7  // between runs
	back    = 0.5  // a step back begins a new run
	shift   = 0.2  // up or down
)

// oblique gives the words that do not run level, as PDFium puts them together.
func oblique(chars []char, v view) []string {
	var all []string
	var words strings.Builder
	end := func() {
		if words.Len() > 0 {
			all = append(all, words.String())
		}
		words.Reset()
	}
	for _, c := range chars {
		if c.breaks || v.isLevel(c) {
			end()
		}
		if !v.isLevel(c) {
			words.WriteRune(c.r)
		}
	}
	end()
	return all
}

// runs joins level characters to runs.
func runs(chars []char, v view) []printout.Run {
	var all []printout.Run
	var words strings.Builder
	var run printout.Run
	var last rune
	edge := 0.0 // where the last character ends
	end := func() {
		if run.Text = words.String(); strings.TrimRight(run.Text, " ") != "" {
			run.Left, run.Right, run.Baseline, run.Size = grain(run.Left), grain(run.Right), grain(run.Baseline), grain(run.Size)
			all = append(all, run)
		}
		words.Reset()
	}
	for _, c := range chars {
		if !v.isLevel(c) {
			continue
		}
		box := v.rule(c.left, c.bottom, c.right, c.top)
		x, baseline := v.place(c.x, c.y)
		if unicode.Is(unicode.Han, c.r) { // it fills its square, whatever the file says of the shape
			box.Left, box.Right = x, max(box.Right, x+c.size)
		}
		gap := box.Left - edge
		joins := words.Len() > 0 && !c.breaks && math.Abs(baseline-run.Baseline) < shift*run.Size &&
			gap < runGap*run.Size && gap > -back*run.Size && math.Abs(c.size-run.Size) < shift*run.Size
		if !joins {
			end()
			if c.r == ' ' {
				continue
			}
			run = printout.Run{Left: box.Left, Baseline: baseline, Size: c.size}
		} else if c.r != ' ' && last != ' ' && isWordGap(last, c.r, gap/run.Size) {
			words.WriteByte(' ')
		}
		words.WriteRune(c.r)
		last, edge = c.r, box.Right
		if last != ' ' {
			run.Right = max(box.Right, run.Left)
		}
	}
	end()
	return all
}

// isWordGap reports whether a gap between two characters stands for a space.
func isWordGap(a, b rune, gap float64) bool {
	if unicode.Is(unicode.Han, a) && unicode.Is(unicode.Han, b) {
		return gap > hanGap
	}
	return gap > wordGap && !zh.IsWide(a) && !zh.IsWide(b)
}
