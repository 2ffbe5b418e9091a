// Package printout turns what stands on printed pages — words and rules with their places, as in PDF
// and OFD files — into paragraphs and tables in the order of reading. Page numbers, running heads and footnotes are
// left out, pages that hold only pictures are named.
//
// It knows how offices print and nothing of files or of what a paragraph says; start at [Read].
package printout

import (
	"unicode"
)

// A Page is one page, turned so that most of its words read from left to right. The origin is the page's upper
// left corner; measures are in points.
type Page struct {
	Width, Height float64
	Runs          []Run  // in any order
	Rules         []Rule // in any order
	// Oblique are the words that do not run level, and those of annotations: watermarks, stamps, notes along the edge.
	// They are left out of the text, but for marks of secrecy.
	Oblique []string
	// Pictures is the share of the page, from 0 to 1, that pictures cover: a page without text and full of them is a scan.
	Pictures float64
}

// A Run is a piece of one printed line without wide gaps. A character that the file gives no meaning is
// U+FFFD. Spaces the file holds stand in Text, also behind its last word, where Right is that word's.
type Run struct {
	Text        string
	Left, Right float64
	Baseline    float64 // the letters stand on it, Size high at most
	Size        float64 // of the letters (em)
}

// A Rule (框线) is a thin line drawn on a page: level where it is wider than high, else upright.
type Rule struct {
	Left, Top, Right, Bottom float64
}

// A Text is what stands on pages, in the order of reading.
type Text struct {
	Blocks []Block
	Scans  []int // the pages without usable words, from 1: pictures, or characters whose meaning the file does not tell
	Notes  int   // lines of footnotes that were left out
}

// A Block is a paragraph or a table.
type Block struct {
	Paragraph string // without line breaks
	Table     []Cell // nil in a paragraph
}

// A Cell is a cell of a table, by row and column from 0; a merged one covers several, else both spans are 1.
type Cell struct {
	Row, Col, RowSpan, ColSpan int
	Paragraphs                 []string
}

// Read puts pages together:
//
//  1. pages without usable words are named, and nothing else is read of them;
//  2. page numbers, running heads and footnotes are left out (furniture.go);
//  3. what stands in a ruled grid is a table (table.go), and goes on over pages (carry.go);
//  4. other lines are joined to paragraphs by their margins (paragraph.go).
func Read(pages []Page) Text {
	var t Text
	d := document{pages: make([]page, len(pages))}
	for i := range pages {
		p := pages[i]
		if len(p.Runs) > 0 && !p.legible() || len(p.Runs) == 0 && p.Pictures > wordless {
			t.Scans = append(t.Scans, i+1)
			p.Runs = nil
		}
		d.pages[i] = newPage(&p)
	}
	d.dropFurniture()
	t.Blocks, t.Notes = d.blocks(), d.notes
	return t
}

// The share of a page that pictures cover at least where it is a scan: one without any words, and one with a few.
const (
	wordless = 0.3
	stamped  = 0.5
)

// legible reports that a page has words that can be used: a few characters, most of them with a meaning.
func (p *Page) legible() bool {
	all, known := 0, 0
	for _, r := range p.Runs {
		for _, c := range r.Text {
			if c == ' ' {
				continue
			}
			all++
			if c != unicode.ReplacementChar && !unicode.Is(unicode.Co, c) {
				known++
			}
		}
	}
	if p.Pictures > stamped && known < minLegible {
		return false // a stamp or a page number over a scan
	}
	return known > 0 && known*10 >= all*7
}

// minLegible is the number of characters that make a page full of pictures one with words.
const minLegible = 20
