package zh

// digit gives the value of a Chinese digit (〇零一二三四五六七八九两), or -1.
func digit(r rune) int {
	switch r {
	case '〇', '零', '○':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '贰':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// place gives the power of ten of a Chinese place word (十百千), or 0.
func place(r rune) int64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	}
	return 0
}

// Numerals are the characters of Chinese integers below ten thousand.
const Numerals = "〇零○一壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟"

var numeralSet = NewChars(Numerals)

// IsNumeral reports whether r can stand in a Chinese integer below ten thousand.
func IsNumeral(r rune) bool { return numeralSet.Has(r) }

// ScanInteger reads the Chinese integer (中文数字) that s begins with, such as
// 二十七, 一百零五, 两千 or 二〇二五, and gives its value and its length in bytes.
// Place words 万 and 亿 are not read: in official texts they belong to the unit
// (五万亩). A length of 0 means that s does not begin with one, or that the
// digits make no number a person would write (百二三).
func ScanInteger(s string) (value int64, n int) {
	var total, current int64
	digits, places := 0, 0
	last := int64(10000)
	for n < len(s) {
		r, size := decode(s[n:])
		if !IsNumeral(r) {
			break
		}
		if d := digit(r); d >= 0 {
			if digits > 0 && places > 0 && current != 0 { // 二十七八: not one number
				return 0, 0
			}
			if digits >= 8 {
				return 0, 0
			}
			current = current*10 + int64(d)
			digits++
			n += size
			continue
		}
		p := place(r)
		if p >= last || current > 9 {
			return 0, 0
		}
		if digits == 0 {
			if places > 0 || p != 10 { // 十 alone is ten; 百 and 千 alone are words
				return 0, 0
			}
			current = 1
		}
		total += current * p
		last, current, digits = p, 0, 0
		places++
		n += size
	}
	if places == 0 && digits == 2 { // 一一, 三三: two bare digits are a word, not a number
		return 0, 0
	}
	return total + current, n
}

// Numeral writes v, from 1 to 99, as labels of official documents do (二十七).
// Other values give the empty string.
func Numeral(v int) string {
	const digits = "〇一二三四五六七八九"
	at := func(d int) string { return digits[d*3 : d*3+3] }
	switch {
	case v < 1 || v > 99:
		return ""
	case v < 10:
		return at(v)
	}
	s := "十"
	if v >= 20 {
		s = at(v/10) + s
	}
	if v%10 > 0 {
		s += at(v % 10)
	}
	return s
}

// EnclosedDigit gives the value of a circled or bracketed digit (①, ⑴, ⒈, ㈠), or 0.
func EnclosedDigit(r rune) int {
	switch {
	case r >= '①' && r <= '⑳':
		return int(r-'①') + 1
	case r >= '⑴' && r <= '⒇':
		return int(r-'⑴') + 1
	case r >= '⒈' && r <= '⒛':
		return int(r-'⒈') + 1
	case r >= '㈠' && r <= '㈩':
		return int(r-'㈠') + 1
	case r >= '❶' && r <= '❿':
		return int(r-'❶') + 1
	}
	return 0
}
