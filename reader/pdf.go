package reader

// A PDFPage is the text of one page of a PDF file: what stands on it, with its place.
type PDFPage struct {
	Width, Height float64 // in points
	Lines         []PDFLine
	// Pictures is the share of the page, from 0 to 1, that pictures cover: a page without text and full of them is a scan.
	Pictures float64
}

// A PDFLine is one printed line of a page, or one cell's line of a table. The
// origin is the page's upper left corner; measures are in points.
type PDFLine struct {
	Text                     string
	Left, Top, Right, Bottom float64
	Size                     float64 // of the letters; 0 where it is not known
}
