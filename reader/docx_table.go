package reader

// table reads a w:tbl. Cells merged over rows stand once, where the merge starts.
func (d *document) table(tbl *element) *grid {
	g := &grid{}
	open := make(map[int]int) // by column, the cell of g a merge goes on from
	row := 0
	for _, tr := range within(tbl, "w:tr") {
		pr := tr.child("w:trPr")
		if pr.child("w:del") != nil {
			d.tracked++
			continue
		}
		if pr.child("w:ins") != nil {
			d.tracked++
		}
		if pr.child("w:hidden").isOn() {
			continue
		}
		col := min(number(pr.child("w:gridBefore"), 0), maxColumns)
		for _, tc := range within(tr, "w:tc") {
			if col >= maxColumns {
				break
			}
			col += d.cell(g, open, tc, row, col)
		}
		row++
	}
	return g
}

// cell reads a w:tc into g and says how many columns it covers.
func (d *document) cell(g *grid, open map[int]int, tc *element, row, col int) int {
	pr := tc.child("w:tcPr")
	width := min(max(number(pr.child("w:gridSpan"), 1), 1), maxSpan)
	merge := pr.child("w:vMerge")
	if merge != nil && merge.attribute("val") != "restart" {
		if i, ok := open[col]; ok && g.cells[i].row+g.cells[i].rowSpan == row {
			g.cells[i].rowSpan++
			return width
		}
	}
	if h := pr.child("w:hMerge"); h != nil && h.attribute("val") != "restart" && len(g.cells) > 0 {
		if last := &g.cells[len(g.cells)-1]; last.row == row {
			last.colSpan += width
			return width
		}
	}
	delete(open, col)
	if merge != nil {
		open[col] = len(g.cells)
	}
	c := gridCell{row: row, col: col, rowSpan: 1, colSpan: width}
	if pr.child("w:cellDel") != nil {
		d.tracked++
	} else {
		d.cells++
		c.blocks = d.blocks(tc.children)
		d.cells--
	}
	g.cells = append(g.cells, c)
	return width
}

// within gives the children with a name, also those wrapped in content controls.
func within(e *element, name string) []*element {
	var found []*element
	for _, c := range e.children {
		switch c.name {
		case name:
			found = append(found, c)
		case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo":
			found = append(found, within(c, name)...)
		}
	}
	return found
}
