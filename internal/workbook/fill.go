package workbook

import (
	"strings"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// A Cell is what is to stand in a cell.
type Cell struct {
	Place
	Text     string // as a text, whatever it begins with: never a formula
	IsNumber bool   // Text is a number in digits and becomes one, printed by the format of the cell
}

// Fill gives a workbook back with values in some of its cells; each cell keeps its format. Formulas stay, one in such a cell too, and lose the results
// that were saved with them, so that every program computes them anew. Of cells that are merged the first is filled. Cells of sheets that the
// workbook lacks are left out. Errors: *reader.Error.
func Fill(data []byte, cells []Cell) ([]byte, error) {
	return change(data, func(b *book) error {
		for _, s := range b.sheets {
			t, err := b.tree(s.part)
			if err != nil {
				return err
			}
			t.fill(s.name, cells)
		}
		return b.calculate()
	})
}

func (t *tree) fill(sheet string, cells []Cell) {
	origin := t.origins()
	wanted := make(map[spot]Cell)
	var spots []spot
	for _, c := range cells {
		if c.Sheet == sheet && c.Reference() != "" {
			at := origin(spot{c.Row + 1, c.Col + 1})
			wanted[at] = c
			spots = append(spots, at)
		}
	}
	t.forget()
	t.edit(spots, func(at spot, old cell) string {
		c := wanted[at]
		switch {
		case old.formula:
			return ""
		case c.Text == "":
			return old.made(old.style, "", "")
		case c.IsNumber && xlsx.IsNumber(c.Text):
			return old.made(old.style, "", "<"+old.prefix+"v>"+c.Text+"</"+old.prefix+"v>")
		}
		p := old.prefix
		return old.made(old.style, "inlineStr", "<"+p+"is><"+p+`t xml:space="preserve">`+xlsx.Text(c.Text)+"</"+p+"t></"+p+"is>")
	})
}

// forget takes the saved results of formulas away.
func (t *tree) forget() {
	data := t.find(0, "sheetData")
	if data == 0 {
		return
	}
	for row := range t.children(data, "row") {
		for c := range t.children(row, "c") {
			v := t.find(c, "v")
			if v == 0 || t.find(c, "f") == 0 {
				continue
			}
			t.replace(v, "")
			if n := t.nodes[c]; strings.Contains(t.tag(c), " t=") { // the type of the result
				t.edits = append(t.edits, edit{n.start, n.inner, t.retagged(c, attribute{"t", ""})})
			}
		}
	}
}

// calculate has the workbook computed by whatever opens it.
func (b *book) calculate() error {
	t, err := b.tree(b.main)
	if err != nil {
		return err
	}
	if n := t.find(0, "calcPr"); n != 0 {
		t.replace(n, t.retagged(n, attribute{"calcId", ""}, attribute{"fullCalcOnLoad", "1"})+"</"+t.written(n)+">")
	}
	return nil
}
