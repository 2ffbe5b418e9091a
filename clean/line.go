package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A line is one line of the source.
type line struct {
	start, end int    // in the source, surrounding spaces left out
	indent     int    // leading columns; a Chinese character counts two
	width      int    // columns with the indent, without trailing spaces
	text       string // the source's characters in [start, end)
	head       string // the folded first characters, enough to see a label
	inTable    bool
	// prefix is the length of an injected page number at the line's start.
	prefix int
	// page marks a line that is a page number and nothing else.
	page bool
	// join says that the line goes on in the next line that is not a page mark.
	join bool
}

func splitLines(src *source.Text) []line {
	s := src.String
	lines := make([]line, 0, 1+strings.Count(s, "\n"))
	tables := src.Tables
	for i := 0; i <= len(s); {
		j := strings.IndexByte(s[i:], '\n')
		if j < 0 {
			j = len(s) - i
		}
		l := line{start: i, end: i + j}
		for len(tables) > 0 && tables[0].Span.End <= i {
			tables = tables[1:]
		}
		l.inTable = len(tables) > 0 && tables[0].Span.Start <= i && i < tables[0].Span.End
		l.trim(s)
		lines = append(lines, l)
		i += j + 1
	}
	return lines
}

// trim drops the spaces around a line, measures it and folds its head.
func (l *line) trim(s string) {
	for l.start < l.end {
		r, size := utf8.DecodeRuneInString(s[l.start:l.end])
		if f := zh.Fold(r); f != ' ' && f != '\t' {
			break
		}
		l.indent += 1 + b2i(r == '\u3000')
		l.start += size
	}
	for l.start < l.end {
		r, size := utf8.DecodeLastRuneInString(s[l.start:l.end])
		if f := zh.Fold(r); f != ' ' && f != '\t' && f != '\r' {
			break
		}
		l.end -= size
	}
	l.text = s[l.start:l.end]
	l.width = l.indent + columns(l.text)
	n := 0
	for n < len(l.text) && n <= headLength && plain[l.text[n]] {
		n += zh.Width(l.text[n])
	}
	l.head = l.text[:n]
	if n == len(l.text) || n > headLength {
		return
	}
	var head [headLength + 2*utf8.UTFMax]byte
	b := append(head[:0], l.head...)
	for _, r := range l.text[n:] {
		if b = utf8.AppendRune(b, zh.Fold(r)); len(b) > headLength {
			break
		}
	}
	if same := l.text[:min(len(l.text), len(b))]; same == string(b) {
		l.head = same
	} else {
		l.head = string(b)
	}
}

// headLength is how many bytes of a line's beginning, and the character that reaches past them, are folded.
const headLength = 48

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// widest is more columns than a page has; a line that is longer need not be counted on.
const widest = 256

// columns counts half-width columns, up to the widest and few more: two for a Chinese character or full-width mark.
func columns(s string) int {
	n := 0
	for ; len(s) >= 8 && n < widest; s = s[8:] {
		n += zh.Columns(zh.Eight(s))
	}
	for i := range min(len(s), 8) {
		n += zh.Columns(uint64(s[i]) | 0x80808080_80808000)
	}
	return n
}

// endsOpen reports whether a line stops where no sentence, heading or list item does.
func (l *line) endsOpen() bool {
	switch zh.Fold(zh.LastRune(l.text)) {
	case '。', '！', '？', ';', ':', ')', ']', '”', '》', '.', '〕', 0:
		return false
	}
	return true
}

// structural words open a line of their own whatever came before.
var structural = zh.Words(`责任单位 牵头单位 配合单位 责任部门 牵头部门 配合部门 协办单位 主办单位 责任领导 牵头领导 完成时限 时限要求 完成时间 责任分工 实施单位 落实单位
	附件 附: 附表 抄送 主送 联系人 联系电话 来源 发布 上一篇 下一篇 相关 (此件 (此文 (公开 (联系人 专栏 索引号 责任人 责任科室 协助单位 参与单位 [责任单位 [牵头单位 (责任单位 (牵头单位 (配合单位 (责任领导`)

// opens reports whether a line begins something new: a label or a structural word.
func (l *line) opens() bool {
	if _, n := zh.ScanLabel(l.head); n > 0 {
		return true
	}
	_, n := structural.Prefix(l.head)
	return n > 0 || l.dated() || strings.ContainsRune("●◆■★▲▪•·", zh.FirstRune(l.head))
}

// dated reports whether a line is a date in brackets, as it stands below a title: (2026年2月18日).
func (l *line) dated() bool {
	rest, found := strings.CutPrefix(l.head, "(")
	return found && digits(rest) == 4 && strings.HasPrefix(rest[4:], "年") && strings.HasSuffix(rest, ")") && len(rest) < 60
}

// signed reports whether a line ends with an organ's name and a day: …请遵照执行。某镇人民政府2025年3月5日.
func (l *line) signed() bool {
	stop := strings.LastIndex(l.text, "。")
	if stop < 0 {
		return false
	}
	rest, found := strings.CutSuffix(l.text[stop+len("。"):], "日")
	for _, w := range [...]string{"月", "年", ""} {
		before := strings.TrimRight(rest, "0123456789")
		if !found || before == rest {
			return false
		}
		rest, found = strings.CutSuffix(before, w)
	}
	return bodyName(rest)
}

// joinLines finds the lines that break inside a sentence.
func joinLines(src *source.Text, lines []line) {
	wrap := wrapWidth(src, lines)
	prev := -1
	acrossPage := false
	blank := false
	for i := range lines {
		l := &lines[i]
		switch {
		case l.page:
			acrossPage = prev >= 0
			continue
		case l.inTable:
			prev = -1
			continue
		case l.text == "":
			blank = true
			continue
		}
		if prev >= 0 && continues(src, &lines[prev], l, wrap, acrossPage || l.prefix > 0, blank) {
			lines[prev].join = true
		}
		prev, acrossPage, blank = i, false, false
	}
}

// continues decides whether next goes on with the sentence of l.
//
//  1. Nothing continues a closed line across a blank line, or into a line that
//     opens something (a label, 责任单位).
//  2. Across a page mark an open line continues, unless it is as short as a heading.
//  3. In hard-wrapped text a full line continues, unless the next one is indented
//     like a paragraph.
//  4. Elsewhere a line that stops inside a sentence continues: it has a comma or a
//     full stop before, or it is longer than a heading.
func continues(src *source.Text, l, next *line, wrap int, page, blank bool) bool {
	if strings.Contains(l.text, "\t") || strings.Contains(next.text, "\t") { // rows of a table; a cell may break after a list's mark
		return strings.HasSuffix(l.text, "、") && !rowStart(next.text)
	}
	open := l.endsOpen()
	if rest, found := strings.CutPrefix(next.head, "、"); found && open && dutyLists.In(l.text) && bodyName(rest) {
		return true // a list of units broken before its mark
	}
	if next.prefix == 0 && next.opens() {
		return false
	}
	if strings.HasSuffix(l.text, "》") && !blank && (strings.HasPrefix(next.head, "和《") || strings.HasPrefix(next.head, "、《")) {
		return true // a list of titles broken between two
	}
	if page {
		return open && (l.sentence() || l.width >= 30)
	}
	if wrap > 0 {
		full := l.width >= wrap-3
		switch {
		case blank || next.indent > l.indent:
			return false
		case open:
			return full || l.width*5 >= wrap*4 && l.sentence() || l.width*5 >= wrap*4 && next.indent < l.indent
		}
		return full && next.indent == 0 && l.sentence()
	}
	if src.Paragraph || blank || !open {
		return false
	}
	if bracketOpen(l.text) {
		return cutName(l.text) && strings.ContainsAny(next.text, ")）]】〕")
	}
	last := zh.Fold(zh.LastRune(l.text))
	if last == ',' || last == '、' {
		return true
	}
	if l.signed() {
		return false
	}
	_, labelled := zh.ScanLabel(l.head)
	return l.sentence() && (labelled == 0 || strings.Contains(l.text, "。")) && l.width >= 40
}

// dutyLists are the words of lines that list units.
var dutyLists = zh.Words(`责任单位 牵头单位 配合单位 责任部门 牵头部门 配合部门`)

// bodyName reports whether s begins with the name of a body (县商务局,…), not with a heading.
func bodyName(s string) bool {
	if i := strings.IndexAny(s, ",;) "); i >= 0 {
		s = s[:i]
	}
	if i := strings.Index(s, "、"); i >= 0 {
		s = s[:i]
	}
	return strings.ContainsRune("局委办厅部院会处府心司行站社联校队区县镇乡", zh.LastRune(s))
}

// bracketOpen reports whether a bracket near the line's end stays open: what follows on the next line may be the next item of its list.
func bracketOpen(s string) bool {
	tail := foldLine(s[max(0, len(s)-200):])
	return strings.Count(tail, "(") > strings.Count(tail, ")") && strings.LastIndexByte(tail, '(') > strings.LastIndexByte(tail, ')')
}

// cutName reports whether the last item of an open bracket breaks off inside a name (责任单位:市文|化和旅游局).
func cutName(s string) bool {
	if i := strings.LastIndexAny(s, "、，,：:（("); i >= 0 {
		_, mark := utf8.DecodeRuneInString(s[i:])
		s = s[i+mark:]
	}
	return !bodyName(s)
}

// rowStart reports whether a tab-divided line begins with a serial number.
func rowStart(s string) bool {
	n := digits(s)
	return n > 0 && n < len(s) && s[n] == '\t'
}

// sentence reports whether a line holds marks that headings do not.
func (l *line) sentence() bool { return sentenceMarks.In(l.text) }

var sentenceMarks = zh.NewChars("，,。；;")

// wrapWidth is the width at which the text was wrapped, 0 where it was not: a quarter of
// the lines end there, and hardly any is longer.
func wrapWidth(src *source.Text, lines []line) int {
	if src.Paragraph {
		return 0
	}
	var count [122]int
	long := 0
	for i := range lines {
		if l := &lines[i]; !l.page && !l.inTable && l.width >= 24 {
			count[min(l.width, 121)]++
			long++
		}
	}
	best, at := 0, 0
	for w := 24; w <= 120; w++ {
		if n := count[w] + count[w-1] + count[max(w-2, 0)] + count[max(w-3, 0)]; n >= best {
			best, at = n, w
		}
	}
	wider := 0
	for w := at + 3; w < len(count); w++ {
		wider += count[w]
	}
	if best < 6 || best*4 < long || wider*20 > long {
		return 0
	}
	return at
}
