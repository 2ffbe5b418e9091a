package proposal

import (
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A Doubt (需核事项) is something a person should look at before the table goes out.
type Doubt struct {
	Kind Kind
	// Task is the number (序号) of the task it belongs to, 0 where it concerns the whole document.
	Task int
	// Place is the path of the task as printed (二/(一)), else "".
	Place string
	// Line and Column of the words in the text, from 1; 0 where no place is known.
	Line, Column int
	Span         source.Span
	// Fact is what the compiler says, Quote the sentence it rests on.
	Fact, Quote string
	Code        source.Code
	// Reason and Advice are the code's wording in the sheet's language; Advice may be empty.
	Reason, Advice string
}

// Kind (事项类别) is what kind of fact a [Doubt] is about.
type Kind int

// The kinds of doubtful facts.
const (
	KindDocument   Kind = iota // 文件
	KindTask                   // 任务
	KindUnit                   // 责任单位
	KindTarget                 // 目标
	KindSoft                   // 软性要求
	KindDefault                // 默认责任
	KindReport                 // 报送事项
	KindProvision              // 政策条款
	KindRepair                 // 修复
	KindDiagnostic             // 诊断
)

// Word is the kind's name in the language.
func (k Kind) Word(l source.Language) string { return kindWords[k][l] }

// doubter collects the doubts of a sheet.
type doubter struct {
	sheet *Sheet
	text  *source.Text
}

// collectDoubts lists all facts with a reason for review, then the warnings about
// the document and the repairs that change words.
func (s *Sheet) collectDoubts() {
	d := s.Document
	w := &doubter{sheet: s, text: &source.Text{}}
	if d.Text != nil {
		w.text.String = *d.Text
	}
	w.add(KindDocument, nil, d.Meta.Title, d.Meta.Spans.Title, d.Meta.Review)
	for _, i := range s.tasks {
		w.task(&s.Rows[i])
	}
	for i := range d.DefaultDuties {
		w.add(KindDefault, nil, UnitName(d.DefaultDuties[i].Unit), d.DefaultDuties[i].Span, d.DefaultDuties[i].Review)
	}
	for i := range s.Reports {
		o := s.Reports[i].Obligation
		w.add(KindReport, s.rowOf(o.Span), oneLine(o.Quote), o.Span, o.Review)
	}
	for i := range d.Provisions {
		p := &d.Provisions[i]
		w.add(KindProvision, s.rowOf(p.Span), oneLine(p.Quote), p.Span, p.Review)
	}
	for i := range d.Repairs {
		if r := &d.Repairs[i]; source.Catalogue[r.Code].Severity >= source.Warning {
			w.add(KindRepair, s.rowOf(r.Span), r.From+" → "+r.To, r.Span, []source.Code{r.Code})
		}
	}
	for i := range d.Diagnostics {
		w.diagnostic(&d.Diagnostics[i])
	}
}

// task lists the doubts about a task, its units, targets and soft statements.
func (w *doubter) task(r *Row) {
	t := r.Task
	w.add(KindTask, r, title(t), t.Span, t.Review)
	for i := range t.Duties {
		w.add(KindUnit, r, UnitName(t.Duties[i].Unit), t.Duties[i].Span, t.Duties[i].Review)
	}
	for i := range t.Targets {
		w.add(KindTarget, r, r.Cells[ColumnTargets][i].Text, t.Targets[i].Span, t.Targets[i].Review)
	}
	for i := range t.Soft {
		w.add(KindSoft, r, oneLine(t.Soft[i].Quote), t.Soft[i].Span, t.Soft[i].Review)
	}
}

// add lists one fact, once for each reason; r is its task's row, nil where it belongs to none.
func (w *doubter) add(kind Kind, r *Row, fact string, span source.Span, codes []source.Code) {
	for _, code := range codes {
		wording := source.Catalogue[code]
		d := Doubt{Kind: kind, Fact: fact, Span: span, Code: code,
			Reason: plain(wording.Message[w.sheet.Language]), Advice: plain(wording.Suggestion[w.sheet.Language])}
		w.list(d, r)
	}
}

// plain is a wording whose arguments are not known here: "" where it needs some.
func plain(wording string) string {
	if strings.Contains(wording, "%") {
		return ""
	}
	return wording
}

func (w *doubter) diagnostic(d *policy.Diagnostic) {
	if d.Severity < source.Warning {
		return
	}
	w.list(Doubt{Kind: KindDiagnostic, Span: d.Span, Code: d.Code, Reason: d.Message, Advice: d.Suggestion}, w.sheet.rowOf(d.Span))
}

// list puts a doubt in its place.
func (w *doubter) list(d Doubt, r *Row) {
	s := w.sheet
	if r != nil {
		d.Task, d.Place = r.Number, strings.Join(r.Task.Path, "/")
		r.Doubts = append(r.Doubts, len(s.Doubts))
	}
	if !d.Span.IsZero() && w.text.String != "" {
		at := w.text.Position(d.Span.Start)
		d.Line, d.Column, d.Quote = at.Line, at.Column, w.sentence(d.Span)
	}
	s.Doubts = append(s.Doubts, d)
}

// maxSentence is how much of a sentence, in bytes on each side of the words, is quoted.
const maxSentence = 600

// sentence gives the words of a span with the sentence around them.
func (w *doubter) sentence(span source.Span) string {
	text := w.text.String
	start, end := min(span.Start, len(text)), min(max(span.End, span.Start), len(text))
	before := text[max(start-maxSentence, 0):start]
	if stop := strings.LastIndexAny(before, "。\n\t！？"); stop >= 0 {
		_, before, _ = strings.Cut(before[stop:], string([]rune(before[stop:])[:1]))
	}
	after := text[end:min(end+maxSentence, len(text))]
	if stop := strings.IndexAny(after, "。\n\t！？"); stop >= 0 {
		after = after[:stop]
	}
	return oneLine(strings.ToValidUTF8(before+text[start:end]+after, ""))
}
