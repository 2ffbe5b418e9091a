package workbook

import (
	"fmt"
	"strconv"
	"strings"
)

// looks are the styles of a workbook, to which others are added that differ from one in their ground only.
type looks struct {
	*tree
	formats []int32 // the elements of cellXfs
	fills   []int32
	added   []string // formats behind those
	red     int      // the number of the red ground; 0 until it is asked for
	known   map[[2]int]int
}

const faultFill = "FFC7CE"

// style reads the styles once; nil for a workbook without any.
func (b *book) style() (*looks, error) {
	if b.looks != nil {
		return b.looks, nil
	}
	all, err := b.relationships(b.main)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if !strings.HasSuffix(r.kind, "/styles") {
			continue
		}
		t, err := b.tree(r.target)
		if err != nil {
			return nil, err
		}
		l := &looks{tree: t, known: make(map[[2]int]int)}
		formats, fills := t.find(0, "cellXfs"), t.find(0, "fills")
		if formats == 0 || fills == 0 {
			return nil, nil
		}
		for n := range t.children(formats, "xf") {
			l.formats = append(l.formats, n)
		}
		for n := range t.children(fills, "fill") {
			l.fills = append(l.fills, n)
		}
		b.looks = l
		return l, nil
	}
	return nil, nil
}

// isRed says whether a style has the ground of a fault. It is asked of styles that the file had.
func (l *looks) isRed(style int) bool {
	if l == nil || style >= len(l.formats) {
		return false
	}
	fill := number(l.attribute(l.formats[style], "fillId"), 0)
	return fill < len(l.fills) && strings.Contains(strings.ToUpper(l.whole(l.fills[fill])), faultFill)
}

// onRed is a style like another with the ground of a fault, without one that with none.
func (l *looks) onRed(style int) int {
	if l == nil {
		return style
	}
	if l.red == 0 {
		l.red = len(l.fills)
		fills := l.find(0, "fills")
		p := l.prefix(fills)
		l.add(fills, fmt.Sprintf(`<%[1]sfill><%[1]spatternFill patternType="solid"><%[1]sfgColor rgb="FF%s"/></%[1]spatternFill></%[1]sfill>`, p, faultFill),
			attribute{"count", strconv.Itoa(len(l.fills) + 1)})
	}
	return l.on(style, l.red)
}

func (l *looks) without(style int) int { return l.on(style, 0) }

func (l *looks) on(style, fill int) int {
	key := [2]int{style, fill}
	if n, ok := l.known[key]; ok {
		return n
	}
	changes := []attribute{{"fillId", strconv.Itoa(fill)}, {"applyFill", "1"}}
	p := l.prefix(l.find(0, "cellXfs"))
	text := fmt.Sprintf(`<%sxf numFmtId="0" fontId="0" fillId="%d" borderId="0" applyFill="1"/>`, p, fill) // for a style that the file lacks
	if style < len(l.formats) {
		n := l.formats[style]
		text = l.retagged(n, changes...) + l.inner(n) + "</" + l.written(n) + ">"
	}
	l.known[key] = len(l.formats) + len(l.added)
	l.added = append(l.added, text)
	return l.known[key]
}

// end puts the styles that were added into the part.
func (l *looks) end() {
	if l != nil && len(l.added) > 0 {
		l.add(l.find(0, "cellXfs"), strings.Join(l.added, ""), attribute{"count", strconv.Itoa(len(l.formats) + len(l.added))})
	}
}
