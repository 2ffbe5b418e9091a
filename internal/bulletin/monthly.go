package bulletin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// Monthly (督查通报) is what a month's bulletin is made from: its numbers, and texts into which they are put by name.
// It is kept as JSON; whatever is printed can be made again from it.
type Monthly struct {
	Office    string        `json:"office"` // who issues it, in full
	Period    period.Period `json:"period"` // the month it is about
	AsOf      period.Date   `json:"as_of"`  // the day the numbers are of
	Title     string        `json:"title"`  // a line break in it is kept
	Addressee string        `json:"addressee"`
	Copies    string        `json:"copies"`
	// The texts of its sections. {任务总数} is the figure of that name; each line is a paragraph.
	Overall string `json:"overall"`
	Lagging string `json:"lagging"`
	Reached string `json:"reached"`
	Demands string `json:"demands"`

	Figures   []Figure        `json:"figures"`
	Documents []DocumentCount `json:"documents"`
	Late      []LateItem      `json:"late"` // by unit
	Results   []Result        `json:"results"`

	// Set as it goes through the office.
	Serial  int         `json:"serial,omitempty"`  // 第几期; 0 while it is a draft for approval
	Issued  period.Date `json:"issued,omitempty"`  // the day it was numbered
	Heads   []Head      `json:"heads,omitempty"`   // of the audit chains when it was numbered
	Revised []string    `json:"revised,omitempty"` // names of figures that were corrected after they were used
}

// A Figure (数字) is a number the texts use, with where it came from.
type Figure struct {
	Name  string `json:"name"`  // as texts name it
	Value int64  `json:"value"` // as printed: a count, or per cent
	Query string `json:"query"` // the question to the ledger whose answer it is
}

// A DocumentCount is how the tasks of one document stand; Closed, Late and Ongoing are all of them.
type DocumentCount struct {
	Title                        string `json:"title"`
	Total, Closed, Late, Ongoing int64
}

// A LateItem (逾期事项) is a due item whose day has passed without a report that stands.
type LateItem struct {
	Number string      `json:"number"` // of the task: the document's number in this bulletin, and the task's in it
	Task   string      `json:"task"`
	Unit   string      `json:"unit"`
	Of     uuid.UUID   `json:"of"`     // the unit
	Period string      `json:"period"` // that should be reported on
	Due    period.Date `json:"due"`
}

// A Result is an accepted figure of a report.
type Result struct {
	Number string    `json:"number"` // of the task
	Metric string    `json:"metric"`
	Goal   string    `json:"goal"`
	Value  string    `json:"value"`
	Unit   string    `json:"unit"` // of measure
	By     string    `json:"by"`   // the unit that reported it
	Of     uuid.UUID `json:"of"`   // the unit that reported it
	Period string    `json:"period"`
}

// A Head is the head of a division's audit chain.
type Head struct {
	Owner  string `json:"owner"`
	Height int64  `json:"height"`
	Digest string `json:"digest"` // SM3, hexadecimal
}

// Series is the name of the series the bulletins are numbered in.
const Series = "督查通报"

// Texts are what a draft says until somebody edits it.
func (m *Monthly) Texts() {
	month := fmt.Sprintf("%d年%d月", m.Period.Year(), m.Period.Number())
	m.Title = m.Office + "\n关于" + month + "重点任务落实情况的通报"
	m.Overall = "截至" + Day(m.AsOf) + "，台账共有任务{任务总数}项，其中已办结{办结数}项（{办结率}%），有逾期事项的{逾期数}项（{逾期率}%），正常推进{推进数}项（{推进率}%）。\n" +
		month + "应报事项{应报数}件，按时报送{按时数}件（{按时率}%），逾期报送{迟报数}件，未报送或退回后逾期未更正{未报数}件。"
	m.Lagging = "下列{逾期单位数}个单位有{逾期事项数}件应报事项逾期，事项详见附件。"
	if m.Count(FigureLateUnits) == 0 {
		m.Lagging = "各单位均已按要求报送，没有逾期事项。"
	}
	switch m.Reached = "本期审核通过指标数据{指标数}项，情况如下。"; {
	case len(m.Results) == 0:
		m.Reached = "本期没有审核通过的指标数据。"
	case int(m.Count(FigureResults)) > len(m.Results):
		m.Reached = "本期审核通过指标数据{指标数}项，按任务顺序列出前{列示数}项。"
	}
	m.Demands = "各责任单位要对照通报逐项整改，逾期事项立即补报，退回事项按退回意见更正后重新报送。\n" +
		"牵头单位要履行统筹责任，配合单位要主动配合，确保数据真实、依据充分。\n" +
		"对进展缓慢、反复逾期的事项，将适时开展“回头看”，制发督办单，一督到底，直至销号。"
}

// The figures of a bulletin, by name.
const (
	FigureTotal        = "任务总数"
	FigureClosed       = "办结数"
	FigureClosedShare  = "办结率"
	FigureLate         = "逾期数"
	FigureLateShare    = "逾期率"
	FigureOngoing      = "推进数"
	FigureOngoingShare = "推进率"
	FigureDue          = "应报数"
	FigureOnTime       = "按时数"
	FigureOnTimeShare  = "按时率"
	FigureLateReports  = "迟报数"
	FigureMissing      = "未报数"
	FigureLateUnits    = "逾期单位数"
	FigureLateItems    = "逾期事项数"
	FigureResults      = "指标数"
	FigureListed       = "列示数"
)

// Addressees are whom a bulletin of a province, a city or a county goes to.
func Addressees(isProvince, isCity bool) string {
	switch {
	case isProvince:
		return "各市人民政府，省直各有关单位"
	case isCity:
		return "各县（市、区）人民政府，市直各有关单位"
	}
	return "各乡（镇）人民政府，县直各有关单位"
}

// Goal is what a target asks for: its comparison, as package policy writes it, and its figures in ten-thousandths; empty without one.
func Goal(op string, value, high *int64) string {
	if value == nil {
		return ""
	}
	text := quantity.FromTenThousandths(*value).String()
	if high != nil {
		text += "～" + quantity.FromTenThousandths(*high).String()
	}
	if word := locale.Word(locale.Zh, "comparison", op); word != op {
		text = word + text
	}
	return text
}

// For is what a bulletin that is not out yet says of one unit: its own late items and results, and no more.
func (m *Monthly) For(unit uuid.UUID) Monthly {
	return Monthly{Office: m.Office, Period: m.Period, AsOf: m.AsOf, Title: m.Title,
		Late:    slices.DeleteFunc(slices.Clone(m.Late), func(i LateItem) bool { return i.Of != unit }),
		Results: slices.DeleteFunc(slices.Clone(m.Results), func(r Result) bool { return r.Of != unit })}
}

// Gone stands where a figure was taken back.
const Gone = "—"

// Percent is a share in whole per cent, rounded half up, as bulletins print it; 0 of nothing.
func Percent(part, whole int64) int64 {
	if whole <= 0 {
		return 0
	}
	return (part*200 + whole) / (2 * whole)
}

// Count is the value of a figure; 0 for one that there is not.
func (m *Monthly) Count(name string) int64 {
	i := slices.IndexFunc(m.Figures, func(f Figure) bool { return f.Name == name })
	if i < 0 {
		return 0
	}
	return m.Figures[i].Value
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// Unknown are the names that a text uses and that are no figures.
func (m *Monthly) Unknown(text string) []string {
	var unknown []string
	for _, p := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.ContainsFunc(m.Figures, func(f Figure) bool { return f.Name == p[1] }) {
			unknown = append(unknown, p[1])
		}
	}
	return unknown
}

// Fill puts the figures into a text; a name that is none stays as it is.
func (m *Monthly) Fill(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		for _, f := range m.Figures {
			if p == "{"+f.Name+"}" {
				return fmt.Sprint(f.Value)
			}
		}
		return p
	})
}

// maxBars is how many units the chart shows.
const maxBars = 15

// Official is the document that is sent out.
func (m *Monthly) Official() Official {
	o := Official{Mark: Series, Title: m.Title, Addressee: m.Addressee, Signature: m.Office, Copies: m.Copies, Printer: m.Office, Date: m.Issued, Printed: m.Issued}
	o.Number = fmt.Sprintf("第%d期", m.Serial)
	if m.Serial == 0 {
		o.Draft, o.Number, o.Date = "送审稿", "（编号待定）", 0
	}
	for _, h := range m.Heads {
		o.Checks = append(o.Checks, fmt.Sprintf("台账校验 %s-%d：%s", h.Owner, h.Height, h.Digest))
	}
	o.Body = append(o.Body, Heading{1, "总体情况"}, Paragraph{Text: m.Fill(m.Overall)}, m.documents(),
		Heading{1, "滞后情况"}, Paragraph{Text: m.Fill(m.Lagging)})
	units, counts := m.units()
	for i, u := range units {
		o.Body = append(o.Body, Paragraph{Text: fmt.Sprintf("%s：%d件，编号%s。", u, counts[i], strings.Join(m.numbers(u), "、"))})
	}
	if n := min(len(units), maxBars); n > 1 {
		o.Body = append(o.Body, Chart{Title: "逾期事项件数", Names: units[:n], Series: []Bars{{Name: "逾期", Values: counts[:n]}}})
	}
	o.Body = append(o.Body, Heading{1, "指标情况"}, Paragraph{Text: m.Fill(m.Reached)})
	if len(m.Results) > 0 {
		o.Body = append(o.Body, m.results())
	}
	o.Body = append(o.Body, Heading{1, "有关要求"}, Paragraph{Text: m.Fill(m.Demands)})
	if len(m.Late) > 0 {
		o.Attachments = []Attachment{{Name: "逾期事项清单", Body: []Block{m.late()}}}
	}
	return o
}

// documents is the table of how the tasks of each document stand; its last row is their sum.
func (m *Monthly) documents() Table {
	t := Table{Caption: "各文件任务情况", HasSum: true, Columns: []Column{{Head: "序号", Width: 2, Align: Centre}, {Head: "文件", Width: 10},
		{Head: "任务", Width: 2, Align: Right}, {Head: "办结", Width: 2, Align: Right}, {Head: "逾期", Width: 2, Align: Right}, {Head: "推进", Width: 2, Align: Right}}}
	row := func(n string, d DocumentCount) {
		t.Rows = append(t.Rows, []string{n, d.Title, fmt.Sprint(d.Total), fmt.Sprint(d.Closed), fmt.Sprint(d.Late), fmt.Sprint(d.Ongoing)})
	}
	sum := DocumentCount{Title: "合计"}
	for i, d := range m.Documents {
		row(fmt.Sprint(i+1), d)
		sum.Total, sum.Closed, sum.Late, sum.Ongoing = sum.Total+d.Total, sum.Closed+d.Closed, sum.Late+d.Late, sum.Ongoing+d.Ongoing
	}
	row("", sum)
	return t
}

// units are those with late items, most first, with the number of them.
func (m *Monthly) units() (names []string, counts []int64) {
	n := make(map[string]int64)
	for _, i := range m.Late {
		if n[i.Unit] == 0 {
			names = append(names, i.Unit)
		}
		n[i.Unit]++
	}
	slices.SortStableFunc(names, func(a, b string) int { return int(n[b] - n[a]) })
	for _, name := range names {
		counts = append(counts, n[name])
	}
	return names, counts
}

// numbers are those of the tasks on which a unit is late, each once.
func (m *Monthly) numbers(unit string) []string {
	var numbers []string
	for _, i := range m.Late {
		if i.Unit == unit && !slices.Contains(numbers, i.Number) {
			numbers = append(numbers, i.Number)
		}
	}
	return numbers
}

func (m *Monthly) late() Table {
	t := Table{Columns: []Column{{Head: "编号", Width: 3, Align: Centre}, {Head: "任务", Width: 10}, {Head: "责任单位", Width: 6},
		{Head: "报送期", Width: 4, Align: Centre}, {Head: "应报日期", Width: 5, Align: Centre}, {Head: "逾期天数", Width: 3, Align: Right}}}
	for _, i := range m.Late {
		t.Rows = append(t.Rows, []string{i.Number, i.Task, i.Unit, i.Period, i.Due.String(), fmt.Sprint(int(m.AsOf - i.Due))})
	}
	return t
}

func (m *Monthly) results() Table {
	t := Table{Columns: []Column{{Head: "编号", Width: 3, Align: Centre}, {Head: "指标", Width: 8}, {Head: "目标", Width: 5, Align: Right},
		{Head: "填报", Width: 4, Align: Right}, {Head: "单位", Width: 3, Align: Centre}, {Head: "填报单位", Width: 6}, {Head: "报送期", Width: 4, Align: Centre}}}
	for _, r := range m.Results {
		t.Rows = append(t.Rows, []string{r.Number, r.Metric, r.Goal, r.Value, r.Unit, r.By, r.Period})
	}
	return t
}

// Notice is what a group chat is told when the bulletin is out: its name and number.
func (m *Monthly) Notice() string {
	return fmt.Sprintf("%s第%d期已印发：%s。请登录问效查看。", Series, m.Serial, strings.Join(strings.Fields(m.Title), ""))
}
