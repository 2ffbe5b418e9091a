package outline

import "github.com/wenxiao/wenxiao/zh"

// restoreLost gives clauses printed without their numeral the one that their
// neighbours leave: () between (一) and (三) is (二); after a new chapter it is (一);
// 、实施步骤 after 二、 is 三.
func restoreLost(t *Tree, marks []mark) {
	last, chapter := 0, 0
	for i := range marks {
		l := &marks[i].label
		if l.Style == zh.LabelHan {
			if l.Number < 0 {
				l.Number = chapter + 1
				l.Printed = zh.Numeral(l.Number)
				t.Restored = append(t.Restored, i)
			}
			chapter = l.Number
		}
		switch {
		case l.Style < zh.LabelHanRound:
			last = 0
			continue
		case l.Style != zh.LabelHanRound:
			continue
		case l.Number > 0:
			last = l.Number
			continue
		}
		l.Number = last + 1
		if next := following(marks[i+1:]); next > 0 && next-1 > l.Number && last == 0 {
			l.Number = next - lostRun(marks[i:])
		}
		last = l.Number
		l.Printed = "(" + zh.Numeral(l.Number) + ")"
		t.Restored = append(t.Restored, i)
	}
}

// following is the number of the next bracketed numeral in the same chapter, 0 where there is none.
func following(marks []mark) int {
	for _, m := range marks {
		if m.label.Style < zh.LabelHanRound {
			return 0
		}
		if m.label.Style == zh.LabelHanRound && m.label.Number > 0 {
			return m.label.Number
		}
	}
	return 0
}

// lostRun counts the lost numerals that marks begins with.
func lostRun(marks []mark) int {
	n := 0
	for _, m := range marks {
		if m.label.Style == zh.LabelHanRound {
			if m.label.Number > 0 {
				break
			}
			n++
		}
	}
	return n
}
