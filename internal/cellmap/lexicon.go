package cellmap

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/zh"
)

// Fields of a ledger's columns.
const (
	FieldNone        = ""
	FieldNumber      = "number"      // 序号
	FieldTask        = "task"        // 工作任务
	FieldTarget      = "target"      // 工作目标, 具体内容
	FieldLead        = "lead"        // 牵头单位
	FieldResponsible = "responsible" // 责任单位
	FieldCooperate   = "cooperate"   // 配合单位
	FieldDue         = "due"         // 完成时限
	FieldProgress    = "progress"    // 进展情况 of a period
	FieldProblem     = "problem"     // 存在问题 of a period
	FieldNext        = "next"        // 下一步打算 of a period
	FieldValue       = "value"       // 完成数 of a period: the figure of the only target
)

// Fields are all fields, as people choose them.
var Fields = []string{FieldNumber, FieldTask, FieldTarget, FieldLead, FieldResponsible, FieldCooperate, FieldDue, FieldProgress, FieldProblem, FieldNext, FieldValue}

// IsDated says whether a field tells of a period.
func IsDated(field string) bool {
	return field == FieldProgress || field == FieldProblem || field == FieldNext || field == FieldValue
}

// told are words of heads that say what a column tells of a period; the first that stands in a head counts.
var told = []struct{ word, field string }{
	{"存在问题", FieldProblem}, {"存在的问题", FieldProblem}, {"困难", FieldProblem}, {"问题", FieldProblem},
	{"下一步", FieldNext}, {"下步", FieldNext}, {"下月计划", FieldNext}, {"下月打算", FieldNext},
	{"完成数", FieldValue}, {"完成值", FieldValue}, {"累计完成", FieldValue}, {"完成量", FieldValue},
	{"进展", FieldProgress}, {"进度情况", FieldProgress}, {"完成情况", FieldProgress}, {"落实情况", FieldProgress}, {"推进情况", FieldProgress}, {"工作开展", FieldProgress},
}

// columns are the fields of the columns that task tables have.
var columns = map[outline.Column]string{
	outline.ColumnSerial: FieldNumber, outline.ColumnTitle: FieldTask, outline.ColumnContent: FieldTarget, outline.ColumnLead: FieldLead,
	outline.ColumnResponsible: FieldResponsible, outline.ColumnCooperate: FieldCooperate, outline.ColumnDue: FieldDue,
}

// asides are what a row begins with that is no task.
var asides = []string{"注：", "注:", "备注：", "备注:", "说明：", "说明:", "合计", "总计", "小计", "填表人", "填报人", "审核人"}

// fieldOf guesses what a column holds by its head.
func fieldOf(head string) string {
	head = squeeze(head)
	if head == "" {
		return FieldNone
	}
	if head == "问题" || head == "反馈问题" || head == "整改问题" { // the things to be done of a list of problems
		return FieldTask
	}
	for _, x := range told {
		if strings.Contains(head, x.word) {
			return x.field
		}
	}
	for part := range strings.SplitSeq(head, "/") { // the head below says more than the one above
		if f, ok := columns[outline.ColumnOf(part)]; ok {
			return f
		}
	}
	if _, ok := periodOf(head, 2000); ok { // a column under 各月进展 that is called 3月
		return FieldProgress
	}
	return FieldNone
}

func squeeze(head string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\u3000\u00a0", r) {
			return -1
		}
		return zh.Fold(r)
	}, head)
}

var (
	ofYear    = regexp.MustCompile(`(20\d\d)年`)
	ofMonth   = regexp.MustCompile(`(1[0-2]|0?[1-9])月`)
	ofQuarter = regexp.MustCompile(`第?([一二三四1-4])季度`)
	quarters  = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4}
)

// periodOf reads which period a head tells of: 1月进展, 进展情况(截至3月底), 一季度完成情况, 上半年. Without a year of its own it is in year.
func periodOf(head string, year int) (period.Period, bool) {
	head = squeeze(head)
	if m := ofYear.FindStringSubmatch(head); m != nil {
		year, _ = strconv.Atoi(m[1])
	}
	var text string
	switch {
	case ofMonth.MatchString(head):
		all := ofMonth.FindAllStringSubmatch(head, -1) // 1-3月, 1月至3月: up to the last
		n, _ := strconv.Atoi(all[len(all)-1][1])
		text = strconv.Itoa(year) + "-" + pad(n)
	case ofQuarter.MatchString(head):
		q := ofQuarter.FindStringSubmatch(head)[1]
		n, ok := quarters[q]
		if !ok {
			n, _ = strconv.Atoi(q)
		}
		text = strconv.Itoa(year) + "Q" + strconv.Itoa(n)
	case strings.Contains(head, "上半年"):
		text = strconv.Itoa(year) + "H1"
	case strings.Contains(head, "下半年"):
		text = strconv.Itoa(year) + "H2"
	default:
		return period.Period{}, false
	}
	p, err := period.Parse(text)
	return p, err == nil
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
