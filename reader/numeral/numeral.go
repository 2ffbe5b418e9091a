// Package numeral writes the numbers of lists as they are printed: 十二, （三）, ⑳, iv.
// It knows the formats by the names WordprocessingML has for them, and nothing of
// lists or documents; start at [Write].
package numeral

import (
	"strconv"
	"strings"
)

// numerals are the formats of automatic numbers by the names WordprocessingML
// has for them; each gives "" for a number it has no form for.
var numerals = map[string]func(n int) string{
	"decimal":     strconv.Itoa,
	"decimalZero": func(n int) string { return strings.Repeat("0", max(0, 2-len(strconv.Itoa(n)))) + strconv.Itoa(n) },
	"none":        func(int) string { return "" },
	"bullet":      func(int) string { return "" },

	"chineseCounting":            chinese,
	"chineseCountingThousand":    chinese,
	"japaneseCounting":           chinese,
	"taiwaneseCounting":          chinese,
	"taiwaneseCountingThousand":  chinese,
	"ideographDigital":           digitwise("〇一二三四五六七八九"),
	"japaneseDigitalTenThousand": digitwise("〇一二三四五六七八九"),
	"taiwaneseDigital":           digitwise("○一二三四五六七八九"),
	"chineseLegalSimplified":     formal,
	"ideographLegalTraditional":  formal,
	"ideographTraditional":       oneOf("甲乙丙丁戊己庚辛壬癸"),
	"ideographZodiac":            oneOf("子丑寅卯辰巳午未申酉戌亥"),
	"ideographEnclosedCircle":    oneOf("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),

	"decimalEnclosedCircle":        circled,
	"decimalEnclosedCircleChinese": circled,
	"decimalEnclosedParen":         oneOf("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
	"decimalEnclosedFullstop":      oneOf("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
	"decimalFullWidth":             digitwise("０１２３４５６７８９"),
	"decimalFullWidth2":            digitwise("０１２３４５６７８９"),
	"decimalHalfWidth":             strconv.Itoa,
	"numberInDash":                 func(n int) string { return "- " + strconv.Itoa(n) + " -" },

	"upperLetter": func(n int) string { return letters(n, 'A') },
	"lowerLetter": func(n int) string { return letters(n, 'a') },
	"upperRoman":  roman,
	"lowerRoman":  func(n int) string { return strings.ToLower(roman(n)) },
	"ordinal":     ordinal,
}

// Write writes n in a format such as chineseCounting; known is false if there is
// no such format, and then and for numbers without a form it is Arabic.
func Write(n int, format string) (s string, known bool) {
	f, known := numerals[format]
	if known {
		s = f(n)
	}
	if s == "" && format != "none" && format != "bullet" {
		s = strconv.Itoa(n)
	}
	return s, known
}

// oneOf gives the n-th of marks.
func oneOf(marks string) func(int) string {
	all := []rune(marks)
	return func(n int) string {
		if n < 1 || n > len(all) {
			return ""
		}
		return string(all[n-1])
	}
}

// digitwise writes the decimal digits one by one.
func digitwise(digits string) func(int) string {
	all := []rune(digits)
	return func(n int) string {
		if n < 0 {
			return ""
		}
		var b strings.Builder
		for _, d := range strconv.Itoa(n) {
			b.WriteRune(all[d-'0'])
		}
		return b.String()
	}
}

func circled(n int) string {
	switch {
	case n == 0:
		return "⓪"
	case n >= 1 && n <= 20:
		return string('①' + rune(n-1))
	case n <= 35 && n > 20:
		return string('㉑' + rune(n-21))
	case n <= 50 && n > 35:
		return string('㊱' + rune(n-36))
	}
	return ""
}

// chinese writes 0 to 99 999 in Chinese numerals: 十二, 一百零五, 一千零二十.
func chinese(n int) string {
	s := counted(n, "零一二三四五六七八九", [...]string{"", "十", "百", "千", "万"})
	if n >= 10 && n < 20 {
		s = strings.TrimPrefix(s, "一")
	}
	return s
}

// formal writes numbers as on cheques: 壹拾贰.
func formal(n int) string {
	return counted(n, "零壹贰叁肆伍陆柒捌玖", [...]string{"", "拾", "佰", "仟", "万"})
}

func counted(n int, digits string, units [5]string) string {
	all := []rune(digits)
	if n < 0 || n > 99999 {
		return ""
	}
	if n == 0 {
		return string(all[0])
	}
	s := strconv.Itoa(n)
	var b strings.Builder
	zero := false
	for i, d := range s {
		if d == '0' {
			zero = true
			continue
		}
		if zero {
			b.WriteRune(all[0])
			zero = false
		}
		b.WriteRune(all[d-'0'])
		b.WriteString(units[len(s)-1-i])
	}
	return b.String()
}

// letters gives A…Z, AA, BB… as Word counts.
func letters(n int, first rune) string {
	if n < 1 || n > 26*20 {
		return ""
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		mark  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.mark)
		}
	}
	return b.String()
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		suffix = [...]string{"th", "st", "nd", "rd", "th", "th", "th", "th", "th", "th"}[max(n, 0)%10]
	}
	return strconv.Itoa(n) + suffix
}

// Labelled puts an automatic number before a paragraph's text as it is seen: a
// blank divides them unless the label ends in a mark that does so by itself.
func Labelled(label, text string) string {
	label = strings.TrimRight(label, " \t\u00a0")
	if label == "" {
		return text
	}
	runes := []rune(label)
	switch last := runes[len(runes)-1]; {
	case strings.ContainsRune("、）)】〕」，：；。．", last), last >= '①' && last <= '⒛', last >= '㈠' && last <= '㋿':
		return label + text
	}
	return label + " " + text
}
