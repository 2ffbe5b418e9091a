package breakdown

import (
	"strings"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/source"
)

// Ways to divide a target.
const (
	ByHand   = "hand"
	ByEqual  = "equal"
	ByWeight = "weight"
	ByLast   = "last" // by the weights too: last year's values stand there
)

// Ways are all ways to divide, in the order in which they are shown.
var Ways = []string{ByHand, ByEqual, ByWeight, ByLast}

// Divide divides a total by weights, or equally, into parts of so many decimals that add up to it. Of a rate every part is the whole. at is the first part
// that got something of what rounding left over, with how much that was altogether; negative where nothing was left. fault.Invalid "breakdown-weight".
func Divide(way string, kind ledger.SplitKind, total quantity.Number, weights []quantity.Number, decimals uint8) (parts []quantity.Number, at int, rest string, err error) {
	if way == ByEqual {
		weights = make([]quantity.Number, len(weights))
		for i := range weights {
			weights[i] = quantity.Integer(1)
		}
	}
	if kind == ledger.SplitRate || kind == ledger.SplitAll {
		for range weights {
			parts = append(parts, total)
		}
		return parts, -1, "", nil
	}
	parts, ok := ledger.Proportional(total, weights, decimals)
	if !ok {
		return nil, -1, "", fault.New(fault.Invalid, "breakdown-weight")
	}
	at, rest = remainder(total, weights, parts, decimals)
	return parts, at, rest, nil
}

// remainder is what came of cutting off decimals, and the first part that got some of it.
func remainder(total quantity.Number, weights, parts []quantity.Number, decimals uint8) (at int, rest string) {
	sum, cut := ledger.Points{}, ledger.PointsOf(total)
	for _, w := range weights {
		sum = sum.Add(ledger.PointsOf(w))
	}
	at = -1
	unit := ledger.PointsOf(quantity.Number{Coefficient: 1, Scale: decimals})
	for i, w := range weights {
		exact, _ := ledger.PointsOf(total).Mul(ledger.PointsOf(w)).Per(sum)
		part := ledger.PointsOf(parts[i])
		if part.Cmp(exact) > 0 {
			part = part.Sub(unit)
			if at < 0 {
				at = i
			}
		}
		cut = cut.Sub(part)
	}
	return at, cut.Shown()
}

// A Row is a line of a pasted or uploaded table.
type Row struct{ Unit, Value, Weight string }

// Paste reads rows of a unit, its part and a weight, from lines whose cells are parted by tabs, commas or blanks. A line without a number is a head and
// left out.
func Paste(text string) (rows []Row) {
	for _, line := range strings.Split(text, "\n") {
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == ',' || r == '，' || r == ' ' || r == '\r' })
		if row, ok := rowOf(cells); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// ReadSheet reads the rows of an XLSX file. Errors: *reader.Error.
func ReadSheet(name string, data []byte) (rows []Row, err error) {
	text, _, err := reader.Read(name, data, reader.Options{})
	if err != nil {
		return nil, err
	}
	for _, t := range text.Tables {
		lines := make(map[int][]source.Cell)
		last := 0
		for _, c := range t.Cells {
			lines[c.Row], last = append(lines[c.Row], c), max(last, c.Row)
		}
		for i := range last + 1 {
			var cells []string
			for _, c := range lines[i] {
				if cell := strings.TrimSpace(text.Slice(c.Span)); cell != "" {
					cells = append(cells, cell)
				}
			}
			if row, ok := rowOf(cells); ok {
				rows = append(rows, row)
			}
		}
	}
	return rows, nil
}

// rowOf is a name with the numbers behind it; a number before the name is that of the line.
func rowOf(cells []string) (row Row, ok bool) {
	var numbers []string
	for _, cell := range cells {
		bare := strings.TrimRight(strings.ReplaceAll(cell, ",", ""), "%")
		if _, err := quantity.ParseNumber(bare); err != nil {
			if row.Unit == "" {
				row.Unit = cell
			}
			continue
		}
		if row.Unit != "" {
			numbers = append(numbers, bare)
		}
	}
	if row.Unit == "" || len(numbers) == 0 {
		return row, false
	}
	row.Value = numbers[0]
	if len(numbers) > 1 {
		row.Weight = numbers[1]
	}
	return row, true
}
