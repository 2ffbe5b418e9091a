package proposal

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// targets are the lines of a task's targets, numbered where there are several, and
// what the task says that binds without a number. Their dates stand in 完成时限, by these numbers.
func (b *builder) targets(t *policy.Task) []Line {
	var lines []Line
	for i := range t.Targets {
		g := &t.Targets[i]
		text := targetWords(g, b.words(g))
		if len(t.Targets) > 1 {
			text = mark(i+1) + text
		}
		lines = append(lines, Line{text, g.Span, g.Review})
	}
	for _, s := range t.Soft {
		lines = append(lines, Line{softWords[s.Kind] + oneLine(s.Quote), s.Span, s.Review})
	}
	return lines
}

// softWords go before what binds without a number.
var softWords = map[policy.SoftKind]string{policy.SoftDirection: "【方向】", policy.SoftProhibition: "【禁止】"}

// words are a target's own words, mended where the compiler mended them.
func (b *builder) words(g *policy.Target) string {
	if g.Span.IsZero() || g.Span.End > len(b.text) {
		return oneLine(g.Quote)
	}
	return b.repaired(g.Span)
}

// targetWords says a target as an office prints it:
//
//  1. the document's own words, where they name what is measured: they keep what a
//     comparison loses (左右, 稳定在, 降至);
//  2. else metric, comparison, value and unit: 取证率不低于85%;
//  3. 力争 before an aim, and what the value is counted per or measured against
//     behind it, where the words do not say so themselves.
func targetWords(g *policy.Target, words string) string {
	if g.Metric != "" && !holds(fold(words), fold(g.Metric)) {
		words = g.Metric + comparisonWords[g.Op] + g.Value.String()
		if g.ValueHi != nil {
			words += "至" + g.ValueHi.String()
		}
		if g.Unit != nil {
			words += *g.Unit
		}
	}
	if g.Soft && !strings.Contains(words, "力争") && !strings.Contains(words, "争取") {
		words = "力争" + words
	}
	if g.Per != "" && !holds(fold(words), fold(g.Per)) {
		words += "（按" + g.Per + "计）"
	}
	if g.Baseline != "" && !holds(fold(words), fold(g.Baseline)) {
		words += "（对照" + strings.TrimPrefix(g.Baseline, "比") + "）"
	}
	return words
}

// comparisonWords are how an office says a comparison.
var comparisonWords = map[policy.Comparison]string{policy.OpAtLeast: "不低于", policy.OpAtMost: "不超过"}

// holds reports whether the characters of part stand in s in their order.
func holds(s, part string) bool {
	for _, r := range part {
		i := strings.IndexRune(s, r)
		if i < 0 {
			return false
		}
		s = s[i+utf8.RuneLen(r):]
	}
	return true
}

// mark is the number in front of one of several targets: ① to ㊿, then (51).
func mark(n int) string {
	switch {
	case n <= 20:
		return string('①' + rune(n-1))
	case n <= 35:
		return string('㉑' + rune(n-21))
	case n <= 50:
		return string('㊱' + rune(n-36))
	}
	return "(" + strconv.Itoa(n) + ")"
}

// marksOf are the marks of several targets, runs of three and more shortened: ①③—⑥.
func marksOf(numbers []int) string {
	var b strings.Builder
	for i := 0; i < len(numbers); {
		end := i
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		b.WriteString(mark(numbers[i]))
		if end > i+1 {
			b.WriteString("—")
		}
		if end > i {
			b.WriteString(mark(numbers[end]))
		}
		i = end + 1
	}
	return b.String()
}

// dues are the lines of a task's 完成时限: the date of the whole task, then each other date
// of its targets with their numbers (②③2024年6月底). A task without dates has none.
func (b *builder) dues(i int) []Line {
	t := &b.doc.Tasks[i]
	var lines []Line
	if t.Due != nil {
		row := source.Span{Start: t.Extent.Start, End: b.rowEnd(i)}
		lines = []Line{{Text: b.dateWords(*t.Due, b.slice(row))}}
	}
	numbers := map[string][]int{} // of the targets due on a date
	var first []*policy.Target    // to be due on each date
	for j := range t.Targets {
		g := &t.Targets[j]
		if g.Due == nil || t.Due != nil && *g.Due == *t.Due {
			continue
		}
		if _, known := numbers[*g.Due]; !known {
			first = append(first, g)
		}
		numbers[*g.Due] = append(numbers[*g.Due], j+1)
	}
	for _, g := range first {
		date := b.dateWords(*g.Due, b.sentence(t, g.Span))
		if len(t.Targets) > 1 {
			date = marksOf(numbers[*g.Due]) + date
		}
		lines = append(lines, Line{Text: date, Span: g.Span})
	}
	return lines
}

// maxRow is how many bytes behind a task its table row is searched for the date of the whole.
const maxRow = 600

// rowEnd is where the row or the clause of the i-th task ends: before the line of the next task.
func (b *builder) rowEnd(i int) int {
	end := min(len(b.text), b.doc.Tasks[i].Extent.End+maxRow)
	if i+1 < len(b.doc.Tasks) {
		if next := b.lineStart(b.doc.Tasks[i+1].Extent.Start); next > b.doc.Tasks[i].Extent.Start {
			end = min(end, next)
		}
	}
	return max(end, b.doc.Tasks[i].Extent.End)
}

// sentence gives the words of a task from the last full stop before a place to the place's end,
// no more than maxSentence before the place.
func (b *builder) sentence(t *policy.Task, span source.Span) string {
	words := b.slice(source.Span{Start: max(t.Extent.Start, span.Start-maxSentence), End: span.End})
	before := max(len(words)-span.Len(), 0)
	if stop := strings.LastIndex(words[:before], "。"); stop >= 0 {
		return words[stop:]
	}
	return words
}

// dateWords says a date (YYYY-MM-DD) as the words around it print it, with its year (2026年12月底);
// where they do not print it, as 2026年12月31日. The expression nearest to the end of the words counts.
func (b *builder) dateWords(date, words string) string {
	year, month, day := parsed(date)
	printed := ""
	for found := range expressions(fold(words), year) {
		if found.date == date {
			printed = found.words
		}
	}
	switch {
	case printed == "":
	case strings.HasPrefix(printed, strconv.Itoa(year)+"年"):
		return printed
	case zh.IsDigit(printed[0]) && strings.Contains(printed, "月"):
		return strconv.Itoa(year) + "年" + printed
	}
	if month == 0 {
		return date
	}
	return chineseDate(year, month, day)
}

func chineseDate(year, month, day int) string {
	return strconv.Itoa(year) + "年" + strconv.Itoa(month) + "月" + strconv.Itoa(day) + "日"
}

// parsed reads YYYY-MM-DD; month is 0 where it is written otherwise.
func parsed(date string) (year, month, day int) {
	if len(date) != len("2006-01-02") {
		return 0, 0, 0
	}
	year, _ = strconv.Atoi(date[:4]) // what is no number stays 0 and is printed as it is
	month, _ = strconv.Atoi(date[5:7])
	day, _ = strconv.Atoi(date[8:])
	return year, month, day
}

// An expression is a date as printed and as YYYY-MM-DD.
type expression struct{ words, date string }

// expressions are the date expressions of a text, dates without a year being in year.
func expressions(words string, year int) func(yield func(expression) bool) {
	return func(yield func(expression) bool) {
		for i := 0; i < len(words); {
			m, ok := moment.Scan(words[i:], year)
			if !ok || m.Len == 0 {
				i += zh.Width(words[i])
				continue
			}
			if !yield(expression{words[i : i+m.Len], m.Day.String()}) {
				return
			}
			i += m.Len
		}
	}
}

// isDue reports whether a cell holds a date and nothing else.
func isDue(words string) bool {
	words = fold(words)
	if m, ok := moment.Scan(words, 2000); ok {
		return strings.Trim(words[m.Len:], "前底内之以") == ""
	}
	return false
}
