// Package target reads what a task has to reach (目标): numbers with their comparison and date,
// wholes without a number (全覆盖, 清零), dated milestones, and what binds without a number at
// all. It must not know where tasks come from, nor read a figure that another reader has used.
//
// Start at [Reader]; filter.go says why a number is no target.
package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// The codes of reasons to review a target.
const (
	HanNumeral   source.Code = "E401" // a Chinese numeral may be part of a name
	InBrackets   source.Code = "E402" // the figure stands in brackets
	TimeLength   source.Code = "E405" // a length of time may be a rule's limit
	WeakMark     source.Code = "E406" // a dated act whose completion is not clear
	InRule       source.Code = "E407" // a figure in an article, or an amount in single yuan, may be a rule rather than an aim
	NoSubject    source.Code = "E403" // what is counted stands elsewhere
	SelectorLike source.Code = "E404" // the figure may select objects rather than set an aim
	DatePassed   source.Code = "E408" // a date of the sentence was not taken for its own
)

// A Task is what a reader has to know of the task whose sentence it reads.
type Task struct {
	// Skip are the ranges of the task's duty lists; they end the phrase before them.
	Skip []passage.Piece
	// Due is the date of the task's 完成时限, nil where none is printed. It holds
	// for targets without a date of their own.
	Due *string
	// Article says that the task is an article of a regulation, whose figures may be rules.
	Article bool
}

// A Reader reads sentences one after another and keeps its buffers, so that none costs new ones. Its
// zero value is ready; it must not be used by several goroutines at once.
type Reader struct {
	last reading
}

// May lets most sentences without a target pass by.
func May(st *passage.Sentence) bool {
	return st.Hints&(passage.HintWhole|passage.HintSoft) != 0 || len(st.Signs) > 0
}

// Read finds the targets of one sentence of a task, and what binds without a number, each in reading
// order. Both are empty for a sentence without, and hold until the next call. Dates without a year are
// in the text's.
func (rd *Reader) Read(t *passage.Text, st *passage.Sentence, task Task) ([]policy.Target, []policy.Soft) {
	if !May(st) {
		return nil, nil
	}
	r := &rd.last
	*r = reading{text: t, st: st, task: task, s: t.String, found: r.found[:0], softs: r.softs[:0],
		figures: r.figures[:0], stamps: r.stamps[:0], phrases: r.phrases[:0], taken: r.taken[:0], figureOf: r.figureOf[:0]}
	r.scan()
	if len(r.figures) > 0 || len(r.stamps) > 0 {
		r.markBaselines()
		r.figureTargets()
	}
	if len(r.stamps) > 0 || st.Hints&passage.HintWhole != 0 {
		r.wholeTargets()
	}
	if st.Hints&passage.HintSoft != 0 {
		r.soft()
	}
	return r.found, r.softs
}

// ReadCell makes a target of the bare number in a column whose head gives its unit; due is
// the row's 完成时限, nil where none is printed. ok is false where the cell holds no number.
func ReadCell(text *passage.Text, cell outline.Cell, due *string) (t policy.Target, ok bool) {
	p := passage.Piece(cell.Range)
	value, err := quantity.ParseNumber(strings.ReplaceAll(p.Of(text.String), ",", ""))
	if err != nil {
		return t, false
	}
	unit := cell.Unit
	t = policy.Target{Metric: cell.Head, Op: policy.OpEqual, Value: value, Unit: &unit, Due: due, Kind: policy.TargetCount}
	t.Quote, t.Span = text.Quote(p)
	t.Judgement = policy.Judgement{Confidence: 0.85, Review: []source.Code{NoSubject}}
	return t, true
}

// A reading is one sentence taken apart for targets.
type reading struct {
	text    *passage.Text
	st      *passage.Sentence
	task    Task
	s       string // the working text
	found   []policy.Target
	softs   []policy.Soft
	figures []candidate
	stamps  []stamp
	phrases []passage.Piece // between , ; and :
	opening int             // where the sentence begins, after a duty list at its head
	// accepted is one more than the index of the last figure that became a target.
	accepted int
	// scoped is one more than the index of the last figure that only said on what an act bears.
	scoped   int
	taken    []passage.Piece // items that already gave a target
	figureOf []passage.Piece // the figures of the targets in found, one each
}

// A candidate is a quantity at its place in a sentence.
type candidate struct {
	passage.Piece
	quantity.Quantity
	// item is the part between marks (,;:、) the figure stands in, phrase the part between , ; and :.
	item, phrase passage.Piece
	quoted       bool // inside “…”
	depth        int  // of brackets
	// lead are the words before it that can belong to it, without spaces at their ends.
	lead string
	// op is the comparison word right before the figure and pre its length, 0 where there is none.
	op  policy.Comparison
	pre int
}

// A stamp is a date expression at its place in a sentence.
type stamp struct {
	passage.Piece
	moment.Moment
	head     bool // at the head of its phrase
	first    bool // at the head of the sentence
	depth    int  // of brackets
	among    bool // after 其中: holds for its own phrase only
	baseline bool // what something is compared with, or a past year
	series   int  // dates listed side by side share a number above 0 (2023年、2024年分别…)
}

// figureTargets turns the figures that are targets into them.
func (r *reading) figureTargets() {
	for i := range r.figures {
		f := &r.figures[i]
		if r.st.IsUsed(f.Piece) || r.excluded(i) {
			continue
		}
		r.add(r.target(i))
		r.figureOf = append(r.figureOf, f.Piece)
		r.placeSeries(len(r.found)-1, r.s[min(f.phrase.Start, f.Start):f.Start])
		r.accepted = i + 1
		r.taken = append(r.taken, passage.Between(r.itemStart(i), f.item.End))
	}
	if len(r.found) > 1 {
		r.nameSeries()
	}
}

func (r *reading) add(t policy.Target) {
	r.found = append(r.found, t)
}

// target builds the target of figure i.
func (r *reading) target(i int) policy.Target {
	f := &r.figures[i]
	s := r.s
	t := policy.Target{Op: policy.OpEqual, Value: f.Value}
	before, after := s[r.itemStart(i):f.Start], s[f.End:f.phrase.End]
	op, soft := compare(f, before, s[r.leadStart(f.phrase):f.Start], after)
	t.Op, t.Soft = op, soft
	if f.Range {
		hi := f.Hi
		t.Op, t.ValueHi = policy.OpRange, &hi
	}
	if unit := f.PrintedUnit(); unit != "" {
		t.Unit = &unit
	}
	t.Due = r.due(f.Piece, f.phrase, i)
	t.Per, t.Baseline, t.Kind = r.per(i), r.baselineOf(f), r.kindOf(f)
	p := r.extent(i)
	t.Quote, t.Span = r.text.Quote(p)
	t.Metric = metric(s, p, f.Piece)
	t.Judgement = r.judge(i, t.Due)
	return t
}

// leadStart is where a phrase's words begin, with a phrase before it that holds only
// a date (力争到2025年底,建成…).
func (r *reading) leadStart(ph passage.Piece) int {
	for k, p := range r.phrases {
		if p == ph && k > 0 && r.dateOnly(r.phrases[k-1]) {
			return r.phrases[k-1].Start
		}
	}
	return ph.Start
}

// dateOnly reports whether a phrase is a date and the words that lead it in.
func (r *reading) dateOnly(ph passage.Piece) bool {
	for k := range r.stamps {
		m := &r.stamps[k]
		if m.Start >= ph.Start && m.End <= ph.End && m.head {
			return zh.TrimSpace(r.s[m.End:ph.End]) == ""
		}
	}
	return false
}

// itemStart is where the words that can belong to figure i begin: after the figure before it in the item.
func (r *reading) itemStart(i int) int {
	f := &r.figures[i]
	start := f.item.Start
	if i > 0 && r.figures[i-1].End > start && r.figures[i-1].End <= f.Start {
		start = r.figures[i-1].End
	}
	return min(start, f.Start)
}

// extent is the smallest readable range of a target: its item, with the figure's comparison word.
func (r *reading) extent(i int) passage.Piece {
	f := &r.figures[i]
	end := f.item.End
	if i+1 < len(r.figures) && r.figures[i+1].Start < end && r.figures[i+1].Start >= f.End {
		end = f.End
		if _, n := scanPost(r.s[f.End:f.item.End]); n > 0 {
			end += n
		}
	}
	return passage.Trim(r.s, passage.Between(min(f.item.Start, f.Start), max(end, f.End)))
}

// metric is a target's words without number, unit, comparison and date.
func metric(s string, p, number passage.Piece) string {
	before := s[p.Start:number.Start]
	if _, n := scanPre(before); n > 0 {
		before = before[:len(before)-n]
	}
	after := s[number.End:max(p.End, number.End)]
	if _, n := scanPost(after); n > 0 {
		after = after[n:]
	}
	for _, w := range [...]string{"力争", "确保", "完成", "实现", "年内", "全年", "年底前"} {
		before = strings.TrimPrefix(before, w)
	}
	return strings.ReplaceAll(zh.TrimSpace(before+after), "\n", "")
}

// judge says how sure a target is: less where a reader could take the figure for something else.
func (r *reading) judge(i int, due *string) policy.Judgement {
	f := &r.figures[i]
	j := policy.Judgement{Confidence: 0.97, Review: []source.Code{}}
	doubt := func(confidence float64, code source.Code) {
		j.Confidence, j.Review = min(j.Confidence, confidence), append(j.Review, code)
	}
	after := r.s[f.End:r.st.End]
	_, n := scanPost(after)
	described := zh.IsHan(zh.FirstRune(after[n:])) && !continues(after[n:])
	lead := f.lead
	switch {
	case f.Han && f.Class != quantity.Ratio:
		doubt(0.8, HanNumeral)
	case f.Class == quantity.Time:
		doubt(0.85, TimeLength)
	case r.task.Article || f.PrintedUnit() == "元": // single yuan are paid by a rule
		doubt(0.85, InRule)
	case joinsName(lead, f), described && (attributive(f) || lead == "" || n > 0):
		doubt(0.85, SelectorLike)
	}
	if f.depth > 0 {
		doubt(0.85, InBrackets)
	}
	if (lead == "" && f.Class != quantity.Ratio || bareLead.Has(lead)) && len(j.Review) == 0 {
		doubt(0.88, NoSubject)
	}
	if r.datePassed(f, due) {
		doubt(0.92, DatePassed)
	}
	return j
}

// joinsName reports whether a count may belong to the name around it (裕溪路等12条主干道, 确定的22项实事).
func joinsName(lead string, f *candidate) bool {
	if f.Class != quantity.Counter {
		return false
	}
	_, n := joins.Suffix(lead)
	return n > 0
}

var joins = zh.Words(`的 等 和 及 与 以及`)

// bareLead are words before a figure that do not say what is counted.
var bareLead = zh.Words(`在 占 占比 达 达到 为 至 每户 每人 年底 再 再增加 另 实现 完成 其中 合计 共 共计`)

// datePassed reports whether a date before the phrase of figure f was passed over, while none stands in
// the phrase itself, so that its own date could be another.
func (r *reading) datePassed(f *candidate, due *string) bool {
	passed := false
	for k := range r.stamps {
		m := &r.stamps[k]
		switch {
		case m.baseline:
		case m.Start >= f.phrase.Start && m.End <= f.phrase.End:
			return false
		case m.End <= f.Start && (due == nil || m.Day.String() != *due):
			passed = true
		}
	}
	return passed
}
