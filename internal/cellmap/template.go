package cellmap

import (
	"strings"

	"github.com/google/uuid"
)

// Fields of a template's columns. Figures are those of the row's target, texts those of its task.
const (
	TotalField    = "total"    // 累计完成: as reported up to the period
	IncreaseField = "increase" // 本期完成: what the period added to it
	LastField     = "last"     // 上期累计: as reported for the period before
	GoalField     = "goal"     // 目标值
	ProgressField = "progress"
	ProblemField  = "problem"
	NextField     = "next"
	LeadField     = "lead" // 责任单位: who reports
)

// Fields of a template's single cells.
const (
	PeriodCell = "period" // 报告期, in words
	OfficeCell = "office" // 填报单位: the office that fills it
	DateCell   = "date"   // 填报日期
	PersonCell = "person" // 填报人
	PhoneCell  = "phone"  // 联系电话
)

// TemplateFields and TemplateCells are all of them, as people choose them.
var (
	TemplateFields = []string{TotalField, IncreaseField, LastField, GoalField, ProgressField, ProblemField, NextField, LeadField}
	TemplateCells  = []string{PeriodCell, OfficeCell, DateCell, PersonCell, PhoneCell}
)

// A Template (上级报表模板) says what the cells of a superior's blank workbook are filled with. It is a plain value that is kept as JSON.
type Template struct {
	Sheet   string            `json:"sheet"`
	Name    string            `json:"name"`
	Heads   int               `json:"heads"`   // the last row of heads, from 1
	Key     int               `json:"key"`     // the column, from 0, by whose texts rows are known
	Columns []string          `json:"columns"` // fields, from the first column on
	Rows    map[int]About     `json:"rows"`    // by row, from 0
	Cells   map[string]string `json:"cells"`   // field of a single cell to its reference, B2; "" for none
	Person  string            `json:"person"`
	Phone   string            `json:"phone"`
}

// About is what a row of a template is about.
type About struct {
	Task   uuid.UUID `json:"task"`
	Target uuid.UUID `json:"target"` // zero for a task without a figure
}

// A Candidate is a target, or a task, that a row may be about.
type Candidate struct {
	About
	Task, Metric, Unit string
}

// Label is a candidate as people choose it.
func (c Candidate) Label() string {
	if c.Metric == "" {
		return c.Task
	}
	if c.Unit == "" {
		return c.Metric + " · " + c.Task
	}
	return c.Metric + "（" + c.Unit + "） · " + c.Task
}

// filled are words of heads that say what a superior wants in a column; the first that stands in a head counts.
var filled = []struct{ word, field string }{
	{"完成率", ""}, {"占比", ""}, {"同比", ""}, {"环比", ""}, // a superior's formulas
	{"上期", LastField}, {"上月", LastField}, {"上季", LastField}, {"累计", TotalField}, {"截至", TotalField}, {"本期", IncreaseField}, {"本月", IncreaseField}, {"当月", IncreaseField}, {"本季", IncreaseField},
	{"存在问题", ProblemField}, {"问题", ProblemField}, {"困难", ProblemField}, {"下一步", NextField}, {"下步", NextField}, {"进展", ProgressField}, {"完成情况", ProgressField}, {"工作开展", ProgressField},
	{"目标", GoalField}, {"计划", GoalField}, {"任务数", GoalField}, {"责任单位", LeadField}, {"牵头单位", LeadField}, {"完成", TotalField},
}

// labels are what stands before a single cell.
var labels = []struct{ word, field string }{
	{"填报单位", OfficeCell}, {"报送单位", OfficeCell}, {"单位名称", OfficeCell}, {"报告期", PeriodCell}, {"填报期", PeriodCell}, {"统计期", PeriodCell}, {"所属期", PeriodCell}, {"填报日期", DateCell}, {"填表日期", DateCell}, {"报送日期", DateCell},
	{"填报人", PersonCell}, {"填表人", PersonCell}, {"联系人", PersonCell}, {"联系电话", PhoneCell}, {"电话", PhoneCell},
}

// GuessTemplate guesses what a template's cells are filled with; rows are about the candidate whose name stands in them, where that is one.
func GuessTemplate(grids []Grid, name string, candidates []Candidate) Template {
	t := Template{Name: strings.TrimSuffix(name, ".xlsx"), Rows: map[int]About{}, Cells: map[string]string{}}
	best := -1
	for _, g := range grids {
		top, score := g.templateHead()
		if g.Rows == 0 || score <= best {
			continue
		}
		best = score
		t.Sheet, t.Heads, t.Columns = g.Name, g.headEnd(top)+1, make([]string, g.Columns)
		for col := range g.Columns {
			t.Columns[col] = templateField(g.Head(top, t.Heads-1, col))
		}
		t.Key = g.key(t)
		t.Rows = g.Match(t, candidates)
		t.Cells = g.single()
	}
	return t
}

func templateField(head string) string {
	for _, x := range filled {
		if strings.Contains(head, x.word) {
			return x.field
		}
	}
	return ""
}

func (g Grid) templateHead() (row, score int) {
	for r := range min(g.Rows, headRows) {
		n := 0
		for col := range g.Columns {
			if a, ok := g.area(r, col); ok && (a.Left < col || a.Right-a.Left+1 >= g.Columns) {
				continue
			}
			if head := squeeze(g.Text(r, col)); len([]rune(head)) <= 20 && (templateField(head) != "" || fieldOf(head) != "") {
				n++
			}
		}
		if n > score {
			row, score = r, n
		}
	}
	return row, score
}

// key is the column with most texts below the heads that is not filled.
func (g Grid) key(t Template) int {
	best, most := 0, -1
	for col := range g.Columns {
		n := 0
		for row := t.Heads; row < g.Rows; row++ {
			if text := g.Text(row, col); text != "" {
				if _, isNumber := parse(text); !isNumber {
					n++
				}
			}
		}
		if t.Columns[col] == "" && n > most {
			best, most = col, n
		}
	}
	return best
}

// Match finds what the rows of a template are about: the candidate whose metric or task their text is or holds; a row that may be about several is left to a person.
func (g Grid) Match(t Template, candidates []Candidate) map[int]About {
	rows := make(map[int]About)
	for row := t.Heads; row < g.Rows; row++ {
		text := squeeze(g.Text(row, t.Key))
		if text == "" {
			continue
		}
		var found []About
		for _, same := range []func(c Candidate) bool{
			func(c Candidate) bool { return c.Metric != "" && squeeze(c.Metric) == text },
			func(c Candidate) bool { return squeeze(c.Task) == text },
			func(c Candidate) bool { return c.Metric != "" && strings.Contains(text, squeeze(c.Metric)) },
			func(c Candidate) bool { return strings.Contains(text, squeeze(c.Task)) },
		} {
			for _, c := range candidates {
				if same(c) {
					found = append(found, c.About)
				}
			}
			if len(found) > 0 {
				break
			}
		}
		if len(found) == 1 {
			rows[row] = found[0]
		}
	}
	return rows
}

// single finds the cells behind the labels of a template: the empty cell to the right, or the label's own.
func (g Grid) single() map[string]string {
	cells := make(map[string]string)
	for row := range g.Rows {
		for col := range g.Columns {
			text := squeeze(g.Text(row, col))
			if a, ok := g.area(row, col); ok && (a.Left < col || a.Top < row) {
				continue
			}
			for _, l := range labels {
				if !strings.HasPrefix(text, l.word) || len(text) > len(l.word)+3 || cells[l.field] != "" {
					continue
				}
				right := col + 1
				if a, ok := g.area(row, col); ok {
					right = a.Right + 1
				}
				if g.Text(row, right) == "" && !strings.HasSuffix(text, ":") {
					cells[l.field] = g.Place(row, right).Reference()
				} else {
					cells[l.field] = g.Place(row, col).Reference()
				}
				break
			}
		}
	}
	return cells
}

// Corner is the place in which the value of a cell stands: that of the merged area it belongs to, else itself.
func (g Grid) Corner(row, col int) (int, int) {
	if a, ok := g.area(row, col); ok {
		return a.Top, a.Left
	}
	return row, col
}
