package clean

import (
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// markPages finds page numbers: alone on a line (- 3 -, 第3页 共12页, 3/12), or
// put at the head of a line in the middle of a sentence (2、城乡一体). Numbers
// without dashes count only as a run (1, 2, 3 …) whose lines stand apart and
// break sentences, so that list items stay.
func markPages(lines []line) {
	var certain, bare, prefixed []int
	for i := range lines {
		l := &lines[i]
		if l.text == "" || l.inTable || len(l.text) > 60 && !zh.IsDigit(l.head[0]) {
			continue
		}
		switch kind := pageMark(l.head); {
		case len(l.head) < 48 && kind == pageCertain:
			l.page = true
			certain = append(certain, i)
		case kind == pageBare:
			bare = append(bare, i)
		case zh.IsDigit(l.head[0]):
			if label, n := zh.ScanLabel(l.head); n > 0 && label.Style == zh.LabelArabic && label.Mark == '、' {
				prefixed = append(prefixed, i)
			}
		}
	}
	whole := func(l *line) { l.page = true }
	atHead := func(l *line) {
		l.prefix = strings.Index(l.text, "、") + len("、")
		if l.prefix == len(l.text) {
			l.page, l.prefix = true, 0
		}
	}
	acceptRun(lines, bare, whole)
	acceptRun(lines, prefixed, atHead)
	acceptBetween(lines, certain, bare, whole)
	acceptBetween(lines, certain, prefixed, atHead)
	markRunningHeads(lines, certain)
}

// acceptBetween takes candidates for page numbers that break an open line and stand, by their place and their number,
// right after or right before a certain one.
func acceptBetween(lines []line, certain, candidates []int, accept func(*line)) {
	for _, i := range candidates {
		if lines[i].page || lines[i].prefix > 0 || !openBefore(lines, i) {
			continue
		}
		k, _ := slices.BinarySearch(certain, i)
		v := leadingNumber(lines[i].head)
		if k > 0 && v == pageNumber(&lines[certain[k-1]])+1 || k < len(certain) && v == pageNumber(&lines[certain[k]])-1 {
			accept(&lines[i])
		}
	}
}

// pageNumber is the number of a certain page mark.
func pageNumber(l *line) int {
	return leadingNumber(strings.TrimLeft(l.head, " -—_·~*第"))
}

// markRunningHeads finds the lines printed at the head of each page: right after a page's number, and the same as a line
// before. The first one stays; it may be the only print of the title.
func markRunningHeads(lines []line, certain []int) {
	if len(certain) < 2 {
		return
	}
	seen := map[string]bool{}
	next := 0
	after := false // right after a page's number
	for i := range lines {
		l := &lines[i]
		switch {
		case next < len(certain) && certain[next] == i:
			next++
			after = true
		case l.text == "":
		case after && !l.inTable && len(l.text) > 9 && short(l.text) && seen[l.text]:
			l.page, after = true, false
		default:
			after = false
			if short(l.text) {
				seen[l.text] = true
			}
		}
	}
}

// acceptRun takes candidate page numbers for real where they count upwards by
// one and most of those after the first break an open line.
func acceptRun(lines []line, candidates []int, accept func(*line)) {
	var run []int
	breaks, next := 0, 0
	for _, i := range candidates {
		v := leadingNumber(lines[i].head)
		if next != 0 && v != next || next == 0 && v > 2 {
			continue
		}
		open := openBefore(lines, i)
		if next == 0 && v == 2 && !open {
			continue
		}
		if open {
			breaks++
		}
		run = append(run, i)
		next = v + 1
	}
	if breaks == 0 || breaks < len(run)-1-len(run)/8 {
		return
	}
	if len(run) > 2 && (run[len(run)-1]-run[0]) < len(run) && breaks < len(run)-1 {
		return
	}
	for _, i := range run {
		accept(&lines[i])
	}
}

// openBefore reports whether the line before i that is not blank stops in a sentence.
func openBefore(lines []line, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if l := &lines[j]; l.text != "" && !l.page {
			return l.endsOpen() && l.sentence() && !l.inTable
		}
	}
	return false
}

func leadingNumber(s string) int {
	v := 0
	for i := 0; i < len(s) && i < 4 && zh.IsDigit(s[i]); i++ {
		v = v*10 + int(s[i]-'0')
	}
	return v
}

type pageKind uint8

const (
	pageNone pageKind = iota
	pageBare
	pageCertain
)

// pageMark tells what kind of page number a whole folded line is.
func pageMark(s string) pageKind {
	core := strings.Trim(s, " -—_·~*")
	dashed := len(core) < len(strings.TrimSpace(s))
	core = strings.ReplaceAll(core, " ", "")
	if core == "" {
		return pageNone
	}
	if rest, ok := strings.CutPrefix(core, "第"); ok {
		n := digits(rest)
		if n == 0 || !strings.HasPrefix(rest[n:], "页") {
			return pageNone
		}
		rest = strings.Trim(rest[n+len("页"):], ",/-")
		if rest == "" {
			return pageCertain
		}
		rest, ok = strings.CutPrefix(rest, "共")
		n = digits(rest)
		if ok && n > 0 && rest[n:] == "页" {
			return pageCertain
		}
		return pageNone
	}
	n := digits(core)
	switch {
	case n == 0 || n > 3:
		return pageNone
	case n == len(core) && dashed:
		return pageCertain
	case n == len(core) || core[n:] == "、":
		return pageBare
	case core[n] == '/' && digits(core[n+1:]) == len(core)-n-1 && len(core) > n+1:
		return pageCertain
	}
	return pageNone
}

func digits(s string) int {
	n := 0
	for n < len(s) && zh.IsDigit(s[n]) {
		n++
	}
	return n
}
