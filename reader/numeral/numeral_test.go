package numeral

import "testing"

func TestWrite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n      int
		format string
		want   string
	}{
		{10, "chineseCounting", "十"}, {21, "chineseCounting", "二十一"}, {110, "chineseCountingThousand", "一百一十"},
		{105, "japaneseCounting", "一百零五"}, {1020, "chineseCounting", "一千零二十"}, {0, "chineseCounting", "零"},
		{12, "ideographDigital", "一二"}, {12, "chineseLegalSimplified", "壹拾贰"}, {20, "decimalEnclosedCircleChinese", "⑳"},
		{21, "decimalEnclosedCircle", "㉑"}, {51, "decimalEnclosedCircle", "51"}, {28, "upperLetter", "BB"}, {1994, "lowerRoman", "mcmxciv"},
		{7, "decimalZero", "07"}, {11, "ideographTraditional", "11"}, {2, "ordinal", "2nd"}, {3, "decimalEnclosedParen", "⑶"},
	} {
		if got, known := Write(c.n, c.format); got != c.want || !known {
			t.Errorf("Write(%d, %s) = %q, %v; want %q", c.n, c.format, got, known, c.want)
		}
	}
}
