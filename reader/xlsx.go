package reader

import (
	"archive/zip"
	"path"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/reader/worksheet"
	"github.com/wenxiao/wenxiao/source"
)

// readXLSX reads a SpreadsheetML workbook (.xlsx, .xlsm, .xltx; transitional and
// strict) as a document: its visible sheets in their order, numbers and dates as
// they are printed, formulas by the results that were saved. Comments, headers,
// text boxes and charts are left out. xlsx_sheet.go reads cells, package
// [worksheet] says how they are printed and what of them is a table.
func readXLSX(data []byte) (*source.Text, []source.Diagnostic, error) {
	w, err := openWorkbook(data)
	if err != nil {
		return nil, nil, err
	}
	blocks, err := w.blocks()
	if err != nil {
		return nil, nil, containerError(err)
	}
	return layout(blocks), w.diagnostics(), nil
}

// openWorkbook reads what a file says beside its cells. An error is an [*Error].
func openWorkbook(data []byte) (*workbook, error) {
	c, err := openContainer(data)
	if err != nil {
		return nil, containerError(err)
	}
	main := c.target("_rels/.rels", "", "officeDocument")
	if main == nil {
		main = c.members["xl/workbook.xml"]
	}
	if main == nil {
		return nil, &Error{Kind: Unknown}
	}
	w := &workbook{formats: make(map[string]*worksheet.Format)}
	if err := w.read(c, main); err != nil {
		return nil, containerError(err)
	}
	return w, nil
}

// A workbook is what a file says beside its cells, and what was met while they were read.
type workbook struct {
	sheets    []sheetPart
	concealed []sheetPart  // hidden ones
	strings   []string     // shared strings
	styles    []cellFormat // by the index that cells name them by
	formats   map[string]*worksheet.Format
	since1904 bool // days are counted from 1904

	text       int // bytes of the cells read so far
	hidden     worksheet.Hidden
	hiddenTabs int
	unsaved    int // formulas without a saved result
	long       int // numbers with more digits than programs keep
}

// A sheetPart is a sheet that is to be read.
type sheetPart struct {
	name string
	part *zip.File
}

// A cellFormat is how a cell is printed.
type cellFormat struct {
	format *worksheet.Format
	ruled  bool // with lines around it
}

func (w *workbook) read(c *container, main *zip.File) error {
	parts := c.relations(main.Name)
	err := eachElement(main, "s:workbook", func(e *element) {
		switch e.name {
		case "s:workbookPr":
			w.since1904 = isTrue(e.attribute("date1904"))
		case "s:sheets":
			for _, s := range e.children {
				w.sheet(s, parts)
			}
		}
	})
	if err != nil {
		return err
	}
	if err := w.readStyles(c.related(main.Name, "styles", "xl/styles.xml")); err != nil {
		return err
	}
	return w.readStrings(c.related(main.Name, "sharedStrings", "xl/sharedstrings.xml"))
}

// sheet reads what the workbook says of a sheet; a hidden one is passed over.
func (w *workbook) sheet(s *element, parts map[string]*zip.File) {
	if s.name != "s:sheet" {
		return
	}
	part := parts[s.attribute("id")]
	switch s.attribute("state") {
	case "hidden", "veryHidden":
		w.hiddenTabs++
		if part != nil {
			w.concealed = append(w.concealed, sheetPart{s.attribute("name"), part})
		}
		return
	}
	if part != nil {
		w.sheets = append(w.sheets, sheetPart{s.attribute("name"), part})
	}
}

// relations gives the parts that a part refers to by their ids.
func (c *container) relations(from string) map[string]*zip.File {
	dir, base := path.Split(memberName(from))
	parts := make(map[string]*zip.File)
	// A damaged list of relationships is as good as none.
	_ = eachElement(c.members[dir+"_rels/"+base+".rels"], "_:Relationships", func(e *element) {
		target := e.attribute("Target")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		if f := c.members[memberName(target)]; f != nil {
			parts[e.attribute("Id")] = f
		}
	})
	return parts
}

// readStyles reads the formats of cells; a workbook may have none.
func (w *workbook) readStyles(part *zip.File) error {
	codes := make(map[string]string)
	var ruled []bool
	return eachElement(part, "s:styleSheet", func(e *element) {
		switch e.name {
		case "s:numFmts":
			for _, f := range e.children {
				codes[f.attribute("numFmtId")] = f.attribute("formatCode")
			}
		case "s:borders":
			for _, b := range e.children {
				ruled = append(ruled, hasLine(b))
			}
		case "s:cellXfs":
			for _, xf := range e.children {
				border := xf.integer("borderId", -1)
				w.styles = append(w.styles, cellFormat{
					format: w.format(xf.attribute("numFmtId"), codes),
					ruled:  border >= 0 && border < len(ruled) && ruled[border],
				})
			}
		}
	})
}

// format gives the number format of an id, parsed once.
func (w *workbook) format(id string, codes map[string]string) *worksheet.Format {
	f, ok := w.formats[id]
	if !ok {
		if code, own := codes[id]; own {
			f = worksheet.Parse(code)
		} else if n, err := strconv.Atoi(id); err == nil {
			f = worksheet.Builtin(n)
		}
		w.formats[id] = f
	}
	return f
}

// hasLine reports whether a border draws a line at any side.
func hasLine(border *element) bool {
	for _, side := range border.children {
		if style := side.attribute("style"); style != "" && style != "none" {
			return true
		}
	}
	return false
}

// readStrings reads the strings that cells refer to by their index.
func (w *workbook) readStrings(part *zip.File) error {
	return eachElement(part, "s:sst", func(e *element) {
		if e.name == "s:si" {
			w.strings = append(w.strings, richText(e))
		}
	})
}

// blocks reads the sheets. Their names head them where several have words.
func (w *workbook) blocks() ([]block, error) {
	var blocks []block
	var starts []int // of the sheets with words
	var names []string
	for _, s := range w.sheets {
		read, err := w.readSheet(s.part)
		if err != nil {
			return nil, err
		}
		if len(read) > 0 {
			starts, names = append(starts, len(blocks)), append(names, s.name)
			blocks = append(blocks, read...)
		}
	}
	if len(starts) < 2 {
		return blocks, nil
	}
	starts = append(starts, len(blocks))
	var named []block
	for i, name := range names {
		named = append(named, block{text: name})
		named = append(named, blocks[starts[i]:starts[i+1]]...)
	}
	return named, nil
}

// diagnostics tells what was left out and what may be wrong, in a fixed order.
func (w *workbook) diagnostics() []source.Diagnostic {
	var ds []source.Diagnostic
	if h := w.hidden; h.Rows+h.Columns+w.hiddenTabs > 0 {
		ds = append(ds, source.Diagnostic{Code: source.HiddenLeftOut,
			Args: []string{strconv.Itoa(h.Rows), strconv.Itoa(h.Columns), strconv.Itoa(w.hiddenTabs)}})
	}
	if w.unsaved > 0 {
		ds = append(ds, source.Diagnostic{Code: source.FormulaUnsaved, Args: []string{strconv.Itoa(w.unsaved)}})
	}
	if w.long > 0 {
		ds = append(ds, source.Diagnostic{Code: source.NumberTooLong, Args: []string{strconv.Itoa(w.long)}})
	}
	return ds
}

// integer gives an attribute that is a whole number, otherwise where it is none.
func (e *element) integer(local string, otherwise int) int {
	if n, err := strconv.Atoi(e.attribute(local)); err == nil {
		return n
	}
	return otherwise
}

// isTrue reads a switch that is an attribute.
func isTrue(value string) bool { return value == "1" || value == "true" || value == "on" }
