package proposal

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"
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
func (w *Workbook) list(name string, t Table, widths []float64, note string, links []string) error {
	g, err := w.newGrid(name, widths)
	if err != nil {
		return err
	}
	head := g.rowsOf(t.Name, lookTitle, len(widths)) + g.rowsOf(note, lookNote, len(widths)) + 1
	if err := g.freeze(head, 0); err != nil {
		return err
	}
	if err := g.wide(t.Name, lookTitle, len(widths)); err != nil {
		return err
	}
	if err := g.wide(note, lookNote, len(widths)); err != nil {
		return err
	}
	shape, kept := make([]look, len(widths)), make([]bool, len(widths))
	for i := range shape {
		shape[i] = lookHead
	}
	if _, err := g.cells(t.Heads, shape, kept); err != nil {
		return err
	}
	for i, width := range widths {
		shape[i], kept[i] = lookText, width <= sheetWidth
		if width <= narrow {
			shape[i] = lookCentre
		}
	}
	for i, row := range t.Rows {
		first, err := g.cells(row, shape, kept)
		if err != nil {
			return err
		}
		if i < len(links) {
			if err := g.link(1, first, links[i]); err != nil {
				return err
			}
		}
	}
	return g.finish(head, g.row, len(widths), len(widths))
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
		if err := w.list(w.name(t.Name), t, widths, note, nil); err != nil {
			return 0, fmt.Errorf("write sheet %q: %w", t.Name, err)
		}
	}
	if w.several {
		if err := w.writeIndex(); err != nil {
			return 0, fmt.Errorf("write the index: %w", err)
		}
	}
	if err := w.properties(); err != nil {
		return 0, err
	}
	counted := &counter{w: out}
	w.file.SetZipWriter(func(out io.Writer) excelize.ZipWriter { return newOrderedZip(out) })
	err := w.file.Write(counted)
	return counted.n, err
}

// Close drops what the library keeps in temporary files of large sheets; it must be called, written or not.
func (w *Workbook) Close() error { return w.file.Close() }

// writeIndex writes the sheet that lists the documents, each linked to its task table.
func (w *Workbook) writeIndex() error {
	l := w.language
	t := Table{Name: wordIndex[l], Rows: w.index,
		Heads: heads(l, columnWords[ColumnNumber], wordTitle, wordIssue, wordStatus, wordTasks, wordDoubts, wordFile)}
	return w.list(w.first, t, indexWidths, "", w.sheets)
}

// properties names the document; of the machine and its user nothing is said.
func (w *Workbook) properties() error {
	l := [...]string{"zh-CN", "en"}[w.language]
	title := w.title
	if w.several {
		title = wordTableTitle[w.language]
	}
	err := w.file.SetDocProps(&excelize.DocProperties{Title: title, Creator: program, LastModifiedBy: program, Language: l,
		Created: noTime, Modified: noTime, Description: wordProposal[w.language]})
	if err != nil {
		return err
	}
	return w.file.SetAppProps(&excelize.AppProperties{Application: program})
}

// program is who made a file, and noTime when: the same for everybody, so that the same documents make the same bytes.
const (
	program = "Wenxiao 问效"
	noTime  = "2000-01-01T00:00:00Z"
)

// A counter counts the bytes written through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// An orderedZip writes an archive whose entries stand in the order of their names, without times:
// the library hands them over in the order of a map.
type orderedZip struct {
	zip     *zip.Writer
	entries map[string]*bytes.Buffer
}

func newOrderedZip(out io.Writer) *orderedZip {
	return &orderedZip{zip: zip.NewWriter(out), entries: map[string]*bytes.Buffer{}}
}

// Create begins an entry; its bytes are kept until Close.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	z.entries[name] = &bytes.Buffer{}
	return z.entries[name], nil
}

// AddFS is not needed for workbooks made here.
func (z *orderedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes all entries.
func (z *orderedZip) Close() error {
	for _, name := range slices.Sorted(maps.Keys(z.entries)) {
		entry, err := z.zip.Create(name)
		if err != nil {
			return err
		}
		if _, err := z.entries[name].WriteTo(entry); err != nil {
			return err
		}
	}
	return z.zip.Close()
}
