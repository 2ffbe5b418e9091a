package proposal

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A heading is a line between two tasks that may head the second.
type heading struct {
	label string // as in a task's path, "" where it has none
	text  string // the whole line, to its first full stop
	at    source.Span
}

// sections are the rows of the headings that stand between the i-th task and the one before it:
//
//  1. one for each outer label of the task's path that is new: another label than the
//     last task's, or the same label printed again;
//  2. for a task without outer labels, the last short line before it that is no
//     sentence: an unnumbered heading, the name of an appendix;
//  3. a label that no line prints stands alone: the document lost its heading.
func (b *builder) sections(i int) []Row {
	t := &b.doc.Tasks[i]
	lines := b.headings(t)
	b.gap = max(b.gap, b.end(i))
	outer := t.Path[:max(len(t.Path)-1, 0)]
	if len(outer) == 0 {
		b.open = nil
		if plain := b.unnumbered(lines); plain != "" {
			return []Row{{Section: plain}}
		}
		return nil
	}
	var rows []Row
	for level, label := range outer {
		k := slices.IndexFunc(lines, func(h heading) bool { return h.label == label })
		if k < 0 && len(rows) == 0 && level < len(b.open) && b.open[level] == label {
			continue
		}
		row := Row{Section: label, Level: level}
		if k >= 0 {
			row.Section, lines = lines[k].text, lines[k+1:]
		} else if k := slices.IndexFunc(lines, func(h heading) bool { return h.label == lostLabel }); k >= 0 {
			row.Section, lines = relabelled(label, lines[k].text), lines[k+1:]
		}
		rows = append(rows, row)
	}
	b.open = slices.Clone(outer)
	return rows
}

// relabelled gives a heading whose numeral was lost the label that was restored: 、壮大主体 is 三、壮大主体.
func relabelled(label, text string) string {
	if !strings.HasSuffix(label, ")") {
		label += "、"
	}
	return UnitName(label) + strings.TrimLeft(text, "（）()、. ")
}

// lostLabel stands for a label whose numeral was lost.
const lostLabel = "()"

// maxGap is how much text before a task, in bytes, is searched for its headings.
const maxGap = 16 << 10

// headings are the lines between the last task and t, t's own line left out.
func (b *builder) headings(t *policy.Task) []heading {
	end := b.lineStart(t.Extent.Start)
	start := max(b.gap, end-maxGap)
	if start >= end {
		return nil
	}
	if start > 0 && b.text[start-1] != '\n' { // what is left of the last task's line is its own: units, a date
		start += strings.IndexByte(b.text[start:end], '\n') + 1
	}
	var found []heading
	at := start
	for line := range strings.Lines(b.text[start:end]) {
		span := source.Span{Start: at, End: at + len(line)}
		at = span.End
		text := oneLine(line)
		if text == "" || strings.Contains(strings.TrimSpace(line), "\t") {
			continue
		}
		if stop := strings.IndexAny(text, "。"); stop > 0 {
			text = text[:stop]
		}
		h := heading{text: text, at: span}
		if label, n := zh.ScanLabel(fold(text)); n > 0 {
			h.label = label.Printed
			if label.Number < 0 {
				h.label = lostLabel
			}
		}
		found = append(found, h)
	}
	return found
}

// maxHeading is the longest line, in characters, that is taken for an unnumbered heading.
const maxHeading = 40

// unnumbered gives the last line that can head a task without outer labels, "" where there is none.
func (b *builder) unnumbered(lines []heading) string {
	for _, h := range slices.Backward(lines) {
		if h.label != "" || b.ofMeta(h.at) || !isHeading(h.text) {
			return ""
		}
		return h.text
	}
	return ""
}

// isHeading reports whether a line without a label can be a heading: it is short and no sentence, list or date.
func isHeading(line string) bool {
	return line != "" && utf8.RuneCountInString(line) <= maxHeading && !strings.ContainsAny(line, "。！？，,；;：:") && !strings.HasSuffix(line, "）") && !isDue(line)
}

// ofMeta reports whether a line holds the document's title, issuer, number or date.
func (b *builder) ofMeta(line source.Span) bool {
	m := &b.doc.Meta.Spans
	for _, s := range append([]source.Span{m.Title, m.Number, m.Issued}, m.Issuers...) {
		if !s.IsZero() && s.Start < line.End && line.Start < s.End {
			return true
		}
	}
	return false
}
