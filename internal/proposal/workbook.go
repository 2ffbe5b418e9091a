package proposal

import (
	"fmt"
	"io"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// otherWidths are the widths of the columns of the other sheets; for several documents one more stands before them.
var otherWidths = [][]float64{
	{6, 8, 26, 26, 20, 60, 30},      // 报送事项
	{6, 8, 76, 46, 30},              // 政策条款
	{6, 26, 14, 12, 40, 36, 36, 60}, // 需核事项
}

// indexWidths are the widths of the columns of the index.
var indexWidths = []float64{6, 60, 46, 36, 9, 9, 40}

// sheetWidth is how wide the column is that names a document's sheet; cells no wider are repeated where a
// row goes on. The text of narrow ones is centred.
const (
	sheetWidth = 24
	narrow     = 14
)

// list writes a table on a sheet of its own, its name and a note above it. Where
// links are given, each row's first cell leads to the sheet of that name.
func (w *Workbook) list(sheet *xlsx.Sheet, t Table, widths []float64, note string, links []string) {
	g := w.newGrid(sheet, widths)
	g.wide(t.Name, lookTitle, len(widths))
	g.wide(note, lookNote, len(widths))
	shape, kept := make([]look, len(widths)), make([]bool, len(widths))
	for i := range shape {
		shape[i] = lookHead
	}
	g.cells(t.Heads, shape, kept)
	head := g.Rows()
	g.FrozenRows = head
	for i, width := range widths {
		shape[i], kept[i] = lookText, width <= sheetWidth
		if width <= narrow {
			shape[i] = lookCentre
		}
	}
	for i, row := range t.Rows {
		first := g.cells(row, shape, kept)
		if i < len(links) { // long texts have none: LibreOffice does not wrap them then
			g.Link(first, 1, links[i])
		}
	}
	g.finish(head, g.Rows(), len(widths), len(widths))
}

// WriteTo ends the workbook and writes it, as a ZIP archive; nothing can be added then.
// It gives the number of bytes written.
func (w *Workbook) WriteTo(out io.Writer) (int64, error) {
	for i, t := range w.others {
		if len(t.Rows) == 0 {
			continue
		}
		widths, note := otherWidths[i], ""
		if w.several {
			widths = append([]float64{sheetWidth}, widths...)
		}
		if t.Name == wordDoubts[w.language] {
			note = fmt.Sprintf(wordNotPrinted[w.language], wordTableTitle[w.language])
		}
		w.list(w.book.Sheet(w.name(t.Name)), t, widths, note, nil)
	}
	if w.several {
		w.writeIndex()
	}
	l := w.language
	w.book.Title, w.book.Program, w.book.Description, w.book.Language = w.title, program, wordProposal[l], [...]string{"zh-CN", "en"}[l]
	if w.several {
		w.book.Title = wordTableTitle[l]
	}
	return w.book.WriteTo(out)
}

// writeIndex writes the sheet that lists the documents, each linked to its task table.
func (w *Workbook) writeIndex() {
	l := w.language
	t := Table{Name: wordIndex[l], Rows: w.index,
		Heads: heads(l, columnWords[ColumnNumber], wordTitle, wordIssue, wordStatus, wordTasks, wordDoubts, wordFile)}
	w.list(w.first, t, indexWidths, "", w.sheets)
}

// program is who made a file.
const program = "Wenxiao 问效"
