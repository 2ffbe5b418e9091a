package zh_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/zh"
)

func TestScanInteger(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"二十七": 27, "一百零五个": 105, "两千": 2000, "十": 10, "三十": 30, "二〇二五年": 2025, "一百二十": 120, "九": 9,
		"十四五": -1, "百姓": -1, "二三百": -1, "三农": 3, "千方": -1, "": -1,
	} {
		v, n := zh.ScanInteger(in)
		if n == 0 {
			v = -1
		}
		if v != want {
			t.Errorf("ScanInteger(%q) = %d, want %d", in, v, want)
		}
	}
}

func TestNumeral_RoundTrip(t *testing.T) {
	t.Parallel()
	for v := 1; v < 100; v++ {
		if got, n := zh.ScanInteger(zh.Numeral(v)); got != int64(v) || n != len(zh.Numeral(v)) {
			t.Errorf("Numeral(%d) = %q reads as %d", v, zh.Numeral(v), got)
		}
	}
}

func TestScanLabel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, printed string
		style       zh.LabelStyle
		number, n   int
	}{
		{"一、总体要求", "一", zh.LabelHan, 1, 6},
		{"(二十七)强化", "(二十七)", zh.LabelHanRound, 27, 11},
		{"()推动", "()", zh.LabelHanRound, -1, 2},
		{"12.金融支持", "12", zh.LabelArabic, 12, 3},
		{"3、新建", "3", zh.LabelArabic, 3, 4},
		{"(1)新建", "(1)", zh.LabelRound, 1, 3},
		{"1)新建", "1)", zh.LabelRound, 1, 2},
		{"①新建", "①", zh.LabelCircled, 1, 3},
		{"第三条 为了", "第三条", zh.LabelArticle, 3, 10},
		{"第十二章 附则", "第十二章", zh.LabelChapter, 12, 13},
		{"——加强", "——", zh.LabelDash, 0, 6},
		{"2.1 推进建设", "2.1", zh.LabelDecimal, 1, 4},
		{"第三批", "", 0, 0, 0},
		{"3.5万亩", "", 0, 0, 0},
		{"2022年", "", 0, 0, 0},
		{"(牵头单位", "", 0, 0, 0},
		{"第三条第二款", "", 0, 0, 0},
		{"一体化", "", 0, 0, 0},
	} {
		l, n := zh.ScanLabel(c.in)
		if l.Style != c.style || n != c.n || n > 0 && (l.Printed != c.printed || l.Number != c.number) {
			t.Errorf("ScanLabel(%q) = %+v %d, want %+v", c.in, l, n, c)
		}
	}
}

func FuzzScanLabel(f *testing.F) {
	f.Add("（一）推进")
	f.Add("第一条")
	f.Fuzz(func(t *testing.T, s string) {
		if _, n := zh.ScanLabel(s); n < 0 || n > len(s) {
			t.Errorf("ScanLabel(%q) length %d", s, n)
		}
		if _, n := zh.ScanOrdinal(s); n < 0 || n > len(s) {
			t.Errorf("ScanOrdinal(%q) length %d", s, n)
		}
	})
}
