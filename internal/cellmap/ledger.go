package cellmap

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader/worksheet"
)

// A Mapping (列对应关系) says what the columns of a ledger that was kept in a spreadsheet (在办台账) mean. It is a plain value that is kept as JSON.
type Mapping struct {
	Sheet   string    `json:"sheet"`
	Title   string    `json:"title"`   // of the document it becomes
	Heads   int       `json:"heads"`   // the last row of heads, from 1
	Last    int       `json:"last"`    // the last row of tasks, from 1
	Year    int       `json:"year"`    // that dates and periods without a year are in
	Columns []Meaning `json:"columns"` // from the first on
	// Units are the units that a person has chosen, by the name in the ledger; the zero id leaves a name out.
	Units map[string]uuid.UUID `json:"units,omitempty"`
	Every string               `json:"every"` // how often its tasks are reported on from now on; "" for never
	Proof string               `json:"proof"` // 佐证要求: what has to be shown for its tasks without a figure
}

// A Meaning is what a column means.
type Meaning struct {
	Field  string `json:"field"`
	Period string `json:"period,omitempty"` // that a dated field tells of, as package period writes it
}

const (
	headRows  = 15 // in which heads are looked for
	headDepth = 4  // rows that heads have
)

// Guess guesses the mapping of the first sheet that looks like a ledger: by the words of its heads, those of a title above them, and today, which a
// progress without a month is up to. name is that of the file. ok is false if no sheet has heads that say anything.
func Guess(grids []Grid, name string, today period.Date) (m Mapping, ok bool) {
	best := 1
	for _, g := range grids {
		top, score := g.headRow()
		if score <= best {
			continue
		}
		best, ok = score, true
		m = g.guess(top, name, today)
	}
	return m, ok
}

// headRow is the row whose cells are most like heads, and how many are.
func (g Grid) headRow() (row, score int) {
	for r := range min(g.Rows, headRows) {
		n := 0
		for col := range g.Columns {
			if a, isMerged := g.area(r, col); isMerged && (a.Left < col || a.Top < r) {
				continue
			}
			if fieldOf(g.Text(r, col)) != FieldNone {
				n++
			}
		}
		if n > score {
			row, score = r, n
		}
	}
	return row, score
}

// headEnd is the last row of heads that begin in a row: as far as cells are merged downwards, and one more where one is merged across.
func (g Grid) headEnd(top int) int {
	last := top
	for row := top; row <= last && row < top+headDepth; row++ {
		for col := range g.Columns {
			a, isMerged := g.area(row, col)
			if !isMerged || a.Top != row {
				continue
			}
			last = max(last, min(a.Bottom, top+headDepth-1))
			if a.Right > a.Left && a.Top == a.Bottom && row+1 < g.Rows {
				last = max(last, row+1)
			}
		}
	}
	return min(last, g.Rows-1)
}

// Head is the words of a column's heads from one row to another, the upper first, joined by a stroke.
func (g Grid) Head(top, last, col int) string {
	var parts []string
	for row := top; row <= last; row++ {
		if text := squeeze(g.Text(row, col)); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "/")
}

// HeadTop is the first row of the heads that end in a row, both from 0.
func (g Grid) HeadTop(last int) int {
	top, _ := g.headRow()
	return min(top, max(last, 0))
}

func (g Grid) guess(top int, name string, today period.Date) Mapping {
	last := g.headEnd(top)
	m := Mapping{Sheet: g.Name, Title: g.title(top, name), Heads: last + 1, Last: g.Rows, Year: today.Year(), Columns: make([]Meaning, g.Columns), Every: period.Month.String()}
	if y := ofYear.FindStringSubmatch(squeeze(m.Title)); y != nil {
		m.Year, _ = atoi(y[1])
	}
	upTo, isDated := periodOf(m.Title, m.Year)
	if !isDated {
		upTo = period.Of(today, period.Month).Prev()
	}
	seen := make(map[string]bool)
	var before period.Period
	for col := range g.Columns {
		head := g.Head(top, last, col)
		x := Meaning{Field: fieldOf(head)}
		switch {
		case IsDated(x.Field):
			of, ok := periodOf(head, m.Year)
			if !ok && !before.IsZero() { // 存在问题 beside 3月进展
				of, ok = before, x.Field != FieldProgress
			}
			if !ok {
				of = upTo
			}
			x.Period, before = of.String(), of
		case x.Field != FieldNone && seen[x.Field] && x.Field != FieldTarget:
			x.Field = FieldNone
		}
		seen[x.Field] = true
		m.Columns[col] = x
	}
	if !seen[FieldTask] { // what is to be done stands where the targets were taken to stand
		if i := slices.IndexFunc(m.Columns, func(x Meaning) bool { return x.Field == FieldTarget }); i >= 0 {
			m.Columns[i].Field = FieldTask
		}
	}
	return m
}

// title is the longest text above the heads, else the name of the file.
func (g Grid) title(top int, name string) string {
	title := ""
	for row := range top {
		for col := range g.Columns {
			if text := strings.Join(strings.Fields(g.Text(row, col)), ""); len(text) > len(title) && !strings.ContainsAny(text, "：:") {
				title = text
			}
		}
	}
	if title == "" {
		title = strings.TrimSuffix(name, ".xlsx")
	}
	return clip(title)
}

func atoi(s string) (int, bool) {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1<<20 {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, s != ""
}

// An Item is a task as a ledger has it.
type Item struct {
	Row    int // from 0
	Number string
	Task   string
	Target string
	Lead   string // as printed, several in one cell
	Others map[string]string
	Due    string
	Past   []Past // by column
}

// Past is what a ledger says of one period.
type Past struct {
	Period                  string
	Progress, Problem, Next string
	Value                   *quantity.Number
}

// MaxItems is how many tasks one ledger brings in.
const MaxItems = 1000

// Items reads the tasks of a ledger as a mapping says, and what is wrong in which cell; what has a fault is left out, the task it stands beside not. A cell merged
// over rows counts for each of them; rows that share the cell of a task are one task. Titles of sections, sums and notes are none.
func (g Grid) Items(m Mapping, today period.Date) (items []Item, faults []Fault) {
	task := slices.IndexFunc(m.Columns, func(x Meaning) bool { return x.Field == FieldTask })
	if task < 0 {
		return nil, nil
	}
	last := -1 // the last row of the area in which the present task stands
	for row := max(m.Heads, 0); row < min(m.Last, g.Rows); row++ {
		text := line(g.Text(row, task))
		if _, isDitto := ditto(text); isDitto { // the task above goes on
			text = ""
		}
		isNew := text != "" && row > last
		if isNew && (g.isAside(row, text) || g.isSection(row, task)) || text == "" && len(items) == 0 || !g.hasWords(row, m) {
			continue
		}
		if isNew {
			if len(items) == MaxItems {
				return items, append(faults, Fault{At: g.Place(row, task), Key: "cell-too-many-tasks", Args: []any{MaxItems}})
			}
			items = append(items, Item{Row: row, Task: text, Others: make(map[string]string)})
			last = row
			if a, ok := g.area(row, task); ok {
				last = a.Bottom
			}
		}
		if text == "" && g.isLone(row) {
			continue // 一、产业发展 in the column of numbers
		}
		faults = append(faults, g.take(row, m, &items[len(items)-1], today)...)
	}
	return items, faults
}

// line is a text on one line.
func line(text string) string { return strings.Join(strings.Fields(text), "") }

func (g Grid) isAside(row int, text string) bool {
	first := text
	for col := range g.Columns {
		if t := line(g.Text(row, col)); t != "" {
			first = t
			break
		}
	}
	return slices.ContainsFunc(asides, func(a string) bool { return strings.HasPrefix(text, a) || strings.HasPrefix(first, a) })
}

// isSection reports whether the cell of a row lies over several columns: the title of a section.
func (g Grid) isSection(row, col int) bool {
	a, ok := g.area(row, col)
	return ok && a.Right-a.Left >= 2 && a.Top == a.Bottom
}

// isLone reports whether a row has words in one place only.
func (g Grid) isLone(row int) bool {
	texts := make(map[string]bool)
	for col := range g.Columns {
		if a, ok := g.area(row, col); ok && a.Top < row {
			continue
		}
		if text := line(g.Text(row, col)); text != "" {
			texts[text] = true
		}
	}
	return len(texts) < 2
}

func (g Grid) hasWords(row int, m Mapping) bool {
	for col, x := range m.Columns {
		if x.Field != FieldNone && g.Text(row, col) != "" {
			return true
		}
	}
	return false
}

// take adds what a row says to its task; what it says again because it is merged counts once.
func (g Grid) take(row int, m Mapping, item *Item, today period.Date) (faults []Fault) {
	for col, x := range m.Columns {
		if g.Text(row, col) == "" || col >= g.Columns || x.Field == FieldNone {
			continue
		}
		cell, isFound := g.said(m, row, col)
		if x.Field == FieldValue { // nobody's figure is taken for another's
			cell, isFound = g.Cell(row, col), true
		}
		text := strings.TrimSpace(cell.Text)
		if !isFound {
			faults = append(faults, Fault{At: g.Place(row, col), Key: "cell-ditto", Args: []any{clip(g.Text(row, col))}})
			continue
		}
		switch x.Field {
		case FieldNumber:
			item.Number = add(item.Number, text, "")
		case FieldTarget:
			item.Target = add(item.Target, line(text), "；")
		case FieldLead:
			item.Lead = add(item.Lead, names(text), "、")
		case FieldResponsible, FieldCooperate:
			item.Others[x.Field] = add(item.Others[x.Field], names(text), "、")
		case FieldDue:
			item.Due = add(item.Due, line(text), "；")
		case FieldProgress, FieldProblem, FieldNext, FieldValue:
			faults = append(faults, g.past(row, col, x, cell, item, today)...)
		}
	}
	return faults
}

// said is what a place says where it has words of its own; 同上 is what stands right above it, below the heads, and 同左 what the column before it of the same
// meaning says in its row. isFound is false where nothing stands there: a blank is not looked behind.
func (g Grid) said(m Mapping, row, col int) (cell worksheet.Cell, isFound bool) {
	cell = g.Cell(row, col)
	for isAbove, isDitto := ditto(line(cell.Text)); isDitto; isAbove, isDitto = ditto(line(cell.Text)) {
		if isAbove {
			for row--; row >= m.Heads && g.isSection(row, col); row-- { // the title of a section says nothing of its columns
			}
		} else {
			field := m.Columns[col].Field
			for col--; col >= 0 && m.Columns[col].Field != field; col-- {
			}
		}
		if row < max(m.Heads, 0) || col < 0 {
			return worksheet.Cell{}, false
		}
		cell = g.Cell(row, col)
	}
	return cell, cell.Text != ""
}

// ditto says whether a text means that of another place: the one above, else the one to the left.
func ditto(text string) (isAbove, ok bool) {
	switch text {
	case "同上", "同上。", "〃", "″", "''", "\"":
		return true, true
	case "同左", "同左。":
		return false, true
	}
	return false, false
}

// names are units as a cell lists them, on one line.
func names(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n", r) })
	for i := range parts {
		parts[i] = strings.Trim(parts[i], " 、，,;；")
	}
	return strings.Join(parts, "、")
}

// add puts a text behind another; one that is in it already is not said twice.
func add(to, text, mark string) string {
	if to == "" || to == text {
		return text
	}
	if mark == "" || slices.Contains(strings.Split(to, mark), text) {
		return to
	}
	return to + mark + text
}

func (g Grid) past(row, col int, x Meaning, cell worksheet.Cell, item *Item, today period.Date) []Fault {
	text := strings.TrimSpace(cell.Text)
	of, err := period.Parse(x.Period)
	if err != nil {
		return []Fault{{At: g.Place(row, col), Key: "cell-no-period"}}
	}
	if of.First() > today {
		return []Fault{{At: g.Place(row, col), Key: "cell-period-to-come", Args: []any{x.Period}}}
	}
	if len([]rune(text)) > maxEntry {
		return []Fault{{At: g.Place(row, col), Key: "cell-text-too-long", Args: []any{maxEntry}}}
	}
	i := slices.IndexFunc(item.Past, func(p Past) bool { return p.Period == x.Period })
	if i < 0 {
		i = len(item.Past)
		item.Past = append(item.Past, Past{Period: x.Period})
	}
	p := &item.Past[i]
	switch x.Field {
	case FieldProgress:
		p.Progress = add(p.Progress, text, "\n")
	case FieldProblem:
		p.Problem = add(p.Problem, text, "\n")
	case FieldNext:
		p.Next = add(p.Next, text, "\n")
	case FieldValue:
		n, ok := Figure(cell, "")
		if _, fits := n.TenThousandths(); !ok || !fits {
			return []Fault{{At: g.Place(row, col), Key: "cell-not-a-number", Args: []any{clip(text)}}}
		}
		p.Value = &n
	}
	return nil
}
