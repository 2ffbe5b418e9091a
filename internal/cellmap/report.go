package cellmap

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/workbook"
	"github.com/wenxiao/wenxiao/internal/xlsx"
	"github.com/wenxiao/wenxiao/quantity"
)

// Reports is the workbook (填报工作簿) in which a unit reports on what is due without a network. Words are given in the language of whoever takes it along.
type Reports struct {
	Sheet string // its name
	Title string
	Notes []string // what is to be done with it, a line each
	Heads ReportHeads
	Items []Report
}

// ReportHeads are the heads of the columns.
type ReportHeads struct{ Number, Task, Period, On, Progress, Problem, Next, Metric, Goal, Last, Value, Unit string }

// A Report is one due item in the workbook.
type Report struct {
	Due                      uuid.UUID
	Stamp                    string // of the report the row was filled from, as the application writes it; without blanks
	Task, Period, On         string
	Progress, Problem, Next  string
	Values                   []Value
	IsWritten                bool           // a report stands already; read back: something is written
	At                       workbook.Place // read back: of the first entry
	ProblemAt, NextAt, DueAt workbook.Place
}

// A Value is the figure for one target.
type Value struct {
	Target                   uuid.UUID
	Metric, Goal, Last, Unit string
	Text                     string           // as it stands in the cell; "" for none
	Number                   *quantity.Number // read back: Text as a number; nil for none
	At                       workbook.Place   // read back
}

// Columns are known again by keys in a row that is hidden: people move columns and correct heads.
const (
	keyDue, keyTarget, keyUnit              = "wenxiao:due", "wenxiao:target", "wenxiao:unit"
	keyProgress, keyProblem, keyNext, keyOf = "wenxiao:progress", "wenxiao:problem", "wenxiao:next", "wenxiao:value"
)

// layout is the columns from left to right: the key, the width in characters, and whether people write in it.
func (r Reports) layout() []reportColumn {
	h := r.Heads
	return []reportColumn{
		{keyDue, "", 2, false}, {keyTarget, "", 2, false}, {"", h.Number, 6, false}, {"", h.Task, 34, false}, {"", h.Period, 10, false}, {"", h.On, 12, false},
		{keyProgress, h.Progress, 40, true}, {keyProblem, h.Problem, 26, true}, {keyNext, h.Next, 26, true},
		{"", h.Metric, 24, false}, {"", h.Goal, 10, false}, {"", h.Last, 10, false}, {keyOf, h.Value, 12, true}, {keyUnit, h.Unit, 8, false},
	}
}

type reportColumn struct {
	key, head string
	width     float64
	isOpen    bool
}

// Write makes the workbook. What people may not change is locked, without a password. No text becomes a formula.
func (r Reports) Write() []byte {
	book := xlsx.New()
	w := reportWriter{book.Sheet(r.Sheet), r.layout()}
	w.start(r)
	for i, item := range r.Items {
		w.item(i+1, item)
	}
	var b bytes.Buffer
	_, _ = book.WriteTo(&b) // a bytes.Buffer takes everything
	return b.Bytes()
}

type reportWriter struct {
	*xlsx.Sheet
	columns []reportColumn
}

// How cells look.
var (
	lookTitle = xlsx.Style{Bold: true, Size: 16, Horizontal: "center", Vertical: "center"}
	lookNotes = xlsx.Style{Vertical: "center", Wrap: true}
	lookHead  = xlsx.Style{Bold: true, Border: "999999", Fill: "E7ECF3", Horizontal: "center", Vertical: "center", Wrap: true}
	lookFixed = xlsx.Style{Border: "999999", Vertical: "center", Wrap: true, Format: xlsx.FormatText}
	lookOpen  = xlsx.Style{Border: "999999", Vertical: "center", Wrap: true, Fill: "FFF9DB", Unlocked: true}
)

// start sets the sheet up and writes the rows above the items.
func (w *reportWriter) start(r Reports) {
	keys, heads := make([]xlsx.Cell, len(w.columns)), make([]xlsx.Cell, len(w.columns))
	for i, c := range w.columns {
		w.Columns = append(w.Columns, xlsx.Column{Width: c.width, IsHidden: c.head == ""})
		keys[i] = xlsx.Cell{Text: c.key}
		heads[i] = xlsx.Cell{Text: c.head, Style: lookHead}
	}
	above := func(text string, look xlsx.Style) {
		row := w.Row(xlsx.Row{Height: float64(max(28, 17*(strings.Count(text, "\n")+1)))}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{Text: text, Style: look})
		w.Merge(xlsx.Range{FromRow: row, FromColumn: 3, ToRow: row, ToColumn: len(w.columns)})
	}
	above(r.Title, lookTitle)
	above(strings.Join(r.Notes, "\n"), lookNotes)
	w.Row(xlsx.Row{IsHidden: true}, keys...)
	w.FrozenRows = w.Row(xlsx.Row{}, heads...)
	w.Page.IsA3, w.IsProtected = true, true
}

// item writes a due item, a row for each of its targets.
func (w *reportWriter) item(number int, r Report) {
	values := r.Values
	if len(values) == 0 {
		values = []Value{{}}
	}
	texts := map[string]string{keyProgress: r.Progress, keyProblem: r.Problem, keyNext: r.Next}
	first := w.Rows() + 1
	for i, v := range values {
		written := []string{r.Due.String() + " " + r.Stamp, "", fmt.Sprint(number), r.Task, r.Period, r.On, "", "", "", v.Metric, v.Goal, v.Last, v.Text, v.Unit}
		if v.Target != uuid.Nil {
			written[1] = v.Target.String()
		}
		cells := make([]xlsx.Cell, len(w.columns))
		for col, c := range w.columns {
			text, style := written[col], lookFixed
			if i == 0 && texts[c.key] != "" {
				text = texts[c.key]
			}
			if c.isOpen && (c.key != keyOf || v.Target != uuid.Nil) {
				style = lookOpen
			}
			if i > 0 && isSpanned(col) {
				text = ""
			}
			cells[col] = xlsx.Cell{Text: text, Style: style}
			if _, ok := parse(text); ok && c.key == keyOf {
				cells[col] = xlsx.Cell{Number: text, Style: style}
			}
		}
		w.Row(xlsx.Row{Height: 48}, cells...)
	}
	for col := range w.columns {
		if isSpanned(col) && len(values) > 1 {
			w.Merge(xlsx.Range{FromRow: first, FromColumn: col + 1, ToRow: w.Rows(), ToColumn: col + 1})
		}
	}
}

// isSpanned says whether a column is merged over all rows of an item.
func isSpanned(col int) bool { return col >= 2 && col <= 8 }

// maxEntry is how many characters of progress, problem or next step a report takes, as the application does.
const maxEntry = 20000

// ReadReports reads a workbook that Write made, after somebody has filled it in: the items with what is written, and what is wrong in which cell. An
// item with a fault stands in neither; one in which nothing is written has IsWritten false. Errors: those of Grids; fault.Invalid
// "sheet-not-ours" for another workbook.
func ReadReports(name string, data []byte) (items []Report, faults []Fault, err error) {
	grids, err := Grids(name, data)
	if err != nil {
		return nil, nil, err
	}
	isOurs := false
	for _, g := range grids {
		columns, first := keyed(g)
		if columns[keyDue] == 0 || columns[keyProgress] == 0 || columns[keyOf] == 0 {
			continue
		}
		isOurs = true
		read, wrong := reportReader{g, columns}.items(first)
		items, faults = append(items, read...), append(faults, wrong...)
	}
	if !isOurs {
		return nil, nil, fault.New(fault.Invalid, "sheet-not-ours")
	}
	return items, faults, nil
}

// keyed finds the columns by their keys, 1 + the column, and the first row below them.
func keyed(g Grid) (columns map[string]int, first int) {
	columns = make(map[string]int)
	for row := range min(g.Rows, 30) {
		for col := range g.Columns {
			if text := g.Text(row, col); strings.HasPrefix(text, "wenxiao:") {
				columns[text] = cmp.Or(columns[text], col+1)
				first = row + 2 // keys and heads
			}
		}
	}
	return columns, first
}

type reportReader struct {
	Grid
	columns map[string]int
}

// at is the place of an entry in a row.
func (r reportReader) at(row int, key string) workbook.Place {
	return r.Place(row, r.columns[key]-1)
}

func (r reportReader) entry(row int, key string) string { return r.Text(row, r.columns[key]-1) }

func (r reportReader) items(first int) (items []Report, faults []Fault) {
	byDue, bad := make(map[uuid.UUID]int), make(map[uuid.UUID]bool)
	for row := first; row < r.Rows; row++ {
		key := r.entry(row, keyDue)
		due, stamp, ok := readKey(key)
		if !ok {
			if at, hasWords := r.written(row); hasWords {
				faults = append(faults, Fault{At: at, Key: "cell-row-unknown"})
			}
			continue
		}
		i, seen := byDue[due]
		if !seen {
			i = len(items)
			byDue[due] = i
			items = append(items, Report{Due: due, Stamp: stamp, At: r.at(row, keyProgress), ProblemAt: r.at(row, keyProblem), NextAt: r.at(row, keyNext), DueAt: r.at(row, keyDue)})
		}
		item := &items[i]
		wrong := r.texts(row, item)
		wrong = append(wrong, r.figure(row, item)...)
		if len(wrong) > 0 {
			bad[due] = true
			faults = append(faults, wrong...)
		}
	}
	kept := items[:0]
	for _, item := range items {
		if !bad[item.Due] {
			kept = append(kept, item)
		}
	}
	return kept, faults
}

// written finds the first entry of a row in which something stands.
func (r reportReader) written(row int) (workbook.Place, bool) {
	for _, key := range []string{keyProgress, keyProblem, keyNext, keyOf} {
		if r.columns[key] > 0 && r.entry(row, key) != "" {
			return r.at(row, key), true
		}
	}
	return workbook.Place{}, false
}

func readKey(text string) (due uuid.UUID, stamp string, ok bool) {
	id, stamp, ok := strings.Cut(text, " ")
	due, err := uuid.Parse(id)
	return due, stamp, ok && err == nil && len(id) == 36
}

// texts reads the words of a row; those of a second row for the same item come under the first's.
func (r reportReader) texts(row int, item *Report) (faults []Fault) {
	for _, x := range []struct {
		key string
		to  *string
	}{{keyProgress, &item.Progress}, {keyProblem, &item.Problem}, {keyNext, &item.Next}} {
		if r.columns[x.key] == 0 {
			continue
		}
		text := r.entry(row, x.key)
		if text == "" || text == *x.to { // merged over the rows of the item
			continue
		}
		item.IsWritten = true
		if *x.to != "" {
			text = *x.to + "\n" + text
		}
		*x.to = text
		if len([]rune(text)) > maxEntry {
			faults = append(faults, Fault{At: r.at(row, x.key), Key: "cell-text-too-long", Args: []any{maxEntry}})
		}
	}
	return faults
}

func (r reportReader) figure(row int, item *Report) []Fault {
	at := r.at(row, keyOf)
	cell := r.Cell(at.Row, at.Col)
	text := strings.TrimSpace(cell.Text)
	target, err := uuid.Parse(r.entry(row, keyTarget))
	if err != nil {
		if text != "" {
			return []Fault{{At: at, Key: "cell-no-target"}}
		}
		return nil
	}
	v := Value{Target: target, Text: text, At: at}
	for _, other := range item.Values {
		if other.Target == target {
			return []Fault{{At: at, Key: "cell-row-twice"}}
		}
	}
	if text != "" {
		n, ok := Figure(cell, r.entry(row, keyUnit))
		if !ok {
			return []Fault{{At: at, Key: "cell-not-a-number", Args: []any{clip(text)}}}
		}
		if _, ok := n.TenThousandths(); !ok {
			return []Fault{{At: at, Key: "cell-number-range"}}
		}
		v.Number, item.IsWritten = &n, true
	}
	item.Values = append(item.Values, v)
	return nil
}

func clip(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
