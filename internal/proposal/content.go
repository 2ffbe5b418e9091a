package proposal

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A builder makes the rows of one document.
type builder struct {
	doc  *policy.Document
	text string
	open []string // the labels of the headings above the last row
	gap  int      // where the text after the last task begins
}

func newBuilder(d *policy.Document) *builder {
	b := &builder{doc: d}
	if d.Text != nil {
		b.text = *d.Text
	}
	return b
}

// end is where the text of the i-th task ends: with its extent, or before the
// unnumbered heading of the next task, which no label divides from it.
func (b *builder) end(i int) int {
	t := &b.doc.Tasks[i]
	if i+1 == len(b.doc.Tasks) || len(b.doc.Tasks[i+1].Path) > 1 {
		return t.Extent.End
	}
	words := strings.TrimRight(b.slice(t.Extent), " 　\n\r")
	at := t.Extent.Start + strings.LastIndexByte(words, '\n') + 1
	if at <= t.Span.End || !isHeading(oneLine(b.text[at:t.Extent.Start+len(words)])) || strings.Contains(words[at-t.Extent.Start:], "\t") {
		return t.Extent.End
	}
	return at
}

// slice gives the words of a span, what lies inside the text of one that does not.
func (b *builder) slice(s source.Span) string {
	start := min(max(s.Start, 0), len(b.text))
	return b.text[start:max(start, min(s.End, len(b.text)))]
}

// maxLine is how far back, in bytes, the beginning of a line is looked for.
const maxLine = 16 << 10

// lineStart is where the line of a place begins.
func (b *builder) lineStart(at int) int {
	at = min(max(at, 0), len(b.text))
	from := max(at-maxLine, 0)
	return from + strings.LastIndexByte(b.text[from:at], '\n') + 1
}

// task makes the row of the i-th task.
func (b *builder) task(i int) Row {
	t := &b.doc.Tasks[i]
	r := Row{Task: t, Number: i + 1}
	r.Cells[ColumnNumber] = []Line{{Text: strconv.Itoa(r.Number)}}
	r.Cells[ColumnTask] = []Line{{title(t), t.Span, t.Review}}
	if content := b.content(i); content != "" {
		r.Cells[ColumnContent] = []Line{{Text: content, Span: t.Extent}}
	}
	r.Cells[ColumnTargets] = b.targets(t)
	r.Cells[ColumnDue] = b.dues(i)
	for j := range t.Duties {
		u := &t.Duties[j]
		c := roleColumns[u.Role]
		r.Cells[c] = append(r.Cells[c], Line{UnitName(u.Unit), u.Span, u.Review})
	}
	return r
}

// title is a task's title as printed.
func title(t *policy.Task) string {
	if t.Quote == "" {
		return t.Title
	}
	return oneLine(t.Quote)
}

// UnitName is a unit's name with the full-width brackets an office prints.
func UnitName(unit string) string { return fullBrackets.Replace(unit) }

var fullBrackets = strings.NewReplacer("(", "（", ")", "）")

var roleColumns = map[policy.Role]Column{
	policy.RoleLead: ColumnLead, policy.RoleResponsible: ColumnResponsible, policy.RoleCooperate: ColumnCooperate,
}

// content is what a task says after its title, as printed, in paragraphs, without
// the list of its units and, in a row of a table, without the cells that have columns of their own.
func (b *builder) content(i int) string {
	t := &b.doc.Tasks[i]
	body := source.Span{Start: max(t.Span.End, t.Extent.Start), End: b.end(i)}
	units := unitsOf(t)
	var all strings.Builder
	last, at, dutiesTo := "", body.Start, 0
	for _, piece := range strings.FieldsFunc(b.slice(body), func(r rune) bool { return r == '\n' || r == '\t' }) {
		at += strings.Index(b.text[at:], piece)
		span := source.Span{Start: at, End: at + len(piece)}
		at = span.End
		if span.Start < dutiesTo {
			continue
		}
		said := b.withoutDuties(units, span)
		if rest := b.text[said.End:span.End]; said.Len() > 0 && rest != "" && staysOpen(rest) {
			dutiesTo = units.end // the list goes on in the next lines
		}
		words := b.repaired(said)
		if words == "" {
			continue
		}
		if all.Len() > 0 && !b.runsOn(last, span.Start) {
			all.WriteByte('\n')
		}
		all.WriteString(words)
		last = words
	}
	return all.String()
}

// runsOn reports whether a line only goes on with the sentence of the line before it, broken by the page's width.
func (b *builder) runsOn(before string, at int) bool {
	if at == 0 || b.text[at-1] == '\t' {
		return false
	}
	_, label := zh.ScanLabel(fold(b.text[at:min(len(b.text), at+40)]))
	return label == 0 && !strings.ContainsRune("。！？；;：:）)", zh.LastRune(before))
}

// taskUnits are the units of one task, as they are looked up while its text is read.
type taskUnits struct {
	names map[string]bool
	spans []source.Span // in reading order
	end   int           // where the last one ends
}

func unitsOf(t *policy.Task) taskUnits {
	units := taskUnits{names: map[string]bool{}}
	for i := range t.Duties {
		units.names[fold(t.Duties[i].Unit)] = true
		units.spans = append(units.spans, t.Duties[i].Span)
		units.end = max(units.end, t.Duties[i].Span.End)
	}
	slices.SortFunc(units.spans, func(a, b source.Span) int { return cmp.Compare(a.Start, b.Start) })
	return units
}

// within gives where the first unit inside a span begins, -1 where there is none.
func (u taskUnits) within(s source.Span) int {
	i := sort.Search(len(u.spans), func(i int) bool { return u.spans[i].Start >= s.Start })
	if i == len(u.spans) || !s.Contains(u.spans[i]) {
		return -1
	}
	return u.spans[i].Start
}

// withoutDuties takes the list of units off a piece of a task's text: the bracket
// at its end that holds one of the task's units, a line or a cell that says nothing else.
func (b *builder) withoutDuties(units taskUnits, piece source.Span) source.Span {
	words := b.slice(piece)
	if units.only(words) || isDue(words) || b.isSignature(words) {
		return source.Span{Start: piece.Start, End: piece.Start}
	}
	first := units.within(piece)
	if first < 0 {
		return piece
	}
	before := b.text[piece.Start:first]
	if open := max(strings.LastIndex(before, "（"), strings.LastIndex(before, "(")); open >= 0 && (closesAtEnd(words[open:]) || staysOpen(words[open:])) {
		return source.Span{Start: piece.Start, End: piece.Start + open}
	}
	if label := strings.TrimSpace(before); utf8.RuneCountInString(label) <= 6 && (strings.HasSuffix(label, "：") || strings.HasSuffix(label, ":")) {
		return source.Span{Start: piece.Start, End: piece.Start}
	}
	return piece
}

// isSignature reports whether a line is one of the document's issuers under its last clause.
func (b *builder) isSignature(words string) bool {
	return slices.ContainsFunc(b.doc.Meta.Spans.Issuers, func(s source.Span) bool {
		return !s.IsZero() && b.slice(s) == strings.TrimSpace(words)
	})
}

// closing gives where the bracket s begins with closes, behind it; -1 where it stays open.
func closing(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case '（', '(':
			depth++
		case '）', ')':
			if depth--; depth == 0 {
				return i + utf8.RuneLen(r)
			}
		}
	}
	return -1
}

// closesAtEnd reports whether the bracket s begins with closes where s ends, but for a full stop.
func closesAtEnd(s string) bool {
	end := closing(s)
	return end >= 0 && strings.Trim(s[end:], " 　。;；\r") == ""
}

// staysOpen reports whether the bracket s begins with is not closed in s.
func staysOpen(s string) bool { return closing(s) < 0 }

// only reports whether a cell or line holds names of these units and nothing else.
func (u taskUnits) only(words string) bool {
	for _, name := range strings.FieldsFunc(fold(words), func(r rune) bool { return strings.ContainsRune("、,;；。", r) }) {
		if !u.names[name] {
			return false
		}
	}
	return true
}

// repaired gives the words of a span with what the compiler mended, on one line.
func (b *builder) repaired(span source.Span) string {
	var words strings.Builder
	at := span.Start
	first := sort.Search(len(b.doc.Repairs), func(i int) bool { return b.doc.Repairs[i].Span.Start >= at })
	for _, r := range b.doc.Repairs[first:] {
		if r.Span.End > span.End {
			break
		}
		if r.Span.Start >= at {
			words.WriteString(b.text[at:r.Span.Start] + r.To)
			at = r.Span.End
		}
	}
	words.WriteString(b.slice(source.Span{Start: at, End: max(at, span.End)}))
	return strings.TrimLeft(oneLine(words.String()), "。.：:、 ")
}

// oneLine joins the lines of a text as they are read: nothing stands between Chinese
// characters that a line break divides, one space between words of letters; spaces inside a line become one.
func oneLine(s string) string {
	var b strings.Builder
	var last rune
	space, broken := false, false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space, broken = true, broken || r == '\n'
			continue
		}
		if space && last != 0 && (!broken || last < utf8.RuneSelf && r < utf8.RuneSelf) {
			b.WriteByte(' ')
		}
		space, broken, last = false, false, r
		b.WriteRune(r)
	}
	return b.String()
}

// fold gives words as the compiler reads them, without spaces.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r = zh.Fold(r); r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			return -1
		}
		return r
	}, s)
}
