package outline

import (
	"strconv"

	"github.com/wenxiao/wenxiao/zh"
)

// restoreLost gives clauses printed without their numeral the one that their
// neighbours leave: () between (一) and (三) is (二); after a new chapter it is (一);
// 、实施步骤 after 二、 is 三; .推进 after 2. is 3.
func restoreLost(t *Tree, marks []mark) {
	var last [zh.LabelDash + 1]int
	for i := range marks {
		l := &marks[i].label
		if l.Number < 0 {
			l.Number = last[l.Style] + 1
			if next := following(marks[i+1:], l.Style); next-1 > l.Number && last[l.Style] == 0 {
				l.Number = next - lostRun(marks[i:], l.Style)
			}
			l.Printed = printed(l)
			t.Restored = append(t.Restored, i)
		}
		last[l.Style] = l.Number
		if l.Style < zh.LabelHanRound { // a chapter begins its bracketed numerals anew
			last[zh.LabelHanRound] = 0
		}
	}
}

// printed is a restored label as it would stand in print.
func printed(l *zh.Label) string {
	switch l.Style {
	case zh.LabelHan:
		return zh.Numeral(l.Number)
	case zh.LabelArabic:
		return strconv.Itoa(l.Number)
	}
	return "(" + zh.Numeral(l.Number) + ")"
}

// following is the next number of a style before the chapter ends, 0 where there is none.
func following(marks []mark, style zh.LabelStyle) int {
	for _, m := range marks {
		if m.label.Style < style {
			return 0
		}
		if m.label.Style == style && m.label.Number > 0 {
			return m.label.Number
		}
	}
	return 0
}

// lostRun counts the lost numerals of a style that marks begins with.
func lostRun(marks []mark, style zh.LabelStyle) int {
	n := 0
	for _, m := range marks {
		if m.label.Style == style {
			if m.label.Number > 0 {
				break
			}
			n++
		}
	}
	return n
}
