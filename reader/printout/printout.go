// Package printout makes paragraphs and tables of printed pages, whatever file they
// come from: words with their places, and the rules drawn between them.
//
// It does no I/O and knows no file format and no meaning; labels of clauses
// serve only to tell where a paragraph begins. Start at [Blocks].
package printout

// A Page is a page with what is printed on it, upright. The origin is its upper
// left corner, measures are in points.
type Page struct {
	Width, Height float64
	Runs          []Run  // in any order
	Rules         []Rule // in any order
}

// A Run is a piece of one printed line without wide gaps. Blanks between words
// stand in Text, those between runs do not.
type Run struct {
	Text        string
	Left, Right float64
	Baseline    float64 // on which the letters stand
	Size        float64 // of the letters
}

// A Rule is a straight line that is drawn: level where it is wider than high, else upright.
type Rule struct{ Left, Top, Right, Bottom float64 }

// A Block is a paragraph, or a table where Cells is not nil.
type Block struct {
	Text  string
	Cells []Cell // by row, then by column
}

// A Cell is one cell of a table. A merged cell stands once, with the rows and columns it covers.
type Cell struct {
	Row, Col, RowSpan, ColSpan int // from 0, at least 1
	Paragraphs                 []string
}

// Blocks joins the lines of pages to paragraphs and makes tables of ruled grids.
// Page numbers and running heads are left out. A line begins a new paragraph
//
//  1. if it is indented, or set in the middle, and the line before is not set like it;
//  2. if its first word would have fitted on the line before;
//  3. if its letters have another size, or more room is above it than between lines;
//  4. if it starts with a label and the line before ended a sentence.
//
// Lines of a heading in the middle, in letters larger than the text's, are one.
func Blocks(pages []Page) []Block {
	sheets := make([]sheet, len(pages))
	for i, p := range pages {
		runs, tables := tablesOf(p.Rules, p.Runs)
		sheets[i] = sheet{width: p.Width, height: p.Height, lines: linesOf(runs), tables: tables}
	}
	sheets = dropMargins(sheets)
	f := flow{margins: marginsOf(sheets)}
	for _, s := range sheets {
		f.page(s)
	}
	f.end()
	return f.blocks
}

// A sheet is a page whose words are lines and tables.
type sheet struct {
	width, height float64
	lines         []line // from top to bottom, those at one height from left to right
	tables        []*table
}

// A line is one printed line of a page, or of a cell, or a part of one that stands apart.
type line struct {
	text                     string
	left, top, right, bottom float64
	size                     float64 // of the letters
	isSpaced                 bool    // whether a blank stands at its end
}
