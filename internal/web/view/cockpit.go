package view

import (
	"strconv"

	"github.com/wenxiao/wenxiao/internal/locale"
)

// A CockpitPage (驾驶舱) is the whole ledger in numbers; each leads to the list it counts.
type CockpitPage struct {
	*Frame
	At        int64     // when the numbers were kept, in milliseconds; 0 where nothing was counted yet
	Lights    []Figure  // tasks by light
	Standings []Figure  // targets by how they stand
	Units     Breakdown // by unit
	Documents Breakdown
	Ranking   []RankRow
	Trend     Trend
	Worst     []WorstRow // targets that are furthest behind
	Screen    string     // the big screen; empty where the person may not
}

// A Figure is a number with the way to what it counts.
type Figure struct {
	Name  string // code: of word.light or word.standing
	Count int64
	Href  string
}

// A Breakdown is numbers by light of units or documents.
type Breakdown struct {
	Lights []string // codes, in the order shown
	Rows   []BreakdownRow
	More   bool // whether there are rows that are not shown
}

// A BreakdownRow is one unit or document.
type BreakdownRow struct {
	Name  string
	Href  string // all its tasks
	Total int64
	Cells []Figure // in the order of the breakdown's lights
}

// longest is the largest total of a breakdown, at least 1.
func (b Breakdown) longest() int64 {
	n := int64(1)
	for _, r := range b.Rows {
		n = max(n, r.Total)
	}
	return n
}

// A RankRow is a unit's place.
type RankRow struct {
	Place int
	Name  string
	Href  string
	Red   Figure
	Total Figure
}

// A WorstRow is a target that is behind, with the way to its task, and to the sentence it comes from.
type WorstRow struct {
	Metric         string
	Href           string
	Unit           string
	Share, Planned string // per cent as plain decimals; empty for none
	Document       string
	Source         string // the sentence in the document
}

// A Trend (趋势) is numbers by light at the ends of months.
type Trend struct {
	Lights []string
	Months []TrendMonth
}

// A TrendMonth is one month.
type TrendMonth struct {
	Name  string // 2026-05
	Cells []Figure
}

// The size of a trend's chart, in its own units.
const (
	trendWidth, trendHeight = 720, 220
	trendLeft, trendBottom  = 44, 26
)

// top is the largest number of a trend rounded up to a number that reads well, at least 4.
func (t Trend) top() int64 {
	n := int64(4)
	for _, m := range t.Months {
		var sum int64
		for _, c := range m.Cells {
			sum += c.Count
		}
		n = max(n, sum)
	}
	step := int64(1)
	for step*10 < n {
		step *= 10
	}
	return (n + step - 1) / step * step
}

// A mark is a line of a chart's scale.
type mark struct {
	Y    string
	Text string
}

func (t Trend) marks() []mark {
	var all []mark
	top := t.top()
	for i := int64(0); i <= 4; i++ {
		all = append(all, mark{Y: strconv.FormatInt(t.y(top*i/4), 10), Text: locale.Count(top * i / 4)})
	}
	return all
}

// y is how far down a number stands in the chart.
func (t Trend) y(n int64) int64 {
	return trendHeight - trendBottom - n*(trendHeight-trendBottom-10)/t.top()
}

// A bar is one piece of a column of a chart.
type bar struct {
	Light         string
	X, Y, Width   string
	Height, Label string
}

// bars are the pieces of a month's column, from the ground up.
func (t Trend) bars(month int) []bar {
	room := int64(trendWidth-trendLeft) / int64(max(len(t.Months), 1))
	width := min(room*3/5, 40)
	x := int64(trendLeft) + room*int64(month) + (room-width)/2
	var all []bar
	var sum int64
	for _, c := range t.Months[month].Cells {
		if c.Count == 0 {
			continue
		}
		low := t.y(sum)
		sum += c.Count
		high := t.y(sum)
		all = append(all, bar{Light: c.Name, X: strconv.FormatInt(x, 10), Y: strconv.FormatInt(high, 10), Width: strconv.FormatInt(width, 10), Height: strconv.FormatInt(low-high, 10)})
	}
	return all
}

// labelX is where a month's name stands.
func (t Trend) labelX(month int) string {
	room := int64(trendWidth-trendLeft) / int64(max(len(t.Months), 1))
	return strconv.FormatInt(int64(trendLeft)+room*int64(month)+room/2, 10)
}

// A segment is a part of a row's bar, in thousandths of the longest.
type segment struct{ Light, X, Width string }

// segments are the parts of a row's bar.
func (b Breakdown) segments(r BreakdownRow) []segment {
	var all []segment
	var at int64
	for _, c := range r.Cells {
		width := c.Count * 1000 / b.longest()
		if width > 0 {
			all = append(all, segment{c.Name, strconv.FormatInt(at, 10), strconv.FormatInt(width, 10)})
		}
		at += width
	}
	return all
}

// A ScreenPage (大屏) is the cockpit on a wall. It holds numbers and names of units and documents, and nothing of any person.
type ScreenPage struct {
	*Frame
	Place     string // name of the division; empty where it has none
	At        int64
	Turn      int // seconds until the next section
	Lights    []Figure
	Standings []Figure
	Units     Breakdown
	Documents Breakdown
	Left      int // documents that were left out, because they are not for the public
	Trend     Trend
}
