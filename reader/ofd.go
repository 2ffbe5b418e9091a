package reader

import (
	"errors"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/reader/ofd"
	"github.com/wenxiao/wenxiao/reader/printout"
	"github.com/wenxiao/wenxiao/source"
)

// scannedPage is the share of a page that its pictures cover at least where it is a scan.
const scannedPage = 0.3

// readOFD reads an OFD file: every document in it, page by page. Stamps,
// watermarks and hidden words are left out; signatures are not checked.
func readOFD(data []byte) (*source.Text, []source.Diagnostic, error) {
	f, err := ofd.Read(data)
	switch {
	case errors.Is(err, ofd.ErrEncrypted):
		return nil, nil, &Error{Kind: Encrypted}
	case errors.Is(err, ofd.ErrTooLarge):
		return nil, nil, &Error{Kind: TooLarge, Err: err}
	case err != nil:
		return nil, nil, &Error{Kind: Broken, Err: err}
	}
	pages := make([]printout.Page, len(f.Pages))
	var scans []string
	hasPictures := false
	for i, p := range f.Pages {
		pages[i] = printedPage(p)
		hasPictures = hasPictures || p.Pictures > 0
		if len(p.Runs) == 0 && p.Pictures > scannedPage {
			scans = append(scans, strconv.Itoa(i+1))
		}
	}
	blocks := printout.Blocks(pages)
	if len(blocks) == 0 && hasPictures {
		return nil, nil, &Error{Kind: Scanned}
	}
	var ds []source.Diagnostic
	if len(scans) > 0 {
		ds = append(ds, source.Diagnostic{Code: source.PagesScanned, Args: []string{strings.Join(scans, ", ")}})
	}
	if f.Textless > 0 {
		ds = append(ds, source.Diagnostic{Code: source.GlyphsWithoutText, Args: []string{strconv.Itoa(f.Textless)}})
	}
	return layout(blocksOf(blocks)), ds, nil
}

func printedPage(p ofd.Page) printout.Page {
	q := printout.Page{Width: p.Width, Height: p.Height}
	for _, r := range p.Runs {
		q.Runs = append(q.Runs, printout.Run(r))
	}
	for _, r := range p.Rules {
		q.Rules = append(q.Rules, printout.Rule(r))
	}
	return q
}

// blocksOf turns what was printed into blocks to lay out.
func blocksOf(from []printout.Block) []block {
	blocks := make([]block, len(from))
	for i, b := range from {
		blocks[i].text = b.Text
		if b.Cells == nil {
			continue
		}
		g := &grid{cells: make([]gridCell, len(b.Cells))}
		for j, c := range b.Cells {
			g.cells[j] = gridCell{row: c.Row, col: c.Col, rowSpan: c.RowSpan, colSpan: c.ColSpan}
			for _, p := range c.Paragraphs {
				g.cells[j].blocks = append(g.cells[j].blocks, block{text: p})
			}
		}
		blocks[i].grid = g
	}
	return blocks
}
